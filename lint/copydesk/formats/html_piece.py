"""
One block of a page in the making: its text, and the ranges its inline elements cover.

A piece ends where a block-level tag, two line breaks or the source end it. Inline elements that
are still open then go on in the next piece.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple, TypeVar

from copydesk.document import (
    Block,
    BlockKind,
    Emphasis,
    Image,
    Link,
    LinkKind,
    MappedText,
    Marker,
    Mask,
    MaskKind,
)
from copydesk.formats.html_notes import (
    is_anchor,
    is_backlink,
    is_marker_link,
    is_marker_text,
    label_of,
)
from copydesk.formats.html_style import Colours
from copydesk.formats.html_text import FlowText
from copydesk.formats.html_tokens import Token
from copydesk.span import Span


class Table:
    """What is known of one table; rows are numbered when it has been seen whole."""

    __slots__ = ("cells", "group", "headed", "headers", "layout", "rows")

    def __init__(self, group: int, *, layout: bool) -> None:
        self.group = group
        self.layout = layout
        self.headed = False
        self.rows = 0
        self.headers = 0
        self.cells = 0

    @property
    def first_row(self) -> int:
        """The number of the first row: 0 when it is a header, else 1."""
        return 0 if self.headed or (self.headers and self.headers == self.cells) else 1


class Context(NamedTuple):
    """What holds at some place of the page; elements that change nothing share it."""

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    group: int = -1
    row: int = -1
    number: int | None = None
    region: int = -1
    hidden: bool = False
    quote: int = 0
    """Depth of block quotes."""
    lists: int = 0
    """Depth of lists."""
    table: Table | None = None
    in_article: bool = False
    in_main: bool = False
    note: str = ""
    """Id of the nearest element that may be a footnote."""
    notes: bool = False
    """Inside a list of notes or references."""
    author: bool = False
    label: str = ""
    colours: Colours = Colours()


class Role(Enum):
    """What an inline element means to the text."""

    LINK = "link"
    STRONG = "strong"
    STRESS = "stress"
    CODE = "code"
    QUOTATION = "quotation"
    MATH = "math"
    SUPERSCRIPT = "superscript"
    PLAIN = "plain"


_LONGEST_GLANCE = 100
"""Characters of an element whose text is looked at when it closes; elements may nest deeply."""
_MOST_TOGETHER = 16
"""Footnote markers in one superscript."""
_MASKS = {
    Role.CODE: MaskKind.CODE,
    Role.QUOTATION: MaskKind.QUOTATION,
    Role.MATH: MaskKind.MATH,
}


class Element:
    """One open element."""

    __slots__ = (
        "author", "block", "closed", "context", "floor", "inset", "items", "markers", "name",
        "number", "offset", "owner", "piece", "role", "saved", "separate", "sup_end", "token",
        "used",
    )  # fmt: skip

    def __init__(self, token: Token, context: Context, role: Role = Role.PLAIN) -> None:
        self.token = token
        self.name = token.name
        self.context = context
        self.role = role
        self.block = False
        self.inset = False
        """Its content is a block of its own inside another that goes on after it."""
        self.separate = False
        self.author = False
        self.closed = False
        self.owner: Element = self
        self.used = False
        """Whether a piece has taken its start tag already."""
        self.saved: Piece | None = None
        self.floor = 0
        self.items = 0
        self.number: int | None = None
        self.piece: Piece | None = None
        self.offset = 0
        self.markers = 0
        self.sup_end = -1


class Draft(NamedTuple):
    """A block whose kind may still change when the whole page is known."""

    block: Block
    context: Context
    authors: tuple[tuple[str, Span], ...] = ()


class Piece:
    """Collects one block."""

    __slots__ = ("_authors", "_emphases", "_link", "_links", "_masks", "_open", "_superscripts",
                 "context", "end", "flow", "images", "markers", "owner", "start")  # fmt: skip

    def __init__(self, source: str, context: Context, owner: Element, start: int) -> None:
        self.flow = FlowText(source, verbatim=context.kind is BlockKind.CODE)
        self.context = context
        self.owner = owner
        self.start = start
        self.end = start
        self.images: list[Image] = []
        self.markers: list[Marker] = []
        self._open: list[Element] = []
        self._link: Element | None = None
        self._links: list[Link] = []
        self._masks: list[Mask] = []
        self._emphases: list[Emphasis] = []
        self._authors: list[tuple[str, Span]] = []
        self._superscripts = 0

    def enter(self, element: Element) -> None:
        """Note that an inline element's range begins here."""
        element.piece = self
        element.offset = self.flow.length
        element.markers = len(self.markers)
        self._open.append(element)
        if element.role is Role.LINK:
            self._link = element
        elif element.role is Role.SUPERSCRIPT:
            self._superscripts += 1

    def leave(self, element: Element, end: int) -> None:
        """Record the range of an inline element that ends here."""
        self.end = max(self.end, end)
        role, start, stop = element.role, element.offset, self.flow.length
        element.piece = None
        if element.author and start < stop <= start + _LONGEST_GLANCE:
            self._authors.append(
                (self.flow.text(start, stop), Span(element.token.end, self.flow.source_end))
            )
        if role is Role.LINK:
            self._link = None
            self._leave_link(element, end)
        elif role is Role.SUPERSCRIPT:
            self._leave_superscript(element)
        elif start < stop:
            if role in _MASKS:
                self._masks.append(Mask(start, stop, _MASKS[role]))
            elif role is not Role.PLAIN:
                self._emphases.append(Emphasis(start, stop, role is Role.STRONG))

    def finish(self, end: int | None) -> Draft | None:
        """
        Return the block, None when there is nothing to see.

        Args:
            end: Where the end tag of its own element ends, if that is what ends it.
        """
        for element in self._open:
            if element.piece is self and (self.flow.length > element.offset or self.images):
                self.leave(element, max(self.end, self.flow.source_end))
        reader = self.flow.build()
        context = self.context
        blank = not reader.text.strip()
        if blank and not (self.images or self._links or self.markers):
            return None
        code = context.kind is BlockKind.CODE
        if blank and code:
            return None
        block = Block(
            context.kind,
            Span(self.start, max(self.end, self.flow.source_end, end or 0)),
            reader,
            level=context.level,
            masks=() if code else _trimmed(self._masks, reader),
            links=_trimmed(self._links, reader),
            images=_trimmed(self.images, reader),
            emphases=_trimmed(self._emphases, reader),
            markers=tuple([one._replace(at=min(one.at, len(reader.text))) for one in self.markers]),
            group=context.group,
            row=context.row,
            number=context.number,
            label=context.label,
            hidden=context.hidden,
        )
        authors = tuple(self._authors)
        if context.author and not authors:
            authors = ((reader.text, reader.source_span(0, len(reader.text))),)
        return Draft(block, context, authors)

    def _leave_link(self, element: Element, end: int) -> None:
        token, start, stop = element.token, element.offset, self.flow.length
        href = token.attributes["href"]
        target = href.value.strip()
        if target.startswith("#") and stop <= start + _LONGEST_GLANCE:
            short = self.flow.text(start, stop)
            marked = (
                self._superscripts or element.sup_end == stop or is_marker_link(token.attributes)
            )
            heading = self.context.kind is BlockKind.HEADING
            if is_backlink(token.attributes, short) or (heading and is_anchor(short)):
                self._take_back(start)
                return
            if marked and len(target) > 1 and is_marker_text(short):
                self._take_back(start)
                span = Span(token.start, end)
                self.markers.append(Marker(self.flow.length, label_of(target[1:]), span))
                return
        if (
            start == stop
            and not self.images
            and (token.value("aria-label") or token.value("title"))
        ):
            # an icon drawn by the style sheet, named for those who cannot see it
            return
        span = Span(token.start, end)
        self._links.append(Link(start, stop, target, LinkKind.HTML, span, href.span))

    def _take_back(self, length: int) -> None:
        self.flow.truncate(length)
        while self._masks and self._masks[-1].start >= length:
            self._masks.pop()
        while self._emphases and self._emphases[-1].start >= length:
            self._emphases.pop()

    def _leave_superscript(self, element: Element) -> None:
        self._superscripts -= 1
        start, stop = element.offset, self.flow.length
        new = len(self.markers) - element.markers
        if 0 < new <= _MOST_TOGETHER and stop <= start + _LONGEST_GLANCE:
            rest = self.flow.text(start, stop)
            if rest and not any(char.isalnum() for char in rest):
                self._take_back(start)
                for index in range(element.markers, len(self.markers)):
                    self.markers[index] = self.markers[index]._replace(at=self.flow.length)
        elif self._link is not None and self._link.offset == start:
            self._link.sup_end = stop


_Range = TypeVar("_Range", Mask, Link, Image, Emphasis)


def _trimmed(ranges: Sequence[_Range], reader: MappedText) -> tuple[_Range, ...]:
    """Return the ranges without spaces at their edges and inside the text."""
    return tuple([_trim(item, reader.text) for item in ranges]) if ranges else ()


def _trim(item: _Range, text: str) -> _Range:
    start, end = min(item.start, len(text)), min(item.end, len(text))
    while start < end and text[start] == " ":
        start += 1
    while start < end and text[end - 1] == " ":
        end -= 1
    if (start, end) == (item.start, item.end):
        return item
    return item._replace(start=start, end=end)
