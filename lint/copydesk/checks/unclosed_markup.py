"""Markup that the reader of the format found unfinished."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.finding import Hit
from copydesk.scan import Context

OPTIONS = {"skip": "bad front matter"}
"""``skip``: a kind of defect that another rule reports."""
SLOTS = frozenset({"what"})

_SHOWN = 80


def find(context: Context) -> Iterator[Hit]:
    """Yield one hit for each defect of the markup."""
    document = context.views.document
    for defect in document.defects:
        if defect.kind == context.text_option("skip"):
            continue
        what = defect.kind[:1].upper() + defect.kind[1:]
        match = document.source[defect.span.start : defect.span.end][:_SHOWN]
        yield Hit(span=defect.span, match=match, slots={"what": what})
