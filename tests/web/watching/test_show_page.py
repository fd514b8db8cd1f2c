"""What is wrong with a show is said in words to its crew, with what to do."""

from __future__ import annotations

import html
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from live.domain.people import Actor, Role
from live.feed.member import Member
from live.store.tables import channel
from live.views.screens import SCREENS
from tests.web.administrator import HTML
from tests.web.house import House
from tests.web.watching.breaks import Scene, bell_silent, database_reads_alone, feed_stands

WELL = "С эфиром всё в порядке."


@pytest.fixture
def scene(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    with ExitStack() as stack:
        yield Scene(house, monkeypatch, stack)
        monkeypatch.undo()


def moderator(house: House, slug: str) -> FlaskClient:
    client = house.device()
    house.let_in(client, house.key(slug, "moderator"))
    return client


def page(house: House, slug: str, client: FlaskClient | None = None) -> str:
    client = client or moderator(house, slug)
    answer = client.get(f"/b/{slug}/health", headers=HTML)
    assert answer.status_code == 200, answer.text
    return html.unescape(answer.text)


def with_prompter(scene: Scene) -> str:
    """A show on air with somebody at its prompter."""
    slug = scene.house.show("open", "air")
    actor = Actor("Ведущий", frozenset({Role.PRESENTER}), "test")
    member = Member("at-the-prompter", None, scene.house.id_of(slug), slug, SCREENS["prompter"], actor, "mark")
    scene.live.presence.enter(member)
    scene.stack.callback(scene.live.presence.exit, member)
    return slug


def test_where_nothing_is_wrong_the_show_is_well(scene: Scene) -> None:
    told = page(scene.house, with_prompter(scene))
    assert WELL in told and "1 на связи" in told


def test_before_the_air_it_says_that_nothing_stands_in_the_way(scene: Scene) -> None:
    told = page(scene.house, scene.house.show("open"))
    assert "Эфир сейчас не идёт; ничто не мешает." in told and "Откройте его у ведущего" not in told


def test_a_show_on_air_without_a_prompter_is_not_well(scene: Scene) -> None:
    told = page(scene.house, scene.house.show("open", "air"))
    assert "Откройте его у ведущего" in told and WELL not in told


def test_it_says_that_questions_are_not_kept(scene: Scene) -> None:
    slug = with_prompter(scene)
    client = moderator(scene.house, slug)
    database_reads_alone(scene)
    assert "Сейчас ничего не сохраняется." in page(scene.house, slug, client)


def test_it_says_that_screens_wait(scene: Scene) -> None:
    slug = with_prompter(scene)
    feed_stands(scene)
    assert "Пока верьте эфиру, а не экранам." in page(scene.house, slug)


def test_it_says_that_screens_lag_where_the_servers_do_not_hear_each_other(scene: Scene) -> None:
    slug = with_prompter(scene)
    bell_silent(scene)
    assert "Часть экранов отстаёт на мгновение." in page(scene.house, slug)


def test_it_names_a_network_that_refuses_but_none_that_is_paused(scene: Scene) -> None:
    slug, says = with_prompter(scene), "площадка отвечает ошибкой"
    scene.house.channel("telegram", slug, token="planted-token", secret="planted-secret")
    wrong = update(channel).where(channel.c.broadcast_id == scene.house.id_of(slug)).values(error="It refuses.")
    with scene.house.store.write() as tx:
        tx.connection.execute(wrong)
    assert says in page(scene.house, slug)
    with scene.house.store.write() as tx:
        tx.connection.execute(wrong.values(paused=True))
    assert says not in page(scene.house, slug)
