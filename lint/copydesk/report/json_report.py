"""
The report for programs: the shape of ``schema.json``, the same bytes for the same run.

Control characters are escaped by JSON itself; what a reader may be shown passes `safe_text` all
the same, because programs print what they are given. Paths and replacement texts are exact.
"""

from __future__ import annotations

from collections import Counter

from copydesk.finding import (
    Claim,
    Excerpt,
    FileResult,
    Finding,
    Outcome,
    Place,
    Problem,
    Run,
    Score,
)
from copydesk.report.clean import cleaned
from copydesk.report.options import ReportOptions
from copydesk.settings import Severity
from copydesk.span import Position

VERSION = 1
"""Version of the shape; a key that goes or changes its meaning raises it."""

_POINT_DIGITS = 2

Value = dict[str, "Value"] | list["Value"] | str | int | float | None


def render(run: Run, options: ReportOptions) -> str:
    """Return the run as one line of ASCII JSON that ends in a newline."""
    import json  # 11 ms, wanted by this format alone

    text = json.dumps(report(run), ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    # Both can stand inside strings only. DEL is ASCII, so json leaves it; "##" begins a command
    # of CI services wherever it stands in a line.
    return text.replace("\x7f", "\\u007f").replace("##", "\\u0023\\u0023") + "\n"


def report(run: Run) -> dict[str, Value]:
    """Return the run as plain values, in the order of the schema."""
    run = cleaned(run, exact_paths=True)
    gate = run.gate
    return {
        "version": VERSION,
        "tool": {
            "name": "copydesk",
            "version": run.version,
            "catalogue": run.catalogue,
            "settings": run.settings_hash,
        },
        "as_of": run.as_of,
        "profile": run.profile,
        "gate": {
            "fail_on": gate.fail_on,
            "min_score": gate.min_score,
            "exit": gate.exit,
            "reasons": list(gate.reasons),
        },
        "files": [_file(file) for file in run.files],
        "corpus": {"findings": []},
        "summary": _summary(run),
    }


def _file(file: FileResult) -> Value:
    return {
        "path": file.path,
        "format": file.format,
        "encoding": file.encoding,
        "outcome": file.outcome.value,
        "problems": [_problem(problem) for problem in file.problems],
        "profile": file.profile,
        "language": file.language,
        "rules_applied": file.rules_applied,
        "rules_total": file.rules_total,
        "words": file.words,
        "words_checked": file.words_checked,
        "score": _score(file.score),
        "findings": [_finding(finding) for finding in file.findings],
        "suppressed": [
            {
                "rule": one.finding.rule,
                "start": _position(one.finding.start),
                "by": one.by,
                "reason": one.reason,
            }
            for one in file.suppressed
        ],
        "unused_suppressions": [
            {"rule": one.rule, "start": _position(one.start), "by": one.by}
            for one in file.unused_suppressions
        ],
        "claims": [_claim(claim) for claim in file.claims],
        "notes": list(file.notes),
    }


def _problem(problem: Problem) -> Value:
    start = _position(problem.start) if problem.start else None
    return {
        "code": problem.code,
        "rule": problem.rule,
        "message": problem.message,
        "start": start,
    }


def _score(score: Score) -> Value:
    window = score.worst_window
    return {
        "overall": score.overall,
        "reason": score.reason,
        "categories": {
            category.name: {
                "score": category.score,
                "weight": category.weight,
                "costs": [
                    {"rule": cost.rule, "points": round(cost.points, _POINT_DIGITS)}
                    for cost in category.costs
                ],
            }
            for category in score.categories
        },
        "combined": score.combined,
        "uncapped": score.uncapped,
        "caps": [{"at": cap.at, "finding": cap.finding} for cap in score.caps],
        "actions": [
            {
                "do": action.do,
                "lines": list(action.lines),
                "findings": list(action.findings),
                "overall": action.after,
            }
            for action in score.actions
        ],
        "worst_window": None
        if window is None
        else {
            "first_line": window.first_line,
            "last_line": window.last_line,
            "lines": list(window.lines),
            "score": window.score,
        },
        "verdict": score.verdict,
        "band": score.band,
        "groups_active": score.groups_active,
        "groups_total": score.groups_total,
    }


def _finding(finding: Finding) -> Value:
    return {
        "id": finding.id,
        "rule": finding.rule,
        "class": finding.rule_class.value,
        "group": finding.group,
        "severity": finding.severity.word,
        "message": finding.message,
        "advice": finding.advice,
        "scope": "document" if finding.document else "span",
        "start": _position(finding.start),
        "end": _position(finding.end),
        "excerpt": _excerpt(finding.excerpt),
        "places": [_place(place) for place in finding.places],
        "absorbed": list(finding.absorbed),
        "fix": None
        if finding.fix is None
        else {
            "safe": finding.fix.safe,
            "edits": [
                {"start_byte": edit.start_byte, "end_byte": edit.end_byte, "text": edit.text}
                for edit in finding.fix.edits
            ],
        },
    }


def _excerpt(excerpt: Excerpt) -> str:
    return excerpt.before + excerpt.match + excerpt.after


def _place(place: Place) -> Value:
    return {
        "start": _position(place.start),
        "end": _position(place.end),
        "role": place.role.value,
    }


def _claim(claim: Claim) -> Value:
    return {
        "id": claim.id,
        "type": claim.type,
        "start": _position(claim.start),
        "end": _position(claim.end),
        "text": claim.text,
        "worth": round(claim.worth, _POINT_DIGITS),
        "support": {
            "state": claim.state.value,
            "kind": claim.kind,
            "start": _position(claim.support_start) if claim.support_start else None,
            "end": _position(claim.support_end) if claim.support_end else None,
        },
        "question": claim.question,
    }


def _position(position: Position) -> Value:
    return {
        "offset": position.offset,
        "byte": position.byte,
        "line": position.line,
        "column": position.column,
        "utf16_column": position.utf16_column,
    }


def _summary(run: Run) -> Value:
    severities = Counter(finding.severity for file in run.files for finding in file.findings)
    states = Counter(claim.state.value for file in run.files for claim in file.claims)
    checked = sum(file.outcome is Outcome.CHECKED for file in run.files)
    return {
        "files": len(run.files),
        "checked": checked,
        "incomplete": len(run.files) - checked,
        "words": sum(file.words for file in run.files),
        "findings": {
            severity.word: severities[severity]
            for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)
        },
        "suppressed": sum(len(file.suppressed) for file in run.files),
        "unused_suppressions": sum(len(file.unused_suppressions) for file in run.files),
        "claims": {state: states[state] for state in ("linked", "named", "weak", "none")},
        "notes": list(run.notes),
    }
