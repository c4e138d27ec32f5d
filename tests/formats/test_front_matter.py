from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.document import BlockKind, Metadata, Note
from copydesk.formats.front_matter import FrontMatter, dates_of_path, front_matter

BODY = "\nText of the article.\n"


def find(source: str) -> FrontMatter:
    front = front_matter(source)
    assert front
    assert source[front.span.end :].lstrip().startswith("Text") or not source.endswith(BODY)
    return front


def metadata(source: str) -> Metadata:
    front = find(source)
    assert front.defects == ()
    return front.metadata


def values(notes: tuple[Note, ...]) -> list[str]:
    return [note.value for note in notes]


def test_yaml_fields_are_known_with_their_places() -> None:
    source = (
        '---\ntitle: "A \\"quoted\\" title"  # comment\n'
        "description: It's a plain one, isn't it  # so\n"
        "date: 2024-05-03T10:00:00Z\nlastmod: 2024/6/1\nlang: en-GB\n"
        "authors:\n  - name: Ann Lee\n    url: https://a.example\n  - Bo Ek\n---\n" + BODY
    )
    found = metadata(source)

    assert found.title
    assert found.title.value == 'A "quoted" title'
    assert source[slice(*found.title.span)] == 'A \\"quoted\\" title'
    assert found.description
    assert found.description.value == "It's a plain one, isn't it"
    assert source[slice(*found.description.span)] == found.description.value
    assert values(found.dates) == ["2024-05-03T10:00:00Z", "2024-06-01"]
    assert sorted(values(found.authors)) == ["Ann Lee", "Bo Ek"]
    assert found.language
    assert found.language.value == "en-GB"


@pytest.mark.parametrize(
    ("yaml", "authors"),
    [
        ("author: Ann Lee", ["Ann Lee"]),
        ("author: 'Ann O''Lee'", ["Ann O'Lee"]),
        ("authors: [ann, 'Bo Ek', \"C, D\"]", ["ann", "Bo Ek", "C, D"]),
        ("authors: [ann,\n  bo]", ["ann", "bo"]),
        ("authors:\n- ann\n- bo", ["ann", "bo"]),
        ("author:\n  name: Ann Lee\n  title: Editor", ["Ann Lee"]),
        ("authors:\n  - name: Ann\n    title: Editor\n  - name: Bo", ["Ann", "Bo"]),
        ("author: ~", []),
        ("author: &anchor Ann\nauthors: *anchor", []),
    ],
)
def test_authors_come_in_every_form(yaml: str, authors: list[str]) -> None:
    assert values(metadata(f"---\n{yaml}\n---\n{BODY}").authors) == authors


@pytest.mark.parametrize(
    ("yaml", "description"),
    [
        ("description: >\n  folded\n  text\ntitle: t", "folded text"),
        ("description: |-\n  two\n  lines\ntitle: t", "two\nlines"),
        ("description: goes on\n  below\ntitle: t", "goes on below"),
        ('description: "goes on\n  below"\ntitle: t', "goes on below"),
        ("summary: short\ntitle: t", "short"),
        ("description: a#b https://a.example/x:y\ntitle: t", "a#b https://a.example/x:y"),
    ],
)
def test_scalars_of_every_form_are_read(yaml: str, description: str) -> None:
    found = metadata(f"---\n{yaml}\n---\n{BODY}")

    assert found.description
    assert found.description.value == description
    assert found.title


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_kind_are_known(line_end: str) -> None:
    source = f"---\ntitle: A\ndate: 2024-05-03\n---\n{BODY}".replace("\n", line_end)
    found = metadata(source)

    assert found.title
    assert found.title.value == "A"
    assert values(found.dates) == ["2024-05-03"]


def test_toml_is_read_with_places() -> None:
    source = (
        '+++\ntitle = "A title"\ndate = 2024-05-03T10:00:00Z\nauthors = ["Ann", "Bo"]\n'
        'languageCode = "en"\nlocale = "en_GB"\n[params]\ntitle = "other"\n+++\n' + BODY
    )
    found = metadata(source)

    assert found.title
    assert source[slice(*found.title.span)] == found.title.value == "A title"
    assert values(found.dates) == ["2024-05-03 10:00:00+00:00"]
    assert values(found.authors) == ["Ann", "Bo"]
    assert found.language
    assert found.language.value == "en_GB"


def test_json_is_read_with_places() -> None:
    fields = {"title": "A title", "date": "2024-05-03", "author": {"name": "Ann"}, "n": [[1], {}]}
    source = json.dumps(fields, indent=2) + "\n" + BODY
    found = metadata(source)

    assert found.title
    assert source[slice(*found.title.span)] == found.title.value == "A title"
    assert values(found.dates) == ["2024-05-03"]
    assert values(found.authors) == ["Ann"]


@pytest.mark.parametrize(
    ("source", "detail"),
    [
        ("---\ntitle: A\ndate: 2024-05-03\n\nText.", "no closing line"),
        ('---\ntitle: "A\n---\n', "an unclosed quotation mark"),
        ("---\ntitle: A: B\n---\n", "a colon inside a value without quotes"),
        ("---\ntitle A\ndate: 2024-05-03\n---\n", "neither a field nor a comment"),
        ('---\ntitle: "A" B\n---\n', "text after the closing quotation mark"),
        ("---\ntags: [a, b\ntitle: A\n---\n", "an unclosed list"),
        ("---\ntitle: @home\n---\n", "a value may not start with @"),
        ("+++\ntitle = A\n+++\n", "Invalid value (at line 1, column 9)"),
        ('{\n  "title": "A",\n}\n\nText.', "Illegal trailing comma"),
        ("---\ntitle: " + "A" * 300_000 + "\n---\n", "too long"),
    ],
)
def test_broken_front_matter_is_a_defect_and_never_a_crash(source: str, detail: str) -> None:
    front = find(source)

    (defect,) = front.defects
    assert defect.kind == "bad front matter"
    if "comma" not in detail:  # the wording is the interpreter's
        assert defect.detail == detail


@pytest.mark.parametrize(
    "source",
    [
        "",
        "Text.\n---\ntitle: A\n---\n",
        "---\n\nA first part.\n\n---\n\nA second part.\n",
        "---\n\n---\n\nText",
        "---\n# A heading\n\nText: more\n\n---\n",
        "----\ntitle: A\n----\n",
        "{{< shortcode >}}\n",
        "{% include x %}\n",
        "{: .class}\n",
        '{ "an aside" in braces }\n',
        "+++\nnever closed\n",
    ],
)
def test_what_is_no_front_matter_is_left_to_the_article(source: str) -> None:
    assert front_matter(source) is None


def test_front_matter_may_be_empty() -> None:
    front = find("---\n---\nText")

    assert (front.span.end, front.metadata, front.defects) == (8, Metadata(), ())


def test_the_block_holds_what_stands_between_the_lines() -> None:
    source = "---\r\ntitle: A\r\n---\r\nText"
    block = find(source).block(source)

    assert (block.kind, block.text) == (BlockKind.FRONT_MATTER, "title: A\r\n")
    assert source[slice(*block.span)] == "---\r\ntitle: A\r\n---"


def test_comments_may_be_directives() -> None:
    source = '---\n# stet-file: a/b | why\ntitle: "# stet" # stet-file: c/d | x\n# other\n---\n'
    found = [(block.text, source[slice(*block.span)]) for block in find(source).directives]

    assert found == [
        ("stet-file: a/b | why", "# stet-file: a/b | why"),
        ("stet-file: c/d | x", "# stet-file: c/d | x"),
    ]


def test_deep_nesting_is_a_defect() -> None:
    for source in ("+++\na = " + "[" * 20_000 + "\n+++\n", '{"a": ' + "[" * 200_000 + "\n}\n"):
        (defect,) = find(source).defects
        assert defect.kind == "bad front matter"


@pytest.mark.parametrize(
    ("path", "dates"),
    [
        ("posts/2024-05-03-title.md", ["2024-05-03"]),
        ("2024-05-03_title.md", ["2024-05-03"]),
        ("2024-05-03.md", ["2024-05-03"]),
        ("2024-13-03-title.md", []),
        ("title-2024-05-03.md", []),
        ("2024-05-031.md", []),
    ],
)
def test_file_names_may_start_with_a_date(path: str, dates: list[str]) -> None:
    assert values(dates_of_path(path)) == dates


LINES = st.lists(
    st.sampled_from(
        [
            *(
                "title: A",
                "author:",
                "  - name: B",
                "- c",
                'd: "e',
                "f: 'g'",
                "h: [i, j",
                "]",
                "# k",
            ),
            *(
                "  l: m",
                "n: |",
                "  o",
                "p: >-",
                "",
                "---",
                "...",
                "q",
                "\tr",
                "date: 2024-05-03",
                '"',
            ),
            *("s = 't'", "+++", "u: {v: w}", "x: &y z", '{"a": 1}', "}", "# stet-file: a | b"),
        ]
    ),
    max_size=10,
)


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.sampled_from(["---", "+++", "{", ""]), LINES, st.sampled_from(["\n", "\r\n", "\r"]))
def test_any_heap_of_lines_is_read_and_every_place_is_inside(
    opening: str, lines: list[str], line_end: str
) -> None:
    source = line_end.join([opening, *lines])
    front = front_matter(source)
    if not front:
        return

    found = front.metadata
    single = [note for note in (found.title, found.description, found.language) if note]
    spans = [note.span for note in (*single, *found.authors, *found.dates)]
    spans += [front.span, front.inner, *(defect.span for defect in front.defects)]
    spans += [block.span for block in front.directives]
    assert all(0 <= start <= end <= len(source) for start, end in spans)
