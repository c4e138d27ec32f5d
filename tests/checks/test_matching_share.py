"""The share of headings that would fit any article."""

from __future__ import annotations

import pytest

from copydesk.api import default_catalogue
from copydesk.examples import hits_of
from copydesk.rule import Example

CATALOGUE = default_catalogue()
RULE = CATALOGUE.rules["structure/formula-heading"]

OWN = ["A wet Sunday", "Leeds take the lead", "Where the money comes from", "Salt and snow"]
GENERIC = ["Final Thoughts", "Challenges and Opportunities", "The Road Ahead", "Why Tea Matters"]


def article(headings: list[str]) -> Example:
    return Example("# Tea\n\n" + "".join(f"## {heading}\n\nWords.\n\n" for heading in headings))


@pytest.mark.parametrize(
    ("generic", "own", "found"), [(2, 1, 2), (2, 2, 2), (1, 2, 0), (2, 0, 0), (2, 3, 0)]
)
def test_half_of_at_least_three_headings_is_a_pattern(generic: int, own: int, found: int) -> None:
    hits = hits_of(RULE, article(GENERIC[:generic] + OWN[:own]), CATALOGUE)

    assert sum(hit.hits for hit in hits) == found


def test_one_finding_counts_its_headings_and_all_of_them() -> None:
    (hit,) = hits_of(RULE, article(GENERIC[:3] + OWN[:1]), CATALOGUE)

    assert (hit.slots["count"], hit.slots["of"]) == ("3", "4")
    assert len(hit.places) == 2
