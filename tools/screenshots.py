"""Takes every picture of the documentation, of an invented show on a private server. `make screenshots` runs it.

Run as `python -m tools.screenshots [fragment of a name …]` from the project's folder. The show, its times and what the
clocks say are the same at every run; animations are off.
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import segno
from playwright.sync_api import Error, Frame, Page, ViewportSize

from live.domain.people import Actor
from tests.support.backends import EMBEDDED
from tests.support.browser import chromium
from tests.support.server import Installation
from tools.palette import reduced
from tools.pictured_graphics import GRAPHICS, VIDEO
from tools.pictured_server import pictured_server
from tools.pictured_show import (
    BEGAN,
    EDITED,
    EMPTY,
    HEAD,
    MODERATOR,
    NOW,
    OFFICE,
    OPENED,
    PRESENTER,
    PRODUCER,
    SCREENER,
    SECOND,
    play,
    token,
)
from tools.screenshots_after import AFTER
from tools.screenshots_cards import cards
from tools.screenshots_companion import panels
from tools.screenshots_control import CONTROL
from tools.screenshots_hard import HARD
from tools.screenshots_language import LANGUAGE
from tools.screenshots_polls import POLLS
from tools.screenshots_prompter import PROMPTER
from tools.studio import (
    FULL_HD,
    PHONE,
    STAND_STILL,
    STANDING,
    TABLET,
    WIDE,
    Picture,
    Studio,
    Take,
    Theme,
    desk,
    well,
)

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "screenshots"


def full(studio: Studio, take: Take, size: ViewportSize = WIDE, query: str = "", theme: Theme = "dark") -> None:
    with studio.context(MODERATOR, size, theme) as context:
        take(desk(studio, context, query))


def empty(studio: Studio, take: Take, size: ViewportSize = WIDE) -> None:
    studio = studio.of(EMPTY)
    with studio.context(MODERATOR, size) as context:
        take(studio.screen(context, "/b/{slug}/desk"))


def offline(studio: Studio, take: Take, size: ViewportSize = WIDE) -> None:
    with studio.context(MODERATOR, size) as context:
        page = desk(studio, context, "&part=list")
        context.set_offline(True)
        page.locator(".cut-off").wait_for()
        take(studio.still(page))


def conflict(studio: Studio, take: Take, size: ViewportSize = WIDE) -> None:
    """Two people have edited one text; the second is shown both. It is put back for the next picture."""
    before = "Когда в Таволжанке построят фельдшерский пункт? Фельдшер принимает в бывшем клубе."
    theirs = "Когда в Таволжанке построят фельдшерско-акушерский пункт? Приём идёт в бывшем клубе, там нет туалета."
    mine = "Когда в Таволжанке построят ФАП? Фельдшер принимает в бывшем клубе, без воды и туалета."
    other = studio.server.api(studio.slug, token(SECOND))

    def edit(text: str) -> None:
        other.command("question.edit", question=EDITED, version=other.question(EDITED)["version"], air_text=text)

    def at_noon(route: Any) -> None:
        body = route.fetch().json()
        for revision in body["revisions"]:
            if not BEGAN.isoformat() < revision["at"] < NOW.isoformat():  # written while the pictures are taken
                revision["at"] = NOW.isoformat()
        route.fulfill(json=body)

    with studio.context(MODERATOR, size) as context:
        page = desk(studio, context, "&part=pane", number=EDITED)
        page.route(re.compile(rf"/questions/{EDITED}\?"), at_noon)
        page.keyboard.press("e")
        page.get_by_label("Текст для эфира").fill(mine)
        edit(theirs)
        page.get_by_role("button", name="Сравнить").click()
        page.locator(".theirs .tabular", has_text=f"{SECOND.name}, 13:44").first.wait_for()
        take(page)
        page.unroute_all(behavior="wait")
    edit(before)


def keys(studio: Studio, take: Take) -> None:
    with studio.context(MODERATOR) as context:
        page = desk(studio, context)
        page.keyboard.press("Shift+Slash")
        page.locator("dialog[open]").wait_for()
        take(page)


def doubles(studio: Studio, take: Take) -> None:
    """A question that many have asked, with the first of its doubles unfolded."""
    api = studio.server.api(studio.slug, token(MODERATOR))
    newest = [view["number"] for view in api.get("/questions", state="new", limit=150)["questions"]]
    number = max(newest, key=lambda n: sum(one["score"] > 0.6 for one in api.get(f"/questions/{n}/hints")["similar"]))
    with studio.context(MODERATOR) as context:
        page = desk(studio, context, number=number)
        page.locator(".double summary").first.click()
        page.locator(".double details[open]").wait_for()
        take(page)


def calls(studio: Studio, take: Take, size: ViewportSize = WIDE, open: str = "", theme: Theme = "dark") -> None:
    """The calls, with the first live one open whose row says `open`."""
    with studio.context(SCREENER, size, theme) as context:
        page = studio.screen(context, "/b/{slug}/calls")
        if open:
            page.locator("calls-list .row", has_text=open).first.click()
            page.wait_for_function(
                "(calls => calls.callers.of(calls.call).status === 'known')(document.querySelector('live-calls'))"
            )
            page.mouse.move(size["width"] - 5, size["height"] - 5)
        page.wait_for_function(
            "[...document.querySelectorAll('call-wait')].every(wait => /^0[01]:(?!00)/.test(wait.textContent))"
        )
        take(page)


def ticked(page: Page | Frame, shown: str) -> None:
    """Once the clocks that go by themselves say what the show's clock says."""
    page.wait_for_function("text => document.querySelector('.own-clock').textContent === text", arg=shown)
    page.locator(".messages .late").wait_for()


def rundown(studio: Studio, take: Take, size: ViewportSize = WIDE, query: str = "", theme: Theme = "dark") -> None:
    with studio.context(PRODUCER, size, theme) as context:
        well(context)
        page = studio.screen(context, f"/b/{{slug}}/rundown{query}")
        page.locator("[data-source=vk]").wait_for()
        page.wait_for_function("document.querySelector('live-rundown').soFar.pace")
        page.locator(".pace, .done-one").first.wait_for()
        ticked(page, "01:15")
        take(page)
        context.unroute_all(behavior="ignoreErrors")


def rundown_over(studio: Studio, take: Take) -> None:
    """Past the planned end."""
    with studio.context(PRODUCER) as context:
        well(context)
        page = studio.screen(context, "/b/{slug}/rundown")
        page.locator("[data-source=vk]").wait_for()
        page.evaluate(STAND_STILL, (BEGAN + timedelta(minutes=132, seconds=41)).timestamp() * 1000)
        page.locator(".show-clock.over").wait_for()
        ticked(page, "1:31:36")
        take(page)
        context.unroute_all(behavior="ignoreErrors")


def link(studio: Studio, take: Take) -> None:
    """A link as it is handed out; its token is another at every run, so the picture has one of its own."""
    url = "https://live.lan:8443/in/k7m2-p9x4-w3ab"
    code = io.BytesIO()
    segno.make(url, error="m", micro=False).save(code, kind="svg", light="white", omitsize=True)
    api = studio.server.api(studio.slug, token(PRODUCER))
    made = [api.command("link.add", screen=s, name=n)["link"] for s, n in (("head", "Планшет"), ("prompter", "Студия"))]
    view = {"link": made[-1], "screen": "prompter", "name": "Студия", "url": url}
    with studio.context(PRODUCER, TABLET) as context:
        well(context)
        context.route(re.compile(r"/api/v1/.*/links\?"), lambda route: route.fulfill(json={"links": [view]}))
        svg = {"body": code.getvalue(), "content_type": "image/svg+xml"}
        context.route(re.compile(r"/rundown/links/\d+\.svg"), lambda route: route.fulfill(**svg))
        page = studio.screen(context, "/b/{slug}/rundown")
        page.get_by_text("Ссылки на экраны").click()
        page.get_by_role("button", name="Показать ссылку «Студия»").click()
        page.wait_for_function("document.querySelector('dialog .code')?.naturalWidth > 0")
        take(page)
        context.unroute_all(behavior="ignoreErrors")


def printed(studio: Studio, take: Take) -> None:
    with studio.context(PRODUCER, theme="light") as context:
        page = context.new_page()
        page.goto(f"{studio.server.url}/b/{studio.slug}/rundown/print")
        line = page.locator("header p")
        said = line.inner_text()
        line.evaluate(
            "(line, text) => { line.textContent = text; }", re.sub(r" на .*$", " на 26.11.2026, 13:44:20", said)
        )
        take(page)


def both(studio: Studio, take: Take) -> None:
    with studio.context(PRODUCER) as context:
        well(context)
        page = context.new_page()
        page.goto(f"{studio.server.url}/b/{studio.slug}/both")
        for frame in page.frames[1:]:
            frame.locator(".trust.in_step").wait_for()
            frame.evaluate(STAND_STILL, NOW.timestamp() * 1000)
        page.frame_locator("iframe[data-side=desk]").locator("desk-list [data-number]").first.wait_for()
        page.frame_locator("iframe[data-side=rundown]").locator("[data-source=vk]").wait_for()
        ticked(page.frames[2], "01:15")
        take(page)
        context.unroute_all(behavior="ignoreErrors")


def head(studio: Studio, take: Take, size: ViewportSize = TABLET, assignment: bool = False) -> None:
    """The head's screen with all that it reads; with the sheet of an assignment open."""
    with studio.context(HEAD, size) as context:
        page = studio.screen(context, "/b/{slug}/head")
        page.locator("head-chart li").nth(11).wait_for(state="attached")
        page.locator(".card.air .before li").wait_for()
        page.wait_for_function("document.querySelector('live-head').promised.all[0].at")
        if assignment:
            page.get_by_role("button", name="Обещание").click()
            page.wait_for_function("document.querySelector('head-assignment').ready")
            page.get_by_role("button", name="Разобраться и ответить").click()
        take(page)


SHOWN = """shown => {
  const {feed} = document.querySelector('live-overlay');
  const [view] = feed.state.questions.values();
  feed.state.questions.set(view.number, {...view, ...shown});
  feed.dispatchEvent(new Event('change'));
}"""


def graphic(studio: Studio, take: Take, query: str = "", video: bool = False, **shown: Any) -> None:
    """The graphic at 1080p on its transparent page, with these facts of the question on air."""
    with studio.context(PRODUCER, FULL_HD) as context:
        page = context.new_page()
        page.goto(f"{studio.server.url}/b/{studio.slug}/overlay?token={token(PRODUCER)}{query}")
        page.wait_for_function("document.querySelector('live-overlay')?.shown")
        page.evaluate(SHOWN, shown)
        page.wait_for_function("text => document.querySelector('live-overlay').shown.text === text", arg=shown["text"])
        if video:
            page.add_style_tag(content=VIDEO)
        take(page)


def pointed(page: Page) -> None:
    """The controls come with the pointer."""
    page.mouse.move(300, 300)
    page.mouse.move(320, 300)
    page.locator(".controls").wait_for()


def screen(path: str, actor: Actor, size: ViewportSize = WIDE, step: Callable[[Page], None] | None = None) -> Picture:
    def picture(studio: Studio, take: Take) -> None:
        with studio.context(actor, size) as context:
            page = studio.screen(context, path)
            if step:
                step(page)
            take(page)

    return picture


def plain(path: str, actor: Actor, size: ViewportSize = WIDE, theme: Theme = "light") -> Picture:
    def picture(studio: Studio, take: Take) -> None:
        with studio.context(actor, size, theme) as context:
            page = context.new_page()
            page.goto(studio.server.url + path.format(slug=studio.slug))
            take(page)

    return picture


PICTURES: dict[str, Picture] = {
    "desk-full-1440": full,
    "desk-light-1440": lambda studio, take: full(studio, take, theme="light"),
    "desk-full-360": lambda studio, take: full(studio, take, PHONE, "&part=list"),
    "desk-question-360": lambda studio, take: full(studio, take, PHONE, "&part=pane"),
    "desk-empty-1440": empty,
    "desk-empty-360": lambda studio, take: empty(studio, take, PHONE),
    "desk-offline-1440": offline,
    "desk-offline-360": lambda studio, take: offline(studio, take, PHONE),
    "desk-conflict-1440": conflict,
    "desk-conflict-360": lambda studio, take: conflict(studio, take, PHONE),
    "desk-keys-1440": keys,
    "desk-doubles": doubles,
    "calls-1440": lambda studio, take: calls(studio, take, open="говорит Ирина"),
    "calls-ringing-1440": lambda studio, take: calls(studio, take, open="звонит"),
    "calls-light-1440": lambda studio, take: calls(studio, take, open="говорит Ирина", theme="light"),
    "calls-360": lambda studio, take: calls(studio, take, PHONE),
    "calls-card-360": lambda studio, take: calls(studio, take, PHONE, "говорит Ирина"),
    "rundown-1440": lambda studio, take: rundown(studio, take, query="?chosen=20"),
    "rundown-light-1440": lambda studio, take: rundown(studio, take, theme="light"),
    "rundown-360": lambda studio, take: rundown(studio, take, PHONE),
    "rundown-aired-1440": lambda studio, take: rundown(studio, take, query="?tab=aired"),
    "rundown-over-1440": rundown_over,
    "rundown-print": printed,
    "both-1440": both,
    **{f"overlay-{name}": partial(graphic, **facts) for name, facts in GRAPHICS.items()},
    "prompter": screen("/b/{slug}/prompter", PRESENTER),
    "prompter-controls": screen("/b/{slug}/prompter", PRESENTER, step=pointed),
    "head": head,
    "head-standing": lambda studio, take: head(studio, take, STANDING),
    "head-assignment": lambda studio, take: head(studio, take, assignment=True),
    **AFTER,
    **HARD,
    **LANGUAGE,
    "ask": plain("/b/{slug}/ask", PRESENTER, PHONE),
    "admin-topics": plain("/admin/lists/topics", OFFICE[1]),
    "admin-reasons": plain("/admin/lists/reasons", OFFICE[1]),
    "admin-calendar": plain("/admin/lists/calendar", OFFICE[1]),
    "admin-deadlines": plain("/admin/lists/deadlines", OFFICE[1]),
    "admin-channels": plain("/admin/channels", OFFICE[1]),
    **CONTROL,
    **POLLS,
    **PROMPTER,
    "rundown-link": link,
}


def save(name: str, dark_room: Page) -> Take:
    def take(page: Page) -> None:
        page.evaluate("document.fonts.ready")
        picture = page.screenshot(animations="disabled", omit_background=name.startswith("overlay"))
        (FOLDER / f"{name}.png").write_bytes(reduced(dark_room, picture))
        print(f"docs/screenshots/{name}.png")

    return take


def main(wanted: list[str]) -> None:
    FOLDER.mkdir(exist_ok=True)
    failed: list[str] = []
    for name, drawing in (cards() | panels()).items():
        if not wanted or any(fragment in name for fragment in wanted):
            (FOLDER / f"{name}.png").write_bytes(drawing)
    if wanted and all(fragment.startswith(("card-", "companion")) for fragment in wanted):
        return
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="live-pictures-")))
        installation = Installation(EMBEDDED, f"sqlite:///{folder}/live.db", None, folder)
        play(installation.database_url)
        server = stack.enter_context(pictured_server(installation).start())
        studio = Studio(server, stack.enter_context(chromium()))
        dark_room = studio.browser.new_page()
        stack.enter_context(server.screen(studio.slug, "prompter", token(PRESENTER), keep=True))
        other = stack.enter_context(server.screen(studio.slug, "desk", token(SECOND), keep=True))
        for name, picture in PICTURES.items():
            if not wanted or any(fragment in name for fragment in wanted):
                other.obey("question.claim", question=OPENED - 3)
                try:
                    picture(studio, save(name, dark_room))
                except (AssertionError, Error) as error:  # The others are taken all the same.
                    failed.append(f"{name}: {error}")
    if failed:
        sys.exit("\n".join(failed))


if __name__ == "__main__":
    main(sys.argv[1:])
