"""
Front matter in YAML, TOML and JSON: where it ends, and what it says of the article.

Field names are those that Hugo, Jekyll and Docusaurus use. What cannot be parsed is a defect, and
the article after it is read all the same.
"""

from __future__ import annotations

__all__ = ["FrontMatter", "dates_of_path", "front_matter"]

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import PurePath
from typing import NamedTuple

from copydesk.document import (
    Block,
    BlockKind,
    Defect,
    MappedTextBuilder,
    Metadata,
    Note,
)
from copydesk.formats.comment import directive, is_directive
from copydesk.formats.front_matter_yaml import (
    BAD,
    COMMENT,
    KEY,
    LINE,
    Field,
    Line,
    fields_of_yaml,
    key_name,
    lines_of,
)
from copydesk.span import Span

MAX_SIZE = 256 * 1024
"""Characters of front matter that are parsed; a longer one is a defect."""

_TITLES = ("title",)
_DESCRIPTIONS = ("description", "summary", "excerpt")
_AUTHORS = ("author", "authors")
_LANGUAGES = ("lang", "language", "locale")
_DATES = frozenset(
    {
        *("date", "published", "date_published", "published_at", "publishdate", "publish_date"),
        *("pubdate", "created", "created_at", "lastmod", "last_modified", "last_modified_at"),
        *("modified", "date_modified", "updated", "updated_at", "date_updated", "last_update"),
    }
)

_WANTED = frozenset({*_TITLES, *_DESCRIPTIONS, *_AUTHORS, *_LANGUAGES, *_DATES})
_MOST_VALUES = 100
"""Values of one TOML or JSON field whose places are sought, such as authors."""

_DELIMITER = re.compile(r"(?P<mark>---|\+\+\+)[ \t]*(?:\r\n?|\n)")
_END = {
    "---": re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r\n?|\n|\Z)", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[ \t]*(?:\r\n?|\n|\Z)", re.MULTILINE),
}
_LONE_CR = re.compile(r"\r(?!\n)")
_OBJECT = re.compile(r"\{\s*[\"}]")
_DATE = re.compile(r"(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})(?P<rest>.*)", re.S)
_DATED_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})[-_ .]")


class FrontMatter(NamedTuple):
    """The front matter at the start of a source."""

    span: Span
    """Delimiters and the line end after them included."""
    inner: Span
    metadata: Metadata = Metadata()
    directives: tuple[Block, ...] = ()
    defects: tuple[Defect, ...] = ()

    def block(self, source: str) -> Block:
        """Return it as a block whose text is what stands between the delimiters."""
        builder = MappedTextBuilder()
        builder.copy(source[self.inner.start : self.inner.end], self.inner.start)
        text = source[self.span.start : self.span.end].rstrip()
        return Block(BlockKind.FRONT_MATTER, Span(0, len(text)), builder.build())


def front_matter(source: str) -> FrontMatter | None:
    """Return the front matter that a source starts with, None if it has none."""
    if "\r" in source:
        source = _LONE_CR.sub("\n", source)  # all offsets stay
    if _OBJECT.match(source):
        return _json(source)
    opening = _DELIMITER.match(source)
    if not opening:
        return None
    mark = opening["mark"]
    closing = _END[mark].search(source, opening.end())
    if not closing:
        return _unclosed(source, opening)
    span, inner = Span(0, closing.end()), Span(opening.end(), closing.start())
    if mark == "---" and not _looks_like_yaml(source, inner):
        return None
    if inner.end - inner.start > MAX_SIZE:
        return FrontMatter(span, inner, defects=(Defect(BAD, span, "too long"),))
    if mark == "+++":
        return _toml(source, span, inner)
    return _yaml(source, span, inner)


def dates_of_path(path: str) -> tuple[Note, ...]:
    """Return the date that a file name starts with, as in ``2024-05-03-title.md``."""
    match = _DATED_NAME.match(PurePath(path).name)
    value = _iso(match[1]) if match else ""
    return (Note(value, Span(0, 0)),) if value else ()


def _looks_like_yaml(source: str, inner: Span) -> bool:
    """Return whether what stands between two rules is data, and not an article's first part."""
    if inner.start == inner.end:
        return True
    commented = False
    for line in lines_of(source, inner):
        text = line.text.strip()
        if not text and commented:
            return False
        if KEY.match(line.text) or text[:1] == "{":
            return True
        if text and text[0] not in "#-":
            return _has_key(source, Span(line.start, inner.end))
        commented = commented or text[:1] == "#"
    return commented


def _has_key(source: str, span: Span) -> bool:
    """Return whether one of the lines up to the next blank one holds a field."""
    for line in lines_of(source, span):
        if not line.text.strip():
            return False
        if KEY.match(line.text):
            return True
    return False


def _unclosed(source: str, opening: re.Match[str]) -> FrontMatter | None:
    """Return front matter without its end: as many lines as look like fields."""
    if opening["mark"] == "+++":
        return None
    end = opening.end()
    while end < MAX_SIZE and (line := LINE.match(source, end)) and line.group().strip():
        if not (KEY.match(line.group()) or line.group()[0] in " \t-#"):
            break
        end = line.end()
    inner = Span(opening.end(), end)
    if not KEY.match(source, inner.start, inner.end):
        return None
    defect = Defect(BAD, Span(0, opening.end()), "no closing line")
    return _yaml(source, Span(0, end), inner)._replace(defects=(defect,))


def _found(
    source: str,
    span: Span,
    inner: Span,
    fields: list[Field],
    defects: list[Defect],
) -> FrontMatter:
    directives = tuple(_directives(source, inner))
    return FrontMatter(span, inner, _metadata(fields), directives, tuple(defects))


def _metadata(fields: list[Field]) -> Metadata:
    by_key: dict[str, list[Note]] = {}
    for field in fields:
        by_key.setdefault(field.key, []).append(field.note)
    dates = [
        Note(value, field.note.span)
        for field in fields
        if field.key in _DATES or field.key == "last_update.date"
        if (value := _iso(field.note.value))
    ]
    authors = [
        note
        for name in _AUTHORS
        for key in (name, f"{name}.name")
        for note in by_key.get(key, ())
        if note.value
    ]
    return Metadata(
        title=_first(by_key, _TITLES),
        description=_first(by_key, _DESCRIPTIONS),
        authors=tuple(authors),
        dates=tuple(dates),
        language=_first(by_key, _LANGUAGES),
    )


def _first(by_key: Mapping[str, list[Note]], names: tuple[str, ...]) -> Note | None:
    return next((note for name in names for note in by_key.get(name, ()) if note.value), None)


def _iso(value: str) -> str:
    """Return a date that starts with the year as ``YYYY-MM-DD`` and what follows, else ""."""
    match = _DATE.match(value.strip())
    if not match or not (1 <= int(match["month"]) <= 12 and 1 <= int(match["day"]) <= 31):
        return ""
    return f"{match['year']}-{int(match['month']):02d}-{int(match['day']):02d}{match['rest']}"


def _directives(source: str, inner: Span) -> Iterator[Block]:
    for line in lines_of(source, inner):
        comment = COMMENT.search(line.text)
        if comment and is_directive(comment["text"]):
            start = line.start + comment.start()
            end = line.start + comment.end()
            yield directive(source, Span(start, end), Span(start + 1, end))


def _toml(source: str, span: Span, inner: Span) -> FrontMatter:
    import tomllib  # only TOML front matter needs it

    text = source[inner.start : inner.end]
    try:
        values = tomllib.loads(text.replace("\r\n", "\n").replace("\r", "\n"))
    except (ValueError, RecursionError) as error:
        return _found(source, span, inner, [], [Defect(BAD, span, _reason(error))])
    return _found(source, span, inner, list(_fields_of(values, source, inner)), [])


def _json(source: str) -> FrontMatter | None:
    import json  # only JSON front matter needs it

    try:
        values, end = json.JSONDecoder().raw_decode(source[:MAX_SIZE])
    except (ValueError, RecursionError) as error:
        closing = _OBJECT_END.search(source, 0, MAX_SIZE)
        if not closing or not _OBJECTKEY.match(source):
            return None
        span = Span(0, closing.end())
        return FrontMatter(span, span, defects=(Defect(BAD, span, _reason(error)),))
    line_end = LINE.match(source, end)
    span = Span(0, line_end.end() if line_end and not line_end.group().strip() else end)
    inner = Span(0, end)
    return FrontMatter(span, inner, _metadata(list(_fields_of(values, source, inner))))


_OBJECT_END = re.compile(r"^\}[ \t]*(?:\r\n?|\n|\Z)", re.MULTILINE)
_OBJECTKEY = re.compile(r"\{\s*\"[^\"\r\n]*\"\s*:")


def _reason(error: Exception) -> str:
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)


def _fields_of(values: Mapping[str, object], source: str, inner: Span) -> Iterator[Field]:
    """Yield the fields of parsed data; a value's place is sought on the line of its key only."""
    lines = list(lines_of(source, inner))
    for key, value in values.items():
        name = key_name(key)
        if name in _WANTED:
            line = _line_of(lines, key)
            for path, text in islice(_texts(name, value), _MOST_VALUES):
                yield Field(path, Note(text, _place(line, key, text)))


def _texts(name: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        for item in value:
            if not isinstance(item, list):
                yield from _texts(name, item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(item, dict | list):
                yield f"{name}.{key_name(key)}", _text(item)
    else:
        yield name, _text(value)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _line_of(lines: list[Line], key: str) -> Line:
    heads = ((line, line.text.lstrip(" \t{,\"'")) for line in lines)
    return next((line for line, head in heads if head.startswith(key)), Line(0, ""))


def _place(line: Line, key: str, value: str) -> Span:
    """Return where a value stands behind its key, the whole line if it cannot be seen there."""
    at = line.text.find(value, line.text.find(key) + len(key)) if value else -1
    if at < 0:
        return Span(line.start, line.start + len(line.text))
    return Span(line.start + at, line.start + at + len(value))


def _yaml(source: str, span: Span, inner: Span) -> FrontMatter:
    fields, defects = fields_of_yaml(source, inner)
    return _found(source, span, inner, fields, defects[:1])
