"""The same sentence twice, word for word, outside quotations."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.finding import Hit, Role
from copydesk.scan import Context, place_of
from copydesk.sentences import Sentence, prose_sentences

OPTIONS = {"least_words": 6}
SLOTS = frozenset({"line"})


def find(context: Context) -> Iterator[Hit]:
    """Yield each later copy of a sentence with the first as its twin."""
    views = context.views
    first: dict[tuple[str, ...], int] = {}
    sentences = list(prose_sentences(context))
    for index, sentence in enumerate(sentences):
        if len(sentence.tokens) < context.option("least_words") or not _ends(context, sentence):
            continue
        twin = first.setdefault(sentence.tokens, index)
        if twin != index:
            earlier = sentences[twin].place
            yield context.hit(
                sentence.place,
                places=(place_of(views, *earlier, role=Role.TWIN),),
                slots={"line": str(views.lines.line_of(views.source_span(*earlier).start))},
            )


def _ends(context: Context, sentence: Sentence) -> bool:
    """Return whether a sentence is finished like one: lines of lists and tables are not."""
    end = sentence.place.end
    return context.views.text(sentence.place.block)[end - 1] in ".!?…"
