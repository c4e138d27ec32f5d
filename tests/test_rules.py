"""Every rule file: its examples hold, and its patterns stay linear."""

from __future__ import annotations

from time import process_time

import pytest

from copydesk.api import default_catalogue
from copydesk.examples import failures
from pump import near_misses

CATALOGUE = default_catalogue()
SHORT, LONG = 4_000, 32_000
"""Characters of a pumped text; a linear pattern takes eight times longer, a quadratic one 64."""
MOST_TIMES_LONGER = 24
NEGLIGIBLE_S = 0.03


@pytest.mark.parametrize("rule_id", sorted(CATALOGUE.rules))
def test_the_examples_of_a_rule_hold(rule_id: str) -> None:
    broken = [
        f"{failure.reason}: {failure.example.text[:200]!r}"
        for failure in failures(CATALOGUE.rules[rule_id], CATALOGUE)
    ]

    assert broken == []


@pytest.mark.parametrize("rule_id", sorted(CATALOGUE.rules))
def test_the_patterns_of_a_rule_are_linear_on_their_own_near_misses(rule_id: str) -> None:
    rule = CATALOGUE.rules[rule_id]
    steps = [pattern for step in rule.options.get("steps", ()) for pattern in step[1]]
    swaps = rule.options.get("patterns", ())
    slow = [
        pattern.source
        for pattern in (*rule.patterns, *rule.excepts, *steps, *swaps)
        if not _is_linear(pattern.compiled, pattern.expanded)
    ]

    assert slow == []


def _is_linear(compiled: object, expanded: str) -> bool:
    pairs = zip(near_misses(expanded, SHORT), near_misses(expanded, LONG), strict=True)
    for short, long in pairs:
        spent = _seconds(compiled, long)
        if spent < NEGLIGIBLE_S:
            continue
        # the machine may have been busy: the best of some runs decides
        spent = min(spent, *(_seconds(compiled, long) for _ in range(2)))
        base = min(_seconds(compiled, short) for _ in range(3))
        if spent > NEGLIGIBLE_S and spent > MOST_TIMES_LONGER * base:
            return False
    return True


def _seconds(compiled: object, text: str) -> float:
    start = process_time()
    for _match in compiled.finditer(text):  # type: ignore[attr-defined]
        pass
    return process_time() - start
