"""
Stet, the editor's "let it stand": findings that somebody decided to live with, and why.

Three ways, each with its reason: a directive in the article (``stet: RULE | reason``) for one
block, for a range or for the whole file, and an override for some paths in the configuration. A
directive that gives no reason or names no known rule hides nothing and is reported, as is one
that has nothing to hide. What is hidden is counted and shown; a defect goes on costing points.

A finding with places in several blocks loses only the places that a directive covers. Findings
about the whole article answer only to file-wide directives and overrides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

from copydesk.document import Block, BlockKind, Document
from copydesk.finding import Excerpt, Finding, Role, Suppressed, UnusedSuppression
from copydesk.pathglob import any_match, relative_to
from copydesk.places import portion, starts
from copydesk.settings import RuleClass, Settings, Severity
from copydesk.span import LineIndex, Position, Span

__all__ = [
    "Applied",
    "Directive",
    "Directives",
    "Malformed",
    "Override",
    "apply",
    "directives",
    "notices",
    "overrides_for",
]

Resolve = Callable[[str], frozenset[str]]
"""From a selector (id, short name, family, class or group) to rule ids; empty when unknown."""

STET = "stet"
STET_FILE = "stet-file"
OVERRIDE = "override"


class Directive(NamedTuple):
    """One well-formed directive, with what it covers."""

    by: str
    """``stet`` or ``stet-file``."""
    names: tuple[tuple[str, frozenset[str]], ...]
    """The selectors as written, each with its rules; empty for ``off``, which means all."""
    reason: str
    start: Position
    scope: Span | None
    """Source range whose findings it hides; None for the whole file."""


class Malformed(NamedTuple):
    """A directive that hides nothing because it cannot be understood."""

    what: str
    """What is wrong with it and what to write."""
    start: Position
    end: Position


class Directives(NamedTuple):
    """All directives of one article."""

    well_formed: tuple[Directive, ...] = ()
    malformed: tuple[Malformed, ...] = ()


class Override(NamedTuple):
    """Rules that the configuration lets stand in this file."""

    rules: frozenset[str]
    reason: str


class Applied(NamedTuple):
    """Findings, divided into those to report and those let stand."""

    kept: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...]
    """A finding of which only some places were let stand is in both, with its places divided."""
    unused: tuple[UnusedSuppression, ...]


def overrides_for(path: str, settings: Settings, resolve: Resolve) -> tuple[Override, ...]:
    """Return the overrides whose globs fit a path, given relative to the current folder."""
    if not settings.overrides:
        return ()
    relative = relative_to(path, settings.root)
    return tuple(
        Override(frozenset().union(*map(resolve, entry.rules)), entry.reason)
        for entry in settings.overrides
        if any_match(entry.paths, relative)
    )


def directives(document: Document, resolve: Resolve, lines: LineIndex | None = None) -> Directives:
    """Return what the directives of an article say; ``lines`` saves indexing its source again."""
    blocks = document.blocks
    here = [index for index, block in enumerate(blocks) if block.kind is BlockKind.DIRECTIVE]
    if not here:
        return Directives()
    return _Reader(document, resolve, lines or document.line_index()).read(here)


def apply(
    findings: Iterable[Finding],
    directives: Sequence[Directive],
    overrides: Sequence[Override] = (),
) -> Applied:
    """
    Divide findings into those that are reported and those that somebody let stand.

    Near-linear in findings, their places and directives. The finding with a twin is let stand by
    a directive at either half. Order is kept.
    """
    listed = list(findings)
    sources = _Sources(directives, overrides)
    covers = _covers(listed, directives)
    kept: list[Finding] = []
    suppressed: list[Suppressed] = []
    for index, finding in enumerate(listed):
        parts, rest = _divided(finding, covers.get(index, {}), sources.file_wide(finding.rule))
        suppressed.extend(sources.let_stand(part, source) for source, part in parts)
        kept.extend(rest)
    return Applied(tuple(kept), tuple(suppressed), tuple(sources.unused()))


def notices(
    malformed: Iterable[Malformed], unused: Iterable[UnusedSuppression]
) -> tuple[Finding, ...]:
    """Return findings, of severity info and without cost, about directives that hide nothing."""
    found = [_notice("malformed-stet", fault.what, fault.start, fault.end) for fault in malformed]
    for entry in unused:
        what = f"{entry.by}: {entry.rule} hides nothing. Remove it."
        found.append(_notice("unused-stet", what, entry.start, entry.start))
    return tuple(found)


_TWIN = -1
"""Stands for a twin among the indexes of hits."""
_OFF = "off"
_ON = "on"
_COMMENT_MARKS = re.compile(r"^(?:<!--+|\{/\*+|#+|//)|(?:--+>|\*+/\})$")
_DIRECTIVE = re.compile(r"(stet(?:-file)?)\s*:(.*)", re.DOTALL)
_OWN_TEXT = frozenset(
    {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.DESCRIPTION, BlockKind.QUOTE}
    | {BlockKind.TABLE_CELL, BlockKind.CAPTION, BlockKind.REFERENCE, BlockKind.HEADING}
    | {BlockKind.TITLE}
)
"""Blocks that a directive inside them speaks of."""
_ENDS_WITH_DIRECTIVE = frozenset(
    {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.DESCRIPTION, BlockKind.QUOTE}
)
"""Blocks that a directive on the line after them may end."""
_LINE_ENDS = frozenset("\r\n")
# the possessive mark keeps a CRLF from being read as two line ends
_BLANK_LINE = re.compile(r"(?:\r\n?+|\n)[ \t]*(?:\r|\n)")


class _Reader:
    """Reads the directives of one document in one pass over its blocks."""

    def __init__(self, document: Document, resolve: Resolve, lines: LineIndex) -> None:
        self._blocks = document.blocks
        self._source = document.source
        self._resolve = resolve
        self._lines = lines
        self._well_formed: list[Directive] = []
        self._malformed: list[Malformed] = []
        self._switched_off: list[Directive] = []
        """Off, and not on again yet."""
        self._next = self._next_blocks()
        self._owner = self._owners()
        # in HTML, lines mean nothing
        self._ended = {} if document.format == "html" else self._ended_blocks()
        self._group_end = self._group_ends()

    def read(self, here: Iterable[int]) -> Directives:
        for index in here:
            self._read(index)
        end = len(self._source)
        for directive in self._switched_off:
            self._close(directive, end)
        self._well_formed.sort(key=lambda directive: directive.start.offset)
        return Directives(tuple(self._well_formed), tuple(self._malformed))

    def _read(self, index: int) -> None:
        block = self._blocks[index]
        text = block.text or self._source[block.span.start : block.span.end]
        match = _DIRECTIVE.fullmatch(_COMMENT_MARKS.sub("", text.strip()).strip())
        if match is None:
            self._fault(block, "A directive is written 'stet: RULE | reason'.")
            return
        by, (selectors, bar, reason) = match[1], match[2].strip().partition("|")
        selectors, reason = selectors.strip(), reason.strip()
        if by == STET and selectors == _ON and not bar:
            self._switch_on(block)
        elif not selectors:
            self._fault(block, f"Name the rule to let stand: '{by}: RULE | reason'.")
        elif not reason:
            self._fault(
                block, f"Say why: '{by}: {selectors} | reason'. Until then it hides nothing."
            )
        elif by == STET and selectors == _OFF:
            scope = Span(block.span.end, len(self._source))
            self._switched_off.append(Directive(by, (), reason, self._at(block.span.start), scope))
        else:
            self._let_stand(index, by, selectors, reason)

    def _let_stand(self, index: int, by: str, selectors: str, reason: str) -> None:
        block = self._blocks[index]
        names = [name.strip() for name in selectors.split(",")]
        known = [(name, self._resolve(name)) for name in names if name]
        unknown = [name for name, rules in known if not rules]
        if unknown or not known:
            what = f"{by}: no rule '{unknown[0] if unknown else selectors}', so it hides nothing."
            self._fault(block, what)
            return
        scope = None if by == STET_FILE else self._scope(index)
        start = self._at(block.span.start)
        self._well_formed.append(Directive(by, tuple(known), reason, start, scope))

    def _switch_on(self, block: Block) -> None:
        if not self._switched_off:
            self._fault(block, "stet: on ends nothing; no 'stet: off | reason' stands before it.")
        for directive in self._switched_off:
            self._close(directive, block.span.start)
        self._switched_off = []

    def _close(self, directive: Directive, end: int) -> None:
        start = directive.scope.start if directive.scope else end
        self._well_formed.append(directive._replace(scope=Span(start, max(start, end))))

    def _scope(self, index: int) -> Span:
        """Return the range of the directive's own paragraph, or of the next block."""
        for owner in (self._owner.get(index, -1), self._ended.get(index, -1)):
            if owner >= 0:
                return self._blocks[owner].span
        following = self._next[index]
        if following < 0:
            at = self._blocks[index].span.end
            return Span(at, at)
        return self._whole(following, self._blocks[index].group)

    def _whole(self, index: int, group: int) -> Span:
        """Return the range of a block, or of the whole list, table or quote that it opens."""
        block = self._blocks[index]
        if block.group < 0 or block.group == group:
            return block.span
        last = self._blocks[self._group_end[index]]
        return Span(block.span.start, max(block.span.end, last.span.end))

    def _next_blocks(self) -> list[int]:
        """Return, for every block, the next one that a directive can speak of; -1 for none."""
        following, result = -1, [-1] * len(self._blocks)
        for index in range(len(self._blocks) - 1, -1, -1):
            result[index] = following
            block = self._blocks[index]
            if block.kind is not BlockKind.DIRECTIVE and not block.hidden:
                following = index
        return result

    def _group_ends(self) -> list[int]:
        """Return, for every block, the last one in a row that shares its group."""
        result = list(range(len(self._blocks)))
        for index in range(len(self._blocks) - 2, -1, -1):
            if self._blocks[index].group == self._blocks[index + 1].group:
                result[index] = result[index + 1]
        return result

    def _owners(self) -> dict[int, int]:
        """Return the blocks whose text holds a directive, by the directive's index."""
        owners: dict[int, int] = {}
        last = -1
        for index in sorted(range(len(self._blocks)), key=self._inside_out):
            block = self._blocks[index]
            if block.kind in _OWN_TEXT:
                last = index
            elif last >= 0 and self._blocks[last].span.contains(block.span):
                owners[index] = last
        return owners

    def _inside_out(self, index: int) -> tuple[int, bool]:
        block = self._blocks[index]
        return block.span.start, block.kind is BlockKind.DIRECTIVE

    def _ended_blocks(self) -> dict[int, int]:
        """
        Return the paragraphs that directives end from the lines right below them.

        Such directives have a blank line, or nothing, after them; otherwise they belong to what
        follows. Several may stand below each other.
        """
        blocks = self._blocks
        glued = [self._adjacent(index) for index in range(len(blocks))]
        above: dict[int, int] = {}
        for index in range(1, len(blocks)):
            if blocks[index].kind is BlockKind.DIRECTIVE and glued[index - 1]:
                if blocks[index - 1].kind is BlockKind.DIRECTIVE:
                    above[index] = above.get(index - 1, -1)
                elif blocks[index - 1].kind in _ENDS_WITH_DIRECTIVE:
                    above[index] = index - 1
        opens_next = False
        for index in range(len(blocks) - 1, -1, -1):
            if blocks[index].kind is not BlockKind.DIRECTIVE:
                opens_next = True
            else:
                opens_next = opens_next and glued[index]
                if opens_next:
                    above.pop(index, None)
        return above

    def _adjacent(self, index: int) -> bool:
        """Return whether a block is followed by another one without a blank line between."""
        if index + 1 >= len(self._blocks):
            return False
        first, second = self._blocks[index].span, self._blocks[index + 1].span
        # a block's span may or may not hold its own line end
        start = (
            first.end - 1 if self._source[first.end - 1 : first.end] in _LINE_ENDS else first.end
        )
        return not _BLANK_LINE.search(self._source, max(start, 0), max(second.start, start, 0))

    def _fault(self, block: Block, what: str) -> None:
        fault = Malformed(what, self._at(block.span.start), self._at(block.span.end))
        self._malformed.append(fault)

    def _at(self, offset: int) -> Position:
        return self._lines.position(offset)


class _Sources:
    """Who lets findings stand: directives, then overrides, counted through; and which did."""

    def __init__(self, directives: Sequence[Directive], overrides: Sequence[Override]) -> None:
        self._directives = directives
        self._overrides = overrides
        self._file_wide: dict[str, int] = {}
        self._used: dict[int, set[str]] = {}
        for index, directive in enumerate(directives):
            if directive.scope is None:
                for _, rules in directive.names:
                    self._add(rules, index)
        for index, override in enumerate(overrides, len(directives)):
            self._add(override.rules, index)

    def _add(self, rules: Iterable[str], source: int) -> None:
        for rule in rules:
            self._file_wide.setdefault(rule, source)

    def file_wide(self, rule: str) -> int | None:
        """Return the first source that lets a rule stand in the whole file."""
        return self._file_wide.get(rule)

    def let_stand(self, finding: Finding, source: int) -> Suppressed:
        """Return a finding with who lets it stand, and remember that the source was needed."""
        self._used.setdefault(source, set()).add(finding.rule)
        if source < len(self._directives):
            directive = self._directives[source]
            return Suppressed(finding, directive.by, directive.reason)
        return Suppressed(finding, OVERRIDE, self._overrides[source - len(self._directives)].reason)

    def unused(self) -> Iterator[UnusedSuppression]:
        """Yield the selectors of directives that hid nothing."""
        for index, directive in enumerate(self._directives):
            hidden = self._used.get(index, set())
            for name, rules in directive.names or ((_OFF, frozenset(hidden)),):
                if not rules & hidden:
                    yield UnusedSuppression(name, directive.start, directive.by)


def _divided(
    finding: Finding, by_hit: dict[int, int], file_wide: int | None
) -> tuple[list[tuple[int, Finding]], list[Finding]]:
    """Return the parts of a finding that sources let stand, and what is left of it, if anything."""
    whole = by_hit.get(_TWIN) if by_hit else file_wide
    if whole is not None:
        return [(whole, finding)], []
    hits = range(len(starts(finding)))
    taken: dict[int, set[int]] = {}
    for hit in hits:
        source = by_hit.get(hit, file_wide)
        if source is not None:
            taken.setdefault(source, set()).add(hit)
    if not taken:
        return [], [finding]
    parts = [(source, portion(finding, chosen)) for source, chosen in taken.items()]
    rest = set(hits).difference(*taken.values())
    return parts, [portion(finding, rest)] if rest else []


def _covers(
    findings: Sequence[Finding], directives: Sequence[Directive]
) -> dict[int, dict[int, int]]:
    """Return, by finding and hit, the first directive whose range covers it."""
    scoped = [
        (directive.scope.start, directive.scope.end, index)
        for index, directive in enumerate(directives)
        if directive.scope is not None
    ]
    if not scoped:
        return {}
    scoped.sort()
    result: dict[int, dict[int, int]] = {}
    active = _Active(directives)
    following = 0
    for offset, finding, hit in sorted(_points(findings)):
        while following < len(scoped) and scoped[following][0] <= offset:
            active.enter(*scoped[following][1:])
            following += 1
        active.leave(offset)
        source = active.of(findings[finding].rule)
        if source is not None:
            result.setdefault(finding, {})[hit] = source
    return result


def _points(findings: Sequence[Finding]) -> Iterator[tuple[int, int, int]]:
    for index, finding in enumerate(findings):
        if finding.document:
            continue
        for hit, start in enumerate(starts(finding)):
            yield start.offset, index, hit
        for place in finding.places:
            if place.role is Role.TWIN:
                yield place.start.offset, index, _TWIN


class _Active:
    """The directives in whose ranges the sweep stands, by rule."""

    def __init__(self, directives: Sequence[Directive]) -> None:
        self._directives = directives
        self._ends: list[tuple[int, int]] = []
        self._by_rule: dict[str, dict[int, None]] = {}
        self._all: dict[int, None] = {}
        """Those that are for all rules; dicts keep the order of entering."""

    def enter(self, end: int, index: int) -> None:
        heappush(self._ends, (end, index))
        for entered in self._tables(index):
            entered[index] = None

    def leave(self, offset: int) -> None:
        while self._ends and self._ends[0][0] <= offset:
            _, index = heappop(self._ends)
            for left in self._tables(index):
                left.pop(index, None)

    def of(self, rule: str) -> int | None:
        named = next(iter(self._by_rule.get(rule, ())), None)
        return named if named is not None else next(iter(self._all), None)

    def _tables(self, index: int) -> Iterator[dict[int, None]]:
        names = self._directives[index].names
        if not names:
            yield self._all
        for _, rules in names:
            for rule in rules:
                yield self._by_rule.setdefault(rule, {})


def _notice(name: str, what: str, start: Position, end: Position) -> Finding:
    # needed only for articles with directives that hide nothing
    from hashlib import sha256

    rule = f"suppress/{name}"
    digest = sha256(f"{rule}\0{what}\0{start.offset}".encode()).hexdigest()[:12]
    return Finding(
        id=digest,
        rule=rule,
        rule_class=RuleClass.DEFECT,
        group="",
        severity=Severity.INFO,
        message=what,
        advice="",
        document=False,
        start=start,
        end=end,
        excerpt=Excerpt("", "", ""),
    )
