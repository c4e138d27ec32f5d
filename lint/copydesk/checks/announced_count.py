"""
A number of things is announced, and another number is given.

Three places are certain enough to look at: a list in markup right after a sentence that ends
with a colon ("Three lines decide when it runs:"), a list in the sentence itself, after the colon
("Three groups are exempt: a, b, c, and d."), and a headline that counts ("5 steps to ...") over
the one numbered list of the article.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from copydesk.document import BlockKind
from copydesk.finding import Hit, HitPlace, Role
from copydesk.scan import Context, Match, place_of
from copydesk.segment import Words, words
from copydesk.span import Span
from copydesk.views import Views

OPTIONS: dict[str, object] = {
    "numbers": ["two"],
    # number words from two up, in order
    "nouns": ["reasons"],
    # what is counted when a list is announced
    "headline_nouns": ["steps"],
    # what a headline counts and a numbered list gives
    "open_before": ["least"],
    # words before the number that leave the count open
    "share_before": ["one in"],
    # two words before the number that make it part of a share
    "openers": ["the"],
    # first words that make part of a list an aside rather than an item, unless all have one
    "joiners": ["and"],
    "item_words": 6,
    # longer parts of a sentence may hold commas of their own
}
SLOTS = frozenset({"said", "given"})

_MAX_NUMBER = 20
_BETWEEN = 3
"""Words that may stand between the number and what it counts."""
_SEMICOLON_ITEMS = 3
"""Parts that semicolons must make before they are surely the items of a list."""


class _Count(NamedTuple):
    """An announced number: offsets of number and noun."""

    number: int
    start: int
    end: int


def find(context: Context) -> Iterator[Hit]:
    """Yield each announcement whose number differs from what follows."""
    position = {block: at for at, block in enumerate(context.views.visible)}
    for block in context.blocks():
        yield from _in_block(context, block, position[block])
    yield from _headline(context)


def _in_block(context: Context, block: int, position: int) -> Iterator[Hit]:
    views = context.views
    text = views.text(block)
    for sentence in views.sentences(block):
        colon = text.find(":", sentence.start, sentence.end)
        if colon < 0:
            continue
        before = Span(sentence.start, colon)
        count = _announced(context, views.words(block), before, "nouns")
        if count is None or context.is_hidden(Match(block, count.start, count.end, 0)):
            continue
        rest = text[colon + 1 : sentence.end]
        if not rest.strip():
            yield from _against_list(context, block, count, list(_list_after(views, position)))
        elif rest[0].isspace():
            given = _items(context, rest.strip())
            if given and given != count.number:
                yield _hit(context, block, count, given)


def _hit(
    context: Context, block: int, count: _Count, given: int, places: tuple[HitPlace, ...] = ()
) -> Hit:
    slots = {"said": str(count.number), "given": str(given)}
    return context.hit(Match(block, count.start, count.end, 0), places=places, slots=slots)


def _announced(context: Context, found: Words, within: Span, nouns: str) -> _Count | None:
    """Return the one number of counted things in a range; None when there is no one such."""
    options = context.rule.options
    first = bisect_left(range(len(found)), within.start, key=found.start)
    end = bisect_left(range(len(found)), within.end, key=found.start)
    texts = [found.text(index).lower() for index in range(first, end)]
    numbers = [_number(text, options["numbers"]) for text in texts]
    counts = []
    for index, number in enumerate(numbers):
        if not number or (index and texts[index - 1] in options["open_before"]):
            continue
        if " ".join(texts[max(0, index - 2) : index]) in options["share_before"]:
            continue
        for later in range(index + 1, min(index + 2 + _BETWEEN, len(texts))):
            if numbers[later]:
                break
            if texts[later] in options[nouns]:
                start, stop = found.start(first + index), found.end(first + later)
                counts.append(_Count(number, start, stop))
                break
    return counts[0] if len(counts) == 1 else None


def _number(word: str, names: Sequence[str]) -> int:
    """Return the whole number from 2 to 20 that a word names, or 0."""
    if word in names:
        return names.index(word) + 2
    if not word.isdecimal() or len(word) > len(str(_MAX_NUMBER)):
        return 0
    return int(word) if 2 <= int(word) <= _MAX_NUMBER else 0


def _against_list(
    context: Context, block: int, count: _Count, items: Sequence[int]
) -> Iterator[Hit]:
    if items and len(items) != count.number:
        yield _hit(context, block, count, len(items), _ends_of(context.views, items))


def _ends_of(views: Views, items: Sequence[int]) -> tuple[HitPlace, ...]:
    return tuple(
        place_of(views, item, 0, len(views.text(item)), role=Role.TWIN)
        for item in dict.fromkeys((items[0], items[-1]))
    )


def _list_after(views: Views, position: int) -> Iterator[int]:
    """Yield the items of the list that starts right after a visible block, sublists left out."""
    following = views.visible[position + 1 : position + 2]
    if not following or views.blocks[following[0]].kind is not BlockKind.LIST_ITEM:
        return
    group, level = views.blocks[following[0]].group, views.blocks[following[0]].level
    rows: set[int] = set()
    for at in range(position + 1, len(views.visible)):
        index = views.visible[at]
        item = views.blocks[index]
        if item.level < level or (item.level == level and item.group != group):
            return
        if item.kind is BlockKind.LIST_ITEM and item.level == level and item.row not in rows:
            rows.add(item.row)
            yield index


def _items(context: Context, rest: str) -> int:
    """Return how many items a plain list in running text has; 0 when that is not certain."""
    options = context.rule.options
    if ";" in rest:
        parts = rest.split(";")
        return len(parts) if len(parts) >= _SEMICOLON_ITEMS else 0
    joiner = "|".join(map(re.escape, options["joiners"]))
    # Only after a comma is it certain that the joiner ends the list.
    found = re.match(rf"(?P<first>[^()—.!?]+), (?:{joiner}) (?P<last>[^()—]+)\Z", rest)
    if found is None:
        return 0
    items = [*found["first"].split(","), found["last"].split(",", 1)[0]]
    if any(re.search(rf"\b(?:{joiner})\b", item) for item in items[:-1]):
        return 0
    parted = [item.split() for item in items]
    if not all(parted) or max(len(item) for item in parted[:-1]) > options["item_words"]:
        return 0
    return len(items) if _are_alike(parted, options["openers"]) else 0


def _are_alike(items: Sequence[Sequence[str]], openers: Sequence[str]) -> bool:
    """Return whether the items start alike: a part that starts otherwise may be an aside."""
    opened = {item[0].lower() in openers for item in items}
    capital = {item[0][0].isupper() for item in items}
    return len(opened) == 1 and len(capital) == 1


def _headline(context: Context) -> Iterator[Hit]:
    views = context.views
    lists = _numbered_lists(views)
    text = views.title_text
    count = _announced(context, Words(text, words(text)), Span(0, len(text)), "headline_nouns")
    if count is None or len(lists) != 1:
        return
    given = len(lists[0])
    if given == count.number or 2 * given <= count.number:
        return
    places = _ends_of(views, lists[0])
    if views.title is not None:
        yield _hit(context, views.title, count, given, places)
        return
    note = views.document.metadata.title
    if note is not None:
        slots = {"said": str(count.number), "given": str(given)}
        match = text[count.start : count.end]
        yield Hit(span=note.span, match=match, places=places, slots=slots)


def _numbered_lists(views: Views) -> list[list[int]]:
    """Return the items of each numbered list of the first level."""
    lists: dict[int, dict[int, int]] = {}
    for index in views.visible:
        block = views.blocks[index]
        if block.kind is BlockKind.LIST_ITEM and block.number is not None and block.level <= 1:
            lists.setdefault(block.group, {}).setdefault(block.row, index)
    return [list(rows.values()) for rows in lists.values()]
