"""One stretch of text, one cause, one finding."""

from __future__ import annotations

import random
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.arbitrate import Resolved, RuledHit, Standing, arbitrate
from copydesk.finding import Edit, Fix, Hit, HitPlace, Role
from copydesk.settings import RuleClass
from copydesk.span import Span


def standing(id_: str, rule_class: str = "style", beats: tuple[str, ...] = ()) -> Standing:
    return Standing(id_, RuleClass(rule_class), frozenset(beats))


def hit(
    start: int,
    end: int,
    *more: tuple[int, int],
    twin: tuple[int, int] | None = None,
    document: bool = False,
) -> Hit:
    places = [HitPlace(Span(*place)) for place in more]
    if twin:
        places.append(HitPlace(Span(*twin), Role.TWIN))
    return Hit(
        Span(start, end), "match", places=tuple(places), document=document, hits=1 + len(more)
    )


def shown(resolved: list[Resolved]) -> list[tuple[str, list[tuple[int, int]], tuple[str, ...]]]:
    return [
        (
            one.standing.id,
            [tuple(one.hit.span)]
            + [tuple(place.span) for place in one.hit.places if place.role is Role.SAME],
            one.absorbed,
        )
        for one in resolved
    ]


def test_hits_that_share_no_text_are_all_kept_in_source_order() -> None:
    hits = [RuledHit(standing("b/b"), hit(20, 30)), RuledHit(standing("a/a"), hit(0, 20))]

    assert shown(arbitrate(hits)) == [("a/a", [(0, 20)], ()), ("b/b", [(20, 30)], ())]


def test_a_phrase_takes_in_the_word_it_is_made_of() -> None:
    hits = [RuledHit(standing("a/word"), hit(10, 18)), RuledHit(standing("b/phrase"), hit(5, 40))]

    assert shown(arbitrate(hits)) == [("b/phrase", [(5, 40)], ("a/word",))]


def test_the_stronger_class_wins_over_the_longer_span() -> None:
    hits = [
        RuledHit(standing("a/style", "style"), hit(0, 30)),
        RuledHit(standing("b/evidence", "evidence"), hit(0, 25)),
        RuledHit(standing("c/defect", "defect"), hit(0, 20)),
    ]

    assert shown(arbitrate(hits)) == [("c/defect", [(0, 20)], ("a/style", "b/evidence"))]


def test_of_equal_spans_and_classes_the_smaller_id_wins() -> None:
    hits = [RuledHit(standing("b/b"), hit(0, 10)), RuledHit(standing("a/a"), hit(0, 10))]

    assert shown(arbitrate(hits)) == [("a/a", [(0, 10)], ("b/b",))]


def test_a_beats_edge_outranks_class_and_length() -> None:
    hits = [
        RuledHit(standing("a/short", "style", ("b/long",)), hit(50, 55)),
        RuledHit(standing("b/long", "defect"), hit(0, 500)),
    ]

    assert shown(arbitrate(hits)) == [("a/short", [(50, 55)], ("b/long",))]


def test_beats_reaches_one_step_only() -> None:
    hits = [
        RuledHit(standing("a/a", "style", ("b/b",)), hit(0, 10)),
        RuledHit(standing("b/b", "style", ("c/c",)), hit(5, 300)),
        RuledHit(standing("c/c", "style"), hit(200, 600)),
    ]

    assert shown(arbitrate(hits)) == [("a/a", [(0, 10)], ("b/b",)), ("c/c", [(200, 600)], ())]


def test_a_finding_about_a_whole_block_does_not_swallow_the_words_in_it() -> None:
    hits = [
        RuledHit(standing("a/block", "defect"), hit(0, 900)),
        RuledHit(standing("b/word"), hit(100, 110)),
        RuledHit(standing("c/claim", "evidence"), hit(200, 260)),
    ]

    assert [one.standing.id for one in arbitrate(hits)] == ["a/block", "b/word", "c/claim"]


def test_two_findings_about_the_same_block_are_one() -> None:
    hits = [
        RuledHit(standing("a/block", "defect"), hit(0, 900)),
        RuledHit(standing("b/block", "evidence"), hit(0, 880)),
    ]

    assert shown(arbitrate(hits)) == [("a/block", [(0, 900)], ("b/block",))]


def test_a_small_defect_inside_a_phrase_leaves_the_phrase_alone() -> None:
    hits = [
        RuledHit(standing("a/entity", "defect"), hit(10, 16)),
        RuledHit(standing("b/phrase"), hit(0, 40)),
    ]

    assert [one.standing.id for one in arbitrate(hits)] == ["b/phrase", "a/entity"]


def test_spans_that_only_brush_each_other_are_both_kept() -> None:
    hits = [RuledHit(standing("a/a"), hit(0, 30)), RuledHit(standing("b/b"), hit(25, 60))]

    assert len(arbitrate(hits)) == 2


def test_a_hit_loses_only_the_places_that_a_stronger_hit_takes() -> None:
    hits = [
        RuledHit(standing("a/word"), hit(10, 18, (110, 118), (210, 218))),
        RuledHit(standing("b/phrase", "evidence"), hit(100, 130)),
    ]

    assert shown(arbitrate(hits)) == [
        ("a/word", [(10, 18), (210, 218)], ()),
        ("b/phrase", [(100, 130)], ("a/word",)),
    ]


def test_a_finding_of_style_that_counts_keeps_its_places_against_style() -> None:
    hits = [
        RuledHit(standing("a/word"), hit(10, 18, (110, 118), (210, 218))),
        RuledHit(standing("b/phrase"), hit(100, 130)),
    ]

    assert shown(arbitrate(hits)) == [
        ("a/word", [(10, 18), (110, 118), (210, 218)], ()),
        ("b/phrase", [(100, 130)], ()),
    ]


def test_a_hit_whose_own_span_is_taken_moves_to_its_first_place_left() -> None:
    fix = Fix(safe=True, edits=(Edit(Span(12, 13), ""), Edit(Span(111, 112), "")))
    word = hit(10, 18, (110, 118))._replace(fix=fix)
    hits = [RuledHit(standing("a/word"), word), RuledHit(standing("b/phrase"), hit(0, 30))]

    phrase, moved = arbitrate(hits)

    assert (phrase.standing.id, phrase.absorbed) == ("b/phrase", ("a/word",))
    assert (moved.hit.span, moved.hit.places, moved.hit.hits) == (Span(110, 118), (), 1)
    assert moved.hit.fix == Fix(safe=True, edits=(Edit(Span(111, 112), ""),))


def test_a_hit_goes_when_all_its_places_are_taken() -> None:
    hits = [
        RuledHit(standing("a/word"), hit(10, 18, (110, 118))),
        RuledHit(standing("b/phrase"), hit(0, 30, (100, 130))),
    ]

    assert shown(arbitrate(hits)) == [("b/phrase", [(0, 30), (100, 130)], ("a/word",))]


def test_hits_of_one_rule_never_take_each_other() -> None:
    one = standing("a/a", "style", ("a/a",))
    hits = [RuledHit(one, hit(0, 30)), RuledHit(one, hit(5, 20)), RuledHit(one, hit(5, 20))]

    assert len(arbitrate(hits)) == 3


def test_hits_about_the_whole_article_meet_no_other() -> None:
    hits = [
        RuledHit(standing("a/a", "defect", ("b/b",)), hit(0, 30, document=True)),
        RuledHit(standing("b/b"), hit(0, 30)),
    ]

    assert len(arbitrate(hits)) == 2


def test_an_empty_span_shares_no_text() -> None:
    hits = [RuledHit(standing("a/a", "defect"), hit(0, 30)), RuledHit(standing("b/b"), hit(5, 5))]

    assert len(arbitrate(hits)) == 2


PAIR = standing("r/pair", "evidence", ("r/near",))
NEAR = standing("r/near", "evidence")


def test_a_twin_takes_the_places_of_rules_that_its_rule_beats() -> None:
    hits = [
        RuledHit(PAIR, hit(900, 1000, twin=(0, 100))),
        RuledHit(NEAR, hit(0, 100, twin=(900, 1000))),
        RuledHit(standing("s/other", "style"), hit(0, 30)),
    ]

    assert shown(arbitrate(hits)) == [
        ("s/other", [(0, 30)], ()),
        ("r/pair", [(900, 1000)], ("r/near",)),
    ]


def test_what_a_hit_took_goes_to_the_one_that_takes_it() -> None:
    hits = [
        RuledHit(PAIR, hit(900, 1000, twin=(0, 100))),
        RuledHit(standing("r/near", "evidence", ("s/other",)), hit(0, 100, twin=(900, 1000))),
        RuledHit(standing("s/other", "style"), hit(0, 90)),
    ]

    assert shown(arbitrate(hits)) == [("r/pair", [(900, 1000)], ("r/near", "s/other"))]


def test_a_pair_and_a_single_passage_leave_each_other_alone() -> None:
    hits = [
        RuledHit(standing("r/pair", "defect"), hit(0, 100, twin=(900, 1000))),
        RuledHit(standing("s/other", "style"), hit(0, 100)),
    ]

    assert len(arbitrate(hits)) == 2


def test_rules_that_beat_each_other_leave_one() -> None:
    hits = [
        RuledHit(standing("a/a", "style", ("b/b",)), hit(0, 10, twin=(50, 60))),
        RuledHit(standing("b/b", "style", ("a/a",)), hit(0, 10, twin=(50, 60))),
    ]

    assert shown(arbitrate(hits)) == [("a/a", [(0, 10)], ("b/b",))]


RULES = [
    standing("a/one", "defect"),
    standing("b/two", "evidence", ("c/three", "f/six")),
    standing("c/three", "style", ("d/four",)),
    standing("d/four", "style"),
    standing("e/five", "style", ("a/one",)),
    standing("f/six", "evidence", ("b/two",)),
]
ranges = st.tuples(st.integers(0, 300), st.integers(0, 150)).map(lambda r: (r[0], r[0] + r[1]))
ruled_hits = st.lists(
    st.builds(
        lambda rule, own, more, twin: RuledHit(rule, hit(*own, *more, twin=twin)),
        st.sampled_from(RULES),
        ranges,
        st.lists(ranges, max_size=2),
        st.none() | ranges,
    ),
    max_size=14,
)
quick = settings(derandomize=True, max_examples=150, deadline=None)


@quick
@given(ruled_hits, st.randoms(use_true_random=False))
def test_the_order_of_hits_does_not_matter(hits: list[RuledHit], chance: random.Random) -> None:
    shuffled = list(hits)
    chance.shuffle(shuffled)

    assert arbitrate(shuffled) == arbitrate(hits)


@quick
@given(ruled_hits)
def test_every_rule_that_vanishes_is_listed_by_a_hit_that_shares_its_text(
    hits: list[RuledHit],
) -> None:
    kept = arbitrate(hits)

    for rule, lost in hits:
        spans = [lost.span, *(p.span for p in lost.places if p.role is Role.SAME)]
        survivors = [span for one in kept if one.standing.id == rule.id for span in _spans(one.hit)]
        for span in spans:
            takers = [
                one
                for one in kept
                if rule.id in one.absorbed
                and any(span.overlaps(other) for other in _spans(one.hit))
            ]
            assert span in survivors or takers or _lost_in_a_chain(rule, kept)


def _lost_in_a_chain(rule: Standing, kept: list[Resolved]) -> bool:
    # a twin may take the taker afterwards: then the last one in the chain lists both
    return any(rule.id in one.absorbed for one in kept)


def _spans(kept: Hit) -> list[Span]:
    return [kept.span, *(place.span for place in kept.places)]


@quick
@given(ruled_hits)
def test_no_hit_is_invented(hits: list[RuledHit]) -> None:
    known = {(rule.id, span) for rule, one in hits for span in _spans(one)}

    for one in arbitrate(hits):
        assert {(one.standing.id, span) for span in _spans(one.hit)} <= known


def test_fifty_thousand_hits_in_one_crowd_take_seconds() -> None:
    chance = random.Random(1)
    hits = [RuledHit(standing("z/block", "defect"), hit(0, 1_000_000))]
    for _ in range(50_000):
        start = chance.randrange(1_000_000)
        hits.append(RuledHit(chance.choice(RULES), hit(start, start + chance.randrange(1, 60))))

    began = time.process_time()
    kept = arbitrate(hits)

    assert len(kept) > 1000
    assert time.process_time() - began < 10
