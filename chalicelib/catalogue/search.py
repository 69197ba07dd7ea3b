"""Finding by what people type in Italian: accents, endings and slips of the finger do not matter."""

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Any

LETTERS_WITHOUT_SLIP = 3  # a slip in a short word makes another word
LETTERS_WITH_ONE_SLIP = 7
WORDS_MAX = 12  # of one question: nobody types more, and each is looked up
IN_TITLE, ELSEWHERE = 2, 1
SAYS_NOTHING = """
    a ad ai al all alla alle agli allo anche c che chi ci come con cui d da dai dal dall dalla dalle dagli del dell
    della delle degli dei di e ed gli ha ho i il in io l la le lo ma mi mia mie miei mio ne nei nel nell nella nelle non
    o per qualche quando se si su sui sul sull sulla sulle tra un una uno vorrei
"""


class Index:
    """Which things mention a word, and whether in their title. Things are known by their place in what was indexed."""

    def __init__(self, things: Iterable[tuple[str, str]]) -> None:
        titles: defaultdict[str, list[int]] = defaultdict(list)
        rests: defaultdict[str, list[int]] = defaultdict(list)
        for place, (title, rest) in enumerate(things):
            for word in set(words(title)):
                titles[word].append(place)
            for word in set(words(rest)):
                rests[word].append(place)
        self._titles, self._rests = dict(titles), dict(rests)
        self._vocabulary = sorted({*titles, *rests})
        self._by_stem: defaultdict[str, list[str]] = defaultdict(list)
        for word in self._vocabulary:
            self._by_stem[stem(word)].append(word)

    def fits(self, text: str) -> dict[int, int]:
        """How well each thing fits that mentions every word of a text: two for a word in its title, one elsewhere."""
        found: dict[int, int] | None = None
        for wanted in wanted_words(text):
            here = self._mentions(wanted)
            found = here if found is None else {place: found[place] + here[place] for place in found if place in here}
        return found or {}

    def _mentions(self, wanted: str) -> dict[int, int]:
        found: dict[int, int] = {}
        matching = self.matching(wanted)
        for places, fit in ((self._rests, ELSEWHERE), (self._titles, IN_TITLE)):
            for word in matching:
                found.update(dict.fromkeys(places.get(word, ()), fit))
        return found

    def matching(self, wanted: str) -> set[str]:
        """The words that somebody means: that begin so or differ in their ending; else the nearest by slips."""
        return {*self._beginning(wanted), *self._by_stem.get(stem(wanted), ())} or set(self._nearest(wanted))

    def _beginning(self, wanted: str) -> Iterator[str]:
        for at in range(bisect_left(self._vocabulary, wanted), len(self._vocabulary)):
            if not self._vocabulary[at].startswith(wanted):
                return
            yield self._vocabulary[at]

    def _nearest(self, wanted: str) -> list[str]:
        slips_max = slips(wanted)
        if not slips_max:
            return []
        from rapidfuzz.distance import OSA  # noqa: PLC0415 - only who mistypes needs it

        near = [
            (distance, word)
            for word in self._vocabulary
            if (distance := OSA.distance(wanted, word, score_cutoff=slips_max)) <= slips_max
        ]
        least = min(near, default=(0, ""))[0]
        return [word for distance, word in near if distance == least]


def slips(word: str) -> int:
    """How many letters of a word may be wrong, missing, too many, or changed with their neighbour."""
    if len(word) <= LETTERS_WITHOUT_SLIP or word.isdigit():
        return 0
    return 1 if len(word) <= LETTERS_WITH_ONE_SLIP else 2


@lru_cache(maxsize=50_000)  # most texts of a shelf are those of the one before
def words(text: str) -> tuple[str, ...]:
    """The words of a text as people search them: lower case, no accents."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return tuple(re.findall(r"[a-z0-9]+", plain))


def wanted_words(text: str) -> list[str]:
    """The words of a question that say something; all of them where none does."""
    typed = list(dict.fromkeys(words(text)))[:WORDS_MAX]
    return [word for word in typed if word not in _fillers()] or typed


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A word without its ending, by the Italian rules of Snowball (https://snowballstem.org/algorithms/italian)."""
    stemmed: str = _stemmer().stemWord(word)
    return stemmed


@cache
def _fillers() -> frozenset[str]:
    return frozenset(SAYS_NOTHING.split())


@cache
def _stemmer() -> Any:
    import Stemmer  # noqa: PLC0415 - only who searches needs it

    return Stemmer.Stemmer("italian")
