"""
What an article scores: from the demerits of its rules to one number.

1.  *Corroboration.* Demerits of style rules are multiplied by what the number of style groups
    with a warning earns.
2.  *Categories.* S = 100 * 2^(-D / half-life), rounded. The points it lost are shared out over
    its rules in proportion to their demerits and add up exactly.
3.  *Together.* The weighted geometric mean of the printed category scores, then mixed with the
    worst passage: the 250 words that cost most, taken paragraph by paragraph, dearest first.
    They need not stand side by side. A window of neighbours would break up, and the score rise,
    when one clean paragraph is put between two bad ones.
4.  *Caps.* The lowest ceiling that applies.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from copydesk.costs import Bill, Ground
from copydesk.finding import Cap, CategoryScore, Cost, Window
from copydesk.model import CATEGORIES, CapRule, Model, concerns
from copydesk.settings import RuleClass

__all__ = ["Appraisal", "Totals", "appraise", "totals"]


class Totals(NamedTuple):
    """The numbers that follow from bills, without what explains them."""

    overall: int
    uncapped: int
    raw: float
    """As `overall`, from unrounded numbers."""


class Appraisal(NamedTuple):
    """Everything that follows from bills: no verdict, no abstention."""

    totals: Totals
    categories: tuple[CategoryScore, ...]
    combined: int
    worst: Window | None
    """None when no passage costs anything; it counts as 100 then."""
    caps: tuple[Cap, ...]
    """Those that lower the score, lowest first."""
    groups_active: int


def totals(
    ground: Ground, bills: Mapping[str, Bill], model: Model, *, carries_links: bool
) -> Totals:
    """Return what an article with these bills scores."""
    return _totals(_sums(ground, bills, model), bills, model, carries_links=carries_links)


def appraise(
    ground: Ground, bills: Mapping[str, Bill], model: Model, *, carries_links: bool
) -> Appraisal:
    """Return what an article with these bills scores, and why."""
    sums = _sums(ground, bills, model)
    numbers = _totals(sums, bills, model, carries_links=carries_links)
    return Appraisal(
        totals=numbers,
        categories=tuple(
            _category(name, bills, sums.multiplier, sums.scores[name], model.weights[name])
            for name in CATEGORIES
        ),
        combined=sums.combined,
        worst=_window(ground, sums),
        caps=tuple(cap for cap in _caps(bills, model, carries_links) if cap.at < numbers.uncapped),
        groups_active=len(_active_groups(bills)),
    )


_FULL = 100


class _Sums(NamedTuple):
    multiplier: float
    """Of style."""
    scores: Mapping[str, int]
    combined: int
    loss: float
    """Half-lives of the unrounded weighted geometric mean: its logarithm is a plain sum."""
    passage_loss: float
    passage: tuple[int, ...]
    """Indexes of the paragraphs of the worst passage."""

    @property
    def passage_score(self) -> int:
        return _rounded(_score(self.passage_loss))


def _sums(ground: Ground, bills: Mapping[str, Bill], model: Model) -> _Sums:
    groups = len(_active_groups(bills))
    multiplier = model.multipliers[min(max(groups, 1), len(model.multipliers)) - 1]
    demerits = dict.fromkeys(CATEGORIES, 0.0)
    losses: dict[int, float] = {}
    pulls = {name: model.weights[name] / _FULL / model.half_lives[name] for name in CATEGORIES}
    for bill in bills.values():
        weight = multiplier if bill.rule_class is RuleClass.STYLE else 1.0
        demerits[bill.category] += weight * bill.demerits
        weight *= pulls[bill.category] / model.passage_half_life
        for paragraph, points in bill.passages.items():
            losses[paragraph] = losses.get(paragraph, 0.0) + weight * points
    scores = {
        # nothing is worth nothing: a zero would take the whole geometric mean with it
        name: max(1, _rounded(_score(demerits[name] / model.half_lives[name])))
        for name in CATEGORIES
    }
    mean = 1.0
    for name in CATEGORIES:
        mean *= scores[name] ** (model.weights[name] / _FULL)
    loss = sum(demerits[name] * pulls[name] for name in CATEGORIES)
    return _Sums(multiplier, scores, _rounded(mean), loss, *_worst(ground, losses, model))


def _active_groups(bills: Mapping[str, Bill]) -> frozenset[str]:
    return frozenset(bill.group for bill in bills.values() if bill.group)


def _worst(
    ground: Ground, losses: Mapping[int, float], model: Model
) -> tuple[float, tuple[int, ...]]:
    """Return the half-lives that the dearest words cost, and their paragraphs."""
    sizes = {
        index: max(ground.paragraphs[index].words, model.passage_least)
        for index in losses
        if losses[index]
    }
    total, left, chosen = 0.0, float(model.passage_words), []
    for index in sorted(sizes, key=lambda index: (-losses[index] / sizes[index], index)):
        if left <= 0:
            break
        total += losses[index] * min(1.0, left / sizes[index])
        left -= sizes[index]
        chosen.append(index)
    return total, tuple(sorted(chosen))


def _window(ground: Ground, sums: _Sums) -> Window | None:
    if not sums.passage:
        return None
    paragraphs = [ground.paragraphs[index] for index in sums.passage]
    return Window(
        first_line=paragraphs[0].first_line,
        last_line=paragraphs[-1].last_line,
        score=sums.passage_score,
        lines=tuple(paragraph.first_line for paragraph in paragraphs),
    )


def _totals(sums: _Sums, bills: Mapping[str, Bill], model: Model, *, carries_links: bool) -> Totals:
    share = model.passage_share
    uncapped = _rounded((1 - share) * sums.combined + share * sums.passage_score)
    exact = (1 - share) * _score(sums.loss) + share * _score(sums.passage_loss)
    lowest = min((cap.at for cap in _caps(bills, model, carries_links)), default=_FULL)
    return Totals(min(uncapped, lowest), uncapped, min(exact, float(lowest)))


def _score(half_lives: float) -> float:
    """Return what is left of 100 after so many half-lives."""
    return float(_FULL * 2.0**-half_lives)


def _rounded(value: float) -> int:
    """Return the nearest whole number, halves up: what a reader of the sum expects."""
    return int(value + 0.5)


def _category(
    name: str, bills: Mapping[str, Bill], multiplier: float, score: int, weight: int
) -> CategoryScore:
    demerits = {
        rule: bill.demerits * (multiplier if bill.rule_class is RuleClass.STYLE else 1.0)
        for rule, bill in sorted(bills.items())
        if bill.category == name
    }
    points = _apportion(_FULL - score, demerits)
    costs = [Cost(rule, points[rule]) for rule in demerits if points[rule]]
    costs.sort(key=lambda cost: (-cost.points, cost.rule))
    return CategoryScore(name, score, weight, tuple(costs))


def _apportion(points: int, demerits: Mapping[str, float]) -> dict[str, int]:
    """Return whole points that add up, in proportion to demerits (largest remainders)."""
    total = sum(demerits.values())
    if not total:
        return dict.fromkeys(demerits, 0)
    shares = {rule: points * part / total for rule, part in demerits.items()}
    whole = {rule: int(share) for rule, share in shares.items()}
    left = points - sum(whole.values())
    for rule in sorted(shares, key=lambda rule: (whole[rule] - shares[rule], rule))[:left]:
        whole[rule] += 1
    return whole


def _caps(bills: Mapping[str, Bill], model: Model, carries_links: bool) -> list[Cap]:
    """Return the ceilings that findings put on the score, lowest first."""
    caps = []
    for ceiling in model.caps:
        if ceiling.needs_links and not carries_links:
            continue
        reached = [
            finding
            for bill in bills.values()
            for severity, finding in bill.firsts.items()
            if severity >= ceiling.severity and _reaches(bill, ceiling)
        ]
        if reached:
            first = min(reached, key=lambda finding: (finding.start.offset, finding.rule))
            caps.append(Cap(ceiling.at, first.id, first.rule, first.start.line))
    return sorted(caps)


def _reaches(bill: Bill, ceiling: CapRule) -> bool:
    return ceiling.rule_class in (None, bill.rule_class) and concerns(ceiling.rules, bill.rule)
