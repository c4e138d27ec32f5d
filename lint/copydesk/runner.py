"""
Many files: read each, check each, hand on each result in the order of the request.

A file that cannot be read or checked becomes an incomplete result; nothing is skipped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from copydesk.discover import Requested, read_bytes
from copydesk.errors import ReadError
from copydesk.finding import FileResult
from copydesk.pipeline import check_file, profile_of, unread
from copydesk.rulefile import Catalogue
from copydesk.settings import Settings

Progress = Callable[[int, int], None]
"""Told how many files are done, and of how many."""


def check_files(
    files: Sequence[Requested],
    settings: Settings,
    catalogue: Catalogue,
    progress: Progress | None = None,
) -> Iterator[FileResult]:
    """Yield one result for each requested file, in their order."""
    for done, requested in enumerate(files):
        if progress is not None:
            progress(done, len(files))
        yield _check(requested, settings, catalogue)
    if progress is not None:
        progress(len(files), len(files))


def _check(requested: Requested, settings: Settings, catalogue: Catalogue) -> FileResult:
    try:
        raw = read_bytes(requested, settings.max_file_size)
    except ReadError as error:
        return unread(requested.path, error, profile=profile_of(requested.path, settings))
    try:
        return check_file(raw, requested.path, settings, catalogue)
    except Exception as error:
        error.add_note(f"while checking {requested.path}")
        raise
