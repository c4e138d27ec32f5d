"""
Where a run writes: standard output, report files and, for people, standard error.

A report is written whole or not at all, a stream that cannot show a character gets its escape,
and nothing reaches a person's eyes that `safe_text` has not seen.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Collection
from contextlib import suppress
from typing import TextIO

from copydesk.errors import ReportError

_PIPE_WIDTH = 100
_NARROWEST = 40
"""Columns that a terminal too narrow to say anything is taken for."""


def prepare_streams() -> None:
    """Make standard output and standard error take any character, and end lines in LF."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            # an ASCII or CP1252 terminal must not crash on a curly quote; LF on every platform
            reconfigure(errors="backslashreplace", newline="\n")


def write_stdout(text: str) -> None:
    """
    Write a report to standard output.

    Raises:
        BrokenPipeError: If the reader closed it.
        ReportError: OU01, if it is closed or full.
    """
    if sys.stdout is None:
        raise ReportError("report not written: standard output is closed.", where="-")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ReportError(f"report not written: {reason}.", where="-") from None


def abandon_stdout() -> None:
    """Point standard output to nowhere, so that closing it does not fail once more."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def write_file(path: str, text: str) -> None:
    """Write a report whole or not at all: a reader never sees half of one."""
    content = text.encode("utf-8", "backslashreplace")
    try:
        if os.path.exists(path) and not os.path.isfile(path):
            # a device or a pipe cannot be replaced, only written to
            with open(path, "wb") as file:
                file.write(content)
            return
        _replace_file(os.path.realpath(path), content)
    except OSError as error:
        what = f"report not written: {error.strerror}."
        raise ReportError(what, where=path) from None


def _replace_file(path: str, content: bytes) -> None:
    temporary = f"{path}.{os.getpid()}.tmp"
    file = open(temporary, "xb")  # noqa: SIM115 # closed below; only what we made is removed
    try:
        with file:
            file.write(content)
        if os.path.exists(path):
            os.chmod(temporary, os.stat(path).st_mode & 0o7777)
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def why_not_written(output: str, articles: Collection[str]) -> str:
    """
    Return why no report can be written to a path, "" when one can.

    Args:
        output: The path.
        articles: The real paths of the files to check, which no report may replace.
    """
    folder = os.path.dirname(output) or os.curdir
    if os.path.realpath(output) in articles:
        return "it is one of the files to check"
    if os.path.isdir(output):
        return "it is a folder"
    if not os.path.isdir(folder):
        return "no such folder"
    if not os.access(output if os.path.exists(output) else folder, os.W_OK):
        return "permission denied"
    return ""


def width(stream: TextIO | None) -> int:
    """Return the columns to fill: ``COLUMNS``, the terminal's, or a hundred in a pipe."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and int(columns[:5]) > 0:
        return max(_NARROWEST, int(columns[:5]))
    if stream is not None and stream.isatty():
        with suppress(OSError, ValueError):
            return max(_NARROWEST, os.get_terminal_size(stream.fileno()).columns)
    return _PIPE_WIDTH


def color(wish: str, stream: TextIO | None) -> bool:
    """Return whether to colour: ``always``, ``never``, or by what the stream is."""
    if wish != "auto":
        return wish == "always"
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return stream is not None and stream.isatty()


def complain(line: str, *, limit: int = 0) -> None:
    """
    Write one line to standard error, safe to look at; a closed stream loses it.

    Args:
        line: What to say.
        limit: Characters shown; 0 means what a message may have.
    """
    try:
        from copydesk.report.safe_text import TEXT_LIMIT, safe_text

        shown = safe_text(line, limit=limit or TEXT_LIMIT)
    except ImportError:
        # a broken installation still has to say that it is broken
        shown = ascii(line)
    with suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(shown + "\n")
        sys.stderr.flush()


class Progress:
    """A line on the terminal that says how far a long run is."""

    _AFTER_S = 0.5
    """A shorter run needs no progress."""
    _EVERY_S = 0.1

    def __init__(self, stream: TextIO) -> None:
        from time import monotonic

        self._stream = stream
        # the clock decides only about this line, never about a result
        self._now = monotonic
        self._due = monotonic() + self._AFTER_S
        self._width = 0

    def __call__(self, done: int, total: int) -> None:
        if self._now() < self._due:
            return
        self._due = self._now() + self._EVERY_S
        line = f"copydesk: {done} of {total} files"
        self._stream.write("\r" + line.ljust(self._width))
        self._stream.flush()
        self._width = len(line)

    def clear(self) -> None:
        """Take the line away."""
        if self._width:
            self._stream.write("\r" + " " * self._width + "\r")
            self._stream.flush()
