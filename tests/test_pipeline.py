"""The whole way of one file, and the Python API."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

import copydesk
from copydesk import check_path, check_text
from copydesk.api import default_catalogue
from copydesk.finding import FileResult, Outcome, SupportState
from copydesk.pipeline import check_file
from copydesk.settings import PathProfile, PathRules, Settings, Severity

ARTICLE = """\
# A plan for the port

As an AI language model, I cannot say.

The council met. It is important to note that “fine” is the word, and the the mole stays.
"""
PROSE = "\n\n".join(
    f"In week {week} the {boat} carried {week * 7} crates from Senn to Harl, said the master."
    for week, boat in enumerate(["Anna", "Bela", "Cora", "Dora", "Edda", "Fina", "Gera"] * 3, 1)
)


def rules_of(result: FileResult) -> set[str]:
    return {finding.rule for finding in result.findings}


def test_a_text_is_checked_from_python() -> None:
    result = check_text(ARTICLE)

    assert result.outcome is Outcome.CHECKED
    assert {"leakage/self-reference", "repetition/double-word"} <= rules_of(result)
    assert isinstance(result, copydesk.FileResult)
    assert all(isinstance(finding, copydesk.Finding) for finding in result.findings)


def test_a_path_is_checked_from_python(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(ARTICLE, encoding="utf-8")

    assert rules_of(check_path(path)) == rules_of(check_text(ARTICLE))


def test_a_missing_path_is_an_incomplete_result_and_no_exception(tmp_path: Path) -> None:
    result = check_path(tmp_path / "nothing.md")

    assert result.outcome is Outcome.INCOMPLETE
    assert result.problems[0].code == "IO01"


def test_an_unknown_name_of_the_package_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nothing_like_it"):
        _ = copydesk.nothing_like_it


def test_a_result_can_be_sent_between_processes() -> None:
    result = check_text(ARTICLE)

    assert pickle.loads(pickle.dumps(result)) == result


def test_the_same_bytes_give_the_same_result() -> None:
    first = check_file(ARTICLE.encode(), "a.md", Settings(), default_catalogue())

    assert check_file(ARTICLE.encode(), "a.md", Settings(), default_catalogue()) == first


def test_a_finding_says_where_and_shows_its_sentence() -> None:
    (finding,) = [f for f in check_text(ARTICLE).findings if f.rule == "repetition/double-word"]

    assert ARTICLE[finding.start.offset : finding.end.offset] == "the the"
    assert (finding.start.line, finding.excerpt.match) == (5, "the the")
    assert finding.excerpt.after == " mole stays."
    assert finding.message == "'the the': the word stands there twice."


def test_an_id_does_not_depend_on_lines_or_paths() -> None:
    before = {f.id for f in check_text(ARTICLE).findings}
    after = {
        f.id
        for f in check_text(ARTICLE.replace("The council met.", "\n\nThe council met.")).findings
    }

    assert before == after


def test_selection_changes_the_report_and_not_the_score() -> None:
    text = f"# Weeks\n\n{PROSE}\n\nI don't have personal opinions, and the the end is near."
    whole = check_text(text)
    selected = check_text(text, settings=Settings(select=("leakage",)))
    ignored = check_text(text, settings=Settings(ignore=("leakage",)))

    assert rules_of(selected) == {"leakage/self-reference"}
    assert "leakage/self-reference" not in rules_of(ignored)
    assert whole.score.overall == selected.score.overall == ignored.score.overall
    assert whole.score.overall is not None
    assert whole.score.overall <= 39


def test_a_configured_severity_counts_for_the_report() -> None:
    severities = (("repetition/double-word", Severity.OFF),)

    assert "repetition/double-word" not in rules_of(
        check_text(ARTICLE, settings=Settings(severities=severities))
    )


def test_what_is_let_stand_is_counted_with_its_reason() -> None:
    text = ARTICLE + "\n<!-- stet-file: self-reference | quoted from a chat -->\n"
    result = check_text(text)
    (entry,) = result.suppressed

    assert (entry.finding.rule, entry.reason) == ("leakage/self-reference", "quoted from a chat")
    assert "leakage/self-reference" not in rules_of(result)
    assert check_text(text, settings=Settings(inline=False)).suppressed == ()


def test_an_unused_directive_is_told() -> None:
    result = check_text("# Port\n\nText.\n\n<!-- stet-file: puffery | no reason to -->\n")

    assert [entry.rule for entry in result.unused_suppressions] == ["puffery"]
    assert rules_of(result) == {"suppress/unused-stet"}


def test_an_override_lets_a_rule_stand_on_some_paths() -> None:
    override = PathRules(("drafts/*",), ("leakage",), "drafts are kept as pasted")
    settings = Settings(overrides=(override,))
    catalogue = default_catalogue()

    on_path = check_file(ARTICLE.encode(), "drafts/a.md", settings, catalogue)
    elsewhere = check_file(ARTICLE.encode(), "a.md", settings, catalogue)

    assert "leakage/self-reference" not in rules_of(on_path)
    assert on_path.suppressed[0].by == "override"
    assert "leakage/self-reference" in rules_of(elsewhere)


def test_a_path_has_its_profile() -> None:
    settings = Settings(profiles=(PathProfile(("docs/**",), "docs"),))
    catalogue = default_catalogue()

    assert check_file(b"Text.", "docs/a.md", settings, catalogue).profile == "docs"
    assert check_file(b"Text.", "blog/a.md", settings, catalogue).profile == "general"


def test_a_short_text_has_no_score_and_its_defects_still_count() -> None:
    result = check_text(ARTICLE)

    assert result.score.overall is None
    assert "too short" in result.score.reason
    assert result.score.verdict == "NOT READY"


def test_clean_articles_are_ready() -> None:
    result = check_text(f"# Weeks\n\n{PROSE}")

    assert result.score.verdict == "READY"
    assert result.score.overall is not None
    assert result.score.overall >= 90


def test_claims_are_listed_with_their_support() -> None:
    text = """\
# Port

Traffic rose 40% in 2023, says [the board](https://port.town/2023). The port holds 900 boats.

It is the largest port on the coast.
"""
    claims = {claim.text: claim for claim in check_text(text).claims}

    assert claims["40%"].state is SupportState.LINKED
    assert claims["the largest port on"].state is SupportState.NONE
    assert all(claim.question for claim in claims.values())
    assert all(text[c.start.offset : c.end.offset] == c.text for c in claims.values())


def test_a_rule_without_today_says_so(tmp_path: Path) -> None:
    dated = "See (Smith, 2031) for the mole."

    def found(**choices: str) -> bool:
        return "citations/future-reference" in rules_of(
            check_text(dated, settings=Settings(**choices))  # type: ignore[arg-type]
        )

    assert not found()
    assert found(as_of="2026-01-01")
    assert found(fallback_as_of="2026-01-01")
    assert not found(as_of="2040-01-01", fallback_as_of="2026-01-01")
