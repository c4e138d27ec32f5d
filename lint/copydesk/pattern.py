"""
The pattern dialect: a part of regular expressions that every engine runs in linear time.

Allowed are literals, character classes, groups, alternation, bounded repeats up to 64, and
``*`` or ``+`` on single-character classes. Look-around, backreferences and inline flags are
not. ``{list-name}`` stands for any entry of a word list. Besides its compiled form a pattern
knows the literals of which at least one must stand in any text that it matches; a matcher looks
for those first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from copydesk.compiled import StoredPattern, pattern_from, program_of
from copydesk.errors import RuleError

# The parser of `re` is not a public module, but writing a second parser of the same syntax would
# sooner or later disagree with it.
_parser: Any = re._parser  # type: ignore[attr-defined]
_constants: Any = re._constants  # type: ignore[attr-defined]

_MAX_REPEAT = 64
_MAX_LENGTH = 1_024
"""Code points of a pattern as written, before word lists are put in."""
_MIN_LITERAL = 3
"""Shorter literals stand in nearly every text and would filter nothing."""
_LIST = re.compile(r"\{([a-z][a-z0-9-]*(?:\.[a-z][a-z0-9_-]*)?)\}")

Literals = frozenset[str]


class Pattern:
    """
    One pattern of a rule.

    Attributes:
        source: The pattern as its author wrote it.
        probes: Texts of which every match contains at least one, sorted, each with the longest
            word that it is sure to hold whole, or ""; none when none is certain.
        anchored: Whether it looks at the edges of its scope unit (``^`` or ``$``).
    """

    __slots__ = ("_compiled", "_expanded", "_program", "anchored", "case", "probes", "source")

    def __init__(
        self,
        source: str,
        expanded: str,
        probes: tuple[tuple[str, str], ...],
        *,
        anchored: bool,
        case: bool,
        program: tuple[Any, ...] | None = None,
    ) -> None:
        self.source = source
        self.probes = probes
        self.anchored = anchored
        self.case = case
        self._expanded = expanded
        self._program = program
        self._compiled: re.Pattern[str] | None = None

    @property
    def literals(self) -> Literals:
        """Texts of which every match contains at least one; empty when none is certain."""
        return frozenset(literal for literal, _word in self.probes)

    @property
    def compiled(self) -> re.Pattern[str]:
        """The `re` pattern, compiled on first use."""
        if self._compiled is None:
            kept = pattern_from(self._program) if self._program else None
            self._compiled = kept or re.compile(self._expanded)
        return self._compiled

    def stored(self) -> StoredPattern:
        """Return the pattern as the compiled catalogue keeps it."""
        program = program_of(self.compiled)
        return StoredPattern(self._expanded, self.probes, self.anchored, program)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the non-empty matches in one scope unit, left to right."""
        return (match for match in self.compiled.finditer(text) if match.end() > match.start())

    def may_match(self, text: str) -> bool:
        """Return False only when no match is possible, judged by the required literals."""
        return not self.probes or any(literal in text for literal, _word in self.probes)

    @property
    def expanded(self) -> str:
        """The pattern with its word lists put in."""
        return self._expanded


def parse(
    source: str, lists: Callable[[str], Sequence[str]], *, where: str, case: bool = False
) -> Pattern:
    """
    Return the pattern that a rule file spells.

    Args:
        source: The pattern in the dialect.
        lists: Gives the entries of a word list by name; raises `KeyError` for an unknown name.
        where: File and key, for messages.
        case: Whether it sees reader text; otherwise it sees the match view and must be lower case.

    Raises:
        RuleError: RP02, if the pattern leaves the dialect or does not parse.
    """
    if len(source) > _MAX_LENGTH:
        raise _error(where, source, f"it is longer than {_MAX_LENGTH} characters")
    expanded = _LIST.sub(lambda name: _alternatives(name[1], lists, where, source), source)
    try:
        tree = _parser.parse(expanded)
    except (re.error, OverflowError) as error:
        raise _error(where, source, str(error)) from None
    except RecursionError:
        raise _error(where, source, "it is nested too deeply") from None
    checker = _Checker(where, source)
    checker.check(tree, top=True)
    if not case and any(char.isupper() for char in _literal_characters(tree)):
        raise _error(
            where, source, "upper-case letters never match the folded text; write them small"
        )
    if not case and any(char in "’‘“”" for char in source):
        raise _error(where, source, "curly quotes never match the folded text; write ' and \"")
    marked = _required(tree) or frozenset()
    probes = tuple(sorted({(_unmarked(text), _whole_word(text)) for text in marked}))
    return Pattern(source, expanded, probes, anchored=checker.anchored, case=case)


def restored(source: str, stored: StoredPattern, *, case: bool) -> Pattern:
    """Return a pattern that `parse` accepted before and the compiled catalogue kept."""
    return Pattern(
        source,
        stored.expanded,
        stored.probes,
        anchored=stored.anchored,
        case=case,
        program=stored.program,
    )


def _alternatives(name: str, lists: Callable[[str], Sequence[str]], where: str, source: str) -> str:
    try:
        entries = lists(name)
    except KeyError:
        raise _error(where, source, f"there is no word list '{name}'") from None
    longest_first = sorted(entries, key=lambda entry: (-len(entry), entry))
    return "(?:" + "|".join(map(re.escape, longest_first)) + ")"


def _error(where: str, source: str, reason: str) -> RuleError:
    shown = source if len(source) <= 60 else source[:57] + "..."
    return RuleError(f"pattern '{shown}': {reason}.", where=where, code="RP02")


class _Checker:
    """Walks a parse tree and raises for everything outside the dialect."""

    def __init__(self, where: str, source: str) -> None:
        self._where = where
        self._source = source
        self.anchored = False

    def check(self, tree: Any, *, top: bool = False) -> None:
        if top and tree.state.flags & ~re.UNICODE.value:
            raise self._no("inline flags are not in the dialect")
        for operator, argument in tree:
            self._check_one(str(operator), argument)

    def _check_one(self, name: str, argument: Any) -> None:
        if name in {"LITERAL", "NOT_LITERAL", "IN", "ANY"}:
            return
        if name == "AT":
            self.anchored |= str(argument) in {"AT_BEGINNING", "AT_END"}
            if str(argument) in {"AT_BEGINNING_STRING", "AT_END_STRING"}:
                raise self._no("write ^ and $ for the edges")
        elif name == "BRANCH":
            for branch in argument[1]:
                self.check(branch)
        elif name == "SUBPATTERN":
            _group, add_flags, del_flags, inner = argument
            if add_flags or del_flags:
                raise self._no("inline flags are not in the dialect")
            self.check(inner)
        elif name in {"MAX_REPEAT", "MIN_REPEAT"}:
            self._check_repeat(argument)
        else:
            raise self._no(f"{_SPOKEN.get(name, name.lower())} is not in the dialect")

    def _check_repeat(self, argument: Any) -> None:
        _low, high, inner = argument
        if high == _constants.MAXREPEAT:
            if len(inner) != 1 or str(inner[0][0]) not in {"LITERAL", "NOT_LITERAL", "IN", "ANY"}:
                raise self._no("* and + may repeat a single character class only")
        elif high > _MAX_REPEAT:
            raise self._no(f"a repeat may count to {_MAX_REPEAT}")
        self.check(inner)

    def _no(self, reason: str) -> RuleError:
        return _error(self._where, self._source, reason)


_SPOKEN = {
    "ASSERT": "look-around",
    "ASSERT_NOT": "look-around",
    "GROUPREF": "a backreference",
    "GROUPREF_EXISTS": "a conditional",
    "POSSESSIVE_REPEAT": "a possessive repeat",
    "ATOMIC_GROUP": "an atomic group",
}


def _literal_characters(tree: Any) -> Iterator[str]:
    for operator, argument in tree:
        name = str(operator)
        if name == "LITERAL":
            yield chr(argument)
        elif name == "BRANCH":
            for branch in argument[1]:
                yield from _literal_characters(branch)
        elif name == "SUBPATTERN":
            yield from _literal_characters(argument[3])
        elif name in {"MAX_REPEAT", "MIN_REPEAT"}:
            yield from _literal_characters(argument[2])


_EDGE = "\0"
"""Marks, in a literal under construction, an edge at which a word must end or start."""
_WORD = re.compile(r"\w+")


def _unmarked(literal: str) -> str:
    return literal.replace(_EDGE, "")


def _whole_word(marked: str) -> str:
    """Return the longest word of a literal that no longer word of a text can be part of."""
    whole = [
        match.group()
        for match in _WORD.finditer(marked)
        if match.start() > 0 and match.end() < len(marked)
    ]
    return max(whole, key=lambda word: (len(word), word), default="")


_MAX_ALTERNATIVES = 512
"""Prefixes multiplied out before a sequence is cut; more would cost more than they filter."""


def _required(tree: Any) -> Literals | None:
    """Return the best set of literals of which every match holds one; None when there is none."""
    best: Literals | None = None
    for candidate in _sequence_candidates(tree):
        if _rank(candidate) > _rank(best):
            best = candidate
    return best


def _rank(literals: Literals | None) -> tuple[int, int]:
    if not literals:
        return (0, 0)
    shortest = min(len(_unmarked(text)) for text in literals)
    return (min(shortest, 6), -len(literals)) if shortest >= _MIN_LITERAL else (0, 0)


def _sequence_candidates(tree: Any) -> Iterator[Literals]:
    """
    Yield sets of literals that a sequence requires.

    Neighbouring literals and small alternatives are multiplied out, so that ``(?:go|back) to``
    requires "go to" or "back to"; anything of unknown text starts a new stretch.
    """
    current: Literals = frozenset({""})
    for operator, argument in tree:
        name = str(operator)
        exact = _exact(name, argument)
        if exact is not None and len(exact) * len(current) <= _MAX_ALTERNATIVES:
            current = frozenset(left + right for left in current for right in exact)
            continue
        yield current
        if exact is not None:
            yield exact
        else:
            inner = _inner_required(name, argument)
            if inner:
                yield inner
        current = frozenset({""})
    yield current


def _exact(name: str, argument: Any) -> Literals | None:
    """Return every text that one element can match, when these are few."""
    if name == "LITERAL":
        return frozenset({chr(argument)})
    if name == "AT":
        return frozenset({"" if str(argument) == "AT_NON_BOUNDARY" else _EDGE})
    if name == "IN":
        return _exact_class(argument)
    if name == "SUBPATTERN":
        return _exact_sequence(argument[3])
    if name == "BRANCH":
        return _union(_exact_sequence(branch) for branch in argument[1])
    if name in {"MAX_REPEAT", "MIN_REPEAT"}:
        low, high, inner = argument
        if low == 0 and high == 1:
            once = _exact_sequence(inner)
            return None if once is None else once | {""}
        if low == high == 1:
            return _exact_sequence(inner)
    return None


def _exact_class(items: Iterable[Any]) -> Literals | None:
    characters = set()
    for operator, argument in items:
        if str(operator) != "LITERAL":
            return None
        characters.add(chr(argument))
    return frozenset(characters)


def _exact_sequence(tree: Any) -> Literals | None:
    texts: Literals = frozenset({""})
    for operator, argument in tree:
        exact = _exact(str(operator), argument)
        if exact is None or len(exact) * len(texts) > _MAX_ALTERNATIVES:
            return None
        texts = frozenset(left + right for left in texts for right in exact)
    return texts


def _union(sets: Iterable[Literals | None]) -> Literals | None:
    union: set[str] = set()
    for texts in sets:
        if texts is None:
            return None
        union |= texts
    return frozenset(union) if len(union) <= _MAX_ALTERNATIVES else None


def _inner_required(name: str, argument: Any) -> Literals | None:
    if name == "SUBPATTERN":
        return _required(argument[3])
    if name == "BRANCH":
        required = [_required(branch) for branch in argument[1]]
        return frozenset().union(*required) if all(required) else None  # type: ignore[arg-type]
    if name in {"MAX_REPEAT", "MIN_REPEAT"} and argument[0] >= 1:
        return _required(argument[2])
    return None
