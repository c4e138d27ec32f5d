"""
Sources dated after the article, and access dates that no calendar has.

The impossible date needs no "today"; the comparison does, and is left out without one.
"""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.dates import Date
from copydesk.finding import Hit
from copydesk.scan import Context, Match
from copydesk.views import Place

OPTIONS: dict[str, object] = {}
SLOTS = frozenset({"reason"})


def find(context: Context) -> Iterator[Hit]:
    """Yield each dated reference that cannot be right."""
    for match in context.matches():
        text = context.views.text(match.block)[match.start : match.end]
        dates = context.views.dates_in(text)
        if not dates:
            continue
        date = dates[-1]
        if date.day and not date.valid:
            place = Place(match.block, match.start + date.start, match.start + date.end)
            yield context.hit(place, slots={"reason": "a day that no calendar has"})
        elif _is_future(date, context.today):
            yield _future(context, match)


def _future(context: Context, match: Match) -> Hit:
    return context.hit(match, slots={"reason": f"later than the article ({context.today})"})


def _is_future(date: Date, today: str) -> bool:
    if not today:
        return False
    if not date.month:
        return date.year > int(today[:4])
    return f"{date.year:04d}-{date.month:02d}-{date.day or 1:02d}" > today
