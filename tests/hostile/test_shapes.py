"""Hostile shapes through the whole pipeline: no crash, and time that grows with the length."""

from __future__ import annotations

import os
import time

import pytest

from copydesk.api import default_catalogue
from copydesk.finding import FileResult
from copydesk.pipeline import check_file
from copydesk.settings import Settings
from copydesk.views import Views
from hostile.generators import PREFACE, SHAPES, Shape

CATALOGUE = default_catalogue()
PATIENT = Settings(profile="news", preview=True, deadline_s=600.0)
"""Without a deadline in the way a slow shape shows as slow, not as incomplete."""
SMALL, LARGE = 3_000, 24_000
STEEPEST = 3.0
"""Linear work takes eight times longer on eight times the text, quadratic work 64 times."""
GRAIN_S = 0.05
"""Below this a clock says nothing of a slope."""
SMALL_SLOW, LARGE_SLOW = 64_000, 512_000


def article(shape: Shape, length: int) -> bytes:
    text = shape.make(length)
    # front matter is none when something stands before it
    return (text if text.startswith("---\n") else PREFACE + text).encode()


def checked(shape: Shape, length: int) -> tuple[float, FileResult]:
    raw = article(shape, length)
    started = time.process_time()
    result = check_file(raw, shape.name, PATIENT, CATALOGUE)
    return time.process_time() - started, result


def slope(shape: Shape, small: int, large: int) -> float:
    """Return how many times longer the large text takes for each byte than the small one."""
    first = min(checked(shape, small)[0] for _ in range(2))
    second, result = checked(shape, large)
    assert result.problems == ()
    if second < GRAIN_S:
        return 1.0
    growth = len(article(shape, large)) / len(article(shape, small))
    return second / max(first, GRAIN_S / growth) / growth


@pytest.fixture(autouse=True)
def everything_reads_as_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the rules for English run: floods of marks would else be let off as foreign."""
    monkeypatch.setattr(Views, "english_blocks", lambda self, blocks: True)


@pytest.mark.parametrize("name", SHAPES)
def test_eight_times_the_text_takes_about_eight_times_as_long(name: str) -> None:
    # measured again before it counts: other work on the machine may disturb one measurement
    assert any(slope(SHAPES[name], SMALL, LARGE) < STEEPEST for _ in range(3))


@pytest.mark.slow
@pytest.mark.skipif("COPYDESK_FUZZ" not in os.environ, reason="minutes long; make fuzz runs it")
@pytest.mark.parametrize("name", SHAPES)
def test_half_a_megabyte_of_it_takes_no_longer_for_each_byte(name: str) -> None:
    assert any(slope(SHAPES[name], SMALL_SLOW, LARGE_SLOW) < STEEPEST for _ in range(3))


@pytest.mark.parametrize("length", [0, 1, 100])
@pytest.mark.parametrize("name", SHAPES)
def test_a_short_one_is_checked_too(name: str, length: int) -> None:
    shape = SHAPES[name]

    result = check_file(shape.make(length).encode(), shape.name, PATIENT, CATALOGUE)

    assert result.problems == ()
