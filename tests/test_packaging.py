"""What a user installs is what a checkout runs."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from conftest import RESIDUE, ROOT, environment

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the sdist, and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("dist")
    # hatchling is here already: no isolation, so that no index is needed
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    result = subprocess.run(command, env=environment(), capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (path,) = built.glob("*.whl")
    return path


def rules_of_the_checkout() -> set[str]:
    return {path.relative_to(ROOT).as_posix() for path in (ROOT / "rules").rglob("*.toml")}


def test_the_wheel_carries_all_rules_and_says_that_it_is_typed(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())

    assert {f"copydesk/{name}" for name in rules_of_the_checkout()} <= names
    assert {"copydesk/py.typed", "copydesk/cli.py"} <= names
    top = {name.split("/")[0] for name in names}
    assert {name for name in top if not name.endswith(".dist-info")} == {"copydesk"}


def test_the_source_distribution_carries_rules_tests_and_articles(built: Path) -> None:
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}

    assert rules_of_the_checkout() <= names
    wanted = {"Makefile", "README.md", "LICENSE", ".pre-commit-hooks.yaml", "tests/conftest.py"}
    assert wanted <= names
    assert "seeds/000_c76ce0a92357996b.txt" in names


def test_the_installed_wheel_finds_its_rules_from_any_folder(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    # pip itself warns, which is not our affair
    subprocess.run(
        [*install, "--target", str(site), str(wheel)],
        check=True,
        env=environment() | {"PYTHONWARNINGS": "default"},
    )
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "a.md").write_text(RESIDUE)
    script = (
        "import sys, copydesk, copydesk.cli; sys.stderr.write(copydesk.__file__ + '\\n'); "
        "sys.exit(copydesk.cli.main())"
    )

    result = subprocess.run(
        [sys.executable, "-c", script, "check", "--format", "concise", "a.md"],
        cwd=elsewhere,
        env=environment() | {"PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
    )

    assert result.stderr.startswith(str(site) + os.sep)
    assert result.stdout.startswith("a.md:3:1: error residue/page-furniture")
    assert result.returncode == 1


def test_the_canonical_article_is_kept_byte_for_byte() -> None:
    content = (ROOT / "seeds" / "000_c76ce0a92357996b.txt").read_bytes()

    expected = "e8b56d9f841b56c614378c5f74213f8dc8ae882f2612d02e53046ae1706fda2f"
    assert expected == sha256(content).hexdigest()
