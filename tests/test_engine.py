"""Rules run alone: a failing one loses its own hits, and nothing else changes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

import pytest

import copydesk.checks
from copydesk.api import default_catalogue
from copydesk.deadline import is_enforced
from copydesk.engine import RawResult, run_rules
from copydesk.finding import Outcome
from copydesk.formats import read
from copydesk.formats.source import Source
from copydesk.pipeline import check_file
from copydesk.rule import Rule
from copydesk.rulefile import Catalogue, build_rule
from copydesk.settings import Settings
from copydesk.views import Views
from failing_checks import FAILING, as_module, loops

CATALOGUE = default_catalogue()
TEXT = """\
A plan for the port

As an AI language model, I cannot say.

The groundbreaking plan marks a pivotal moment for the the port, and Scroll to Top is a label.

Scroll to Top
"""
EXAMPLES = [{"text": "x", "match": ""}] * 3


def rule(name: str, **keys: Any) -> Rule:
    raw = {
        "name": "A test",
        "kind": "code",
        "class": "defect",
        "severity": "warning",
        "status": "stable",
        "language": "any",
        "message": "x",
        "advice": "x",
        "why": "x",
        "bad": EXAMPLES,
        "good": EXAMPLES,
        **keys,
    }
    return build_rule(f"residue/{name}", raw, CATALOGUE.lexicon)


def run(rules: Sequence[Rule], *, text: str = TEXT, budget_s: float = 30.0) -> RawResult:
    source = Source("a.txt", text.encode(), text)
    views = Views(read(source, "text"), CATALOGUE.lexicon)
    ordered = sorted(rules, key=lambda one: one.id)
    return run_rules(
        views, ordered, Settings(), CATALOGUE.support, today="2026-01-01", budget_s=budget_s
    )


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], Rule]:
    def make(find: Any) -> Rule:
        module = as_module(find)
        monkeypatch.setitem(sys.modules, module.__name__, module)
        monkeypatch.setitem(copydesk.checks.CHECKS, "failing", module.__name__)  # type: ignore[arg-type]
        return rule("failing", check="failing")

    return make


@pytest.mark.parametrize("find", FAILING, ids=lambda find: find.__name__)
def test_a_failing_check_loses_its_own_hits_and_no_others(
    find: Any, failing: Callable[[Any], Rule]
) -> None:
    others = [*CATALOGUE.for_profile("general")]
    folder = os.getcwd()
    clean = run(others)

    result = run([*others, failing(find)])

    assert result.hits == clean.hits
    assert [(problem.code, problem.rule) for problem in result.problems] == [
        ("RX01", "residue/failing")
    ]
    assert os.getcwd() == folder


def test_a_check_that_never_ends_is_stopped_and_the_others_finish(
    failing: Callable[[Any], Rule],
) -> None:
    if not is_enforced():
        pytest.skip("no timer on this platform")
    others = [known for known in CATALOGUE.rules.values() if known.family == "leakage"]

    result = run([*others, failing(loops)], budget_s=0.2)

    assert [(problem.code, problem.rule) for problem in result.problems] == [
        ("LM02", "residue/failing")
    ]
    assert result.hits == run(others).hits


def test_a_failing_check_makes_the_file_incomplete(
    failing: Callable[[Any], Rule], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = failing(FAILING[0])
    rules = (*CATALOGUE.for_profile("general"), broken)
    monkeypatch.setattr(Catalogue, "for_profile", lambda self, profile: rules)

    result = check_file(TEXT.encode(), "a.txt", Settings(), CATALOGUE)

    assert result.outcome is Outcome.INCOMPLETE
    assert [problem.rule for problem in result.problems] == ["residue/failing"]
    assert any(finding.rule == "leakage/self-reference" for finding in result.findings)


def test_an_interrupt_is_not_taken_for_a_failing_check(failing: Callable[[Any], Rule]) -> None:
    def interrupted(context: Any) -> Any:
        raise KeyboardInterrupt
        yield

    with pytest.raises(KeyboardInterrupt):
        run([failing(interrupted)])


def test_taking_any_rule_away_changes_no_other_rules_hits() -> None:
    rules = [*CATALOGUE.for_profile("news")]
    whole = run(rules)
    for left_out in {found.rule.id for found in whole.hits}:
        rest = run([known for known in rules if known.id != left_out])

        assert rest.hits == tuple(found for found in whole.hits if found.rule.id != left_out)


def test_a_floor_counts_raw_hits_and_a_rate() -> None:
    keys = {"kind": "density", "patterns": [r"\bport\b"], "inside": ["topic", "name"]}

    assert run([rule("ports", floor={"hits": 2}, **keys)]).hits == ()
    assert len(run([rule("ports", floor={"hits": 1}, **keys)]).hits) == 1
    assert run([rule("ports", floor={"hits": 1, "per_1000_words": 900}, **keys)]).hits == ()


def test_hits_of_a_style_rule_are_one_hit_with_places() -> None:
    made = rule("words", kind="phrase", patterns=[r"\bthe\b"], report="together")
    (found,) = run([made]).hits

    assert found.hit.hits == 1 + len(found.hit.places)
    assert len(found.hit.places) >= 2


def test_a_tier_sets_the_severity_by_count() -> None:
    made = rule(
        "words",
        kind="phrase",
        severity="info",
        patterns=[r"\bthe\b"],
        report="together",
        tier=[{"hits": 2, "severity": "warning"}],
    )
    (found,) = run([made]).hits

    assert found.hit.severity is not None
    assert found.hit.severity.word == "warning"


def test_rules_of_english_are_not_applied_to_other_languages() -> None:
    german = (
        "Der Rat hat am Dienstag beschlossen, die Mole im Norden zu bezahlen. "
        "Zwei Boote werden im Mai beginnen, und die Fischer werden bis dahin am Ufer warten. "
        "Niemand weiß, wann die Arbeiten enden, aber alle hoffen auf ein Ende vor dem Winter. "
        "Scroll to Top\n\nScroll to Top\n"
    )
    result = run([*CATALOGUE.for_profile("general")], text=german)

    assert all(not found.rule.english for found in result.hits)
