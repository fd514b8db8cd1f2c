"""What sources have found: kept once, doubles counted, the hidden ones out of sight; taken or hidden by one person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from live.admin.lists import save_list
from live.admin.mentions import author_of, hide_author, show_author
from live.desk.listening.found import store_found
from live.domain import broadcast as rules
from live.domain.audit import Act
from live.domain.listening.mention import Mention
from live.domain.people import By
from live.domain.refused import Refused
from live.domain.retention import Kind
from live.domain.submission import Author
from live.store.centre import channels
from live.store.tables import audit, event, mention, question
from live.store.transaction import Store
from live.views.feed.sections.mentions import LONGEST, Mentions, tray
from live.workers.retention import sweep
from tests.support.rooms import Show, clock_of
from tests.support.stubs.watched import SERVICE

OLGA = By("Ольга", "admin")
ANNA = Author("Анна", "vk:71001", "https://vk.com/id71001")
TEXT = "В Сосновке третий день нет воды, аварийная не едет и трубку не берёт"


@pytest.fixture
def home(store: Store) -> Show:
    """A standing broadcast."""
    return Show(store, rules.Kind.STANDING)


class Tray:
    """A standing broadcast's tray, and channels that find things for it."""

    def __init__(self, home: Show) -> None:
        self.home, self.store = home, home.store
        self._channels = [home.channel("vk_watch", token=SERVICE, words="вода") for _ in range(2)]

    def find(self, *found: Mention, by: int = 0) -> None:
        with self.store.read() as connection:
            channel = channels.by_id(connection, self.store.seal, self._channels[by])
        store_found(self.store, channel, found)

    @property
    def seen(self) -> list[dict[str, Any]]:
        with self.store.read() as connection:
            return [dict(one) for one in tray(connection, self.home.id)["listed"]]

    @property
    def texts(self) -> list[str]:
        return [one["text"] for one in self.seen]

    def first(self) -> int:
        return int(self.seen[0]["mention"])

    def rows(self) -> list[Any]:
        mine = select(mention).where(mention.c.broadcast_id == self.home.id).order_by(mention.c.id)
        with self.store.read() as connection:
            return list(connection.execute(mine).all())


@pytest.fixture
def found(home: Show) -> Tray:
    return Tray(home)


def post(number: int, text: str = "", author: Author | None = ANNA, **more: Any) -> Mention:
    link = f"https://vk.com/wall-77_{number}"
    return replace(Mention(f"wall:-77_{number}", text or f"Запись {number}", link, author), **more)


# What is found


def test_what_is_found_stands_in_the_tray_newest_first_with_all_that_is_known(found: Tray) -> None:
    found.find(post(1, reach=900), post(2))
    second, first = found.seen
    assert (first["text"], first["reach"], first["author"], first["source"]) == ("Запись 1", 900, "Анна", "vk_watch")
    assert first["link"] == "https://vk.com/wall-77_1" and second["text"] == "Запись 2"


def test_the_same_post_again_changes_nothing_and_tells_nobody(found: Tray) -> None:
    found.find(post(1))
    head = found.home.head
    found.find(post(1), post(1))
    assert found.home.head == head and len(found.rows()) == 1


def test_the_same_post_by_another_search_is_counted_at_the_first(found: Tray) -> None:
    found.find(post(1))
    found.find(post(1), by=1)
    [one] = found.seen
    assert one["found"] == 2


def test_a_copy_of_a_text_is_counted_at_the_first_and_kept_without_its_author(found: Tray) -> None:
    found.find(post(1, TEXT), post(2, f"{TEXT.upper()}!!! https://vk.cc/x", Author("Пётр", "vk:71002")))
    [one] = found.seen
    assert (one["found"], one["author"]) == (2, "Анна")
    double = found.rows()[1]
    assert (double.state, double.text, double.author) == ("double", "", None)


def test_short_texts_that_are_alike_are_no_copies(found: Tray) -> None:
    found.find(post(1, "Спасибо!"), post(2, "Спасибо!"))
    assert len(found.seen) == 2


def test_a_copy_of_what_was_hidden_does_not_come_up(found: Tray) -> None:
    found.find(post(1, TEXT))
    found.home.do("mention.hide", mention=found.first())
    found.find(post(2, TEXT), by=1)
    assert found.seen == []


def test_a_source_of_a_show_fills_the_tray_of_its_standing_broadcast(home: Show) -> None:
    show = Show(home.store, standing_id=home.id)
    with home.store.read() as connection:
        channel = channels.by_id(connection, home.store.seal, show.channel("vk_watch", token=SERVICE, words="вода"))
    store_found(home.store, channel, [post(1)])
    assert Tray(home).texts == ["Запись 1"]


def test_a_whole_run_is_told_by_few_events(found: Tray) -> None:
    head = found.home.head
    found.find(*(post(number) for number in range(1, 251)))
    assert found.home.head == head + 3


def test_the_tray_is_bounded_and_counts_what_is_beyond(found: Tray) -> None:
    found.find(*(post(number, "слово " * 1000 if number == 1100 else "") for number in range(1, 1101)))
    with found.store.read() as connection:
        view = tray(connection, found.home.id)
    assert (len(view["listed"]), view["waiting"], view["more"]) == (Mentions.limit, 1000, True)
    assert len(view["listed"][0]["text"]) <= LONGEST + 1


def test_what_the_log_holds_tells_nothing_of_anybody(found: Tray) -> None:
    found.find(post(1, TEXT))
    with found.store.read() as connection:
        rows = connection.execute(select(event).where(event.c.broadcast_id == found.home.id)).all()
    assert rows[-1].type == "mentions.changed" and rows[-1].data is None


def test_how_an_author_is_known_is_sealed(found: Tray) -> None:
    found.find(post(1))
    with found.store.read() as connection:
        stored = connection.exec_driver_sql(
            f"SELECT author, profile FROM mention WHERE broadcast_id = {found.home.id}"  # noqa: S608 - a number
        ).one()
    assert all(value.startswith("sealed:") for value in stored)


# What is hidden


def test_a_post_with_a_hidden_word_stands_in_no_tray(found: Tray) -> None:
    with found.store.read() as connection:
        version = _version(connection)
    save_list(found.store, "hidden_words", version, [{"name": "продам гараж"}, {"name": "реклам*"}], OLGA)
    found.find(post(1, "Продам, гараж!"), post(2, "Дали рекламу"), post(3, "Гараж продам"))
    assert found.texts == ["Гараж продам"]


def _version(connection: Any) -> int:
    from live.store.centre import lists

    return lists.read(connection, "hidden_words").version


def test_a_hidden_word_is_not_so_short_that_it_hides_everything(store: Store) -> None:
    with store.read() as connection:
        version = _version(connection)
    with pytest.raises(Refused) as caught:
        save_list(store, "hidden_words", version, [{"name": "я*"}], OLGA)
    assert caught.value.code == "invalid"


def test_a_hidden_authors_posts_go_and_come_no_more_until_they_are_shown_again(found: Tray) -> None:
    author = Author("Реклама", f"vk:-{900000 + found.home.id}")
    found.find(post(1, author=author), post(2, author=author), post(3))
    others = found.home.do("mention.hide_author", mention=found.seen[1]["mention"])["others"]
    assert others == 1 and found.texts == ["Запись 3"]
    found.find(post(4, author=author))
    assert found.texts == ["Запись 3"]
    with found.store.read() as connection:
        told = connection.execute(select(audit.c.subject).where(audit.c.act == Act.AUTHOR_HIDDEN.value)).scalars().all()
    show_author(found.store, int(told[-1].rpartition("/")[2]), OLGA)
    found.find(post(5, author=author))
    assert found.texts == ["Запись 5", "Запись 3"]


def test_nobody_is_hidden_of_whom_nothing_is_known(found: Tray) -> None:
    found.find(post(1, author=None))
    found.home.refused("illegal", "mention.hide_author", mention=found.first())


@pytest.mark.parametrize(
    ("written", "contact"),
    [
        ("https://vk.com/club77", "vk:-77"),
        ("vk.ru/id71", "vk:71"),
        ("vk:-77", "vk:-77"),
        ("https://ok.ru/group/53", "ok:group:53"),
        ("ok.ru/profile/9000", "ok:user:9000"),
        ("spam@example.org", "mailto:spam@example.org"),
        ("https://news.example/feed.xml", "https://news.example"),
    ],
)
def test_an_author_is_hidden_by_what_a_person_pastes(written: str, contact: str) -> None:
    assert author_of(written) == contact


def test_what_names_nobody_is_refused_and_the_same_author_is_hidden_once(store: Store) -> None:
    with pytest.raises(Refused) as caught:
        hide_author(store, "какой-то спамер", OLGA)
    assert caught.value.code == "invalid"
    hide_author(store, "vk.com/club777001", OLGA)
    with pytest.raises(Refused) as caught:
        hide_author(store, "vk:-777001", OLGA)
    assert caught.value.code == "conflict"


# Taken


def test_a_taken_mention_is_a_question_with_the_link_to_the_post(found: Tray) -> None:
    at = found.store.clock() - timedelta(hours=3)
    found.find(post(1, TEXT, published_at=at))
    number = found.home.do("mention.take", mention=found.first())["number"]
    row = found.home.row(number)
    assert (row.text, row.source, row.state) == (TEXT, "vk_watch", "new")
    assert row.asked_at == at.replace(microsecond=row.asked_at.microsecond)
    assert row.attachments == [{"type": "link", "url": "https://vk.com/wall-77_1"}]
    view = found.home.view(number)
    assert view["author"]["name"] == "Анна" and found.seen == []


def test_a_post_dated_in_the_future_is_asked_now(found: Tray) -> None:
    found.find(post(1, published_at=found.store.clock() + timedelta(days=400)))
    row = found.home.row(found.home.do("mention.take", mention=found.first())["number"])
    assert row.asked_at <= row.received_at


def test_of_two_people_at_once_one_wins_and_the_other_is_told_who(found: Tray) -> None:
    found.find(post(1))
    one = found.first()
    number = found.home.do("mention.take", mention=one)["number"]
    for verb in ("mention.take", "mention.hide", "mention.hide_author"):
        refused = found.home.refused("illegal", verb, mention=one)
        assert str(number) in str(refused) and "Анна" in str(refused)
    found.home.refused("illegal", "mention.restore", mention=one)


def test_what_was_hidden_comes_back_and_is_told_to_who_hides_it_again(found: Tray) -> None:
    found.find(post(1))
    one = found.first()
    found.home.do("mention.hide", mention=one)
    assert found.seen == []
    found.home.refused("illegal", "mention.hide", mention=one)
    found.home.do("mention.restore", mention=one)
    assert found.texts == ["Запись 1"]


def test_a_mention_of_another_tray_is_not_found(found: Tray, store: Store) -> None:
    found.find(post(1))
    Show(store, rules.Kind.STANDING).refused("not_found", "mention.take", mention=found.first())


def test_a_banned_authors_mention_is_taken_into_the_tray_of_the_blocked(found: Tray) -> None:
    author = Author("Пётр", f"vk:{880000 + found.home.id}")
    found.find(post(1, author=author), post(2, author=author))
    first = found.home.do("mention.take", mention=found.seen[1]["mention"])["number"]
    found.home.do("question.block", first, reason="Спам")
    second = found.home.do("mention.take", mention=found.first())["number"]
    assert found.home.row(second).state == "blocked"


def test_a_taken_mention_is_answered_by_hand(found: Tray) -> None:
    found.find(post(1))
    number = found.home.do("mention.take", mention=found.first())["number"]
    found.home.refused("illegal", "question.reply", number, text="Воду дали")


# What outlives its term, and one person's data


def test_mentions_go_with_their_term_and_the_question_stays(clocked: Store) -> None:
    home = Show(clocked, rules.Kind.STANDING)
    found = Tray(home)
    found.find(post(1), post(2))
    number = home.do("mention.take", mention=found.first())["number"]
    clock_of(clocked).pass_(days=91)
    found.find(post(3))
    assert sweep(clocked, OLGA)[Kind.MENTIONS] == 2
    assert found.texts == ["Запись 3"] and home.row(number).text == "Запись 2"


def test_an_erased_persons_posts_tell_of_nobody(found: Tray) -> None:
    from live.store.show import subjects

    author = Author("Мария", f"vk:{860000 + found.home.id}")
    found.find(post(1, TEXT, author))
    number = found.home.do("mention.take", mention=found.first())["number"]
    found.find(post(2, "Ещё запись той же Марии", author))
    with found.store.write() as tx:
        person = tx.connection.execute(
            select(question.c.person_id).where(question.c.broadcast_id == found.home.id, question.c.number == number)
        ).scalar_one()
        assert len(subjects.held(tx.connection, [person])["mentions"]) == 2
        subjects.clean(tx, [person])
    assert all(row.author is None and row.text == "" for row in found.rows())
