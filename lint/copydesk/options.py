"""
The command line, parsed into one value.

Parsed by hand from one table, because a file name must never act as an option: everything after
``--`` is a path, nothing is abbreviated, nothing is read from ``@file``, and an option that is
also the name of a file is refused. It also saves the 15 ms that importing and filling an
``argparse`` parser takes, which is more than the interpreter needs to start.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from copydesk.config import FAIL_ON
from copydesk.errors import UsageError
from copydesk.formats import READERS
from copydesk.nearest import suggestion
from copydesk.report import FORMATS
from copydesk.settings import PROFILES

COMMANDS = ("check",)


class ReportRequest(NamedTuple):
    """One ``--format`` with the file that its ``--output`` names."""

    format: str = "rich"
    output: str = ""
    """A path; "" means standard output."""


class Options(NamedTuple):
    """What ``copydesk check`` was asked to do; None and "" mean that nothing was said."""

    paths: tuple[str, ...] = ()
    stdin_filename: str = ""
    as_format: str = ""
    profile: str = ""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    preview: bool = False
    config: str = ""
    isolated: bool = False
    as_of: str = ""
    no_inline: bool = False
    reports: tuple[ReportRequest, ...] = (ReportRequest(),)
    fail_on: str = ""
    min_score: int | None = None
    allow_incomplete: bool = False
    worklist: bool = False
    show: str = ""
    color: str = "auto"
    quiet: bool = False
    debug: bool = False


class _Option(NamedTuple):
    """One row of the help page."""

    name: str
    value: str
    """Placeholder of its value, "" for a switch."""
    help: str
    choices: tuple[str, ...] = ()
    repeats: bool = False
    """Whether values are collected; those of RULES may also be separated by commas."""

    @property
    def field(self) -> str:
        return self.name[2:].replace("-", "_")


_GROUPS: dict[str, tuple[_Option, ...]] = {
    "What to check": (
        _Option("--stdin-filename", "NAME", "path to show for standard input (-)"),
        _Option("--as", "FORMAT", "read every file as text, markdown or html", tuple(READERS)),
        _Option("--exclude", "GLOB", "leave these paths out; may repeat", (), True),
    ),
    "Rules": (
        _Option("--profile", "NAME", "genre: " + ", ".join(PROFILES), PROFILES),
        _Option("--select", "RULES", "run only these: ids, names, families, classes", (), True),
        _Option("--ignore", "RULES", "leave these out", (), True),
        _Option("--preview", "", "run rules that are still on trial too"),
        _Option("--as-of", "DATE", "the day to judge dates by, YYYY-MM-DD"),
        _Option("--no-inline", "", "take no notice of stet comments"),
    ),
    "Configuration": (
        _Option("--config", "FILE", "use this file, not the nearest copydesk.toml"),
        _Option("--isolated", "", "read no configuration file that --config does not name"),
    ),
    "Report": (
        _Option("--format", "FORMAT", ", ".join(FORMATS) + "; may repeat", tuple(FORMATS)),
        _Option("--output", "FILE", "write the report before it there; may repeat"),
        _Option("--show", "WHAT", "notes: findings of severity info; all: no packing",
                ("notes", "all")),
        _Option("--worklist", "", "list every claim to verify"),
        _Option("--color", "WHEN", "auto (default), always or never", ("auto", "always", "never")),
        _Option("--quiet", "", "only what is wrong"),
    ),
    "Gate": (
        _Option("--fail-on", "SEVERITY", "exit 1 from here on: " + ", ".join(FAIL_ON), FAIL_ON),
        _Option("--min-score", "N", "exit 1 when an article scores less, 0 to 100"),
        _Option("--allow-incomplete", "", "do not exit 3 when a file could not be checked"),
    ),
    "Trouble": (
        _Option("--debug", "", "print a traceback for internal errors"),
        _Option("--help", "", "print this page"),
    ),
}  # fmt: skip
_OPTIONS = {option.name: option for group in _GROUPS.values() for option in group}
_RENAMED = {"as": "as_format"}
"""Option to field, where the option's name is a word that Python keeps for itself."""

USAGE = """\
usage: copydesk check [OPTION ...] [PATH ...|-]

Reads articles in plain text, Markdown and HTML and says what an editor would have to fix.
Folders are walked, - is standard input, and what follows -- is a path whatever it looks like.
Without a path the current folder is checked.
"""
EXIT_CODES = """
Exit codes:
  0  clean and complete               3  incomplete: something could not be checked
  1  findings at or over the gate     4  internal error, or the report was not written
  2  usage, configuration or rule error, or nothing to check
"""
TOP = """\
usage: copydesk check [OPTION ...] [PATH ...|-]     copydesk check --help says more
       copydesk --version
"""


def help_page() -> str:
    """Return what ``copydesk check --help`` prints."""
    lines = [USAGE.rstrip()]
    for title, options in _GROUPS.items():
        lines += ["", f"{title}:"]
        lines += [f"  {f'{option.name} {option.value}':<24}{option.help}" for option in options]
    return "\n".join(lines) + "\n" + EXIT_CODES


def parse(arguments: Sequence[str]) -> Options | str:
    """
    Return what a command line asks for, or the text that it asks to see.

    Raises:
        UsageError: US01 for a command line that makes no sense, US02 for a file name that
            would act as an option.
    """
    if not arguments:
        what = "no command. Say copydesk check PATH, or copydesk --help."
        raise UsageError(what, where="copydesk")
    command, *rest = arguments
    if command in ("--help", "-h"):
        return TOP
    if command == "--version":
        from copydesk import __version__

        return f"copydesk {__version__}\n"
    if command not in COMMANDS:
        hint = suggestion(command, COMMANDS)
        if os.path.lexists(command):
            hint = f" Did you mean: copydesk check {command}?"
        what = f"no command '{command}'.{hint} See copydesk --help."
        raise UsageError(what, where="copydesk")
    return _parse_check(rest)


def _parse_check(arguments: Sequence[str]) -> Options | str:
    paths: list[str] = []
    found: dict[str, object] = {}
    reports: list[tuple[str, str]] = []
    for option, value in _pieces(arguments):
        if option is None:
            paths.append(value)
        elif option.name == "--help":
            return help_page()
        elif option.name in ("--format", "--output"):
            reports.append((option.name, value))
        elif option.repeats:
            known = found.get(option.field, ())
            found[option.field] = (*known, *_values(option, value))  # type: ignore[misc] # a tuple
        else:
            found[_RENAMED.get(option.field, option.field)] = _value(option, value)
    # the keys are fields of Options, the values what _value makes of each
    options = Options(paths=tuple(paths), reports=_pairs(reports), **found)  # type: ignore[arg-type]
    return _checked(options)


def _pieces(arguments: Sequence[str]) -> Iterator[tuple[_Option | None, str]]:
    """Yield each path with None, and each option with its value, "" for a switch."""
    rest = iter(arguments)
    for word in rest:
        if word == "--":
            # a dash after it is a file of that name, not standard input
            yield from ((None, "./-" if path == "-" else path) for path in rest)
        elif word == "-" or not word.startswith("-"):
            yield None, word
        else:
            yield _option(word, rest)


def _option(word: str, rest: Iterator[str]) -> tuple[_Option, str]:
    if os.path.lexists(word):
        what = f"'{word}' is an option and also the name of a file. Put -- before file names."
        raise UsageError(what, where="copydesk check", code="US02")
    name, equals, value = word.partition("=")
    if name == "-h":
        name = "--help"
    if name not in _OPTIONS:
        raise UsageError(f"no option '{name}'.{suggestion(name, _OPTIONS)}", where="copydesk check")
    option = _OPTIONS[name]
    if not option.value:
        if equals:
            raise UsageError("takes no value.", where=name)
        return option, ""
    if not equals:
        value = next(rest, "--")
        if value.startswith("-") and value != "-":
            raise UsageError(f"takes a value: {name} {option.value}.", where=name)
    if not value:
        raise UsageError(f"takes a value: {name} {option.value}.", where=name)
    return option, value


def _values(option: _Option, value: str) -> tuple[str, ...]:
    if option.name == "--exclude":
        return (value,)
    values = tuple(part.strip() for part in value.split(",") if part.strip())
    if not values:
        raise UsageError(f"takes a value: {option.name} {option.value}.", where=option.name)
    return values


def _value(option: _Option, value: str) -> object:
    if not option.value:
        return True
    if option.choices and value not in option.choices:
        hint = suggestion(value, option.choices) or f" It takes {', '.join(option.choices)}."
        raise UsageError(f"no {option.value.lower()} '{value}'.{hint}", where=option.name)
    if option.name == "--min-score":
        return _score(value)
    if option.name == "--as-of":
        return _date(value)
    return value


def _score(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= len("100")) or int(value) > 100:
        raise UsageError(f"takes a whole number from 0 to 100, not '{value}'.", where="--min-score")
    return int(value)


def _date(value: str) -> str:
    from datetime import date

    try:
        if date.fromisoformat(value).isoformat() == value:
            return value
    except ValueError:
        pass
    raise UsageError(f"takes a date like 2026-03-31, not '{value}'.", where="--as-of")


def _pairs(words: Iterable[tuple[str, str]]) -> tuple[ReportRequest, ...]:
    """Return the reports that a row of ``--format`` and ``--output`` asks for."""
    reports: list[ReportRequest] = []
    for name, value in words:
        if name == "--format":
            reports.append(ReportRequest(str(_value(_OPTIONS[name], value))))
        elif not reports:
            raise UsageError("put --format FORMAT before it.", where="--output")
        elif reports[-1].output:
            raise UsageError("one file for one --format.", where="--output")
        else:
            reports[-1] = reports[-1]._replace(output=value)
    return tuple(reports) or (ReportRequest(),)


def _checked(options: Options) -> Options:
    if sum(report.output in ("", "-") for report in options.reports) > 1:
        what = "two reports for standard output. Give all but one an --output FILE."
        raise UsageError(what, where="--format")
    outputs = [report.output for report in options.reports if report.output not in ("", "-")]
    if len({os.path.realpath(output) for output in outputs}) < len(outputs):
        raise UsageError("two reports for one file.", where="--output")
    if "" in options.paths:
        raise UsageError("an empty path. Was a variable empty?", where="copydesk check")
    if options.paths.count("-") > 1:
        raise UsageError("standard input can be read once.", where="-")
    if options.stdin_filename and "-" not in options.paths:
        raise UsageError("goes with - for standard input.", where="--stdin-filename")
    return options
