"""Views: what rules can ask of a document."""

from __future__ import annotations

import pytest

from copydesk.api import default_catalogue
from copydesk.document import MaskKind
from copydesk.formats import read
from copydesk.formats.source import Source
from copydesk.rule import Need, Window
from copydesk.span import Span
from copydesk.support import SupportFinder
from copydesk.views import Place, Views

CATALOGUE = default_catalogue()
NOTHING: frozenset[MaskKind] = frozenset()


def views_of(text: str, format_name: str = "markdown") -> Views:
    return Views(read(Source("a", text.encode(), text), format_name), CATALOGUE.lexicon)


def masked_texts(text: str) -> list[str]:
    views = views_of(text)
    return [views.text(0)[mask.start : mask.end] for mask in views.quotations(0)]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("He said “no” and “never again”.", ["“no”", "“never again”"]),
        ('He said "no" twice.', ['"no"']),
        ("A 6' wall and a 12\" pipe.", []),
        ("The ‘so-called’ plan and the town’s mole.", ["‘so-called’"]),
        ("“It goes on over the paragraph", ["“It goes on over the paragraph"]),
        ("It’s the town’s, isn’t it?", []),
        ("«Non», dit-il.", ["«Non»"]),
    ],
)
def test_quotations_are_found_by_their_marks(text: str, quoted: list[str]) -> None:
    assert masked_texts(text) == quoted


def test_names_are_told_by_capitals_inside_sentences() -> None:
    views = views_of("Yesterday Joe Tsai spoke in Hangzhou. Tsai said that I may go in May.")
    text = views.text(0)

    assert [text[mask.start : mask.end] for mask in views.names(0)] == [
        "Joe Tsai",
        "Hangzhou",
        "Tsai",
        "May",
    ]


def test_a_phrase_that_only_mentions_a_name_is_not_hidden_by_it() -> None:
    views = views_of("It marks a turn for Alibaba.")
    text = views.text(0)
    name = text.index("Alibaba")

    assert views.is_masked(0, name, name + 7, NOTHING)
    assert not views.is_masked(0, 3, name + 7, NOTHING)


def test_topic_words_are_the_titles_content_words() -> None:
    views = views_of("# The Harbour’s Robust Plan\n\nText.")

    assert views.topic_words == {"harbour", "robust", "plan"}


def test_the_body_leaves_out_short_lines_that_do_not_end_like_sentences() -> None:
    views = views_of("One sentence ends.\n\nScroll to Top\n\nAnother ends here.", "text")

    assert [views.text(block) for block in views.body] == [
        "One sentence ends.",
        "Another ends here.",
    ]


def test_a_source_span_leads_back_to_its_block() -> None:
    text = "First *block*.\n\nSecond &amp; last."
    views = views_of(text)
    start = text.index("&amp;")

    assert views.reader_place(Span(start, start + 5)) == Place(1, 7, 8)


@pytest.mark.parametrize(
    ("text", "needs", "clears"),
    [
        ("It is the largest port [by tonnage](https://port.town/a/b).", "link", True),
        ("It is the largest port.[^1]\n\n[^1]: Harbour board.", "citation", True),
        ("It is the largest port, according to the harbour board.", "attribution", True),
        ("It is the largest port, ranked first by Lloyd's.", "ranking", True),
        ("It is the largest port of all.", "attribution", False),
        ("It is the largest port. It was built on 3 May 1911.", "date", True),
    ],
)
def test_support_stands_outside_its_claim(text: str, needs: str, clears: bool) -> None:
    views = views_of(text)
    finder = SupportFinder(views, CATALOGUE.support)
    claim = Place(0, 0, len("It is the largest port"))

    assert finder.clears(claim, [Need(needs, strong=False)], Window.PARAGRAPH) is clears


def test_support_in_another_sentence_is_outside_the_sentence_window() -> None:
    views = views_of("It is the largest port. The board said so. Boats come.")
    finder = SupportFinder(views, CATALOGUE.support)
    claim = Place(0, 0, 22)
    needs = [Need("attribution", strong=True)]

    assert not finder.clears(claim, needs, Window.SENTENCE)
    assert finder.clears(claim, needs, Window.NEIGHBOURS)


def test_another_language_is_told_by_its_words() -> None:
    english = "The council of the town said that it would pay for the mole in the north. " * 4
    german = (
        "Der Rat der Stadt sagte, dass er die Mole im Norden bezahlen werde und nicht mehr. " * 4
    )

    assert views_of(english).is_english
    assert not views_of(german).is_english


def test_a_footnote_mark_right_after_a_claim_supports_it() -> None:
    views = views_of("It is the largest port[^1] of all.\n\n[^1]: Harbour board.")
    finder = SupportFinder(views, CATALOGUE.support)

    assert finder.clears(
        Place(0, 0, len("It is the largest port")),
        [Need("citation", strong=False)],
        Window.PARAGRAPH,
    )
