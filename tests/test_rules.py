"""Every rule file: its examples hold, and its patterns stay linear."""

from __future__ import annotations

import pytest

from copydesk.examples import failures
from copydesk.rulefile import load_catalogue

CATALOGUE = load_catalogue()


@pytest.mark.parametrize("rule_id", sorted(CATALOGUE.rules))
def test_the_examples_of_a_rule_hold(rule_id: str) -> None:
    broken = [
        f"{failure.reason}: {failure.example.text[:200]!r}"
        for failure in failures(CATALOGUE.rules[rule_id], CATALOGUE)
    ]

    assert broken == []
