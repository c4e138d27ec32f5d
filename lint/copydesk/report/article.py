"""
The rich report of one article, section by section.

Order is by what an editor does next: the verdict and its arithmetic, the edits that gain most,
what must go, what needs a source, what needs a clean-up, style, and claims to look up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from copydesk.finding import FileResult, Finding, Gate, Outcome, Run
from copydesk.report.actions import action_lines
from copydesk.report.claims import claim_lines, claims_summary
from copydesk.report.layout import Line, Piece, cells, indented, spread, wrap
from copydesk.report.options import ReportOptions
from copydesk.report.rows import Sheet, by_rule, excerpt_rows, labelled_row, message_rows, sheet
from copydesk.report.scorecard import (
    category_lines,
    counts,
    header,
    is_unread,
    verdict_line,
    verdict_text,
)
from copydesk.report.style import style_lines
from copydesk.report.wording import (
    count,
    language_sentence,
    let_stand,
    sentence,
    sentences,
)
from copydesk.report.worklist import worklist_lines
from copydesk.settings import RuleClass, Severity

_INDENT = 2
_INCOMPLETE = "This file was not checked to its end. What is missing below was not looked at."


def article_lines(
    file: FileResult, gate: Gate, options: ReportOptions, width: int
) -> Iterator[Line]:
    """Yield everything about one article except what to do next and the exit code."""
    page = sheet(file.lines, width=width, color=options.color, everything=options.everything)
    yield from header(file, width)
    if is_clean(file, gate):
        yield from verdict_line(file, " · ".join(_clean_counts(file)), width)
        if text := language_sentence(file):
            yield from indented(wrap([Piece(text)], width - _INDENT), _INDENT)
    else:
        yield ()
        tail = counts(file) if file.outcome is Outcome.CHECKED or file.findings else []
        yield from verdict_line(file, " · ".join(tail), width)
        yield from _problems(file, page)
        yield from _scored(file, gate, options, width)
        yield from _must_fix(file, page)
    if options.quiet:
        return
    yield from _needs_support(file, page)
    yield from _clean_up(file, page)
    yield from style_lines(_warnings(file, {RuleClass.STYLE}), file.score, page)
    if options.notes:
        yield from _notes(file, page)
    yield from _let_stand(file, options, page)
    yield from _claims(file, gate, options, page)


def is_clean(file: FileResult, gate: Gate) -> bool:
    """Return whether two lines say all there is to say."""
    loud = any(finding.severity > Severity.INFO for finding in file.findings)
    quiet = file.outcome is Outcome.CHECKED and not loud and not file.problems
    return (
        quiet
        and gate.exit == 0
        and not file.unused_suppressions
        and file.score.verdict in {"", "READY"}
    )


def next_lines(run: Run, options: ReportOptions, width: int) -> Iterator[Line]:
    """Yield what the reader can do next, as far as this command line can do it."""
    file = run.files[0]
    actions = [*_fix_offer(file, options), *_explain_offer(file, options)]
    views = [*_notes_offer(file, options), *_html_offer(options)]
    if not actions:
        actions, views = views, []
    lead = "  Next: "
    for index in range(max(len(actions), len(views))):
        text = actions[index] if index < len(actions) else ""
        view = views[index] if index < len(views) else ""
        side_by_side = text and len(lead) + cells(text) + 2 + cells(view) <= width
        if side_by_side:
            yield from spread((Piece(lead + text),), (Piece(view),) if view else (), width)
            lead = " " * len(lead)
            continue
        for part in (text, view):
            rows = wrap([Piece(part)], width - len(lead)) if part else []
            for row in rows:
                yield (Piece(lead), *row)
                lead = " " * len(lead)


def exit_lines(gate: Gate, width: int) -> Iterator[Line]:
    """Yield the exit code with its reasons: the last line of every report."""
    reasons = sentences(*gate.reasons)
    text = f"Exit {gate.exit}: {reasons}" if reasons else f"Exit {gate.exit}."
    yield from indented(wrap([Piece(text, "bold" if gate.exit else "")], width - _INDENT), _INDENT)


def problem_reason(message: str) -> str:
    """Return the first clause of a problem's message, for a list of files."""
    for stop in (". ", "; "):
        message = message.partition(stop)[0]
    return message.rstrip(".")


def _clean_counts(file: FileResult) -> list[str]:
    claims = [claims_summary(file.claims)] if file.claims else []
    return [*counts(file), *_not_applied(file), *claims]


def _not_applied(file: FileResult) -> list[str]:
    return [f"{len(file.notes)} not applied"] if file.notes else []


def _scored(file: FileResult, gate: Gate, options: ReportOptions, width: int) -> Iterator[Line]:
    if options.quiet:
        return
    yield from verdict_text(file, width)
    if file.score.overall is not None and file.score.categories:
        yield ()
        yield from category_lines(file.score, width)
    yield from action_lines(file, gate, width)


def _problems(file: FileResult, page: Sheet) -> Iterator[Line]:
    if not file.problems:
        return
    if file.outcome is Outcome.INCOMPLETE and not is_unread(file):
        text = [Piece(_INCOMPLETE, "bold")]
        yield from indented(wrap(text, page.width - _INDENT), _INDENT)
    for problem in file.problems:
        at = f"line {problem.start.line}: " if problem.start else ""
        rule = f"{problem.rule}: " if problem.rule else ""
        text = [Piece(f"{problem.code} ", "bold"), Piece(sentence(at + rule + problem.message))]
        yield from indented(wrap(text, page.width - _INDENT), _INDENT)


def _must_fix(file: FileResult, page: Sheet) -> Iterator[Line]:
    errors = [finding for finding in file.findings if finding.severity is Severity.ERROR]
    if not errors:
        return
    yield from _title("MUST FIX", count(len(errors), "error"), page, style="error")
    for group in by_rule(errors):
        yield from excerpt_rows(group, page, style="error")


def _needs_support(file: FileResult, page: Sheet) -> Iterator[Line]:
    found = _warnings(file, {RuleClass.EVIDENCE})
    if not found:
        return
    yield from _title("NEEDS SUPPORT", count(len(found), "warning"), page)
    leads = {category.costs[0].rule for category in file.score.categories if category.costs}
    whole = [finding for finding in found if finding.document]
    placed = [finding for finding in found if not finding.document]
    # What weighs most is read first; an average over the whole article comes last.
    first = [finding for finding in whole if finding.rule in leads]
    last = [finding for finding in whole if finding.rule not in leads]
    for group in by_rule([*first, *placed, *last]):
        yield from excerpt_rows(group, page)


def _clean_up(file: FileResult, page: Sheet) -> Iterator[Line]:
    found = _warnings(file, {RuleClass.DEFECT})
    if not found:
        return
    yield from _title("CLEAN UP", count(len(found), "warning"), page)
    for group in by_rule(found):
        yield from message_rows(group, page)


def _notes(file: FileResult, page: Sheet) -> Iterator[Line]:
    infos = [finding for finding in file.findings if finding.severity is Severity.INFO]
    if infos:
        yield from _title("NOTES", count(len(infos), "note"), page)
        for group in by_rule(infos):
            yield from message_rows(group, page)
    if file.notes:
        yield from _title("NOT APPLIED", "", page)
        for note in file.notes:
            yield from labelled_row("", [Piece(sentence(note))], (), page)


def _let_stand(file: FileResult, options: ReportOptions, page: Sheet) -> Iterator[Line]:
    detailed = options.notes and file.suppressed
    if not detailed and not file.unused_suppressions:
        return
    unused = [f"{len(file.unused_suppressions)} unused"] if file.unused_suppressions else []
    tally = ", ".join([part for part in (let_stand([file]), *unused) if part])
    yield from _title("LET STAND", tally, page)
    for one in file.suppressed if options.notes else ():
        reason = [Piece(sentence(one.reason) if one.reason else "No reason given.")]
        name = (Piece(f"{one.finding.name} · {one.by}", "dim"),)
        yield from labelled_row(str(one.finding.start.line), reason, name, page)
    for directive in file.unused_suppressions:
        text = [Piece(f"{directive.by}: {directive.rule} hides nothing. Remove it.")]
        name = (Piece("unused-stet", "dim"),)
        yield from labelled_row(str(directive.start.line), text, name, page)


def _claims(file: FileResult, gate: Gate, options: ReportOptions, page: Sheet) -> Iterator[Line]:
    if options.worklist:
        yield from worklist_lines(file.claims, page)
    elif options.everything or not is_clean(file, gate):
        yield from claim_lines(file.claims, page)


def _warnings(file: FileResult, classes: Iterable[RuleClass]) -> list[Finding]:
    wanted = frozenset(classes)
    return [
        finding
        for finding in file.findings
        if finding.severity is Severity.WARNING and finding.rule_class in wanted
    ]


def _title(name: str, tally: str, page: Sheet, *, style: str = "bold") -> Iterator[Line]:
    yield ()
    right = (Piece(tally),) if tally else ()
    yield from spread((Piece(f" {name}", style),), right, page.width)


def _fix_offer(file: FileResult, options: ReportOptions) -> list[str]:
    fixable = [f for f in file.findings if f.fix and f.fix.safe]
    if "fix" not in options.offers or not fixable:
        return []
    lines = ", ".join(dict.fromkeys(str(finding.start.line) for finding in fixable))
    noun = "fix" if len(fixable) == 1 else "fixes"
    where = "line" if len(fixable) == 1 else "lines"
    return [f"copydesk check --fix FILE ({len(fixable)} safe {noun}: {where} {lines})"]


def _explain_offer(file: FileResult, options: ReportOptions) -> list[str]:
    if "explain" not in options.offers or not file.findings:
        return []
    return ["copydesk explain NAME (why, examples, how often the rule is right)"]


def _notes_offer(file: FileResult, options: ReportOptions) -> list[str]:
    infos = sum(finding.severity is Severity.INFO for finding in file.findings)
    hidden = [f"the {count(infos, 'note')}"] if infos else []
    hidden += _not_applied(file)
    hidden += [f"{len(file.suppressed)} let stand"] if file.suppressed else []
    return [f"--show notes for {', '.join(hidden)}"] if hidden and not options.notes else []


def _html_offer(options: ReportOptions) -> list[str]:
    return ["--format html: to send"] if "html" in options.offers else []
