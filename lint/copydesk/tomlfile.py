"""
TOML with places and limits: what configuration files are read through.

``tomllib`` tells no positions, and it needs minutes for a key of some thousand dots. So one
linear scan runs first: it refuses what is too big or too deep, and remembers where every key and
value stands, for messages that name line and column.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from copydesk.errors import ConfigError, LintError
from copydesk.span import LineIndex

MAX_BYTES = 256_000
MAX_DEPTH = 32
"""Parts of a dotted key, and levels of nesting."""
MAX_NODES = 20_000
"""Keys and values in one file."""

Path = tuple[str | int, ...]
"""Keys and list indexes from the top of a file to one value."""


class Toml(NamedTuple):
    """A parsed file that knows where its keys and values stand."""

    where: str
    """The path as messages show it."""
    table: Mapping[str, object]
    text: str
    keys: Mapping[Path, int]
    """Code-point offset of each key."""
    values: Mapping[Path, int]
    """Code-point offset of each value."""

    def key_at(self, path: Path) -> str:
        """Return ``file:line:column`` of a key, or of the nearest table above it."""
        return self._at(path, self.keys)

    def value_at(self, path: Path) -> str:
        """Return ``file:line:column`` of a value, or of the nearest key above it."""
        if path in self.values:
            return self._at(path, self.values)
        return self._at(path, self.keys)

    def _at(self, path: Path, places: Mapping[Path, int]) -> str:
        while path and path not in places:
            path = path[:-1]
        if not path:
            return self.where
        position = LineIndex(self.text).position(places[path])
        return f"{self.where}:{position.line}:{position.column}"


def parse(content: bytes, where: str, error: type[LintError] = ConfigError) -> Toml:
    """
    Return what a TOML file holds, with the places of its keys and values.

    Raises:
        LintError: The class given, with code CF01 (not UTF-8, syntax) or CF03 (over a limit).
    """
    if len(content) > MAX_BYTES:
        what = f"{len(content):,} bytes; {MAX_BYTES:,} is the limit. Split the file."
        raise error(what, where=where, code="CF03")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as bad:
        what = f"byte 0x{content[bad.start]:02x} at offset {bad.start} is not UTF-8. Save as UTF-8."
        raise error(what, where=where, code="CF01") from None
    scan = _Scan(text, where, error)
    scan.run()
    return Toml(where, _load(text, where, error), text, scan.keys, scan.values)


def _load(text: str, where: str, error: type[LintError]) -> dict[str, object]:
    import tomllib  # 15 ms that a run without configuration does not pay

    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as bad:
        # besides TOMLDecodeError: a number of some thousand digits is a plain ValueError
        place = re.search(r" \(at line (\d+), column (\d+)\)$", str(bad))
        what = str(bad)[: place.start()] if place else str(bad).partition(";")[0]
        if place:
            where = f"{where}:{place[1]}:{place[2]}"
        raise error(f"not valid TOML: {what}.", where=where, code="CF01") from None


_TOKEN = re.compile(
    r"""
      (?P<skip>   [ \t\r]++ | \#[^\n]*+ )
    | (?P<newline>\n)
    | (?P<text>   \"{3} (?: [^"\\] | \\. | "(?!"") )*+ (?: "{3,5} | \Z )
                | '{3} (?: [^'] | '(?!'') )*+ (?: '{3,5} | \Z )
                | " (?: [^"\\\n] | \\[^\n] )*+ "?
                | ' [^'\n]*+ '? )
    | (?P<mark>   [][{}=.,] )
    | (?P<bare>   [^][{}=.,\s"'\#]++ | . )
    """,
    re.VERBOSE | re.DOTALL,
)
_END = ("end", "", 0)
_CLOSERS = ("]", "}", ",")


class _Scan:
    """One pass over the tokens; it never fails on bad syntax, which `tomllib` reports better."""

    def __init__(self, text: str, where: str, error: type[LintError]) -> None:
        self.keys: dict[Path, int] = {}
        self.values: dict[Path, int] = {}
        self._where = where
        self._error = error
        self._tokens = [
            (match.lastgroup or "", match[0], match.start())
            for match in _TOKEN.finditer(text)
            if match.lastgroup != "skip"
        ]
        self._next = 0
        self._nodes = 0
        self._last_index: dict[Path, int] = {}
        """Index of the newest table of each array of tables."""

    def run(self) -> None:
        table: Path = ()
        while (token := self._peek()) != _END:
            if token[0] == "newline":
                self._next += 1
            elif token[1] == "[" and token[0] == "mark":
                table = self._header()
                self._skip_line()
            else:
                self._pair(table, depth=1)
                self._skip_line()

    def _peek(self) -> tuple[str, str, int]:
        return self._tokens[self._next] if self._next < len(self._tokens) else _END

    def _take(self, mark: str) -> bool:
        kind, word, _ = self._peek()
        if kind == "mark" and word == mark:
            self._next += 1
            return True
        return False

    def _skip_line(self) -> None:
        while self._peek()[0] not in ("newline", "end"):
            self._next += 1

    def _skip_newlines(self) -> None:
        while self._peek()[0] == "newline":
            self._next += 1

    def _header(self) -> Path:
        self._take("[")
        is_array = self._take("[")
        offset = self._peek()[2]
        parts = self._key()
        path: Path = ()
        for number, part in enumerate(parts, start=1):
            path = (*path, part)
            if is_array and number == len(parts):
                self._last_index[path] = self._last_index.get(path, -1) + 1
            if path in self._last_index:
                path = (*path, self._last_index[path])
        self._remember(self.keys, path, offset)
        return path

    def _key(self) -> list[str]:
        parts: list[str] = []
        while self._peek()[0] in ("bare", "text"):
            _, word, offset = self._peek()
            self._next += 1
            parts.append(word[1:-1] if word[0] in "\"'" else word)
            self._check_depth(len(parts), offset)
            if not self._take("."):
                break
        return parts

    def _pair(self, table: Path, depth: int) -> None:
        offset = self._peek()[2]
        start = self._next
        path = table
        for part in self._key():
            path = (*path, part)
            self._remember(self.keys, path, offset)
        if self._take("="):
            self._value(path, depth)
        elif self._next == start:
            self._next += 1

    def _value(self, path: Path, depth: int) -> None:
        offset = self._peek()[2]
        self._check_depth(depth, offset)
        self._remember(self.values, path, offset)
        if self._take("["):
            self._items(path, depth)
        elif self._take("{"):
            self._inline_table(path, depth)
        else:
            self._scalar()

    def _scalar(self) -> None:
        while True:
            kind, word, _ = self._peek()
            if kind in ("newline", "end") or (kind == "mark" and word in _CLOSERS):
                return
            self._next += 1

    def _items(self, path: Path, depth: int) -> None:
        index = 0
        while True:
            self._skip_newlines()
            if self._take("]") or self._peek() == _END:
                return
            start = self._next
            self._value((*path, index), depth + 1)
            index += 1
            if not self._take(",") and self._next == start:
                self._next += 1

    def _inline_table(self, path: Path, depth: int) -> None:
        while True:
            self._skip_newlines()
            if self._take("}") or self._peek() == _END:
                return
            if not self._take(","):
                self._pair(path, depth + 1)

    def _check_depth(self, depth: int, offset: int) -> None:
        if depth > MAX_DEPTH:
            self._refuse(f"nested or dotted over {MAX_DEPTH} levels at character {offset}.")

    def _remember(self, places: dict[Path, int], path: Path, offset: int) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self._refuse(f"over {MAX_NODES:,} keys and values.")
        places.setdefault(path, offset)

    def _refuse(self, what: str) -> None:
        raise self._error(f"{what} Make it simpler.", where=self._where, code="CF03")
