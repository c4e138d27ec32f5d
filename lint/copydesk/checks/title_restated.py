"""
The title again, as a line of the body near the top.

A title and the first heading of a page that say the same are one title: the readers give one
block for both.
"""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.document import BlockKind
from copydesk.finding import Hit, HitPlace, Role
from copydesk.scan import Context, block_hit, delete_block
from copydesk.similarity import same_words

OPTIONS = {
    "blocks": 5,
    # how many blocks after the title are compared with it
}
SLOTS = frozenset({"line"})


def find(context: Context) -> Iterator[Hit]:
    """Yield each of the first blocks that has the words of the title and nothing else."""
    views = context.views
    if views.title is None:
        return
    title = views.title
    after = [i for i in views.visible if i > title][: int(context.option("blocks"))]
    for index in after:
        kind = views.blocks[index].kind
        if kind is BlockKind.CODE or not same_words(views.words(title), views.words(index)):
            continue
        yield block_hit(
            views,
            index,
            places=(HitPlace(views.title_span, Role.TWIN),),
            slots={"line": str(views.line(title))},
            fix=delete_block(views, index, safe=True),
        )
