"""Links to screens: made by the producer, valid until they are revoked, and never kept in the clear."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from live.desk import links as room
from live.domain.people import Actor, Role
from live.protocol.links import LINKS
from live.store.centre import access
from live.store.show import links
from live.store.tables import metadata
from live.store.transaction import LETTERS, Store
from live.views.feed.sections.links import Links
from live.views.feed.snapshot import snapshot
from live.views.screens import SCREENS
from tests.support.rooms import Show


def listed(show: Show, screen: str = "rundown") -> list[dict[str, Any]]:
    """The links of a newcomer's snapshot."""
    with show.store.read() as connection:
        return [dict(link) for link in snapshot(connection, show.broadcast, SCREENS[screen]).get("links", [])]


def token(show: Show, link: int) -> str:
    with show.store.read() as connection:
        [row] = links.by_ids(connection, [link])
    told = links.token_of(show.store, row)
    assert told is not None
    return told


def made(show: Show, screen: str = "prompter", name: str = "Студия") -> int:
    return int(show.do("link.add", screen=screen, name=name)["link"])


@pytest.mark.parametrize("screen", LINKS)
def test_a_link_opens_a_screen_that_is_for_its_role(show: Show, screen: str) -> None:
    opened = LINKS[screen]
    assert opened.role in SCREENS[opened.screen].roles
    made(show, screen)
    assert [(one["screen"], one["name"], one["by"]) for one in listed(show)] == [(screen, "Студия", "Анна")]


def test_the_newest_stands_first_and_a_revoked_one_says_when(show: Show) -> None:
    first, second = made(show, name="Студия"), made(show, "head", name="Планшет главы")
    show.do("link.revoke", link=first)
    assert [(one["link"], one["revoked_at"] is None) for one in listed(show)] == [(second, True), (first, False)]
    assert show.types()[-3:] == ["link.added", "link.added", "link.revoked"]


def test_the_rundown_alone_sees_them(show: Show) -> None:
    made(show)
    assert {name for name in SCREENS if name != "tickets" and listed(show, name)} == {"rundown"}


def test_the_token_stands_nowhere(show: Show) -> None:
    answer = show.do("link.add", screen="prompter", name="Студия")
    secret = token(show, answer["link"])
    with show.store.read() as connection:
        rows = [str(row) for table in metadata.sorted_tables for row in connection.execute(select(table))]
    assert not [row for row in rows if secret in row or secret.replace("-", "") in row]
    assert secret not in str(answer)


def test_a_token_can_be_read_aloud_and_typed(show: Show) -> None:
    tokens = {token(show, made(show)) for _ in range(5)}
    assert len(tokens) == 5
    assert all([len(part) for part in one.split("-")] == [4, 4, 4] for one in tokens)
    assert {letter for one in tokens for letter in one} <= set(LETTERS) | {"-"} and not set("01oil") & set(LETTERS)


def test_under_another_secret_key_a_token_can_no_longer_be_told(show: Show) -> None:
    link = made(show)
    elsewhere = Store(show.store.database, "another-secret")
    with elsewhere.read() as connection:
        [row] = links.by_ids(connection, [link])
    assert links.token_of(elsewhere, row) is None


def test_a_link_is_revoked_once_and_in_its_own_broadcast(show: Show) -> None:
    link = made(show)
    Show(show.store).refused("not_found", "link.revoke", link=link)
    show.do("link.revoke", link=link)
    show.refused("not_found", "link.revoke", link=link)


def test_a_key_is_no_link(show: Show) -> None:
    with show.store.write() as tx:
        key = access.add_key(tx, f"key-{show.slug}", "Ключ", ["producer"], show.id, "rundown")
    show.refused("not_found", "link.revoke", link=key)
    assert listed(show) == []


def test_so_many_are_valid_at_once(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MOST", 2)
    first, _ = made(show), made(show)
    show.refused("illegal", "link.add", screen="head", name="Третья")
    show.do("link.revoke", link=first)
    made(show)


def test_of_the_revoked_the_newest_are_listed(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Links, "limit", 2)
    kept = made(show)
    gone = [made(show) for _ in range(3)]
    for link in gone:
        show.do("link.revoke", link=link)
    assert [one["link"] for one in listed(show)] == [gone[2], gone[1], kept]


def test_a_rehearsals_reset_leaves_them_valid(clocked: Store) -> None:
    show = Show(clocked)
    show.do("broadcast.open")
    show.do("rehearsal.start")
    link = made(show)
    show.do("rehearsal.reset")
    assert [(one["link"], one["revoked_at"]) for one in listed(show)] == [(link, None)]


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.PRODUCER, Role.ADMIN}))
def test_nobody_else_may(show: Show, role: Role) -> None:
    somebody = Actor("Мария", frozenset({role}))
    link = made(show)
    show.refused("forbidden", "link.add", by=somebody, screen="prompter", name="Студия")
    show.refused("forbidden", "link.revoke", by=somebody, link=link)


@pytest.mark.parametrize(
    "fields",
    [
        {"screen": "prompter"},
        {"screen": "prompter", "name": " "},
        {"screen": "prompter", "name": "с" * 61},
        {"screen": "tickets", "name": "Отдел"},
        {"screen": "admin", "name": "Всё"},
        {"screen": "prompter", "name": "Студия", "role": "admin"},
    ],
)
def test_a_link_to_nothing_known_is_invalid(show: Show, fields: dict[str, Any]) -> None:
    show.refused("invalid", "link.add", **fields)
