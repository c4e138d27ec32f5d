"""
Kind ``density``: matches that mean something only together, past a floor.

The engine counts the raw hits against the rule's ``floor`` and makes one finding with places.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from copydesk.finding import Hit
from copydesk.kinds.build import Build
from copydesk.scan import Context

KEYS: dict[str, type] = {}
SLOTS = frozenset({"count", "rate"})


def build(keys: Mapping[str, Any], make: Build) -> Mapping[str, Any]:
    """Return no options; a density rule needs patterns and a floor."""
    if not (make.has_patterns and make.has_floor):
        raise make.fail("a rule of kind 'density' needs 'patterns' and 'floor'.")
    return {}


def find(context: Context) -> Iterator[Hit]:
    """Yield one raw hit for each visible match."""
    for match in context.matches():
        yield context.hit(match)
