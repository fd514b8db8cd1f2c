"""Which messages say that nothing was solved."""

from __future__ import annotations

import pytest

from live.language.unsolved import says_unsolved

SAYS = ("Не решено", "не решено!!! Воды так и нет", "Ничего не сделали", "Проблема не решена.", "Всё ещё не помогло")
OTHER = ("Спасибо, решено", "Почему не решено по мосту?", "Не решеточку ли поставить", "Нет", "")


@pytest.mark.parametrize("text", SAYS)
def test_it_says_so(text: str) -> None:
    assert says_unsolved(text)


@pytest.mark.parametrize("text", OTHER)
def test_it_says_something_else(text: str) -> None:
    assert not says_unsolved(text)
