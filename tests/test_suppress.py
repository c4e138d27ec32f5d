"""Stet: what somebody lets stand, where, and why."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.document import Document
from copydesk.finding import Excerpt, Finding, FindingFix, FixEdit, Place, Role
from copydesk.formats import read
from copydesk.formats.source import Source
from copydesk.settings import PathRules, RuleClass, Settings, Severity
from copydesk.suppress import (
    Applied,
    Directives,
    Override,
    apply,
    directives,
    notices,
    overrides_for,
)

CATALOGUE = frozenset({"claims/puffery", "claims/undated-event", "residue/page-furniture"})


def resolve(name: str) -> frozenset[str]:
    return frozenset(
        id_ for id_ in CATALOGUE if name in (id_, id_.partition("/")[0], id_.rpartition("/")[2])
    )


def article(source: str, format_name: str = "markdown") -> Document:
    return read(Source("a.md", source.encode(), source), format_name)


def found(
    document: Document,
    word: str,
    rule: str = "claims/puffery",
    *,
    rule_class: RuleClass = RuleClass.EVIDENCE,
    whole: bool = False,
    role: Role = Role.SAME,
) -> Finding:
    """Return one finding with a place wherever a word stands."""
    lines = document.line_index()
    spans = [match.span() for match in re.finditer(word, document.source)]
    places = [Place(lines.position(start), lines.position(end), role) for start, end in spans]
    return Finding(
        id=f"{rule} {word}",
        rule=rule,
        rule_class=rule_class,
        group="",
        severity=Severity.WARNING,
        message=word,
        advice="",
        document=whole,
        start=places[0].start,
        end=places[0].end,
        excerpt=Excerpt("before", word, "after"),
        places=() if whole else tuple(places[1:]),
        hits=len(places),
    )


def run(source: str, *words: str) -> tuple[Directives, Applied]:
    document = article(source)
    read = directives(document, resolve)
    return read, apply([found(document, word) for word in words], read.well_formed)


def kept(applied: Applied) -> list[tuple[str, list[int]]]:
    return [
        (one.message, [one.start.line, *(place.start.line for place in one.places)])
        for one in applied.kept
    ]


def test_a_directive_lets_a_finding_stand_in_the_next_block() -> None:
    read, applied = run(
        "<!-- stet: puffery | the name of the award -->\n\nA stellar one.\n\nA leading one.",
        "stellar",
        "leading",
    )

    assert read.malformed == ()
    assert kept(applied) == [("leading", [5])]
    assert [(one.finding.message, one.by, one.reason) for one in applied.suppressed] == [
        ("stellar", "stet", "the name of the award")
    ]
    assert applied.unused == ()


def test_a_directive_inside_a_paragraph_speaks_of_that_paragraph() -> None:
    _, applied = run(
        "A stellar one. <!-- stet: claims/puffery | quoted -->\n\nA leading one.",
        "stellar",
        "leading",
    )

    assert kept(applied) == [("leading", [3])]


def test_a_directive_right_below_a_paragraph_ends_it() -> None:
    _, applied = run(
        "A stellar one.\n<!-- stet: puffery | quoted -->\n\nA leading one.", "stellar", "leading"
    )

    assert kept(applied) == [("leading", [4])]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_any_kind_separate_a_directive_from_what_is_above(end: str) -> None:
    document = article(
        "A stellar one.\n\n<!-- stet: puffery | quoted -->\nA leading one.".replace("\n", end)
    )
    findings = [found(document, word) for word in ("stellar", "leading")]

    applied = apply(findings, directives(document, resolve).well_formed)

    assert [one.message for one in applied.kept] == ["stellar"]


def test_line_ends_mean_nothing_in_html() -> None:
    document = article("<p>Stellar.</p>\n<!-- stet: puffery | x -->\n\n<p>Leading.</p>", "html")
    findings = [found(document, word) for word in ("Stellar", "Leading")]

    applied = apply(findings, directives(document, resolve).well_formed)

    assert [one.message for one in applied.kept] == ["Stellar"]


def test_a_directive_right_below_a_heading_speaks_of_what_follows() -> None:
    _, applied = run(
        "# A stellar one\n<!-- stet: puffery | quoted -->\n\nA leading one.", "stellar"
    )

    assert kept(applied) == [("stellar", [1])]


def test_several_directives_may_end_one_paragraph() -> None:
    document = article(
        "A stellar one, today.\n<!-- stet: puffery | quoted -->\n"
        "<!-- stet: undated-event | a diary -->\n\nA leading one."
    )
    read = directives(document, resolve)
    findings = [found(document, "stellar"), found(document, "today", "claims/undated-event")]

    applied = apply(findings, read.well_formed)

    assert applied.kept == ()
    assert [one.reason for one in applied.suppressed] == ["quoted", "a diary"]


def test_a_directive_before_a_list_speaks_of_the_whole_list() -> None:
    _, applied = run(
        "<!-- stet: puffery | a slogan -->\n\n- a stellar one\n- a leading one\n\nA vibrant one.",
        "stellar",
        "leading",
        "vibrant",
    )

    assert kept(applied) == [("vibrant", [6])]


def test_off_and_on_let_everything_between_them_stand() -> None:
    _, applied = run(
        "A stellar one.\n\n<!-- stet: off | a letter as it came -->\n\nA leading one.\n\n"
        "A vibrant one.\n\n<!-- stet: on -->\n\nA peerless one.",
        "stellar",
        "leading",
        "vibrant",
        "peerless",
    )

    assert kept(applied) == [("stellar", [1]), ("peerless", [11])]


def test_off_without_on_reaches_to_the_end() -> None:
    _, applied = run("<!-- stet: off | a letter -->\n\nOne.\n\nA leading one.", "leading")

    assert applied.kept == ()


def test_a_file_wide_directive_works_wherever_it_stands() -> None:
    _, applied = run(
        "A stellar one.\n\n<!-- stet-file: claims | a satire -->\n\nA leading one.",
        "stellar",
        "leading",
    )

    assert applied.kept == ()
    assert {one.by for one in applied.suppressed} == {"stet-file"}


def test_a_finding_loses_only_the_places_that_a_directive_covers() -> None:
    _, applied = run(
        "A stellar one.\n\n<!-- stet: puffery | a title -->\n\nA stellar two.\n\nA stellar three.",
        "stellar",
    )

    assert kept(applied) == [("stellar", [1, 7])]
    assert applied.kept[0].hits == 2
    assert [(one.finding.start.line, one.finding.hits) for one in applied.suppressed] == [(5, 1)]


def test_a_finding_whose_first_place_is_covered_moves_to_the_next_one() -> None:
    _, applied = run(
        "<!-- stet: puffery | a title -->\n\nA stellar one.\n\nA stellar two.", "stellar"
    )

    assert kept(applied) == [("stellar", [5])]
    assert applied.kept[0].excerpt == Excerpt("", "stellar", "")


def test_a_fix_leaves_alone_what_was_let_stand() -> None:
    document = article("<!-- stet: puffery | a title -->\n\nA stellar one.\n\nA stellar two.")
    finding = found(document, "stellar")
    edits = [
        FixEdit(start.byte, start.byte + 7, "good")
        for start in (finding.start, finding.places[0].start)
    ]
    finding = finding._replace(fix=FindingFix(safe=True, edits=tuple(edits)))

    applied = apply([finding], directives(document, resolve).well_formed)

    assert applied.kept[0].fix == FindingFix(safe=True, edits=(edits[1],))


def test_a_pair_is_let_stand_at_either_half() -> None:
    document = article(
        "Said stellar once.\n\n<!-- stet: puffery | a refrain -->\n\nSaid stellar twice."
    )
    finding = found(document, "stellar", role=Role.TWIN)

    applied = apply([finding], directives(document, resolve).well_formed)

    assert applied.kept == ()


def test_a_finding_about_the_whole_article_answers_only_to_file_wide_directives() -> None:
    near = article("<!-- stet: puffery | quoted -->\n\nA stellar one.")
    wide = article("<!-- stet-file: puffery | quoted -->\n\nA stellar one.")

    kept_near = apply([found(near, "stellar", whole=True)], directives(near, resolve).well_formed)
    kept_wide = apply([found(wide, "stellar", whole=True)], directives(wide, resolve).well_formed)

    assert len(kept_near.kept) == 1
    assert len(kept_wide.kept) == 0


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("stet: puffery", "Say why: 'stet: puffery | reason'. Until then it hides nothing."),
        ("stet: puffery | ", "Say why: 'stet: puffery | reason'. Until then it hides nothing."),
        ("stet: off", "Say why: 'stet: off | reason'. Until then it hides nothing."),
        ("stet: pufery | quoted", "stet: no rule 'pufery', so it hides nothing."),
        ("stet: puffery, nope | x", "stet: no rule 'nope', so it hides nothing."),
        ("stet-file: off | x", "stet-file: no rule 'off', so it hides nothing."),
        ("stet: | quoted", "Name the rule to let stand: 'stet: RULE | reason'."),
        ("stet: on", "stet: on ends nothing; no 'stet: off | reason' stands before it."),
        ("stet puffery", "A directive is written 'stet: RULE | reason'."),
    ],
)
def test_a_directive_that_cannot_be_understood_hides_nothing_and_is_reported(
    text: str, what: str
) -> None:
    read, applied = run(f"<!-- {text} -->\n\nA stellar one.", "stellar")

    assert [fault.what for fault in read.malformed] == [what]
    assert kept(applied) == [("stellar", [3])]
    (notice,) = notices(read.malformed, applied.unused)
    assert (notice.rule, notice.severity, notice.category) == (
        "suppress/malformed-stet",
        Severity.INFO,
        "",
    )


def test_each_name_that_hides_nothing_is_reported() -> None:
    read, applied = run(
        "<!-- stet: puffery, undated-event | quoted -->\n\nA stellar one.\n\n"
        "<!-- stet: off | a letter -->",
        "stellar",
    )

    assert [(one.rule, one.start.line, one.by) for one in applied.unused] == [
        ("undated-event", 1, "stet"),
        ("off", 5, "stet"),
    ]
    messages = [notice.message for notice in notices(read.malformed, applied.unused)]
    assert messages == [
        "stet: undated-event hides nothing. Remove it.",
        "stet: off hides nothing. Remove it.",
    ]


def test_a_directive_that_repeats_another_one_hides_nothing_more() -> None:
    _, applied = run(
        "<!-- stet: puffery | quoted -->\n\n<!-- stet: puffery | again -->\n\nA stellar one.",
        "stellar",
    )

    assert [one.reason for one in applied.suppressed] == ["quoted"]
    assert [one.start.line for one in applied.unused] == [3]


@pytest.mark.parametrize(
    "source",
    [
        "{/* stet: puffery | quoted */}\n\nA stellar one.",
        "---\ntitle: A title\n# stet-file: puffery | quoted\n---\n\nA stellar one.",
        "> A stellar one. <!-- stet: puffery | quoted -->",
        "- A stellar one. <!-- stet: puffery | quoted -->\n- and more",
    ],
)
def test_directives_are_understood_wherever_a_reader_finds_them(source: str) -> None:
    document = article(source)

    applied = apply([found(document, "stellar")], directives(document, resolve).well_formed)

    assert [one.reason for one in applied.suppressed] == ["quoted"]
    assert applied.kept == ()


def test_overrides_let_rules_stand_on_some_paths() -> None:
    settings_ = Settings(
        overrides=(PathRules(("drafts/**",), ("claims", "page-furniture"), "not yet edited"),)
    )

    here = overrides_for("drafts/2024/a.md", settings_, resolve)

    assert here == (Override(CATALOGUE, "not yet edited"),)
    assert overrides_for("posts/a.md", settings_, resolve) == ()


def test_an_override_lets_findings_stand_without_being_reported_as_unused() -> None:
    document = article("A stellar one.")
    applied = apply(
        [found(document, "stellar"), found(document, "stellar", whole=True)],
        (),
        [Override(CATALOGUE, "not yet edited")],
    )

    assert applied.kept == ()
    assert {(one.by, one.reason) for one in applied.suppressed} == {("override", "not yet edited")}
    assert applied.unused == ()


words = st.sampled_from(["stellar", "leading", "vibrant"])
parts = st.one_of(
    words.map(lambda word: f"A {word} one."),
    st.sampled_from(
        [
            "<!-- stet: puffery | quoted -->",
            "<!-- stet: puffery -->",
            "<!-- stet: undated-event | none here -->",
            "<!-- stet: off | a letter -->",
            "<!-- stet: on -->",
            "<!-- stet-file: undated-event | none here -->",
        ]
    ),
)
quick = settings(derandomize=True, max_examples=150, deadline=None)


@quick
@given(st.lists(parts, max_size=12), st.sampled_from(["\n", "\n\n"]))
def test_every_hit_is_either_kept_or_let_stand(pieces: list[str], gap: str) -> None:
    document = article(gap.join(pieces))
    findings = [
        found(document, word)
        for word in ("stellar", "leading", "vibrant")
        if word in document.source
    ]

    applied = apply(findings, directives(document, resolve).well_formed)

    after = [*applied.kept, *(one.finding for one in applied.suppressed)]
    assert sum(one.hits for one in after) == sum(one.hits for one in findings)
    assert sorted(_offsets(after)) == sorted(_offsets(findings))


def _offsets(findings: list[Finding]) -> list[int]:
    return [
        offset
        for one in findings
        for offset in (one.start.offset, *(place.start.offset for place in one.places))
    ]


def test_ten_thousand_directives_take_seconds() -> None:
    line = "<!-- stet: claims | quoted -->"
    document = article("\n".join([line] * 10_000) + "\n" + "\n\n".join(["A stellar one."] * 5000))

    began = time.process_time()
    read = directives(document, resolve)
    applied = apply([found(document, "stellar")], read.well_formed)

    assert len(applied.unused) == 9_999
    assert time.process_time() - began < 5
