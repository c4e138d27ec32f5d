"""
The text of one Markdown block in the making: reader text with its map, links, masks, markers.

`Leaf` is told, in source order, what the parser found, and keeps to one rule: text is copied
from the source by position, never taken from the parser, so that the map is right by
construction. What leaves no text (a comment, a tag, an image) leaves no doubled space either.
"""

from __future__ import annotations

__all__ = ["Finished", "Leaf"]

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from copydesk.document import (
    Comment,
    Emphasis,
    Image,
    Link,
    LinkKind,
    MappedText,
    MappedTextBuilder,
    Marker,
    Mask,
    MaskKind,
    Reason,
)
from copydesk.formats.address import addresses
from copydesk.formats.comment import is_directive
from copydesk.span import Span

if TYPE_CHECKING:
    from copydesk.formats.html_tokens import Token

_SPACE = " \t"
_NOT_SPACE = re.compile(r"[^ \t]")
_CODE_LINE_END = re.compile(r"(?:\r\n?|\n)[ \t]*+(?:>[ \t]*+)*+")
_BACKTICKS = re.compile(r"`+")
_LINK_TAIL = re.compile(r"[\s>]*+\]\([\s>]*+(?:<(?P<angled>[^<>\n]*)>|(?P<bare>[^\s<][^\s]*)?)")
_STRONG_TAGS = frozenset({"b", "strong"})
_EMPHASIS_TAGS = frozenset({"i", "em"})
_CODE_TAGS = frozenset({"code", "kbd", "samp", "var", "tt"})


class Finished(NamedTuple):
    """What a leaf has gathered; every offset lies within the text."""

    reader: MappedText
    masks: tuple[Mask, ...] = ()
    links: tuple[Link, ...] = ()
    images: tuple[Image, ...] = ()
    emphases: tuple[Emphasis, ...] = ()
    markers: tuple[Marker, ...] = ()
    directives: Sequence[tuple[Span, Span]] = ()
    """Spans of the directives that end the text, and of their inner text."""
    comments: Sequence[Comment] = ()

    @property
    def empty(self) -> bool:
        return not (self.reader.text or self.images or self.links or self.markers)


class _OpenLink(NamedTuple):
    start: int
    kind: LinkKind
    target: str
    span: Span
    target_span: Span | None
    """None where it is to be found behind the text."""


class _Comment(NamedTuple):
    at: int
    span: Span
    inner: Span


class Leaf:
    """
    Reader text of one block, told piece by piece.

    Args:
        source: The text that all spans point into.
        shadow: What the parser saw: the source with letters in place of template syntax.
        start: Where the block starts in the source.
        cell: Whether it is a table cell, where code may hold an escaped bar.
    """

    def __init__(self, source: str, shadow: str, start: int, *, cell: bool = False) -> None:
        self.start = start
        # before a text that opens the block there may be a backslash
        self.end = start - 2
        """Where the last piece ended in the source."""
        self._cell = cell
        self._source = source
        self._shadow = shadow
        self._builder = MappedTextBuilder()
        self._spaced = True
        self._removed = True
        self._silent = ""
        self._alt: list[str] = []
        self._image_depth = 0
        self._masks: list[Mask] = []
        self._links: list[Link] = []
        self._images: list[Image] = []
        self._emphases: list[Emphasis] = []
        self._markers: list[Marker] = []
        self._comments: list[_Comment] = []
        self._open_emphases: list[tuple[int, str]] = []
        self._open_names: dict[str, int] = {}
        self._open_links: list[_OpenLink] = []
        self._open_codes: list[int] = []

    def text(self, start: int, end: int, value: str) -> None:
        """Add a text event of the parser: a slice of what it saw, or a resolved entity."""
        before, self.end = self.end, max(self.end, end)
        if self._image_depth:
            self._alt.append(self._original(start, end, value))
        elif self._silent or start == end:
            return
        elif value != self._shadow[start:end] and self._source[start] == "&":
            self._replace(value, Span(start, end), Reason.ENTITY)
        elif before < start and start and self._shadow[start - 1] == "\\":
            self._replace(self._source[start], Span(start - 1, start + 1), Reason.ESCAPE)
            self._copy(start + 1, end)
        else:
            self._copy(start, end)

    def template(self, start: int, end: int) -> None:
        """Add template syntax as it is written, masked."""
        if self._image_depth or self._silent:
            self.text(start, end, self._source[start:end])
            return
        at = self._builder.length
        self._lines(start, end)
        self._mask(at, MaskKind.TEMPLATE)
        self.end = max(self.end, end)

    def gap(self, end: int) -> None:
        """Note that something up to ``end`` leaves no text."""
        self._removed = True
        self.end = max(self.end, end)

    def line_break(self, start: int, end: int, reason: Reason) -> None:
        """Add a soft or hard line break as one space."""
        self.end = max(self.end, end)
        if self._image_depth:
            self._alt.append(" ")
        elif not self._silent and not (self._spaced and self._removed):
            self._replace(" ", Span(start, end), reason)

    def code(self, start: int, end: int) -> None:
        """Add a code span, delimiters included in the range."""
        self.end = max(self.end, end)
        ticks = _BACKTICKS.match(self._source, start)
        width = ticks.end() - start if ticks else 0
        inner = self._source[start + width : end - width]
        lead, tail = inner[:1] in " \r\n", inner[-1:] in " \r\n"
        if inner and lead and tail and inner.strip(" \r\n"):
            crlf = inner.startswith("\r\n"), inner.endswith("\r\n")
            inner = inner[1 + crlf[0] : len(inner) - 1 - crlf[1]]
            start += 1 + crlf[0]
        if self._image_depth:
            self._alt.append(inner)
        elif not self._silent:
            at = self._builder.length
            self._lines(start + width, start + width + len(inner))
            self._mask(at, MaskKind.CODE)

    def html(self, start: int, end: int) -> None:
        """Add one tag, comment or declaration inside the text."""
        from copydesk.formats.html_tokens import TokenKind, tokens  # most articles hold no HTML

        token = next(tokens(self._source[start:end]), None)
        if token is None or self._image_depth:
            self.gap(end)
        elif token.kind is TokenKind.COMMENT:
            inner = Span(start + token.inner.start, start + token.inner.end)
            self.comment(Span(start, end), inner)
        elif token.name == "br" and not self._silent:
            self._break_tag(Span(start, end))
        else:
            self._tag(token, Span(start, end))
            self.gap(end)

    def comment(self, span: Span, inner: Span) -> None:
        """Note a comment."""
        self._comments.append(_Comment(self._builder.length, span, inner))
        self.gap(span.end)

    def marker(self, start: int, end: int, label: str) -> None:
        """Add a footnote marker."""
        if not self._image_depth:
            self._markers.append(Marker(self._builder.length, label, Span(start, end)))
        self.end = max(self.end, end)

    def open_emphasis(self, *, name: str) -> None:
        """Begin emphasis; ``name`` is the parser's, or the tag's."""
        self._open_emphases.append((self._builder.length, name))
        self._open_names[name] = self._open_names.get(name, 0) + 1

    def close_emphasis(self, end: int, *, name: str) -> None:
        """End the emphasis of a name that was opened last; what was opened in it is dropped."""
        self.end = max(self.end, end)
        while self._open_names.get(name):
            start, opened = self._open_emphases.pop()
            self._open_names[opened] -= 1
            if opened == name:
                strong = name == "Strong" or name in _STRONG_TAGS
                if start < self._builder.length:
                    self._emphases.append(Emphasis(start, self._builder.length, strong))
                return

    def open_link(self, kind: str, target: str, span: Span) -> None:
        """Begin a link; ``kind`` is the parser's word for it."""
        start = self._builder.length
        self.end = max(self.end, span.start + 1)
        match kind:
            case "Autolink" | "Email":
                target = f"mailto:{target}" if kind == "Email" else target
                address = Span(span.start + 1, span.end - 1)
                link = _OpenLink(start, LinkKind.AUTOLINK, target, span, address)
            case "Inline":
                link = _OpenLink(start, LinkKind.INLINE, target, span, None)
            case _:
                nowhere = Span(span.end, span.end)
                link = _OpenLink(start, LinkKind.REFERENCE, target, span, nowhere)
        self._open_links.append(link)

    def close_link(self, end: int) -> None:
        """End the link of Markdown that was opened last."""
        while self._open_links and self._open_links[-1].kind is LinkKind.HTML:
            self._open_links.pop()
        if self._open_links:
            self._close(self._open_links.pop(), end)

    def _close(self, link: _OpenLink, end: int) -> None:
        if not self._image_depth:
            target_span = link.target_span or self._target_span(self.end, link.span)
            target = self._original(*target_span, link.target)
            length = self._builder.length
            if link.kind is LinkKind.AUTOLINK:
                self._mask(link.start, MaskKind.URL)
            span = Span(link.span.start, end)
            self._links.append(Link(link.start, length, target, link.kind, span, target_span))
        self.end = max(self.end, end)

    def open_image(self) -> None:
        """Begin an image: what comes is its alternative text."""
        if not self._image_depth:
            self._alt = []
        self._image_depth += 1

    def close_image(self, target: str, span: Span) -> None:
        """End an image."""
        self._image_depth = max(0, self._image_depth - 1)
        if self._image_depth:
            return
        at = self._builder.length
        address = self._target_span(self.end, span)
        target = self._original(*address, target)
        self._images.append(Image(at, at, target, "".join(self._alt), span))
        self.gap(span.end)

    def finish(self) -> Finished:
        """Return what was gathered, without the space at the end of the text."""
        reader = _without_tail(self._builder.build())
        if self._plain and "//" not in reader.text and "www." not in reader.text:
            return Finished(reader)
        size = len(reader.text)
        directives, comments = self._sorted_comments(size)
        masks = [_clamped(mask, size) for mask in self._masks]
        links = [_clamped(link, size) for link in self._links]
        if "//" in reader.text or "www." in reader.text:
            _add_addresses(reader, masks, links)
        return Finished(
            reader,
            tuple(sorted(masks, key=_by_range)),
            tuple(sorted(links, key=_by_place)),
            tuple(_clamped(image, size) for image in self._images),
            tuple(sorted((_clamped(item, size) for item in self._emphases), key=_by_range)),
            tuple(marker._replace(at=min(marker.at, size)) for marker in self._markers),
            directives,
            comments,
        )

    @property
    def _plain(self) -> bool:
        """Whether there is nothing but text."""
        return not (
            self._masks
            or self._links
            or self._images
            or self._emphases
            or self._markers
            or self._comments
        )

    def _copy(self, start: int, end: int) -> None:
        """Copy a stretch of the source, each tab as a space."""
        if self._removed and self._spaced and self._source[start] in _SPACE:
            match = _NOT_SPACE.search(self._source, start, end)
            start = match.start() if match else end
        if start == end:
            return
        text = self._source[start:end]
        self._removed, self._spaced = False, text[-1] in _SPACE
        if "\t" not in text:
            self._builder.copy(text, start)
            return
        for part in _TABS.finditer(text):
            at = start + part.start()
            if part.group() == "\t":
                self._builder.replace(" ", Span(at, at + 1), Reason.TAB)
            else:
                self._builder.copy(part.group(), at)

    def _replace(self, text: str, span: Span, reason: Reason) -> None:
        self._builder.replace(text, span, reason)
        self._removed, self._spaced = False, text[-1:] in _SPACE

    def _lines(self, start: int, end: int) -> None:
        """Copy a stretch of code or template syntax as it is, its lines joined by spaces."""
        for match in (_CELL_CODE if self._cell else _CODE_LINE_END).finditer(
            self._source, start, end
        ):
            self._builder.copy(self._source[start : match.start()], start)
            if match.group() == "\\|":
                self._builder.replace("|", Span(*match.span()), Reason.ESCAPE)
            else:
                self._builder.replace(" ", Span(*match.span()), Reason.SOFT_BREAK)
            start = match.end()
        self._builder.copy(self._source[start:end], start)
        self._removed = self._spaced = False

    def _mask(self, start: int, kind: MaskKind) -> None:
        if start < self._builder.length:
            self._masks.append(Mask(start, self._builder.length, kind))

    def _original(self, start: int, end: int, value: str) -> str:
        """Return the source where template syntax stands in it, else what the parser made."""
        written = self._source[start:end]
        return value if written == self._shadow[start:end] else written

    def _target_span(self, start: int, link: Span) -> Span:
        """Return the address of an inline link whose text ends at ``start``."""
        match = _LINK_TAIL.match(self._shadow, start, link.end)
        if match is None:
            return Span(link.end, link.end)
        if match["angled"] is not None:
            return Span(*match.span("angled"))
        closing = link.end - 1
        return Span(min(match.end() - len(match["bare"] or ""), closing), min(match.end(), closing))

    def _break_tag(self, span: Span) -> None:
        if not self._spaced:
            self._replace(" ", span, Reason.HARD_BREAK)
        self.gap(span.end)

    def _tag(self, token: Token, span: Span) -> None:
        from copydesk.formats.html_tokens import EMBEDDED, RAW_TEXT, TokenKind

        name, opens = token.name, token.kind in {TokenKind.OPEN, TokenKind.RAW}
        if self._silent:
            self._silent = self._silent if opens or name != self._silent else ""
        elif opens and (name in EMBEDDED or name in RAW_TEXT):
            self._silent = "" if token.empty else name
        elif name == "img" and opens:
            alt = token.value("alt") if "alt" in token.attributes else None
            at = self._builder.length
            self._images.append(Image(at, at, token.value("src"), alt, span))
        elif name == "a":
            self._anchor(token, span, opens=opens)
        elif name in _CODE_TAGS and opens:
            self._open_codes.append(self._builder.length)
        elif name in _CODE_TAGS and self._open_codes:
            self._mask(self._open_codes.pop(), MaskKind.CODE)
        elif name in _STRONG_TAGS or name in _EMPHASIS_TAGS:
            if opens:
                self.open_emphasis(name=name)
            else:
                self.close_emphasis(span.end, name=name)

    def _anchor(self, token: Token, span: Span, *, opens: bool) -> None:
        if opens and "href" in token.attributes:
            href = token.attributes["href"]
            target = Span(span.start + href.span.start, span.start + href.span.end)
            at = self._builder.length
            self._open_links.append(_OpenLink(at, LinkKind.HTML, href.value, span, target))
        elif not opens and self._open_links and self._open_links[-1].kind is LinkKind.HTML:
            self._close(self._open_links.pop(), span.end)

    def _sorted_comments(self, size: int) -> tuple[list[tuple[Span, Span]], list[Comment]]:
        directives, comments = [], []
        for at, span, inner in self._comments:
            text = self._source[inner.start : inner.end]
            if at >= size and is_directive(text):
                directives.append((span, inner))
            else:
                comments.append(Comment(text.strip(), span))
        return directives, comments


_TABS = re.compile(r"\t|[^\t]+")
_CELL_CODE = re.compile(rf"\\\||{_CODE_LINE_END.pattern}")

_Ranged = TypeVar("_Ranged", Mask, Link, Image, Emphasis)


def _clamped(item: _Ranged, size: int) -> _Ranged:
    """Return a range cut off at the end of the text."""
    if item.end <= size:
        return item
    return item._replace(start=min(item.start, size), end=size)


def _by_place(link: Link) -> Span:
    return link.span


def _by_range(item: Mask | Emphasis) -> tuple[int, int]:
    return item.start, -item.end


def _without_tail(text: MappedText) -> MappedText:
    """Return a text without the spaces at its end."""
    size = len(text.text.rstrip(_SPACE))
    if size == len(text.text):
        return text
    runs = [run for run in text.runs if run.start < size]
    if runs and runs[-1].end > size:
        last = runs[-1]
        runs[-1] = last._replace(end=size, source_end=last.source_end - (last.end - size))
    return MappedText(text.text[:size], tuple(runs))


def _add_addresses(reader: MappedText, masks: list[Mask], links: list[Link]) -> None:
    """Add a mask, and a link where there is none, for each bare address."""
    masked, linked = _Cover(masks), _Cover(links)
    for found in addresses(reader.text):
        if masked.meets(found):
            continue
        masks.append(Mask(*found, MaskKind.URL))
        if not linked.meets(found):
            address = reader.text[found.start : found.end]
            target = f"http://{address}" if address[:4].lower() == "www." else address
            span = reader.source_span(*found)
            links.append(Link(*found, target, LinkKind.AUTOLINK, span, span))


class _Cover:
    """Ranges to ask whether one meets another range."""

    def __init__(self, items: Sequence[Mask] | Sequence[Link]) -> None:
        ranges = sorted((item.start, item.end) for item in items)
        self._starts = [start for start, _ in ranges]
        self._ends = list(accumulate((end for _, end in ranges), max))

    def meets(self, span: Span) -> bool:
        index = bisect_left(self._starts, span.end) - 1
        return index >= 0 and self._ends[index] > span.start
