"""What a question is about, for comparison: the house that it names, and its words.

Of one house the house counts for most and the words decide; a question of another house is never the same. Nothing here
knows other questions: two texts are as alike tomorrow as they are today, whoever asks, in whatever process.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import log, sqrt

from live.language.addresses import Address, address_of
from live.language.learned.tokens import key_words
from live.language.lemmas import lemmas_of
from live.language.words import words

SAME_HOUSE = 0.61
"""What one house is worth beside the words of its questions, of 1: measured on real messages so that at 0.9 nineteen of
twenty pairs of one house within three weeks have the same reason."""

NEAR = 0.3
"""How much it counts, among questions of one house, that no other came nearer, beside 1 for the same words. A trouble
is told of by several people within days, and often in words that have nothing in common."""

STRICTER = 10
"""How many times more a difference of words counts where no house is named: of messages of one district within three
weeks that share a house of neither, nine of ten have the same reason only where their words are all but the same."""

FEWEST = 5
"""Words that say something, below which a text without a house says too little to be compared: «Нет света» is asked of
a hundred houses."""

LONG = 10
"""Letters from which on a word counts no more than a shorter one: long words are rare ones."""

_ADDRESS = (
    "улица проспект переулок проезд бульвар набережная площадь шоссе аллея ул пр дом корпус литера литер строение "
    "квартира кв подъезд адрес город село поселок деревня район область"
)
_OF_ADDRESSES = frozenset(_ADDRESS.split())
"""Words of addresses themselves, which all of them share."""
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class About:
    """`weights`: the words by their share, so that the product of two is 1 where they are the same. `many`: how many
    different ones there are. `address`: the first house that it names, or a street. `locality`: as it was said or
    guessed. `house`: by what others of its house are found; empty where it names none."""

    weights: Mapping[str, float]
    many: int
    address: Address | None = None
    locality: str = ""
    house: str = field(init=False)

    def __post_init__(self) -> None:
        named = self.address if self.address and self.address.house else None
        object.__setattr__(self, "house", f"{named.street}|{named.house}" if named else "")

    @property
    def rarest(self) -> list[str]:
        """Its words, the likely rarest first: by these others are found."""
        return sorted(self.weights, key=lambda word: (-self.weights[word], word))


def about_question(text: str, air_text: str | None, locality: str | None) -> About:
    """What a question is about: its own words, but where its wording for air puts another house right, that one."""
    own = about(text, locality)
    aired = about(air_text, locality) if air_text else own
    return aired if aired.house and aired.house != own.house else own


@lru_cache(maxsize=20_000)
def about(text: str, locality: str | None = None) -> About:
    """What a text is about."""
    address = address_of(text)
    found = key_words(text)
    weights = _weighed(found, _of_address(address))
    return About(weights, len(weights), address, (locality or "").lower().replace("ё", "е"))


def likeness(one: About, other: About, near: float | None = None) -> float:
    """How alike two questions are, from 0 to 1; 0 where they do not name one place, or say too little.

    `near`: how near they came to each other among those of one house, from 0 to 1, where that is to count.
    """
    if one.house or other.house:
        same = one.address and other.address and one.address.is_same_house(other.address)
        shared = _shared(one, other) if near is None else (_shared(one, other) + NEAR * near) / (1 + NEAR)
        return SAME_HOUSE + (1 - SAME_HOUSE) * shared if same else 0.0
    if not _of_one_place(one, other) or min(one.many, other.many) < FEWEST:
        return 0.0
    return max(0.0, 1 - STRICTER * (1 - _shared(one, other)))


def _of_one_place(one: About, other: About) -> bool:
    """Whether both, which name no house, name one street, or one settlement and no street."""
    streets = [(of.address.place, of.address.street) if of.address else None for of in (one, other)]
    elsewhere = bool(one.locality and other.locality) and one.locality != other.locality
    return streets[0] == streets[1] and not elsewhere and bool(streets[0] or one.locality == other.locality != "")


def _shared(one: About, other: About) -> float:
    """The cosine of their words: 1 for the same ones."""
    few, more = (one.weights, other.weights) if one.many <= other.many else (other.weights, one.weights)
    return min(1.0, sum([weight * more[word] for word, weight in few.items() if word in more]))


def _of_address(address: Address | None) -> frozenset[str]:
    """The words by which a text names its house: that is compared as a house, and not once more as words."""
    if address is None or not address.house:
        return _OF_ADDRESSES
    place = {form for word in words(address.place).split() for form in lemmas_of(word)}
    return _OF_ADDRESSES.union(address.street.split(), place, _DIGITS.findall(address.house), [address.house])


def _weighed(found: Iterable[str], without: frozenset[str]) -> dict[str, float]:
    """Words by their share: of one that is said twice hardly more, of a long one more than of a short one."""
    counted = Counter(word for word in found if word not in without and (len(word) > 1 or word.isdigit()))
    raw = {word: (1 + log(times)) * sqrt(min(len(word), LONG)) for word, times in counted.items()}
    length = sqrt(sum(weight * weight for weight in raw.values())) or 1.0
    return {word: weight / length for word, weight in raw.items()}
