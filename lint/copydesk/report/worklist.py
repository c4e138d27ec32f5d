"""
The fact-check worklist: every checkable claim with its support, for the rich and concise reports.

Support is never called true: a claim is linked, named, weakly supported or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from copydesk.finding import Claim, FileResult, SupportState
from copydesk.report.claims import claim_row, support_counts
from copydesk.report.layout import Line, Piece, cells, spread
from copydesk.report.rows import Sheet

_TITLE = " WORKLIST"


def worklist_lines(claims: Sequence[Claim], sheet: Sheet) -> Iterator[Line]:
    """Yield every claim in reading order: line, type, text, support, question."""
    yield ()
    tally = support_counts(claims) if claims else "no claims to check"
    yield from spread((Piece(_TITLE, "bold"),), (Piece(tally),), sheet.width)
    types = max((cells(claim.type) for claim in claims), default=0)
    for claim in claims:
        padding = " " * (types - cells(claim.type) + 2)
        yield from claim_row(claim, sheet, kind=claim.type + padding)


def concise_claims(file: FileResult) -> Iterator[str]:
    """Yield ``path:line:column: claim TYPE SUPPORT 'text'. Question`` for every claim."""
    for claim in file.claims:
        at = f"{file.path}:{claim.start.line}:{claim.start.column}"
        question = f" {claim.question}" if claim.question else ""
        yield f"{at}: claim {claim.type} {_support(claim)}: '{claim.text}'.{question}"


def _support(claim: Claim) -> str:
    plain = claim.state is SupportState.NONE or not claim.kind
    return claim.state.value if plain else f"{claim.state.value} ({claim.kind})"
