"""
The report's own words: counts, lists of lines, and the two sentences under the verdict.

The sentences speak of what is wrong with the text, by family of rules; they have no word for
its writer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from copydesk.finding import CategoryScore, FileResult, Finding, Place, Role, Score
from copydesk.settings import Severity

FORMAT_NAMES = {"text": "plain text", "markdown": "Markdown", "html": "HTML"}
LANGUAGE_NAMES = {
    "de": "German",
    "es": "Spanish",
    "fr": "French",
    "it": "Italian",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
}

STYLE = "style"
"""The category that the second sentence is about."""

CORROBORATED = 2
"""Style groups that must agree before style findings are shown one by one."""
IN_FULL = 3
"""Style groups that must agree before style counts in full."""

_MENTIONED_BELOW = 90
"""A category that lost fewer than ten points is not worth a clause."""
_CLAUSES = 3

_CLAUSE_BY_FAMILY = {
    "residue": "page leftovers are still in the text",
    "leakage": "parts of a conversation are still in the text",
    "placeholder": "placeholders are not filled in",
    "repetition": "things are said twice",
    "structure": "the outline follows a formula",
    "claims": "claims stand without support",
    "citations": "links or references lead nowhere",
    "vocabulary": "stock words come too often",
    "syntax": "the same sentence patterns return",
    "filler": "filler takes up room",
    "consistency": "names or figures do not agree",
    "typography": "broken or hidden characters are in the text",
    "formatting": "markup is left open",
    "readability": "sentences ask much of the reader",
    "metadata": "title, description or byline need a look",
    "safety": "something in the text must not be published",
    "grammar": "grammar needs a look",
}
_CLAUSE_BY_RULE = {
    "title-restated": "the title is there twice",
    "phrase-tic": "the same words come again and again",
    "double-word": "words stand there twice",
    "heading-level-skip": "headings skip a level",
    "description-in-body": "the page's description stands in the text",
    "missing-alt-text": "images have no description",
    "quote-style-mix": "two kinds of quotation mark are in use",
    "spelling-variant-mix": "words are spelled two ways",
    "local-path": "addresses work on one computer only",
    "future-certainty": "the future is told as fact",
    "unused-reference": "references are listed and not used",
    "unsourced-article": "nothing is sourced",
    "undated-event": "nothing is dated",
}


def count(number: int, noun: str) -> str:
    """Return a number with its noun: ``1 error``, ``2 errors``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def and_list(items: Sequence[str]) -> str:
    """Return a list as a sentence has it: ``3, 5 and 35``."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def lines_phrase(lines: Sequence[int]) -> str:
    """Return ``line 3`` or ``lines 3, 5 and 35``; "" for none."""
    if not lines:
        return ""
    noun = "line" if len(lines) == 1 else "lines"
    return f"{noun} {and_list([str(line) for line in lines])}"


def sentence(text: str) -> str:
    """Return a text with an end mark."""
    text = text.rstrip()
    return text if not text or text[-1] in ".!?…" else f"{text}."


def sentences(*texts: str) -> str:
    """Return texts, each with an end mark, as one paragraph; empty ones are left out."""
    return " ".join(sentence(text) for text in texts if text.strip())


def severity_counts(findings: Sequence[Finding]) -> dict[Severity, int]:
    """Return how many findings there are of each severity that is reported."""
    counts = {Severity.ERROR: 0, Severity.WARNING: 0, Severity.INFO: 0}
    for finding in findings:
        counts[finding.severity] = counts.get(finding.severity, 0) + 1
    return counts


def let_stand(files: Sequence[FileResult]) -> str:
    """Return ``1 finding let stand (stet)``, or "" when none was."""
    suppressed = [one for file in files for one in file.suppressed]
    if not suppressed:
        return ""
    means = ", ".join(sorted({one.by for one in suppressed}))
    return f"{count(len(suppressed), 'finding')} let stand ({means})"


def lines_of(finding: Finding) -> list[str]:
    """Return the line of each place of a finding, or ``all`` when it has none of its own."""
    same = [str(place.start.line) for place in finding.places if place.role is Role.SAME]
    if finding.document:
        return same or ["all"]
    return [str(finding.start.line), *same]


def elsewhere(finding: Finding, *, all_lines: bool = False) -> str:
    """Return the sentences that name a finding's further places; "" for none."""
    named = len(finding.places) if all_lines else _LINES_NAMED
    by_role = {role: [p for p in finding.places if p.role is role] for role in Role}
    same = [place for place in by_role[Role.SAME] if place.start.line != finding.start.line]
    again = "Again in this line" if by_role[Role.SAME] and not same else ""
    return sentences(
        again,
        _named("Also", same, named),
        _named("See", untold_twins(finding), named),
        _named("Nearest support:", by_role[Role.SUPPORT], named),
    )


def untold_twins(finding: Finding) -> list[Place]:
    """Return the other halves of a pair whose lines the message does not name already."""
    told = {
        int(number)
        for lines in _LINES_IN_MESSAGE.findall(finding.message)
        for number in _NUMBER.findall(lines)
    }
    twins = [place for place in finding.places if place.role is Role.TWIN]
    return [place for place in twins if place.start.line not in told]


def opening_quote(finding: Finding) -> str:
    """Return the quotation marks and match that the message opens with, "" when it does not."""
    match = " ".join(finding.excerpt.match.split())
    if not match or not finding.message.startswith("'"):
        return ""
    whole = f"'{match}'"
    if finding.message.startswith(whole):
        return whole
    head, cut, _ = finding.message.partition("…'")
    # A message quotes no more than the beginning of a long match.
    return head + cut if cut and match.startswith(head[1:]) else ""


def beside_excerpt(finding: Finding) -> str:
    """Return the message as it reads under an excerpt, which shows the match already."""
    quoted = opening_quote(finding)
    if not quoted:
        return finding.message
    rest = finding.message[len(quoted) :]
    if not rest.startswith((":", ",")):
        return f"This{rest}"
    said = rest[1:].strip()
    return said[:1].upper() + said[1:]


_LINES_IN_MESSAGE = re.compile(r"\b[Ll]ines? (\d+(?:(?:, | and )\d+)*)")
_NUMBER = re.compile(r"\d+")
_LINES_NAMED = 12
"""Lines that one sentence names before it counts the rest."""


def _named(lead: str, places: Sequence[Place], most: int) -> str:
    lines = list(dict.fromkeys(place.start.line for place in places))
    if not lines:
        return ""
    if len(lines) > most:
        kept = ", ".join(str(line) for line in lines[:most])
        return f"{lead} lines {kept} and {len(lines) - most} more"
    return f"{lead} {lines_phrase(lines)}"


def verdict_sentences(file: FileResult) -> list[str]:
    """Return what is wrong, in at most three clauses, and how far style counts."""
    found = [_dearest_clause(file), _style_sentence(file.score), language_sentence(file)]
    return [text for text in found if text]


def _dearest_clause(file: FileResult) -> str:
    wrong = {finding.rule for finding in file.findings if finding.severity is Severity.ERROR}
    categories = [
        category
        for category in file.score.categories
        if category.name != STYLE and category.costs and category.score < _MENTIONED_BELOW
    ]

    def errors_first(category: CategoryScore) -> tuple[bool, int]:
        has_error = any(cost.rule in wrong for cost in category.costs)
        return not has_error, -category.weight * (100 - category.score)

    clauses = [_clause(category, wrong) for category in sorted(categories, key=errors_first)]
    kept = list(dict.fromkeys(clause for clause in clauses if clause))[:_CLAUSES]
    text = ", ".join(kept)
    return sentence(text[:1].upper() + text[1:])


def _clause(category: CategoryScore, wrong: set[str]) -> str:
    rules = [cost.rule for cost in category.costs]
    rule = next((rule for rule in rules if rule in wrong), rules[0])
    family, _, name = rule.rpartition("/")
    return _CLAUSE_BY_RULE.get(name) or _CLAUSE_BY_FAMILY.get(family, "")


def _style_sentence(score: Score) -> str:
    if score.overall is None or not score.groups_active:
        return ""
    agree = f"{score.groups_active} of {score.groups_total} signal groups"
    if score.groups_active >= IN_FULL:
        return f"Style counts in full because {agree} agree; one alone would hardly count."
    if score.groups_active >= CORROBORATED:
        return f"Style counts in part because only {agree} agree."
    return f"Style hardly counts: {agree} speaks, and one alone proves little."


def language_sentence(file: FileResult) -> str:
    """Return which language a text is in and how many rules that leaves; "" for English."""
    if file.language == "en":
        return ""
    name = LANGUAGE_NAMES.get(file.language, f"Not English ({file.language})")
    return f"{name}: {file.rules_applied} of {file.rules_total} rules apply."
