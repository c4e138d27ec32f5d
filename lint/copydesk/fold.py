"""
The match view: reader text folded so that one plain pattern finds every way of writing it.

Case is folded, compatibility characters are normalised (NFKC), curly quotes and odd hyphens
become plain ones, look-alike letters of other scripts become Latin, invisible characters are
dropped and every run of white space is one space. The length may change, so a `Fold` carries
the map back to reader offsets. ASCII text without doubled spaces keeps its length and needs no
map at all.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from typing import NamedTuple

_SPECIAL = re.compile(r"[A-Za-z]?[^\x00-\x7f]+|[ \t\n\r\f\v]{2,}|[\t\n\r\f\v]")

_MAX_MARKS = 8
"""Combining marks kept on one letter; normalising a longer run takes quadratic time."""

_REPLACED = str.maketrans(
    {
        # quotation marks and apostrophes
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u02b9\u2032\u00b4\u0060\uff07", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\uff02", '"'),
        # hyphens that are not dashes
        **dict.fromkeys("\u2010\u2011\u00ad\u2212", "-"),
        # letters that look Latin: Cyrillic, then Greek
        **dict(zip("аеорсухіјѕԁһкмтв", "aeopcyxijsdhkmtb", strict=True)),
        **dict(zip("АВЕКМНОРСТУХІЈЅ", "abekmhopctyxijs", strict=True)),
        **dict(zip("οανρυικτ", "oavpuikt", strict=True)),
        **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "abezhikmnoptyx", strict=True)),
    }
)
del _REPLACED[0xAD]  # the soft hyphen is invisible, not a hyphen


class _FoldRun(NamedTuple):
    """A stretch of folded text; of equal length to its reader range when it maps one to one."""

    start: int
    end: int
    reader_start: int
    reader_end: int


class Fold(NamedTuple):
    """Folded text and its map to reader offsets; no runs means the identity."""

    text: str
    runs: tuple[_FoldRun, ...] = ()

    def to_reader(self, start: int, end: int) -> tuple[int, int]:
        """Return the smallest reader range that covers ``text[start:end]``."""
        if not self.runs or start >= end:
            return (start, end) if not self.runs else (self._point(start),) * 2
        first = self.runs[bisect_right(self.runs, (start, _FAR)) - 1]
        last = self.runs[bisect_right(self.runs, (end - 1, _FAR)) - 1]
        reader_start = first.reader_start + (start - first.start if _linear(first) else 0)
        reader_end = last.reader_end - (last.end - end if _linear(last) else 0)
        return reader_start, reader_end

    def from_reader(self, offset: int) -> int:
        """Return the folded offset at which a reader offset starts or, if dropped, would."""
        if not self.runs:
            return offset
        low, high = 0, len(self.runs)
        while low < high:
            middle = (low + high) // 2
            if self.runs[middle].reader_start <= offset:
                low = middle + 1
            else:
                high = middle
        if low == 0:
            return 0
        run = self.runs[low - 1]
        if offset >= run.reader_end:
            return run.end
        return run.start + (offset - run.reader_start if _linear(run) else 0)

    def _point(self, offset: int) -> int:
        if offset >= len(self.text):
            return self.runs[-1].reader_end
        return self.to_reader(offset, offset + 1)[0]


_FAR = 1 << 62


def _linear(run: _FoldRun) -> bool:
    return run.end - run.start == run.reader_end - run.reader_start


def fold(text: str) -> Fold:
    """Return the folded form of one block's reader text."""
    if not _SPECIAL.search(text):
        return Fold(text.lower())
    folder = _Folder()
    done = 0
    for match in _SPECIAL.finditer(text):
        folder.keep(text[done : match.start()].lower(), done)
        folder.special(match.group(), match.start())
        done = match.end()
    folder.keep(text[done:].lower(), done)
    return folder.build()


class _Folder:
    def __init__(self) -> None:
        self._parts: list[str] = []
        self._runs: list[_FoldRun] = []
        self._length = 0
        self._after_space = False

    def keep(self, text: str, reader_start: int) -> None:
        if text.startswith(" ") and self._after_space:
            self._stretch(reader_start + 1)
            text, reader_start = text[1:], reader_start + 1
        self._add(text, reader_start, reader_start + len(text))

    def special(self, text: str, reader_start: int) -> None:
        index = 0
        while index < len(text):
            end = index + 1
            while end < len(text) and unicodedata.combining(text[end]):
                end += 1
            self._cluster(text[index:end], reader_start + index, reader_start + end)
            index = end

    def _cluster(self, cluster: str, start: int, end: int) -> None:
        if len(cluster) == 1:
            folded = _folded_character(cluster)
        else:
            folded = unicodedata.normalize("NFKC", cluster[: 1 + _MAX_MARKS]).casefold()
        if folded == " " and self._after_space:
            self._stretch(end)
            return
        self._add(folded, start, end)

    def _stretch(self, reader_end: int) -> None:
        """Let the space just written also stand for the white space up to ``reader_end``."""
        last = self._runs[-1]
        if _linear(last) and last.end - last.start > 1:
            self._runs[-1] = _FoldRun(
                last.start, last.end - 1, last.reader_start, last.reader_end - 1
            )
            self._runs.append(_FoldRun(last.end - 1, last.end, last.reader_end - 1, reader_end))
        else:
            self._runs[-1] = last._replace(reader_end=reader_end)

    def _add(self, folded: str, start: int, end: int) -> None:
        if not folded:
            return
        self._after_space = folded[-1] == " "
        length = self._length + len(folded)
        last = self._runs[-1] if self._runs else None
        if last and len(folded) == end - start and last.reader_end == start and _linear(last):
            self._runs[-1] = last._replace(end=length, reader_end=end)
        else:
            self._runs.append(_FoldRun(self._length, length, start, end))
        self._parts.append(folded)
        self._length = length

    def build(self) -> Fold:
        return Fold("".join(self._parts), tuple(self._runs))


class _Characters(dict[str, str]):
    """Folded single characters, worked out once each."""

    def __missing__(self, char: str) -> str:
        folded = _fold_character(char)
        self[char] = folded
        return folded


def _fold_character(char: str) -> str:
    if char.isspace():
        return " "
    # Cf holds zero-width, bidi and tag characters; variation selectors and the grapheme joiner
    # are marks that change no letter.
    if unicodedata.category(char) == "Cf" or "\ufe00" <= char <= "\ufe0f" or char == "\u034f":
        return ""
    translated = char.translate(_REPLACED)
    if translated != char:
        return translated
    normal = unicodedata.normalize("NFKC", char).translate(_REPLACED).casefold()
    return " " if normal.isspace() else normal


_CHARACTERS = _Characters()


def _folded_character(char: str) -> str:
    return _CHARACTERS[char]
