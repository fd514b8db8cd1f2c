"""Collections over a store: what an issue tells, that it goes once, and who is sent it."""

from __future__ import annotations

import pytest

from live.domain.refused import Refused
from live.followup.collections import keeping
from live.followup.collections.sending import send_due, send_now
from live.store.followup import collections
from live.store.tables import question
from live.store.transaction import Store
from live.views.collections import pages
from tests.followup.collecting import BASE, OLGA, Collecting, code_of


@pytest.fixture
def centre(clocked: Store) -> Collecting:
    return Collecting(clocked)


# What an issue tells


def test_an_issue_counts_what_came_by_topic_and_place(centre: Collecting) -> None:
    for place in ("Ундоры", "Ундоры", "Сосновка"):
        centre.ask(place=place)
    centre.ask(topic=centre.wells)
    number = centre.made()
    centre.send(number)
    figures = centre.figures(number)
    counted = {(one["topic"], one["locality"]): one["questions"] for one in figures["groups"]}
    assert counted == {(centre.potholes, "Ундоры"): 2, (centre.potholes, "Сосновка"): 1}
    assert figures["questions"] == centre.counted(question.c.topic == centre.potholes) == 3


def test_what_was_handed_to_the_department_is_its_own_whatever_the_topic(centre: Collecting) -> None:
    centre.ticket(centre.water_name)
    centre.ticket(centre.roads_name, topic=centre.wells)
    number = centre.made()
    centre.send(number)
    assert [one["topic"] for one in centre.figures(number)["groups"]] == [centre.wells]


def test_what_was_merged_goes_with_what_it_was_merged_into(centre: Collecting) -> None:
    root, double = centre.ask(topic=centre.wells), centre.ask(topic=centre.wells)
    centre.show.do("question.merge", double, into=root)
    centre.show.do("question.ticket", root, department=centre.roads_name)
    number = centre.made()
    centre.send(number)
    assert centre.figures(number)["questions"] == 2 and len(centre.figures(number)["voices"]) == 1


def test_what_was_declined_is_not_handed_to_officials(centre: Collecting) -> None:
    centre.show.do("question.decline", centre.ask(), reason="spam")
    number = centre.made()
    centre.send(number)
    assert centre.figures(number)["questions"] == 0


def test_chosen_topics_and_places_are_all_that_it_tells_of(centre: Collecting) -> None:
    centre.ask(topic=centre.wells, place="Сосновка")
    centre.ask(topic=centre.wells)
    centre.ask()
    number = centre.made(topics=[centre.wells], localities=["Сосновка"])
    centre.send(number)
    assert [(one["topic"], one["locality"]) for one in centre.figures(number)["groups"]] == [(centre.wells, "Сосновка")]


def test_tickets_over_their_time_and_resolved_ones_are_the_boards(centre: Collecting) -> None:
    done, late = centre.ticket(), centre.ticket()
    centre.ticket(centre.water_name)
    for one in (done, late):
        centre.tickets.do("ticket.assign", one, department=centre.roads_name)
    centre.tickets.do("ticket.resolve", done, answer="Засыпали")
    number = centre.made(rhythm="weekly")
    centre.clock.pass_(days=8)
    centre.send(number)
    figures = centre.figures(number)
    assert figures["late"] == {"tickets": 1, "numbers": [late]}
    assert figures["resolved"] == {"tickets": 0, "numbers": []}  # More than a week ago.
    centre.tickets.do("ticket.resolve", late, answer="Засыпали")
    centre.clock.pass_(hours=1)
    centre.send(number)
    assert centre.figures(number)["resolved"] == {"tickets": 1, "numbers": [late]}


def test_what_comes_again_names_its_tickets_of_the_year_and_its_situation(centre: Collecting) -> None:
    before = centre.ticket()
    opened = centre.show.do("matter.open", title="Яма у школы", questions=[1], topic=centre.potholes, locality="Ундоры")
    matter = int(opened["matter"])
    number = centre.made()
    centre.send(number)
    centre.clock.pass_(days=20)
    centre.ask()
    centre.send(number)
    [again] = centre.figures(number)["repeats"]
    assert (again["questions"], again["tickets"], again["matters"]) == (1, [before], [matter])


def test_a_question_that_came_alone_does_not_come_again(centre: Collecting) -> None:
    centre.ask()
    number = centre.made()
    centre.send(number)
    assert centre.figures(number)["repeats"] == []


def test_the_next_issue_begins_where_the_last_one_ended(centre: Collecting) -> None:
    centre.ask()
    number = centre.made()
    centre.send(number)
    centre.clock.pass_(days=3)
    centre.ask()
    centre.send(number)
    first, second = centre.issues(number)
    assert second.since == first.until and second.figures["questions"] == 1


def test_an_issue_stays_as_it_was_sent(centre: Collecting) -> None:
    asked = centre.ask()
    number = centre.made()
    centre.send(number)
    before = centre.figures(number)
    centre.show.do("question.decline", asked, reason="spam")
    assert centre.figures(number) == before and centre.figures(number)["questions"] == 1


def test_what_tells_of_people_is_masked_in_voices_and_lists(centre: Collecting) -> None:
    centre.ask("Перезвоните мне на 8 900 000-41-17, яма во дворе")
    number = centre.made()
    centre.send(number)
    told, _ = pages.one_issue(centre.store, number, 1)
    _, listed = pages.list_of_issue(centre.store, number, 1, "new", None, None)
    shown = [one.text for one in (*told.voices, *listed.questions)]
    assert len(shown) == 2 and all("яма во дворе" in text and "41-17" not in text for text in shown)


def test_each_number_opens_a_list_of_so_many(centre: Collecting) -> None:
    for place in ("Ундоры", "Сосновка", "Сосновка"):
        centre.ask(place=place)
    late = centre.ticket()
    centre.clock.pass_(days=20)
    number = centre.made(rhythm="weekly")
    centre.send(number)
    [_, listed] = pages.list_of_issue(centre.store, number, 1, "late", None, None)
    assert listed.total == 1 and [one.number for one in listed.tickets] == [late]
    centre.ask(place="Сосновка")
    centre.send(number)
    _, there = pages.list_of_issue(centre.store, number, 2, "new", centre.potholes, "Сосновка")
    _, elsewhere = pages.list_of_issue(centre.store, number, 2, "new", None, "Ундоры")
    assert (there.total, len(there.questions)) == (1, 1) and elsewhere.total == 0


# That it goes, once, and to whom


def test_a_collection_goes_at_its_hour_with_a_letter_of_its_figures_and_a_link(centre: Collecting) -> None:
    centre.ask()
    number = centre.made(hour=9)
    due = centre.row(number).next_at
    centre.tick()
    assert centre.issues(number) == []
    centre.clock.now = due
    centre.tick()
    [issue] = centre.issues(number)
    [(address, text)] = centre.letters()
    assert address.startswith("igor-") and text.splitlines()[0] == "Подборка «Дороги за день»: новых вопросов — 1"
    assert f"{BASE}/readings/{centre.token(number)}" in text and "Когда засыплют" not in text
    assert issue.by_name is None and centre.row(number).next_at > due


def test_of_two_workers_one_sends(centre: Collecting) -> None:
    number = centre.made(hour=9)
    centre.clock.now = centre.row(number).next_at
    centre.tick()
    centre.tick()
    assert not send_due(centre.store, number, BASE)
    assert len(centre.issues(number)) == len(centre.letters()) == 1


def test_of_two_who_send_at_once_one_is_told_that_it_went(centre: Collecting) -> None:
    number = centre.made()
    seen = centre.row(number).version
    send_now(centre.store, number, seen, OLGA, BASE)
    with pytest.raises(Refused) as refused:
        send_now(centre.store, number, seen, OLGA, BASE)
    assert code_of(refused) == "conflict" and len(centre.letters()) == 1


def test_a_worker_that_dies_before_its_commit_has_sent_nothing(
    centre: Collecting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after the counting: the next one sends the whole of it."""
    number = centre.made(hour=9)
    centre.clock.now = centre.row(number).next_at
    before = centre.kept()
    with monkeypatch.context() as broken:
        broken.setattr(centre.store, "write", lambda: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            send_due(centre.store, number, BASE)
    assert centre.kept() == before and centre.letters() == []
    centre.tick()
    assert len(centre.issues(number)) == len(centre.letters()) == 1


def test_an_empty_issue_says_so(centre: Collecting) -> None:
    number = centre.made()
    centre.send(number)
    [(_, text)] = centre.letters()
    assert "нового нет" in text.splitlines()[0] and "За это время ничего нового не поступило." in text


def test_an_empty_issue_is_skipped_where_the_collection_says_so(centre: Collecting) -> None:
    number = centre.made(hour=9, skips_empty=True)
    due = centre.clock.now = centre.row(number).next_at
    centre.tick()
    assert centre.issues(number) == [] and centre.row(number).next_at > due and centre.row(number).told_until == due


def test_without_an_address_the_issue_waits_with_its_link_and_no_letter(centre: Collecting) -> None:
    number = centre.made(official=centre.deputy)
    assert not pages.one_collection(centre.store, number).reached
    centre.send(number)
    [mine] = centre.readings(number)
    assert (mine.name, mine.letter_id) == (centre.deputy, None) and centre.letters() == []
    assert pages.read_by(centre.store, centre.token(number)).reader.name == centre.deputy


def test_a_department_without_officials_is_written_at_its_own_address(centre: Collecting) -> None:
    number = centre.made(department=centre.water)
    centre.send(number)
    [(address, _)] = centre.letters()
    assert address.startswith("water-")


def test_where_the_own_address_is_not_known_the_letter_says_who_gives_the_link(centre: Collecting) -> None:
    centre.send(centre.made(), base="")
    [(_, text)] = centre.letters()
    assert "Ссылку на подборку даст координатор" in text and "/readings/" not in text


def test_a_paused_collection_waits_and_tells_of_all_of_it_when_it_is_resumed(centre: Collecting) -> None:
    number = centre.made(hour=9)
    centre.send(number)
    keeping.pause(centre.store, number, centre.row(number).version, OLGA)
    centre.ask()
    centre.clock.pass_(days=5)
    centre.tick()
    assert len(centre.issues(number)) == 1
    keeping.resume(centre.store, number, centre.row(number).version, OLGA)
    centre.clock.now = centre.row(number).next_at
    centre.tick()
    assert centre.figures(number)["questions"] == 1


def test_one_that_breaks_is_set_aside_and_the_next_goes(centre: Collecting) -> None:
    broken, whole = centre.made(hour=9), centre.made(hour=9)
    with centre.store.write() as tx:
        collections.save(tx, broken, 1, rhythm="never")
    centre.clock.now = centre.row(whole).next_at
    centre.tick()
    assert centre.issues(broken) == [] and len(centre.issues(whole)) == 1
