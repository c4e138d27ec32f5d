"""
From the paths of a command line to the files that are requested, and to their bytes.

A folder is walked without recursion and without leaving the project: a link counts only when it
leads to a place inside it, each folder is entered once, and nothing but regular files is opened.
What a walk leaves out is counted, so that a report can say so.
"""

from __future__ import annotations

import errno
import os
import stat
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import NamedTuple

from copydesk.errors import ReadError, UsageError
from copydesk.formats import EXTENSIONS
from copydesk.pathglob import PathGlobs, matches

MAX_DEPTH = 64
"""Folders below the one that was named."""
STANDARD_INPUT = "<stdin>"
"""The path shown for standard input that was given no name."""

SKIPPED_FOLDERS = frozenset({"__pycache__", "bower_components", "node_modules", "site-packages"})
"""Folders that a walk does not enter, besides hidden ones, environments and package metadata."""
SKIPPED_FOLDER_ENDS = (".egg-info", ".dist-info")
NEVER_WALKED = (
    "requirements*.txt",
    "constraints*.txt",
    "robots.txt",
    "cmakelists.txt",
    "license*",
    "changelog*",
    "*.lock",
    "*.lock.*",
    "*-lock.*",
)
"""Files that have an article's extension but are none; checked only when named by hand."""


class Requested(NamedTuple):
    """One file to check."""

    path: str
    """As given, or the given folder joined with what the walk met; printed as it is."""
    named: bool = True
    """By hand, or met in a walk."""
    data: bytes | None = None
    """The bytes of standard input."""
    target: str = ""
    """Where the bytes are when the path is a link."""
    problem: ReadError | None = None
    """Why it cannot be read, when that is known already."""


class Discovered(NamedTuple):
    """What a command line requests."""

    files: tuple[Requested, ...]
    """Sorted by path, each once."""
    others: tuple[tuple[str, int], ...]
    """Entries that walks met and left out: kind (extension or description) and number."""
    excluded: tuple[str, ...]
    """Paths named by hand that a pattern excludes."""
    excluded_count: int
    """All excluded entries, those met in walks too."""


def discover(
    paths: Iterable[str],
    *,
    exclude: Sequence[PathGlobs] = (),
    standard_input: Requested | None = None,
) -> Discovered:
    """
    Return the files that paths request; a path that cannot be read is among them.

    Args:
        paths: Files and folders as given.
        exclude: Patterns for what to leave out, named by hand or not.
        standard_input: A file whose bytes are there already.
    """
    walk = _Walk(exclude, project_root(os.path.abspath(os.curdir)))
    if standard_input is not None:
        walk.add(standard_input)
    for path in paths:
        walk.named(path)
    walk.follow_links()
    return walk.result()


def read_bytes(requested: Requested, max_size: int) -> bytes:
    """
    Return the bytes of a requested file.

    Args:
        requested: The file.
        max_size: The most bytes that are read.

    Raises:
        ReadError: IO01 missing, IO02 not permitted, IO03 not a regular file, IO04 a link that
            leaves the project or leads nowhere, IO05 changed while it was read, IO07 I/O error,
            LM01 too large, LM04 too deep in folders.
    """
    if requested.problem is not None:
        raise requested.problem
    if requested.data is not None:
        _check_size(requested.path, len(requested.data), max_size)
        return requested.data
    try:
        return _read_regular(requested.target or requested.path, requested.path, max_size)
    except (OSError, ValueError) as bad:
        raise _as_read_error(requested.path, bad) from None


def _read_regular(place: str, path: str, max_size: int) -> bytes:
    # looked at before it is opened: opening a device or a pipe can already do something
    _check_regular(os.stat(place, follow_symlinks=False).st_mode, path)
    descriptor = os.open(place, _READ_FLAGS)
    with os.fdopen(descriptor, "rb") as file:
        before = os.fstat(descriptor)
        _check_regular(before.st_mode, path)
        _check_size(path, before.st_size, max_size)
        content = file.read(before.st_size + 1)
        after = os.fstat(descriptor)
    unchanged = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    if len(content) != before.st_size or not unchanged:
        raise ReadError("file changed during the run. Run again.", where=path, code="IO05")
    return content


_READ_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    # a pipe that takes a file's place between look and open must not block the run
    | getattr(os, "O_NONBLOCK", 0)
)


def _check_regular(mode: int, path: str) -> None:
    if stat.S_ISLNK(mode):
        raise ReadError("link leads nowhere or in a circle.", where=path, code="IO04")
    if not stat.S_ISREG(mode):
        what = "not a regular file; pipe it to - instead."
        raise ReadError(what, where=path, code="IO03")


def _check_size(path: str, size: int, max_size: int) -> None:
    if size > max_size:
        found, most = _megabytes(size), _megabytes(max_size)
        if found == most:
            found, most = f"{size:,} bytes", f"{max_size:,} bytes"
        what = f"{found} is over max_file_size {most}. Split it."
        raise ReadError(what, where=path, code="LM01")


def _megabytes(size: int) -> str:
    # down to the byte under 100 kB, where "0.0 MB is over 0.0 MB" would say nothing
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{size:,} bytes"


def _as_read_error(path: str, bad: OSError | ValueError) -> ReadError:
    if isinstance(bad, ValueError) or bad.errno in _MISSING:
        what = "no such file. Check the path; a deleted file can be dropped from the list."
        return ReadError(what, where=path, code="IO01")
    if isinstance(bad, PermissionError):
        return ReadError("permission denied.", where=path, code="IO02")
    if bad.errno == errno.ELOOP:
        return ReadError("link leads nowhere or in a circle.", where=path, code="IO04")
    return ReadError(f"cannot be read: {bad.strerror}.", where=path, code="IO07")


_MISSING = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG})


def project_root(folder: str) -> str:
    """Return the nearest folder that holds ``.git`` (a folder or, in a worktree, a file), or ""."""
    while True:
        if os.path.lexists(os.path.join(folder, ".git")):
            return folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return ""
        folder = parent


def inside(path: str, root: str) -> bool:
    """Return whether a path, its links followed, lies in a folder."""
    real, real_root = os.path.realpath(path), os.path.realpath(root)
    return real == real_root or real.startswith(os.path.join(real_root, ""))


def nothing_to_check(found: Discovered, paths: Sequence[str]) -> UsageError:
    """Return the error for a run that requests no file, with what was seen instead."""
    seen = ", ".join(f"{number} {kind}" for kind, number in found.others[:_KINDS_SHOWN])
    what = f"nothing to check: 0 .md, .html or .txt files, {seen or 'nothing else'} seen."
    hint = "Export them, or name another folder." if seen else "Name another folder."
    return UsageError(f"{what} {hint}", where=" ".join(paths[:_KINDS_SHOWN]), code="IO08")


_KINDS_SHOWN = 6
"""Kinds of other entries that a message lists."""


class _Walk:
    """The state of one discovery."""

    def __init__(self, exclude: Sequence[PathGlobs], root: str) -> None:
        self._exclude = exclude
        self._root = root or os.path.abspath(os.curdir)
        self._files: dict[str, Requested] = {}
        """By normalised path, so that a file named twice is checked once."""
        self._others: Counter[str] = Counter()
        self._excluded: list[str] = []
        self._excluded_count = 0
        self._links: list[tuple[str, int]] = []
        """Links met in walks, with their depth, looked at when all real entries are known."""
        self._folders: set[tuple[int, int]] = set()
        """Device and inode of the folders entered."""
        self._inodes: set[tuple[int, int]] = set()
        """Device and inode of the files requested."""

    def result(self) -> Discovered:
        # by code point, which for valid names is the order of their UTF-8 bytes
        files = tuple(self._files[key] for key in sorted(self._files))
        others = tuple(sorted(self._others.items(), key=lambda item: (-item[1], item[0])))
        return Discovered(files, others, tuple(sorted(self._excluded)), self._excluded_count)

    def add(self, requested: Requested) -> None:
        key = os.path.normpath(requested.path) if requested.path else ""
        if requested.data is not None:
            key = requested.path
        known = self._files.get(key)
        if known is None or (requested.named and not known.named):
            self._files[key] = requested
            if requested.data is None:
                with suppress(OSError, ValueError):
                    self._inodes.add(_inode(requested.target or requested.path))

    def named(self, path: str) -> None:
        if self._is_excluded(path):
            self._excluded.append(path)
            return
        if os.path.isdir(path):
            self._folder(path, depth=0)
        elif os.path.islink(path):
            self.add(self._named_link(path))
        else:
            self.add(Requested(path))

    def _named_link(self, path: str) -> Requested:
        # a link outside the project is the user's own; one inside may come with somebody's patch
        ours = inside(os.path.dirname(path) or os.curdir, self._root)
        if ours and not inside(path, self._root):
            problem = _link_error(path, "link leaves the project. Name the file it leads to.")
            return Requested(path, problem=problem)
        target = os.path.realpath(path)
        if not os.path.exists(target):
            return Requested(path, problem=_link_error(path, "link leads nowhere or in a circle."))
        return Requested(path, target=target)

    def _is_excluded(self, path: str) -> bool:
        excluded = any(globs.cover(path) for globs in self._exclude)
        self._excluded_count += excluded
        return excluded

    def _folder(self, path: str, depth: int) -> None:
        stack = [(path, depth)]
        while stack:
            folder, depth = stack.pop()
            try:
                stack.extend(self._entries(folder, depth))
            except OSError as bad:
                problem = _as_read_error(folder, bad)
                self.add(Requested(folder, named=False, problem=problem))

    def _entries(self, folder: str, depth: int) -> list[tuple[str, int]]:
        """Take the entries of one folder and return the folders in it that are to be entered."""
        inode = _inode(folder)
        if inode in self._folders:
            return []
        self._folders.add(inode)
        if depth > MAX_DEPTH:
            what = f"over {MAX_DEPTH} folders deep, not entered. Name a folder further down."
            self.add(
                Requested(folder, named=False, problem=ReadError(what, where=folder, code="LM04"))
            )
            return []
        deeper = []
        with os.scandir(folder) as entries:
            for entry in entries:
                path = entry.name if folder == os.curdir else os.path.join(folder, entry.name)
                if entry.is_symlink():
                    self._links.append((path, depth + 1))
                elif entry.is_dir(follow_symlinks=False):
                    if not _skipped_folder(entry.name) and not self._is_excluded(path):
                        deeper.append((path, depth + 1))
                elif self._wanted(path, entry.is_file(follow_symlinks=False)):
                    self.add(Requested(path, named=False))
        return deeper

    def _wanted(self, path: str, is_file: bool) -> bool:
        """Return whether a walk requests this entry; count it when not."""
        kind = _other_kind(os.path.basename(path)) if is_file else "special file"
        if kind:
            self._others[kind] += 1
            return False
        return not self._is_excluded(path)

    def follow_links(self) -> None:
        """Request what the links met so far lead to, unless it is requested already."""
        while self._links:
            # sorted, because which of two links to one place counts depends on the order
            links, self._links = sorted(self._links), []
            for path, depth in links:
                self._follow(path, depth)

    def _follow(self, path: str, depth: int) -> None:
        target = os.path.realpath(path)
        if not os.path.exists(target):
            self._others["dead link"] += 1
        elif not inside(target, self._root):
            self._others["link out of the project"] += 1
        elif os.path.isdir(target):
            if not _skipped_folder(os.path.basename(path)) and not self._is_excluded(path):
                self._folder(path, depth)
        elif self._wanted(path, os.path.isfile(target)) and _inode(target) not in self._inodes:
            self.add(Requested(path, named=False, target=target))


def _link_error(path: str, what: str) -> ReadError:
    return ReadError(what, where=path, code="IO04")


def _inode(path: str) -> tuple[int, int]:
    status = os.stat(path)
    return status.st_dev, status.st_ino


def _skipped_folder(name: str) -> bool:
    return name.startswith(".") or name in SKIPPED_FOLDERS or name.endswith(SKIPPED_FOLDER_ENDS)


def _other_kind(name: str) -> str:
    """Return what a file is when a walk does not request it, "" when it does."""
    lower = name.lower()
    extension = os.path.splitext(lower)[1]
    if extension not in EXTENSIONS:
        return extension or "no extension"
    if lower.startswith("."):
        return "hidden file"
    if any(matches(pattern, lower) for pattern in NEVER_WALKED):
        return "requirements, licence or other listed file"
    return ""
