"""The gate fails closed: whatever could not be read or finished is said, and never exits 0."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from conftest import CLEAN, RESIDUE, Command
from copydesk.api import default_catalogue
from copydesk.finding import Outcome
from copydesk.formats import plain
from copydesk.formats.source import Parsed, Source
from copydesk.pipeline import check_file
from copydesk.settings import Settings
from copydesk.span import LineIndex


def test_a_byte_that_cannot_be_decoded_is_named_by_line_and_column(
    folder: Path, copydesk: Command
) -> None:
    (folder / "q3.txt").write_bytes(b"One.\nIt\x92s two.\n")

    result = copydesk("check", "--format", "concise", "q3.txt")

    assert result.returncode == 3
    assert result.stderr.splitlines()[0] == (
        "q3.txt:2:3: error[EN01] byte 0x92 is not UTF-8; looks like Windows-1252. "
        'Save as UTF-8 or set encoding = "cp1252".'
    )


def test_the_position_of_an_undecodable_byte_is_in_the_result() -> None:
    result = check_file(b"\xef\xbb\xbfab\r\n\xc3\xa9\xff", "a.md", Settings(), default_catalogue())

    (problem,) = result.problems
    assert (problem.code, problem.start) == ("EN01", (5, 9, 2, 2, 2))


def test_a_path_longer_than_a_line_leaves_room_for_what_went_wrong(
    folder: Path, copydesk: Command
) -> None:
    result = copydesk("check", "--format", "concise", "x" * 600 + ".md")

    assert result.returncode == 3
    assert "x.md: error[IO01] no such file." in result.stderr
    assert max(map(len, result.stderr.splitlines())) <= 240


def test_an_empty_path_is_a_mistake_of_the_user(folder: Path, copydesk: Command) -> None:
    (folder / "a.md").write_text(CLEAN)

    result = copydesk("check", "a.md", "")

    assert (result.returncode, result.stdout) == (2, "")
    assert "error[US01] an empty path." in result.stderr


def test_one_byte_over_the_limit_is_told_in_bytes(folder: Path, copydesk: Command) -> None:
    (folder / "copydesk.toml").write_text("max_file_size = 200_000\n")
    (folder / "a.txt").write_bytes(b"a" * 200_001)

    result = copydesk("check", "a.txt")

    assert result.returncode == 3
    assert "200,001 bytes is over max_file_size 200,000 bytes" in result.stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the platform has no named pipes")
def test_a_configuration_that_is_a_pipe_is_refused_and_does_not_block(
    folder: Path, copydesk: Command
) -> None:
    (folder / "a.md").write_text(CLEAN)
    os.mkfifo(folder / "copydesk.toml")

    result = copydesk("check", "a.md")

    assert result.returncode == 2
    assert "copydesk.toml: error[CF05] not a regular file." in result.stderr


def test_a_configuration_found_behind_a_link_out_of_the_project_is_refused(
    folder: Path, copydesk: Command, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "copydesk.toml"
    outside.write_text('fail_on = "never"\n')
    (folder / "a.md").write_text(RESIDUE)
    (folder / "copydesk.toml").symlink_to(outside)

    found = copydesk("check", "a.md")
    named = copydesk("check", "--config", str(outside), "a.md")

    assert (found.returncode, named.returncode) == (2, 0)
    assert "copydesk.toml: error[CF05] link leaves the project." in found.stderr


def test_a_pattern_fits_a_name_beyond_ascii_in_every_locale(
    folder: Path, copydesk: Command
) -> None:
    (folder / "café.md").write_text(RESIDUE)
    (folder / "copydesk.toml").write_text('exclude = ["café.md"]\n', "utf-8")
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}

    result = copydesk("check", "café.md", env=ascii_only)

    assert result.returncode == 0
    assert "1 path excluded" in result.stderr


def _loops(source: Source) -> Parsed:
    while True:
        pass


def test_a_reader_that_does_not_end_makes_the_file_incomplete(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(plain, "read", _loops)

    result = check_file(b"So.", "a.txt", Settings(deadline_s=0.1), default_catalogue())

    assert result.outcome is Outcome.INCOMPLETE
    assert [problem.code for problem in result.problems] == ["LM02"]


def test_positions_on_one_long_line_are_counted_in_every_unit() -> None:
    text = "é🚢a" * 1_000
    index = LineIndex(text, bom_length=3)

    for offset in (0, 1, 255, 256, 257, 511, 512, 2_999, 3_000):
        before = text[:offset]
        expected = (offset, 3 + len(before.encode()), 1, offset + 1)
        assert index.position(offset)[:4] == expected
        assert index.position(offset).utf16_column == 1 + len(before.encode("utf-16-le")) // 2
