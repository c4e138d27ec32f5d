"""
The list of numbered references of an article, if it has one.

Entries are reference blocks with a number, or the items of a numbered list, or paragraphs that
open with ``[n]``, under a heading that the word list ``references`` names.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from copydesk.document import BlockKind
from copydesk.views import Views

_ENTRY = re.compile(r"^\[(\d{1,3})\][ .:]")


class References(NamedTuple):
    """Numbered references."""

    numbers: tuple[str, ...]
    blocks: frozenset[int]
    """Indexes of the blocks that are entries."""


def numbered_references(views: Views) -> References:
    """Return the article's numbered references; none without a list of them."""
    found: dict[int, str] = {}
    for index in views.visible:
        if views.blocks[index].kind is BlockKind.REFERENCE and views.blocks[index].label.isdigit():
            found[index] = views.blocks[index].label
    names = set(views.lexicon.words("references"))
    for section in views.sections:
        if section.heading < 0 or _plain(views.text(section.heading)) not in names:
            continue
        for index in section.blocks:
            block = views.blocks[index]
            entry = _ENTRY.match(block.reader.text)
            if entry:
                found[index] = entry[1]
            elif block.number is not None:
                found[index] = str(block.number)
            elif block.kind is BlockKind.LIST_ITEM and block.row >= 0:
                found.setdefault(index, str(block.row + 1))
    return References(tuple(found.values()), frozenset(found))


def _plain(heading: str) -> str:
    return heading.strip().rstrip(":").lower()
