"""The hook, run by pre-commit itself in a repository made for it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import CLEAN, RESIDUE, ROOT, environment
from copydesk.discover import NEVER_WALKED
from copydesk.formats import EXTENSIONS
from copydesk.pathglob import matches

SHIPPED = ("lint", "rules", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")
"""What a checkout of the hook's repository needs."""
LEFTOVER = "As an AI language model, I cannot give an opinion.\n"

slow = pytest.mark.slow


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(["git", "-C", str(folder), *arguments], folder)


def run(command: list[str], folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    # a hook that runs these tests must not lend them its repository
    kept = {name: value for name, value in environment().items() if not name.startswith("GIT_")}
    own = {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_AUTHOR_NAME": "A",
        "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "A",
        "GIT_COMMITTER_EMAIL": "a@example.org",
        "PYTHONWARNINGS": "default",
    }
    return subprocess.run(
        command,
        cwd=folder,
        env=kept | own | variables,
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",
        timeout=600,
    )


def commit_all(folder: Path) -> str:
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    assert git(folder, "commit", "--quiet", "--no-verify", "--message", "x").returncode == 0
    return git(folder, "rev-parse", "HEAD").stdout.strip()


class Site:
    """A repository of articles that uses the hook."""

    def __init__(self, folder: Path, hook: Path, home: Path) -> None:
        self.folder = folder
        self._home = home
        revision = commit_all(hook)
        folder.mkdir()
        config = f"repos:\n- repo: {hook}\n  rev: {revision}\n  hooks:\n  - id: copydesk\n"
        (folder / ".pre-commit-config.yaml").write_text(config)
        commit_all(folder)

    def pre_commit(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pre_commit", *arguments]
        return run(command, self.folder, PRE_COMMIT_HOME=str(self._home))

    def commit(self, **articles: str) -> subprocess.CompletedProcess[str]:
        for name, text in articles.items():
            (self.folder / f"{name}.md").write_text(text)
        git(self.folder, "add", "--all")
        command = ["git", "commit", "--message", "x"]
        return run(command, self.folder, PRE_COMMIT_HOME=str(self._home))

    def plant(self, names: list[str], text: str) -> None:
        for name in names:
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_text(text)
        git(self.folder, "add", "--all", "--force")

    def clear(self) -> None:
        git(self.folder, "reset", "--quiet", "--hard")
        git(self.folder, "clean", "--quiet", "-d", "--force")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a repository in which pre-commit has installed the hook."""
    folder = tmp_path_factory.mktemp("hook")
    for name in SHIPPED:
        source, target = ROOT / name, folder / "copydesk" / name
        target.parent.mkdir(exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    site = Site(folder / "site", folder / "copydesk", folder / "home")
    result = site.pre_commit("install", "--install-hooks")
    if result.returncode and not index_is_reachable(folder):
        pytest.skip("no package index is reachable, so pre-commit cannot install a hook")
    assert result.returncode == 0, result.stdout + result.stderr
    return site


def index_is_reachable(folder: Path) -> bool:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "hatchling"]
    return run([*command, "--dest", str(folder)], folder).returncode == 0


@pytest.fixture
def site(installed: Site) -> Site:
    installed.clear()
    return installed


@slow
def test_a_clean_commit_passes_and_one_with_a_leftover_is_stopped(site: Site) -> None:
    passed = site.commit(clean=CLEAN)
    stopped = site.commit(bad=f"{CLEAN}\n{LEFTOVER}")

    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert stopped.returncode == 1
    assert "leakage" in stopped.stdout + stopped.stderr or "NOT READY" in stopped.stderr
    assert git(site.folder, "log", "--format=%s", "--", "bad.md").stdout == ""


@slow
def test_a_file_that_looks_like_an_option_is_checked_like_any_other(site: Site) -> None:
    names = ["--config=evil.md", "--isolated.md", "-q.md", "with a space.md", "[red].md", "@x.md"]
    site.plant(names, RESIDUE)

    result = site.pre_commit("run", "copydesk")

    assert result.returncode == 1
    assert checked(result.stdout) == len(names)
    for name in names:
        assert name in result.stdout


@slow
def test_batches_side_by_side_check_every_file_once(site: Site) -> None:
    names = [f"posts/{number}.md" for number in range(30)]
    site.plant(names[:-1], CLEAN)
    site.plant(names[-1:], RESIDUE)

    result = site.pre_commit("run", "copydesk", "--verbose")

    assert result.returncode == 1
    assert checked(result.stdout) == len(names)
    assert result.stdout.count("NOT READY") == 1
    assert "29.md" in result.stdout


def checked(report: str) -> int:
    """Return how many files the batches say they checked."""
    return sum(int(number) for number in re.findall(r"(\d+) checked", report))


@slow
def test_own_arguments_that_end_with_two_dashes_are_taken(site: Site) -> None:
    config = site.folder / ".pre-commit-config.yaml"
    own = config.read_text() + '    args: ["--format", "concise", "--fail-on", "never", "--"]\n'
    config.write_text(own)
    site.plant(["bad.md"], RESIDUE)

    result = site.pre_commit("run", "copydesk", "--verbose")

    assert result.returncode == 0
    assert "bad.md:3:1: error residue/page-furniture" in result.stdout


@slow
def test_an_article_that_looks_binary_is_reported_not_skipped(site: Site) -> None:
    (site.folder / "a.md").write_bytes(b"It\x92s\0a harbour.\n")
    git(site.folder, "add", "--all")

    result = site.pre_commit("run", "copydesk")

    assert result.returncode == 1
    assert "exit code: 3" in result.stdout


def patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    text = (ROOT / ".pre-commit-hooks.yaml").read_text()
    files = re.search(r"^  files: '(.*)'$", text, re.MULTILINE)
    exclude = re.search(r"^  exclude: '(.*)'$", text, re.MULTILINE)
    assert files is not None
    assert exclude is not None
    return re.compile(files[1]), re.compile(exclude[1])


def test_the_hook_takes_the_files_that_a_walk_takes() -> None:
    files, exclude = patterns()

    for extension in EXTENSIONS:
        assert files.search(f"a/b{extension}")
        assert files.search(f"a/b{extension.upper()}")
    assert not files.search("a.docx")
    assert not files.search("md")
    names = ["requirements-dev.txt", "CONSTRAINTS.txt", "robots.txt", "CMakeLists.txt"]
    names += ["LICENSE.md", "Changelog.txt", "pylock.lock.txt", "conda-lock.txt", "robots.md"]
    names += ["my-requirements.txt", "unlicensed.md", "change.md", "deadlock.md", "a-lock.d/b.md"]
    for name in names:
        walked = not any(matches(pattern, name.lower()) for pattern in NEVER_WALKED)
        if "/" not in name:
            assert walked == (exclude.search(name) is None), name
            assert walked == (exclude.search(f"deep/{name}") is None), name
