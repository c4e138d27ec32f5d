"""
The score of one article: 0 to 100 with its arithmetic, or no score and the reason.

`model` has the numbers, `costs` and `appraisal` the arithmetic, `edits` and `actions` what to do
first. This module puts them together, abstains where a number would mislead, and finds the
verdict. Nothing here sees text: findings and measures are enough. Adding a finding never raises a
score, and clean text around the findings does not change it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from copydesk.actions import best_actions
from copydesk.appraisal import appraise
from copydesk.costs import Ground, Measures, Paragraph, bills
from copydesk.finding import Finding, Score
from copydesk.model import Model, fit, load_model, load_models
from copydesk.settings import RuleClass, Severity

__all__ = [
    "NEEDS_AN_EDIT",
    "NOT_READY",
    "READY",
    "Measures",
    "Model",
    "Paragraph",
    "fit",
    "load_model",
    "load_models",
    "score",
]

NOT_READY = "NOT READY"
NEEDS_AN_EDIT = "NEEDS AN EDIT"
READY = "READY"


def score(
    measures: Measures,
    findings: Sequence[Finding],
    model: Model,
    *,
    let_stand: Sequence[Finding] = (),
) -> Score:
    """
    Return the score, the verdict and the edits that gain most.

    Args:
        measures: Of the article.
        findings: All that the profile's stable rules found, whatever is selected for the report.
        model: The profile's, with `fit` applied.
        let_stand: Findings that somebody let stand. Defects among them still cost points and
            still cap; they do not count for the verdict, and no edit is proposed for them.
    """
    ground = Ground(measures.paragraphs)
    costly = [finding for finding in let_stand if finding.rule_class is RuleClass.DEFECT]
    made = bills(ground, [*findings, *costly], model)
    links = measures.carries_links
    now = appraise(ground, made, model, carries_links=links)
    result = Score(
        overall=None,
        reason=_abstention(measures, model),
        groups_active=now.groups_active,
        groups_total=len(model.groups),
        raw=now.totals.raw,
    )
    if result.reason:
        return result._replace(verdict=verdict(findings, None, model))
    return result._replace(
        overall=now.totals.overall,
        categories=now.categories,
        combined=now.combined,
        uncapped=now.totals.uncapped,
        caps=now.caps,
        actions=best_actions(ground, findings, costly, made, model, carries_links=links),
        worst_window=now.worst,
        window_share=model.passage_share,
        verdict=verdict(findings, now.totals.overall, model),
        band=_band(measures.words, model),
    )


def verdict(findings: Iterable[Finding], overall: int | None, model: Model) -> str:
    """Return NOT READY for any error, NEEDS AN EDIT for many warnings or a low score, or READY."""
    severities = [finding.severity for finding in findings]
    if Severity.ERROR in severities:
        return NOT_READY
    many = severities.count(Severity.WARNING) > model.most_warnings
    low = overall is not None and overall < model.min_score
    return NEEDS_AN_EDIT if many or low else READY


def _abstention(measures: Measures, model: Model) -> str:
    """Return why a number would mislead, "" when it would not."""
    if not measures.english:
        return "not in English"
    if measures.words < model.min_words:
        return f"{measures.words} words: too short"
    share = measures.words_checked / max(measures.words, 1)
    if share < model.min_checked:
        return f"only {share:.0%} of the words could be read"
    return ""


def _band(words: int, model: Model) -> int:
    """Return the points that a short article's score may be off, falling evenly with length."""
    if words >= model.band_words:
        return 0
    share = (words - model.min_words) / max(model.band_words - model.min_words, 1)
    return round(model.widest_band - share * (model.widest_band - model.narrowest_band))
