"""Byte offsets of a parser, turned into offsets of code points."""

from __future__ import annotations

__all__ = ["byte_offsets"]

import re
from bisect import bisect_right
from collections.abc import Callable

_STRETCH = "[\x00-\x7f]+|[\x80-\u07ff]+|[\u0800-\uffff]+|[\U00010000-\U0010ffff]+"
"""Characters of equal width; compiled on first use, for it takes milliseconds."""


def byte_offsets(text: str, base: int) -> Callable[[int], int]:
    """
    Return a function from offsets in the UTF-8 form of a text to code points, plus ``base``.

    It keeps one entry for each stretch of characters of equal width, none for ASCII text.
    """
    if text.isascii():
        return base.__add__
    byte_starts, starts, widths = _stretches(text)

    def code_point(byte: int) -> int:
        index = bisect_right(byte_starts, byte) - 1
        return starts[index] + (byte - byte_starts[index]) // widths[index] + base

    return code_point


def _stretches(text: str) -> tuple[list[int], list[int], list[int]]:
    byte_starts: list[int] = []
    starts: list[int] = []
    widths: list[int] = []
    byte = 0
    for match in re.finditer(_STRETCH, text):
        width = len(match.group()[0].encode("utf-8", "surrogatepass"))
        byte_starts.append(byte)
        starts.append(match.start())
        widths.append(width)
        byte += width * (match.end() - match.start())
    return byte_starts, starts, widths
