"""No screen of a person is given a contact: they ask for one at a time, and it is written down who did (M10)."""

from __future__ import annotations

import json
import uuid
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
from live.store.show import calls
from live.store.tables import audit
from live.views.feed.sections.section import Reader
from live.views.feed.snapshot import snapshot
from live.views.screens import SCREENS
from live.web.commands import perform
from tests.web.house import Caller, House

CONTACT, PAGE = "tel:+79000000012", "https://vk.com/anna"
MASKED = "tel:···12"
SECRETS = ("79000000012", "vk.com/anna")


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


NUMBER = "8 900 000-20-71"
"""Written by somebody into the field for a name."""


@pytest.mark.parametrize("contact", [None, "tel:+79000002072"])
def test_a_telephone_in_a_name_is_on_no_screen_until_it_is_asked_for(house: House, contact: str | None) -> None:
    crew = house.caller(house.show("open", "air"), "source", "moderator")
    crew.ask(author={"name": f"Анна {NUMBER}", "contact": contact})
    number = crew.obey("question.ticket", question=1, version=1)["ticket"]
    page = signed_in(house, "moderator", "coordinator")
    with house.store.read() as connection:
        home = event_log.position(connection, house.id_of(slug_of(crew))).broadcast
        held = json.dumps(snapshot(connection, home, SCREENS["desk"], Reader()), ensure_ascii=False)
    told = [held, *(page.get(url).text for url in (f"{crew.base}/questions/1", f"/api/v1/tickets/{number}"))]
    for one in told:
        assert NUMBER not in one and "Анна [телефон]" in one and (masked_contact(contact) or "words:···") in one
    asked = [
        ask(house, slug_of(crew), "question.contact", person(Role.MODERATOR, 7), question=1),
        ask(house, "tickets", "ticket.contact", person(Role.COORDINATOR, 5), ticket=number, question=1),
    ]
    assert [one["contact"] for one in asked] == [contact or f"Анна {NUMBER}"] * 2


# Who calls


RECORDING = "https://ats.example/12.mp3"


@pytest.fixture
def rung(house: House) -> tuple[Caller, int]:
    """A screener's key, and a call that has ended, with its recording."""
    screener = house.caller(house.show("open", "air"), "screener")
    call = screener.obey("call.open", number="8 900 000-00-12")["call"]
    with house.store.write() as tx:
        calls.keep_recording(tx, call, RECORDING)
    return screener, call


def test_a_screener_s_screen_is_sent_neither_the_number_nor_the_recording(
    house: House, rung: tuple[Caller, int]
) -> None:
    screener, call = rung
    screen = SCREENS["calls"]
    with house.store.read() as connection:
        home = event_log.position(connection, house.id_of(slug_of(screener))).broadcast
        [whole], [shown] = (snapshot(connection, home, screen, Reader(contacts=c))["calls"] for c in (True, False))
    assert (whole["number"], whole["recording_url"]) == ("+79000000012", RECORDING)
    assert (shown["contact_masked"], shown["recorded"]) == (MASKED, True)
    assert shown["call"] == call and not [secret for secret in (*SECRETS, "ats.example") if secret in json.dumps(shown)]
    screener.obey("call.take", call=call)
    screener.obey("call.hand", call=call, text="Нет воды")
    events = house.app.extensions["live"].queries.events(slug_of(screener), screen, Reader(), 0, 100)
    told = json.dumps(events, ensure_ascii=False)
    assert MASKED in told and not [secret for secret in (*SECRETS, "ats.example") if secret in told]


@pytest.mark.parametrize(
    ("type_", "act", "told"),
    [
        ("call.contact", "contact.seen", {"contact": CONTACT}),
        ("call.recording", "recording.seen", {"recording_url": RECORDING}),
    ],
)
def test_a_screener_who_asks_is_told_and_written_down(
    house: House, rung: tuple[Caller, int], type_: str, act: str, told: dict[str, str]
) -> None:
    screener, call = rung
    slug = slug_of(screener)
    assert ask(house, slug, type_, person(Role.SCREENER, 7), call=call) == {"ok": True, **told}
    with house.store.read() as connection:
        entry = connection.execute(select(audit).order_by(audit.c.id.desc()).limit(1)).one()
    assert (entry.act, entry.credential, entry.subject) == (act, "user:7", f"{slug}/call/{call}")
    for role in (Role.MODERATOR, Role.PRODUCER, Role.HEAD, Role.PRESENTER):
        with pytest.raises(Refused) as refused:
            ask(house, slug, type_, person(role, 8), call=call)
        assert refused.value.code == "forbidden"
    with pytest.raises(Refused) as refused:
        ask(house, house.show(), type_, person(Role.SCREENER, 7), call=call)
    assert refused.value.code == "not_found"
