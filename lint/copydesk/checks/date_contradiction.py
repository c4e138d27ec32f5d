"""
Dates that cannot be: the wrong weekday, a day the calendar lacks, an end before its start.

Only dates written in full are judged, so nothing depends on when the article is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from copydesk.dates import Date
from copydesk.finding import Hit
from copydesk.scan import Context, Match

OPTIONS: dict[str, object] = {
    "first_year": 1924,
    # before it parts of Europe counted by the Julian calendar
    "spans": ["until"],
    # words between the first and the last day of a time
    "before_spans": ["from"],
    # words before the first day
    "ranges": ["to"],
    # words before a weekday that make it the end of a range
    "wrong_day": "that day was a {day}",
    "no_day": "the calendar has no such day",
    "backwards": "it ends before it starts",
}
SLOTS = frozenset({"reason"})


class _Words(NamedTuple):
    """The rule's words, ready to look with."""

    weekdays: Mapping[str, str]
    before: re.Pattern[str]
    """A weekday at the end of the text before a date."""
    between: re.Pattern[str]
    """All that stands between the ends of a time."""
    leading: re.Pattern[str]
    """What leads in a time, at the end of the text before it."""


_LOOK_BACK = 40
"""Characters before a date in which its weekday or the start of a time stands."""


def find(context: Context) -> Iterator[Hit]:
    """Yield each date that contradicts itself."""
    words = _compiled(context)
    for block in context.blocks():
        dates = [found for found in context.views.dates(block) if found.day]
        for found in dates:
            yield from _of_one(context, block, found, words)
        for first, second in pairwise(dates):
            if _is_backwards(context.views.text(block), first, second, words):
                yield from _hit(context, block, first.start, second.end, "backwards")


def _compiled(context: Context) -> _Words:
    options = context.rule.options
    weekdays = context.views.lexicon.list("weekdays").pairs
    names = "|".join(sorted(weekdays, key=len, reverse=True))
    ranges = _alternatives(options["ranges"])
    return _Words(
        weekdays,
        re.compile(
            rf"(?:\b(?P<range>{ranges})\s+|[–—/-]\s?)?\b(?P<day>{names})\b\.?,?\s(?:the\s)?\Z", re.I
        ),
        re.compile(rf",?\s(?:{_alternatives(options['spans'])})\s\Z", re.I),
        re.compile(rf"\b(?:{_alternatives(options['before_spans'])})\s\Z", re.I),
    )


def _alternatives(words: list[str]) -> str:
    return "|".join(map(re.escape, words))


def _of_one(context: Context, block: int, found: Date, words: _Words) -> Iterator[Hit]:
    if not found.year or not found.month:
        return
    if not found.valid:
        yield from _hit(context, block, found.start, found.end, "no_day")
        return
    text = context.views.text(block)
    base = max(0, found.start - _LOOK_BACK)
    written = words.before.search(text[base : found.start])
    if written is None or found.year < context.option("first_year"):
        return
    start = base + written.start("day")
    views = context.views
    one_sentence = views.sentence_index(block, start) == views.sentence_index(block, found.start)
    if written.start() < written.start("day") or not one_sentence:
        return
    weekday = date(found.year, found.month, found.day).weekday()
    if int(words.weekdays[written["day"].lower()]) == weekday:
        return
    right = next(name for name, number in words.weekdays.items() if int(number) == weekday)
    yield from _hit(context, block, start, found.end, "wrong_day", day=right.capitalize())


def _hit(
    context: Context, block: int, start: int, end: int, reason: str, *, day: str = ""
) -> Iterator[Hit]:
    match = Match(block, start, end, 0)
    if not context.is_hidden(match):
        slots = {"reason": context.text_option(reason).replace("{day}", day)}
        yield context.hit(match, slots=slots)


def _is_backwards(text: str, first: Date, second: Date, words: _Words) -> bool:
    if not (first.valid and second.valid and first.year and second.year):
        return False
    if not (first.month and second.month) or first.iso <= second.iso:
        return False
    between = text[first.end : second.start]
    if len(between) > _LOOK_BACK or not words.between.match(between):
        return False
    return bool(words.leading.search(text[max(0, first.start - _LOOK_BACK) : first.start]))
