"""The link to all that one person has asked: signed, good for a while, told to them alone."""

from __future__ import annotations

import pytest

from live.desk.askers.withdrawing import withdraw
from live.domain.refused import Refused
from live.domain.templates import HERE
from live.store import own_links
from live.store.ids import NUMBERS
from live.store.transaction import Store
from live.views.tickets.own import link_of_asker, own_questions
from live.views.tickets.track import track
from tests.followup.noticing import ADDRESS, Noticing
from tests.support.rooms import Show

PAGE = f"{ADDRESS}/track/mine/"


@pytest.fixture
def town(clocked: Store) -> Noticing:
    return Noticing(clocked)


def person(town: Noticing, number: int) -> int:
    return int(town.show.row(number).person_id)


def told(town: Noticing) -> str:
    """The token that the last message carried."""
    return town.text().rpartition(PAGE)[2].split()[0]


# The link


def test_it_says_whose_it_is_and_until_when(town: Noticing) -> None:
    now = town.store.clock()
    own = own_links.read(town.store, own_links.token(town.store, 12345, now), now)
    assert own.person_id == 12345 and own_links.DAYS <= (own.until - now).days <= own_links.DAYS + 1


def test_it_is_the_same_all_day(town: Noticing) -> None:
    town.at("10:00")
    first = own_links.token(town.store, 7, town.store.clock())
    town.at("20:00")
    assert own_links.token(town.store, 7, town.store.clock()) == first


def test_it_ends(town: Noticing) -> None:
    made = own_links.token(town.store, 7, town.store.clock())
    town.pass_(days=own_links.DAYS - 1)
    assert own_links.read(town.store, made, town.store.clock()).person_id == 7
    town.pass_(days=2)
    with pytest.raises(Refused) as caught:
        own_links.read(town.store, made, town.store.clock())
    assert caught.value.code == "not_found"


@pytest.mark.parametrize("place", [0, 2, -1])
def test_what_is_changed_in_it_leads_nowhere(town: Noticing, place: int) -> None:
    made = own_links.token(town.store, 0x77, town.store.clock())
    other = list(made)
    other[place] = "0" if other[place] != "0" else "1"
    with pytest.raises(Refused) as caught:
        own_links.read(town.store, "".join(other), town.store.clock())
    assert caught.value.code == "not_found"


@pytest.mark.parametrize("written", ["", "7", "1-2-3", "x" * 300, "7-fff-" + "ж" * 32])
def test_what_is_no_link_leads_nowhere(town: Noticing, written: str) -> None:
    with pytest.raises(Refused) as caught:
        own_links.read(town.store, written, town.store.clock())
    assert caught.value.code == "not_found"


# Who is told of it


def test_a_private_message_carries_it(town: Noticing) -> None:
    number = town.quiet_arrival()
    own = own_questions(town.store, told(town))
    assert [one.number for one in own.questions] == [number]


def test_under_a_comment_it_is_not_told_since_everybody_reads_it(town: Noticing) -> None:
    town.choose(channels={town.vk: "everywhere"})
    number = town.by_vk()
    assert town.after(minutes=1) == [("arrived", [number])]
    assert "track/mine" not in town.text() and "{" not in town.text()


def test_an_answer_carries_it_where_it_is_named(town: Noticing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(town.store, "address", ADDRESS)
    private, public = town.written(), town.by_vk()
    town.show.do("question.merge", public, into=private)
    ticket = town.ticket(private)
    town.tickets.do("ticket.resolve", ticket, answer="Готово. Все ваши вопросы: {вопросы}")
    mine, theirs = (one.text for one in sorted(town.queued(ticket), key=lambda row: row.question_id))
    assert PAGE in mine and theirs.endswith(f"{ADDRESS}/track/{town.show.row(public).code}")


def test_without_an_address_such_an_answer_is_refused(town: Noticing) -> None:
    ticket = town.ticket(town.written())
    refused = town.tickets.refused("invalid", "ticket.resolve", ticket, answer="Все ваши вопросы: {вопросы}")
    assert "вопросы" in str(refused)


def test_the_page_of_a_question_has_no_braces_in_an_answer(town: Noticing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(town.store, "address", ADDRESS)
    number = town.written()
    town.tickets.do("ticket.resolve", town.ticket(number), answer="Все ваши вопросы: {вопросы}")
    [[answer]] = [one["answers"] for one in track(town.store, town.show.row(number).code)["tickets"]]
    assert answer["text"] == f"Все ваши вопросы: {HERE}"


def test_a_code_proves_who_asks_where_the_network_told_it_to_them_alone(town: Noticing) -> None:
    code = town.show.row(town.written()).code
    token = link_of_asker(town.store, code)
    assert token is not None and own_questions(town.store, token).questions[0].code == code


def test_under_a_comment_and_from_a_form_a_code_proves_one_question_alone(town: Noticing) -> None:
    """Whoever types a neighbour's telephone into a form must not read what the neighbour has asked."""
    town.mailbox()
    for number in (town.by_vk(), town.by_form("mailto:anna@example.org"), town.by_form("tel:+79000000981")):
        assert link_of_asker(town.store, town.show.row(number).code) is None
    assert link_of_asker(town.store, town.show.row(town.by_form(None)).code) is None


# What it opens


def test_it_lists_all_of_a_persons_questions_across_broadcasts_the_newest_first(town: Noticing) -> None:
    first = town.quiet_arrival(who="77001")
    token = told(town)
    other = Show(town.store).on_air()
    town.pass_(minutes=1)
    home, town.show = town.show, other
    second = town.written("77001")
    stranger = town.written("77002")
    town.show = home
    own = own_questions(town.store, token)
    assert [(one.broadcast, one.number) for one in own.questions] == [
        ("Прямая линия", second),
        ("Прямая линия", first),
    ]
    codes = {one.code.rpartition("-")[0] for one in own.questions}
    assert codes == {f"{other.id}-{second}", f"{home.id}-{first}"} and f"{other.id}-{stranger}" not in codes


def test_it_says_where_each_stands(town: Noticing) -> None:
    who = "77003"
    new, declined, shortlisted, work, answered, gone = (town.written(who) for _ in range(6))
    town.show.do("question.decline", declined, reason="not_ours")
    town.show.do("question.shortlist", shortlisted)
    town.ticket(work)
    ticket = town.ticket(answered)
    town.tickets.do("ticket.resolve", ticket, answer="Готово")
    withdraw(town.store, town.show.row(gone).code)
    token = own_links.token(town.store, person(town, new), town.store.clock())
    found = {one.number: (one.stands, one.withdrawn) for one in own_questions(town.store, token).questions}
    assert found == {
        new: ("new", False),
        declined: ("declined", False),
        shortlisted: ("shortlisted", False),
        work: ("ticketed", False),
        answered: ("ticket_answered", False),
        gone: ("declined", True),
    }


def test_a_merged_one_stands_where_its_root_stands(town: Noticing) -> None:
    root, mine = town.written(), town.written()
    town.merged(root, mine)
    town.show.do("question.shortlist", root)
    token = own_links.token(town.store, person(town, mine), town.store.clock())
    [one] = own_questions(town.store, token).questions
    assert (one.number, one.stands) == (mine, "shortlisted")


def test_who_has_withdrawn_is_told_nothing_more_and_the_others_are(town: Noticing) -> None:
    root, other = town.quiet_arrival(), town.quiet_arrival()
    town.merged(root, other)
    ticket = town.ticket(root)
    town.after(minutes=5)
    withdraw(town.store, town.show.row(root).code)
    town.tickets.do("ticket.resolve", ticket, answer="Готово")
    assert [one.question_id % NUMBERS for one in town.queued(ticket)] == [other]


def test_of_a_withdrawn_question_no_decline_is_told(town: Noticing) -> None:
    number = town.quiet_arrival()
    withdraw(town.store, town.show.row(number).code)
    assert town.after(hours=1) == []
