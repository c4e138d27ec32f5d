"""The same paragraph twice; letters and digits count, punctuation and case do not."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.finding import Hit, Role
from copydesk.scan import Context, block_hit, delete_block, place_of
from copydesk.similarity import plain

OPTIONS = {"least_words": 8, "function_words": 0.2}
"""``function_words``: their share, 0 to 1, that tells prose from lines of a table or a recipe."""
SLOTS = frozenset({"line"})


def find(context: Context) -> Iterator[Hit]:
    """Yield each later copy of a paragraph with the first as its twin."""
    views = context.views
    function_words = context.list_words("function-words")
    first: dict[tuple[str, ...], int] = {}
    for block in context.blocks():
        tokens = tuple(plain(word) for word in views.words(block))
        if len(tokens) < context.option("least_words") or not views.is_finished(block):
            continue
        if _is_quoted(context, block):
            continue
        common = sum(token in function_words for token in tokens)
        if common < context.option("function_words") * len(tokens):
            continue
        twin = first.setdefault(tokens, block)
        if twin != block:
            yield block_hit(
                views,
                block,
                places=(place_of(views, twin, 0, len(views.text(twin)), role=Role.TWIN),),
                slots={"line": str(views.line(twin))},
                fix=delete_block(views, block, safe=False),
            )


def _is_quoted(context: Context, block: int) -> bool:
    """Return whether a block is mostly somebody's own words."""
    text = context.views.text(block)
    covered = sum(mask.end - mask.start for mask in context.views.quotations(block))
    return covered > len(text) / 2
