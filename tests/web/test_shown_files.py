"""A resident's picture that a moderator lets everybody see: on the graphic and by Open311, and nowhere before."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support import pictures
from tests.web.house import Caller, House, problem
from tests.web.test_ask import Resident
from tests.web.test_ask_photos import attached, sends
from tests.web.test_resident_files import opened, ticket_of

pytestmark = pytest.mark.faults


class Shown:
    """A question with a photo."""

    def __init__(self, house: House) -> None:
        self.house, self.show = house, house.show("open", "air")
        sends(Resident(house, self.show), pictures.photo())
        self.crew: Caller = house.caller(self.show, "moderator", "producer")
        self.file = int(str(attached(house, self.show)[0]["file"]))

    @property
    def version(self) -> int:
        return int(self.crew.read("/questions/1")["version"])

    def say(self, verb: str, file: int | None = None) -> Any:
        return self.crew.command(f"question.{verb}", question=1, version=self.version, file=file or self.file)

    def on_air(self) -> Any:
        return self.crew.read("/on-air")["now"]["picture"]

    def taken(self) -> None:
        for verb in ("shortlist", "take"):
            self.crew.obey(f"question.{verb}", question=1, version=self.version)

    def request(self, ticket: str) -> Any:
        [told] = self.house.app.test_client().get(f"/open311/v2/requests/{ticket}.json").get_json()
        return told


@pytest.fixture
def shown(house: House) -> Shown:
    return Shown(house)


def test_nobody_may_see_it_before_somebody_has_said_so(shown: Shown) -> None:
    shown.taken()
    assert shown.on_air() is None and attached(shown.house, shown.show)[0]["shown"] is False
    url = f"/b/{shown.show}/on-air/pictures/{shown.file}"
    assert opened(shown.house, url, "gallery", slug=shown.show).status_code == 404


def test_on_air_it_is_for_whoever_draws_the_graphic(shown: Shown) -> None:
    shown.taken()
    assert shown.say("show_file").status_code == 200
    url = shown.on_air()
    answer = opened(shown.house, url, "gallery", slug=shown.show)
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert opened(shown.house, url).status_code == 401
    assert opened(shown.house, url, "source", slug=shown.show).status_code == 403
    shown.say("hide_file")
    assert shown.on_air() is None and opened(shown.house, url, "gallery", slug=shown.show).status_code == 404


def test_what_is_not_on_air_is_not_on_the_graphic(shown: Shown) -> None:
    shown.say("show_file")
    url = f"/b/{shown.show}/on-air/pictures/{shown.file}"
    assert opened(shown.house, url, "gallery", slug=shown.show).status_code == 404


def test_open311_tells_its_address_once_it_is_allowed(shown: Shown) -> None:
    ticket = ticket_of(shown.house, shown.show, "ЖКХ")
    assert shown.request(ticket)["media_url"] is None
    shown.say("show_file")
    url = shown.request(ticket)["media_url"]
    assert url.endswith(f"/pictures/{shown.file}")
    path = url.partition("//")[2].partition("/")[2]
    answer = shown.house.app.test_client().get(f"/{path}")
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    shown.say("hide_file")
    assert shown.request(ticket)["media_url"] is None
    assert shown.house.app.test_client().get(f"/{path}").status_code == 404


def test_another_questions_file_is_not_found(house: House, shown: Shown) -> None:
    problem(shown.say("show_file", Shown(house).file), "not_found", 404)


def test_a_stale_writer_is_refused(shown: Shown) -> None:
    told = shown.crew.command("question.show_file", question=1, version=shown.version + 1, file=shown.file)
    problem(told, "conflict", 409)
    assert attached(shown.house, shown.show)[0]["shown"] is False
