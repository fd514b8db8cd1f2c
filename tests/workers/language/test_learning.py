"""Topics are learned from what people decided, taken only where they are better, and given up by one button."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from live.admin.centre import save_centre
from live.admin.language import learning as verbs
from live.admin.language.switching import switch
from live.admin.subjects import take_away
from live.domain.language.suggestions import Kind
from live.domain.people import By
from live.domain.refused import Refused
from live.domain.retention import Ground
from live.language.learned import topic_guess
from live.store.centre import upkeep
from live.store.centre.settings import Centre
from live.store.centre.upkeep import Work
from live.store.leases import Leases
from live.store.tables import audit, language_model
from live.store.transaction import Store
from live.views.admin.learning import LearnedView, learned_of
from live.workers.upkeep import apart
from tests.support.backends import Backends
from tests.support.rooms import DATABASES, Clock, Show, anna, clock_of, opened
from tests.workers.language.school import OLGA, SAID, School, said

NIGHT = "2027-03-10T03:30:00+03:00"
DAY = "2027-03-10T11:00:00+03:00"


@pytest.fixture(params=DATABASES)
def own(request: pytest.FixtureRequest, backends: Backends, tmp_path: Path) -> Iterator[Store]:
    """A store that no other test has decided in; it is day."""
    with opened(request.param, backends, tmp_path) as store:
        store.clock = Clock(store.clock())
        clock_of(store).set(DAY)
        yield store


@pytest.fixture
def school(own: Store) -> School:
    return School(own)


def acts(store: Store) -> list[str]:
    with store.read() as connection:
        told = connection.execute(select(audit.c.act).order_by(audit.c.id)).scalars()
        return [act for act in told if act.startswith(("learning.", "suggestions."))]


def seen(store: Store) -> LearnedView:
    return learned_of(store)


def nothing(told: dict[str, Any]) -> str:
    sentence = told["nothing"]
    return str(sentence["message"]).format(**sentence["params"])


def test_what_was_learned_better_than_the_key_words_is_in_use_and_says_why(school: School) -> None:
    told = school.decided().learn()
    assert told["nothing"] is None and school.models == {told["model"]: "in_use"}
    number = school.show.asked("У нас во дворе огромная яма")
    view = school.show.understood().view(number)
    assert (view["topic"], view["guessed"]) == ("Дороги", ["topic"])
    assert "яма" in view["topic_why"]["words"] and 50 <= view["topic_why"]["percent"] <= 100
    assert acts(school.store) == ["learning.wished", "learning.model_taken"]


def test_its_figures_stand_beside_those_of_what_was_in_use(school: School) -> None:
    school.decided().learn()
    [model] = seen(school.store).models
    assert (model.learned_from + model.asked, model.topics, model.by) == (60, 3, "Ольга")
    assert model.figures.accuracy > 0.8 and model.figures.macro_f1 > 0.8
    assert (model.against.accuracy, model.against_model) == (0.0, None)  # No topic has a key word.


def test_what_is_no_better_is_kept_as_refused_with_both_figures(own: Store) -> None:
    words = {"Дороги": ["яма", "асфальт", "дорога"], "Вода": ["вода", "колонка"], "Школы": ["школа", "учитель"]}
    school = School(own, *SAID, words=words).decided()
    told = school.learn()
    assert school.models == {told["model"]: "refused"}
    [model] = seen(own).models
    assert model.against.accuracy == 1.0 >= model.figures.accuracy
    assert acts(own) == ["learning.wished", "learning.model_refused"]
    with own.read() as connection:
        assert connection.execute(select(language_model.c.written)).scalar_one() is None


def test_a_later_model_is_held_against_the_one_in_use(school: School) -> None:
    first = school.decided().learn()["model"]
    school.decide("Дороги", texts=["Трещины на дорожном полотне"])
    second = school.learn()["model"]
    assert school.models == {first: "in_use", second: "refused"}
    assert seen(school.store).models[0].against_model == first


def test_nothing_new_is_not_learned_twice(school: School) -> None:
    school.decided().learn()
    assert "nothing new" in nothing(school.learn())
    assert len(school.models) == 1


def test_the_former_comes_back_by_one_button_and_then_the_key_words(school: School) -> None:
    first = school.decided().learn()["model"]
    with school.store.write() as tx:  # It cannot be read, so the next one is better than the key words alone.
        tx.connection.execute(update(language_model).values(hash="00"))
    school.decide("Дороги", texts=["Трещины на дорожном полотне"])
    second = school.learn()["model"]
    assert school.models == {first: "former", second: "in_use"}
    verbs.bring_back(school.store, OLGA)
    assert school.models == {first: "in_use", second: "left"}
    verbs.bring_back(school.store, OLGA)
    assert school.models == {first: "left", second: "left"}
    with pytest.raises(Refused, match="No model is in use"):
        verbs.bring_back(school.store, OLGA)
    assert acts(school.store)[-2:] == ["learning.model_returned"] * 2
    number = school.show.asked("Яма во дворе")
    assert school.show.understood().view(number)["topic"] is None


def test_from_nothing_nothing_is_learned_and_a_sentence_says_so(school: School) -> None:
    assert "nothing to learn from" in nothing(school.learn()) and school.models == {}


def test_from_too_little_nothing_is_learned(school: School) -> None:
    school.decide("Дороги", 5)
    assert "5 decisions of 50" in nothing(school.learn()) and school.models == {}


@pytest.mark.parametrize("names", [["Дороги"], ["Дороги", "Вода"]], ids=["of a list of one", "of a list of two"])
def test_of_one_topic_nothing_is_learned(own: Store, names: list[str]) -> None:
    school = School(own, *names)
    school.decide("Дороги", 60)
    assert "one topic, “Дороги”" in nothing(school.learn()) and school.models == {}


def test_two_spellings_of_a_topic_are_one(own: Store) -> None:
    school = School(own, "Дороги", "Вода")
    school.decide("Дороги", 30)
    school.decide("дороги", texts=said("Дороги", 60)[30:])
    assert "one topic, “Дороги”" in nothing(school.learn())


def test_a_topic_that_the_list_has_no_more_is_neither_learned_nor_suggested(school: School) -> None:
    school.decided().learn()
    for topic in ("Вода", "Школы"):
        school.decide(topic, 10)
    school.lists("Вода", "Школы")
    number = school.show.asked("У нас во дворе огромная яма")
    assert school.show.understood().view(number)["topic"] is None
    told = school.learn()
    [model] = [one for one in seen(school.store).models if one.id == told["model"]]
    assert model.topics == 2


def test_a_topic_of_which_nothing_was_learned_is_guessed_by_key_words(school: School) -> None:
    school.decided().learn()
    school.lists(*SAID, "Отопление", words={"Отопление": ["щщщ"], "Дороги": ["ффф"]})
    cold, snow = school.show.asked("Щщщ"), school.show.asked("Ффф")
    school.show.understood()
    assert school.show.view(cold)["topic"] == "Отопление"
    assert school.show.view(cold)["topic_why"] is None
    assert school.show.view(snow)["topic"] is None  # Of roads it has learned, and does not find them here.


@pytest.mark.parametrize("text", ["🙂", "x" * 4000, "улица Ленина, дом 5"])
def test_of_what_no_word_speaks_for_nothing_is_guessed(school: School, text: str) -> None:
    school.decided().learn()
    number = school.show.asked(text)
    view = school.show.understood().view(number)
    assert view["topic"] is None or view["topic_why"]["words"]


def test_what_a_sender_or_a_person_said_is_not_guessed_over(school: School) -> None:
    school.decided().learn()
    number = school.show.asked("Яма на дороге", topic="Вода")
    view = school.show.understood().view(number)
    assert (view["topic"], view["guessed"], view["topic_why"]) == ("Вода", [], None)


def test_a_model_that_cannot_be_read_costs_its_suggestions_alone(own: Store) -> None:
    school = School(own).decided()
    school.learn()
    with own.write() as tx:
        tx.connection.execute(update(language_model).values(written="broken"))
    assert seen(own).unreadable
    school.decide("Дороги", texts=["Трещины на дорожном полотне"])
    school.lists(*SAID, words={"Дороги": ["яма"]})
    number = school.show.asked("Яма на дороге")
    view = school.show.understood().view(number)
    assert (view["topic"], view["topic_why"]) == ("Дороги", None)  # The key words go on.
    assert school.learn()["nothing"] is None and not seen(own).unreadable


def test_switched_off_topics_are_guessed_by_key_words(school: School) -> None:
    school.decided().learn()
    switch(school.store, {Kind.TOPICS: False}, OLGA)
    number = school.show.asked("Яма на дороге")
    assert school.show.understood().view(number)["topic"] is None
    switch(school.store, {Kind.TOPICS: True}, OLGA)
    again = school.show.asked("Яма на дороге")
    assert school.show.understood().view(again)["topic"] == "Дороги"
    assert acts(school.store).count("suggestions.switched") == 2


# When


@pytest.mark.faults
def test_at_night_it_learns_once(school: School) -> None:
    school.decided()
    assert school.task.tick() is None and school.run.begun is None
    clock_of(school.store).set(NIGHT)
    school.learn_apart()
    assert list(school.models.values()) == ["in_use"] and seen(school.store).models[0].by is None
    assert school.task.tick() is None and school.run.begun is None
    clock_of(school.store).pass_(hours=3)
    assert school.task.tick() is None and school.run.begun is None


@pytest.mark.parametrize("why", ["too few decisions", "a show is on air", "switched off"])
def test_there_are_nights_without_learning(school: School, why: str) -> None:
    if why == "too few decisions":
        school.decide("Дороги", 3)
    else:
        school.decided()
    if why == "a show is on air":
        Show(school.store).on_air()
    if why == "switched off":
        switch(school.store, {Kind.TOPICS: False}, OLGA)
    clock_of(school.store).set(NIGHT)
    assert school.task.tick() is None and school.run.begun is None


def test_two_wishes_are_one(school: School) -> None:
    verbs.wish(school.store, OLGA)
    with pytest.raises(Refused) as caught:
        verbs.wish(school.store, By("Пётр", "admin"))
    assert caught.value.code == "conflict"


def test_a_wish_is_heard_where_the_lease_is_not_free_yet_of_what_has_ended(school: School) -> None:
    assert Leases(school.store).take(Work.LEARNING)
    verbs.wish(school.store, OLGA)
    assert school.run.wished is not None


def test_a_process_that_dies_is_told_of_and_the_next_wish_goes_on(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    school.decided()
    monkeypatch.setattr(apart, "MODULE", "live.no_such_module")
    verbs.wish(school.store, OLGA)
    school.learn_apart()
    assert school.run.wrong is not None and school.models == {}
    assert seen(school.store).doing.wrong is not None
    monkeypatch.undo()
    assert school.learn()["nothing"] is None and seen(school.store).doing.wrong is None


def test_what_was_begun_by_a_process_that_is_gone_is_told_as_broken_off(school: School) -> None:
    with school.store.write() as tx:
        upkeep.begin(tx, Work.LEARNING)
    school.task.tick()
    assert school.run.wrong is not None and school.run.begun is None


# What became of what was suggested


def judged(store: Store) -> dict[str, tuple[int, int]]:
    return {one.name: (one.right, one.wrong) for one in seen(store).by_topic}


def test_what_is_left_and_what_is_corrected_is_counted_by_topic_and_week(school: School) -> None:
    school.decided().learn()
    left, corrected, confirmed, open_ = (
        school.show.asked(text) for text in ("Яма на дороге", "Ямы у рынка", "Разбит асфальт", "Дорогу размыло у парка")
    )
    school.show.understood()
    assert {school.show.view(n)["topic"] for n in (left, corrected, confirmed, open_)} == {"Дороги"}
    assert judged(school.store) == {}
    school.show.do("question.shortlist", left)
    school.show.do("question.classify", corrected, topic="Вода")
    school.show.do("question.classify", confirmed, topic="Дороги")
    assert judged(school.store) == {"Дороги": (2, 1)}
    week = seen(school.store).weeks[-1]
    assert (week.learned.right, week.learned.wrong, week.learned.percent) == (2, 1, 67)
    [mistake] = seen(school.store).mistakes
    assert (mistake.slug, mistake.number, mistake.guessed, mistake.topic) == (
        *(school.show.slug, corrected),
        *("Дороги", "Вода"),
    )


def test_what_the_end_of_a_show_made_a_ticket_of_nobody_has_judged(school: School) -> None:
    school.decided().learn()
    school.show.do("broadcast.air")
    school.show.asked("Яма на дороге")
    school.show.understood().wrapped()
    assert judged(school.store) == {}


def test_what_key_words_suggested_is_counted_apart(own: Store) -> None:
    school = School(own, *SAID, words={"Дороги": ["яма"]})
    number = school.show.asked("Яма")
    school.show.understood().do("question.classify", number, topic="Вода")
    week = seen(own).weeks[-1]
    assert (week.by_words.right, week.by_words.wrong, week.learned.many) == (0, 1, 0)


def test_a_week_ends_at_midnight_of_the_centres_clock(own: Store) -> None:
    save_centre(own, Centre(zone="Asia/Vladivostok"), OLGA)
    school = School(own, *SAID, words={"Дороги": ["яма"]})
    for moment, text in (("2027-03-14T23:30:00+10:00", "Яма у моста"), ("2027-03-15T00:30:00+10:00", "Яма у парка")):
        clock_of(own).set(moment)
        number = school.show.asked(text)
        school.show.understood().do("question.classify", number, topic="Вода")
    ended, begun = seen(own).weeks[-2:]
    assert (ended.monday.isoformat(), ended.by_words.wrong) == ("2027-03-08", 1)
    assert (begun.monday.isoformat(), begun.by_words.wrong) == ("2027-03-15", 1)


def test_what_was_invented_teaches_nothing(school: School) -> None:
    for topic in SAID:
        school.decide(topic, 20)
    with school.store.write() as tx:
        tx.connection.exec_driver_sql("UPDATE question SET origin = 'rehearsal'")
    assert "nothing to learn from" in nothing(school.learn())


def test_a_resident_who_is_erased_leaves_no_word_behind(school: School) -> None:
    school.decided().learn()
    number = school.show.asked("Яма на дороге", author=anna())
    person = school.show.understood().row(number).person_id
    assert school.show.view(number)["topic_why"]["words"]
    with school.store.write() as tx:
        take_away(tx, [person], Ground.ASKED, OLGA)
    assert school.show.view(number)["topic_why"]["words"] == []


def test_least_is_what_the_guide_says() -> None:
    assert topic_guess.LEAST == 0.5
