"""
What to do first: the edits that gain most, each weighed by scoring the article without its faults.

The best edit is carried out on paper, the article scored again, and so on, three times. An edit
that clears errors comes before one that only gains points: it is what stands between the article
and the gate. Only the bills of the rules that an edit touches are made out again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from copydesk.appraisal import Totals, totals
from copydesk.costs import Bill, Ground, bill
from copydesk.edits import Desk, Plan, left_of, plans
from copydesk.finding import Action, Finding
from copydesk.model import Model
from copydesk.settings import Severity

__all__ = ["best_actions"]

_MOST_ACTIONS = 3
_MOST_PLANS = 16
"""Edits weighed in one round; the least promising of a long list are not."""
_WORK = 150_000
"""Findings looked at in one round: with very many findings fewer edits are weighed."""


class _Scale(NamedTuple):
    """What stays the same while edits are weighed."""

    ground: Ground
    let_stand: Mapping[str, list[Finding]]
    """By rule."""
    model: Model
    carries_links: bool


class _Weighed(NamedTuple):
    plan: Plan
    bills: Mapping[str, Bill]
    totals: Totals
    errors: int
    """Left after it."""


def best_actions(
    ground: Ground,
    findings: Sequence[Finding],
    let_stand: Sequence[Finding],
    bills: Mapping[str, Bill],
    model: Model,
    *,
    carries_links: bool,
) -> tuple[Action, ...]:
    """
    Return up to three edits, in the order to make them, each weighed after those before it.

    Args:
        ground: The article's paragraphs.
        findings: Those that an edit may clear.
        let_stand: Those that cost points but that nobody is asked to clear.
        bills: What all of them cost.
        model: The profile's.
        carries_links: Whether the format can carry links.
    """
    scale = _Scale(ground, _by_rule(let_stand), model, carries_links)
    now = totals(ground, bills, model, carries_links=carries_links)
    actions: list[Action] = []
    while findings and len(actions) < _MOST_ACTIONS:
        desk = Desk(ground, findings)
        best = _best(desk, bills, now, scale)
        if best is None:
            break
        findings = [
            left
            for index in range(len(desk.findings))
            if (left := left_of(desk, best.plan, index)) is not None
        ]
        actions.append(_action(desk, best, findings, now.overall))
        bills, now = best.bills, best.totals
    return tuple(actions)


def _by_rule(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    result: dict[str, list[Finding]] = {}
    for finding in findings:
        result.setdefault(finding.rule, []).append(finding)
    return result


def _best(desk: Desk, bills: Mapping[str, Bill], now: Totals, scale: _Scale) -> _Weighed | None:
    candidates = _promising(desk, plans(desk, scale.model), scale.model)
    errors = _errors(desk.findings)
    weighed = [_weigh(plan, desk, bills, errors, scale) for plan in candidates]
    # max keeps the first of equals, and plans come in the order of the profile
    best = max(weighed, key=lambda one: _gain(one.errors, one.totals), default=None)
    if best is None or _gain(best.errors, best.totals)[:3] <= _gain(errors, now)[:3]:
        return None
    return best


def _gain(errors: int, numbers: Totals) -> tuple[int, int, int, float]:
    return (-errors, numbers.overall, numbers.uncapped, numbers.raw)


def _promising(desk: Desk, candidates: Iterable[Plan], model: Model) -> list[Plan]:
    def promise(plan: Plan) -> float:
        touched = plan.touches | plan.clears
        return sum(model.demerits.get(desk.findings[index].severity, 0.0) for index in touched)

    most = max(1, min(_MOST_PLANS, _WORK // max(len(desk.findings), 1)))
    ranked = sorted(enumerate(candidates), key=lambda pair: (-promise(pair[1]), pair[0]))[:most]
    return [plan for _, plan in sorted(ranked)]


def _weigh(
    plan: Plan, desk: Desk, bills: Mapping[str, Bill], errors: int, scale: _Scale
) -> _Weighed:
    after = dict(bills)
    for rule in sorted({desk.findings[index].rule for index in plan.touches | plan.clears}):
        before = [desk.findings[index] for index in desk.by_rule[rule]]
        left = [left_of(desk, plan, index) for index in desk.by_rule[rule]]
        kept = [finding for finding in left if finding is not None]
        errors += _errors(kept) - _errors(before)
        made = bill(scale.ground, [*kept, *scale.let_stand.get(rule, ())], scale.model)
        if made is None:
            after.pop(rule, None)
        else:
            after[rule] = made
    numbers = totals(scale.ground, after, scale.model, carries_links=scale.carries_links)
    return _Weighed(plan, after, numbers, errors)


def _errors(findings: Iterable[Finding]) -> int:
    return sum(finding.severity is Severity.ERROR for finding in findings)


def _shrinks(findings: int) -> str:
    noun = "finding" if findings == 1 else "findings"
    return f"Also shortens {findings} other {noun}."


def _action(desk: Desk, best: _Weighed, findings: Iterable[Finding], before: int) -> Action:
    plan = best.plan
    left = {finding.id for finding in findings}
    touched = [desk.findings[index].id for index in sorted(plan.touches | plan.clears)]
    cleared = tuple(id_ for id_ in touched if id_ not in left)
    parts = [plan.detail] if plan.detail else []
    if len(cleared) < len(touched):
        parts.append(_shrinks(len(touched) - len(cleared)))
    return Action(
        do=plan.do,
        lines=plan.lines,
        findings=cleared,
        before=before,
        after=best.totals.overall,
        detail=" ".join(parts),
    )
