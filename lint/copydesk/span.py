"""
Half-open spans into a source, and the line index that turns offsets into positions.

Offsets are code points from 0. Lines end at LF, CRLF and lone CR and nowhere else: editors
do not break lines at U+2028 or form feeds, although ``str.splitlines`` does.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

_LINE_END = re.compile(r"\r\n?|\n")


class Span(NamedTuple):
    """A half-open range of code points."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Return whether the two ranges share at least one code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Return whether the other range lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end


class Position(NamedTuple):
    """One place in a source, in every unit that a consumer may ask for."""

    offset: int
    """Code points from 0, byte-order mark excluded."""
    byte: int
    """Bytes from 0 in the file as it is stored, byte-order mark included."""
    line: int
    """From 1."""
    column: int
    """Code points from 1."""
    utf16_column: int
    """UTF-16 code units from 1 (SARIF, Language Server Protocol)."""


class LineIndex:
    """
    Positions in one source.

    Args:
        source: The decoded text without its byte-order mark.
        encoding: The codec that decoded it; byte offsets are counted in it.
        bom_length: Bytes of the byte-order mark in the file.
    """

    def __init__(self, source: str, *, encoding: str = "utf-8", bom_length: int = 0) -> None:
        self._source = source
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(source))]
        self._encoding = encoding
        self._bom_length = bom_length
        self._marks: list[tuple[int, int]] = []
        self._ascii = source.isascii() and encoding in {"utf-8", "cp1252", "latin-1"}

    def __len__(self) -> int:
        return len(self._starts)

    def line_of(self, offset: int) -> int:
        """Return the line, from 1, that holds a code-point offset."""
        return bisect_right(self._starts, offset)

    def line_span(self, line: int) -> Span:
        """Return the span of a line, from 1, its line end included."""
        end = self._starts[line] if line < len(self._starts) else len(self._source)
        return Span(self._starts[line - 1], end)

    def position(self, offset: int) -> Position:
        """Return the position of a code-point offset between 0 and the length of the source."""
        line = self.line_of(offset)
        start = self._starts[line - 1]
        column = offset - start + 1
        if self._ascii:
            return Position(offset, offset + self._bom_length, line, column, column)
        byte, wide = self._units(offset)
        return Position(offset, byte, line, column, column + wide - self._units(start)[1])

    def _units(self, offset: int) -> tuple[int, int]:
        """
        Return the bytes before an offset and how many of the characters are two UTF-16 units.

        Counted from the nearest mark, not from the start of the line: a file may be one line.
        """
        if not self._marks:
            self._marks.append((self._bom_length, 0))
            for at in range(0, len(self._source), _STEP):
                self._marks.append(self._counted(at, min(at + _STEP, len(self._source))))
        return self._counted(offset - offset % _STEP, offset)

    def _counted(self, mark: int, end: int) -> tuple[int, int]:
        byte, wide = self._marks[mark // _STEP]
        text = self._source[mark:end]
        if text.isascii() and self._encoding == "utf-8":
            return byte + len(text), wide
        units = len(text.encode("utf-16-le", "surrogatepass")) // 2
        size = len(text.encode(self._encoding, "surrogatepass"))
        return byte + size, wide + units - len(text)


_STEP = 256
"""Characters between two places whose bytes and units are known."""
