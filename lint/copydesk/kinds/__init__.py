"""
Kinds: generic ways of looking, parametrised by rule files.

A kind is a module with ``KEYS`` (its own keys of a rule file and their types), ``SLOTS`` (the
placeholders its messages may use besides ``{match}``), ``build`` (own keys to options) and
``find`` (one rule on one document to hits). Adding a kind means one module and one line here.
"""

from __future__ import annotations

__all__ = ["KINDS", "Kind"]

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from copydesk.finding import Hit
from copydesk.kinds import code, density, metric, phrase, sequence, swap
from copydesk.kinds.build import Build
from copydesk.scan import Context


class Kind(NamedTuple):
    """One way of looking."""

    keys: Mapping[str, type]
    slots: frozenset[str]
    build: Callable[[Mapping[str, Any], Build], Mapping[str, Any]]
    find: Callable[[Context], Iterator[Hit]]


KINDS: Mapping[str, Kind] = {
    "phrase": Kind(phrase.KEYS, phrase.SLOTS, phrase.build, phrase.find),
    "swap": Kind(swap.KEYS, swap.SLOTS, swap.build, swap.find),
    "density": Kind(density.KEYS, density.SLOTS, density.build, density.find),
    "sequence": Kind(sequence.KEYS, sequence.SLOTS, sequence.build, sequence.find),
    "metric": Kind(metric.KEYS, metric.SLOTS, metric.build, metric.find),
    "code": Kind(code.KEYS, code.SLOTS, code.build, code.find),
}
