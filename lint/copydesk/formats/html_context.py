"""
What an element says about the text inside it: its kind, its place, whether it shows.

A context is passed on from element to element; elements that change nothing share that around
them. What belongs to the page as a whole (regions, ordinals, style sheets) is counted here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from copydesk.document import BlockKind
from copydesk.formats.html_elements import (
    CELLS,
    HEADINGS,
    INSETS,
    ITEMS,
    LAYOUT_SIGNS,
    LISTS,
    PLAIN_REGIONS,
    REGION_ELEMENTS,
    TABLE_PARTS,
)
from copydesk.formats.html_furniture import Region, is_assistive, names_furniture, region_of
from copydesk.formats.html_notes import holds_notes, is_note_id
from copydesk.formats.html_piece import Context, Element, Table
from copydesk.formats.html_style import PAPER, colours, is_hidden, is_invisible
from copydesk.formats.html_tokens import Attribute, Token, names

_INTERESTING = frozenset({"hidden", "style", "class", "id", "role", "color", "bgcolor", "itemprop"})
_COLOURED = frozenset({"style", "bgcolor", "color"})
_CODE_LANGUAGE = re.compile(r"(?:^|\s)(?:language|lang|highlight-source)-(\S+)")
_INTEGER = re.compile(r"[+-]?[0-9]{1,9}")
_AUTHOR_NAMES = frozenset(
    {"author", "p-author", "author-name", "byline-author", "byline__author", "byline-name"}
)


class Contexts:
    """
    Derives the context inside an element from the one around it.

    Args:
        page: Whether the source is a whole page, whose furniture is to be told from the article.

    Attributes:
        regions: What looks like furniture, in the order it opens.
        page: What stands in no region.
        styled: Whether a style sheet has been met; then nobody knows the page's colours.
    """

    def __init__(self, *, page: bool) -> None:
        self.regions: list[Region] = []
        self.page = Region(-1)
        self.styled = False
        self._whole = page
        self._groups = 0

    def region(self, context: Context) -> Region:
        """Return the region that a place stands in, `page` for none."""
        return self.regions[context.region] if context.region >= 0 else self.page

    def block(self, token: Token, around: Context, holder: Element | None) -> Context:
        """
        Return the context inside a block-level element.

        Args:
            token: Its start tag.
            around: The context it stands in.
            holder: The list that holds it, for list items.
        """
        name = token.name
        if around.table is not None and name in LAYOUT_SIGNS:
            around.table.layout = True
        context = around._replace(author=False) if around.author else around
        if name in HEADINGS:
            context = context._replace(kind=BlockKind.HEADING, level=HEADINGS[name])
        elif name in ITEMS:
            context = _item_context(token, context, holder)
        elif name in LISTS or name == "dl":
            context = context._replace(lists=context.lists + 1, group=self._group(), row=-1)
        elif name in TABLE_PARTS:
            context = self._table_context(token, context)
        elif name == "blockquote":
            quote = context.quote + 1
            context = context._replace(quote=quote, group=self._group(), row=-1, number=None)
        elif name == "figcaption":
            context = context._replace(kind=BlockKind.CAPTION, level=0)
        elif name in {"pre", "listing"}:
            context = context._replace(kind=BlockKind.CODE, level=0, label=language_of(token))
        elif name == "article":
            context = context._replace(in_article=True)
        elif name == "main" or token.value("role") == "main":
            context = context._replace(in_main=True)
        if context.quote and context.kind is not BlockKind.CODE:
            context = context._replace(kind=BlockKind.QUOTE, level=context.quote)
        if token.attributes:
            context = self._attribute_context(token, context)
        context = self._region_context(token, context)
        self._weigh(token, around, context)
        return context

    def _table_context(self, token: Token, context: Context) -> Context:
        name, table = token.name, context.table
        if name == "table":
            layout = token.value("role") in {"presentation", "none"}
            table = Table(self._group(), layout=layout)
            return context._replace(table=table, row=-1, number=None)
        if table is None:
            return context
        if name == "thead":
            table.headed = True
        elif name == "tr":
            table.rows += 1
        elif name == "caption":
            return context._replace(kind=BlockKind.CAPTION, level=0, group=table.group)
        elif name in CELLS:
            if table.rows <= 1:
                table.cells += 1
                table.headers += name == "th"
            row = max(0, table.rows - 1)
            kind = BlockKind.TABLE_CELL
            return context._replace(kind=kind, level=0, group=table.group, row=row)
        return context

    def _attribute_context(self, token: Token, context: Context) -> Context:
        attributes = token.attributes
        if not context.hidden and self._hides(token, context):
            context = context._replace(hidden=True)
        if not _COLOURED.isdisjoint(attributes):
            context = context._replace(colours=colours(attributes, context.colours))
        if holds_notes(attributes):
            context = context._replace(notes=True)
        if names_author(attributes):
            context = context._replace(author=True)
        identifier = token.value("id")
        if identifier and (
            token.name in ITEMS
            or is_note_id(identifier)
            or (token.name == "p" and not context.note)
        ):
            context = context._replace(note=identifier)
        return context

    def _hides(self, token: Token, context: Context) -> bool:
        if is_hidden(token.attributes):
            return True
        inside = colours(token.attributes, context.colours)
        if inside == context.colours:
            return False
        if not (inside.background or self.styled):
            inside = inside._replace(background=PAPER)
        return is_invisible(inside)

    def _region_context(self, token: Token, context: Context) -> Context:
        name, attributes = token.name, token.attributes
        if not (name in PLAIN_REGIONS or self._whole):
            return context
        if not (attributes or name in REGION_ELEMENTS):
            return context
        region = region_of(
            name,
            attributes,
            context.region,
            in_article=context.in_article or bool(context.quote),
            in_main=context.in_main,
        )
        return self._enter_region(region, context) if region else context

    def _enter_region(self, region: Region, context: Context) -> Context:
        self.regions.append(region)
        return context._replace(region=len(self.regions) - 1)

    def inline(self, token: Token, around: Context, *, alone: bool) -> Context:
        """
        Return the context inside an inline element.

        Args:
            token: Its start tag.
            around: The context it stands in.
            alone: Whether it stands in no paragraph, heading, item or cell.
        """
        context, attributes = around, token.attributes
        if not context.hidden and self._hides(token, context):
            inside = colours(attributes, context.colours)
            context = context._replace(hidden=True, colours=inside)
        named = (token.value("class"), token.value("id")) if alone and self._whole else ()
        if (
            token.name in INSETS
            or (self._whole and is_assistive(attributes))
            or any(names_furniture(one) for one in named)
        ):
            return self._enter_region(Region(context.region), context)
        return context

    def _weigh(self, token: Token, around: Context, context: Context) -> None:
        """Count what tells a region of furniture from one that holds the article."""
        name = token.name
        if context.hidden:
            return
        if name == "h1":
            self.region(context).h1s += 1
        elif name == "article":
            self.region(around).articles += 1
        elif name == "nav":
            self.region(around).navs += 1
        elif name == "form":
            self.region(around).forms += 1
        if name == "main" or token.value("role") == "main":
            self.region(around).mains += 1

    def _group(self) -> int:
        self._groups += 1
        return self._groups - 1


def is_interesting(token: Token) -> bool:
    """Return whether the attributes of an inline element may change its context."""
    return not _INTERESTING.isdisjoint(token.attributes)


def _item_context(token: Token, context: Context, holder: Element | None) -> Context:
    level = max(1, context.lists)
    context = context._replace(kind=BlockKind.LIST_ITEM, level=level, number=None)
    if holder is None:
        return context._replace(group=-1, row=-1)
    row = holder.items
    holder.items += 1
    number = _number(holder, token) if holder.name == "ol" else None
    return context._replace(group=holder.context.group, row=row, number=number)


def language_of(token: Token) -> str:
    """Return the programming language that a start tag names, "" for none."""
    match = _CODE_LANGUAGE.search(token.value("class"))
    return match[1] if match else token.value("data-lang")


def _number(holder: Element, item: Token) -> int | None:
    """Return the number a browser writes before an item, and count on from it."""
    backwards = "reversed" in holder.token.attributes
    if holder.items == 1 and holder.number is None:
        start = _integer(holder.token.value("start"))
        holder.number = start if start is not None or backwards else 1
    number = _integer(item.value("value"))
    if number is None:
        number = holder.number
    if number is not None:
        holder.number = number + (-1 if backwards else 1)
    return number


def _integer(written: str) -> int | None:
    return int(written) if _INTEGER.fullmatch(written.strip()) else None


def names_author(attributes: Mapping[str, Attribute]) -> bool:
    """Return whether an element says that its text is an author's name."""
    if "itemprop" in attributes and "author" in attributes["itemprop"].value.split():
        return True
    return "class" in attributes and not _AUTHOR_NAMES.isdisjoint(names(attributes["class"].value))
