"""Whoever comes first: the sign-in says how an account comes about, the index what to do while there is no show."""

from __future__ import annotations

import html
import re
import shlex
from collections.abc import Iterator

import pytest

from live.web.crew.pages import COMMANDS
from tests.support.backends import EMBEDDED, Backends
from tests.support.server import Installation
from tests.web.administrator import HTML, PASSWORD
from tests.web.house import House


@pytest.fixture
def new(backends: Backends, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Nobody has been here yet."""
    with backends.installation(EMBEDDED, tmp_path_factory.mktemp("new")) as installation:
        yield installation


@pytest.fixture
def new_house(new: Installation) -> Iterator[House]:
    opened = House(new)
    yield opened
    opened.close()


def commands(page: str) -> list[list[str]]:
    """The arguments of each command that a page tells."""
    told = re.findall(r'<pre class="command">(.*?)</pre>', page, re.DOTALL)
    return [shlex.split(html.unescape(one))[2:] for one in told]


def test_the_sign_in_names_the_product_and_how_an_account_comes_about(new_house: House) -> None:
    nobody = new_house.client.get("/login", headers=HTML).text
    assert "Прямая линия" in nobody and "Здесь ещё некому войти" in nobody
    assert len(commands(nobody)) == 1
    new_house.user("olga", PASSWORD, "admin")
    later = new_house.client.get("/login", headers=HTML).text
    assert "Прямая линия" in later and "Нет учётной записи? Её заведёт администратор" in later
    assert not commands(later)
    wrong = new_house.sign_in(new_house.app.test_client(), "olga", "мимо").text
    assert "Нет учётной записи? Её заведёт администратор" in wrong and 'role="alert"' in wrong


def test_the_first_administrator_is_told_what_comes_next_until_there_is_a_show(new_house: House) -> None:
    new_house.user("olga", PASSWORD, "admin")
    new_house.user("masha", PASSWORD, "moderator")
    olga, masha = new_house.app.test_client(), new_house.app.test_client()
    new_house.sign_in(olga, "olga", PASSWORD)
    new_house.sign_in(masha, "masha", PASSWORD)
    told = olga.get("/", headers=HTML).text
    assert "С чего начать" in told and not commands(told)
    first_steps = told[told.index("С чего начать") : told.index("Администрирование")]
    for page in ("broadcasts/new?kind=standing", "broadcasts/new", "people", "lists/localities", "channels/new"):
        assert f'href="/admin/{page}"' in first_steps
    assert "С чего начать" not in masha.get("/", headers=HTML).text
    channel = olga.get("/admin/channels/new?type=vk", headers=HTML).text
    assert "Канал доставляет вопросы в эфир, а его ещё нет." in channel and 'id="set-secret"' not in channel
    new_house.show()
    assert 'id="set-secret"' in olga.get("/admin/channels/new?type=vk", headers=HTML).text
    later = olga.get("/", headers=HTML).text
    assert "С чего начать" not in later and "/desk" in later


def test_what_the_first_pages_tell_to_type_works(new: Installation) -> None:
    new.cli(*shlex.split(COMMANDS["administrator"])[2:], stdin=f"{PASSWORD}\n")


def test_where_there_are_shows_nobody_is_told_that_there_is_none(each_house: House) -> None:
    each_house.show()
    link = each_house.app.test_client()
    each_house.let_in(link, each_house.key(None, "admin"))
    told = link.get("/", headers=HTML).text
    assert "С чего начать" not in told and "Администрирование" in told
