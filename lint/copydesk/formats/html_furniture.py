"""
Which parts of a page are the page's and not the article's.

Regions are recognised by element, role and by the class and id names that template authors
give them. Those are names of HTML, not prose: a name counts only when all its words do, so
``related-posts`` is furniture and ``related-work``, the slug of a heading, is not. A region that
turns out to hold the article is none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from copydesk.formats.html_tokens import Attribute, names

_FURNITURE_ROLES = names(
    "navigation banner contentinfo search complementary dialog alertdialog menu menubar toolbar "
    "doc-toc doc-pagelist"
)
_FURNITURE_ELEMENTS = frozenset({"nav", "form", "select", "button", "dialog", "menu", "search"})

_FURNITURE_WORDS = names(
    "cookie cookies consent gdpr ccpa newsletter newsletters subscribe subscription share sharing "
    "sharedaddy social breadcrumb breadcrumbs sidebar related comments commentlist advert adverts "
    "advertisement advertisements ad ads adsense promo promos promoted sponsored skip skiplink "
    "menu submenu nav navbar navigation navmenu pagination pager modal popup dialog toolbar toc "
    "paywall addtoany disqus"
)
_STRUCTURE_WORDS = names(
    "area articles articlelist aside author bar banner body bottom box button buttons card cards "
    "carousel center col collapse column comment component container content cta desktop dismiss "
    "entries entry fixed floating follow footer form global grid group header heading horizontal "
    "icon icons inline inner input item items jp layer layout left link links list lists main mega "
    "message mobile module news next notice outer overlay page panel part placement post posts "
    "prev primary region respond right root row screen secondary section sidenav signup site slot "
    "sticky stories strip tablet teaser teasers text thread title toggle top unit vertical widget "
    "widgets wp wrap wrapper wrapping"
)
"""Words that may stand beside a furniture word in one name without changing what it says."""
_PAGE_EDGES = frozenset({"footer", "colophon", "masthead", "header"})
_EDGE_COMPANIONS = names("site page global main wrap wrapper container area inner")
_LONGEST_NEUTRAL = 2
"""Prefixes such as ``c-``, ``js-`` and ``o-`` say nothing."""
_ASSISTIVE = frozenset({"sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text"})
_HASHED = re.compile(r"__[A-Za-z0-9]*[0-9][A-Za-z0-9]*$|__[A-Za-z]{5}$")
"""The tail that build tools put on class names."""
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_LEAST_ARTICLE = 600
"""Characters of running text that make a region with most of the page's text the article."""
RUNNING_TEXT = 60
"""Characters from which a block counts as running text; shorter ones are labels and links."""
_MOST_NAMES = 30
"""Class names looked at per element; generated pages have fewer, hostile ones may have more."""

_NEVER_BY_NAME = names("html body main article h1 h2 h3 h4 h5 h6 td th tr code pre")


class Region:
    """
    One part of the page that looks like furniture, with what decides whether it is.

    Attributes:
        outer: Index of the region around it, -1 for none.
        weight: Characters of running text in it.
        slug: Id that alone made it a region inside the article, else "".
        needs_nav: Whether it is furniture only with a navigation inside.
    """

    __slots__ = (
        "articles", "first_heading", "forms", "h1s", "mains", "navs", "needs_nav", "outer", "slug",
        "weight",
    )  # fmt: skip

    def __init__(self, outer: int, *, slug: str = "", needs_nav: bool = False) -> None:
        self.outer = outer
        self.slug = slug
        self.needs_nav = needs_nav
        self.first_heading = ""
        self.weight = 0
        self.mains = 0
        self.h1s = 0
        self.articles = 0
        self.navs = 0
        self.forms = 0

    def absorb(self, inner: Region) -> None:
        """Add what a region inside holds."""
        self.weight += inner.weight
        self.mains += inner.mains
        self.h1s += inner.h1s
        self.articles += inner.articles
        self.navs += inner.navs
        self.forms += inner.forms


def region_of(
    name: str, attributes: Mapping[str, Attribute], outer: int, *, in_article: bool, in_main: bool
) -> Region | None:
    """Return the region that an element opens, None when it is no furniture."""
    role = attributes["role"].value.strip().lower() if "role" in attributes else ""
    if role in _FURNITURE_ROLES or name in _FURNITURE_ELEMENTS:
        return Region(outer)
    if name == "footer" and not in_article:
        return Region(outer)
    if name == "aside" and not (in_article or in_main):
        return Region(outer)
    if is_assistive(attributes):
        return Region(outer)
    if name not in _NEVER_BY_NAME:
        if "class" in attributes and names_furniture(attributes["class"].value):
            return Region(outer)
        if "id" in attributes and names_furniture(attributes["id"].value):
            return Region(outer, slug=attributes["id"].value if in_article or in_main else "")
    if name == "header" and not in_article:
        return Region(outer, needs_nav=True)
    return None


@lru_cache(maxsize=4096)
def names_furniture(listed: str) -> bool:
    """Return whether one of some class or id names says that the element is furniture."""
    return any(_is_furniture(name) for name in listed.split(None, _MOST_NAMES)[:_MOST_NAMES])


def is_assistive(attributes: Mapping[str, Attribute]) -> bool:
    """Return whether an element is a label for screen readers that the page does not show."""
    if "class" not in attributes:
        return False
    return not _ASSISTIVE.isdisjoint(attributes["class"].value.split(None, _MOST_NAMES))


def _is_furniture(name: str) -> bool:
    words = [word.lower() for word in _WORD.findall(_HASHED.sub("", name[:80]))]
    if not words:
        return False
    if any(word in _PAGE_EDGES for word in words):
        rest = [word for word in words if word not in _PAGE_EDGES]
        if rest and all(word in _EDGE_COMPANIONS for word in rest):
            return True
        if words == ["colophon"]:
            return True
    return any(word in _FURNITURE_WORDS for word in words) and all(
        word in _FURNITURE_WORDS or word in _STRUCTURE_WORDS or len(word) <= _LONGEST_NEUTRAL
        for word in words
    )


def furniture(regions: Sequence[Region], page: Region) -> list[bool]:
    """
    Return for every region whether it is furniture, alone or by a region around it.

    Args:
        regions: In the order they open, with what they hold directly.
        page: What stands in no region.
    """
    for region in reversed(regions):
        (regions[region.outer] if region.outer >= 0 else page).absorb(region)
    verdicts: list[bool] = []
    for region in regions:
        inside = region.outer >= 0 and verdicts[region.outer]
        verdicts.append(inside or not _holds_the_article(region, page))
    return verdicts


def _holds_the_article(region: Region, page: Region) -> bool:
    if region.needs_nav and not region.navs:
        return True
    if region.mains or (region.h1s and region.h1s == page.h1s):
        return True
    if region.slug and region.slug == _slug(region.first_heading):
        # a chapter called "Comments" holds prose; comments hold articles and a form to add one
        return not (region.articles or region.forms)
    others = page.h1s > region.h1s or page.articles > region.articles
    return not others and region.weight * 2 > page.weight and region.weight >= _LEAST_ARTICLE


def _slug(heading: str) -> str:
    return _NOT_SLUG.sub("-", heading.lower()).strip("-")
