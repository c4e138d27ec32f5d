"""
How the syntax of each site generator is recognised.

Everything here is linear: a pattern stops at what could open a construct of its own kind, braces
are paired once, and an end that is not found is never sought again.
"""

from __future__ import annotations

__all__ = ["scan"]

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from copydesk.formats.template import Template, Use
from copydesk.span import Span

_OPENER = re.compile(
    r"""(?P<shortcode>\{\{[<%])
      | (?P<liquid>\{%)
      | (?P<aside>\{/\*|\{\#\s)
      | (?P<expression>\{\{)
      | (?P<attribute>\{:?[ ]?[#.:a-z])
      | (?P<tag></?[A-Za-z])
      | (?P<bracket>\[/?[a-z])
      | (?P<brace>\{)
    """,
    re.VERBOSE,
)

_LINE = r"\n(?![ \t]*\n)"
_SHORTCODE = re.compile(
    rf"\{{\{{(?:<(?:[^>{{}}\n]|{_LINE}|>(?!\}}\}})|\{{(?!\{{)|\}}(?!\}}))*+>"
    rf"|%(?:[^%{{}}\n]|{_LINE}|%(?!\}}\}})|\{{(?!\{{)|\}}(?!\}}))*+%)\}}\}}"
)
_LIQUID = re.compile(rf"\{{%(?:[^%{{\n]|{_LINE}|%(?!\}})|\{{(?!%))*+%\}}")
_EXPRESSION = re.compile(rf"\{{\{{(?P<body>(?:[^{{}}\n]|{_LINE})*+)\}}\}}")
_GENERATED = re.compile(
    r"""[|("'`]             # a filter, a call or a literal
      | ^-?\s*[.$]\w?       # .Field and $variable of Go templates
      | \w\.\w              # site.title
      | ^- | -$             # trimmed white space
      | ^\s*(?:end|else)\s*$
    """,
    re.VERBOSE,
)
"""What the body of ``{{ }}`` holds when a generator will evaluate it."""
_ATTRIBUTE = re.compile(
    r"\{(?::[ ]?[^{}\n]*+|[ ]?[#.][\w:.-]++(?:[ ]+[#.]?[\w:.-]++(?:=[^{}\s]*+)?)*+[ ]?)\}"
)
_BRACKET = re.compile(
    r"""\[(?P<close>/?)(?P<name>[a-z][\w-]*+)
        (?P<attributes>(?:\s++[\w-]++=(?:"[^"\]]*+"|'[^'\]]*+'|[^\s\[\]"']++))*+)
        \s*+/?\](?![(\[:])""",
    re.VERBOSE,
)
_CORE_BRACKETS = frozenset({"gallery", "caption", "embed", "audio", "video", "playlist"})
"""WordPress shortcodes that need neither attributes nor an end."""
_FORUM_CODES = frozenset({"b", "i", "u", "s", "url", "img", "quote", "code", "color", "size"})
"""Codes of forum software, which no site generator reads: residue, left in the text."""

_TAG_NAME = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][\w.-]*+)")
_TAG_PART = re.compile(
    r"""\s*+(?:(?P<end>/?>)
             | (?P<brace>(?<=[\s"'}])\{)
             | (?<=[\s"'}])(?P<name>[A-Za-z_@][\w:.-]*+)
               (?P<value>\s*+=\s*+(?:"[^"]*+"|'[^']*+'|(?P<open>\{)))?)""",
    re.VERBOSE,
)
_BRACE = re.compile(r"[{}]|\n[ \t]*\n")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")

_ADMONITION = re.compile(r"^[ \t>]*:{3,}[ \t]*(?:[\w\[{.][^\n]*)?$", re.MULTILINE)
_INDENTING = re.compile(
    r"^[ \t]*(?:(?:!!!|\?\?\?\+?)[ \t]+\w[^\n]*|===[!+]?[ \t]+\"[^\n]*)$", re.MULTILINE
)
"""Admonitions and tabs of MkDocs, whose content is indented."""
_CONTENTS = re.compile(
    r"^[ \t>]*(?:\[\[?_?toc_?\]?\]|\{:\s?toc\})[ \t]*$", re.IGNORECASE | re.MULTILINE
)
_IMPORT = re.compile(
    r"""^import[ \t]+(?:[\w*{][^\n'"]*?[ \t}]from[ \t]*)?(?:"[^"\n]+"|'[^'\n]+')[ \t]*;?[ \t]*$""",
    re.MULTILINE,
)
_EXPORT = re.compile(
    r"^export[ \t]+(?:const|let|var|default|function|async|class|\*|\{)[^\n]*"
    r"(?:\n(?![ \t]*\n)[^\n]*)*+",
    re.MULTILINE,
)

_VERBATIM = re.compile(
    r"\{(?:%-?\s*(?P<liquid>highlight|codeblock|comment|mermaid|katex|math)\b"
    r"|\{[<%]\s*(?P<hugo>highlight|mermaid|katex|math|[\w-]{0,20}code[\w-]{0,20})(?=[\s>%]))"
)
_MOST_NAMES = 20
"""Names of verbatim blocks without an end that are still sought; no article has that many."""

_ELEMENT_NAMES = """
a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink
blockquote body br button canvas caption center cite code col colgroup data datalist dd del
details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer form frame
frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li
link main map mark marquee math menu meta meter nav nobr noframes noscript object ol optgroup
option output p param picture plaintext pre progress q rb rp rt rtc ruby s samp script search
section select slot small source span strike strong style sub summary sup svg table tbody td
template textarea tfoot th thead time title tr track tt u ul var video wbr xmp
"""
_ELEMENTS = frozenset(_ELEMENT_NAMES.split())
"""Names that HTML gives a meaning, old ones included."""


def scan(text: str, code: Sequence[Span], *, mdx: bool) -> list[Template]:
    """
    Return the constructs of a text, sorted and without overlap.

    Args:
        text: The source, its lines ending in LF or CRLF.
        code: The sorted spans of code, where none begins or ends.
        mdx: Whether braces hold expressions.
    """
    reading = _Scan(text, code, mdx=mdx)
    return _settle(text, [*reading.lines(), *reading.constructs()])


class _Scan:
    """One pass over one text."""

    def __init__(self, text: str, code: Sequence[Span], *, mdx: bool) -> None:
        self._text = text
        self._code = code
        self._code_starts = [span.start for span in code]
        self._mdx = mdx
        self._closing_brackets = frozenset(re.findall(r"\[/([a-z][\w-]*)\]", text))
        self._closing_tags = frozenset(re.findall(r"</([A-Za-z][\w.-]*)\s*>", text))
        self._braces: dict[int, int] | None = None
        self._exhausted: set[str] = set()

    def lines(self) -> Iterator[Template]:
        """Yield the constructs that are whole lines."""
        patterns = [_ADMONITION, _INDENTING, _CONTENTS, _IMPORT]
        if self._mdx:
            patterns.append(_EXPORT)
        for pattern in patterns:
            for match in pattern.finditer(self._text):
                start = match.end() - len(match.group().lstrip(" \t>"))
                if self._outside_code(start, match.end()):
                    yield Template(Span(start, match.end()), Use.MARKUP)

    def constructs(self) -> Iterator[Template]:
        """Yield the constructs that may stand anywhere."""
        at = 0
        while match := _OPENER.search(self._text, at):
            start = match.start()
            at = start + 1
            found = _HANDLERS[match.lastgroup or ""](self, start)
            if found and self._outside_code(*found.span):
                yield found
                at = found.span.end

    def _outside_code(self, start: int, end: int) -> bool:
        return not (self._in_code(start) or self._in_code(end - 1))

    def _in_code(self, offset: int) -> bool:
        index = bisect_right(self._code_starts, offset) - 1
        return index >= 0 and offset < self._code[index].end

    def shortcode(self, start: int) -> Template | None:
        return self._verbatim(start) or self._markup(_SHORTCODE, start)

    def liquid(self, start: int) -> Template | None:
        return self._verbatim(start) or self._markup(_LIQUID, start)

    def aside(self, start: int) -> Template | None:
        closer = "*/}" if self._text.startswith("{/*", start) else "#}"
        end = self._find(closer, start + 2)
        return Template(Span(start, end), Use.COMMENT) if end else None

    def expression(self, start: int) -> Template | None:
        match = _EXPRESSION.match(self._text, start)
        if match and _GENERATED.search(match["body"]):
            return Template(Span(*match.span()), Use.MARKUP)
        return self.brace(start)

    def attribute(self, start: int) -> Template | None:
        match = _ATTRIBUTE.match(self._text, start)
        if match and self._ends_line(match.end()):
            return Template(Span(*match.span()), Use.ATTRIBUTE)
        return self.brace(start)

    def brace(self, start: int) -> Template | None:
        end = self._closing_brace(start) if self._mdx else 0
        return Template(Span(start, end), Use.MARKUP) if end else None

    def bracket(self, start: int) -> Template | None:
        match = _BRACKET.match(self._text, start)
        if not match or match["name"] in _FORUM_CODES:
            return None
        known = match["name"] in self._closing_brackets or match["name"] in _CORE_BRACKETS
        if not (match["close"] or match["attributes"] or known):
            return None
        return Template(Span(*match.span()), Use.MARKUP)

    def tag(self, start: int) -> Template | None:
        name = _TAG_NAME.match(self._text, start)
        if not name:
            return None
        tag = self._tag(start, name)
        if not tag:
            return None
        word = name["name"]
        html = word.lower() in _ELEMENTS and (word.islower() or word.isupper())
        component = word[0].isupper() and not html
        computed = tag.braces or (self._mdx and component and tag.values)
        real = tag.values or tag.closed or word in self._closing_tags or name["close"]
        if computed or (component and real):
            return Template(tag.span, Use.MARKUP)
        if html or real or "-" in word or "." in word:
            return None
        return Template(tag.span, Use.TEXT)

    def _tag(self, start: int, name: re.Match[str]) -> _Tag | None:
        at, braces, values = name.end(), False, False
        while part := _TAG_PART.match(self._text, at):
            at = part.end()
            if part["end"]:
                if _BLANK_LINE.search(self._text, start, at):
                    return None
                return _Tag(Span(start, at), braces, values, part["end"] == "/>")
            values = values or bool(part["value"])
            if part["brace"] or part["open"]:
                braces = True
                at = self._closing_brace(at - 1)
                if not at:
                    return None
        return None

    def _markup(self, pattern: re.Pattern[str], start: int) -> Template | None:
        match = pattern.match(self._text, start)
        return Template(Span(*match.span()), Use.MARKUP) if match else None

    def _verbatim(self, start: int) -> Template | None:
        match = _VERBATIM.match(self._text, start)
        if not match:
            return None
        if name := match["liquid"]:
            end = self._find_tag(rf"\{{%-?\s*end{name}\s*-?%\}}", match.end())
        else:
            opening = _SHORTCODE.match(self._text, start)
            if not opening or opening.group().endswith(("/>}}", "/%}}")):
                return None
            end = self._find_tag(rf"\{{\{{[<%]\s*/\s*{match['hugo']}\s*[>%]\}}\}}", match.end())
        if not end:
            return None
        return Template(Span(start, end), Use.COMMENT if name == "comment" else Use.CODE)

    def _find(self, closer: str, start: int) -> int:
        """Return the end of the next closer, or 0; one not found is never sought again."""
        if closer in self._exhausted:
            return 0
        at = self._text.find(closer, start)
        if at < 0:
            self._exhausted.add(closer)
            return 0
        return at + len(closer)

    def _find_tag(self, pattern: str, start: int) -> int:
        if pattern in self._exhausted or len(self._exhausted) > _MOST_NAMES:
            return 0
        match = re.compile(pattern).search(self._text, start)
        if not match:
            self._exhausted.add(pattern)
            return 0
        return match.end()

    def _ends_line(self, offset: int) -> bool:
        return _LINE_REST.match(self._text, offset) is not None

    def _closing_brace(self, start: int) -> int:
        """Return the offset after the brace that closes the one at ``start``, or 0."""
        if self._braces is None:
            self._braces = _brace_pairs(self._text)
        return self._braces.get(start, -1) + 1


class _Tag(NamedTuple):
    span: Span
    braces: bool
    values: bool
    closed: bool


_LINE_REST = re.compile(r"[ \t]*+(?:\{[:#.][^{}\n]*\})?[ \t#]*+(?:\r?\n|\Z)")

_HANDLERS: dict[str, Callable[[_Scan, int], Template | None]] = {
    "shortcode": _Scan.shortcode,
    "liquid": _Scan.liquid,
    "aside": _Scan.aside,
    "expression": _Scan.expression,
    "attribute": _Scan.attribute,
    "tag": _Scan.tag,
    "bracket": _Scan.bracket,
    "brace": _Scan.brace,
}


def _brace_pairs(text: str) -> dict[int, int]:
    pairs: dict[int, int] = {}
    open_at: list[int] = []
    for match in _BRACE.finditer(text):
        if match.group() == "{":
            open_at.append(match.start())
        elif match.group() != "}":
            open_at.clear()
        elif open_at:
            pairs[open_at.pop()] = match.start()
    return pairs


def _settle(text: str, found: list[Template]) -> list[Template]:
    """Sort, drop what lies inside another construct, and tell which stand alone."""
    found.sort(key=lambda template: (template.span.start, -template.span.end))
    kept: list[Template] = []
    for template in found:
        if not kept or template.span.start >= kept[-1].span.end:
            kept.append(template)
    return _mark_alone(text, kept)


def _mark_alone(text: str, templates: list[Template]) -> list[Template]:
    """Return the constructs, those marked whose lines hold nothing but constructs."""
    edges = [0, *(edge for item in templates for edge in item.span), len(text)]
    gaps = [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    opens: list[bool] = []
    for item, gap in zip(templates, gaps, strict=False):
        line = gap[gap.rfind("\n") + 1 :]
        starts_line = len(line) < len(gap) or not opens
        blank = not line.strip(" \t>") if starts_line else opens[-1] and not line.strip()
        opens.append(blank and item.use is not Use.TEXT)
    closes: list[bool] = []
    for item, gap in zip(reversed(templates), reversed(gaps), strict=False):
        line, newline, _ = gap.partition("\n")
        ends_line = newline or not closes
        blank = not line.strip() if ends_line else closes[-1] and not line.strip()
        closes.append(blank and item.use is not Use.TEXT)
    alone = zip(opens, reversed(closes), strict=True)
    return [
        item._replace(alone=start and end)
        for item, (start, end) in zip(templates, alone, strict=True)
    ]
