"""A seeded phrase in disguise is still found, and exactly what was written is marked."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest

from copydesk.api import default_catalogue
from copydesk.engine import run_rules
from copydesk.formats import read
from copydesk.formats.source import Source
from copydesk.pipeline import check_file
from copydesk.settings import Settings
from copydesk.views import Views

CATALOGUE = default_catalogue()
SETTINGS = Settings(profile="news", preview=True)
ENDINGS = {"text": ".txt", "markdown": ".md", "html": ".html"}

PHRASES = {
    "leakage/self-reference": ("", "As an AI language model", ", I cannot say."),
    "leakage/assistant-closer": ("", "I hope this helps", "!"),
    "leakage/refusal": ("", "I'm unable to browse the internet", " today."),
    "residue/page-furniture": ("", "Back to the top", ""),
    "claims/testament-to": ("The mole ", "is a testament to", " their craft."),
    "claims/significance-inflation": ("It ", "marks a pivotal moment", " for the port."),
    "claims/vague-attribution": ("", "Experts agree", " that the mole is long."),
    "claims/unsupported-superlative": ("It has ", "unparalleled", " depth at low water."),
    "claims/future-certainty": ("It ", "is poised to transform", " the port."),
}
"""Rule, what stands before the phrase, the phrase, and what follows."""

LOOK_ALIKE = str.maketrans("aceops", "асеорѕ")
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
LIGATURES = {"st": "ﬆ", "fi": "ﬁ", "ff": "ﬀ"}
TAG = chr(0xE0000 + ord("a"))
Way = Callable[[str], str]


def _inside(mark: str, *, then: str = "") -> Way:
    """Return a way that puts a mark into the longest word, and another one two letters on."""

    def write(phrase: str) -> str:
        longest = max(phrase.split(), key=len)
        at = phrase.index(longest) + 2
        return phrase[:at] + mark + phrase[at : at + 2] + then + phrase[at + 2 :]

    return write


def _space(written: str) -> Way:
    return lambda phrase: phrase.replace(" ", written)


def _ligature(phrase: str) -> str:
    for letters, sign in LIGATURES.items():
        phrase = phrase.replace(letters, sign)
    return phrase


def _decimal(phrase: str) -> str:
    return "".join(f"&#{ord(char)};" if char in "aeio" else char for char in phrase)


def _hexadecimal(phrase: str) -> str:
    return f"{phrase[0]}&#x{ord(phrase[1]):x};{phrase[2:]}"


EVERYWHERE: dict[str, Way] = {
    "as it is": str,
    "zero-width space": _inside("\u200b"),
    "zero-width joiners": _inside("\u200d", then="\u200c"),
    "soft hyphen": _inside("\u00ad"),
    "tag characters": _inside(TAG, then=TAG * 3),
    "bidi marks": _inside("\u200e", then="\u2060"),
    "full width": lambda phrase: phrase.translate(FULL_WIDTH),
    "look-alike letters": lambda phrase: phrase.translate(LOOK_ALIKE),
    "mathematical letters": lambda phrase: phrase.replace("a", "\U0001d41a"),
    "ligature": _ligature,
    "no-break spaces": _space("\u00a0"),
    "double spaces": _space("  "),
    "thin spaces": _space("\u2009"),
    "curly apostrophe": lambda phrase: phrase.replace("'", "’"),
    "line breaks": _space("\n"),
    "returns": _space("\r\n"),
}
MARKED: dict[str, Way] = {
    "decimal entities": _decimal,
    "hexadecimal entities": _hexadecimal,
    "soft hyphen entity": _inside("&shy;"),
    "no-break entity": _space("&nbsp;"),
    "comment": _inside("<!-- x -->"),
}
MARKDOWN: dict[str, Way] = {
    **MARKED,
    "emphasis": _inside("**", then="**"),
    "emphasis over words": lambda phrase: phrase.replace(" ", " *", 1) + "*" * (" " in phrase),
    "hard breaks": _space("\\\n"),
    "inline html": _inside("<b>", then="</b>"),
}
HTML: dict[str, Way] = {
    **MARKED,
    "emphasis": _inside("<b>", then="</b>"),
    "nested emphasis": _inside("<b><i>", then="</i></b>"),
    "word break": _inside("<wbr>"),
    "empty element": _inside("<span></span>"),
    "entities without an end": lambda phrase: phrase.replace("a ", "&#97 "),
}
WAYS = {
    "text": EVERYWHERE,
    "markdown": EVERYWHERE | MARKDOWN,
    "html": EVERYWHERE | HTML,
}
BETWEEN = {
    "text": "The café is shut.\n\n{}\n\nThe 🚢 sails.\n",
    "markdown": "The café is shut.\n\n{}\n\nThe 🚢 sails.\n",
    "html": "<p>The café is shut.</p>\n<p>{}</p>\n<p>The 🚢 sails.</p>\n",
}


class Case(NamedTuple):
    rule: str
    format: str
    way: str


def cases() -> Iterator[Case]:
    for format_name, ways in WAYS.items():
        for way in ways:
            for rule in PHRASES:
                yield Case(rule, format_name, way)


def marked(source: str, format_name: str, rule: str) -> list[str]:
    """Return what one rule marks, proved to be the same text in characters and in bytes."""
    raw = source.encode()
    document = read(Source("a" + ENDINGS[format_name], raw, source), format_name)
    rules = [one for one in CATALOGUE.for_profile(SETTINGS.profile) if one.id == rule]
    views = Views(document, CATALOGUE.lexicon)
    result = run_rules(views, rules, SETTINGS, CATALOGUE.support, today="", budget_s=30.0)
    position = document.line_index().position
    for _rule, hit in result.hits:
        start, end = position(hit.span.start), position(hit.span.end)
        assert raw[start.byte : end.byte].decode() == source[start.offset : end.offset]
    return [source[hit.span.start : hit.span.end] for _rule, hit in result.hits]


def reported(source: str, format_name: str) -> set[str]:
    """Return the rules that the findings of a whole run stand for."""
    result = check_file(source.encode(), "a" + ENDINGS[format_name], SETTINGS, CATALOGUE)
    assert result.problems == ()
    return {rule for one in result.findings for rule in (one.rule, *one.absorbed)}


@pytest.mark.parametrize("case", list(cases()), ids=" / ".join)
def test_a_phrase_in_disguise_is_found_where_it_was_written(case: Case) -> None:
    before, phrase, after = PHRASES[case.rule]
    written = WAYS[case.format][case.way](phrase)
    plain = BETWEEN[case.format].format(before + phrase + after)
    disguised = BETWEEN[case.format].format(before + written + after)
    (expected,) = marked(plain, case.format, case.rule)
    # markup that closes where the match ends is no part of it
    expected = expected.replace(phrase, written).removesuffix("*")

    assert marked(disguised, case.format, case.rule) == [expected]
    assert case.rule in reported(disguised, case.format)


LEADS = {
    "composed": unicodedata.normalize("NFC", "The café is naïve. "),
    "decomposed": unicodedata.normalize("NFD", "The café is naïve. "),
}


@pytest.mark.parametrize("form", LEADS)
@pytest.mark.parametrize("rule", PHRASES)
def test_a_phrase_behind_decomposed_letters_keeps_its_place(rule: str, form: str) -> None:
    before, phrase, after = PHRASES[rule]
    # page furniture is known by standing alone
    lead = "" if rule == "residue/page-furniture" else LEADS[form]
    source = f"{lead}\n\n{lead}{before}{phrase}{after}\n"

    assert [text.count(phrase) for text in marked(source, "markdown", rule)] == [1]
