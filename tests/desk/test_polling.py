"""What is fetched from a network: nothing lost and nothing doubled, whatever the network or our own process does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from live.channels import Failed
from live.channels.vk import LOOK
from live.desk.inbound import retry_dead
from live.desk.receive import receive_group
from live.domain.broadcast import Kind
from live.domain.submission import Author
from live.store.centre import channels
from live.store.centre.channels import Channel, seal_all
from live.store.leases import Leases
from live.store.tables import channel as channel_table
from live.store.transaction import Store
from live.workers.author_names import Naming
from live.workers.polling import Polling
from tests.support.rooms import Show
from tests.support.stub import Fault, reset, slow
from tests.support.stubs.vk import GROUP, TOKEN, Vk, error

SECRETS = {"secret": "callback-secret", "token": TOKEN, "group_id": str(GROUP)}


@pytest.fixture
def vk() -> Iterator[Vk]:
    with Vk() as stub:
        yield stub


class Reader:
    """A show to which a VK community delivers, and whatever process asks VK for what is new."""

    def __init__(self, show: Show, vk: Vk, **settings: str) -> None:
        self.show, self.store = show, show.store
        self.id = show.channel("vk", host=vk.url, **SECRETS, **settings)

    @property
    def channel(self) -> Channel:
        with self.store.read() as connection:
            return channels.by_id(connection, self.store.seal, self.id)

    def step(self, times: int = 1) -> None:
        """As a process that has just started: it knows what stands in the database, and nothing else."""
        for _ in range(times):
            Polling(self.store, Leases(self.store), partial(receive_group, self.store)).step(self.channel)

    def texts(self) -> list[str]:
        count = self.show.broadcast.last_number
        return [self.show.row(number).text for number in range(1, count + 1)]


@pytest.fixture
def reader(show: Show, vk: Vk) -> Reader:
    made = Reader(show, vk, longpoll="yes")
    made.step()
    return made


def known(contact: str) -> Author:
    return Author(contact=contact)


def message(number: int, text: str = "Где автобус?") -> dict[str, Any]:
    told = {"id": number, "from_id": 123, "peer_id": 123, "date": 1785571200, "text": text}
    return {"message": told, "client_info": {}}


def test_what_long_poll_tells_becomes_questions(reader: Reader, vk: Vk) -> None:
    vk.happen("message_new", message(1, "Первый"))
    vk.happen("like_add", {})
    reader.step()
    vk.happen("message_new", message(2, "Второй"))
    reader.step()
    assert reader.texts() == ["Первый", "Второй"]


def test_a_process_that_dies_before_it_notes_how_far_it_has_read_doubles_nothing(reader: Reader, vk: Vk) -> None:
    before = reader.channel.state
    vk.happen("message_new", message(1))
    reader.step()
    with reader.store.write() as tx:
        channels.remember(tx, reader.id, before)
    reader.step()
    assert reader.texts() == ["Где автобус?"]


def test_what_came_while_nobody_asked_is_fetched_afterwards(reader: Reader, vk: Vk) -> None:
    for number in range(30):
        vk.happen("message_new", message(number + 1, f"Вопрос {number}"))
    reader.step(2)
    assert reader.texts() == [f"Вопрос {number}" for number in range(30)]


def test_a_lost_key_is_asked_for_anew_and_nothing_is_lost_with_it(reader: Reader, vk: Vk) -> None:
    vk.lose_key()
    vk.happen("message_new", message(1))
    reader.step(3)
    assert reader.texts() == ["Где автобус?"]


def test_where_vk_has_forgotten_it_is_gone_on_from_what_vk_still_has(reader: Reader, vk: Vk) -> None:
    for number in (1, 2, 3):
        vk.happen("message_new", message(number, f"Вопрос {number}"))
    vk.forget(2)
    reader.step(2)
    assert reader.texts() == ["Вопрос 3"]


def test_a_number_beyond_all_events_begins_anew(reader: Reader, vk: Vk) -> None:
    state = {**reader.channel.state, "longpoll": {**reader.channel.state["longpoll"], "ts": "99"}}
    with reader.store.write() as tx:
        channels.remember(tx, reader.id, state)
    reader.step(2)
    vk.happen("message_new", message(1))
    reader.step()
    assert reader.texts() == ["Где автобус?"]


@pytest.mark.parametrize(
    "fault",
    [
        reset(),
        reset(late=True),
        Fault(status=502),
        Fault(status=200, answer="no"),
        Fault(answer={"failed": 4}),
        slow(0.1),
    ],
    ids=["reset", "reset late", "502", "a word", "an unknown failure", "slow"],
)
def test_whatever_goes_wrong_is_asked_again_and_nothing_is_lost(reader: Reader, vk: Vk, fault: Fault) -> None:
    vk.happen("message_new", message(1))
    vk.fail("/longpoll", fault)
    for _ in range(2):
        try:
            reader.step()
        except Failed as failed:
            assert failed.reason
    assert reader.texts() == ["Где автобус?"]


def test_what_polling_cannot_read_is_kept_whole_and_can_be_tried_again(reader: Reader, vk: Vk) -> None:
    vk.happen("message_new", {"message": {"text": "Без номера"}})
    reader.step()
    with reader.store.read() as connection:
        [letter] = channels.dead_of(connection, reader.id, 0, 10)
    assert "Без номера" in letter.body
    assert retry_dead(reader.store, reader.channel.key) == (0, 1)


def test_a_dead_letter_that_can_be_read_by_now_is_delivered_once(show: Show, vk: Vk) -> None:
    reader = Reader(show, vk)
    show.do("broadcast.close_intake")
    body = json.dumps({"type": "message_new", "object": message(5, "Рано"), "group_id": GROUP})
    with reader.store.write() as tx:
        channels.keep_dead(tx, reader.id, "This broadcast takes no questions.", body)
    assert retry_dead(reader.store, reader.channel.key) == (0, 1)
    show.do("broadcast.open_intake")
    assert retry_dead(reader.store, reader.channel.key) == (1, 0)
    assert retry_dead(reader.store, reader.channel.key) == (0, 0)
    assert reader.texts() == ["Рано"]


# Comments under a video


def test_comments_under_a_live_video_are_fetched_once_each(show: Show, vk: Vk) -> None:
    reader = Reader(show, vk, video="https://vk.com/video-456_9, -456_10")
    for number in range(1, 251):
        vk.comment("-456_9", number, f"Комментарий {number}")
    vk.comment("-456_10", 1, "Под другим")
    reader.step()
    vk.comment("-456_9", 251, "Новый")
    reader.step(2)
    assert sorted(reader.texts()) == sorted([*(f"Комментарий {n}" for n in range(1, 251)), "Под другим", "Новый"])
    assert reader.show.row(1).external_id == "video:-456_9_1"


def test_the_same_comment_by_the_callback_and_by_polling_is_one_question(show: Show, vk: Vk) -> None:
    reader = Reader(show, vk, video="-456_9")
    show.receive("Комментарий", origin=f"channel:{reader.id}", external_id="video:-456_9_3", channel_id=reader.id)
    vk.comment("-456_9", 3, "Комментарий")
    reader.step()
    assert reader.texts() == ["Комментарий"]


def live(number: int, status: str = "started") -> dict[str, Any]:
    return {"id": number, "owner_id": -GROUP, "title": "Прямая линия", "live": 1, "live_status": status}


def test_the_communitys_live_video_is_found_and_read_until_it_has_ended(show: Show, vk: Vk) -> None:
    reader = Reader(show, vk, live="yes")
    vk.videos = [live(8, "finished"), live(9)]
    vk.comment("-456_8", 1, "Под прошлым")
    vk.comment("-456_9", 1, "Под идущим")
    reader.step(2)  # The first asks for the confirmation.
    assert reader.texts() == ["Под идущим"]
    vk.videos = [live(9, "finished")]
    vk.comment("-456_9", 2, "Последний")
    reader.step(LOOK + 1)
    vk.comment("-456_9", 3, "После эфира")
    reader.step(2)
    assert reader.texts() == ["Под идущим", "Последний"]


def test_a_live_video_that_begins_later_is_found_within_a_minute(show: Show, vk: Vk) -> None:
    reader = Reader(show, vk, live="yes")
    reader.step(2)
    vk.videos = [live(9)]
    vk.comment("-456_9", 1, "Первый")
    reader.step(LOOK + 1)
    assert reader.texts() == ["Первый"]


# Posts that count for the show


def wall(post: int, number: int, text: str) -> dict[str, Any]:
    return {"id": number, "post_id": post, "post_owner_id": -456, "from_id": 123, "date": 1785571200, "text": text}


def test_what_is_asked_under_another_post_goes_to_the_standing_broadcast(store: Store, vk: Vk) -> None:
    standing = Show(store, Kind.STANDING)
    reader = Reader(
        Show(store, standing_id=standing.id).on_air(), vk, longpoll="yes", posts="https://vk.com/wall-456_7"
    )
    reader.step()
    vk.happen("wall_reply_new", wall(7, 1, "Под постом эфира"))
    vk.happen("wall_reply_new", wall(77, 2, "Под другим постом"))
    vk.happen("message_new", message(3, "В сообщения"))
    reader.step()
    assert reader.texts() == ["Под постом эфира", "В сообщения"]
    assert [standing.row(1).text, standing.broadcast.last_number] == ["Под другим постом", 1]


def test_without_a_standing_broadcast_what_is_asked_under_another_post_is_not_lost(show: Show, vk: Vk) -> None:
    reader = Reader(show, vk, longpoll="yes", posts="https://vk.com/wall-456_7")
    reader.step()
    vk.happen("wall_reply_new", wall(77, 2, "Под другим постом"))
    reader.step()
    assert reader.texts() == ["Под другим постом"]


# What the network tells by itself


def test_the_confirmation_is_asked_for_beforehand_and_kept(show: Show, vk: Vk) -> None:
    reader = Reader(show, vk)
    reader.step()
    assert reader.channel.settings["confirmation"] == "c0de"


def test_names_are_asked_for_many_at_a_time_and_once(show: Show, vk: Vk) -> None:
    reader = Reader(show, vk)
    origin = f"channel:{reader.id}"
    vk.names = {number: ("Анна", f"Петрова {number}") for number in range(1, 400)}
    contacts = [*(f"vk:{number}" for number in range(1, 401)), "vk:-77"]
    asked = [show.arrival("?", origin=origin, author=known(contact), source="vk") for contact in contacts]
    receive_group(show.store, asked)
    naming = Naming(reader.store, Leases(reader.store))
    while naming.name_some():
        pass
    assert (len(vk.called("/method/users.get")), len(vk.called("/method/groups.getById"))) == (1, 1)
    assert show.view(7)["author"]["name"] == "Анна Петрова 7"
    assert show.view(401)["author"]["name"] == "Посёлок Сосновка"
    assert show.view(400)["author"]["name"] is None
    assert show.types().count("question.named") == 400
    show.receive("Ещё", origin=origin, external_id="again", author=known("vk:7"), source="vk")
    assert naming.name_some() == 0 and show.view(402)["author"]["name"] == "Анна Петрова 7"


def test_names_that_the_network_does_not_tell_now_are_asked_for_again(show: Show, vk: Vk) -> None:
    reader = Reader(show, vk)
    vk.names[9123] = ("Анна", "Петрова")
    show.receive("?", origin=f"channel:{reader.id}", author=known("vk:9123"), source="vk")
    vk.fail("/method/users.get", error(6))
    naming = Naming(reader.store, Leases(reader.store))
    assert not naming.name_some() and not naming.name_some()  # The network is left alone.
    naming.quiet_until.clear()
    assert naming.name_some() and show.view(1)["author"]["name"] == "Анна Петрова"


def test_a_name_is_told_in_every_broadcast_in_which_its_bearer_asks(show: Show, vk: Vk) -> None:
    reader, other = Reader(show, vk), Show(show.store).on_air()
    vk.names[9124] = ("Анна", "Петрова")
    for one in (show, other):
        one.receive("?", origin=f"channel:{reader.id}", author=known("vk:9124"), source="vk")
    naming = Naming(reader.store, Leases(reader.store))
    person_id = show.row(1).person_id
    assert naming._kept({person_id: "Анна"}, [person_id], {show.id}) == {other.id}
    assert show.view(1)["author"]["name"] is None
    assert naming.name_some()
    for one in (show, other):
        assert one.view(1)["author"]["name"] == "Анна Петрова" and one.types()[-1] == "question.named"


# At rest


def test_neither_a_token_nor_a_session_key_stands_in_the_database(reader: Reader) -> None:
    with reader.store.read() as connection:
        row = connection.execute(select(channel_table).where(channel_table.c.id == reader.id)).one()
    assert TOKEN not in str(row) and "key-" not in str(row)
    assert reader.channel.settings["token"] == TOKEN and TOKEN not in repr(reader.channel)


def test_settings_that_an_older_version_left_in_clear_are_sealed_at_the_start(show: Show) -> None:
    channel_id = show.channel("vk", token="old")
    with show.store.write() as tx:
        channels.set_facts(tx, channel_id, settings={"token": "old"})
    seal_all(show.store)
    with show.store.read() as connection:
        row = connection.execute(select(channel_table).where(channel_table.c.id == channel_id)).one()
        opened = channels.by_id(connection, show.store.seal, channel_id)
    assert "old" not in str(row.settings) and opened.settings == {"token": "old"}
