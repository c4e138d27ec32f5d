"""
Numbers that identify a person or an account, told from other numbers by their check digits.

Payment cards (ISO/IEC 7812-1, Luhn), bank accounts (ISO 13616, modulo 97) and social security
numbers with words beside them that say so. Test numbers that everybody uses are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.finding import Hit
from copydesk.scan import Context
from copydesk.views import Place

OPTIONS: dict[str, object] = {}
SLOTS = frozenset({"kind"})

_CARD = re.compile(r"(?<![\w.,-])[3-6]\d{3}(?:[ -]?\d{4}){2}[ -]?\d{1,4}(?![\w-]|[.,]\d)")
_ACCOUNT = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
_SECURITY = re.compile(r"(?<![\w-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])")
_SECURITY_WORDS = re.compile(r"\b(?:ssn|social security)\b", re.IGNORECASE)
_WORDS_BEFORE = 60
"""Characters before a number in which it must be called by its name."""
_TEST_CARDS = frozenset(
    {
        "4242424242424242",
        "4111111111111111",
        "4012888888881881",
        "5555555555554444",
        "5105105105105100",
        "378282246310005",
        "371449635398431",
        "6011111111111117",
        "6011000990139424",
    }
)
"""Published by payment services for testing."""


def find(context: Context) -> Iterator[Hit]:
    """Yield each number whose check digits hold."""
    for block in context.blocks():
        text = context.views.text(block)
        for match, kind in _numbers(text):
            if not context.views.is_masked(block, match.start(), match.end(), context.rule.inside):
                place = Place(block, match.start(), match.end())
                yield context.hit(place, slots={"kind": kind})


def _numbers(text: str) -> Iterator[tuple[re.Match[str], str]]:
    for match in _CARD.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        if len(digits) >= 14 and digits not in _TEST_CARDS and _luhn(digits):
            yield match, "payment card number"
    for match in _ACCOUNT.finditer(text):
        if _is_account(match.group().replace(" ", "")):
            yield match, "bank account number"
    for match in _SECURITY.finditer(text):
        if _SECURITY_WORDS.search(text, max(0, match.start() - _WORDS_BEFORE), match.start()):
            yield match, "social security number"


def _luhn(digits: str) -> bool:
    total = 0
    for index, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if index % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0 and len(set(digits)) > 2


def _is_account(compact: str) -> bool:
    if not 15 <= len(compact) <= 34:
        return False
    rotated = compact[4:] + compact[:4]
    return int("".join(str(int(char, 36)) for char in rotated)) % 97 == 1
