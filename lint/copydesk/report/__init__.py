"""
One writer per output format.

A writer is a pure function from a run to text; it never decides an exit code and never opens a
file. A new format is one module with ``render(run, options)`` and one line in `FORMATS`.
"""

from __future__ import annotations

from importlib import import_module
from typing import cast

from copydesk.finding import Run
from copydesk.report.options import Offer, ReportOptions, Show

FORMATS = {
    "rich": "copydesk.report.rich_report",
    "concise": "copydesk.report.concise",
    "json": "copydesk.report.json_report",
}
"""Writers by format name; a writer is imported when it is used, because some imports are slow."""


def render(run: Run, format_name: str, options: ReportOptions) -> str:
    """
    Return the report of a run in one format.

    Raises:
        KeyError: If there is no such format; the command line refuses it before.
    """
    writer = import_module(FORMATS[format_name])
    return cast(str, writer.render(run, options))


__all__ = ["FORMATS", "Offer", "ReportOptions", "Show", "render"]
