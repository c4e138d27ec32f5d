"""
A rule file's examples, run: every ``[[bad]]`` must be found and every ``[[good]]`` left alone.

An example is read in its own format and looked at by its own rule alone, before arbitration.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from copydesk.engine import run_rules
from copydesk.finding import Hit
from copydesk.formats import read
from copydesk.formats.source import Source
from copydesk.rule import Example, Rule
from copydesk.rulefile import Catalogue
from copydesk.settings import Settings, Severity, Status
from copydesk.views import Views

_BUDGET_S = 10.0
_EXTENSIONS = {"text": ".txt", "markdown": ".md", "html": ".html"}


class Failure(NamedTuple):
    """One example that does not hold."""

    example: Example
    reason: str


def hits_of(rule: Rule, example: Example, catalogue: Catalogue) -> list[Hit]:
    """
    Return the hits of one rule on one example.

    Raises:
        RuntimeError: If the rule itself fails on the text.
    """
    profile = example.profile or "general"
    applied = next(known for known in catalogue.for_profile(profile) if known.id == rule.id)
    if applied.severity is Severity.OFF:
        # A rule that is off in this profile shows its examples all the same.
        applied = applied._replace(severity=Severity.INFO)
    applied = applied._replace(status=Status.STABLE)
    path = example.path or f"example{_EXTENSIONS[example.format]}"
    source = Source(path, example.text.encode("utf-8", "surrogatepass"), example.text)
    views = Views(read(source, example.format), catalogue.lexicon)
    settings = Settings(profile=profile)
    result = run_rules(
        views, [applied], settings, catalogue.support, today=example.as_of, budget_s=_BUDGET_S
    )
    if result.problems:
        raise RuntimeError(result.problems[0].message)
    return [found.hit for found in result.hits]


def failures(rule: Rule, catalogue: Catalogue) -> Iterator[Failure]:
    """Yield the examples of a rule that do not hold."""
    for example in rule.bad:
        found = hits_of(rule, example, catalogue)
        if not found:
            yield Failure(example, "nothing is found")
        elif example.match and example.match not in {hit.match for hit in found}:
            matches = ", ".join(repr(hit.match) for hit in found)
            yield Failure(example, f"found {matches} instead of {example.match!r}")
        elif example.places and len(found[0].places) != example.places:
            yield Failure(example, f"found {len(found[0].places)} further places")
    for example in rule.good:
        found = hits_of(rule, example, catalogue)
        if found:
            yield Failure(example, f"found {found[0].match!r} in an innocent text")
