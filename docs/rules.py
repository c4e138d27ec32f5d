"""Write docs/rules.md: the index of all rules, from the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from copydesk.rule import Rule
from copydesk.rulefile import load_catalogue

PAGE = Path(__file__).parent / "rules.md"

_INTRO = """\
# Rules

Written by `make docs` from the files in `rules/`, where each rule has its reasons, examples and
sources. The severity is that of the profile `general`; other profiles differ. A rule that is *off*
waits for a profile or a configuration to switch it on, a rule *on trial* for `--preview`.
"""


def page(rules: Iterable[Rule]) -> str:
    """Return the page: one table a family, in the order of ids."""
    ordered = sorted(rules, key=lambda rule: rule.id)
    families = groupby(ordered, key=lambda rule: rule.family)
    return "\n".join(
        [_INTRO, *(line for family, found in families for line in _family(family, found))]
    )


def _family(family: str, rules: Iterable[Rule]) -> Iterator[str]:
    yield f"## {family.capitalize()}\n"
    yield "| rule | class | severity | looks for |"
    yield "|---|---|---|---|"
    for rule in rules:
        trial = ", on trial" if rule.status.value == "preview" else ""
        severity = f"{rule.severity.word}{trial}"
        yield f"| `{rule.id}` | {rule.rule_class.value} | {severity} | {rule.title} |"
    yield ""


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(load_catalogue().rules.values()), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
