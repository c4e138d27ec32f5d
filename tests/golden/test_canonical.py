"""The canonical article: what an editor marked is reported, what is innocent is not."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from pathlib import Path

import pytest
from rows import CANONICAL, HERE, VARIANTS, holds, load, offences, rows_of

from copydesk.api import check_path, default_catalogue
from copydesk.finding import Outcome
from copydesk.settings import Severity

ROOT = HERE.parents[1]
SHA256 = "e8b56d9f841b56c614378c5f74213f8dc8ae882f2612d02e53046ae1706fda2f"
PROFILES = ("general", "news")
RESULTS = {profile: check_path(CANONICAL, profile=profile) for profile in PROFILES}
SHARED_WORDS = 6
PHRASE = 60
"""Characters; a longer match is a finding about a block that holds the word."""
VARIANT_SHARE = 0.8
"""Rows of a variant that must hold; it is in other words and on another subject."""


def test_the_article_is_kept_byte_for_byte() -> None:
    assert hashlib.sha256(CANONICAL.read_bytes()).hexdigest() == SHA256


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    "row", load(HERE / "seed.rows.toml", "row"), ids=lambda row: row["row"].replace(" ", "-")
)
def test_what_an_editor_marked_is_reported(row: dict[str, object], profile: str) -> None:
    assert holds(row, RESULTS[profile])


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    "row", load(HERE / "seed.not.toml", "not"), ids=lambda row: row["why"][:40]
)
def test_what_is_innocent_is_not_reported(row: dict[str, object], profile: str) -> None:
    source = CANONICAL.read_text(encoding="utf-8")

    assert list(offences(row, RESULTS[profile], source)) == []


@pytest.mark.parametrize("profile", PROFILES)
def test_the_two_errors_and_the_verdict(profile: str) -> None:
    result = RESULTS[profile]
    errors = [found.rule for found in result.findings if found.severity is Severity.ERROR]

    assert result.outcome is Outcome.CHECKED
    assert errors == ["repetition/title-restated", "residue/page-furniture"]
    assert result.score.verdict == "NOT READY"
    assert result.words == 721


@pytest.mark.parametrize("profile", PROFILES)
def test_a_word_used_five_times_is_one_finding_with_five_places(profile: str) -> None:
    found = [
        finding
        for finding in RESULTS[profile].findings
        if "landscape" in finding.excerpt.match.lower() and len(finding.excerpt.match) < PHRASE
    ]

    assert [finding.rule for finding in found] == ["vocabulary/abstract-landscape"]
    assert [found[0].start.line, *(place.start.line for place in found[0].places)] == [
        3,
        7,
        17,
        23,
        31,
    ]


def test_no_message_says_who_wrote_the_text() -> None:
    told = re.compile(r"\b(?:AI[- ](?:generated|written)|bots?|machine|generated|robot)\b", re.I)
    said = [
        text
        for rule in default_catalogue().rules.values()
        if rule.family != "leakage"
        for text in (rule.id, rule.title, rule.message, rule.advice)
        if told.search(text)
    ]

    assert said == []


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("profile", PROFILES)
def test_a_variant_in_other_words_gets_most_of_the_rows(variant: Path, profile: str) -> None:
    result = check_path(variant, profile=profile)
    rows = rows_of(variant)
    missed = [row["row"] for row in rows if not holds(row, result)]

    assert len(missed) <= (1 - VARIANT_SHARE) * len(rows), missed


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower().replace("’", "").replace("'", ""))


def test_no_rule_shares_six_words_in_a_row_with_the_article() -> None:
    def runs(words: list[str]) -> set[tuple[str, ...]]:
        last = len(words) - SHARED_WORDS + 1
        return {tuple(words[at : at + SHARED_WORDS]) for at in range(last)}

    article = runs(_words(CANONICAL.read_text(encoding="utf-8")))
    shared = Counter(
        f"{path.name}: {' '.join(run)}"
        for path in sorted((ROOT / "rules").rglob("*.toml"))
        for run in runs(_words(path.read_text(encoding="utf-8"))) & article
    )

    assert shared == {}
