"""
Identifiers of publications whose form or check digit is wrong.

Sources: ISO 26324 (DOI), ISO 2108 (ISBN), ISO 3297 (ISSN), ISO 27729 (ORCID), the arXiv
identifier scheme. Only numbers that the text calls by their scheme are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from copydesk.finding import Hit
from copydesk.scan import Context
from copydesk.views import Place

OPTIONS = {"scheme": "doi"}
"""``scheme``: ``doi``, ``isbn`` or ``other``."""
SLOTS = frozenset({"reason"})


class _Scheme(NamedTuple):
    pattern: re.Pattern[str]
    """The first group is the identifier."""
    fault: Callable[[str], str]
    """Returns what is wrong with an identifier, "" when nothing is."""


_TRAILING = ".,;:)]}>\"'”’"


def find(context: Context) -> Iterator[Hit]:
    """Yield each identifier that cannot exist."""
    for block in context.blocks():
        text = context.views.text(block)
        for scheme in _SCHEMES[context.text_option("scheme")]:
            for match in scheme.pattern.finditer(text):
                end = match.end(1)
                while text[end - 1] in _TRAILING and end > match.start(1) + 1:
                    end -= 1
                identifier = text[match.start(1) : end]
                reason = scheme.fault(identifier)
                place = Place(block, match.start(1), end)
                if reason and not context.views.is_masked(*place, context.rule.inside):
                    yield context.hit(place, slots={"reason": reason})


_DOI = re.compile(r"(?:\bdoi: ?|\bdoi\.org/)(10\.[^\s\"<>]*+(?:<[^\s]*)?)", re.IGNORECASE)
_GOOD_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")


def _doi_fault(doi: str) -> str:
    if _GOOD_DOI.fullmatch(doi):
        return ""
    prefix, slash, suffix = doi.partition("/")
    if not slash or not suffix:
        return "nothing follows the prefix"
    return f"the prefix '{prefix}' does not have four to nine digits"


_ISBN = re.compile(
    r"\bISBN(?:-1[03])?(?:\s*\((?:print|ebook|e-book|hardback|paperback|pbk|hbk)\))?:?\s*"
    r"((?:97[89][ -]?)?\d[\d -]{7,14}[\dXx])(?![\d-])",
    re.IGNORECASE,
)


def _isbn_fault(isbn: str) -> str:
    digits = re.sub(r"[ -]", "", isbn).upper()
    if len(digits) == 10:
        total = sum((10 - i) * (10 if d == "X" else int(d)) for i, d in enumerate(digits))
        return "" if total % 11 == 0 else "its check digit is wrong"
    if len(digits) == 13 and digits.isdigit():
        total = sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits))
        return "" if total % 10 == 0 else "its check digit is wrong"
    return f"it has {len(digits)} digits instead of 10 or 13"


_ISSN = re.compile(r"\be?-?ISSN(?:-L)?:?\s*(\d{4}-\d{3}[\dXx])\b", re.IGNORECASE)


def _issn_fault(issn: str) -> str:
    digits = issn.replace("-", "").upper()
    total = sum((8 - i) * (10 if d == "X" else int(d)) for i, d in enumerate(digits))
    return "" if total % 11 == 0 else "its check digit is wrong"


_ORCID = re.compile(
    r"(?:\bORCID:?\s*(?:iD:?\s*)?|\borcid\.org/)(\d{4}-\d{4}-\d{4}-\d{3}[\dXx])\b", re.I
)


def _orcid_fault(orcid: str) -> str:
    total = 0
    for digit in orcid.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return (
        ""
        if orcid[-1].upper() == ("X" if check == 10 else str(check))
        else "its check digit is wrong"
    )


_ARXIV = re.compile(
    r"(?:\barXiv: ?|\barxiv\.org/(?:abs|pdf)/)(\d{4}\.\d{4,5})(?:v\d+)?\b", re.IGNORECASE
)


def _arxiv_fault(number: str) -> str:
    month = int(number[2:4])
    return "" if 1 <= month <= 12 else f"there is no month {month:02d}"


_SCHEMES = {
    "doi": (_Scheme(_DOI, _doi_fault),),
    "isbn": (_Scheme(_ISBN, _isbn_fault),),
    "other": (
        _Scheme(_ISSN, _issn_fault),
        _Scheme(_ORCID, _orcid_fault),
        _Scheme(_ARXIV, _arxiv_fault),
    ),
}
