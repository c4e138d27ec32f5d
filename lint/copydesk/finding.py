"""
Hits, findings and the result of one file: what the engine says and every report prints.

A *hit* is what one rule yields, a pure function of document, rule and settings. A *finding* is
a hit that survived arbitration, with its positions worked out. `FileResult` is plain data: it
can be pickled, cached and sent between processes.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple

from copydesk.settings import RuleClass, Severity
from copydesk.span import Position, Span


class Role(Enum):
    """What a further place has to do with its finding."""

    SAME = "same"
    """The same fault once more."""
    TWIN = "twin"
    """The other half of a pair: the copy, the second ending, the contradicting number."""
    SUPPORT = "support"
    """The support that was found."""


class HitPlace(NamedTuple):
    """A further place of a hit, in the source."""

    span: Span
    role: Role = Role.SAME


class Edit(NamedTuple):
    """Replace one source range by a text."""

    span: Span
    text: str


class Fix(NamedTuple):
    """Edits that clear a finding, applied together or not at all."""

    safe: bool
    edits: tuple[Edit, ...]


class Hit(NamedTuple):
    """What one rule found, before arbitration."""

    span: Span
    match: str
    """The reader text of the span; shown in messages and excerpts."""
    block: int = -1
    """Index of its block; -1 when it speaks of the whole document."""
    places: tuple[HitPlace, ...] = ()
    slots: Mapping[str, str] = {}
    """Values for the placeholders of the rule's message besides ``{match}``."""
    severity: Severity | None = None
    """Set by a tier; None means the rule's own."""
    fix: Fix | None = None
    document: bool = False
    """Whether it speaks of the whole article; its span is then the title's."""
    hits: int = 1
    """How many single hits it stands for."""


class Place(NamedTuple):
    """A further place of a finding."""

    start: Position
    end: Position
    role: Role


class Excerpt(NamedTuple):
    """Reader text around a finding, unsanitised; reports pass it through `safe_text`."""

    before: str
    match: str
    after: str


class FixEdit(NamedTuple):
    """One edit with the bytes it replaces in the file as stored."""

    start_byte: int
    end_byte: int
    text: str


class FindingFix(NamedTuple):
    """A finding's fix, in bytes of the file."""

    safe: bool
    edits: tuple[FixEdit, ...]


class Finding(NamedTuple):
    """One thing an editor should look at."""

    id: str
    """Hash of rule, normalised match and ordinal of that pair in the file."""
    rule: str
    """Full id, ``family/name``."""
    rule_class: RuleClass
    group: str
    """Style group that it counts in; "" for other classes."""
    severity: Severity
    message: str
    advice: str
    document: bool
    start: Position
    end: Position
    excerpt: Excerpt
    places: tuple[Place, ...] = ()
    absorbed: tuple[str, ...] = ()
    """Ids of the rules whose hits at the same span it stands for."""
    fix: FindingFix | None = None
    category: str = ""
    """Category of the score that it costs."""
    hits: int = 1

    @property
    def name(self) -> str:
        """The short rule name, unique over the catalogue."""
        return self.rule.rpartition("/")[2]

    @property
    def family(self) -> str:
        return self.rule.partition("/")[0]


class Outcome(Enum):
    """What became of a requested file; there is no third."""

    CHECKED = "checked"
    INCOMPLETE = "incomplete"


class Problem(NamedTuple):
    """Why a file is incomplete, or what a rule could not do on it."""

    code: str
    message: str
    rule: str = ""
    start: Position | None = None


class SupportState(Enum):
    """How a claim is supported; support is never called true."""

    LINKED = "linked"
    NAMED = "named"
    WEAK = "weak"
    NONE = "none"


class Claim(NamedTuple):
    """One checkable claim of the worklist."""

    id: str
    type: str
    """number, date, superlative, source or quotation."""
    start: Position
    end: Position
    text: str
    sentence: str
    """The whole sentence that makes the claim, for the worklist."""
    worth: float
    """How much checking it matters, 0 to 1."""
    state: SupportState
    kind: str
    """Kind of the nearest support, "" for none."""
    support_start: Position | None
    support_end: Position | None
    question: str
    """What to ask about it; may be empty."""


class Suppressed(NamedTuple):
    """A finding that somebody let stand."""

    finding: Finding
    by: str
    """``stet``, ``stet-file`` or ``override``."""
    reason: str


class UnusedSuppression(NamedTuple):
    """A directive that hides nothing."""

    rule: str
    start: Position
    by: str


class Cost(NamedTuple):
    """What one rule costs in one category, in points of that category."""

    rule: str
    points: float


class CategoryScore(NamedTuple):
    """One of the five categories."""

    name: str
    score: int
    weight: int
    costs: tuple[Cost, ...]
    """Dearest first."""


class Cap(NamedTuple):
    """A ceiling that one kind of finding puts on the score."""

    at: int
    finding: str
    """Id of the finding."""
    rule: str
    line: int


class Action(NamedTuple):
    """One edit that clears several findings."""

    do: str
    lines: tuple[int, ...]
    findings: tuple[str, ...]
    """Ids."""
    before: int
    """Score before this action, after the actions listed above it."""
    after: int
    detail: str = ""
    """A second sentence: what the fix takes, where the text belongs."""


class Window(NamedTuple):
    """The worst passage of the article: the paragraphs that cost most, side by side or not."""

    first_line: int
    last_line: int
    score: int
    lines: tuple[int, ...] = ()
    """First lines of its paragraphs."""


class Score(NamedTuple):
    """0 to 100 with its arithmetic, or None with its reason."""

    overall: int | None
    reason: str
    categories: tuple[CategoryScore, ...] = ()
    combined: int = 0
    """The weighted geometric mean of the categories."""
    uncapped: int = 0
    caps: tuple[Cap, ...] = ()
    """Lowest first; empty when none lowers the score."""
    actions: tuple[Action, ...] = ()
    worst_window: Window | None = None
    window_share: float = 0.0
    """Share of the worst passage in the score; the rest is the five categories together."""
    verdict: str = ""
    """NOT READY, NEEDS AN EDIT or READY."""
    band: int = 0
    """Plus or minus, for texts of 150 to 400 words; 0 otherwise."""
    groups_active: int = 0
    """Style groups that agree."""
    groups_total: int = 0
    raw: float = 0.0
    """Before abstention; for measuring, never shown."""


class FileResult(NamedTuple):
    """Everything that is known of one requested file."""

    path: str
    format: str
    encoding: str
    outcome: Outcome
    profile: str
    problems: tuple[Problem, ...] = ()
    words: int = 0
    words_checked: int = 0
    lines: int = 0
    language: str = "en"
    """``en``, or the best guess otherwise."""
    rules_applied: int = 0
    rules_total: int = 0
    score: Score = Score(None, "not checked")
    findings: tuple[Finding, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    unused_suppressions: tuple[UnusedSuppression, ...] = ()
    claims: tuple[Claim, ...] = ()
    notes: tuple[str, ...] = ()
    """Things that were not applied, and why: no date to compare with, deadline not enforced."""


class Gate(NamedTuple):
    """What decides the exit code besides completeness."""

    fail_on: str = "error"
    """error, warning, info or never."""
    min_score: int | None = None
    exit: int = 0
    reasons: tuple[str, ...] = ()


class Run(NamedTuple):
    """Everything a report may print."""

    version: str
    catalogue: str
    """Hash of the rule catalogue."""
    settings_hash: str
    profile: str
    as_of: str
    config: str
    """Configuration file in effect, "" for none."""
    gate: Gate
    files: tuple[FileResult, ...]
    notes: tuple[str, ...] = ()
    """Lines about the run: entries of a walk that were counted, not checked."""
    rules_total: int = 0
