"""How a prompter shows its text: set from the rundown or on itself, kept for each device."""

from __future__ import annotations

from typing import Any

import pytest

from live.domain.people import Actor, Role
from live.store.transaction import Store
from live.views.feed.sections.prompters import Prompters
from live.views.feed.snapshot import snapshot
from live.views.screens import SCREENS
from tests.support.rooms import Show

DEVICE = "studio0123456789"


def shown(show: Show, screen: str = "prompter") -> dict[str, Any]:
    """What the prompters of a newcomer's snapshot show, by device."""
    with show.store.read() as connection:
        held = snapshot(connection, show.broadcast, SCREENS[screen]).get("prompters", [])
    return {one["device"]: one["view"] for one in held}


def test_a_change_leaves_the_other_settings_as_they_were(show: Show) -> None:
    show.do("prompter.adjust", device=DEVICE, view={"size": 96, "mirror_x": True})
    show.do("prompter.adjust", device=DEVICE, view={"size": 120, "measure": None})
    assert shown(show) == {DEVICE: {"size": 120, "mirror_x": True, "measure": None}}
    assert show.types()[-1] == "prompter.adjusted"


def test_each_device_and_each_broadcast_has_its_own(show: Show) -> None:
    other = Show(show.store).on_air()
    show.do("prompter.adjust", device=DEVICE, view={"size": 96})
    show.do("prompter.adjust", device="tablet0123456789", view={"size": 64})
    other.do("prompter.adjust", device=DEVICE, view={"size": 40})
    assert shown(show) == {DEVICE: {"size": 96}, "tablet0123456789": {"size": 64}}
    assert shown(other) == {DEVICE: {"size": 40}}


def test_the_rundown_sees_it_and_no_other_screen_but_the_prompter(show: Show) -> None:
    show.do("prompter.adjust", device=DEVICE, view={"size": 96})
    told = {name for name in SCREENS if name != "tickets" and shown(show, name)}
    assert told == {"prompter", "rundown"}


def test_the_device_adjusted_longest_ago_makes_room(clocked: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Prompters, "limit", 2)
    show = Show(clocked).on_air()
    for n in (1, 2, 1, 3):
        show.clock.pass_(seconds=1)
        show.do("prompter.adjust", device=f"device{n:010}", view={"size": 60 + n})
    assert shown(show) == {"device0000000001": {"size": 61}, "device0000000003": {"size": 63}}
    assert show.types()[-2:] == ["prompter.adjusted", "prompter.forgotten"]


def test_a_rehearsals_reset_leaves_it_as_it_is(clocked: Store) -> None:
    show = Show(clocked)
    show.do("broadcast.open")
    show.do("rehearsal.start")
    show.do("prompter.adjust", device=DEVICE, view={"size": 96})
    show.do("rehearsal.reset")
    assert shown(show) == {DEVICE: {"size": 96}}


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.PRESENTER, Role.PRODUCER}))
def test_nobody_else_may(show: Show, role: Role) -> None:
    mine: dict[str, Any] = {"by": Actor("Мария", frozenset({role})), "device": DEVICE, "view": {"size": 96}}
    show.refused("forbidden", "prompter.adjust", **mine)


@pytest.mark.parametrize(
    "view",
    [
        {},
        {"size": 35},
        {"size": 201},
        {"size": None},
        {"size": "big"},
        {"measure": 15},
        {"measure": 61},
        {"margin": -1},
        {"margin": 31},
        {"line": 14},
        {"line": 61},
        {"speed": 59},
        {"speed": 241},
        {"speed": 100.5},
        {"mirror_x": 7},
        {"colours": "red"},
        {"size": 96, "font": "Arial"},
    ],
)
def test_a_setting_out_of_its_range_is_invalid(show: Show, view: dict[str, Any]) -> None:
    show.refused("invalid", "prompter.adjust", device=DEVICE, view=view)


@pytest.mark.parametrize("device", ["", "short", "a" * 17, "STUDIO0123456789", "studio 123456789", "студия0123456789"])
def test_what_is_no_device_is_invalid(show: Show, device: str) -> None:
    show.refused("invalid", "prompter.adjust", device=device, view={"size": 96})
