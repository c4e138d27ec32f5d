"""Markup that the reader of the format found unfinished."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.finding import Hit
from copydesk.scan import Context

OPTIONS = {"of": "markup"}
"""``of``: ``markup`` or ``front matter``."""
SLOTS = frozenset({"what"})

_SHOWN = 80
_FRONT_MATTER = "bad front matter"


def find(context: Context) -> Iterator[Hit]:
    """Yield one hit for each defect of the markup."""
    document = context.views.document
    wants_front_matter = context.text_option("of") == "front matter"
    for defect in document.defects:
        if (defect.kind == _FRONT_MATTER) is not wants_front_matter:
            continue
        what = defect.kind[:1].upper() + defect.kind[1:]
        match = document.source[defect.span.start : defect.span.end][:_SHOWN]
        yield Hit(span=defect.span, match=match, slots={"what": what})
