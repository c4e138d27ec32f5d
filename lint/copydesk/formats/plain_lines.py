"""
The lines of a plain text, gathered into pieces: paragraphs, list items, quotes, references.

Markers at the start of a line decide; what a paragraph means in the article (title, heading) is
for `plain` to say, when all pieces are known.
"""

from __future__ import annotations

__all__ = ["Piece", "pieces"]

import re
from collections.abc import Iterator
from typing import NamedTuple

from copydesk.document import BlockKind
from copydesk.span import Span

_LINE = re.compile(r"[^\r\n]*+(?:\r\n?|\n)?")
_ITEM = re.compile(
    r"(?:(?P<bullet>[-*+•◦▪‣])|\(?(?P<number>\d{1,3})[.)]|\(?(?P<letter>[A-Za-z])\))"
    r"[ \t]++(?=\W*+\w)"
)
_QUOTE = re.compile(r">(?!\d)(?:[ \t]*+>)*+\s*+")
_REFERENCE = re.compile(r"\[(?:(?P<number>\d{1,3})\][:.]?|\^(?P<name>[\w-]{1,32})\]:)[ \t]++(?=\S)")
_UNDERLINE = re.compile(r"=++|-{3,}+|~{3,}+")

_LONGEST_WRAPPED = 120
"""Characters of the longest line that an editor would wrap at."""
_SHORT_LINE = 80
"""Characters of a line that may be a heading between unwrapped paragraphs."""


class Piece(NamedTuple):
    """One block in the making."""

    kind: BlockKind
    span: Span
    """Markers included."""
    lines: tuple[Span, ...]
    """What is read of each line: no marker, no white space around it; never empty."""
    alone: bool = False
    """Whether nothing but a blank line, or a line end in unwrapped text, stands before it."""
    indent: int = 0
    """Characters of white space before it."""
    bullet: bool = False
    number: int | None = None
    level: int = 0
    label: str = ""


class _Line(NamedTuple):
    """One line that is not blank, without the white space around it."""

    start: int
    end: int
    indent: int
    """Characters of white space before it."""


def pieces(text: str) -> list[Piece]:
    """
    Return the pieces of a text in order.

    Where nothing stands between paragraphs but a line end, each line is a piece.
    """
    chunks = list(_chunks(text))
    found: list[Piece] = []
    for chunk in chunks:
        unwrapped = _is_unwrapped(chunk, alone=len(chunks) == 1)
        for index, piece in enumerate(_pieces_of(text, chunk, unwrapped=unwrapped)):
            found.append(piece._replace(alone=unwrapped or not index))
    return found


def _chunks(text: str) -> Iterator[list[_Line]]:
    chunk: list[_Line] = []
    for match in _LINE.finditer(text):
        whole = match.group()
        content = whole.strip()
        if content:
            indent = len(whole) - len(whole.lstrip())
            start = match.start() + indent
            chunk.append(_Line(start, start + len(content), indent))
        elif chunk:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _is_unwrapped(chunk: list[_Line], *, alone: bool) -> bool:
    """
    Return whether each line of a chunk is a paragraph.

    Without a blank line in the file one line longer than any wrapped one is enough; else every
    line must be long, or short enough to be a heading.
    """
    lengths = [line.end - line.start for line in chunk]
    if max(lengths) <= _LONGEST_WRAPPED:
        return False
    return alone or all(
        length > _LONGEST_WRAPPED or length <= _SHORT_LINE for length in lengths[:-1]
    )


def _pieces_of(text: str, chunk: list[_Line], *, unwrapped: bool) -> Iterator[Piece]:
    opening: Piece | None = None
    lines: list[Span] = []
    for index, line in enumerate(chunk):
        started = _started(text, chunk, index, opening)
        content = started.lines[0] if started else Span(line.start, line.end)
        if opening and _continues(opening, started, unwrapped=unwrapped):
            if len(lines) == 1 and _is_underline(text, line, opening):
                yield opening._replace(span=Span(opening.span.start, line.end))
                opening = None
            else:
                lines.append(content)
            continue
        if opening:
            yield _finished(opening, lines)
        opening, lines = started or _paragraph(line), [content]
        if content.start >= content.end:
            opening = None  # the mark of a quote and nothing else
    if opening:
        yield _finished(opening, lines)


def _finished(opening: Piece, lines: list[Span]) -> Piece:
    span = Span(opening.span.start, lines[-1].end)
    return opening._replace(span=span, lines=tuple(lines))


def _paragraph(line: _Line) -> Piece:
    span = Span(line.start, line.end)
    return Piece(BlockKind.PARAGRAPH, span, (span,))


def _continues(opening: Piece, started: Piece | None, *, unwrapped: bool) -> bool:
    """Return whether a line belongs to the piece above it."""
    if opening.kind is BlockKind.QUOTE:
        if not started or started.kind is not BlockKind.QUOTE or started.level != opening.level:
            return False
        return started.lines[0].start < started.lines[0].end
    return not started and not unwrapped


def _is_underline(text: str, line: _Line, opening: Piece) -> bool:
    found = _UNDERLINE.fullmatch(text, line.start, line.end)
    return found is not None and opening.kind is BlockKind.PARAGRAPH


def _started(text: str, chunk: list[_Line], index: int, opening: Piece | None) -> Piece | None:
    """Return the piece of one line that a marker makes of it, or None without a marker."""
    line = chunk[index]
    whole = Span(line.start, line.end)
    if quote := _QUOTE.match(text, line.start, line.end):
        depth = quote.group().count(">")
        lines = (Span(quote.end(), line.end),)
        return Piece(BlockKind.QUOTE, whole, lines, level=depth)
    kind = opening.kind if opening else None
    if kind in {None, BlockKind.REFERENCE} and (
        entry := _REFERENCE.match(text, line.start, line.end)
    ):
        lines = (Span(entry.end(), line.end),)
        label = entry["number"] or entry["name"]
        return Piece(BlockKind.REFERENCE, whole, lines, label=label)
    item = _ITEM.match(text, line.start, line.end)
    if item and (kind is not BlockKind.PARAGRAPH or _interrupts(text, chunk, index, item)):
        return Piece(
            BlockKind.LIST_ITEM,
            whole,
            (Span(item.end(), line.end),),
            indent=line.indent,
            bullet=bool(item["bullet"]),
            number=int(item["number"]) if item["number"] else None,
        )
    return None


def _interrupts(text: str, chunk: list[_Line], index: int, item: re.Match[str]) -> bool:
    """
    Return whether an item's marker starts a list right below a paragraph.

    In a wrapped paragraph a number or a dash may come to stand at the start of a line.
    """
    if item["number"] not in {None, "1"} or item["letter"] not in {None, "a", "A"}:
        return False
    if text[chunk[index - 1].end - 1] == ":":
        return True
    if index + 1 == len(chunk):
        return False
    following = _ITEM.match(text, chunk[index + 1].start, chunk[index + 1].end)
    return following is not None and following.lastgroup == item.lastgroup
