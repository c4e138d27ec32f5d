"""
The compiled catalogue, kept between runs.

Parsing some hundred TOML files and compiling some hundred patterns takes a second; reading them
back takes some milliseconds. What is kept is plain data: parsed files and, for each pattern, its
literals and the program that `re` made of it. The file is keyed by the content of the rules, the
version of copydesk and the exact interpreter, and guarded by a checksum. Anything wrong with it,
an owner other than the user included, and the catalogue is built anew without a word. It is
never read from, or written to, the folder that is checked.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import re
import sys
from array import array
from collections.abc import Mapping
from typing import Any, NamedTuple

# A private part of the interpreter; where it is missing, patterns are compiled as usual.
_sre: Any = getattr(getattr(re, "_compiler", None), "_sre", None)

_CHECKSUM_BYTES = 32
_PREFIX = "catalogue-"
_MODE = 0o600


class StoredPattern(NamedTuple):
    """One pattern as it is kept; a plain tuple in the file."""

    expanded: str
    probes: tuple[tuple[str, str], ...]
    anchored: bool
    program: tuple[Any, ...] | None
    """Arguments that make the compiled pattern again; None when they cannot be had."""


class Stored(NamedTuple):
    """A catalogue's parsed files by path, and its patterns by source and whether case counts."""

    files: Mapping[str, Any]
    patterns: Mapping[tuple[str, bool], StoredPattern]


def cache_folder(environment: Mapping[str, str]) -> str:
    """Return the folder for what copydesk keeps, "" where there is no home to keep it in."""
    chosen = environment.get("COPYDESK_CACHE_DIR")
    if chosen:
        return chosen
    if sys.platform == "win32":
        base = environment.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        base = os.path.join(os.path.expanduser("~"), "Library", "Caches")
    else:
        home = os.path.join(os.path.expanduser("~"), ".cache")
        base = environment.get("XDG_CACHE_HOME") or home
    return os.path.join(base, "copydesk") if os.path.isabs(base) else ""


def load(folder: str, digest: str) -> Stored | None:
    """Return the catalogue kept for a digest; None when there is none that can be trusted."""
    try:
        with open(_path(folder, digest), "rb") as file:
            if not _is_own(os.fstat(file.fileno())):
                return None
            content = file.read()
        payload = content[_CHECKSUM_BYTES:]
        if hashlib.sha256(payload).digest() != content[:_CHECKSUM_BYTES]:
            return None
        files, patterns = marshal.loads(payload)
        return Stored(files, {key: StoredPattern(*value) for key, value in patterns.items()})
    except (OSError, ValueError, TypeError, EOFError):
        return None


def save(folder: str, digest: str, stored: Stored) -> None:
    """Keep a catalogue, whole or not at all; a folder that cannot be written is no error."""
    try:
        plain = {key: tuple(value) for key, value in stored.patterns.items()}
        payload = marshal.dumps((dict(stored.files), plain))
    except ValueError:
        return
    path = _path(folder, digest)
    unfinished = f"{path}.{os.getpid()}.tmp"
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _MODE)
        with os.fdopen(descriptor, "wb") as file:
            file.write(hashlib.sha256(payload).digest() + payload)
        os.replace(unfinished, path)
        _sweep(folder, keep=os.path.basename(path))
    except OSError:
        _remove(unfinished)


def program_of(compiled: re.Pattern[str]) -> tuple[Any, ...] | None:
    """Return the arguments from which `pattern_from` makes a compiled pattern again."""
    try:
        compiler: Any = re._compiler  # type: ignore[attr-defined]
        parsed = re._parser.parse(compiled.pattern)  # type: ignore[attr-defined]
        code = compiler._code(parsed, parsed.state.flags)
        groups = parsed.state.groups - 1
    except Exception:  # private parts of `re`: without them patterns are compiled as usual
        return None
    if groups < 0 or parsed.state.groupdict:
        return None
    return (compiled.pattern, compiled.flags, array("I", map(int, code)).tobytes(), groups)


def pattern_from(program: tuple[Any, ...]) -> re.Pattern[str] | None:
    """Return the compiled pattern of a program; None where this interpreter cannot."""
    try:
        pattern, flags, code, groups = program
        words = array("I", code).tolist()
        names = (None,) * (groups + 1)
        made: re.Pattern[str] = _sre.compile(pattern, flags, words, groups, {}, names)
    except Exception:  # see program_of
        return None
    return made


def _path(folder: str, digest: str) -> str:
    magic = getattr(_sre, "MAGIC", 0)
    exact = f"{sys.implementation.cache_tag}-{sys.hexversion:x}-{magic}-{sys.maxunicode}"
    name = hashlib.sha256(f"{digest}\0{exact}\0{sys.version}".encode()).hexdigest()[:32]
    return os.path.join(folder, f"{_PREFIX}{name}.bin")


def _is_own(status: os.stat_result) -> bool:
    """Return whether a file is the user's alone to write; other platforms keep it in the home."""
    if not hasattr(os, "geteuid"):
        return True
    return status.st_uid == os.geteuid() and not status.st_mode & 0o022


_KEPT = 8
"""Catalogues of other versions that stay; older ones are swept."""


def _sweep(folder: str, *, keep: str) -> None:
    names = [name for name in os.listdir(folder) if name.startswith(_PREFIX) and name != keep]
    paths = [os.path.join(folder, name) for name in names]
    for path in sorted(paths, key=os.path.getmtime, reverse=True)[_KEPT:]:
        _remove(path)


def _remove(path: str) -> None:
    try:
        os.remove(path)
    except OSError:
        return
