"""
The parser's stream of events, turned into blocks in one pass and without recursion.

Containers (lists, quotes, footnotes) only change what is known of the place; the text of a block
is gathered by a `Leaf`; template syntax that stands on its own lines cuts a text in two.
"""

from __future__ import annotations

__all__ = ["OPTIONS", "Reading"]

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import pyromark
from pyromark import Options

from copydesk.document import (
    Block,
    BlockKind,
    Comment,
    Defect,
    Definition,
    MappedText,
    MappedTextBuilder,
    Mask,
    MaskKind,
    Reason,
)
from copydesk.formats.byte_offsets import byte_offsets
from copydesk.formats.comment import directive, is_directive, is_template_mark, template_line
from copydesk.formats.fragment import fragment
from copydesk.formats.inline import Finished, Leaf
from copydesk.formats.leftover import leftovers
from copydesk.formats.template import Template, Use
from copydesk.span import Span

# Mathematics stays off: "$5 and $6" would be a formula.
OPTIONS = (
    Options.ENABLE_TABLES
    | Options.ENABLE_FOOTNOTES
    | Options.ENABLE_STRIKETHROUGH
    | Options.ENABLE_TASKLISTS
    | Options.ENABLE_GFM
)

_CALLOUT = re.compile(r">[ \t]?\[!\w[\w-]*\][-+]?[ \t]*")
_NUMBER = re.compile(r"\d{1,9}(?=[.)])")
_FENCE = re.compile(r"(?P<fence>`{3,}|~{3,})")
_LINE_REST = re.compile(r"[^\r\n]*")
_COMMENT = re.compile(r"[ \t\r\n>]*(?P<comment><!--(?P<inner>.*?)-->)", re.DOTALL)
_QUOTE_PREFIX = " \t>"
_INDENTING = frozenset({"!!!", "???", "==="})
_NO_TEXT = MappedText("", ())
_EXCERPT = 40
_TEXTS = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTE})


class _Place(NamedTuple):
    """Where in lists, quotes and notes a block stands; each container hands on its own."""

    quotes: int = 0
    quote: int = -1
    lists: int = 0
    list: int = -1
    row: int = -1
    note: str = ""
    callout: bool = False


class _Shape(NamedTuple):
    """What the block in progress will be."""

    kind: BlockKind
    start: int
    level: int = 0
    group: int = -1
    row: int = -1


class _Item(NamedTuple):
    """The start of a list item that no block of text stands for yet."""

    start: int
    number: int | None
    blocks: int
    """Blocks before it."""


class Reading:
    """
    One pass over the events of one document.

    Args:
        source: The text that all spans point into.
        shadow: What the parser sees: the source with letters in place of template syntax.
        templates: The template syntax, sorted.
        indented_code: Whether text that is indented by four spaces is code.
    """

    def __init__(
        self,
        source: str,
        shadow: str,
        templates: Sequence[Template],
        *,
        indented_code: bool,
    ) -> None:
        self.blocks: list[Block] = []
        self.definitions: list[Definition] = []
        self.comments: list[Comment] = []
        self.defects: list[Defect] = []
        self._indented_code = indented_code
        self._source = source
        self._shadow = shadow
        self._templates = templates
        self._template = 0
        self._place = _Place()
        self._places: list[_Place] = []
        self._rows: list[int] = []
        self._items: list[_Item | None] = []
        self._counts = {BlockKind.LIST_ITEM: -1, BlockKind.TABLE_CELL: -1, BlockKind.QUOTE: -1}
        self._table_row = -1
        self._leaf: Leaf | None = None
        self._leaf_shape = _Shape(BlockKind.PARAGRAPH, 0)
        self._shape: _Shape | None = None
        self._blocks_before = 0
        self._text_from = 0
        self._images: list[str] = []
        self._pieces: list[Span] = []
        self._in_code = False
        self._inside_indented = False
        self._info: str | None = None

    def run(
        self,
        text: str,
        offset: Callable[[int], int],
        end_offset: Callable[[int], int] | None = None,
    ) -> None:
        """
        Read all events of a text.

        Args:
            text: What to parse.
            offset: From byte offsets in it to the source.
            end_offset: The same for ends of ranges, where it differs.
        """
        end_offset = end_offset or offset
        handlers, text_event, line_event = _HANDLERS, self._text, self._line_event
        for event, place in pyromark.events_with_range(text, options=OPTIONS):
            start, end = offset(place["start"]), end_offset(place["end"])
            if isinstance(event, str):
                line_event(event, start, end)
                continue
            name: str
            value: Any
            ((name, value),) = event.items()
            if name == "Text":
                text_event(start, end, value)
                continue
            if name in _TAGS:
                if isinstance(value, str):
                    name, value = name + value, None
                else:
                    ((tag, value),) = value.items()
                    name += tag
            if handler := handlers.get(name):
                handler(self, start, end, value)
        self._flush()

    def _line_event(self, event: str, start: int, end: int) -> None:
        if event == "Rule":
            self._flush()
        elif self._leaf:
            reason = Reason.SOFT_BREAK if event == "SoftBreak" else Reason.HARD_BREAK
            self._leaf.line_break(start, end, reason)

    def _text(self, start: int, end: int, value: str) -> None:
        if self._in_code:
            self._pieces.append(Span(start, end))
            return
        if start < self._text_from:
            start = min(end, self._text_from)
            value = self._shadow[start:end]
        if start == end:
            return
        if self._templates:
            at = self._constructs(start, end)
            if at == end:
                return
            start, value = at, value if at == start else self._shadow[at:end]
        self._open(start).text(start, end, value)

    def _constructs(self, at: int, end: int) -> int:
        """Read a text event up to the last template construct in it; return where that ends."""
        while self._template < len(self._templates):
            construct = self._templates[self._template]
            start, stop = construct.span
            if start >= end:
                break
            if stop > at:
                if start > at:
                    self._open(at).text(at, start, self._shadow[at:start])
                    at = start
                self._construct(construct, at, min(stop, end))
                at = min(stop, end)
                if stop > end:
                    break
            self._template += 1
        return at

    def _construct(self, construct: Template, start: int, end: int) -> None:
        """Read one line of a template construct."""
        first = start == construct.span.start
        if construct.alone:
            if first:
                self._construct_line(construct)
            return
        leaf = self._open(start)
        match construct.use:
            case Use.TEXT:
                leaf.text(start, end, self._shadow[start:end])
            case Use.COMMENT if first:
                leaf.comment(construct.span, _inside(construct.span, self._source))
            case Use.COMMENT | Use.ATTRIBUTE:
                leaf.gap(end)
            case _:
                leaf.template(start, end)

    def _construct_line(self, construct: Template) -> None:
        """Read a template construct that stands alone: it ends the block in progress."""
        self._flush()
        if self._shape:
            self._shape = self._shape._replace(start=-1)
        span = construct.span
        if construct.use is Use.COMMENT:
            self._comment(span, _inside(span, self._source))
        elif construct.use is Use.CODE:
            reader = _copied(self._source, [span])
            self.blocks.append(self._in_place(Block(BlockKind.CODE, span, reader)))
        else:
            self.blocks.append(self._in_place(template_line(self._source, span)))

    def _open(self, start: int) -> Leaf:
        """Return the text in progress; begin one at ``start`` if there is none."""
        if self._leaf is None:
            shape = self._shape or self._prose(start)
            self._leaf_shape = shape if shape.start >= 0 else shape._replace(start=start)
            cell = shape.kind is BlockKind.TABLE_CELL
            self._leaf = Leaf(self._source, self._shadow, start, cell=cell)
        return self._leaf

    def _prose(self, start: int) -> _Shape:
        """Return what a text that is neither heading nor table is at this place."""
        place = self._place
        if place.note:
            return _Shape(BlockKind.REFERENCE, start)
        if place.quotes:
            return _Shape(BlockKind.QUOTE, start, place.quotes, place.quote)
        if place.lists:
            return _Shape(BlockKind.LIST_ITEM, start, place.lists, place.list, place.row)
        return _Shape(BlockKind.PARAGRAPH, start)

    def _flush(self, end: int = 0) -> None:
        """End the text in progress, if there is one."""
        if self._leaf is None:
            return
        leaf, self._leaf = self._leaf, None
        text = leaf.finish()
        if not text.empty:
            self._add(text, max(leaf.end, end))
        for span, inner in text.directives:
            self.blocks.append(directive(self._source, span, inner))
        self.comments.extend(one for one in text.comments if not is_template_mark(one.text))

    def _add(self, text: Finished, end: int) -> None:
        shape = self._leaf_shape
        start, number = shape.start, None
        if shape.kind is BlockKind.LIST_ITEM and (item := self._take_item()):
            number = item.number
            start = item.start if item.blocks == len(self.blocks) else start
        whole = text.masks and Mask(0, len(text.reader.text), MaskKind.TEMPLATE) in text.masks
        kind = BlockKind.TEMPLATE if whole else shape.kind
        place = self._place
        block = Block(
            kind,
            self._trimmed(start, end),
            text.reader,
            shape.level,
            text.masks,
            text.links,
            text.images,
            text.emphases,
            text.markers,
            shape.group,
            shape.row,
            number,
            place.note if shape.kind is BlockKind.REFERENCE else "",
            place.callout,
        )
        self.blocks.append(block)
        self.defects.extend(leftovers(text.reader, text.masks))

    def _take_item(self) -> _Item | None:
        if not self._items:
            return None
        item, self._items[-1] = self._items[-1], None
        return item

    def _in_place(self, block: Block) -> Block:
        """Return a block without text of its own with what its containers say of it."""
        return block._replace(callout=True) if self._place.callout else block

    def _trimmed(self, start: int, end: int) -> Span:
        """Return a range without the white space around it."""
        while start < end and self._source[start].isspace():
            start += 1
        while end > start and self._source[end - 1].isspace():
            end -= 1
        return Span(start, end)

    def _enter(self, place: _Place) -> None:
        self._places.append(self._place)
        self._place = place

    def _leave(self, start: int, end: int, _: Any) -> None:
        self._flush()
        self._place = self._places.pop()

    def _next(self, kind: BlockKind) -> int:
        self._counts[kind] += 1
        return self._counts[kind]

    def _shape_as(self, shape: _Shape) -> None:
        self._flush()
        self._shape = shape
        self._blocks_before = len(self.blocks)

    def _start_paragraph(self, start: int, end: int, _: Any) -> None:
        self._shape_as(self._prose(start))

    def _start_heading(self, start: int, end: int, value: Any) -> None:
        if self._place.note or self._place.quotes:
            self._shape_as(self._prose(start))
        else:
            self._shape_as(_Shape(BlockKind.HEADING, start, int(value["level"][1:])))

    def _end_text(self, start: int, end: int, _: Any) -> None:
        self._flush(end)
        self._shape = None

    def _end_heading(self, start: int, end: int, _: Any) -> None:
        shape = self._shape
        self._end_text(start, end, _)
        empty = self._blocks_before == len(self.blocks)
        if empty and shape and shape.kind is BlockKind.HEADING:
            self.blocks.append(self._empty(shape, end, None))

    def _empty(self, shape: _Shape, end: int, number: int | None) -> Block:
        """Return a heading or list item that somebody left empty."""
        kind, start, level, group, row = shape
        span = self._trimmed(start, end)
        block = Block(kind, span, _NO_TEXT, level, group=group, row=row, number=number)
        return self._in_place(block)

    def _start_quote(self, start: int, end: int, value: Any) -> None:
        self._flush()
        place = self._place
        marker = None if value else _CALLOUT.match(self._shadow, start, end)
        if marker:
            self._text_from = marker.end()
        if value or marker:
            self._enter(place._replace(callout=True))
        else:
            quote = self._next(BlockKind.QUOTE)
            self._enter(place._replace(quotes=place.quotes + 1, quote=quote))

    def _start_list(self, start: int, end: int, _: Any) -> None:
        self._flush()
        place = self._place
        self._rows.append(-1)
        self._enter(place._replace(lists=place.lists + 1, list=self._next(BlockKind.LIST_ITEM)))

    def _end_list(self, start: int, end: int, _: Any) -> None:
        self._leave(start, end, _)
        self._rows.pop()

    def _start_item(self, start: int, end: int, _: Any) -> None:
        self._flush()
        self._rows[-1] += 1
        self._enter(self._place._replace(row=self._rows[-1]))
        number = _NUMBER.match(self._shadow, start, end)
        value = int(number.group()) if number else None
        self._items.append(_Item(start, value, len(self.blocks)))

    def _end_item(self, start: int, end: int, _: Any) -> None:
        self._flush()
        item = self._items.pop()
        if item and item.blocks == len(self.blocks):
            self.blocks.append(self._empty(self._prose(start), end, item.number))
        self._place = self._places.pop()

    def _start_note(self, start: int, end: int, label: Any) -> None:
        self._flush()
        self.definitions.append(Definition(label, "", self._trimmed(start, end), footnote=True))
        self._enter(self._place._replace(note=label))

    def _start_table(self, start: int, end: int, _: Any) -> None:
        self._flush()
        self._next(BlockKind.TABLE_CELL)
        self._table_row = -1

    def _start_row(self, start: int, end: int, _: Any) -> None:
        self._table_row += 1

    def _start_cell(self, start: int, end: int, _: Any) -> None:
        table = self._counts[BlockKind.TABLE_CELL]
        self._shape_as(_Shape(BlockKind.TABLE_CELL, start, group=table, row=self._table_row))

    def _start_code(self, start: int, end: int, value: Any) -> None:
        self._flush()
        self._in_code = True
        self._pieces = []
        self._info = None if isinstance(value, str) else value["Fenced"]

    def _end_code(self, start: int, end: int, _: Any) -> None:
        self._in_code = False
        if self._info is None and self._is_indented_text():
            self._run_indented()
            return
        reader = _copied(self._source, self._pieces)
        span = self._trimmed(start, end)
        self.blocks.append(
            self._in_place(Block(BlockKind.CODE, span, reader, label=self._info or ""))
        )
        if self._info is not None and (fence := _FENCE.match(self._source, start)):
            self._fence(fence, span)

    def _is_indented_text(self) -> bool:
        """Return whether indentation makes no code here."""
        if self._inside_indented:
            return False  # one level is enough, and a hostile text has thousands
        return not self._indented_code or self._follows_indenting_line()

    def _follows_indenting_line(self) -> bool:
        last = self.blocks[-1] if self.blocks else None
        return last is not None and last.kind is BlockKind.TEMPLATE and last.text[:3] in _INDENTING

    def _run_indented(self) -> None:
        """Read indented lines as the text they are where indentation does not make code."""
        parts: list[str] = []
        starts: list[int] = []
        origins: list[int] = []
        size = 0
        for start, end in self._pieces:
            line = self._shadow[start:end]
            text = line.lstrip(" \t")
            starts.append(size)
            origins.append(end - len(text))
            parts.append(text)
            size += len(text)
        whole = "".join(parts)
        code_point = byte_offsets(whole, 0)

        def offset(byte: int) -> int:
            at = code_point(byte)
            index = bisect_right(starts, at) - 1
            return origins[index] + at - starts[index]

        def end_offset(byte: int) -> int:
            return offset(byte - 1) + 1 if byte else offset(0)

        self._inside_indented = True
        self.run(whole, offset, end_offset)
        self._inside_indented = False

    def _fence(self, fence: re.Match[str], span: Span) -> None:
        mark = fence["fence"]
        tail = self._source[fence.end() : span.end]
        last = tail[max(tail.rfind("\n"), tail.rfind("\r")) + 1 :].strip(_QUOTE_PREFIX)
        one_line = "\n" not in tail and "\r" not in tail
        if one_line or len(last) < len(mark) or last.strip(mark[0]):
            info = _LINE_REST.match(tail)
            place = Span(fence.start(), fence.end() + (len(info[0].rstrip()) if info else 0))
            self.defects.append(Defect("unclosed fence", place, mark))

    def _start_html(self, start: int, end: int, _: Any) -> None:
        self._flush()
        self._pieces = []

    def _html(self, start: int, end: int, _: Any) -> None:
        self._pieces.append(Span(start, end))

    def _end_html(self, start: int, end: int, _: Any) -> None:
        if not self._pieces:
            return
        at, end = self._pieces[0].start, self._pieces[-1].end
        while comment := _COMMENT.match(self._source, at, end):
            self._comment(Span(*comment.span("comment")), Span(*comment.span("inner")))
            at = comment.end()
        rest = self._trimmed(at, end)
        if self._source.startswith("<!--", rest.start):
            detail = self._source[rest.start : min(rest.end, rest.start + _EXCERPT)]
            self.defects.append(Defect("unclosed comment", rest, detail))
            self.comments.append(Comment(self._source[rest.start + 4 : rest.end].strip(), rest))
        elif rest.start < rest.end:
            self._fragment(rest)

    def _fragment(self, span: Span) -> None:
        """Read a stretch of HTML; what holds nothing to read stays as it is."""
        found = fragment(self._source, self._shadow, self._unquoted(span), span, self._templates)
        self.comments.extend(found.comments)
        self.defects.extend(found.defects)
        blocks = self._numbered(found.blocks)
        if not blocks:
            blocks = [Block(BlockKind.HTML, span, _copied(self._source, [span]))]
        self.blocks.extend(self._in_place(self._quoted(block)) for block in blocks)

    def _unquoted(self, span: Span) -> str:
        """Return a stretch of an HTML block with spaces for the marks of the quotes around it."""
        parts: list[str] = []
        at = span.start
        for piece in self._pieces:
            if piece.end <= at:
                continue
            start = max(at, piece.start)
            end = min(piece.end, span.end)
            parts.append(self._shadow[at:start].replace(">", " "))
            parts.append(self._shadow[start:end])
            at = max(at, end)
        return "".join(parts)

    def _numbered(self, blocks: Sequence[Block]) -> list[Block]:
        """Return blocks with their lists, tables and quotes counted on from ours."""
        first = {kind: count + 1 for kind, count in self._counts.items()}
        moved = []
        for block in blocks:
            if block.group >= 0 and block.kind in first:
                group = first[block.kind] + block.group
                self._counts[block.kind] = max(self._counts[block.kind], group)
                block = block._replace(group=group)
            moved.append(block)
        return moved

    def _quoted(self, block: Block) -> Block:
        """Return a block of a fragment as what it is inside a quote, a list or a footnote."""
        place = self._place
        plain = block.kind is BlockKind.PARAGRAPH and place.lists
        if not (plain or (block.kind in _TEXTS and (place.quotes or place.note))):
            return block
        kind, _, level, group, row = self._prose(0)
        return block._replace(
            kind=kind, level=level, group=group, row=row, number=None, label=place.note
        )

    def _comment(self, span: Span, inner: Span) -> None:
        """Read a comment that stands between blocks."""
        text = self._source[inner.start : inner.end]
        if is_directive(text):
            group = self._place.quote if self._place.quotes else self._place.list
            self.blocks.append(directive(self._source, span, inner)._replace(group=group))
        elif is_template_mark(text):
            self.blocks.append(template_line(self._source, span))
        else:
            self.comments.append(Comment(text.strip(), span))

    def _inline_html(self, start: int, end: int, _: Any) -> None:
        self._open(start).html(start, end)

    def _code_span(self, start: int, end: int, _: Any) -> None:
        self._open(start).code(start, end)

    def _marker(self, start: int, end: int, label: Any) -> None:
        self._open(start).marker(start, end, label)

    def _task(self, start: int, end: int, _: Any) -> None:
        self._open(start).gap(end)

    def _start_emphasis(self, start: int, end: int, _: Any) -> None:
        self._open(start).open_emphasis(name="Emphasis")

    def _end_emphasis(self, start: int, end: int, _: Any) -> None:
        if self._leaf:
            self._leaf.close_emphasis(end, name="Emphasis")

    def _start_strong(self, start: int, end: int, _: Any) -> None:
        self._open(start).open_emphasis(name="Strong")

    def _end_strong(self, start: int, end: int, _: Any) -> None:
        if self._leaf:
            self._leaf.close_emphasis(end, name="Strong")

    def _start_link(self, start: int, end: int, value: Any) -> None:
        self._open(start).open_link(value["link_type"], value["dest_url"], Span(start, end))

    def _end_link(self, start: int, end: int, _: Any) -> None:
        if self._leaf:
            self._leaf.close_link(end)

    def _start_image(self, start: int, end: int, value: Any) -> None:
        self._images.append(value["dest_url"])
        self._open(start).open_image()

    def _end_image(self, start: int, end: int, _: Any) -> None:
        target = self._images.pop()
        if self._leaf:
            self._leaf.close_image(target, Span(start, end))


_Handler = Callable[[Reading, int, int, Any], None]

_TAGS = frozenset({"Start", "End"})
_HANDLERS: Mapping[str, _Handler] = {
    "StartParagraph": Reading._start_paragraph,
    "StartHeading": Reading._start_heading,
    "StartBlockQuote": Reading._start_quote,
    "StartList": Reading._start_list,
    "StartItem": Reading._start_item,
    "StartFootnoteDefinition": Reading._start_note,
    "StartTable": Reading._start_table,
    "StartTableHead": Reading._start_row,
    "StartTableRow": Reading._start_row,
    "StartTableCell": Reading._start_cell,
    "StartCodeBlock": Reading._start_code,
    "StartHtmlBlock": Reading._start_html,
    "StartEmphasis": Reading._start_emphasis,
    "StartStrong": Reading._start_strong,
    "StartLink": Reading._start_link,
    "StartImage": Reading._start_image,
    "EndParagraph": Reading._end_text,
    "EndHeading": Reading._end_heading,
    "EndBlockQuote": Reading._leave,
    "EndList": Reading._end_list,
    "EndItem": Reading._end_item,
    "EndFootnoteDefinition": Reading._leave,
    "EndTableCell": Reading._end_text,
    "EndCodeBlock": Reading._end_code,
    "EndHtmlBlock": Reading._end_html,
    "EndEmphasis": Reading._end_emphasis,
    "EndStrong": Reading._end_strong,
    "EndLink": Reading._end_link,
    "EndImage": Reading._end_image,
    "Code": Reading._code_span,
    "Html": Reading._html,
    "InlineHtml": Reading._inline_html,
    "FootnoteReference": Reading._marker,
    "TaskListMarker": Reading._task,
}
"""What to do with an event; those that are missing change nothing."""


def _copied(source: str, spans: Iterable[Span]) -> MappedText:
    builder = MappedTextBuilder()
    for start, end in spans:
        builder.copy(source[start:end], start)
    return builder.build()


def _inside(span: Span, source: str) -> Span:
    """Return a comment of a site generator without its delimiters."""
    width = 3 if source.startswith("{/*", span.start) else 2
    return Span(span.start + width, max(span.start + width, span.end - width))
