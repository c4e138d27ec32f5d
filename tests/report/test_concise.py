"""One finding a line; what was not applied is never left out."""

from __future__ import annotations

import runs

from copydesk.finding import Role
from copydesk.report import ReportOptions, concise, render

PLAIN = ReportOptions()


def rows(run: runs.Run, **options: object) -> list[str]:
    return render(run, "concise", PLAIN._replace(**options)).split("\n")[:-1]


def of(*findings: runs.Finding, **changes: object) -> runs.Run:
    return runs.run(runs.article()._replace(path="a.md", findings=findings, claims=(), **changes))


def test_a_finding_is_one_line() -> None:
    found = runs.finding("claims/x", 3, "'y' is wrong.", "Cut.", column=9, match="y")

    assert rows(of(found)) == ["a.md:3:9: warning claims/x 'y' is wrong. Cut."]


def test_a_fix_is_marked() -> None:
    found = runs.finding("claims/x", 3, "Wrong", severity=runs.ERROR, fix=True)

    assert rows(of(found)) == ["a.md:3:1: error claims/x Wrong. [fix]"]


def test_few_places_are_listed_and_many_counted() -> None:
    few = runs.finding("claims/x", 3, "Few.", also=runs.places(4, 5, 6, 7, 8, 9))
    many = runs.finding("claims/x", 5, "Many.", also=runs.places(6, 7, 8, 9, 10, 11, 12))

    assert rows(of(few, many)) == [
        "a.md:3:1: warning claims/x Few. Also 4:1 5:2 6:3 7:4 8:5 9:6.",
        "a.md:5:1: warning claims/x Many. Also 6:1 7:2 8:3 9:4 and 3 more.",
    ]


def test_twins_and_support_are_told_from_further_places() -> None:
    also = (runs.place(9, 2, Role.TWIN), runs.place(11, 3, Role.SUPPORT))
    found = runs.finding("claims/x", 3, "Wrong.", also=also)

    assert rows(of(found)) == ["a.md:3:1: warning claims/x Wrong. See 9:2. Nearest support 11:3."]


def test_rows_are_sorted_by_path_bytes_then_offset_then_rule() -> None:
    found = (
        runs.finding("claims/b", 9, "Third."),
        runs.finding("claims/b", 2, "Second."),
        runs.finding("claims/a", 2, "First."),
    )
    files = [
        runs.article()._replace(path=path, findings=found, claims=()) for path in ("é", "b", "Z")
    ]

    listed = [row.rpartition(" ")[2] for row in rows(runs.run(*files))]
    paths = [row.partition(":")[0] for row in rows(runs.run(*files))]

    assert listed == ["First.", "Second.", "Third."] * 3
    assert paths == ["Z"] * 3 + ["b"] * 3 + ["é"] * 3


def test_notes_are_shown_on_request() -> None:
    note = runs.finding("claims/x", 3, "Small.", severity=runs.INFO)

    assert rows(of(note)) == []
    assert rows(of(note), show="notes") == ["a.md:3:1: info claims/x Small."]


def test_what_was_not_applied_is_always_shown() -> None:
    german = of(
        language="de",
        rules_applied=24,
        rules_total=140,
        score=runs.Score(None, "not in English"),
        unused_suppressions=(runs.UnusedSuppression("claims/puffery", runs.at(31), "stet"),),
    )

    assert rows(german) == [
        "a.md:1:1: info readability/not-english German: 24 of 140 rules apply. No score.",
        "a.md:31:1: info suppress/unused-stet stet: claims/puffery hides nothing. Remove it.",
    ]


def test_a_rule_that_says_the_same_is_not_repeated() -> None:
    said = runs.finding("readability/not-english", 1, "German.", severity=runs.INFO)

    assert rows(of(said, language="de")) == ["a.md:1:1: info readability/not-english German."]


def test_file_notes_are_shown_on_request() -> None:
    run = of(notes=("no date to compare with",))

    assert rows(run) == []
    assert rows(run, show="notes") == ["a.md:1:1: info not applied: no date to compare with"]


def test_the_worklist_follows_the_findings() -> None:
    listed = rows(runs.run(runs.article()._replace(path="a.md")), worklist=True)

    assert len(listed) == 30 + 9
    assert listed[30] == (
        "a.md:7:10: claim source none: 'Apple has announced a strategic partnership with "
        "Alibaba'. Announced when, where and by whom?"
    )
    assert listed[34].startswith("a.md:17:10: claim number weak (report): '$600 billion'.")


def test_a_path_stands_exactly_as_given_if_it_is_harmless() -> None:
    found = runs.finding("claims/x", 3, "Wrong.")
    run = runs.run(runs.article()._replace(path="./a b/é.md", findings=(found,)))

    assert rows(run) == ["./a b/é.md:3:1: warning claims/x Wrong."]


def test_the_summary_counts_files_findings_and_what_was_let_stand() -> None:
    kept = runs.suppressing_file()
    run = runs.run(runs.article(), kept, runs.failed_file("q.txt", "not UTF-8."))

    assert concise.summary(run) == [
        "copydesk: 3 files, 2 checked, 1 not checked: 2 errors, 28 warnings, 1 note shown. "
        "1 finding let stand (stet).",
        "copydesk: exit 1: 2 errors reach the gate (--fail-on error). The score did not decide.",
    ]


def test_the_summary_of_a_clean_run_says_that_nothing_reaches_the_gate() -> None:
    run = runs.run(runs.clean_file(), gate=runs.Gate())._replace(notes=("12 .docx seen",))

    assert concise.summary(run) == [
        "copydesk: 1 file, 1 checked: 0 errors, 0 warnings, 0 notes shown.",
        "copydesk: 12 .docx seen",
        "copydesk: exit 0: nothing reaches the gate.",
    ]
    assert concise.summary(run, PLAIN._replace(quiet=True)) == []


def test_problems_are_lines_with_code_and_place() -> None:
    failed = runs.failed_file("q.txt", "byte 0x92 is not UTF-8.")
    rule = runs.Problem("RX01", "failed on this file.", "claims/x")
    partial = runs.article()._replace(path="b.md", outcome=failed.outcome, problems=(rule,))

    assert concise.problems(runs.run(failed, partial)) == [
        "b.md: error[RX01] claims/x: failed on this file.",
        "q.txt:14:22: error[EN01] byte 0x92 is not UTF-8.",
    ]
