"""The pattern dialect: what it takes, what it refuses, and that its filter never hides a match."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.errors import RuleError
from copydesk.pattern import Pattern, parse

LISTS = {"verbs": ["mark", "marks", "represents"], "dots": ["p.m.", "a.m."]}


def pattern(source: str, *, case: bool = False) -> Pattern:
    return parse(source, LISTS.__getitem__, where="rules/x/y.toml: patterns", case=case)


@pytest.mark.parametrize(
    "source",
    [
        r"^(?:scroll|back) to (?:the )?top$",
        r"\bnot (?:just|merely) [^.]{1,60} but\b",
        r"\w+ly\b",
        r"[a-z]*ing\b",
        r"\b{verbs} a pivotal\b",
    ],
)
def test_the_dialect_takes_ordinary_patterns(source: str) -> None:
    assert pattern(source).compiled


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (r"(?=a)b", "look-around"),
        (r"(?<!a)b", "look-around"),
        (r"(a)\1", "backreference"),
        (r"(?i)a", "flags"),
        (r"(?i:a)", "flags"),
        (r"(?:ab)+", "single character class"),
        (r"(?:\w+\s?)+$", "single character class"),
        (r"a{0,65}", "64"),
        (r"(", "missing"),
        (r"Scroll", "small"),
        ("it’s", "curly"),
        (r"{nouns} x", "no word list 'nouns'"),
        (r"\Aa", "edges"),
        ("a" * 1_025, "1024"),
    ],
)
def test_everything_else_is_refused_with_its_reason(source: str, reason: str) -> None:
    with pytest.raises(RuleError, match=re.escape(reason)) as caught:
        pattern(source)

    assert caught.value.code == "RP02"


@pytest.mark.parametrize(
    ("source", "literals"),
    [
        (r"\btestament to\b", {"testament to"}),
        (r"(?:scroll|back) to", {"scroll to", "back to"}),
        (r"colou?r scheme", {"color scheme", "colour scheme"}),
        (r"\w+ly delve", {"ly delve"}),
        (r"a|testament", set()),
        (r"[0-9]{4}", set()),
        (r"\b{dots}", {"p.m.", "a.m."}),
        (r"(?:x{1,3}seven|eleven)", {"seven", "eleven"}),
    ],
)
def test_the_required_literals_are_derived(source: str, literals: set[str]) -> None:
    assert set(pattern(source).literals) == literals


def test_a_list_entry_is_taken_literally() -> None:
    assert not pattern(r"\b{dots}").compiled.search("pxmx")


_PIECES = st.sampled_from(
    [
        "scroll",
        "back",
        " to ",
        "top",
        "(?:a|b)",
        "(?:ab|cd)?",
        "x{1,3}",
        r"\w+",
        "[abc]",
        r"\b",
        "é",
    ]
)


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.lists(_PIECES, min_size=1, max_size=6), st.text("scrolbakt pxéabcd", max_size=60))
def test_the_filter_never_hides_a_match(pieces: list[str], text: str) -> None:
    made = pattern("".join(pieces))

    if made.compiled.search(text):
        assert made.may_match(text)
