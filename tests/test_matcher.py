"""The matcher may name too many blocks, never too few."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.api import default_catalogue
from copydesk.formats import read
from copydesk.formats.source import Source
from copydesk.matcher import Matcher
from copydesk.pattern import parse
from copydesk.views import Views

CATALOGUE = default_catalogue()
_PIECES = st.sampled_from(
    [
        r"\bstands\b",
        r"\bas\b",
        " as ",
        "proof",
        "(?:of|for)",
        "(?: the)?",
        r"\w+",
        r"\b",
        "[a-z]",
        "'s",
    ]
)
_WORDS = st.sampled_from(
    [
        "stands",
        "as",
        "proof",
        "of",
        "for",
        "the",
        "It’s",
        "PROOF",
        "grand stands",
        "pro",
        "of.",
        "é",
        "—",
    ]
)


def views_of(text: str) -> Views:
    return Views(read(Source("a.md", text.encode(), text), "markdown"), CATALOGUE.lexicon)


@settings(max_examples=300, derandomize=True, deadline=None)
@given(
    st.lists(_PIECES, min_size=1, max_size=5), st.lists(st.lists(_WORDS, max_size=6), max_size=4)
)
def test_every_block_with_a_match_is_a_candidate(
    pieces: list[str], paragraphs: list[list[str]]
) -> None:
    pattern = parse("".join(pieces), {}.__getitem__, where="a test")
    views = views_of("\n\n".join(" ".join(words) for words in paragraphs))
    matching = {
        block for block in range(len(views.blocks)) if any(pattern.finditer(views.fold(block).text))
    }

    assert matching <= set(Matcher(views).candidates(pattern))


def test_a_block_without_the_word_is_no_candidate() -> None:
    pattern = parse(r"\bstands as proof\b", {}.__getitem__, where="a test")
    views = views_of("It stands as proof.\n\nThe grandstands were full.\n\nProof stands.")

    assert list(Matcher(views).candidates(pattern)) == [0]


def test_every_rule_of_the_catalogue_finds_the_same_with_and_without_the_filter() -> None:
    for rule in CATALOGUE.rules.values():
        for example in rule.bad:
            views = views_of(example.text)
            matcher = Matcher(views)
            for pattern in rule.patterns:
                text_of = views.text if pattern.case else lambda block, v=views: v.fold(block).text
                matching = {
                    b for b in range(len(views.blocks)) if any(pattern.finditer(text_of(b)))
                }

                assert matching <= set(matcher.candidates(pattern))
