"""
Cut HTML into tags, text and comments, each with its offsets.

The standard library's parser counts lines and columns, keeps no range for attribute values and
is quadratic on unclosed comments, so this is a tokenizer of its own. It follows the tokenization
states of the WHATWG standard as far as they show in text: every byte is looked at a bounded
number of times, and what a browser swallows (a tag or comment that never ends) is swallowed.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from enum import Enum
from html.entities import html5
from typing import NamedTuple

from copydesk.span import Span

_WS = r"\t\n\f\r "

_OPENER = re.compile(rf"<(?:(/?)([A-Za-z][^{_WS}/>]*)|!--|[!?/])")
_TAG_REST = re.compile(rf"[{_WS}/]*")
_ATTRIBUTE = re.compile(
    rf"""[{_WS}/]*([^{_WS}/>][^{_WS}/>=]*)"""
    rf"""(?:[{_WS}]*=[{_WS}]*("[^"]*"?|'[^']*'?|[^{_WS}>"'][^{_WS}>]*|))?"""
)
_COMMENT_END = re.compile(r"--!?>")

_NAMED_REFERENCE = re.compile(
    r"&(?:#[0-9]{1,64};?|#[xX][0-9a-fA-F]{1,64};?|[A-Za-z][A-Za-z0-9]{1,31}(?:;|(?![=A-Za-z0-9])))"
)

RAW_TEXT = frozenset(
    {"script", "style", "iframe", "noscript", "noembed", "noframes", "xmp", "textarea", "title"}
)
"""Elements whose content is no markup: it ends at the first end tag of the same name."""
EMBEDDED = frozenset(
    {"svg", "template", "object", "canvas", "audio", "video", "annotation", "annotation-xml"}
)
"""Elements whose content is never prose of the page; they may hold their like."""

_NO_MARKUP = RAW_TEXT | EMBEDDED
_RAW_END = {name: re.compile(rf"</{name}(?=[{_WS}/>])", re.IGNORECASE) for name in RAW_TEXT}
_EMBEDDED_TAG = {name: re.compile(rf"<(/?){name}(?=[{_WS}/>])", re.IGNORECASE) for name in EMBEDDED}


class TokenKind(Enum):
    """What a token is."""

    TEXT = "text"
    OPEN = "open"
    CLOSE = "close"
    RAW = "raw"
    """An element of `RAW_TEXT` or `EMBEDDED`, end tag included."""
    COMMENT = "comment"
    BOGUS = "bogus"
    """``<!...>``, ``<?...>`` or ``</ ...>``."""
    UNFINISHED = "unfinished"
    """A tag that the source ends in."""


class Attribute(NamedTuple):
    """One attribute value, character references resolved, and its range between the quotes."""

    value: str
    span: Span


class Token(NamedTuple):
    """One piece of the source; tokens are gapless and in order."""

    kind: TokenKind
    start: int
    end: int
    name: str = ""
    """Tag name in lower case."""
    attributes: Mapping[str, Attribute] = {}
    """By name in lower case; the first of equal names counts, as in browsers."""
    inner: Span = Span(0, 0)
    """What a raw element or comment holds."""
    closed: bool = True
    """Whether a raw element or comment has an end."""
    empty: bool = False
    """Written with ``/>``."""

    def value(self, name: str) -> str:
        """Return the value of an attribute, "" when it is missing."""
        attribute = self.attributes.get(name)
        return attribute.value if attribute else ""


def names(listed: str) -> frozenset[str]:
    """Return the names of a list with white space between them, as class attributes have it."""
    return frozenset(listed.split())


def tokens(source: str, *, xml: bool = False) -> Iterator[Token]:
    """
    Yield the tokens of a source.

    Args:
        source: HTML text.
        xml: Whether ``<name/>`` has no content, whatever the name, as in XHTML.
    """
    size, position = len(source), 0
    never_closed: set[str] = set()
    search, text = _OPENER.search, TokenKind.TEXT
    while position < size:
        opener = search(source, position)
        if opener is None:
            yield Token(text, position, size)
            return
        start = opener.start()
        if start > position:
            yield Token(text, position, start)
        token = _tag(source, opener) if opener[2] else _declaration(source, start)
        if token.name in _NO_MARKUP and token.kind is TokenKind.OPEN and not (xml and token.empty):
            if token.name in RAW_TEXT:
                token = _raw(source, token)
            else:
                token = _embedded(source, token, never_closed)
        yield token
        position = token.end


def _tag(source: str, opener: re.Match[str]) -> Token:
    start, position = opener.span()
    slash, name = opener.groups()
    name = name.lower()
    kind = TokenKind.CLOSE if slash else TokenKind.OPEN
    if source.startswith(">", position):
        return Token(kind, start, position + 1, name)
    attributes: dict[str, Attribute] = {}
    while match := _ATTRIBUTE.match(source, position):
        position = match.end()
        key, written = match.groups()
        if written and written[0] in "\"'" and (len(written) == 1 or written[-1] != written[0]):
            return Token(TokenKind.UNFINISHED, start, len(source), name)
        key = key.lower()
        if key not in attributes:
            attributes[key] = _attribute(written, position)
    empty = False
    if not source.startswith(">", position):
        rest = _TAG_REST.match(source, position)
        position = rest.end() if rest else position
        empty = source[position - 1] == "/"
    if not source.startswith(">", position):
        return Token(TokenKind.UNFINISHED, start, len(source), name)
    return Token(kind, start, position + 1, name, attributes, empty=empty)


def _attribute(written: str | None, end: int) -> Attribute:
    if not written:
        return Attribute("", Span(end, end))
    start = end - len(written)
    if written[0] in "\"'":
        start, end, written = start + 1, end - 1, written[1:-1]
    return Attribute(unescape_attribute(written), Span(start, end))


def unescape_attribute(value: str) -> str:
    """Return an attribute value with its character references resolved, ``&copy=`` left alone."""
    if "&" not in value:
        return value
    return _NAMED_REFERENCE.sub(_resolve, value)


def _resolve(match: re.Match[str]) -> str:
    known = match[0][1] == "#" or match[0][1:] in html5
    return html.unescape(match[0]) if known else match[0]


def _declaration(source: str, start: int) -> Token:
    if not source.startswith("<!--", start):
        end = source.find(">", start) + 1 or len(source)
        return Token(TokenKind.BOGUS, start, end, inner=Span(start + 2, max(start + 2, end - 1)))
    inner = start + len("<!--")
    if early := next((tail for tail in (">", "->") if source.startswith(tail, inner)), ""):
        return Token(TokenKind.COMMENT, start, inner + len(early), inner=Span(inner, inner))
    found = _COMMENT_END.search(source, inner)
    if found is None:
        size = len(source)
        return Token(TokenKind.COMMENT, start, size, inner=Span(inner, size), closed=False)
    return Token(TokenKind.COMMENT, start, found.end(), inner=Span(inner, found.start()))


def _raw(source: str, tag: Token) -> Token:
    found = _RAW_END[tag.name].search(source, tag.end)
    if found is None:
        size = len(source)
        return tag._replace(kind=TokenKind.RAW, end=size, inner=Span(tag.end, size), closed=False)
    return _with_content(source, tag, found)


def _embedded(source: str, tag: Token, never_closed: set[str]) -> Token:
    """
    Return the element up to its own end tag, or its start tag alone when it has none.

    One search to the end of the source for every name, or many unclosed tags would be quadratic.
    """
    if tag.empty:
        return tag._replace(kind=TokenKind.RAW, inner=Span(tag.end, tag.end))
    if tag.name not in never_closed:
        depth = 1
        for found in _EMBEDDED_TAG[tag.name].finditer(source, tag.end):
            depth += -1 if found[1] else 1
            if not depth:
                return _with_content(source, tag, found)
        never_closed.add(tag.name)
    return tag._replace(kind=TokenKind.RAW, inner=Span(tag.end, tag.end), closed=False)


def _with_content(source: str, tag: Token, found: re.Match[str]) -> Token:
    end = source.find(">", found.end()) + 1 or len(source)
    return tag._replace(kind=TokenKind.RAW, end=end, inner=Span(tag.end, found.start()))
