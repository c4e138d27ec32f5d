from __future__ import annotations

from time import process_time

import pytest

from copydesk.pathglob import PathGlobs, matches, relative_to

FITS = """
drafts              drafts/a.md
drafts/             drafts/deep/a.md
drafts              posts/drafts/a.md
*.txt               posts/notes.txt
a?.md               ab.md
/posts              posts/a.md
posts/*.md          posts/a.md
posts/**            posts/2026/may/a.md
posts/**/a.md       posts/a.md
posts/**/a.md       posts/2026/may/a.md
**/may/*.md         posts/2026/may/a.md
**                  a.md
./posts/a.md        posts/a.md
[slug].md           pages/[slug].md
posts/20*/**/x*y.md posts/2026/a/b/xyzzy.md
"""
FITS_NOT = """
drafts              my-drafts/a.md
posts/*.md          posts/2026/a.md
posts/*.md          site/posts/a.md
a?.md               a.md
*.txt               notes.txt.md
posts/**/b.md       posts/2026/a.md
[ab].md             a.md
/posts              site/posts/a.md
"""


def pairs(table: str) -> list[tuple[str, str]]:
    return [(line.split()[0], line.split()[1]) for line in table.strip().splitlines()]


@pytest.mark.parametrize(("pattern", "path"), pairs(FITS))
def test_a_pattern_fits_a_path_or_a_folder_above_it(pattern: str, path: str) -> None:
    assert matches(pattern, path)


@pytest.mark.parametrize(("pattern", "path"), pairs(FITS_NOT))
def test_a_pattern_stays_inside_a_name_and_at_its_root(pattern: str, path: str) -> None:
    assert not matches(pattern, path)


def test_a_pattern_of_many_stars_does_not_run_away() -> None:
    start = process_time()

    assert not matches("*a" * 40 + "b", "a" * 250)
    assert not matches("**/a/" * 40 + "b", "a/" * 250 + "c")

    assert process_time() - start < 1


def test_globs_are_relative_to_their_root_wherever_the_command_runs(folder: object) -> None:
    globs = PathGlobs("..", ("*/a.md",))

    assert globs.cover("a.md")
    assert not globs.cover("deep/a.md")
    assert relative_to("x/../a.md", "") == "a.md"
