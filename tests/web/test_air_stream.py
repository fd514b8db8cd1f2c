"""What is on air as one long answer: whole, at once, when it changes, and not again to who has it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from werkzeug.test import TestResponse

from live.feed.air import LISTENERS, OF_ONE, Airs, Place
from live.runtime.worker import Written
from live.store.quick.handed import Grown
from live.web.services import Services
from tests.support.api import NAMED
from tests.web.house import Caller, House, problem

Event = dict[str, str]


def crew_of(house: House) -> Caller:
    crew = house.caller(house.show("open", "air"), "source", "moderator", "producer")
    for number, text in enumerate(("Где вода?", "Где свет?"), 1):
        crew.ask(text, author={"name": "Анна П.", "contact": "tel:+79001234567"}, consent=NAMED)
        crew.obey("question.shortlist", question=number, version=1)
    return crew


def services_of(house: House) -> Services:
    found: Services = house.app.extensions["live"]
    return found


class Stream:
    """An answer under way, read event by event."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self._pieces = response.iter_encoded()

    def next(self) -> Event:
        """The next event; a line of the protocol that is none (such as `retry`) is its own."""
        piece = next(self._pieces).decode()
        return dict(line.split(": ", 1) for line in piece.strip().split("\n"))

    def told(self) -> tuple[str, dict[str, Any]]:
        """The next word of what is on air, with its id."""
        while (event := self.next()).get("event") != "on-air":
            pass
        return event["id"], json.loads(event["data"])


@contextmanager
def listening(crew: Caller, **headers: str) -> Iterator[Stream]:
    response = crew.client.get(f"{crew.base}/on-air/stream", headers={**crew.headers, **headers})
    assert response.status_code == 200, response.text
    try:
        yield Stream(response)
    finally:
        response.close()


def test_it_tells_the_whole_at_once_and_whatever_changes(each_house: House) -> None:
    crew = crew_of(each_house)
    with listening(crew) as stream:
        assert stream.next() == {"retry": "1000"}
        _, told = stream.told()
        assert (told["now"], told["next"]["number"], told["intake_open"], told["messages_waiting"]) == (
            None,
            1,
            True,
            0,
        )
        crew.obey("question.take", question=1, version=2)
        first, told = stream.told()
        assert (told["now"]["number"], told["now"]["graphic"], told["next"]["number"]) == (1, True, 2)
        crew.obey("graphic.clear")
        second, told = stream.told()
        assert told["now"]["graphic"] is False
        before, after = Place.read(first), Place.read(second)
        assert before is not None and after is not None and after.seq > before.seq
        crew.obey("broadcast.close_intake")
        assert stream.told()[1]["intake_open"] is False
        crew.obey("presenter.message", text="Пять минут")
        assert stream.told()[1]["messages_waiting"] == 1


def test_it_is_server_sent_events_that_nobody_keeps(house: House) -> None:
    with listening(crew_of(house)) as stream:
        headers = stream.response.headers
        assert headers["Content-Type"] == "text/event-stream; charset=utf-8"
        assert headers["X-Accel-Buffering"] == "no" and "Content-Length" not in headers


def test_a_pulse_tells_the_time_with_the_first_word(house: House) -> None:
    with listening(crew_of(house)) as stream:
        stream.told()
        event = stream.next()
        assert event["event"] == "pulse" and json.loads(event["data"])["time"].endswith("Z")


def test_who_comes_again_is_told_what_is_different_alone(house: House) -> None:
    crew = crew_of(house)
    with listening(crew) as first:
        place, _ = first.told()
        with listening(crew, **{"Last-Event-ID": place}) as again:
            assert again.next() == {"retry": "1000"}
            assert again.next()["event"] == "pulse", "it has what there is"
            crew.obey("question.take", question=1, version=2)
            assert again.told()[1]["now"]["number"] == 1
        with listening(crew, **{"Last-Event-ID": place}) as later:
            assert later.told()[1]["now"]["number"] == 1


@pytest.mark.parametrize("odd", ["", "x", "1", ":", "a:b", "a:-1", "a:" + "9" * 40, "а:1"])
def test_who_says_oddly_what_it_has_is_told_the_whole(house: House, odd: str) -> None:
    crew = crew_of(house)
    response = house.app.test_client().get(
        f"{crew.base}/on-air/stream", headers={**crew.headers, "Last-Event-ID": odd.encode().decode("latin-1")}
    )
    try:
        assert Stream(response).told()[1]["next"]["number"] == 1
    finally:
        response.close()


def test_what_is_no_change_of_it_is_not_told(house: House) -> None:
    crew = crew_of(house)
    airs = services_of(house).hub.air
    listener = airs.listen(house.id_of(crew.base.rsplit("/", 1)[1]), "key:1", None)
    assert listener.next(5) is not None
    crew.ask("Ещё один?")
    airs.look()
    assert listener.next(0) is None
    airs.leave(listener)


def test_new_questions_alone_have_nobody_look(house: House) -> None:
    airs = Airs(house.store)
    airs.listen(7, "key:1", None)
    assert airs._wake.wait(0), "whoever comes is told at once"
    questions, anything = Grown(Written.QUESTIONS), Grown()
    for grown in (questions, anything):
        grown.add(7, None)
    airs.ring(questions)
    assert not airs._wake.wait(0)
    airs.ring(anything)
    assert airs._wake.wait(0)


def test_it_names_no_contact(house: House) -> None:
    crew = crew_of(house)
    crew.obey("question.take", question=1, version=2)
    with listening(crew) as stream:
        told = json.dumps(stream.told()[1], ensure_ascii=False)
    assert "Анна П." in told and "79001234567" not in told


@pytest.mark.parametrize("role", ["source", "moderator", "screener", "executor"])
def test_it_is_for_those_of_the_air_alone(house: House, role: str) -> None:
    crew = crew_of(house)
    problem(house.caller(crew.base.rsplit("/", 1)[1], role).get("/on-air/stream"), "forbidden", 403)


def test_a_key_may_stand_in_its_address_and_a_cookie_opens_nothing(house: House) -> None:
    slug = crew_of(house).base.rsplit("/", 1)[1]
    key = house.key(slug, "control")
    response = house.caller(slug).get("/on-air/stream", token=key)
    assert response.status_code == 200
    response.close()
    device = house.device()
    house.let_in(device, key)
    problem(device.get(f"/api/v1/broadcasts/{slug}/on-air/stream"), "unauthorized", 401)


def test_so_many_listen_and_no_more(house: House) -> None:
    airs = Airs(house.store)
    listeners = [airs.listen(7, "key:1", None) for _ in range(OF_ONE)]
    with pytest.raises(Exception, match="Too many listen"):
        airs.listen(7, "key:1", None)
    listeners += [airs.listen(7, f"key:{2 + n // OF_ONE}", None) for n in range(LISTENERS - OF_ONE)]
    with pytest.raises(Exception, match="Too many listen"):
        airs.listen(7, "key:999", None)
    airs.leave(listeners[0])
    airs.listen(7, "key:999", None)


def test_whose_key_is_revoked_hears_no_more(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("live.web.api.air_stream.PULSE", 0.0)
    slug = crew_of(house).base.rsplit("/", 1)[1]
    token = house.key(slug, "control")
    response = house.caller(slug).get("/on-air/stream", token=token)
    stream = Stream(response)
    stream.told()
    house.revoke(token)
    with pytest.raises(StopIteration):
        while True:
            stream.next()
    response.close()


def test_it_ends_with_its_server(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("live.web.api.air_stream.LOOK", 0.01)
    with listening(crew_of(house)) as stream:
        stream.told()
        monkeypatch.setattr(services_of(house).ending, "told", True)
        with pytest.raises(StopIteration):
            while True:
                stream.next()


def test_a_look_where_nobody_listens_reads_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house.store, "read", None)
    Airs(house.store).look()
