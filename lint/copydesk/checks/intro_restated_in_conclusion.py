"""
An ending that repeats the opening.

The last paragraph must say that it concludes; then either enough content words or a run of words
is shared with the first. The rule's patterns say what a conclusion opens with.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from copydesk.finding import Hit, Role
from copydesk.scan import Context, place_of
from copydesk.similarity import content_stems, jaccard, ngrams, plain
from copydesk.views import Place, Views

OPTIONS = {"overlap": 0.25, "run": 5}
"""``overlap``: Jaccard index of the stems, 0 to 1; ``run``: words in a row."""
SLOTS = frozenset({"line", "shared"})


def find(context: Context) -> Iterator[Hit]:
    """Yield one hit on the opening with the ending as its twin."""
    views = context.views
    paragraphs = [index for index in views.paragraphs if index in set(context.blocks())]
    if len(paragraphs) < 2:
        return
    first = paragraphs[0]
    concluding = _concluding(context, paragraphs)
    if concluding < 0:
        return
    words = [[plain(word) for word in views.words(block)] for block in (first, concluding)]
    run = _longest_shared(words[0], words[1], int(context.option("run")))
    function_words = context.list_words("function-words")
    stems = [frozenset(content_stems(part, function_words)) for part in words]
    overlap = jaccard(stems[0], stems[1])
    if overlap < context.option("overlap") and run is None:
        return
    opening, ending = (_where(views, block, at) for block, at in _ends(first, concluding, run))
    shared = views.text(opening.block)[opening.start : opening.end] if run else ""
    yield context.hit(
        opening,
        places=(place_of(views, *ending, role=Role.TWIN),),
        slots={
            "line": str(views.lines.line_of(views.source_span(*ending).start)),
            "shared": f"… {shared} …" if shared else f"{overlap:.0%} of the words",
        },
    )


class _Shared(NamedTuple):
    """A run of words that two texts share, by the indexes of its first words."""

    left: int
    right: int
    length: int


def _ends(
    first: int, last: int, run: _Shared | None
) -> tuple[tuple[int, tuple[int, int] | None], tuple[int, tuple[int, int] | None]]:
    if run is None:
        return (first, None), (last, None)
    return (first, (run.left, run.length)), (last, (run.right, run.length))


def _where(views: Views, block: int, words: tuple[int, int] | None) -> Place:
    """Return the place of some words of a block, or of its first sentence."""
    if words is None:
        sentence = views.sentence_at(block, 0)
        return Place(block, sentence.start, sentence.end)
    found = views.words(block)
    return Place(block, found.start(words[0]), found.end(words[0] + words[1] - 1))


def _concluding(context: Context, paragraphs: Sequence[int]) -> int:
    """Return the last paragraph when it opens like a conclusion, else -1."""
    last = paragraphs[-1]
    text = context.views.fold(last).text
    for pattern in context.rule.patterns:
        if pattern.compiled.search(text):
            return last
    return -1


def _longest_shared(left: Sequence[str], right: Sequence[str], least: int) -> _Shared | None:
    """Return the longest of the first runs of at least so many words that both hold."""
    known = {run: start for start, run in reversed(list(ngrams(left, least)))}
    best: _Shared | None = None
    end = 0
    for start, run in ngrams(right, least):
        if run not in known or start < end:
            continue
        at, length = known[run], least
        while (
            left[at + length : at + length + 1] == right[start + length : start + length + 1] != []
        ):
            length += 1
        end = start + length
        if best is None or length > best.length:
            best = _Shared(at, start, length)
    return best
