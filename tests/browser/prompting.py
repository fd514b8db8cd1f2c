"""The prompter as a test looks at it: what is at the reading line, where words stand, what has been sent."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, WebSocket, expect

from tests.browser.stage import Stage

SENTENCES = (
    "Здравствуйте, живём на улице Садовой, дом двенадцать. Третий месяц во дворе не горит ни один фонарь, дети идут "
    "из школы в полной темноте. После ремонта теплотрассы дорогу так и не восстановили, осталась яма, в которую уже "
    "попала скорая помощь. Автобус ходит два раза в день, утром в него не войти, следующий приходит после обеда."
)
LONG = " ".join(f"{n}. {SENTENCES}" for n in range(1, 9))

STATE = """() => {
  const {reel, reading} = document.querySelector('live-prompter');
  const {position, running} = reel.scroll;
  const line = reel.lines.at(reel.place ? reel.place.offset : 0);
  return {position, running, line, text: reel.lines.line(line), corrected: reading.corrected};
}"""

RECT = """words => {
  const node = document.querySelector('.reel .words').firstChild;
  const range = document.createRange();
  const from = node.data.indexOf(words);
  range.setStart(node, from);
  range.setEnd(node, from + words.length);
  const {left, top, right, bottom} = range.getBoundingClientRect();
  return [left, top, right, bottom];
}"""

LINES = "(({lines}) => lines.starts.map((_, n) => lines.line(n)))(document.querySelector('live-prompter').reel)"


def take(stage: Stage, text: str, **more: Any) -> int:
    """The number of a new question that is on air; one that was there before is answered."""
    number: int = stage.api.ask(text, **more)["number"]
    stage.api.command("question.shortlist", question=number, version=1)
    before = next(iter(stage.api.get("/questions", state="on_air")["questions"]), None)
    previous = before and {"question": before["number"], "version": before["version"], "as": "answered"}
    stage.api.command("question.take", question=number, version=2, **({"previous": previous} if previous else {}))
    return number


def correct(stage: Stage, number: int, text: str) -> None:
    stage.api.command("question.edit", question=number, version=stage.view(number)["version"], air_text=text)


def state(page: Page) -> dict[str, Any]:
    """Where the text stands: position in px, running, the line at the reading line and its text, what waits."""
    found: dict[str, Any] = page.evaluate(STATE)
    return found


def lines(page: Page) -> list[str]:
    found: list[str] = page.evaluate(LINES)
    return found


def rect(page: Page, words: str) -> list[float]:
    """Where these words stand on the page: left, top, right, bottom."""
    found: list[float] = page.evaluate(RECT, words)
    return found


def standing(page: Page, words: str) -> list[float]:
    """Where these words would stand if the text had not moved: of one moment, so that it may be moving."""
    found: list[float] = page.evaluate(
        f"""words => {{
          const {{position}} = document.querySelector('live-prompter').reel.scroll;
          const [left, top, right, bottom] = ({RECT})(words);
          return [left, top + position, right, bottom + position];
        }}""",
        words,
    )
    return found


def scroll_to(page: Page, line: int) -> None:
    """Puts a line at the reading line, at once."""
    page.evaluate(
        "line => (({scroll, lines}) => scroll.put(line * lines.leading))(document.querySelector('live-prompter').reel)",
        line,
    )


def expect_words(page: Page, text: str) -> None:
    expect(page.locator(".reel .words")).to_have_text(text)


def commands(page: Page) -> list[str]:
    """Fills itself with the types of the commands that the page sends from now on."""
    sent: list[str] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", lambda payload: sent.extend(types(str(payload))))

    page.on("websocket", listen)
    return sent


def types(payload: str) -> list[str]:
    return [payload.split('"type":"', 1)[1].split('"', 1)[0]] if '"command"' in payload else []
