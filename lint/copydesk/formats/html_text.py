"""
Text as a browser lays it out, with the map to where it stands.

White space collapses, character references are resolved, and every character that is not the
source's own says why. See `document.Reason` for the closed set of reasons.
"""

from __future__ import annotations

import html
import re
from html.entities import html5

from copydesk.document import MappedText, Reason, Run
from copydesk.span import Span

_SPACES = re.compile(r"[\t\n\f\r ]*")
_ODD = re.compile(r"[\t\n\f\r ]{2,}|[\t\n\f\r]|&")
_REFERENCE = re.compile(
    r"&(?:#[0-9]{1,64}(?![0-9]);?|#[xX][0-9a-fA-F]{1,64}(?![0-9a-fA-F]);?"
    r"|([A-Za-z][A-Za-z0-9]{1,31};?))"
)
_HTML_SPACE = frozenset("\t\n\f\r ")


def reference_at(source: str, start: int, end: int) -> int:
    """
    Return where the character reference that opens at ``start`` ends, ``start`` for none.

    Names without their semicolon count where browsers let them: the longest known one.
    """
    match = _REFERENCE.match(source, start, end)
    if match is None:
        return start
    name = match[1]
    if name is None:
        return match.end()
    for length in range(len(name), 1, -1):
        if name[:length] in html5:
            return start + 1 + length
    return start


class FlowText:
    """
    Reader text of one block in the making.

    Args:
        source: The text all positions point into.
        verbatim: Whether white space stays as it is, as in ``pre``.
    """

    def __init__(self, source: str, *, verbatim: bool = False) -> None:
        self._source = source
        self._verbatim = verbatim
        self._runs: list[Run] = []
        self._entities: dict[int, str] = {}
        self.length = 0
        """Code points so far."""
        self.spaced = not verbatim
        """Whether white space that comes next would not show."""

    @property
    def source_end(self) -> int:
        """Where the last character of the text stands in the source; 0 for no text."""
        return self._runs[-1].source_end if self._runs else 0

    def add(self, start: int, end: int) -> None:
        """Add the text of a source range."""
        source = self._source
        if self._verbatim:
            self._add_verbatim(start, end)
            return
        position = self._skip(start, end)
        runs, soft = self._runs, Reason.SOFT_BREAK
        for match in _ODD.finditer(source, position, end):
            at, stop = match.span()
            if at < position:
                continue
            if at > position:
                self._copy(position, at)
            if source[at] == "\n":
                length = self.length
                runs.append(Run(length, length + 1, at, stop, soft))
                self.length = length + 1
                self.spaced = True
                position = stop
            elif source[at] == "&":
                position = self._reference(at, end)
                if self.spaced:
                    position = self._skip(position, end)
            else:
                self._space(at, stop)
                position = stop
        if position < end:
            self._copy(position, end)
            self.spaced = source[end - 1] == " "

    def line_break(self, tag: Span) -> bool:
        """Add a ``br`` as one space; return False where one stands already, and add none."""
        if not self.length:
            return True
        if self.spaced:
            if self._runs[-1].reason is Reason.HARD_BREAK:
                return False
            self.truncate(self.length - 1)
        if self.length:
            self._replace(" ", tag, Reason.HARD_BREAK)
            self.spaced = not self._verbatim
        return True

    def separate(self, position: int) -> None:
        """Part what comes next from what came before, where something else stood between."""
        if not self.spaced and not self._verbatim:
            self._replace(" ", Span(position, position), Reason.JOINED)
            self.spaced = True

    def text(self, start: int, end: int) -> str:
        """Return a range of the text so far; costs what the range holds."""
        parts: list[str] = []
        for index in range(len(self._runs) - 1, -1, -1):
            run = self._runs[index]
            if run.end <= start:
                break
            if run.start < end:
                text = self._run_text(index)
                parts.append(text[max(0, start - run.start) : end - run.start])
        return "".join(reversed(parts))

    def truncate(self, length: int) -> None:
        """Take back everything after the first ``length`` code points."""
        while self._runs and self._runs[-1].start >= length:
            self._entities.pop(len(self._runs) - 1, None)
            self._runs.pop()
        if self._runs and self._runs[-1].end > length:
            run = self._runs[-1]
            if run.reason is None:
                cut = run.end - length
                self._runs[-1] = run._replace(end=length, source_end=run.source_end - cut)
        self.length = self._runs[-1].end if self._runs else 0
        self.spaced = not self._verbatim and self._ends_in_space()

    def build(self) -> MappedText:
        """Return the text without the space at its end."""
        if self.spaced and self.length:
            self.truncate(self.length - 1)
        source = self._source
        parts = [
            source[run.source_start : run.source_end] if run.reason is None else " "
            for run in self._runs
        ]
        for index, text in self._entities.items():
            parts[index] = text
        return MappedText("".join(parts), tuple(self._runs))

    def _run_text(self, index: int) -> str:
        run = self._runs[index]
        if run.reason is None:
            return self._source[run.source_start : run.source_end]
        return self._entities.get(index, " ")

    def _ends_in_space(self) -> bool:
        if not self._runs:
            return True
        run = self._runs[-1]
        if run.reason is None:
            return self._source[run.source_end - 1] == " "
        return self._run_text(len(self._runs) - 1)[-1] == " "

    def _skip(self, start: int, end: int) -> int:
        if not self.spaced or self._source[start : start + 1] > " ":
            return start
        match = _SPACES.match(self._source, start, end)
        return match.end() if match else start

    def _add_verbatim(self, start: int, end: int) -> None:
        position = start
        while (at := self._source.find("&", position, end)) >= 0:
            self._copy(position, at)
            position = self._reference(at, end)
        self._copy(position, end)

    def _copy(self, start: int, end: int) -> None:
        if start >= end:
            return
        runs, length = self._runs, self.length
        self.length = length + end - start
        self.spaced = False
        if runs and runs[-1].source_end == start and runs[-1].reason is None:
            last = runs[-1]
            runs[-1] = Run(last.start, self.length, last.source_start, end)
        else:
            runs.append(Run(length, self.length, start, end))

    def _replace(self, text: str, source: Span, reason: Reason) -> None:
        end = self.length + len(text)
        if reason is Reason.ENTITY:
            self._entities[len(self._runs)] = text
        self._runs.append(Run(self.length, end, source.start, source.end, reason))
        self.length = end
        self.spaced = False

    def _space(self, start: int, end: int) -> None:
        run = self._source[start:end]
        if "\n" in run or "\r" in run:
            self._replace(" ", Span(start, end), Reason.SOFT_BREAK)
        elif " " in run:
            at = start + run.index(" ")
            self._copy(at, at + 1)
        elif "\t" in run:
            at = start + run.index("\t")
            self._replace(" ", Span(at, at + 1), Reason.TAB)
        else:
            self._replace(" ", Span(start, end), Reason.JOINED)
        self.spaced = True

    def _reference(self, start: int, end: int) -> int:
        stop = reference_at(self._source, start, end)
        if stop == start:
            self._copy(start, start + 1)
            return start + 1
        text = html.unescape(self._source[start:stop])
        if not text:
            return stop
        if self._verbatim or not _HTML_SPACE.issuperset(text):
            self._replace(text, Span(start, stop), Reason.ENTITY)
        elif not self.spaced:
            # a reference to white space collapses like white space that is written out
            reason = Reason.ENTITY if text == " " else Reason.JOINED
            self._replace(" ", Span(start, stop), reason)
            self.spaced = True
        return stop
