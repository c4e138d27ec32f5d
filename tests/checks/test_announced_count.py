"""Announced numbers and the lists that follow them."""

from __future__ import annotations

import pytest

from copydesk.api import default_catalogue
from copydesk.examples import hits_of
from copydesk.rule import Example

CATALOGUE = default_catalogue()
RULE = CATALOGUE.rules["consistency/number-contradiction"]


def counts(text: str, format_name: str = "markdown") -> list[tuple[str, str]]:
    hits = hits_of(RULE, Example(text, format=format_name), CATALOGUE)
    return [(hit.slots["said"], hit.slots["given"]) for hit in hits]


def test_sublists_and_second_paragraphs_are_no_items() -> None:
    text = "There are two rules:\n\n1. Look.\n   - left\n   - right\n\n   Then wait.\n2. Walk."

    assert counts(text) == []


def test_a_second_list_is_not_counted() -> None:
    text = "There are two rules:\n\n- look\n- walk\n\nThere are three tips:\n\n- a\n- b\n"

    assert counts(text) == [("3", "2")]


def test_both_ends_of_the_list_are_shown() -> None:
    (hit,) = hits_of(RULE, Example("Three tips:\n\n- a\n- b\n- c\n- d\n"), CATALOGUE)

    assert [place.role.value for place in hit.places] == ["twin", "twin"]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Three groups pay: drivers, riders, walkers, and guests.", [("3", "4")]),
        ("Four groups pay: drivers, riders, and guests.", [("4", "3")]),
        ("Three groups pay: drivers; riders, big and small; walkers; guests.", [("3", "4")]),
        ("Three groups pay: drivers, riders, and guests.", []),
        ("Three groups pay: drivers, riders and walkers, and guests, and so on.", []),
        ("Three groups pay: drivers, riders, walkers and guests.", []),
        ("Three groups pay: drivers, the loudest of all, riders, and guests.", []),
        ("One in three groups pays: drivers, riders, walkers, and guests.", []),
        ("Three groups and four firms pay: a, b, c, d, and e.", []),
        ("It was three o'clock: drivers, riders, walkers, and guests.", []),
        ("Other groups pay 3:10, 3:20, 3:30, and 3:40.", []),
    ],
)
def test_a_list_in_a_sentence_counts_only_when_it_is_certain(
    sentence: str, found: list[tuple[str, str]]
) -> None:
    assert counts(sentence) == found


def test_a_headline_in_the_metadata_counts_too() -> None:
    text = "---\ntitle: 5 steps to a dry cellar\n---\n\n1. Dig.\n2. Pump.\n3. Line.\n4. Wait.\n"

    assert counts(text) == [("5", "4")]


def test_a_headline_over_two_numbered_lists_is_not_judged() -> None:
    text = "# 5 steps to a dry cellar\n\n1. Dig.\n2. Pump.\n3. Line.\n\nThen:\n\n1. Wait.\n"

    assert counts(text) == []
