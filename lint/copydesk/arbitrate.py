"""
From hits to findings: one stretch of text, one cause, one finding.

Rules look independently, so one phrase may be a hit of several. Here the hit that says most about
it is kept and lists the others as *absorbed*. Who wins where two hits share text:

1.  a rule whose ``beats`` names the other one, however long the two are;
2.  else, where the two are about the same words, the stronger class (defect, evidence, style),
    then the longer span, then the smaller id.

Two hits are *about the same words* when they share at least half of the longer span, or when the
loser lies inside a winner of at most `_PHRASE` characters. So a phrase takes in the words it is
made of, but a finding about a sentence, a paragraph or a whole block never swallows what else is
wrong inside it, unless its rule says so.

A hit with a twin speaks of two passages together: without ``beats``, only another such hit takes it
or is taken by it.

A style finding that counts (three places or more) keeps them all against other rules of style: a
word used five times is told with its five places, even where a formula holds one of them.

A hit with several places loses only those that a kept hit takes; it goes when none is left. A
twin is no place of its own: it only takes places of rules that its own rule beats. A place is
taken only by a hit that is itself kept. Hits about the whole article meet no other, and hits of
one rule never meet each other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from copydesk.finding import Fix, Hit, Role
from copydesk.places import meets
from copydesk.settings import RuleClass
from copydesk.span import Span

__all__ = ["Resolved", "RuledHit", "Standing", "arbitrate"]

_PHRASE = 80
"""Code points: the longest span that reads as one phrase, not as a sentence with other faults."""
_CLASS_ORDER = {RuleClass.DEFECT: 0, RuleClass.EVIDENCE: 1, RuleClass.STYLE: 2}


_COUNTS = 3
"""Places that make a finding one about how often."""


class Standing(NamedTuple):
    """What arbitration knows of a rule."""

    id: str
    rule_class: RuleClass
    beats: frozenset[str] = frozenset()


class RuledHit(NamedTuple):
    """A hit with the rule that found it."""

    standing: Standing
    hit: Hit


class Resolved(NamedTuple):
    """A hit that was kept."""

    standing: Standing
    hit: Hit
    absorbed: tuple[str, ...]
    """Sorted ids of the rules whose hits it stands for."""


def arbitrate(hits: Iterable[RuledHit]) -> list[Resolved]:
    """
    Return the hits to report, sorted by span and rule id, whatever the order they came in.

    Takes n log n time for n places, as long as no rule piles up hits at the same words.
    """
    ordered = sorted(hits, key=_order)
    case = _Case(ordered)
    for crowd in _crowds(_claims(ordered)):
        _settle(case, crowd)
    _let_twins_take(case)
    kept = [case.resolved(index) for index in range(len(ordered))]
    return sorted(
        (resolved for resolved in kept if resolved),
        key=lambda resolved: (resolved.hit.span, resolved.standing.id),
    )


class _Claim(NamedTuple):
    """One place that a hit claims for its rule."""

    start: int
    end: int
    hit: int
    place: int
    """Index among the hit's places; -1 for its own span."""

    @property
    def length(self) -> int:
        return self.end - self.start


class _Case:
    """The hits, with what they lost and whom they took it from."""

    def __init__(self, hits: Sequence[RuledHit]) -> None:
        self.hits = hits
        self.lost: list[set[int]] = [set() for _ in hits]
        self.absorbed: list[set[str]] = [set() for _ in hits]
        self.pairs = frozenset(
            index
            for index, (_, hit) in enumerate(hits)
            if any(place.role is Role.TWIN for place in hit.places)
        )
        """Hits that speak of two passages together."""
        self._own = [1 + sum(place.role is Role.SAME for place in hit.places) for _, hit in hits]
        self.counting = frozenset(
            index
            for index, (standing, _) in enumerate(hits)
            if standing.rule_class is RuleClass.STYLE and self._own[index] >= _COUNTS
        )
        """Hits that say how often."""

    def rule(self, claim: _Claim) -> Standing:
        return self.hits[claim.hit].standing

    def take(self, winner: int, loser: _Claim) -> None:
        self.lost[loser.hit].add(loser.place)
        self.absorbed[winner].add(self.rule(loser).id)

    def stands(self, index: int) -> bool:
        """Return whether a hit still has a place."""
        return len(self.lost[index]) < self._own[index]

    def left(self, index: int) -> list[int]:
        """Return the places a hit still has, by their index; -1 for its own span."""
        places = self.hits[index].hit.places
        own = [-1, *(at for at, place in enumerate(places) if place.role is Role.SAME)]
        return [place for place in own if place not in self.lost[index]]

    def resolved(self, index: int) -> Resolved | None:
        if not self.stands(index):
            return None
        left = self.left(index)
        standing, hit = self.hits[index]
        kept = _without(hit, self.lost[index], left) if self.lost[index] else hit
        return Resolved(standing, kept, tuple(sorted(self.absorbed[index])))


def _order(ruled: RuledHit) -> tuple[object, ...]:
    standing, hit = ruled
    places = tuple((place.span, place.role.value) for place in hit.places)
    return (hit.span, standing.id, hit.document, hit.block, hit.match, places, hit.hits)


def _claims(hits: Sequence[RuledHit]) -> Iterator[_Claim]:
    for index, (_, hit) in enumerate(hits):
        if hit.document:
            continue
        spans = [(-1, hit.span)]
        spans += [
            (at, place.span) for at, place in enumerate(hit.places) if place.role is Role.SAME
        ]
        for at, (start, end) in spans:
            # an empty span shares no character with anything
            if start < end:
                yield _Claim(start, end, index, at)


def _crowds(claims: Iterable[_Claim]) -> Iterator[list[_Claim]]:
    """Yield the groups of claims that overlap, directly or through others, in source order."""
    crowd: list[_Claim] = []
    reach = 0
    for claim in sorted(claims):
        if crowd and claim.start >= reach:
            yield crowd
            crowd = []
        reach = max(reach, claim.end) if crowd else claim.end
        crowd.append(claim)
    if crowd:
        yield crowd


def _settle(case: _Case, crowd: Sequence[_Claim]) -> None:
    """Let the claims of one crowd take each other, the strongest first."""
    rules = {case.rule(claim).id: case.rule(claim) for claim in crowd}
    if len(rules) == 1:
        return
    beaters = _beaters(rules)
    ranks = _ranks(rules, beaters)
    classes = {id_: _CLASS_ORDER[rule.rule_class] for id_, rule in rules.items()}
    contenders = [
        _Contender(classes[id_], claim.start - claim.end, id_, claim)
        for claim in crowd
        for id_ in [case.rule(claim).id]
    ]
    near = _Near(rules, case)
    taken: dict[str, _Stretches] = {}
    for contender in sorted(contenders, key=lambda one: (ranks[one.rule], one)):
        rule, claim = contender.rule, contender.claim
        winner = _beaten_by(claim, beaters[rule], taken) or near.winner(contender)
        if winner is not None:
            case.take(winner.hit, claim)
            continue
        near.add(contender)
        taken.setdefault(rule, _Stretches()).add(claim)


class _Contender(NamedTuple):
    """A claim with what decides between two of them; the smaller wins."""

    class_order: int
    minus_length: int
    rule: str
    claim: _Claim


def _beaters(rules: Mapping[str, Standing]) -> dict[str, list[str]]:
    """Return, for each rule, the sorted ids of the present rules that beat it."""
    beaters: dict[str, list[str]] = {id_: [] for id_ in rules}
    for id_ in sorted(rules):
        for beaten in rules[id_].beats & rules.keys():
            if beaten != id_:
                beaters[beaten].append(id_)
    return beaters


def _ranks(
    rules: Mapping[str, Standing], beaters: Mapping[str, list[str]]
) -> dict[str, tuple[int, int]]:
    """
    Return when each rule's claims are heard: those that beat others before those they beat.

    The first number is a class: the rule's own, or a stronger one that it beats. The second
    counts the rules above it in its chain. Rules that beat each other in a circle are heard by id.
    """
    layers: list[list[str]] = []
    waiting = set(rules)
    while waiting:
        free = [id_ for id_ in waiting if waiting.isdisjoint(beaters[id_])]
        layers.append(free or [min(waiting)])
        waiting.difference_update(layers[-1])
    depth = {id_: at for at, layer in enumerate(layers) for id_ in layer}
    strongest: dict[str, int] = {}
    for layer in reversed(layers):
        for id_ in layer:
            beaten_classes = (strongest.get(other, 2) for other in rules[id_].beats & rules.keys())
            own = _CLASS_ORDER[rules[id_].rule_class]
            strongest[id_] = min((own, *beaten_classes))
    return {id_: (strongest[id_], depth[id_]) for id_ in rules}


def _beaten_by(
    claim: _Claim, beaters: Iterable[str], taken: Mapping[str, _Stretches]
) -> _Claim | None:
    """Return the kept claim of a rule that beats this one's and that it shares text with."""
    for rule in beaters:
        winner = taken[rule].over(claim.start, claim.end) if rule in taken else None
        if winner is not None:
            return winner
    return None


class _Stretches:
    """Claims of one rule, asked for one that shares text with a range."""

    def __init__(self) -> None:
        self._claims: list[_Claim] = []
        self._furthest: list[_Claim] = []
        """The claim that reaches furthest among each prefix of the sorted claims."""

    def add(self, claim: _Claim) -> None:
        self._claims.append(claim)
        self._furthest = []

    def over(self, start: int, end: int) -> _Claim | None:
        if not self._furthest:
            self._claims.sort()
            for claim in self._claims:
                last = self._furthest[-1] if self._furthest else claim
                self._furthest.append(claim if claim.end > last.end else last)
        before = bisect_left(self._claims, (end,))
        winner = self._furthest[before - 1] if before else None
        return winner if winner and winner.end > start else None


class _Near:
    """Kept claims in a grid by size and place, asked for one about the same words as another."""

    def __init__(self, rules: Mapping[str, Standing], case: _Case) -> None:
        self._rules = rules
        self._case = case
        self._cells: dict[tuple[int, int], dict[tuple[str, int, int], _Contender]] = {}

    def add(self, contender: _Contender) -> None:
        start, end = contender.claim[:2]
        size = (end - start).bit_length()
        cell = self._cells.setdefault((size, start >> size), {})
        cell.setdefault((contender.rule, start, end), contender)

    def winner(self, loser: _Contender) -> _Claim | None:
        stronger = (
            other
            for other in self._around(loser.claim)
            if other < loser and self._takes(other, loser)
        )
        best = min(stronger, default=None)
        return best.claim if best else None

    def _around(self, claim: _Claim) -> Iterator[_Contender]:
        size = claim.length.bit_length()
        largest = max(size + 1, _PHRASE.bit_length())
        for other in range(max(1, size - 1), largest + 1):
            # a claim of this size that reaches the range starts less than its own length before
            first = (claim.start - (1 << other) + 1) >> other
            for cell in range(first, ((claim.end - 1) >> other) + 1):
                yield from self._cells.get((other, cell), {}).values()

    def _takes(self, winner: _Contender, loser: _Contender) -> bool:
        if winner.rule == loser.rule or winner.rule in self._rules[loser.rule].beats:
            return False
        ours, theirs = winner.claim, loser.claim
        if (ours.hit in self._case.pairs) is not (theirs.hit in self._case.pairs):
            return False
        by_style = self._rules[winner.rule].rule_class is RuleClass.STYLE
        if by_style and theirs.hit in self._case.counting:
            return False
        shared = min(ours.end, theirs.end) - max(ours.start, theirs.start)
        if shared * 2 >= max(ours.length, theirs.length):
            return True
        return shared == theirs.length and ours.length <= _PHRASE


def _let_twins_take(case: _Case) -> None:
    """Let kept hits take, by their twins, the places of hits whose rules they beat."""
    by_rule: dict[str, list[int]] = {}
    for index, (standing, hit) in enumerate(case.hits):
        if not hit.document:
            by_rule.setdefault(standing.id, []).append(index)
    rules = {id_: case.hits[indexes[0]].standing for id_, indexes in by_rule.items()}
    depth = {id_: rank[1] for id_, rank in _ranks(rules, _beaters(rules)).items()}
    for id_ in sorted(rules, key=lambda id_: (depth[id_], id_)):
        stretches = _Stretches()
        twins = [
            twin for index in by_rule[id_] if case.stands(index) for twin in _twins(case, index)
        ]
        for twin in twins:
            stretches.add(twin)
        beaten = [rule for rule in sorted(rules[id_].beats) if rule in by_rule and rule != id_]
        for loser in (index for rule in beaten if twins for index in by_rule[rule]):
            _take_by_twin(case, stretches, loser)


def _twins(case: _Case, index: int) -> Iterator[_Claim]:
    for at, place in enumerate(case.hits[index].hit.places):
        if place.role is Role.TWIN and place.span.start < place.span.end:
            yield _Claim(place.span.start, place.span.end, index, at)


def _take_by_twin(case: _Case, stretches: _Stretches, loser: int) -> None:
    hit = case.hits[loser].hit
    winners = set()
    for at in case.left(loser):
        start, end = hit.span if at < 0 else hit.places[at].span
        winner = stretches.over(start, end) if start < end else None
        # the winner may itself have lost to the loser, when two rules beat each other
        if winner is not None and case.stands(winner.hit):
            case.take(winner.hit, _Claim(start, end, loser, at))
            winners.add(winner.hit)
    if not case.stands(loser):
        for index in winners:
            case.absorbed[index] |= case.absorbed[loser]


def _without(hit: Hit, lost: set[int], left: Sequence[int]) -> Hit:
    """Return a hit without the places it lost; the first one left becomes its span."""
    gone = [hit.span if at < 0 else hit.places[at].span for at in lost]
    lead = left[0]
    places = tuple(
        place for at, place in enumerate(hit.places) if at not in lost and (lead < 0 or at != lead)
    )
    share = len(left) / (len(left) + len(lost))
    return hit._replace(
        span=hit.span if lead < 0 else hit.places[lead].span,
        places=places,
        hits=max(1, round(hit.hits * share)),
        fix=_fix_outside(hit.fix, gone),
    )


def _fix_outside(fix: Fix | None, gone: Iterable[Span]) -> Fix | None:
    """Return a fix without the edits of text that other hits now speak for."""
    if fix is None:
        return None
    taken = meets(gone)
    edits = tuple(edit for edit in fix.edits if not taken(*edit.span))
    return fix._replace(edits=edits) if edits else None
