"""
Path globs of the configuration and of ``--exclude``.

A small dialect, the same everywhere: ``*`` and ``?`` stay inside one name, ``**`` stands for any
number of folders, every other character is itself (site generators use brackets in names). A
pattern without a slash fits a name at any depth; one with a slash starts at the root it is
relative to; a pattern that fits a folder covers all that is in it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import NamedTuple


class PathGlobs(NamedTuple):
    """Patterns with the folder they are relative to."""

    root: str
    patterns: tuple[str, ...]

    def cover(self, path: str) -> bool:
        """Return whether a pattern fits a path, given relative to the current folder."""
        return bool(self.patterns) and any_match(self.patterns, relative_to(path, self.root))


def relative_to(path: str, root: str) -> str:
    """Return a path relative to a root folder, "" meaning the current one, with ``/``."""
    try:
        relative = os.path.relpath(path, root or os.curdir)
    except ValueError:
        # another drive: nothing relative can be said, so anchored patterns do not fit
        relative = os.path.abspath(path)
    return relative.replace(os.sep, "/")


def any_match(patterns: Sequence[str], path: str) -> bool:
    """Return whether one of the patterns fits a relative path with ``/`` separators."""
    return any(matches(pattern, path) for pattern in patterns)


def matches(pattern: str, path: str) -> bool:
    """
    Return whether a pattern fits a relative path or a folder above it.

    Takes time in the product of both lengths at worst, never more.
    """
    if not (path.isascii() and pattern.isascii()):
        path, pattern = _as_utf8(path), _as_utf8(pattern)
    names = [name for name in path.split("/") if name != "."]
    body = pattern.removeprefix("./").rstrip("/")
    if "/" not in body:
        return any(_name_fits(body, name) for name in names)
    return _fits([*body.lstrip("/").split("/"), "**"], names, star="**", one=_name_fits)


def _as_utf8(name: str) -> str:
    """Return a name as its UTF-8 bytes read, in a locale too that could not decode them."""
    try:
        return name.encode("utf-8", "surrogateescape").decode("utf-8")
    except UnicodeError:
        return name


def _name_fits(pattern: str, name: str) -> bool:
    return _fits(pattern, name, star="*", one=lambda part, char: part in ("?", char))


def _fits(
    pattern: Sequence[str], items: Sequence[str], *, star: str, one: Callable[[str, str], bool]
) -> bool:
    at, position, last_star, resume = 0, 0, -1, 0
    while position < len(items):
        if at < len(pattern) and pattern[at] == star:
            last_star, resume = at, position
            at += 1
        elif at < len(pattern) and one(pattern[at], items[position]):
            at, position = at + 1, position + 1
        elif last_star >= 0:
            # only the latest star is ever widened: enough for globs, and never exponential
            at, position, resume = last_star + 1, resume + 1, resume + 1
        else:
            return False
    return all(part == star for part in pattern[at:])
