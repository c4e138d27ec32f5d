"""A place of the article in one line: the match marked, as much around it as there is room."""

from __future__ import annotations

from copydesk.finding import Claim, Excerpt
from copydesk.report.layout import (
    ELLIPSIS,
    Line,
    Piece,
    cells,
    clip,
    last_words_within,
    words_within,
)

_EXCERPT_CELLS = 72
"""More context than this no longer helps to find the place."""


def excerpt_line(excerpt: Excerpt, room: int, *, color: bool) -> Line:
    """
    Return ``“before ‹match› after”`` in at most ``room`` cells.

    With colour the match is bold and underlined, and the marks go.
    """
    opening, closing = ("", "") if color else ("‹", "›")
    budget = min(room, _EXCERPT_CELLS) - len("“”") - len(opening) - len(closing)
    match = clip(excerpt.match, max(1, budget))
    rest = budget - cells(match)
    half = max(rest // 2, rest - cells(excerpt.after))
    before = _before(excerpt.before, half)
    after = _after(excerpt.after, rest - cells(before))
    return (
        Piece(f"“{before}{opening}"),
        Piece(match, "mark"),
        Piece(f"{closing}{after}”"),
    )


def claim_excerpt(claim: Claim) -> Excerpt:
    """Return the claim inside its sentence, or alone where the sentence does not hold it."""
    if not claim.text or claim.text not in claim.sentence:
        return Excerpt("", claim.text, "")
    return Excerpt(*claim.sentence.partition(claim.text))


def _before(text: str, room: int) -> str:
    text = text.lstrip()
    if cells(text) <= room:
        return text
    kept = last_words_within(text, room - len(ELLIPSIS) - 1)
    if not kept.strip():
        return ""
    # A space stands between the ellipsis and a whole word, and before the match where it did.
    return f"{ELLIPSIS} {kept.lstrip()}"


def _after(text: str, room: int) -> str:
    text = text.rstrip()
    if cells(text) <= room:
        return text
    kept = words_within(text, room - len(ELLIPSIS)).rstrip(",;:")
    return f"{kept}{ELLIPSIS}" if kept.strip() else ""
