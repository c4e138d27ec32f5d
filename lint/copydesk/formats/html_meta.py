"""What a page says of itself: title, ``meta`` elements, ``time`` elements and JSON-LD."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from copydesk.document import MappedText, Metadata, Note
from copydesk.formats.html_tokens import Attribute, Token, names
from copydesk.span import Span

_JSON_LD = "application/ld+json"
_MOST_JSON = 1 << 20
"""Characters of one JSON-LD script that are parsed; real ones have a few thousand."""
_MOST_NODES = 1000
"""Nodes of one JSON-LD graph that are looked at."""

_DESCRIPTIONS = ("description", "og:description", "twitter:description", "dc.description")
_AUTHORS = frozenset(
    {"author", "article:author", "dc.creator", "parsely-author", "citation_author"}
)
_PUBLISHED = names(
    "article:published_time date dc.date dcterms.date dcterms.created datepublished pubdate "
    "publish-date publish_date parsely-pub-date citation_publication_date"
)
_MODIFIED = names(
    "article:modified_time og:updated_time dcterms.modified datemodified last-modified"
)
_DATE = re.compile(r"\s*(\d{4})([-/]?)(\d{2})\2(\d{2})(?!\d)(.*)", re.DOTALL)
_ADDRESS = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_LONGEST_NAME = 80
"""Characters of an author's name; longer text beside a portrait is a biography."""
_LONGEST_HEADING = 500
"""Characters of a heading that may still be a part of the title."""
_SEPARATOR = re.compile(r"\s+(?:[|\-–—·•»«:]|::)\s+")
_SPACES = re.compile(r"\s+")


class Head:
    """Collects the metadata of one page while its tokens pass."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._title: MappedText | None = None
        self._title_names: list[Note] = []
        self._descriptions: dict[str, Note] = {}
        self._authors: list[Note] = []
        self._published: list[Note] = []
        self._times: list[Note] = []
        self._modified: list[Note] = []
        self._language: Note | None = None

    def title(self, text: MappedText) -> None:
        """Take the content of a ``title`` element; the first one counts."""
        if self._title is None and text.text:
            self._title = text

    def root(self, token: Token) -> None:
        """Take the language of the ``html`` element."""
        found = token.attributes.get("lang") or token.attributes.get("xml:lang")
        if found and found.value.strip() and self._language is None:
            self._language = Note(found.value.strip(), found.span)

    def meta(self, token: Token) -> None:
        """Take one ``meta`` element."""
        content = token.attributes.get("content")
        if content is None or not content.value.strip():
            return
        name = token.value("name") or token.value("property") or token.value("itemprop")
        name = name.strip().lower()
        note = Note(_SPACES.sub(" ", content.value).strip(), content.span)
        if name in _DESCRIPTIONS:
            self._descriptions.setdefault(name, note)
        elif name in {"og:title", "twitter:title"}:
            self._title_names.append(note)
        elif name in _AUTHORS:
            self.author(note.value, note.span)
        elif name in _PUBLISHED:
            self._published.extend(_date(content))
        elif name in _MODIFIED:
            self._modified.extend(_date(content))

    def author(self, name: str, span: Span) -> None:
        """Take an author's name that stands on the page."""
        name = _SPACES.sub(" ", name).strip()
        if name and len(name) <= _LONGEST_NAME and not _ADDRESS.match(name):
            self._authors.append(Note(name, span))

    def time(self, moment: Attribute) -> None:
        """Take the date of a ``time`` element."""
        self._times.extend(_date(moment))

    def script(self, token: Token) -> None:
        """Take the authors and dates of a JSON-LD script; broken JSON says nothing."""
        inner = token.inner
        kind = token.value("type").partition(";")[0].strip().lower()
        if kind != _JSON_LD or inner.end - inner.start > _MOST_JSON:
            return
        start, end = _trim(self._source, inner)
        try:
            graph = json.loads(self._source[start:end])
        except (ValueError, RecursionError):
            return
        span = Span(start, end)
        nodes = list(_nodes(graph))
        by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str)}
        for node in nodes:
            for name in _names(node.get("author"), by_id):
                self.author(name, span)
            for key, notes in (
                ("datePublished", self._published),
                ("dateModified", self._modified),
            ):
                value = node.get(key)
                if isinstance(value, str):
                    notes.extend(_date(Attribute(value, span)))

    def metadata(self, heading: str) -> Metadata:
        """Return what was collected; the site's name leaves a title that repeats the heading."""
        title = self._page_title(heading)
        description = next(
            (self._descriptions[name] for name in _DESCRIPTIONS if name in self._descriptions), None
        )
        dates = [*self._published, *self._times, *self._modified]
        return Metadata(
            title=title,
            description=description,
            authors=_distinct(self._authors),
            dates=_distinct(dates),
            language=self._language,
        )

    def _page_title(self, heading: str) -> Note | None:
        if self._title is None:
            return self._title_names[0] if self._title_names else None
        text = self._title.text
        for start, end in _parts(text, len(heading)):
            if _fold(text[start:end]) == _fold(heading):
                return Note(text[start:end], self._title.source_span(start, end))
        return Note(text, self._title.source_span(0, len(text)))


def _parts(title: str, length: int) -> Iterator[tuple[int, int]]:
    """Yield the ranges of about one length before or after a separator of the title."""
    if length > _LONGEST_HEADING:
        return
    cuts = [match.span() for match in _SEPARATOR.finditer(title)]
    ranges = [(0, start) for start, _ in cuts] + [(end, len(title)) for _, end in cuts]
    yield from ((start, end) for start, end in ranges if abs(end - start - length) <= length // 4)


def _fold(text: str) -> str:
    return _SPACES.sub(" ", text).strip().casefold()


def _trim(source: str, inner: Span) -> Span:
    text = source[inner.start : inner.end]
    start = inner.start + len(text) - len(text.lstrip())
    return Span(start, max(start, inner.start + len(text.rstrip())))


def _date(written: Attribute) -> list[Note]:
    match = _DATE.match(written.value)
    if match is None:
        return []
    year, _, month, day, rest = match.groups()
    if not ("01" <= month <= "12" and "01" <= day <= "31"):
        return []
    return [Note(f"{year}-{month}-{day}{rest.rstrip()}", written.span)]


def _nodes(graph: object) -> Iterator[dict[str, object]]:
    """Yield the things that a JSON-LD script speaks of at its top, not those inside them."""
    queue = [graph]
    for _ in range(_MOST_NODES):
        if not queue:
            return
        node = queue.pop()
        if isinstance(node, list):
            queue.extend(reversed(node))
        elif isinstance(node, dict):
            yield node
            if isinstance(node.get("@graph"), list):
                queue.append(node["@graph"])


def _names(author: object, by_id: dict[object, dict[str, object]]) -> Iterator[str]:
    for one in author if isinstance(author, list) else [author]:
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            known = by_id.get(one["@id"]) if isinstance(one.get("@id"), str) else None
            name = one.get("name") or (known or {}).get("name")
            if isinstance(name, str):
                yield name


def _distinct(notes: list[Note]) -> tuple[Note, ...]:
    """Return one note for each value in order of appearance, with its most exact place."""
    places: dict[str, Span] = {}
    for value, span in notes:
        known = places.get(value, span)
        places[value] = min(known, span, key=_length)
    return tuple(Note(value, span) for value, span in places.items())


def _length(span: Span) -> int:
    return span.end - span.start
