"""
Headings more than one level below the one before.

Only the way down counts: from a subsection straight back to the top is how sections end. The
first heading may be of any level, because a page's title may stand outside the file.
"""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.finding import Hit
from copydesk.scan import Context, block_hit

OPTIONS: dict[str, object] = {}
SLOTS = frozenset({"level", "above"})


def find(context: Context) -> Iterator[Hit]:
    """Yield each heading that skips a level."""
    above = 0
    for index in context.blocks():
        level = context.views.blocks[index].level
        if not level:
            continue
        if above and level > above + 1:
            slots = {"level": str(level), "above": str(above)}
            yield block_hit(context.views, index, slots=slots)
        above = level
