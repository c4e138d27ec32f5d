"""Spans and positions: every unit right on every kind of line end, character and encoding."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.span import LineIndex, Position, Span

FAMILY = "👨‍👩‍👧"
"""Five code points, eight UTF-16 units, eighteen bytes of UTF-8."""


def test_spans_overlap_when_they_share_a_code_point() -> None:
    assert Span(1, 3).overlaps(Span(2, 4))
    assert not Span(1, 3).overlaps(Span(3, 4))
    assert not Span(2, 2).overlaps(Span(2, 4))


def test_a_span_contains_itself_and_what_lies_inside() -> None:
    assert Span(1, 3).contains(Span(1, 3))
    assert Span(1, 3).contains(Span(3, 3))
    assert not Span(1, 3).contains(Span(2, 4))


def starts(source: str) -> list[int]:
    index = LineIndex(source)
    return [index.line_span(line).start for line in range(1, len(index) + 1)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", [0]),
        ("a", [0]),
        ("\n", [0, 1]),
        ("a\nb\n", [0, 2, 4]),
        ("a\r\nb\r\n", [0, 3, 6]),
        ("a\rb\r", [0, 2, 4]),
        ("a\n\rb", [0, 2, 3]),
        ("a\r\r\nb", [0, 2, 4]),
        ("a\r\nb\rc\nd", [0, 3, 5, 7]),
    ],
)
def test_lines_end_at_lf_crlf_and_lone_cr(source: str, expected: list[int]) -> None:
    assert starts(source) == expected


@pytest.mark.parametrize("char", "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
def test_no_other_character_ends_a_line(char: str) -> None:
    assert len(char.join("ab").splitlines()) == 2

    assert starts(f"a{char}b\nc") == [0, 4]
    assert LineIndex(f"a{char}b").position(2).column == 3


def test_a_line_span_includes_its_line_end() -> None:
    index = LineIndex("ab\r\nc\n")

    assert [index.line_span(line) for line in (1, 2, 3)] == [Span(0, 4), Span(4, 6), Span(6, 6)]


def test_an_offset_between_cr_and_lf_is_on_the_line_they_end() -> None:
    assert LineIndex("a\r\nb").position(2) == Position(2, 2, 1, 3, 3)


def test_the_end_of_the_source_has_a_position() -> None:
    assert LineIndex("").position(0) == Position(0, 0, 1, 1, 1)
    assert LineIndex("a").position(1) == Position(1, 1, 1, 2, 2)
    assert LineIndex("a\n").position(2) == Position(2, 2, 2, 1, 1)
    assert LineIndex("é\n").position(2) == Position(2, 3, 2, 1, 1)


def test_a_family_of_emoji_counts_in_every_unit() -> None:
    index = LineIndex(f"x\n{FAMILY}!")

    assert len(FAMILY) == 5
    assert index.position(7) == Position(offset=7, byte=20, line=2, column=6, utf16_column=9)


def test_tabs_and_combining_marks_are_one_column_each() -> None:
    assert LineIndex("\t\te\u0301x").position(4).column == 5
    assert LineIndex("e" + "\u0301" * 1000 + "x").position(1001).column == 1002


def test_composed_and_decomposed_text_differ_in_bytes_and_columns() -> None:
    assert LineIndex("café x").position(5) == Position(5, 6, 1, 6, 6)
    assert LineIndex("cafe\u0301 x").position(6) == Position(6, 7, 1, 7, 7)


@pytest.mark.parametrize(
    ("source", "mark", "codec", "byte"),
    [
        ("a\nb", codecs.BOM_UTF8, "utf-8", 5),
        ("é\nb", codecs.BOM_UTF8, "utf-8", 6),
        ("a\nb", codecs.BOM_UTF16_LE, "utf-16-le", 6),
        ("😀\nb", codecs.BOM_UTF16_BE, "utf-16-be", 8),
        ("a\nb", codecs.BOM_UTF32_LE, "utf-32-le", 12),
        ("’\nb", b"", "cp1252", 2),
        ("é\nb", b"", "iso8859-1", 2),
        ("日\nb", b"", "shift_jis", 3),
    ],
)
def test_bytes_are_counted_in_the_encoding_with_the_mark(
    source: str, mark: bytes, codec: str, byte: int
) -> None:
    position = LineIndex(source, encoding=codec, bom_length=len(mark)).position(2)

    assert position.byte == byte
    assert (mark + source.encode(codec))[byte:].decode(codec) == "b"
    assert (position.line, position.column, position.utf16_column) == (2, 1, 1)


def test_the_mark_does_not_move_the_first_column() -> None:
    assert LineIndex("a", bom_length=3).position(0) == Position(0, 3, 1, 1, 1)


def naive(source: str, offset: int, codec: str, bom_length: int) -> Position:
    before = source[:offset]
    # a CR at the cut may be the half of a CRLF that ends only after its LF
    ended = before[:-1] if before.endswith("\r") and source[offset : offset + 1] == "\n" else before
    lines = ended.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    column = len(lines[-1]) + len(before) - len(ended) + 1
    line_text = before[len(before) - column + 1 :]
    return Position(
        offset,
        bom_length + len(before.encode(codec)),
        len(lines),
        column,
        len(line_text.encode("utf-16-le")) // 2 + 1,
    )


TEXTS = st.text(
    st.sampled_from("ab\r\n\r\n\té’日😀\u0301\u200d\u2028\x85\x0b\x0c\ufeff")
    | st.characters(exclude_categories=["Cs"])
)


@given(TEXTS, st.sampled_from(["utf-8", "utf-16-le", "utf-32-be"]), st.sampled_from([0, 3]))
def test_positions_are_those_of_a_naive_count(source: str, codec: str, bom_length: int) -> None:
    index = LineIndex(source, encoding=codec, bom_length=bom_length)

    for offset in range(len(source) + 1):
        assert index.position(offset) == naive(source, offset, codec, bom_length)


@given(TEXTS)
def test_line_spans_are_gapless_and_hold_their_offsets(source: str) -> None:
    index = LineIndex(source)
    spans = [index.line_span(line) for line in range(1, len(index) + 1)]

    assert "".join(source[span.start : span.end] for span in spans) == source
    for offset in range(len(source)):
        span = index.line_span(index.line_of(offset))
        assert span.start <= offset < span.end


def test_a_position_after_a_million_lines_is_exact() -> None:
    index = LineIndex("é\n" * 1_000_000)

    assert index.position(2_000_000) == Position(2_000_000, 3_000_000, 1_000_001, 1, 1)
