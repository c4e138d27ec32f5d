"""
Something is announced, and no date stands anywhere in the article or its metadata.

A weekday or a year in the sentence of the event dates it well enough; a year elsewhere does not.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from copydesk.finding import Hit
from copydesk.scan import Context, Match
from copydesk.span import Span
from copydesk.views import Views

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
    dating = _DatingWords(context)
    for match in context.matches():
        if not _is_dated(views, match, dating):
            yield context.hit(match)


def _is_dated(views: Views, match: Match, dating: _DatingWords) -> bool:
    sentence = views.sentence_at(match.block, match.start)
    text = views.text(match.block)[sentence.start : sentence.end]
    return bool(views.dates_in(text)) or dating.stand_in(match.block, sentence)


class _DatingWords:
    """Where the words stand that date the event of their sentence."""

    def __init__(self, context: Context) -> None:
        self._views = context.views
        self._listed = frozenset(context.rule.options["dated_by"])
        self._known: dict[int, list[int]] = {}

    def stand_in(self, block: int, sentence: Span) -> bool:
        """Return whether one of them stands in a sentence of a block."""
        if block not in self._known:
            self._known[block] = list(self._starts(block))
        starts = self._known[block]
        return bisect_left(starts, sentence.start) < bisect_left(starts, sentence.end)

    def _starts(self, block: int) -> Iterator[int]:
        found = self._views.words(block)
        for index, word in enumerate(self._views.word_texts(block)):
            if word in self._listed:
                yield found.start(index)
