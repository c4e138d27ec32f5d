"""
The command: from arguments to an exit code.

Exit codes are decided here and nowhere else, the same for every format: 4 internal error or
report not written, before 2 usage or nothing to check, before 3 incomplete, before 1 findings
at the gate, before 0. Whatever is not expected ends as 4, so that a crash is never taken for a
verdict. Imports stand in the functions that need them: a run pays for what it uses, and a broken
installation is reported as an internal error too.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from copydesk.errors import LintError, ReportError, UsageError
from copydesk.output import (
    Progress,
    abandon_stdout,
    color,
    complain,
    prepare_streams,
    why_not_written,
    width,
    write_file,
    write_stdout,
)

if TYPE_CHECKING:
    from copydesk.config import Config
    from copydesk.discover import Discovered, Requested
    from copydesk.finding import FileResult, Gate, Run
    from copydesk.options import Options
    from copydesk.report.options import ReportOptions
    from copydesk.rulefile import Catalogue
    from copydesk.settings import Settings

CLEAN = 0
FINDINGS = 1
USAGE = 2
INCOMPLETE = 3
INTERNAL = 4
INTERRUPTED = 130
CLOSED_PIPE = 141
TERMINATED = 143

_PROBLEMS_SHOWN = 50
"""Lines about files that could not be checked before the rest is counted."""
_TRACEBACK_WIDTH = 2000
_FOR_PEOPLE = ("rich", "concise")
"""Formats that have nothing to say about no files."""
_NAMES_SHOWN = 5
"""Excluded files that a note names before it counts the rest."""


class _Terminated(KeyboardInterrupt):
    """SIGTERM; a kind of interrupt, so that what lets one through lets both through."""


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run the command and return its exit code; nothing is ever raised.

    Args:
        arguments: Everything after the command's name; None means those of the process.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    prepare_streams()
    try:
        with _termination():
            return _run(words)
    except LintError as error:
        complain(str(error))
        return USAGE
    except _Terminated:
        complain("copydesk: terminated.")
        return TERMINATED
    except KeyboardInterrupt:
        complain("copydesk: interrupted.")
        return INTERRUPTED
    except BrokenPipeError:
        abandon_stdout()
        return CLOSED_PIPE
    except ReportError as error:
        abandon_stdout()
        complain(str(error))
        return INTERNAL
    # SystemExit and the like too: a stray sys.exit(0) below must not pass for a clean run
    except BaseException as error:
        _confess(error, debug="--debug" in words)
        return INTERNAL


def _run(words: Sequence[str]) -> int:
    from copydesk.options import parse

    options = parse(words)
    if isinstance(options, str):
        write_stdout(options)
        return CLEAN
    return _check(options)


def _check(options: Options) -> int:
    from copydesk.api import default_catalogue
    from copydesk.config import load
    from copydesk.discover import nothing_to_check

    _check_folder()
    catalogue = default_catalogue()
    found_config = load(catalogue, explicit=options.config, isolated=options.isolated)
    config = _with_options(found_config, options, catalogue)
    found = _requests(options, config)
    if not found.files and not found.excluded_count:
        raise nothing_to_check(found, options.paths or (os.curdir,))
    _check_outputs(options, found.files)
    if config.path and not options.quiet:
        complain(f"copydesk: configuration {config.path}, {config.reason}.")
    if not found.files:
        complain(f"copydesk: nothing left to check: {_excluded(found)}.")
    files = tuple(_results(found.files, config, catalogue, options))
    run = _as_run(files, found, config, catalogue, options)
    _report(run, options)
    return run.gate.exit


def _check_folder() -> None:
    try:
        os.getcwd()
    except OSError:
        what = "the current folder does not exist any more. Change to another."
        raise UsageError(what, where=os.curdir) from None


def _with_options(config: Config, options: Options, catalogue: Catalogue) -> Config:
    """
    Return the configuration with the command line laid over it.

    ``--ignore`` and ``--exclude`` add to what is configured, everything else takes its place.
    """
    from copydesk.pathglob import PathGlobs

    for name, selectors in (("--select", options.select), ("--ignore", options.ignore)):
        _check_selectors(catalogue, name, selectors)
    old = config.settings
    settings = old._replace(
        profile=options.profile or old.profile,
        # a genre named by hand is meant for every file
        profiles=() if options.profile else old.profiles,
        select=tuple(sorted(set(options.select))) or old.select,
        ignore=tuple(sorted({*old.ignore, *options.ignore})),
        preview=options.preview or old.preview,
        as_format=options.as_format,
        as_of=options.as_of,
        fallback_as_of=_build_date(),
        inline=old.inline and not options.no_inline,
    )
    _check_rules_left(settings, catalogue)
    by_hand = (PathGlobs(os.getcwd(), options.exclude),) if options.exclude else ()
    return config._replace(
        settings=settings,
        exclude=(*config.exclude, *by_hand),
        fail_on=options.fail_on or config.fail_on,
        min_score=config.min_score if options.min_score is None else options.min_score,
    )


def _build_date() -> str:
    """Return the day that ``SOURCE_DATE_EPOCH`` (reproducible-builds.org) names, "" without."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not seconds:
        return ""
    from datetime import UTC, datetime

    try:
        return datetime.fromtimestamp(int(seconds), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        what = "takes seconds since 1970, as a whole number."
        raise UsageError(what, where="SOURCE_DATE_EPOCH") from None


def _check_selectors(catalogue: Catalogue, option: str, selectors: Sequence[str]) -> None:
    for selector in selectors:
        try:
            catalogue.matching(selector)
        except LintError as error:
            raise UsageError(error.what, where=option, code="CF02") from None


def _check_rules_left(settings: Settings, catalogue: Catalogue) -> None:
    """Raise if no rule could report anything: that is a mistake, not a clean article."""
    from copydesk.settings import Severity, Status

    wanted = {rule for name in settings.select for rule in catalogue.matching(name)}
    wanted = wanted or set(catalogue.rules)
    wanted -= {rule for name in settings.ignore for rule in catalogue.matching(name)}
    configured = dict(settings.severities)
    left = [
        rule
        for profile in {settings.profile, *(entry.profile for entry in settings.profiles)}
        for rule in catalogue.for_profile(profile)
        if rule.id in wanted and configured.get(rule.id, rule.severity) is not Severity.OFF
    ]
    if not left:
        what = "no rule is left to run. Select more, or ignore fewer."
        raise UsageError(what, where="copydesk check", code="CF06")
    if not settings.preview and not any(rule.status is Status.STABLE for rule in left):
        what = "only rules on trial are left to run. Add --preview."
        raise UsageError(what, where="copydesk check", code="CF06")


def _requests(options: Options, config: Config) -> Discovered:
    from copydesk.discover import discover

    paths = [path for path in options.paths if path != "-"]
    standard_input = _standard_input(options, config) if "-" in options.paths else None
    if not options.paths:
        paths = [os.curdir]
    return discover(paths, exclude=config.exclude, standard_input=standard_input)


def _standard_input(options: Options, config: Config) -> Requested:
    from copydesk.discover import STANDARD_INPUT, Requested

    if not options.stdin_filename and not options.as_format:
        what = "say how to read it: --as text, markdown or html, or --stdin-filename NAME."
        raise UsageError(what, where="-")
    if sys.stdin is None:
        raise UsageError("standard input is closed.", where="-")
    try:
        # one byte over the limit is enough to know that it is too large
        content = sys.stdin.buffer.read(config.settings.max_file_size + 1)
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}.", where="-") from None
    return Requested(options.stdin_filename or STANDARD_INPUT, data=content)


def _check_outputs(options: Options, files: Sequence[Requested]) -> None:
    """Raise OU02 for a report file that cannot be written, before anything is checked."""
    outputs = [report.output for report in options.reports if report.output not in ("", "-")]
    if not outputs:
        return
    articles = {os.path.realpath(file.path) for file in files if file.data is None}
    for output in outputs:
        reason = why_not_written(output, articles)
        if reason:
            raise UsageError(f"cannot write a report there: {reason}.", where=output, code="OU02")


def _results(
    files: Sequence[Requested], config: Config, catalogue: Catalogue, options: Options
) -> Iterator[FileResult]:
    from copydesk.runner import check_files

    if not files:
        return
    shown = not options.quiet and sys.stderr is not None and sys.stderr.isatty()
    progress = Progress(sys.stderr) if shown else None
    try:
        yield from check_files(files, config.settings, catalogue, progress)
    finally:
        if progress is not None:
            progress.clear()


def gate_of(
    files: Sequence[FileResult], *, fail_on: str, min_score: int | None, allow_incomplete: bool
) -> Gate:
    """
    Return what the results mean for the gate, the deciding reason first.

    A score that abstains neither passes nor fails ``min_score``.
    """
    from copydesk.finding import Gate, Outcome
    from copydesk.report.wording import count

    reasons: list[tuple[int, str]] = []
    missed = sum(file.outcome is Outcome.INCOMPLETE for file in files)
    if missed:
        verb = "was" if missed == 1 else "were"
        hint = " (--allow-incomplete)" if allow_incomplete else ""
        code = CLEAN if allow_incomplete else INCOMPLETE
        reasons.append((code, f"{count(missed, 'file')} {verb} not checked{hint}"))
    reached = _at_gate(files, fail_on)
    if reached:
        reasons.append((FINDINGS, f"{reached} the gate (--fail-on {fail_on})"))
    low = _under_score(files, min_score)
    if low:
        reasons.append((FINDINGS, f"{low} (--min-score {min_score})"))
    reasons.sort(key=lambda reason: -reason[0])
    code = max((code for code, _ in reasons), default=CLEAN)
    return Gate(fail_on, min_score, code, tuple(text for _, text in reasons))


def _at_gate(files: Sequence[FileResult], fail_on: str) -> str:
    from copydesk.report.wording import and_list, count
    from copydesk.settings import Severity

    if fail_on == "never":
        return ""
    lowest = Severity[fail_on.upper()]
    nouns = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
    severities = [finding.severity for file in files for finding in file.findings]
    counted = {
        noun: severities.count(severity) for severity, noun in nouns.items() if severity >= lowest
    }
    parts = [count(number, noun) for noun, number in counted.items() if number]
    if not parts:
        return ""
    verb = "reaches" if sum(counted.values()) == 1 else "reach"
    return f"{and_list(parts)} {verb}"


def _under_score(files: Sequence[FileResult], min_score: int | None) -> str:
    if min_score is None:
        return ""
    scores = [file.score.overall for file in files if file.score.overall is not None]
    low = [score for score in scores if score < min_score]
    if not low:
        return ""
    return f"score {low[0]} is too low" if len(low) == 1 else f"{len(low)} scores are too low"


def _as_run(
    files: tuple[FileResult, ...],
    found: Discovered,
    config: Config,
    catalogue: Catalogue,
    options: Options,
) -> Run:
    from copydesk import __version__
    from copydesk.config import settings_hash
    from copydesk.finding import Run

    return Run(
        version=__version__,
        catalogue=catalogue.hash,
        settings_hash=settings_hash(config),
        profile=config.settings.profile,
        as_of=config.settings.as_of,
        config=config.path,
        gate=gate_of(
            files,
            fail_on=config.fail_on,
            min_score=config.min_score,
            allow_incomplete=options.allow_incomplete,
        ),
        files=files,
        notes=tuple(_notes(found)),
        rules_total=len(catalogue.rules),
    )


def _notes(found: Discovered) -> Iterator[str]:
    if found.excluded_count:
        yield _excluded(found)
    if found.others:
        counts = ", ".join(f"{number} {kind}" for kind, number in found.others[:_NAMES_SHOWN])
        more = sum(number for _, number in found.others[_NAMES_SHOWN:])
        yield f"seen in folders, not checked: {counts}{f', {more} others' if more else ''}"


def _excluded(found: Discovered) -> str:
    from copydesk.report.wording import count

    names = ", ".join(found.excluded[:_NAMES_SHOWN])
    more = len(found.excluded) - _NAMES_SHOWN
    listed = f": {names}{f' and {more} more' if more > 0 else ''}" if names else ""
    return f"{count(found.excluded_count, 'path')} excluded{listed}"


def _report(run: Run, options: Options) -> None:
    from copydesk.report import render
    from copydesk.report.concise import problems, summary

    lines = problems(run)
    for line in lines[:_PROBLEMS_SHOWN]:
        complain(line)
    if len(lines) > _PROBLEMS_SHOWN:
        complain(f"copydesk: {len(lines) - _PROBLEMS_SHOWN} more lines like these.")
    on_screen = ""
    for report in options.reports:
        if report.output not in ("", "-"):
            write_file(report.output, render(run, report.format, _report_options(options, None)))
            continue
        on_screen = report.format
        if run.files or report.format not in _FOR_PEOPLE:
            write_stdout(render(run, report.format, _report_options(options, sys.stdout)))
    if on_screen != "rich":
        for line in summary(run, _report_options(options, None)):
            complain(line)


def _report_options(options: Options, stream: TextIO | None) -> ReportOptions:
    from copydesk.report.options import ReportOptions

    show = {"notes": "notes", "all": "all"}.get(options.show, "")
    return ReportOptions(
        width=width(stream),
        color=color(options.color, stream),
        show=show,  # type: ignore[arg-type] # one of the literals, as the command line checked
        worklist=options.worklist,
        quiet=options.quiet,
    )


def _confess(error: BaseException, *, debug: bool) -> None:
    if debug:
        import traceback

        for line in "".join(traceback.format_exception(error)).rstrip().split("\n"):
            complain(line, limit=_TRACEBACK_WIDTH)
    name = type(error).__name__
    where = "".join(f" {note}" for note in getattr(error, "__notes__", ()))
    complain(
        f"copydesk: error[CD01] internal error{where}: {name}: {error}. "
        "This is a fault in copydesk; please report it with what --debug prints."
    )


@contextmanager
def _termination() -> Iterator[None]:
    """Turn SIGTERM into an exception, so that no half-written file stays behind."""
    import signal

    def stop(number: int, frame: object) -> None:
        raise _Terminated

    try:
        previous: Callable[..., object] | int | None = signal.signal(signal.SIGTERM, stop)
    except ValueError:
        # not in the main thread: a caller's own affair
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, previous)


__all__ = ["gate_of", "main"]
