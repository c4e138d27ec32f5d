"""Nothing that acts on a terminal, hides in it or commands a CI service gets through."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator

import pytest
import runs
from hypothesis import given
from hypothesis import strategies as st

from copydesk.finding import Excerpt, Problem, Suppressed, UnusedSuppression
from copydesk.report import ReportOptions, concise, render
from copydesk.report.clean import cleaned, path_bytes
from copydesk.report.safe_text import (
    EXCERPT_LIMIT,
    TEXT_LIMIT,
    safe_data,
    safe_excerpt,
    safe_name,
    safe_text,
)

ESC, BEL, ST = "\x1b", "\x07", "\x1b\\"

NAUGHTY = [
    f"{ESC}[2J{ESC}[H",
    f"{ESC}[31mred{ESC}[0m",
    "\x9b31mred",
    f"{ESC}]8;;https://evil.test{BEL}link{ESC}]8;;{BEL}",
    f"{ESC}]52;c;ZXZpbA=={BEL}",
    f"{ESC}]0;title{ST}",
    f"{ESC}P+q544e{ST}",
    "\x90payload\x9c",
    f"{ESC}[6n{ESC}c{ESC}[?1049h",
    "\x00\x01\x02\x7f\x80\x85\x9f",
    "back\b\b\bspace\x0b\x0c\x1c\x1d\x1e\x1f",
    "one\r\ntwo\rthree\nfour\tfive",
    "para\u2029graph line\u2028separator",
    "\u202egpj.exe \u2066x\u2069 \u200f\u200e\u061c",
    "zero\u200bwidth\u200c\u200d\u2060\ufeff soft\u00adhyphen",
    "tag\U000e0041\U000e007f \U000e0100 \ufe01",
    "\ud800 \udfff \udc80lone",
    "\ue000\U000f0000\U0010fffd private",
    "\ufdd0\uffff\U0001fffe nothing",
    "Z\u0351\u036b\u0343\u036a\u0342" * 40,
    "e" + "\u0301" * 500,
    "[red]x[/red] [/nope] [bold [link=https://evil.test]y[/link] [a\\[]",
    ":smile: {0} %s %(x)s {match} $HOME `id` \\",
    "\n::add-mask::secret",
    "\r\n::stop-commands::token",
    "::error file=a,line=1::boo",
    " \u00a0::set-env name=A::b",
    "##[error]boo",
    "###[group]x ##[add-mask]y",
    "##vso[task.setvariable variable=a]b",
    "%0A::error::x",
    "1" * 3000,
    "a" + "<?" * 500,
    "[" * 1000,
    "word " * 400,
    "\u1160\u115f\u3164\uffa0 fillers",
    "عربى עברית漢字한국어ไทย हिन्दी",
    "👨\u200d👩\u200d👧 ❤\ufe0f 🇩🇪 1\ufe0f\u20e3",
    "<script>alert(1)</script> &amp; <!-- x -->",
    "=cmd|'/c calc'!A0",
    "https://user:secret@example.test/x ftp://:p@h",
    "'; DROP TABLE -- \" '' ''' \"\"\"",
    "../../etc/passwd\x00.md",
    "--config=evil.md",
    "\\u{1b} \\x1b \\033[31m",
    " leading and trailing ",
    "",
]


def every_string() -> Iterator[str]:
    for code in range(0x3000):
        yield chr(code)
    for code in (*range(0xD7F0, 0xE010), *range(0xFDC0, 0x10000, 3), *range(0xE0000, 0xE01F0)):
        yield chr(code)
    yield from NAUGHTY


EVERY = list(every_string())
BATCH = 1000
SGR = re.compile(r"\x1b\[[0-9;]*m")


def leaks(text: str) -> set[str]:
    """Characters that may not reach a reader, our own line ends excepted."""
    return {
        char
        for char in set(text) - {"\n"}
        if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    }


def commands(text: str) -> list[str]:
    """Lines that a CI service would obey."""
    return [
        line
        for line in text.split("\n")
        if line.lstrip().startswith("::") or re.search(r"##\w*\[", line)
    ]


def hostile_run(strings: list[str]) -> runs.Run:
    """A run with each string alone and in context, in messages, excerpts, claims and the rest."""
    findings, claims, suppressed = [], [], []
    kinds = (runs.DEFECT, runs.EVIDENCE, runs.STYLE)
    for number in range(0, len(strings), 3):
        # Three strings share a finding, each alone and in context: the test has to stay fast.
        text, second, third = (strings[number : number + 3] * 3)[:3]
        one = runs.finding(
            f"a/rule-{number}",
            number + 1,
            f"Ab{text}yz {second}: {third}",
            third,
            kind=kinds[number % 9 // 3],
        )
        one = one._replace(excerpt=Excerpt(text, second, f"b{third}"), id=text, group=second)
        findings.append(one)
        if number % 30 == 0:
            claims.append(
                runs.claim(number + 1, text, f"So {text} is.", question=text, support=text)
            )
            suppressed.append(Suppressed(one, "stet", text))
    hostile = strings[0]
    file = runs.article()._replace(
        path=hostile or "x",
        format=hostile,
        encoding=hostile,
        profile=hostile,
        language=hostile or "en",
        problems=(Problem(hostile, hostile, hostile, runs.at(1)),),
        findings=tuple(findings),
        claims=tuple(claims),
        suppressed=tuple(suppressed),
        unused_suppressions=(UnusedSuppression(hostile, runs.at(1), hostile),),
        notes=(hostile,),
    )
    action = file.score.actions[0]._replace(do=hostile, detail=hostile)
    file = file._replace(score=file.score._replace(actions=(action,), reason=hostile))
    run = runs.run(file, gate=runs.Gate(hostile, None, 1, (hostile,)), config=hostile)
    return run._replace(notes=(hostile,), as_of=hostile, version=hostile)


RUNS = [hostile_run(EVERY[at : at + BATCH]) for at in range(0, len(EVERY), BATCH)]
# Each of these also stands where only the first string of a batch does: paths, reasons, notes.
RUNS += [hostile_run([text]) for text in NAUGHTY]

EVERYTHING = ReportOptions(width=120, show="all", worklist=True)


def test_the_leak_test_covers_what_it_promises() -> None:
    assert len(EVERY) >= 12_000


@pytest.mark.parametrize("color", [False, True])
def test_no_character_acts_or_hides_in_the_rich_report(color: bool) -> None:
    for run in RUNS:
        text = render(run, "rich", EVERYTHING._replace(color=color))
        shown = SGR.sub("", text) if color else text

        assert leaks(shown) == set()
        assert commands(shown) == []
        assert commands(text) == []


def test_no_character_acts_or_hides_in_the_concise_report() -> None:
    for run in RUNS:
        text = render(run, "concise", EVERYTHING)
        text += "\n".join([*concise.summary(run), *concise.problems(run)])

        assert leaks(text) == set()
        assert commands(text) == []


def test_no_character_acts_in_the_json_report_and_none_hides_in_its_values() -> None:
    for run in RUNS:
        text = render(run, "json", EVERYTHING)
        value = json.loads(text)
        again = json.dumps(value, separators=(",", ":")).replace("\x7f", "\\u007f")
        value["files"][0].pop("path")

        assert text.isascii()
        assert leaks(text) == set()
        assert commands(text) == []
        assert text == again.replace("##", "\\u0023\\u0023") + "\n"
        assert leaks(json.dumps(value, ensure_ascii=False)) == set()


def test_no_character_acts_or_hides_in_the_table_of_files() -> None:
    files = [
        runs.clean_file(text)._replace(profile=text, score=runs.ARTICLE_SCORE)
        for text in EVERY[::30]
    ]
    files += [runs.failed_file(text, text) for text in NAUGHTY]

    text = render(runs.run(*files), "rich", ReportOptions(width=100, show="")) + render(
        runs.run(*files[:40], *files[-40:]), "rich", EVERYTHING
    )

    assert leaks(text) == set()
    assert commands(text) == []


@given(st.text(st.characters(), max_size=400))
def test_any_string_comes_out_safe_and_within_the_limit(text: str) -> None:
    shown = safe_text(text)

    assert leaks(shown) == set()
    assert "\n" not in shown
    assert len(shown) <= TEXT_LIMIT
    assert commands(shown) == []


@given(st.text(st.characters()), st.text(st.characters()), st.text(st.characters()))
def test_any_excerpt_comes_out_safe_and_within_the_limit(b: str, m: str, a: str) -> None:
    shown = "".join(safe_excerpt(Excerpt(b * 9, m * 9, a * 9)))

    assert leaks(shown) == set()
    assert "\n" not in shown
    assert len(shown) <= EXCERPT_LIMIT


@given(
    st.text(st.characters(blacklist_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Mn"]))
)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    for trigger in ("//", "##", "::"):
        text = text.replace(trigger, "")
    text = re.sub("[\u115f\u1160\u3164\uffa0]", "", text)[:TEXT_LIMIT]

    assert safe_text(text) == re.sub("[/#:]{2,}", lambda match: match[0], text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\tb", "a b"),
        ("a\r\nb\rc\nd", "a b c d"),
        ("a\x1b[31mb", "a\\u{1b}[31mb"),
        ("a\u202eb", "a\\u{202e}b"),
        ("soft\u00adhyphen\u200b", "soft\\u{ad}hyphen\\u{200b}"),
        ("\ud83d alone", "\\u{d83d} alone"),
        ("back\\slash \\u{1b}", "back\\slash \\u{1b}"),
        ("naïve “quoted” — 漢字\u00a0ok", "naïve “quoted” — 漢字\u00a0ok"),
        ("❤\ufe0f", "❤\ufe0f"),
        ("std::vector", "std::vector"),
        ("::error::x", ":\\u{3a}error::x"),
        ("a ##[error]b", "a #\\u{23}[error]b"),
        ("## Heading [link]", "## Heading [link]"),
        ("see https://me:pw@host/p", "see https://***@host/p"),
        ("https://medium.com/@someone", "https://medium.com/@someone"),
        ("mail me@example.org", "mail me@example.org"),
    ],
)
def test_what_is_shown(text: str, shown: str) -> None:
    assert safe_text(text) == shown


def test_a_line_end_can_be_shown_instead_of_softened() -> None:
    assert safe_text("a\r\nb", newline="") == "a\\u{d}\\u{a}b"


def test_stacked_marks_are_cut_down_to_what_languages_use() -> None:
    assert safe_text("e" + "\u0301" * 10) == "e" + "\u0301" * 8 + "\\u{301}" * 2


def test_a_cut_never_leaves_half_an_escape() -> None:
    for length in range(1, 40):
        shown = safe_text("ab" + "\x1b" * 20, limit=length)

        assert len(shown) <= length
        assert re.fullmatch(r"a?b?(\\u\{1b\})*…", shown)


def test_a_name_is_shown_in_full_with_its_tabs_and_line_ends() -> None:
    assert safe_name("a\tb\nc" + "d" * 500) == "a\\u{9}b\\u{a}c" + "d" * 500


def test_data_keeps_all_but_lone_surrogates() -> None:
    assert safe_data("a\x1b\n\udc80é") == "a\x1b\n\\u{dc80}é"


def test_a_password_that_crosses_into_the_match_is_masked() -> None:
    shown = safe_excerpt(Excerpt("see https://us", "er:pw@host", "/x"))

    assert Excerpt("see https://***", "@host", "/x") == shown


def test_a_long_excerpt_keeps_its_match_and_what_stands_next_to_it() -> None:
    before, match, after = safe_excerpt(Excerpt("b" * 300 + "1 ", "match", " 2" + "a" * 300))

    assert match == "match"
    assert before.startswith("…")
    assert before.endswith("1 ")
    assert after.startswith(" 2")
    assert after.endswith("…")


def test_files_are_sorted_by_the_bytes_of_their_paths() -> None:
    paths = ["b", "\udcff", "a", "é", "\ud800", "Z"]
    files = [runs.clean_file(path) for path in paths]

    names = [file.path for file in cleaned(runs.run(*files)).files]

    assert [safe_name(path) for path in sorted(paths, key=path_bytes)] == names


def test_every_string_of_a_run_passes_the_door() -> None:
    safe = repr(cleaned(hostile_run([f"{ESC}[31m"])))

    assert "\\x1b" not in safe
