from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from proof import prove

from copydesk.document import (
    Block,
    BlockKind,
    Document,
    LinkKind,
    MaskKind,
    Reason,
)
from copydesk.formats import read
from copydesk.formats.source import Source

SEEDS = Path(__file__).parents[2] / "seeds"
FEW = settings(max_examples=60, derandomize=True, deadline=None)
SECONDS = 5.0
"""Far more than any hostile shape takes; what is quadratic takes minutes."""


def parse(text: str, path: str = "article.md") -> Document:
    raw = text.encode("utf-8", "surrogatepass")
    document = read(Source(path, raw, text), "markdown")
    prove(document)
    return document


def only(text: str, path: str = "article.md") -> Block:
    (block,) = parse(text, path).blocks
    return block


def kinds(text: str, path: str = "article.md") -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in parse(text, path).blocks]


def written(document: Document, span: tuple[int, int]) -> str:
    return document.source[span[0] : span[1]]


def test_markup_is_no_text_and_every_character_knows_its_place() -> None:
    text = "A **strong *and* plain** word, &copy; 2024, 5 \\* 3 and `x < y`."

    block = only(text)

    assert block.text == "A strong and plain word, © 2024, 5 * 3 and x < y."
    start = block.text.index("plain word")
    assert text[slice(*block.reader.source_span(start, start + 10))] == "plain** word"
    assert {run.reason for run in block.reader.runs} == {None, Reason.ENTITY, Reason.ESCAPE}
    assert [(e.start, e.end, e.strong) for e in block.emphases] == [(2, 18, True), (9, 12, False)]
    assert [(block.text[m.start : m.end], m.kind) for m in block.masks] == [
        ("x < y", MaskKind.CODE)
    ]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_each_kind_of_line_end_is_one_space_in_a_text_and_parts_blocks(line_end: str) -> None:
    text = "first\nline  \nthird\\\nfourth\n\n> quoted\n> on\n\n```\na\nb\n```\n".replace(
        "\n", line_end
    )

    first, quote, code = parse(text).blocks

    assert (first.text, quote.text) == ("first line third fourth", "quoted on")
    assert code.text.split() == ["a", "b"]
    reasons = [run.reason for run in first.reader.runs if run.reason]
    assert reasons == [Reason.SOFT_BREAK, Reason.HARD_BREAK, Reason.HARD_BREAK]


def test_tabs_are_spaces_and_invisible_characters_stay() -> None:
    assert only("a\tb\u200bc\u2028d\u00ad e\u0301").text == "a b\u200bc\u2028d\u00ad e\u0301"


def test_quote_marks_and_indentation_are_gaps_not_text() -> None:
    text = "> > one `two\n> > three` *four\n> > five*\nsix"

    block = only(text)

    assert block.text == "one two three four five six"
    assert (block.kind, block.level, block.group) == (BlockKind.QUOTE, 2, 1)


def test_headings_have_levels_and_the_first_one_is_the_title() -> None:
    document = parse("Title *of* it\n===\n\nText.\n\nPart\n---\n\n#### Deep ####\n\n# Late\n\n##\n")

    found = [(b.kind.value, b.level, b.text) for b in document.blocks]
    assert found == [
        ("title", 1, "Title of it"),
        ("paragraph", 0, "Text."),
        ("heading", 2, "Part"),
        ("heading", 4, "Deep"),
        ("heading", 1, "Late"),
        ("heading", 2, ""),
    ]


def test_a_heading_of_level_one_after_text_is_no_title() -> None:
    assert kinds("Text.\n\n# Heading\n")[1] == ("heading", "Heading")


def test_badges_and_comments_before_the_title_do_not_count() -> None:
    text = "<!-- x -->\n[![Build](https://ci.example/b.svg)](https://ci.example)\n\n# Title\n"

    assert ("title", "Title") in kinds(text)


def test_the_title_of_the_front_matter_is_the_title_once() -> None:
    twice = "---\ntitle: The Same\n---\n\n## The  same\n\nText.\n"
    once = "---\ntitle: 'The other'\n---\n\nText.\n"

    assert [kind for kind, _ in kinds(twice)] == ["front matter", "title", "paragraph"]
    document = parse(once)
    assert kinds(once)[1] == ("title", "The other")
    assert written(document, document.blocks[1].span) == "The other"


def test_list_items_know_list_item_depth_and_the_number_as_written() -> None:
    text = "1. one\n2. two\n\n   more\n2. three\n   - [ ] deep\n   - [x] done\n\n* other\n*\n"

    found = [(b.text, b.level, b.group, b.row, b.number) for b in parse(text).blocks]

    assert found == [
        ("one", 1, 0, 0, 1),
        ("two", 1, 0, 1, 2),
        ("more", 1, 0, 1, None),
        ("three", 1, 0, 2, 2),
        ("deep", 2, 1, 0, None),
        ("done", 2, 1, 1, None),
        ("other", 1, 2, 0, None),
        ("", 1, 2, 1, None),
    ]
    document = parse(text)
    assert written(document, document.blocks[0].span) == "1. one"
    assert written(document, document.blocks[4].span) == "- [ ] deep"


def test_tables_give_cells_with_rows() -> None:
    text = "| Name | `a\\|b` |\n|---|:-:|\n| x \\| y | |\n| only |\n"

    found = [(b.text, b.group, b.row) for b in parse(text).blocks]

    assert found == [("Name", 0, 0), ("a|b", 0, 0), ("x | y", 0, 1), ("only", 0, 2)]


def test_callouts_are_prose_and_other_quotes_are_not() -> None:
    text = (
        "> [!NOTE]\n> Mind the gap.\n> - item\n\n> [!info]- Folded title\n> text\n\n"
        "> Quote.\n>\n> - in it\n"
    )

    found = [(b.kind.value, b.text, b.callout) for b in parse(text).blocks]

    assert found == [
        ("paragraph", "Mind the gap.", True),
        ("list item", "item", True),
        ("paragraph", "Folded title text", True),
        ("quote", "Quote.", False),
        ("quote", "in it", False),
    ]


def test_links_know_their_text_their_address_and_how_they_are_written() -> None:
    text = (
        'See [the *docs*](<https://a.example/x y> "T"), [ref][Ref], [Ref], <https://b.example>,\n'
        'https://c.example/d_e. <a href="/e&amp;f">tag</a> [(](h) [[x]](i)\n\n[ref]: /r "t"\n'
    )
    document = parse(text)
    block = document.blocks[0]

    found = [
        (block.text[x.start : x.end], x.target, x.kind, written(document, x.target_span))
        for x in block.links
    ]

    assert found == [
        ("the docs", "https://a.example/x y", LinkKind.INLINE, "https://a.example/x y"),
        ("ref", "/r", LinkKind.REFERENCE, ""),
        ("Ref", "/r", LinkKind.REFERENCE, ""),
        ("https://b.example", "https://b.example", LinkKind.AUTOLINK, "https://b.example"),
        (*["https://c.example/d_e"] * 2, LinkKind.AUTOLINK, "https://c.example/d_e"),
        ("tag", "/e&f", LinkKind.HTML, "/e&amp;f"),
        ("(", "h", LinkKind.INLINE, "h"),
        ("[x]", "i", LinkKind.INLINE, "i"),
    ]
    assert written(document, block.links[0].span).startswith("[the *docs*](")
    masks = [block.text[m.start : m.end] for m in block.masks]
    assert masks == ["https://b.example", "https://c.example/d_e"]
    (definition,) = document.definitions
    assert (definition.label, definition.target, definition.footnote) == ("ref", "/r", False)
    assert written(document, definition.span) == '[ref]: /r "t"'


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("(see https://a.example/b).", "https://a.example/b"),
        ("https://a.example/b_(c), ok", "https://a.example/b_(c)"),
        ("**https://a.example/b**!", "https://a.example/b"),
        ("www.a.example/?q=1&amp;r=2.", "www.a.example/?q=1&r=2"),
        ("Is it https://a.example?", "https://a.example"),
    ],
)
def test_a_bare_address_ends_where_a_person_would_end_it(text: str, address: str) -> None:
    block = only(text)

    (link,) = block.links
    assert block.text[link.start : link.end] == address
    assert link.kind is LinkKind.AUTOLINK


def test_no_address_is_found_in_code_or_in_words() -> None:
    assert only("`https://a.example` and foowww.example.com and http:// alone").links == ()


def test_images_leave_no_text_and_no_doubled_space() -> None:
    document = parse('Before ![an *alt* &lt;](a.png "t") after <img src="b.png"> end ![](c.png).')
    (block,) = document.blocks

    assert block.text == "Before after end ."
    assert [(i.target, i.alt) for i in block.images] == [
        ("a.png", "an alt <"),
        ("b.png", None),
        ("c.png", ""),
    ]
    assert written(document, block.images[0].span) == '![an *alt* &lt;](a.png "t")'


def test_a_paragraph_of_one_image_is_a_block_without_text() -> None:
    block = only("![alt](a.png)\n")

    assert (block.kind, block.text, len(block.images)) == (BlockKind.PARAGRAPH, "", 1)


def test_footnotes_give_markers_and_references_with_labels() -> None:
    document = parse("Claim.[^1] More[^nope].\n\n[^1]: The *source*,\n    2024.\n\n    More.\n")
    first, *notes = document.blocks

    assert first.text == "Claim. More[^nope]."
    assert [(m.at, m.label, written(document, m.span)) for m in first.markers] == [(6, "1", "[^1]")]
    assert [(n.kind, n.text, n.label) for n in notes] == [
        (BlockKind.REFERENCE, "The source, 2024.", "1"),
        (BlockKind.REFERENCE, "More.", "1"),
    ]
    (definition,) = document.definitions
    assert (definition.label, definition.footnote) == ("1", True)


def test_code_blocks_keep_their_text_and_info_string() -> None:
    found = parse(
        "```py title='x'\nif x:\n    y\n```\n\n    old *style*\n\n- ~~~\n  in list\n  ~~~\n"
    )

    assert [(b.kind, b.text, b.label) for b in found.blocks] == [
        (BlockKind.CODE, "if x:\n    y\n", "py title='x'"),
        (BlockKind.CODE, "old *style*\n", ""),
        (BlockKind.CODE, "in list\n", ""),
    ]
    assert found.defects == ()


def test_inline_html_is_markup_and_its_breaks_are_spaces() -> None:
    text = "One<br>two <br/>\nthree <b>four</b> H<sub>2</sub>O <kbd>Tab</kbd> <script>x</script>end"

    block = only(text)

    assert block.text == "One two three four H2O Tab end"
    assert [block.text[e.start : e.end] for e in block.emphases] == ["four"]
    assert [block.text[m.start : m.end] for m in block.masks] == ["Tab"]


def test_prose_in_html_blocks_is_read_where_it_stands() -> None:
    text = (
        "Intro.\n\n<div>\n<p>Some &amp; *more*\nprose</p>\n<ul><li>a<li>b</ul>\n</div>\n\n"
        "- item\n\n"
        "<details><summary>Why</summary>Because.</details>\n\n> <p>said\n> she</p>\n\n"
        "<script>var x = 1;</script>\n\n<!-- wp:image -->\n"
        "<figure><figcaption>Cap</figcaption></figure>\n"
        "<!-- /wp:image -->\n"
    )

    found = kinds(text)

    assert found == [
        ("paragraph", "Intro."),
        ("paragraph", "Some & *more* prose"),
        ("list item", "a"),
        ("list item", "b"),
        ("list item", "item"),
        ("paragraph", "Why"),
        ("paragraph", "Because."),
        ("quote", "said she"),
        ("html", "<script>var x = 1;</script>"),
        ("template", "<!-- wp:image -->"),
        ("caption", "Cap"),
        ("template", "<!-- /wp:image -->"),
    ]
    items = [b.group for b in parse(text).blocks if b.kind is BlockKind.LIST_ITEM]
    assert items == [0, 0, 1]


def test_comments_are_kept_apart_from_prose() -> None:
    document = parse("Text <!-- one --> goes on.\n\n<!-- two\n\nlines -->\n\nEnd.\n")

    assert [b.text for b in document.blocks] == ["Text goes on.", "End."]
    assert [c.text for c in document.comments] == ["one", "two\n\nlines"]


def test_a_directive_is_a_block_and_one_that_ends_a_paragraph_lies_in_its_span() -> None:
    text = (
        "<!-- stet: a/b | why -->\n\nText. <!-- stet: c/d | because -->\n\n"
        "Last.\n<!-- stet: off | x -->\n\nEnd."
    )
    document = parse(text)

    found = [(b.kind.value, b.text) for b in document.blocks]

    assert found == [
        ("directive", "stet: a/b | why"),
        ("paragraph", "Text."),
        ("directive", "stet: c/d | because"),
        ("paragraph", "Last."),
        ("directive", "stet: off | x"),
        ("paragraph", "End."),
    ]
    blocks = document.blocks
    assert written(document, blocks[2].span) == "<!-- stet: c/d | because -->"
    assert blocks[1].span.contains(blocks[2].span)
    assert not blocks[3].span.overlaps(blocks[4].span)


def test_a_directive_between_list_items_belongs_to_the_list() -> None:
    document = parse("- one\n- two\n\n  <!-- stet: a/b | why -->\n\n- three\n")

    assert [(b.kind.value, b.group) for b in document.blocks] == [
        ("list item", 0),
        ("list item", 0),
        ("directive", 0),
        ("list item", 0),
    ]


def test_template_syntax_is_a_block_or_a_mask_and_its_prose_is_read() -> None:
    text = (
        '{{< note title="a *b*" >}}\nInner *prose*.\n{{< /note >}}\n\n'
        ":::tip Title\n\nA tip with {{ page.title | upper }} in it.\n\n:::\n\n"
        "- {% include x.html %}\n\nDear {{name}}, {{ FIRST_NAME }}.\n"
    )
    document = parse(text)

    assert kinds(text) == [
        ("template", '{{< note title="a *b*" >}}'),
        ("paragraph", "Inner prose."),
        ("template", "{{< /note >}}"),
        ("template", ":::tip Title"),
        ("paragraph", "A tip with {{ page.title | upper }} in it."),
        ("template", ":::"),
        ("template", "{% include x.html %}"),
        ("paragraph", "Dear {{name}}, {{ FIRST_NAME }}."),
    ]
    tip = document.blocks[4]
    assert [(tip.text[m.start : m.end], m.kind) for m in tip.masks] == [
        ("{{ page.title | upper }}", MaskKind.TEMPLATE)
    ]


def test_mdx_components_and_expressions_are_template_and_indentation_is_no_code() -> None:
    text = (
        'import X from "x"\n\n<Tabs>\n  <TabItem value={1}>\n\n'
        "    Some *prose* for {props.who}.\n\n"
        "  </TabItem>\n</Tabs>\n\nText. {/* stet: a/b | why */}\n\n{/* note */}\n"
    )
    document = parse(text, "article.mdx")

    assert kinds(text, "article.mdx") == [
        ("template", 'import X from "x"'),
        ("template", "<Tabs>"),
        ("template", "<TabItem value={1}>"),
        ("paragraph", "Some prose for {props.who}."),
        ("template", "</TabItem>"),
        ("template", "</Tabs>"),
        ("paragraph", "Text."),
        ("directive", "stet: a/b | why"),
    ]
    assert [comment.text for comment in document.comments] == ["note"]


def test_what_a_line_of_mkdocs_indents_is_read() -> None:
    text = (
        '!!! note "T"\n\n    Text *here*.\n\n    - item\n\n=== "Tab"\n\n    ```\n    x\n    ```\n'
    )

    assert kinds(text) == [
        ("template", '!!! note "T"'),
        ("paragraph", "Text here."),
        ("list item", "item"),
        ("template", '=== "Tab"'),
        ("code", "x\n"),
    ]


def test_templates_in_addresses_are_the_address() -> None:
    block = only('[t]({{< ref "x.md" >}}) ![alt]({{ site.url }}/a.png) <a href="{{ .Link }}">u</a>')

    assert [link.target for link in block.links] == ['{{< ref "x.md" >}}', "{{ .Link }}"]
    assert [image.target for image in block.images] == ["{{ site.url }}/a.png"]


def test_what_only_looks_like_a_tag_is_text() -> None:
    assert only("Dear <Your Name> of <COMPANY>, x <b>y</b>").text == (
        "Dear <Your Name> of <COMPANY>, x y"
    )


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("Text.\n\n```py\ncode\n", "unclosed fence", "```py"),
        ("> ~~~~\n> code\n> ~~~\n", "unclosed fence", "~~~~"),
        ("**Key point. It goes on.", "unclosed emphasis", "**"),
        ("So **Key point. It goes on.", "unclosed emphasis", "**"),
        ("A [text](https://a.example/b c", "broken link", "[text](https://a.example/b"),
        ("Text <!-- never closed", "unclosed comment", "<!--"),
        ("Text\n\n<!-- never\n\nclosed", "unclosed comment", "<!-- never\n\nclosed"),
    ],
)
def test_broken_markup_is_a_defect_at_its_place(text: str, kind: str, place: str) -> None:
    document = parse(text)

    assert [(d.kind, written(document, d.span)) for d in document.defects] == [(kind, place)]


@pytest.mark.parametrize(
    "text",
    [
        "```\n```",
        "```py\nx\n```  \n",
        "- ```\n  x\n  ```\n",
        "> ```\n> x\n> ```\n",
        "    ```\n    indented, so no fence\n",
        "Two to the power: 2**3, **bold**, `**code`, \\**escaped",
        "Pass *args and **kwargs to it.",
        "[text](https://a.example) and [a] (https://b.example) and `[a](https://c`",
        "Text <!-- closed --> and `<!--`",
    ],
)
def test_sound_markup_is_no_defect(text: str) -> None:
    assert parse(text).defects == ()


def test_dates_of_file_names_count() -> None:
    document = parse("Text.", "posts/2024-05-03-title.md")

    assert [note.value for note in document.metadata.dates] == ["2024-05-03"]


REAL = {
    "guide": """\
# Setting up the *parser*

Install it first -- it takes a minute or two -- and then *read on*. You'll need
a **recent** version; see [the notes](https://example.com/notes "Notes") and
`pip install parser==2`.

## Steps

1. Open the file,\\
   then close it.
2. Wait.

   > "Patience," she said,
   > *and smiled*.

3. Done &mdash; almost.

| Option | Meaning |
|--------|---------|
| `-a`   | All of **them** |
| -b     | 5 &lt; 6 |

![A chart](chart.png)

The end, http://example.com/a_b aside. ~~Not this.~~
""",
    "letter": """\
Dear reader,\r
\r
we\tmoved to *M\u00fcnchen* \U0001f600 and\r
are **h\u0065\u0301las** late.  \r
Sorry!\r
\r
- one\r
  - two\r
    still two\r
- three\r
\r
***\r
\r
P.S. 2 \\* 3 = 6, &#8364;5.\r
""",
}


def rendered(text: str) -> list[str]:
    """Return the texts of an independent parser, block by block."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    texts = []
    for token in parser.parse(text):
        if token.type in {"fence", "code_block"}:
            texts.append(token.content)
        elif token.type == "inline":
            texts.append("".join(map(_inline_text, token.children or [])))
    return [normal(text) for text in texts if text.strip()]


def _inline_text(token: Token) -> str:
    if token.type in {"softbreak", "hardbreak"}:
        return " "
    return token.content if token.type in {"text", "code_inline", "text_special"} else ""


def ours(text: str) -> list[str]:
    document = parse(text)
    return [normal(block.text) for block in document.blocks if block.text.strip()]


def normal(text: str) -> str:
    """Undo what is ours on purpose: tabs as spaces, no doubled space where markup was."""
    return " ".join(text.replace("\0", "\ufffd").split())


@pytest.mark.parametrize("name", sorted(REAL))
def test_the_text_is_that_of_an_independent_parser_on_real_documents(name: str) -> None:
    assert ours(REAL[name]) == rendered(REAL[name])


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.md")), ids=lambda path: path.name)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_the_sample_articles_are_read_alike_with_every_line_end(path: Path, line_end: str) -> None:
    text = path.read_text(encoding="utf-8").replace("\n", line_end)

    document = parse(text, path.name)

    assert document.defects == ()
    prose = [b.text for b in document.blocks if b.kind is not BlockKind.FRONT_MATTER]
    assert all("**" not in text and "](" not in text for text in prose)
    assert sum(len(text.split()) for text in prose) > 100


PIECES = st.sampled_from(
    [
        *(
            "word",
            "two words",
            "caf\u00e9",
            "\U0001f600",
            "e\u0301",
            "a\tb",
            "\u4e2d\u6587",
            "\xa0",
        ),
        *("*emphasis*", "**strong**", "***both***", "*over **two** marks*", "~~gone~~"),
        *("&amp;", "&eacute;", "&#8212;", "\\*", "\\[", "`code`", "`` a`b ``", "5 < 6"),
        *("[link](https://a.example)", "[*l*](<b c>)", "x_y_z", "--", '"q"', "2 * 3", "!"),
    ]
)
LINES = st.lists(PIECES, min_size=1, max_size=5).map(" ".join)
PARAGRAPHS = st.lists(LINES, min_size=1, max_size=3)


@st.composite
def documents(draw: st.DrawFn) -> str:
    parts = []
    for _ in range(draw(st.integers(1, 4))):
        lines = draw(PARAGRAPHS)
        shape = draw(
            st.sampled_from(["plain", "quote", "list", "nested", "heading", "table", "code"])
        )
        parts.append(_SHAPES[shape](lines))
    line_end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    return "\n\n".join(parts).replace("\n", line_end)


_SHAPES = {
    "plain": "\n".join,
    "quote": lambda lines: "\n".join(f"> {line}" for line in lines),
    "list": lambda lines: "\n".join(f"- {line}" for line in lines),
    "nested": lambda lines: "\n".join(f"{'  ' * i}* {line}" for i, line in enumerate(lines)),
    "heading": lambda lines: "## " + lines[0],
    "table": lambda lines: "| a | b |\n|---|---|\n" + "\n".join(f"| {x} | y |" for x in lines),
    "code": lambda lines: "```\n" + "\n".join(lines) + "\n```",
}


@FEW
@given(documents())
def test_the_text_is_that_of_an_independent_parser_on_generated_documents(text: str) -> None:
    assert ours(text) == rendered(text)


@FEW
@given(st.text(max_size=200))
def test_any_text_is_read_and_its_maps_hold(text: str) -> None:
    parse(text)
    parse(text, "article.mdx")


SIGNS = st.text(alphabet="ab \t\n\r*_`~[]()<>!#|-:&;{}%/\\\"'=.1+^\u00e9\U0001f600\0", max_size=120)


@settings(FEW, max_examples=250)
@given(SIGNS)
def test_any_heap_of_markup_is_read_and_its_maps_hold(text: str) -> None:
    parse(text)
    parse(text, "article.mdx")


CONSTRUCTS = st.lists(
    st.sampled_from(
        [
            *(
                "{{< a >}}",
                "{{% b %}}",
                "{% c %}",
                "{{ d.e }}",
                "{{name}}",
                "{/* f */}",
                "{#g}",
            ),
            *(":::h", ":::", "<I j={k}>", "</I>", "<L/>", '[m n="o"]', "[/m]", "{p}", "\u00e9"),
            *(
                "{{< ",
                " >}}",
                "{%",
                "%}",
                "<div>",
                "</div>",
                "<!-- q -->",
                "<!-- wp:r -->",
                "`",
            ),
            *("\n", "\n\n", "    ", "> ", "- ", "text ", "*s* ", "[t](u) ", "```\n", "| v |\n"),
            *(
                "<!-- stet: w | x -->",
                "---\n",
                "{% highlight y %}",
                "{% endhighlight %}",
                "\r\n",
            ),
        ]
    ),
    max_size=16,
).map("".join)


@settings(FEW, max_examples=120)
@given(CONSTRUCTS)
def test_any_heap_of_template_syntax_is_read_and_its_maps_hold(text: str) -> None:
    parse(text)
    parse(text, "article.mdx")


HOSTILE = {
    "brackets": "[" * 50_000,
    "images": "![" * 25_000,
    "link ends": "](" * 25_000,
    "asterisks": "*" * 50_000,
    "open strong": "**a " * 12_500,
    "backticks": "` `` " * 10_000,
    "quotes": "> " * 25_000 + "a",
    "lists": "- " * 20_000 + "a",
    "indented lists": "-     " * 8_000 + "a",
    "tags": "<a " * 15_000,
    "open comments": "<!-- " * 10_000,
    "tag pairs": "<b><i>" * 8_000,
    "shortcodes": "{{< " * 12_500,
    "braces": "{" * 50_000,
    "attributes": "[a b=" * 10_000,
    "comments": "{/* " * 12_500,
    "addresses": "http://a.b/(" * 4_000,
    "entities": "&amp;" * 10_000,
    "spaces": " " * 50_000 + "a",
    "quoted code": "`\n> " * 10_000,
    "definitions": "[a]: b\n" * 7_000,
    "sparse table": "|" + "a|" * 300 + "\n|" + "-|" * 300 + "\n" + "|\n" * 300,
    "wide table": "|" + "a|" * 1_000 + "\n|" + "-|" * 1_000 + "\n" + "|b" * 1_000,
}


@pytest.mark.parametrize("path", ["article.md", "article.mdx"])
@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_shapes_are_read_in_linear_time(name: str, path: str) -> None:
    text = HOSTILE[name]

    start = time.process_time()
    read(Source(path, text.encode(), text), "markdown")

    assert time.process_time() - start < SECONDS
