"""Bare web addresses in running text, cut where a person would cut them."""

from __future__ import annotations

__all__ = ["addresses"]

import re
from collections.abc import Iterator

from copydesk.span import Span

_ADDRESS = re.compile(r"(?<![\w@/])(?:https?://|www\.(?=[\w-]+\.))[^\s<>\"“”|]+", re.IGNORECASE)
_TRAILING = "?!.,:;*_~'’)]}…"
"""What may end a sentence or a parenthesis; brackets go only if they were opened outside."""
_OPENING = {")": "(", "]": "[", "}": "{"}


def addresses(text: str) -> Iterator[Span]:
    """Yield the bare ``http``, ``https`` and ``www.`` addresses of a text, left to right."""
    for match in _ADDRESS.finditer(text):
        address = _cut(match.group())
        if len(address) > len("https://") or address[:4].lower() == "www.":
            yield Span(match.start(), match.start() + len(address))


def _cut(address: str) -> str:
    balance = {
        bracket: address.count(bracket) - address.count(opening)
        for bracket, opening in _OPENING.items()
    }
    end = len(address)
    while end and (last := address[end - 1]) in _TRAILING:
        if last in balance:
            if balance[last] <= 0:
                break
            balance[last] -= 1
        end -= 1
    return address[:end]
