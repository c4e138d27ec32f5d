"""Decoded bytes on their way into a reader, and what a reader returns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from copydesk.document import Block, Comment, Defect, Definition, Metadata


class Source(NamedTuple):
    """The bytes of one file and the text they decode to."""

    path: str
    raw: bytes
    text: str
    """Without the byte-order mark."""
    encoding: str = "utf-8"
    bom: bytes = b""


class Parsed(NamedTuple):
    """What a reader found, in reading order."""

    blocks: Sequence[Block]
    metadata: Metadata = Metadata()
    definitions: Sequence[Definition] = ()
    comments: Sequence[Comment] = ()
    defects: Sequence[Defect] = ()
