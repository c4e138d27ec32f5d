"""
A whole run through the door at once.

Writers lay out what `cleaned` returns and so cannot forget a field: every string of a run is
made safe, including those of fields that are added later.
"""

from __future__ import annotations

from typing import cast

from copydesk.finding import Claim, Excerpt, FileResult, FixEdit, Run
from copydesk.report.safe_text import EXCERPT_LIMIT, safe_data, safe_excerpt, safe_name, safe_text
from copydesk.span import Position

_SENTENCE_LIMIT = 4 * EXCERPT_LIMIT
"""A claim's sentence is cut to its surroundings only when its claim has been found in it."""


def cleaned(run: Run, *, exact_paths: bool = False) -> Run:
    """
    Return the run with every string safe to show, files in order of path bytes.

    Replacement texts of fixes stay exact: they are data, never shown. So do paths when
    ``exact_paths`` says that the format escapes control characters itself.
    """
    files = sorted(run.files, key=lambda file: path_bytes(file.path))
    name = safe_data if exact_paths else safe_name
    safe = [_file(file)._replace(path=name(_readable(file.path))) for file in files]
    return cast(Run, _clean(run._replace(files=())))._replace(files=tuple(safe))


def _readable(path: str) -> str:
    """Return a path as its UTF-8 bytes read, in a locale too that could not decode them."""
    try:
        return path.encode("utf-8", "surrogateescape").decode("utf-8")
    except UnicodeError:
        return path


def path_bytes(path: str) -> bytes:
    """Return the bytes that a path is sorted by."""
    try:
        return path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return path.encode("utf-8", "surrogatepass")


def _file(file: FileResult) -> FileResult:
    safe = cast(FileResult, _clean(file))
    return safe._replace(
        findings=tuple(sorted(safe.findings, key=lambda f: (f.start.offset, f.rule, f.id))),
        claims=tuple(sorted(safe.claims, key=lambda c: (c.start.offset, c.type, c.id))),
    )


def _clean(value: object) -> object:
    if isinstance(value, str):
        return safe_text(value)
    if isinstance(value, Position):
        return value
    if isinstance(value, Excerpt):
        return safe_excerpt(value)
    if isinstance(value, FixEdit):
        return value._replace(text=safe_data(value.text))
    if isinstance(value, Claim):
        return _claim(value)
    if isinstance(value, tuple):
        parts = tuple(_clean(part) for part in value)
        make = getattr(type(value), "_make", tuple)  # a named tuple stays what it is
        return make(parts)
    return value


def _claim(claim: Claim) -> Claim:
    return claim._replace(
        id=safe_text(claim.id),
        type=safe_text(claim.type),
        text=safe_text(claim.text, limit=EXCERPT_LIMIT),
        sentence=safe_text(claim.sentence, limit=_SENTENCE_LIMIT),
        kind=safe_text(claim.kind),
        question=safe_text(claim.question),
    )
