"""
Lines of styled pieces, measured in terminal cells.

The rich report is laid out here rather than by a table renderer, so that its bytes depend on the
run and the width alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

ELLIPSIS = "…"

_ONE_CELL = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u22ff\u2500-\u25fc]*"
)
_EMOJI_STYLE = "\ufe0f"
"""
Makes the character before it two cells wide where it can.

Counted as a cell of its own, so that a text is as wide as its parts together wherever it is
parted; after a character that was wide before, that is one cell too many.
"""


class Piece(NamedTuple):
    """A stretch of one line in one style."""

    text: str
    style: str = ""
    """A key of `rich_report.STYLES`; "" for plain."""


Line = tuple[Piece, ...]


def cells(text: str) -> int:
    """Return how many terminal cells a safe text takes."""
    if _ONE_CELL.fullmatch(text):
        return len(text)
    return sum(map(_char_cells, text))


def line_cells(line: Iterable[Piece]) -> int:
    """Return how many terminal cells a line takes."""
    return sum(cells(piece.text) for piece in line)


def clip(text: str, max_cells: int) -> str:
    """Return the text, its end replaced by an ellipsis when it takes more cells."""
    if cells(text) <= max_cells:
        return text
    return _head(text, max_cells - 1).rstrip() + ELLIPSIS if max_cells > 0 else ""


def clip_middle(text: str, max_cells: int) -> str:
    """Return the text, its middle replaced by an ellipsis when it takes more cells."""
    if cells(text) <= max_cells:
        return text
    if max_cells <= 0:
        return ""
    # The end of a path says more than its beginning.
    head = (max_cells - 1) // 3
    tail = max_cells - 1 - head
    return _head(text, head) + ELLIPSIS + _tail(text, tail)


def words_within(text: str, max_cells: int) -> str:
    """Return the longest beginning that ends at a word's end and fits; it may be empty."""
    if cells(text) <= max_cells:
        return text
    if max_cells <= 0:
        return ""
    head = _head(text, max_cells)
    if text[len(head)] == " ":
        return head.rstrip()
    return head[: head.rfind(" ") + 1].rstrip()


def last_words_within(text: str, max_cells: int) -> str:
    """Return the longest end that begins at a word's start and fits; it may be empty."""
    if cells(text) <= max_cells:
        return text
    if max_cells <= 0:
        return ""
    tail = _tail(text, max_cells)
    if text[len(text) - len(tail) - 1] == " ":
        return tail.lstrip()
    return tail[tail.find(" ") :].lstrip() if " " in tail else ""


def wrap(pieces: Iterable[Piece], width: int, *, first: int | None = None) -> list[Line]:
    """
    Return the pieces broken at spaces into lines of at most ``width`` cells.

    The first line may be narrower, to leave room for something at its right. A word that is
    longer than a line is clipped; a first line too narrow for its first word stays empty.
    """
    lines: list[Line] = []
    current: list[Piece] = []
    room = width if first is None else first
    used = 0
    for word in _words(pieces):
        size = line_cells(word)
        gap = 1 if current else 0
        if current and used + gap + size > room:
            lines.append(merged(current))
            current, used, gap, room = [], 0, 0, width
        if not current and not lines and size > room < width:
            lines.append(())
            room = width
        if size > room:
            word = list(clip_line(word, room))
            size = line_cells(word)
        if gap:
            same = current[-1].style == word[0].style
            current.append(Piece(" ", current[-1].style if same else ""))
        current.extend(word)
        used += gap + size
    return [*lines, merged(current)] if current or not lines else lines


def clip_line(line: Sequence[Piece], max_cells: int) -> Line:
    """Return a line, its end replaced by an ellipsis when it takes more cells."""
    if line_cells(line) <= max_cells:
        return tuple(line)
    kept: list[Piece] = []
    room = max_cells
    for piece in line:
        size = cells(piece.text)
        if size >= room:
            # Something follows or overflows: this is where the ellipsis belongs.
            kept.append(piece._replace(text=clip(piece.text + ELLIPSIS, room)))
            break
        kept.append(piece)
        room -= size
    return tuple(kept)


def spread(left: Sequence[Piece], right: Sequence[Piece], width: int) -> list[Line]:
    """Return one line with its second part at the right edge, or two where one is too narrow."""
    if not right:
        return [tuple(left)]
    gap = width - line_cells(left) - line_cells(right)
    if gap >= 1:
        return [(*left, Piece(" " * gap), *right)]
    alone = width - line_cells(right)
    return [tuple(left), (Piece(" " * max(0, alone)), *right)]


def indented(lines: Iterable[Line], columns: int) -> Iterator[Line]:
    """Yield lines moved to the right; empty ones stay empty."""
    for line in lines:
        yield (Piece(" " * columns), *line) if line else line


def merged(pieces: Iterable[Piece]) -> Line:
    """Return the pieces with neighbours of one style joined."""
    joined: list[Piece] = []
    for piece in pieces:
        if joined and joined[-1].style == piece.style:
            joined[-1] = Piece(joined[-1].text + piece.text, piece.style)
        elif piece.text:
            joined.append(piece)
    return tuple(joined)


def trimmed(line: Line) -> Line:
    """Return the line without spaces at its end."""
    kept = list(line)
    while kept:
        text = kept[-1].text.rstrip(" ")
        if text:
            kept[-1] = kept[-1]._replace(text=text)
            break
        kept.pop()
    return tuple(kept)


def _words(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    # Pieces that touch without a space between them are one word.
    word: list[Piece] = []
    for text, style in pieces:
        for index, part in enumerate(text.split(" ")):
            if index and word:
                yield word
                word = []
            if part:
                word.append(Piece(part, style))
    if word:
        yield word


def _head(text: str, max_cells: int) -> str:
    if _ONE_CELL.fullmatch(text):
        return text[: max(0, max_cells)]
    used = 0
    for index, char in enumerate(text):
        used += _char_cells(char)
        if used > max_cells:
            return text[:index]
    return text


def _tail(text: str, max_cells: int) -> str:
    return _head(text[::-1], max_cells)[::-1]


def _char_cells(char: str) -> int:
    from rich.cells import get_character_cell_size  # 15 ms, needed for few articles

    return 1 if char == _EMOJI_STYLE else get_character_cell_size(char, "latest")
