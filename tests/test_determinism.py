"""Same input, same bytes out, wherever and however the command runs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

SEEDS = Path(__file__).parent.parent / "seeds"
SETTINGS: dict[str, dict[str, str]] = {
    "hash seed 0": {"PYTHONHASHSEED": "0"},
    "hash seed 1": {"PYTHONHASHSEED": "1"},
    "hash seed 2": {"PYTHONHASHSEED": "2"},
    "ASCII locale": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "other encoding": {"PYTHONIOENCODING": "cp1252"},
    "time zone": {"TZ": "Pacific/Kiritimati"},
    "narrow terminal": {"COLUMNS": "20", "TERM": "dumb", "NO_COLOR": "1"},
    "wide terminal": {"COLUMNS": "500", "FORCE_COLOR": "1"},
}
ENCODINGS = {"ASCII locale", "other encoding"}
"""Where a stream cannot show a character, people get its escape; JSON is ASCII anyway."""


def report(paths: Sequence[str], *, format_name: str, cwd: Path, **variables: str) -> bytes:
    arguments = ["check", "--isolated", "--preview", "--worklist", "--format", format_name]
    environment = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    result = subprocess.run(
        [sys.executable, "-m", "copydesk", *arguments, "--", *paths],
        cwd=cwd,
        env={**environment, **variables},
        capture_output=True,
        check=False,
    )
    assert result.returncode in (0, 1), result.stderr
    return result.stdout


@pytest.fixture
def articles(tmp_path: Path) -> list[str]:
    """Return the paths of all seeds and of one article with a name beyond ASCII, sorted."""
    (tmp_path / ".git").mkdir()
    own = tmp_path / "naïve 🚢.md"
    own.write_text("# Café\n\nThe “mole” is a testament to craft. Scroll to Top\n", "utf-8")
    seeds = [str(path) for path in SEEDS.iterdir() if path.suffix in {".txt", ".md", ".html"}]
    return sorted([*seeds, str(own)])


@pytest.mark.parametrize(("format_name", "but"), [("json", set()), ("concise", ENCODINGS)])
def test_no_environment_changes_a_byte(
    articles: list[str], tmp_path: Path, format_name: str, but: set[str]
) -> None:
    expected = report(articles, format_name=format_name, cwd=tmp_path)

    different = [
        name
        for name, variables in SETTINGS.items()
        if name not in but
        and report(articles, format_name=format_name, cwd=tmp_path, **variables) != expected
    ]

    assert different == []


def test_neither_the_order_of_files_nor_their_company_changes_a_byte(
    articles: list[str], tmp_path: Path
) -> None:
    expected = report(articles, format_name="concise", cwd=tmp_path)

    backwards = report(articles[::-1], format_name="concise", cwd=tmp_path)
    twice = report([*articles, *articles], format_name="concise", cwd=tmp_path)
    alone = [report([path], format_name="concise", cwd=tmp_path) for path in articles]

    assert backwards == expected
    assert twice == expected
    assert {line for text in alone for line in text.splitlines()} == set(expected.splitlines())


def test_the_current_folder_changes_a_byte_only_where_a_path_names_it(
    articles: list[str], tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()

    here = report(articles, format_name="json", cwd=tmp_path)
    there = report(articles, format_name="json", cwd=tmp_path / "elsewhere")

    assert here == there
