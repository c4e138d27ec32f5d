"""
Prove that a document's maps tell the truth, character by character.

`prove` is for the readers' own tests: it raises AssertionError naming the block and the
run that lies. It trusts nothing that the document says about itself except its source.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from copydesk.document import Block, Document, MappedText, Reason, Run
from copydesk.span import Span

_LINE_END = re.compile(r"\r\n?|\n")
_BREAK_TAG = re.compile(r"<br\b", re.IGNORECASE)
_MOST_SAMPLES = 12
"""Offsets tried per block for `MappedText.source_span`; all pairs of them are checked."""


def prove(document: Document) -> None:
    """Raise AssertionError unless every range and every map of the document is right."""
    size = len(document.source)
    whole = Span(0, size)
    for number, block in enumerate(document.blocks):
        where = f"block {number}, {block.kind.value} {block.reader.text[:40]!r}"
        assert_inside(block.span, whole, where)
        prove_map(block.reader, document.source, where)
        prove_ranges(block, whole, where)
    for kind, spans in _document_spans(document):
        for span in spans:
            assert_inside(span, whole, kind)


def prove_map(reader: MappedText, source: str, where: str) -> None:
    """Raise AssertionError unless the runs cover the text and agree with the source."""
    offset, source_offset = 0, 0
    for run in reader.runs:
        assert run.start == offset, f"{where}: {run} leaves a gap or overlaps"
        assert run.end > run.start, f"{where}: {run} is empty"
        assert run.source_start >= source_offset, f"{where}: {run} goes back in the source"
        assert run.source_start <= run.source_end <= len(source), f"{where}: {run} is outside"
        text, origin = reader.text[run.start : run.end], source[run.source_start : run.source_end]
        assert _agrees(text, origin, run), f"{where}: {run} says {text!r} for {origin!r}"
        offset, source_offset = run.end, run.source_end
    assert offset == len(reader.text), f"{where}: the runs end before the text does"
    _prove_source_spans(reader, len(source), where)


def _agrees(text: str, origin: str, run: Run) -> bool:
    match run.reason:
        case None:
            return text == origin
        case Reason.ENTITY:
            return html.unescape(origin) == text
        case Reason.ESCAPE:
            return origin == "\\" + text
        case Reason.SOFT_BREAK:
            return text == " " and bool(_LINE_END.search(origin))
        case Reason.HARD_BREAK:
            return text == " " and bool(_LINE_END.search(origin) or _BREAK_TAG.match(origin))
        case Reason.TAB:
            return text == " " and origin == "\t"
        case Reason.JOINED:
            return text.isspace()
    raise AssertionError(f"a reason outside the closed set: {run.reason}")


def _prove_source_spans(reader: MappedText, size: int, where: str) -> None:
    length = len(reader.text)
    step = max(1, length // _MOST_SAMPLES)
    samples = [*range(0, length, step), length]
    for start in samples:
        for end in samples:
            if start > end:
                continue
            span = reader.source_span(start, end)
            assert_inside(span, Span(0, size), f"{where}: source_span({start}, {end})")
    starts = [reader.source_span(offset, offset).start for offset in samples]
    assert starts == sorted(starts), f"{where}: source offsets are not in order"


def prove_ranges(block: Block, whole: Span, where: str) -> None:
    """Raise AssertionError unless what points into a block lies inside it."""
    text = Span(0, len(block.reader.text))
    for ranges in (block.masks, block.links, block.images, block.emphases):
        for item in ranges:
            assert_inside(Span(item.start, item.end), text, f"{where}: {item}")
    for marker in block.markers:
        assert_inside(Span(marker.at, marker.at), text, f"{where}: {marker}")
        assert_inside(marker.span, block.span, f"{where}: {marker}")
    for link in block.links:
        assert_inside(link.span, whole, f"{where}: {link}")
        assert_inside(link.target_span, whole, f"{where}: {link}")
    for image in block.images:
        assert_inside(image.span, whole, f"{where}: {image}")


def assert_inside(inner: Span, outer: Span, where: str) -> None:
    assert outer.start <= inner.start <= inner.end <= outer.end, f"{where}: {inner} not in {outer}"


def _document_spans(document: Document) -> Iterator[tuple[str, list[Span]]]:
    yield "definition", [definition.span for definition in document.definitions]
    yield "comment", [comment.span for comment in document.comments]
    yield "defect", [defect.span for defect in document.defects]
    notes = document.metadata
    single = [note for note in (notes.title, notes.description, notes.language) if note]
    yield "metadata", [note.span for note in (*single, *notes.authors, *notes.dates)]
