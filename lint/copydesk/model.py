"""
The numbers behind the score, read from a profile.

A profile (``rules/profiles/*.toml``) says what a genre's score weighs, forgives and caps. This
module turns its tables into a frozen `Model`, strictly: an unknown key, a missing one, or weights
that do not add up to 100 are errors. A profile that ``extends`` another one states only what it
changes. `fit` adds what the rule files know: which rules are rates, and how far each is trusted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import Any, NamedTuple, Protocol

from copydesk.errors import RuleError
from copydesk.nearest import suggestion
from copydesk.settings import RuleClass, Severity, Status

__all__ = [
    "CATEGORIES",
    "CapRule",
    "Edit",
    "EditRule",
    "Model",
    "Ruled",
    "concerns",
    "fit",
    "load_model",
    "load_models",
]

CATEGORIES = ("integrity", "evidence", "originality", "style", "readability")
"""In the order they are printed."""
_WHOLE = 100
"""What the weights of all categories add up to."""


class Edit(Enum):
    """How an editor clears findings; each has its own way to find its candidates."""

    DELETE = "delete"
    """Take out blocks that are not the article."""
    SOURCE = "source"
    """Put a source or a date to claims."""
    MERGE = "merge"
    """Keep one of two passages that say the same."""
    REWRITE = "rewrite"
    """Write one passage again."""
    MEND = "mend"
    """Do what one rule advises, wherever it found something."""


class EditRule(NamedTuple):
    """One kind of edit that the report may propose."""

    edit: Edit
    do: str
    """Imperative, with the slots ``{lines}``, ``{what}`` and ``{advice}``."""
    rules: frozenset[str] = frozenset()
    """Ids and families it is for; empty means all."""
    also: frozenset[str] = frozenset()
    """Ids of rules about the whole article that it clears on its way."""
    most: int = 1
    """Passages that one edit takes on."""


class CapRule(NamedTuple):
    """A ceiling of the score, and the findings that lower it there."""

    at: int
    severity: Severity = Severity.INFO
    """At least this."""
    rule_class: RuleClass | None = None
    rules: frozenset[str] = frozenset()
    """Ids and families; empty means all."""
    needs_links: bool = False
    """Whether it holds only in formats that can carry links."""


class Model(NamedTuple):
    """Everything a score depends on besides the article and its findings."""

    profile: str
    about: str
    """What the genre is, one line."""
    weights: Mapping[str, int]
    """By category; they add up to 100."""
    half_lives: Mapping[str, float]
    """Demerits that halve a category's score."""
    demerits: Mapping[Severity, float]
    """Of one hit that is surely right."""
    most_hits: float
    """Hits' worth that one rule costs at most."""
    base_words: int
    """Words whose allowance every rate rule has, however short the stretch."""
    most_gap: float
    """Hits of allowance that the words between two hits may buy."""
    allowance: Mapping[str, float]
    """Hits per 1,000 words that good writers of the genre stay under (P95), by rule id."""
    precision: float
    """Taken for a rule that none was measured for."""
    multipliers: tuple[float, ...]
    """What style costs with one, two, three and more groups that agree, 0 to 1."""
    groups: Mapping[str, str]
    """Style groups by name, with what each one is."""
    passage_words: int
    passage_least: int
    """Words that a shorter paragraph counts for in a passage, lest headings fill it."""
    passage_share: float
    """Weight of the worst passage in the score, 0 to 1."""
    passage_half_life: float
    """What a passage is held to, as a share of the article's half-lives."""
    min_words: int
    """Fewer words have no score."""
    min_checked: float
    """A smaller share of the words read gives no score, 0 to 1."""
    band_words: int
    """Articles with fewer words have a score plus or minus something."""
    widest_band: int
    """Points, at `min_words`."""
    narrowest_band: int
    """Points, at `band_words`."""
    most_warnings: int
    """More of them, and the article needs an edit."""
    min_score: int
    """A score under it, and the article needs an edit."""
    caps: tuple[CapRule, ...]
    edits: tuple[EditRule, ...]
    rates: frozenset[str] = frozenset()
    """Ids of the rules whose hits are weighed against the allowance; all others are events."""
    precisions: Mapping[str, float] = {}
    """Share of right hits by rule id, where it was measured."""
    unscored: frozenset[str] = frozenset()
    """Ids of the rules that cost nothing: those that are not stable."""


class Ruled(Protocol):
    """What the score needs to know of a rule."""

    @property
    def id(self) -> str: ...
    @property
    def counted(self) -> str: ...
    @property
    def precision(self) -> float: ...
    @property
    def status(self) -> Status: ...


def concerns(names: frozenset[str], rule: str) -> bool:
    """Return whether ids and families name a rule; no names name all."""
    return not names or rule in names or rule.partition("/")[0] in names


def fit(model: Model, rules: Iterable[Ruled]) -> Model:
    """Return the model with what the rule files know; only stable rules cost anything."""
    known = list(rules)
    return model._replace(
        rates=frozenset(rule.id for rule in known if rule.counted == "rate"),
        precisions={rule.id: rule.precision for rule in known},
        unscored=frozenset(rule.id for rule in known if rule.status is not Status.STABLE),
    )


def load_models(profiles: Mapping[str, Mapping[str, Any]]) -> dict[str, Model]:
    """
    Return the models of parsed profiles, by name, each after the one that it extends.

    Raises:
        RuleError: As `load_model`; also for an ``extends`` that is unknown or leads in a circle.
    """
    models: dict[str, Model] = {}

    def load(name: str, above: tuple[str, ...]) -> Model:
        where = f"rules/profiles/{name}.toml"
        if name in above:
            raise RuleError("'extends': leads back to this profile.", where=where)
        if name not in models:
            parent = profiles[name].get("extends")
            if parent is not None and parent not in profiles:
                hint = suggestion(str(parent), profiles)
                raise RuleError(f"'extends': no profile '{parent}'.{hint}", where=where)
            base = None if parent is None else load(parent, (*above, name))
            models[name] = load_model(profiles[name], name, base)
        return models[name]

    for name in profiles:
        load(name, ())
    return models


def load_model(data: Mapping[str, Any], name: str, base: Model | None = None) -> Model:
    """
    Return the model that a profile's tables describe.

    Args:
        data: The parsed profile.
        name: Its name, without ``.toml``.
        base: The model it ``extends``; tables and keys it leaves out are taken from there, its
            caps are added, its list of edits replaces the other.

    Raises:
        RuleError: A key is unknown or missing, or a value is of the wrong type or out of range.
    """
    tables = _Tables(data, f"rules/profiles/{name}.toml", base)
    tables.only(data, _KEYS, "")
    weights = tables.numbers("weights", base and base.weights, exact=CATEGORIES)
    if sum(weights.values()) != _WHOLE:
        raise tables.fail("weights", f"they add up to {sum(weights.values()):g}, not {_WHOLE}.")
    severities = {severity.word: severity for severity in reversed(Severity)}
    demerits = tables.numbers(
        "demerits", base and _by_word(base.demerits), exact=("error", "warning", "info")
    )
    return Model(
        profile=name,
        about=tables.text("about"),
        weights={key: int(weights[key]) for key in CATEGORIES},
        half_lives=tables.numbers("half_life", base and base.half_lives, exact=CATEGORIES),
        demerits={severities[word]: points for word, points in demerits.items()},
        allowance=tables.numbers("allowance", base and base.allowance, least=0.0),
        multipliers=tables.shares("corroboration", "multipliers", base and base.multipliers),
        groups=tables.texts("groups", base and base.groups),
        caps=(*(base.caps if base else ()), *tables.rows("cap", _cap)),
        edits=tuple(tables.rows("action", _edit)) or (base.edits if base else ()),
        **{
            field: tables.number(table, key, kind, base and getattr(base, field))
            for field, (table, key, kind) in _SINGLE.items()
        },
    )


_SINGLE: Mapping[str, tuple[str, str, type]] = {
    "most_hits": ("hits", "most", float),
    "base_words": ("rate", "base_words", int),
    "most_gap": ("rate", "most_gap", float),
    "precision": ("precision", "default", float),
    "passage_words": ("passage", "words", int),
    "passage_least": ("passage", "least_words", int),
    "passage_share": ("passage", "share", float),
    "passage_half_life": ("passage", "half_life", float),
    "min_words": ("abstain", "min_words", int),
    "min_checked": ("abstain", "min_checked", float),
    "band_words": ("band", "below_words", int),
    "widest_band": ("band", "widest", int),
    "narrowest_band": ("band", "narrowest", int),
    "most_warnings": ("verdict", "most_warnings", int),
    "min_score": ("verdict", "min_score", int),
}
"""Field of the model to its table, key and type in the profile."""

_OPEN = ("weights", "half_life", "demerits", "allowance", "groups")
"""Tables whose keys are checked where they are read, or are free."""
_KEYS = frozenset(
    {"about", "extends", "corroboration", "cap", "action", *_OPEN}
    | {table for table, _, _ in _SINGLE.values()}
)
_CAP_KEYS = frozenset({"at", "severity", "class", "rules", "needs_links"})
_EDIT_KEYS = frozenset({"edit", "do", "rules", "also", "most"})


class _Tables:
    """One profile's tables, read strictly; errors name the file and the key."""

    def __init__(self, data: Mapping[str, Any], where: str, base: Model | None) -> None:
        self._data = data
        self._where = where
        self._base = base

    def fail(self, key: str, what: str) -> RuleError:
        return RuleError(f"'{key}': {what}", where=self._where)

    def only(self, table: Mapping[str, Any], known: Iterable[str], prefix: str) -> None:
        names = frozenset(known)
        for key in table:
            if key not in names:
                raise self.fail(prefix + key, f"unknown key.{suggestion(key, names)}")

    def table(self, name: str) -> Mapping[str, Any]:
        value = self._data.get(name, {})
        if not isinstance(value, Mapping):
            raise self.fail(name, "must be a table.")
        return value

    def number(self, table: str, key: str, kind: type, inherited: Any) -> Any:
        keys = [other for named, other, _ in _SINGLE.values() if named == table]
        self.only(self.table(table), keys, f"{table}.")
        if key not in self.table(table):
            return self._inherit(f"{table}.{key}", inherited)
        value = self._positive(f"{table}.{key}", self.table(table)[key], 0.0)
        if kind is int and value != int(value):
            raise self.fail(f"{table}.{key}", "must be a whole number.")
        return kind(value)

    def numbers(
        self,
        name: str,
        inherited: Mapping[str, float] | None,
        *,
        exact: Sequence[str] = (),
        least: float | None = None,
    ) -> dict[str, float]:
        table = self.table(name)
        if exact:
            self.only(table, exact, f"{name}.")
        read = {key: self._positive(f"{name}.{key}", value, least) for key, value in table.items()}
        merged = {**(inherited or {}), **read}
        for key in exact:
            if key not in merged:
                raise self.fail(f"{name}.{key}", "missing.")
        return merged

    def shares(
        self, table: str, key: str, inherited: tuple[float, ...] | None
    ) -> tuple[float, ...]:
        self.only(self.table(table), (key,), f"{table}.")
        name = f"{table}.{key}"
        if key not in self.table(table):
            return tuple(self._inherit(name, inherited))
        values = self.table(table)[key]
        if not isinstance(values, list) or not values:
            raise self.fail(name, "must be a list of numbers.")
        read = tuple(self._positive(name, value, 0.0) for value in values)
        if list(read) != sorted(read) or read[-1] > 1:
            raise self.fail(name, "must rise, and stay within 0 and 1.")
        return read

    def text(self, key: str) -> str:
        value = self._data.get(key)
        if not isinstance(value, str) or not value:
            raise self.fail(key, "must be a text.")
        return value

    def texts(self, name: str, inherited: Mapping[str, str] | None) -> dict[str, str]:
        table = self.table(name)
        for key, value in table.items():
            if not isinstance(value, str):
                raise self.fail(f"{name}.{key}", "must be a text.")
        return {**(inherited or {}), **table}

    def rows(self, name: str, read: Any) -> list[Any]:
        rows = self._data.get(name, [])
        if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
            raise self.fail(name, "must be a list of tables.")
        return [read(self, row) for row in rows]

    def names(self, row: Mapping[str, Any], key: str) -> frozenset[str]:
        value = row.get(key, [])
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            raise self.fail(key, "must be a list of rule ids and families.")
        return frozenset(value)

    def choice(self, key: str, value: Any, choices: Mapping[str, Any]) -> Any:
        if value not in choices:
            hint = suggestion(str(value), choices)
            raise self.fail(key, f"'{value}' is none of {', '.join(choices)}.{hint}")
        return choices[value]

    def _positive(self, key: str, value: Any, least: float | None) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.fail(key, "must be a number.")
        # a half-life or weight of nothing would divide by it
        if not value < float("inf") or value < (least or 0.0) or (least is None and value == 0):
            raise self.fail(key, f"{value} is out of range.")
        return float(value)

    def _inherit(self, key: str, inherited: Any) -> Any:
        if self._base is None:
            raise self.fail(key, "missing.")
        return inherited


def _by_word(demerits: Mapping[Severity, float]) -> dict[str, float]:
    return {severity.word: points for severity, points in demerits.items()}


def _cap(tables: _Tables, row: Mapping[str, Any]) -> CapRule:
    tables.only(row, _CAP_KEYS, "cap.")
    at = row.get("at")
    if not isinstance(at, int) or isinstance(at, bool) or not 0 <= at < _WHOLE:
        raise tables.fail("cap.at", "must be a whole number from 0 to 99.")
    severities = {severity.word: severity for severity in Severity if severity}
    classes = {rule_class.value: rule_class for rule_class in RuleClass}
    return CapRule(
        at=at,
        severity=tables.choice("cap.severity", row.get("severity", "info"), severities),
        rule_class=tables.choice("cap.class", row["class"], classes) if "class" in row else None,
        rules=tables.names(row, "rules"),
        needs_links=row.get("needs_links", False) is True,
    )


def _edit(tables: _Tables, row: Mapping[str, Any]) -> EditRule:
    tables.only(row, _EDIT_KEYS, "action.")
    do = row.get("do")
    if not isinstance(do, str) or not do:
        raise tables.fail("action.do", "must be a text.")
    try:
        do.format(lines="", what="", advice="")
    except (KeyError, IndexError, ValueError, AttributeError):
        reason = "knows only the slots {lines}, {what} and {advice}."
        raise tables.fail("action.do", reason) from None
    most = row.get("most", 1)
    if not isinstance(most, int) or isinstance(most, bool) or most < 1:
        raise tables.fail("action.most", "must be a whole number from 1.")
    edits = {edit.value: edit for edit in Edit}
    return EditRule(
        edit=tables.choice("action.edit", row.get("edit"), edits),
        do=do,
        rules=tables.names(row, "rules"),
        also=tables.names(row, "also"),
        most=most,
    )
