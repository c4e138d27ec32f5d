"""
Words that mix Latin with look-alike letters of Cyrillic or Greek.

One Greek letter at the edge of a word is a symbol; words wholly of another script are words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.finding import Hit
from copydesk.scan import Context
from copydesk.views import Place

OPTIONS: dict[str, object] = {}
SLOTS = frozenset({"script"})

_CYRILLIC = "\u0400-\u052f"
_GREEK = "\u0370-\u03ff\u1f00-\u1fff"
_WORD = re.compile(rf"[A-Za-z\u00c0-\u024f{_CYRILLIC}{_GREEK}]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_CYRILLIC_LETTER = re.compile(f"[{_CYRILLIC}]")
_GREEK_LETTER = re.compile(f"[{_GREEK}]")


def find(context: Context) -> Iterator[Hit]:
    """Yield each word that mixes scripts."""
    for block in context.blocks():
        text = context.views.text(block)
        if text.isascii():
            continue
        for match in _WORD.finditer(text):
            script = _foreign_script(match.group())
            if script:
                place = Place(block, match.start(), match.end())
                yield context.hit(place, slots={"script": script})


def _foreign_script(word: str) -> str:
    if not _LATIN.search(word):
        return ""
    if _CYRILLIC_LETTER.search(word):
        return "Cyrillic"
    return "Greek" if _GREEK_LETTER.search(word[1:-1]) else ""
