"""
Markdown: CommonMark with GitHub's tables, task lists, strikethrough, footnotes and callouts.

pyromark finds the structure and gives byte ranges for all of it. Front matter and template
syntax are dealt with before it reads (`front_matter`, `template`); `markdown_events` turns what
it finds into blocks; here the document is put together.
"""

from __future__ import annotations

__all__ = ["read"]

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pyromark

from copydesk.document import (
    Block,
    BlockKind,
    Definition,
    MappedTextBuilder,
    Metadata,
    Note,
)
from copydesk.formats.byte_offsets import byte_offsets
from copydesk.formats.front_matter import FrontMatter, dates_of_path, front_matter
from copydesk.formats.markdown_events import OPTIONS, Reading
from copydesk.formats.source import Parsed, Source
from copydesk.formats.template import Template, fill, may_hold_templates
from copydesk.span import Span

_LONE_CR = re.compile(r"\r(?!\n)")
_SURROGATE = re.compile("[\ud800-\udfff]")
_DEFINITION = re.compile(r"\]:")


def read(source: Source) -> Parsed:
    """Return the blocks of a Markdown article."""
    text = source.text
    front = front_matter(text)
    start = front.span.end if front else 0
    body = _parsable(text[start:])
    mdx = source.path.lower().endswith(".mdx")
    found = _templates(body, mdx=mdx)
    shadow = text[:start] + fill(body, found)
    templates = [_moved(item, start) for item in found]
    offset = byte_offsets(shadow[start:], start)
    reading = Reading(text, shadow, templates, indented_code=not mdx)
    reading.run(shadow[start:], offset)
    definitions = [*reading.definitions, *_references(shadow, start, offset)]
    return _parsed(source, front, reading, sorted(definitions, key=lambda item: item.span))


def _parsable(text: str) -> str:
    """Return a text the parser takes as we do: same offsets, lone CR as a line end."""
    if "\r" in text:
        text = _LONE_CR.sub("\n", text)
    # nothing decodes to a lone surrogate, but an embedding program may pass one
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def _templates(text: str, *, mdx: bool) -> list[Template]:
    if not may_hold_templates(text, mdx=mdx):
        return []
    # its patterns take longer to compile than most articles take to read
    from copydesk.formats.template_scan import scan

    # its patterns know one line end; every offset stays
    return scan(text.replace("\r\n", " \n"), _code_spans(text), mdx=mdx)


def _moved(item: Template, base: int) -> Template:
    return item._replace(span=Span(item.span.start + base, item.span.end + base))


def _code_spans(text: str) -> list[Span]:
    """Return where code stands, sorted; the text is parsed once more to know it."""
    offset = byte_offsets(text, 0)
    return [
        Span(offset(place["start"]), offset(place["end"]))
        for event, place in pyromark.events_with_range(text, options=OPTIONS)
        if not isinstance(event, str) and ("Code" in event or "CodeBlock" in _started(event))
    ]


def _started(event: Mapping[str, Any]) -> Any:
    return event.get("Start", ())


def _references(shadow: str, start: int, offset: Callable[[int], int]) -> Iterator[Definition]:
    if not _DEFINITION.search(shadow, start):
        return
    found = pyromark.reference_definitions(shadow[start:], options=OPTIONS)
    for label, target in found.items():
        place = target["span"]
        span = Span(offset(place["start"]), offset(place["end"]))
        yield Definition(label, target["dest"], span, footnote=False)


def _parsed(
    source: Source,
    front: FrontMatter | None,
    reading: Reading,
    definitions: Sequence[Definition],
) -> Parsed:
    metadata = front.metadata if front else Metadata()
    metadata = metadata._replace(dates=(*metadata.dates, *dates_of_path(source.path)))
    head = [front.block(source.text), *front.directives] if front else []
    blocks = _titled(source.text, head, reading.blocks, metadata.title)
    defects = [*(front.defects if front else ()), *reading.defects]
    return Parsed(
        blocks,
        metadata,
        definitions,
        reading.comments,
        sorted(defects, key=lambda defect: defect.span),
    )


_UNREAD = frozenset({BlockKind.DIRECTIVE, BlockKind.TEMPLATE, BlockKind.HTML})


def _titled(source: str, head: list[Block], body: list[Block], title: Note | None) -> list[Block]:
    """
    Return all blocks, one of them the title.

    That is a heading before all other text if it is of level 1 or equal to the title of the
    front matter; else that title itself.
    """
    for index, block in enumerate(body):
        if block.kind in _UNREAD or block.hidden or not block.text.strip():
            continue
        same = title is not None and _folded(block.text) == _folded(title.value)
        if block.kind is BlockKind.HEADING and (block.level == 1 or same):
            return [*head, *body[:index], block._replace(kind=BlockKind.TITLE), *body[index + 1 :]]
        break
    if title and source[title.span.start : title.span.end] == title.value:
        builder = MappedTextBuilder()
        builder.copy(title.value, title.span.start)
        head = [*head, Block(BlockKind.TITLE, title.span, builder.build(), level=1)]
    return [*head, *body]


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
