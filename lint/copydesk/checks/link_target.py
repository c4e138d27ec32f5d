"""
Links and images whose address matches one of the rule's patterns.

The patterns see the address in lower case with character references resolved. The hit stands on
the link's text; where a link has none, on the link itself.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from urllib.parse import urlsplit

from copydesk.document import Link
from copydesk.finding import Hit
from copydesk.scan import Context
from copydesk.views import Place

OPTIONS: dict[str, object] = {}
SLOTS = frozenset({"host", "part", "target"})

_SHOWN = 60


def find(context: Context) -> Iterator[Hit]:
    """Yield one hit for each link with a matching address."""
    for block in context.blocks():
        for link in context.views.blocks[block].links:
            part = _matching_part(context, link)
            if part:
                yield _hit(context, block, link, part)


def _matching_part(context: Context, link: Link) -> str:
    target = html.unescape(link.target).lower()
    for pattern in context.rule.patterns:
        if pattern.may_match(target):
            match = pattern.compiled.search(target)
            if match and match.group():
                return match.group()
    return ""


def _hit(context: Context, block: int, link: Link, part: str) -> Hit:
    views = context.views
    slots = {
        "host": _host(link.target) or "the page",
        "part": part.lstrip("?&"),
        "target": link.target[:_SHOWN],
    }
    if link.end > link.start:
        return context.hit(Place(block, link.start, link.end), slots=slots)
    return Hit(
        span=link.span,
        match=views.document.source[link.span.start : link.span.end],
        block=block,
        slots=slots,
    )


def _host(target: str) -> str:
    try:
        return urlsplit(target).netloc[:_SHOWN]
    except ValueError:
        return ""
