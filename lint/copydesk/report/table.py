"""The rich report of several articles: a table, worst first, and what was not checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from copydesk.finding import FileResult, Finding, Gate, Outcome, Run
from copydesk.report.actions import what_to_do
from copydesk.report.article import article_lines, problem_reason
from copydesk.report.claims import is_open
from copydesk.report.layout import Line, Piece, cells, clip, clip_middle, indented, spread, wrap
from copydesk.report.options import ReportOptions
from copydesk.report.scorecard import score_text
from copydesk.report.wording import count, severity_counts
from copydesk.settings import Severity

_VERDICTS = {"NOT READY": 0, "NEEDS AN EDIT": 1}
_ALL_SHOWN = 10
"""A table of this many files is never shortened."""
_MIN_SHOWN = 5
_INDENT = 2
_GAP = 2

_SCORE_CELLS = 11
_VERDICT_CELLS = 13
_COUNT_CELLS = 6
_CLAIMS_CELLS = 13
_WIDE = 88
"""Width from which claims and the first thing to do have their columns."""


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
        if self.wide:
            self.file = min(self.file, left // 2)
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
        yield ()
    yield from _not_checked(failed, width)


def _worst_first(file: FileResult) -> tuple[int, int]:
    score = file.score.overall
    return _VERDICTS.get(file.score.verdict, 2), 101 if score is None else score


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
    text += f"  {action:<{columns.action}}" if columns.wide else ""
    return (Piece(f"{text}  {clip_middle(columns.heading, columns.file)}", "dim"),)


def _row(file: FileResult, columns: _Columns) -> Line:
    found = severity_counts(file.findings)
    score, _, uncapped = score_text(file.score).partition(" ")
    first = f"{score:>{5}} {uncapped:<{_SCORE_CELLS - 6}}"
    verdict = file.score.verdict or "READY"
    errors = found[Severity.ERROR]
    text = f"{found[Severity.WARNING]:>{_COUNT_CELLS}}"
    text += f"{_open_claims(file):>{_CLAIMS_CELLS}}" if columns.wide else ""
    text += f"  {_padded(_first_action(file), columns.action)}" if columns.wide else ""
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
