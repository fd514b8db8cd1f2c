"""What the audit is told by the pages and the API: who came in, what was looked at, taken out, changed and refused."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Row, func, select

from live.domain.retention import Kind
from live.store.centre import access
from live.store.tables import audit
from tests.web.administrator import HTML, PASSWORD, SECRET, Administrator
from tests.web.house import House, csrf
from tests.web.test_tickets import staff

Json = dict[str, Any]


@pytest.fixture
def olga(each_house: House) -> Administrator:
    return Administrator(each_house)


class Watch:
    """What was written into the audit since it was made; what waits to be written is written first."""

    def __init__(self, house: House) -> None:
        self.house = house
        with house.store.read() as connection:
            self._from = connection.execute(select(func.max(audit.c.id))).scalar_one() or 0

    @property
    def entries(self) -> list[Row[Any]]:
        self.house.app.extensions["live"].audit.write()
        with self.house.store.read() as connection:
            return list(connection.execute(select(audit).where(audit.c.id > self._from).order_by(audit.c.id)).all())

    @property
    def acts(self) -> list[tuple[str, str, str]]:
        return [(entry.act, entry.subject, entry.outcome) for entry in self.entries]

    @property
    def one(self) -> Row[Any]:
        [entry] = self.entries
        return entry


def stranger(house: House) -> Any:
    client = house.app.test_client()
    client.environ_base["REMOTE_ADDR"] = f"2001:db8:9::{uuid.uuid4().hex[:4]}"
    return client


def account_of(house: House, login: str) -> str:
    with house.store.read() as connection:
        row = access.account_by_login(connection, login)
    assert row is not None
    return f"user:{row.id}"


# Coming in, and leaving


def test_signing_in_and_out_is_told_with_the_address(each_house: House) -> None:
    client, login = stranger(each_house), f"vera-{uuid.uuid4().hex[:6]}"
    each_house.user(login, PASSWORD, "moderator")
    watch, who = Watch(each_house), account_of(each_house, login)
    each_house.sign_in(client, login, PASSWORD)
    page = client.get("/", headers=HTML).text
    client.post("/logout", data={"csrf_token": csrf(page)})
    subject = who.replace(":", "/")
    assert watch.acts == [("session.signed_in", subject, "done"), ("session.signed_out", subject, "done")]
    assert {(entry.credential, entry.address) for entry in watch.entries} == {(who, client.environ_base["REMOTE_ADDR"])}


def test_a_wrong_password_is_told_of_the_account_and_an_unknown_login_is_not_kept(each_house: House) -> None:
    """Security finding H5: there was no line of a failed sign-in. People type their passwords into the login, too."""
    client, login = stranger(each_house), f"vera-{uuid.uuid4().hex[:6]}"
    each_house.user(login, PASSWORD, "moderator")
    watch = Watch(each_house)
    each_house.sign_in(client, login, "неверный пароль")
    each_house.sign_in(client, "МойПарольНаоборот7", "vera")
    known, unknown = watch.entries
    assert (known.act, known.outcome, known.credential) == (
        "session.signed_in",
        "failed",
        account_of(each_house, login),
    )
    assert (unknown.act, unknown.outcome, unknown.credential, unknown.name) == (
        "session.signed_in",
        "failed",
        None,
        None,
    )
    assert "МойПароль" not in repr(unknown) and unknown.address


def test_a_link_that_is_opened_is_told(each_house: House) -> None:
    slug = each_house.show()
    token = each_house.key(slug, "moderator", screen="desk")
    watch = Watch(each_house)
    stranger(each_house).get(f"/in/{token}")
    entry = watch.one
    assert (entry.act, entry.screen, entry.outcome) == ("link.opened", "desk", "done")
    assert entry.credential.startswith("key:") and token not in repr(entry)


# What is refused


def test_a_right_that_is_refused_is_told_of_whoever_is_known(each_house: House) -> None:
    slug, other = each_house.show(), each_house.show()
    watch = Watch(each_house)
    caller = each_house.caller(other, "moderator")
    for _ in range(3):
        assert caller.client.get(f"/b/{slug}/desk", headers=caller.headers).status_code == 403
    assert each_house.caller(slug).get("/questions").status_code == 401
    entry = watch.one
    assert (entry.act, entry.subject, entry.outcome) == ("access.refused", slug, "refused")
    assert entry.facts == {"method": "GET", "route": "/b/<slug>/desk", "times": 3}
    assert entry.credential.startswith("key:") and entry.address


def test_a_command_that_is_not_ones_own_to_give_is_told(each_house: House) -> None:
    caller = each_house.caller(each_house.show(), "moderator")
    watch = Watch(each_house)
    assert caller.command("broadcast.air").status_code == 403
    assert watch.one.facts["command"] == "broadcast.air"


def test_a_limit_that_is_reached_is_told_with_the_address(house: House) -> None:
    client, watch = stranger(house), Watch(house)
    statuses = [client.get("/in/no-such-link").status_code for _ in range(25)]
    assert statuses.count(429) == 5
    entry = watch.one
    assert (entry.act, entry.credential, entry.address) == (
        "access.limited",
        None,
        client.environ_base["REMOTE_ADDR"],
    )
    assert entry.facts == {"method": "GET", "route": "/in/<token>", "times": 5}


# What is looked at, and taken out


def test_a_dead_letter_that_is_looked_at_is_told(each_house: House, olga: Administrator) -> None:
    view = olga.added(secret=SECRET)
    body = {"type": "wall_reply_new", "object": {"text": "Планида"}, "group_id": 456, "secret": SECRET}
    each_house.client.post(f"/hooks/vk/{view.key}", data=json.dumps(body))
    page = olga.get(f"/{view.id}")
    letter = page.split(f"/admin/channels/{view.id}/letters/")[1].split('"')[0]
    watch = Watch(each_house)
    olga.get(f"/{view.id}/letters/{letter}")
    entry = watch.one
    assert (entry.act, entry.subject) == ("letter.seen", f"channel/{view.id}/letter/{letter}")
    assert "Планида" not in repr(entry)


def test_a_callers_card_that_is_opened_is_told(each_house: House) -> None:
    slug = each_house.show("open", "air")
    crew = each_house.caller(slug, "screener")
    call = crew.obey("call.open", name="Пётр Планида", number="+78422001122")["call"]
    watch = Watch(each_house)
    crew.read(f"/calls/{call}/caller")
    entry = watch.one
    assert (entry.act, entry.subject) == ("caller.seen", f"{slug}/call/{call}")
    assert not any(secret in repr(entry) for secret in ("Планида", "8422001122"))


@pytest.mark.parametrize(
    ("path", "act", "subject"),
    [
        ("/tickets.csv", "tickets.exported", "tickets"),
        ("/tickets.xlsx", "tickets.exported", "tickets"),
        ("/b/{slug}/report.xlsx", "report.exported", "{slug}"),
    ],
)
def test_what_is_taken_out_is_told(each_house: House, olga: Administrator, path: str, act: str, subject: str) -> None:
    watch = Watch(each_house)
    assert olga.client.get(path.format(slug=olga.slug)).status_code == 200
    assert watch.acts == [(act, subject.format(slug=olga.slug), "done")]
    assert watch.one.credential.startswith("user:") and watch.one.address


# What the administrator changes


def test_a_program_that_takes_contacts_out_is_told(each_house: House) -> None:
    coordinator = staff(each_house, "coordinator")
    watch = Watch(each_house)
    coordinator.read("/by-hand", limit=1)
    assert watch.acts == [("by_hand.seen", "tickets", "done")]


def _channel(olga: Administrator) -> None:
    view = olga.added(secret=SECRET)
    olga.press(view, "route", broadcast=olga.slug)
    olga.press(view, "pause")
    olga.press(view, "resume")


def _webhook(olga: Administrator) -> None:
    def post(path: str, **fields: str) -> None:
        token = csrf(olga.client.get("/admin/webhooks", headers=HTML).text)
        answer = olga.client.post(f"/admin/webhooks{path}", data={"csrf_token": token, **fields}, headers=HTML)
        assert answer.status_code in (200, 303), answer.text

    post("", url="https://example.org/told", secret="")
    page = olga.client.get("/admin/webhooks", headers=HTML).text
    number = page.split('id="webhook-')[-1].split('"')[0]
    post(f"/{number}", do="pause")
    post(f"/{number}", do="replay", since="0")
    post(f"/{number}", do="remove")


def _terms(olga: Administrator) -> None:
    page = olga.client.get("/admin/retention", headers=HTML).text
    version = page.split('name="version" value="')[1].split('"')[0]
    days = {kind.value: "400" for kind in Kind}
    form = {"csrf_token": csrf(page), "version": version, "do": "save", **days}
    assert olga.client.post("/admin/retention", data=form, headers=HTML).status_code == 303


def _person(olga: Administrator) -> None:
    login = f"ivan-{uuid.uuid4().hex[:6]}"
    olga.house.user(login, PASSWORD, "executor")
    number = account_of(olga.house, login).partition(":")[2]
    page = olga.client.get(f"/admin/people/{number}", headers=HTML).text
    version = page.split('name="version" value="')[1].split('"')[0]
    said = {"name": "Иван", "department": "ЖКХ", "email": "ivan.planida@example.org"}
    form = {"csrf_token": csrf(page), "do": "save", "version": version, **said}
    assert olga.client.post(f"/admin/people/{number}", data=form, headers=HTML).status_code == 303


CHANGES: dict[str, tuple[Callable[[Administrator], None], list[str]]] = {
    "a channel": (_channel, ["channel.added", "channel.routed", "channel.paused", "channel.resumed"]),
    "a webhook": (_webhook, ["webhook.added", "webhook.paused", "webhook.replayed", "webhook.removed"]),
    "terms": (_terms, ["retention.saved"]),
    "a person": (_person, ["person.changed"]),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_an_administrator_changes_is_told_without_secrets_or_addresses(
    each_house: House, olga: Administrator, name: str
) -> None:
    change, acts = CHANGES[name]
    watch = Watch(each_house)
    change(olga)
    assert [entry.act for entry in watch.entries] == acts
    assert {entry.outcome for entry in watch.entries} == {"done"}
    assert all(entry.credential.startswith("user:") and entry.address for entry in watch.entries)
    assert not any(secret in repr(watch.entries) for secret in (SECRET, "example.org"))


# The history


def test_an_administrator_sees_in_a_history_which_of_two_people_of_one_name_it_was(each_house: House) -> None:
    """Security finding H5: a link is named freely, so a name is nobody's proof."""
    slug = each_house.show("open", "air")
    key = each_house.caller(slug, "source", "moderator", "admin")
    key.ask()
    key.obey("question.shortlist", question=1, version=1)
    seen = key.read("/questions/1")["history"]
    moved = next(entry for entry in seen if entry["type"] == "question.shortlisted")
    assert moved["by"]["credential"].startswith("key:")
    for other in (each_house.caller(slug, "moderator").read("/questions/1"), key.read("/questions")["questions"][0]):
        assert "credential" not in repr(other)
