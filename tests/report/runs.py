"""Runs built by hand: one article with something of everything, a clean one, a folder of drafts."""

from __future__ import annotations

from copydesk.finding import (
    Action,
    Cap,
    CategoryScore,
    Claim,
    Cost,
    Excerpt,
    FileResult,
    Finding,
    FindingFix,
    FixEdit,
    Gate,
    Outcome,
    Place,
    Problem,
    Role,
    Run,
    Score,
    SupportState,
    Suppressed,
    UnusedSuppression,
    Window,
)
from copydesk.settings import RuleClass, Severity
from copydesk.span import Position

DEFECT, EVIDENCE, STYLE = RuleClass.DEFECT, RuleClass.EVIDENCE, RuleClass.STYLE
ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


def at(line: int, column: int = 1) -> Position:
    """A position; lines are pretended to be 1,000 characters long."""
    offset = (line - 1) * 1000 + column - 1
    return Position(offset, offset, line, column, column)


def place(line: int, column: int = 1, role: Role = Role.SAME) -> Place:
    return Place(at(line, column), at(line, column + 5), role)


def places(*lines: int) -> tuple[Place, ...]:
    return tuple(place(line, 1 + index) for index, line in enumerate(lines))


def finding(
    rule: str,
    line: int,
    message: str,
    advice: str = "",
    *,
    column: int = 1,
    kind: RuleClass = DEFECT,
    severity: Severity = WARNING,
    before: str = "",
    match: str = "",
    after: str = "",
    also: tuple[Place, ...] = (),
    document: bool = False,
    fix: bool = False,
) -> Finding:
    edits = FindingFix(True, (FixEdit(10, 20, ""),)) if fix else None
    return Finding(
        id=f"{rule}:{line}:{column}",
        rule=rule,
        rule_class=kind,
        group="vocabulary" if kind is STYLE else "",
        severity=severity,
        message=message,
        advice=advice,
        document=document,
        start=at(line, column),
        end=at(line, column + len(match)),
        excerpt=Excerpt(before, match, after),
        places=also,
        fix=edits,
        category=rule.partition("/")[0],
    )


def claim(
    line: int,
    text: str,
    sentence: str,
    *,
    kind: str = "number",
    state: SupportState = SupportState.NONE,
    support: str = "",
    worth: float = 0.5,
    question: str = "",
) -> Claim:
    found = at(line, 90) if support else None
    return Claim(
        id=f"{kind}:{line}",
        type=kind,
        start=at(line, 10),
        end=at(line, 10 + len(text)),
        text=text,
        sentence=sentence,
        worth=worth,
        state=state,
        kind=support,
        support_start=found,
        support_end=found,
        question=question,
    )


_TITLE = "Apple’s Strategic Leap into Chinese AI: Partnering with Alibaba"

_ERRORS = (
    finding(
        "repetition/title-restated",
        5,
        "The title again, word for word as in line 1.",
        "Delete this line.",
        severity=ERROR,
        match=_TITLE,
        fix=True,
    ),
    finding(
        "residue/page-furniture",
        35,
        "'Scroll to Top' is page furniture, not part of the article.",
        "Delete the line.",
        severity=ERROR,
        match="Scroll to Top",
        fix=True,
    ),
)

_EVIDENCE = (
    finding(
        "claims/unsourced-article",
        1,
        "0 links, 0 quotations, 1 attribution in 721 words.",
        "Link a source, or name who says so.",
        kind=EVIDENCE,
        document=True,
    ),
    finding(
        "claims/low-specificity",
        1,
        "2.8 numbers per 1,000 words; nine in ten news articles have 3.9 or more.",
        "Add dates, amounts, names.",
        kind=EVIDENCE,
        document=True,
    ),
    finding(
        "claims/undated-event",
        7,
        "'has announced' and no date in the article.",
        "Say when it was announced.",
        column=33,
        kind=EVIDENCE,
        before="In a groundbreaking move, Apple ",
        match="has announced",
        after=" a strategic partnership with Alibaba, one of China’s leading tech conglomerates",
    ),
    finding(
        "claims/unsupported-superlative",
        11,
        "'one of the most competitive and rapidly evolving in the world' has no support.",
        "Give a figure, ranking or source, or drop it.",
        column=22,
        kind=EVIDENCE,
        before="China’s AI market is ",
        match="one of the most competitive and rapidly evolving in the world",
        after=".",
    ),
    finding(
        "claims/unsupported-superlative",
        13,
        "'unparalleled' has no support.",
        "Give a figure, ranking or source, or drop it.",
        column=112,
        kind=EVIDENCE,
        before="and digital media, provides Apple with ",
        match="unparalleled",
        after=" access to data and resources critical for developing and localizing AI",
    ),
    finding(
        "claims/future-certainty",
        17,
        "The future told as fact, and nobody says it.",
        "Attribute it, or say what is planned.",
        column=32,
        kind=EVIDENCE,
        before="The collaboration with Alibaba ",
        match="is poised to significantly impact",
        after=" the AI landscape in China.",
    ),
    finding(
        "claims/named-source-without-link",
        17,
        "A report without title, date or link.",
        "Name it and link it, or take the figure out.",
        column=93,
        kind=EVIDENCE,
        match="According to a report by McKinsey",
        after=", China’s AI industry is projected to contribute $600 billion to the economy",
    ),
    finding(
        "claims/empty-benefit-list",
        19,
        "Benefits without one case.",
        "Give a named example, or cut the sentence.",
        column=112,
        kind=EVIDENCE,
        before="For instance, in e-commerce, ",
        match="AI can be utilized to improve",
        after=" customer personalization and logistics.",
        also=places(19),
    ),
    finding(
        "claims/future-certainty",
        31,
        "The future told as fact, and nobody says it.",
        "Attribute it, or say what is planned.",
        column=300,
        kind=EVIDENCE,
        before="As the AI landscape continues to evolve, such collaborations ",
        match="will be critical in",
        after=" shaping the future of technology",
    ),
)

_CLEAN_UP = (
    finding(
        "metadata/description-in-body",
        3,
        "Page description pasted between two copies of the title.",
        "Move it.",
    ),
    finding(
        "typography/quote-style-mix",
        3,
        "3 straight apostrophes here, 21 curly ones elsewhere.",
        "Use one kind.",
        column=6,
        fix=True,
    ),
    finding(
        "repetition/intro-restated-in-conclusion",
        3,
        "The ending says it again.",
        "Keep one.",
        column=9,
        also=(place(33, 24, Role.TWIN),),
    ),
    finding(
        "consistency/entity-spelling-drift",
        7,
        "'Bytedance' is written ByteDance.",
        "Use one spelling.",
        column=346,
        match="Bytedance",
    ),
)


def _style(
    rule: str, lines: tuple[int, ...], match: str, message: str, advice: str, **more: bool
) -> Finding:
    return finding(
        rule,
        lines[0],
        message.format(match=match),
        advice,
        column=40,
        kind=STYLE,
        match=match,
        also=places(*lines[1:]),
        **more,
    )


_STYLE = (
    _style(
        "structure/uniform-paragraphs",
        (1,),
        "",
        "Paragraphs nearly the same length.",
        "Vary them.",
        document=True,
    ),
    _style(
        "repetition/phrase-tic",
        (1, 3, 5, 7, 9, 11, 13, 17, 23),
        "strategic",
        "'{match}' nine times.",
        "Keep two.",
    ),
    _style(
        "claims/significance-inflation",
        (3, 3, 29, 31, 31, 33, 33),
        "marks a pivotal move",
        "'{match}' inflates.",
        "Say what changed, or cut.",
    ),
    _style(
        "vocabulary/stock-words",
        (3, *range(3, 27)),
        "leveraging",
        "35 per 1,000 words; news writers stay under 3.",
        "Use plain words.",
    ),
    _style(
        "structure/as-x-continues",
        (3, 29, 31),
        "As global tech giants race to",
        "'{match}' says nothing yet.",
        "Start later.",
    ),
    _style(
        "structure/teaser-instead-of-lede",
        (3,),
        "Discover how",
        "'{match}' teases.",
        "Open on who did what, when.",
    ),
    _style(
        "vocabulary/abstract-landscape",
        (3, 7, 17, 23, 31),
        "AI landscape",
        "'{match}' is an abstract noun.",
        "Name the market or the law.",
    ),
    _style(
        "claims/puffery",
        (7, 7, 7, 17, 17, 17, 33),
        "groundbreaking",
        "'{match}' praises.",
        "Show it, or cut.",
    ),
    _style(
        "structure/formula-heading",
        (9, 15, 21, 27),
        "The Need for Strategic Partnerships",
        "4 of 4 headings fit any article.",
        "Say what is in it.",
    ),
    _style(
        "syntax/not-just-x-but-y",
        (11, 25),
        "not merely … but",
        "'{match}' twice.",
        "Say only the second half.",
    ),
    _style(
        "structure/challenges-formula",
        (23, 25),
        "not without challenges",
        "'{match}' names no challenge.",
        "Name it.",
    ),
    _style(
        "repetition/redundant-conclusion-pair", (27, 33), "Looking Ahead", "Two ends.", "Keep one."
    ),
    _style(
        "claims/testament-to",
        (29,),
        "is a testament to",
        "'{match}' asserts nothing.",
        "Delete.",
    ),
    _style(
        "structure/conclusion-opener",
        (33,),
        "In conclusion,",
        "'{match}' is a signpost.",
        "Delete the words.",
    ),
    _style(
        "structure/closing-aphorism",
        (33,),
        "it promises to offer valuable insights",
        "'{match}' closes on nothing.",
        "Cut.",
    ),
)

_NOTES = (
    finding(
        "structure/title-colon-formula",
        1,
        "A title in two halves with a colon.",
        "Say it in one.",
        severity=INFO,
        kind=STYLE,
        match=_TITLE,
    ),
    finding(
        "claims/unexplained-negative",
        7,
        "'which were ultimately not pursued' gives no reason.",
        "Say why.",
        column=360,
        severity=INFO,
        kind=EVIDENCE,
        match="which were ultimately not pursued",
    ),
)

_COSTS = (
    ("integrity", 62, 30, {"residue/page-furniture": 29, "consistency/entity-spelling-drift": 9}),
    (
        "evidence",
        9,
        25,
        {
            "claims/unsourced-article": 22,
            "claims/significance-inflation": 13,
            "claims/unsupported-superlative": 9,
            "claims/future-certainty": 9,
            "claims/named-source-without-link": 9,
            "claims/undated-event": 8,
            "claims/empty-benefit-list": 7,
            "claims/low-specificity": 6,
            "claims/testament-to": 5,
            "claims/puffery": 3,
        },
    ),
    (
        "originality",
        33,
        15,
        {
            "repetition/title-restated": 35,
            "repetition/intro-restated-in-conclusion": 11,
            "repetition/phrase-tic": 11,
            "repetition/redundant-conclusion-pair": 10,
        },
    ),
    (
        "style",
        6,
        20,
        {
            "vocabulary/stock-words": 14,
            "vocabulary/abstract-landscape": 14,
            "structure/as-x-continues": 11,
            "syntax/not-just-x-but-y": 10,
            "structure/formula-heading": 10,
            "structure/challenges-formula": 9,
            "structure/teaser-instead-of-lede": 8,
            "structure/conclusion-opener": 7,
            "structure/closing-aphorism": 6,
            "structure/uniform-paragraphs": 5,
        },
    ),
    (
        "readability",
        64,
        10,
        {
            "metadata/description-in-body": 17,
            "typography/quote-style-mix": 17,
            "readability/grade-level": 2,
        },
    ),
)


def _ids(*rules: str) -> tuple[str, ...]:
    known = (*_ERRORS, *_EVIDENCE, *_CLEAN_UP, *_STYLE)
    return tuple(one.id for rule in rules for one in known if one.name == rule)


ARTICLE_SCORE = Score(
    overall=19,
    reason="",
    categories=tuple(
        CategoryScore(name, score, weight, tuple(Cost(rule, lost) for rule, lost in costs.items()))
        for name, score, weight, costs in _COSTS
    ),
    combined=22,
    uncapped=19,
    actions=(
        Action(
            "Delete what is not the article",
            (3, 5, 35),
            _ids("title-restated", "page-furniture", "description-in-body", "quote-style-mix"),
            19,
            26,
            "Line 3 reads like the page description: move it to that field.",
        ),
        Action(
            "Say who says so, and when",
            (7, 17),
            _ids("unsourced-article", "undated-event", "named-source-without-link"),
            26,
            32,
            "Date and link the announcement (7); title, year and link for the report (17).",
        ),
        Action(
            "Write one ending: lines 27 to 33 hold two",
            (27, 33),
            _ids("redundant-conclusion-pair", "conclusion-opener", "closing-aphorism"),
            32,
            48,
            "End on the newest fact or the open question.",
        ),
    ),
    worst_window=Window(29, 33, 9),
    window_share=0.25,
    verdict="NOT READY",
    groups_active=5,
    groups_total=9,
)

_CLAIMS = (
    claim(
        7,
        "Apple has announced a strategic partnership with Alibaba",
        "In a groundbreaking move, Apple has announced a strategic partnership with Alibaba, one "
        "of China’s leading tech conglomerates.",
        kind="source",
        worth=0.8,
        question="Announced when, where and by whom?",
    ),
    claim(
        17,
        "$600 billion",
        "According to a report by McKinsey, China’s AI industry is projected to contribute "
        "$600 billion to the economy by 2030.",
        state=SupportState.WEAK,
        support="report",
        worth=0.9,
        question="Which McKinsey report, which year? Is it a total, or a sum per year?",
    ),
    claim(
        33,
        "the world’s largest",
        "As Apple prepares to launch in the world’s largest smartphone market, it is poised.",
        kind="superlative",
        worth=0.7,
        question="By sales or units, which year?",
    ),
    *(
        claim(line, f"{line} percent", f"It grew {line} percent.", worth=0.1)
        for line in (9, 11, 13, 19, 23, 29)
    ),
)


def article() -> FileResult:
    """The article that needs everything."""
    return FileResult(
        path="seeds/000_c76ce0a92357996b.txt",
        format="text",
        encoding="utf-8",
        outcome=Outcome.CHECKED,
        profile="news",
        words=721,
        words_checked=721,
        lines=35,
        rules_applied=70,
        rules_total=70,
        score=ARTICLE_SCORE,
        findings=(*_ERRORS, *_EVIDENCE, *_CLEAN_UP, *_STYLE, *_NOTES),
        claims=_CLAIMS,
    )


FAILED_GATE = Gate(
    exit=1,
    reasons=("2 errors reach the gate (--fail-on error)", "The score did not decide"),
)


def run(*files: FileResult, gate: Gate = FAILED_GATE, **fields: str) -> Run:
    """A run over some files."""
    known = {"version": "0.1.0", "catalogue": "c0ffee", "settings_hash": "5e77", "as_of": ""}
    known |= {"profile": "news", "config": ""}
    return Run(**{**known, **fields}, gate=gate, files=files, rules_total=70)


def clean_file(path: str = "posts/harbour-dredging.md") -> FileResult:
    """An article that needs nothing."""
    supported = [
        claim(
            line,
            "12 metres",
            "It is 12 metres deep.",
            state=SupportState.LINKED if line <= 12 else SupportState.NONE,
            support="link" if line <= 12 else "",
        )
        for line in range(1, 15)
    ]
    notes = [
        finding("readability/grade-level", line, "Grade 12.", severity=INFO) for line in (3, 9)
    ]
    categories = tuple(
        CategoryScore(name, 96, weight, (Cost("readability/grade-level", 4.0),))
        for name, _, weight, _ in _COSTS
    )
    return FileResult(
        path=path,
        format="markdown",
        encoding="utf-8",
        outcome=Outcome.CHECKED,
        profile="news",
        words=812,
        words_checked=780,
        lines=60,
        rules_applied=70,
        rules_total=70,
        score=Score(96, "", categories, combined=95, uncapped=96, verdict="READY"),
        findings=tuple(notes),
        claims=tuple(supported),
    )


def capped_file() -> FileResult:
    """An article with one forgotten placeholder: a good score under a cap."""
    found = finding(
        "placeholder/todo-marker",
        22,
        "'TK' is a note to self.",
        "Fill it in.",
        severity=ERROR,
        match="TK",
        before="The vote was on ",
        after=", the clerk said.",
    )
    score = Score(
        overall=39,
        reason="",
        categories=ARTICLE_SCORE.categories,
        combined=91,
        uncapped=91,
        caps=(Cap(39, found.id, found.rule, 22),),
        actions=(Action("Fill in 'TK'", (22,), (found.id,), 39, 91),),
        worst_window=Window(20, 24, 90),
        window_share=0.25,
        verdict="NOT READY",
    )
    return clean_file("drafts/19-profile.md")._replace(score=score, findings=(found,))


def short_file() -> FileResult:
    """An article too short for a score."""
    return clean_file("drafts/33-brief.md")._replace(
        score=Score(None, "94 words: too short", verdict="READY"),
        findings=(),
        claims=(claim(2, "3 boats", "It saw 3 boats.", state=SupportState.NAMED, support="name"),),
        words=94,
        words_checked=94,
    )


def failed_file(path: str, message: str, code: str = "EN01") -> FileResult:
    """A file that could not be checked."""
    return FileResult(
        path=path,
        format="text",
        encoding="",
        outcome=Outcome.INCOMPLETE,
        profile="news",
        problems=(Problem(code, message, start=at(14, 22) if code == "EN01" else None),),
    )


def suppressing_file() -> FileResult:
    """An article in which somebody let a finding stand, and a directive hides nothing."""
    kept = finding("claims/puffery", 4, "'grand' praises.", kind=STYLE, match="grand")
    return clean_file()._replace(
        suppressed=(Suppressed(kept, "stet", "It is the name of the hotel."),),
        unused_suppressions=(UnusedSuppression("claims/puffery", at(31), "stet"),),
    )


def drafts(count: int = 53) -> Run:
    """A folder: three articles with errors, many without, two that could not be read."""
    others = [clean_file(f"drafts/good-{index:02}.md") for index in range(count)]
    files = [
        article()._replace(path="drafts/apple-alibaba.txt"),
        capped_file(),
        short_file(),
        failed_file("drafts/q3.txt", "byte 0x92 is not UTF-8; looks like Windows-1252."),
        failed_file("drafts/old.md", "12.3 MB is over the limit of 10 MB.", "LM01"),
        *others,
    ]
    gate = Gate(exit=3, reasons=("2 files were not checked",))
    return run(*files, gate=gate, config="copydesk.toml")
