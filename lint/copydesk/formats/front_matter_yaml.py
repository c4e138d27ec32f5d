"""
As much of YAML as front matter needs, read line by line.

Scalars, lists, and maps of one level: no alias, tag or merge key is ever followed. What is not
understood is passed over; what no parser would accept is a defect.
"""

from __future__ import annotations

__all__ = [
    "BAD",
    "COMMENT",
    "KEY",
    "LINE",
    "Field",
    "Line",
    "fields_of_yaml",
    "key_name",
    "lines_of",
]

import re
from collections.abc import Iterator
from typing import NamedTuple

from copydesk.document import Defect, Note
from copydesk.span import Span

BAD = "bad front matter"
"""The kind of all defects here."""
LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
KEY = re.compile(
    r"""(?P<indent>[ ]*)(?P<dash>-[ ]+)?
        (?:"(?P<double>[^"\r\n]*)"|'(?P<single>[^'\r\n]*)'
         |(?P<plain>[^\s:#"'\[\]{},&*!|>%@`-](?:[^:\r\n]|:(?!\s|$))*+))
        [ \t]*:(?=\s|$)[ \t]*""",
    re.VERBOSE,
)
COMMENT = re.compile(r"(?:^|(?<=[ \t]))#(?P<text>.*)$")
_ITEM = re.compile(r"(?P<indent>[ ]*)-(?:[ \t]+|$)")
_BLOCK_SCALAR = re.compile(r"(?P<style>[|>])[-+0-9]*[ \t]*(?:#.*)?$")


class Field(NamedTuple):
    """One value with the path of keys that leads to it, in lower case, joined by dots."""

    key: str
    note: Note


class Line(NamedTuple):
    """One line and where it starts in the source."""

    start: int
    text: str
    """Without its line end."""

    @property
    def indent(self) -> int:
        return len(self.text) - len(self.text.lstrip(" "))


def lines_of(source: str, inner: Span) -> Iterator[Line]:
    """Yield the lines of a stretch of the source."""
    at = inner.start
    while at < inner.end and (match := LINE.match(source, at, inner.end)):
        yield Line(at, match.group().rstrip("\r\n"))
        at = match.end()


def key_name(key: str) -> str:
    """Return a key as it is compared: in lower case, with underscores."""
    return key.strip().lower().replace("-", "_")


def fields_of_yaml(source: str, inner: Span) -> tuple[list[Field], list[Defect]]:
    """Return the fields that a stretch of the source holds, and what is wrong with it."""
    reader = _Yaml(source, list(lines_of(source, inner)))
    reader.read()
    return reader.fields, reader.defects


class _Yaml:
    """The lines of one YAML document, read once from top to bottom."""

    def __init__(self, source: str, lines: list[Line]) -> None:
        self._source = source
        self._lines = lines
        self._at = 0
        self._key = ""
        self.fields: list[Field] = []
        self.defects: list[Defect] = []

    def read(self) -> None:
        """Fill `fields` and `defects`."""
        while self._at < len(self._lines):
            line = self._lines[self._at]
            self._at += 1
            stripped = line.text.strip()
            if not stripped or stripped.startswith("#") or stripped in {"---", "{}"}:
                continue
            if line.indent or stripped.startswith(("- ", "-\t")) or stripped == "-":
                self._nested(line)
                continue
            match = KEY.match(line.text)
            if not match:
                self._bad(line, "neither a field nor a comment")
                continue
            self._key = key_name(_key_of(match))
            self._value(self._key, line, match.end())

    def _nested(self, line: Line) -> None:
        """Read a list item, or a field of a map, below the last key."""
        match = KEY.match(line.text)
        if match:
            self._value(f"{self._key}.{key_name(_key_of(match))}", line, match.end())
        elif item := _ITEM.match(line.text):
            self._value(self._key, line, item.end())

    def _value(self, key: str, line: Line, at: int) -> None:
        rest = line.text[at:]
        if not rest.strip() or rest[0] == "#":
            return
        if rest[0] in "\"'":
            self._quoted(key, line, at)
        elif rest[0] == "[":
            self._inline_list(key, line, at)
        elif block := _BLOCK_SCALAR.match(rest):
            self._block_scalar(key, line, folded=block["style"] == ">")
        elif rest[0] in "@`%":
            self._bad(line, f"a value may not start with {rest[0]}")
        elif rest[0] not in "{&*!":
            self._plain(key, line, at)

    def _plain(self, key: str, line: Line, at: int) -> None:
        text = line.text[at:]
        comment = COMMENT.search(text)
        text = (text[: comment.start()] if comment else text).rstrip()
        if ": " in text:
            self._bad(line, "a colon inside a value without quotes")
        start = line.start + at
        end = start + len(text)
        more = [text]
        while follower := self._continuation(line.indent):
            more.append(follower.text.strip())
            end = follower.start + len(follower.text.rstrip())
        self._add(key, " ".join(more), Span(start, end))

    def _continuation(self, indent: int) -> Line | None:
        """Take the next line if it goes on with a value without quotes."""
        if self._at >= len(self._lines):
            return None
        line = self._lines[self._at]
        text = line.text.strip()
        if not text or text[0] == "#" or line.indent <= indent:
            return None
        if KEY.match(line.text) or _ITEM.match(line.text):
            return None
        self._at += 1
        return line

    def _quoted(self, key: str, line: Line, at: int) -> None:
        quote = line.text[at]
        start = line.start + at + 1
        close = _CLOSING_QUOTE[quote]
        match = close.match(self._source, start, self._lines[-1].start + len(self._lines[-1].text))
        if not match:
            self._bad(line, "an unclosed quotation mark")
            return
        raw = self._source[start : match.end() - 1]
        self._skip_to(match.end())
        after = self._rest_of_line(match.end())
        if after.strip() and not after.lstrip().startswith("#"):
            self._bad(line, "text after the closing quotation mark")
        self._add(key, _unquoted(raw, quote), Span(start, match.end() - 1))

    def _inline_list(self, key: str, line: Line, at: int) -> None:
        start = line.start + at
        limit = self._lines[-1].start + len(self._lines[-1].text)
        match = _INLINE_LIST.match(self._source, start, limit)
        if not match:
            if "{" not in line.text and line.text.count("[") == 1:
                self._bad(line, "an unclosed list")
            return
        self._skip_to(match.end())
        for item in _INLINE_ITEM.finditer(self._source, start + 1, match.end() - 1):
            raw = item.group()
            if raw[0] in "\"'":
                span = Span(item.start() + 1, item.end() - 1)
                self._add(key, _unquoted(raw[1:-1], raw[0]), span)
            elif text := raw.strip():
                self._add(key, text, Span(item.start(), item.start() + len(text)))

    def _block_scalar(self, key: str, line: Line, *, folded: bool) -> None:
        taken: list[Line] = []
        while self._at < len(self._lines):
            follower = self._lines[self._at]
            if follower.text.strip() and follower.indent <= line.indent:
                break
            taken.append(follower)
            self._at += 1
        texts = [follower.text.strip() for follower in taken]
        value = (" " if folded else "\n").join(texts).strip()
        if value:
            start = taken[0].start + taken[0].indent
            self._add(key, value, Span(start, taken[-1].start + len(taken[-1].text)))

    def _skip_to(self, offset: int) -> None:
        while self._at < len(self._lines) and self._lines[self._at].start < offset:
            self._at += 1

    def _rest_of_line(self, offset: int) -> str:
        match = LINE.match(self._source, offset)
        return match.group().rstrip("\r\n") if match else ""

    def _add(self, key: str, value: str, span: Span) -> None:
        if value not in {"~", "null"}:
            self.fields.append(Field(key, Note(value, span)))

    def _bad(self, line: Line, detail: str) -> None:
        span = Span(line.start, line.start + len(line.text))
        self.defects.append(Defect(BAD, span, detail))


_CLOSING_QUOTE = {
    '"': re.compile(r'(?:[^"\\]|\\.)*+"', re.DOTALL),
    "'": re.compile(r"(?:[^']|'')*+'(?!')"),
}
_INLINE_LIST = re.compile(r"""\[(?:[^\[\]"']|"(?:[^"\\]|\\.)*+"|'[^']*+')*+\]""", re.DOTALL)
_INLINE_ITEM = re.compile(
    r"""(?<![^\s,\[])(?:"(?:[^"\\]|\\.)*+"|'[^']*+'|[^\s,"'\[\]][^,\[\]\r\n]*)"""
)
_ESCAPE = re.compile(
    r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))|[ \t]*(?:\r\n?|\n)[ \t]*", re.S
)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "_": "\xa0"}


def _key_of(match: re.Match[str]) -> str:
    return match["double"] or match["single"] or match["plain"] or ""


def _unquoted(raw: str, quote: str) -> str:
    """Return what a quoted scalar stands for."""
    if quote == "'":
        raw = raw.replace("''", "'")
        return _FOLD.sub(" ", raw)
    return _ESCAPE.sub(_unescape, raw) if "\\" in raw or "\n" in raw or "\r" in raw else raw


_FOLD = re.compile(r"(?<![ \t])[ \t]*+(?:\r\n?|\n)[ \t]*")


def _unescape(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    if code:
        return chr(int(code, 16))
    return _ESCAPES.get(match[3], match[3]) if match[3] else " "
