"""The match view: what it unifies, and that its map leads back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.fold import fold


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Plain ASCII Text", "plain ascii text"),
        ("it’s “so”", 'it\'s "so"'),
        ("zero\u200bwidth and soft\u00adhyphen", "zerowidth and softhyphen"),
        ("two  spaces\u00a0\u00a0here", "two spaces here"),
        ("tab\there", "tab here"),
        ("e\u0301lan and élan", "élan and élan"),
        ("ﬁne ｆｕｌｌ", "fine full"),
        ("Ѕсroll", "scroll"),
        ("Straße", "strasse"),
        ("non\u2011breaking", "non-breaking"),
        ("a—b", "a—b"),
    ],
)
def test_one_plain_form_stands_for_every_way_of_writing_it(written: str, folded: str) -> None:
    assert fold(written).text == folded


def test_a_match_across_an_invisible_character_covers_it() -> None:
    text = "Ali\u200bbaba rises"
    view = fold(text)
    start = view.text.index("alibaba")

    assert view.to_reader(start, start + 7) == (0, 8)


def test_a_match_after_a_letter_that_grows_keeps_its_place() -> None:
    text = "Große Straße, delve"
    view = fold(text)
    start = view.text.index("delve")
    reader_start, reader_end = view.to_reader(start, start + 5)

    assert text[reader_start:reader_end] == "delve"


def test_collapsed_spaces_belong_to_the_one_space_that_stands_for_them() -> None:
    text = "in   order to"
    view = fold(text)

    assert view.text == "in order to"
    assert view.to_reader(2, 3) == (2, 5)


def test_a_long_run_of_marks_is_cut_and_stays_fast() -> None:
    assert len(fold("a" + "\u0301\u0323" * 50_000 + "b").text) < 20


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.text())
def test_the_map_is_ordered_and_inside_the_text_for_any_string(text: str) -> None:
    view = fold(text)
    ranges = [view.to_reader(at, at + 1) for at in range(len(view.text))]

    assert all(0 <= start < end <= len(text) for start, end in ranges)
    assert ranges == sorted(ranges)
    assert all(view.from_reader(start) <= at for at, (start, _end) in enumerate(ranges))
