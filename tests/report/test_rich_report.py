"""The report people read: what stands where, at every width, with and without colour."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata
from io import StringIO
from xml.etree import ElementTree

import pytest
import runs
from rich.cells import cell_len
from rich.console import Console

import golden
from copydesk.finding import Outcome, Run, Score, SupportState
from copydesk.report import ReportOptions, render, rich_report

WIDTHS = (20, 40, 60, 61, 79, 80, 100, 140, 10_000)
SGR = re.compile(r"\x1b\[[0-9;]*m")
PLAIN = ReportOptions(width=100)


def article_run(**changes: object) -> Run:
    return runs.run(runs.article()._replace(**changes))


def many_findings() -> Run:
    found = [
        runs.finding(
            f"claims/rule-{index % 3}",
            index + 1,
            f"'thing {index}' has no support.",
            "Say who says so.",
            kind=(runs.EVIDENCE, runs.STYLE, runs.DEFECT)[index % 3],
            match=f"thing {index}",
        )
        for index in range(600)
    ]
    return article_run(findings=tuple(found), lines=600)


RUNS = {
    "article": runs.run(runs.article()),
    "clean": runs.run(runs.clean_file(), gate=runs.Gate()),
    "capped": runs.run(runs.capped_file()),
    "short": runs.run(runs.short_file(), gate=runs.Gate()),
    "suppressing": runs.run(runs.suppressing_file(), gate=runs.Gate()),
    "failed": runs.run(runs.failed_file("x/" * 200 + "q.txt", "byte 0x92 is not UTF-8. " * 9)),
    "drafts": runs.drafts(),
    "nothing": runs.run(gate=runs.Gate()),
    "many": many_findings(),
    "wide": article_run(
        path="記事/" * 30 + "漢字.md",
        findings=(
            runs.finding(
                "claims/wide",
                3,
                "'漢字漢字' ❤\ufe0f " + "漢字 " * 60,
                match="漢字" * 60,
                before="漢" * 90,
                after="字 ❤\ufe0f" * 60,
                kind=runs.EVIDENCE,
            ),
        ),
    ),
}


def shown(run: Run, **options: object) -> list[str]:
    return render(run, "rich", PLAIN._replace(**options)).split("\n")[:-1]


def section(lines: list[str], title: str) -> list[str]:
    """The lines under a heading, up to the next empty line."""
    start = next(index for index, line in enumerate(lines) if line.startswith(f" {title}"))
    end = next((index for index, line in enumerate(lines) if index > start and not line), None)
    return lines[start:end]


@pytest.mark.parametrize("name", golden.cases())
def test_a_report_is_the_golden_text(name: str) -> None:
    run, format_name, options = golden.cases()[name]

    assert (golden.FOLDER / name).read_text("utf-8") == render(run, format_name, options)


@pytest.mark.parametrize("name", RUNS)
@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_wider_than_the_terminal_or_ends_in_a_space(name: str, width: int) -> None:
    for show, worklist, quiet in (("", False, False), ("all", True, False), ("notes", False, True)):
        options = ReportOptions(
            width=width, show=show, worklist=worklist, quiet=quiet, offers=golden.OFFERS
        )
        text = render(RUNS[name], "rich", options)

        assert text.endswith("\n")
        for line in text.split("\n"):
            assert cell_len(line) <= width
            assert line == line.rstrip(" ")


@pytest.mark.parametrize("name", RUNS)
def test_colour_changes_the_look_and_at_most_the_marks(name: str) -> None:
    run = RUNS[name]
    colored = render(run, "rich", PLAIN._replace(color=True, show="all"))

    assert "\x1b" in colored
    assert all(cell_len(SGR.sub("", line)) <= 100 for line in colored.split("\n"))
    assert not set("‹›") & set(colored)
    assert "\x1b" not in render(run, "rich", PLAIN._replace(show="all"))


def test_red_is_for_errors_alone() -> None:
    colored = render(RUNS["article"], "rich", PLAIN._replace(color=True))
    red = re.findall(r"\x1b\[1;31m(.*?)\x1b\[0m", colored)

    assert red == [" MUST FIX", "    5  ", "   35  "]
    assert "\x1b[1;4mScroll to Top\x1b[0m" in colored


def test_a_console_of_the_caller_gets_the_same_report() -> None:
    out = StringIO()
    console = Console(
        file=out, width=100, force_terminal=True, color_system="standard", _environ={}
    )

    rich_report.print_to(console, RUNS["article"], PLAIN._replace(color=True))

    assert render(RUNS["article"], "rich", PLAIN._replace(color=True)) == out.getvalue()


@pytest.mark.parametrize(
    "variable", ["NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM", "UNICODE_VERSION"]
)
def test_the_environment_changes_nothing(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    options = PLAIN._replace(color=True)
    before = render(RUNS["wide"], "rich", options)

    monkeypatch.setenv(variable, {"TERM": "dumb", "UNICODE_VERSION": "4.1.0"}.get(variable, "30"))

    assert before == render(RUNS["wide"], "rich", options)


def test_sections_come_in_the_order_of_an_editors_work() -> None:
    titles = [
        line.split("  ")[0] for line in shown(RUNS["article"]) if re.match(r" [A-Z]{3}", line)
    ]

    expected = [
        " FIX THESE THREE FIRST",
        " MUST FIX",
        " NEEDS SUPPORT",
        " CLEAN UP",
        " STYLE",
        " CLAIMS TO VERIFY",
    ]
    assert expected == titles


def test_the_exit_line_is_the_last() -> None:
    for name in ("article", "drafts", "failed", "capped", "suppressing", "nothing", "many"):
        last = [line for line in shown(RUNS[name]) if line.startswith("  Exit")]

        assert len(last) == 1
        assert f"  Exit {RUNS[name].gate.exit}" in last[0]
        assert shown(RUNS[name], width=400)[-1].startswith("  Exit")


def test_a_clean_article_takes_two_lines() -> None:
    lines = shown(RUNS["clean"])

    assert len(lines) == 2
    assert lines[0].startswith("── posts/harbour-dredging.md ──")
    assert lines[0].endswith(" Markdown · profile news · 812 words, 96% read ──")
    assert "14 claims, 12 supported (--worklist)" in lines[1]


def test_a_gate_that_fails_is_never_two_lines() -> None:
    run = RUNS["clean"]._replace(gate=runs.Gate("info", None, 1, ("2 notes reach the gate",)))

    assert "  Exit 1: 2 notes reach the gate." in shown(run)


def test_notes_that_stand_alone_are_shown_on_request() -> None:
    lines = shown(RUNS["clean"], show="notes")

    assert section(lines, "NOTES")[0].endswith("2 notes")
    assert not any("NOTES" in line for line in shown(RUNS["clean"]))


def test_the_losses_of_a_category_add_up() -> None:
    for line in shown(RUNS["article"], width=120):
        match = re.match(r"  [a-z]+ +(\d+)  [█·]{16}  (.*)", line)
        if match:
            lost = sum(int(points) for points in re.findall(r"−(\d+)", match[2]))
            assert 100 - int(match[1]) == lost


def test_points_that_are_no_whole_numbers_still_add_up() -> None:
    category = runs.ARTICLE_SCORE.categories[0]._replace(
        score=90,
        costs=tuple(runs.Cost(f"claims/rule-{index}", 10 / 3) for index in range(3)),
    )
    score = runs.ARTICLE_SCORE._replace(categories=(category,))

    text = "\n".join(shown(article_run(score=score)))

    assert "rule 0 −4, rule 1 −3, rule 2 −3" in text


def test_the_arithmetic_is_printed() -> None:
    line = next(line for line in shown(RUNS["article"]) if line.startswith("  19 = "))

    expected = "  19 = 0.75 × 22 (the five together) + 0.25 × 9 (worst passage, lines 29–33)."
    assert f"{expected} No cap lowered it." == line


def test_a_sum_that_does_not_come_out_is_not_printed_as_one() -> None:
    score = runs.ARTICLE_SCORE._replace(combined=24)

    text = "\n".join(shown(article_run(score=score)))

    assert "19 comes of 24 (the five together) and 9 (worst passage, lines 29–33)." in text


def test_a_passage_of_several_paragraphs_is_named_by_their_lines() -> None:
    score = runs.ARTICLE_SCORE._replace(worst_window=runs.Window(3, 29, 9, (3, 17, 29)))

    assert "(worst passage, lines 3, 17 and 29)" in "\n".join(shown(article_run(score=score)))


def test_an_article_without_a_worst_passage_counts_it_as_full() -> None:
    score = runs.ARTICLE_SCORE._replace(combined=92, uncapped=94, worst_window=None)

    text = "\n".join(shown(article_run(score=score)))

    assert "94 = 0.75 × 92 (the five together) + 0.25 × 100 (no passage is worse)." in text


def test_a_cap_is_named_with_the_score_that_it_hides() -> None:
    text = " ".join(line.strip() for line in shown(RUNS["capped"]))

    assert "NOT READY    39 (91) of 100" in text
    assert "Capped at 39 by todo-marker, line 22." in text


def test_a_score_that_abstains_gives_its_reason_on_the_same_line() -> None:
    assert "  READY    n/a (94 words: too short)" in shown(RUNS["short"])[1]


def test_a_short_text_shows_how_far_its_score_may_be_off() -> None:
    text = "\n".join(shown(article_run(score=runs.ARTICLE_SCORE._replace(band=8))))

    assert "19 ± 8 of 100" in text


def test_the_verdict_sentences_name_errors_first_and_then_what_costs_most() -> None:
    lines = shown(RUNS["article"])

    assert lines[3:5] == [
        "  Page leftovers are still in the text, the title is there twice, nothing is sourced.",
        "  Style counts in full because 5 of 9 signal groups agree; one alone would hardly count.",
    ]


@pytest.mark.parametrize(
    ("active", "said"),
    [
        (3, "Style counts in full because 3 of 9 signal groups agree"),
        (2, "Style counts in part because only 2 of 9 signal groups agree."),
        (1, "Style hardly counts: 1 of 9 signal groups speaks"),
    ],
)
def test_how_far_style_counts_is_said(active: int, said: str) -> None:
    score = runs.ARTICLE_SCORE._replace(groups_active=active)

    assert said in "\n".join(shown(article_run(score=score)))


def test_the_gate_passes_after_the_action_that_clears_the_last_error() -> None:
    lines = section(shown(RUNS["article"]), "FIX THESE THREE FIRST")

    assert lines[0].endswith("19 → 48")
    assert lines[1].startswith("  1  Delete what is not the article: lines 3, 5 and 35.")
    assert lines[1].endswith("clears 4, gate passes · 19 → 26")
    assert sum("gate passes" in line for line in lines) == 1


def test_the_gate_does_not_pass_under_the_score_it_asks_for() -> None:
    run = RUNS["article"]
    gate = run.gate._replace(min_score=40)

    lines = section(shown(run._replace(gate=gate)), "FIX THESE THREE FIRST")

    assert lines[5].endswith("clears 3, gate passes · 32 → 48")


def test_findings_of_one_rule_share_its_name_and_what_is_wrong() -> None:
    lines = section(shown(RUNS["article"]), "NEEDS SUPPORT")

    assert sum("unsupported-superlative" in line for line in lines) == 1
    assert sum("‹unparalleled›" in line for line in lines) == 1
    said = "       This has no support. Give a figure, ranking or source, or drop it."
    assert lines.count(said) == 1


def test_what_weighs_most_leads_and_an_average_comes_last() -> None:
    lines = section(shown(RUNS["article"]), "NEEDS SUPPORT")
    whole = [index for index, line in enumerate(lines) if line.startswith("  all  ")]

    assert whole == [1, len(lines) - 2]
    assert lines[1].endswith("unsourced-article")
    assert lines[-2].endswith("low-specificity")


def test_a_twin_and_a_support_are_named() -> None:
    support = (runs.place(9, 1, runs.Role.SUPPORT),)
    found = runs.finding("claims/x", 7, "Weak.", kind=runs.EVIDENCE, match="x", also=support)

    assert "       Weak. Nearest support: line 9." in shown(article_run(findings=(found,)))
    assert "The ending says it again. Keep one. See line 33." in "\n".join(shown(RUNS["article"]))


def test_many_findings_of_a_rule_are_packed_with_their_lines_and_unpacked_on_request() -> None:
    packed = shown(many_findings(), width=100)
    unpacked = shown(many_findings(), show="all")

    assert any("196 more: 13 16 19" in line for line in packed)
    assert "and 136 more places (--show all)" in " ".join(line.strip() for line in packed)
    assert len(packed) < 60
    for index in range(600):
        assert any(f"‹thing {index}›" in line for line in unpacked)


def test_style_is_one_line_a_rule_and_the_rest_is_packed() -> None:
    lines = section(shown(RUNS["article"]), "STYLE")

    assert lines[0].endswith("15 warnings, counted together")
    assert len(lines) == 1 + 9 + 2
    assert lines[10].startswith("  6 more: teaser-instead-of-lede 3 · ")
    assert lines[11].endswith("puffery 7 7 7 17 17 17 33")


def test_no_style_rule_is_left_out_of_the_packed_list() -> None:
    for width in (60, 80, 100, 140):
        text = " ".join(section(shown(RUNS["article"], width=width), "STYLE"))

        for finding in runs.article().findings:
            if finding.rule_class is runs.STYLE and finding.severity is runs.WARNING:
                assert finding.name in text


def test_style_that_nothing_corroborates_is_one_line() -> None:
    score = runs.ARTICLE_SCORE._replace(groups_active=1)
    style = tuple(f for f in runs.article().findings if f.rule_class is runs.STYLE)[:3]
    run = article_run(score=score, findings=style)

    assert len(section(shown(run), "STYLE")) == 1
    assert section(shown(run), "STYLE")[0].endswith("3 style notes, not counted (1 of 9 groups)")
    assert len(section(shown(run, show="all"), "STYLE")) > 3


def test_the_three_open_claims_of_most_worth_are_shown_and_the_rest_counted() -> None:
    lines = section(shown(RUNS["article"]), "CLAIMS TO VERIFY")

    assert lines[0].endswith(
        "9: none supported, 1 weakly, 8 not · copydesk cannot tell what is true"
    )
    assert [line[:7] for line in lines[1::2]] == ["   17  ", "    7  ", "   33  "] + ["       "] * (
        len(lines[1::2]) - 3
    )
    assert lines[-1] == "       6 more: --worklist"


def test_the_worklist_has_every_claim_with_type_support_and_question() -> None:
    lines = section(shown(RUNS["article"], worklist=True), "WORKLIST")
    rows = [line for line in lines if re.match(r" +\d+  [a-z]", line)]

    assert len(rows) == 9
    assert [int(row.split()[0]) for row in rows] == sorted(int(row.split()[0]) for row in rows)
    assert any(row.endswith("weak: report") for row in rows)
    assert "       Which McKinsey report, which year? Is it a total, or a sum per year?" in lines


def test_the_worklist_of_a_clean_article_follows_its_two_lines() -> None:
    lines = shown(RUNS["clean"], worklist=True)

    assert lines[3].startswith(" WORKLIST")
    assert len(lines) == 4 + 14


def test_a_claim_outside_its_sentence_is_shown_alone() -> None:
    odd = runs.claim(3, "12 boats", "Something else.", state=SupportState.NAMED, support="name")

    assert "    3  number  “‹12 boats›”" in "\n".join(
        shown(article_run(claims=(odd,)), worklist=True)
    )


def test_an_excerpt_stands_for_the_match_that_a_message_opens_with() -> None:
    quoted = "A " + "very " * 30 + "long reply"
    found = (
        runs.finding("leakage/a", 1, "'Sure!' is a reply.", match="Sure!", severity=runs.ERROR),
        runs.finding("leakage/b", 2, "'[3]': no note.", match="[3]", severity=runs.ERROR),
        runs.finding(
            "leakage/c", 3, f"'{quoted[:40]}…' is one.", match=quoted, severity=runs.ERROR
        ),
    )
    lines = section(shown(article_run(findings=found)), "MUST FIX")

    assert lines[2::2] == ["       This is a reply.", "       No note.", "       This is one."]


def test_a_message_that_does_not_name_its_match_has_it_in_front() -> None:
    found = runs.finding("safety/x", 4, "This looks like a telephone number.", match="0123 456")

    line = section(shown(article_run(findings=(found,))), "CLEAN UP")[1]

    assert line.startswith("    4  “‹0123 456›” This looks like a telephone number.")


def test_a_line_that_the_message_names_is_not_named_again() -> None:
    twin = (runs.place(1, 1, runs.Role.TWIN),)
    found = runs.finding("repetition/x", 5, "The same as in line 1.", match="x", also=twin)

    assert "See line" not in "\n".join(shown(article_run(findings=(found,))))
    assert "See" not in render(article_run(findings=(found,)), "concise", PLAIN)


def test_a_second_place_in_the_same_line_is_no_other_line() -> None:
    found = runs.finding("claims/x", 5, "Again.", match="x", also=(runs.place(5, 30),))

    text = "\n".join(shown(article_run(findings=(found,))))

    assert "Again in this line." in text
    assert "Also line" not in text


def test_what_a_linked_claim_would_be_asked_is_not_asked() -> None:
    linked = runs.claim(3, "12 boats", "There were 12 boats.", state=SupportState.LINKED)

    lines = section(shown(article_run(claims=(linked,)), worklist=True), "WORKLIST")

    assert len(lines) == 2


def test_what_was_let_stand_is_counted_always_and_explained_on_request() -> None:
    counted = shown(RUNS["suppressing"])
    explained = shown(RUNS["suppressing"], show="notes")

    assert counted[2].endswith("1 let stand")
    assert section(counted, "LET STAND")[0].endswith("1 finding let stand (stet), 1 unused")
    assert "stet: claims/puffery hides nothing. Remove it." in section(counted, "LET STAND")[1]
    assert "It is the name of the hotel." in section(explained, "LET STAND")[1]


def test_a_file_that_was_not_checked_says_so_instead_of_a_verdict() -> None:
    file = runs.failed_file("q.txt", "byte 0x92 is not UTF-8. Save it as UTF-8.")
    lines = shown(runs.run(file, gate=runs.Gate(exit=3, reasons=("1 file was not checked",))))

    assert lines[0].endswith(" not read ──")
    assert lines[2] == "  NOT CHECKED"
    assert "READY" not in "\n".join(lines)
    assert "errors" not in "\n".join(lines)
    assert "  EN01 line 14: byte 0x92 is not UTF-8. Save it as UTF-8." in lines
    assert lines[-1] == "  Exit 3: 1 file was not checked."


def test_a_file_in_which_a_rule_failed_shows_what_the_others_found() -> None:
    problem = runs.Problem("RX01", "failed on this file.", "claims/puffery")
    run = article_run(outcome=Outcome.INCOMPLETE, problems=(problem,), score=Score(None, "x"))

    text = "\n".join(shown(run))

    assert "NOT FULLY CHECKED    n/a (x)" in text
    assert "RX01 claims/puffery: failed on this file." in text
    assert "MUST FIX" in text


def test_what_was_not_applied_is_counted_and_shown_on_request() -> None:
    note = "claims/stale-date needs a date to compare with"
    run = article_run(notes=(note,))

    assert "--show notes for the 2 notes, 1 not applied" in "\n".join(shown(run))
    assert f"{note}." in "\n".join(shown(run, show="notes"))


def test_a_text_in_another_language_says_how_many_rules_applied() -> None:
    run = article_run(language="de", rules_applied=24, rules_total=140)

    assert "  German: 24 of 140 rules apply." in shown(run)


def test_only_what_the_command_line_can_do_is_offered() -> None:
    bare = "\n".join(shown(RUNS["article"]))
    full = "\n".join(shown(RUNS["article"], offers=golden.OFFERS))

    assert "--fix" not in bare
    assert "explain" not in bare
    assert "html" not in bare
    assert "Next: copydesk check --fix FILE (3 safe fixes: lines 3, 5, 35)" in full


def test_quiet_leaves_header_verdict_errors_and_exit() -> None:
    lines = shown(RUNS["article"], quiet=True)

    assert len(lines) == 11
    assert " MUST FIX" in lines[4]
    assert lines[-1].startswith("  Exit 1")


def test_a_folder_is_a_table_worst_first() -> None:
    lines = shown(RUNS["drafts"])

    assert "56 checked, 2 not checked · profile news (copydesk.toml)" in lines[0]
    assert lines[2].endswith("file in drafts/")
    assert [line.split()[-1] for line in lines[3:8]] == [
        "apple-alibaba.txt",
        "19-profile.md",
        "good-00.md",
        "good-01.md",
        "good-02.md",
    ]
    assert lines[4].startswith("     39 (91)  NOT READY         1     0      2 of 14")
    assert lines[8].strip() == "51 more without an error: --show all"
    failed = [line for line in lines if line.startswith("  NOT CHECKED")]
    assert failed[0].startswith("  NOT CHECKED  drafts/old.md (12.3 MB is over the limit of 10 MB)")
    assert lines[-1] == "  Exit 3: 2 files were not checked."


def test_a_stopped_commit_sees_the_line_of_each_error() -> None:
    lines = section(shown(RUNS["drafts"]), "MUST FIX")

    assert lines[0].endswith("3 errors")
    assert [line.split(": ")[0] for line in lines[1:] if line.startswith("  drafts")] == [
        "  drafts/apple-alibaba.txt:5",
        "  drafts/apple-alibaba.txt:35",
        "  drafts/19-profile.md:22",
    ]


def test_many_errors_of_a_run_are_counted_in_the_end() -> None:
    error = runs.finding("placeholder/x", 7, "'TK' is a note.", match="TK", severity=runs.ERROR)
    files = [
        runs.capped_file()._replace(path=f"d/{index:03}.md", findings=(error,) * 8)
        for index in range(40)
    ]

    lines = section(shown(runs.run(*files)), "MUST FIX")

    assert "  d/000.md: 3 more, line 7" in lines
    assert lines[-1] == "  224 more in other files: --format concise"


def test_every_file_with_an_error_has_a_row() -> None:
    files = [runs.capped_file()._replace(path=f"d/{index:03}.md") for index in range(40)]
    files += [runs.clean_file(f"d/good-{index}.md") for index in range(40)]

    text = "\n".join(shown(runs.run(*files)))

    assert all(f"{index:03}.md" in text for index in range(40))
    assert "40 more without an error: --show all" in text


def test_a_small_folder_is_shown_whole() -> None:
    text = "\n".join(shown(runs.drafts(count=7)))

    assert "more without an error" not in text
    assert "33-brief.md" in text


def test_everything_shown_adds_each_articles_report_to_the_table() -> None:
    lines = shown(RUNS["drafts"], show="all")

    assert sum(line.startswith("── drafts/") for line in lines) == 58
    assert sum(line.startswith(" MUST FIX") for line in lines) == 2
    assert not any("gate passes" in line for line in lines)
    assert lines[-1].startswith("  Exit 3")


def test_a_long_path_is_clipped_in_the_middle() -> None:
    lines = shown(RUNS["failed"])

    assert cell_len(lines[0]) <= 98
    assert "…" in lines[0]
    assert "q.txt ─" in lines[0]


def test_one_cell_characters_are_what_they_are_taken_for() -> None:
    from copydesk.report import layout

    for code in range(0x20, 0x3000):
        char = chr(code)
        if layout._ONE_CELL.fullmatch(char):
            assert cell_len(char, "latest") == 1
            assert unicodedata.category(char)[0] != "C"


def test_the_picture_needs_no_network() -> None:
    picture = rich_report.svg(RUNS["article"], PLAIN)

    ElementTree.fromstring(picture)
    assert "font-face" not in picture
    assert "url(http" not in picture
    assert picture == rich_report.svg(RUNS["article"], PLAIN)


@pytest.mark.parametrize(
    ("format_name", "color", "loaded"),
    [
        ("json", False, "False"),
        ("concise", False, "False"),
        ("rich", False, "False"),
        ("rich", True, "True"),
    ],
)
def test_rich_is_imported_for_colour_alone(format_name: str, color: bool, loaded: str) -> None:
    code = (
        "import sys, runs\n"
        "from copydesk.report import render, ReportOptions, concise\n"
        f"render(runs.run(runs.article()), {format_name!r}, ReportOptions(color={color}))\n"
        "concise.summary(runs.drafts())\n"
        "print('rich' in sys.modules)\n"
    )
    folder = os.path.dirname(__file__)
    environment = {**os.environ, "PYTHONPATH": folder}
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True
    )

    assert f"{loaded}\n" == result.stdout
