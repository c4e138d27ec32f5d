"""What a kind gets to turn its own keys of a rule file into options."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from copydesk.errors import RuleError
from copydesk.pattern import Pattern


class Build(NamedTuple):
    """Helpers bound to one rule file."""

    where: str
    """Path of the rule file, for messages."""
    name: str
    """Short name of the rule."""
    pattern: Callable[[str], Pattern]
    """Parses one pattern of this rule's view."""
    has_patterns: bool
    has_floor: bool

    def fail(self, reason: str) -> RuleError:
        """Return the error that refuses the file for a reason."""
        return RuleError(reason, where=self.where)
