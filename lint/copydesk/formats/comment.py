"""
Comments in a source: stet directives, marks of site generators, and all the others.

A directive becomes a block of its own, because an editor wrote it for us; a mark such as
``<!-- wp:image -->`` is template syntax; what remains is a comment nobody is meant to read.
"""

from __future__ import annotations

__all__ = ["directive", "is_directive", "is_template_mark", "template_line"]

import re

from copydesk.document import Block, BlockKind, MappedText, MappedTextBuilder, Reason
from copydesk.span import Span

_DIRECTIVE = re.compile(r"\s*stet(?:-file)?\b")
_TEMPLATE_MARK = re.compile(r"\s*(?:/?wp:[a-z]|(?:more|nextpage|truncate|excerpt|toc)\s*$)")
_LINE_END = re.compile(r"(?<![ \t])[ \t]*+(?:\r\n?|\n)[ \t]*+")


def is_directive(text: str) -> bool:
    """Return whether the text inside a comment's delimiters speaks to us."""
    return _DIRECTIVE.match(text) is not None


def is_template_mark(text: str) -> bool:
    """Return whether the text inside a comment's delimiters speaks to a site generator."""
    return _TEMPLATE_MARK.match(text) is not None


def directive(source: str, span: Span, inner: Span) -> Block:
    """Return the directive block of a comment; ``inner`` is the comment without delimiters."""
    return Block(BlockKind.DIRECTIVE, span, _lines(source, inner))


def template_line(source: str, span: Span) -> Block:
    """Return the block of a stretch of template syntax, its text as it is written."""
    return Block(BlockKind.TEMPLATE, span, _lines(source, span))


def _lines(source: str, span: Span) -> MappedText:
    """Return a stretch of the source without space around it, its lines joined by spaces."""
    text = source[span.start : span.end]
    start = span.start + len(text) - len(text.lstrip())
    end = max(start, span.end - len(text) + len(text.rstrip()))
    builder = MappedTextBuilder()
    at = start
    for match in _LINE_END.finditer(source, start, end):
        builder.copy(source[at : match.start()], at)
        builder.replace(" ", Span(*match.span()), Reason.SOFT_BREAK)
        at = match.end()
    builder.copy(source[at:end], at)
    return builder.build()
