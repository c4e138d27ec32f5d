"""Images without a text: what counts as one, and what the finding points at."""

from __future__ import annotations

import pytest

from copydesk.api import default_catalogue
from copydesk.examples import hits_of
from copydesk.rule import Example

CATALOGUE = default_catalogue()
RULE = CATALOGUE.rules["metadata/missing-alt-text"]


def faults(source: str, format_name: str = "markdown") -> list[str]:
    hits = hits_of(RULE, Example(source, format=format_name), CATALOGUE)
    return [hit.slots["what"] for hit in hits]


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("![](pier.jpg)", "no alternative text"),
        ("![pier.jpg](images/pier.jpg)", "a file name for its text"),
        ("![IMG_4471](images/one.jpg)", "a file name for its text"),
        ("![pier-at-night](images/pier-at-night.jpg)", "a file name for its text"),
        ("![Photo](images/pier.jpg)", "only 'Photo' for its text"),
    ],
)
def test_an_image_without_a_real_text_is_reported_with_what_it_has(source: str, what: str) -> None:
    assert faults(source) == [what]


def test_an_empty_text_in_html_says_that_the_image_is_decoration() -> None:
    source = 'A rule follows. <img src="rule.png" alt="">\n'

    assert faults(source) == []
    assert faults(source, "html") == []


def test_a_text_of_one_word_like_the_name_of_its_file_is_a_text() -> None:
    assert faults("![Heron](images/Heron.jpg)") == []


def test_the_span_is_the_image_and_the_places_are_the_others() -> None:
    source = "See ![](a.png) and ![](b.png)."

    (hit,) = hits_of(RULE, Example(source), CATALOGUE)

    assert source[hit.span.start : hit.span.end] == "![](a.png)"
    assert [source[p.span.start : p.span.end] for p in hit.places] == ["![](b.png)"]


def test_the_name_of_a_data_address_is_not_its_data() -> None:
    (hit,) = hits_of(RULE, Example("![](data:image/png;base64,AAAA)"), CATALOGUE)

    assert hit.match == "data"
