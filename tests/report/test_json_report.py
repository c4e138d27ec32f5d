"""The report for programs keeps its shape, its bytes and its data."""

from __future__ import annotations

import json
import string
from pathlib import Path

import jsonschema
import pytest
import runs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import copydesk.report
from copydesk.finding import (
    Action,
    Cap,
    CategoryScore,
    Claim,
    Cost,
    Excerpt,
    FileResult,
    Finding,
    FindingFix,
    FixEdit,
    Gate,
    Outcome,
    Place,
    Problem,
    Role,
    Run,
    Score,
    SupportState,
    Suppressed,
    UnusedSuppression,
    Window,
)
from copydesk.report import FORMATS, ReportOptions, json_report, render
from copydesk.settings import RuleClass, Severity
from copydesk.span import Position

SCHEMA = json.loads(Path(copydesk.report.__file__).with_name("schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
PLAIN = ReportOptions()

RUNS = {
    "article": runs.run(runs.article()),
    "clean": runs.run(runs.clean_file(), gate=Gate()),
    "capped": runs.run(runs.capped_file()),
    "short": runs.run(runs.short_file()),
    "suppressing": runs.run(runs.suppressing_file()),
    "drafts": runs.drafts(),
    "nothing": runs.run(gate=Gate(exit=0, min_score=70)),
}


def tuples(values: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(values, max_size=2).map(tuple)


TEXT = st.text(st.characters(), max_size=12)
NAMES = st.text(string.ascii_lowercase + "/-", max_size=12)
COUNT = st.integers(0, 10**9)
LINE = st.integers(1, 10**6)
PERCENT = st.integers(0, 100)
POINTS = st.floats(0, 100, allow_nan=False)
POSITION = st.builds(Position, COUNT, COUNT, LINE, LINE, LINE)
MAYBE = st.none() | POSITION
MEANS = st.sampled_from(["stet", "stet-file", "override"])
EXCERPT = st.builds(Excerpt, TEXT, TEXT, TEXT)
FIX = st.builds(FindingFix, st.booleans(), tuples(st.builds(FixEdit, COUNT, COUNT, TEXT)))
FINDING = st.builds(
    Finding,
    id=NAMES,
    rule=NAMES,
    rule_class=st.sampled_from(RuleClass),
    group=NAMES,
    severity=st.sampled_from([Severity.ERROR, Severity.WARNING, Severity.INFO]),
    message=TEXT,
    advice=TEXT,
    document=st.booleans(),
    start=POSITION,
    end=POSITION,
    excerpt=EXCERPT,
    places=tuples(st.builds(Place, POSITION, POSITION, st.sampled_from(Role))),
    absorbed=tuples(NAMES),
    fix=st.none() | FIX,
)
CLAIM = st.builds(
    Claim,
    id=NAMES,
    type=NAMES,
    start=POSITION,
    end=POSITION,
    text=TEXT,
    sentence=TEXT,
    worth=st.floats(0, 1),
    state=st.sampled_from(SupportState),
    kind=NAMES,
    support_start=MAYBE,
    support_end=MAYBE,
    question=TEXT,
)
SCORE = st.builds(
    Score,
    overall=st.none() | PERCENT,
    reason=TEXT,
    categories=tuples(
        st.builds(CategoryScore, NAMES, PERCENT, PERCENT, tuples(st.builds(Cost, NAMES, POINTS)))
    ),
    combined=PERCENT,
    uncapped=PERCENT,
    caps=tuples(st.builds(Cap, PERCENT, NAMES, NAMES, LINE)),
    actions=tuples(st.builds(Action, TEXT, tuples(LINE), tuples(NAMES), PERCENT, PERCENT, TEXT)),
    worst_window=st.none() | st.builds(Window, LINE, LINE, PERCENT, tuples(LINE)),
    verdict=st.sampled_from(["", "NOT READY", "NEEDS AN EDIT", "READY"]),
    band=PERCENT,
    groups_active=st.integers(0, 9),
    groups_total=st.integers(0, 9),
)
FILE = st.builds(
    FileResult,
    path=TEXT,
    format=NAMES,
    encoding=NAMES,
    outcome=st.sampled_from(Outcome),
    profile=NAMES,
    problems=tuples(st.builds(Problem, NAMES, TEXT, NAMES, MAYBE)),
    words=COUNT,
    words_checked=COUNT,
    lines=COUNT,
    language=st.sampled_from(["en", "de", "xx"]),
    rules_applied=COUNT,
    rules_total=COUNT,
    score=SCORE,
    findings=tuples(FINDING),
    suppressed=tuples(st.builds(Suppressed, FINDING, MEANS, TEXT)),
    unused_suppressions=tuples(st.builds(UnusedSuppression, NAMES, POSITION, MEANS)),
    claims=tuples(CLAIM),
    notes=tuples(TEXT),
)
RUN = st.builds(
    Run,
    version=NAMES,
    catalogue=NAMES,
    settings_hash=NAMES,
    profile=NAMES,
    as_of=NAMES,
    config=TEXT,
    gate=st.builds(
        Gate,
        st.sampled_from(["error", "warning", "info", "never"]),
        st.none() | PERCENT,
        st.integers(0, 4),
        tuples(TEXT),
    ),
    files=st.lists(FILE, max_size=3).map(tuple),
    notes=tuples(TEXT),
)


def test_the_schema_is_a_schema_and_allows_no_unknown_key() -> None:
    def objects(node: object) -> list[dict[str, object]]:
        if isinstance(node, list):
            return [found for part in node for found in objects(part)]
        if not isinstance(node, dict):
            return []
        own = [node] if node.get("type") == "object" else []
        return own + [found for part in node.values() for found in objects(part)]

    VALIDATOR.check_schema(SCHEMA)
    for found in objects(SCHEMA):
        if "properties" in found:
            assert found["additionalProperties"] is False
            assert list(found["properties"]) == found["required"]


@pytest.mark.parametrize("name", RUNS)
def test_a_report_fits_the_schema(name: str) -> None:
    text = render(RUNS[name], "json", PLAIN)

    assert list(VALIDATOR.iter_errors(json.loads(text))) == []
    assert text.endswith("\n")
    assert text.count("\n") == 1


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(RUN)
def test_any_run_fits_the_schema_and_comes_back_as_it_went(run: Run) -> None:
    text = render(run, "json", PLAIN)
    value = json.loads(text)

    assert text.isascii()
    assert list(VALIDATOR.iter_errors(value)) == []
    assert value == json_report.report(run)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(RUN, st.sampled_from(sorted(FORMATS)), st.sampled_from(["", "notes", "all"]))
def test_any_run_can_be_printed_in_any_format(run: Run, name: str, show: str) -> None:
    for width in (20, 100):
        options = ReportOptions(width=width, show=show, worklist=True)

        assert render(run, name, options) == render(run, name, options)


def test_the_order_of_what_has_none_changes_no_byte() -> None:
    run = RUNS["drafts"]
    backwards = tuple(
        file._replace(findings=file.findings[::-1], claims=file.claims[::-1])
        for file in run.files[::-1]
    )

    for name in FORMATS:
        again = render(run._replace(files=backwards), name, PLAIN)

        assert render(run, name, PLAIN) == again


def test_the_shape_is_the_documented_one() -> None:
    value = json_report.report(RUNS["article"])
    file = value["files"][0]

    assert list(value) == [
        *("version", "tool", "as_of", "profile", "gate", "files", "corpus", "summary"),
    ]
    assert value["version"] == 1
    assert file["score"]["overall"] == 19
    assert file["score"]["worst_window"]["first_line"] == 29
    assert file["findings"][0]["scope"] == "document"
    assert value["corpus"] == {"findings": []}
    assert value["summary"]["findings"] == {"error": 2, "warning": 28, "info": 2}
    assert value["summary"]["claims"] == {"linked": 0, "named": 0, "weak": 1, "none": 8}


def test_replacement_texts_and_paths_are_exact() -> None:
    fix = FindingFix(True, (FixEdit(0, 1, "a\x1b\r\n\tb##[error]"),))
    found = runs.finding("claims/x", 3, "Wrong.")._replace(fix=fix)
    path = "a\n::b\x7f\t.md"
    text = render(runs.run(runs.article()._replace(path=path, findings=(found,))), "json", PLAIN)

    file = json.loads(text)["files"][0]

    assert file["path"] == path
    assert file["findings"][0]["fix"]["edits"][0]["text"] == "a\x1b\r\n\tb##[error]"


def test_a_lone_surrogate_in_a_path_does_not_spoil_the_report_for_strict_parsers() -> None:
    text = render(runs.run(runs.clean_file("\udcff.md")), "json", PLAIN)

    assert json.loads(text)["files"][0]["path"] == "\\u{dcff}.md"
    assert "\\ud" not in text.replace("\\\\", "")


def test_an_excerpt_never_republishes_the_article() -> None:
    found = runs.finding(
        "claims/x", 3, "Wrong.", before="b" * 900, match="m" * 900, after="a" * 900
    )
    run = runs.run(runs.article()._replace(findings=(found,)))

    assert len(json_report.report(run)["files"][0]["findings"][0]["excerpt"]) <= 160


def test_a_score_that_is_no_number_is_an_error_and_no_report() -> None:
    category = CategoryScore("style", 1, 1, (Cost("claims/x", float("nan")),))
    score = Score(1, "", (category,))

    with pytest.raises(ValueError, match="JSON"):
        render(runs.run(runs.article()._replace(score=score)), "json", PLAIN)
