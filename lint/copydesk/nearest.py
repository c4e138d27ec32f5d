"""The known name that a mistyped one was probably meant to be."""

from __future__ import annotations

from collections.abc import Iterable

_LONGEST = 80
"""Characters of a name worth comparing; the comparison is quadratic in them."""
_CLOSE_ENOUGH = 0.6
"""Share of equal characters, 0 to 1, under which a suggestion misleads more than it helps."""


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return " Did you mean 'NAME'?" with the nearest known name, or "" when none is near."""
    # only ever needed for an error message, so its cost stays off the plain path
    from difflib import get_close_matches

    near = get_close_matches(name[:_LONGEST], sorted(known), n=1, cutoff=_CLOSE_ENOUGH)
    return f" Did you mean '{near[0]}'?" if near else ""
