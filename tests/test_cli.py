from __future__ import annotations

import json
import os
import re
import select
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import CLEAN, RESIDUE, Command, environment
from copydesk import cli, output
from copydesk.cli import gate_of
from copydesk.finding import Excerpt, FileResult, Finding, Outcome, Score
from copydesk.settings import RuleClass, Severity
from copydesk.span import Position

if TYPE_CHECKING:
    from copydesk.rulefile import Catalogue

NOT_UTF8 = b"It\x92s a harbour.\n"
START = Position(0, 0, 1, 1, 1)


@pytest.fixture
def articles(folder: Path) -> Path:
    """Return a folder with a clean article, one with an error, and one that cannot be read."""
    (folder / "clean.md").write_text(CLEAN)
    (folder / "bad.md").write_text(RESIDUE)
    (folder / "broken.md").write_bytes(NOT_UTF8)
    return folder


# Exit codes


def test_a_clean_article_exits_0(articles: Path, copydesk: Command) -> None:
    result = copydesk("check", "clean.md")

    assert result.returncode == 0
    assert "clean.md" in result.stdout


def test_an_error_exits_1(articles: Path, copydesk: Command) -> None:
    result = copydesk("check", "bad.md")

    assert result.returncode == 1
    assert "page-furniture" in result.stdout


@pytest.mark.parametrize("format_name", ["rich", "concise", "json"])
def test_the_exit_code_is_the_same_for_every_format(
    articles: Path, copydesk: Command, format_name: str
) -> None:
    codes = [
        copydesk("check", "--format", format_name, *paths).returncode
        for paths in (["clean.md"], ["bad.md"], ["bad.md", "broken.md"])
    ]

    assert codes == [0, 1, 3]


def test_a_file_that_cannot_be_checked_exits_3_and_the_others_are_checked(
    articles: Path, copydesk: Command
) -> None:
    result = copydesk("check", "--format", "concise", "no.md", "broken.md", "bad.md")

    assert result.returncode == 3
    assert "no.md: error[IO01] no such file." in result.stderr
    assert re.search(r"^broken\.md.*error\[EN01\].*byte 0x92", result.stderr, re.MULTILINE)
    assert "bad.md:3:1: error residue/page-furniture" in result.stdout
    assert "2 files were not checked" in result.stderr


def test_allow_incomplete_leaves_the_verdict_to_the_findings_and_still_tells(
    articles: Path, copydesk: Command
) -> None:
    clean = copydesk("check", "--allow-incomplete", "--format", "concise", "no.md", "clean.md")
    bad = copydesk("check", "--allow-incomplete", "--format", "concise", "no.md", "bad.md")

    assert (clean.returncode, bad.returncode) == (0, 1)
    assert "error[IO01]" in clean.stderr
    assert "1 file was not checked (--allow-incomplete)" in clean.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "copydesk: error[US01] no command."),
        (["check", "--nope"], "copydesk check: error[US01] no option '--nope'."),
        (["check", "--select", "nonsense", "."], "--select: error[CF02] no rule 'nonsense'"),
        (["check", "--ignore", "page-furnitur", "."], "Did you mean 'page-furniture'?"),
        (["check", "-"], "-: error[US01] say how to read it"),
        (["check", "--config", "no.toml", "."], "no.toml: error[CF05] cannot be read"),
        (["check", "empty"], "empty: error[IO08] nothing to check: 0 .md, .html or .txt files"),
        (["check", "--format", "json", "--output", "no/x.json", "."], "no/x.json: error[OU02]"),
        (["check", "--format", "json", "--output", "empty", "."], "it is a folder"),
        (["check", "--format", "json", "--output", "bad.md", "."], "one of the files to check"),
    ],
)
def test_a_mistake_of_the_user_exits_2_with_one_line_and_no_report(
    articles: Path, copydesk: Command, arguments: list[str], message: str
) -> None:
    (articles / "empty").mkdir()

    result = copydesk(*arguments)

    assert result.returncode == 2
    assert message in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


def test_a_run_without_any_rule_is_a_mistake(
    articles: Path, copydesk: Command, catalogue: Catalogue
) -> None:
    result = copydesk("check", "--ignore", ",".join(catalogue.rules), "clean.md")

    assert result.returncode == 2
    assert "error[CF06] no rule is left to run." in result.stderr


def test_a_mistake_in_the_configuration_comes_before_a_missing_file(
    articles: Path, copydesk: Command
) -> None:
    (articles / "copydesk.toml").write_text('profle = "news"')

    result = copydesk("check", "no.md")

    assert result.returncode == 2
    assert result.stderr == (
        "copydesk.toml:1:1: error[CF02] no key 'profle'. Did you mean 'profile'?\n"
    )


def test_what_configuration_excludes_leaves_a_line_and_exits_0(
    articles: Path, copydesk: Command
) -> None:
    (articles / "copydesk.toml").write_text('exclude = ["bad.md"]')

    result = copydesk("check", "bad.md")

    assert result.returncode == 0
    assert "nothing left to check: 1 path excluded: bad.md." in result.stderr
    assert result.stdout == ""


def test_a_run_that_excludes_everything_still_writes_valid_json(
    articles: Path, copydesk: Command
) -> None:
    result = copydesk("check", "--exclude", "*.md", "--format", "json", "bad.md")

    assert result.returncode == 0
    assert json.loads(result.stdout)["files"] == []


# The gate


def result_with(
    *severities: Severity, score: int | None = None, checked: bool = True
) -> FileResult:
    findings = tuple(
        Finding(
            "id", "family/name", RuleClass.DEFECT, "", severity, "m", "a", False, START, START,
            Excerpt("", "", ""),
        )
        for severity in severities
    )  # fmt: skip
    outcome = Outcome.CHECKED if checked else Outcome.INCOMPLETE
    return FileResult(
        "a.md", "markdown", "utf-8", outcome, "general", findings=findings, score=Score(score, "")
    )


ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


@pytest.mark.parametrize(
    ("severities", "fail_on", "code", "reasons"),
    [
        ([], "error", 0, ()),
        ([WARNING, INFO], "error", 0, ()),
        ([ERROR], "error", 1, ("1 error reaches the gate (--fail-on error)",)),
        (
            [ERROR, ERROR, WARNING, INFO],
            "warning",
            1,
            ("2 errors and 1 warning reach the gate (--fail-on warning)",),
        ),
        ([INFO], "info", 1, ("1 note reaches the gate (--fail-on info)",)),
        ([ERROR], "never", 0, ()),
    ],
)
def test_findings_reach_the_gate_from_its_severity_on(
    severities: list[Severity], fail_on: str, code: int, reasons: tuple[str, ...]
) -> None:
    gate = gate_of(
        [result_with(*severities)], fail_on=fail_on, min_score=None, allow_incomplete=False
    )

    assert (gate.exit, gate.reasons) == (code, reasons)


@pytest.mark.parametrize(
    ("score", "code"), [(69, 1), (70, 0), (None, 0)], ids=["under", "at", "n/a"]
)
def test_a_score_under_the_least_fails_and_one_that_abstains_does_not(
    score: int | None, code: int
) -> None:
    gate = gate_of(
        [result_with(score=score)], fail_on="error", min_score=70, allow_incomplete=False
    )

    assert gate.exit == code


def test_incomplete_weighs_more_than_findings_and_is_named_first() -> None:
    files = [result_with(ERROR, score=10), result_with(checked=False)]

    gate = gate_of(files, fail_on="error", min_score=70, allow_incomplete=False)

    assert gate.exit == 3
    assert gate.reasons == (
        "1 file was not checked",
        "1 error reaches the gate (--fail-on error)",
        "score 10 is too low (--min-score 70)",
    )


def test_options_win_over_the_configured_gate(articles: Path, copydesk: Command) -> None:
    (articles / "copydesk.toml").write_text('fail_on = "never"')

    assert copydesk("check", "bad.md").returncode == 0
    assert copydesk("check", "--fail-on", "error", "bad.md").returncode == 1
    assert copydesk("check", "--isolated", "bad.md").returncode == 1
    assert copydesk("check", "--ignore", "page-furniture", "bad.md").returncode == 0


# Paths


def test_without_a_path_the_current_folder_is_checked(articles: Path, copydesk: Command) -> None:
    result = copydesk("check", "--format", "concise")

    assert result.returncode == 3
    assert "bad.md:3:1: error" in result.stdout
    assert "copydesk: 3 files, 2 checked, 1 not checked" in result.stderr


def test_standard_input_is_read_under_the_name_it_is_given(folder: Path, copydesk: Command) -> None:
    named = copydesk("check", "--format", "concise", "--stdin-filename", "x.md", "-", stdin=RESIDUE)
    unnamed = copydesk("check", "--format", "concise", "--as", "text", "-", stdin=RESIDUE)

    assert named.stdout.startswith("x.md:3:1: error residue/page-furniture")
    assert unnamed.stdout.startswith("<stdin>:3:1: error residue/page-furniture")
    assert named.returncode == unnamed.returncode == 1


def test_an_option_that_is_also_a_file_is_refused_and_two_dashes_help(
    folder: Path, copydesk: Command
) -> None:
    (folder / "--config=evil.md").write_text(RESIDUE)

    refused = copydesk("check", "--config=evil.md")
    checked = copydesk("check", "--format", "concise", "--", "--config=evil.md")

    assert refused.returncode == 2
    assert "Put -- before file names." in refused.stderr
    assert checked.returncode == 1
    assert checked.stdout.startswith("--config=evil.md:3:1: error")


def test_an_unsupported_extension_named_by_hand_is_incomplete_until_it_is_told_how(
    folder: Path, copydesk: Command
) -> None:
    (folder / "notes.rst").write_text(RESIDUE)

    assert "error[FM03]" in copydesk("check", "notes.rst").stderr
    assert copydesk("check", "notes.rst").returncode == 3
    assert copydesk("check", "--as", "text", "notes.rst").returncode == 1


def test_the_result_does_not_depend_on_the_order_or_company_of_files(
    articles: Path, copydesk: Command
) -> None:
    one = copydesk("check", "--format", "json", "bad.md", "clean.md").stdout
    other = copydesk("check", "--format", "json", "clean.md", "bad.md").stdout
    alone = copydesk("check", "--format", "json", "bad.md").stdout

    assert one == other
    assert json.loads(one)["files"][0] == json.loads(alone)["files"][0]


@pytest.mark.parametrize(
    "surroundings",
    [
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo"},
        {"LC_ALL": "C", "PYTHONUTF8": "0"},
        {"COLUMNS": "40", "TERM": "dumb"},
        {"GITHUB_ACTIONS": "true"},
    ],
    ids=str,
)
def test_json_is_the_same_to_the_byte_whatever_the_surroundings(
    articles: Path, copydesk: Command, surroundings: dict[str, str]
) -> None:
    expected = copydesk("check", "--format", "json", "bad.md", "clean.md").stdout

    got = copydesk("check", "--format", "json", "bad.md", "clean.md", env=surroundings).stdout

    assert expected == got


# Reports


def test_several_reports_are_written_in_one_run(articles: Path, copydesk: Command) -> None:
    (articles / "old.json").write_text("old")

    result = copydesk(
        *("check", "bad.md", "--format", "json", "--output", "old.json"),
        *("--format", "concise", "--output", "found.txt", "--format", "rich"),
    )

    assert json.loads((articles / "old.json").read_text())["gate"]["exit"] == 1
    assert (articles / "found.txt").read_text().startswith("bad.md:3:1: error")
    assert "NOT READY" in result.stdout
    assert sorted(path.name for path in articles.glob("*.tmp")) == []


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize("format_name", ["rich", "concise", "json"])
def test_a_report_that_finds_no_room_exits_4(articles: Path, format_name: str) -> None:
    with open("/dev/full", "w") as full:
        result = run_raw("check", "--format", format_name, "bad.md", stdout=full)
    to_file = run_raw("check", "--format", format_name, "--output", "/dev/full", "bad.md")

    for got in (result, to_file):
        assert got.returncode == 4
        assert "error[OU01] report not written: No space left on device." in got.stderr
        assert "Traceback" not in got.stderr


def test_a_closed_standard_output_exits_4(articles: Path) -> None:
    result = subprocess.run(
        f"{sys.executable} -m copydesk check bad.md >&-",
        shell=True,
        env=environment(),
        stderr=subprocess.PIPE,
        text=True,
    )

    assert result.returncode == 4
    assert "error[OU01]" in result.stderr


def test_a_reader_that_goes_away_exits_141_without_a_traceback(articles: Path) -> None:
    read, write = os.pipe()
    os.close(read)

    result = run_raw("check", "--format", "json", "bad.md", stdout=write)
    os.close(write)

    assert result.returncode == 141
    assert result.stderr == ""


def run_raw(*arguments: str, stdout: object = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "copydesk", *arguments],
        env=environment(),
        stdout=stdout,  # type: ignore[call-overload] # whatever subprocess takes
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_no_encoding_of_the_terminal_is_too_narrow(
    folder: Path, copydesk: Command, encoding: str
) -> None:
    (folder / "a.md").write_text("“Größe” 港 \ud83d".encode("utf-8", "replace").decode() + RESIDUE)

    for format_name in ("rich", "concise", "json"):
        result = copydesk(
            "check", "--format", format_name, "a.md", env={"PYTHONIOENCODING": encoding}
        )
        assert result.returncode == 1
        assert "Traceback" not in result.stderr


def test_a_pipe_gets_no_escape_sequence_unless_it_asks_for_colour(
    articles: Path, copydesk: Command
) -> None:
    assert "\x1b" not in copydesk("check", "bad.md").stdout
    assert "\x1b[" in copydesk("check", "--color", "always", "bad.md").stdout


def test_the_report_is_as_wide_as_columns_say_or_a_hundred(
    articles: Path, copydesk: Command
) -> None:
    usual = copydesk("check", "bad.md").stdout
    narrow = copydesk("check", "bad.md", env={"COLUMNS": "60"}).stdout

    assert 60 < max(len(line) for line in usual.splitlines()) <= 100
    assert max(len(line) for line in narrow.splitlines()) <= 60


@pytest.mark.parametrize(
    ("columns", "expected"),
    [("60", 60), ("1", 40), ("0", 100), ("-5", 100), ("x", 100), ("9" * 10_000, 99_999)],
    ids=lambda value: str(value)[:9],
)
def test_nonsense_in_columns_is_survived(
    monkeypatch: pytest.MonkeyPatch, columns: str, expected: int
) -> None:
    monkeypatch.setenv("COLUMNS", columns)

    assert output.width(None) == expected


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_a_terminal_gets_colour_unless_it_declines(articles: Path) -> None:
    assert "\x1b[" in on_terminal("check", "bad.md")
    assert "\x1b[" not in on_terminal("check", "bad.md", env={"NO_COLOR": "1"})
    assert "\x1b[" not in on_terminal("check", "bad.md", env={"TERM": "dumb"})
    assert "\x1b[" not in on_terminal("check", "--color", "never", "bad.md")


def on_terminal(*arguments: str, env: dict[str, str] | None = None) -> str:
    """Return what the command shows on a pseudo-terminal."""
    import pty  # not on every platform

    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "copydesk", *arguments],
        env=environment() | (env or {}),
        stdin=slave,
        stdout=slave,
        stderr=slave,
    )
    os.close(slave)
    shown = b""
    while select.select([master], [], [], 30)[0]:
        try:
            chunk = os.read(master, 65_536)
        except OSError:
            # Linux reports the closed other end so
            break
        if not chunk:
            break
        shown += chunk
    process.wait(timeout=30)
    os.close(master)
    return shown.decode()


HOSTILE = [
    "::add-mask::x.md",
    "##[error]x.md",
    "a\n::stop-commands::x.md",
    "\x1b[2J\x1b]0;title\x07.md",
    "[red]x[_red].md",
    "\u202egnp.md",
    "%0A::error.md",
]


@pytest.mark.parametrize("format_name", ["rich", "concise"])
def test_no_name_or_text_commands_a_terminal_or_a_build_server(
    folder: Path, copydesk: Command, format_name: str
) -> None:
    for name in HOSTILE:
        (folder / name).write_text(f"{RESIDUE}\n{name}\n\n::error::x\n")

    result = copydesk("check", "--format", format_name, env={"GITHUB_ACTIONS": "true"})
    missing = copydesk("check", "--", *(f"no-{name}" for name in HOSTILE))

    shown = result.stdout + result.stderr + missing.stdout + missing.stderr
    assert not [line for line in shown.split("\n") if line.lstrip().startswith("::")]
    assert "##[" not in shown
    assert not [char for char in shown if char != "\n" and not char.isprintable()]


def test_quiet_says_only_what_is_wrong(articles: Path, copydesk: Command) -> None:
    clean = copydesk("check", "--quiet", "--format", "concise", "clean.md")
    bad = copydesk("check", "--quiet", "--format", "concise", "bad.md", "no.md")

    assert clean.stdout + clean.stderr == ""
    assert bad.stdout.count("\n") == 1
    assert bad.stderr.count("\n") == 1


def test_the_configuration_in_effect_is_named(articles: Path, copydesk: Command) -> None:
    (articles / "copydesk.toml").write_text('profile = "news"')

    result = copydesk("check", "clean.md")

    expected = "copydesk: configuration copydesk.toml, the nearest above this folder.\n"
    assert result.stderr.startswith(expected)


# Trouble


def test_an_unexpected_failure_exits_4_with_one_line(
    articles: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from copydesk import runner

    for failure in (ValueError("\x1b[31m"), SystemExit(0), RecursionError(), MemoryError()):

        def fail(*_: object, failure: BaseException = failure) -> None:
            raise failure

        monkeypatch.setattr(runner, "check_files", fail)

        assert cli.main(["check", "bad.md"]) == 4
        told = capsys.readouterr().err
        assert f"error[CD01] internal error: {type(failure).__name__}" in told
        assert told.count("\n") == 1
        assert "\x1b" not in told


def test_debug_adds_the_traceback(
    articles: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from copydesk import runner

    monkeypatch.setattr(runner, "check_files", None)

    assert cli.main(["check", "--debug", "bad.md"]) == 4
    assert "Traceback (most recent call last)" in capsys.readouterr().err


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_the_run_without_a_traceback_or_half_a_report(
    folder: Path, number: signal.Signals, code: int
) -> None:
    words = ["check", "--as", "text", "-", "--format", "json", "--output", "out.json"]
    process = subprocess.Popen(
        [sys.executable, "-m", "copydesk", *words],
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    # more than a pipe holds: once it is written, the run is reading and waits for the end
    assert process.stdin is not None
    process.stdin.write("x" * 200_000)
    process.stdin.flush()
    process.send_signal(number)
    stdout, stderr = process.communicate(timeout=10)

    assert process.returncode == code
    assert stdout == ""
    assert stderr in ("copydesk: interrupted.\n", "copydesk: terminated.\n")
    assert list(folder.glob("out.json*")) == []


@pytest.mark.skipif(os.name != "posix", reason="a current folder cannot vanish elsewhere")
def test_a_current_folder_that_is_gone_is_named(folder: Path) -> None:
    gone = folder / "gone"
    gone.mkdir()
    script = (
        "import os, sys; from copydesk.cli import main; os.rmdir(os.getcwd()); sys.exit(main())"
    )

    result = subprocess.run(
        [sys.executable, "-c", script, "check", "a.md"],
        cwd=gone,
        env=environment(),
        capture_output=True,
        text=True,
    )

    assert result.returncode == 2
    assert "the current folder does not exist any more" in result.stderr


def test_the_version_and_the_help_are_printed(folder: Path, copydesk: Command) -> None:
    assert copydesk("--version").stdout.startswith("copydesk 0.")
    assert copydesk("--help").stdout.startswith("usage: copydesk check")
    assert copydesk("check", "--help").stdout.startswith("usage: copydesk check")


@pytest.mark.parametrize("format_name", ["json", "concise", "rich"])
def test_a_plain_run_imports_nothing_slow_that_it_does_not_use(
    articles: Path, copydesk: Command, format_name: str
) -> None:
    script = (
        "import sys; from copydesk.cli import main; "
        f"main(['check', '--format', '{format_name}', 'clean.md']); "
        "sys.stderr.write(' '.join(sys.modules))"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], env=environment(), capture_output=True, text=True
    )

    slow = {"rich", "argparse", "dataclasses", "importlib.metadata", "asyncio", "multiprocessing"}
    assert "copydesk.pipeline" in result.stderr
    assert slow & set(result.stderr.split()) == set()


def test_a_long_run_shows_its_progress_on_a_terminal_only(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from copydesk.output import Progress

    monkeypatch.setattr(Progress, "_AFTER_S", 0)
    monkeypatch.setattr(Progress, "_EVERY_S", 0)
    progress = Progress(sys.stderr)
    progress(10, 100)
    progress(9, 100)
    progress.clear()

    assert capsys.readouterr().err == (
        "\rcopydesk: 10 of 100 files\rcopydesk: 9 of 100 files \r" + " " * 24 + "\r"
    )
    for number in range(5):
        (folder / f"{number}.md").write_text(CLEAN)
    cli.main(["check", "--format", "concise"])
    assert "\r" not in capsys.readouterr().err


def test_the_build_date_of_reproducible_builds_stands_for_today(
    articles: Path, copydesk: Command
) -> None:
    wrong = copydesk("check", "clean.md", env={"SOURCE_DATE_EPOCH": "soon"})
    huge = copydesk("check", "clean.md", env={"SOURCE_DATE_EPOCH": "9" * 30})

    assert copydesk("check", "clean.md", env={"SOURCE_DATE_EPOCH": "0"}).returncode == 0
    assert wrong.returncode == huge.returncode == 2
    assert "SOURCE_DATE_EPOCH: error[US01]" in wrong.stderr
