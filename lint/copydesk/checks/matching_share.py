"""
A share of the blocks of the rule's kinds that match its patterns.

One such block means nothing; most of them being so says that nobody thought about any.
"""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.finding import Hit
from copydesk.scan import Context, block_hit

OPTIONS = {
    "share": 0.5,
    # of the blocks of the rule's kinds, from which on the rule speaks
    "min_blocks": 3,
    # fewer blocks are too few to tell
}
SLOTS = frozenset({"of"})


def find(context: Context) -> Iterator[Hit]:
    """Yield every matching block, once their share of all is large enough."""
    every = [i for i in context.blocks() if context.views.text(i).strip()]
    if len(every) < context.option("min_blocks"):
        return
    matching = sorted({match.block for match in context.matches()})
    if len(matching) < context.option("share") * len(every):
        return
    for block in matching:
        yield block_hit(context.views, block, slots={"of": str(len(every))})
