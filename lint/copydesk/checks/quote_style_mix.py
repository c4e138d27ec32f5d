"""
Straight and curly marks in one text: the minority is reported, because it was pasted in.

Apostrophes inside words and double quotation marks are counted apart. Feet, inches and marks in
code are no marks of quotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from copydesk.document import MaskKind
from copydesk.finding import Hit
from copydesk.scan import Context, place_of
from copydesk.views import Place

OPTIONS = {"least": 3}
"""``least``: so many of each kind make a mix."""
SLOTS = frozenset({"few", "minority", "mark", "many", "majority"})

_APOSTROPHE = re.compile(r"(?<=[^\W\d_])['’](?=[^\W\d_])")
_STRAIGHT_DOUBLE = re.compile(r"(?<!\d)\"")
_CURLY_DOUBLE = re.compile(r"[“”]")
_ASIDE = frozenset({MaskKind.CODE, MaskKind.URL, MaskKind.TEMPLATE, MaskKind.MATH})


def find(context: Context) -> Iterator[Hit]:
    """Yield at most one hit for apostrophes and one for double quotation marks."""
    apostrophes = _places(context, _APOSTROPHE)
    text = context.views.text
    straight = [place for place in apostrophes if text(place.block)[place.start] == "'"]
    curly = [place for place in apostrophes if text(place.block)[place.start] == "’"]
    yield from _mix(context, straight, curly, "apostrophes")
    doubles = _places(context, _STRAIGHT_DOUBLE), _places(context, _CURLY_DOUBLE)
    yield from _mix(context, *doubles, "quotation marks")


def _places(context: Context, pattern: re.Pattern[str]) -> list[Place]:
    views = context.views
    found = []
    for block in context.blocks():
        masks = [mask for mask in views.blocks[block].masks if mask.kind in _ASIDE]
        for match in pattern.finditer(views.text(block)):
            if not any(mask.start <= match.start() < mask.end for mask in masks):
                found.append(Place(block, match.start(), match.end()))
    return found


def _mix(
    context: Context, straight: Sequence[Place], curly: Sequence[Place], mark: str
) -> Iterator[Hit]:
    if min(len(straight), len(curly)) < context.option("least"):
        return
    few, many = (straight, curly) if len(straight) <= len(curly) else (curly, straight)
    names = ("straight", "curly") if few is straight else ("curly", "straight")
    yield context.hit(
        few[0],
        places=tuple(place_of(context.views, *place) for place in few[1:]),
        slots={
            "few": str(len(few)),
            "minority": names[0],
            "mark": mark,
            "many": str(len(many)),
            "majority": names[1],
        },
    )
