"""Kind ``swap``: a pattern with the words to write instead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from copydesk.finding import Edit, Fix, Hit
from copydesk.kinds.build import Build
from copydesk.scan import Context

KEYS: dict[str, type] = {"swaps": dict}
SLOTS = frozenset({"instead"})


def build(keys: Mapping[str, Any], make: Build) -> Mapping[str, Any]:
    """Return the patterns and their replacements, in the order of the file."""
    swaps = keys.get("swaps")
    if not swaps or not all(isinstance(value, str) for value in swaps.values()):
        raise make.fail("a rule of kind 'swap' needs 'swaps', a table of pattern = \"instead\".")
    patterns = tuple(make.pattern(source) for source in swaps)
    return {"patterns": patterns, "instead": tuple(swaps.values())}


def find(context: Context) -> Iterator[Hit]:
    """Yield one hit for each visible match, with the words to write instead."""
    instead = context.rule.options["instead"]
    for match in context.matches(context.rule.options["patterns"]):
        words = _in_case_of(context.views.text(match.block)[match.start], instead[match.pattern])
        span = context.views.source_span(match.block, match.start, match.end)
        safe = context.rule.fix is not None and context.rule.fix.safe
        fix = Fix(safe, (Edit(span, words),)) if context.rule.fix is not None else None
        yield context.hit(match, slots={"instead": words}, fix=fix)


def _in_case_of(first: str, words: str) -> str:
    return words[:1].upper() + words[1:] if first.isupper() else words
