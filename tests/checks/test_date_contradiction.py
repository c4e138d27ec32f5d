"""Dates that cannot be: every day of some years with its right and its wrong weekday."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from copydesk.api import default_catalogue
from copydesk.examples import hits_of
from copydesk.rule import Example

CATALOGUE = default_catalogue()
RULE = CATALOGUE.rules["consistency/date-contradiction"]
DAYS = [date(1999, 12, 25) + timedelta(days=37 * step) for step in range(100)]


def reasons(text: str) -> list[str]:
    return [hit.slots["reason"] for hit in hits_of(RULE, Example(text), CATALOGUE)]


def sentence(day: date, weekday: date) -> str:
    return f"They met on {weekday:%A}, {day.day} {day:%B} {day.year}, at noon."


def test_a_day_with_its_own_weekday_is_never_reported() -> None:
    assert reasons("\n\n".join(sentence(day, day) for day in DAYS)) == []


def test_a_day_with_the_next_weekday_is_always_reported_with_the_right_one() -> None:
    told = reasons("\n\n".join(sentence(day, day + timedelta(days=1)) for day in DAYS))

    assert told == [f"that day was a {day:%A}" for day in DAYS]


@pytest.mark.parametrize(
    "text",
    [
        "Fri., Feb. 14, 2025 is the day.",
        "It is on Friday the 14th of February 2025.",
        "**Friday**, 14 February 2025",
        "FRIDAY, 14 FEBRUARY 2025",
    ],
)
def test_the_weekday_is_found_however_the_date_is_written(text: str) -> None:
    assert reasons(text) == []
    assert reasons(text.replace("14", "15")) == ["that day was a Saturday"]


@pytest.mark.parametrize(
    "text",
    [
        "Open Monday to Friday, 10 February 2025 and after.",
        "Not Monday, 13 February 2025, but the week after.",
        "She came on Monday. 13 February 2025 was a Thursday.",
        "It happened on Monday, 13 February.",
        "Write `Monday, 13 February 2025` in the field.",
        "The fair runs from 4 May 2025 until 4 May 2025.",
    ],
)
def test_what_may_be_right_is_left_alone(text: str) -> None:
    assert reasons(text) == []
