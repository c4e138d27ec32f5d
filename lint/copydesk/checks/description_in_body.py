"""
The page's description, pasted into the text.

Found by its place, between the title and the title again, or by its words, those of the
description in the front matter. An HTML page's description is usually made from the first
paragraph, so there equal words prove nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.document import BlockKind
from copydesk.finding import Hit, HitPlace, Role
from copydesk.scan import Context, block_hit, delete_block
from copydesk.segment import Words, words
from copydesk.similarity import jaccard, plain, same_words
from copydesk.views import Views

OPTIONS = {
    "blocks": 3,
    # how many blocks may stand between the title and the title again
    "share": 0.9,
    # of the words of both that must be common
    "least_words": 8,
    # a shorter block is a label or a byline
}
SLOTS = frozenset({"why"})

_BETWEEN = "the page's description, set between two titles"
_SAME = "the description of the metadata again"


def find(context: Context) -> Iterator[Hit]:
    """Yield each block that is the page's description."""
    views = context.views
    seen = set()
    for index in _between_titles(context):
        seen.add(index)
        yield _hit(context, index, _BETWEEN)
    index = next((i for i in context.blocks() if _is_long(context, i)), -1)
    if index < 0 or index in seen or views.document.format == "html":
        return
    note = views.document.metadata.description
    if note and jaccard(_vocabulary(views, index), _words_of(note.value)) >= context.option(
        "share"
    ):
        yield _hit(context, index, _SAME, HitPlace(note.span, Role.TWIN))


def _hit(context: Context, index: int, why: str, *twins: HitPlace) -> Hit:
    fix = delete_block(context.views, index, safe=False)
    return block_hit(context.views, index, places=twins, slots={"why": why}, fix=fix)


def _between_titles(context: Context) -> Iterator[int]:
    views = context.views
    described = [i for i in views.visible if views.blocks[i].kind is BlockKind.DESCRIPTION]
    if described:
        yield from described
        return
    if views.title is None:
        return
    title = views.words(views.title)
    after = [i for i in views.visible if i > views.title][: int(context.option("blocks")) + 1]
    again = next((i for i in after if same_words(title, views.words(i))), -1)
    if again > 0:
        eligible = set(context.blocks())
        yield from (i for i in after if i < again and i in eligible and _is_long(context, i))


def _is_long(context: Context, index: int) -> bool:
    return len(context.views.words(index)) >= context.option("least_words")


def _vocabulary(views: Views, index: int) -> frozenset[str]:
    return frozenset(plain(word) for word in views.words(index))


def _words_of(text: str) -> frozenset[str]:
    return frozenset(plain(word) for word in Words(text, words(text)))
