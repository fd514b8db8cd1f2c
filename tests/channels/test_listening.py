"""Sources that only read, each against a stub that speaks its network: what they find, what they say of failures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from live.channels import TYPES, Failed, Request, has_hook, http_of
from live.channels.capabilities import Polled, Replies
from live.channels.listening import news
from live.domain.listening.mention import Mention
from live.domain.refused import Refused
from tests.support.stub import Stub
from tests.support.stubs.imap import PASSWORD
from tests.support.stubs.news import News, rss
from tests.support.stubs.ok import error as error_of_ok
from tests.support.stubs.vk import error
from tests.support.stubs.watched import OK_SETTINGS, SERVICE, OkWatched, VkWatched

SOURCES = ("vk_watch", "ok_watch", "news", "mailbox")


class Watch:
    """A source with its settings, asked step by step from where it stood."""

    def __init__(self, type_: str, **settings: str) -> None:
        self.network: Any = TYPES[type_]
        self.settings = settings
        self.state: dict[str, Any] = {}

    def step(self, times: int = 1) -> list[Mention]:
        found: list[Mention] = []
        for _ in range(times):
            polled = self.poll()
            self.state = polled.state
            found += [one for _, outcome in polled.outcomes for one in outcome.mentions]
        return found

    def poll(self) -> Polled:
        return self.network.poll(self.state, self.settings, http_of(self.network, self.settings))

    def texts(self, times: int = 1) -> list[str]:
        return [one.text for one in self.step(times)]

    def check(self) -> str:
        return str(self.network.check(self.settings, http_of(self.network, self.settings)))

    def failed(self) -> Failed:
        with pytest.raises(Failed) as caught:
            self.poll()
        assert not any(secret in str(caught.value) for secret in (SERVICE, PASSWORD))
        return caught.value

    def unchecked(self) -> str:
        with pytest.raises(Failed) as caught:
            self.check()
        return caught.value.reason


@pytest.fixture
def vk() -> Iterator[VkWatched]:
    with VkWatched() as stub:
        yield stub


@pytest.fixture
def ok() -> Iterator[OkWatched]:
    with OkWatched() as stub:
        yield stub


@pytest.fixture
def site() -> Iterator[News]:
    with News() as stub:
        yield stub


def of_vk(vk: Stub, **settings: str) -> Watch:
    return Watch("vk_watch", token=SERVICE, host=vk.url, **settings)


def of_ok(ok: Stub, **settings: str) -> Watch:
    return Watch("ok_watch", host=ok.url, **OK_SETTINGS, **settings)


@pytest.mark.parametrize("type_", SOURCES)
def test_a_source_is_brought_nothing_and_never_replies(type_: str) -> None:
    assert not has_hook(type_) and not isinstance(TYPES[type_], Replies)
    with pytest.raises(Refused) as caught:
        TYPES[type_].read(Request(b"{}", {}), {})
    assert caught.value.code == "forbidden"


# VK


def test_vk_finds_posts_by_words_with_author_reach_and_link(vk: VkWatched) -> None:
    vk.post("В Сосновке нет воды третий день")
    vk.post("Продам гараж")
    [found] = of_vk(vk, words="сосновке воды").step()
    assert (found.external_id, found.link, found.reach) == ("wall:-77_1", "https://vk.com/wall-77_1", 900)
    assert found.author is not None and found.published_at is not None
    assert (found.author.name, found.author.contact) == ("Подслушано Сосновка", "vk:-77")


def test_vk_is_asked_from_where_it_was_read_and_what_comes_late_is_not_lost(vk: VkWatched) -> None:
    watch = of_vk(vk, words="воды")
    first = vk.post("Нет воды")
    assert watch.texts() == ["Нет воды"]
    vk.post("Дали воды", date=first["date"])  # Of the same second, and found later.
    assert "Дали воды" in watch.texts()


def test_vk_goes_on_with_a_search_of_many_pages_and_loses_none(vk: VkWatched) -> None:
    written = [f"Нет воды, дом {number}" for number in range(400)]
    for text in written:
        vk.post(text)
    watch = of_vk(vk, words="воды\nгаз")
    found = watch.texts(3)
    assert sorted(found) == sorted(written)


def test_a_place_is_told_to_vk(vk: VkWatched) -> None:
    of_vk(vk, words="вода", place="54.31, 48.39").step()
    [call] = vk.called("/method/newsfeed.search")
    assert (call.given["latitude"], call.given["longitude"]) == ("54.31", "48.39")


def test_vk_reads_walls_with_comments_and_answers_to_them(vk: VkWatched) -> None:
    post = vk.post("Отключение воды завтра", wall="sosnovka")
    top = vk.comment(post, "А почему не предупредили?")
    vk.comment(post, "Предупредили в чате", under=top)
    watch = of_vk(vk, communities="https://vk.com/sosnovka", comments="yes")
    found = watch.step()
    assert [one.text for one in found] == [
        "Отключение воды завтра",
        "А почему не предупредили?",
        "Предупредили в чате",
    ]
    assert found[1].link == f"https://vk.com/wall-77_{post['id']}?reply={top['id']}"
    assert found[1].author is not None and found[1].author.name == "Анна Петрова"
    assert watch.texts() == []
    vk.comment(post, "Ещё вопрос")
    assert watch.texts() == ["Ещё вопрос"]


def test_a_wall_of_more_posts_than_one_step_reads_is_gone_on_with_before_the_others(vk: VkWatched) -> None:
    written = [f"Запись {number}" for number in range(1200)]
    for text in written:
        vk.post(text, wall="sosnovka")
    vk.post("На другой стене", wall="other")
    watch = of_vk(vk, communities="sosnovka\nother")
    found = watch.texts()
    late = vk.post("Пока читали", wall="sosnovka")
    found += watch.texts(2)
    assert sorted(set(found)) == sorted(written)
    assert watch.texts() == ["На другой стене"]
    assert watch.texts() == [late["text"]]


def test_of_more_comments_than_one_step_reads_none_is_lost(vk: VkWatched) -> None:
    post = vk.post("Отключение воды завтра", wall="sosnovka")
    written = [f"Ответ {number}" for number in range(1200)]
    for text in written:
        vk.comment(post, text)
    watch = of_vk(vk, communities="sosnovka", comments="yes")
    found = watch.texts()
    vk.comment(post, "Пока читали")
    found += watch.texts(4)
    assert sorted(set(found)) == sorted([post["text"], *written, "Пока читали"])


def test_a_shared_post_is_read_with_what_it_shares(vk: VkWatched) -> None:
    vk.post("", wall="sosnovka", copy_history=[{"text": "Дорогу перекроют"}])
    assert of_vk(vk, communities="sosnovka").texts() == ["Дорогу перекроют"]


def test_a_closed_community_is_told_and_does_not_keep_back_the_others(vk: VkWatched) -> None:
    vk.post("Яма на Лесной", wall="open")
    vk.walls["secret"] = []
    vk.closed.add("secret")
    watch = of_vk(vk, communities="secret, open")
    polled = watch.poll()
    assert polled.trouble is not None and "secret" in polled.trouble
    watch.state = polled.state
    assert watch.texts() == ["Яма на Лесной"]
    vk.closed.clear()
    watch.step()
    assert watch.poll().trouble is None


def test_a_pause_after_each_step_keeps_within_vks_quotas_of_a_day(vk: VkWatched) -> None:
    day = 24 * 3600
    vk.walls["open"] = []
    assert day / of_vk(vk, words="вода").poll().pause < 1000
    assert day / of_vk(vk, communities="open").poll().pause < 5000


@pytest.mark.parametrize(
    ("code", "kind", "wait"), [(6, "later", 1.0), (29, "later", 900.0), (5, "never", None), (10, "unsure", None)]
)
def test_an_error_of_vk_is_told_and_the_position_stays(vk: VkWatched, code: int, kind: str, wait: float | None) -> None:
    vk.post("Нет воды")
    vk.fail("/method/newsfeed.search", error(code))
    watch = of_vk(vk, words="воды")
    failed = watch.failed()
    assert (failed.kind, failed.wait) == (kind, wait)
    assert watch.texts() == ["Нет воды"]


def test_vk_is_checked_with_everything_that_is_listened_to(vk: VkWatched) -> None:
    vk.walls["open"] = []
    assert of_vk(vk, words="вода", communities="open").check().startswith("VK lets everything be read")
    assert "no access" in of_vk(vk, communities="open, none").unchecked()
    assert "Nothing is listened to" in of_vk(vk).unchecked()
    assert "two numbers" in of_vk(vk, words="вода", place="Сосновка").unchecked()
    assert "no community" in of_vk(vk, communities="две слова").unchecked()


# Odnoklassniki


def test_ok_reads_topics_and_comments_of_groups(ok: OkWatched) -> None:
    topic = ok.topic("53", "Субботник в воскресенье")
    ok.comment(topic, "А мешки дадут?")
    watch = of_ok(ok, communities="https://ok.ru/group/53", comments="yes")
    first, second = watch.step()
    assert (first.text, first.link) == ("Субботник в воскресенье", f"https://ok.ru/group/53/topic/{topic['id']}")
    assert first.author is not None and first.author.name == "Наш посёлок"
    assert second.text == "А мешки дадут?" and second.author is not None and second.author.contact == "ok:user:9000"
    ok.comment(topic, "Дадут")
    assert "Дадут" in watch.texts()


def test_ok_pages_through_many_topics(ok: OkWatched) -> None:
    for number in range(120):
        ok.topic("53", f"Тема {number}")
    assert of_ok(ok, communities="53").texts() == [f"Тема {number}" for number in range(120)]


def test_of_more_topics_and_comments_than_one_step_reads_none_is_lost(ok: OkWatched) -> None:
    written = [f"Тема {number}" for number in range(600)]
    for text in written:
        topic = ok.topic("53", text)
    for number in range(600):
        ok.comment(topic, f"Ответ {number}")
    ok.topic("54", "В другой группе")
    watch = of_ok(ok, communities="53\n54", comments="yes")
    found = watch.texts(8)
    assert set(found) == {*written, *(f"Ответ {number}" for number in range(600)), "В другой группе"}


def test_a_page_of_topics_that_is_gone_begins_anew(ok: OkWatched) -> None:
    for number in range(600):
        ok.topic("53", f"Тема {number}")
    watch = of_ok(ok, communities="53")
    found = watch.texts()
    ok.fail("/fb.do", error_of_ok(100))
    assert watch.poll().trouble is not None
    ok.fail("/fb.do", error_of_ok(100))
    watch.step()
    found += watch.texts(4)
    assert set(found) == {f"Тема {number}" for number in range(600)}


def test_an_unknown_group_is_told_and_does_not_keep_back_the_others(ok: OkWatched) -> None:
    ok.topic("53", "Есть тема")
    watch = of_ok(ok, communities="99\n53")
    polled = watch.poll()
    assert polled.trouble is not None and "99" in polled.trouble
    watch.state = polled.state
    assert watch.texts() == ["Есть тема"]
    assert "no number of a group" in of_ok(ok, communities="наш посёлок").unchecked()


# Feeds


def of_site(site: News) -> Watch:
    return Watch("news", address=site.url)


def test_an_entry_of_rss_is_a_mention_with_its_link_and_outlet(site: News) -> None:
    site.publish(("a1", "Мост закрыт на ремонт"))
    [found] = of_site(site).step()
    assert found.text == "Мост закрыт на ремонт\n\nПодробнее: Мост закрыт на ремонт"
    assert (found.external_id, found.link) == ("news:a1", "https://news.example/a1")
    assert found.author is not None and found.published_at is not None
    assert (found.author.name, found.author.contact) == ("Вести района", "https://news.example")


def test_atom_is_read_too(site: News) -> None:
    site.document = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Газета</title><link href="https://gazeta.example/"/>'
        '<entry><id>tag:1</id><title type="html">Нет &lt;b&gt;света&lt;/b&gt;</title>'
        '<link rel="alternate" href="/1"/><updated>2999-01-01T10:00:00+04:00</updated>'
        "<author><name>И. Петров</name></author><summary>Третий день</summary></entry></feed>"
    ).encode()
    [found] = of_site(site).step()
    assert (found.text, found.link) == ("Нет света\n\nТретий день", "https://gazeta.example/1")
    assert found.author is not None and found.author.name == "Газета · И. Петров"


def test_of_a_feeds_name_and_an_authors_what_nobody_sees_is_left_out() -> None:
    told = {"entry": {"name": "a1", "title": "Мост", "author": "\x00"}, "feed": {"title": "Вести\x00 района"}}
    [found] = news.understand(json.dumps(told).encode(), {}).mentions
    assert found.author is not None and found.author.name == "Вести района"


def test_a_feed_is_asked_only_for_what_is_new(site: News) -> None:
    watch = of_site(site)
    site.publish(("a1", "Первая"), etag='"one"')
    assert len(watch.step()) == 1
    assert watch.step() == [] and site.asked[-1]["if-none-match"] == '"one"'
    site.publish(("a2", "Вторая"), ("a1", "Первая"), etag='"two"')
    assert [one.external_id for one in watch.step()] == ["news:a2"]


def test_a_moved_feed_is_followed(site: News) -> None:
    site.publish(("a1", "Первая"))
    site.moved_to = "/new.xml"
    assert len(of_site(site).step()) == 1


BOMB = '<!DOCTYPE rss [<!ENTITY a "xx"><!ENTITY b "&a;&a;">]><rss><channel><title>&b;</title></channel></rss>'


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (b"<html><body>404</body></html>", "is no feed"),
        (b"{}", "is no feed"),
        (b"", "is no feed"),
        (rss(("a1", "Первая"))[:-40], "is no feed"),
        (b"\xff\xfe\x00junk", "is no feed"),
        (BOMB.encode(), "what no feed needs"),
        (b"<rss>" + b"<a>" * 100 + b"</a>" * 100 + b"</rss>", "what no feed needs"),
    ],
)
def test_what_is_no_feed_is_told_and_asked_for_less_often(site: News, document: bytes, reason: str) -> None:
    site.document = document
    failed = of_site(site).failed()
    assert reason in failed.reason and failed.wait == 300.0


def test_a_feed_that_never_ends_is_given_up(site: News) -> None:
    site.endless = b"<item>" + b"x" * 65536
    assert "too large" in of_site(site).failed().reason


def test_a_feed_is_checked(site: News) -> None:
    site.publish(("a1", "Первая"))
    assert of_site(site).check() == "The feed can be read."
    site.publish()
    assert of_site(site).unchecked() == "The feed is empty."
