"""The first page: who may open which screen, and where somebody may work and where only look."""

from __future__ import annotations

import html
import re
import uuid

from tests.web.administrator import HTML, PASSWORD
from tests.web.house import House

BUTTON = r'<a class="button" href="/b/{slug}/(\w+)">'
LOOKED_AT = r'<a href="/b/{slug}/(\w+)">'


def shown(house: House, slug: str, *roles: str) -> tuple[list[str], list[str]]:
    """The screens of a broadcast that the first page offers to work on, and those that are there to look at."""
    client, login = house.app.test_client(), f"one-{uuid.uuid4().hex[:8]}"
    house.user(login, PASSWORD, *roles)
    house.sign_in(client, login, PASSWORD)
    page = html.unescape(client.get("/", headers=HTML).text)
    works, looks = (re.findall(pattern.format(slug=slug), page) for pattern in (BUTTON, LOOKED_AT))
    assert bool(looks) == ("Только посмотреть" in page)
    return works, looks


def test_an_administrator_is_offered_every_screen_to_look_at_and_none_to_work_on(house: House) -> None:
    works, looks = shown(house, house.show(), "admin")
    assert not {"desk", "calls", "rundown", "both", "prompter", "head", "gallery"} & set(works)
    assert looks == ["desk", "calls", "rundown", "prompter", "head", "overlay", "gallery", "both"]


def test_an_administrator_works_where_another_role_lets_work(house: House) -> None:
    works, looks = shown(house, house.show(), "admin", "moderator")
    assert "desk" in works and "desk" not in looks
    assert "calls" in looks and "calls" not in works


def test_who_may_only_watch_the_heads_screen_has_it_as_the_own(house: House) -> None:
    assert shown(house, house.show(), "observer") == (["head"], [])
