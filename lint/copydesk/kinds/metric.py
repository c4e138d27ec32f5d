"""
Kind ``metric``: a measure of the article, a paragraph or a sentence beyond a bound.

Keys: ``metric`` (a name of `measure.MEASURES`), ``above`` or ``below``, and ``min_count``, the
least number of paragraphs, sentences or words that make the measure worth believing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from copydesk.finding import Hit
from copydesk.kinds.build import Build
from copydesk.measure import MEASURES
from copydesk.scan import Context, document_hit

KEYS: dict[str, type] = {"metric": str, "above": float, "below": float, "min_count": int}
SLOTS = frozenset({"value", "limit", "count"})


def build(keys: Mapping[str, Any], make: Build) -> Mapping[str, Any]:
    """Return the measure's name and its one bound."""
    if keys.get("metric") not in MEASURES:
        raise make.fail(f"'metric' must be one of: {', '.join(sorted(MEASURES))}.")
    if ("above" in keys) == ("below" in keys):
        raise make.fail("a rule of kind 'metric' needs either 'above' or 'below'.")
    bound = float(keys.get("above", keys.get("below", 0.0)))
    return {
        "metric": keys["metric"],
        "above": "above" in keys,
        "bound": bound,
        "min_count": int(keys.get("min_count", 1)),
    }


def find(context: Context) -> Iterator[Hit]:
    """Yield one hit for each value beyond the bound."""
    options = context.rule.options
    blocks = set(context.blocks())
    for measured in MEASURES[options["metric"]](context.views):
        beyond = (
            measured.value > options["bound"]
            if options["above"]
            else measured.value < options["bound"]
        )
        if not beyond or measured.basis < options["min_count"]:
            continue
        slots = {
            "value": _shown(measured.value),
            "limit": _shown(options["bound"]),
            "count": str(measured.basis),
        }
        if measured.place is None:
            yield document_hit(context.views, slots=slots)
        elif measured.place.block in blocks:
            yield context.hit(measured.place, slots=slots)


def _shown(value: float) -> str:
    return f"{value:.2f}" if abs(value) < 1 else f"{value:.1f}".removesuffix(".0")
