"""Dates as people write them."""

from __future__ import annotations

import pytest

from copydesk.dates import Date, DateFinder
from copydesk.rulefile import load_catalogue

FINDER = DateFinder(load_catalogue().lexicon.list("months").pairs)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 13 February 2025", (2025, 2, 13)),
        ("on February 13, 2025", (2025, 2, 13)),
        ("on Feb. 13", (0, 2, 13)),
        ("the 3rd of May 1911", (1911, 5, 3)),
        ("in May 1911", (1911, 5, 0)),
        ("2025-02-13T10:00", (2025, 2, 13)),
        ("by 2030", (2030, 0, 0)),
    ],
)
def test_a_date_is_read(text: str, expected: tuple[int, int, int]) -> None:
    (found,) = FINDER.find(text)

    assert (found.year, found.month, found.day) == expected
    assert text[found.start : found.end] in text


@pytest.mark.parametrize(
    "text",
    [
        "they may 20 times",
        "a march of 30 miles",
        "$2030",
        "2,030 people",
        "3.2024",
        "2030s-like 20301",
    ],
)
def test_other_numbers_are_no_dates(text: str) -> None:
    assert [found for found in FINDER.find(text) if found.month] == []


def test_the_calendar_is_known() -> None:
    assert Date(0, 0, 2024, 2, 29).valid
    assert not Date(0, 0, 2023, 2, 29).valid
    assert not Date(0, 0, 2024, 2, 31).valid
    assert not Date(0, 0, 2024, 13, 1).valid
