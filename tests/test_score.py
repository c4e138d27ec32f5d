"""The score: its arithmetic, its promises, its verdict and what to do first."""

from __future__ import annotations

import itertools
import random
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from copydesk.appraisal import Totals, totals
from copydesk.costs import Ground, bills
from copydesk.errors import RuleError
from copydesk.finding import (
    Action,
    Excerpt,
    Finding,
    FindingFix,
    FixEdit,
    Place,
    Role,
    Score,
)
from copydesk.score import Measures, Model, Paragraph, fit, load_model, load_models, score
from copydesk.settings import PROFILES, RuleClass, Severity, Status
from copydesk.span import Position

FOLDER = Path(__file__).parents[1] / "rules" / "profiles"
TABLES = {path.stem: tomllib.loads(path.read_text()) for path in FOLDER.glob("*.toml")}
MODELS = load_models(TABLES)
RATES = frozenset({"vocabulary/stock-words", "claims/puffery", "syntax/participial-tail-any"})
GENERAL = MODELS["general"]._replace(rates=RATES, precision=0.9)

LENGTH = 400
"""Characters of every paragraph in these tests."""
CATEGORY = {
    "residue": "integrity",
    "placeholder": "integrity",
    "consistency": "integrity",
    "repetition": "originality",
    "claims": "evidence",
    "vocabulary": "style",
    "syntax": "style",
    "structure": "style",
    "metadata": "readability",
    "typography": "readability",
}
_ids = itertools.count()


def article(
    *words: int, checked: float = 1.0, english: bool = True, links: bool = True
) -> Measures:
    """Return measures of an article with one paragraph, on one odd line, for each word count."""
    paragraphs = tuple(
        Paragraph(at * (LENGTH + 2), at * (LENGTH + 2) + LENGTH, 2 * at + 1, 2 * at + 1, count)
        for at, count in enumerate(words)
    )
    total = sum(words)
    return Measures(total, round(total * checked), english, links, paragraphs)


def position(paragraph: int, column: int = 0) -> Position:
    offset = paragraph * (LENGTH + 2) + column
    return Position(offset, offset, 2 * paragraph + 1, column + 1, column + 1)


def found(
    rule: str,
    severity: Severity = Severity.WARNING,
    rule_class: RuleClass = RuleClass.EVIDENCE,
    places: tuple[tuple[int, int], ...] = ((0, 0),),
    *,
    group: str = "",
    whole: bool = False,
    hits: int = 0,
    length: int = 20,
    twin: int | None = None,
    advice: str = "",
    deletes: bool = False,
) -> Finding:
    """Return a finding at (paragraph, column) places."""
    (start, end), *more = [
        (position(paragraph, column), position(paragraph, min(column + length, LENGTH)))
        for paragraph, column in places
    ]
    others = [Place(*place, Role.SAME) for place in more]
    if twin is not None:
        others.append(Place(position(twin), position(twin, 20), Role.TWIN))
    fix = FindingFix(True, (FixEdit(start.byte, end.byte, ""),)) if deletes else None
    return Finding(
        id=f"{next(_ids):06}",
        rule=rule,
        rule_class=rule_class,
        group=group,
        severity=severity,
        message=f"{rule} says so.",
        advice=advice,
        document=whole,
        start=start,
        end=end,
        excerpt=Excerpt("", "", ""),
        places=tuple(others),
        fix=fix,
        category=CATEGORY[rule.partition("/")[0]],
        hits=hits or len(places),
    )


def error(rule: str = "residue/page-furniture", paragraph: int = 0, **more: Any) -> Finding:
    return found(rule, Severity.ERROR, RuleClass.DEFECT, ((paragraph, 0),), **more)


def style(rule: str, group: str, *places: tuple[int, int], **more: Any) -> Finding:
    return found(rule, Severity.WARNING, RuleClass.STYLE, places, group=group, **more)


# ---- the arithmetic


def test_an_article_without_findings_scores_100() -> None:
    result = score(article(100, 100, 100, 100, 100), [], GENERAL)

    assert (result.overall, result.combined, result.verdict, result.actions) == (
        100,
        100,
        "READY",
        (),
    )
    assert result.worst_window is None


def test_one_warning_costs_a_few_points() -> None:
    measures = article(*[70] * 10)
    result = score(measures, [found("claims/undated-event", places=((3, 40),))], GENERAL)

    assert result.overall is not None
    assert 94 <= result.overall <= 97
    assert result.verdict == "READY"


def test_one_style_warning_alone_hardly_counts() -> None:
    measures = article(*[70] * 10)
    result = score(measures, [style("claims/testament-to", "significance", (3, 40))], GENERAL)

    assert result.overall == 99
    assert (result.groups_active, result.groups_total) == (1, 11)


def test_a_forgotten_note_to_self_is_capped_and_says_what_it_is_worth_otherwise() -> None:
    forgotten = error("placeholder/todo-marker", 4)
    result = score(article(*[70] * 10), [forgotten], GENERAL)

    assert (result.overall, result.uncapped, result.verdict) == (39, 91, "NOT READY")
    assert [(cap.at, cap.rule, cap.line) for cap in result.caps] == [
        (39, "placeholder/todo-marker", 9),
        (69, "placeholder/todo-marker", 9),
    ]


def test_a_cap_over_the_score_is_not_mentioned() -> None:
    faults = [error(paragraph=at) for at in range(6)]
    faults += [found(f"claims/c{at}", places=((at, 9),)) for at in range(9)]
    result = score(article(*[70] * 10), faults, GENERAL)

    assert result.overall == result.uncapped
    assert result.uncapped < 69
    assert result.caps == ()


def test_an_unsourced_article_is_capped_in_news_where_it_could_have_links() -> None:
    finding = found("claims/unsourced-article", whole=True)
    news = MODELS["news"]

    linked = score(article(*[70] * 10, links=True), [finding], news)
    plain = score(article(*[70] * 10, links=False), [finding], news)

    assert (linked.overall, linked.uncapped) == (74, plain.overall)
    assert score(article(*[70] * 10), [finding], GENERAL).caps == ()


def test_the_costs_of_a_category_add_up_to_what_it_lost() -> None:
    faults = canonical()
    result = score(canonical_measures(), faults, GENERAL)

    for category in result.categories:
        assert sum(cost.points for cost in category.costs) == 100 - category.score
        assert list(category.costs) == sorted(
            category.costs, key=lambda cost: (-cost.points, cost.rule)
        )


def test_the_printed_arithmetic_can_be_checked_by_hand() -> None:
    result = score(canonical_measures(), canonical(), GENERAL)
    product = 1.0
    for category in result.categories:
        product *= category.score ** (category.weight / 100)

    assert result.combined == int(product + 0.5)
    assert result.worst_window is not None
    mixed = 0.75 * result.combined + 0.25 * result.worst_window.score
    assert result.uncapped == int(mixed + 0.5)


def test_many_hits_of_one_rule_never_cost_more_than_four() -> None:
    measures = article(*[70] * 30)
    places = tuple((at, 5) for at in range(25))
    model = GENERAL._replace(passage_share=0.0)
    sixteen = score(measures, [found("claims/c", places=places[:16])], model)
    more = score(measures, [found("claims/c", places=places)], model)

    assert sixteen.raw == more.raw
    assert score(measures, [found("claims/c", places=places[:15])], model).raw > more.raw


def test_style_costs_in_full_only_when_three_groups_agree() -> None:
    measures = article(*[70] * 10)
    faults = [
        style(f"syntax/{group}", group, (at, 5))
        for at, group in enumerate(("vocabulary", "tails", "triads"))
    ]

    def lost(findings: list[Finding]) -> float:
        return 100 - score(measures, findings, GENERAL).categories[3].score

    # one, two and three groups: 0.25, 0.6 x 2 and 1.0 x 3 warnings' worth
    assert [lost(faults[:count]) for count in (1, 2, 3)] == [4, 17, 37]


def test_what_good_writers_use_is_free_and_only_the_excess_costs() -> None:
    measures = article(*[100] * 7)
    others = [style("syntax/a", "tails", (0, 5)), style("syntax/b", "triads", (0, 50))]

    def stock_words(*paragraphs: int) -> float:
        words = style("vocabulary/stock-words", "vocabulary", *((at, 100) for at in paragraphs))
        costs = score(measures, [words, *others], GENERAL).categories[3].costs
        return {cost.rule: cost.points for cost in costs}.get("vocabulary/stock-words", 0)

    # 3 per 1,000 words are free: 1.2 in the first 400 words, and 0.3 for each further 100
    assert stock_words(2) == 0
    assert stock_words(0, 6) == 0
    assert 0 < stock_words(2, 2, 2) < stock_words(2, 2, 2, 2)
    assert stock_words(0, 2, 4, 6) < stock_words(2, 2, 2, 2)


def test_rules_that_are_not_stable_cost_nothing() -> None:
    class Known:
        id, counted, precision, status = "claims/new", "event", 1.0, Status.PREVIEW

    model = fit(MODELS["general"], [Known()])

    assert score(article(*[70] * 10), [found("claims/new")], model).overall == 100


def test_a_rule_that_is_often_wrong_costs_less() -> None:
    class Sure:
        id, counted, precision, status = "claims/sure", "event", 1.0, Status.STABLE

    class Unsure:
        id, counted, precision, status = "claims/unsure", "event", 0.5, Status.STABLE

    model = fit(MODELS["general"], [Sure(), Unsure()])
    measures = article(*[70] * 10)

    sure = score(measures, [found("claims/sure")], model).raw
    unsure = score(measures, [found("claims/unsure")], model).raw
    assert sure < unsure < 100


def test_the_worst_passage_is_the_paragraphs_that_cost_most() -> None:
    faults = [found(f"claims/c{at}", places=((at, 5),)) for at in (1, 6, 7)]
    faults += [found("claims/d", places=((6, 50),)), found("claims/e", places=((7, 50),))]
    result = score(article(*[100] * 12), faults, GENERAL)

    assert result.worst_window is not None
    assert result.worst_window.lines == (3, 13, 15)
    assert (result.worst_window.first_line, result.worst_window.last_line) == (3, 15)


# ---- abstention and verdict


@pytest.mark.parametrize(
    ("measures", "reason"),
    [
        (article(94), "94 words: too short"),
        (article(900, english=False), "not in English"),
        (article(900, checked=0.41), "only 41% of the words could be read"),
    ],
)
def test_there_is_no_score_where_a_number_would_mislead(measures: Measures, reason: str) -> None:
    result = score(measures, [found("claims/c")], GENERAL)

    assert (result.overall, result.reason, result.categories) == (None, reason, ())
    assert 0 < result.raw < 100


def test_a_text_without_a_score_still_has_a_verdict() -> None:
    assert score(article(94), [], GENERAL).verdict == "READY"
    assert score(article(94), [error()], GENERAL).verdict == "NOT READY"


@pytest.mark.parametrize(
    ("warnings", "verdict"), [(0, "READY"), (5, "READY"), (6, "NEEDS AN EDIT")]
)
def test_more_than_five_warnings_need_an_edit(warnings: int, verdict: str) -> None:
    faults = [style("syntax/a", "tails", (0, 5)) for _ in range(warnings)]

    assert score(article(*[70] * 10), faults, GENERAL).verdict == verdict


def test_a_score_under_70_needs_an_edit() -> None:
    faults = [found("claims/c", places=tuple((at, 5) for at in range(16)))]
    faults += [found("claims/d", places=tuple((at, 5) for at in range(16)))]
    result = score(article(*[70] * 20), faults, GENERAL)

    assert result.overall is not None
    assert result.overall < 70
    assert result.verdict == "NEEDS AN EDIT"


@pytest.mark.parametrize(("words", "band"), [(150, 10), (275, 7), (399, 4), (400, 0), (5000, 0)])
def test_a_short_article_has_a_score_plus_or_minus_something(words: int, band: int) -> None:
    assert score(article(words), [], GENERAL).band == band


def test_a_defect_that_was_let_stand_still_costs_and_caps_but_does_not_decide() -> None:
    measures = article(*[70] * 10)
    left = score(measures, [], GENERAL, let_stand=[error()])
    claim = score(measures, [], GENERAL, let_stand=[found("claims/c")])

    assert (left.overall, left.verdict, left.actions) == (69, "NEEDS AN EDIT", ())
    assert (claim.overall, claim.verdict) == (100, "READY")


# ---- the canonical article, as its findings stand


PARAGRAPHS = [9, 58, 9, 81, 5, 62, 47, 5, 60, 51, 3, 65, 55, 2, 60, 60, 86]
"""Words of title, description, title, body and four headings."""


def canonical_measures() -> Measures:
    return article(*PARAGRAPHS, links=False)


def canonical() -> list[Finding]:
    """Return findings like those of the canonical article: 2 errors, 28 warnings, some notes."""
    defect, note = RuleClass.DEFECT, Severity.INFO
    stock = [(at, 10 * k) for at in (1, 3, 5, 6, 8, 9, 11, 12, 14, 15, 16) for k in (3, 20)]
    return [
        error("repetition/title-restated", 2, length=LENGTH, twin=0, deletes=True),
        found(
            "residue/page-furniture", Severity.ERROR, defect, ((17, 0),), length=20, deletes=True
        ),
        found("claims/unsourced-article", whole=True),
        found("claims/low-specificity", whole=True),
        found("claims/undated-event", places=((3, 33),), advice="Say when."),
        found("claims/unsupported-superlative", places=((5, 22),)),
        found("claims/unsupported-superlative", places=((6, 112),)),
        found("claims/named-source-without-link", places=((8, 93),), advice="Link the report."),
        found("claims/future-certainty", places=((8, 32),)),
        found("claims/future-certainty", places=((15, 300),)),
        found("claims/empty-benefit-list", places=((9, 112), (9, 182)), hits=1),
        found("metadata/description-in-body", rule_class=defect, places=((1, 0),), length=LENGTH),
        found("typography/quote-style-mix", rule_class=defect, places=((1, 6), (1, 60)), hits=1),
        found("repetition/intro-restated", places=((16, 0),), twin=1, length=200),
        found("repetition/redundant-conclusion-pair", places=((16, 0),), twin=13),
        found("consistency/entity-spelling-drift", rule_class=defect, places=((3, 346),)),
        style(
            "claims/significance-inflation",
            "significance",
            *((1, 44), (1, 241), (14, 34), (15, 127), (15, 320), (16, 59), (16, 229)),
        ),
        style("claims/testament-to", "significance", (14, 303)),
        style("claims/puffery", "vocabulary", (3, 6), (3, 90), (8, 5), (8, 50), (8, 99), (16, 60)),
        style(
            "vocabulary/abstract-landscape", "vocabulary", (1, 206), (3, 390), (8, 66), (11, 327)
        ),
        style("vocabulary/stock-words", "vocabulary", *stock),
        style("repetition/phrase-tic", "", (1, 9), (3, 49), (5, 50), (11, 60), (14, 60), (16, 30)),
        style("structure/as-x-continues", "openers", (1, 167), (14, 107), (15, 239)),
        style("structure/teaser-instead-of-lede", "openers", (1, 313)),
        style("syntax/not-just-x-but-y", "contrast", (5, 259), (12, 139)),
        style("structure/formula-heading", "", (4, 0), (7, 0), (10, 0), (13, 0), hits=1),
        style("structure/challenges-formula", "", (11, 0), (12, 0), hits=1),
        style("structure/conclusion-opener", "conclusion", (16, 0)),
        style("structure/closing-aphorism", "", (16, 351)),
        style("structure/uniform-paragraphs", "paragraphs", (0, 0), whole=True, hits=1),
        *(found("claims/vague-quantifier", note, places=((at, 10),)) for at in (5, 8, 9)),
        *(found("vocabulary/weak-verb", note, RuleClass.STYLE, ((at, 10),)) for at in (9, 14, 15)),
    ]


def test_the_canonical_article_scores_between_10_and_25() -> None:
    result = score(canonical_measures(), canonical(), GENERAL)

    assert result.overall is not None
    assert 10 <= result.overall <= 25
    assert result.verdict == "NOT READY"
    assert result.caps == ()
    assert result.groups_active == 6


def test_the_first_action_takes_out_what_is_not_the_article() -> None:
    first, second, third = score(canonical_measures(), canonical(), GENERAL).actions

    assert first.do == "Delete what is not the article: lines 3, 5 and 35."
    assert first.lines == (3, 5, 35)
    assert second.do.startswith("Say who says so, and when: lines ")
    assert third.do == "Write one ending: lines 27 and 33 hold two."


def test_actions_are_scored_one_after_another() -> None:
    result = score(canonical_measures(), canonical(), GENERAL)

    before = result.overall
    for action in result.actions:
        assert action.before == before
        assert action.after >= action.before
        before = action.after


def actions(measures: Measures, findings: list[Finding], model: Model = GENERAL) -> list[Action]:
    return list(score(measures, findings, model).actions)


def test_an_action_that_clears_the_errors_comes_first() -> None:
    claims = [found(f"claims/c{at}", places=((at, 5),)) for at in range(8)]
    forgotten = error("placeholder/todo-marker", 4, advice="Fill it in.")
    first, *_ = actions(article(*[70] * 10), [*claims, forgotten])

    assert first.do == "Line 9: fill it in."
    assert first.findings == (forgotten.id,)


def test_an_action_says_what_it_only_shortens() -> None:
    word = style("vocabulary/abstract-landscape", "vocabulary", (0, 50), (5, 50), hits=2)
    leftover = error("residue/page-furniture", 5, length=LENGTH)
    first, *_ = actions(article(*[70] * 10), [word, leftover])

    assert first.findings == (leftover.id,)
    assert first.detail == "Also shortens 1 other finding."


def test_a_block_that_a_fix_deletes_is_deleted_whatever_its_rule() -> None:
    copy = error("repetition/duplicate-paragraph", 3, length=LENGTH, twin=1, deletes=True)
    (only,) = actions(article(*[70] * 10), [copy])

    assert only.do == "Delete what is not the article: line 7."
    assert only.findings == (copy.id,)


def test_one_sitting_takes_on_the_dearest_passages_of_a_rule() -> None:
    places = ((0, 5), (2, 5), (2, 50), (4, 5), (4, 50), (6, 5), (6, 50))
    hype = [
        found("claims/hype", places=(place,), advice="Cut it.", rule_class=RuleClass.DEFECT)
        for place in places
    ]
    first, *_ = actions(article(*[70] * 10), hype)

    assert first.do == "Lines 5, 9 and 13: cut it."
    assert len(first.findings) == 6
    assert first.detail == ""


def test_a_fault_about_the_whole_article_has_no_lines() -> None:
    (only,) = actions(
        article(*[70] * 10), [found("structure/flat", whole=True, advice="Vary the paragraphs.")]
    )

    assert (only.do, only.lines) == ("Whole article: vary the paragraphs.", ())


def test_long_lists_of_lines_are_counted() -> None:
    faults = [error("placeholder/todo-marker", at, advice="Fill it in.") for at in range(9)]
    first, *_ = actions(article(*[70] * 10), faults)

    assert first.do == "Lines 1, 3, 5, 7, 9, 11 and 3 more: fill it in."
    assert first.lines == (1, 3, 5, 7, 9, 11, 13, 15, 17)


# ---- promises, held on generated articles

RULES = [
    ("residue/page-furniture", Severity.ERROR, RuleClass.DEFECT, ""),
    ("placeholder/todo-marker", Severity.ERROR, RuleClass.DEFECT, ""),
    ("consistency/drift", Severity.WARNING, RuleClass.DEFECT, ""),
    ("claims/uncited", Severity.WARNING, RuleClass.EVIDENCE, ""),
    ("claims/superlative", Severity.WARNING, RuleClass.EVIDENCE, ""),
    ("claims/vague", Severity.INFO, RuleClass.EVIDENCE, ""),
    ("repetition/pair", Severity.WARNING, RuleClass.EVIDENCE, ""),
    ("vocabulary/stock-words", Severity.WARNING, RuleClass.STYLE, "vocabulary"),
    ("claims/puffery", Severity.WARNING, RuleClass.STYLE, "vocabulary"),
    ("syntax/participial-tail-any", Severity.WARNING, RuleClass.STYLE, "tails"),
    ("syntax/triad", Severity.WARNING, RuleClass.STYLE, "triads"),
    ("structure/uniform", Severity.INFO, RuleClass.STYLE, "paragraphs"),
    ("typography/quotes", Severity.WARNING, RuleClass.DEFECT, ""),
]
COUNT = 12
"""Paragraphs of a generated article."""


@st.composite
def findings(draw: st.DrawFn, most: int = 14) -> list[Finding]:
    result = []
    for _ in range(draw(st.integers(0, most))):
        rule, severity, rule_class, group = draw(st.sampled_from(RULES))
        places = draw(
            st.lists(
                st.tuples(st.integers(0, COUNT - 1), st.integers(0, LENGTH - 20)),
                min_size=1,
                max_size=6,
                unique=True,
            )
        )
        whole = draw(st.integers(0, 9)) == 0
        result.append(
            found(rule, severity, rule_class, tuple(sorted(places)), group=group, whole=whole)
        )
    return result


articles = st.lists(st.integers(20, 150), min_size=COUNT, max_size=COUNT).map(
    lambda words: article(*words)
)
quick = settings(derandomize=True, max_examples=120, deadline=None)


def weigh(measures: Measures, faults: list[Finding]) -> Totals:
    """Return the score without looking for actions, which takes longer."""
    ground = Ground(measures.paragraphs)
    return totals(ground, bills(ground, faults, GENERAL), GENERAL, carries_links=True)


def moved(finding: Finding, at: int, paragraphs: int) -> Finding:
    """Return a finding after so many paragraphs were put in before one paragraph."""

    def move(where: Position) -> Position:
        paragraph, column = divmod(where.offset, LENGTH + 2)
        return position(paragraph + paragraphs if paragraph >= at else paragraph, column)

    return finding._replace(
        start=move(finding.start),
        end=move(finding.end),
        places=tuple(
            place._replace(start=move(place.start), end=move(place.end)) for place in finding.places
        ),
    )


def padded(
    measures: Measures, faults: list[Finding], at: int, extra: list[int]
) -> tuple[Measures, list[Finding]]:
    words = [paragraph.words for paragraph in measures.paragraphs]
    after = article(*words[:at], *extra, *words[at:])
    return after, [moved(finding, at, len(extra)) for finding in faults]


@quick
@given(articles, findings(), st.integers(0, COUNT), st.integers(20, 150))
def test_a_clean_paragraph_moves_the_score_by_minus_1_to_plus_2(
    measures: Measures, faults: list[Finding], at: int, words: int
) -> None:
    before = weigh(measures, faults)
    after = weigh(*padded(measures, faults, at, [words]))

    assert -1 <= after.overall - before.overall <= 2
    assert -1 <= after.raw - before.raw <= 2.5


@quick
@given(articles, findings(), st.sampled_from([0, COUNT]))
def test_clean_words_before_or_after_an_article_change_nothing(
    measures: Measures, faults: list[Finding], at: int
) -> None:
    before = weigh(measures, faults)
    after = weigh(*padded(measures, faults, at, [100] * 60))

    assert (after.overall, after.raw) == (before.overall, pytest.approx(before.raw))


@quick
@given(articles, findings(most=25), st.integers(0, COUNT))
def test_6000_clean_words_at_one_place_add_at_most_5_points(
    measures: Measures, faults: list[Finding], at: int
) -> None:
    before = weigh(measures, faults)
    after = weigh(*padded(measures, faults, at, [100] * 60))

    assert 0 <= after.overall - before.overall <= 5


def test_6000_clean_words_between_the_paragraphs_do_not_save_the_canonical_article() -> None:
    measures, faults = canonical_measures(), canonical()
    before = weigh(measures, faults)
    for at in range(len(PARAGRAPHS), 0, -1):
        measures, faults = padded(measures, faults, at, [120] * 3)

    assert measures.words > 6000
    assert 0 <= weigh(measures, faults).overall - before.overall <= 5


@quick
@given(articles, findings())
def test_taking_a_finding_away_never_lowers_the_score(
    measures: Measures, faults: list[Finding]
) -> None:
    assume(faults)
    whole = weigh(measures, faults)
    for index in range(len(faults)):
        less = weigh(measures, faults[:index] + faults[index + 1 :])
        assert less.raw >= whole.raw - 1e-9
        assert less.overall >= whole.overall


@quick
@given(articles, findings())
def test_a_result_is_consistent_with_itself(measures: Measures, faults: list[Finding]) -> None:
    result = score(measures, faults, GENERAL)

    assert result.overall is not None
    assert 0 < result.overall <= result.uncapped <= 100
    assert (result.overall < result.uncapped) == bool(result.caps)
    assert sum(category.weight for category in result.categories) == 100
    for category in result.categories:
        assert sum(cost.points for cost in category.costs) == 100 - category.score
    assert len(result.actions) <= 3
    for action in result.actions:
        assert action.before <= action.after
        assert set(action.findings) <= {finding.id for finding in faults}


@quick
@given(articles, findings(), st.randoms(use_true_random=False))
def test_the_order_of_findings_does_not_change_the_score(
    measures: Measures, faults: list[Finding], chance: random.Random
) -> None:
    shuffled = list(faults)
    chance.shuffle(shuffled)

    before, after = score(measures, faults, GENERAL), score(measures, shuffled, GENERAL)
    assert before._replace(raw=0, actions=()) == after._replace(raw=0, actions=())


def test_thirty_thousand_findings_take_seconds() -> None:
    chance = random.Random(1)
    measures = article(*[80] * 20_000)
    faults = [
        found(rule, severity, rule_class, ((chance.randrange(20_000), 5),), group=group)
        for rule, severity, rule_class, group in (chance.choice(RULES) for _ in range(30_000))
    ]

    began = time.process_time()
    result = score(measures, faults, GENERAL)

    assert result.overall is not None
    assert result.overall < 20
    assert time.process_time() - began < 20


# ---- profiles


def test_every_genre_has_a_profile() -> None:
    assert set(MODELS) == set(PROFILES)
    assert all(model.about for model in MODELS.values())


def changed(**tables: Any) -> dict[str, Any]:
    return {**TABLES["general"], **tables}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (changed(wieghts={}), "'wieghts': unknown key. Did you mean 'weights'?"),
        (
            changed(half_life={"integrty": 3}),
            "'half_life.integrty': unknown key. Did you mean 'integrity'?",
        ),
        (changed(hits={"most": "4"}), "'hits.most': must be a number."),
        (changed(hits={"most": -1}), "'hits.most': -1 is out of range."),
        (changed(hits={"most": float("nan")}), "'hits.most': nan is out of range."),
        (changed(abstain={"min_words": 1.5, "min_checked": 0}), "must be a whole number."),
        (changed(hits={}), "'hits.most': missing."),
        (changed(hits=3), "'hits': must be a table."),
        (changed(about=""), "'about': must be a text."),
        (changed(allowance={"claims/puffery": -2}), "'allowance.claims/puffery': -2"),
        (changed(half_life={**TABLES["general"]["half_life"], "style": 0}), "out of range"),
        (
            changed(weights={**TABLES["general"]["weights"], "style": 30}),
            "'weights': they add up to 110, not 100.",
        ),
        (changed(corroboration={"multipliers": [1, 0.5]}), "must rise, and stay within 0 and 1."),
        (changed(cap=[{"at": 69, "sevrity": "error"}]), "'cap.sevrity': unknown key. Did you mean"),
        (changed(cap=[{"at": 120}]), "'cap.at': must be a whole number from 0 to 99."),
        (changed(cap=[{"at": 9, "class": "defct"}]), "'defct' is none of defect, evidence, style."),
        (changed(cap={"at": 9}), "'cap': must be a list of tables."),
        (changed(action=[{"edit": "delte", "do": "x"}]), "Did you mean 'delete'?"),
        (changed(action=[{"edit": "delete"}]), "'action.do': must be a text."),
        (
            changed(action=[{"edit": "mend", "do": "{line}"}]),
            "knows only the slots {lines}, {what} and",
        ),
        (changed(action=[{"edit": "delete", "do": "x", "rules": "a"}]), "'rules': must be a list"),
    ],
)
def test_a_profile_with_a_mistake_is_refused(data: dict[str, Any], message: str) -> None:
    with pytest.raises(RuleError) as caught:
        load_model(data, "news")

    assert message in str(caught.value)
    assert str(caught.value).startswith("rules/profiles/news.toml: error[RP01] ")


def test_a_profile_states_only_what_it_changes() -> None:
    child = load_model(
        {"about": "a test", "hits": {"most": 3}, "cap": [{"at": 50, "class": "evidence"}]},
        "test",
        MODELS["general"],
    )

    assert (child.most_hits, child.weights) == (3, MODELS["general"].weights)
    assert [cap.at for cap in child.caps] == [69, 39, 50]


@pytest.mark.parametrize(
    ("profiles", "message"),
    [
        ({"a": {"about": "x", "extends": "genral"}}, "no profile 'genral'"),
        ({"a": {"extends": "b"}, "b": {"extends": "a"}}, "leads back to this profile."),
    ],
)
def test_a_profile_must_extend_a_known_one(profiles: dict[str, Any], message: str) -> None:
    with pytest.raises(RuleError, match=message):
        load_models(profiles)


def test_a_model_and_a_score_can_be_sent_between_processes() -> None:
    import pickle

    result = score(canonical_measures(), canonical(), GENERAL)

    assert isinstance(result, Score)
    assert pickle.loads(pickle.dumps((GENERAL, result))) == (GENERAL, result)
