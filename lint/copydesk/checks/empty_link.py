"""Links without an address, or to the top of their own page."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.finding import Hit
from copydesk.scan import Context
from copydesk.views import Place

OPTIONS: dict[str, object] = {}
SLOTS: frozenset[str] = frozenset()

_NOWHERE = frozenset({"", "#"})
_SCRIPT = "javascript:"


def find(context: Context) -> Iterator[Hit]:
    """Yield each visible link that leads nowhere."""
    for block in context.blocks():
        for link in context.views.blocks[block].links:
            target = link.target.strip()
            if target not in _NOWHERE and not target.lower().startswith(_SCRIPT):
                continue
            if link.end > link.start:
                yield context.hit(Place(block, link.start, link.end))
            else:
                source = context.views.document.source
                yield Hit(
                    span=link.span, match=source[link.span.start : link.span.end], block=block
                )
