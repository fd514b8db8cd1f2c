"""Every route and every command, called so that nothing but the rights of whoever calls can be wrong."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import Any

from werkzeug.routing import Rule

from live.protocol import commands as protocol
from live.protocol.events import Log
from tests.web.house import House

COMMANDS = {
    name: ("show" if command.log is Log.BROADCAST else "tickets", command.roles)
    for name, command in protocol.COMMANDS.items()
}
"""Command → where it is given, and the roles that it is declared for."""

FIELDS: dict[str, dict[str, object]] = {
    "question.add": {"text": "Вопрос"},
    "question.edit": {"air_text": "Вопрос"},
    "question.unmask": {"words": "8 900 000-00-12"},
    "question.mask": {"words": "8 900 000-00-12"},
    "question.allow_name": {"allowed": True},
    **{"question.plan": {"seconds": 180}, "question.set_urgent": {"urgent": True}},
    "question.set_asking": {"asks": True},
    "question.show_file": {"file": 999},
    "question.hide_file": {"file": 999},
    "question.classify": {"topic": "Дороги"},
    "question.note": {"for": "head", "text": "Справка"},
    "question.summarise": {"summary": "Починим к маю"},
    "question.promise": {"promise": "Починим"},
    "question.amend_promise": {"promise": 999, "text": "Починим к лету", "reason": "Паводок"},
    "question.withdraw_promise": {"promise": 999, "reason": "Мост федеральный"},
    "broadcast.unwrap": {"reason": "Завершили по ошибке"},
    "question.decline": {"reason": "spam"},
    "question.finish": {"as": "none"},
    "question.transfer": {"to": "nowhere"},
    "question.merge": {"into": 900},
    "question.block": {"reason": "Спам"},
    **{f"mention.{verb}": {"mention": 1} for verb in ("take", "hide", "hide_author", "restore")},
    "questions.bulk": {"do": "question.restore", "questions": [{"question": 999, "version": 1}]},
    "presenter.message": {"text": "Пять минут"},
    "presenter.acknowledge": {"message": 999},
    "poll.open": {"question": "Что важнее?", "options": ["Дороги", "Школы"]},
    **{f"poll.{verb}": {"poll": 999} for verb in ("show", "hide", "close")},
    "poll.count": {"poll": 999, "option": 1, "votes": 3},
    "poll.withdraw": {"poll": 999, "option": 1},
    "poll.post": {"poll": 999},
    "poll.drop": {"poll": 999, "channel": 1},
    "prompter.adjust": {"device": "studio0123456789", "view": {"size": 96}},
    "prompter.steer": {"do": "start"},
    "link.add": {"screen": "prompter", "name": "Студия"},
    "link.revoke": {"link": 999},
    "broadcast.edit": {"minutes": 90},
    **{"segment.add": {"title": "Дороги"}, "order.place": {"items": [{"question": 999}]}},
    "call.hand": {"text": "Вопрос"},
    "caller.warn": {"text": "Перебивает"},
    "caller.ban": {"text": "Угрожал"},
    "caller.lift": {"caution": 999},
    "question.reply": {"text": "Мост починят в мае"},
    "reply.again": {"reply": 999},
    "reply.arrived": {"reply": 999},
    "reply.cancel": {"reply": 999},
    "ticket.assign": {"department": "ЖКХ"},
    "ticket.resolve": {"answer": "Починили"},
    "ticket.prioritise": {"priority": "high"},
    "ticket.note": {"text": "Смета у подрядчика"},
    "tickets.bulk": {"do": "ticket.start", "tickets": [{"ticket": "ПЛ-2026-999999", "version": 1}]},
    "ticket.reply": {"text": "Смотрим"},
    "ticket.correct": {"text": "Починят в мае"},
    "ticket.return_answer": {"note": "Назовите день"},
    "ticket.ask_part": {"department": "Водоканал", "text": "Когда отключат воду?"},
    "ticket.give_part": {"part": 999, "text": "Воду отключат 3 мая"},
    "ticket.decline_part": {"part": 999, "reason": "Не наш участок"},
    "ticket.drop_part": {"part": 999},
    "ticket.publish": {"text": "Мост на Речной"},
    **{f"answer.{verb}": {"reply": 999} for verb in ("again", "arrived", "cancel", "told")},
    "reply.told": {"reply": 999},
    **{f"shift.{verb}": {"shift": 999} for verb in ("take", "confirm")},
    "shift.hand_over": {"shift": 999, "note": "Звонили с Речной"},
    "matter.open": {"title": "Прорыв трубы"},
    "matter.tell": {"matter": 999, "text": "Чиним"},
    **{f"matter.{verb}": {"matter": 999} for verb in ("edit", "join", "part", "close")},
    **{f"matter.{verb}": {"matter": 999, "reply": 999} for verb in ("told", "cancel", "contact")},
}
"""What a command needs besides the thing that it is about, so that rights are all that can be wrong."""


def rules(house: House) -> Iterator[tuple[Rule, str]]:
    """Every route with each of its methods; Flask's own for static files is not ours to declare."""
    for rule in house.app.url_map.iter_rules():
        if rule.endpoint != "static":
            for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"}):
                yield rule, method


def path(house: House, rule: Rule, slug: str) -> str:
    """The rule's path for a broadcast. Its question and its ticket are not there, so rights are seen before them."""
    values = {"slug": slug, "number": 999 if "int(" in rule.rule else "ПЛ-2026-999999", "type_": "vk"}
    rest: dict[str, object] = {
        "call": 999,
        "link": 999,
        "channel": 999,
        "letter": 999,
        "account": 999,
        "key_id": 999,
        "key": "no-such-key",
        "tail": "x",
        "token": "no-such-token",
        "code": "1-1-0123456789abcdef",
        "screen": "desk",
        "language": "ru",
        "name": "desk" if rule.rule.startswith("/open/") else "topics",
        "role": "moderator",
        "form": "xml",
        "webhook": 999,
        "broadcast": "no-such-broadcast",
        "subject": 999,
        "copy_id": "no-such-copy",
        "issue": 999,
        "what": "new",
        "kind": "docx",
        **dict.fromkeys(("zoom", "x", "y"), 17),
        "file": 999,
        "page_id": 999,
        "poll": 999,
        "taken": "chapters.vtt",
        "verb": "cue" if "<value>" in rule.rule else "take",
        "value": 999,
        "signal": 999,
        "graphic": 999,
        "hash_": "0" * 64,
    }
    with house.app.test_request_context():
        return house.app.url_map.bind("localhost").build(rule.endpoint, {**values, **rest}, append_unknown=False)


def call(house: House, rule: Rule, method: str, slug: str, token: str | None, role: str = "") -> int:
    """The status of a call in which nothing but the caller's rights can be wrong: a command is one of its role's."""
    body: object = {"text": "Вопрос"}
    if rule.rule.endswith(":batch"):
        body = {"questions": [body]}
    elif rule.rule.endswith("/commands"):
        on_tickets = rule.rule.startswith("/api/v1/tickets")
        where = "tickets" if on_tickets else "show"
        mine = [name for name, (place, roles) in sorted(COMMANDS.items()) if place == where and role in roles]
        body = command_body([*mine, "ticket.close" if on_tickets else "question.claim"][0])
    elif rule.rule.endswith("/votes"):
        body = {"option": 1, "voter": "1"}
    elif rule.rule.endswith("/views"):
        body = {"name": "Свой вид", **({"query": {}} if method == "PUT" else {})}
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    url = path(house, rule, slug)
    data = json.dumps(body) if method != "GET" else None
    # Each from an address of its own: some routes count how often one address tries.
    address = {"REMOTE_ADDR": f"2001:db8:{uuid.uuid4().hex[:4]}::1"}
    client = house.app.test_client()
    return client.open(url, method=method, data=data, headers=headers, environ_base=address).status_code


def command_body(name: str, **more: object) -> dict[str, Any]:
    body: dict[str, Any] = {"id": str(uuid.uuid4()), "type": name, **FIELDS.get(name, {}), **more}
    wanted = protocol.COMMANDS[name].body.model_fields
    missing = {"question": 999, "version": 1, "call": 999, "segment": 999, "ticket": "ПЛ-2026-999999", "title": "Вода"}
    return {**{field: value for field, value in missing.items() if field in wanted and field not in body}, **body}
