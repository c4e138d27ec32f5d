"""The head of an article's report: name, verdict, score and the arithmetic behind it."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.finding import CategoryScore, Cost, FileResult, Outcome, Score, Window
from copydesk.report.layout import (
    Line,
    Piece,
    cells,
    clip_middle,
    indented,
    line_cells,
    spread,
    wrap,
)
from copydesk.report.wording import (
    FORMAT_NAMES,
    count,
    lines_phrase,
    severity_counts,
    verdict_sentences,
)
from copydesk.settings import Severity

_ROUNDING = 0.5
_FULL = 100
_BAR_CELLS = 16
_NARROW_BAR_CELLS = 8
_NARROW = 70
_COSTS_SHOWN = 3
_INDENT = 2
_VERDICT_STYLES = {"READY": "good", "NEEDS AN EDIT": "warn"}


def header(file: FileResult, width: int) -> Iterator[Line]:
    """Yield the rule with the path, format, profile and words; two lines where it is narrow."""
    path = Piece(clip_middle(file.path, width - 6), "bold")
    known = [FORMAT_NAMES.get(file.format, file.format), f"profile {file.profile}"]
    facts = " · ".join([fact for fact in known if fact] + [_words_read(file)])
    room = width - cells(path.text) - cells(facts) - len("──   ──")
    if room >= 2:
        yield (
            Piece("── ", "dim"),
            path,
            Piece(f" {'─' * (room - 1)} ", "dim"),
            Piece(facts),
            Piece(" ──", "dim"),
        )
        return
    rest = width - cells(path.text) - len("──  ")
    yield (Piece("── ", "dim"), path, Piece(f" {'─' * rest}", "dim"))
    yield from indented(wrap([Piece(facts)], width - _INDENT), _INDENT)


def verdict_line(file: FileResult, tail: str, width: int) -> Iterator[Line]:
    """Yield verdict and score, with counts at the right edge."""
    checked = file.outcome is Outcome.CHECKED
    unchecked = "NOT CHECKED" if is_unread(file) else "NOT FULLY CHECKED"
    verdict = (file.score.verdict or "READY") if checked else unchecked
    style = _VERDICT_STYLES.get(verdict, "bold")
    left = [Piece(verdict, style)]
    if not is_unread(file):
        left += [Piece("    "), *_score_pieces(file.score)]
    used = line_cells(left) + _INDENT
    if used + 2 + cells(tail) <= width:
        yield from spread((Piece(" " * _INDENT), *left), (Piece(tail),) if tail else (), width)
        return
    rows = [tuple(left)] if used <= width else wrap(left, width - _INDENT)
    yield from indented(rows, _INDENT)
    yield from indented(wrap([Piece(tail)], width - _INDENT), _INDENT)


def is_unread(file: FileResult) -> bool:
    """Return whether nothing of the file could be looked at."""
    return file.outcome is Outcome.INCOMPLETE and not file.words


def counts(file: FileResult) -> list[str]:
    """Return how many findings of each severity there are, and how many were let stand."""
    found = severity_counts(file.findings)
    parts = [
        count(found[Severity.ERROR], "error"),
        count(found[Severity.WARNING], "warning"),
        count(found[Severity.INFO], "note"),
    ]
    if file.suppressed:
        parts.append(f"{len(file.suppressed)} let stand")
    return parts


def verdict_text(file: FileResult, width: int) -> Iterator[Line]:
    """Yield the sentences that say what weighs most."""
    for text in verdict_sentences(file):
        yield from indented(wrap([Piece(text)], width - _INDENT), _INDENT)


def score_text(score: Score) -> str:
    """Return the score as it is printed: ``19``, ``39 (91)`` when capped, ``n/a``."""
    if score.overall is None:
        return "n/a"
    if score.caps and score.uncapped > score.overall:
        return f"{score.overall} ({score.uncapped})"
    return str(score.overall)


def category_lines(score: Score, width: int) -> Iterator[Line]:
    """Yield a bar and the dearest costs for each category, then the arithmetic."""
    if score.overall is None or not score.categories:
        return
    names = max(cells(category.name) for category in score.categories)
    bar = _BAR_CELLS if width >= _NARROW else _NARROW_BAR_CELLS
    for category in score.categories:
        filled = round(max(0, min(_FULL, category.score)) / _FULL * bar)
        name = category.name + " " * (names - cells(category.name))
        head = (
            Piece(f"  {name}{category.score:>4}  "),
            Piece("█" * filled, "bar"),
            Piece("·" * (bar - filled), "dim"),
            Piece("  "),
        )
        yield (*head, Piece(_costs_text(category, width - line_cells(head))))
    yield from indented(wrap([Piece(arithmetic(score))], width - _INDENT), _INDENT)


def arithmetic(score: Score) -> str:
    """Return how the score comes about, in numbers that a reader can check."""
    text = _mixed(score)
    return " ".join([text, _caps_text(score), _band_text(score)]).rstrip()


def _mixed(score: Score) -> str:
    total, combined, window = score.uncapped, score.combined, score.worst_window
    worst = window.score if window else _FULL
    passage = f"worst passage, {_passage_lines(window)}" if window else "no passage is worse"
    share = 1 - score.window_share
    off = abs(share * combined + score.window_share * worst - total)
    # A sum that does not come out is not printed as one.
    if off > _ROUNDING:
        return f"{total} comes of {combined} (the five together) and {worst} ({passage})."
    five = f"{share:g} × {combined} (the five together)"
    return f"{total} = {five} + {score.window_share:g} × {worst} ({passage})."


def _passage_lines(window: Window) -> str:
    lines = window.lines or (window.first_line,)
    if len(lines) > 1:
        return lines_phrase(lines)
    if window.last_line > window.first_line:
        return f"lines {window.first_line}–{window.last_line}"
    return f"line {window.first_line}"


def _caps_text(score: Score) -> str:
    if not score.caps or score.overall is None or score.overall >= score.uncapped:
        return "No cap lowered it."
    lowest = score.caps[0]
    name = lowest.rule.rpartition("/")[2]
    more = f" and {len(score.caps) - 1} more" if len(score.caps) > 1 else ""
    return f"Capped at {lowest.at} by {name}, line {lowest.line}{more}."


def _band_text(score: Score) -> str:
    return f"Give or take {score.band}: a short text." if score.band else ""


def _score_pieces(score: Score) -> list[Piece]:
    text = score_text(score)
    if score.overall is None:
        return [Piece(text, "bold"), Piece(f" ({score.reason})" if score.reason else "")]
    band = f" ± {score.band}" if score.band else ""
    return [Piece(text + band, "bold"), Piece(" of 100")]


def _words_read(file: FileResult) -> str:
    if is_unread(file):
        return "not read"
    words = count(file.words, "word")
    if file.words_checked >= file.words:
        return f"{words}, all read" if file.outcome is Outcome.CHECKED else f"{words} read"
    # Rounded down: "100% read" would hide that something was left out.
    return f"{words}, {100 * file.words_checked // file.words}% read"


def _costs_text(category: CategoryScore, room: int) -> str:
    """Return the dearest costs that fit; what is left over is counted, never dropped."""
    points = whole_points(category.costs, _FULL - category.score)
    labels = [
        f"{cost.rule.rpartition('/')[2].replace('-', ' ')} −{lost}"
        for cost, lost in zip(category.costs, points, strict=True)
    ]
    shown = min(_COSTS_SHOWN, sum(lost > 0 for lost in points))
    # "1 more" would take the room of the thing itself.
    if shown == _COSTS_SHOWN and len(labels) == _COSTS_SHOWN + 1:
        shown -= 1
    for kept in range(shown, -1, -1):
        lost = sum(points[kept:])
        noun = "more" if kept else "rules"
        rest = [f"{len(labels) - kept} {noun} −{lost}"] if lost else []
        text = ", ".join(labels[:kept] + rest)
        if cells(text) <= room:
            return text
    return ""


def whole_points(costs: tuple[Cost, ...], total: int) -> list[int]:
    """
    Return the costs in whole points that add up to the loss of the category.

    Largest remainder: each cost is rounded down, the points left go to the largest fractions.
    """
    exact = sum(cost.points for cost in costs)
    if exact <= 0 or total <= 0:
        return [0] * len(costs)
    shares = [cost.points * total / exact for cost in costs]
    whole = [int(share) for share in shares]
    order = sorted(range(len(costs)), key=lambda index: (whole[index] - shares[index], index))
    for index in order[: total - sum(whole)]:
        whole[index] += 1
    return whole
