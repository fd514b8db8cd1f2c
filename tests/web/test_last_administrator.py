"""The centre is never without an administrator who can sign in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from live.admin.people import CENTRE, close_person, set_roles
from live.domain.people import Actor, Role
from live.domain.refused import Refused
from live.views.admin.people import everybody
from tests.support.backends import EMBEDDED, SERVED, Backends
from tests.support.scale import grid
from tests.web.house import House

CONSOLE = Actor("Сервер", frozenset({Role.ADMIN}))


@pytest.fixture(params=grid((EMBEDDED, SERVED), EMBEDDED))
def new_house(
    request: pytest.FixtureRequest, backends: Backends, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    with backends.installation(request.param, tmp_path_factory.mktemp("new")) as installation:
        opened = House(installation)
        yield opened
        opened.close()


def take_away(house: House, login: str, how: str) -> None:
    [one] = [one for one in everybody(house.store) if one.login == login]
    if how == "close":
        close_person(house.store, one.id, one.version, CONSOLE)
    else:
        set_roles(house.store, one.id, one.version, {CENTRE}, {("moderator", CENTRE)}, CONSOLE)


@pytest.mark.parametrize("how", ["close", "roles"])
def test_the_last_administrator_stays(new_house: House, how: str) -> None:
    show = new_house.show()
    new_house.user("olga", "верный пароль", "admin")
    new_house.user("vera", "верный пароль", "admin", slug=show)
    new_house.user("invited", "верный пароль", "moderator")
    with new_house.unchanged(), pytest.raises(Refused) as refused:
        take_away(new_house, "olga", how)
    assert refused.value.code == "illegal"
    new_house.user("nina", "верный пароль", "admin")
    take_away(new_house, "olga", how)
    with pytest.raises(Refused):
        take_away(new_house, "nina", how)
