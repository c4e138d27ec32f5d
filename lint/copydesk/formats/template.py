"""
The syntax of site generators inside an article: shortcodes, Liquid, admonitions, JSX.

A Markdown parser takes ``{{< figure caption="a *b" >}}`` for prose, or for broken emphasis.
So `template_scan` finds these constructs first, and `fill` puts letters in their place, one for
one, before the text is parsed: all offsets stay, and the parser sees a word. The reader then
marks the words again by their spans. What merely looks like a variable, ``{{name}}``, stays
prose: it may be a template that nobody filled in.
"""

from __future__ import annotations

__all__ = ["Template", "Use", "fill", "may_hold_templates"]

import re
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from copydesk.span import Span


class Use(Enum):
    """What a construct means to someone who reads the page."""

    MARKUP = "markup"
    """The generator's own syntax: masked."""
    COMMENT = "comment"
    """Not shown, and not text."""
    ATTRIBUTE = "attribute"
    """Not shown: an id or a class of the element before it."""
    CODE = "code"
    """A verbatim block, opening and closing tags included."""
    TEXT = "text"
    """Looks like a tag but is none, such as ``<Your Name>``: prose."""


class Template(NamedTuple):
    """One construct, or one whole line of them."""

    span: Span
    use: Use
    alone: bool = False
    """Nothing else stands on its lines."""


_TRIGGER = re.compile(
    r"\{[{%<#:./]|\{\s*[#.:]|:::|\[/[a-z]|\[[a-z][\w-]*\s+[\w-]+=|=\{|<[A-Za-z/]"
    r"|^[ \t]*(?:!!!|\?\?\?|===)[ \t!+]|^[ \t>]*\[\[?_?toc|^(?:import|export)[ \t]"
    r"|\[(?:gallery|caption|embed|audio|video|playlist)\b",
    re.IGNORECASE | re.MULTILINE,
)


def may_hold_templates(text: str, *, mdx: bool) -> bool:
    """Return False where `template_scan.scan` would find nothing; True is only a guess."""
    return bool(_TRIGGER.search(text)) or (mdx and "{" in text)


def fill(text: str, templates: Sequence[Template]) -> str:
    """Return the text with each construct replaced by letters; all offsets stay, in bytes too."""
    parts, at = [], 0
    for template in templates:
        start, end = template.span
        parts.append(text[at:start])
        parts.append(_letters(text[start:end]))
        at = end
    parts.append(text[at:])
    return "".join(parts)


def _letters(text: str) -> str:
    if text.isascii():
        return _FILLED.sub("x", text)
    return "".join([char if char in "\r\n" else _LETTERS[len(char.encode())] for char in text])


_FILLED = re.compile(r"[^\r\n]")
_LETTERS = {1: "x", 2: "\u00e6", 3: "\u1e8b", 4: "\U00010400"}
"""A letter for each length that UTF-8 knows."""
