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
from copydesk.rule import Need, Window
from copydesk.scan import Context, Match
from copydesk.views import Views

OPTIONS: dict[str, object] = {
    "year_within": 40,
    # characters after the mention in which a date still belongs to it
    "dated_by": ["today"],
    # words after the mention that date it, as in a daily paper
}
SLOTS = frozenset({"maker"})

_CLEARING = (
    Need("link", strong=False),
    Need("citation", strong=False),
    Need("date", strong=True),
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NAME = re.compile(r"[A-Z][\w&'’.-]*(?: (?:(?:of|for|and|the|on|&) )?[A-Z][\w&'’.-]*){0,8}")
_MIN_NAME = 3
"""A shorter name stands in too many addresses to be looked for in them."""


def find(context: Context) -> Iterator[Hit]:
    """Yield each mention that nothing helps to find."""
    known = _Known(context.views)
    for match in context.matches():
        maker = _maker(context.views.text(match.block)[match.start : match.end])
        if not maker or _is_findable(context, match) or known.elsewhere(maker):
            continue
        yield context.hit(match, slots={"maker": maker})


def _maker(text: str) -> str:
    """Return the last name in a mention, without its possessive ending."""
    names = _NAME.findall(text)
    return re.sub(r"['’]s?$", "", names[-1]).rstrip(".") if names else ""


def _is_findable(context: Context, match: Match) -> bool:
    views = context.views
    if context.support.clears(match.place, _CLEARING, Window.PARAGRAPH):
        return True
    text = views.text(match.block)
    after = text[match.end : match.end + int(context.option("year_within"))]
    clause = re.split(r"[,;.:]| (?:that|will|would|is|are|has|by) ", after, maxsplit=1)[0]
    if _YEAR.search(text[match.start : match.end]) or _YEAR.search(clause):
        return True
    if any(word in clause.lower().split() for word in context.rule.options["dated_by"]):
        return True
    return _has_title(views, match)


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
    """What the article tells of its sources outside the paragraph of a mention."""

    def __init__(self, views: Views) -> None:
        targets = [link.target.lower() for _block, link in views.links]
        shown = [views.text(block)[link.start : link.end] for block, link in views.links]
        references = [
            views.text(block)
            for block in views.visible
            if views.blocks[block].kind is BlockKind.REFERENCE
        ]
        self._targets = "\n".join(targets)
        self._texts = "\n".join([*shown, *references])

    def elsewhere(self, maker: str) -> bool:
        """Return whether a link or a reference of the article names the maker."""
        if maker in self._texts:
            return True
        plain = re.sub(r"\W", "", maker.lower())
        return len(plain) >= _MIN_NAME and plain in self._targets
