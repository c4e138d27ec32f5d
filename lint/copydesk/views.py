"""
Lazy views of a document: what rules look at, worked out once, on first use.

Block text comes in two forms. The *reader* text is what a person sees; the *match* text is its
fold (see `fold`). Offsets of sentences, words, masks, links, quotations, dates and names are
reader offsets of one block, given with the block's index.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from copydesk.dates import Date, DateFinder
from copydesk.document import PROSE, Block, BlockKind, Document, Link, Mask, MaskKind, Run
from copydesk.fold import Fold, fold
from copydesk.lexicon import Lexicon
from copydesk.segment import Abbreviations, Words, load_abbreviations, sentences, words
from copydesk.span import LineIndex, Span

COUNTED = PROSE | {
    BlockKind.TITLE,
    BlockKind.HEADING,
    BlockKind.QUOTE,
    BlockKind.TABLE_CELL,
    BlockKind.CAPTION,
    BlockKind.REFERENCE,
}
"""Kinds whose words count towards the length of the article."""

_MASK_KINDS = frozenset(MaskKind)
_SENTENCE_END = re.compile(r"[.!?…:][\"'”’)\]*_]*$")
_BODY_WORDS = 12
"""A block without final punctuation is body text from so many words on."""


class Place(NamedTuple):
    """A range of one block's reader text."""

    block: int
    start: int
    end: int


class Section(NamedTuple):
    """A heading and the blocks up to the next one; the first section may have no heading."""

    heading: int
    """Block index, or -1."""
    blocks: tuple[int, ...]


class Views:
    """
    The views of one document.

    Args:
        document: The document looked at.
        lexicon: The catalogue's word lists.
    """

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        self.document = document
        self.lexicon = lexicon
        count = len(document.blocks)
        self._folds: list[Fold | None] = [None] * count
        self._words: list[Words | None] = [None] * count
        self._sentences: list[Sequence[Span] | None] = [None] * count
        self._quotations: list[tuple[Mask, ...] | None] = [None] * count
        self._names: list[tuple[Mask, ...] | None] = [None] * count
        self._touched: dict[tuple[int, frozenset[MaskKind]], _Reach] = {}
        self._held: dict[int, _Reach] = {}
        self._plain: list[list[str] | None] = [None] * count
        self.pools: dict[object, list[int]] = {}
        """Blocks that rules of one kind of place look into; many rules share one."""

    @property
    def blocks(self) -> tuple[Block, ...]:
        return self.document.blocks

    @cached_property
    def lines(self) -> LineIndex:
        return self.document.line_index()

    # Text of one block

    def text(self, block: int) -> str:
        """Return a block's reader text."""
        return self.document.blocks[block].reader.text

    def fold(self, block: int) -> Fold:
        """Return a block's match view."""
        known = self._folds[block]
        if known is None:
            known = self._folds[block] = fold(self.text(block))
        return known

    def words(self, block: int) -> Words:
        """Return a block's words."""
        known = self._words[block]
        if known is None:
            text = self.text(block)
            known = self._words[block] = Words(text, words(text))
        return known

    def sentences(self, block: int) -> Sequence[Span]:
        """Return the sentence spans of a block, in reader offsets."""
        known = self._sentences[block]
        if known is None:
            known = self._sentences[block] = sentences(self.text(block), self._abbreviations)
        return known

    def sentence_words(self, block: int) -> Iterator[tuple[Span, range]]:
        """Yield each sentence of a block with the indexes of its words."""
        found = self.words(block)
        index = 0
        for sentence in self.sentences(block):
            first = index
            while index < len(found) and found.start(index) < sentence.end:
                index += 1
            yield sentence, range(first, index)

    def sentence_index(self, block: int, offset: int) -> int:
        """Return the index of the sentence that holds an offset, or the one before it."""
        starts = self.sentences(block)
        return max(0, bisect_right(starts, (offset, len(self.text(block)) + 1)) - 1)

    def sentence_at(self, block: int, offset: int) -> Span:
        """Return the sentence that holds an offset; the whole block when it has none."""
        found = self.sentences(block)
        return (
            found[self.sentence_index(block, offset)] if found else Span(0, len(self.text(block)))
        )

    def source_span(self, block: int, start: int, end: int) -> Span:
        """Return the smallest source range that covers a reader range of a block."""
        return self.document.blocks[block].reader.source_span(start, end)

    def reader_place(self, span: Span) -> Place | None:
        """Return the block and reader range that a source span covers; None outside all text."""
        at = bisect_right(self._text_starts, (span.start, len(self.blocks))) - 1
        if at < 0:
            return None
        block = self._text_starts[at][1]
        runs = self.blocks[block].reader.runs
        if span.start >= runs[-1].source_end:
            return None
        return Place(block, _reader_offset(runs, span.start), _reader_offset(runs, span.end))

    @cached_property
    def _text_starts(self) -> list[tuple[int, int]]:
        """Source offsets at which the text of each block starts, sorted, with the block."""
        return sorted(
            (block.reader.runs[0].source_start, index)
            for index, block in enumerate(self.blocks)
            if block.reader.runs
        )

    def line(self, block: int) -> int:
        """Return the source line, from 1, on which a block's text starts."""
        return self.lines.line_of(self.source_span(block, 0, 1).start)

    @cached_property
    def _abbreviations(self) -> Abbreviations:
        return load_abbreviations(self.lexicon.abbreviations)

    # The article as a whole

    @cached_property
    def visible(self) -> tuple[int, ...]:
        """Indexes of the blocks that a person reads as the article."""
        hidden = {
            BlockKind.DIRECTIVE,
            BlockKind.FURNITURE,
            BlockKind.FRONT_MATTER,
            BlockKind.TEMPLATE,
        }
        return tuple(
            index
            for index, block in enumerate(self.blocks)
            if not block.hidden and block.kind not in hidden
        )

    @cached_property
    def prose(self) -> tuple[int, ...]:
        """Indexes of the visible blocks of running prose."""
        return tuple(index for index in self.visible if self.blocks[index].kind in PROSE)

    @cached_property
    def paragraphs(self) -> tuple[int, ...]:
        """Indexes of body paragraphs: prose that ends like a sentence or is long, no lists."""
        return tuple(
            index
            for index in self.prose
            if self.blocks[index].kind is not BlockKind.LIST_ITEM and self._is_body(index)
        )

    @cached_property
    def body(self) -> tuple[int, ...]:
        """Indexes of the prose blocks that end like a sentence or are long, lists included."""
        return tuple(index for index in self.prose if self._is_body(index))

    def _is_body(self, block: int) -> bool:
        return self.is_finished(block) or len(self.words(block)) >= _BODY_WORDS

    def is_finished(self, block: int) -> bool:
        """Return whether a block's text ends like a sentence."""
        return bool(_SENTENCE_END.search(self.text(block).rstrip()[-8:]))

    @cached_property
    def headings(self) -> tuple[int, ...]:
        """Indexes of the visible headings, titles excluded."""
        return tuple(i for i in self.visible if self.blocks[i].kind is BlockKind.HEADING)

    @cached_property
    def title(self) -> int | None:
        """Index of the first title block, if the body shows one."""
        return next((i for i in self.visible if self.blocks[i].kind is BlockKind.TITLE), None)

    @property
    def title_text(self) -> str:
        """The title as shown, else as the metadata has it, else ""."""
        if self.title is not None:
            return self.text(self.title)
        note = self.document.metadata.title
        return note.value if note else ""

    @cached_property
    def title_span(self) -> Span:
        """Where findings about the whole article stand: the title, else the first block."""
        first = self.title if self.title is not None else next(iter(self.visible), None)
        if first is None:
            return Span(0, 0)
        return self.source_span(first, 0, len(self.text(first)))

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The article cut at its headings, blocks before the first heading included."""
        cut: list[tuple[int, list[int]]] = [(-1, [])]
        for index in self.visible:
            kind = self.blocks[index].kind
            if kind is BlockKind.HEADING:
                cut.append((index, []))
            elif kind is not BlockKind.TITLE:
                cut[-1][1].append(index)
        return tuple(
            Section(heading, tuple(inner)) for heading, inner in cut if heading >= 0 or inner
        )

    @cached_property
    def word_count(self) -> int:
        """Words of the article: titles, headings, prose, quotes, tables, captions, references."""
        return sum(len(self.words(i)) for i in self.visible if self.blocks[i].kind in COUNTED)

    @cached_property
    def prose_word_count(self) -> int:
        """Words of running prose; rates per 1,000 words are over these."""
        return sum(len(self.words(i)) for i in self.prose)

    def words_before(self, offset: int) -> int:
        """Return how many words of prose start before a source offset, to the block."""
        starts, counts = self._prose_words
        return counts[bisect_right(starts, offset)]

    @cached_property
    def _prose_words(self) -> tuple[list[int], list[int]]:
        """Source starts of the prose blocks and the words before each, with the total last."""
        placed = sorted((self.blocks[i].span.start, len(self.words(i))) for i in self.prose)
        counts = [0, 0]
        for _start, count in placed:
            counts.append(counts[-1] + count)
        return [start for start, _count in placed], counts[:-1]

    @cached_property
    def is_english(self) -> bool:
        """Whether the prose is English, by its share of function words; short text counts as it."""
        return self.english_blocks(self.prose)

    def english_blocks(self, blocks: Iterable[int]) -> bool:
        """Return whether some blocks together read as English; too few words count as yes."""
        known = self._function_words
        limits = self.lexicon.list("function-words").numbers
        total = common = 0
        for block in blocks:
            tokens = self.word_texts(block)
            total += len(tokens)
            common += sum(token in known for token in tokens)
        return total < limits["min_words"] or common >= limits["min_share"] * total

    @cached_property
    def _function_words(self) -> frozenset[str]:
        return frozenset(self.lexicon.words("function-words"))

    def word_texts(self, block: int) -> list[str]:
        """Return a block's words folded to lower case with plain apostrophes, in order."""
        known = self._plain[block]
        if known is None:
            known = [text.lower().replace("’", "'") for text in self.words(block)]
            self._plain[block] = known
        return known

    # Masks

    def is_masked(self, block: int, start: int, end: int, inside: frozenset[MaskKind]) -> bool:
        """
        Return whether a reader range stands where a rule may not look.

        A range is hidden by code, addresses, quotations, templates and formulas that it touches,
        and by names and topic words that hold all of it; ``inside`` opens kinds of mask.
        """
        if self._touching(block, inside).touches(start, end):
            return True
        if MaskKind.NAME not in inside and self._named(block).holds(start, end):
            return True
        if MaskKind.TOPIC in inside:
            return False
        return self.text(block)[start:end].lower() in self.topic_words

    def touches_mask(self, place: Place, kinds: frozenset[MaskKind]) -> bool:
        """Return whether a range shares a character with a mask of some kinds."""
        return self._touching(place.block, _MASK_KINDS - kinds).touches(place.start, place.end)

    def _touching(self, block: int, inside: frozenset[MaskKind]) -> _Reach:
        """Return the masks of a block that hide whatever they touch."""
        known = self._touched.get((block, inside))
        if known is None:
            masks = [mask for mask in self.blocks[block].masks if mask.kind not in inside]
            if MaskKind.QUOTATION not in inside:
                masks.extend(self.quotations(block))
            known = self._touched[block, inside] = _reach(masks)
        return known

    def _named(self, block: int) -> _Reach:
        known = self._held.get(block)
        if known is None:
            known = self._held[block] = _reach(self.names(block))
        return known

    def quotations(self, block: int) -> tuple[Mask, ...]:
        """Return the ranges of a block between quotation marks, marks included."""
        known = self._quotations[block]
        if known is None:
            known = self._quotations[block] = tuple(_quotations(self.text(block)))
        return known

    def names(self, block: int) -> tuple[Mask, ...]:
        """Return the ranges of a block that are proper names, by capitals and context."""
        known = self._names[block]
        if known is None:
            known = self._names[block] = tuple(self._find_names(block))
        return known

    def _find_names(self, block: int) -> Iterator[Mask]:
        found = self.words(block)
        text = self.text(block)
        shown = self.blocks[block].kind in {BlockKind.HEADING, BlockKind.TITLE}
        start = end = -1
        for index, is_first in self._capitalised(block):
            word_start, word_end = found.start(index), found.end(index)
            word = _bare(found.text(index))
            if (is_first or shown) and word not in self.name_words:
                continue
            if len(word) == 1 and word.lower() in self._function_words:
                continue  # a pronoun or article in capitals is part of no name
            if start >= 0 and not is_first and text[end:word_start] in {" ", ". ", " & "}:
                end = word_end
                continue
            if start >= 0:
                yield Mask(start, end, MaskKind.NAME)
            start, end = word_start, word_end
        if start >= 0:
            yield Mask(start, end, MaskKind.NAME)

    def _capitalised(self, block: int) -> Iterator[tuple[int, bool]]:
        """Yield the capitalised words of a block and whether each opens a sentence."""
        text = self.text(block)
        found = self.words(block)
        starts = {span.start for span in self.sentences(block)}
        opener = True
        for index in range(len(found)):
            at = found.start(index)
            if not opener:
                before = text[at - 1]
                # A word after a colon, an opening quote or a dash opens a clause of its own.
                opener = (
                    at in starts or before in "\"“‘'(" or text[max(0, at - 2) : at] in {": ", "— "}
                )
            if text[at].isupper():
                yield index, opener or _inside_start(text, at, starts)
            opener = False

    @cached_property
    def name_words(self) -> frozenset[str]:
        """Words that the prose writes with a capital inside a sentence and never small."""
        capital: set[str] = set()
        small: set[str] = set()
        for block in self.prose:
            found = self.words(block)
            capital.update(
                _bare(found.text(i)) for i, first in self._capitalised(block) if not first
            )
            small.update(text for text in found if text[0].islower())
        return frozenset(word for word in capital if word.lower() not in small)

    @cached_property
    def topic_words(self) -> frozenset[str]:
        """Content words of the title, in lower case: what the article is about."""
        title = self.title_text
        tokens = {_bare(token) for token in Words(title, words(title))}
        return frozenset(
            token.lower()
            for token in tokens
            if (len(token) > 2 or token.isupper()) and token.lower() not in self._function_words
        )

    # Facts in the text

    @cached_property
    def links(self) -> tuple[tuple[int, Link], ...]:
        """All visible links with the block that holds each."""
        return tuple((i, link) for i in self.visible for link in self.blocks[i].links)

    @cached_property
    def _date_finder(self) -> DateFinder:
        return DateFinder(self.lexicon.list("months").pairs)

    def dates(self, block: int) -> list[Date]:
        """Return the absolute dates of a block, bare years included."""
        return list(self._date_finder.find(self.text(block)))

    def dates_in(self, text: str) -> list[Date]:
        """Return the absolute dates of any text."""
        return list(self._date_finder.find(text))


def _reader_offset(runs: Sequence[Run], offset: int) -> int:
    """Return the reader offset of a source offset; markup counts as the text that follows it."""
    low, high = 0, len(runs)
    while low < high:
        middle = (low + high) // 2
        if runs[middle].source_end <= offset:
            low = middle + 1
        else:
            high = middle
    if low == len(runs):
        return runs[-1].end
    run = runs[low]
    return run.start + (0 if run.reason else max(0, offset - run.source_start))


class _Reach(NamedTuple):
    """Masks by their start, with the farthest end up to each: one look tells what they cover."""

    starts: list[int]
    ends: list[int]

    def touches(self, start: int, end: int) -> bool:
        """Return whether a mask shares a character with a range."""
        before = bisect_left(self.starts, end)
        return before > 0 and self.ends[before - 1] > start

    def holds(self, start: int, end: int) -> bool:
        """Return whether a mask covers all of a range."""
        before = bisect_right(self.starts, start)
        return before > 0 and self.ends[before - 1] >= end


def _reach(masks: Iterable[Mask]) -> _Reach:
    ordered = sorted(masks, key=lambda mask: mask.start)
    return _Reach(
        [mask.start for mask in ordered], list(accumulate((mask.end for mask in ordered), max))
    )


def _bare(word: str) -> str:
    """Return a word without its possessive ending."""
    return word[:-2] if word.endswith(("'s", "’s")) else word


def _inside_start(text: str, at: int, starts: set[int]) -> bool:
    """Return whether only opening punctuation stands between a sentence's start and ``at``."""
    while at > 0 and not text[at - 1].isalnum() and not text[at - 1].isspace():
        at -= 1
    return at in starts


_QUOTE_MARK = re.compile('["“”„«»‘’]')
_CLOSERS = {"“": "”", "„": "”“", "«": "»", "‘": "’", '"': '"'}


def _quotations(text: str) -> Iterator[Mask]:
    """
    Yield the ranges between paired quotation marks, outermost only.

    A straight mark opens where a word starts and closes where one ends. A curly quotation that
    is never closed runs to the end of the block when nothing but it stands there, as in speech
    over several paragraphs. A straight single mark is an apostrophe.
    """
    opened = -1
    closers = ""
    for match in _QUOTE_MARK.finditer(text):
        mark, at = match.group(), match.start()
        if opened < 0:
            if mark in _CLOSERS and _opens(text, at):
                opened, closers = at, _CLOSERS[mark]
        elif mark in closers and not (mark == "’" and text[at + 1 : at + 2].isalpha()):
            yield Mask(opened, at + 1, MaskKind.QUOTATION)
            opened = -1
    if opened == 0 and text[0] == "“":
        yield Mask(opened, len(text), MaskKind.QUOTATION)


def _opens(text: str, at: int) -> bool:
    before = text[at - 1] if at else " "
    after = text[at + 1 : at + 2]
    return not before.isalnum() and bool(after) and not after.isspace()
