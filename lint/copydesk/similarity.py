"""
How alike two texts are, by their words: stems, overlap and shared runs.

The stems are crude on purpose: they only have to bring "expands", "expanded" and "expanding"
together inside one article, never to name a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

_ENDINGS = (
    "ations",
    "ation",
    "ings",
    "ing",
    "ies",
    "ied",
    "ers",
    "er",
    "es",
    "ed",
    "ly",
    "s",
    "e",
    "y",
)
_MIN_STEM = 3


def plain(word: str) -> str:
    """Return a word in lower case with a plain apostrophe and without a possessive ending."""
    low = word.lower().replace("’", "'")
    return low[:-2] if low.endswith("'s") else low


def stem(word: str) -> str:
    """Return a crude stem of a plain word; short words stay as they are."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _MIN_STEM:
            return word[: -len(ending)]
    return word


def same_words(left: Iterable[str], right: Iterable[str]) -> bool:
    """Return whether two texts have the same words in the same order, and any at all."""
    first, second = [plain(word) for word in left], [plain(word) for word in right]
    return bool(first) and first == second


def content_stems(words: Iterable[str], function_words: frozenset[str]) -> list[str]:
    """Return the stems of the words that carry meaning, in order."""
    return [stem(low) for word in words if (low := plain(word)) not in function_words]


def jaccard(left: frozenset[str], right: frozenset[str]) -> float:
    """Return the share of common members, 0 to 1; two empty sets share nothing."""
    union = len(left | right)
    return len(left & right) / union if union else 0.0


def ngrams(tokens: Sequence[str], length: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield every run of so many tokens with the index of its first."""
    for start in range(len(tokens) - length + 1):
        yield start, tuple(tokens[start : start + length])
