"""What a reader may choose about a report; nothing here changes a finding or an exit code."""

from __future__ import annotations

from typing import Literal, NamedTuple

Show = Literal["", "notes", "all"]
"""How much: the default, with the notes (severity info), or everything unpacked."""

Offer = Literal["fix", "explain", "html"]
"""Something the command line can do for the reader besides this report."""


class ReportOptions(NamedTuple):
    """Choices about the printing; the machine formats ignore all but ``show`` and ``worklist``."""

    width: int = 100
    """Cells of the terminal; no line of the rich report is longer."""
    color: bool = False
    """Whether escape sequences for colour may be written."""
    show: Show = ""
    worklist: bool = False
    """List every claim."""
    quiet: bool = False
    """Rich: header, verdict, errors and exit. Concise: no summary. Machine formats: no effect."""
    offers: frozenset[Offer] = frozenset()
    """What the "Next:" lines may name; an option that is not there is never advertised."""

    @property
    def notes(self) -> bool:
        """Whether findings of severity info are shown."""
        return self.show != ""

    @property
    def everything(self) -> bool:
        """Whether nothing is packed."""
        return self.show == "all"
