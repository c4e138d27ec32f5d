"""
Absolute dates in reader text, recognised by shape and by month names from the word lists.

A date is what fixes an event in time for a reader: a day, or a month of a year. A bare year is
kept apart (`year` set, `month` 0), because "2030" alone dates nothing that happened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

_ISO = r"(?P<y1>\d{4})-(?P<m1>\d{2})-(?P<d1>\d{2})"
_YEAR = r"(?<![\w.,/$€£-])(?P<y5>(?:1[5-9]|20)\d{2})(?![\w/%]|[.,-]\d)"


class Date(NamedTuple):
    """A date as written; parts that are not written are 0."""

    start: int
    end: int
    year: int
    month: int
    day: int

    @property
    def valid(self) -> bool:
        """Whether the calendar has this day; only asked of full dates."""
        if not (1 <= self.month <= 12):
            return False
        return not self.day or 1 <= self.day <= _month_length(self.year or 2000, self.month)

    @property
    def iso(self) -> str:
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"


def _month_length(year: int, month: int) -> int:
    if month == 2:
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        return 29 if leap else 28
    return 30 if month in {4, 6, 9, 11} else 31


class DateFinder:
    """Finds dates with the month names of one word list."""

    def __init__(self, months: Mapping[str, str]) -> None:
        self._months = {name: int(number) for name, number in months.items()}
        names = "|".join(sorted(self._months, key=lambda name: (-len(name), name)))
        day = r"(?P<{}>[0-3]?\d)(?:st|nd|rd|th)?"
        year = r"(?P<{}>(?:1[5-9]|20)\d{{2}})"
        self._pattern = re.compile(
            rf"\b(?:{_ISO}"
            rf"|{day.format('d2')}\s(?:of\s)?(?P<m2>{names})\b\.?(?:,?\s{year.format('y2')}\b)?"
            rf"|(?P<m3>{names})\b\.?\s{day.format('d3')}\b(?!\d|[.,:]\d|%)(?:,?\s{year.format('y3')}\b)?"
            rf"|(?P<m4>{names})\b\.?,?\s{year.format('y4')}\b)|{_YEAR}",
            re.IGNORECASE,
        )

    def find(self, text: str) -> Iterator[Date]:
        """Yield the dates of a text, left to right, bare years included."""
        for match in self._pattern.finditer(text):
            groups = match.groupdict()
            if any((name := groups[key]) and name[0].islower() for key in ("m2", "m3", "m4")):
                continue  # "they may 20 times a day" is no date
            year = _first(groups, "y1", "y2", "y3", "y4", "y5")
            day = _first(groups, "d1", "d2", "d3")
            yield Date(match.start(), match.end(), year, self._month(groups), day)

    def _month(self, groups: Mapping[str, str | None]) -> int:
        if groups["m1"]:
            return int(groups["m1"])
        named = groups["m2"] or groups["m3"] or groups["m4"]
        return self._months[named.lower()] if named else 0


def _first(groups: Mapping[str, str | None], *names: str) -> int:
    return next((int(value) for name in names if (value := groups[name])), 0)
