"""
What the elements of HTML do to the text around them.

Names, not behaviour: which elements break lines, which close others by opening, which mean
something inside a line. After the element index and the parsing section of the standard.
"""

from __future__ import annotations

from copydesk.formats.html_piece import Role
from copydesk.formats.html_tokens import names

VOID = names(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source "
    "track wbr"
)
ROOTS = frozenset({"html", "head", "body"})
"""Elements that change nothing by being open."""
HEADINGS = {f"h{level}": level for level in range(1, 7)}
LISTS = ("ul", "ol", "menu", "dir")
ITEMS = frozenset({"li", "dt", "dd"})
CELLS = frozenset({"td", "th"})

CLOSES_PARAGRAPH = names(
    "address article aside blockquote center details dialog dir div dl dd dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li listing main menu nav ol p pre "
    "search section summary ul"
)
BLOCKS = CLOSES_PARAGRAPH | names(
    "caption col colgroup legend marquee optgroup option table tbody td tfoot th thead tr frameset"
)

OWNERS = names(
    "p h1 h2 h3 h4 h5 h6 li dt dd td th caption figcaption pre listing summary legend option "
    "address"
)
"""Blocks that hold text themselves: the first piece of text in them has their start tag."""

IMPLIED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "li": (("li",), LISTS),
    "dt": (("dt", "dd"), ("dl",)),
    "dd": (("dt", "dd"), ("dl",)),
    "tr": (("tr", "td", "th", "caption"), ("table",)),
    "td": (("td", "th", "caption"), ("table",)),
    "th": (("td", "th", "caption"), ("table",)),
    "thead": (("thead", "tbody", "tfoot", "tr", "td", "th", "caption"), ("table",)),
    "tbody": (("thead", "tbody", "tfoot", "tr", "td", "th", "caption"), ("table",)),
    "tfoot": (("thead", "tbody", "tfoot", "tr", "td", "th", "caption"), ("table",)),
    "option": (("option",), ("select",)),
    "optgroup": (("option", "optgroup"), ("select",)),
}
"""By opening, an element closes those of the first names that no element of the second holds."""

TABLE_PARTS = frozenset({"table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"})
SCOPES = frozenset({"table", "caption", "td", "th"})
"""End tags inside these close nothing outside them."""

ROLES = {
    "a": Role.LINK,
    "b": Role.STRONG,
    "strong": Role.STRONG,
    "i": Role.STRESS,
    "em": Role.STRESS,
    "code": Role.CODE,
    "kbd": Role.CODE,
    "samp": Role.CODE,
    "tt": Role.CODE,
    "q": Role.QUOTATION,
    "math": Role.MATH,
    "sup": Role.SUPERSCRIPT,
}
MUST_CLOSE = frozenset({"a", "b", "strong", "i", "em", "code", "span"})
"""Inline elements that ought to be closed in the block that opens them."""
LAYOUT_SIGNS = frozenset({"table", "section", "article", "main", *HEADINGS})
"""Elements that no table of data holds."""
INSETS = frozenset({"button", "select"})
"""Elements of a line whose text is none of the line's."""
REGION_ELEMENTS = frozenset({"nav", "form", "footer", "header", "aside", "dialog", "search"})
"""Elements that may be furniture without any attribute."""
PLAIN_REGIONS = frozenset({"nav", "form", "dialog", "search", "button", "select"})
"""Elements that are furniture in a fragment of a page as well."""
