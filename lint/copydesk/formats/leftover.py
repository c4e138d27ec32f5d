"""
Markup that did not become markup: what the reader of the page sees as asterisks and brackets.

Looks at the reader text of Markdown, where a sign that still stands is one that the parser
could not use.
"""

from __future__ import annotations

__all__ = ["leftovers"]

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from copydesk.document import Defect, MappedText, Mask, Reason

_BROKEN_LINK = re.compile(r"\[[^\[\]]*\]\(\s?(?:https?://|www\.|mailto:)[^\s)]*", re.IGNORECASE)
# "pass **kwargs" is prose about code: in the middle of a text only a capital opens emphasis
_OPEN_STRONG = re.compile(
    r"(?:^|(?<=[\s(\[\"'“‘—–])(?=\*\*[A-Z0-9\xc0-\xde]))\*\*(?=[^\W_])(?!\w+(?:[,)=(]|$))"
)
_OPEN_COMMENT = re.compile(r"<!--")
_SIGNS = (
    (_BROKEN_LINK, "broken link", "]("),
    (_OPEN_STRONG, "unclosed emphasis", "**"),
    (_OPEN_COMMENT, "unclosed comment", "<!--"),
)
_EXCERPT = 40


def leftovers(reader: MappedText, masks: Sequence[Mask]) -> Iterator[Defect]:
    """Yield the signs of markup in a text, except those in masks and those escaped on purpose."""
    text = reader.text
    for pattern, kind, sign in _SIGNS:
        if sign not in text:
            continue
        escapes = _escapes(reader)
        for match in pattern.finditer(text):
            at = match.start()
            if escapes.isdisjoint(range(at, at + len(sign))) and not _masked(masks, at):
                yield Defect(kind, reader.source_span(*match.span()), text[at : at + _EXCERPT])
                if kind != "broken link":
                    break  # what follows in the same block is the same fault


def _escapes(reader: MappedText) -> frozenset[int]:
    return frozenset(run.start for run in reader.runs if run.reason is Reason.ESCAPE)


def _masked(masks: Sequence[Mask], offset: int) -> bool:
    """Return whether a mask covers an offset; masks are sorted and do not overlap here."""
    index = bisect_right(masks, offset, key=lambda mask: mask.start) - 1
    return index >= 0 and offset < masks[index].end
