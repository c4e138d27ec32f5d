"""
Frozen settings: every choice that can change a result, in one value that can be hashed.

`config` builds them from files and the command line; nothing below `config` reads a file or
the environment.
"""

from __future__ import annotations

from enum import Enum, IntEnum
from typing import NamedTuple


class Severity(IntEnum):
    """How loud a finding is; only rules of class defect may be errors."""

    OFF = 0
    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        return self.name.lower()


class RuleClass(Enum):
    """How a rule may speak."""

    DEFECT = "defect"
    """Objectively wrong; the only class that may be an error."""
    EVIDENCE = "evidence"
    """A claim that needs support."""
    STYLE = "style"
    """Counted by density, believed only when several groups agree."""


class Status(Enum):
    """How far a rule is trusted; only stable rules run unless ``preview`` is set."""

    PREVIEW = "preview"
    STABLE = "stable"
    DEPRECATED = "deprecated"


PROFILES = ("general", "news", "blog", "marketing", "docs", "academic", "essay")
"""The genres; ``general`` is the default and switches genre rules off."""


class PathRules(NamedTuple):
    """An ``[[overrides]]`` entry: rules that are let stand on some paths, and why."""

    paths: tuple[str, ...]
    """Globs against the path relative to the configuration file."""
    rules: tuple[str, ...]
    """Selectors: an id, a short name, a family, a class or a group."""
    reason: str


class PathProfile(NamedTuple):
    """A ``[[profiles]]`` entry: the genre of some paths."""

    paths: tuple[str, ...]
    profile: str


class Settings(NamedTuple):
    """Everything that a result depends on besides the bytes and the catalogue."""

    profile: str = "general"
    select: tuple[str, ...] = ()
    """Selectors of the only rules reported; empty means all."""
    ignore: tuple[str, ...] = ()
    severities: tuple[tuple[str, Severity], ...] = ()
    """Configured severity by rule id, sorted by id."""
    preview: bool = False
    as_format: str = ""
    """Format to read every file as, or "" to go by extension."""
    as_of: str = ""
    """ISO date that stands for today, or ""."""
    fallback_as_of: str = ""
    """ISO date that stands for today where the article has none of its own, or ""."""
    encoding: str = "utf-8"
    """Codec for files without a byte-order mark."""
    max_file_size: int = 10_000_000
    """Bytes."""
    inline: bool = True
    """Whether stet directives count."""
    overrides: tuple[PathRules, ...] = ()
    profiles: tuple[PathProfile, ...] = ()
    root: str = ""
    """Folder that path globs are relative to: the configuration file's, or ""."""
    deadline_s_per_mb: float = 10.0
    """Seconds a file may take for each million bytes, on top of `deadline_s`."""
    deadline_s: float = 2.0
