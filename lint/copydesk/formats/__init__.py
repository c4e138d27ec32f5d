"""
Readers: one per input format, each a pure function from decoded text to blocks.

A reader is ``read(source: Source) -> Parsed``. It recognises structure by shape and markup; it
knows nothing about English. Adding a format means one module and one line in `READERS`.
"""

from __future__ import annotations

__all__ = ["EXTENSIONS", "READERS", "read"]

from collections.abc import Callable
from importlib import import_module
from pathlib import PurePath

from copydesk.document import Document
from copydesk.errors import ReadError
from copydesk.formats.source import Parsed, Source

READERS = {
    "text": "copydesk.formats.plain",
    "markdown": "copydesk.formats.markdown",
    "html": "copydesk.formats.html",
}
"""Format to the module whose ``read`` handles it; imported on first use."""

EXTENSIONS = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdx": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
}
"""File extensions that a walk picks up, in lower case."""


def format_of(path: str) -> str:
    """
    Return the format that a path's extension names.

    Raises:
        ReadError: FM03, if the extension is not supported.
    """
    suffix = PurePath(path).suffix.lower()
    if suffix not in EXTENSIONS:
        what = f"{suffix or 'no extension'}: not a supported file type."
        raise ReadError(f"{what} Use --as text, markdown or html.", where=path, code="FM03")
    return EXTENSIONS[suffix]


def read(source: Source, format_name: str) -> Document:
    """Return the document that a decoded source holds, read as the named format."""
    reader: Callable[[Source], Parsed] = import_module(READERS[format_name]).read
    parsed = reader(source)
    return Document(
        path=source.path,
        format=format_name,
        raw=source.raw,
        encoding=source.encoding,
        bom=source.bom,
        source=source.text,
        blocks=tuple(parsed.blocks),
        metadata=parsed.metadata,
        definitions=tuple(parsed.definitions),
        comments=tuple(parsed.comments),
        defects=tuple(parsed.defects),
    )
