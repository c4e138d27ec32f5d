"""
Read HTML: whole pages, and the fragments of HTML that stand in Markdown.

The walk cuts the source into draft blocks in one pass. What depends on the whole page is settled
afterwards: which regions are furniture, which heading is the title, which list items are the
footnotes that some marker points at, whether a table is data or layout.
"""

from __future__ import annotations

from collections.abc import Iterable

from copydesk.document import (
    Block,
    BlockKind,
    Definition,
    MappedText,
    Metadata,
    Run,
)
from copydesk.formats.html_furniture import RUNNING_TEXT, furniture
from copydesk.formats.html_notes import label_of
from copydesk.formats.html_piece import Context, Draft
from copydesk.formats.html_walk import Walk
from copydesk.formats.source import Parsed, Source
from copydesk.span import Span

_MAY_BE_NOTES = frozenset({BlockKind.LIST_ITEM, BlockKind.PARAGRAPH})


def read(source: Source) -> Parsed:
    """Return the blocks, metadata, footnotes, comments and faults of a page."""
    xml = source.path.lower().endswith(".xhtml") or source.text.startswith("<?xml")
    walk = Walk(source.text, page=True, xml=xml)
    walk.run()
    page = _Page(walk)
    return page.parsed(title=page.title())


def blocks_of_fragment(text: str, base: int) -> Parsed:
    """
    Return what a fragment of HTML holds, without title, metadata and page furniture.

    What the fragment leaves open is no fault: it may go on after it.

    Args:
        text: The fragment.
        base: Where it begins in the source that all positions are to point into.
    """
    walk = Walk(text, page=False, xml=False)
    walk.run()
    parsed = _Page(walk).parsed(title=None)
    return _shifted(parsed, base) if base else parsed


class _Page:
    """Settles what only the whole page decides."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self._verdicts = furniture(walk.contexts.regions, walk.contexts.page)
        self._has_main = self._main_holds_the_text()
        self._targets = {marker.label for draft in walk.drafts for marker in draft.block.markers}

    def title(self) -> Draft | None:
        """Return the heading that is the article's title: the first in the article, if any."""
        headings = [
            draft
            for draft in self._walk.drafts
            if draft.block.kind is BlockKind.HEADING
            and draft.block.level == 1
            and draft.block.reader.text.strip()
            and not draft.block.hidden
            and not self._is_furniture(draft.context)
        ]
        inner = [one for one in headings if one.context.in_article or one.context.in_main]
        return next(iter(inner or headings), None)

    def parsed(self, *, title: Draft | None) -> Parsed:
        walk = self._walk
        blocks = [self._settled(draft) for draft in walk.drafts if draft is not title]
        if title:
            blocks.append(title.block._replace(kind=BlockKind.TITLE))
        blocks.extend(walk.directives)
        blocks.sort(key=_start)
        return Parsed(
            blocks=blocks,
            metadata=self._metadata(title),
            definitions=_definitions(blocks),
            comments=walk.comments,
            defects=sorted(walk.defects, key=lambda defect: defect.span),
        )

    def _metadata(self, title: Draft | None) -> Metadata:
        head = self._walk.head
        for moment in self._walk.moments:
            if self._shows(moment.context):
                head.time(moment.written)
        for draft in self._walk.drafts:
            for name, span in draft.authors:
                if self._shows(draft.context):
                    head.author(name, span)
        return head.metadata(title.block.reader.text if title else "")

    def _shows(self, context: Context) -> bool:
        """Return whether a place is visible and part of the article."""
        return not (context.hidden or self._is_furniture(context) or self._is_outside(context))

    def _is_furniture(self, context: Context) -> bool:
        return context.region >= 0 and self._verdicts[context.region]

    def _is_outside(self, context: Context) -> bool:
        """Return whether a place is outside the main part, and not in the heading over it."""
        if not self._has_main or context.in_main or context.in_article:
            return False
        return context.region < 0 or not self._walk.contexts.regions[context.region].h1s

    def _main_holds_the_text(self) -> bool:
        inside = outside = 0
        for draft in self._walk.drafts:
            size = len(draft.block.reader.text)
            if size < RUNNING_TEXT or draft.block.hidden or self._is_furniture(draft.context):
                continue
            if draft.context.in_main:
                inside += size
            else:
                outside += size
        return inside > outside

    def _settled(self, draft: Draft) -> Block:
        block, context = draft.block, draft.context
        if block.kind in _MAY_BE_NOTES:
            label = label_of(context.note)
            aimed_at = bool(label) and label in self._targets
            listed = context.notes and block.kind is BlockKind.LIST_ITEM
            if aimed_at or (listed and self._shows(context)):
                return block._replace(kind=BlockKind.REFERENCE, label=label)
        if self._is_furniture(context) or self._is_outside(context):
            return block._replace(kind=BlockKind.FURNITURE, level=0)
        if block.kind is BlockKind.TABLE_CELL and context.table is not None:
            if context.table.layout:
                return block._replace(kind=BlockKind.PARAGRAPH, group=-1, row=-1)
            return block._replace(row=block.row + context.table.first_row)
        return block


def _start(block: Block) -> int:
    return block.span.start


def _definitions(blocks: Iterable[Block]) -> list[Definition]:
    notes: dict[str, Definition] = {}
    for block in blocks:
        if block.kind is BlockKind.REFERENCE and block.label:
            notes.setdefault(block.label, Definition(block.label, "", block.span, footnote=True))
    return list(notes.values())


def _shifted(parsed: Parsed, base: int) -> Parsed:
    return Parsed(
        blocks=[_shifted_block(block, base) for block in parsed.blocks],
        definitions=[one._replace(span=_moved(one.span, base)) for one in parsed.definitions],
        comments=[one._replace(span=_moved(one.span, base)) for one in parsed.comments],
        defects=[one._replace(span=_moved(one.span, base)) for one in parsed.defects],
    )


def _shifted_block(block: Block, base: int) -> Block:
    runs = tuple(
        Run(run.start, run.end, run.source_start + base, run.source_end + base, run.reason)
        for run in block.reader.runs
    )
    return block._replace(
        span=_moved(block.span, base),
        reader=MappedText(block.reader.text, runs),
        links=tuple(
            link._replace(span=_moved(link.span, base), target_span=_moved(link.target_span, base))
            for link in block.links
        ),
        images=tuple(one._replace(span=_moved(one.span, base)) for one in block.images),
        markers=tuple(one._replace(span=_moved(one.span, base)) for one in block.markers),
    )


def _moved(span: Span, base: int) -> Span:
    return Span(span.start + base, span.end + base)
