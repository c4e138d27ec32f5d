"""
Measures of an article that rules of kind ``metric`` compare with a bound.

A measure speaks of the whole article, of one paragraph or of one sentence. Lengths are in
words; spreads are coefficients of variation (standard deviation over mean, from 0).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from copydesk.views import Place, Views


class Measurement(NamedTuple):
    """One measured value."""

    value: float
    basis: int
    """How many things it was measured over: paragraphs, sentences or words."""
    place: Place | None = None
    """Where it holds; None for the whole article."""


_DIGIT_WORD = re.compile(r"\d")


def paragraph_spread(views: Views) -> Iterator[Measurement]:
    """Yield the spread of the word counts of the body's paragraphs."""
    yield _spread([len(views.words(block)) for block in views.paragraphs])


def sentence_spread(views: Views) -> Iterator[Measurement]:
    """Yield the spread of the word counts of the body's sentences."""
    yield _spread([length for _place, length in _sentence_lengths(views)])


def sentence_words(views: Views) -> Iterator[Measurement]:
    """Yield the word count of each sentence of the prose."""
    for place, length in _sentence_lengths(views):
        yield Measurement(length, length, place)


def paragraph_words(views: Views) -> Iterator[Measurement]:
    """Yield the word count of each paragraph of the body."""
    for block in views.paragraphs:
        length = len(views.words(block))
        yield Measurement(length, length, Place(block, 0, len(views.text(block))))


def middling_paragraphs(views: Views) -> Iterator[Measurement]:
    """Yield the share of paragraphs with three to five sentences; 0 if any has just one."""
    counts = [len(views.sentences(block)) for block in views.paragraphs]
    if not counts:
        return
    middling = sum(3 <= count <= 5 for count in counts)
    yield Measurement(0.0 if 1 in counts else middling / len(counts), len(counts))


def numbers_per_1000_words(views: Views) -> Iterator[Measurement]:
    """Yield how many words of the prose hold a digit, per 1,000."""
    total = with_digit = 0
    for block in views.prose:
        found = views.words(block)
        total += len(found)
        with_digit += sum(1 for word in found if _DIGIT_WORD.search(word))
    yield Measurement(1000 * with_digit / max(1, total), total)


def mean_word_length(views: Views) -> Iterator[Measurement]:
    """Yield the mean length of the prose's words, in characters."""
    lengths = [
        found.end(index) - found.start(index)
        for found in map(views.words, views.prose)
        for index in range(len(found))
    ]
    yield Measurement(sum(lengths) / max(1, len(lengths)), len(lengths))


def reading_grade(views: Views) -> Iterator[Measurement]:
    """
    Yield the automated readability index of the prose, a US school grade.

    Source: Senter and Smith, AMRL-TR-66-220 (1967): 4.71 characters per word plus 0.5 words per
    sentence minus 21.43.
    """
    characters = total = sentences = 0
    for block in views.body:
        found = views.words(block)
        total += len(found)
        characters += sum(found.end(index) - found.start(index) for index in range(len(found)))
        sentences += len(views.sentences(block))
    if total and sentences:
        yield Measurement(4.71 * characters / total + 0.5 * total / sentences - 21.43, total)


def _sentence_lengths(views: Views) -> Iterator[tuple[Place, int]]:
    for block in views.body:
        for sentence, indexes in views.sentence_words(block):
            if indexes:
                yield Place(block, sentence.start, sentence.end), len(indexes)


def _spread(lengths: Sequence[int]) -> Measurement:
    if not lengths:
        return Measurement(math.inf, 0)
    mean = sum(lengths) / len(lengths)
    variance = sum((length - mean) ** 2 for length in lengths) / len(lengths)
    return Measurement(math.sqrt(variance) / mean if mean else math.inf, len(lengths))


MEASURES: Mapping[str, Callable[[Views], Iterator[Measurement]]] = {
    "paragraph-spread": paragraph_spread,
    "sentence-spread": sentence_spread,
    "sentence-words": sentence_words,
    "paragraph-words": paragraph_words,
    "middling-paragraphs": middling_paragraphs,
    "numbers-per-1000-words": numbers_per_1000_words,
    "mean-word-length": mean_word_length,
    "reading-grade": reading_grade,
}
