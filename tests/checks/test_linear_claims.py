"""The checks of claims and consistency on texts that are all matches: time grows with length."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from copydesk.api import default_catalogue
from copydesk.engine import run_rules
from copydesk.formats import read
from copydesk.formats.source import Source
from copydesk.settings import Settings
from copydesk.views import Views

CATALOGUE = default_catalogue()
ENGLISH = "It is the way of the world that we had in it all of the time and so on. " * 8 + "\n\n"
SMALL, LARGE = 8_000, 64_000
STEEPEST = 3.5
"""A linear check takes eight times longer on eight times the text, a quadratic one 64 times."""
GRAIN_S = 0.02
"""Below this a clock says nothing of a slope."""

TEXTS: dict[str, Callable[[int], str]] = {
    "claims/unattributed-quote": lambda n: "“This is a long quoted sentence here.” " * (n // 39),
    "claims/named-source-without-link": lambda n: (
        "According to a report by Hale “x” *y*, it will. " * (n // 48)
    ),
    "claims/undated-event": lambda n: "Hale has announced a deal. " * (n // 27),
    "claims/uncited-statistic": lambda n: "It was some 73% of it. " * (n // 23),
    "claims/vague-attribution": lambda n: "Experts agree that it is. He said so. " * (n // 38),
    "claims/unsupported-superlative": lambda n: "It is unparalleled access. " * (n // 27),
    "claims/unsourced-article": lambda n: "He said it to us at the inn. " * (n // 29),
    "consistency/date-contradiction": lambda n: "Monday, 13 February 2025 to the " * (n // 32),
    "consistency/number-contradiction": lambda n: "The three groups:\n\n- a\n- b\n\n" * (n // 29),
    "consistency/entity-spelling-drift": lambda n: " ".join(
        "Ca" + "".join(c.upper() if i >> k & 1 else c for k, c in enumerate("abcdefghijklmn"))
        for i in range(n // 17)
    ),
    "consistency/spelling-variant-mix": lambda n: "the colour of the color " * (n // 24),
}


def seconds(rule_id: str, length: int) -> float:
    text = ENGLISH + TEXTS[rule_id](length)
    views = Views(read(Source("x.md", text.encode(), text), "markdown"), CATALOGUE.lexicon)
    rule = next(rule for rule in CATALOGUE.for_profile("news") if rule.id == rule_id)
    settings = Settings(profile="news", preview=True)
    started = time.process_time()
    result = run_rules(views, [rule], settings, CATALOGUE.support, today="", budget_s=60)
    spent = time.process_time() - started
    assert result.problems == ()
    return spent


@pytest.mark.parametrize("rule_id", sorted(TEXTS))
def test_eight_times_the_text_takes_about_eight_times_as_long(rule_id: str) -> None:
    small = min(seconds(rule_id, SMALL) for _ in range(2))

    assert seconds(rule_id, LARGE) < max(GRAIN_S, small) * 8 * STEEPEST
