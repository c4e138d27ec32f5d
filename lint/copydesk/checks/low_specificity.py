"""
Few facts for the length of the article.

One measure alone would blame essays and sermons, so all must agree: few numbers, few names, no
quotation, nothing to look up, hardly anybody named, and no writer speaking of himself.
"""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.checks.article_facts import Facts, facts_of
from copydesk.finding import Hit
from copydesk.scan import Context, document_hit

OPTIONS: dict[str, object] = {
    "numbers_per_1000_words": 3.9,
    "names_per_1000_words": 30.0,
    "quotations_per_1000_words": 1.0,
    "sources": 1,
    # most links and citations
    "attributions": 2,
    "voice_per_1000_words": 15.0,
    "voice": ["i"],
    # words of the first and second person
}
SLOTS = frozenset({"value", "limit", "names"})


def find(context: Context) -> Iterator[Hit]:
    """Yield one hit for an article of which every measure is low."""
    facts = facts_of(context, context.rule.options["voice"])
    if facts.code_blocks or not _is_low(facts, context):
        return
    yield document_hit(
        context.views,
        slots={
            "value": f"{facts.per_1000_words(facts.numbers):.1f}",
            "limit": f"{context.option('numbers_per_1000_words'):g}",
            "names": str(facts.names),
        },
    )


def _is_low(facts: Facts, context: Context) -> bool:
    rate, option = facts.per_1000_words, context.option
    return (
        rate(facts.numbers) < option("numbers_per_1000_words")
        and rate(facts.names) < option("names_per_1000_words")
        and rate(facts.quotations) < option("quotations_per_1000_words")
        and facts.links + facts.citations <= option("sources")
        and facts.attributions <= option("attributions")
        and rate(facts.voice) < option("voice_per_1000_words")
    )
