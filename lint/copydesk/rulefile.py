"""
The rule catalogue: strict loading of ``rules/`` into rules, word lists and profiles.

Every file is checked against its schema: an unknown key is an error that names file, key and the
nearest known one, so that no typo turns into silence. A profile's table in a rule file may set
any key of the rule but those that say what it is.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from copydesk import __version__, compiled
from copydesk.checks import load as load_check
from copydesk.document import PROSE, BlockKind, MaskKind
from copydesk.errors import RuleError
from copydesk.kinds import KINDS
from copydesk.kinds.build import Build
from copydesk.lexicon import Lexicon, WordList, read_list
from copydesk.model import Model, fit, load_models
from copydesk.nearest import suggestion
from copydesk.pattern import Pattern, parse, restored
from copydesk.rule import (
    At,
    Citation,
    Edge,
    Example,
    FixSpec,
    Floor,
    Need,
    Rule,
    Scope,
    Tier,
    Window,
)
from copydesk.settings import PROFILES, RuleClass, Severity, Status
from copydesk.support import KINDS as SUPPORT_KINDS
from copydesk.support import support_patterns

Raw = Mapping[str, Any]

FAMILIES: Mapping[str, str] = {
    "residue": "integrity",
    "leakage": "integrity",
    "placeholder": "integrity",
    "safety": "integrity",
    "consistency": "integrity",
    "typography": "readability",
    "repetition": "originality",
    "claims": "evidence",
    "citations": "evidence",
    "structure": "style",
    "vocabulary": "style",
    "syntax": "style",
    "filler": "style",
    "formatting": "style",
    "readability": "readability",
    "metadata": "readability",
    "grammar": "readability",
}
"""Family to the category of the score that its findings cost, unless a rule says otherwise."""

CATEGORIES = ("integrity", "evidence", "originality", "style", "readability")

_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "name": str,
    "kind": str,
    "class": str,
    "severity": str,
    "status": str,
    "scope": str,
    "in": list,
    "message": str,
    "advice": str,
    "why": str,
    "category": str,
    "patterns": list,
    "except": list,
    "view": str,
    "case": bool,
    "inside": list,
    "at": dict,
    "formats": list,
    "language": str,
    "min_words": int,
    "min_blocks": int,
    "max_block_words": int,
    "report": str,
    "floor": dict,
    "tier": list,
    "group": str,
    "count": str,
    "lists": list,
    "beats": list,
    "unless": list,
    "within": str,
    "fix": dict,
    "confirmed": str,
    "expires": str,
    "successor": str,
    "profile": dict,
    "bad": list,
    "good": list,
    "sources": list,
}
_REQUIRED = ("name", "kind", "class", "severity", "message", "advice", "why")
_FIXED = frozenset(
    {"name", "kind", "class", "status", "profile", "bad", "good", "sources", "successor"}
)
"""Keys that say what a rule is; a profile may not change them."""
_EXAMPLE_KEYS = frozenset(Example._fields)
_MIN_BAD, _MIN_GOOD = 2, 3
_MAX_MESSAGE, _MAX_ADVICE = 120, 60
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


class Catalogue:
    """
    All rules, word lists and profiles of one folder.

    Attributes:
        rules: Rules of the profile ``general`` by id, sorted by id.
        lexicon: The word lists.
        support: Patterns by which support is found.
        claims: Patterns by which checkable claims are found.
        hash: Short hash of all files.
    """

    def __init__(
        self,
        raw: Mapping[str, Raw],
        lexicon: Lexicon,
        profiles: Mapping[str, Raw],
        support: tuple[tuple[str, bool, Pattern], ...],
        claims: tuple[tuple[str, Pattern], ...],
        digest: str,
        store: _Store,
    ) -> None:
        self._raw = raw
        self._store = store
        self._by_profile: dict[str, tuple[Rule, ...]] = {}
        self.lexicon = lexicon
        self._models = load_models(profiles)
        self._fitted: dict[str, Model] = {}
        self.support = support
        self.claims = claims
        self.hash = digest
        self.rules: Mapping[str, Rule] = {rule.id: rule for rule in self.for_profile("general")}

    def for_profile(self, profile: str) -> tuple[Rule, ...]:
        """Return the rules as one profile has them, sorted by id."""
        known = self._by_profile.get(profile)
        if known is None:
            known = tuple(
                _rule(rule_id, _patched(raw, profile, rule_id), self.lexicon, self._store)
                if profile in raw.get("profile", {}) or profile == "general"
                else self.rules[rule_id]
                for rule_id, raw in self._raw.items()
            )
            self._by_profile[profile] = known
        return known

    def model(self, profile: str) -> Model:
        """Return the numbers behind a profile's score."""
        known = self._fitted.get(profile)
        if known is None:
            known = self._fitted[profile] = fit(self._models[profile], self.for_profile(profile))
        return known

    def matching(self, selector: str) -> frozenset[str]:
        """
        Return the ids that a selector names: an id, a short name, a family, a class or a group.

        Raises:
            RuleError: CF02, if nothing has that name.
        """
        found = frozenset(
            rule.id
            for rule in self.rules.values()
            if selector in {rule.id, rule.name, rule.family, rule.rule_class.value, rule.group}
        )
        if not selector or not found:
            names = {rule.id for rule in self.rules.values()} | set(FAMILIES)
            hint = suggestion(selector, names | {name.partition("/")[2] for name in names})
            raise RuleError(f"no rule '{selector}'.{hint}", code="CF02")
        return found


def rules_folder() -> str:
    """Return the folder of the catalogue: inside an installed package, else in the checkout."""
    package = os.path.dirname(os.path.abspath(__file__))
    installed = os.path.join(package, "rules")
    return installed if os.path.isdir(installed) else os.path.join(package, "..", "..", "rules")


def load_catalogue(folder: str | os.PathLike[str] | None = None, *, cache: str = "") -> Catalogue:
    """
    Return the catalogue of a folder; the project's own without one.

    Args:
        folder: Holds the families, ``lists`` and ``profiles``.
        cache: Folder in which the compiled catalogue is kept between runs; "" keeps nothing.

    Raises:
        RuleError: If any file breaks its schema.
    """
    root = os.fspath(folder) if folder is not None else rules_folder()
    contents = {path: _content(root, path) for path in sorted(_toml_files(root))}
    digest = _digest(contents)
    kept = compiled.load(cache, digest) if cache else None
    store = _Store(kept)
    files = kept.files if kept else {path: _parsed(path, contents[path]) for path in contents}
    catalogue = _assembled(files, store, digest[:_SHORT_HASH])
    if cache and kept is None:
        for profile in PROFILES:
            catalogue.for_profile(profile)
        compiled.save(cache, digest, compiled.Stored(files, store.stored()))
    return catalogue


_SHORT_HASH = 12
"""Hexadecimal digits of the catalogue's hash that reports show."""


class _Store:
    """Patterns by source: parsed once, or taken from a compiled catalogue."""

    def __init__(self, kept: compiled.Stored | None) -> None:
        self._kept = kept.patterns if kept else {}
        self._made: dict[tuple[str, bool], Pattern] = {}
        self.is_trusted = kept is not None
        """Whether all files have been checked before."""

    def parse(
        self, source: str, lists: Callable[[str], Any], *, where: str, case: bool = False
    ) -> Pattern:
        known = self._made.get((source, case))
        if known is None:
            kept = self._kept.get((source, case))
            if kept is not None:
                known = restored(source, kept, case=case)
            else:
                known = parse(source, lists, where=where, case=case)
            self._made[source, case] = known
        return known

    def stored(self) -> dict[tuple[str, bool], compiled.StoredPattern]:
        return {key: pattern.stored() for key, pattern in self._made.items()}


def _assembled(files: Mapping[str, Raw], store: _Store, digest: str) -> Catalogue:
    lexicon = _lexicon(files)
    profiles = {
        path[len("profiles/") : -len(".toml")]: data
        for path, data in files.items()
        if path.startswith("profiles/")
    }
    raw = {
        path[: -len(".toml")]: data
        for path, data in files.items()
        if "/" in path and not path.startswith(("lists/", "profiles/"))
    }
    _check_names(raw)
    support, claims = _support(lexicon, store), _claims(lexicon, store)
    catalogue = Catalogue(raw, lexicon, profiles, support, claims, digest, store)
    if not store.is_trusted:
        _check_references(catalogue)
    return catalogue


def _toml_files(root: str) -> Iterator[str]:
    for family in sorted(os.listdir(root)):
        folder = os.path.join(root, family)
        if os.path.isdir(folder):
            for name in os.listdir(folder):
                if name.endswith(".toml"):
                    yield f"{family}/{name}"


def _content(root: str, path: str) -> bytes:
    with open(os.path.join(root, path), "rb") as file:
        return file.read()


def _digest(contents: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256(__version__.encode())
    for path, content in contents.items():
        digest.update(path.encode() + b"\0" + content + b"\0")
    return digest.hexdigest()


def _parsed(path: str, content: bytes) -> Raw:
    # only where no compiled catalogue is kept
    import tomllib

    try:
        return tomllib.loads(content.decode("utf-8").replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleError(f"{error}.", where=f"rules/{path}") from None


def _lexicon(files: Mapping[str, Raw]) -> Lexicon:
    lists: dict[str, WordList] = {}
    for path, data in files.items():
        if path.startswith("lists/") and path != "lists/abbreviations.toml":
            name = path[len("lists/") : -len(".toml")]
            lists[name] = read_list(name, data, where=f"rules/{path}")
    return Lexicon(lists, files.get("lists/abbreviations.toml", {}))


def _support(lexicon: Lexicon, store: _Store) -> tuple[tuple[str, bool, Pattern], ...]:
    if "support" not in lexicon:
        return ()
    where = "rules/lists/support.toml"
    return support_patterns(
        lexicon.list("support").patterns.items(),
        partial(store.parse, lists=lexicon.words, where=where),
    )


def _claims(lexicon: Lexicon, store: _Store) -> tuple[tuple[str, Pattern], ...]:
    if "claims" not in lexicon:
        return ()
    make = partial(store.parse, lists=lexicon.words, where="rules/lists/claims.toml")
    return tuple(
        (type_, make(source))
        for type_, sources in lexicon.list("claims").patterns.items()
        for source in sources
    )


def _check_names(raw: Mapping[str, Raw]) -> None:
    seen: dict[str, str] = {}
    for rule_id in raw:
        family, _, name = rule_id.partition("/")
        if family not in FAMILIES:
            hint = suggestion(family, FAMILIES)
            raise RuleError(f"no family '{family}'.{hint}", where=f"rules/{rule_id}.toml")
        if name in seen:
            raise RuleError(f"the name is taken by {seen[name]}.", where=f"rules/{rule_id}.toml")
        seen[name] = rule_id


def _check_references(catalogue: Catalogue) -> None:
    for rule in catalogue.rules.values():
        for other in sorted(rule.beats):
            if other not in catalogue.rules:
                hint = suggestion(other, catalogue.rules)
                raise RuleError(f"'beats': no rule '{other}'.{hint}", where=_where(rule.id))


def _where(rule_id: str) -> str:
    return f"rules/{rule_id}.toml"


def _patched(raw: Raw, profile: str, rule_id: str) -> Raw:
    tables = raw.get("profile", {})
    where = _where(rule_id)
    for name, table in tables.items():
        if name not in PROFILES:
            hint = suggestion(name, PROFILES)
            raise RuleError(f"'profile.{name}': no such profile.{hint}", where=where)
        fixed = _FIXED & set(table)
        if fixed:
            raise RuleError(f"a profile may not set '{sorted(fixed)[0]}'.", where=where)
    patch = tables.get(profile, {})
    merged = {**raw, **patch}
    if "options" in patch and "options" in raw:
        merged["options"] = {**raw["options"], **patch["options"]}
    return merged


def build_rule(rule_id: str, raw: Raw, lexicon: Lexicon) -> Rule:
    """
    Return the rule that a parsed rule file describes, as the profile ``general`` has it.

    Raises:
        RuleError: If the file breaks the schema.
    """
    return _rule(rule_id, _patched(raw, "general", rule_id), lexicon, _Store(None))


def _rule(rule_id: str, raw: Raw, lexicon: Lexicon, store: _Store) -> Rule:
    file = _RuleFile(_where(rule_id), raw)
    kind_name = file.text("kind")
    if kind_name not in KINDS:
        raise file.fail(f"no kind '{kind_name}'.{suggestion(kind_name, KINDS)}")
    kind = KINDS[kind_name]
    if not store.is_trusted:
        file.check_keys(kind.keys)
    reader_view = file.flag("case") or file.get("view", "match") == "reader"
    lists = _word_lists(lexicon, file)
    make = partial(store.parse, lists=lists, where=file.where, case=reader_view)
    patterns = tuple(map(make, file.strings("patterns")))
    name = rule_id.partition("/")[2]
    build = Build(file.where, name, make, bool(patterns), "floor" in raw)
    options = kind.build({key: raw[key] for key in kind.keys if key in raw}, build)
    rule_class = file.member(RuleClass, "class")
    rule = Rule(
        id=rule_id,
        title=file.text("name"),
        kind=kind_name,
        rule_class=rule_class,
        severity=file.severity("severity"),
        status=file.member(Status, "status", Status.PREVIEW),
        scope=file.member(Scope, "scope", Scope.BLOCK),
        kinds=frozenset(file.members(BlockKind, "in")) or PROSE,
        message=file.text("message"),
        advice=file.text("advice"),
        why=file.text("why").strip(),
        category=file.get("category", FAMILIES[rule_id.partition("/")[0]]),
        patterns=patterns,
        excepts=tuple(map(make, file.strings("except"))),
        reader_view=reader_view,
        inside=frozenset(file.members(MaskKind, "inside")),
        at=file.at(),
        together=file.get("report", _usual_report(rule_class, kind_name)) == "together",
        group=file.get("group", ""),
        counted=file.get("count", "rate" if rule_class is RuleClass.STYLE else "event"),
        floor=file.floor(),
        tiers=file.tiers(),
        unless=file.needs(),
        within=file.member(Window, "within", Window.PARAGRAPH),
        max_block_words=file.get("max_block_words", 0),
        min_words=file.get("min_words", 0),
        min_blocks=file.get("min_blocks", 0),
        formats=frozenset(file.strings("formats")),
        english=file.get("language", "en") != "any",
        beats=frozenset(file.strings("beats")),
        lists=file.strings("lists"),
        options=options,
        fix=file.fix(),
        check=raw.get("check", name) if kind_name == "code" else "",
        bad=file.examples("bad"),
        good=file.examples("good"),
        sources=file.sources(),
        confirmed=file.get("confirmed", ""),
        expires=file.get("expires", ""),
        successor=file.get("successor", ""),
    )
    if not store.is_trusted:
        slots = load_check(rule.check).SLOTS if rule.check else kind.slots
        _check_rule(rule, file, slots)
    return rule


def _usual_report(rule_class: RuleClass, kind: str) -> str:
    return "together" if rule_class is RuleClass.STYLE or kind == "density" else "each"


def _word_lists(lexicon: Lexicon, file: _RuleFile) -> Callable[[str], tuple[str, ...]]:
    def words(name: str) -> tuple[str, ...]:
        if name.partition(".")[0] not in file.strings("lists"):
            raise file.fail(
                f"the pattern uses the word list '{name}', which 'lists' does not name."
            )
        return lexicon.words(name)

    for name in file.strings("lists"):
        if name not in lexicon:
            hint = suggestion(name, (known.name for known in lexicon))
            raise file.fail(f"'lists': no word list '{name}'.{hint}")
    return words


def _check_rule(rule: Rule, file: _RuleFile, slots: frozenset[str]) -> None:
    if rule.severity is Severity.ERROR and rule.rule_class is not RuleClass.DEFECT:
        raise file.fail("only rules of class 'defect' may be errors.")
    if any(tier.severity is Severity.ERROR for tier in rule.tiers) and (
        rule.rule_class is not RuleClass.DEFECT
    ):
        raise file.fail("'tier': only rules of class 'defect' may be errors.")
    if rule.rule_class is RuleClass.STYLE and not rule.group:
        raise file.fail("a rule of class 'style' needs the 'group' it counts in.")
    if rule.category not in CATEGORIES:
        raise file.fail(f"'category': no category '{rule.category}'.")
    if rule.counted not in {"rate", "event"}:
        raise file.fail("'count' is 'rate' or 'event'.")
    for placeholder in _PLACEHOLDER.findall(rule.message):
        if placeholder not in slots | {"match", "count", "rate"}:
            raise file.fail(f"'message': nothing fills {{{placeholder}}}.")
    if len(rule.message) > _MAX_MESSAGE:
        raise file.fail(f"'message' is longer than {_MAX_MESSAGE} characters.")
    if len(rule.advice) > _MAX_ADVICE:
        raise file.fail(f"'advice' is longer than {_MAX_ADVICE} characters.")
    if len(rule.bad) < _MIN_BAD or len(rule.good) < _MIN_GOOD:
        raise file.fail(f"a rule needs at least {_MIN_BAD} 'bad' and {_MIN_GOOD} 'good' examples.")
    if rule.status is Status.DEPRECATED and not rule.successor:
        raise file.fail("a deprecated rule names its 'successor'.")


class _RuleFile:
    """One parsed rule file, read key by key with errors that name the file and the key."""

    def __init__(self, where: str, raw: Raw) -> None:
        self.where = where
        self._raw = raw

    def fail(self, reason: str) -> RuleError:
        return RuleError(reason, where=self.where)

    def check_keys(self, own: Mapping[str, type]) -> None:
        known: dict[str, type | tuple[type, ...]] = {**_TYPES, **own}
        for key, value in self._raw.items():
            if key not in known:
                raise self.fail(f"unknown key '{key}'.{suggestion(key, known)}")
            wanted = known[key]
            fits = isinstance(value, wanted) or (wanted is float and isinstance(value, int))
            if not fits or (isinstance(value, bool) and wanted is not bool):
                raise self.fail(f"'{key}' must be {_spoken(wanted)}.")
        for key in _REQUIRED:
            if key not in self._raw:
                raise self.fail(f"the key '{key}' is missing.")

    def get(self, key: str, default: Any) -> Any:
        return self._raw.get(key, default)

    def flag(self, key: str) -> bool:
        return bool(self._raw.get(key, False))

    def text(self, key: str) -> str:
        value = self._raw.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.fail(f"the key '{key}' is missing or empty.")
        return value

    def strings(self, key: str) -> tuple[str, ...]:
        value = self._raw.get(key, [])
        if not all(isinstance(entry, str) for entry in value):
            raise self.fail(f"'{key}' must be a list of strings.")
        return tuple(value)

    def member(self, kind: Any, key: str, default: Any = None) -> Any:
        if key not in self._raw and default is not None:
            return default
        return self._member(kind, key, self.text(key))

    def members(self, kind: Any, key: str) -> Iterator[Any]:
        return (self._member(kind, key, value) for value in self.strings(key))

    def _member(self, kind: Any, key: str, value: str) -> Any:
        try:
            return kind(value)
        except ValueError:
            known = [member.value for member in kind]
            hint = suggestion(value, known) or f" Known: {', '.join(known)}."
            raise self.fail(f"'{key}': no '{value}'.{hint}") from None

    def severity(self, key: str) -> Severity:
        return self._severity(key, self.text(key))

    def _severity(self, key: str, value: str) -> Severity:
        words = {severity.word: severity for severity in Severity}
        if value not in words:
            raise self.fail(f"'{key}': no severity '{value}' (error, warning, info, off).")
        return words[value]

    def table(self, key: str, known: frozenset[str]) -> Raw | None:
        table: Raw | None = self._raw.get(key)
        for name in table or ():
            if name not in known:
                raise self.fail(f"unknown key '{key}.{name}'.{suggestion(name, known)}")
        return table

    def at(self) -> At | None:
        table = self.table("at", frozenset({"edge", "blocks", "share"}))
        if table is None:
            return None
        edge = self._member(Edge, "at.edge", table.get("edge", ""))
        return At(edge, int(table.get("blocks", 1)), float(table.get("share", 0.0)))

    def floor(self) -> Floor:
        table = self.table("floor", frozenset(Floor._fields)) or {}
        return Floor(**table)

    def tiers(self) -> tuple[Tier, ...]:
        tiers = []
        for table in self._raw.get("tier", []):
            if set(table) != {"hits", "severity"}:
                raise self.fail("a 'tier' has 'hits' and 'severity'.")
            tiers.append(Tier(int(table["hits"]), self._severity("tier", table["severity"])))
        return tuple(sorted(tiers))

    def needs(self) -> tuple[Need, ...]:
        needs = []
        for entry in self.strings("unless"):
            kind, _, strength = entry.partition(":")
            if kind not in SUPPORT_KINDS or strength not in {"", "strong"}:
                raise self.fail(f"'unless': no support '{entry}'.{suggestion(kind, SUPPORT_KINDS)}")
            needs.append(Need(kind, bool(strength)))
        return tuple(needs)

    def fix(self) -> FixSpec | None:
        table = self.table("fix", frozenset(FixSpec._fields))
        if table is None:
            return None
        spec = FixSpec(**table)
        if spec.delete not in {"", "block", "match"}:
            raise self.fail("'fix.delete' is 'block' or 'match'.")
        return spec

    def examples(self, key: str) -> tuple[Example, ...]:
        made = []
        for table in self._raw.get(key, []):
            unknown = set(table) - _EXAMPLE_KEYS
            if unknown:
                name = sorted(unknown)[0]
                raise self.fail(f"unknown key '{key}.{name}'.{suggestion(name, _EXAMPLE_KEYS)}")
            if not isinstance(table.get("text"), str):
                raise self.fail(f"each '{key}' needs its 'text'.")
            if key == "bad" and "match" not in table:
                raise self.fail("each 'bad' says the exact 'match'; \"\" for the whole article.")
            made.append(Example(**table))
        return tuple(made)

    def sources(self) -> tuple[Citation, ...]:
        made = []
        for table in self._raw.get("sources", []):
            if set(table) != {"claim", "where"}:
                raise self.fail("a source has 'claim' and 'where'.")
            made.append(Citation(**table))
        return tuple(made)


def _spoken(wanted: type | tuple[type, ...]) -> str:
    names = {
        str: "text",
        int: "a whole number",
        float: "a number",
        bool: "true or false",
        list: "a list",
        dict: "a table",
    }
    return names.get(wanted, str(wanted)) if isinstance(wanted, type) else str(wanted)
