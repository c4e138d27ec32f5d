"""
An ending that repeats the opening.

The last paragraph must say that it concludes; then either enough content words or a run of words
is shared with the first. The rule's patterns say what a conclusion opens with.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from copydesk.finding import Hit, Role
from copydesk.scan import Context, block_hit, place_of
from copydesk.similarity import content_stems, jaccard, ngrams, plain

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
    shared = _longest_shared(words[0], words[1], int(context.option("run")))
    function_words = context.list_words("function-words")
    stems = [frozenset(content_stems(part, function_words)) for part in words]
    overlap = jaccard(stems[0], stems[1])
    if overlap < context.option("overlap") and not shared:
        return
    yield block_hit(
        views,
        first,
        places=(place_of(views, concluding, 0, len(views.text(concluding)), role=Role.TWIN),),
        slots={
            "line": str(views.line(concluding)),
            "shared": f"… {shared} …" if shared else f"{overlap:.0%} of the words",
        },
    )


def _concluding(context: Context, paragraphs: Sequence[int]) -> int:
    """Return the last paragraph when it opens like a conclusion, else -1."""
    last = paragraphs[-1]
    text = context.views.fold(last).text
    for pattern in context.rule.patterns:
        if pattern.compiled.search(text):
            return last
    return -1


def _longest_shared(left: Sequence[str], right: Sequence[str], length: int) -> str:
    """Return the first run of so many words that both hold, "" for none."""
    known = {run for _start, run in ngrams(left, length)}
    for _start, run in ngrams(right, length):
        if run in known:
            return " ".join(run)
    return ""
