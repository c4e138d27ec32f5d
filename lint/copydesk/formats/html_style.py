"""
Which elements of a page are never shown, as far as their own attributes say.

Style sheets are not evaluated: only ``hidden``, ``style`` and the colour attributes of old are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from copydesk.formats.html_tokens import Attribute

_FAR_AWAY = re.compile(
    r"-\s*\d{4,}(?:\.\d+)?(?:px|pt)?|-\s*[1-9]\d{2,}(?:\.\d+)?(?:em|rem|%|vw|vh)"
)
"""Text moved a thousand pixels or a hundred ems to the side stands outside every screen."""
_TINY = re.compile(r"0(?:\.0\d*)?(?:[a-z]+|%)?|\.0\d*(?:[a-z]+|%)?|(?:1(?:\.0*)?|0?\.\d+)p[xt]")
"""Type of one pixel or less."""
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*\)")
_SHORT_HEX = re.compile(r"#([0-9a-f])([0-9a-f])([0-9a-f])")
_NAMED_COLOURS = {"white": "#ffffff", "black": "#000000", "red": "#ff0000", "yellow": "#ffff00"}
_TRANSPARENT = frozenset({"transparent", "inherit", "initial", "unset", "none", "currentcolor"})
_MOVED = ("left", "top", "right", "text-indent", "margin-left")

PAPER = "#ffffff"
"""The colour browsers give a page that says nothing."""


class Colours(NamedTuple):
    """Colours that hold at some place, as ``#rrggbb``; "" where nobody knows."""

    text: str = ""
    background: str = ""


def declarations(style: str) -> dict[str, str]:
    """Return the declarations of a ``style`` attribute, in lower case, the last of equals."""
    pairs = (part.partition(":") for part in style.lower().split(";"))
    return {
        name.strip(): value.replace("!important", "").strip()
        for name, colon, value in pairs
        if colon
    }


def is_hidden(attributes: Mapping[str, Attribute]) -> bool:
    """Return whether an element's own attributes keep it from being shown, colours aside."""
    if "hidden" in attributes:
        return True
    if "style" not in attributes:
        return False
    style = declarations(attributes["style"].value)
    return (
        style.get("display") == "none"
        or style.get("visibility") in {"hidden", "collapse"}
        or style.get("color") == "transparent"
        or (_number(style.get("opacity", "")) == 0)
        or bool(_TINY.fullmatch(style.get("font-size", "")))
        or any(_FAR_AWAY.match(style[name]) for name in _MOVED if name in style)
    )


def colours(attributes: Mapping[str, Attribute], outer: Colours) -> Colours:
    """Return the colours inside an element, given those around it."""
    text = attributes["color"].value if "color" in attributes else ""
    background = attributes["bgcolor"].value if "bgcolor" in attributes else ""
    if "style" in attributes:
        style = declarations(attributes["style"].value)
        text = style.get("color", text)
        background = style.get("background-color", style.get("background", background))
    return Colours(_colour(text, outer.text), _colour(background, outer.background))


def is_invisible(inside: Colours) -> bool:
    """Return whether text has the colour of what it stands on."""
    return bool(inside.text) and inside.text == inside.background


def _colour(written: str, outer: str) -> str:
    value = written.strip().lower()
    if not value or value in _TRANSPARENT:
        return outer
    if match := _RGB.fullmatch(value):
        return "#" + "".join(f"{min(int(part), 255):02x}" for part in match.groups())
    if match := _SHORT_HEX.fullmatch(value):
        return "#" + "".join(part * 2 for part in match.groups())
    return _NAMED_COLOURS.get(value, value)


def _number(written: str) -> float | None:
    try:
        return float(written)
    except ValueError:
        return None
