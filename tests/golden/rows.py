"""Rows of an editor's list, and whether a result has them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from copydesk.finding import FileResult, Finding

HERE = Path(__file__).parent
CANONICAL = HERE.parents[1] / "seeds" / "000_c76ce0a92357996b.txt"
VARIANTS = sorted((HERE / "variants").glob("*.txt"))


def load(path: Path, table: str) -> list[dict[str, Any]]:
    """Return the rows of a file."""
    return list(tomllib.loads(path.read_text(encoding="utf-8"))[table])


def rows_of(article: Path) -> list[dict[str, Any]]:
    """Return what an editor marked in a variant."""
    return load(article.with_suffix("").with_name(article.stem + ".rows.toml"), "row")


def lines_of(finding: Finding) -> set[int]:
    """Return the lines on which a finding or one of its places stands."""
    lines = set(range(finding.start.line, finding.end.line + 1))
    for place in finding.places:
        lines |= set(range(place.start.line, place.end.line + 1))
    return lines


def holds(row: dict[str, Any], result: FileResult) -> bool:
    """Return whether the row's first rule reports a finding or a place on its line."""
    return any(
        finding.rule == row["rule"] and (row["line"] == 0 or row["line"] in lines_of(finding))
        for finding in result.findings
    )


def offences(row: dict[str, Any], result: FileResult, source: str) -> Iterator[str]:
    """Yield the findings that report what must not be reported."""
    for finding in result.findings:
        if not any(fnmatchcase(finding.rule, pattern) for pattern in row["rules"]):
            continue
        spans = [(finding.start, finding.end), *((p.start, p.end) for p in finding.places)]
        for start, end in spans:
            on_line = row["line"] == 0 or start.line <= row["line"] <= end.line
            text = source[start.offset : end.offset]
            if on_line and (
                not row["quote"] or _overlaps(source, row["quote"], start.offset, end.offset)
            ):
                yield f"{finding.rule} {start.line}:{start.column} {text[:60]!r}"


def _overlaps(source: str, quote: str, start: int, end: int) -> bool:
    at = source.find(quote)
    while at >= 0:
        if at < end and start < at + len(quote):
            return True
        at = source.find(quote, at + 1)
    return False
