"""
Word lists: what rules and checks know about English, read from ``rules/lists/*.toml``.

A list file holds ``about`` (one sentence), ``words`` (literal entries, lower case unless case
matters), and where a check needs them ``sets`` (named word lists), ``pairs`` (entry to entry),
``numbers`` (named limits) and ``patterns`` (named lists in the pattern dialect). ``confirmed``
and ``expires`` date lists that decay.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from copydesk.errors import RuleError


class WordList(NamedTuple):
    """One file of ``rules/lists``."""

    name: str
    words: tuple[str, ...] = ()
    sets: Mapping[str, tuple[str, ...]] = {}
    pairs: Mapping[str, str] = {}
    numbers: Mapping[str, float] = {}
    patterns: Mapping[str, tuple[str, ...]] = {}
    confirmed: str = ""
    expires: str = ""


_KEYS = frozenset(
    {"about", "words", "sets", "pairs", "numbers", "patterns", "confirmed", "expires", "sources"}
)


class Lexicon:
    """
    All word lists of a catalogue, by name.

    Attributes:
        abbreviations: The parsed list of the sentence splitter, which has a schema of its own.
    """

    def __init__(
        self, lists: Mapping[str, WordList], abbreviations: Mapping[str, object] | None = None
    ) -> None:
        self._lists = lists
        self.abbreviations: Mapping[str, object] = abbreviations or {}

    def __contains__(self, name: str) -> bool:
        return name in self._lists

    def __iter__(self) -> Iterator[WordList]:
        return iter(self._lists.values())

    def list(self, name: str) -> WordList:
        """Return one list; raises `KeyError` for an unknown name."""
        return self._lists[name]

    def words(self, name: str) -> tuple[str, ...]:
        """Return the entries of ``name``, or of one of its sets as ``name.set``."""
        file, dot, part = name.partition(".")
        return self._lists[file].sets[part] if dot else self._lists[file].words


def read_list(name: str, data: Mapping[str, Any], *, where: str) -> WordList:
    """
    Return one word list from its parsed file.

    Raises:
        RuleError: If a key is unknown or holds the wrong type.
    """
    for key in data:
        if key not in _KEYS:
            raise RuleError(f"unknown key '{key}' in a word list.", where=where)
    return WordList(
        name=name,
        words=_strings(data.get("words", []), where, "words"),
        sets={key: _strings(value, where, key) for key, value in data.get("sets", {}).items()},
        pairs={key: str(value) for key, value in data.get("pairs", {}).items()},
        numbers={key: float(value) for key, value in data.get("numbers", {}).items()},
        patterns={
            key: _strings(value, where, key) for key, value in data.get("patterns", {}).items()
        },
        confirmed=str(data.get("confirmed", "")),
        expires=str(data.get("expires", "")),
    )


def _strings(value: object, where: str, key: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(entry, str) and entry for entry in value):
        raise RuleError(f"'{key}' must be a list of non-empty strings.", where=where)
    if len(set(value)) != len(value):
        twice = next(entry for entry in value if value.count(entry) > 1)
        raise RuleError(f"'{key}' lists '{twice}' twice.", where=where)
    return tuple(value)
