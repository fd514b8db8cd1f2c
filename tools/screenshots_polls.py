"""Pictures of a poll on air: the graphic in each theme, the gallery's page, the page to vote on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from playwright.sync_api import expect

from live.domain.people import Actor
from tools.pictured_graphics import VIDEO
from tools.pictured_show import PRESENTER, PRODUCER, token
from tools.studio import FULL_HD, PHONE, Picture, Studio, Take

QUESTION = "Что ремонтировать первым в следующем году?"
VOTES = {"Дорогу на Таволжанку": 412, "Школу в Ольховке": 305, "Водопровод в Заречье": 187, "Дом культуры": 64}
LONGEST = "Какую из десяти общественных территорий благоустроить в следующем году: выбираем вместе с жителями всех сёл?"
TEN = {
    f"Сквер, пруд, лодочная станция и детская площадка в селе под номером {n}, у дороги": 120 - n for n in range(1, 11)
}
NONE = {"Да, нужен": 0, "Нет, не нужен": 0}
ALL = {"Да, нужен": 815, "Нет, не нужен": 0}


@contextmanager
def on_air(studio: Studio, asked: str = QUESTION, options: Mapping[str, int] = VOTES) -> Iterator[int]:
    """A poll that many have voted in, for as long as the block; then it is closed, as it does not belong elsewhere."""
    api = studio.server.api(studio.slug, token(PRODUCER))
    poll = int(api.command("poll.open", question=asked, options=list(options))["poll"])
    for option, votes in enumerate(options.values(), 1):
        api.command("poll.count", poll=poll, option=option, votes=votes)
    api.command("poll.show", poll=poll)
    try:
        yield poll
    finally:
        api.command("poll.hide", poll=poll)
        api.command("poll.close", poll=poll)


def graphic(
    query: str = "",
    video: bool = False,
    asked: str = QUESTION,
    options: Mapping[str, int] = VOTES,
    first: str = "43 %",
) -> Picture:
    """`first`: what is to stand on it before it is taken."""

    def picture(studio: Studio, take: Take) -> None:
        with on_air(studio, asked, options), studio.context(PRODUCER, FULL_HD) as context:
            page = context.new_page()
            page.goto(f"{studio.server.url}/b/{studio.slug}/overlay?token={token(PRODUCER)}{query}")
            expect(page.locator(".poll[data-poll]:not([hidden])")).to_contain_text(first)
            if video:
                page.add_style_tag(content=VIDEO)
            take(page)

    return picture


def gallery(studio: Studio, take: Take) -> None:
    with on_air(studio), studio.context(PRODUCER) as context:
        page = studio.screen(context, "/b/{slug}/gallery")
        expect(page.frame_locator(".preview iframe").locator(".poll[data-poll]")).to_contain_text("43 %")
        take(page)


def vote(actor: Actor) -> Picture:
    def picture(studio: Studio, take: Take) -> None:
        with on_air(studio) as poll, studio.context(actor, PHONE, "light") as context:
            page = context.new_page()
            page.goto(f"{studio.server.url}/b/{studio.slug}/poll/{poll}")
            take(page)

    return picture


POLLS: dict[str, Picture] = {
    "overlay-poll": graphic(),
    "overlay-poll-light": graphic("&theme=light"),
    "overlay-poll-line": graphic("&theme=line&guides=1", video=True),
    "overlay-poll-ten": graphic(asked=LONGEST, options=TEN, first="10 %"),
    "overlay-poll-none": graphic(asked="Нужен ли автобус до станции?", options=NONE, first="0 %"),
    "overlay-poll-all": graphic(asked="Нужен ли автобус до станции?", options=ALL, first="100 %"),
    "gallery-1440": gallery,
    "poll-vote": vote(PRESENTER),
}
