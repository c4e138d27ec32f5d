"""
A name written in two ways: against a list of names with odd capitals, or within the article.

Within the article only capitals and the gap between two words are compared, "CareLift" with
"Carelift" and "Care Lift": other small differences may be other names. Text all in capitals or
all small says nothing about how a name is written, and two words in a heading, or at the start
of a sentence, need not be a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from copydesk.document import BlockKind, MaskKind
from copydesk.finding import Edit, Fix, Hit, Role
from copydesk.scan import Context, place_of
from copydesk.views import Views

OPTIONS: dict[str, object] = {
    "list": "known-names",
    "letters": 5,
    # shorter words are compared with the list only
    "surnames": ["Mac"],
    # beginnings of surnames, before a capital; families write them in different ways
}
SLOTS = frozenset({"right"})

_INNER_CAPITAL = re.compile(r"[a-z][A-Z]")
_POSSESSIVE = re.compile(r"['’]s?$")
_NOT_BEFORE = frozenset("@#/._-\\")
_NOT_AFTER = frozenset("@/_-\\")


class _Word(NamedTuple):
    """A word of the article, or two that a space keeps apart, as a name may be written."""

    block: int
    start: int
    end: int
    text: str
    opens: bool
    """Whether it opens a sentence, where a small first letter becomes a capital."""


def find(context: Context) -> Iterator[Hit]:
    """Yield one hit for each wrong form, with its other places."""
    words = list(_words(context))
    known = _KnownNames(context)
    wrong: dict[tuple[str, str], list[_Word]] = {}
    for word in words:
        right = known.right_form(word)
        if right:
            wrong.setdefault((word.text, right), []).append(word)
    for (form, right), found in _drifting(context, words).items():
        if known.known(form) == "":
            wrong.setdefault((form, right), found)
    for (_form, right), found in wrong.items():
        yield _hit(context.views, found, right)


def _hit(views: Views, found: list[_Word], right: str) -> Hit:
    first, *others = found
    places = tuple(
        place_of(views, word.block, word.start, word.end, role=Role.SAME) for word in others
    )
    edits = tuple(Edit(views.source_span(w.block, w.start, w.end), right) for w in found)
    return Hit(
        span=views.source_span(first.block, first.start, first.end),
        match=views.text(first.block)[first.start : first.end],
        block=first.block,
        places=places,
        slots={"right": right},
        fix=Fix(safe=False, edits=edits),
    )


def _words(context: Context) -> Iterator[_Word]:
    """Yield the capitalised or camel-case words of the article, and pairs of them."""
    views = context.views
    inside = context.rule.inside | {MaskKind.NAME, MaskKind.TOPIC, MaskKind.QUOTATION}
    for block in context.blocks():
        text = views.text(block)
        found = views.words(block)
        starts = {span.start for span in views.sentences(block)}
        shown = views.blocks[block].kind in {BlockKind.TITLE, BlockKind.HEADING}
        before: _Word | None = None
        for index in range(len(found)):
            start, end = found.start(index), found.end(index)
            word = _bare(text[start:end])
            end = start + len(word)
            if not _is_written_as_name(text, start, end) or views.is_masked(
                block, start, end, inside
            ):
                before = None
                continue
            opens = start in starts or shown or (start > 0 and text[start - 1] in "\"“'‘(")
            here = _Word(block, start, end, word, opens)
            yield here
            if before is not None and not before.opens and text[before.end : start] == " ":
                yield _Word(block, before.start, end, f"{before.text} {word}", before.opens)
            before = here


def _bare(word: str) -> str:
    return _POSSESSIVE.sub("", word)


def _is_written_as_name(text: str, start: int, end: int) -> bool:
    word = text[start:end]
    if len(word) < 2 or word.islower() or word.isupper():
        return False
    if start and text[start - 1] in _NOT_BEFORE:
        return False
    return end == len(text) or text[end] not in _NOT_AFTER


class _KnownNames:
    """The names of the list, by their letters in lower case."""

    def __init__(self, context: Context) -> None:
        listed = context.views.lexicon.list(context.text_option("list"))
        self._names: Mapping[str, str] = {_bare(name).lower(): _bare(name) for name in listed.words}
        self._pairs: Mapping[str, str] = listed.pairs

    def known(self, form: str) -> str:
        """Return the listed name with the letters of a form, or ""."""
        return self._pairs.get(form) or self._names.get(form.lower(), "")

    def right_form(self, word: _Word) -> str:
        """Return how a word should be written, or "" when it is right or unknown."""
        right = self.known(word.text)
        if right in {"", word.text}:
            return ""
        if right[0].islower() and word.text == right[0].upper() + right[1:] and word.opens:
            return ""
        return right


def _drifting(context: Context, words: list[_Word]) -> dict[tuple[str, str], list[_Word]]:
    """Return the rarer forms of each name that the article writes in two ways."""
    shortest = int(context.option("letters"))
    particles = tuple(context.rule.options["surnames"])
    by_letters: dict[str, list[_Word]] = {}
    camel: set[str] = set()
    surnames: set[str] = set()
    for word in words:
        letters = word.text.replace(" ", "").lower()
        if len(letters) < shortest or not letters.isalpha():
            continue
        by_letters.setdefault(letters, []).append(word)
        if " " not in word.text and _is_camel(word.text):
            (surnames if _is_surname(word.text, particles) else camel).add(letters)
    found: dict[tuple[str, str], list[_Word]] = {}
    for letters in sorted(camel - surnames):
        forms: dict[str, list[_Word]] = {}
        for word in by_letters[letters]:
            forms.setdefault(word.text, []).append(word)
        right = max(forms, key=lambda form: (len(forms[form]), _is_camel(form), form))
        for form, same in forms.items():
            if form != right and not _is_same_at_start(form, right):
                found[form, right] = same
    return found


def _is_camel(form: str) -> bool:
    return bool(_INNER_CAPITAL.search(form))


def _is_surname(form: str, particles: tuple[str, ...]) -> bool:
    return any(
        form.startswith(part) and form[len(part) : len(part) + 1].isupper() for part in particles
    )


def _is_same_at_start(form: str, right: str) -> bool:
    """Return whether two forms differ in the first letter only, as at the start of a sentence."""
    return form[1:] == right[1:]
