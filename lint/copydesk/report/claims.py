"""CLAIMS TO VERIFY: what somebody has to look up, and with ``--worklist`` all of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from copydesk.finding import Claim, SupportState
from copydesk.report.excerpt import claim_excerpt, excerpt_line
from copydesk.report.layout import Line, Piece, cells, indented, spread, wrap
from copydesk.report.rows import Sheet
from copydesk.report.wording import count

_SHOWN = 3
_CAVEAT = "copydesk cannot tell what is true"
_TITLE = " CLAIMS TO VERIFY"


def claim_lines(claims: Sequence[Claim], sheet: Sheet) -> Iterator[Line]:
    """Yield the section: the open claims that most deserve a look, the rest counted."""
    if not claims:
        return
    yield ()
    yield from _title(claims, sheet.width)
    unsupported = [claim for claim in claims if is_open(claim)]
    shown = sorted(unsupported, key=lambda claim: (-claim.worth, claim.start.offset))
    for claim in shown[:_SHOWN]:
        yield from claim_row(claim, sheet)
    left = len(claims) - len(shown[:_SHOWN])
    if left:
        listed = f"{left} more: --worklist" if shown else "Listed with --worklist."
        yield (Piece(" " * sheet.gutter), Piece(listed))


def is_open(claim: Claim) -> bool:
    """Return whether nothing, or next to nothing, supports the claim."""
    return claim.state in {SupportState.WEAK, SupportState.NONE}


def state_words(claim: Claim) -> str:
    """Return the state of its support: ``none``, ``weak: date``, ``named: attribution``."""
    plain = claim.state in {SupportState.NONE, SupportState.LINKED} or not claim.kind
    return claim.state.value if plain else f"{claim.state.value}: {claim.kind}"


def support_counts(claims: Sequence[Claim]) -> str:
    """Return ``9: none supported, 1 weakly, 8 not``."""
    weak = sum(claim.state is SupportState.WEAK for claim in claims)
    none = sum(claim.state is SupportState.NONE for claim in claims)
    supported = len(claims) - weak - none
    if supported == len(claims):
        return f"{len(claims)}, all supported" if len(claims) > 1 else "1, supported"
    parts = [f"{supported or 'none'} supported"]
    parts += [f"{weak} weakly"] if weak else []
    parts += [f"{none} not"] if none else []
    return f"{len(claims)}: {', '.join(parts)}"


def claims_summary(claims: Sequence[Claim]) -> str:
    """Return ``14 claims, 12 supported (--worklist)``."""
    supported = sum(not is_open(claim) for claim in claims)
    return f"{count(len(claims), 'claim')}, {supported} supported (--worklist)"


def claim_row(claim: Claim, sheet: Sheet, *, kind: str = "") -> Iterator[Line]:
    """Yield one claim inside its sentence, its support at the right edge, and its question."""
    state = Piece(state_words(claim), "dim")
    gutter = Piece(f"{claim.start.line:>{sheet.gutter - 2}}  {kind}")
    room = sheet.width - cells(gutter.text) - cells(state.text) - 2
    excerpt = excerpt_line(claim_excerpt(claim), room, color=sheet.color)
    yield from spread((gutter, *excerpt), (state,), sheet.width)
    if claim.question and is_open(claim):
        question = wrap([Piece(claim.question)], sheet.width - sheet.gutter)
        yield from indented(question, sheet.gutter)


def _title(claims: Sequence[Claim], width: int) -> Iterator[Line]:
    left = (Piece(_TITLE, "bold"),)
    tally = support_counts(claims)
    full = f"{tally} · {_CAVEAT}"
    if len(_TITLE) + 2 + cells(full) <= width:
        yield from spread(left, (Piece(full),), width)
        return
    yield from spread(left, (Piece(tally),), width)
    yield from indented(wrap([Piece(_CAVEAT)], width - 2), 2)
