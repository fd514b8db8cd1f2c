"""A show in which something of everything has happened, played over the API: what made-up requests can find."""

from __future__ import annotations

from typing import Any

from tests.support.api import NAMED, Api
from tests.support.server import Installation, Server

TICKETS = "tickets"


class PlayedShow:
    """`numbers` of its questions, and what else is known of it. `another`: one before it, which was asked the same."""

    def __init__(self, server: Server, installation: Installation) -> None:
        another = installation.show("air", crew="source moderator producer")
        earlier = server.api(another.slug, another.keys["crew"])
        self._answered(earlier, self._asked(earlier, "Когда починят мост на Речной улице?"))
        show = installation.show("air", crew="source moderator producer screener presenter head admin")
        self.slug, self.another = show.slug, another.slug
        self.api = server.api(show.slug, show.keys["crew"])
        self.numbers = [self._asked(self.api, text) for text in _TEXTS]
        self.calls = self._calls()
        self._play()
        staff = Api(server.url, TICKETS, installation.key(None, "coordinator"))
        staff.base = f"{server.url}/api/v1/tickets"
        self.tickets = [one["number"] for one in staff.get("")["tickets"]]
        self._work(staff)

    @staticmethod
    def _asked(api: Api, text: str) -> int:
        author = {"name": "Анна", "contact": "tel:+79001234567", "profile": "https://vk.com/id7"}
        photo = {"type": "photo", "url": "https://example.org/most.jpg"}
        asked = api.ask(text, author=author, consent=NAMED, locality="Заречный", topic="Дороги", attachments=[photo])
        return int(asked["number"])

    @staticmethod
    def _do(api: Api, verb: str, number: int, **fields: Any) -> None:
        version = api.question(number)["version"]
        api.command(f"question.{verb}", question=number, version=version, **fields)

    def _answered(self, api: Api, number: int) -> None:
        self._do(api, "shortlist", number)
        self._do(api, "take", number)
        self._do(api, "promise", number, promise="Починим к маю", due="2027-05-01")
        self._do(api, "answer", number, summary="В мае", fully=False)

    def _play(self) -> None:
        first, second, third, declined, merged, root, ticketed, fresh = self.numbers
        self._answered(self.api, first)
        self._do(self.api, "edit", second, air_text="Когда откроют школу?")
        for number in (second, third):
            self._do(self.api, "shortlist", number)
        self._do(self.api, "take", second)
        self._do(self.api, "want", third)
        self._do(self.api, "note", third, **{"for": "head", "text": "Смета готова"})
        self._do(self.api, "decline", declined, reason="other", text="Не о том")
        self._do(self.api, "merge", merged, into=root)
        self._do(self.api, "ticket", ticketed, department="Дороги")
        self.message = int(self.api.command("presenter.message", text="Пять минут", kind="note")["message"])
        self.link = int(self.api.command("link.add", screen="prompter", name="Студия")["link"])
        self.poll = self.opened_poll()
        self.api.command("prompter.adjust", device="studio0123456789", view={"size": 96})

    def opened_poll(self) -> int:
        options = [f"Улица {n}" for n in range(1, 11)]
        return int(self.api.command("poll.open", question="Где чинить?", options=options, many=True)["poll"])

    def _calls(self) -> list[int]:
        opened = [
            int(self.api.command("call.open", number="+79000000001", name="Пётр", text="Свет")["call"])
            for _ in range(3)
        ]
        handed, ended, _ = opened
        for call in (handed, ended):
            self.api.command("call.take", call=call)
        self.api.command("caller.warn", call=ended, text="Перебивает")
        self.api.command("call.hand", call=handed, text="Где свет на Садовой?")
        self.api.command("call.end", call=ended)
        return opened

    def _work(self, staff: Api) -> None:
        number = self.tickets[0]
        staff.command("ticket.note", ticket=number, text="Смета у подрядчика")
        for verb, fields in (
            ("assign", {"department": "Дороги"}),
            ("hold", {"reason": "Ждём смету"}),
            ("resume", {}),
            ("resolve", {"answer": "Починили мост"}),
        ):
            version = staff.get(f"/{number}")["version"]
            staff.command(f"ticket.{verb}", ticket=number, version=version, **fields)


_TEXTS = (
    "Когда починят мост на Речной?",
    "Школа закрыта, когда откроют?",
    "Автобус не ходит, позвоните +7 900 123-45-67",
    "Вопрос не о том",
    "Нет воды в посёлке",
    "Нет воды в посёлке второй день",
    "Яма на дороге к мосту",
    "Почему не вывозят снег?",
)
