"""The outbox: a reply is sent once, tried again as the network allows, and given up with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, cast

import pytest
from sqlalchemy import select, update

from live.channels import TYPES
from live.domain.submission import Author
from live.protocol.views import QuestionView
from live.store.centre import channels
from live.store.followup import outbox
from live.store.leases import Leases
from live.store.show import questions
from live.store.tables import lease
from live.store.transaction import Store
from live.views.feed.sections.questions import NOTHING
from live.views.screens import SCREENS
from live.workers.sending.outbox import Outbox
from tests.support import exercise
from tests.support.exercise import Postcards
from tests.support.rooms import Clock, Show
from tests.support.sending import send_all
from tests.support.stub import Fault, reset
from tests.support.stubs.vk import TOKEN, USER_TOKEN, Vk, error

WALL = "wall:-456_7_12"


@pytest.fixture
def vk() -> Iterator[Vk]:
    with Vk() as stub:
        yield stub


@pytest.fixture
def postcards(monkeypatch: pytest.MonkeyPatch) -> Iterator[Postcards]:
    monkeypatch.setitem(TYPES, "postcard", exercise.postcard())
    with Postcards() as stub:
        yield stub


class Desk:
    """A show with a network's channel, and a worker that sends when it is told to."""

    def __init__(self, store: Store, type_: str, **settings: str) -> None:
        self.store = store
        self.show = Show(store).on_air()
        self.channel = self.show.channel(type_, **settings)
        self.worker = self.another()

    def another(self) -> Outbox:
        return Outbox(self.store, Leases(self.store))

    def asked(self, external_id: str = WALL, **fields: Any) -> int:
        origin = f"channel:{self.channel}"
        return self.show.asked(origin=origin, external_id=external_id, channel_id=self.channel, **fields)

    def replied(self, external_id: str = WALL, text: str = "Мост починят в мае", **fields: Any) -> int:
        """A new reply's id, to a new question."""
        return int(self.show.do("question.reply", self.asked(external_id, **fields), text=text)["reply"])

    def send(self, worker: Outbox | None = None) -> None:
        """What is due is sent, by a worker that has the channel's lease."""
        worker = worker or self.worker
        worker.quiet_until.clear()
        send_all(worker, self.channel)

    def later(self, **time: float) -> None:
        assert isinstance(self.store.clock, Clock)
        self.store.clock.pass_(**time)

    def row(self, reply: int) -> Any:
        with self.store.read() as connection:
            return outbox.get(connection, self.show.id, reply)

    def told(self) -> list[str]:
        return [type_ for type_ in self.show.types() if type_.startswith("reply.")]


@pytest.fixture
def desk(clocked: Store, vk: Vk) -> Desk:
    return Desk(clocked, "vk", token=TOKEN, group_id="456", host=vk.url)


@pytest.fixture
def unguarded(clocked: Store, postcards: Postcards) -> Desk:
    return Desk(clocked, "postcard", token=exercise.TOKEN, secret=exercise.SECRET, host=postcards.url)


def card(desk: Desk, number: int) -> int:
    return desk.replied(str(number), author=Author("Анна", "postcard:7"))


def test_a_reply_is_sent_and_its_link_kept(desk: Desk, vk: Vk) -> None:
    reply = desk.replied()
    desk.send()
    [posted] = vk.posted.values()
    assert (posted["message"], posted["post_id"], posted["reply_to_comment"]) == ("Мост починят в мае", "7", "12")
    row = desk.row(reply)
    assert (row.state, row.link) == ("sent", f"https://vk.com/wall-456_7?reply={posted['id']}")
    assert desk.told() == ["reply.queued", "reply.sent"]


def test_what_is_for_a_moment_impossible_is_tried_again_after_a_growing_pause(desk: Desk, vk: Vk) -> None:
    reply = desk.replied()
    vk.fail("/method/wall.createComment", *[Fault(status=503)] * 3)
    pauses = []
    for _ in range(3):
        desk.send()
        row = desk.row(reply)
        assert row.state == "waiting"
        pauses.append((row.next_at - desk.store.clock()).total_seconds())
        desk.later(seconds=pauses[-1])
    assert pauses == sorted(pauses) and pauses[0] < pauses[-1]
    desk.send()
    assert desk.row(reply).state == "sent"
    assert desk.told() == ["reply.queued", "reply.sent"]


def test_nothing_more_is_sent_while_the_network_asks_for_quiet(desk: Desk, vk: Vk) -> None:
    desk.replied(), desk.replied("wall:-456_7_13")
    vk.fail("/method/wall.createComment", error(29))
    desk.send()
    assert len(vk.called("/method/wall.createComment")) == 1 and not vk.posted


@pytest.mark.parametrize("code", [901, 212, 914, 5])
def test_what_the_network_refuses_for_good_is_given_up_with_a_reason(desk: Desk, vk: Vk, code: int) -> None:
    reply = desk.replied()
    vk.fail("/method/wall.createComment", error(code))
    desk.send()
    row = desk.row(reply)
    assert row.state == "failed" and row.reason and f"VK {code}" in row.detail
    assert desk.told() == ["reply.queued", "reply.failed"]


def test_a_comment_under_a_video_without_a_persons_token_is_given_up_with_a_reason(desk: Desk, vk: Vk) -> None:
    reply = desk.replied("video:-456_9_3")
    desk.send()
    assert desk.row(reply).state == "failed" and "user_token" in desk.row(reply).reason
    assert not vk.calls


def test_each_kind_of_message_is_answered_where_it_was_written(clocked: Store, vk: Vk) -> None:
    desk = Desk(clocked, "vk", token=TOKEN, user_token=USER_TOKEN, group_id="456", host=vk.url)
    kinds = ["message:123_10", "wall:-456_7_12", "video:-456_9_3", "photo:-456_8_4", "board:-456_5_2"]
    replies = [desk.replied(kind) for kind in kinds]
    desk.send()
    assert [desk.row(reply).state for reply in replies] == ["sent"] * 5
    by_method = {method: given for (method, _), given in vk.posted.items()}
    assert by_method["messages.send"]["peer_id"] == "123"
    assert by_method["video.createComment"]["video_id"] == "9"
    assert by_method["photos.createComment"]["photo_id"] == "8"
    assert by_method["board.createComment"]["topic_id"] == "5"


@pytest.mark.parametrize("fault", [reset(late=True), Fault(status=502, late=True)])
def test_a_network_with_a_guard_is_sent_the_same_again_and_posts_it_once(desk: Desk, vk: Vk, fault: Fault) -> None:
    reply = desk.replied()
    vk.fail("/method/wall.createComment", fault)
    desk.send()
    assert desk.row(reply).state == "waiting"
    desk.later(seconds=10)
    desk.send()
    assert desk.row(reply).state == "sent"
    assert (len(vk.called("/method/wall.createComment")), len(vk.posted)) == (2, 1)


@pytest.mark.parametrize("fault", [reset(late=True), reset(late=False), Fault(status=502, late=True)])
def test_without_a_guard_what_may_have_arrived_is_unsure_and_never_sent_again_by_itself(
    unguarded: Desk, postcards: Postcards, fault: Fault
) -> None:
    reply = card(unguarded, 1)
    postcards.fail("/answers", fault)
    unguarded.send()
    unguarded.later(days=2)
    unguarded.send()
    assert unguarded.row(reply).state == "unsure"
    assert len(postcards.called("/answers")) == 1
    assert unguarded.told() == ["reply.queued", "reply.unsure"]


def test_without_a_guard_what_cannot_have_arrived_is_sent_again(unguarded: Desk, postcards: Postcards) -> None:
    reply = card(unguarded, 1)
    postcards.fail("/answers", Fault(status=429, headers={"Retry-After": "2"}))
    unguarded.send()
    unguarded.later(seconds=1)
    unguarded.send()
    assert not postcards.answers
    unguarded.later(seconds=5)
    unguarded.send()
    assert unguarded.row(reply).state == "sent" and len(postcards.answers) == 1


def half_sent(desk: Desk, reply: int) -> None:
    """As a worker leaves it that is killed during the request."""
    with desk.store.write() as tx:
        assert outbox.move(tx, reply, "send", tries=1)


def test_what_a_killed_worker_left_half_sent_is_sent_again_under_its_guard(desk: Desk, vk: Vk) -> None:
    reply = desk.replied()
    half_sent(desk, reply)
    desk.send(desk.another())
    desk.later(seconds=10)
    desk.send()
    assert desk.row(reply).state == "sent" and len(vk.posted) == 1


def test_what_was_left_for_longer_than_the_network_remembers_is_unsure(desk: Desk, vk: Vk) -> None:
    reply = desk.replied()
    half_sent(desk, reply)
    desk.later(hours=2)
    desk.send(desk.another())
    desk.later(seconds=10)
    desk.send()
    assert desk.row(reply).state == "unsure" and not vk.calls


def test_without_a_guard_what_a_killed_worker_left_half_sent_is_unsure(unguarded: Desk, postcards: Postcards) -> None:
    reply = card(unguarded, 1)
    half_sent(unguarded, reply)
    unguarded.send(unguarded.another())
    assert unguarded.row(reply).state == "unsure" and not postcards.calls


def test_a_channel_is_one_workers_at_a_time_until_that_one_is_silent(desk: Desk, vk: Vk) -> None:
    def later(seconds: int) -> None:
        """So much nearer to its end: leases go by the database's clock, which no test can move."""
        with desk.store.write() as tx:
            until = tx.connection.execute(select(lease.c.until)).scalar_one()
            tx.connection.execute(update(lease).values(until=until - timedelta(seconds=seconds)))

    one, other = Leases(desk.store), Leases(desk.store)
    assert one.take("send:1") and not other.take("send:1") and one.take("send:1")
    later(8)
    one.beat()
    later(8)
    assert not other.take("send:1")
    later(20)
    assert other.take("send:1")
    one.beat()
    assert not one.holds("send:1")
    other.free("send:1")
    assert one.take("send:1")


def test_a_paused_channel_sends_nothing(desk: Desk, vk: Vk) -> None:
    reply = desk.replied()
    with desk.store.write() as tx:
        channels.set_facts(tx, desk.channel, paused=True)
    desk.send()
    assert desk.row(reply).state == "waiting" and not vk.calls


def test_a_reply_is_told_to_no_screen_that_may_not_know_how_its_receiver_is_reached(desk: Desk) -> None:
    desk.replied()
    view = desk.show.view(1)
    shown = {
        name: SCREENS[name].questions.shown(cast(QuestionView, view), NOTHING)
        for name in ("desk", "rundown", "head", "prompter")
    }
    assert shown["desk"]["replies"] and not shown["rundown"]["replies"] and not shown["head"]["replies"]
    assert "replies" not in shown["prompter"]


# What a person says


def test_a_person_may_send_an_unsure_reply_again_or_say_that_it_arrived(unguarded: Desk, postcards: Postcards) -> None:
    first, second = card(unguarded, 1), card(unguarded, 2)
    for reply in (first, second):
        half_sent(unguarded, reply)
    unguarded.send(unguarded.another())
    unguarded.show.do("reply.again", reply=first)
    unguarded.show.do("reply.arrived", reply=second)
    unguarded.send()
    assert [unguarded.row(reply).state for reply in (first, second)] == ["sent", "sent"]
    assert len(postcards.answers) == 1
    assert unguarded.show.refused("illegal", "reply.again", reply=first)
    assert unguarded.show.refused("illegal", "reply.cancel", reply=second)


def test_a_waiting_reply_can_be_taken_back(desk: Desk, vk: Vk) -> None:
    reply = desk.replied()
    desk.show.do("reply.cancel", reply=reply)
    desk.send()
    assert desk.row(reply).state == "cancelled" and not vk.calls
    assert desk.told() == ["reply.queued", "reply.cancelled"]


def test_a_question_that_came_by_no_network_cannot_be_answered_by_one(desk: Desk) -> None:
    number = desk.show.asked()
    desk.show.refused("illegal", "question.reply", number, text="Мост починят в мае")
    desk.show.refused("not_found", "reply.again", reply=999)
    desk.show.refused("invalid", "question.reply", desk.asked(), text=" ")


def merged(desk: Desk) -> int:
    """A question into which two others were merged; one of those came by no network."""
    root, near = (desk.asked(f"wall:-456_7_{n}", author=Author("Анна", f"vk:{n}")) for n in (12, 13))
    for other in (near, desk.show.asked()):
        desk.show.do("question.merge", other, into=root)
    return root


def test_a_reply_to_everybody_goes_to_each_who_can_be_answered_where_they_wrote(desk: Desk, vk: Vk) -> None:
    answer = desk.show.do("question.reply", merged(desk), text="Мост починят в мае", final=True, everybody=True)
    assert answer["told"] == 2
    desk.send()
    posted = vk.posted.values()
    assert sorted(one["reply_to_comment"] for one in posted) == ["12", "13"]
    assert {one["message"] for one in posted} == {"Мост починят в мае"}
    assert desk.row(answer["reply"]).final


def test_a_reply_goes_to_the_one_who_asked_alone_unless_all_are_meant(desk: Desk, vk: Vk) -> None:
    assert desk.show.do("question.reply", merged(desk), text="Мост починят в мае")["told"] == 1
    desk.send()
    assert [one["reply_to_comment"] for one in vk.posted.values()] == ["12"]


def test_who_has_withdrawn_their_question_is_not_written_to(desk: Desk) -> None:
    root = merged(desk)
    with desk.store.write() as tx:
        questions.set_facts(tx, desk.show.id, root + 1, withdrawn_at=tx.now)
    assert desk.show.do("question.reply", root, text="Мост починят в мае", everybody=True)["told"] == 1


def test_a_reply_stands_with_its_question_as_the_log_has_told_of_it(desk: Desk, vk: Vk) -> None:
    desk.replied()
    [shown] = desk.show.view(1)["replies"]
    assert (shown["state"], shown["text"], shown["by"]) == ("waiting", "Мост починят в мае", "Анна")
    vk.fail("/method/wall.createComment", Fault(status=503))
    desk.send()
    assert desk.show.view(1)["replies"] == [shown]
    desk.later(seconds=10)
    desk.send()
    [shown] = desk.show.view(1)["replies"]
    assert shown["state"] == "sent" and shown["link"].startswith("https://vk.com/wall-456_7?reply=")
