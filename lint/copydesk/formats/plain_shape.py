"""
What a line of plain text looks like: a title, a heading, a name under the title.

Judged by length, capitals and punctuation alone; no word is known here.
"""

from __future__ import annotations

__all__ = ["is_heading", "is_heading_under_title", "is_title", "same_line"]

import re

_TITLE_LENGTH = 150
_TITLE_WORDS = 24
"""Longest line that may be a title: a headline of two lines in a newspaper."""
_HEADING_LENGTH = 80
_HEADING_WORDS = 10
_TITLE_CASE_SHARE = 0.6
"""Share of words with a capital, 0 to 1, from which a line is in title case."""
_TITLE_CASE_WORDS = 3
"""Words from which a question in title case is a heading, not an exclamation of prose."""

_CLOSING = "\"'”’»)]"
_STOPS = ".!?…:;,—–-。！？"
# Markup, menus and addresses: a line that holds one of these is shown as it is written.
_FOREIGN = re.compile(r"[#*_={}\[\]|<>»•·©@~^`\\\t]|://|www\.")
_OPENING = re.compile(r"[\"'“‘«(¿¡]*")
_DASHES = re.compile(r"[\s\u2012-\u2015]+")
_SINGLE_QUOTES = str.maketrans("‘’ʼ`", "''''", '"“”„«»')


def is_title(line: str) -> bool:
    """Return whether the first line of an article looks like its title."""
    return len(line) <= _TITLE_LENGTH and _is_label(line, _TITLE_WORDS)


def is_heading(line: str) -> bool:
    """Return whether a line that stands alone between paragraphs looks like a heading."""
    if len(line) > _HEADING_LENGTH or not _is_label(line, _HEADING_WORDS):
        return False
    first = line[_end_of_opening(line)]
    return first.isupper() or first.isdigit()


def is_heading_under_title(line: str) -> bool:
    """
    Return whether a line between the title and the first paragraph looks like a heading.

    There a line in capitals throughout may be a name, one with digits a date, and one in
    sentence case the second line of the headline.
    """
    if not is_heading(line) or any(char.isdigit() for char in line):
        return False
    words = _words(line)
    return len(words) == 1 or (_is_title_case(words) and not all(map(_has_capital, words)))


def same_line(left: str, right: str) -> bool:
    """Return whether two lines differ in nothing but case, space and kind of quotes."""
    return _folded(left) == _folded(right)


def _folded(line: str) -> str:
    return " ".join(line.translate(_SINGLE_QUOTES).casefold().split())


def _is_label(line: str, most_words: int) -> bool:
    """Return whether a line has letters, few words and no end of a sentence."""
    if _FOREIGN.search(line) or not any(char.isalpha() for char in line):
        return False
    words = _words(line)
    if len(words) > most_words or _end_of_opening(line) == len(line):
        return False
    last = line.rstrip(_CLOSING)[-1:]
    if last == "?":
        return len(words) >= _TITLE_CASE_WORDS and _is_title_case(words)
    return last not in _STOPS


def _words(line: str) -> list[str]:
    return [word for word in _DASHES.split(line) if any(char.isalnum() for char in word)]


def _is_title_case(words: list[str]) -> bool:
    return sum(map(_has_capital, words)) >= _TITLE_CASE_SHARE * len(words)


def _has_capital(word: str) -> bool:
    first = word[_end_of_opening(word) :][:1]
    return first.isupper() or first.isdigit()


def _end_of_opening(line: str) -> int:
    match = _OPENING.match(line)
    return match.end() if match else 0
