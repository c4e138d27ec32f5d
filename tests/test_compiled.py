"""The compiled catalogue: the same rules from the kept file, and no trust in a broken one."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

from copydesk import compiled
from copydesk.pipeline import check_file
from copydesk.rulefile import Catalogue, load_catalogue
from copydesk.settings import Settings

ROOT = Path(__file__).parent.parent
SEED = (ROOT / "seeds" / "000_c76ce0a92357996b.txt").read_bytes()


def findings(catalogue: Catalogue) -> object:
    return check_file(SEED, "a.txt", Settings(profile="news"), catalogue).findings


def kept(folder: Path) -> Path:
    (path,) = folder.glob("catalogue-*.bin")
    return path


def test_a_kept_catalogue_finds_the_same(tmp_path: Path) -> None:
    built = load_catalogue(cache=str(tmp_path))
    read_back = load_catalogue(cache=str(tmp_path))

    assert read_back.hash == built.hash == load_catalogue().hash
    assert findings(read_back) == findings(built) == findings(load_catalogue())


@pytest.mark.skipif(sys.implementation.name != "cpython", reason="programs are CPython's own")
def test_a_kept_pattern_is_not_compiled_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_catalogue(cache=str(tmp_path))
    catalogue = load_catalogue(cache=str(tmp_path))

    def refuse(*_arguments: object) -> None:
        raise AssertionError("compiled again")

    monkeypatch.setattr(re, "compile", refuse)
    for rule in catalogue.rules.values():
        assert all(pattern.compiled for pattern in rule.patterns)


@pytest.mark.parametrize("damage", ["truncate", "flip", "empty", "foreign payload"])
def test_a_broken_file_is_rebuilt_without_a_word(tmp_path: Path, damage: str) -> None:
    first = load_catalogue(cache=str(tmp_path))
    path = kept(tmp_path)
    content = path.read_bytes()
    path.write_bytes(
        {
            "truncate": content[: len(content) // 2],
            "flip": content[:100] + bytes([content[100] ^ 1]) + content[101:],
            "empty": b"",
            "foreign payload": content[:32] + b"\xff" * 64,
        }[damage]
    )

    assert findings(load_catalogue(cache=str(tmp_path))) == findings(first)
    assert kept(tmp_path).read_bytes()[:32] == content[:32]


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no owners on this platform")
def test_a_file_that_others_may_write_is_not_trusted(tmp_path: Path) -> None:
    load_catalogue(cache=str(tmp_path))
    kept(tmp_path).chmod(0o666)
    digest = "anything"

    assert compiled.load(str(tmp_path), digest) is None
    assert findings(load_catalogue(cache=str(tmp_path))) == findings(load_catalogue())


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")

    assert load_catalogue(cache=str(blocked / "cache")).rules


@pytest.mark.parametrize(
    ("environment", "ending"),
    [
        ({"COPYDESK_CACHE_DIR": "/some/where"}, "/some/where"),
        ({"XDG_CACHE_HOME": "relative"}, ""),
    ],
)
def test_the_folder_is_the_users(environment: dict[str, str], ending: str) -> None:
    if sys.platform in {"win32", "darwin"} and "XDG_CACHE_HOME" in environment:
        pytest.skip("XDG is for other platforms")

    assert compiled.cache_folder(environment) == ending
