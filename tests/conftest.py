"""What most tests need: the command as a process, and the project's own catalogue."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from copydesk.rulefile import Catalogue

ROOT = Path(__file__).parent.parent

CLEAN = "The harbour was dredged in March.\n"
"""An article with nothing in it that any rule reports as an error."""
RESIDUE = "The harbour was dredged in March.\n\nScroll to Top\n"
"""An article with one error, on line 3."""

Result = subprocess.CompletedProcess[str]
Command = Callable[..., Result]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    from copydesk.rulefile import load_catalogue

    return load_catalogue()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty current folder that is a project of its own."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def copydesk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """
    Return a function that runs the command in the current folder.

    It runs in this process, where the rules are loaded once, or, with variables for its
    environment, in one of its own.
    """
    for name in UNWANTED:
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str, env: Mapping[str, str] | None = None, stdin: str = "") -> Result:
        if env is None:
            return in_this_process(arguments, stdin, monkeypatch)
        return subprocess.run(
            [sys.executable, "-m", "copydesk", *arguments],
            cwd=folder,
            env=environment() | env,
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            timeout=60,
        )

    return run


def in_this_process(
    arguments: Sequence[str], stdin: str, monkeypatch: pytest.MonkeyPatch
) -> Result:
    from copydesk.cli import main

    streams = {name: TextIOWrapper(BytesIO(), "utf-8") for name in ("stdin", "stdout", "stderr")}
    streams["stdin"].write(stdin)
    streams["stdin"].seek(0)
    with monkeypatch.context() as patch:
        for name, stream in streams.items():
            patch.setattr(sys, name, stream)
        code = main(arguments)
    out, err = (_written(streams[name]) for name in ("stdout", "stderr"))
    return Result(["copydesk", *arguments], code, out, err)


def _written(stream: TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.buffer.read().decode("utf-8")


UNWANTED = ("COLUMNS", "NO_COLOR", "GITHUB_ACTIONS", "SOURCE_DATE_EPOCH", "FORCE_COLOR")
"""Variables that change the looks or the result of a run."""


def environment() -> dict[str, str]:
    """Return the environment for a run that does not depend on who runs it."""
    # compiled files make each run twice as fast
    unwanted = (*UNWANTED, "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    return kept | {"PYTHONWARNINGS": "error", "TERM": "xterm"}
