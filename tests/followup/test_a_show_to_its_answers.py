"""A whole show of messages: aired, merged, declined, promised, wrapped, assigned by topic and answered to the last one.

Every asker of every merged question gets exactly one final answer, by the way that is theirs, and the books balance.
"""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import cycle, islice
from typing import Any

import pytest
from sqlalchemy import select

from live import followup
from live.channels import TYPES
from live.desk.receive import Receipt
from live.domain.submission import Author
from live.store.centre import channels
from live.store.ids import NUMBERS, question_id
from live.store.leases import Leases
from live.store.tables import outbox
from live.store.transaction import Store
from live.workers.sending.outbox import Outbox
from tests.followup.asking import Mail
from tests.followup.messages import messages
from tests.followup.test_outbox_bots import Network, max_, ok, telegram
from tests.support.rooms import EVERYBODY, Show, Tickets
from tests.support.sending import send_all
from tests.support.stubs.vk import TOKEN, Vk

pytestmark = pytest.mark.faults

MESSAGES = 340
ON_AIR, PROMISES, DECLINED = 12, 3, 6
MERGED, ROOTS = 200, 25
MERGED_INTO_ANSWERED = 4
OTHER_DEPARTMENT = "Общий отдел"


class Networks:
    """The networks that residents write by; what stands there afterwards, by the number that each text bears."""

    def __init__(self, show: Show, stack: ExitStack) -> None:
        self.show = show
        self.vk = stack.enter_context(Vk())
        self.bots: list[Network] = [make() for make in (telegram, max_, ok)]
        for bot in self.bots:
            stack.enter_context(bot.stub)
        self.channels = {"vk": show.channel("vk", token=TOKEN, group_id="456", host=self.vk.url)}
        self.channels |= {bot.type: show.channel(bot.type, **bot.settings, host=bot.stub.url) for bot in self.bots}
        self.mail = Mail()
        with show.store.write() as tx:
            self.channels["mail"] = channels.add(tx, "mail", uuid.uuid4().hex, show.id, {})

    def ask(self, n: int, text: str, way: str) -> None:
        """A resident writes, each way as its network names its people and its messages."""
        contact, name = {
            "vk": (f"vk:{n}", f"wall:-456_7_{n}"),
            "vk message": ("vk:123", f"message:123_{n}"),
            **{bot.type: (bot.contact, bot.name(n)) for bot in self.bots},
            "mail": (f"mailto:resident{n}@example.org", None),
            "telephone": (f"tel:+7900000{n:04d}", None),
            "nothing": (None, None),
        }[way]
        type_ = way.split(" ")[0]
        channel = self.channels.get(type_) if name else None
        origin = {"origin": f"channel:{channel}", "channel_id": channel} if channel else {}
        author = Author(f"Житель {n}" if n % 5 else None, contact) if contact else None
        fields = {"external_id": name, "source": type_ if channel else "form"}
        [receipt] = self.show.receive(f"Обращение {n}: {text}", author=author, **origin, **fields)
        assert isinstance(receipt, Receipt) and receipt.number == n

    def posted(self) -> dict[str, Counter[int]]:
        """By each way, how often the asker of which question stands there with a final answer."""
        texts = {
            "vk": [given["message"] for given in self.vk.posted.values()],
            "mail": [letter.text for letter in self.mail.letters],
            **{bot.type: [_words(said) for said in bot.posted] for bot in self.bots},
        }
        return {way: _finals(said) for way, said in texts.items()}


def _words(said: dict[str, Any]) -> str:
    """What a bot said, as its network keeps it."""
    return str(said["message"]["text"] if "message" in said else said["text"])


def _finals(texts: list[str]) -> Counter[int]:
    return Counter(int(found[1]) for text in texts if (found := re.match(r"Решено\. Обращение (\d+):", text)))


WAYS = ["vk", "vk message", "telegram", "max", "ok", "mail", "telephone", "nothing"]


@pytest.fixture
def networks(store: Store, show: Show, monkeypatch: pytest.MonkeyPatch) -> Iterator[Networks]:
    with ExitStack() as stack:
        made = Networks(show, stack)
        monkeypatch.setitem(TYPES, "mail", made.mail)
        yield made


class Story:
    """What was done to which question: by it the askers are counted, apart from what the product says of itself."""

    def __init__(self, show: Show, networks: Networks) -> None:
        self.show = show
        self.into: dict[int, int] = {}
        self.way: dict[int, str] = {}
        for n, (text, way) in enumerate(zip(messages(MESSAGES), cycle(WAYS), strict=False), 1):
            networks.ask(n, text, way)
            self.way[n] = way
        show.understood()
        numbers = iter(self.way)
        self.answered = list(islice(numbers, ON_AIR))
        self.roots = list(islice(numbers, ROOTS))
        self.merged = list(islice(numbers, MERGED))
        self.late = list(islice(numbers, MERGED_INTO_ANSWERED))
        self.declined = list(islice(numbers, DECLINED))

    def play(self) -> None:
        """What comes is merged, declined, aired and promised."""
        for place, (first, second) in enumerate(zip(self.merged[::2], self.merged[1::2], strict=True)):
            root = self.roots[place % ROOTS]
            self._merge(second, first if place % 4 == 0 else root)  # Every fourth pair is a chain.
            self._merge(first, root)
        for number in self.declined:
            self.show.do("question.decline", number, reason="spam")
        for place, number in enumerate(self.answered):
            self.show.do("question.shortlist", number)
            self.show.do("question.take", number)
            if place < PROMISES:
                self.show.do("question.promise", number, promise="Починим до весны", due="2027-03-01")
            self.show.do("question.answer", number)
        for number in self.late:
            self._merge(number, self.answered[-1])

    def _merge(self, number: int, into: int) -> None:
        self.show.do("question.merge", number, into=into)
        self.into[number] = into

    def root(self, number: int) -> int:
        while number in self.into:
            number = self.into[number]
        return number

    def reachable(self, number: int) -> bool:
        return self.way[number] != "nothing"


def answer(store: Store, number: str, text: str, **fields: Any) -> None:
    """An answer of which the first acknowledgement is lost, so that it is given again."""
    raw = {"id": str(uuid.uuid4()), "type": "ticket.reply", "ticket": number, "text": text, **fields}
    raw["version"] = Tickets(store).row(number).version
    first, again = (followup.BUS.perform(store, "tickets", raw, EVERYBODY) for _ in range(2))
    assert first == again


def send(store: Store, channel_ids: Iterable[int]) -> None:
    """Everything that is due goes out, by a worker that takes over from one that has died."""
    for channel_id in channel_ids:
        worker = Outbox(store, Leases(store))
        send_all(worker, channel_id)


def finals(show: Show) -> list[Any]:
    """The final answers of the outbox to questions of this show."""
    mine = outbox.c.question_id.between(question_id(show.id, 0), question_id(show.id + 1, 0) - 1)
    with show.store.read() as connection:
        return list(connection.execute(select(outbox).where(mine, outbox.c.final)).all())


def test_every_asker_of_every_merged_question_gets_exactly_one_final_answer(
    store: Store, show: Show, networks: Networks
) -> None:
    story = Story(show, networks)
    story.play()
    show.wrapped()
    tickets, desk = show.tickets(), Tickets(store)
    assert len([one for one in tickets if one.kind == "unanswered"]) == MESSAGES - ON_AIR - MERGED - len(
        [*story.late, *story.declined]
    )

    for place, row in enumerate(tickets):
        topic = show.row(row.question_id % NUMBERS).topic
        desk.do("ticket.assign", row.number, department=topic or OTHER_DEPARTMENT)
        if place % 3 == 0:
            answer(store, row.number, "Приняли в работу, срок {срок}.")
        answer(store, row.number, "Решено. {вопрос} {имя}, спасибо!", final=True)
    send(store, networks.channels.values())

    # By the story alone: one for each ticket of the question that an asker's own ended up in.
    of_question = Counter(row.question_id % NUMBERS for row in tickets)
    expected = Counter({n: of_question[story.root(n)] for n in story.way if story.reachable(n)})
    assert {n: expected[n] for n in story.merged if story.reachable(n)} == dict.fromkeys(
        [n for n in story.merged if story.reachable(n)], 1
    )
    in_outbox = Counter(row.question_id % NUMBERS for row in finals(show))
    assert in_outbox == +expected
    assert Counter(row.state for row in finals(show)).keys() == {"sent", "by_hand"}

    standing: Counter[int] = Counter()
    for way, told in networks.posted().items():
        assert {story.way[n].split(" ")[0] for n in told} == {way}
        standing += told
    by_hand = Counter(n for n in story.way if story.way[n] == "telephone" for _ in range(expected[n]))
    assert standing + by_hand == +expected

    # The books, to the last question.
    account = show.books()
    assert account.balances, account.wrong
    ended = {"answered": ON_AIR, "merged": MERGED + MERGED_INTO_ANSWERED, "declined": DECLINED}
    assert account.states == {**ended, "ticketed": MESSAGES - sum(ended.values())}
    assert account.still_open == 0 and account.received == MESSAGES
    assert {row.state for row in show.tickets()} == {"resolved"}
