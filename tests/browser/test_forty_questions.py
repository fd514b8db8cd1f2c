"""A moderator's shift without a mouse: forty questions, every verb of the desk, by the keyboard alone.

Another moderator works beside, and questions keep coming in. At the end every question is exactly where the keys put
it, in the server's own books.
"""

from __future__ import annotations

from playwright.sync_api import BrowserContext, expect

from live.desk.invented import SOURCES, questions
from live.desk.receive import Arrival, Receipt, receive_group
from live.domain.submission import Submission
from live.store.database import Database
from live.store.show import broadcasts
from live.store.transaction import Store
from tests.browser.shift import ROOTS, SHIFT, WORDS, Json, Shift
from tests.browser.stage import Stage
from tests.support.server import SECRET


def submissions() -> list[Submission]:
    """Invented questions, oldest first, from every source; what is repeated or searched for has a text of its own."""
    roots = dict(zip((place for place, verb in enumerate(SHIFT[::-1]) if verb == "root"), ROOTS, strict=True))
    words = {verb: iter(each) for verb, each in WORDS.items()}
    repeated = iter(ROOTS)
    made = []
    for place, (verb, submission) in enumerate(zip(SHIFT[::-1], questions(seed=21), strict=False)):
        text, locality, topic = submission.text, submission.locality, submission.topic
        if place in roots:
            text, locality, topic = roots[place], "Липовка", None
        elif verb in words:
            text = f"Что будет дальше, куда денется {next(words[verb])}?"
        elif verb.startswith("double") or verb == "merge":
            text, locality, topic = f"Тоже спрошу. {next(repeated)}", "Липовка", None
        elif verb == "offered topic":
            text, topic = "Почему школьный автобус не едет по разбитой дороге к больнице?", "Культура"
        made.append(Submission(text, tuple(SOURCES)[place % len(SOURCES)], submission.author, locality, topic))
    return made


def came_in(stage: Stage) -> dict[int, str]:
    """The questions of the shift, received; number → text. They have been read by the language work."""
    store = Store(Database(stage.server.installation.database_url), SECRET)
    with store.read() as connection:
        home = broadcasts.get(connection, stage.slug).id
    arrivals = [Arrival(home, "shift", submission) for submission in submissions()]
    receipts = receive_group(store, arrivals)
    store.database.close()
    stage.api.head_at_rest()
    numbers = [receipt.number for receipt in receipts if isinstance(receipt, Receipt) and receipt.number]
    return {number: arrival.submission.text for number, arrival in zip(numbers, arrivals, strict=True)}


def told(view: Json, meant: Json) -> Json:
    """What became of a question, as far as something was meant."""
    facts = {
        "state": view["state"],
        "into": view["merged_into"],
        "reason": (view["decline"] or {}).get("reason"),
        "note": (view["notes"] or {}).get("presenter"),
        "air_text": view["air_text"],
        "topic": view["topic"],
        "locality": view["locality"],
    }
    return {name: facts[name] for name in meant}


def test_forty_questions_by_the_keyboard_alone(
    small_stage: Stage, small_context: BrowserContext, beside: BrowserContext
) -> None:
    texts = came_in(small_stage)
    desk = small_stage.open(small_context, "desk")
    expect(desk.locator("desk-list .row").first).to_contain_text(str(len(SHIFT)))
    desk.keyboard.press("Shift+L")  # Each question by itself: with stacks they are worked on in test_stacks.py.
    shift = Shift(small_stage, desk, small_stage.open(beside, "desk"), texts)
    shift.work()
    views = small_stage.api.get("/questions", limit=200)["questions"]
    assert sorted(view["number"] for view in views) == sorted(shift.meant)
    became = {view["number"]: told(view, shift.meant[view["number"]]) for view in views}
    assert became == shift.meant
    received = [e["question"] for e in small_stage.api.all_events()[1] if e["type"] == "question.received"]
    assert sorted(received) == sorted(shift.meant)
    assert f"{small_stage.slug}: " in (printed := small_stage.server.installation.cli("audit", small_stage.slug))
    assert ": balances" in printed
    new = sum(meant["state"] == "new" for meant in shift.meant.values())
    shift.press("f", "1")
    expect(desk.locator(".tabs [aria-current] .count")).to_have_text(str(new))
