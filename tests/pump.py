"""
Texts that make a pattern work hard: its own near misses, pumped up from its parse tree.

For each repeat of a pattern, the text that leads up to it is followed by very many of what it
repeats, and then by something that cannot match.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_parser: Any = re._parser  # type: ignore[attr-defined]
_FAIL = "\x01"


def near_misses(expanded: str, length: int) -> Iterator[str]:
    """Yield texts of about so many characters."""
    tree = _parser.parse(expanded)
    whole = _sample(tree)
    if whole:
        yield (whole[:-1] + _FAIL) * (length // (len(whole) + 1) + 1)
        yield (whole[:1]) * length + _FAIL
    for prefix, inner in _repeats(tree, ""):
        yield prefix + inner * (length // max(1, len(inner))) + _FAIL
        if prefix:
            yield (prefix + inner * 8) * (length // (len(prefix) + 8 * len(inner))) + _FAIL


def _repeats(tree: Any, prefix: str) -> Iterator[tuple[str, str]]:
    for operator, argument in tree:
        name = str(operator)
        if name in {"MAX_REPEAT", "MIN_REPEAT"}:
            _low, high, inner = argument
            if high > 2:
                yield prefix, _sample(inner)
            yield from _repeats(inner, prefix)
        elif name == "SUBPATTERN":
            yield from _repeats(argument[3], prefix)
        elif name == "BRANCH":
            for branch in argument[1]:
                yield from _repeats(branch, prefix)
        prefix += _one(name, argument)


def _sample(tree: Any) -> str:
    return "".join(_one(str(operator), argument) for operator, argument in tree)


def _one(name: str, argument: Any) -> str:
    if name == "LITERAL":
        return chr(argument)
    if name == "NOT_LITERAL":
        return "a" if argument != ord("a") else "b"
    if name == "ANY":
        return "a"
    if name == "IN":
        return _of_class(argument)
    if name == "SUBPATTERN":
        return _sample(argument[3])
    if name == "BRANCH":
        return _sample(argument[1][0])
    if name in {"MAX_REPEAT", "MIN_REPEAT"}:
        return _sample(argument[2]) * max(1, argument[0])
    return ""


_CATEGORIES = {"CATEGORY_WORD": "a", "CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " "}


def _of_class(items: Any) -> str:
    excluded = {chr(a) for o, a in items if str(o) == "LITERAL"}
    if items and str(items[0][0]) == "NEGATE":
        return next(char for char in "a1 ;" if char not in excluded)
    for operator, argument in items:
        if str(operator) == "LITERAL":
            return chr(argument)
        if str(operator) == "RANGE":
            return chr(argument[0])
        if str(operator) == "CATEGORY":
            return _CATEGORIES.get(str(argument), "a")
    return "a"
