"""A pasted page description: what its finding points at and what its fix takes away."""

from __future__ import annotations

from copydesk.api import default_catalogue
from copydesk.examples import hits_of
from copydesk.finding import Role
from copydesk.rule import Example

CATALOGUE = default_catalogue()
RULE = CATALOGUE.rules["metadata/description-in-body"]

FRONT = "---\ntitle: Roof\ndescription: The roof of the hall will be mended in June.\n---\n\n"
TEASER = "The roof of the hall will be mended in June."
BODY = "\n\nWork starts on Monday.\n"


def test_the_twin_is_the_description_of_the_front_matter() -> None:
    source = FRONT + TEASER + BODY

    (hit,) = hits_of(RULE, Example(source), CATALOGUE)

    (twin,) = hit.places
    assert twin.role is Role.TWIN
    assert source[twin.span.start : twin.span.end] == TEASER
    assert hit.span.start > twin.span.end


def test_the_fix_takes_the_block_and_is_not_safe() -> None:
    source = FRONT + TEASER + BODY

    (hit,) = hits_of(RULE, Example(source), CATALOGUE)

    assert hit.fix is not None
    assert not hit.fix.safe
    (edit,) = hit.fix.edits
    assert source[: edit.span.start] + source[edit.span.end :] == FRONT + BODY.lstrip("\n")


def test_a_title_repeated_much_later_makes_no_description_of_what_stands_between() -> None:
    words = " ".join(["We met by the pier and talked about the roof of the town hall."] * 2)
    source = f"# Roof of the hall\n\n{words}\n\n" + f"{words}\n\n" * 5 + "Roof of the hall\n"

    assert hits_of(RULE, Example(source), CATALOGUE) == []
