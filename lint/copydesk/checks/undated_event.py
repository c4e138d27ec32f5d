"""
Something is announced, and no date stands anywhere in the article or its metadata.

A weekday or a year in the sentence of the event dates it well enough; a year elsewhere does not.
"""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.finding import Hit
from copydesk.scan import Context, Match

OPTIONS: dict[str, object] = {
    "dated_by": ["today"],
    # words in the sentence of the event that date it
}
SLOTS: frozenset[str] = frozenset()


def find(context: Context) -> Iterator[Hit]:
    """Yield each event, if the article has no date."""
    views = context.views
    if views.document.metadata.dates:
        return
    if any(date.month for block in views.visible for date in views.dates(block)):
        return
    for match in context.matches():
        if not _is_dated(context, match):
            yield context.hit(match)


def _is_dated(context: Context, match: Match) -> bool:
    views = context.views
    sentence = views.sentence_at(match.block, match.start)
    text = views.text(match.block)[sentence.start : sentence.end]
    if views.dates_in(text):
        return True
    listed = frozenset(context.rule.options["dated_by"])
    found = views.words(match.block)
    return any(
        sentence.start <= found.start(index) < sentence.end and word in listed
        for index, word in enumerate(views.word_texts(match.block))
    )
