"""
Configuration: from ``copydesk.toml`` or ``[tool.copydesk]`` to frozen settings.

The nearest file upwards from the current folder counts, and the search ends at the root of the
repository (the first folder that holds ``.git``), so that a file outside the project never
decides about it. Strings are parsed here, once; nothing further down reads a file.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from copydesk.discover import inside, project_root
from copydesk.errors import ConfigError, RuleError
from copydesk.nearest import suggestion
from copydesk.pathglob import PathGlobs
from copydesk.settings import (
    PROFILES,
    PathProfile,
    PathRules,
    RuleClass,
    Settings,
    Severity,
)
from copydesk.tomlfile import MAX_BYTES, Path, Toml, parse

if TYPE_CHECKING:
    from copydesk.rulefile import Catalogue

FILE_NAME = "copydesk.toml"
FAIL_ON = ("error", "warning", "info", "never")
"""Severities that a gate can stand at."""
MAX_EXTENDS = 8
"""Files in one chain of ``extend``."""


class Config(NamedTuple):
    """The settings of a run, and where they come from."""

    path: str = ""
    """The file in effect as messages show it, "" for none."""
    reason: str = "no configuration file found"
    """Why this file, or why none."""
    settings: Settings = Settings()
    exclude: tuple[PathGlobs, ...] = ()
    fail_on: str = "error"
    min_score: int | None = None


def settings_hash(config: Config) -> str:
    """
    Return the SHA-256 of everything configured that can change a verdict, in hexadecimal.

    Folders are left out: the same settings hash alike on every machine.
    """
    from hashlib import sha256

    settings = config.settings._replace(root="")
    excluded = tuple(sorted(pattern for globs in config.exclude for pattern in globs.patterns))
    content = (_plain(settings), excluded, config.fail_on, config.min_score)
    return sha256(repr(content).encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Severity):
        return value.word
    if isinstance(value, tuple):
        return tuple(_plain(item) for item in value)
    return value


def load(
    catalogue: Catalogue, *, folder: str = "", explicit: str = "", isolated: bool = False
) -> Config:
    """
    Return the configuration for a run in a folder ("" means the current one).

    Args:
        catalogue: The rules that selectors are checked against.
        folder: Where the search upwards starts.
        explicit: A file to use instead of the one that the search would find.
        isolated: Whether to leave alone what the search would find.

    Raises:
        ConfigError: CF01 syntax, CF02 unknown name, CF03 over a limit, CF04 a value of the
            wrong type or out of range, CF05 a file that cannot be read or extended.
    """
    start = os.path.abspath(folder or os.curdir)
    if explicit:
        return _from_file(explicit, "given with --config", catalogue)
    if isolated:
        return Config(reason="--isolated: no configuration file is read")
    path = find(start)
    if not path:
        return Config()
    shown = os.path.relpath(path, folder or os.curdir)
    root = project_root(start)
    if root and not inside(path, root):
        what = "link leaves the project. Name the file it leads to with --config."
        raise ConfigError(what, where=shown, code="CF05")
    return _from_file(path, "the nearest above this folder", catalogue, shown=shown)


def find(folder: str) -> str:
    """
    Return the nearest configuration file in a folder or above it, "" when there is none.

    In one folder ``copydesk.toml`` comes before ``pyproject.toml``; the latter counts only when
    it has a table ``[tool.copydesk]``.
    """
    root = project_root(folder)
    while True:
        own = os.path.join(folder, FILE_NAME)
        if os.path.lexists(own):
            return own
        project = os.path.join(folder, "pyproject.toml")
        if os.path.isfile(project) and _has_table(project):
            return project
        parent = os.path.dirname(folder)
        if folder in (root, parent):
            return ""
        folder = parent


def _has_table(path: str) -> bool:
    content = _read(path, os.path.relpath(path))
    if b"copydesk" not in content:
        # most projects: not parsed, so that a fault in it is not ours to report
        return False
    return _own_table(parse(content, os.path.relpath(path))) is not None


def _own_table(toml: Toml) -> Mapping[str, object] | None:
    tool = toml.table.get("tool")
    table = tool.get("copydesk") if isinstance(tool, dict) else None
    return table if isinstance(table, dict) else None


def _read(path: str, shown: str) -> bytes:
    try:
        # a pipe would block until somebody writes to it
        if not os.path.isdir(path) and not stat.S_ISREG(os.stat(path).st_mode):
            raise ConfigError("not a regular file.", where=shown, code="CF05")
        with open(path, "rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as bad:
        reason = getattr(bad, "strerror", None) or str(bad)
        raise ConfigError(f"cannot be read: {reason}.", where=shown, code="CF05") from None


class _File(NamedTuple):
    """One configuration file while it is read."""

    toml: Toml
    catalogue: Catalogue

    def bad_value(self, path: Path, what: str, code: str = "CF04") -> ConfigError:
        return ConfigError(what, where=self.toml.value_at(path), code=code)

    def bad_key(self, path: Path, what: str) -> ConfigError:
        return ConfigError(what, where=self.toml.key_at(path), code="CF02")


_Values = dict[str, object]
_Reader = Callable[[_File, Path, object], object]


def _from_file(path: str, reason: str, catalogue: Catalogue, *, shown: str = "") -> Config:
    values: _Values = {}
    for layer in reversed(list(_chain(path, shown or path, catalogue))):
        values = _merge(values, layer)
    root = os.path.dirname(os.path.abspath(path))
    return _build(values, path=shown or path, reason=reason, root=root)


def _chain(path: str, shown: str, catalogue: Catalogue) -> Iterator[_Values]:
    """Yield the values of a file and of those it extends, nearest first."""
    root = project_root(os.path.dirname(os.path.abspath(path)))
    seen: list[str] = []
    while path:
        seen.append(os.path.realpath(path))
        toml = parse(_read(path, shown), shown)
        file = _File(toml, catalogue)
        prefix: Path = ("tool", "copydesk") if os.path.basename(path) == "pyproject.toml" else ()
        table = _own_table(toml) if prefix else toml.table
        if table is None:
            raise ConfigError("no table [tool.copydesk] in it.", where=shown, code="CF05")
        values = _table(file, prefix, table, _KEYS)
        target = values.pop("extend", "")
        yield values
        if not target:
            return
        path = os.path.join(os.path.dirname(path), str(target))
        shown = os.path.join(os.path.dirname(shown), str(target))
        problem = _why_not_extended(path, str(target), root, seen)
        if problem:
            raise file.bad_value((*prefix, "extend"), problem, "CF05")


def _why_not_extended(path: str, target: str, root: str, seen: list[str]) -> str:
    if "://" in target or os.path.isabs(target):
        return f"'{target}': only a relative path can be extended."
    if not inside(path, root):
        return f"'{target}' lies outside the project."
    if os.path.realpath(path) in seen:
        return f"'{target}' extends itself in the end. Break the circle."
    if len(seen) >= MAX_EXTENDS:
        return f"over {MAX_EXTENDS} files extend each other. Make the chain shorter."
    if not os.path.isfile(path):
        return f"'{target}': no such file."
    return ""


def _merge(under: _Values, over: _Values) -> _Values:
    """Return two files' values as one: the nearer wins key by key, tables are joined."""
    merged = {**under, **over}
    for key in ("overrides", "profiles"):
        joined = (*_tuple(under.get(key)), *_tuple(over.get(key)))
        merged[key] = joined
    merged["severity"] = {**_dict(under.get("severity")), **_dict(over.get("severity"))}
    return merged


def _tuple(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else ()


def _dict(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _build(values: _Values, *, path: str, reason: str, root: str) -> Config:
    severities = tuple(sorted(_dict(values.pop("severity", {})).items()))
    exclude = tuple(str(glob) for glob in _tuple(values.pop("exclude", ())))
    fail_on = str(values.pop("fail_on", "error"))
    min_score = values.pop("min_score", None)
    return Config(
        path=path,
        reason=reason,
        # each remaining key is a field of Settings, read by the reader that knows its type
        settings=Settings()._replace(severities=severities, root=root, **values),  # type: ignore[arg-type]
        exclude=(PathGlobs(root, exclude),) if exclude else (),
        fail_on=fail_on,
        min_score=min_score if isinstance(min_score, int) else None,
    )


def _table(
    file: _File, path: Path, table: Mapping[str, object], keys: Mapping[str, _Reader]
) -> _Values:
    values: _Values = {}
    for key, value in table.items():
        if key not in keys:
            raise file.bad_key((*path, key), f"no key '{key}'.{suggestion(key, keys)}")
        values[key] = keys[key](file, (*path, key), value)
    return values


def _text(file: _File, path: Path, value: object) -> str:
    if not isinstance(value, str) or not value:
        raise file.bad_value(path, f"'{path[-1]}' takes a text in quotes.")
    return value


def _flag(file: _File, path: Path, value: object) -> bool:
    if not isinstance(value, bool):
        raise file.bad_value(path, f"'{path[-1]}' takes true or false.")
    return value


def _number(low: int, high: int) -> _Reader:
    def read(file: _File, path: Path, value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            what = f"'{path[-1]}' takes a whole number from {low:,} to {high:,}."
            raise file.bad_value(path, what)
        return value

    return read


def _one_of(choices: Iterable[str]) -> _Reader:
    known = tuple(choices)

    def read(file: _File, path: Path, value: object) -> str:
        if not isinstance(value, str):
            raise file.bad_value(path, f"'{path[-1]}' takes one of {', '.join(known)}.")
        if value not in known:
            hint = suggestion(value, known) or f" It takes {', '.join(known)}."
            raise file.bad_value(path, f"no {path[-1]} '{value}'.{hint}", "CF02")
        return value

    return read


def _texts(file: _File, path: Path, value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise file.bad_value(path, f"'{path[-1]}' takes a list of texts.")
    return tuple(_text(file, (*path, index), item) for index, item in enumerate(value))


def _selectors(file: _File, path: Path, value: object) -> tuple[str, ...]:
    names = _texts(file, path, value)
    for index, name in enumerate(names):
        _matching(file, (*path, index), name)
    return tuple(sorted(set(names)))


def _matching(file: _File, path: Path, selector: str) -> frozenset[str]:
    try:
        return file.catalogue.matching(selector)
    except RuleError as bad:
        raise file.bad_value(path, bad.what, "CF02") from None


def _severities(file: _File, path: Path, value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise file.bad_value(path, "'severity' is a table: [severity], then RULE = \"warning\".")
    severities: dict[str, object] = {}
    for name, word in value.items():
        here = (*path, name)
        rule = _single_rule(file, here, name)
        severity = Severity[str(_SEVERITY(file, here, word)).upper()]
        if severity is Severity.ERROR and file.catalogue.rules[rule].rule_class != RuleClass.DEFECT:
            what = f"'{name}' cannot be an error: only rules of class defect can."
            raise file.bad_value(here, f"{what} Use warning or info.")
        severities[rule] = severity
    return severities


def _single_rule(file: _File, path: Path, name: str) -> str:
    try:
        ids = file.catalogue.matching(name)
    except RuleError as bad:
        raise file.bad_key(path, bad.what) from None
    if len(ids) != 1:
        raise file.bad_key(path, f"'{name}' names {len(ids)} rules. Name one rule a line.")
    return next(iter(ids))


def _tables(file: _File, path: Path, value: object) -> list[Mapping[str, object]]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise file.bad_value(path, f"'{path[-1]}' is a list of tables: [[{path[-1]}]].")
    return value


def _required(file: _File, path: Path, table: _Values, keys: Iterable[str]) -> None:
    for key in keys:
        if not table.get(key):
            raise ConfigError(
                f"'{key}' is missing or empty.", where=file.toml.key_at(path), code="CF04"
            )


def _overrides(file: _File, path: Path, value: object) -> tuple[PathRules, ...]:
    read = _entries(file, path, value, _OVERRIDE_KEYS)
    return tuple(PathRules(**entry) for entry in read)  # type: ignore[arg-type] # typed by its keys


def _profiles(file: _File, path: Path, value: object) -> tuple[PathProfile, ...]:
    read = _entries(file, path, value, _PROFILE_KEYS)
    return tuple(PathProfile(**entry) for entry in read)  # type: ignore[arg-type] # likewise


def _entries(
    file: _File, path: Path, value: object, keys: Mapping[str, _Reader]
) -> Iterator[_Values]:
    """Yield the tables of a list, each with all of its keys."""
    for index, table in enumerate(_tables(file, path, value)):
        here = (*path, index)
        read = _table(file, here, table, keys)
        _required(file, here, read, keys)
        yield read


def _encoding(file: _File, path: Path, value: object) -> str:
    import codecs

    name = _text(file, path, value)
    try:
        codec = codecs.lookup(name)
        plain = codec.name not in _UNFIT_CODECS and "a".encode(name) * 2 == "aa".encode(name)
    except (LookupError, ValueError):
        plain = False
    if not plain:
        what = f"no encoding '{name}' for text files. Use one like utf-8, cp1252 or utf-16-le."
        raise file.bad_value(path, what)
    return codec.name


_UNFIT_CODECS = frozenset({"idna", "punycode", "raw_unicode_escape", "unicode_escape", "utf-7"})
"""Python calls these text encodings, but no article is stored in one."""
_SEVERITY = _one_of(severity.word for severity in Severity)
_LARGEST_FILE = 1_000_000_000
_OVERRIDE_KEYS: dict[str, _Reader] = {"paths": _texts, "rules": _selectors, "reason": _text}
_PROFILE_KEYS: dict[str, _Reader] = {"paths": _texts, "profile": _one_of(PROFILES)}
_KEYS: dict[str, _Reader] = {
    "extend": _text,
    "profile": _one_of(PROFILES),
    "select": _selectors,
    "ignore": _selectors,
    "exclude": _texts,
    "preview": _flag,
    "encoding": _encoding,
    "max_file_size": _number(1, _LARGEST_FILE),
    "fail_on": _one_of(FAIL_ON),
    "min_score": _number(0, 100),
    "inline": _flag,
    "severity": _severities,
    "overrides": _overrides,
    "profiles": _profiles,
}
"""Every key of a configuration file and the function that reads its value."""
