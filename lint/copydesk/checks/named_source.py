"""
A report or study that is named by its maker only: no title, no date, no link.

The rule's patterns find the mention. What clears it is a link, a reference or a date in its
paragraph, a year beside it, a title in quotation marks or emphasis, or a maker whom the article
links, dates or lists among its references elsewhere.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from copydesk.document import BlockKind, Emphasis, Mask
from copydesk.finding import Hit
from copydesk.rule import Window
from copydesk.scan import Context, Match
from copydesk.views import Place, Views

OPTIONS: dict[str, object] = {
    "year_within": 40,
    # characters after the mention in which a date still belongs to it
    "dated_by": ["today"],
    # words after the mention that date it, as in a daily paper
}
SLOTS = frozenset({"maker"})

_CLEARING = frozenset({"link", "citation"})
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NAME = re.compile(r"[A-Z][\w&'’.-]*(?: (?:(?:of|for|and|the|on|&) )?[A-Z][\w&'’.-]*){0,8}")
_WORD = re.compile(r"\w+")


def find(context: Context) -> Iterator[Hit]:
    """Yield each mention that nothing helps to find."""
    known = _Known(context)
    for match in context.matches():
        maker = _maker(context.views.text(match.block)[match.start : match.end])
        if not maker or known.near(match.block) or known.elsewhere(maker):
            continue
        if not _is_dated(context, match) and not _has_title(context.views, match):
            yield context.hit(match, slots={"maker": maker})


def _maker(text: str) -> str:
    """Return the last name in a mention, without its possessive ending."""
    names = _NAME.findall(text)
    return re.sub(r"['’]s?$", "", names[-1]).rstrip(".") if names else ""


def _is_dated(context: Context, match: Match) -> bool:
    """Return whether a year or a day stands in a mention or right after it."""
    text = context.views.text(match.block)
    after = text[match.end : match.end + int(context.option("year_within"))]
    clause = re.split(r"[,;.:]| (?:that|will|would|is|are|has|by) ", after, maxsplit=1)[0]
    if _YEAR.search(text[match.start : match.end]) or _YEAR.search(clause):
        return True
    return any(word in clause.lower().split() for word in context.rule.options["dated_by"])


def _has_title(views: Views, match: Match) -> bool:
    """Return whether the next words in quotation marks or emphasis look like a title."""
    text = views.text(match.block)
    quotations = views.quotations(match.block)
    emphases = views.blocks[match.block].emphases
    quoted = bisect_left(quotations, match.start, key=_start)
    if quoted < len(quotations) and text[quotations[quoted].start + 1].isupper():
        return True
    return bisect_left(emphases, match.start, key=_start) < len(emphases)


def _start(marked: Mask | Emphasis) -> int:
    return marked.start


class _Known:
    """What the article tells of its sources."""

    def __init__(self, context: Context) -> None:
        views = context.views
        shown = [views.text(block)[link.start : link.end] for block, link in views.links]
        references = [
            views.text(block)
            for block in views.visible
            if views.blocks[block].kind is BlockKind.REFERENCE
        ]
        self._context = context
        self._near: dict[int, bool] = {}
        self._words = {word for text in [*shown, *references] for word in _WORD.findall(text)}
        self._hosts = {
            word for _block, link in views.links for word in _WORD.findall(link.target.lower())
        }

    def near(self, block: int) -> bool:
        """Return whether a block holds a link, a citation or a date."""
        if block not in self._near:
            found = self._context.support.near(Place(block, 0, 0), Window.PARAGRAPH)
            self._near[block] = any(
                support.kind in _CLEARING or (support.kind == "date" and support.strong)
                for support in found
            )
        return self._near[block]

    def elsewhere(self, maker: str) -> bool:
        """Return whether a link or a reference of the article names the maker."""
        words = _WORD.findall(maker)
        return self._words.issuperset(words) or "".join(words).lower() in self._hosts
