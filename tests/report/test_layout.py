"""Lines are measured in cells, broken at spaces, and never cut without a sign."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from copydesk.finding import Excerpt
from copydesk.report.excerpt import excerpt_line
from copydesk.report.layout import (
    Piece,
    clip,
    clip_line,
    clip_middle,
    last_words_within,
    line_cells,
    merged,
    spread,
    trimmed,
    words_within,
    wrap,
)

WORDS = st.text("ab 漢é❤\ufe0f\u0301", max_size=60)
PIECES = st.lists(st.builds(Piece, WORDS, st.sampled_from(["", "bold"])), max_size=5)


def text_of(line: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in line)


@given(WORDS, st.integers(-3, 40))
def test_every_way_to_shorten_fits(text: str, room: int) -> None:
    for shorten in (clip, clip_middle, words_within, last_words_within):
        assert cell_len(shorten(text, room), "latest") <= max(room, 0)


@given(PIECES, st.integers(1, 30), st.integers(1, 30))
def test_wrapped_lines_fit_and_lose_no_word(pieces: list[Piece], width: int, first: int) -> None:
    lines = wrap(pieces, width, first=min(first, width))

    assert all(line_cells(line) <= width for line in lines)
    assert line_cells(lines[0]) <= min(first, width)
    if not any("…" in text_of(line) for line in lines):
        assert text_of(tuple(pieces)).split() == " ".join(map(text_of, lines)).split()


@given(PIECES, st.integers(0, 30))
def test_a_clipped_line_fits(pieces: list[Piece], width: int) -> None:
    assert line_cells(clip_line(pieces, width)) <= width


@given(WORDS, WORDS, WORDS, st.integers(5, 90), st.booleans())
def test_an_excerpt_fits_and_shows_its_match(
    before: str, match: str, after: str, room: int, color: bool
) -> None:
    line = excerpt_line(Excerpt(before, match, after), room, color=color)

    assert line_cells(line) <= room
    assert color or {"‹", "›"} <= set(text_of(line))


@pytest.mark.parametrize(
    ("room", "shown"),
    [
        (70, "“The collaboration with Alibaba ‹is poised› to change the AI market.”"),
        (50, "“… with Alibaba ‹is poised› to change the AI…”"),
        (30, "“‹is poised› to change the…”"),
        (14, "“‹is poised›”"),
        (10, "“‹is po…›”"),
    ],
)
def test_an_excerpt_keeps_whole_words_around_its_match(room: int, shown: str) -> None:
    excerpt = Excerpt("The collaboration with Alibaba ", "is poised", " to change the AI market.")

    assert shown == text_of(excerpt_line(excerpt, room, color=False))


def test_a_first_line_too_narrow_for_its_word_stays_empty() -> None:
    assert wrap([Piece("incomprehensible now")], 20, first=5) == [
        (),
        (Piece("incomprehensible now"),),
    ]


def test_a_space_inside_a_style_keeps_the_style() -> None:
    line = wrap([Piece("a "), Piece("b c", "mark"), Piece(" d")], 20)[0]

    assert line == (Piece("a "), Piece("b c", "mark"), Piece(" d"))


def test_pieces_that_touch_are_one_word() -> None:
    lines = wrap([Piece("aa “"), Piece("bb", "mark"), Piece("”. cc")], 6)

    assert list(map(text_of, lines)) == ["aa", "“bb”.", "cc"]


def test_what_does_not_fit_beside_goes_below() -> None:
    left, right = (Piece("left"),), (Piece("right"),)

    assert list(map(text_of, spread(left, right, 10))) == ["left right"]
    assert list(map(text_of, spread(left, right, 9))) == ["left", "    right"]


def test_a_path_keeps_its_end() -> None:
    assert clip_middle("drafts/2026/some-long-name.md", 16) == "draft…ng-name.md"


def test_neighbours_of_one_style_are_joined_and_spaces_at_the_end_go() -> None:
    line = (Piece("a"), Piece("b"), Piece("", "x"), Piece("c ", "bold"), Piece("  "))

    assert merged(line) == (Piece("ab"), Piece("c ", "bold"), Piece("  "))
    assert trimmed(line) == (Piece("a"), Piece("b"), Piece("", "x"), Piece("c", "bold"))
