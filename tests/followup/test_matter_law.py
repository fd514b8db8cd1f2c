"""Whatever is joined, parted, merged, split and told in whatever order: everybody hears each word once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from live.domain.refused import Refused
from live.store.followup import matters
from live.store.transaction import Store
from tests.followup.mattering import Mattering

ASKED = 6

places = st.integers(0, ASKED - 1)
acts = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["join", "part", "split", "decline", "restore"]), places, places),
        st.tuples(st.just("merge"), places, places),
        st.tuples(st.sampled_from(["tell", "tick"]), places, places),
    ),
    min_size=3,
    max_size=14,
)


def attempt(act: Callable[[], Any]) -> None:
    """What the state has no move for is refused, and changes nothing."""
    try:
        act()
    except Refused as refused:
        assert refused.code in {"illegal", "invalid"}, refused


@pytest.mark.parametrize("examples", [20, pytest.param(100, marks=pytest.mark.faults)])
def test_everybody_who_asks_hears_each_word_once_whatever_the_order(store: Store, examples: int) -> None:
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(acts)
    def holds(some: list[tuple[str, int, int]]) -> None:
        town = Mattering(store)
        asked = [town.by_vk(f"Житель {n}") for n in range(ASKED)]
        number = town.matter(asked[0])
        heard: Counter[tuple[str, int]] = Counter()
        due: set[tuple[str, int]] = set()
        words = 0
        for verb, n, m in some:
            one, other = asked[n], asked[m]
            if verb in ("join", "part"):
                attempt(partial(town.say, verb, number, questions=[one]))
            elif verb == "merge" and one != other:
                attempt(partial(town.show.do, "question.merge", one, into=other))
            elif verb == "decline":
                attempt(partial(town.show.do, "question.decline", one, reason="spam"))
            elif verb in ("split", "restore"):
                attempt(partial(town.show.do, f"question.{verb}", one))
            elif verb == "tell":
                words += 1
                town.say("tell", number, text=f"Слово {words}")
                due |= {(f"Слово {words}", asker) for asker in _asking(town, number)}
            else:
                town.tick()
        town.tick()
        if words:
            due |= {(f"Слово {words}", asker) for asker in _asking(town, number)}
        heard.update(town.told(number))
        assert not [pair for pair, times in heard.items() if times > 1]
        assert due <= set(heard)
        assert {text for text, _ in heard} <= {f"Слово {word}" for word in range(1, words + 1)}
        assert town.row(number).askers == len(_asking(town, number))
        assert town.show.books().balances

    holds()


def _asking(town: Mattering, number: int) -> set[int]:
    """The questions that ask about it now, each by a person of its own."""
    with town.store.read() as connection:
        return {row.number for row in matters.askers(connection, number)}
