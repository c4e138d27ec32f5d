"""
The whole way of one file: bytes to `FileResult`.

`check_file` is pure and everything it takes and returns can be pickled. The same call serves the
API, the command line, worker processes, a cache and an editor.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from copydesk import arbitrate, suppress
from copydesk.claims import find_claims
from copydesk.costs import Measures, Paragraph
from copydesk.deadline import is_enforced, time_limit
from copydesk.document import BlockKind, MaskKind
from copydesk.engine import RawResult, RuledHit, is_active, run_rules
from copydesk.errors import ConfigError, CopydeskError, DeadlineError, ReadError, RuleError
from copydesk.finding import (
    Excerpt,
    FileResult,
    Finding,
    FindingFix,
    FixEdit,
    Hit,
    Outcome,
    Place,
    Problem,
    Role,
)
from copydesk.formats import format_of, read
from copydesk.formats.decode import decode
from copydesk.pathglob import any_match, relative_to
from copydesk.rule import Rule
from copydesk.rulefile import Catalogue
from copydesk.score import score
from copydesk.settings import Settings, Severity, Status
from copydesk.similarity import plain
from copydesk.span import LineIndex
from copydesk.views import COUNTED, Views

_CONTEXT = 60
"""Characters of the sentence kept on each side of a match."""
_LINK_FORMATS = frozenset({"markdown", "html"})
_UNREAD = frozenset({MaskKind.CODE, MaskKind.URL, MaskKind.QUOTATION, MaskKind.TEMPLATE})


def check_file(raw: bytes, name: str, settings: Settings, catalogue: Catalogue) -> FileResult:
    """
    Return everything there is to say of one file.

    Args:
        raw: The bytes of the file.
        name: Its path, as printed; the extension gives the format.
        settings: What the result depends on.
        catalogue: Rules, word lists and profiles.
    """
    profile = profile_of(name, settings)
    budget_s = settings.deadline_s + settings.deadline_s_per_mb * len(raw) / 1_000_000
    try:
        format_name = settings.as_format or format_of(name)
        source = decode(name, raw, settings.encoding)
        with time_limit(budget_s):
            views = Views(read(source, format_name), catalogue.lexicon)
    except (ReadError, ConfigError, DeadlineError) as error:
        return unread(name, error, profile=profile)
    rules = catalogue.for_profile(profile)
    today = _today(views, settings)
    result = run_rules(views, rules, settings, catalogue.support, today=today, budget_s=budget_s)
    try:
        with time_limit(budget_s):
            return _assembled(views, result, rules, profile, settings, catalogue)
    except DeadlineError as error:
        return unread(name, error, profile=profile)


def unread(name: str, error: CopydeskError, *, profile: str) -> FileResult:
    """Return the result of a requested file that could not be checked, and why."""
    start = error.start if isinstance(error, ReadError) else None
    # the path is the file's own; an option, such as the encoding, has to be named
    message = f"{error.where}: {error.what}" if isinstance(error, ConfigError) else error.what
    return FileResult(
        path=name,
        format="",
        encoding="",
        outcome=Outcome.INCOMPLETE,
        profile=profile,
        problems=(Problem(error.code, message, start=start),),
    )


def profile_of(name: str, settings: Settings) -> str:
    """Return the profile of a path: the last fitting ``[[profiles]]`` entry, else the settings'."""
    for entry in reversed(settings.profiles):
        if any_match(entry.paths, relative_to(name, settings.root)):
            return entry.profile
    return settings.profile


def _today(views: Views, settings: Settings) -> str:
    own = [note.value[:10] for note in views.document.metadata.dates]
    return settings.as_of or max(own, default="") or settings.fallback_as_of


def _assembled(
    views: Views,
    result: RawResult,
    rules: Sequence[Rule],
    profile: str,
    settings: Settings,
    catalogue: Catalogue,
) -> FileResult:
    document = views.document
    found = _findings(views, result.hits)
    known = _selector(catalogue)
    stets = suppress.Directives()
    if settings.inline:
        stets = suppress.directives(document, known, views.lines)
    overrides = suppress.overrides_for(document.path, settings, known)
    applied = suppress.apply(found, stets.well_formed, overrides)
    notices = suppress.notices(stets.malformed, applied.unused)
    measures = _measures(views)
    costly = applied
    if settings.preview:
        # A rule on trial may absorb a stable one's finding, but not its cost.
        stable = [found for found in result.hits if found.rule.status is Status.STABLE]
        costly = suppress.apply(_findings(views, stable), stets.well_formed, overrides)
    scored = score(
        measures,
        costly.kept,
        catalogue.model(profile),
        let_stand=tuple(entry.finding for entry in costly.suppressed),
    )
    notes = list(result.notes)
    if not is_enforced():
        notes.append("time limits are not enforced here: no timer outside the main thread")
    return FileResult(
        path=document.path,
        format=document.format,
        encoding=document.encoding,
        outcome=Outcome.INCOMPLETE if result.problems else Outcome.CHECKED,
        profile=profile,
        problems=result.problems,
        words=measures.words,
        words_checked=measures.words_checked,
        lines=len(views.lines),
        language="en" if measures.english else "other",
        rules_applied=result.applied,
        rules_total=sum(is_active(rule, settings) for rule in rules),
        score=scored,
        findings=(*_reported(applied.kept, settings, catalogue), *notices),
        suppressed=applied.suppressed,
        unused_suppressions=applied.unused,
        claims=find_claims(views, catalogue.claims, result.support, result.matcher),
        notes=tuple(notes),
    )


def _selector(catalogue: Catalogue) -> suppress.Resolve:
    def known(selector: str) -> frozenset[str]:
        try:
            return catalogue.matching(selector)
        except RuleError:
            return frozenset()

    return known


def _reported(
    found: Iterable[Finding], settings: Settings, catalogue: Catalogue
) -> Iterable[Finding]:
    """Yield the findings that are selected, with the severity that the configuration gives them."""
    chosen = _union(catalogue, settings.select) if settings.select else None
    ignored = _union(catalogue, settings.ignore)
    severities: Mapping[str, Severity] = dict(settings.severities)
    for finding in found:
        severity = severities.get(finding.rule, finding.severity)
        if severity is Severity.OFF or finding.rule in ignored:
            continue
        if chosen is None or finding.rule in chosen:
            yield finding._replace(severity=severity)


def _union(catalogue: Catalogue, selectors: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*(catalogue.matching(selector) for selector in selectors))


class _Numbered(NamedTuple):
    rule: str
    match: str


def _findings(views: Views, hits: Sequence[RuledHit]) -> list[Finding]:
    rules = {found.rule.id: found.rule for found in hits}
    resolved = arbitrate.arbitrate(
        [arbitrate.RuledHit(_standing(found.rule), found.hit) for found in hits]
    )
    resolved = [one._replace(hit=_rematched(views, one.hit)) for one in resolved]
    counted: dict[_Numbered, int] = {}
    findings = []
    for one in resolved:
        rule = rules[one.standing.id]
        key = _Numbered(rule.id, " ".join(map(plain, one.hit.match.split())))
        counted[key] = counted.get(key, 0) + 1
        identity = hashlib.sha256(
            f"{key.rule}\0{key.match}\0{counted[key]}".encode("utf-8", "replace")
        ).hexdigest()[:12]
        findings.append(_finding(views, rule, one.hit, one.absorbed, identity))
    return findings


def _rematched(views: Views, hit: Hit) -> Hit:
    """Return a hit with the text of its span, which arbitration may have moved to a later place."""
    place = None if hit.document else views.reader_place(hit.span)
    if place is None or place.end <= place.start:
        return hit
    return hit._replace(match=views.text(place.block)[place.start : place.end], block=place.block)


def _standing(rule: Rule) -> arbitrate.Standing:
    return arbitrate.Standing(rule.id, rule.rule_class, rule.beats)


def _finding(
    views: Views, rule: Rule, hit: Hit, absorbed: tuple[str, ...], identity: str
) -> Finding:
    lines = views.lines
    return Finding(
        id=identity,
        rule=rule.id,
        rule_class=rule.rule_class,
        group=rule.group,
        severity=hit.severity if hit.severity is not None else rule.severity,
        message=_filled(rule.message, hit),
        advice=rule.advice,
        document=hit.document,
        start=lines.position(hit.span.start),
        end=lines.position(hit.span.end),
        excerpt=_excerpt(views, hit),
        places=tuple(
            Place(lines.position(place.span.start), lines.position(place.span.end), place.role)
            for place in hit.places
        ),
        absorbed=absorbed,
        fix=_fix(lines, hit),
        category=rule.category,
        hits=max(hit.hits, 1 + sum(place.role is Role.SAME for place in hit.places)),
    )


_LEADING = ",; "
"""What stands before the words of a match; a quotation does not begin with it."""
_SHOWN_MATCH = 80
"""Characters of a match that a message quotes; the excerpt has it whole."""


def _filled(message: str, hit: Hit) -> str:
    match = " ".join(hit.match.split())
    match = match.lstrip(_LEADING) or match
    if len(match) > _SHOWN_MATCH:
        match = match[: _SHOWN_MATCH - 1].rstrip() + "…"
    slots = {**hit.slots, "match": match}
    for name, value in slots.items():
        # not str.format: the text of an article may hold braces
        message = message.replace("{" + name + "}", value) if name != "match" else message
    return message.replace("{match}", match)


def _excerpt(views: Views, hit: Hit) -> Excerpt:
    place = None if hit.document else views.reader_place(hit.span)
    if place is None or place.end <= place.start:
        return Excerpt("", hit.match, "")
    text = views.text(place.block)
    sentence = views.sentence_at(place.block, place.start)
    start = max(sentence.start, place.start - _CONTEXT)
    before = text[start : place.start]
    if start > sentence.start and " " in before:
        # Half a word at the edge would read as a fault of the article.
        before = "… " + before.partition(" ")[2]
    end = min(max(sentence.end, place.end), place.end + _CONTEXT)
    match = text[place.start : place.end]
    words = match.lstrip(_LEADING) or match
    before += match[: len(match) - len(words)]
    return Excerpt(before, words, text[place.end : end])


def _fix(lines: LineIndex, hit: Hit) -> FindingFix | None:
    if hit.fix is None:
        return None
    return FindingFix(
        hit.fix.safe,
        tuple(
            FixEdit(
                lines.position(edit.span.start).byte, lines.position(edit.span.end).byte, edit.text
            )
            for edit in hit.fix.edits
        ),
    )


def _measures(views: Views) -> Measures:
    paragraphs = []
    checked = 0
    for index in views.visible:
        block = views.blocks[index]
        if block.kind not in COUNTED:
            continue
        count = len(views.words(index))
        if not count:
            continue
        if block.kind is not BlockKind.QUOTE:
            checked += count - _masked_words(views, index)
        span = views.source_span(index, 0, len(block.reader.text))
        paragraphs.append(
            Paragraph(
                span.start,
                span.end,
                views.lines.line_of(span.start),
                views.lines.line_of(max(span.start, span.end - 1)),
                count,
            )
        )
    paragraphs.sort()
    return Measures(
        words=views.word_count,
        words_checked=checked,
        english=views.is_english,
        carries_links=views.document.format in _LINK_FORMATS,
        paragraphs=tuple(paragraphs),
    )


def _masked_words(views: Views, block: int) -> int:
    masks = sorted(
        (mask.start, mask.end)
        for mask in (*views.blocks[block].masks, *views.quotations(block))
        if mask.kind in _UNREAD
    )
    text = views.text(block)
    total = end = 0
    for start, stop in masks:
        total += len(text[max(start, end) : stop].split()) if stop > end else 0
        end = max(end, stop)
    return min(total, len(views.words(block)))
