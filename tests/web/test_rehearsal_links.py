"""A rehearsal's links open everything while there is nothing but the rehearsal, and nothing after that."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from live.commands import demo
from tests.support.backends import EMBEDDED, SERVED, Backends
from tests.support.scale import grid
from tests.support.server import SECRET
from tests.web.house import House

pytestmark = pytest.mark.faults

OPENED_BY = {
    **{name: f"/b/{demo.SLUG}/{name}" for name in demo.LINKS if name not in ("tickets", "admin")},
    "tickets": "/tickets",
    "admin": "/admin/people",
}
"""What each of the printed links opens."""


@pytest.fixture(params=grid((EMBEDDED, SERVED), EMBEDDED))
def alone(request: pytest.FixtureRequest, backends: Backends, folder: Path) -> Iterator[House]:
    """A new installation that was started with `--rehearsal`."""
    with backends.installation(request.param, folder) as installation:
        house = House(installation)
        assert demo.prepare(house.store) is not None
        yield house
        house.close()


def printed(house: House) -> dict[str, str]:
    return demo.links(house.store, SECRET, house.id_of(demo.SLUG))


def opened(house: House, tokens: dict[str, str]) -> dict[str, int]:
    """What each link's own page answers a device that has opened the link."""
    answers = {}
    for name, token in tokens.items():
        device = house.app.test_client()
        device.get(f"/in/{token}")
        answers[name] = device.get(OPENED_BY[name]).status_code
    return answers


def test_every_printed_link_opens_its_screen_while_there_is_the_rehearsal_alone(alone: House) -> None:
    tokens = printed(alone)
    assert opened(alone, tokens) == dict.fromkeys(OPENED_BY, 200)
    assert printed(alone) == tokens


def test_a_link_that_opens_another_screen_is_told_so_and_not_that_its_role_is_missing(alone: House) -> None:
    tokens = printed(alone)
    said = {}
    for name in ("admin", "head"):
        device = alone.app.test_client()
        device.get(f"/in/{tokens[name]}")
        answer = device.get(f"/b/{demo.SLUG}/both", headers={"Accept": "text/html", "Accept-Language": "ru"})
        assert answer.status_code == 403
        said[name] = answer.text
    assert "открывает только один экран" in said["admin"]
    assert "Для этого нужна роль" in said["head"]


def test_every_printed_link_ends_with_the_first_real_broadcast(alone: House) -> None:
    tokens = printed(alone)
    devices = {name: alone.app.test_client() for name in tokens}
    for name, device in devices.items():
        device.get(f"/in/{tokens[name]}")
    real = alone.show()
    alone.app.extensions["live"].credentials.__init__(alone.store)  # As after a restart: nothing is remembered.
    assert opened(alone, tokens) == dict.fromkeys(OPENED_BY, 401)
    assert {name: device.get(OPENED_BY[name]).status_code for name, device in devices.items()} == dict.fromkeys(
        OPENED_BY, 401
    )
    assert devices["admin"].get(f"/b/{real}/desk").status_code == 401
    assert demo.prepare(alone.store) is None


def test_what_a_person_was_granted_in_a_rehearsal_ends_with_it(alone: House) -> None:
    device = alone.app.test_client()
    alone.user("nina", "верный пароль", "coordinator", "admin", slug=demo.SLUG)
    alone.sign_in(device, "nina", "верный пароль")
    assert [device.get(path).status_code for path in ("/tickets", "/admin/people")] == [200, 200]
    alone.show()
    assert [device.get(path).status_code for path in ("/tickets", "/admin/people")] == [403, 403]
