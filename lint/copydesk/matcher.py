"""
One pass over a document for the patterns of all rules: where may each of them match?

Every pattern knows literals of which one must stand in any match, most of them with a word that
must stand there whole. The words of all blocks are indexed once; a literal costs one look into
the index and a search of the few blocks that hold its word. A literal without a whole word is
looked for in the joined text. There may be too many candidates, never too few: the kind confirms
with the pattern itself.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence

from copydesk.pattern import Pattern
from copydesk.views import Views

_SEPARATOR = "\n"
"""Stands in no match text, and no pattern's literal may run across it."""
_WORD = re.compile(r"\w+")


class Matcher:
    """
    Candidate blocks of one document.

    Args:
        views: The document's views.
    """

    def __init__(self, views: Views) -> None:
        self._views = views
        self._all = tuple(range(len(views.blocks)))
        self._texts: dict[bool, _Index] = {}

    def candidates(self, pattern: Pattern) -> Sequence[int]:
        """Return the indexes of the blocks in which a pattern may match, in order."""
        if not pattern.probes:
            return self._all
        index = self._index(case=pattern.case)
        found: set[int] = set()
        words = index.words
        for literal, word in pattern.probes:
            if not word:
                found |= index.blocks_with(literal)
            elif word in words:
                found.update(block for block in words[word] if literal in index.texts[block])
        return sorted(found)

    def _index(self, *, case: bool) -> _Index:
        known = self._texts.get(case)
        if known is None:
            views = self._views
            texts = [views.text(i) if case else views.fold(i).text for i in self._all]
            known = self._texts[case] = _Index(texts)
        return known


class _Index:
    """The texts of all blocks, their words, and what was looked for in all of them at once."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.words: Mapping[str, list[int]] = _words(texts)
        self._joined = _SEPARATOR.join(texts)
        self._starts = [0]
        for text in texts:
            self._starts.append(self._starts[-1] + len(text) + len(_SEPARATOR))
        self._known: dict[str, frozenset[int]] = {}

    def blocks_with(self, literal: str) -> frozenset[int]:
        known = self._known.get(literal)
        if known is None:
            known = self._known[literal] = frozenset(self._search(literal))
        return known

    def _search(self, literal: str) -> set[int]:
        found = set()
        at = self._joined.find(literal)
        while at >= 0:
            block = bisect_right(self._starts, at) - 1
            found.add(block)
            # The rest of this block holds nothing new.
            at = self._joined.find(literal, self._starts[block + 1])
        return found


def _words(texts: Sequence[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for block, text in enumerate(texts):
        for word in set(_WORD.findall(text)):
            found.setdefault(word, []).append(block)
    return found
