"""
Coded checks: what no declarative kind can say.

A check is a module with ``OPTIONS`` (name to default, which also gives the type), ``SLOTS`` (the
placeholders that its rules' messages may use besides ``{match}``) and
``find(context) -> Iterator[Hit]``. Adding a check means one module and one line in `CHECKS`. A
rule of kind ``code`` uses the check of its own name, or the one that its key ``check`` names.
"""

from __future__ import annotations

__all__ = ["CHECKS", "Check", "load"]

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any, Protocol, cast

from copydesk.finding import Hit
from copydesk.scan import Context


class Check(Protocol):
    """What a check's module offers."""

    OPTIONS: Mapping[str, Any]
    SLOTS: frozenset[str]

    def find(self, context: Context) -> Iterator[Hit]:
        """Yield the hits of one rule on one document."""


CHECKS: Mapping[str, str] = {
    "spelling-mix": "copydesk.checks.spelling_mix",
    "announced-count": "copydesk.checks.announced_count",
    "date-contradiction": "copydesk.checks.date_contradiction",
    "spelling-drift": "copydesk.checks.spelling_drift",
    "unattributed-quote": "copydesk.checks.unattributed_quote",
    "named-source": "copydesk.checks.named_source",
    "phrase-tic": "copydesk.checks.phrase_tic",
    "double-word": "copydesk.checks.double_word",
    "intro-restated-in-conclusion": "copydesk.checks.intro_restated_in_conclusion",
    "near-duplicate-sentence": "copydesk.checks.near_duplicate_sentence",
    "duplicate-sentence": "copydesk.checks.duplicate_sentence",
    "duplicate-paragraph": "copydesk.checks.duplicate_paragraph",
    "unsourced-article": "copydesk.checks.unsourced_article",
    "low-specificity": "copydesk.checks.low_specificity",
    "undated-event": "copydesk.checks.undated_event",
    "future-reference": "copydesk.checks.future_reference",
    "unused-reference": "copydesk.checks.unused_reference",
    "dangling-citation": "copydesk.checks.dangling_citation",
    "empty-link": "copydesk.checks.empty_link",
    "identifier": "copydesk.checks.identifier",
    "quote-style-mix": "copydesk.checks.quote_style_mix",
    "homoglyph": "copydesk.checks.homoglyph",
    "invisible-character": "copydesk.checks.invisible_character",
    "unclosed-markup": "copydesk.checks.unclosed_markup",
    "personal-data": "copydesk.checks.personal_data",
    "hidden-instruction": "copydesk.checks.hidden_instruction",
    "link-target": "copydesk.checks.link_target",
    "matching-share": "copydesk.checks.matching_share",
    "bold-lead-items": "copydesk.checks.bold_lead_items",
    "heading-level-skip": "copydesk.checks.heading_level_skip",
    "description-in-body": "copydesk.checks.description_in_body",
    "missing-alt-text": "copydesk.checks.missing_alt_text",
    "missing-metadata": "copydesk.checks.missing_metadata",
    "title-restated": "copydesk.checks.title_restated",
}
"""Name of a check to its module, which is imported on first use."""


def load(name: str) -> Check:
    """Return the module of a check."""
    return cast(Check, import_module(CHECKS[name]))
