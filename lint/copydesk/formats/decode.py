"""
Bytes to text: byte-order mark, else strict UTF-8, else the configured encoding; no guessing.

What cannot be decoded is refused, never skipped: a file that a gate has not read must not pass
it. A guess is made for one purpose only, to word the hint of a message.
"""

from __future__ import annotations

__all__ = ["decode"]

import codecs
import re
from collections import Counter
from typing import NoReturn

from copydesk.errors import ConfigError, ReadError
from copydesk.formats.source import Source
from copydesk.span import LineIndex, Position

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
"""Byte-order marks, the longer first: UTF-32's starts with UTF-16's. Codecs that add no mark."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_CP1252_SIGNS = frozenset(b"\x80\x82\x84\x85\x8b\x91\x92\x93\x94\x95\x96\x97\x99\x9b\xa0\xab\xbb")
"""Quotes, dashes and the like, as Windows-1252 stores them."""
_SAMPLE = 4096
"""Bytes looked at to word a hint."""
_UTF16_SHARE = 0.3
"""Share of NUL bytes, 0 to 1, from which text in a Latin script is told from a binary file."""


def decode(path: str, raw: bytes, encoding: str = "utf-8") -> Source:
    """
    Return a file's text, without its byte-order mark, and how it was decoded.

    Args:
        path: The file's name, for messages.
        raw: The bytes of the file.
        encoding: Codec for files that have no mark and are not UTF-8; UTF-8 means none.

    Raises:
        ReadError: EN01 if a byte cannot be decoded, EN03 if NUL characters show that the file is
            no text in the encoding.
        ConfigError: CF04, if the encoding is not one that text files are stored in.
    """
    for mark, codec, name in _MARKS:
        if raw.startswith(mark):
            return _with_mark(path, raw, mark, codec, name)
    configured = _codec(encoding)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        if configured == "utf-8":
            if b"\0" in raw:
                _refuse_nul(path, raw, "utf-8", 0)
            _refuse_byte(path, raw, error)
        return _in_configured(path, raw, configured)
    if "\0" in text:
        if configured == "utf-8":
            _refuse_nul(path, raw, "utf-8", 0)
        return _in_configured(path, raw, configured)
    return Source(path, raw, text)


def _codec(encoding: str) -> str:
    """Return the name of a configured codec; ``utf-8`` under all its names."""
    try:
        name = codecs.lookup(encoding).name
        # a codec that adds a mark, such as utf-16, adds it to each stretch of text again
        adds_nothing = "a".encode(name) * 2 == "aa".encode(name)
    except (LookupError, ValueError):
        adds_nothing = False
    if adds_nothing:
        return name
    what = f"no encoding {encoding!r} for text files. Use one like utf-8, cp1252 or utf-16-le."
    raise ConfigError(what, where="encoding", code="CF04")


def _with_mark(path: str, raw: bytes, mark: bytes, codec: str, name: str) -> Source:
    body = raw[len(mark) :]
    try:
        text = body.decode(codec)
    except UnicodeDecodeError as error:
        found = _found(error)
        what = f"{found} is not {name}, which the byte-order mark announces. Save as UTF-8."
        start = _position(raw, codec, error.start, skip=len(mark))
        raise ReadError(what, where=path, code="EN01", start=start) from None
    if "\0" in text:
        _refuse_nul(path, raw, codec, len(mark))
    return Source(path, raw, text, codec, mark)


def _in_configured(path: str, raw: bytes, codec: str) -> Source:
    try:
        text = raw.decode(codec)
    except UnicodeDecodeError as error:
        what = f"{_found(error)} is neither UTF-8 nor {codec}. Save as UTF-8 or set encoding."
        start = _position(raw, codec, error.start)
        raise ReadError(what, where=path, code="EN01", start=start) from None
    except UnicodeError:
        raise ReadError(_not_stored_as(codec), where=path, code="EN01") from None
    if "\0" in text:
        _refuse_nul(path, raw, codec, 0)
    if not _is_additive(text, raw, codec):
        raise ReadError(_not_stored_as(codec), where=path, code="EN01")
    return Source(path, raw, text, codec)


def _not_stored_as(codec: str) -> str:
    return f"neither UTF-8 nor what {codec} writes back byte for byte. Save as UTF-8."


def _is_additive(text: str, raw: bytes, codec: str) -> bool:
    """
    Return whether each character stands for bytes of its own.

    Byte offsets are counted by encoding stretches of text again; with shift sequences or two
    byte forms of one character they would lie.
    """
    if _SURROGATE.search(text):
        return False
    try:
        size = sum(len(char.encode(codec)) * count for char, count in Counter(text).items())
        return size == len(raw) and text.encode(codec) == raw
    except UnicodeError:
        return False


def _refuse_byte(path: str, raw: bytes, error: UnicodeDecodeError) -> NoReturn:
    what = f"{_found(error)} is not UTF-8{_advice(raw, error)}"
    start = _position(raw, "utf-8", error.start)
    raise ReadError(what, where=path, code="EN01", start=start) from None


def _found(error: UnicodeDecodeError) -> str:
    return f"byte 0x{error.object[error.start]:02x}"


def _advice(raw: bytes, error: UnicodeDecodeError) -> str:
    if error.reason == "unexpected end of data":
        return "; the file ends inside a character. Restore the rest, or save as UTF-8."
    if _looks_like_cp1252(raw, error.start):
        return '; looks like Windows-1252. Save as UTF-8 or set encoding = "cp1252".'
    return ". Save as UTF-8 or set encoding."


def _looks_like_cp1252(raw: bytes, at: int) -> bool:
    """Return whether the bytes around a place would be text: signs, or a letter beside letters."""
    sample = raw[at : at + _SAMPLE]
    try:
        text = sample.decode("cp1252")
    except UnicodeDecodeError:
        return False
    if any(char < " " and not char.isspace() for char in text):
        return False
    beside_letter = raw[max(0, at - 1) : at].isalpha() or raw[at + 1 : at + 2].isalpha()
    return raw[at] in _CP1252_SIGNS or (text[0].isalpha() and beside_letter)


def _refuse_nul(path: str, raw: bytes, codec: str, skip: int) -> NoReturn:
    """Raise the error for a file that holds NUL characters, which no text does."""
    body = raw[skip:]
    sample = body[:_SAMPLE]
    wide = not skip and sample.count(0) >= _UTF16_SHARE * len(sample)
    if codec == "utf-8" and wide and (guess := _utf16_order(sample)):
        what = "NUL bytes; looks like UTF-16 without a byte-order mark."
        advice = f'Save as UTF-8 or set encoding = "{guess}".'
        raise ReadError(f"{what} {advice}", where=path, code="EN03") from None
    what = "NUL bytes; looks like a binary file, or text in another encoding. Save as UTF-8."
    start = _position(raw, codec, _first_nul(body, codec), skip=skip)
    raise ReadError(what, where=path, code="EN03", start=start) from None


def _utf16_order(sample: bytes) -> str:
    """Return the codec whose high bytes are all NUL in Latin text, or "" when neither is."""
    even, odd = sample[::2], sample[1::2]
    if len(odd) == odd.count(0) and not even.count(0):
        return "utf-16-le"
    if len(even) == even.count(0) and not odd.count(0):
        return "utf-16-be"
    return ""


def _first_nul(body: bytes, codec: str) -> int:
    if codec == "utf-8":
        return body.index(0)
    return len(body.decode(codec).partition("\0")[0].encode(codec))


def _position(raw: bytes, codec: str, offset: int, *, skip: int = 0) -> Position:
    """
    Return the position of a byte, which everything before it can be decoded up to.

    Args:
        raw: The bytes of the file.
        codec: What they are decoded with.
        offset: The byte, counted after the byte-order mark.
        skip: Length of the mark.
    """
    before = raw[skip : skip + offset].decode(codec, "replace")
    at = LineIndex(before).position(len(before))
    return at._replace(byte=skip + offset)
