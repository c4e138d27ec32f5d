"""
A fact about the article that neither its metadata nor its first lines give: date or author.

The rule's patterns say what gives the fact in the first lines; dates are found by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.document import BlockKind
from copydesk.finding import Hit
from copydesk.scan import Context, document_hit

OPTIONS = {
    "field": "dates",
    # dates or authors
    "blocks": 4,
    # how many blocks after the title may give it
}
SLOTS: frozenset[str] = frozenset()


def find(context: Context) -> Iterator[Hit]:
    """Yield one hit on the article if the fact is missing."""
    views = context.views
    metadata = views.document.metadata
    field = context.text_option("field")
    if metadata.dates if field == "dates" else metadata.authors:
        return
    read = [i for i in views.visible if views.blocks[i].kind is not BlockKind.TITLE]
    first = read[: int(context.option("blocks"))]
    if not read or any(match.block in first for match in context.matches()):
        return
    if field == "dates" and any(date.day for block in first for date in views.dates(block)):
        return
    yield document_hit(views)
