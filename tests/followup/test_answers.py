"""Answering a ticket: everybody who asked is told, each by their own way, and its screen knows how far that is."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from sqlalchemy import event as engine_events

from live import followup
from live.channels import TYPES
from live.desk.receive import Receipt
from live.domain.people import By
from live.domain.refused import Refused
from live.domain.submission import Author
from live.store.followup import outbox
from live.store.leases import Leases
from live.store.tables import channel, question
from live.store.transaction import Store
from live.views.feed.sections.section import Reader
from live.views.tickets.answers import by_hand
from live.workers.sending.outbox import Outbox
from tests.followup.asking import Asking, Mail
from tests.support.rooms import EVERYBODY
from tests.support.sending import send_all


@pytest.fixture
def asking(store: Store) -> Asking:
    return Asking(store)


@pytest.fixture
def mail(monkeypatch: pytest.MonkeyPatch) -> Mail:
    network = Mail()
    monkeypatch.setitem(TYPES, "mail", network)
    return network


def send(asking: Asking, channel: int) -> None:
    """What is due by a channel is sent."""
    worker = Outbox(asking.store, Leases(asking.store))
    send_all(worker, channel)


# On the way and for good


def test_an_interim_answer_leaves_the_ticket_as_it_is_and_counts_as_a_reaction(asking: Asking) -> None:
    number = str(asking.show.do("question.ticket", asking.by_vk())["ticket"])
    before = asking.tickets.row(number)
    asking.tickets.do("ticket.reply", number, text="Выехала бригада.")
    row = asking.tickets.row(number)
    assert (row.state, row.version, row.answer) == ("open", before.version + 1, None)
    assert before.reacted_at is None and row.reacted_at is not None
    [queued] = asking.queued(number)
    assert (queued.state, queued.final, queued.text) == ("waiting", False, "Выехала бригада.")


def test_a_second_answer_leaves_the_first_reaction(asking: Asking) -> None:
    number = asking.ticket(asking.by_vk())
    asking.tickets.do("ticket.reply", number, text="Смотрим.")
    first = asking.tickets.row(number).reacted_at
    asking.tickets.do("ticket.reply", number, text="Починили.", final=True)
    assert asking.tickets.row(number).reacted_at == first


def test_an_open_ticket_takes_an_interim_answer_but_no_final_one(asking: Asking) -> None:
    number = str(asking.show.do("question.ticket", asking.by_vk())["ticket"])
    asking.tickets.do("ticket.reply", number, text="Смотрим.")
    asking.tickets.refused("illegal", "ticket.reply", number, text="Починили.", final=True)
    assert len(asking.queued(number)) == 1


@pytest.mark.parametrize("verb", ["reply", "resolve"])
def test_a_final_answer_resolves_the_ticket_whichever_verb_gives_it(asking: Asking, verb: str) -> None:
    number = asking.ticket(asking.by_vk())
    fields = {"text": "Починили.", "final": True} if verb == "reply" else {"answer": "Починили."}
    told = asking.tickets.do(f"ticket.{verb}", number, **fields)
    row = asking.tickets.row(number)
    assert (row.state, row.answer) == ("resolved", "Починили.") and row.resolved_at is not None
    [queued] = asking.queued(number)
    assert (queued.final, queued.text) == (True, "Починили.")
    assert (told["sent"], told["by_hand"], told["unreachable"]) == (1, 0, 0)
    assert asking.tickets.events(number)[-1].type == "ticket.resolved"


def test_a_repeated_command_is_one_answer(asking: Asking) -> None:
    number = asking.ticket(asking.by_vk())
    raw: dict[str, Any] = {"id": str(uuid.uuid4()), "type": "ticket.reply", "ticket": number, "version": 2}
    raw |= {"text": "Починили.", "final": True}
    first, again = (followup.BUS.perform(asking.store, "tickets", raw, EVERYBODY) for _ in range(2))
    assert first == again and len(asking.queued(number)) == 1


def test_after_reopening_a_second_final_answer_is_a_new_one(asking: Asking) -> None:
    number = asking.ticket(asking.by_vk())
    asking.tickets.do("ticket.resolve", number, answer="Починили.")
    asking.tickets.do("ticket.reopen", number)
    asking.tickets.do("ticket.resolve", number, answer="Починили ещё раз.")
    assert [row.text for row in asking.queued(number)] == ["Починили.", "Починили ещё раз."]
    assert [one["text"] for one in asking.view(number).said] == ["Починили.", "Починили ещё раз."]


def test_a_stale_answer_reaches_nobody(asking: Asking) -> None:
    number = asking.ticket(asking.by_vk())
    asking.tickets.do("ticket.reply", number, text="Смотрим.")
    asking.tickets.refused("conflict", "ticket.reply", number, text="Починили.", final=True, version=2)
    assert len(asking.queued(number)) == 1


@pytest.mark.parametrize("text", ["", " ", "ж" * 4001, "а\x07", "Здравствуйте, {фамилия}!"])
def test_what_cannot_be_sent_is_refused(asking: Asking, text: str) -> None:
    number = asking.ticket(asking.by_vk())
    asking.tickets.refused("invalid", "ticket.reply", number, text=text)
    assert asking.queued(number) == []


def test_whoever_joins_once_it_is_answered_is_passed_the_answer_and_nobody_gets_it_twice(asking: Asking) -> None:
    root, late = asking.by_vk("Анна"), asking.by_vk("Борис")
    number = asking.ticket(root)
    asking.tickets.do("ticket.resolve", number, answer="{имя}, починили.")
    asking.tickets.refused("illegal", "ticket.pass_on", number)
    asking.merged(root, late)
    assert asking.tickets.do("ticket.pass_on", number)["sent"] == 1
    assert [row.text for row in asking.queued(number)] == ["Анна, починили.", "Борис, починили."]
    assert (asking.tickets.row(number).state, len(asking.view(number).said)) == ("resolved", 1)
    asking.tickets.refused("illegal", "ticket.pass_on", number)


# Each by their own way


def test_every_asker_of_every_merged_question_is_answered_where_they_wrote(asking: Asking) -> None:
    root, near, far = asking.by_vk("Анна"), asking.by_vk("Борис"), asking.by_vk("Вера")
    asking.merged(near, far)
    asking.merged(root, near)
    asking.by_vk("Никто")
    number = asking.ticket(root)
    asking.tickets.do("ticket.resolve", number, answer="Починили.")
    rows = asking.queued(number)
    assert [row.question_id % 2**32 for row in rows] == [root, near, far]
    assert [row.context for row in rows] == [asking.show.row(n).external_id for n in (root, near, far)]
    assert {row.channel_id for row in rows} == {asking.vk}


def test_one_who_asked_twice_is_answered_once_for_each_question(asking: Asking) -> None:
    root = asking.by_vk("Анна")
    origin = {"origin": f"channel:{asking.vk}", "channel_id": asking.vk, "source": "vk"}
    [receipt] = asking.show.receive("И ещё раз", external_id=f"again:{root}", **origin)
    assert isinstance(receipt, Receipt) and receipt.number
    number = asking.ticket(asking.merged(root, receipt.number))
    asking.tickets.do("ticket.resolve", number, answer="Починили.")
    assert len(asking.queued(number)) == 2


def test_a_question_split_off_again_is_not_answered_with_the_root(asking: Asking) -> None:
    root, other = asking.by_vk(), asking.by_vk()
    asking.merged(root, other)
    asking.show.do("question.split", other)
    number = asking.ticket(root)
    asking.tickets.do("ticket.resolve", number, answer="Починили.")
    assert len(asking.queued(number)) == 1


def test_one_without_a_network_is_written_to_by_the_first_mailbox_that_works(asking: Asking, mail: Mail) -> None:
    paused = asking.mailbox()
    with asking.store.write() as tx:
        tx.connection.execute(channel.update().where(channel.c.type == "mail").values(paused=True))
    working = asking.mailbox()
    number = asking.ticket(asking.by_form("mailto:anna@example.org"))
    asking.tickets.do("ticket.resolve", number, answer="Починили.")
    [row] = asking.queued(number)
    assert (row.channel_id, row.context, row.state) == (working, None, "waiting") and working != paused
    send(asking, working)
    [letter] = mail.letters
    assert (letter.contact, letter.text) == ("mailto:anna@example.org", "Починили.")
    assert asking.queued(number)[0].state == "sent"


@pytest.mark.parametrize("contact", ["tel:+79000000012", "https://vk.com/anna", "mailto:anna@example.org"])
def test_whom_no_network_reaches_waits_to_be_told_by_hand(asking: Asking, contact: str) -> None:
    with asking.store.write() as tx:  # Other tests' mailboxes are no way to anybody here.
        tx.connection.execute(channel.update().where(channel.c.type == "mail").values(paused=True))
    number = asking.ticket(asking.by_form(contact))
    asking.tickets.do("ticket.resolve", number, answer="Починили.")
    [row] = asking.queued(number)
    assert (row.channel_id, row.state) == (None, "by_hand")


def test_of_whom_nothing_is_known_the_answer_waits_with_their_code(asking: Asking) -> None:
    number = asking.ticket(asking.by_form(None, None))
    told = asking.tickets.do("ticket.resolve", number, answer="Починили.")
    assert (told["sent"], told["by_hand"], told["unreachable"]) == (0, 0, 1)
    assert asking.queued(number) == [] and asking.tickets.row(number).answer == "Починили."


def test_a_name_is_each_askers_own(asking: Asking) -> None:
    root, other, nameless = asking.by_vk("Анна"), asking.by_vk("Борис"), asking.by_vk(None)
    number = asking.ticket(asking.merged(root, other, nameless))
    asking.tickets.do("ticket.resolve", number, answer="{имя}, по заявке {номер} всё сделано.")
    assert [row.text for row in asking.queued(number)] == [
        f"Анна, по заявке {number} всё сделано.",
        f"Борис, по заявке {number} всё сделано.",
        f"Уважаемый житель, по заявке {number} всё сделано.",
    ]


def test_five_hundred_askers_are_answered_in_few_statements(asking: Asking) -> None:
    author = Author("Анна", "vk:500500")
    asking.show.receive(*["Нет воды"] * 500, author=author, origin=f"channel:{asking.vk}", channel_id=asking.vk)
    with asking.store.write() as tx:
        others = question.c.broadcast_id == asking.show.id, question.c.number > 1
        tx.connection.execute(question.update().where(*others).values(state="merged", merged_into=1))
    number = asking.ticket(1)
    statements: list[str] = []
    engine = asking.store.database.engine()

    def heard(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    engine_events.listen(engine, "before_cursor_execute", heard)
    try:
        asking.tickets.do("ticket.resolve", number, answer="Починили.")
    finally:
        engine_events.remove(engine, "before_cursor_execute", heard)
    assert len(asking.queued(number)) == 500
    assert len(statements) < 40, len(statements)


# What the screens are told


def test_the_ticket_tells_how_its_replies_stand(asking: Asking) -> None:
    number = asking.ticket(asking.merged(asking.by_vk(), asking.by_vk(), asking.by_form("tel:+79000000012")))
    none = {"waiting": 0, "sent": 0, "failed": 0, "unsure": 0, "by_hand": 0}
    assert asking.view(number).replies == none
    asking.tickets.do("ticket.resolve", number, answer="Починили.")
    assert asking.view(number).replies == none | {"waiting": 2, "by_hand": 1}


def test_each_reply_that_moves_is_told_on_both_logs(asking: Asking) -> None:
    number = asking.ticket(asking.by_vk())
    since = asking.show.head
    asking.tickets.do("ticket.resolve", number, answer="Починили.")
    [row] = asking.queued(number)
    with asking.store.write() as tx:
        outbox.move(tx, row.id, "send", tries=1)
    with asking.store.write() as tx:
        outbox.move(tx, row.id, "deliver")
    assert asking.show.types(since) == ["reply.queued", "reply.sent"]
    told = asking.tickets.events(number)[-1]
    assert (told.type, told.state, told.data) == ("reply.sent", "resolved", {"department": "ЖКХ", "reply": row.id})
    assert asking.view(number).replies["sent"] == 1


def test_a_notice_to_one_of_our_own_is_sent_to_its_address_and_told_on_no_log(asking: Asking, mail: Mail) -> None:
    mailbox, number = asking.mailbox(), asking.ticket(asking.by_vk())
    before, here = len(asking.tickets.events()), asking.show.head
    with asking.store.write() as tx:
        outbox.queue_notice(
            tx, asking.tickets.row(number).id, mailbox, "mailto:chief@example.org", "Срок вышел", By("Срок", "admin")
        )
    send(asking, mailbox)
    [letter] = mail.letters
    assert (letter.contact, letter.text) == ("mailto:chief@example.org", "Срок вышел")
    assert (len(asking.tickets.events()), asking.show.head) == (before, here)
    assert asking.view(number).replies["sent"] == 0 and asking.view(number).answers == []


def test_a_contact_is_told_to_a_coordinator_and_only_of_whom_to_call(asking: Asking) -> None:
    number = asking.ticket(asking.merged(asking.by_vk(), asking.by_form("tel:+79000000012")))
    asking.tickets.do("ticket.resolve", number, answer="Починили.")
    told = {one["state"]: one for one in asking.view(number).answers}
    assert told["by_hand"]["contact"] == "tel:+79000000012" and told["waiting"]["contact"] is None
    assert [one["contact"] for one in asking.view(number, "ЖКХ").answers] == [None, None]


# What a person says


def answer(asking: Asking, verb: str, number: str, reply: int) -> Any:
    raw = {"id": str(uuid.uuid4()), "type": f"answer.{verb}", "ticket": number, "reply": reply}
    return followup.BUS.perform(asking.store, "tickets", raw, EVERYBODY)


def test_who_was_told_by_hand_leaves_the_list_with_the_name_of_who_told_them(asking: Asking) -> None:
    number = asking.ticket(asking.by_form("tel:+79000000012"))
    asking.tickets.do("ticket.resolve", number, answer="Починили.")

    def listed() -> list[Any]:
        with asking.store.read() as connection:
            return [
                one for one in by_hand(connection, Reader(contacts=True), 0, 500)["answers"] if one["ticket"] == number
            ]

    [one] = listed()
    assert (one["contact"], one["name"], one["text"]) == ("tel:+79000000012", "Пётр", "Починили.")
    answer(asking, "told", number, one["reply"])
    assert listed() == []
    [told] = asking.view(number).answers
    assert (told["state"], told["moved"]["by"], told["contact"]) == ("sent", "Анна", None)


def test_a_waiting_reply_of_a_ticket_is_taken_back_and_told_on_both_logs(asking: Asking) -> None:
    number = asking.ticket(asking.by_vk())
    asking.tickets.do("ticket.resolve", number, answer="Починили.")
    since = asking.show.head
    answer(asking, "cancel", number, asking.queued(number)[0].id)
    assert asking.queued(number)[0].state == "cancelled"
    assert asking.show.types(since) == ["reply.cancelled"]
    assert asking.tickets.events(number)[-1].type == "reply.cancelled"


def test_what_is_said_of_it_from_the_desk_is_told_to_the_tickets_too(asking: Asking) -> None:
    number = asking.ticket(asking.by_vk())
    asking.tickets.do("ticket.resolve", number, answer="Починили.")
    asking.show.do("reply.cancel", reply=asking.queued(number)[0].id)
    assert asking.tickets.events(number)[-1].type == "reply.cancelled"


def test_a_reply_of_another_ticket_is_not_found(asking: Asking) -> None:
    one, other = asking.ticket(asking.by_vk()), asking.ticket(asking.by_vk())
    asking.tickets.do("ticket.resolve", one, answer="Починили.")
    with pytest.raises(Refused) as caught:
        answer(asking, "cancel", other, asking.queued(one)[0].id)
    assert caught.value.code == "not_found"


# For everybody


def test_what_is_published_is_kept_apart_from_the_answer(asking: Asking) -> None:
    number = asking.ticket(asking.by_vk())
    asking.tickets.do("ticket.publish", number, text="Мост на Речной: ремонт до мая.")
    row = asking.tickets.row(number)
    assert (row.state, row.published_text) == ("assigned", "Мост на Речной: ремонт до мая.")
    assert row.published_at is not None and row.answer is None
    asking.tickets.refused("invalid", "ticket.publish", number, text="Для {имя}")
