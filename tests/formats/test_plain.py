"""Plain text: structure by shape, one fixture a case, then properties."""

from __future__ import annotations

import re
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from proof import prove

from copydesk.document import BlockKind, Document, LinkKind, MaskKind, Reason
from copydesk.formats import read
from copydesk.formats.decode import decode

SEEDS = Path(__file__).parents[2] / "seeds"

PROSE = "The council voted on Tuesday to pay for the work."


def document(text: str, path: str = "a.txt") -> Document:
    found = read(decode(path, text.encode()), "text")
    prove(found)
    return found


def outline(text: str) -> list[str]:
    """Return each block as its kind and its text."""
    return [f"{block.kind.value}: {block.text}" for block in document(text).blocks]


def kinds(*blocks: str) -> list[str]:
    """Return the kinds of some blocks written with blank lines between."""
    return [block.kind.value for block in document("\n\n".join(blocks)).blocks]


def test_paragraphs_are_parted_by_blank_lines_and_their_lines_joined() -> None:
    text = "The harbour was\ndredged.  \r\n \t\r\n  Two boats\r   came.\n"

    assert outline(text) == ["paragraph: The harbour was dredged.", "paragraph: Two boats came."]


def test_lines_end_at_lf_crlf_and_cr_and_nowhere_else() -> None:
    for odd in "\x0b\x0c\x1c\x85\u2028\u2029":
        assert outline(f"One{odd}{odd}two.") == [f"paragraph: One{odd}{odd}two."]


def test_a_tab_is_read_as_a_space_and_other_white_space_as_it_is() -> None:
    assert outline("One\ttwo  three\u00a0four.") == ["paragraph: One two  three\u00a0four."]


def test_an_empty_text_has_no_blocks() -> None:
    assert outline("") == outline(" \n\r\n\t") == []


# Titles


def test_a_first_short_line_is_the_title() -> None:
    assert kinds("Harbour Dredging Resumes", PROSE) == ["title", "paragraph"]
    assert kinds("Harbour dredging resumes after three winters", PROSE)[0] == "title"
    assert kinds("Who Pays for the Mole?", PROSE)[0] == "title"
    assert kinds("iPhone sales fall", PROSE)[0] == "title"


@pytest.mark.parametrize(
    "line",
    [
        PROSE,
        "Why?",
        "Dear Ms Hale,",
        "It began like this…",
        "He said “stop.”",
        "# Harbour Dredging",
        "**Harbour Dredging**",
        "Home > News > Harbour",
        "https://example.org/harbour",
        "2024",
        "A line of many words " * 8,
    ],
)
def test_a_first_line_of_another_shape_is_no_title(line: str) -> None:
    assert kinds(line, PROSE)[0] == "paragraph"


def test_a_single_block_is_no_title() -> None:
    assert kinds("Harbour Dredging Resumes") == ["paragraph"]


def test_the_title_may_stand_below_a_line_that_announces_it() -> None:
    found = kinds("Here is the article you wanted:", "Harbour Dredging Resumes", PROSE)

    assert found == ["paragraph", "title", "paragraph"]


def test_a_paragraph_between_two_copies_of_the_title_is_the_description() -> None:
    found = kinds("The Mole’s “Last” Winter", PROSE, 'THE MOLE\'S  "LAST" WINTER', PROSE)

    assert found == ["title", "description", "title", "paragraph"]


def test_a_title_that_is_repeated_at_once_is_a_title_twice() -> None:
    assert kinds("The Mole", "The Mole", PROSE) == ["title", "title", "paragraph"]


def test_a_title_that_returns_later_is_judged_like_any_line() -> None:
    assert kinds("The Mole", PROSE, PROSE, "The Mole", PROSE)[3] == "heading"


# Headings


def test_a_short_line_between_paragraphs_is_a_heading_of_level_two() -> None:
    text = f"Harbour\n\n{PROSE}\n\nWhat it costs\n\n{PROSE}"
    heading = document(text).blocks[2]

    assert (heading.kind.value, heading.level, heading.inferred) == ("heading", 2, True)


@pytest.mark.parametrize(
    "line",
    [
        "Looking Ahead",
        "What it costs",
        "“A Long Winter”",
        "5 Reasons to Stay",
        "1. Introduction",
        "What Does This Mean for the Harbour?",
        "The Mole (1911–2024)",
    ],
)
def test_a_heading_has_a_capital_and_no_end(line: str) -> None:
    assert kinds("Harbour", PROSE, line, PROSE) == ["title", "paragraph", "heading", "paragraph"]


@pytest.mark.parametrize(
    "line",
    [
        "It was under water.",
        "Why not?",
        "It cost this:",
        "Two boats,",
        "— Jane Hale",
        "and so on",
        "* * *",
        "-----",
        "jane@example.org",
        "Share | Print | Save",
        "## What it costs",
        "[Insert heading]",
        "A line that would make a heading but for its many words here",
        "Internationalisation " * 4 + "Counterrevolutionaries",
    ],
)
def test_a_line_of_another_shape_is_no_heading(line: str) -> None:
    assert kinds("Harbour", PROSE, line, PROSE)[2] == "paragraph"


def test_a_short_line_at_the_very_end_is_no_heading() -> None:
    assert kinds("Harbour", PROSE, "Scroll to Top")[2] == "paragraph"


def test_several_short_lines_in_a_row_are_no_headings() -> None:
    assert "heading" not in kinds("Harbour", PROSE, "Jane Hale", "12 High Street", PROSE)
    assert "heading" not in kinds(PROSE, "The sea is wide", "The land is low", "We go", PROSE)
    assert "heading" not in kinds("Harbour", PROSE, "Jane Hale\n12 High Street", PROSE)


def test_a_name_a_date_or_a_second_headline_under_the_title_is_no_heading() -> None:
    for line in (
        "By Jane Hale",
        "Jane Hale",
        "London, 5 June 2024",
        "How a village saved its mole",
    ):
        assert kinds("Harbour", line, PROSE)[1] == "paragraph"


def test_one_word_or_title_case_with_a_small_word_under_the_title_is_a_heading() -> None:
    for line in ("Introduction", "The Rise of the Mole", "1. Introduction"):
        assert kinds("Harbour", line, PROSE)[1] == "heading"


def test_a_heading_may_stand_above_a_list_or_directly_on_it() -> None:
    assert kinds("Harbour", PROSE, "What to Bring", "- Boots\n- A lamp")[2] == "heading"
    assert kinds("Harbour", PROSE, "What to Bring\n- Boots\n- A lamp")[2] == "heading"


def test_the_rule_under_a_heading_is_not_read() -> None:
    text = f"Harbour\n=======\n\n{PROSE}\n\nWhat it costs\n---\n{PROSE}"

    assert outline(text) == [
        "title: Harbour",
        f"paragraph: {PROSE}",
        "heading: What it costs",
        f"paragraph: {PROSE}",
    ]


# Lists, quotes, references


def test_lines_with_markers_are_the_items_of_a_list() -> None:
    blocks = document("Bring this:\n- boots\n- a lamp\n  with oil\n\n1. Go.\n2. Stop.").blocks

    assert [block.text for block in blocks] == [
        "Bring this:",
        "boots",
        "a lamp with oil",
        "Go.",
        "Stop.",
    ]
    assert [(b.group, b.row, b.level, b.number) for b in blocks] == [
        (-1, -1, 0, None),
        (0, 0, 1, None),
        (0, 1, 1, None),
        (1, 0, 1, 1),
        (1, 1, 1, 2),
    ]


MARKERS = [
    ("-", "-"),
    ("*", "*"),
    ("•", "•"),
    ("1.", "2."),
    ("1)", "2)"),
    ("(1)", "(2)"),
    ("a)", "b)"),
]


@pytest.mark.parametrize(("first", "second"), MARKERS)
def test_a_list_may_have_many_kinds_of_marker(first: str, second: str) -> None:
    for gap in ("\n", "\n\n"):
        assert outline(f"{first} Go{gap}{second} Stop") == ["list item: Go", "list item: Stop"]


def test_indented_items_are_deeper() -> None:
    blocks = document("- one\n   - two\n      * three\n   - four\n- five").blocks

    assert [block.level for block in blocks] == [1, 2, 3, 2, 1]
    assert {block.group for block in blocks} == {0}


def test_a_number_or_a_dash_that_wrapping_put_first_starts_no_list() -> None:
    text = "It rained from 1990\n- with a pause - to the spring of\n12. Nobody\nknew why."

    assert outline(text) == [f"paragraph: {text.replace(chr(10), ' ')}"]


def test_quoted_lines_are_quotes_with_their_depth() -> None:
    blocks = document("> She said\n> no.\n>\n> > Why?\nHe left.\n\n> Yes.").blocks

    assert [(b.kind.value, b.text, b.level, b.group) for b in blocks] == [
        ("quote", "She said no.", 1, 0),
        ("quote", "Why?", 2, 0),
        ("paragraph", "He left.", 0, -1),
        ("quote", "Yes.", 1, 1),
    ]


def test_a_number_after_an_angle_is_no_quote() -> None:
    assert outline(">50 people came.") == ["paragraph: >50 people came."]


def test_numbered_entries_at_the_end_are_references() -> None:
    text = f"{PROSE} [1]\n\nReferences\n\n[1] Hale, Moles,\n    1911.\n[2] Council minutes."
    blocks = document(text).blocks

    assert [(b.kind.value, b.label, b.text) for b in blocks[1:]] == [
        ("heading", "", "References"),
        ("reference", "1", "Hale, Moles, 1911."),
        ("reference", "2", "Council minutes."),
    ]


def test_a_paragraph_that_starts_with_a_number_in_brackets_is_no_reference() -> None:
    assert outline(f"[1] Two boats came.\n\n{PROSE}")[0] == "paragraph: [1] Two boats came."


# Text without blank lines


def test_long_lines_without_blank_lines_are_paragraphs() -> None:
    long = f"{PROSE} {PROSE} {PROSE}"

    assert outline(f"Harbour\n{long}\nWhat it costs\n{PROSE}\n{long}") == [
        "title: Harbour",
        f"paragraph: {long}",
        "heading: What it costs",
        f"paragraph: {PROSE}",
        f"paragraph: {long}",
    ]


def test_a_heading_directly_above_long_lines_is_one() -> None:
    long = f"{PROSE} {PROSE} {PROSE}"

    assert kinds("Harbour", PROSE, f"What it costs\n{long}\n{long}") == [
        "title",
        "paragraph",
        "heading",
        "paragraph",
        "paragraph",
    ]


def test_wrapped_lines_without_blank_lines_are_one_paragraph() -> None:
    assert kinds(f"{PROSE}\n{PROSE}\n{PROSE}") == ["paragraph"]


# Addresses and metadata


def test_a_bare_address_is_a_link_and_masked() -> None:
    block = document("See www.example.org/a\n(or https://example.org/b).").blocks[0]

    assert [(link.target, link.kind) for link in block.links] == [
        ("http://www.example.org/a", LinkKind.AUTOLINK),
        ("https://example.org/b", LinkKind.AUTOLINK),
    ]
    assert [block.text[mask.start : mask.end] for mask in block.masks] == [
        "www.example.org/a",
        "https://example.org/b",
    ]


def test_an_e_mail_address_is_masked_unless_it_is_part_of_a_link() -> None:
    text = "Write to jane.doe@example.org, not to https://me@example.org/x@y.org or @jane."
    block = document(text).blocks[0]

    assert [block.text[mask.start : mask.end] for mask in block.masks] == [
        "jane.doe@example.org",
        "https://me@example.org/x@y.org",
    ]
    assert {mask.kind for mask in block.masks} == {MaskKind.URL}


def test_the_date_of_a_file_name_is_known() -> None:
    dates = document(PROSE, "notes/2024-05-03-mole.txt").metadata.dates

    assert [note.value for note in dates] == ["2024-05-03"]


def test_the_canonical_article_is_recognised() -> None:
    path = SEEDS / "000_c76ce0a92357996b.txt"
    found = read(decode(str(path), path.read_bytes()), "text")
    lines = found.line_index()
    by_line = {lines.line_of(block.span.start): block.kind.value for block in found.blocks}

    assert {line: kind for line, kind in by_line.items() if kind != "paragraph"} == {
        1: "title",
        3: "description",
        5: "title",
        9: "heading",
        15: "heading",
        21: "heading",
        27: "heading",
    }
    assert list(by_line) == list(range(1, 36, 2))
    assert found.blocks[-1].text == "Scroll to Top"


# Properties

MARKER = re.compile(r"|(?:>\s*)+|[-*+•◦▪‣]|\(?\d{1,3}[.)]|\(?[A-Za-z]\)|\[\d+\][:.]?|\[\^[\w-]+\]:")
RULE = re.compile("|=+|-{3,}|~{3,}")
SHAPES = st.lists(
    st.sampled_from(
        ["Title", "prose that ends.", "- item", "2. two", "> said", ">", "[1] ref", "===",
         "Two Words", "a@b.org", "\n", "\n\n", "\r", "\r\n", " ", "\t", ":", "x" * 121,
         "\u2028", "\x0c"]
    )
).map("".join)  # fmt: skip


@given(SHAPES | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_any_text_is_read_to_the_last_character_but_for_markers(text: str) -> None:
    found = document(text)
    at = 0

    for block in found.blocks:
        assert not text[at : block.span.start].replace(">", "").strip()
        at = block.span.end
        assert block.text == block.text.strip() != ""
        runs = block.reader.runs
        assert MARKER.fullmatch(text[block.span.start : runs[0].source_start].strip())
        assert RULE.fullmatch(text[runs[-1].source_end : block.span.end].strip())
        assert all(left.source_end == right.source_start for left, right in pairwise(runs))
        for run in runs:
            if run.reason is Reason.SOFT_BREAK:
                between = text[run.source_start : run.source_end]
                assert not between.replace(">", "").strip()
                assert block.kind is BlockKind.QUOTE or ">" not in between
    assert not text[at:].replace(">", "").strip()


HOSTILE = {
    "one word": "a" * 100_000,
    "blank lines": "\n" * 100_000,
    "spaces": " " * 100_000 + "x",
    "short lines": "A\n" * 50_000,
    "paragraphs": "A\n\n" * 20_000,
    "items": "- a\n" * 20_000,
    "ever deeper items": "".join(" " * n + "- a\n" for n in range(0, 800, 2)),
    "marks of quotes": ">" * 100_000,
    "quotes": "> a\n" * 20_000,
    "tabs": "a\t" * 100_000,
    "at signs": "a@" * 100_000,
    "addresses": "a@b.c " * 40_000,
    "rules": "=" * 100_000,
}


LIMIT_S = 3.0
"""Processor time for 100 KB: the slowest shape takes half a second."""


@pytest.mark.parametrize("shape", HOSTILE)
def test_a_hostile_shape_takes_linear_time(shape: str) -> None:
    before = time.process_time()
    read(decode("a.txt", HOSTILE[shape].encode()), "text")

    assert time.process_time() - before < LIMIT_S
