"""
The report for people at a terminal.

Pure but for `print_to`: a run and options in, text out. Rich is imported only to write colour;
the plain report is the same lines without it, so a pipe never sees an escape sequence.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from copydesk.finding import Run
from copydesk.report.article import article_lines, exit_lines, is_clean, next_lines
from copydesk.report.clean import cleaned
from copydesk.report.layout import Line, Piece, clip_line, indented, trimmed, wrap
from copydesk.report.options import ReportOptions
from copydesk.report.table import table_lines

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

STYLES = {
    "": "",
    "bold": "bold",
    "dim": "dim",
    "bar": "cyan",
    "mark": "bold underline",
    "error": "bold red",
    "good": "bold green",
    "warn": "bold yellow",
}
"""What a piece's style means to Rich; red is for errors alone."""

_MIN_WIDTH = 20
_MARGIN = 2
"""Cells that stay free at the right."""
_MAX_WIDTH = 120
"""Wider rows part the rule's name from what it is about."""


def lines(run: Run, options: ReportOptions) -> Iterator[Line]:
    """Yield the report line by line, none wider than ``options.width``."""
    limit = max(_MIN_WIDTH, options.width)
    width = max(_MIN_WIDTH, min(_MAX_WIDTH, limit) - _MARGIN)
    for line in _report(cleaned(run), options, width):
        yield trimmed(clip_line(line, limit))


def render(run: Run, options: ReportOptions) -> str:
    """Return the report as text; with ``options.color``, with escape sequences for colour."""
    if not options.color:
        return "".join("".join(piece.text for piece in line) + "\n" for line in lines(run, options))
    from io import StringIO

    from rich.console import Console  # 60 ms

    out = StringIO()
    console = Console(
        file=out,
        width=options.width,
        color_system="standard",
        force_terminal=True,
        legacy_windows=False,
        no_color=False,
        _environ={},
    )
    print_to(console, run, options)
    return out.getvalue()


def print_to(console: Console, run: Run, options: ReportOptions) -> None:
    """Print the report on a console; ``options.width`` should be the console's."""
    for line in lines(run, options):
        console.print(_text(line), soft_wrap=True, markup=False, highlight=False, emoji=False)


def svg(run: Run, options: ReportOptions) -> str:
    """Return a picture of the report; it names no font that would have to be fetched."""
    import re
    from io import StringIO

    from rich._export_format import CONSOLE_SVG_FORMAT
    from rich.console import Console

    console = Console(
        record=True,
        file=StringIO(),
        width=options.width,
        color_system="truecolor",
        force_terminal=True,
        legacy_windows=False,
        no_color=False,
        _environ={},
    )
    print_to(console, run, options._replace(color=True))
    without_fonts = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    return console.export_svg(title="copydesk", code_format=without_fonts, unique_id="copydesk")


def _text(line: Line) -> Text:
    from rich.text import Text

    text = Text(no_wrap=True, overflow="ignore", end="")
    for piece in line:
        text.append(piece.text, STYLES[piece.style])
    return text


def _report(run: Run, options: ReportOptions, width: int) -> Iterator[Line]:
    if len(run.files) != 1:
        yield from table_lines(run, options, width)
        yield from _run_notes(run, width)
        yield from exit_lines(run.gate, width)
        return
    file = run.files[0]
    yield from article_lines(file, run.gate, options, width)
    if is_clean(file, run.gate) and not run.notes:
        return
    yield ()
    if not options.quiet:
        yield from next_lines(run, options, width)
    yield from _run_notes(run, width)
    yield from exit_lines(run.gate, width)


def _run_notes(run: Run, width: int) -> Iterator[Line]:
    for note in run.notes:
        yield from indented(wrap([Piece(note, "dim")], width - 2), 2)
