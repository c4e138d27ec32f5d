"""
The rich report of several articles: a table, worst first, what must be fixed, what was not checked.

Whoever is stopped by a commit sees only this: each error is there with its path and line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from copydesk.finding import FileResult, Finding, Gate, Outcome, Run
from copydesk.report.actions import what_to_do
from copydesk.report.article import article_lines, problem_reason
from copydesk.report.claims import is_open
from copydesk.report.layout import Line, Piece, cells, clip, clip_middle, indented, spread, wrap
from copydesk.report.options import ReportOptions
from copydesk.report.scorecard import score_text
from copydesk.report.wording import count, lines_phrase, severity_counts
from copydesk.settings import Severity

_VERDICTS = {"NOT READY": 0, "NEEDS AN EDIT": 1}
_ALL_SHOWN = 20
"""A table of this many files is never shortened."""
_MIN_SHOWN = 5
_INDENT = 2
_GAP = 2
_HANGING = 6

_SCORE_CELLS = 11
_VERDICT_CELLS = 13
_COUNT_CELLS = 6
_CLAIMS_CELLS = 13
_WIDE = 88
"""Width from which claims have their column."""
_MIN_ACTION = 26
"""Cells below which the first thing to do says nothing, and names get the room."""
_ERRORS_PER_FILE = 5
_ERRORS_SHOWN = 60
"""Errors listed under the table; a longer list is for the other formats."""


class _Columns:
    """Which columns a width allows; names and actions share what is left."""

    def __init__(self, width: int, folder: str, shown: Sequence[FileResult]) -> None:
        self.folder = folder
        self.wide = width >= _WIDE
        fixed = _INDENT + _SCORE_CELLS + 1 + _VERDICT_CELLS + 2 * _COUNT_CELLS + _GAP
        left = width - fixed - (_CLAIMS_CELLS if self.wide else 0)
        longest = max(cells(file.path.removeprefix(folder)) for file in shown)
        self.file = max(1, min(left, max(longest, cells(self.heading))))
        self.action = 0
        if self.wide and left - self.file - _GAP >= _MIN_ACTION:
            self.action = left - self.file - _GAP

    @property
    def heading(self) -> str:
        return f"file in {self.folder}" if self.folder else "file"


def table_lines(run: Run, options: ReportOptions, width: int) -> Iterator[Line]:
    """Yield the table; with everything shown, each article's own report follows it."""
    checked = [file for file in run.files if file.outcome is Outcome.CHECKED]
    failed = [file for file in run.files if file.outcome is Outcome.INCOMPLETE]
    yield from _head(run, checked, failed, width)
    rows = sorted(checked, key=_worst_first)
    shown = _shown(rows, options)
    if shown:
        columns = _Columns(width, _common_folder(run.files), shown)
        yield ()
        yield _column_names(columns)
        for file in shown:
            yield _row(file, columns)
    if len(shown) < len(rows):
        hidden = f"{len(rows) - len(shown)} more without an error: --show all"
        yield (Piece(" " * (_INDENT + _SCORE_CELLS)), Piece(hidden))
    if options.everything:
        for file in [*rows, *failed]:
            yield ()
            # The gate is the run's: no article of several passes or fails it alone.
            yield from article_lines(file, Gate(), options, width)
    else:
        yield from _must_fix(rows, width)
    if shown or options.everything:
        yield ()
    yield from _not_checked(failed, width)


def _must_fix(files: Iterable[FileResult], width: int) -> Iterator[Line]:
    errors = {
        file.path: [finding for finding in file.findings if finding.severity is Severity.ERROR]
        for file in files
    }
    total = sum(map(len, errors.values()))
    if not total:
        return
    yield ()
    right = (Piece(count(total, "error")),)
    yield from spread((Piece(" MUST FIX", "error"),), right, width)
    left = _ERRORS_SHOWN
    for path, found in errors.items():
        shown = found[: min(left, _packed_at(found))]
        for finding in shown:
            yield from _error(path, finding, width)
        rest = found[len(shown) :] if shown else []
        if rest:
            lines = lines_phrase(list(dict.fromkeys(finding.start.line for finding in rest)))
            text = f"  {clip_middle(path, width // 2)}: {len(rest)} more, {lines}"
            yield from _hanging([Piece(text)], width)
        left -= len(shown)
        total -= len(shown) + len(rest)
    if total:
        yield (Piece(f"  {total} more in other files: --format concise"),)


def _packed_at(found: Sequence[Finding]) -> int:
    # "1 more" would take the room of the thing itself.
    return len(found) if len(found) <= _ERRORS_PER_FILE + 1 else _ERRORS_PER_FILE


def _error(path: str, finding: Finding, width: int) -> Iterator[Line]:
    place = f"{clip_middle(path, width // 2)}:{finding.start.line}:"
    yield from _hanging([Piece(place, "bold"), Piece(f" {finding.message}")], width)


def _hanging(pieces: Sequence[Piece], width: int) -> Iterator[Line]:
    first, *others = wrap(pieces, width - _HANGING, first=width - _INDENT)
    yield (Piece(" " * _INDENT), *first)
    yield from indented(others, _HANGING)


def _worst_first(file: FileResult) -> tuple[int, int, int]:
    score = file.score.overall
    rank = _VERDICTS.get(file.score.verdict, 2)
    return rank, 101 if score is None else score, file.score.uncapped


def _shown(rows: Sequence[FileResult], options: ReportOptions) -> Sequence[FileResult]:
    failing = [file for file in rows if _errors(file)]
    if options.quiet:
        return failing
    if options.everything or len(rows) <= _ALL_SHOWN:
        return rows
    others = [file for file in rows if not _errors(file)]
    kept = [*failing, *others[: max(0, _MIN_SHOWN - len(failing))]]
    return sorted(kept, key=_worst_first)


def _errors(file: FileResult) -> int:
    return sum(finding.severity is Severity.ERROR for finding in file.findings)


def _head(
    run: Run, checked: Sequence[FileResult], failed: Sequence[FileResult], width: int
) -> Iterator[Line]:
    findings: list[Finding] = [finding for file in run.files for finding in file.findings]
    found = severity_counts(findings)
    suppressed = sum(len(file.suppressed) for file in run.files)
    profiles = sorted({file.profile for file in run.files if file.profile}) or [run.profile]
    noun = "profile" if len(profiles) == 1 else "profiles"
    config = f" ({run.config})" if run.config else ""
    missed = f", {len(failed)} not checked" if failed else ""
    left = [
        Piece("  copydesk", "bold"),
        Piece(f"  {len(checked)} checked{missed} · {noun} {', '.join(profiles)}{config}"),
    ]
    tallies = [count(found[Severity.ERROR], "error"), count(found[Severity.WARNING], "warning")]
    tallies += [f"{suppressed} let stand"] if suppressed else []
    right = (Piece(" · ".join(tallies)),)
    lines = wrap(left[1:], width - _INDENT - len("copydesk  "))
    yield from spread((left[0], Piece("  "), *lines[0]), right if len(lines) == 1 else (), width)
    if len(lines) > 1:
        yield from indented(lines[1:], _INDENT + len("copydesk  "))
        yield from spread((), right, width)


def _column_names(columns: _Columns) -> Line:
    text = f"  {'score':<{_SCORE_CELLS + 1}}{'verdict':<{_VERDICT_CELLS}}"
    text += f"{'err':>{_COUNT_CELLS}}{'warn':>{_COUNT_CELLS}}"
    text += f"{'claims open':>{_CLAIMS_CELLS}}" if columns.wide else ""
    action = clip("first thing to do", columns.action)
    text += f"  {action:<{columns.action}}" if columns.action else ""
    return (Piece(f"{text}  {clip_middle(columns.heading, columns.file)}", "dim"),)


def _row(file: FileResult, columns: _Columns) -> Line:
    found = severity_counts(file.findings)
    score, _, uncapped = score_text(file.score).partition(" ")
    first = f"{score:>{5}} {uncapped:<{_SCORE_CELLS - 6}}"
    verdict = file.score.verdict or "READY"
    errors = found[Severity.ERROR]
    text = f"{found[Severity.WARNING]:>{_COUNT_CELLS}}"
    text += f"{_open_claims(file):>{_CLAIMS_CELLS}}" if columns.wide else ""
    text += f"  {_padded(_first_action(file), columns.action)}" if columns.action else ""
    return (
        Piece(f"  {first} "),
        Piece(f"{verdict:<{_VERDICT_CELLS}}", "bold" if errors else ""),
        Piece(f"{errors:>{_COUNT_CELLS}}"),
        Piece(f"{text}  {clip_middle(file.path.removeprefix(columns.folder), columns.file)}"),
    )


def _common_folder(files: Sequence[FileResult]) -> str:
    """Return the folder that holds all files, its slash included; "" for none."""
    lowest = min(file.path for file in files)
    highest = max(file.path for file in files)
    shared = 0
    while shared < min(len(lowest), len(highest)) and lowest[shared] == highest[shared]:
        shared += 1
    return lowest[: lowest.rfind("/", 0, shared) + 1]


def _open_claims(file: FileResult) -> str:
    return f"{sum(map(is_open, file.claims))} of {len(file.claims)}"


def _first_action(file: FileResult) -> str:
    if file.score.overall is None and file.score.reason:
        return f"({file.score.reason})"
    if not file.score.actions:
        return ""
    do = what_to_do(file.score.actions[0])
    return do[:1].lower() + do[1:]


def _padded(text: str, width: int) -> str:
    shown = clip(text, width)
    return shown + " " * (width - cells(shown))


def _not_checked(failed: Sequence[FileResult], width: int) -> Iterator[Line]:
    if not failed:
        return
    lead = "NOT CHECKED  "
    parts: list[Piece] = []
    for file in failed:
        reason = problem_reason(file.problems[0].message) if file.problems else "no reason given"
        separator = " · " if parts else ""
        name = clip_middle(file.path, width - _INDENT - len(lead) - 2)
        parts.append(Piece(f"{separator}{name} ({reason})"))
    lines = wrap(parts, width - _INDENT - len(lead))
    yield (Piece(f"  {lead}", "bold"), *lines[0])
    yield from indented(lines[1:], _INDENT + len(lead))
