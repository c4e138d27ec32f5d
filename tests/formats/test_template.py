from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.formats.template import Template, Use, fill, may_hold_templates
from copydesk.formats.template_scan import scan
from copydesk.span import Span


def find(text: str, code: Sequence[Span] = (), *, mdx: bool = False) -> list[Template]:
    items = scan(text, code, mdx=mdx)
    assert may_hold_templates(text, mdx=mdx) or not items
    return items


def found(text: str, *, mdx: bool = False) -> list[str]:
    return [text[slice(*item.span)] for item in find(text, mdx=mdx)]


@pytest.mark.parametrize(
    "syntax",
    [
        '{{< figure src="a.png" caption="a *b*" >}}',
        "{{% notice tip %}}",
        "{{< /tabs >}}",
        "{% include nav.html %}",
        "{%- if page.x -%}",
        "{{ site.title }}",
        "{{ .Params.name }}",
        '{{ "now" | date: "%Y" }}',
        "{{ url_for('home') }}",
        "{{- end -}}",
        "{# a note #}",
        "{/* a note */}",
        '[gallery ids="1,2"]',
        "[gallery]",
        "[/caption]",
        '<Callout type="info">',
        "<Tabs.Item />",
        "</Callout>",
        "<div style={{color: 'red'}}>",
        "<Chart\n  data={[1, {a: 2}]}\n/>",
    ],
)
def test_syntax_of_site_generators_is_found(syntax: str) -> None:
    assert found(f"Before {syntax} after.") == [syntax]


@pytest.mark.parametrize(
    "line",
    [
        ":::note",
        ":::",
        "::: {.callout-tip}",
        "::::tip[Title]",
        'import Tabs from "@theme/Tabs";',
        "import './style.css'",
        "import {A, B} from 'x'",
        "[TOC]",
        "[[_TOC_]]",
        "{:toc}",
        '!!! note "Title"',
        "??? tip",
        '=== "Tab"',
    ],
)
def test_lines_of_site_generators_are_found_and_stand_alone(line: str) -> None:
    (item,) = find(f"Text.\n{line}\nText.")

    assert (item.span, item.alone) == (Span(6, 6 + len(line)), True)


@pytest.mark.parametrize(
    "text",
    [
        "Dear {{name}},",
        "Dear {{ FIRST_NAME }} of {{Company Name}},",
        "[Insert name] and [Date], [your name here]",
        "[gallery](a.png) and [gallery][1]",
        "[b]bold[/b]",
        "An {adjective} noun in {braces}.",
        "import tax from 'abroad' is due",
        "5 < 6 and 7 > 6, {% of nothing",
        "a ::: b",
        "{{< never closed",
        "me <me@example.org> and <https://example.org>",
    ],
)
def test_what_may_be_a_placeholder_or_prose_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_braces_are_expressions_only_where_they_can_be() -> None:
    text = "Hello {props.name} and {a + {b: 1}.b}"

    assert found(text, mdx=True) == ["{props.name}", "{a + {b: 1}.b}"]
    assert found(text, mdx=False) == []


def test_what_only_looks_like_a_tag_is_told_from_components() -> None:
    text = "Dear <Your Name>, <PLACEHOLDER>, <Card>one</Card> <b>two</b> <x-y>"

    uses = {text[slice(*item.span)]: item.use for item in find(text)}

    assert uses == {
        "<Your Name>": Use.TEXT,
        "<PLACEHOLDER>": Use.TEXT,
        "<Card>": Use.MARKUP,
        "</Card>": Use.MARKUP,
    }


def test_ids_and_classes_at_the_end_of_a_line_are_attributes() -> None:
    text = "## Title {#the-id .big}\n\nText\n{: .lead}\n"

    assert [(text[slice(*i.span)], i.use) for i in find(text)] == [
        ("{#the-id .big}", Use.ATTRIBUTE),
        ("{: .lead}", Use.ATTRIBUTE),
    ]


def test_verbatim_blocks_are_one_construct() -> None:
    text = (
        "{% highlight py %}\nx = 1\n\n{{ y.z }}\n{% endhighlight %}\n"
        "{% comment %}no{% endcomment %}"
    )

    first, second = find(text)

    assert (first.use, first.alone, first.span.end) == (Use.CODE, True, text.index("\n{% comment"))
    assert second.use is Use.COMMENT


def test_constructs_that_begin_or_end_in_code_are_none() -> None:
    text = "`{{<` and `>}}` but {{< a `b` >}}"
    code = [Span(0, 5), Span(10, 15), Span(26, 29)]

    items = find(text, code)

    assert [text[slice(*item.span)] for item in items] == ["{{< a `b` >}}"]


def test_only_whole_lines_stand_alone() -> None:
    text = (
        "{% a %}{% b %}\n> {% c %}\nx {% d %}\n{% e %} x\n  {% f %}  \n- {% g %}\n"
        "{% h %} <Your Name>"
    )

    alone = [text[slice(*i.span)] for i in find(text) if i.alone]

    assert alone == ["{% a %}", "{% b %}", "{% c %}", "{% f %}"]


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.text(alphabet="a\u00e9\u4e2d\U0001f600{}<>%[]/:=\"' \n#*|.A-", max_size=60))
def test_filling_keeps_every_offset(text: str) -> None:
    for mdx in (False, True):
        items = find(text, mdx=mdx)
        filled = fill(text, items)

        assert [len(a.encode()) for a in filled] == [len(b.encode()) for b in text]
        assert filled.count("\n") == text.count("\n")
        ends = [0, *(item.span.end for item in items)]
        assert all(item.span.start >= end for item, end in zip(items, ends, strict=False))
