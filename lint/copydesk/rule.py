"""
What a rule is, once its file has been read and its profile applied.

`rulefile` builds rules; everything else only reads them. The keys that all kinds share are fields
here; a kind's own keys are in ``options``, already checked against the kind's schema.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, NamedTuple

from copydesk.document import BlockKind, MaskKind
from copydesk.pattern import Pattern
from copydesk.settings import RuleClass, Severity, Status


class Scope(Enum):
    """The unit that ``^``, ``$`` and a hit belong to."""

    SENTENCE = "sentence"
    BLOCK = "block"
    DOCUMENT = "document"
    CORPUS = "corpus"


class Edge(Enum):
    """Where in the article a rule looks."""

    START = "start"
    END = "end"
    TITLE = "title"
    LAST_BLOCK = "last-block"


class At(NamedTuple):
    """A rule's position: within so many body blocks, or such a share of them, of an edge."""

    edge: Edge
    blocks: int = 1
    share: float = 0.0


class Floor(NamedTuple):
    """The least that must be found before a rule speaks; counted over raw hits."""

    hits: int = 1
    per_1000_words: float = 0.0
    distinct: int = 1
    """Different matched texts."""


class Tier(NamedTuple):
    """A severity that holds from so many hits on."""

    hits: int
    severity: Severity


class Need(NamedTuple):
    """A kind of support that clears a claim."""

    kind: str
    strong: bool


class Window(Enum):
    """How far from a claim its support may stand."""

    SENTENCE = "sentence"
    NEIGHBOURS = "neighbours"
    PARAGRAPH = "paragraph"


class FixSpec(NamedTuple):
    """A fix that a rule file declares."""

    delete: str = ""
    """``block`` or ``match``; "" when ``replace`` is meant."""
    replace: str | None = None
    safe: bool = False


class Example(NamedTuple):
    """A ``[[bad]]`` or ``[[good]]`` of a rule file; each is a test."""

    text: str
    match: str = ""
    note: str = ""
    format: str = "markdown"
    profile: str = ""
    places: int = 0
    """Further places the finding must have; 0 means not asked."""
    fixed: str | None = None
    as_of: str = ""
    path: str = ""


class Citation(NamedTuple):
    """Where a rule's evidence comes from."""

    claim: str
    where: str


class Rule(NamedTuple):
    """One rule, ready to run."""

    id: str
    title: str
    """What it looks for, in words."""
    kind: str
    rule_class: RuleClass
    severity: Severity
    status: Status
    scope: Scope
    kinds: frozenset[BlockKind]
    """Block kinds it looks into."""
    message: str
    advice: str
    why: str
    category: str
    patterns: tuple[Pattern, ...] = ()
    excepts: tuple[Pattern, ...] = ()
    """A hit that overlaps a match of one of these in its unit is none."""
    reader_view: bool = False
    """Whether patterns see reader text (case kept) rather than the match view."""
    inside: frozenset[MaskKind] = frozenset()
    """Masks it may enter."""
    at: At | None = None
    together: bool = False
    """Whether all hits make one finding with places."""
    group: str = ""
    counted: str = "event"
    """``rate`` (per 1,000 words) or ``event``: how the score counts it."""
    floor: Floor = Floor()
    tiers: tuple[Tier, ...] = ()
    unless: tuple[Need, ...] = ()
    within: Window = Window.PARAGRAPH
    max_block_words: int = 0
    """Blocks with more words are not looked at; 0 means no limit."""
    min_words: int = 0
    """Articles with fewer words are not looked at."""
    min_blocks: int = 0
    formats: frozenset[str] = frozenset()
    """Empty means all."""
    english: bool = True
    """Whether it holds for English text only."""
    beats: frozenset[str] = frozenset()
    lists: tuple[str, ...] = ()
    options: Mapping[str, Any] = {}
    fix: FixSpec | None = None
    check: str = ""
    """Name of the coded check; kind ``code`` only."""
    precision: float = 1.0
    """Measured share of right hits; 1 until it is measured."""
    bad: tuple[Example, ...] = ()
    good: tuple[Example, ...] = ()
    sources: tuple[Citation, ...] = ()
    confirmed: str = ""
    expires: str = ""
    successor: str = ""

    @property
    def name(self) -> str:
        """The short name, unique over the catalogue."""
        return self.id.rpartition("/")[2]

    @property
    def family(self) -> str:
        return self.id.partition("/")[0]
