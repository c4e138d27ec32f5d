from __future__ import annotations

import html
import re
import time
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from proof import prove, prove_map

from copydesk.document import Block, BlockKind, Document, LinkKind, MaskKind, Reason
from copydesk.formats import read
from copydesk.formats.html import blocks_of_fragment
from copydesk.formats.source import Source
from copydesk.span import Span


def page(text: str, path: str = "page.html") -> Document:
    raw = text.encode("utf-8", "surrogatepass")
    document = read(Source(path, raw, text), "html")
    prove(document)
    return document


def outline(document: Document) -> list[str]:
    return [_line(block) for block in document.blocks]


def _line(block: Block) -> str:
    hidden = "hidden " if block.hidden else ""
    level = f" {block.level}" if block.level else ""
    return f"{hidden}{block.kind.value}{level}: {block.text}".rstrip()


def only(text: str) -> Block:
    (block,) = page(text).blocks
    return block


# Fixtures: a title, the source, and a line for each block. Plain cases first, oddities last.

CASES = """
paragraphs end where the next one begins
.
<p>One.
<p>Two.</p>
.
paragraph: One.
paragraph: Two.
.

headings keep their level
.
<h2>Costs</h2><h3>In detail</h3>
.
heading 2: Costs
heading 3: In detail
.

the first h1 is the title
.
<h1>Tides</h1><p>Text.</p><h1>More</h1>
.
title 1: Tides
paragraph: Text.
heading 1: More
.

the h1 of the article wins over that of the page
.
<h1>The Post</h1><main><h1>Tides</h1></main>
.
heading 1: The Post
title 1: Tides
.

text between blocks is a paragraph
.
<div>before<p>in</p>after<section>deep</section></div>
.
paragraph: before
paragraph: in
paragraph: after
paragraph: deep
.

one line break is a space, two end a paragraph
.
<p>Rose Lane 4<br>Hull<br> <br/>Second.</p>
.
paragraph: Rose Lane 4 Hull
paragraph: Second.
.

lists and their depth
.
<ul><li>One<li>Two<ul><li>Deep</li></ul>tail</ul>
.
list item 1: One
list item 1: Two
list item 2: Deep
list item 1: tail
.

paragraphs in items are items
.
<ol><li><p>First.</p><p>More.</p></li></ol>
.
list item 1: First.
list item 1: More.
.

terms and what they mean
.
<dl><dt>Ebb<dd>Water leaves.<dt>Flood<dd>It comes.</dl>
.
list item 1: Ebb
list item 1: Water leaves.
list item 1: Flood
list item 1: It comes.
.

quotes within quotes
.
<blockquote><p>Out.</p><blockquote>In.</blockquote><footer>A. Fisher</footer></blockquote>
.
quote 1: Out.
quote 2: In.
quote 1: A. Fisher
.

figures and captions
.
<figure><img src="a.png" alt="A boat"><figcaption>A <i>blue</i> boat.</figcaption></figure>
.
paragraph:
caption: A blue boat.
.

tables
.
<table><caption>Costs</caption><tr><th>Year<th>Cost<tr><td>2020<td>4</table>
.
caption: Costs
table cell: Year
table cell: Cost
table cell: 2020
table cell: 4
.

a table with headings inside is layout
.
<table><tr><td><h2>News</h2><p>Long text.</p></td></tr></table>
.
heading 2: News
paragraph: Long text.
.

words are not glued over blocks and not split inside them
.
<div>one<div>two</div>three</div><p>gro<b>und</b>break<!-- x -->ing</p>
.
paragraph: one
paragraph: two
paragraph: three
paragraph: groundbreaking
.

white space collapses across tags
.
<p> a <b> b </b> <i>
 c</i> </p>
.
paragraph: a b c
.

character references
.
<p>&lt;b&gt; &amp; &copy; &copy2024 &notit; &#8217;&#x2019; &nope; & &; &amp;amp; caf&eacute;</p>
.
paragraph: <b> & © ©2024 ¬it; ’’ &nope; & &; &amp; café
.

an ampersand in white space stays
.
<p>a&#32;&#32; &Tab;b</p>
.
paragraph: a b
.

preformatted text keeps its space
.
<pre>
  x = 1 &lt; 2

  y</pre>
.
code:   x = 1 < 2

  y
.

scripts, styles and their like are never prose
.
<style>p{}</style><script>if (a < b) "<p>no</p>"</script><noscript>no</noscript>
<template><p>no</p></template><svg><text>no</text></svg><iframe>no</iframe>
<object><p>no</p></object><video>no</video><textarea>no</textarea><p>Yes.</p>
.
paragraph: Yes.
.

hidden text
.
<p hidden>a</p><p style="DISPLAY : none">b</p><div style="visibility:hidden"><p>c</p></div>
<p style="font-size:0">d</p><p style="color:#fff;background:white">e</p>
<p style="color: rgb(255, 255, 255)">f</p><p aria-hidden="true">shown</p>
<p style="color:#fff;background:#000">shown too</p><p style="font-size:0.9em">and this</p>
.
hidden paragraph: a
hidden paragraph: b
hidden paragraph: c
hidden paragraph: d
hidden paragraph: e
hidden paragraph: f
paragraph: shown
paragraph: shown too
paragraph: and this
.

hidden text leaves the sentence around it whole
.
<p>Tides <span style="display:none">say nothing bad</span>turn.</p>
.
paragraph: Tides turn.
hidden paragraph: say nothing bad
.

a style sheet leaves the page's colours open
.
<link rel=stylesheet href=a.css><p style="color:#fff">On a dark banner.</p>
.
paragraph: On a dark banner.
.

buttons, choices and forms are not the article's
.
<p>Press <button>Copy</button> twice.</p><form><p>Your mail</p></form>
<p>Pick <select><option>One<option>Two</select></p>
.
paragraph: Press twice.
furniture: Copy
furniture: Your mail
paragraph: Pick
furniture: One
furniture: Two
.

furniture by element and role
.
<nav>a</nav><header><nav>b</nav>c</header><aside>d</aside><footer>e</footer>
<div role="search">f</div><div role="dialog">g</div><header><p>kept</p></header>
.
furniture: a
furniture: b
furniture: c
furniture: d
furniture: e
furniture: f
furniture: g
paragraph: kept
.

furniture by name
.
<div class="cookie-banner">a</div><div id="newsletterSignup">b</div>
<ul class="share-buttons"><li>c</ul>
<div class="c-related-posts__list">d</div><a class="skip-link" href="#m">e</a>
<div class="ad-slot">f</div><div class="site-footer">g</div><div class="Share_box__x8Fj2">h</div>
<p class="has-sidebar">kept</p><div class="market-share">kept</div><div id="related-work">kept</div>
<div class="content-with-sidebar">kept</div><div id="cookie-policy">kept</div>
.
furniture: a
furniture: b
furniture: c
furniture: d
furniture: e
furniture: f
furniture: g
furniture: h
paragraph: kept
paragraph: kept
paragraph: kept
paragraph: kept
paragraph: kept
.

what holds the article is no furniture
.
<form id="aspnetForm"><div class="sidebar"><h1>Tides</h1><p>Text.</p></div></form>
.
title 1: Tides
paragraph: Text.
.

a chapter on comments is prose, the comments are not
.
<main><h1>C</h1><section id="comments"><h2>Comments</h2><p>They start with #.</p></section>
<section id="comments"><h2>Comments</h2><article>First!</article></section></main>
.
title 1: C
heading 2: Comments
paragraph: They start with #.
furniture: Comments
furniture: First!
.

what stands outside the main part is the page's, but for the heading over it
.
<div>Help</div><header><h1>Tides</h1><p>By A.</p></header>
<main><p>The harbour board said on Tuesday that the quay will open in spring.</p></main><p>Top</p>
.
furniture: Help
title 1: Tides
paragraph: By A.
paragraph: The harbour board said on Tuesday that the quay will open in spring.
furniture: Top
.

asides and footers inside the article are its own
.
<article><header><p>By A.</p></header><aside>Pull quote.</aside><footer>Ends.</footer></article>
.
paragraph: By A.
paragraph: Pull quote.
paragraph: Ends.
.

directives stand where they are written
.
<p>One.</p>
<!-- stet: claims/x | agreed -->
<p>Two. <!--stet: off | why--></p>
.
paragraph: One.
directive: stet: claims/x | agreed
paragraph: Two.
directive: stet: off | why
.

upper case, unquoted values and angle brackets in quotes
.
<P CLASS=x TITLE="a > b">One <A HREF=/x/?a=b/>two</A></P><IMG ALT='>' SRC=x>
.
paragraph: One two
paragraph:
.

no tags at all
.
1 < 2 & <3 </ > <
.
paragraph: 1 < 2 & <3 <
.

elements that close in the wrong order
.
<p>a <b>b <i>c</b> d</i> e</p></div></span><p>f</section> g
.
paragraph: a b c d e
paragraph: f g
.

an end tag inside a cell closes nothing outside
.
<div><table><tr><td>a</div>b</td></tr></table>c</div>
.
table cell: ab
paragraph: c
.

a stray end of paragraph parts the text
.
<div>a</p>b</div>
.
paragraph: a
paragraph: b
.

a spacer is no paragraph
.
<p>&nbsp;</p><p> </p><p></p><p>Text.</p>
.
paragraph: Text.
.
"""


def _cases() -> list[object]:
    found = re.findall(r"^(\S.*)\n\.\n((?:.*\n)*?)\.\n((?:.*\n)*?)\.\n", CASES, re.MULTILINE)
    return [pytest.param(source, expected, id=title) for title, source, expected in found]


@pytest.mark.parametrize(("source", "expected"), _cases())
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_a_page_has_the_blocks_that_a_reader_sees(
    source: str, expected: str, line_end: str
) -> None:
    document = page(source.replace("\n", line_end))

    assert expected.rstrip("\n") == "\n".join(outline(document)).replace(line_end, "\n")


WHOLE_PAGE = """\
<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>Tea &amp; tides | The Harbour Post</title>
<meta name="description" content="What the &quot;new&quot; harbour costs.">
<meta property="article:published_time" content="2024-05-01T08:00:00Z">
<link rel="stylesheet" href="post.css">
<script type="application/ld+json">
{"@context": "https://schema.org", "@graph": [
  {"@type": "Article", "author": {"@id": "#ada"}, "dateModified": "2024-05-03",
   "comment": [{"author": "Nobody", "datePublished": "2024-06-09"}]},
  {"@type": "Person", "@id": "#ada", "name": "Ada Smith"}]}
</script>
<style>p { color: red }</style>
</head>
<body class="single comments-open">
<a class="skip-link" href="#main">Skip to content</a>
<header class="site-header">
  <h1 class="logo">The Harbour Post</h1>
  <nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav>
</header>
<div id="cookie-notice"><p>We use cookies.</p><button>Accept</button></div>
<main id="main">
<div class="breadcrumbs"><a href="/news">News</a> &rsaquo; Harbour</div>
<article class="post comments-open">
<header>
  <h1>Tea &amp; tides</h1>
  <p>By <a rel="author" href="/ada">Ada Smith</a>, <time datetime="2024-05-02">2 May</time></p>
</header>
<div class="share-buttons"><a href="#">Share</a></div>
<p>The <b>new</b> quay costs &pound;4m.<sup><a href="#fn1">1</a></sup> It opens
   in <a href="https://example.org/?a=1&amp;b=2">spring</a>.</p>
<figure><img src="quay.jpg" alt="The quay"><figcaption>The east quay.</figcaption></figure>
<h2>What it takes</h2>
<ol start="3"><li>Stone</li><li>Steel</li></ol>
<table><thead><tr><th>Year</th></tr></thead><tr><td>2020</td></tr></table>
<pre><code class="language-sh">quay --open</code></pre>
<section class="footnotes"><ol>
<li id="fn1"><p>The harbour board. <a href="#fnref1">↩</a></p></li>
</ol></section>
<footer>Corrected on Friday.</footer>
</article>
<section id="comments"><h2>Comments</h2>
<article class="comment"><p>First! <time datetime="2024-06-09">June</time></p></article>
</section>
</main>
<aside><h2>Related</h2><a href="/b">Boats sink</a></aside>
<footer><p>© The Harbour Post</p></footer>
</body>
</html>
"""


def test_a_whole_page_is_article_and_furniture() -> None:
    assert outline(page(WHOLE_PAGE)) == [
        "furniture: Skip to content",
        "furniture: The Harbour Post",
        "furniture: Home",
        "furniture: News",
        "furniture: We use cookies.",
        "furniture: Accept",
        "furniture: News › Harbour",
        "title 1: Tea & tides",
        "paragraph: By Ada Smith, 2 May",
        "furniture: Share",
        "paragraph: The new quay costs £4m. It opens in spring.",
        "paragraph:",
        "caption: The east quay.",
        "heading 2: What it takes",
        "list item 1: Stone",
        "list item 1: Steel",
        "table cell: Year",
        "table cell: 2020",
        "code: quay --open",
        "reference 1: The harbour board.",
        "paragraph: Corrected on Friday.",
        "furniture: Comments",
        "furniture: First! June",
        "furniture: Related",
        "furniture: Boats sink",
        "furniture: © The Harbour Post",
    ]


def test_a_whole_page_has_no_defects_of_markup() -> None:
    assert page(WHOLE_PAGE).defects == ()


def test_metadata_comes_from_head_json_ld_and_article_but_not_from_comments() -> None:
    document = page(WHOLE_PAGE)
    metadata = document.metadata

    assert metadata.title
    assert metadata.title.value == "Tea & tides"
    assert cut(document, metadata.title.span) == "Tea &amp; tides"
    assert metadata.description
    assert metadata.description.value == 'What the "new" harbour costs.'
    assert cut(document, metadata.description.span) == "What the &quot;new&quot; harbour costs."
    assert [note.value for note in metadata.authors] == ["Ada Smith"]
    assert [note.value for note in metadata.dates] == [
        "2024-05-01T08:00:00Z",
        "2024-05-02",
        "2024-05-03",
    ]
    assert cut(document, metadata.dates[1].span) == "2024-05-02"
    assert metadata.language
    assert metadata.language.value == "en-GB"


def cut(document: Document, span: Span) -> str:
    return document.source[span.start : span.end]


# Titles, authors and dates


@pytest.mark.parametrize(
    ("title", "heading", "expected"),
    [
        ("Tides - The Post", "Tides", "Tides"),
        ("The Post | Tides", "tides", "Tides"),
        ("Ebb - flood | The Post", "Ebb - flood", "Ebb - flood"),
        ("Tides - The Post", "Something else", "Tides - The Post"),
        ("Tides", "Tides", "Tides"),
    ],
)
def test_the_site_name_leaves_the_title_when_the_heading_repeats_the_rest(
    title: str, heading: str, expected: str
) -> None:
    metadata = page(f"<title>{title}</title><h1>{heading}</h1>").metadata

    assert metadata.title
    assert metadata.title.value == expected


def test_without_an_h1_no_title_block_is_invented() -> None:
    document = page("<title>Tides</title><h2>Ebb</h2><p>Text.</p>")

    assert outline(document) == ["heading 2: Ebb", "paragraph: Text."]
    assert document.metadata.title
    assert document.metadata.title.value == "Tides"


@pytest.mark.parametrize(
    "author",
    [
        '"Ada"',
        '["Ada"]',
        '{"name": "Ada"}',
        '[{"@type": "Person", "name": "Ada"}]',
        '"https://example.org/ada", "author": ["Ada", 3, null]',
    ],
)
def test_json_ld_names_authors_in_many_shapes(author: str) -> None:
    script = f'<script type="application/ld+json">[{{"author": {author}}}]</script>'

    assert [note.value for note in page(script).metadata.authors] == ["Ada"]


@pytest.mark.parametrize(
    "broken",
    ["{", "[" * 100_000, "9" * 10_000, '"', "\\ud800", "[1,", '{"author": {"name": {}}}', "null"],
)
def test_broken_json_ld_says_nothing(broken: str) -> None:
    document = page(f'<script type="application/ld+json">{broken}</script><p>Text.</p>')

    assert document.metadata.authors == ()
    assert outline(document) == ["paragraph: Text."]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2024-05-01", ["2024-05-01"]),
        (" 2024-05-01T08:00:00+02:00 ", ["2024-05-01T08:00:00+02:00"]),
        ("2024/05/01", ["2024-05-01"]),
        ("20240501", ["2024-05-01"]),
        ("May 2024", []),
        ("2024-13-01", []),
        ("14:30", []),
    ],
)
def test_dates_begin_with_year_month_and_day(written: str, expected: list[str]) -> None:
    for source in (
        f'<meta name="date" content="{written}">',
        f'<time datetime="{written}">x</time>',
    ):
        assert [note.value for note in page(source).metadata.dates] == expected


# Ranges inside a block


def test_links_know_their_text_and_their_address_in_the_source() -> None:
    document = page(
        '<p>See <a class=x href="/a?b=1&amp;c=2&copy=3"> the <b>report</b></a> now.</p>'
    )
    (block,) = document.blocks
    (link,) = block.links

    assert block.text[link.start : link.end] == "the report"
    assert link.target == "/a?b=1&c=2&copy=3"
    assert link.kind is LinkKind.HTML
    assert cut(document, link.target_span) == "/a?b=1&amp;c=2&copy=3"
    assert cut(document, link.span).endswith("report</b></a>")


@pytest.mark.parametrize(
    ("tag", "targets"),
    [("a href", [""]), ('a href=""', [""]), ('a href="#"', ["#"]), ("a name=x", []), ("a", [])],
)
def test_empty_addresses_are_links_and_missing_ones_are_not(tag: str, targets: list[str]) -> None:
    block = only(f"<p>See <{tag}>this</a>.</p>")

    assert [link.target for link in block.links] == targets


def test_a_link_without_text_is_seen() -> None:
    (link,) = only('<p><a href="/x"></a></p>').links

    assert (link.start, link.end, link.target) == (0, 0, "/x")


def test_signs_at_headings_that_link_to_themselves_are_no_text() -> None:
    block = only('<h2 id="x">Costs<a class="headerlink" href="#x">¶</a></h2>')

    assert (block.text, block.links) == ("Costs", ())


def test_a_link_around_blocks_belongs_to_each() -> None:
    document = page('<a href="/x"><h3>Head</h3><p>Text.</p></a><p>Free.</p>')

    assert [[link.target for link in block.links] for block in document.blocks] == [
        ["/x"],
        ["/x"],
        [],
    ]
    assert document.defects == ()


def test_images_tell_missing_from_empty_alternative_text() -> None:
    block = only('<p>A <img src=a><img src=b alt><img src=c alt="x &amp; y"> b</p>')

    assert [(image.target, image.alt) for image in block.images] == [
        ("a", None),
        ("b", ""),
        ("c", "x & y"),
    ]
    assert block.text == "A b"


def test_pixels_that_count_readers_are_no_images() -> None:
    assert page('<p>A <img src=a width=1 height="1"></p>').blocks[0].images == ()


def test_emphasis_code_and_quotations_have_ranges() -> None:
    block = only("<p><strong>Bold </strong><em>light</em> <code>x = 1</code> <q>said</q></p>")

    assert [(block.text[one.start : one.end], one.strong) for one in block.emphases] == [
        ("Bold", True),
        ("light", False),
    ]
    assert [(block.text[one.start : one.end], one.kind) for one in block.masks] == [
        ("x = 1", MaskKind.CODE),
        ("said", MaskKind.QUOTATION),
    ]


def test_emphasis_goes_on_over_two_line_breaks() -> None:
    document = page("<p>a <b>b<br><br>c</b> d</p>")

    assert [block.text for block in document.blocks] == ["a b", "c d"]
    assert [[(one.start, one.end) for one in block.emphases] for block in document.blocks] == [
        [(2, 3)],
        [(0, 1)],
    ]


def test_lists_count_as_browsers_do() -> None:
    source = "<ol start=3><li>c<li value=7>g<li>h</ol><ul><li>x</ul><ol reversed><li>y</ol>"
    blocks = page(source).blocks

    assert [(block.group, block.row, block.number) for block in blocks] == [
        (0, 0, 3),
        (0, 1, 7),
        (0, 2, 8),
        (1, 0, None),
        (2, 0, None),
    ]


@pytest.mark.parametrize(
    ("source", "rows"),
    [
        ("<table><tr><th>a<tr><td>b<tr><td>c</table>", [0, 1, 2]),
        ("<table><thead><tr><td>a<tbody><tr><td>b</table>", [0, 1]),
        ("<table><tr><td>a<tr><td>b</table>", [1, 2]),
        ("<table><tr><th>a<td>b<tr><th>c<td>d</table>", [1, 1, 2, 2]),
    ],
)
def test_row_zero_of_a_table_is_its_header(source: str, rows: list[int]) -> None:
    assert [block.row for block in page(source).blocks] == rows


def test_code_blocks_name_their_language() -> None:
    assert only('<pre><code class="hljs language-py">x</code></pre>').label == "py"


# Footnotes


@pytest.mark.parametrize(
    "marker",
    [
        '<sup><a href="#fn1">1</a></sup>',
        '<sup id="fnref:1"><a href="#fn:1" role="doc-noteref">1</a></sup>',
        '<a href="#fn1" class="footnote-ref"><sup>1</sup></a>',
        '<a href="#fn1"><sup>1</sup></a>',
        '<sup><a href="#cite_note-1">[1]</a></sup>',
        '<sup>[<a href="#fn1">1</a>]</sup>',
    ],
)
def test_footnote_markers_leave_no_text(marker: str) -> None:
    document = page(f"<p>A claim{marker}, a comma.</p>")
    (block,) = document.blocks

    assert block.text == "A claim, a comma."
    assert [(one.at, one.label) for one in block.markers] == [(7, "1")]
    assert block.links == ()


def test_superscripts_that_are_no_markers_stay() -> None:
    block = only('<p>10<sup>2</sup> m<sup><a href="/unit">2</a></sup> <a href="#x">1</a></p>')

    assert block.text == "102 m2 1"
    assert block.markers == ()


def test_notes_that_markers_point_at_are_references() -> None:
    document = page(
        '<p>A<sup><a href="#smith20">1</a></sup></p><ul><li id="smith20"><b>Smith</b>, 2020.'
        '<a href="#fnref1">^</a> <a href="#r2">↩2</a></li><li>Other.</li></ul>'
    )

    assert [(block.kind, block.label, block.text) for block in document.blocks[1:]] == [
        (BlockKind.REFERENCE, "smith20", "Smith, 2020."),
        (BlockKind.LIST_ITEM, "", "Other."),
    ]
    assert [(one.label, one.footnote) for one in document.definitions] == [("smith20", True)]


# Defects and comments


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>One.<p>Two.<ul><li>x", []),
        ("<p>One <b>two</p><p>three</p>", [("unclosed tag", "<b>", "<b>")]),
        ("<div>a <em class=x>b</div>", [("unclosed tag", "<em>", "<em class=x>")]),
        ("<p>Text</p><b>more", [("unclosed tag", "<b>", "<b>")]),
        ("<p>A <a href=x>b <a href=y>c</a></p>", [("unclosed tag", "<a>", "<a href=x>")]),
        ('<p>One.</p>\n<p class="x\n>Two.', [("unclosed tag", "<p", '<p class="x')]),
        ("<p>One</p><p", [("unclosed tag", "<p", "<p")]),
        ("<p>One</p><!-- two\nthree", [("unclosed comment", "<!--", "<!-- two")]),
        ("<p>One</p><script>x\ny", [("unclosed tag", "<script>", "<script>")]),
        ("<u>a <mark>b <font>c", []),
        ("<b>a<p>b</p></b>", []),
        ("<p>a <b>b <i>c</b> d</i></p>", []),
    ],
)
def test_markup_that_never_ends_is_a_defect(
    source: str, expected: list[tuple[str, str, str]]
) -> None:
    document = page(source)

    assert [(one.kind, one.detail, cut(document, one.span)) for one in document.defects] == expected


def test_comments_are_kept_with_their_places() -> None:
    document = page("<!DOCTYPE html><?xml version='1'?><p>a<!-- b --></p><!-->c<!---><!--d--!>e")

    assert [comment.text for comment in document.comments] == [" b ", "", "", "d"]
    assert cut(document, document.comments[0].span) == "<!-- b -->"
    assert [block.text for block in document.blocks] == ["a", "ce"]


def test_a_comment_in_a_word_leaves_the_word_whole() -> None:
    assert only("<p>foo<!-- stetson -->bar</p>").text == "foobar"


# Maps to the source


def test_a_block_span_holds_its_tags() -> None:
    document = page("x <p id=a> One. </p><div>Two.</div><h2>Three")

    assert [cut(document, block.span) for block in document.blocks] == [
        "x",
        "<p id=a> One. </p>",
        "Two.",
        "<h2>Three",
    ]


@pytest.mark.parametrize(
    ("source", "phrase", "expected"),
    [
        ("<p>gro<b>und</b>breaking</p>", "groundbreaking", "gro<b>und</b>breaking"),
        ("<p>Tom &amp; Ann</p>", "&", "&amp;"),
        ("<p>a &copy2024</p>", "©2", "&copy2"),
        ("<p>new\r\n  plan</p>", "new plan", "new\r\n  plan"),
        ("<p>new\rplan</p>", "new plan", "new\rplan"),
        ("<p>new\t\tplan</p>", "new plan", "new\t\tplan"),
        ("<p>new  \t plan</p>", "plan", "plan"),
        ("<p>👩‍🚀 e\u0301 <i>😀x</i></p>", "😀x", "😀x"),
        ("<p>one<BR />two</p>", "one two", "one<BR />two"),
        ("<p a='>'>one</p>", "one", "one"),
    ],
)
def test_a_phrase_maps_to_the_smallest_source_range(
    source: str, phrase: str, expected: str
) -> None:
    document = page(source)
    (block,) = document.blocks
    start = block.text.index(phrase)

    assert cut(document, block.reader.source_span(start, start + len(phrase))) == expected


def test_reasons_say_why_a_character_differs() -> None:
    block = only("<p>a\nb\tc<br>d&amp;e</p>")

    assert [run.reason for run in block.reader.runs if run.reason] == [
        Reason.SOFT_BREAK,
        Reason.TAB,
        Reason.HARD_BREAK,
        Reason.ENTITY,
    ]


# Fragments of HTML in Markdown


def test_a_fragment_is_read_like_a_page_at_another_place() -> None:
    before = "Some *Markdown*\n\n"
    fragment = (
        '<div class="note">\n<h1>One</h1>\n<p>A &amp; <a href="/x">b</a></p><!-- c --></div>\n'
    )

    parsed = blocks_of_fragment(fragment, len(before))

    assert [(block.kind, block.text) for block in parsed.blocks] == [
        (BlockKind.HEADING, "One"),
        (BlockKind.PARAGRAPH, "A & b"),
    ]
    source = before + fragment
    for block in parsed.blocks:
        prove_map(block.reader, source, block.text)
    (link,) = parsed.blocks[1].links
    assert source[link.span.start : link.span.end] == '<a href="/x">b</a>'
    assert source[link.target_span.start : link.target_span.end] == "/x"
    (comment,) = parsed.comments
    assert source[comment.span.start : comment.span.end] == "<!-- c -->"


def test_a_fragment_knows_no_furniture_by_name_and_leaves_tags_open() -> None:
    parsed = blocks_of_fragment('<div class="share">Text <a href="/x">', 0)

    assert [(block.kind, block.text) for block in parsed.blocks] == [(BlockKind.PARAGRAPH, "Text")]
    assert parsed.defects == []


# Any input


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_any_text_survives_and_its_maps_are_true(text: str) -> None:
    page(text)


_TAGS = """
<p> </p> <div> </div> <b> </b> <i> </i> <em> <a href="#fn1"> <a href="/x"> <a> </a> <sup> </sup>
<li> <ul> <ol> </ul> </ol> </li> <table> <tr> <td> <th> </td> </table> <br> <br/> <pre> </pre>
<code> </code> <q> </q> <span> <span class="author"> <span hidden> </span> <button> </button>
<select> <option> </select> <h1> </h1> <h2> <blockquote> </blockquote> <nav> </nav> <article>
</article> <img src="x"> <!-- --> <!-- x --> <!--stet:x--> <!x> </p <p <p class=" " ' > &amp; &lt
&#32; &nbsp; &#1; &Tab; & <svg> </svg> <script> </script> <title> </title> <dl> <dt> <dd> </dl>
<hr> <caption> <math> </math> <li id="fn1"> <time datetime="2020-01-01"> <form> </form> text 1 [ ]
"""
_SCRAPS = st.sampled_from(_TAGS.split())
_SPACES = st.sampled_from(["", "", " ", "\n", "\r\n", "\t", "  ", "\f", "\u00a0", "é", "😀"])


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(_SCRAPS, _SPACES), max_size=40))
def test_any_disorder_of_tags_survives_and_its_maps_are_true(
    scraps: list[tuple[str, str]],
) -> None:
    source = "".join(scrap + space for scrap, space in scraps)

    page(source)
    for block in blocks_of_fragment(source, 7).blocks:
        prove_map(block.reader, "." * 7 + source, block.text)


_INLINE = st.recursive(
    st.text("ab é😀.,&;#x1\n\t\r ", max_size=8).map(lambda text: text.replace("&#", "&"))
    | st.sampled_from(
        ["&amp;", "&eacute;", "&#8217;", "&#x1F600;", "&lt;b&gt;", " ", "\r\n", "<!-- x -->"]
    ),
    lambda inner: st.tuples(
        st.sampled_from(["b", "em", "span", "code", "u", 'a href="/x"', 'span title=">"']),
        st.lists(inner, max_size=4).map("".join),
    ).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0].split()[0]}>"),
    max_leaves=8,
)
_BLOCK = st.tuples(
    st.sampled_from(["p", "h2", "h3", "div", "section", "blockquote", "P"]),
    st.lists(_INLINE, max_size=5).map("".join),
)


class _Words(HTMLParser):
    """The standard library's idea of a page's text, block by block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self._text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._end_of_block(tag)

    def handle_endtag(self, tag: str) -> None:
        self._end_of_block(tag)

    def handle_data(self, data: str) -> None:
        self._text += data

    def _end_of_block(self, tag: str) -> None:
        if tag in {"p", "h2", "h3", "div", "section", "blockquote"}:
            text = re.sub(r"[ \t\n\f\r]+", " ", self._text).strip(" ")
            self.blocks += [text] if text else []
            self._text = ""


@settings(max_examples=150, deadline=None)
@given(st.lists(_BLOCK, max_size=5))
def test_the_reader_text_is_what_an_independent_parser_extracts(
    blocks: list[tuple[str, str]],
) -> None:
    source = "".join(f"<{name}>{inner}</{name}>\n" for name, inner in blocks)
    words = _Words()
    words.feed(source)
    words.close()

    assert [block.text for block in page(source).blocks if block.text] == words.blocks


@given(st.text("&#xX;0123456789abcpltgn", max_size=12))
def test_character_references_resolve_as_in_the_standard_library(text: str) -> None:
    blocks = page(f"<p>.{text}.</p>").blocks

    assert blocks[0].text == re.sub(r"[ \t\n\f\r]+", " ", html.unescape(f".{text}."))


# Hostile input: four times as long may take about four times as long

_HOSTILE: dict[str, Callable[[int], str]] = {
    "comments that never end": lambda n: "<!--" * n,
    "nested divisions": lambda n: "<div>" * n,
    "tags that never end": lambda n: "<a " * n,
    "ampersands": lambda n: "&" * n,
    "names without an end": lambda n: "&amp" * n,
    "scripts that never end": lambda n: "<script>x" * n,
    "drawings that never end": lambda n: "<svg><template>" * n,
    "nested lists": lambda n: "<ul><li>x" * n,
    "open emphasis over paragraphs": lambda n: "<b>" * n + "<p>x</p>" * n,
    "open emphasis over line breaks": lambda n: "<b>" * n + "x<br><br>" * n,
    "end tags for nothing": lambda n: "<div>" * n + "</span></section></p>" * n,
    "misnested emphasis": lambda n: "<b><div>" + "<i>" * n + "</b>" * n,
    "nested superscripts": lambda n: "<p>" + '<sup>[<a href="#f">1</a>' * n,
    "nested authors": lambda n: "<p>" + '<span class="author">x' * n,
    "nested hidden spans": lambda n: "<p>" + "x<span hidden>y" * n,
    "nested buttons": lambda n: "<p>" + "x<button>y" * n,
    "nested tables": lambda n: "<table><tr><td>x" * n,
    "nested navigation": lambda n: "<nav>x" * n,
    "attributes": lambda n: "<p " + "a=b c " * n + ">x",
    "quotes that never end": lambda n: "<p a='" * n,
    "spaces": lambda n: "<p>" + " " * n + "x" + " \n" * n + "</p>",
    "spaces in a tag": lambda n: "<p a" + " " * n + "b" * n,
    "titles with separators": lambda n: "<title>" + "a | " * n + "</title><h1>a | a</h1>",
    "deep JSON": lambda n: '<script type="application/ld+json">' + "[" * n + "</script>",
}


@pytest.mark.parametrize("make", _HOSTILE.values(), ids=_HOSTILE.keys())
def test_reading_stays_linear_on(make: Callable[[int], str]) -> None:
    small, large = (min(_seconds(make(size)) for _ in range(2)) for size in (500, 2_000))

    # a quadratic reader takes 16 times as long; the rest is leave for a busy machine
    assert large < 9 * small + 0.02


def _seconds(text: str) -> float:
    source = Source("page.html", b"", text)
    start = time.process_time()
    read(source, "html")
    return time.process_time() - start


@pytest.mark.parametrize(
    "text",
    ["<!--" * 100_000, "<div>" * 50_000, "<a " * 50_000, "&" * 100_000, "<ul><li>x" * 4_000],
    ids=["comments", "divisions", "tags", "ampersands", "lists"],
)
def test_long_hostile_input_is_read_to_its_end(text: str) -> None:
    assert read(Source("page.html", b"", text), "html").format == "html"
