"""The chronicle's page: answers are written and sent there, the recording is said, files are taken away."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import opentimelineio as otio
import pytest
import webvtt
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from live.domain.people import Role
from live.store.show import broadcasts
from live.store.tables import event
from live.web.report.chronicle import EDITORS, FILES
from live.web.report.pages import READERS
from tests.web.house import Caller, House
from tests.web.test_report import HTML, book, rows

pytestmark = pytest.mark.faults

JSON = {"Accept": "application/json"}
SAID = "Мост откроют в декабре"
ADDRESS = "https://vkvideo.ru/video-1_2"
ADDRESSES = (f"203.0.113.{n}" for n in itertools.count(1))


class Editing:
    """A show with a question that was answered on air, and somebody with the page open."""

    def __init__(self, house: House, role: str = "producer", text: str = "Когда починят мост?") -> None:
        self.house, self.slug = house, house.show("open", "air")
        self.crew: Caller = house.caller(self.slug, "source", "moderator", "producer")
        self.number = self.crew.ask(text)["number"]
        self.crew.obey("question.shortlist", question=self.number, version=1)
        self.crew.obey("question.take", question=self.number, version=2)
        self.crew.obey("question.answer", question=self.number, version=3)
        self._lasted(90)
        self.client: FlaskClient = house.app.test_client()
        self.client.environ_base["REMOTE_ADDR"] = next(ADDRESSES)  # One address may not sign in so often.
        house.user(f"{role}-{self.slug}", "correct horse", role, slug=self.slug)
        assert house.sign_in(self.client, f"{role}-{self.slug}", "correct horse").status_code == 302

    def _lasted(self, seconds: int) -> None:
        """The air, and the question there, began so many seconds before."""
        with self.house.store.write() as tx:
            row = broadcasts.get(tx.connection, self.slug)
            mine = (event.c.broadcast_id == row.id, event.c.type == "question.taken")
            at = tx.connection.execute(select(event.c.at).where(*mine)).scalar_one() - timedelta(seconds=seconds)
            tx.connection.execute(update(event).where(*mine).values(at=at))
            broadcasts.set_facts(tx, row.id, aired_at=row.aired_at - timedelta(seconds=seconds))

    @property
    def path(self) -> str:
        return f"/b/{self.slug}/chronicle"

    def look(self) -> str:
        page = self.client.get(self.path, headers=HTML)
        assert page.status_code == 200, page.text
        return page.text

    def send(self, do: str, accept: dict[str, str] = JSON, **fields: object) -> TestResponse:
        """A form of the page, with its token and what it held."""
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.look())
        assert found is not None
        given = {"csrf_token": found[1], "question": self.number, "version": self.version, "do": do}
        return self.client.post(self.path, data={**given, **fields}, headers=accept)

    def record(self, accept: dict[str, str] = HTML, **fields: object) -> TestResponse:
        return self.send("record", accept, **{"version": self.broadcast_version, **fields})

    @property
    def version(self) -> int:
        return int(self.crew.read(f"/questions/{self.number}")["version"])

    @property
    def broadcast_version(self) -> int:
        with self.house.store.read() as connection:
            return int(broadcasts.get(connection, self.slug).version)

    @property
    def begins(self) -> float | None:
        """Seconds of the recording before the air."""
        with self.house.store.read() as connection:
            row = broadcasts.get(connection, self.slug)
        return (row.aired_at - row.recording_at).total_seconds() if row.recording_at else None

    @property
    def said(self) -> str | None:
        answer = self.crew.read(f"/questions/{self.number}")["answer"]
        return str(answer["summary"]) if answer["summary"] else None

    def file(self, name: str, **query: object) -> TestResponse:
        return self.client.get(f"{self.path}/{name}", query_string=query)


@pytest.fixture
def editing(house: House) -> Iterator[Editing]:
    yield Editing(house)


# Writing


def test_an_answer_is_written_and_the_next_version_comes_back(each_house: House) -> None:
    editing = Editing(each_house)
    assert "Не записан" in editing.look() or "не записан" in editing.look()
    told = editing.send("write", summary=SAID)
    assert (told.status_code, told.get_json()["version"]) == (200, editing.version)
    assert editing.said == SAID and SAID in editing.look()


def test_without_a_script_it_is_written_too(editing: Editing) -> None:
    told = editing.send("write", HTML, summary=SAID)
    assert told.status_code == 303 and told.headers["Location"].endswith(f"#n{editing.number}")
    assert editing.said == SAID


@pytest.mark.parametrize("role", sorted(EDITORS))
def test_each_editor_may_write(house: House, role: Role) -> None:
    editing = Editing(house, role.value)
    assert editing.send("write", summary=SAID).status_code == 200


@pytest.mark.parametrize("role", sorted(READERS - EDITORS))
def test_other_readers_read_it_without_a_field(house: House, role: Role) -> None:
    editing = Editing(house, role.value)
    editing.crew.obey("question.summarise", question=editing.number, version=4, summary=SAID)
    page = editing.look()
    assert SAID in page and "<textarea" not in page and 'type="url"' not in page
    assert editing.send("write", summary="Дорога").status_code == 403
    assert editing.said == SAID


@pytest.mark.parametrize("role", sorted(set(Role) - READERS))
def test_nobody_else_reads_it_or_its_files(house: House, role: Role) -> None:
    slug = house.show("open", "air")
    key = {"Authorization": f"Bearer {house.key(slug, role.value)}"}
    for path in ("chronicle", *(f"chronicle/{name}" for name in FILES)):
        assert house.app.test_client().get(f"/b/{slug}/{path}", headers=key).status_code == 403


def test_a_stale_page_overwrites_nothing_and_is_told_what_is_there(editing: Editing) -> None:
    editing.crew.obey("question.summarise", question=editing.number, version=4, summary=SAID)
    told = editing.send("write", version=4, summary="Дорога")
    assert (told.status_code, told.get_json()["current"]["answer"]["summary"]) == (409, SAID)
    page = editing.send("write", HTML, version=4, summary="Дорога")
    assert page.status_code == 409 and "Дорога" in page.text  # What was typed stays.
    assert editing.said == SAID


@pytest.mark.parametrize("do", ["", "remove"])
def test_what_the_page_does_not_offer_is_refused(editing: Editing, do: str) -> None:
    assert editing.send(do).status_code == 400


@pytest.mark.parametrize("fields", [{"question": "мост"}, {"version": "-1"}, {"summary": "м" * 2001}, {"id": "x"}])
def test_a_form_that_was_bent_is_refused(editing: Editing, fields: dict[str, str]) -> None:
    given: dict[str, Any] = {"summary": SAID, **fields}
    assert editing.send("write", **given).status_code == 400


def test_without_the_pages_token_nothing_is_written(editing: Editing) -> None:
    told = editing.send("write", csrf_token="", summary=SAID)
    assert told.status_code == 400 and editing.said is None


def test_the_button_to_send_is_there_once_the_centre_tells_it(editing: Editing) -> None:
    editing.send("write", summary=SAID)
    assert "Что сообщать жителям" in editing.look()
    assert editing.send("send").status_code == 409


def test_what_was_archived_is_read_only(editing: Editing) -> None:
    editing.send("write", summary=SAID)
    editing.house.move(editing.slug, "wrap")
    with editing.house.store.write() as tx:
        broadcasts.set_facts(tx, broadcasts.get(tx.connection, editing.slug).id, state="archived")
    page = editing.look()
    assert "readonly" in page and 'value="write"' not in page and SAID in page


# The recording


def test_the_recording_is_said_and_each_turn_leads_there(each_house: House) -> None:
    editing = Editing(each_house)
    assert editing.record(recording=ADDRESS, lead="0:05:12").status_code == 303
    assert editing.begins == 312
    assert re.search(rf'href="{ADDRESS}\?t=0h5m\d+s"', editing.look())
    assert f"{ADDRESS}?t=0h5m" in editing.client.get(f"/b/{editing.slug}/report", headers=HTML).text


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [("0:05:12", 312), ("5:12", 312), ("312", 312), ("-0:00:10", -10), ("-10", -10), ("1:02:03", 3723), ("", None)],
)
def test_where_the_air_begins_is_typed_as_a_player_shows_it(
    editing: Editing, typed: str, seconds: float | None
) -> None:
    editing.record(recording=ADDRESS, lead=typed)
    assert editing.begins == seconds
    again = re.search(r'name="lead"[^>]*value="([^"]*)"', editing.look())
    assert again is not None
    editing.record(recording=ADDRESS, lead=again[1], starts=_shown(editing))  # Saved as it is, it stays.
    assert editing.begins == seconds


def _shown(editing: Editing) -> str:
    found = re.search(r'name="starts"[^>]*value="([^"]*)"', editing.look())
    assert found is not None
    return found[1]


def test_or_it_is_said_by_the_clock(editing: Editing) -> None:
    editing.record(recording=ADDRESS, lead="0:00:00")
    at = datetime.fromisoformat(_shown(editing))
    editing.record(recording=ADDRESS, lead="0:00:00", starts=at.replace(minute=(at.minute + 59) % 60).isoformat())
    assert editing.begins not in (None, 0)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"recording": "http://vk.com/video"}, "не адрес записи"),
        ({"recording": ADDRESS, "lead": "в начале"}, "не место записи"),
        ({"recording": ADDRESS, "starts": "вчера"}, "вчера"),
    ],
)
def test_what_cannot_be_is_told_and_what_was_typed_stays(
    editing: Editing, fields: dict[str, Any], sentence: str
) -> None:
    told = editing.record(**fields)
    assert told.status_code == 400 and sentence in told.text and fields["recording"] in told.text
    assert editing.begins is None


def test_a_moderator_writes_answers_and_says_no_recording(house: House) -> None:
    editing = Editing(house, "moderator")
    assert 'type="url"' not in editing.look()
    assert editing.record(recording=ADDRESS).status_code == 403


# The files


@pytest.fixture
def written(editing: Editing) -> Editing:
    editing.send("write", summary=SAID)
    editing.record(recording=ADDRESS, lead="0:01:00")
    return editing


def test_chapters_are_read_by_a_library(written: Editing) -> None:
    [chapter] = webvtt.from_buffer(io.StringIO(written.file("chapters.vtt").text), format="vtt").captions
    assert chapter.text == "Когда починят мост?" and chapter.start.startswith("00:01:0")


def test_chapters_are_lines_for_a_description(written: Editing) -> None:
    first, second = written.file("chapters.txt").text.splitlines()
    assert first == "00:00 Начало" and re.fullmatch(r"01:0\d Когда починят мост\?", second)


@pytest.mark.parametrize("form", ["vtt", "srt"])
def test_answers_are_subtitles(written: Editing, form: str) -> None:
    [line] = webvtt.from_buffer(io.StringIO(written.file(f"answers.{form}").text), format=form).captions
    assert line.text == SAID


@pytest.mark.parametrize("rate", [25, 50])
def test_turns_are_cut_by_an_editing_program(written: Editing, rate: int) -> None:
    timeline = otio.adapters.read_from_string(written.file("air.edl", rate=rate).text, "cmx_3600", rate=rate)
    [clip] = timeline.tracks[0].find_clips()
    assert 60 * rate <= clip.source_range.start_time.value < 70 * rate
    assert 90 * rate <= clip.source_range.duration.value < 100 * rate


@pytest.mark.parametrize("rate", ["29.97", "23.976", "0", "-25", "много"])
def test_a_rate_that_drops_frames_is_refused(written: Editing, rate: str) -> None:
    assert written.file("air.edl", rate=rate).status_code == 400


def test_a_file_is_for_the_disk_and_the_journal_knows_who_took_it(written: Editing) -> None:
    told = written.file("chapters.vtt")
    assert told.headers["Content-Disposition"] == f'attachment; filename="{written.slug}-chapters.vtt"'
    assert told.headers["Content-Type"] == "text/vtt; charset=utf-8"


def test_a_file_that_there_is_not_is_not_found(editing: Editing) -> None:
    assert editing.file("chapters.doc").status_code == 404


# Elsewhere


def test_the_answer_stands_in_the_report_and_in_its_file(written: Editing) -> None:
    assert SAID in written.client.get(f"/b/{written.slug}/report", headers=HTML).text
    head, row = rows(book(written.client, written.slug)["Хронометраж"])
    assert row[head.index("Ответ")] == SAID and str(row[head.index("Запись")]).startswith(f"{ADDRESS}?t=0h1m")


def test_it_stands_among_earlier_broadcasts(house: House) -> None:
    editing = Editing(house, text="Когда починят мост через Сельдь у школы?")
    editing.send("write", summary=SAID)
    later = house.caller(house.show(), "source", "moderator", "head")
    asked = later.ask("Почините мост через Сельдь у школы!")["number"]
    later.obey("question.shortlist", question=asked, version=1)
    house.understood()
    [found] = later.read(f"/questions/{asked}/earlier")["earlier"]
    assert found["answer"] == SAID
