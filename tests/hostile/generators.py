"""
Shapes that make a linter slow, one function a shape: length in, text of about that length out.

Each shape repeats what some stage has to search, pair, count or compare: marks without a
partner, floods of one kind of thing, and text that is all matches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count, islice
from typing import NamedTuple

_ENGLISH = "It is the way of the world that we had in it all of the time, and so on. "
PREFACE = _ENGLISH * 4 + "\n\n"
"""Enough function words that rules for English text run on what follows."""


class Shape(NamedTuple):
    """One way to be hostile."""

    name: str
    """Path of the file, its extension the format."""
    make: Callable[[int], str]


def _repeated(unit: str, *, tail: str = "") -> Callable[[int], str]:
    return lambda length: unit * (length // len(unit)) + tail


def _counted(unit: Callable[[int], str]) -> Callable[[int], str]:
    """Return a maker of so many different units, numbered from 0."""

    def make(length: int) -> str:
        size = len(unit(10_000))
        return "".join(map(unit, range(length // size)))

    return make


_SYLLABLES = ("ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu")


def word(number: int) -> str:
    """Return a made-up word, another one for each number under ten thousand."""
    return "".join(_SYLLABLES[int(digit)] for digit in f"{number % 10_000:04}")


def words() -> Iterator[str]:
    """Yield made-up words without end; the same ones each time."""
    return (word(number * 7919) for number in count())


def _sentences(length: int) -> str:
    text = " ".join(islice(words(), length // 9))
    return ". ".join(text[at : at + 90].strip().capitalize() for at in range(0, len(text), 90))


def _nested(mark: str, *, indent: bool, inner: str = "a\n") -> Callable[[int], str]:
    """Return a maker of stairs: each line one level deeper than the one before, up to 60."""

    def line(number: int) -> str:
        depth = number % 60
        return (" " * 2 * depth + mark if indent else mark * (depth + 1)) + inner

    def make(length: int) -> str:
        stairs = "".join(map(line, range(60)))
        return stairs * (length // len(stairs) + 1)

    return make


def _table(columns: int) -> Callable[[int], str]:
    def make(length: int) -> str:
        head = "|" + "a|" * columns + "\n|" + "-|" * columns + "\n"
        return head + "|b|\n" * ((length - len(head)) // 4)

    return make


MARKDOWN: dict[str, Callable[[int], str]] = {
    "open brackets": _repeated("["),
    "closing brackets": _repeated("a]"),
    "links without an end": _repeated("[a]("),
    "images without an end": _repeated("![a]("),
    "links": _repeated("[the minutes](https://a.example/b) "),
    "shortcut references": _repeated("[a] "),
    "reference definitions": _counted(lambda n: f"[r{n}]: https://a.example/{n}\n"),
    "colliding definitions": _repeated("[a]: https://a.example/b\n"),
    "footnotes": _counted(lambda n: f"So it is.[^{n}]\n\n[^{n}]: See page {n}.\n\n"),
    "emphasis without an end": _repeated("*a **a _a "),
    "emphasis in words": _repeated("a*b_c"),
    "code marks of growing length": lambda length: " ".join(
        "`" * n + "a" for n in range(1, int((2 * length) ** 0.5))
    ),
    "unclosed fence": _repeated("Some text in it.\n", tail="").__call__,
    "fences": _repeated("```\na\n```\n"),
    "quote stairs": _nested("> ", indent=False),
    "list stairs": _nested("- ", indent=True),
    "quotes in one line": _repeated("> "),
    "list marks in one line": _repeated("* "),
    "wide table": _table(200),
    "long table": _repeated("|a|b|\n"),
    "headings": _counted(lambda n: f"## The {word(n)} of {word(n + 1)}\n\n"),
    "same heading": _repeated("## Conclusion\n\n"),
    "entities": _repeated("&amp;&#x41;&nbsp;"),
    "entities that are none": _repeated("&a"),
    "html comments": _repeated("<!-- a -->"),
    "open html comments": _repeated("<!--"),
    "open tags": _repeated("<a href='"),
    "stet directives": _repeated("<!-- stet: puffery | it is so -->\n\nIt is groundbreaking.\n\n"),
    "stet off": _repeated("<!-- stet: off | so -->\n\n"),
    "escapes": _repeated("\\*"),
    "autolinks": _repeated("https://a.example/b "),
    "templates without an end": _repeated("{{ a "),
    "shortcodes": _repeated("{{< a >}} b "),
    "front matter keys": lambda length: (
        "---\n" + "".join(f"k{n}: v\n" for n in range(length // 8)) + "---\n\nSo it is.\n"
    ),
    "front matter without an end": lambda length: "---\n" + "a: b\n" * (length // 5),
    "bold lead items": _repeated("- **Speed:** it is fast.\n"),
    "rules": _repeated("***\n"),
    "hard breaks": _repeated("a  \n"),
}
TEXT: dict[str, Callable[[int], str]] = {
    "one word": _repeated("a"),
    "capital letters": _repeated("A"),
    "words": _repeated("a "),
    "different words": _sentences,
    "spaces": _repeated(" ", tail="x"),
    "tabs": _repeated("\t", tail="x"),
    "line ends": _repeated("\n", tail="x"),
    "carriage returns": _repeated("a\r"),
    "digits": _repeated("1"),
    "numbers": _repeated("12,345.6% "),
    "years": _repeated("2024-01-01 and May 2025 "),
    "one sentence again and again": _repeated("The harbour was dredged by the council in May. "),
    "one paragraph again and again": _repeated(
        "The harbour was dredged by the council of the town in the month of May last year.\n\n"
    ),
    "sentences alike": _counted(
        lambda n: f"The harbour of {word(n)} was dredged by the council of the town in May. "
    ),
    "paragraphs alike": _counted(
        lambda n: f"The harbour of {word(n)} was dredged by the council of the town in May.\n\n"
    ),
    "capitalised words": _counted(lambda n: f"{word(n).capitalize()} "),
    "names in sentences": _counted(lambda n: f"We saw {word(n).capitalize()} there. "),
    "straight quotes": _repeated('"'),
    "quoted words": _repeated('"a" '),
    "opening quotes": _repeated("“a "),
    "apostrophes": _repeated("'"),
    "full stops": _repeated("."),
    "abbreviations": _repeated("e.g. Dr. "),
    "question marks": _repeated("a? "),
    "dashes": _repeated("a — b "),
    "parentheses": _repeated("("),
    "colons": _repeated("a: "),
    "combining marks": _repeated("\u0301", tail="x"),
    "alternating marks": _repeated("\u0301\u0327"),
    "zero-width spaces": _repeated("a\u200b"),
    "ideographs": _repeated("\u4e2d"),
    "look-alike letters": _repeated("pa\u0443 "),
    "emoji": _repeated("\U0001f469\u200d\U0001f4bb "),
    "tag characters": _repeated("\U000e0041"),
    "superlatives": _repeated("It is the world's largest harbour and an unparalleled one. "),
    "stock words": _repeated("We delve into the landscape of robust and pivotal tapestry. "),
    "leftovers": _repeated("Scroll to Top\n\n"),
    "said": _repeated("“We will dredge the harbour in the month of May,” said Ann Hale. "),
    "events": _repeated("Hale has announced a deal. "),
    "as it continues": _repeated("As the town continues to grow, it grows. "),
    "double words": _repeated("the the "),
    "placeholders": _repeated("TK [insert name here] "),
    "addresses": _repeated("ann@a.example "),
    "dates that disagree": _repeated("Monday, 13 February 2025 "),
    "list lines": _repeated("- a\n"),
    "hashtags": _repeated("#a "),
}
HTML: dict[str, Callable[[int], str]] = {
    "open divs": _repeated("<div>a"),
    "paragraphs": _repeated("<p>The harbour was dredged.</p>"),
    "open paragraphs": _repeated("<p>a"),
    "closing tags": _repeated("</b>"),
    "less-than signs": _repeated("<"),
    "question tags": _repeated("<?"),
    "declarations": _repeated("<!a"),
    "comments without an end": _repeated("<!--"),
    "open scripts": _repeated("<script>"),
    "open attributes": _repeated("<a b='"),
    "attributes": lambda length: "<p " + "a=b " * (length // 4) + ">So.</p>",
    "entities": _repeated("&lt;&#65;"),
    "open ampersands": _repeated("&#"),
    "links": _repeated("<a href='https://a.example/b'>so</a> "),
    "list items": _repeated("<ul><li>a"),
    "table cells": _repeated("<tr><td>a"),
    "headings": _repeated("<h2>So it is</h2>"),
    "hidden": _repeated("<p hidden>a</p>"),
    "styles": _repeated("<p style='display:none'>a</p>"),
    "emphasis": _repeated("<b>a<i>b</b>c</i>"),
    "images": _repeated("<img src=a>"),
    "data blocks": _repeated('<script type="application/ld+json">{"a":[</script>'),
    "character data": _repeated("<![CDATA["),
}


def _all() -> Iterator[Shape]:
    for ending, shapes in ((".md", MARKDOWN), (".txt", TEXT), (".html", HTML)):
        for title, make in shapes.items():
            yield Shape(title + ending, make)
    for title in ("one word", "spaces", "digits", "straight quotes", "combining marks", "said"):
        yield Shape(title + ".md", TEXT[title])
    unclosed = MARKDOWN["unclosed fence"]
    yield Shape("fence without an end.md", lambda length: "```\n" + unclosed(length))


SHAPES: dict[str, Shape] = {shape.name: shape for shape in _all()}
