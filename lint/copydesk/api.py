"""
copydesk from Python: check a text or a file and get typed results.

Example:
    >>> from copydesk import check_text
    >>> result = check_text("As an AI language model, I cannot say.", format="text")
    >>> result.findings[0].rule
    'leakage/self-reference'
"""

from __future__ import annotations

import os
from functools import lru_cache

from copydesk.compiled import cache_folder
from copydesk.finding import FileResult
from copydesk.rulefile import Catalogue, load_catalogue
from copydesk.settings import Settings

_NAMES = {"text": "text.txt", "markdown": "text.md", "html": "text.html"}


@lru_cache(maxsize=1)
def default_catalogue() -> Catalogue:
    """Return the project's own rules, loaded once and kept compiled between runs."""
    return load_catalogue(cache=cache_folder(os.environ))


def check_text(
    text: str,
    *,
    format: str = "markdown",  # noqa: A002 - the word users know from the command line
    profile: str = "general",
    settings: Settings | None = None,
    catalogue: Catalogue | None = None,
) -> FileResult:
    """
    Return the result for one text.

    Args:
        text: The article.
        format: ``text``, ``markdown`` or ``html``.
        profile: The genre; ``general`` leaves genre rules off.
        settings: Everything else; its own ``profile`` is overruled by ``profile``.
        catalogue: Rules to use instead of the project's own.

    Raises:
        KeyError: If the format is unknown.
        LintError: If settings or catalogue cannot be used.
    """
    from copydesk.pipeline import check_file

    chosen = (settings or Settings())._replace(profile=profile, encoding="utf-8")
    raw = text.encode("utf-8", "surrogatepass")
    return check_file(raw, _NAMES[format], chosen, catalogue or default_catalogue())


def check_path(
    path: str | os.PathLike[str],
    *,
    profile: str = "general",
    settings: Settings | None = None,
    catalogue: Catalogue | None = None,
) -> FileResult:
    """
    Return the result for one file.

    A file that cannot be read is not an exception but an incomplete result, as on the command
    line.

    Raises:
        LintError: If settings or catalogue cannot be used.
    """
    from copydesk.discover import Requested
    from copydesk.runner import check_files

    chosen = (settings or Settings())._replace(profile=profile)
    requested = [Requested(os.fspath(path))]
    return next(check_files(requested, chosen, catalogue or default_catalogue()))
