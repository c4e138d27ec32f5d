"""
Words and sentences of reader text, as half-open offsets.

One compiled pattern finds every candidate stop with what closes after it; a small decision
function looks at each candidate with the words around it. What it knows of a language
(abbreviations, frequent first words) comes in as `Abbreviations`, read from a word list.
Everything is linear: a decision looks at a bounded stretch of text on either side.
"""

from __future__ import annotations

__all__ = ["Abbreviations", "Words", "load_abbreviations", "sentences", "words"]

import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple, overload

from copydesk.errors import RuleError
from copydesk.nearest import suggestion
from copydesk.span import Span

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_LETTER = r"[^\W\d_]"
_ALNUM = r"[^\W_]"
_RUN = rf"{_ALNUM}++(?:[\u0300-\u036f{_INVISIBLE}]++{_ALNUM}*+)*+"
_JOINED = (
    rf"{_RUN}(?:(?:['’ʼ_&\-\u2010\u2011]"
    r"|(?<=\d)[.,:](?=\d)"
    r"|\.(?=[a-z])"
    rf"|(?<!{_ALNUM}{_ALNUM})\.(?={_LETTER}(?!{_ALNUM})))"
    rf"{_RUN})*+"
)
_WORD = re.compile(_JOINED)


@cache
def _word_or_address() -> re.Pattern[str]:
    # Few texts need it, so its compilation stays off the plain path. Local parts are bounded
    # as in RFC 5321, which also keeps the pattern linear.
    address = r"(?:https?://|www\.)[^\s<>\"“”]*[\w/]|[\w.+\-]{1,64}+@[\w\-]++(?:\.[\w\-]++)++"
    return re.compile(rf"{address}|{_JOINED}")


class Words(Sequence[str]):
    """
    The words of one text; a word's text is made only when asked for.

    Args:
        text: The text that `words` split.
        offsets: What `words` returned for it.
    """

    __slots__ = ("offsets", "source")

    def __init__(self, source: str, offsets: array[int]) -> None:
        self.source = source
        self.offsets = offsets

    def __len__(self) -> int:
        return len(self.offsets) // 2

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        if isinstance(index, slice):
            return [self.text(number) for number in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        return self.text(index % len(self))

    def __iter__(self) -> Iterator[str]:
        source, offsets = self.source, self.offsets
        return (source[offsets[at] : offsets[at + 1]] for at in range(0, len(offsets), 2))

    def start(self, index: int) -> int:
        """Return the offset of the first character of a word, from 0."""
        return self.offsets[2 * index]

    def end(self, index: int) -> int:
        """Return the offset after the last character of a word."""
        return self.offsets[2 * index + 1]

    def text(self, index: int) -> str:
        """Return a word as it is written."""
        return self.source[self.start(index) : self.end(index)]


def words(text: str) -> array[int]:
    """
    Return the words of a text as a flat array: start, end, start, end, in order.

    A word is a run of letters and digits with what joins them inside: apostrophes, hyphens,
    the stops of ``U.S`` and ``Node.js``, the separators of a number. An address of the web or
    of e-mail is one word. Signs around a number (``$``, ``%``) are not part of it.
    """
    addresses = "@" in text or "://" in text or "www." in text
    pattern = _word_or_address() if addresses else _WORD
    return array("I", chain.from_iterable(match.span() for match in pattern.finditer(text)))


class Abbreviations(NamedTuple):
    """What the splitter knows of a language; every entry without its last stop."""

    titles: frozenset[str]
    """A name follows."""
    inner: frozenset[str]
    """The sentence goes on, whatever follows."""
    references: frozenset[str]
    """A number or letter follows; else an ordinary word."""
    clock: frozenset[str]
    """Times of day; the end before a capital, except before `clock_followers`."""
    clock_followers: frozenset[str]
    months: frozenset[str]
    """A day or a year may follow."""
    units: frozenset[str]
    """Abbreviations only after a number; a number may follow."""
    closing: frozenset[str]
    """Usually the end before a capital."""
    may_end: frozenset[str]
    """The end only before one of `starters`."""
    letter_nouns: frozenset[str]
    """After these, in lower case, a single letter is a label, not an initial."""
    stopped_names: frozenset[str]
    """Names written with a stop of their own, stop included."""
    speech_verbs: frozenset[str]
    starters: frozenset[str]
    """Frequent first words of a sentence."""


_EXACT = frozenset({"clock_followers", "letter_nouns", "stopped_names", "speech_verbs", "starters"})
"""Fields that are words, not abbreviations: they get no variants in capitals."""
_COMMENT_KEY = "about"


def load_abbreviations(
    entries: Mapping[str, object], where: str = "rules/lists/abbreviations.toml"
) -> Abbreviations:
    """
    Return the abbreviations that a parsed word list holds, with their variants in capitals.

    Raises:
        RuleError: If a key is missing or unknown, or is not a list of words.
    """
    fields = Abbreviations._fields
    for key in entries:
        if key not in fields and key != _COMMENT_KEY:
            hint = suggestion(key, fields) or f" Expected: {', '.join(fields)}."
            raise RuleError(f"unknown key '{key}'.{hint}", where=where)
    return Abbreviations(**{field: _field(entries, field, where) for field in fields})


def _field(entries: Mapping[str, object], field: str, where: str) -> frozenset[str]:
    if field not in entries:
        raise RuleError(f"key '{field}' is missing. Give a list of words.", where=where)
    found = entries[field]
    if not isinstance(found, list) or not all(
        isinstance(word, str) and word.strip() for word in found
    ):
        raise RuleError(f"'{field}' is not a list of words.", where=where)
    if field in _EXACT:
        return frozenset(found)
    return frozenset(chain.from_iterable(map(_variants, found)))


def _variants(word: str) -> tuple[str, ...]:
    # "v" in a citation is not the initial "V".
    if len(word) == 1:
        return (word,)
    return word, word[0].upper() + word[1:], word.upper()


_PARAGRAPH_BREAK = re.compile(r"\n(?:[ \t\r]*+\n)++")
_QUOTES = "\"'”’»"
_EMOJI = r"\u2600-\u27bf\ufe0f\u200d\U0001f000-\U0001faff"
_STOP = re.compile(
    r"(?P<mark>[.!?…。！？]++"
    r"(?:[ \u00a0][.…]++(?=[\s\"'”’)\]]|\Z))*+)"
    rf"(?P<tail>(?:[{_QUOTES}›)\]}}*_`」』{_INVISIBLE}¹²³⁰⁴-⁹]|\[[\w^,;\-–+ ]{{1,24}}\])*+)"
    rf"(?P<note>\d{{1,3}}(?=\s))?(?:[ \u00a0]?(?:[{_EMOJI}]++|[:;]-?[()DP](?!\w)))*+"
)
"""A run of stops (spaced ellipses included), then closing marks, a note number and emoji."""
_WIDE_STOPS = frozenset("。！？")
_NEXT = re.compile(
    r"\s*+(?:[^\w\s&/+=<>]{1,2}\s++)?(?P<openers>[^\w\s]*+)(?P<word>\w[\w'’.]{0,39})?"
)
_GLUE = re.compile(r"[^\w.'’°]+")
_SPACE = re.compile(r"\s*")
_FIRST_WORD = re.compile(r"\w")
_ELISION = re.compile(r"['’]")
_SMALL_START = re.compile(r"[a-z]{1,4}[A-Z]|[a-z]\)|[ivx]{2,4}\)")
"""A name like ``iPhone`` or a list marker: may start a sentence although it is not a capital."""
_DOTTED = re.compile(rf"{_LETTER}{{1,2}}(?:\.{_LETTER}{{1,2}})+")
_MARKER = re.compile(r"[(\[]?(?:\d{1,3}|[A-Za-z]|x{0,2}(?:ix|iv|v?i{0,3}))\Z", re.IGNORECASE)
_DESIGNATOR = re.compile(r"\d|[IVXLC]{2,7}\b|[A-Z]-?\d|[VXLC]\b|[A-Z]\b(?!['’]|\s+[a-z])")
_CITATION = re.compile(r"[^()]*\d\)\.(?:\s|\Z)")
"""The rest of ``(Smith 55).`` after a quotation: the stop outside closes the whole sentence."""
_TIME_ZONE = re.compile(r"[A-Z]{2,4}\b")
_LOWER_NEXT = re.compile(r"[\"'”’»)\],;:]*+\s*+[a-z]")

_LOOKBACK = 48
"""Characters before a stop that are searched for the word it ends and the word before."""
_SPEAKER_WORDS = 3
"""Capitalised words that may stand between a quotation and its speech verb."""
_SPEAKER_LENGTH = 80
_PARTICLE = 3
"""Letters of a word in lower case that may stand inside a name."""
_ASIDE_LENGTH = 200
"""Characters an aside in brackets or quotes may have to be kept whole."""
_MARKER_LENGTH = 6
_OPENING_LENGTH = 16
_OPENING_WORDS = 3
"""Characters and words of a time that only opens a sentence: "At 10.30 p.m. Mr Hale ..."."""
_BREAKING_SIGILS = frozenset("@#$€£")
"""Signs that stand before a word which starts a sentence although it is in lower case."""


class _Stop(NamedTuple):
    """One candidate with its neighbourhood."""

    word: str
    """The token before the stop, without what opens it."""
    earlier: str
    """The token before that."""
    mark: str
    tail: str
    following: str
    """The next word, without what opens it; never empty."""
    openers: str
    opening: bool
    """Whether the sentence is so short yet that it can hardly have a verb."""
    rest: str
    """Text from the next word on, cut to a bounded length."""


def sentences(text: str, abbreviations: Abbreviations) -> list[Span]:
    """
    Return the sentences of a text: sorted spans, gapless but for the whitespace between.

    Closing quotes, brackets and note markers belong to the sentence they close. A blank line
    always ends a sentence.
    """
    spans: list[Span] = []
    for part in _paragraphs(text):
        start = part.start
        for end in _ends(text, part, abbreviations):
            spans.append(Span(start, end))
            start = _skip_space(text, end)
        end = start + len(text[start : part.end].rstrip())
        if end > start:
            spans.append(Span(start, end))
    return spans


def _skip_space(text: str, offset: int) -> int:
    match = _SPACE.match(text, offset)
    return match.end() if match else offset


def _paragraphs(text: str) -> Iterator[Span]:
    start = _skip_space(text, 0)
    if "\n" in text:
        for gap in _PARAGRAPH_BREAK.finditer(text):
            # Other white space between two gaps is skipped once, not once for each gap.
            if gap.start() > start:
                yield Span(start, gap.start())
                start = _skip_space(text, gap.end())
    yield Span(start, len(text))


def _ends(text: str, part: Span, known: Abbreviations) -> Iterator[int]:
    """Yield the ends of all sentences of a paragraph but the last."""
    first = _FIRST_WORD.search(text, part.start, part.end)
    if not first:
        return
    start = part.start
    for match in _STOP.finditer(text, first.end(), part.end):
        end = match.end()
        if end == part.end:
            return
        if not text[end].isspace():
            if match["mark"][-1] not in _WIDE_STOPS:
                continue
        elif not _is_end(text, start, match, part.end, known):
            continue
        yield end
        start = _skip_space(text, end)


def _is_end(text: str, start: int, match: re.Match[str], limit: int, known: Abbreviations) -> bool:
    following = _NEXT.match(text, match.end(), limit)
    if not following or not following["word"]:
        return False
    at = match.start()
    if at - start <= _MARKER_LENGTH and match["mark"] == "." and _MARKER.match(text[start:at]):
        return False
    word, earlier = _words_before(text[max(start, at - _LOOKBACK) : at])
    stop = _Stop(
        word,
        earlier,
        match["mark"],
        match["tail"],
        following["word"],
        following["openers"],
        at - start <= _OPENING_LENGTH and len(text[start:at].split()) <= _OPENING_WORDS,
        text[following.start("word") : min(limit, following.start("word") + _SPEAKER_LENGTH)],
    )
    # "cells.12 The" has a note number, "p.12 The" and "3.12 The" do not.
    after_word = len(word) > 1 and word.isalpha() and word.islower()
    if match["note"] and not match["tail"] and not after_word:
        return False
    return _decide(stop, known) and not _in_aside(text, start, at, limit)


def _words_before(chunk: str) -> tuple[str, str]:
    tokens = chunk.split()
    if not tokens or chunk[-1].isspace():
        return "", tokens[-1] if tokens else ""
    word = tokens[-1]
    if not word.isalnum():
        word = _GLUE.split(word)[-1].strip(".'’_")
    return word, tokens[-2] if len(tokens) > 1 else ""


def _decide(stop: _Stop, known: Abbreviations) -> bool:
    first = stop.following[0]
    if first.islower() and not _BREAKING_SIGILS.intersection(stop.openers):
        return bool(_SMALL_START.match(stop.rest)) and not _is_abbreviated(stop, known)
    if _has_quote(stop.tail) and stop.openers == "(" and _CITATION.match(stop.rest):
        return False
    if stop.mark == ".":
        return _period_ends(stop, known)
    if _is_ellipsis(stop.mark):
        if first.isdigit() or (not stop.word and len(_head(stop.following)) == 1):
            return False
        if stop.tail.startswith("]"):
            return _is_starter(stop, known)
    if _has_quote(stop.tail) and _names_speaker(stop, known):
        return False
    return stop.word + stop.mark not in known.stopped_names or _is_starter(stop, known)


def _is_abbreviated(stop: _Stop, known: Abbreviations) -> bool:
    word = stop.word
    return stop.mark == "." and (
        len(word) < 2
        or "." in word
        or any(word in group for group in (known.titles, known.inner, known.may_end))
    )


def _period_ends(stop: _Stop, known: Abbreviations) -> bool:
    """Return whether a single full stop ends its sentence; the next word is not in lower case."""
    word = stop.word
    number = stop.following[0].isdigit()
    if word in known.titles:
        return word in known.may_end and _is_starter(stop, known)
    if word in known.inner:
        return False
    if word in known.units and stop.earlier[-1:].isdigit():
        return not number
    if word in known.references:
        return not _DESIGNATOR.match(stop.rest)
    if word in known.clock:
        if number or stop.opening:
            return False
        return not _follows_clock(stop, known)
    if word in known.months or word in known.may_end:
        return _is_starter(stop, known)
    if word in known.closing:
        return not number
    if len(word) == 1 and word.isupper():
        return _is_starter(stop, known) or _is_label(stop.earlier, known)
    if _DOTTED.fullmatch(word):
        return _is_starter(stop, known)
    return not (word.isdigit() and stop.earlier[-1:] in {":", ";"})


def _is_label(earlier: str, known: Abbreviations) -> bool:
    """Return whether a single letter after this token is a label or unit, not an initial."""
    bare = earlier.rstrip(".")
    return (
        earlier.lower() in known.letter_nouns
        or earlier.endswith("°")
        or (len(bare) > 1 and bare in known.references)
    )


def _follows_clock(stop: _Stop, known: Abbreviations) -> bool:
    head = _head(stop.following)
    if head in known.clock_followers or head.capitalize() in known.clock_followers:
        return True
    return bool(_TIME_ZONE.match(stop.rest)) and not _is_starter(stop, known)


def _is_starter(stop: _Stop, known: Abbreviations) -> bool:
    whole = stop.following.rstrip(".'’").replace("’", "'")
    head = _head(whole)
    if len(head) == 1 and stop.following[1:2] == ".":
        return False
    if head in known.starters or whole in known.starters:
        return True
    return len(head) > 1 and head.isupper() and head.capitalize() in known.starters


def _head(word: str) -> str:
    return _ELISION.split(word, maxsplit=1)[0].rstrip(".")


def _is_ellipsis(mark: str) -> bool:
    return mark in {"...", "…"} or " " in mark


def _has_quote(tail: str) -> bool:
    return any(char in _QUOTES for char in tail)


def _names_speaker(stop: _Stop, known: Abbreviations) -> bool:
    """Return whether the next words are a name and a speech verb: ``"Stop!" John cried.``"""
    if _is_starter(stop, known):
        return False
    for index, token in enumerate(stop.rest.split(None, _SPEAKER_WORDS + 1)):
        if index and token.rstrip(".,:") in known.speech_verbs:
            return True
        if index >= _SPEAKER_WORDS or not (token[0].isupper() or len(token) <= _PARTICLE):
            return False
    return False


def _in_aside(text: str, start: int, at: int, limit: int) -> bool:
    """
    Return whether a stop stands in brackets or quotes that the sentence runs on around.

    Only asides that open after the sentence's first word count: a whole sentence, or several,
    in brackets are sentences of their own.
    """
    floor = max(start, at - _ASIDE_LENGTH)
    ceiling = min(limit, at + _ASIDE_LENGTH)
    opened = text.rfind("(", floor, at)
    if opened > start and text.find(")", opened, at) < 0 and text[opened - 1].isspace():
        return text.find(")", at, ceiling) >= 0 and text.find("(", at, ceiling) < 0
    quote = _open_quote(text, floor, at)
    if quote <= start:
        return False
    closed = text.find("”" if text[quote] == "“" else '"', at, ceiling)
    return closed >= 0 and bool(_LOWER_NEXT.match(text, closed, ceiling))


def _open_quote(text: str, floor: int, at: int) -> int:
    """Return the offset of the double quote that is open at a stop, or ``floor`` if none is."""
    curly = text.rfind("“", floor, at)
    if curly > floor and text.find("”", curly, at) < 0:
        return curly
    straight = text.rfind('"', floor, at)
    if straight > floor and text[straight - 1].isspace() and not text[straight + 1].isspace():
        return straight
    return floor
