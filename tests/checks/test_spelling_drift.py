"""Names in two ways: what is grouped, what is fixed, what is left alone."""

from __future__ import annotations

import pytest

from copydesk.api import default_catalogue
from copydesk.examples import hits_of
from copydesk.rule import Example

CATALOGUE = default_catalogue()
RULE = CATALOGUE.rules["consistency/entity-spelling-drift"]


def drifts(text: str, format_name: str = "markdown") -> list[tuple[str, str, int]]:
    hits = hits_of(RULE, Example(text, format=format_name), CATALOGUE)
    return [(hit.match, hit.slots["right"], len(hit.places)) for hit in hits]


def test_one_wrong_form_is_one_finding_with_its_other_places() -> None:
    text = "Bytedance grew. So did *Bytedance*’s rivals.\n\nNobody asked Bytedance, or GitHub."

    assert drifts(text) == [("Bytedance", "ByteDance", 2)]


def test_the_fix_is_unsafe_and_mends_every_place() -> None:
    text = "The Youtube clip, and the other Youtube clip."
    (hit,) = hits_of(RULE, Example(text), CATALOGUE)

    assert hit.fix is not None
    assert not hit.fix.safe
    assert [text[edit.span.start : edit.span.end] for edit in hit.fix.edits] == ["Youtube"] * 2
    assert {edit.text for edit in hit.fix.edits} == {"YouTube"}


def test_the_form_that_the_article_writes_most_often_is_right() -> None:
    assert drifts("Carelift pays. Carelift hires. CareLift sells.") == [("CareLift", "Carelift", 0)]


@pytest.mark.parametrize(
    "text",
    [
        "YouTube, YOUTUBE and youtube.",
        "IPhone sales fell; the iPhone stayed.",
        "See Youtube.com, @Youtube and https://www.Youtube.com/watch.",
        "Ada MacArthur and Bea Macarthur, and a DuPont beside a Dupont.",
        "# Open AI Models Win\n\nOpen AI models are free.",
    ],
)
def test_what_need_not_be_a_mistake_is_left_alone(text: str) -> None:
    assert drifts(text) == []
