"""HTML inside Markdown: read by the HTML reader, its template syntax put back where it was."""

from __future__ import annotations

__all__ = ["fragment"]

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from copydesk.document import Block, BlockKind, Image, Link, MappedText, Mask, MaskKind
from copydesk.formats.comment import is_template_mark, template_line
from copydesk.formats.source import Parsed
from copydesk.formats.template import Template, Use
from copydesk.span import Span


def fragment(
    source: str, shadow: str, text: str, span: Span, templates: Sequence[Template]
) -> Parsed:
    """
    Return what a stretch of HTML holds, in order.

    Args:
        source: The text that all spans point into.
        shadow: The source with letters in place of template syntax.
        text: What to read for the stretch: of equal length, only markup may differ.
        span: The stretch.
        templates: The template syntax, sorted.
    """
    from copydesk.formats.html import blocks_of_fragment  # most articles hold no HTML

    parsed = blocks_of_fragment(text, span.start)
    blocks = list(parsed.blocks)
    if text != source[span.start : span.end]:
        first = bisect_left(templates, span.start, key=lambda item: item.span.end)
        last = bisect_left(templates, span.end, key=lambda item: item.span.start)
        blocks = [_restored(block, source, shadow, templates[first:last]) for block in blocks]
    comments = [one for one in parsed.comments if not is_template_mark(one.text)]
    if len(comments) < len(parsed.comments):
        marks = [one for one in parsed.comments if is_template_mark(one.text)]
        blocks.extend(template_line(source, mark.span) for mark in marks)
        blocks.sort(key=lambda block: block.span)
    return parsed._replace(blocks=blocks, comments=comments)


def _restored(block: Block, source: str, shadow: str, templates: Sequence[Template]) -> Block:
    """Return a block whose text is the source's, with its template syntax masked."""
    reader = block.reader
    text = "".join(
        [
            reader.text[run.start : run.end]
            if run.reason
            else source[run.source_start : run.source_end]
            for run in reader.runs
        ]
    )
    reader = MappedText(text, reader.runs)
    found = (_mask(reader, item.span) for item in templates if item.use is not Use.TEXT)
    masks = sorted([*block.masks, *(mask for mask in found if mask)], key=_start)
    whole = any(mask[:2] == (0, len(text)) for mask in masks if mask.kind is MaskKind.TEMPLATE)
    return block._replace(
        kind=BlockKind.TEMPLATE if whole else block.kind,
        reader=reader,
        masks=tuple(masks),
        links=tuple(_link(link, source, shadow) for link in block.links),
        images=tuple(_image(image, source, shadow) for image in block.images),
    )


def _start(mask: Mask) -> tuple[int, int]:
    return mask.start, -mask.end


def _mask(reader: MappedText, span: Span) -> Mask | None:
    """Return the mask of the text that stands for a stretch of the source, if any does."""
    runs = reader.runs
    first = bisect_right(runs, span.start, key=lambda run: run.source_end)
    last = bisect_left(runs, span.end, key=lambda run: run.source_start) - 1
    if first > last:
        return None
    begin, end = runs[first], runs[last]
    start = begin.start if begin.reason else begin.start + max(0, span.start - begin.source_start)
    stop = end.end if end.reason else end.end - max(0, end.source_end - span.end)
    return Mask(start, stop, MaskKind.TEMPLATE)


def _link(link: Link, source: str, shadow: str) -> Link:
    start, end = link.target_span
    written = source[start:end]
    return link if written == shadow[start:end] else link._replace(target=written)


def _image(image: Image, source: str, shadow: str) -> Image:
    start, end = image.span
    written = source[start:end]
    if written == shadow[start:end]:
        return image
    from copydesk.formats.html_tokens import tokens  # most articles hold no HTML

    tag = next(tokens(written))
    alt = tag.value("alt") if "alt" in tag.attributes else None
    return image._replace(target=tag.value("src"), alt=alt)
