from __future__ import annotations

import errno
import os
import socket
import sys
from collections.abc import Iterable
from pathlib import Path
from time import process_time

import pytest

from copydesk.discover import (
    MAX_DEPTH,
    Discovered,
    Requested,
    discover,
    inside,
    nothing_to_check,
    project_root,
    read_bytes,
)
from copydesk.errors import ReadError
from copydesk.pathglob import PathGlobs

LIMIT = 1_000
POSIX = pytest.mark.skipif(os.name != "posix", reason="needs a POSIX file system")
NOT_ROOT = pytest.mark.skipif(
    getattr(os, "geteuid", lambda: 1)() == 0, reason="nothing is forbidden to root"
)


def plant(folder: Path, names: Iterable[str]) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("The harbour was dredged.\n")


def found(*paths: str, exclude: tuple[str, ...] = ()) -> list[str]:
    return [file.path for file in discovered(*paths, exclude=exclude).files]


def discovered(*paths: str, exclude: tuple[str, ...] = ()) -> Discovered:
    return discover(paths, exclude=(PathGlobs("", exclude),) if exclude else ())


def failure(requested: Requested, limit: int = LIMIT) -> str:
    with pytest.raises(ReadError) as caught:
        read_bytes(requested, limit)
    return str(caught.value)


def test_a_folder_is_walked_in_the_order_of_paths(folder: Path) -> None:
    plant(folder, ["b/z.md", "b/a.txt", "b/deep/x.html", "a.md", "B.md", "é.md", "b.md", "b-1.md"])

    expected = ["B.md", "a.md", "b-1.md", "b.md", "b/a.txt", "b/deep/x.html", "b/z.md", "é.md"]
    assert found(".") == expected


def test_paths_are_printed_as_they_were_given(folder: Path) -> None:
    plant(folder, ["posts/a.md", "b.md"])

    assert found("./posts", "./b.md") == ["./b.md", "./posts/a.md"]
    assert found("posts/") == ["posts/a.md"]
    assert found(str(folder / "posts")) == [str(folder / "posts" / "a.md")]


def test_a_file_asked_for_twice_is_checked_once(folder: Path) -> None:
    plant(folder, ["posts/a.md"])

    assert discovered("posts", "posts/a.md", "./posts/a.md").files == (Requested("posts/a.md"),)


def test_a_walk_takes_articles_and_counts_the_rest(folder: Path) -> None:
    plant(folder, ["a.md", "A.HTM", "x.docx", "y.docx", "z.PNG", "Makefile", ".hidden.md"])

    expected = ((".docx", 2), (".png", 1), ("hidden file", 1), ("no extension", 1))
    assert found(".") == ["A.HTM", "a.md"]
    assert expected == discovered(".").others


def test_a_walk_leaves_alone_what_is_no_article(folder: Path) -> None:
    listed = ["requirements-dev.txt", "constraints.txt", "robots.txt", "CMakeLists.txt"]
    listed += ["LICENSE.md", "CHANGELOG.md", "pylock.lock.txt", "conda-lock.txt"]
    folders = [".git/x.md", ".venv/x.md", "node_modules/x.md", "__pycache__/x.md"]
    folders += ["copydesk.egg-info/SOURCES.txt", "x.dist-info/y.txt"]
    plant(folder, ["a.md", *listed, *folders])

    assert found(".") == ["a.md"]
    assert found(*listed) == sorted(listed)
    assert found(".venv") == [".venv/x.md"]


def test_excluded_paths_are_left_out_even_when_named(folder: Path) -> None:
    plant(folder, ["a.md", "drafts/b.md", "drafts/c.md", "drafts/keep.txt"])

    got = discovered("a.md", "drafts/b.md", "drafts", exclude=("drafts/*.md",))

    assert [file.path for file in got.files] == ["a.md", "drafts/keep.txt"]
    assert got.excluded == ("drafts/b.md",)
    assert got.excluded_count == 3
    assert found(".", exclude=("drafts",)) == ["a.md"]


def test_odd_names_are_names(folder: Path) -> None:
    names = ["--config=evil.md", "[red].md", "a b.md", "x\ny.md", "\x1b[31m.md", "*.md", "@x.md"]
    plant(folder, names)

    assert found(".") == sorted(names)
    assert found(*names) == sorted(names)


@POSIX
@pytest.mark.skipif(sys.platform == "darwin", reason="macOS refuses the name")
def test_a_name_that_is_not_unicode_is_found_and_read(folder: Path) -> None:
    with open(b"bad\xff.md", "wb") as file:
        file.write(b"text")

    (requested,) = discovered(".").files

    assert read_bytes(requested, LIMIT) == b"text"


@POSIX
def test_a_walk_follows_links_inside_the_project_once(folder: Path) -> None:
    plant(folder, ["site/a.md", "shared/b.md"])
    (folder / "site" / "again.md").symlink_to("a.md")
    (folder / "site" / "shared").symlink_to("../shared")
    (folder / "site" / "self").symlink_to(".")
    (folder / "shared" / "back").symlink_to("../site")

    assert found("site") == ["site/a.md", "site/shared/b.md"]


@POSIX
def test_a_walk_never_leaves_the_project(folder: Path) -> None:
    project = folder / "project"
    plant(folder, ["secret/a.md", "project/a.md"])
    (project / ".git").mkdir()
    os.chdir(project)
    Path("out").symlink_to("../secret")
    Path("out.md").symlink_to("../secret/a.md")
    Path("dead.md").symlink_to("nowhere.md")
    Path("loop.md").symlink_to("loop.md")

    got = discovered(".")

    assert [file.path for file in got.files] == ["a.md"]
    assert got.others == (("dead link", 2), ("link out of the project", 2))


@POSIX
def test_a_walk_opens_no_pipe_socket_or_device(folder: Path) -> None:
    plant(folder, ["a.md"])
    os.mkfifo("pipe.md")
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("socket.md")

        assert found(".") == ["a.md"]
        assert discovered(".").others == (("special file", 2),)


def test_a_tree_deeper_than_the_limit_is_incomplete_not_green(folder: Path) -> None:
    deep = Path(*["d"] * (MAX_DEPTH + 1))
    plant(folder, ["a.md", str(deep / "hidden.md")])

    files = discovered(".").files

    assert [file.path for file in files] == ["a.md", str(deep)]
    assert "error[LM04] over 64 folders deep" in failure(files[1])


@NOT_ROOT
def test_a_folder_that_may_not_be_read_is_incomplete(folder: Path) -> None:
    plant(folder, ["a.md", "shut/b.md"])
    (folder / "shut").chmod(0)

    files = discovered(".").files
    (folder / "shut").chmod(0o700)

    assert "shut: error[IO02] permission denied." in failure(files[1])


def test_a_thousand_files_are_found_quickly(folder: Path) -> None:
    for number in range(1_000):
        (folder / f"{number}.md").touch()
    start = process_time()

    assert len(found(".", exclude=("drafts/**", "*.txt"))) == 1_000

    assert process_time() - start < 2


def test_a_file_is_read_to_the_byte(folder: Path) -> None:
    (folder / "a.md").write_bytes(b"\xef\xbb\xbfa\r\nb\0")

    assert read_bytes(Requested("a.md"), LIMIT) == b"\xef\xbb\xbfa\r\nb\0"
    assert read_bytes(Requested("-", data=b"abc"), LIMIT) == b"abc"


@pytest.mark.parametrize(
    "path", ["no.md", "", "a.md/b.md", "a\0b.md", "x" * 300 + ".md", "d/" * 3000 + "a.md"]
)
def test_a_path_that_is_not_there_is_missing(folder: Path, path: str) -> None:
    plant(folder, ["a.md"])
    (requested,) = discovered(path).files

    assert "error[IO01] no such file. Check the path" in failure(requested)


@NOT_ROOT
def test_a_file_that_may_not_be_read_says_so(folder: Path) -> None:
    plant(folder, ["a.md"])
    (folder / "a.md").chmod(0)

    assert failure(Requested("a.md")) == "a.md: error[IO02] permission denied."


@POSIX
def test_what_is_no_regular_file_is_never_waited_for(folder: Path) -> None:
    os.mkfifo("pipe.md")
    (folder / "dir.md").mkdir()

    for path in ("pipe.md", "dir.md", "/dev/null", "/dev/zero"):
        assert "error[IO03] not a regular file" in failure(Requested(path))


@POSIX
def test_a_named_link_is_followed_unless_it_leaves_the_project(folder: Path) -> None:
    project = folder / "project"
    plant(folder, ["secret.md", "project/a.md"])
    (project / ".git").mkdir()
    (folder / "mine.md").symlink_to("project/a.md")
    os.chdir(project)
    Path("in.md").symlink_to("a.md")
    Path("out.md").symlink_to("../secret.md")
    Path("dead.md").symlink_to("nowhere.md")
    Path("loop.md").symlink_to("loop.md")

    read = {file.path: file for file in discovered("in.md", "../mine.md").files}
    assert read_bytes(read["in.md"], LIMIT) == (project / "a.md").read_bytes()
    assert read_bytes(read["../mine.md"], LIMIT) == (project / "a.md").read_bytes()
    (out,) = discovered("out.md").files
    assert "error[IO04] link leaves the project. Name the file it leads to." in failure(out)
    for path in ("dead.md", "loop.md"):
        (broken,) = discovered(path).files
        assert "error[IO04] link leads nowhere or in a circle." in failure(broken)


@POSIX
def test_a_file_that_becomes_a_link_after_the_walk_is_not_followed(folder: Path) -> None:
    plant(folder, ["a.md", "secret.txt"])
    (requested,) = discovered("a.md").files
    (folder / "a.md").unlink()
    (folder / "a.md").symlink_to("secret.txt")

    assert "error[IO04]" in failure(requested)


def test_a_file_that_vanishes_after_the_walk_is_missing(folder: Path) -> None:
    plant(folder, ["a.md"])
    (requested,) = discovered(".").files
    (folder / "a.md").unlink()

    assert "error[IO01]" in failure(requested)


def test_a_file_over_the_limit_is_not_read(folder: Path) -> None:
    (folder / "a.md").write_bytes(b"x" * 12_300_000)

    expected = "a.md: error[LM01] 12.3 MB is over max_file_size 10.0 MB. Split it."
    assert expected in failure(Requested("a.md"), 10_000_000)
    assert "1,001 bytes is over" in failure(Requested("-", data=b"x" * 1_001))
    assert read_bytes(Requested("-", data=b"x" * 1_000), LIMIT)


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="needs /proc")
def test_a_file_whose_size_is_not_what_it_says_is_not_taken(folder: Path) -> None:
    assert "error[IO05] file changed during the run" in failure(Requested("/proc/self/status"))


def test_an_input_error_names_its_reason(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(folder, ["a.md"])

    def broken(*_: object) -> int:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "open", broken)

    assert failure(Requested("a.md")) == "a.md: error[IO07] cannot be read: Input/output error."


def test_the_project_is_where_git_is(folder: Path) -> None:
    plant(folder, ["tree/.git", "tree/deep/a.md"])

    assert project_root(str(folder / "tree" / "deep")) == str(folder / "tree")
    assert inside("tree/deep/a.md", "tree")
    assert inside("tree", "tree")
    assert not inside("tree-2/a.md", "tree")
    assert not inside("tree/../a.md", "tree")


def test_nothing_to_check_says_what_was_seen(folder: Path) -> None:
    plant(folder, ["site/a.docx", "site/b.docx", "site/c.png"])

    expected = (
        "site/: error[IO08] nothing to check: 0 .md, .html or .txt files, "
        "2 .docx, 1 .png seen. Export them, or name another folder."
    )
    assert expected == str(nothing_to_check(discovered("site/"), ["site/"]))
