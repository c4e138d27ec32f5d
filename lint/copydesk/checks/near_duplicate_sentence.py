"""
Two sentences with nearly the same content words.

Sentences are sets of stems; the overlap is their Jaccard index. Two sets that overlap enough
share one of their rarest stems (prefix filtering, Chaudhuri et al. 2006), so only sentences that
do are compared, and each with a bounded number of earlier ones.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

from copydesk.finding import Hit, Role
from copydesk.scan import Context, place_of
from copydesk.sentences import Sentence, prose_sentences
from copydesk.similarity import content_stems, jaccard

OPTIONS = {"least_stems": 8, "overlap": 0.7}
"""``least_stems``: content words that make a sentence worth comparing; ``overlap``: 0 to 1."""
SLOTS = frozenset({"line"})

_MOST_COMPARED = 24
"""Earlier sentences under one stem; more would make a text of near copies quadratic."""


def find(context: Context) -> Iterator[Hit]:
    """Yield each sentence that nearly repeats an earlier one, but not one that copies it."""
    views = context.views
    function_words = context.list_words("function-words")
    sentences = list(prose_sentences(context))
    sets = [frozenset(content_stems(one.tokens, function_words)) for one in sentences]
    for index, twin in _pairs(sentences, sets, context):
        earlier = sentences[twin].place
        yield context.hit(
            sentences[index].place,
            places=(place_of(views, *earlier, role=Role.TWIN),),
            slots={"line": str(views.lines.line_of(views.source_span(*earlier).start))},
        )


def _pairs(
    sentences: list[Sentence], sets: list[frozenset[str]], context: Context
) -> Iterator[tuple[int, int]]:
    least, overlap = context.option("least_stems"), context.option("overlap")
    frequency = Counter(stem for stems in sets for stem in stems)
    by_stem: dict[str, list[int]] = {}
    for index, stems in enumerate(sets):
        if len(stems) < least:
            continue
        rarest = sorted(stems, key=lambda stem: (frequency[stem], stem))
        prefix = rarest[: len(stems) - math.ceil(overlap * len(stems)) + 1]
        compared = {other for stem in prefix for other in by_stem.get(stem, ())[-_MOST_COMPARED:]}
        twins = [
            other
            for other in sorted(compared)
            if sentences[other].tokens != sentences[index].tokens
            and jaccard(sets[other], stems) >= overlap
            and not _differ_in_numbers(sentences[other], sentences[index])
        ]
        if twins:
            yield index, twins[0]
        for stem in prefix:
            by_stem.setdefault(stem, []).append(index)


def _differ_in_numbers(left: Sentence, right: Sentence) -> bool:
    """Return whether the two give different figures: then the second one is news."""
    numbers = [sorted(t for t in one.tokens if t[0].isdigit()) for one in (left, right)]
    return numbers[0] != numbers[1]
