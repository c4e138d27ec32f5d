"""
What can go wrong, in one tree.

    CopydeskError
    ├── LintError          the user's mistake, found before any file is read: exit 2
    │   ├── UsageError     the command line
    │   ├── ConfigError    copydesk.toml or [tool.copydesk]
    │   └── RuleError      a rule file, a word list or a profile
    ├── ReadError          a requested file that cannot be checked: incomplete, exit 3
    ├── DeadlineError      a check that took longer than it may: incomplete, exit 3
    ├── NotApplicableError a rule that has nothing to compare with: a note, not a failure
    └── ReportError        the report could not be written: exit 4

Every error formats itself as one line: what, where, what to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from copydesk.span import Position


class CopydeskError(Exception):
    """
    Anything copydesk raises on purpose.

    Attributes:
        code: Short stable code such as ``IO01``, shown in brackets.
        what: What happened and what to do, one line.
        where: Path, ``path:line:column`` or option the message is about.
    """

    code = "CD00"

    def __init__(self, what: str, *, where: str = "", code: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        if code:
            self.code = code

    def __str__(self) -> str:
        prefix = f"{self.where}: " if self.where else ""
        return f"{prefix}error[{self.code}] {self.what}"


class LintError(CopydeskError):
    """The user's mistake, found before any file is read; exit 2."""


class UsageError(LintError):
    """A command line that cannot be carried out."""

    code = "US01"


class ConfigError(LintError):
    """A configuration file that cannot be used."""

    code = "CF01"


class RuleError(LintError):
    """A rule file, word list or profile that breaks its schema."""

    code = "RP01"


class ReadError(CopydeskError):
    """
    A requested file that cannot be checked; the run is incomplete, exit 3.

    Attributes:
        start: The place in the file that is at fault, None when it is the whole file.
    """

    code = "IO01"

    def __init__(
        self, what: str, *, where: str = "", code: str = "", start: Position | None = None
    ) -> None:
        place = f":{start.line}:{start.column}" if start else ""
        super().__init__(what, where=where + place, code=code)
        self.start = start


class DeadlineError(CopydeskError):
    """A check that ran longer than it may."""

    code = "LM02"


class NotApplicableError(CopydeskError):
    """A rule that cannot be applied to this file; the text says what is missing."""

    code = "NA01"


class ReportError(CopydeskError):
    """A report that could not be written; exit 4."""

    code = "OU01"
