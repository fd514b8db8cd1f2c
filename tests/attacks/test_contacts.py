"""No screen of a person is given a contact: they ask for one at a time, and it is written down who did (M10)."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from live.domain.people import Actor, Role
from live.domain.refused import Refused
from live.domain.submission import masked_contact
from live.protocol.commands import read
from live.protocol.events import Log
from live.store import log as event_log
from live.store.tables import audit
from live.views.feed.sections.section import Reader
from live.views.feed.snapshot import snapshot
from live.views.screens import SCREENS
from live.web.commands import perform
from tests.support.server import Installation
from tests.web.house import Caller, House

CONTACT, PAGE = "tel:+79000000012", "https://vk.com/anna"
MASKED = "tel:···12"
SECRETS = ("79000000012", "vk.com/anna")


@pytest.fixture(scope="module")
def house(embedded: Installation) -> Iterator[House]:
    opened = House(embedded)
    yield opened
    opened.close()


@pytest.fixture
def crew(house: House) -> Caller:
    crew = house.caller(house.show("open", "air"), "source", "moderator", "producer")
    crew.ask(author={"name": "Анна", "contact": CONTACT, "profile": PAGE})
    return crew


def slug_of(crew: Caller) -> str:
    return crew.base.rsplit("/", 1)[1]


def signed_in(house: House, *roles: str) -> FlaskClient:
    login = f"u{uuid.uuid4().hex[:8]}"
    house.user(login, "correct horse battery", *roles)
    client = house.app.test_client()
    assert house.sign_in(client, login, "correct horse battery").status_code == 302
    return client


@pytest.mark.parametrize(
    ("contact", "masked"),
    [
        (CONTACT, MASKED),
        ("mailto:anna@example.org", "mailto:a···@···"),
        ("vk:123456", "vk:···56"),
        ("https://vk.com/anna", "https://vk.com/···"),
        ("позвоните соседке", "words:···"),
        (None, None),
    ],
)
def test_a_masked_contact_tells_its_kind_and_its_end(contact: str | None, masked: str | None) -> None:
    assert masked_contact(contact) == masked


@pytest.mark.parametrize("path", ["/questions", "/questions/1"])
def test_a_person_s_page_is_given_it_masked_and_a_program_whole(house: House, crew: Caller, path: str) -> None:
    page = signed_in(house, "moderator").get(crew.base + path)
    assert page.status_code == 200 and MASKED in page.text
    assert not [secret for secret in SECRETS if secret in page.text]
    told = json.dumps(crew.read(path), ensure_ascii=False)
    assert CONTACT in told and PAGE in told and MASKED in told


@pytest.mark.parametrize("screen", ["desk", "calls", "head"])
def test_a_person_s_screen_is_sent_none(house: House, crew: Caller, screen: str) -> None:
    with house.store.read() as connection:
        home = event_log.position(connection, house.id_of(slug_of(crew))).broadcast
        held = {
            whole: json.dumps(snapshot(connection, home, SCREENS[screen], Reader(contacts=whole)))
            for whole in (True, False)
        }
    assert not [secret for secret in SECRETS if secret in held[False]]
    if screen == "desk":
        assert CONTACT in held[True]


def person(role: Role, account: int) -> Actor:
    return Actor("Мария", frozenset({role}), f"user:{account}")


def ask(house: House, slug: str, type_: str, holder: Actor, **fields: Any) -> dict[str, Any]:
    log = Log.TICKETS if type_.startswith("ticket.") else Log.BROADCAST
    body = read(log, {"id": str(uuid.uuid4()), "type": type_, **fields})
    with house.app.test_request_context():
        return dict(perform(house.id_of(slug), slug, body, holder))


def test_who_asks_for_it_is_told_and_written_down(house: House, crew: Caller) -> None:
    told = ask(house, slug_of(crew), "question.contact", person(Role.MODERATOR, 7), question=1)
    assert told == {"ok": True, "contact": CONTACT, "profile": PAGE}
    with house.store.read() as connection:
        entry = connection.execute(select(audit).order_by(audit.c.id.desc()).limit(1)).one()
    assert (entry.act, entry.credential, entry.subject) == ("contact.seen", "user:7", f"{slug_of(crew)}/question/1")
    assert not [secret for secret in SECRETS if secret in str(entry)]


@pytest.mark.parametrize("role", [Role.PRESENTER, Role.GALLERY, Role.OBSERVER, Role.SOURCE])
def test_who_may_not_know_is_refused(house: House, crew: Caller, role: Role) -> None:
    with pytest.raises(Refused) as refused:
        ask(house, slug_of(crew), "question.contact", person(role, 8), question=1)
    assert refused.value.code == "forbidden"


def test_nor_is_a_head_told_whose_broadcast_does_not_allow_it(house: House, crew: Caller) -> None:
    crew.obey("question.shortlist", question=1, version=1)
    head = person(Role.HEAD, 9)
    with pytest.raises(Refused) as refused:
        ask(house, slug_of(crew), "question.contact", head, question=1)
    assert refused.value.code == "not_found"


def test_a_ticket_s_page_is_the_same(house: House, crew: Caller) -> None:
    number = crew.obey("question.ticket", question=1, version=1)["ticket"]
    page = signed_in(house, "coordinator").get(f"/api/v1/tickets/{number}")
    assert MASKED in page.text and not [secret for secret in SECRETS if secret in page.text]
    told = ask(house, "tickets", "ticket.contact", person(Role.COORDINATOR, 5), ticket=number, question=1)
    assert (told["contact"], told["profile"]) == (CONTACT, PAGE)
    with pytest.raises(Refused) as refused:
        ask(house, "tickets", "ticket.contact", person(Role.EXECUTOR, 6), ticket=number, question=1)
    assert refused.value.code == "forbidden"
