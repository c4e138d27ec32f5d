"""
Kind ``sequence``: steps that follow one another, or a run of units of one shape.

``steps`` is a list of tables, each with ``patterns`` and optionally ``in`` (block kinds): the
hit is the first step's match, the later steps are its places. ``run`` is a table with
``at_least``: so many neighbouring blocks of the rule's kinds match ``patterns``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from copydesk.document import BlockKind
from copydesk.finding import Hit, HitPlace, Role
from copydesk.kinds.build import Build
from copydesk.scan import Context, Match, place_of

KEYS: dict[str, type] = {"steps": list, "run": dict}
SLOTS = frozenset({"last", "count"})


def build(keys: Mapping[str, Any], make: Build) -> Mapping[str, Any]:
    """Return the parsed steps, or the length of the run."""
    if "run" in keys:
        at_least = keys["run"].get("at_least")
        if set(keys["run"]) != {"at_least"} or not isinstance(at_least, int) or at_least < 2:
            raise make.fail("'run' takes 'at_least', a whole number from 2.")
        if not make.has_patterns:
            raise make.fail("a run needs 'patterns'.")
        return {"at_least": at_least}
    steps = keys.get("steps")
    if not isinstance(steps, list) or len(steps) < 2:
        raise make.fail("a rule of kind 'sequence' needs 'run' or at least two 'steps'.")
    return {"steps": tuple(_step(step, make) for step in steps)}


def _step(step: Any, make: Build) -> tuple[frozenset[BlockKind], tuple[Any, ...]]:
    if not isinstance(step, dict) or not step.get("patterns") or set(step) - {"patterns", "in"}:
        raise make.fail("a step is a table with 'patterns' and, if need be, 'in'.")
    try:
        kinds = frozenset(BlockKind(kind) for kind in step.get("in", []))
    except ValueError as error:
        raise make.fail(f"{error}.") from None
    return kinds, tuple(make.pattern(source) for source in step["patterns"])


def find(context: Context) -> Iterator[Hit]:
    """Yield the hits of the steps or of the runs."""
    yield from _runs(context) if "at_least" in context.rule.options else _steps(context)


def _steps(context: Context) -> Iterator[Hit]:
    chain: list[Match] = []
    for kinds, patterns in context.rule.options["steps"]:
        found = [
            match
            for match in context.matches(patterns)
            if not kinds or context.views.blocks[match.block].kind in kinds
        ]
        after = (chain[-1].block, chain[-1].end) if chain else (-1, 0)
        following = next((match for match in found if (match.block, match.start) >= after), None)
        if following is None:
            return
        chain.append(following)
    last = chain[-1]
    yield context.hit(
        chain[0],
        places=tuple(_twin(context, match) for match in chain[1:]),
        slots={
            "last": context.views.text(last.block)[last.start : last.end],
            "count": str(len(chain)),
        },
    )


def _twin(context: Context, match: Match) -> HitPlace:
    return place_of(context.views, match.block, match.start, match.end, role=Role.TWIN)


def _runs(context: Context) -> Iterator[Hit]:
    first_in: dict[int, Match] = {}
    for match in context.matches():
        first_in.setdefault(match.block, match)
    run: list[Match] = []
    for block in [*context.blocks(), -1]:
        if block in first_in:
            run.append(first_in[block])
            continue
        if len(run) >= context.rule.options["at_least"]:
            yield context.hit(
                run[0],
                places=tuple(
                    place_of(context.views, match.block, match.start, match.end)
                    for match in run[1:]
                ),
                slots={"count": str(len(run))},
            )
        run = []
