"""Checks that fail, one for each way that a process survives."""

from __future__ import annotations

import os
import types
from collections.abc import Iterator
from typing import Any

from copydesk.finding import Hit
from copydesk.scan import Context, hit
from copydesk.span import Span


def _first_word(context: Context) -> Hit:
    return hit(context.views, 0, 0, 1)


def raises(context: Context) -> Iterator[Hit]:
    yield _first_word(context)
    raise ValueError("half-way")


def raises_base_exception(context: Context) -> Iterator[Hit]:
    yield _first_word(context)
    raise BaseException("not an ordinary one")


def exits(context: Context) -> Iterator[Hit]:
    yield _first_word(context)
    raise SystemExit(0)


def loops(context: Context) -> Iterator[Hit]:
    yield _first_word(context)
    while True:
        pass


def allocates(context: Context) -> Iterator[Hit]:
    yield _first_word(context)
    bytearray(1 << 62)


def recurses(context: Context) -> Iterator[Hit]:
    yield _first_word(context)
    yield from recurses(context)


def mutates(context: Context) -> Iterator[Hit]:
    yield _first_word(context)
    context.views.document.blocks[0] = None  # type: ignore[index]


def points_outside(context: Context) -> Iterator[Hit]:
    yield Hit(span=Span(0, 1 << 40), match="x")


def points_backwards(context: Context) -> Iterator[Hit]:
    yield Hit(span=Span(3, 1), match="x")


def points_at_no_number(context: Context) -> Iterator[Hit]:
    yield Hit(span=Span(float("nan"), 1), match="x")  # type: ignore[arg-type]


def points_at_no_block(context: Context) -> Iterator[Hit]:
    yield Hit(span=Span(0, 1), match="x", block=99)


def prints(context: Context) -> Iterator[Hit]:
    yield _first_word(context)
    print("in the middle of a report")


def changes_folder(context: Context) -> Iterator[Hit]:
    os.chdir("/")
    yield _first_word(context)
    raise RuntimeError("far from home")


FAILING = (
    raises,
    raises_base_exception,
    exits,
    allocates,
    recurses,
    mutates,
    points_outside,
    points_backwards,
    points_at_no_number,
    points_at_no_block,
    prints,
    changes_folder,
)


def as_module(find: Any) -> types.ModuleType:
    """Return a function as the module of a check."""
    module = types.ModuleType(f"failing_{find.__name__}")
    module.OPTIONS = {}  # type: ignore[attr-defined]
    module.SLOTS = frozenset()  # type: ignore[attr-defined]
    module.find = find  # type: ignore[attr-defined]
    return module
