r"""
The only door between a document's characters and a reader's eyes.

Terminals, CI logs and review pages act on characters that nobody sees. Whatever comes from a
document, a path, a configuration or a rule message passes through here before it is shown: what
could act or hide is written as ``\u{..}``, everything else stays as it is, backslashes included.
"""

from __future__ import annotations

import re
import unicodedata

from copydesk.finding import Excerpt

TEXT_LIMIT = 240
"""Characters of one message, reason or note, after escaping."""
EXCERPT_LIMIT = 160
"""Characters of the article shown at one place, so that a report never republishes it."""

_MASK = "***"
_ELLIPSIS = "…"

_MAX_MARKS = 8
"""Combining marks kept on one letter: written languages need fewer, stacked noise has hundreds."""

# Latin, general punctuation and line drawing without anything invisible: the common case.
_PLAIN = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u22ff\u2500-\u25ff]*"
)

# Printable by category, yet drawn as nothing: fillers, joiners, variation selectors. U+FE0F is
# not among them because ordinary emoji end in it.
_UNSEEN = frozenset(
    chr(code)
    for first, last in (
        (0x034F, 0x034F),
        (0x115F, 0x1160),
        (0x17B4, 0x17B5),
        (0x180B, 0x180F),
        (0x3164, 0x3164),
        (0xFE00, 0xFE0E),
        (0xFFA0, 0xFFA0),
        (0xE0100, 0xE01EF),
    )
    for code in range(first, last + 1)
)

# Starts at "//", which the class cannot contain, so that no character is scanned twice.
_USERINFO = re.compile(r"(?<=//)[^\s/?#]*(?=@)")

# CI services obey "##[name]" and "##vso[name]" anywhere in a line, and "::name::" at the start
# of one, leading blanks ignored. A report is wrapped, so any word may come to stand there.
_BRACKET_COMMAND = re.compile(r"##(?=\w{0,16}\[)")
_COLON_COMMAND = re.compile(r"(?:^|(?<=\s))::")

_CUT_ESCAPE = re.compile(r"\\(?:u(?:\{[0-9a-f]{0,6})?)?\Z")


def safe_text(text: str, *, limit: int = TEXT_LIMIT, newline: str = " ") -> str:
    """
    Return one line of text that is safe to show, passwords in addresses masked.

    Args:
        text: Any string.
        limit: Characters kept after escaping; a cut is shown as an ellipsis.
        newline: What stands for each line end; "" shows it as an escape.
    """
    # A marker of something to mask or to break is needed before the slower looks are worth it.
    if "//" in text:
        text = _USERINFO.sub(_MASK, text)
    cut = len(text) > limit
    shown = _visible(text[: limit + 1], newline=newline)
    return _cut(_unarmed(shown), limit) if cut or len(shown) > limit else _unarmed(shown)


def safe_name(name: str) -> str:
    """Return a path or identifier in full, every unseen character shown, tabs included."""
    return _unarmed(_visible(name, newline="", tab=""))


def safe_data(text: str) -> str:
    """
    Return text for a machine format that escapes control characters itself.

    Only lone surrogates change, because strict JSON parsers refuse a whole file for one.
    """
    if text.isascii():
        return text
    return "".join(_escape(char) if "\ud800" <= char <= "\udfff" else char for char in text)


def safe_excerpt(excerpt: Excerpt) -> Excerpt:
    """Return an excerpt that is safe to show, at most `EXCERPT_LIMIT` characters in all."""
    before, match, after = (
        _BRACKET_COMMAND.sub("#\\\\u{23}", part) for part in _shown_parts(excerpt)
    )
    match = _cut(match, EXCERPT_LIMIT)
    room = EXCERPT_LIMIT - len(match)
    head = min(len(before), max(room // 2, room - len(after)))
    return Excerpt(_cut_left(before, head), match, _cut(after, room - head))


def _shown_parts(excerpt: Excerpt) -> tuple[str, str, str]:
    # Masked as a whole: an address may begin in one part and end in the next.
    text = "".join(excerpt)
    secrets = [match.span() for match in _USERINFO.finditer(text)] if "//" in text else []
    first = len(excerpt.before)
    last = first + len(excerpt.match)
    before = _masked(text, 0, first, secrets)[-EXCERPT_LIMIT - 1 :]
    match = _masked(text, first, last, secrets)[: EXCERPT_LIMIT + 1]
    after = _masked(text, last, len(text), secrets)[: EXCERPT_LIMIT + 1]
    return _visible(before), _visible(match), _visible(after)


def _masked(text: str, start: int, end: int, secrets: list[tuple[int, int]]) -> str:
    parts: list[str] = []
    at = start
    for first, last in secrets:
        if last <= start or first >= end:
            continue
        parts.append(text[at : max(first, at)])
        if first >= start:
            parts.append(_MASK)
        at = min(last, end)
    parts.append(text[at:end])
    return "".join(parts)


def _unarmed(shown: str) -> str:
    if "##" in shown:
        shown = _BRACKET_COMMAND.sub("#\\\\u{23}", shown)
    if "::" in shown:
        shown = _COLON_COMMAND.sub(":\\\\u{3a}", shown)
    return shown


def _visible(text: str, *, newline: str = " ", tab: str = " ") -> str:
    if _PLAIN.fullmatch(text):
        return text
    if newline:
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", newline)
    if tab:
        text = text.replace("\t", tab)
    shown: list[str] = []
    marks = 0
    for char in text:
        category = unicodedata.category(char)
        marks = marks + 1 if category[0] == "M" else 0
        hidden = category[0] == "C" or category in {"Zl", "Zp"} or char in _UNSEEN
        shown.append(_escape(char) if hidden or marks > _MAX_MARKS else char)
    return "".join(shown)


def _escape(char: str) -> str:
    return f"\\u{{{ord(char):x}}}"


def _cut(shown: str, limit: int) -> str:
    if len(shown) <= limit:
        return shown
    if limit <= 0:
        return ""
    return _CUT_ESCAPE.sub("", shown[: limit - 1]) + _ELLIPSIS


def _cut_left(shown: str, limit: int) -> str:
    if len(shown) <= limit:
        return shown
    if limit <= 1:
        return ""
    # What is left of an escape that lost its beginning goes too.
    kept = shown[len(shown) - limit + 1 :]
    brace = kept.find("}", 0, len("u{10ffff}"))
    if brace >= 0 and re.fullmatch(r"u?\{?[0-9a-f]{0,6}\}", kept[: brace + 1]):
        kept = kept[brace + 1 :]
    return _ELLIPSIS + kept
