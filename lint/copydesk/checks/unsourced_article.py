"""
A long article that offers nothing to check: no link, no reference, no quotation, nobody named.

Personal pieces are their own source and are known by their voice, instructions by their code.
"""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.checks.article_facts import facts_of
from copydesk.finding import Hit
from copydesk.scan import Context, document_hit

OPTIONS: dict[str, object] = {
    "attributions": 1,
    # most sentences that say who says so
    "quotations": 0,
    "voice_per_1000_words": 20.0,
    # a writer who speaks of himself and to the reader more often is his own source
    "voice": ["i"],
    # words of the first and second person
}
SLOTS = frozenset({"links", "quotations", "attributions", "words"})


def find(context: Context) -> Iterator[Hit]:
    """Yield one hit for an article without sources."""
    facts = facts_of(context, context.rule.options["voice"])
    if facts.links or facts.citations or facts.code_blocks:
        return
    if facts.quotations > context.option("quotations"):
        return
    if facts.attributions > context.option("attributions"):
        return
    if facts.per_1000_words(facts.voice) > context.option("voice_per_1000_words"):
        return
    yield document_hit(
        context.views,
        slots={
            "links": str(facts.links),
            "quotations": str(facts.quotations),
            "attributions": str(facts.attributions),
            "words": str(facts.words),
        },
    )
