"""
Characters that nobody sees: zero-width ones, and those that reorder or hide text.

Joiners and variation selectors inside emoji, joiners between letters of scripts that need them,
direction marks around right-to-left text and the tags of flags are in their place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from copydesk.finding import Edit, Fix, Hit
from copydesk.scan import Context
from copydesk.views import Place

OPTIONS = {"set": "zero-width"}
"""``set``: ``zero-width`` or ``reversing``."""
SLOTS = frozenset({"names"})

_ZERO_WIDTH = re.compile(
    "[\u200b\u200c\u200d\u2060\u2061-\u2064\ufeff\u00ad\u180e\u115f\u1160\u3164]"
)
_REVERSING = re.compile("[\u202a-\u202e\u2066-\u2069\U000e0001\U000e0020-\U000e007f]")
_JOINERS = frozenset("\u200c\u200d")
_BLACK_FLAG = "\U0001f3f4"
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})


def find(context: Context) -> Iterator[Hit]:
    """Yield each invisible character that has no business where it stands."""
    reversing = context.text_option("set") == "reversing"
    pattern = _REVERSING if reversing else _ZERO_WIDTH
    for block in context.blocks():
        text = context.views.text(block)
        if text.isascii() or (reversing and _is_right_to_left(text)):
            continue
        for match in pattern.finditer(text):
            at = match.start()
            if not _belongs(text, at):
                yield _hit(context, Place(block, at, at + 1), match.group())


def _hit(context: Context, place: Place, char: str) -> Hit:
    span = context.views.source_span(*place)
    wanted = context.rule.fix
    fix = Fix(wanted.safe, (Edit(span, ""),)) if wanted else None
    name = unicodedata.name(char, "format character").lower()
    return context.hit(place, slots={"names": f"U+{ord(char):04X} {name}"}, fix=fix)


def _belongs(text: str, at: int) -> bool:
    char = text[at]
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if char in _JOINERS:
        return bool(before and after) and not (before.isascii() or after.isascii())
    if "\U000e0020" <= char <= "\U000e007f":
        return _in_flag(text, at)
    return False


_FLAG_LENGTH = 8
"""A subdivision flag is a black flag and at most so many tags."""


def _in_flag(text: str, at: int) -> bool:
    flag = text.rfind(_BLACK_FLAG, max(0, at - _FLAG_LENGTH), at)
    return flag >= 0 and all("\U000e0020" <= char <= "\U000e007f" for char in text[flag + 1 : at])


def _is_right_to_left(text: str) -> bool:
    return any(
        unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in text if char > "\u0590"
    )
