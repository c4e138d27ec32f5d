"""Fifty awkward passages break where a copy editor would break them, but for a known few."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from copydesk.rulefile import Catalogue
from copydesk.segment import load_abbreviations, sentences

FILE = Path(__file__).with_name("sentences.txt")
PASSAGES = 50
EXACT_SHARE = 0.9
"""Passages that must come out whole; some awkward ones need more than a splitter can know."""


class Passage(NamedTuple):
    """One passage, and its sentences as an editor marked them."""

    text: str
    gold: list[str]


def test_nine_awkward_passages_in_ten_are_split_exactly(catalogue: Catalogue) -> None:
    abbreviations = load_abbreviations(catalogue.lexicon.abbreviations)
    passages = list(_passages())

    results = [
        (gold, [text[start:end].strip() for start, end in sentences(text, abbreviations)])
        for text, gold in passages
    ]

    missed = [
        f"marked {' | '.join(gold)}\n   got {' | '.join(found)}"
        for gold, found in results
        if gold != found
    ]
    exact = len(passages) - len(missed)
    report = "\n".join([f"{exact} of {len(passages)} exact", *missed])
    assert len(passages) == PASSAGES
    assert exact >= EXACT_SHARE * PASSAGES, report


def _passages() -> Iterator[Passage]:
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            marked = line.replace("\\n", "\n")
            gold = [sentence.strip() for sentence in marked.split("|")]
            yield Passage(marked.replace(" | ", " ").replace("|", ""), gold)
