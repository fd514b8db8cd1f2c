"""One trouble, one matter: what stands in it, and that everybody who asks hears each word once."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest

from live.desk.receive import Receipt
from live.domain.broadcast import Kind
from live.domain.people import Actor, Role
from live.domain.refused import Refused
from live.domain.submission import Author
from live.followup.matters import telling
from live.store.show import questions
from live.store.tables import broadcast, channel
from live.store.transaction import Store
from tests.followup.mattering import Mattering
from tests.support.rooms import Show


@pytest.fixture
def town(store: Store) -> Mattering:
    return Mattering(store)


# What stands in it


def test_a_matter_takes_topic_place_and_owner_from_what_it_is_opened_with(town: Mattering) -> None:
    first, second = town.by_vk(topic="Вода", locality="Ундоры"), town.by_vk()
    row = town.row(town.matter(second, first))
    assert (row.state, row.owner, row.questions, row.askers) == ("open", "Анна", 2, 2)
    assert (row.title, row.topic, row.locality) == ("Прорыв трубы на Речной", "Вода", "Ундоры")


def test_a_question_that_is_joined_keeps_its_state_and_its_version(town: Mattering) -> None:
    asked, listed = town.by_vk(), town.show.shortlisted()
    before = [(town.show.row(n).state, town.show.row(n).version) for n in (asked, listed)]
    number = town.matter(asked, listed)
    assert [(town.show.row(n).state, town.show.row(n).version) for n in (asked, listed)] == before
    assert town.show.view(asked)["matter"] == number
    assert (town.show.books().still_open, town.show.books().wrong) == (2, [])


def test_a_ticket_stands_in_a_matter_by_its_question_and_keeps_its_state(town: Mattering) -> None:
    ticket = town.ticket(town.by_vk())
    number = town.say_open(tickets=[ticket])
    assert (town.view(ticket).matter, town.view(ticket).state) == (number, "assigned")
    assert town.tickets.events(ticket)[-1].type == "ticket.retold"
    later = town.by_vk()
    town.say("join", number, questions=[later])
    assert town.view(town.ticket(later)).matter == number


def test_questions_of_several_broadcasts_stand_in_one_matter(town: Mattering) -> None:
    other = Mattering(town.store)
    number = town.matter(town.by_vk())
    theirs = other.by_vk()
    other.say("join", number, questions=[theirs])
    assert town.row(number).questions == 2
    since = other.show.head
    told = town.say("tell", number, text="Выехала бригада.")
    assert told["sent"] == 2
    assert other.show.types(since) == ["reply.queued", "matter.told"]


def test_of_a_merged_question_the_one_that_it_ended_up_in_is_joined(town: Mattering) -> None:
    root, merged = town.by_vk(), town.by_vk()
    town.merged(root, merged)
    number = town.matter(merged)
    assert town.standing(number) == [root] and town.row(number).askers == 2


def test_what_is_parted_hears_nothing_more(town: Mattering) -> None:
    stays, goes = town.by_vk(), town.by_vk()
    number = town.matter(stays, goes)
    town.say("part", number, questions=[goes])
    assert town.show.view(goes)["matter"] is None
    assert town.show.types()[-2:] == ["question.parted", "matter.parted"]
    town.say("tell", number, text="Починили.")
    assert town.told(number) == [("Починили.", stays)]


def test_one_that_was_merged_since_is_parted_by_itself(town: Mattering) -> None:
    joined, root = town.by_vk(), town.by_vk()
    number = town.matter(joined)
    town.merged(root, joined)
    town.say("part", number, questions=[joined])
    assert town.standing(number) == []


def test_a_matter_joined_to_another_hands_all_over_and_is_closed(town: Mattering) -> None:
    first, second = town.by_vk(), town.by_vk()
    one, other = town.matter(first, text="Ищем место."), town.matter(second)
    town.say("join", one, matters=[other])
    assert town.standing(one) == [first, second] and town.standing(other) == []
    assert (town.row(other).state, town.row(other).joined_to, town.row(one).askers) == ("closed", one, 2)
    assert town.told(one) == [("Ищем место.", first), ("Ищем место.", second)]


# Each word once


def test_one_text_reaches_everybody_who_asks_once_merged_ones_too(town: Mattering) -> None:
    root, merged, alone = town.by_vk("Анна"), town.by_vk("Борис"), town.by_vk("Вера")
    town.by_vk("Никто")
    number = town.matter(town.merged(root, merged), alone)
    told = town.say("tell", number, text="{имя}, выехала бригада.")
    assert (told["sent"], told["by_hand"], told["unreachable"]) == (3, 0, 0)
    assert town.told(number) == [
        ("Анна, выехала бригада.", root),
        ("Борис, выехала бригада.", merged),
        ("Вера, выехала бригада.", alone),
    ]


def test_who_asked_twice_is_told_once(town: Mattering) -> None:
    first = town.by_vk("Анна")
    person = town.show.row(first).person_id
    author = town.show.view(first)["author"]
    origin: dict[str, Any] = {"origin": f"channel:{town.vk}", "channel_id": town.vk, "source": "vk"}
    [again] = town.show.receive(
        "И ещё раз", external_id=f"again:{first}", author=Author("Анна", author["contact"]), **origin
    )
    assert isinstance(again, Receipt) and again.number and town.show.row(again.number).person_id == person
    number = town.matter(first, again.number)
    assert town.say("tell", number, text="Чиним.")["sent"] == 1
    assert town.row(number).askers == 1


def test_whom_no_network_reaches_waits_to_be_told_by_hand(town: Mattering) -> None:
    with town.store.write() as tx:  # Other tests' mailboxes are no way to anybody here.
        tx.connection.execute(channel.update().where(channel.c.type == "mail").values(paused=True))
    number = town.matter(town.by_form("tel:+79000004411"), town.by_form(None, None))
    told = town.say("tell", number, text="Чиним.")
    assert (told["sent"], told["by_hand"], told["unreachable"]) == (0, 1, 1)


def test_who_joins_later_gets_the_latest_word_at_once_and_once(town: Mattering) -> None:
    number = town.matter(town.by_vk(), text="Ищем место.")
    town.say("tell", number, text="Копаем.")
    late = town.by_vk()
    assert town.say("join", number, questions=[late])["sent"] == 1
    assert [text for text, asked in town.told(number) if asked == late] == ["Копаем."]
    town.say("part", number, questions=[late])
    assert town.say("join", number, questions=[late])["sent"] == 0


def test_who_is_merged_into_a_joined_question_gets_the_latest_word_from_the_background(town: Mattering) -> None:
    root = town.by_vk()
    number = town.matter(root, text="Копаем.")
    late = town.by_vk()
    town.merged(root, late)
    since = town.show.head
    town.tick()
    town.tick()
    assert town.told(number) == [("Копаем.", root), ("Копаем.", late)]
    assert town.row(number).askers == 2
    assert town.show.types(since) == ["reply.queued", "matter.joined"]


def test_whom_nothing_is_known_to_reach_is_no_reason_to_look_again(town: Mattering) -> None:
    """Nor is one who took the question back. Such a look writes nothing, and no lock is taken for it."""
    root, unreachable, withdrawn = town.by_vk(), town.by_form(None, None), town.by_vk()
    number = town.matter(root, unreachable, text="Копаем.")
    town.merged(root, withdrawn)
    with town.store.write() as tx:
        questions.set_facts(tx, town.show.id, withdrawn, withdrawn_at=tx.now)
    town.tick()  # counts who was merged
    with town.store.read() as connection:
        assert number not in telling.grown(connection)
    assert town.told(number) == [("Копаем.", root)] and town.row(number).askers == 3


def test_whoever_asked_the_last_of_several_hears_of_its_own_matter(town: Mattering) -> None:
    """All the open ones are looked at in one go: what is known of one is not taken for another's."""
    roots = [town.by_vk() for _ in range(3)]
    numbers = [town.matter(root, text=f"Слово {place}") for place, root in enumerate(roots)]
    late = town.by_vk()
    town.merged(roots[1], late)
    with town.store.read() as connection:
        assert [number for number in telling.grown(connection) if number in numbers] == [numbers[1]]
    town.tick()
    assert [town.told(number) for number in numbers] == [
        [("Слово 0", roots[0])],
        [("Слово 1", roots[1]), ("Слово 1", late)],
        [("Слово 2", roots[2])],
    ]


def test_what_was_declined_since_hears_nothing(town: Mattering) -> None:
    stays, spam = town.by_vk(), town.by_vk()
    number = town.matter(stays, spam)
    town.show.do("question.decline", spam, reason="spam")
    assert town.say("tell", number, text="Чиним.")["sent"] == 1


def test_a_word_is_the_first_reaction_to_the_tickets_that_stand_in_it(town: Mattering) -> None:
    ticket = str(town.show.do("question.ticket", town.by_vk())["ticket"])
    number = town.say_open(tickets=[ticket])
    assert town.tickets.row(ticket).reacted_at is None
    town.say("tell", number, text="Чиним.")
    assert town.tickets.row(ticket).reacted_at is not None
    assert town.tickets.row(ticket).state == "open"


def test_a_word_is_the_first_reaction_to_a_question_between_shows_and_to_no_other(town: Mattering) -> None:
    line = Show(town.store, Kind.STANDING)
    told, silent, aired = line.asked(), line.asked(), town.by_vk()
    number = town.matter(aired)
    line.do("matter.join", matter=number, questions=[told, silent])
    assert line.view(told)["reacted_at"] is None
    line.do("matter.part", matter=number, questions=[silent])
    since = line.head
    town.say("tell", number, text="Чиним.")
    assert line.view(told)["reacted_at"] is not None and line.view(silent)["reacted_at"] is None
    assert town.show.view(aired)["reacted_at"] is None
    assert line.types(since) == ["question.retold", "matter.told"]
    town.say("tell", number, text="Починили.")
    assert line.types(since)[2:] == ["matter.told"]


def test_a_matter_ends_with_a_last_word_or_without_one(town: Mattering) -> None:
    asked = town.by_vk()
    number, silent = town.matter(asked), town.matter(town.by_vk())
    assert town.say("close", number, text="Починили.")["sent"] == 1
    assert town.say("close", silent)["sent"] == 0
    row = town.row(number)
    assert (row.state, row.closed_by, bool(row.word_final), row.next_word_at) == ("closed", "Анна", True, None)
    assert town.told(number) == [("Починили.", asked)] and town.told(silent) == []
    assert town.show.row(asked).state == "new"


def test_the_same_command_again_tells_nobody_twice(town: Mattering) -> None:
    number = town.matter(town.by_vk())
    id_, seen = str(uuid.uuid4()), town.row(number).version
    first, again = (town.say("tell", number, id=id_, version=seen, text="Чиним.") for _ in range(2))
    assert first == again and len(town.told(number)) == 1


def test_a_reply_that_was_told_by_hand_is_settled_on_either_log(town: Mattering) -> None:
    one, other = town.matter(town.by_form("tel:+79000004412")), town.matter(town.by_form("tel:+79000004413"))
    for number, on in ((one, town.show.slug), (other, "tickets")):
        town.say("tell", number, text="Чиним.")
        [reply] = town.replies(number)
        town.say("told", number, reply=reply.id, on=on)
        assert [row.state for row in town.replies(number)] == ["sent"]
    town.denied("not_found", "told", one, reply=town.replies(other)[0].id)


# The next word


def test_the_next_word_is_set_with_each_word_and_by_an_edit(town: Mattering) -> None:
    now = town.store.clock()
    number = town.matter(town.by_vk(), next_word_at=(now + timedelta(hours=1)).isoformat())
    assert town.row(number).next_word_at is not None
    town.say("tell", number, text="Чиним.", next_word_at=(now + timedelta(hours=2)).isoformat())
    assert abs(town.row(number).next_word_at - now - timedelta(hours=2)) < timedelta(seconds=1)
    town.say("edit", number, title="Прорыв", next_word_at=None)
    assert (town.row(number).title, town.row(number).next_word_at, town.row(number).owner) == ("Прорыв", None, "Анна")


def test_a_next_word_that_is_over_is_refused(town: Mattering) -> None:
    number = town.matter(town.by_vk())
    over = (town.store.clock() - timedelta(minutes=1)).isoformat()
    assert "later" in town.denied("invalid", "tell", number, text="Чиним.", next_word_at=over).message


# What is refused


def test_an_empty_title_is_refused(town: Mattering) -> None:
    town.show.refused("invalid", "matter.open", title="  ", questions=[town.by_vk()])


def test_nothing_is_joined_twice(town: Mattering) -> None:
    asked, other = town.by_vk(), town.by_vk()
    number, second = town.matter(asked), town.matter(other)
    for into in (number, second):
        assert "already" in town.denied("illegal", "join", into, questions=[asked]).message
    town.show.refused("illegal", "matter.open", title="Ещё раз", questions=[other])


def test_a_matter_is_not_joined_to_itself(town: Mattering) -> None:
    number = town.matter(town.by_vk())
    assert "itself" in town.denied("illegal", "join", number, matters=[number]).message


def test_a_closed_matter_takes_nothing_and_tells_nobody(town: Mattering) -> None:
    number, other = town.matter(town.by_vk()), town.matter(town.by_vk())
    town.say("close", number)
    asked = [town.by_vk()]
    for type_, fields in (
        ("join", {"questions": asked}),
        ("part", {"questions": town.standing(number)}),
        ("tell", {"text": "Чиним."}),
        ("edit", {"title": "Прорыв"}),
        ("close", {}),
    ):
        assert "closed" in town.denied("illegal", type_, number, **fields).message
    town.denied("illegal", "join", other, matters=[number])


def test_a_stale_writer_is_refused_so_that_of_two_at_once_one_wins(town: Mattering) -> None:
    number = town.matter(town.by_vk())
    seen = town.row(number).version
    town.say("tell", number, version=seen, text="Чиним.")
    for type_, fields in (("tell", {"text": "Копаем."}), ("close", {}), ("edit", {"title": "Прорыв"})):
        town.denied("conflict", type_, number, version=seen, **fields)
    assert len(town.told(number)) == 1


def test_an_unknown_number_is_not_found(town: Mattering) -> None:
    number = town.matter(town.by_vk())
    town.denied("not_found", "join", number, questions=[999_999])
    town.denied("not_found", "join", number, tickets=["ПЛ-2026-999999"])
    for type_, fields in (("join", {"questions": [1]}), ("part", {"questions": [1]}), ("told", {"reply": 1})):
        with pytest.raises(Refused) as caught:
            town.say(type_, 999_999, **fields)
        assert caught.value.code == "not_found"


def test_what_does_not_stand_in_it_cannot_be_parted(town: Mattering) -> None:
    number = town.matter(town.by_vk())
    town.denied("illegal", "part", number, questions=[town.by_vk()])
    town.denied("invalid", "part", number)
    town.denied("invalid", "join", number)


def test_a_declined_question_is_not_joined(town: Mattering) -> None:
    spam, number = town.by_vk(), town.matter(town.by_vk())
    town.show.do("question.decline", spam, reason="spam")
    town.denied("illegal", "join", number, questions=[spam])


def test_on_the_tickets_questions_are_named_by_their_tickets(town: Mattering) -> None:
    number = town.matter(town.by_vk())
    assert "tickets" in town.denied("invalid", "join", number, questions=[town.by_vk()], on="tickets").message
    town.say("join", number, tickets=[town.ticket(town.by_vk())], on="tickets")
    assert town.row(number).questions == 2


def test_a_rehearsals_questions_are_not_joined(store: Store) -> None:
    town = Mattering(store)
    town.show = Show(store)
    town.show.do("broadcast.open")
    with store.write() as tx:
        tx.connection.execute(broadcast.update().where(broadcast.c.id == town.show.id).values(rehearsal=True))
    invented = town.show.asked(origin="rehearsal")
    town.show.refused("illegal", "matter.open", title="Учения", questions=[invented])


def test_who_may_not_steer_is_forbidden(town: Mattering) -> None:
    executor = Actor("Олег", frozenset({Role.EXECUTOR, Role.PRODUCER}), department="ЖКХ")
    number = town.matter(town.by_vk())
    town.denied("forbidden", "tell", number, text="Чиним.", by=executor)


@pytest.mark.parametrize("text", ["", " ", "ж" * 4001, "а\x07", "Здравствуйте, {фамилия}!", "До {срок}"])
def test_what_cannot_be_sent_is_refused(town: Mattering, text: str) -> None:
    number = town.matter(town.by_vk())
    town.denied("invalid", "tell", number, text=text)
