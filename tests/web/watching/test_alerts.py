"""Every alert is made to fire: its thing is broken in a running house, and promtool is given what that tells."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.support.alerting import Look, check_fires, check_quiet, rules
from tests.web.house import House
from tests.web.watching.breaks import BREAKS, Scene

RULES = {str(rule["alert"]): rule for rule in rules()}


def look(house: House) -> Look:
    house.app.extensions.pop("live.kept", None)
    answer = house.client.get("/metrics")
    assert answer.status_code == 200
    return Look.at(answer.text)


@pytest.fixture
def scene(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    house.app.extensions.pop("live.kept", None)
    with ExitStack() as stack:
        yield Scene(house, monkeypatch, stack)
        monkeypatch.undo()


def test_where_nothing_is_broken_no_alert_fires(house: House) -> None:
    check_quiet(look(house))


def test_each_alert_has_its_break() -> None:
    assert sorted(RULES) == sorted([*BREAKS, "LiveDown"])


@pytest.mark.parametrize("alert", BREAKS)
def test_an_alert_fires_where_its_thing_is_broken(scene: Scene, alert: str) -> None:
    """Rows that a break leaves stay in the house: each is made once, and makes no other alert fire that comes later."""
    before = look(scene.house)
    BREAKS[alert](scene)
    check_fires(RULES[alert], before, look(scene.house))


def test_an_alert_fires_where_a_server_is_gone(house: House) -> None:
    check_fires(RULES["LiveDown"], look(house), Look.at(None))
