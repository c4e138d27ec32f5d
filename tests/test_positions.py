"""Every bad example of every rule, stored in other ways: the same hits, at the right places."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from typing import NamedTuple

import pytest

from copydesk.api import default_catalogue
from copydesk.engine import run_rules
from copydesk.formats import read
from copydesk.formats.decode import decode
from copydesk.rule import Example, Rule, Scope
from copydesk.settings import Settings, Severity, Status
from copydesk.span import Position, Span
from copydesk.views import Views

CATALOGUE = default_catalogue()
EXTENSIONS = {"text": ".txt", "markdown": ".md", "html": ".html"}
FRONT = {
    "text": "The 👩‍💻 sails, naïvely.\n\n",
    "markdown": "The 👩‍💻 sails, naïvely.\n\n",
    "html": "<p>The 👩‍💻 sails, naïvely.</p>\n",
}
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.id} {number}")
    for rule in CATALOGUE.rules.values()
    for number, example in enumerate(rule.bad)
]


class Stored(NamedTuple):
    """A way to store a text: its characters, its bytes, and where each offset went."""

    text: str
    raw: bytes
    moved: Callable[[int], int]


def _line_ends(text: str, end: str) -> Stored:
    written = text.replace("\n", end)
    return Stored(
        written, written.encode(), lambda at: at + text.count("\n", 0, at) * (len(end) - 1)
    )


def _same_place(at: int) -> int:
    return at


def _marked(text: str, codec: str, mark: bytes) -> Stored:
    return Stored(text, mark + text.encode(codec), _same_place)


WAYS: dict[str, Callable[[str], Stored]] = {
    "as it is": lambda text: Stored(text, text.encode(), _same_place),
    "CRLF": lambda text: _line_ends(text, "\r\n"),
    "lone CR": lambda text: _line_ends(text, "\r"),
    "byte-order mark": lambda text: _marked(text, "utf-8", codecs.BOM_UTF8),
    "UTF-16 LE": lambda text: _marked(text, "utf-16-le", codecs.BOM_UTF16_LE),
    "UTF-16 BE": lambda text: _marked(text, "utf-16-be", codecs.BOM_UTF16_BE),
    "UTF-32": lambda text: _marked(text, "utf-32-le", codecs.BOM_UTF32_LE),
}


def hits(rule: Rule, example: Example, raw: bytes) -> list[tuple[Span, ...]]:
    """Return the spans of each hit and of its places, every position recounted."""
    profile = example.profile or "general"
    applied = next(one for one in CATALOGUE.for_profile(profile) if one.id == rule.id)
    severity = applied.severity or Severity.INFO
    applied = applied._replace(status=Status.STABLE, severity=severity)
    source = decode(example.path or f"example{EXTENSIONS[example.format]}", raw)
    document = read(source, example.format)
    result = run_rules(
        Views(document, CATALOGUE.lexicon),
        [applied],
        Settings(profile=profile),
        CATALOGUE.support,
        today=example.as_of,
        budget_s=10.0,
    )
    assert result.problems == ()
    found = [(hit.span, *(place.span for place in hit.places)) for _rule, hit in result.hits]
    position = document.line_index().position
    for span in {span for spans in found for span in spans}:
        start, end = position(span.start), position(span.end)
        stored = raw[start.byte : end.byte].decode(source.encoding)
        assert stored == source.text[span.start : span.end]
        assert [start, end] == [
            recounted(source.text, at, source.encoding, len(source.bom)) for at in span
        ]
    return found


def recounted(text: str, offset: int, encoding: str, bom: int) -> Position:
    """Return a position counted from the first character, one by one."""
    line, column, utf16_column = 1, 1, 1
    for at in range(offset):
        ends_line = text[at] == "\n" or (text[at] == "\r" and text[at + 1 : at + 2] != "\n")
        if ends_line:
            line, column, utf16_column = line + 1, 1, 1
        else:
            column += 1
            utf16_column += 2 if text[at] > "\uffff" else 1
    return Position(offset, bom + len(text[:offset].encode(encoding)), line, column, utf16_column)


def moved(found: list[tuple[Span, ...]], to: Callable[[int], int]) -> list[tuple[Span, ...]]:
    return [tuple(Span(to(span.start), to(span.end)) for span in spans) for spans in found]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_an_example_stored_in_any_way_has_its_hits_at_the_same_places(
    rule: Rule, example: Example
) -> None:
    expected = hits(rule, example, example.text.encode("utf-8", "surrogatepass"))

    for stored in (way(example.text) for way in WAYS.values()):
        assert hits(rule, example, stored.raw) == moved(expected, stored.moved)


def _is_about_one_sentence(rule: Rule) -> bool:
    """Return whether a rule looks at words in a sentence, not at lines, places or proportions."""
    shaped = rule.at or rule.max_block_words or rule.floor.hits > 1 or rule.min_words
    return rule.kind in {"phrase", "swap"} and rule.scope is Scope.SENTENCE and not shaped


SENTENCES = [param for param in EXAMPLES if _is_about_one_sentence(param.values[0])]


@pytest.mark.parametrize(("rule", "example"), SENTENCES)
def test_an_emoji_paragraph_in_front_moves_every_hit_by_its_length(
    rule: Rule, example: Example
) -> None:
    front = FRONT[example.format]
    expected = hits(rule, example, example.text.encode())

    found = hits(rule, example, (front + example.text).encode())

    assert found == moved(expected, lambda at: at + len(front))


@pytest.mark.parametrize(("rule", "example"), SENTENCES)
def test_tabs_between_words_change_no_place(rule: Rule, example: Example) -> None:
    tabbed = re.sub(r"(?<=[a-z]) (?=[a-z])", "\t", example.text)

    assert hits(rule, example, tabbed.encode()) == hits(rule, example, example.text.encode())


@pytest.mark.parametrize(("rule", "example"), SENTENCES)
def test_a_text_wrapped_at_forty_columns_has_its_hits_at_the_same_places(
    rule: Rule, example: Example
) -> None:
    lines = [_wrapped(line) for line in example.text.split("\n")]

    found = hits(rule, example, "\n".join(lines).encode())

    assert found == hits(rule, example, example.text.encode())


def _wrapped(line: str, width: int = 40) -> str:
    """Break a line of prose at spaces before lower-case words; length and offsets stay."""
    if not line[:1].isalpha() or "|" in line:
        return line
    chars = list(line)
    start = 0
    for match in re.finditer(r" (?=[a-z]{2})", line):
        if match.start() - start >= width:
            chars[match.start()] = "\n"
            start = match.end()
    return "".join(chars)
