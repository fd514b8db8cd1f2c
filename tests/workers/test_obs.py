"""OBS is told what happens on air by one line: at once or not at all, and how it stands again after each break."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from live.admin.control import signals as verbs
from live.channels.control import outlet
from live.desk.control.sent import LINE, Sent
from live.domain.control.signals import About, Lit, Moment, Only, Signal, Way
from live.store.leases import Leases
from live.store.sealing import Seal
from live.workers.control.obs_line import BEAT, LATE, LOOK, PAUSES, SPREAD, WAITING, Line
from live.workers.control.signals import DARK, LEASE, Signals
from tests.support.machines import in_the_house
from tests.support.process import wait_until
from tests.support.rooms import Show, clocked
from tests.support.stubs.obs import AT_EASE, ObsStub, hurry
from tests.workers.test_signals import BY, Room, end_every_show, room

__all__ = ["clocked", "in_the_house", "room"]

pytestmark = [pytest.mark.usefixtures("in_the_house"), pytest.mark.faults]

PASSWORD = "obs-password-of-tests"

STEP = 0.25
"""Seconds by which a test lets time pass where it looks when something happens."""


class Gallery:
    """A show on air, a server that tells OBS of it, and its lines, which a test turns by hand."""

    def __init__(self, room: Room, stub: ObsStub) -> None:
        self.room, self.stub, self.lines = room, stub, list[Line]()
        self.by_hand(room.task)

    def by_hand(self, task: Signals) -> None:
        task.obs.clock, task.obs.patience = lambda: self.room.now, AT_EASE
        task.obs.begin = lambda work: self.lines.append(work.__self__)  # type: ignore[attr-defined]  # A line's run.

    def set(self, way: Way, **changed: Any) -> Signal:
        usual = Signal(
            *(0, "OBS", way, self.stub.place, self.room.show.slug, frozenset({Moment.TAKEN})),
            address="Вопрос" if way is Way.OBS_SCENE else "Студия",
            source="Номер" if way is Way.OBS_TEXT else "Рамка",
            text="№ {номер}",
        )
        signal = replace(usual, **changed)
        return replace(signal, id=verbs.save(self.room.store, signal, BY, PASSWORD))

    def look(self) -> None:
        self.room.look()
        self.turn()

    def turn(self) -> list[float]:
        """The seconds that each line which is not ended wants to rest."""
        turned = [(line, line.turn()) for line in self.lines]
        self.lines = [line for line, rest in turned if rest is not None]
        return [rest for _, rest in turned if rest is not None]

    def come_again(self) -> None:
        """So much later that a line which was just lost is tried again."""
        self.room.pass_(PAUSES[0] * SPREAD[1])

    def until_it_is_silent(self) -> None:
        """A turn in which OBS says nothing, and is not waited for as long as it would be."""
        for line in self.lines:
            hurry(line._obs)
        self.turn()

    def take(self, number: int) -> None:
        self.room.take(number)
        self.look()

    @property
    def failing(self) -> dict[int, str]:
        return {signal: said.why for signal, said in self.room.sent.failing.items()}


@pytest.fixture
def stub() -> Iterator[ObsStub]:
    with ObsStub(PASSWORD) as stub:
        yield stub


@pytest.fixture
def gallery(room: Room, stub: ObsStub) -> Iterator[Gallery]:
    yield (made := Gallery(room, stub))
    room.task.obs.end_all(at_once=True)
    made.turn()


def test_a_question_on_air_is_a_scene_a_chapter_a_text_and_a_frame(gallery: Gallery) -> None:
    for way in (Way.OBS_SCENE, Way.OBS_CHAPTER, Way.OBS_TEXT, Way.OBS_SOURCE):
        gallery.set(way)
    gallery.look()
    assert (gallery.stub.program, gallery.stub.texts["Номер"]) == ("Студия", "")
    gallery.take(2)
    stub = gallery.stub
    assert (stub.program, stub.chapters, stub.texts["Номер"]) == ("Вопрос", ["№ 2"], "№ 2")
    assert stub.scenes["Студия"]["Рамка"] is True
    gallery.room.show.do("question.answer", 2)
    gallery.look()
    assert (stub.texts["Номер"], stub.scenes["Студия"]["Рамка"]) == ("", False)
    assert stub.visits == 1 and gallery.failing == {}


def test_a_text_stands_before_the_scene_changes_to_it(gallery: Gallery) -> None:
    gallery.set(Way.OBS_SCENE)
    gallery.set(Way.OBS_TEXT)
    gallery.look()
    gallery.stub.kinds()
    gallery.take(1)
    assert gallery.stub.kinds() == ["SetInputSettings", "SetCurrentProgramScene"]


def test_a_condition_is_of_the_question(gallery: Gallery) -> None:
    gallery.set(Way.OBS_SCENE, only=Only(About.LOCALITY, ("Буинск",)))
    gallery.look()
    gallery.take(1)
    assert gallery.stub.program == "Студия"


def test_after_obs_was_started_anew_it_stands_again_and_nothing_happens_twice(gallery: Gallery) -> None:
    scene, text = gallery.set(Way.OBS_SCENE), gallery.set(Way.OBS_TEXT)
    gallery.look()
    gallery.take(1)
    gallery.stub.stop()
    gallery.look()
    assert set(gallery.failing) == {scene.id, text.id}
    gallery.stub.texts["Номер"], gallery.stub.heard = "", []
    gallery.stub.start()
    gallery.come_again()
    gallery.look()
    assert gallery.stub.texts["Номер"] == "№ 1" and gallery.stub.kinds() == ["SetInputSettings"]
    assert gallery.failing == {}
    assert [said.why == "" for said in gallery.room.sent.last if said.what == LINE] == [True, False, True]


def test_what_has_changed_while_it_was_away_stands_when_it_is_back(gallery: Gallery) -> None:
    gallery.set(Way.OBS_TEXT)
    gallery.look()
    gallery.take(1)
    gallery.stub.stop()
    gallery.look()
    gallery.room.show.do("question.answer", 1)
    gallery.take(2)
    gallery.stub.start()
    gallery.come_again()
    gallery.look()
    assert gallery.stub.texts["Номер"] == "№ 2"


@pytest.mark.parametrize(("seconds", "program"), [(LATE, "Вопрос"), (LATE + 0.1, "Студия")])
def test_a_scene_that_is_late_is_not_put_on_air(gallery: Gallery, seconds: float, program: str) -> None:
    gallery.set(Way.OBS_SCENE)
    gallery.stub.stop()
    gallery.look()
    gallery.take(1)
    gallery.stub.start()
    gallery.room.pass_(seconds)
    gallery.look()
    assert gallery.stub.program == program
    told = [said.why for said in gallery.room.sent.last if said.what == Moment.TAKEN]
    assert told == ["" if program == "Вопрос" else "The machine cannot be reached."]


def test_it_is_tried_again_after_pauses_that_double(gallery: Gallery) -> None:
    gallery.set(Way.OBS_SCENE)
    gallery.stub.hangs_up = True
    gallery.look()
    tried = [gallery.room.now]
    for _ in range(200):
        gallery.room.now += STEP
        gallery.turn()
        tried += [gallery.room.now] * (gallery.stub.visits - len(tried))
    pauses = [after - before for before, after in pairwise(tried)]
    for pause, meant in zip(pauses, [*PAUSES, PAUSES[-1]], strict=False):
        assert meant * SPREAD[0] <= pause <= meant * SPREAD[1] + STEP
    assert len(pauses) > len(PAUSES)
    assert len([one for one in gallery.room.sent.last if one.what == LINE]) == 1, "one reason is told once"


def test_a_line_rests_no_longer_than_until_its_next_try(gallery: Gallery) -> None:
    gallery.set(Way.OBS_SCENE)
    gallery.stub.stop()
    gallery.look()
    [rest] = gallery.turn()
    assert PAUSES[0] * SPREAD[0] <= rest <= PAUSES[0] * SPREAD[1] < LOOK
    gallery.stub.start()
    gallery.come_again()
    assert gallery.turn() == [LOOK]


def test_with_a_wrong_password_nothing_is_done_until_another_is_typed(gallery: Gallery) -> None:
    scene = gallery.set(Way.OBS_SCENE)
    gallery.stub.password = "another-password-of-tests"
    gallery.look()
    gallery.take(1)
    assert gallery.failing == {scene.id: "The password of OBS is wrong."} and gallery.stub.heard == []
    verbs.save(gallery.room.store, scene, BY, gallery.stub.password)
    gallery.look()
    assert gallery.failing == {}
    gallery.room.show.do("question.answer", 1)
    gallery.take(2)
    assert gallery.stub.program == "Вопрос"


def test_what_obs_does_not_have_is_told_and_holds_up_nothing(gallery: Gallery) -> None:
    wrong, _ = gallery.set(Way.OBS_SCENE, address="Нет такой"), gallery.set(Way.OBS_CHAPTER)
    gallery.look()
    gallery.take(1)
    assert gallery.failing == {wrong.id: "OBS has no scene or source of that name."}
    assert gallery.stub.chapters == ["№ 1"]


def test_one_that_does_not_answer_is_not_told_twice_but_how_it_stands_is(gallery: Gallery) -> None:
    text, chapter = gallery.set(Way.OBS_TEXT), gallery.set(Way.OBS_CHAPTER)
    gallery.look()
    gallery.stub.silent = True
    gallery.room.take(1)
    gallery.room.look()
    gallery.until_it_is_silent()
    gallery.stub.silent = False
    gallery.come_again()
    gallery.turn()
    assert gallery.stub.texts["Номер"] == "№ 1" and text.id not in gallery.failing
    assert gallery.stub.chapters == ["№ 1"], "it was not on its way yet"
    gallery.stub.silent = True
    gallery.room.task.obs.say(chapter, Moment.TAKEN, outlet.asked(chapter, {}))
    gallery.until_it_is_silent()
    gallery.stub.silent = False
    gallery.come_again()
    gallery.turn()
    assert gallery.stub.chapters == ["№ 1"]
    assert gallery.failing == {chapter.id: "OBS did not answer in time."}


def test_one_that_is_not_ready_is_asked_again(gallery: Gallery) -> None:
    gallery.set(Way.OBS_SCENE)
    gallery.stub.code = 207
    gallery.look()
    gallery.take(1)
    gallery.stub.code = 0
    gallery.turn()
    assert gallery.stub.program == "Вопрос" and gallery.failing == {}


def test_who_was_shown_out_comes_again_after_a_pause_alone(gallery: Gallery) -> None:
    scene = gallery.set(Way.OBS_SCENE)
    gallery.look()
    gallery.stub.end_lines(4011)

    def is_ended() -> bool:
        gallery.turn()
        return bool(gallery.failing)

    wait_until(is_ended, "the line to be ended")
    gallery.room.now += 60
    gallery.look()
    assert gallery.stub.visits == 1
    for paused in (True, False):
        verbs.pause(gallery.room.store, scene.id, paused, BY)
        gallery.look()
    assert gallery.stub.visits == 2 and gallery.failing == {}


def test_a_line_on_which_nothing_is_heard_any_more_is_made_anew(gallery: Gallery) -> None:
    gallery.set(Way.OBS_SCENE)
    gallery.look()
    gallery.stub.deaf_to_pings = True
    gallery.room.pass_(BEAT)
    gallery.until_it_is_silent()
    gallery.stub.deaf_to_pings = False
    gallery.come_again()
    gallery.turn()
    assert gallery.stub.visits == 2 and gallery.failing == {}


@pytest.mark.parametrize("do", ["pause", "remove", "elsewhere"])
def test_what_stands_is_taken_away_with_its_signal(gallery: Gallery, do: str) -> None:
    text = gallery.set(Way.OBS_TEXT, lit=Lit.INTAKE)
    gallery.stub.texts["Второй"] = ""
    gallery.look()
    assert gallery.stub.texts["Номер"] == "№ "
    if do == "pause":
        verbs.pause(gallery.room.store, text.id, True, BY)
    elif do == "remove":
        verbs.remove(gallery.room.store, text.id, BY)
    else:
        verbs.save(gallery.room.store, replace(text, source="Второй"), BY)
    gallery.look()
    gallery.turn()
    assert gallery.stub.texts == {"Номер": "", "Второй": "№ " if do == "elsewhere" else ""}
    assert bool(gallery.lines) is (do == "elsewhere"), "a line that nothing goes by is ended"


def test_a_signal_that_was_set_otherwise_stands_as_it_is_set(gallery: Gallery) -> None:
    text = gallery.set(Way.OBS_TEXT, lit=Lit.INTAKE)
    gallery.look()
    verbs.save(gallery.room.store, replace(text, text="Вопрос {номер}"), BY)
    gallery.look()
    assert gallery.stub.texts["Номер"] == "Вопрос "


def test_after_the_last_show_nothing_stands_and_the_line_is_ended(gallery: Gallery) -> None:
    gallery.set(Way.OBS_TEXT, lit=Lit.INTAKE)
    gallery.look()
    end_every_show(gallery.room.store)
    gallery.look()
    assert gallery.stub.texts["Номер"] == ""
    gallery.room.pass_(DARK + 1)
    gallery.look()
    assert gallery.lines == []


def test_a_scene_for_what_has_left_the_air_comes_with_the_end_of_the_show_too(gallery: Gallery) -> None:
    gallery.set(Way.OBS_SCENE)
    gallery.set(Way.OBS_SCENE, address="Студия", at=frozenset({Moment.RETURNED}))
    gallery.look()
    gallery.take(1)
    assert gallery.stub.program == "Вопрос"
    gallery.room.show.do("broadcast.wrap")
    for _ in range(2):
        gallery.look()
    assert gallery.stub.program == "Студия"


def test_of_two_servers_one_has_the_line(gallery: Gallery) -> None:
    gallery.set(Way.OBS_SCENE)
    other = gallery.room.server(Leases(gallery.room.store), Sent())
    gallery.by_hand(other)
    gallery.look()
    other.tick()
    gallery.turn()
    assert gallery.stub.visits == 1


def test_a_server_that_sends_no_more_has_no_line(gallery: Gallery) -> None:
    gallery.set(Way.OBS_SCENE)
    gallery.look()
    gallery.room.leases.free(LEASE)
    others = Leases(gallery.room.store)
    assert others.take(LEASE)
    gallery.room.take(1)
    gallery.look()
    others.free(LEASE)
    assert gallery.lines == [] and gallery.stub.program == "Студия"


@pytest.mark.parametrize("way", [Way.OBS_SCENE, Way.OBS_TEXT])
def test_the_obs_of_another_show_is_left_alone(gallery: Gallery, way: Way) -> None:
    other = Show(gallery.room.store)
    gallery.set(way, show=other.slug)
    for _ in range(2):
        gallery.look()
    assert gallery.stub.visits == 0 and gallery.lines == []


def test_so_much_waits_and_no_more(gallery: Gallery) -> None:
    chapter = gallery.set(Way.OBS_CHAPTER)
    gallery.stub.stop()
    gallery.look()
    for number in range(WAITING + 1):
        gallery.room.task.obs.say(chapter, Moment.TAKEN, outlet.asked(chapter, {"номер": str(number)}))
    assert gallery.room.sent.last[-1].why == "Too much waited for this machine."
    gallery.stub.start()
    gallery.come_again()
    gallery.turn()
    assert gallery.stub.chapters == [f"№ {number}" for number in range(1, WAITING + 1)]


def test_a_password_that_does_not_open_is_told(gallery: Gallery, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = gallery.set(Way.OBS_SCENE)
    monkeypatch.setattr(gallery.room.store, "seal", Seal("another secret of tests"))
    gallery.look()
    assert "LIVE_SECRET_KEY" in gallery.failing[scene.id] and gallery.stub.visits == 0


def test_a_line_goes_by_itself(room: Room, stub: ObsStub) -> None:
    signal = Signal(0, "OBS", Way.OBS_TEXT, stub.place, room.show.slug, lit=Lit.INTAKE, source="Номер", text="Пишите")
    verbs.save(room.store, signal, BY, PASSWORD)
    room.look()
    wait_until(lambda: stub.texts["Номер"] == "Пишите", "the text")
    room.show.do("broadcast.close_intake")
    room.look()
    wait_until(lambda: stub.texts["Номер"] == "", "no text")
    room.task.obs.end_all()
