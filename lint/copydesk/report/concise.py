"""One finding a line, for grep, editors and logs: ``path:line:column: severity rule message``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from copydesk.finding import FileResult, Finding, Outcome, Place, Role, Run
from copydesk.report.clean import cleaned
from copydesk.report.options import ReportOptions
from copydesk.report.safe_text import TEXT_LIMIT
from copydesk.report.wording import (
    LANGUAGE_NAMES,
    count,
    let_stand,
    sentences,
    severity_counts,
    untold_twins,
)
from copydesk.report.worklist import concise_claims
from copydesk.settings import Severity

UNUSED_STET = "suppress/unused-stet"
NOT_ENGLISH = "readability/not-english"
ALWAYS_SHOWN = frozenset({UNUSED_STET, NOT_ENGLISH})
"""Notes that say something was not applied; leaving them out would look like a pass."""

_PLACES_SHOWN = 6
_PLACES_KEPT = 4
"""Shown when there are more than `_PLACES_SHOWN`."""
_PATH_KEPT = 40
"""Characters of a path that a line about a problem has room for in any case."""


def render(run: Run, options: ReportOptions) -> str:
    """Return one line a finding, by path bytes, offset and rule; the worklist follows if asked."""
    safe = cleaned(run)
    rows = [line for file in safe.files for line in _file_lines(file, options)]
    if options.worklist:
        rows += [line for file in safe.files for line in concise_claims(file)]
    return "".join(f"{row}\n" for row in rows)


def summary(run: Run, options: ReportOptions = ReportOptions()) -> list[str]:  # noqa: B008 (immutable)
    """Return the lines for standard error: counts, notes on the run, exit code and reasons."""
    if options.quiet:
        return []
    safe = cleaned(run)
    reasons = sentences(*safe.gate.reasons) or "nothing reaches the gate."
    return [
        f"copydesk: {_counts(safe, options)}",
        *(f"copydesk: {note}" for note in safe.notes),
        f"copydesk: exit {safe.gate.exit}: {reasons}",
    ]


def problems(run: Run) -> list[str]:
    """Return a line for standard error for each reason why a file is incomplete."""
    return [line for file in cleaned(run).files for line in _problem_lines(file)]


def _counts(run: Run, options: ReportOptions) -> str:
    checked = sum(file.outcome is Outcome.CHECKED for file in run.files)
    missed = len(run.files) - checked
    found = severity_counts([finding for file in run.files for finding in file.findings])
    notes = sum(len(_infos(file, options)) for file in run.files)
    parts = [
        count(found[Severity.ERROR], "error"),
        count(found[Severity.WARNING], "warning"),
        f"{count(notes, 'note')} shown",
    ]
    total = f"{count(len(run.files), 'file')}, {checked} checked"
    total += f", {missed} not checked" if missed else ""
    return sentences(f"{total}: {', '.join(parts)}", let_stand(run.files))


def _file_lines(file: FileResult, options: ReportOptions) -> Iterator[str]:
    loud = [finding for finding in file.findings if finding.severity > Severity.INFO]
    rows = [_row(file, finding) for finding in loud] + _infos(file, options)
    for offset, rule, line, column, text in sorted(rows):
        del offset, rule
        yield f"{file.path}:{line}:{column}: {text}"


_Row = tuple[int, str, int, int, str]
"""Offset, rule, line, column, and what the line says after them."""


def _infos(file: FileResult, options: ReportOptions) -> list[_Row]:
    rows = [
        _row(file, finding)
        for finding in file.findings
        if finding.severity is Severity.INFO and (options.notes or finding.rule in ALWAYS_SHOWN)
    ]
    for unused in file.unused_suppressions:
        text = f"info {UNUSED_STET} {unused.by}: {unused.rule} hides nothing. Remove it."
        start = unused.start
        rows.append((start.offset, UNUSED_STET, start.line, start.column, text))
    said = any(finding.rule == NOT_ENGLISH for finding in file.findings)
    if file.language != "en" and not said and file.outcome is Outcome.CHECKED:
        rows.append((0, NOT_ENGLISH, 1, 1, _not_english(file)))
    if options.notes:
        rows += [(0, "", 1, 1, f"info not applied: {note}") for note in file.notes]
    return rows


def _row(file: FileResult, finding: Finding) -> _Row:
    text = sentences(finding.message, finding.advice, *_places(finding))
    fix = " [fix]" if finding.fix else ""
    start = finding.start
    said = f"{finding.severity.word} {finding.rule} {text}{fix}"
    return start.offset, finding.rule, start.line, start.column, said


def _places(finding: Finding) -> list[str]:
    by_role = {role: [p for p in finding.places if p.role is role] for role in Role}
    leads = (
        ("Also", by_role[Role.SAME]),
        ("See", untold_twins(finding)),
        ("Nearest support", by_role[Role.SUPPORT]),
    )
    return [f"{lead} {_positions(places)}" for lead, places in leads if places]


def _positions(places: Sequence[Place]) -> str:
    shown = [f"{place.start.line}:{place.start.column}" for place in places]
    if len(shown) <= _PLACES_SHOWN:
        return " ".join(shown)
    return f"{' '.join(shown[:_PLACES_KEPT])} and {len(shown) - _PLACES_KEPT} more"


def _not_english(file: FileResult) -> str:
    name = LANGUAGE_NAMES.get(file.language, file.language)
    applied = f"{file.rules_applied} of {file.rules_total} rules apply"
    score = " No score." if file.score.overall is None else ""
    return f"info {NOT_ENGLISH} {name}: {applied}.{score}"


def _problem_lines(file: FileResult) -> Iterator[str]:
    level = "error" if file.outcome is Outcome.INCOMPLETE else "note"
    for problem in file.problems:
        at = f":{problem.start.line}:{problem.start.column}" if problem.start else ""
        rule = f"{problem.rule}: " if problem.rule else ""
        said = f"{at}: {level}[{problem.code}] {rule}{problem.message}"
        # what went wrong must not be cut off behind a path as long as a line
        room = max(_PATH_KEPT, TEXT_LIMIT - len(said))
        path = file.path if len(file.path) <= room else f"…{file.path[1 - room :]}"
        yield f"{path}{said}"
