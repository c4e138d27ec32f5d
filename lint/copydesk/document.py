"""
What a reader hands on: blocks of text that know, character by character, where they came from.

A `Document` is passive. The readers in `formats` build it; `views.Views` looks at it. Everything
that points into a document is a half-open range, either of the *source* (`Span`) or of one
block's *reader text*: what a person sees, with markup removed, entities resolved and soft line
breaks turned into spaces, but case, quotes and invisible characters kept.
"""

from __future__ import annotations

from bisect import bisect_right
from enum import Enum
from typing import NamedTuple

from copydesk.span import LineIndex, Span


class BlockKind(Enum):
    """What a block is; the values are the words that rule files use under ``in``."""

    TITLE = "title"
    DESCRIPTION = "description"
    """A page description that stands in the body (front matter's own is metadata)."""
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list item"
    QUOTE = "quote"
    """A paragraph inside a block quote; a callout's paragraphs are of kind paragraph."""
    TABLE_CELL = "table cell"
    CAPTION = "caption"
    CODE = "code"
    HTML = "html"
    FRONT_MATTER = "front matter"
    REFERENCE = "reference"
    """One entry of a reference list or one footnote definition."""
    DIRECTIVE = "directive"
    """A stet comment: invisible to position, word and structure rules."""
    FURNITURE = "furniture"
    """Navigation, footer, cookie notice, share buttons: the page's, not the article's."""
    TEMPLATE = "template"
    """A line of a site generator's own syntax."""


PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.DESCRIPTION})
"""The kinds a rule looks at unless it says otherwise."""


class MaskKind(Enum):
    """What a stretch of reader text is, where rules may not look unless they ask (``inside``)."""

    CODE = "code"
    URL = "url"
    QUOTATION = "quotation"
    TEMPLATE = "template"
    MATH = "math"
    NAME = "name"
    TOPIC = "topic"


class Reason(Enum):
    """Why a reader character differs from its source; the set is closed."""

    ENTITY = "entity"
    ESCAPE = "escape"
    SOFT_BREAK = "soft break"
    HARD_BREAK = "hard break"
    TAB = "tab"
    JOINED = "joined block"


class Run(NamedTuple):
    """
    One stretch of a mapped text and the stretch of its source.

    Without a reason both are equal character by character. With a reason the text stands for
    the whole source range; the source range of a `Reason.JOINED` run may be empty.
    """

    start: int
    end: int
    source_start: int
    source_end: int
    reason: Reason | None = None


class MappedText(NamedTuple):
    """Reader text with its runs, sorted and gapless over the text; source gaps are markup."""

    text: str
    runs: tuple[Run, ...]

    def source_span(self, start: int, end: int) -> Span:
        """
        Return the smallest source range that covers ``text[start:end]``.

        An empty range maps to the empty range before the character at ``start``.
        """
        if not self.runs:
            return Span(0, 0)
        if start >= end:
            point = self.source_offset(start)
            return Span(point, point)
        first = self.runs[self._run_at(start)]
        last = self.runs[self._run_at(end - 1)]
        source_start = (
            first.source_start if first.reason else first.source_start + start - first.start
        )
        source_end = last.source_end if last.reason else last.source_start + end - last.start
        return Span(source_start, source_end)

    def source_offset(self, offset: int) -> int:
        """Return the source offset of one text offset; the end of the text maps to its end."""
        if not self.runs:
            return 0
        run = self.runs[self._run_at(min(offset, len(self.text) - 1))]
        if offset >= run.end:
            return run.source_end
        return run.source_start if run.reason else run.source_start + offset - run.start

    def _run_at(self, offset: int) -> int:
        if len(self.runs) == 1:
            return 0
        return max(0, bisect_right(self.runs, (offset, _FAR)) - 1)


_FAR = 1 << 62


class MappedTextBuilder:
    """Collects reader text and its runs in source order; equal neighbours are merged."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._runs: list[Run] = []
        self.length = 0
        """Code points of reader text so far: the offset at which the next piece will start."""

    def copy(self, text: str, source_start: int) -> None:
        """Add text that stands in the source as it is, from ``source_start`` on."""
        if not text:
            return
        end = self.length + len(text)
        last = self._runs[-1] if self._runs else None
        if last and last.reason is None and last.source_end == source_start:
            self._runs[-1] = last._replace(end=end, source_end=source_start + len(text))
        else:
            self._runs.append(Run(self.length, end, source_start, source_start + len(text)))
        self._parts.append(text)
        self.length = end

    def replace(self, text: str, source: Span, reason: Reason) -> None:
        """Add text that stands for a source range of other characters."""
        if not text:
            return
        end = self.length + len(text)
        self._runs.append(Run(self.length, end, source.start, source.end, reason))
        self._parts.append(text)
        self.length = end

    def build(self) -> MappedText:
        """Return the text collected so far."""
        return MappedText("".join(self._parts), tuple(self._runs))


class Mask(NamedTuple):
    """A range of one block's reader text that is not the author's running prose."""

    start: int
    end: int
    kind: MaskKind


class LinkKind(Enum):
    """How a link is written."""

    INLINE = "inline"
    REFERENCE = "reference"
    AUTOLINK = "autolink"
    """A bare or bracketed address that is its own text."""
    HTML = "html"


class Link(NamedTuple):
    """One link; ``start`` and ``end`` are the range of its text in the block's reader text."""

    start: int
    end: int
    target: str
    kind: LinkKind
    span: Span
    """The whole construct in the source."""
    target_span: Span
    """The address in the source; empty where it is not written at this place."""


class Image(NamedTuple):
    """One image; ``start`` and ``end`` are where its alternative text stands, often empty."""

    start: int
    end: int
    target: str
    alt: str | None
    """None when the attribute is missing, "" when it is empty on purpose or by neglect."""
    span: Span


class Emphasis(NamedTuple):
    """A range of a block's reader text set in emphasis."""

    start: int
    end: int
    strong: bool


class Marker(NamedTuple):
    """A footnote marker; it leaves no character in the reader text."""

    at: int
    """Reader offset before which it stands."""
    label: str
    span: Span


class Block(NamedTuple):
    """One block of a document, in reading order."""

    kind: BlockKind
    span: Span
    """Its source range, markup of the block itself included."""
    reader: MappedText
    level: int = 0
    """Heading level from 1; list depth from 1; quote depth from 1; else 0."""
    masks: tuple[Mask, ...] = ()
    links: tuple[Link, ...] = ()
    images: tuple[Image, ...] = ()
    emphases: tuple[Emphasis, ...] = ()
    markers: tuple[Marker, ...] = ()
    group: int = -1
    """Ordinal of the list, table or quote that holds it, from 0; -1 for none."""
    row: int = -1
    """Table row from 0 (0 is the header row); list item from 0; else -1."""
    number: int | None = None
    """The number written before an ordered list item."""
    label: str = ""
    """Footnote or reference label; info string of a code fence."""
    callout: bool = False
    """Inside a callout such as ``> [!NOTE]``."""
    hidden: bool = False
    """In the source but never shown: display none, comments, hidden attributes."""
    inferred: bool = False
    """Recognised by its shape, not by markup (headings of plain text)."""

    @property
    def text(self) -> str:
        return self.reader.text


class Note(NamedTuple):
    """One fact of the metadata with the place it comes from."""

    value: str
    span: Span


class Metadata(NamedTuple):
    """What the document says of itself, from front matter, HTML head, JSON-LD or file name."""

    title: Note | None = None
    description: Note | None = None
    authors: tuple[Note, ...] = ()
    dates: tuple[Note, ...] = ()
    """Each value starts with an ISO date, ``YYYY-MM-DD``."""
    language: Note | None = None


class Definition(NamedTuple):
    """A link reference definition or footnote definition."""

    label: str
    target: str
    """Address of a link reference; "" for a footnote."""
    span: Span
    footnote: bool


class Comment(NamedTuple):
    """A comment that readers of the page do not see."""

    text: str
    span: Span


class Defect(NamedTuple):
    """A fault of the markup that only the reader can see, kept for the rule that reports it."""

    kind: str
    """One of: unclosed fence, unclosed emphasis, unclosed tag, unclosed comment,
    bad front matter, broken link."""
    span: Span
    detail: str


class Document(NamedTuple):
    """A decoded article, in blocks."""

    path: str
    format: str
    """``text``, ``markdown`` or ``html``."""
    raw: bytes
    encoding: str
    bom: bytes
    source: str
    blocks: tuple[Block, ...]
    metadata: Metadata = Metadata()
    definitions: tuple[Definition, ...] = ()
    comments: tuple[Comment, ...] = ()
    defects: tuple[Defect, ...] = ()

    def line_index(self) -> LineIndex:
        """Return a new index of the source's lines."""
        return LineIndex(self.source, encoding=self.encoding, bom_length=len(self.bom))
