"""
Run rules on one document: each rule alone, contained, timed.

The raw hits of a rule depend on document, rule and settings only. Taking a rule away changes no
other rule's hits, and a rule that fails loses its own hits and nothing else.
"""

from __future__ import annotations

import contextlib
import io
import math
import os
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from copydesk.deadline import time_limit
from copydesk.document import BlockKind
from copydesk.errors import DeadlineError, NotApplicableError
from copydesk.finding import Hit, HitPlace, Problem
from copydesk.kinds import KINDS
from copydesk.matcher import Matcher
from copydesk.pattern import Pattern
from copydesk.rule import Floor, Rule, Scope
from copydesk.scan import Context
from copydesk.settings import Settings, Severity, Status
from copydesk.span import Span
from copydesk.support import SupportFinder
from copydesk.views import Views

_ENGLISH_BLOCK_WORDS = 40
"""A shorter block is too little to tell its language by."""
_MAX_OVERDRAFT = 3
"""Rules still get their turn until a file has used this many times its budget."""


class RuledHit(NamedTuple):
    """A raw hit with the rule that made it."""

    rule: Rule
    hit: Hit


class RawResult(NamedTuple):
    """What all rules said of one document."""

    hits: tuple[RuledHit, ...]
    """By rule id, then in order of the text."""
    problems: tuple[Problem, ...]
    """Rules that failed; each makes the file incomplete."""
    notes: tuple[str, ...]
    """Rules that could not be applied, and why."""
    applied: int
    """Rules that were run."""
    matcher: Matcher
    """The index of the document's words, for whoever looks further."""
    support: SupportFinder
    """The support found so far, likewise."""


def is_active(rule: Rule, settings: Settings) -> bool:
    """Return whether a rule runs at all under some settings."""
    if rule.severity is Severity.OFF or rule.scope is Scope.CORPUS:
        return False
    return rule.status is Status.STABLE or (rule.status is Status.PREVIEW and settings.preview)


def run_rules(
    views: Views,
    rules: Sequence[Rule],
    settings: Settings,
    support: Iterable[tuple[str, bool, Pattern]],
    *,
    today: str,
    budget_s: float,
) -> RawResult:
    """
    Return the raw hits of the active rules on one document.

    Args:
        views: The document's views.
        rules: Rules as the profile has them.
        settings: What else the result depends on.
        support: Patterns by which support is found.
        today: ISO date that stands for today, or "".
        budget_s: Seconds each rule may take.
    """
    matcher = Matcher(views)
    finder = SupportFinder(views, support, matcher.candidates)
    hits: list[RuledHit] = []
    problems: list[Problem] = []
    notes: list[str] = []
    applied = timed_out = 0
    english = views.is_english
    foreign = _foreign_blocks(views) if english else frozenset()
    for rule in rules:
        if not is_active(rule, settings) or not _is_applicable(rule, views, english=english):
            continue
        if timed_out >= _MAX_OVERDRAFT:
            problems.append(Problem("LM02", "not run: the file's time was used up.", rule.id))
            continue
        applied += 1
        context = Context(views, rule, settings, matcher.candidates, finder, today)
        try:
            found = _contained(context, budget_s)
        except KeyboardInterrupt:
            raise
        except NotApplicableError as skip:
            notes.append(f"{rule.id}: {skip.what}")
        except DeadlineError as late:
            timed_out += 1
            problems.append(Problem(late.code, f"{late.what} Other rules finished.", rule.id))
        except BaseException as error:  # one rule's fault must not cost the others' findings
            problems.append(Problem("RX01", _failure(error), rule.id))
        else:
            kept = [hit for hit in found if not rule.english or hit.block not in foreign]
            hits.extend(RuledHit(rule, hit) for hit in _reported(rule, kept, views))
    return RawResult(tuple(hits), tuple(problems), tuple(notes), applied, matcher, finder)


def _contained(context: Context, budget_s: float) -> list[Hit]:
    folder = _working_folder()
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said), time_limit(budget_s):
            found = list(KINDS[context.rule.kind].find(context))
    finally:
        if folder and _working_folder() != folder:
            os.chdir(folder)
    if said.getvalue():
        raise RuntimeError("it printed to standard output")
    _check_hits(found, context.views)
    return found


def _working_folder() -> str:
    try:
        return os.getcwd()
    except OSError:
        return ""


def _check_hits(found: Iterable[Hit], views: Views) -> None:
    length = len(views.document.source)
    for hit in found:
        for span in (hit.span, *(place.span for place in hit.places)):
            start, end = span
            if not (
                isinstance(start, int) and isinstance(end, int) and 0 <= start <= end <= length
            ):
                raise ValueError(f"it returned the span {start}:{end}, outside the text")
        if not -1 <= hit.block < len(views.blocks):
            raise ValueError(f"it returned the block {hit.block}, which is none")


def _failure(error: BaseException) -> str:
    said = str(error).splitlines()[0][:120] if str(error) else ""
    reason = f"{type(error).__name__}: {said}" if said else type(error).__name__
    return f"the rule failed on this file ({reason}). Please report it. Other rules are unaffected."


def _is_applicable(rule: Rule, views: Views, *, english: bool) -> bool:
    if rule.formats and views.document.format not in rule.formats:
        return False
    if rule.english and not english:
        return False
    if rule.min_words and views.prose_word_count < rule.min_words:
        return False
    return not rule.min_blocks or len(views.paragraphs) >= rule.min_blocks


def _foreign_blocks(views: Views) -> frozenset[int]:
    return frozenset(
        block
        for block in views.visible
        if views.blocks[block].kind is not BlockKind.CODE
        and len(views.words(block)) >= _ENGLISH_BLOCK_WORDS
        and not views.english_blocks((block,))
    )


def _reported(rule: Rule, found: list[Hit], views: Views) -> list[Hit]:
    """Return a rule's hits after its floor, its tiers and its way of reporting."""
    found = sorted(found, key=lambda hit: (hit.span, hit.places))
    total = sum(hit.hits for hit in found)
    floor = rule.floor
    if not found or total < floor.hits:
        return []
    if floor.per_1000_words and not _is_dense(found, floor, views):
        return []
    if floor.distinct > 1 and len({hit.match.lower() for hit in found}) < floor.distinct:
        return []
    rate = 1000 * total / max(1, views.prose_word_count)
    reached = [tier.severity for tier in rule.tiers if total >= tier.hits]
    slots = {"count": str(total), "rate": f"{rate:.1f}".removesuffix(".0")}
    if reached:
        found = [hit._replace(severity=reached[-1]) for hit in found]
    found = [hit._replace(slots={**slots, **hit.slots}) for hit in found]
    if rule.together and len(found) > 1:
        return [_together(found)]
    return found


_STRETCH_WORDS = 1000
"""A rate must hold over so many words somewhere, or over a shorter article as a whole."""


def _is_dense(found: Sequence[Hit], floor: Floor, views: Views) -> bool:
    """
    Return whether some run of hits is as dense as a floor asks.

    The rate is over the words from the first to the last hit of the run, but at least over
    `_STRETCH_WORDS` or the whole of a shorter article: clean words added elsewhere do not hide
    a dense passage. One pass, with the best start so far.
    """
    rate = floor.per_1000_words / 1000
    shortest = min(_STRETCH_WORDS, views.prose_word_count)
    least = max(floor.hits, math.ceil(rate * shortest))
    words = [views.words_before(hit.span.start) for hit in found]
    best = math.inf
    for last in range(least - 1, len(words)):
        first = last - least + 1
        best = min(best, first - rate * words[first])
        if last + 1 - rate * words[last] >= best:
            return True
    return False


def _together(found: list[Hit]) -> Hit:
    """Return the first hit with all others as its places, in order of the text."""
    first, *others = found
    places = list(first.places)
    for hit in others:
        places.extend((HitPlace(hit.span), *hit.places))
    seen: set[Span] = {first.span}
    unique = []
    for place in places:
        if place.span not in seen:
            seen.add(place.span)
            unique.append(place)
    return first._replace(places=tuple(unique), hits=sum(hit.hits for hit in found))
