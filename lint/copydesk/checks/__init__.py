"""
Coded checks: what no declarative kind can say.

A check is a module with ``OPTIONS`` (name to default, which also gives the type), ``SLOTS`` (the
placeholders that its rules' messages may use besides ``{match}``) and
``find(context) -> Iterator[Hit]``. Adding a check means one module and one line in `CHECKS`. A
rule of kind ``code`` uses the check of its own name, or the one that its key ``check`` names.
"""

from __future__ import annotations

__all__ = ["CHECKS", "Check", "load"]

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any, Protocol, cast

from copydesk.finding import Hit
from copydesk.scan import Context


class Check(Protocol):
    """What a check's module offers."""

    OPTIONS: Mapping[str, Any]
    SLOTS: frozenset[str]

    def find(self, context: Context) -> Iterator[Hit]:
        """Yield the hits of one rule on one document."""


CHECKS: Mapping[str, str] = {
    "title-restated": "copydesk.checks.title_restated",
}
"""Name of a check to its module, which is imported on first use."""


def load(name: str) -> Check:
    """Return the module of a check."""
    return cast(Check, import_module(CHECKS[name]))
