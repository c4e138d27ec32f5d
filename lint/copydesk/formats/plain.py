"""
The reader of plain text: blocks by blank lines, structure by shape.

Line breaks inside a block become spaces; the markers of lists, quotes and references and the
rules under headings are left out of what is read; everything else is read as it is written.
"""

from __future__ import annotations

__all__ = ["read"]

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain
from pathlib import PurePath
from typing import NamedTuple

from copydesk.document import (
    Block,
    BlockKind,
    Link,
    LinkKind,
    MappedText,
    MappedTextBuilder,
    Mask,
    MaskKind,
    Metadata,
    Note,
    Reason,
)
from copydesk.formats.address import addresses
from copydesk.formats.plain_lines import Piece, pieces
from copydesk.formats.plain_shape import is_heading, is_heading_under_title, is_title, same_line
from copydesk.formats.source import Parsed, Source
from copydesk.span import Span

_HEADING_LEVEL = 2
_NESTING = 2
"""Characters that an item must be indented further to stand under the one before."""
_INFERRED = frozenset({BlockKind.TITLE, BlockKind.DESCRIPTION, BlockKind.HEADING})
# Anchored at the start of a token, so that a long word is tried once.
_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}+@[\w-]{1,63}+(?:\.[\w-]{1,63}+)+")
_BEFORE_PROSE = frozenset(
    {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTE, BlockKind.REFERENCE}
)
"""Kinds that may stand under a heading."""


class _Role(NamedTuple):
    """What a piece is in the article."""

    kind: BlockKind
    level: int = 0
    group: int = -1
    row: int = -1


_TITLE = _Role(BlockKind.TITLE, 1)


def read(source: Source) -> Parsed:
    """Return the blocks of a plain text."""
    found = _without_early_references(pieces(source.text))
    roles = _roles(source.text, found)
    blocks = [_block(source.text, piece, role) for piece, role in zip(found, roles, strict=True)]
    return Parsed(blocks, Metadata(dates=_dates(source.path)))


def _dates(path: str) -> tuple[Note, ...]:
    if not PurePath(path).name[:1].isdigit():
        return ()
    # front matter is not for plain text, so its module stays off the plain path
    from copydesk.formats.front_matter import dates_of_path

    return dates_of_path(path)


def _without_early_references(found: list[Piece]) -> list[Piece]:
    """Return the pieces with references as paragraphs where more prose follows than precedes."""
    prose = list(accumulate(piece.kind is BlockKind.PARAGRAPH for piece in found))
    return [
        _with_marker(piece)._replace(kind=BlockKind.PARAGRAPH, label="")
        if piece.kind is BlockKind.REFERENCE and prose[-1] - before > before
        else piece
        for piece, before in zip(found, prose, strict=True)
    ]


def _with_marker(piece: Piece) -> Piece:
    first, *rest = piece.lines
    return piece._replace(lines=(Span(piece.span.start, first.end), *rest))


def _roles(text: str, found: list[Piece]) -> list[_Role]:
    roles = list(_grouped(found))
    sizes = Counter(role.group for role in roles)
    lines = [
        _lone_line(text, piece, only=sizes[role.group] == 1)
        for piece, role in zip(found, roles, strict=True)
    ]
    body = 0
    title = _title(lines)
    if title is not None:
        roles[title] = _TITLE
        body = title + 1
        again = _restatement(lines, title)
        if again is not None:
            roles[again] = _TITLE
            body = again + 1
            if again - title == 2 and _is_prose(found[title + 1], lines[title + 1]):
                roles[title + 1] = _Role(BlockKind.DESCRIPTION)
    for index in _headings(lines, found, body):
        under_title = index == body and title is not None
        if not under_title or is_heading_under_title(lines[index]):
            roles[index] = _Role(BlockKind.HEADING, _HEADING_LEVEL)
    return roles


def _lone_line(text: str, piece: Piece, *, only: bool) -> str:
    """
    Return the text of a line that may be a title or a heading, or "" for other pieces.

    A numbered line that is the only item of its list may be a heading.
    """
    numbered = piece.number is not None and only
    if not piece.alone or len(piece.lines) > 1:
        return ""
    if piece.kind is not BlockKind.PARAGRAPH and not numbered:
        return ""
    return text[piece.lines[0].start : piece.lines[0].end]


def _title(lines: list[str]) -> int | None:
    """Return the index of the title: the first line, or the second below an announcement of it."""
    for index, line in enumerate(lines[:2]):
        if index + 1 < len(lines) and line and is_title(line):
            return index
        if not line.endswith(":"):
            return None
    return None


def _restatement(lines: list[str], title: int) -> int | None:
    near = range(title + 1, min(title + 3, len(lines)))
    return next((index for index in near if same_line(lines[index], lines[title])), None)


def _is_prose(piece: Piece, line: str) -> bool:
    return piece.kind is BlockKind.PARAGRAPH and not is_heading(line)


def _headings(lines: list[str], found: list[Piece], body: int) -> Iterator[int]:
    """Yield the indexes of short lines with prose below; of several in a row none is a heading."""
    shaped = [bool(line) and is_heading(line) for line in lines]
    for index in range(body, len(found) - 1):
        beside = shaped[index + 1] or (index > body and shaped[index - 1])
        if shaped[index] and not beside and found[index + 1].kind in _BEFORE_PROSE:
            yield index


def _grouped(found: list[Piece]) -> Iterator[_Role]:
    """Yield the role that each piece has by its marker; items in a row share a group."""
    group, row = -1, 0
    before: BlockKind | None = None
    open_items: list[Piece] = []
    for piece in found:
        if piece.kind is BlockKind.QUOTE:
            group += before is not BlockKind.QUOTE or piece.alone
            yield _Role(piece.kind, piece.level, group)
        elif piece.kind is BlockKind.LIST_ITEM:
            if before is not BlockKind.LIST_ITEM:
                open_items.clear()
            beside = _close_items(open_items, piece)
            if not open_items and (beside is None or beside.bullet != piece.bullet):
                group, row = group + 1, 0
            open_items.append(piece)
            yield _Role(piece.kind, len(open_items), group, row)
            row += 1
        else:
            yield _Role(piece.kind)
        before = piece.kind


def _close_items(open_items: list[Piece], piece: Piece) -> Piece | None:
    """Take the items off that the next item does not stand under; return the last, if any."""
    closed = None
    while open_items and piece.indent - open_items[-1].indent < _NESTING:
        closed = open_items.pop()
    return closed


def _block(text: str, piece: Piece, role: _Role) -> Block:
    heading = role.kind is BlockKind.HEADING and piece.kind is BlockKind.LIST_ITEM
    reader = _reader(text, (_with_marker(piece) if heading else piece).lines)
    masks, links = _addresses(reader)
    return Block(
        role.kind,
        piece.span,
        reader,
        level=role.level,
        masks=masks,
        links=links,
        group=role.group,
        row=role.row,
        number=None if heading else piece.number,
        label=piece.label,
        inferred=role.kind in _INFERRED,
    )


def _reader(text: str, lines: Sequence[Span]) -> MappedText:
    builder = MappedTextBuilder()
    end = lines[0].start
    for line in lines:
        if line.start > end:
            builder.replace(" ", Span(end, line.start), Reason.SOFT_BREAK)
        start = line.start
        while (tab := text.find("\t", start, line.end)) >= 0:
            builder.copy(text[start:tab], start)
            start = tab + 1
            builder.replace(" ", Span(tab, start), Reason.TAB)
        builder.copy(text[start : line.end], start)
        end = line.end
    return builder.build()


def _addresses(reader: MappedText) -> tuple[tuple[Mask, ...], tuple[Link, ...]]:
    text = reader.text
    if "@" not in text and "://" not in text and "www." not in text.lower():
        return (), ()
    links = []
    for found in addresses(text):
        address = text[found.start : found.end]
        target = f"http://{address}" if address[:4].lower() == "www." else address
        span = reader.source_span(*found)
        links.append(Link(*found, target, LinkKind.AUTOLINK, span, span))
    ranges = {(link.start, link.end) for link in links}
    if "@" in text:
        ranges.update(_e_mails(text, links))
    return tuple(Mask(*one, MaskKind.URL) for one in sorted(ranges)), tuple(links)


def _e_mails(text: str, links: Sequence[Link]) -> Iterator[tuple[int, int]]:
    """Yield the ranges of e-mail addresses that lie outside the links."""
    bounds = [*chain.from_iterable((link.start, link.end) for link in links)]
    for match in _EMAIL.finditer(text):
        after_start, after_end = (
            bisect_right(bounds, match.start()),
            bisect_left(bounds, match.end()),
        )
        if after_start == after_end and after_start % 2 == 0:
            yield match.span()
