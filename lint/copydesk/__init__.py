"""The copy desk for machine-assisted writing: a linter for articles."""

from __future__ import annotations

__version__ = "0.1.0.dev0"
__all__ = ["FileResult", "Finding", "Score", "Settings", "Severity", "check_path", "check_text"]

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from copydesk.api import check_path, check_text
    from copydesk.finding import FileResult, Finding, Score
    from copydesk.settings import Settings, Severity

_HOMES = {
    "FileResult": "copydesk.finding",
    "Finding": "copydesk.finding",
    "Score": "copydesk.finding",
    "Settings": "copydesk.settings",
    "Severity": "copydesk.settings",
    "check_path": "copydesk.api",
    "check_text": "copydesk.api",
}


def __getattr__(name: str) -> Any:
    # The command line starts faster when the package itself imports nothing.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
