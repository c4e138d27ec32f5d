"""Kind ``code``: a coded check, found by name in `checks.CHECKS`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from copydesk.checks import CHECKS, load
from copydesk.finding import Hit
from copydesk.kinds.build import Build
from copydesk.scan import Context

KEYS: dict[str, type] = {"options": dict, "check": str}
SLOTS: frozenset[str] = frozenset()
"""A check declares its own; the loader asks the check."""


def build(keys: Mapping[str, Any], make: Build) -> Mapping[str, Any]:
    """Return the check's options, each of the type of its default."""
    name = keys.get("check", make.name)
    if name not in CHECKS:
        raise make.fail(f"there is no check '{name}'.")
    defaults = load(name).OPTIONS
    options = dict(defaults)
    for key, value in keys.get("options", {}).items():
        if key not in defaults:
            known = ", ".join(sorted(defaults)) or "none"
            raise make.fail(f"unknown option '{key}' of check '{name}' (known: {known}).")
        if not _same_type(value, defaults[key]):
            wanted = type(defaults[key]).__name__
            raise make.fail(f"option '{key}' must be of type {wanted}.")
        options[key] = value
    return options


def _same_type(value: object, default: object) -> bool:
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(value, bool) and isinstance(default, bool)
    if isinstance(default, float):
        return isinstance(value, (int, float))
    return isinstance(value, type(default))


def find(context: Context) -> Iterator[Hit]:
    """Yield what the check yields."""
    yield from load(context.rule.check).find(context)
