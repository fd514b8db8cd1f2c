"""A broadcast's settings, changed by a command while its screens are open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import live.admin.broadcasts  # noqa: F401 - its handler registers with the bus
from live.domain.broadcast import Kind
from live.domain.people import Actor, Role
from live.store.show import broadcasts, links
from live.views.broadcasts import broadcast_view
from live.workers.recalculate_deadlines import recompute_slice
from live.workers.set_aside import SetAside
from tests.support.rooms import Show


def view(show: Show) -> dict[str, Any]:
    return dict(broadcast_view(show.broadcast))


def test_the_length_is_changed_in_the_middle_of_the_show_and_every_screen_is_told(show: Show) -> None:
    since, version = show.head, show.broadcast.version
    answer = show.do("broadcast.edit", version=version, minutes=90)
    [event] = show.events(since)
    assert (event.type, event.was, event.state, event.data) == ("broadcast.edited", "on_air", "on_air", {"anew": False})
    assert (view(show)["minutes"], answer["version"]) == (90, version + 1)


def test_what_is_left_out_stays(show: Show) -> None:
    before = view(show)
    show.do("broadcast.edit", title="Прямая линия: дороги", head="Вера Котова")
    changed = {"title": "Прямая линия: дороги", "head": "Вера Котова", "version": before["version"] + 1}
    assert view(show) == {**before, **changed}


def test_the_same_again_changes_nothing_and_tells_nobody(show: Show) -> None:
    since, version = show.head, show.broadcast.version
    assert show.do("broadcast.edit", minutes=show.broadcast.minutes)["version"] == version
    assert show.head == since


def test_of_two_producers_one_wins(show: Show) -> None:
    version = show.broadcast.version
    show.do("broadcast.edit", version=version, minutes=100)
    show.refused("conflict", "broadcast.edit", version=version, minutes=110)
    assert show.broadcast.minutes == 100


@pytest.mark.parametrize(
    "said",
    [
        {"zone": "Asia/Nowhere"},
        {"zone": "Europe"},
        {"zone": None},
        {"minutes": 0},
        {"minutes": 1441},
        {"minutes": None},
        {"title": "  "},
        {"title": None},
        {"title": "Эфир\u0007"},
        {"head": None},
        {"starts": "2026-12-01T12:00"},
        {"starts": "завтра"},
        {"colour": "red"},
        {"state": "on_air"},
    ],
)
def test_what_no_setting_can_be_is_refused(show: Show, said: dict[str, Any]) -> None:
    show.refused("invalid", "broadcast.edit", **said)


def test_a_start_in_the_past_is_refused_before_the_show_and_may_be_told_once_it_runs(show: Show) -> None:
    past = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    show.do("broadcast.edit", starts=past)
    planned = Show(show.store)
    planned.refused("invalid", "broadcast.edit", starts=past)
    planned.do("broadcast.edit", starts=(datetime.now(UTC) + timedelta(hours=1)).isoformat())
    planned.do("broadcast.edit", starts=None)
    assert planned.broadcast.starts_at is None


def test_a_standing_broadcast_is_put_behind_a_show_even_after_its_wrap(show: Show) -> None:
    standing = Show(show.store, Kind.STANDING)
    show.wrapped()
    show.do("broadcast.edit", standing=standing.slug)
    assert show.broadcast.standing_id == standing.id
    [late] = show.receive("Пришло после эфира")
    assert getattr(late, "broadcast", None) == standing.slug
    show.do("broadcast.edit", standing=None)
    assert show.broadcast.standing_id is None


@pytest.mark.parametrize("behind", ["a show", "nobody", "an archived one"])
def test_only_an_open_standing_broadcast_stands_behind_a_show(show: Show, behind: str) -> None:
    other = Show(show.store, Kind.SHOW if behind == "a show" else Kind.STANDING)
    if behind == "an archived one":
        other.do("broadcast.archive")
    slug = "no-such-slug" if behind == "nobody" else other.slug
    show.refused("not_found" if behind == "nobody" else "invalid", "broadcast.edit", standing=slug)


def test_once_it_is_over_its_times_stand_and_its_title_may_be_mended(show: Show) -> None:
    show.wrapped()
    show.refused("illegal", "broadcast.edit", minutes=90)
    show.do("broadcast.edit", title="Прямая линия, итоги")
    show.do("broadcast.archive")
    show.refused("illegal", "broadcast.edit", title="Ещё раз")


def test_a_moderator_edits_no_broadcast(show: Show) -> None:
    show.refused("forbidden", "broadcast.edit", minutes=90, by=Actor("Маша", frozenset({Role.MODERATOR})))


def test_links_hold_as_long_as_the_show_that_was_put_off(show: Show) -> None:
    planned = Show(show.store, starts_at=datetime.now(UTC) + timedelta(days=1))
    planned.do("link.add", screen="prompter", name="Студия")
    later = datetime.now(UTC) + timedelta(days=60)
    planned.do("broadcast.edit", starts=later.isoformat())
    with show.store.read() as connection:
        [link] = links.of_broadcast(connection, planned.id, 0)
    assert link.expires_at > later


def test_open_tickets_are_reckoned_anew_by_another_zone(show: Show) -> None:
    show.do("broadcast.edit", zone="Europe/Kaliningrad")
    show.do("question.ticket", show.asked())
    [before] = show.tickets()
    aside: SetAside[int] = SetAside("clock of a ticket")
    while recompute_slice(show.store, aside):
        pass
    show.do("broadcast.edit", zone="Asia/Kamchatka")
    while recompute_slice(show.store, aside):
        pass
    [after] = show.tickets()
    assert after.resolution_due != before.resolution_due


def test_a_standing_broadcast_with_open_questions_is_not_archived(show: Show) -> None:
    standing = Show(show.store, Kind.STANDING)
    number = standing.asked()
    standing.refused("illegal", "broadcast.archive")
    standing.do("question.decline", number, reason="spam")
    standing.do("broadcast.archive")
    assert (standing.broadcast.state, standing.broadcast.intake_open) == ("archived", False)
    with show.store.read() as connection:
        assert broadcasts.led_here(connection, standing.id) == (0, 0)
