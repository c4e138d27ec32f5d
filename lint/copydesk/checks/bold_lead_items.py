"""
List items that open with a label in bold and go on with a sentence.

Labels that hold a digit, start small or stand in code are times, amounts and options, and are left
alone; so are items whose text is too short to be a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from copydesk.document import Block, Emphasis, MaskKind
from copydesk.finding import Hit
from copydesk.scan import Context
from copydesk.segment import Words, words
from copydesk.views import Place

OPTIONS = {
    "label_words": 5,
    # a longer bold start is a sentence, not a label
    "text_words": 3,
    # an item needs at least so many words behind its label
    "share": 0.5,
    # of the items of one list
}
SLOTS: frozenset[str] = frozenset()

_CLOSERS = (":", "–", "—", "-", ".", "!", "?")
"""What ends a label: inside the bold or right behind it."""
_LEAD = 3
"""Characters that may stand before the label: a picture and its space."""


def find(context: Context) -> Iterator[Hit]:
    """Yield the label of each such item of lists that consist mostly of them."""
    by_list: dict[int, list[int]] = {}
    for index in context.blocks():
        by_list.setdefault(context.views.blocks[index].group, []).append(index)
    for items in by_list.values():
        labels: Mapping[int, Place] = {
            index: label for index in items if (label := _label(context, index)) is not None
        }
        if len(labels) >= context.option("share") * len(items):
            for label in labels.values():
                yield context.hit(label)


def _label(context: Context, index: int) -> Place | None:
    block = context.views.blocks[index]
    bold = next((mark for mark in block.emphases if mark.strong), None)
    if bold is None or not _opens(block, bold) or _is_literal(block, bold):
        return None
    shown, behind = block.text[bold.start : bold.end], block.text[bold.end :]
    if not (shown.rstrip().endswith(_CLOSERS) or behind.lstrip().startswith(_CLOSERS)):
        return None
    if _count(shown) > context.option("label_words"):
        return None
    if _count(behind) < context.option("text_words"):
        return None
    return Place(index, bold.start, bold.end)


def _count(text: str) -> int:
    return len(Words(text, words(text)))


def _opens(block: Block, bold: Emphasis) -> bool:
    lead = block.text[: bold.start]
    return len(lead) <= _LEAD and not any(char.isalnum() for char in lead)


def _is_literal(block: Block, bold: Emphasis) -> bool:
    shown = block.text[bold.start : bold.end]
    if shown[:1].islower() or any(char.isdigit() for char in shown):
        return True
    return any(
        mask.kind is MaskKind.CODE and mask.start < bold.end and bold.start < mask.end
        for mask in block.masks
    )
