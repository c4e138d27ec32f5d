"""
What findings cost: from the hits of one rule to its demerits.

Every step can only grow when a finding is added, and none divides by the length of the article,
so clean text put around the findings buys nothing. `appraisal` goes on from here.

1.  *Hits.* A finding stands for one or more hits, spread evenly over its places.
2.  *Excess.* For a rule that counts events, excess is its hits. For a rule that counts by rate it
    is the most hits over the allowance that any stretch of the article has. A stretch may leave
    hits out; it is allowed what good writers of the genre use in `Model.base_words` words, plus
    what they use in the words between its hits, where one gap buys at most `Model.most_gap`
    hits. Dividing hits by the article's length instead would let padding wash them out; here text
    before and after a stretch changes nothing, and a paragraph inside it takes off no more than
    the allowance of its own words.
3.  *Worth.* Up to one, excess counts as it is; beyond that its square root counts, up to
    `Model.most_hits`. The heaviest hits count first. A rule's demerits are that worth times the
    demerits of its severity times the rule's precision.
4.  *Passages.* The same within each paragraph, for the worst passage. There a rate rule counts in
    proportion to its worth in the whole article.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from math import sqrt
from typing import NamedTuple

from copydesk.finding import Finding
from copydesk.model import Model
from copydesk.places import starts
from copydesk.settings import RuleClass, Severity

__all__ = ["Bill", "Ground", "Measures", "Paragraph", "bill", "bills"]


class Paragraph(NamedTuple):
    """One visible block that has words: prose, headings, list items, table cells, captions."""

    start: int
    """Source offset, inclusive."""
    end: int
    """Source offset, exclusive."""
    first_line: int
    last_line: int
    words: int


class Measures(NamedTuple):
    """What the score knows of an article: numbers, never text."""

    words: int
    words_checked: int
    """Words that the rules read: not in code, quotations or furniture."""
    english: bool
    carries_links: bool
    """Whether the format can carry links."""
    paragraphs: tuple[Paragraph, ...]
    """In source order, without overlaps."""


class Ground:
    """Finds the paragraph of a source offset, and how many words stand before it."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self.paragraphs = paragraphs
        self._starts = [paragraph.start for paragraph in paragraphs]
        self._before = [0]
        for paragraph in paragraphs:
            self._before.append(self._before[-1] + paragraph.words)

    def paragraph_at(self, offset: int) -> int:
        """Return the index of the paragraph that holds an offset; -1 for none."""
        return self.locate(offset)[0]

    def locate(self, offset: int) -> tuple[int, float]:
        """
        Return the paragraph of an offset, -1 for none, and the words before it.

        Words of one paragraph are taken as equally long.
        """
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return -1, 0.0
        start, end, _, _, words = self.paragraphs[index]
        if offset >= end:
            return -1, float(self._before[index] + words)
        return index, self._before[index] + words * (offset - start) / (end - start)


class Bill(NamedTuple):
    """What all findings of one rule cost."""

    rule: str
    category: str
    rule_class: RuleClass
    group: str
    """Style group that it makes active, "" for none."""
    demerits: float
    """In the article, before corroboration."""
    passages: Mapping[int, float]
    """Demerits in each paragraph, by its index, before corroboration."""
    firsts: Mapping[Severity, Finding]
    """The first finding of each severity."""


def bills(ground: Ground, findings: Iterable[Finding], model: Model) -> dict[str, Bill]:
    """Return the bills of findings, by rule; rules that cost nothing have none."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    made = {rule: bill(ground, by_rule[rule], model) for rule in sorted(by_rule)}
    return {rule: one for rule, one in made.items() if one}


def bill(ground: Ground, findings: Sequence[Finding], model: Model) -> Bill | None:
    """Return what findings of one rule cost; None when there are none, or they cost nothing."""
    priced = [
        (finding, demerits)
        for finding in findings
        if (demerits := model.demerits.get(finding.severity, 0.0))
    ]
    if not priced:
        return None
    lead = priced[0][0]
    if lead.category not in model.weights or lead.rule in model.unscored:
        return None
    tally = _Tally()
    firsts: dict[Severity, Finding] = {}
    for finding, demerits in priced:
        tally.add(ground, finding, demerits)
        known = firsts.setdefault(finding.severity, finding)
        if _order(finding) < _order(known):
            firsts[finding.severity] = finding
    style = lead.rule_class is RuleClass.STYLE
    speaks = style and lead.group in model.groups and max(firsts) >= Severity.WARNING
    excess, share = _excess_and_share(tally, lead.rule, model)
    precision = model.precisions.get(lead.rule, model.precision)
    return Bill(
        rule=lead.rule,
        category=lead.category,
        rule_class=lead.rule_class,
        group=lead.group if speaks else "",
        demerits=precision * _dearest(tally.hits, excess, model.most_hits),
        passages={
            paragraph: precision * share * _dearest(hits, sum(hits.values()), model.most_hits)
            for paragraph, hits in tally.by_paragraph.items()
        },
        firsts=firsts,
    )


_PER_WORDS = 1000


def _order(finding: Finding) -> tuple[int, str]:
    return finding.start.offset, finding.id


class _Tally:
    """The hits of one rule, by demerits of one hit, by words before it and by paragraph."""

    def __init__(self) -> None:
        self.hits: dict[float, float] = {}
        self.placed: list[tuple[float, float]] = []
        """Words before a hit, and hits there."""
        self.unplaced = 0.0
        self.by_paragraph: dict[int, dict[float, float]] = {}

    def add(self, ground: Ground, finding: Finding, demerits: float) -> None:
        self.hits[demerits] = self.hits.get(demerits, 0.0) + finding.hits
        where = starts(finding)
        if not where:
            self.unplaced += finding.hits
            return
        share = finding.hits / len(where)
        for start in where:
            paragraph, words = ground.locate(start.offset)
            self.placed.append((words, share))
            if paragraph >= 0:
                there = self.by_paragraph.setdefault(paragraph, {})
                there[demerits] = there.get(demerits, 0.0) + share


def _excess_and_share(tally: _Tally, rule: str, model: Model) -> tuple[float, float]:
    """Return the hits that count in the article, and how much each counts in a passage."""
    if rule not in model.rates:
        return sum(tally.hits.values()), 1.0
    allowance = model.allowance.get(rule, 0.0)
    excess = _excess(tally.placed, allowance, model) + tally.unplaced
    excess = max(0.0, excess - allowance * model.base_words / _PER_WORDS)
    return excess, min(1.0, _worth(excess) / model.most_hits)


def _excess(placed: list[tuple[float, float]], per_1000: float, model: Model) -> float:
    """
    Return the most hits, less the allowance between them, of any sequence of hits.

    The best sequence that ends at a hit goes on from an earlier one, either near (the gap costs
    its words) or far (the gap costs what gaps cost at most). Prefix maxima of both make it linear.
    """
    rate = per_1000 / _PER_WORDS
    near = far = best = 0.0
    for words, hits in sorted(placed):
        ending = hits + max(0.0, near - rate * words, far - model.most_gap)
        near = max(near, ending + rate * words)
        far = max(far, ending)
        best = max(best, ending)
    return best


def _worth(excess: float) -> float:
    return min(excess, sqrt(excess))


def _dearest(hits: Mapping[float, float], excess: float, most: float) -> float:
    """Return the demerits of so many hits, the heaviest first, each adding less than the last."""
    total = taken = 0.0
    for demerits in sorted(hits, reverse=True):
        upto = min(taken + hits[demerits], excess)
        total += demerits * (min(most, _worth(upto)) - min(most, _worth(taken)))
        taken = upto
    return total
