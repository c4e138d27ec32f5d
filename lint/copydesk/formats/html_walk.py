"""
Walk over a page's tags and cut it into blocks.

A stack of open elements stands in for the tree: it closes what browsers close, one push and one
pop per element, so that depth and disorder cost nothing extra. Block-level tags end the piece of
text before them. Inline elements only leave ranges in it; they may close in any order.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from copydesk.document import Block, BlockKind, Comment, Defect, Image, MappedText, Run
from copydesk.formats.html_context import Contexts, is_interesting, language_of, names_author
from copydesk.formats.html_elements import (
    BLOCKS,
    CLOSES_PARAGRAPH,
    HEADINGS,
    IMPLIED,
    INSETS,
    ITEMS,
    LISTS,
    MUST_CLOSE,
    OWNERS,
    ROLES,
    ROOTS,
    SCOPES,
    TABLE_PARTS,
    VOID,
)
from copydesk.formats.html_furniture import (
    RUNNING_TEXT,
)
from copydesk.formats.html_meta import Head
from copydesk.formats.html_piece import Context, Draft, Element, Piece, Role
from copydesk.formats.html_style import colours, is_hidden
from copydesk.formats.html_text import FlowText
from copydesk.formats.html_tokens import Attribute, Token, TokenKind, tokens
from copydesk.span import Span

_NOT_SPACE = re.compile(r"[^\t\n\f\r ]")
_LINE_END = re.compile(r"[\r\n]")
_DIRECTIVE = re.compile(r"\s*stet\b")
_NO_COMMENT = re.compile(r"\s*(?:doctype\b|xml[\s-]|\[CDATA\[)", re.IGNORECASE)
_MOST_CARRIED = 8
"""Inline elements that go on from block to block; browsers forget beyond a few as well."""
_STYLE_SHEETS = frozenset({"stylesheet", "preload"})


class Moment(NamedTuple):
    """A ``time`` element's date and where it stands."""

    written: Attribute
    context: Context


class Walk:
    """
    Blocks, comments and metadata of one source, gathered in a single pass.

    Args:
        source: HTML text.
        page: Whether it is a whole page, with furniture and metadata, or a fragment.
        xml: Whether the source is XHTML.

    Attributes:
        drafts: The blocks in the order they end.
        directives: The stet comments.
        moments: The ``time`` elements.
        contexts: The regions of the page.
        head: What the page says of itself.
    """

    def __init__(self, source: str, *, page: bool, xml: bool) -> None:
        self.drafts: list[Draft] = []
        self.directives: list[Block] = []
        self.comments: list[Comment] = []
        self.defects: list[Defect] = []
        self.moments: list[Moment] = []
        self.contexts = Contexts(page=page)
        self.head = Head(source)
        self._source = source
        self._page = page
        self._xml = xml
        self._piece: Piece | None = None
        root = Element(Token(TokenKind.OPEN, 0, 0), Context())
        self._stack = [root]
        self._open: dict[str, list[int]] = {}
        self._scopes: list[int] = []
        self._inlines: list[Element] = []
        self._floor = 0
        self._ended = False

    def run(self) -> None:
        """Walk to the end of the source."""
        for token in tokens(self._source, xml=self._xml):
            kind = token.kind
            if kind is TokenKind.TEXT:
                self._text(token.start, token.end)
            elif kind is TokenKind.OPEN:
                self._start_tag(token)
            elif kind is TokenKind.CLOSE:
                self._end_tag(token)
            else:
                self._other(token)
        self._ended = True
        self._pop_to(1, len(self._source))
        self._flush()

    def _other(self, token: Token) -> None:
        if token.kind is TokenKind.RAW:
            self._raw(token)
        elif token.kind is TokenKind.UNFINISHED:
            self._defect("unclosed tag", token.start, token.end, f"<{token.name}")
        else:
            self._comment(token)

    # text

    def _text(self, start: int, end: int) -> None:
        piece = self._piece
        if piece is None:
            first = _NOT_SPACE.search(self._source, start, end)
            if first is None and self._stack[-1].context.kind is not BlockKind.CODE:
                return
            piece = self._begin(first.start() if first else start)
        if piece.context.kind is BlockKind.CODE and start == piece.owner.token.end:
            start += self._line_end(start)
        piece.flow.add(start, end)

    def _line_end(self, position: int) -> int:
        if self._source.startswith("\r\n", position):
            return 2
        return 1 if self._source.startswith(("\n", "\r"), position) else 0

    def _begin(self, start: int) -> Piece:
        element = self._stack[-1]
        owner = element.owner
        if not owner.used and (owner.inset or owner.name in OWNERS):
            start = owner.token.start
        owner.used = True
        piece = self._piece = Piece(self._source, element.context, owner, start)
        inlines = self._inlines
        while len(inlines) > self._floor and inlines[-1].closed:
            inlines.pop()
        if len(inlines) > self._floor:
            for inline in inlines[max(self._floor, len(inlines) - _MOST_CARRIED) :]:
                if not inline.closed:
                    piece.enter(inline)
        return piece

    def _flush(self, end: int | None = None) -> None:
        piece, self._piece = self._piece, None
        draft = piece.finish(end) if piece else None
        if draft is None:
            return
        self.drafts.append(draft)
        region = self.contexts.region(draft.context)
        text = draft.block.reader.text
        if len(text) >= RUNNING_TEXT and not draft.block.hidden:
            region.weight += len(text)
        if draft.block.kind is BlockKind.HEADING and not region.first_heading:
            region.first_heading = text

    # tags

    def _start_tag(self, token: Token) -> None:
        name = token.name
        if name in VOID:
            self._void(token)
        elif name in ROOTS:
            self._root(token)
        elif name in BLOCKS:
            self._open_block(token)
            if self._xml and token.empty:
                self._close_block(token)
        elif not (self._xml and token.empty):
            self._open_inline(token)

    def _void(self, token: Token) -> None:
        name = token.name
        if name == "br":
            self._line_break(token)
        elif name == "img":
            self._image(token)
        elif name == "hr":
            self._imply("hr", token.start)
            self._flush()
        elif name == "meta" and self._page:
            self.head.meta(token)
        elif name == "link" and token.value("rel").lower() in _STYLE_SHEETS:
            self.contexts.styled = True

    def _root(self, token: Token) -> None:
        if token.name == "html":
            self.head.root(token)
        if token.name == "body" and token.attributes:
            root = self._stack[0]
            around = root.context
            root.context = around._replace(colours=colours(token.attributes, around.colours))

    def _line_break(self, token: Token) -> None:
        piece = self._piece
        if piece is None:
            return
        shown = piece.flow.line_break(Span(token.start, token.end))
        if not shown and piece.context.kind is not BlockKind.HEADING:
            self._flush()

    def _image(self, token: Token) -> None:
        attributes = token.attributes
        if is_hidden(attributes) or _is_pixel(token):
            return
        alt = token.value("alt") if "alt" in attributes else None
        if alt is None and token.value("aria-hidden") == "true":
            alt = ""
        piece = self._piece or self._begin(token.start)
        at = piece.flow.length
        span = Span(token.start, token.end)
        piece.images.append(Image(at, at, token.value("src").strip(), alt, span))
        piece.end = max(piece.end, token.end)

    def _open_block(self, token: Token) -> None:
        self._imply(token.name, token.start)
        self._flush()
        holder = self._holder(token.name) if token.name in ITEMS else None
        context = self.contexts.block(token, self._stack[-1].context, holder)
        element = Element(token, context)
        element.block = True
        self._push(element)
        if token.name in SCOPES:
            self._scopes.append(len(self._stack) - 1)

    def _holder(self, name: str) -> Element | None:
        index = max(self._last(one) for one in (LISTS if name == "li" else ("dl",)))
        return self._stack[index] if index > self._barrier() else None

    def _open_inline(self, token: Token) -> None:
        name, attributes = token.name, token.attributes
        if name == "a":
            self._end_link(token)
        role = ROLES.get(name, Role.PLAIN)
        if role is Role.LINK and "href" not in attributes:
            role = Role.PLAIN
        if name == "time" and "datetime" in attributes:
            self.moments.append(Moment(attributes["datetime"], self._stack[-1].context))
        around = self._stack[-1].context
        context, inset, author = around, name in INSETS, False
        if inset or (attributes and is_interesting(token)):
            alone = self._stack[-1].owner.name not in OWNERS
            context = self.contexts.inline(token, around, alone=alone)
            author = names_author(attributes)
            # inside a furniture region or hidden element the text is set apart already
            inset = inset or context is not around
        author = author or (role is Role.LINK and token.value("rel") == "author")
        if role is Role.PLAIN and not (inset or author or name == "span" or self._open.get(name)):
            return
        element = Element(token, context, role)
        element.author = author
        element.inset = inset
        if inset:
            self._open_inset(element)
            return
        element.owner = self._stack[-1].owner
        self._push(element)
        if role is not Role.PLAIN or author:
            self._inlines.append(element)
            piece = self._piece or self._begin(token.start)
            piece.enter(element)
            if role is Role.CODE and piece.context.kind is BlockKind.CODE:
                label = piece.context.label or language_of(token)
                piece.context = piece.context._replace(label=label)

    def _open_inset(self, element: Element) -> None:
        element.saved, self._piece = self._piece, None
        element.floor, self._floor = self._floor, len(self._inlines)
        element.separate = element.name in INSETS
        self._push(element)
        if element.role is not Role.PLAIN:
            self._inlines.append(element)
            self._begin(element.token.start).enter(element)

    def _push(self, element: Element) -> None:
        self._open.setdefault(element.name, []).append(len(self._stack))
        self._stack.append(element)

    def _end_link(self, token: Token) -> None:
        links = self._open.get("a")
        if links and links[-1] > self._barrier():
            self._report(self._stack[links[-1]])
            self._close_inline("a", token.start, token.start)

    def _end_tag(self, token: Token) -> None:
        name = token.name
        if name in BLOCKS:
            self._close_block(token)
        elif name == "br":
            self._line_break(token)
        elif self._open.get(name):
            self._close_inline(name, token.start, token.end)

    def _close_inline(self, name: str, start: int, end: int) -> None:
        index = self._open[name][-1]
        element = self._stack[index]
        if element.inset:
            self._pop_to(index, start, end)
            return
        if element.piece is not None and element.piece is self._piece:
            element.piece.leave(element, end)
        element.closed = True
        self._open[name].pop()
        while self._stack[-1].closed:
            self._stack.pop()

    def _close_block(self, token: Token) -> None:
        name = token.name
        if name in HEADINGS:
            index = max([self._last(heading) for heading in HEADINGS])
        else:
            index = self._last(name)
        if name in TABLE_PARTS:
            barrier = -1 if name == "table" else self._last("table")
        elif name == "li":
            barrier = max(self._barrier(), *(self._last(one) for one in LISTS))
        elif name == "p":
            barrier = max(self._barrier(), self._last("button"))
        else:
            barrier = self._barrier()
        if index > barrier:
            self._pop_to(index, token.start, token.end)
        elif name == "p":
            self._flush()

    def _last(self, name: str) -> int:
        indexes = self._open.get(name)
        return indexes[-1] if indexes else -1

    def _barrier(self) -> int:
        return self._scopes[-1] if self._scopes else -1

    def _imply(self, name: str, position: int) -> None:
        """Close what the start tag of an element closes by itself."""
        if name in CLOSES_PARAGRAPH:
            paragraph = self._last("p")
            if paragraph > max(self._barrier(), self._last("button")):
                self._pop_to(paragraph, position)
        if name in HEADINGS and self._stack[-1].owner.name in HEADINGS:
            self._pop_to(self._last(self._stack[-1].owner.name), position)
        elif name in IMPLIED:
            names, holders = IMPLIED[name]
            barrier = max(self._last(holder) for holder in holders)
            if name in ITEMS:
                barrier = max(barrier, self._barrier())
            inside = [index for one in names if (index := self._last(one)) > barrier]
            if inside:
                self._pop_to(min(inside), position)

    def _pop_to(self, index: int, start: int, end: int | None = None) -> None:
        """Close the elements from an index of the stack on; ``end`` is that of the end tag."""
        while len(self._stack) > index:
            last = len(self._stack) - 1 == index
            self._pop(start, end if last else None)
        while self._stack[-1].closed:
            self._stack.pop()

    def _pop(self, start: int, end: int | None) -> None:
        element = self._stack[-1]
        if element.closed:
            self._stack.pop()
            return
        if not element.block:
            if element.piece is not None and element.piece is self._piece:
                element.piece.leave(element, start if end is None else end)
            if not element.inset:
                self._report(element)
        if element.block or element.inset:
            owned = element.inset or element.name in OWNERS
            self._flush(end if owned else None)
        element.closed = True
        self._stack.pop()
        self._open[element.name].pop()
        if element.name in SCOPES:
            self._scopes.pop()
        if element.inset:
            self._piece, self._floor = element.saved, element.floor
            if self._piece is not None:
                self._piece.end = max(self._piece.end, start if end is None else end)
                if element.separate:
                    self._piece.flow.separate(start if end is None else end)

    # what is not text

    def _raw(self, token: Token) -> None:
        name = token.name
        if name == "style":
            self.contexts.styled = True
        if self._page and name == "title":
            flow = FlowText(self._source)
            flow.add(*token.inner)
            self.head.title(flow.build())
        elif self._page and name == "script":
            self.head.script(token)
        if not token.closed and self._page:
            self._defect("unclosed tag", token.start, token.inner.start, f"<{name}>")

    def _comment(self, token: Token) -> None:
        inner = token.inner
        text = self._source[inner.start : inner.end]
        if token.kind is TokenKind.BOGUS:
            if _NO_COMMENT.match(text):
                return
        elif not token.closed:
            self._defect("unclosed comment", token.start, token.end, "<!--")
        elif _DIRECTIVE.match(text):
            self.directives.append(_directive(text, inner.start, Span(token.start, token.end)))
            return
        self.comments.append(Comment(text, Span(token.start, token.end)))

    def _report(self, element: Element) -> None:
        """Report an inline element that its block ends before it does."""
        # what a fragment leaves open may be closed in the text after it
        if element.name in MUST_CLOSE and (self._page or not self._ended):
            token = element.token
            self._defect("unclosed tag", token.start, token.end, f"<{element.name}>")

    def _defect(self, kind: str, start: int, end: int, detail: str) -> None:
        line_end = _LINE_END.search(self._source, start, end)
        self.defects.append(
            Defect(kind, Span(start, line_end.start() if line_end else end), detail)
        )


def _directive(text: str, start: int, span: Span) -> Block:
    start += len(text) - len(text.lstrip())
    text = text.strip()
    reader = MappedText(text, (Run(0, len(text), start, start + len(text)),))
    return Block(BlockKind.DIRECTIVE, span, reader)


def _is_pixel(token: Token) -> bool:
    """Return whether an image is there to count readers, not to be seen."""
    return {token.value("width"), token.value("height")} <= {"0", "1"}
