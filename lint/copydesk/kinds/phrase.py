"""Kind ``phrase``: every match of the rule's patterns is a hit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from copydesk.finding import Edit, Fix, Hit
from copydesk.kinds.build import Build
from copydesk.scan import Context, Match, delete_block

KEYS: dict[str, type] = {}
SLOTS: frozenset[str] = frozenset()


def build(keys: Mapping[str, Any], make: Build) -> Mapping[str, Any]:
    """Return no options; a phrase rule needs patterns and nothing else."""
    if not make.has_patterns:
        raise make.fail("a rule of kind 'phrase' needs 'patterns'.")
    return {}


def find(context: Context) -> Iterator[Hit]:
    """Yield one hit for each visible match."""
    for match in context.matches():
        yield context.hit(match, fix=_fix(context, match))


def _fix(context: Context, match: Match) -> Fix | None:
    wanted = context.rule.fix
    if wanted is None:
        return None
    if wanted.delete == "block":
        return delete_block(context.views, match.block, safe=wanted.safe)
    span = context.views.source_span(match.block, match.start, match.end)
    return Fix(wanted.safe, (Edit(span, wanted.replace or ""),))
