"""Words of Thai text, which is written without blanks between them: segmentation, search tokens, mended line breaks.

The dictionary is pythainlp's word list with our own words (`house_words.txt`): the vocabulary of key results and the
names of the 50 district offices. It is read as a file, for importing pythainlp takes far longer than reading its list.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from samrit.core.thai.digits import to_arabic
from samrit.core.thai.normalise import clean

_HERE = Path(__file__).parent
_LETTERS = "".join(
    map(chr, (*range(0x0E01, 0x0E2F), *range(0x0E30, 0x0E3B), *range(0x0E40, 0x0E46), *range(0x0E47, 0x0E4F)))
)
_LEADING = tuple("เแโใไ")
_BOUND = tuple("ะัาำ\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3aๅ\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e")
_HEAD = 4
_SURE = 5
_LONGEST_WORD = 30
_LONGEST_RUN = 300


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split()


@cache
def dictionary() -> frozenset[str]:
    """pythainlp's Thai words and our own. Raises ModuleNotFoundError where pythainlp is not installed."""
    package = importlib.util.find_spec("pythainlp")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("pythainlp is not installed", name="pythainlp")
    corpus = Path(package.submodule_search_locations[0], "corpus", "words_th.txt")
    words = corpus.read_text(encoding="utf-8").split("\n")
    return frozenset(words + _lines(_HERE / "house_words.txt")) - {""}


# --- segmentation and search ---


@cache
def _trie() -> Any:
    from pythainlp.util import Trie

    return Trie(dictionary())


def segment(text: str) -> list[str]:
    """The words of `text` in order, blanks and signs between them included: joined they are `text` again."""
    from pythainlp.tokenize.newmm import segment as newmm

    return newmm(text, custom_dict=_trie(), safe_mode=True)


_TOKEN = re.compile(
    f"(?P<thai>[{_LETTERS}]+)"
    "|(?P<grouped>(?<![0-9,])[1-9][0-9]{0,2}(?:,[0-9]{3})+(?!,?[0-9]))"
    "|[^\\W_\u0e00-\u0e7f]+"
)
_DIGITS_OR_NOT = re.compile("[0-9]+|[^0-9]+")


def search_tokens(text: str) -> list[str]:
    """The tokens under which `text` is found, for the index as for the query, of any database.

    Cleaned, lower case, Arabic digits. A Thai compound gives itself and the words it can wholly be split into
    (นักเล่าเรื่อง also เล่า and เรื่อง; มารยาท never ยา); numbers stand by themselves (3/2568 is 3 and 2568, 1,150 is 1150),
    and a code of letters and digits (KR7301) gives its parts too.
    """
    return [token for match in _TOKEN.finditer(to_arabic(clean(text)).casefold()) for token in _tokens(match)]


def _tokens(match: re.Match[str]) -> Iterator[str]:
    if match["thai"]:
        for word in segment(match[0]):
            yield word
            yield from sub_words(word)
    elif match["grouped"]:
        yield match[0].replace(",", "")
    else:
        yield match[0]
        parts = _DIGITS_OR_NOT.findall(match[0])
        if len(parts) > 1:
            yield from parts


@lru_cache(maxsize=65_536)
def sub_words(word: str) -> tuple[str, ...]:
    """The shorter words of two letters and more out of which a word of the dictionary can wholly be put together."""
    words = dictionary()
    if word not in words:
        return ()
    size = len(word)
    pieces = [
        (start, end)
        for start in range(size)
        for end in range(start + 2, size + 1)
        if end - start < size and word[start:end] in words
    ]
    from_left, to_right = {0}, {size}
    for start, end in pieces:
        if start in from_left:
            from_left.add(end)
    for start, end in reversed(pieces):
        if end in to_right:
            to_right.add(start)
    return tuple(word[start:end] for start, end in pieces if start in from_left and end in to_right)


def crosses_word(text: str, start: int, end: int) -> bool:
    """Whether a word of the dictionary (of _HEAD letters and more) begins or ends on the other side of either edge."""
    words = dictionary()
    return any(
        text[first:last] in words
        for edge in (start, end)
        for first in range(max(0, edge - _LONGEST_WORD), edge)
        for last in range(max(edge + 1, first + _HEAD), min(len(text), first + _LONGEST_WORD) + 1)
    )


# --- words that a line end or the edge of a cell broke ---


@cache
def _heads() -> dict[str, int]:
    """The first letters of the dictionary's words, with the length of the longest word that starts so."""
    longest: dict[str, int] = {}
    for word in dictionary():
        if len(word) >= _HEAD:
            longest[word[:_HEAD]] = max(len(word), longest.get(word[:_HEAD], 0))
    return longest


@cache
def _never_parted() -> frozenset[str]:
    return frozenset(_lines(_HERE / "one_word.txt"))


def is_broken_word(left: str, right: str) -> bool:
    """Whether the end of `left` and the start of `right` are one word that a line end or a cell's edge parted.

    So it is where no Thai word can end or begin (เ|มือง, ท|า), and where both sides read in fewer words of the
    dictionary together than apart, thanks to a word that spans the gap: one of whose two parts at least one is no word
    (ประชาสัม|พันธ์, มา|ตรฐาน), or one never written with a blank (ย่าน|สร้างสรรค์; they are listed in `one_word.txt`).
    Abbreviations (พ.ศ.) are no parts of words.
    """
    before = left[len(left.rstrip(_LETTERS)) :]
    after = right[: len(right) - len(right.lstrip(_LETTERS))]
    if not before or not after:
        return False
    if before.endswith(_LEADING) or after.startswith(_BOUND):
        return True
    if right.startswith(".", len(after)) or left.endswith("." + before) or len(before) + len(after) > _LONGEST_RUN:
        return False
    spans = [*_spans(before[-_LONGEST_WORD:], after[:_LONGEST_WORD])]
    if not spans:
        return False
    apart = _cost(before) + _cost(after)
    return any(_cost(before[: len(before) - first]) + 1 + _cost(after[last:]) < apart for first, last in spans)


def _spans(before: str, after: str) -> Iterator[tuple[int, int]]:
    """How many letters of either side make one word that may have been broken between them; at least two of each."""
    words, heads = dictionary(), _heads()
    both, gap = before + after, len(before)
    for start in range(gap - 1):
        last = start + heads.get(both[start : start + _HEAD], 0)
        if last < gap + 2 or before.endswith(_LEADING, 0, start):
            continue
        for end in range(gap + 2, min(len(both), last) + 1):
            ends = both[start:end] in words and not both.startswith(_BOUND, end)
            if ends and _may_be_broken(before[start:], after, end - gap):
                yield gap - start, end - gap


def _may_be_broken(piece: str, after: str, last: int) -> bool:
    words, other = dictionary(), after[:last]
    if piece not in words or other not in words:
        return True
    # Both are words: หน่วย|นับ may end here, "หน่วย นับจำนวน" are two; the second of ย่าน|สร้างสรรค์ is long enough.
    goes_on = any(after[:longer] in words for longer in range(last + 1, len(after) + 1))
    return piece + other in _never_parted() and (last == len(after) or (last >= _SURE and not goes_on))


@cache
def _longest_from() -> dict[str, int]:
    """The length of the longest word that starts with two letters, as far as it is looked for."""
    longest: dict[str, int] = {}
    for word in dictionary():
        longest[word[:2]] = max(min(len(word), _LONGEST_WORD), longest.get(word[:2], 0))
    return longest


def _cost(run: str) -> int:
    """The fewest words of the dictionary that `run` can be read as; a letter in none of them counts as one."""
    words, longest = dictionary(), _longest_from()
    costs = list(range(len(run) + 1))
    for start in range(len(run)):
        costs[start + 1] = min(costs[start + 1], costs[start] + 1)
        last = min(start + longest.get(run[start : start + 2], 0), len(run))
        for end in range(start + 2, last + 1):
            if costs[end] > costs[start] + 1 and run[start:end] in words:
                costs[end] = costs[start] + 1
    return costs[-1]


_GAP = re.compile(f"(?<=[{_LETTERS}])( +)(?=[{_LETTERS}])")


def mend_spaces(text: str) -> str:
    """`text` (as `clean` leaves it) without the blanks that break a word, by the rule of `is_broken_word`."""
    first, *others = _GAP.split(text)
    mended, left = [first], first
    for gap, part in zip(others[::2], others[1::2], strict=True):
        if is_broken_word(left, part):
            left += part
        else:
            mended.append(gap)
            left = part
        mended.append(part)
    return "".join(mended)
