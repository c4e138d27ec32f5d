"""Footnotes of a page: what is a marker, what is a note, and what both are called."""

from __future__ import annotations

import re
from collections.abc import Mapping

from copydesk.formats.html_tokens import Attribute, names

_MARKER = re.compile(
    r"\s*[\[(]?\s*(?:[0-9]{1,4}|[A-Za-z]{1,2}|[ivxlc]{1,7}|[*†‡§¶]{1,3})\s*[\])]?\s*"
)
_PREFIX = re.compile(
    r"(?:user-content-)?(?:fnref|fn|footnote|endnote|note|reference|ref|bib|cite_note|cite_ref)"
    r"[-_:.]?(?=.)"
)
_NOTE_ID = re.compile(
    r"(?:user-content-)?(?:(?:fn|footnote|endnote|note|reference|ref|bib)[-_:.]?\d{1,4}[a-z]?"
    r"|fn:.{1,80}|cite_note-.{1,80})"
)
_BACK_HREF = re.compile(r"#(?:user-content-)?(?:fnref|cite_ref|footnote-ref|noteref)")
_ARROW = re.compile(r"\s*[↩↑↵⤴⬆^][\ufe0e\ufe0f]?\s*[0-9]{0,3}\s*")
_LONGEST_BACKLINK = 4
"""Characters of an arrow or caret that leads back to the text."""

_LONGEST_ANCHOR = 2
"""Characters of a sign such as ``#``, ``¶`` or a picture of a chain."""

_MARKER_NAMES = frozenset({"footnote-ref", "footnote", "footnoteref", "noteref"})
_BACKLINK_NAMES = frozenset({"footnote-backref", "reversefootnote", "footnote-back"})
_CONTAINER_NAMES = frozenset(
    {"footnotes", "endnotes", "references", "reflist", "bibliography", "reference-list"}
)
_CONTAINER_ROLES = frozenset({"doc-endnotes", "doc-bibliography", "doc-footnote", "doc-footnotes"})


def label_of(identifier: str) -> str:
    """Return what a note is called, given the id or fragment that names it: ``fn:3`` is 3."""
    return _PREFIX.sub("", identifier, count=1)


def is_note_id(identifier: str) -> bool:
    """Return whether an id is one that generators give to footnotes."""
    return bool(_NOTE_ID.fullmatch(identifier))


def is_marker_link(attributes: Mapping[str, Attribute]) -> bool:
    """Return whether a link says by itself that it is a footnote marker."""
    role = attributes["role"].value if "role" in attributes else ""
    return role == "doc-noteref" or _has_name(attributes, _MARKER_NAMES)


def is_marker_text(text: str) -> bool:
    """Return whether a text may be that of a footnote marker: a number, a letter, a dagger."""
    return bool(_MARKER.fullmatch(text))


def is_backlink(attributes: Mapping[str, Attribute], text: str) -> bool:
    """Return whether a link leads from a note back to its marker."""
    role = attributes["role"].value if "role" in attributes else ""
    if role == "doc-backlink" or _has_name(attributes, _BACKLINK_NAMES):
        return True
    href = attributes["href"].value if "href" in attributes else ""
    if href.startswith("#") and _ARROW.fullmatch(text):
        return True
    return len(text.strip()) <= _LONGEST_BACKLINK and bool(_BACK_HREF.match(href))


def is_anchor(text: str) -> bool:
    """Return whether a text is the sign at a heading that links to the heading itself."""
    return bool(text) and len(text) <= _LONGEST_ANCHOR and not any(map(str.isalnum, text))


def holds_notes(attributes: Mapping[str, Attribute]) -> bool:
    """Return whether an element holds footnotes or a list of references."""
    role = attributes["role"].value if "role" in attributes else ""
    if role in _CONTAINER_ROLES or _has_name(attributes, _CONTAINER_NAMES):
        return True
    return "id" in attributes and attributes["id"].value.lower() in _CONTAINER_NAMES


def _has_name(attributes: Mapping[str, Attribute], wanted: frozenset[str]) -> bool:
    return "class" in attributes and not wanted.isdisjoint(names(attributes["class"].value))
