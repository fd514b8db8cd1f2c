"""The administrator's page of suggestions: switches, learning by a button, what cannot be read, what health says."""

from __future__ import annotations

import html
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, insert
from werkzeug.test import TestResponse

from live.domain.language.suggestions import Kind
from live.store.centre import upkeep
from live.store.centre.upkeep import Work
from live.store.language import switches
from live.store.tables import language_model, meta
from tests.web.administrator import HTML
from tests.web.house import House, csrf
from tests.web.keeper import HEALTH, Keeper, keeping, said

PAGE = "/admin/learning"


@pytest.fixture
def olga(each_house: House, tmp_path: Path) -> Iterator[Keeper]:
    with each_house.store.write() as tx:
        tx.connection.execute(delete(language_model))
        tx.connection.execute(delete(meta).where(meta.c.name == switches.ROW))
    with keeping(each_house, tmp_path / "copies") as keeper:
        yield keeper


def switch(olga: Keeper, *kinds: str) -> TestResponse:
    page = olga.client.get(PAGE, headers=HTML).text
    return olga.client.post(f"{PAGE}/switches", data={"csrf_token": csrf(page), "on": list(kinds)}, headers=HTML)


def act(olga: Keeper, do: str) -> TestResponse:
    page = olga.client.get(PAGE, headers=HTML).text
    return olga.client.post(f"{PAGE}/topics", data={"csrf_token": csrf(page), "do": do}, headers=HTML)


def add_model(olga: Keeper) -> None:
    """One in use that nobody can read."""
    figures = {"accuracy": 0.9, "macro_f1": 0.8, "topics": 3}
    against = {"accuracy": 0.5, "macro_f1": 0.4, "model": None}
    row = {"kind": "topics", "state": "in_use", "learned_from": 80, "asked": 20, "figures": figures, "against": against}
    with olga.house.store.write() as tx:
        tx.connection.execute(insert(language_model).values(**row, at=tx.now, written="…", hash="00"))


def test_every_kind_is_on_until_somebody_switches_it_off(olga: Keeper) -> None:
    assert olga.page(PAGE).count("checked") >= len(Kind)
    assert switch(olga, "stacks", "clusters").status_code == 303
    with olga.house.store.read() as connection:
        on = {kind.value for kind, is_on in switches.all_of(connection).items() if is_on}
        assert on == {"stacks", "clusters"} and not switches.on(connection, Kind.TOPICS)
    assert "по ключевым словам: обучение выключено" in olga.page(PAGE)


def test_where_nothing_was_decided_the_page_says_what_is_lacking(olga: Keeper) -> None:
    page = olga.page(PAGE)
    assert "решений меньше 50" in page and "Ещё ничего не выучено." in page
    assert "Ещё ни одну подсказку не оценили." in page


def test_learning_is_asked_for_once(olga: Keeper) -> None:
    assert act(olga, "learn").status_code == 303
    page = olga.page(PAGE)
    assert "Начнётся через несколько секунд" in page or "disabled>Учиться сейчас" in page
    again = act(olga, "learn")
    assert again.status_code == 409 and olga.name in said(again)


def test_without_a_model_there_is_none_to_give_up(olga: Keeper) -> None:
    refused = act(olga, "back")
    assert refused.status_code == 409 and "Модели в работе нет" in said(refused)


def test_a_button_that_the_page_has_not_is_refused(olga: Keeper) -> None:
    refused = act(olga, "sing")
    assert refused.status_code == 400 and "нет такой кнопки" in refused.text


def test_a_model_that_cannot_be_read_is_told_here_and_on_the_page_of_health(olga: Keeper) -> None:
    add_model(olga)
    assert "Модель в работе не читается" in olga.page(PAGE)
    assert "Модель в работе не читается" in olga.page(HEALTH)
    assert act(olga, "back").status_code == 303
    assert "Модель в работе не читается" not in olga.page(PAGE)


def test_a_process_that_died_is_told_here_and_on_the_page_of_health(olga: Keeper) -> None:
    broken = {"message": "It was broken off: the program ended meanwhile.", "params": {}}
    with olga.house.store.write() as tx:
        upkeep.end(tx, Work.LEARNING, wrong=broken)
    assert "Последняя попытка не удалась" in olga.page(PAGE)
    health = olga.page(HEALTH)
    assert "Выученные темы" in health and "Запустите обучение ещё раз" in health


def test_a_model_of_meaning_that_is_not_at_work_is_told_on_the_page_of_health(olga: Keeper) -> None:
    message = "The model in {folder} is not used: {file} is missing or cannot be read ({reason})."
    params = {"folder": "/models", "file": "vectors.npy", "reason": "FileNotFoundError"}
    with olga.house.store.write() as tx:
        upkeep.end(tx, Work.VECTORS, wrong={"message": message, "params": params})
    health = olga.page(HEALTH)
    assert "Модель в /models не используется" in health and "Похожие вопросы ищутся пока по словам" in health


def test_a_model_of_meaning_at_work_is_named_on_the_page_of_health(olga: Keeper) -> None:
    assert "Модели нет" in olga.page(HEALTH)
    with olga.house.store.write() as tx:
        upkeep.end(tx, Work.VECTORS, good={"model": "Проба 1"})
    assert "Проба 1; ждут её вопросов: 0" in olga.page(HEALTH)


def test_why_nothing_was_learned_is_told_in_a_sentence(olga: Keeper) -> None:
    few = "There is too little to learn from: {many} decisions of {needed}."
    with olga.house.store.write() as tx:
        upkeep.end(tx, Work.LEARNING, good={"nothing": {"message": few, "params": {"many": 7, "needed": 50}}})
    assert "Учиться пока мало на чём: решений 7 из 50." in olga.page(PAGE)
    assert html.unescape(olga.page(HEALTH)).count("Обучению ничто не мешает.") == 1
