from __future__ import annotations

from pathlib import Path

import pytest

from copydesk.errors import UsageError
from copydesk.options import Options, ReportRequest, parse


def check(*arguments: str) -> Options:
    options = parse(["check", *arguments])
    assert isinstance(options, Options)
    return options


def test_paths_and_options_may_stand_in_any_order() -> None:
    options = check("a.md", "--profile", "news", "b.md", "--quiet", "c.md")

    assert options.paths == ("a.md", "b.md", "c.md")
    assert options.profile == "news"
    assert options.quiet


def test_a_value_stands_after_a_blank_or_an_equals_sign() -> None:
    assert check("--min-score=70").min_score == check("--min-score", "70").min_score == 70


def test_selectors_are_collected_from_commas_and_repeats() -> None:
    assert check("--select", "a, b", "--select=c").select == ("a", "b", "c")
    assert check("--exclude", "x,y", "--exclude", "z").exclude == ("x,y", "z")


def test_what_follows_two_dashes_is_a_path_whatever_it_looks_like() -> None:
    options = check("--quiet", "--", "--config=evil.md", "--", "@file", "-")

    assert options.paths == ("--config=evil.md", "--", "@file", "./-")
    assert options.config == ""


def test_a_file_that_looks_like_an_option_is_refused_with_a_hint(folder: Path) -> None:
    (folder / "--config=evil.md").write_text("Scroll to Top")

    with pytest.raises(UsageError, match="Put -- before file names") as caught:
        check("--config=evil.md")

    assert caught.value.code == "US02"


def test_each_format_takes_the_output_that_follows_it() -> None:
    words = ("--format", "json", "--output", "a.json", "--format", "concise")

    assert check(*words).reports == (ReportRequest("json", "a.json"), ReportRequest("concise"))
    assert check().reports == (ReportRequest("rich", ""),)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--formt", "json"], "no option '--formt'. Did you mean '--format'?"),
        (["--form", "json"], "no option '--form'."),
        (["-q"], "no option '-q'."),
        (["--fix"], "no option '--fix'."),
        (["--format"], "--format: error[US01] takes a value: --format FORMAT."),
        (["--format", "--quiet"], "takes a value"),
        (["--format", "--", "a.md"], "takes a value"),
        (["--format="], "takes a value"),
        (["--select", " , "], "takes a value"),
        (["--quiet=yes"], "--quiet: error[US01] takes no value."),
        (["--format", "jsn"], "no format 'jsn'. Did you mean 'json'?"),
        (["--as", "docx"], "no format 'docx'. It takes text, markdown, html."),
        (["--profile", "nws"], "no name 'nws'. Did you mean 'news'?"),
        (["--min-score", "101"], "a whole number from 0 to 100"),
        (["--min-score", "-1"], "takes a value"),
        (["--min-score", "٣"], "a whole number from 0 to 100"),
        (["--as-of", "2026-02-30"], "a date like 2026-03-31"),
        (["--as-of", "20260230"], "a date like 2026-03-31"),
        (["--output", "x"], "--output: error[US01] put --format FORMAT before it."),
        (["--format", "json", "--output", "x", "--output", "y"], "one file for one --format"),
        (["--format", "json", "--format", "concise"], "two reports for standard output"),
        (
            ["--format", "json", "--output", "x", "--format", "rich", "--output", "./x"],
            "two reports for one file",
        ),
        (["-", "-"], "standard input can be read once"),
        (["--stdin-filename", "x.md", "a.md"], "goes with - for standard input"),
    ],
)
def test_a_command_line_that_makes_no_sense_is_refused(arguments: list[str], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        check(*arguments)

    assert message in str(caught.value)


def test_a_path_without_the_command_gets_it_suggested(folder: Path) -> None:
    (folder / "a.md").touch()

    with pytest.raises(UsageError, match=r"Did you mean: copydesk check a\.md\?"):
        parse(["a.md"])
    with pytest.raises(UsageError, match="Did you mean 'check'"):
        parse(["chekc"])
    with pytest.raises(UsageError, match="no command"):
        parse([])


def test_the_help_page_names_every_option_and_fits_a_terminal() -> None:
    page = parse(["check", "--profile", "news", "--help"])

    assert isinstance(page, str)
    for field in Options._fields:
        option = {"as_format": "as", "reports": "format"}.get(field, field)
        assert field == "paths" or f"--{option.replace('_', '-')}" in page
    assert max(len(line) for line in page.splitlines()) <= 100
