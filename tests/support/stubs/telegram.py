"""Telegram as its documentation describes it: a bot's methods, its updates by asking, and the webhook."""

from __future__ import annotations

import itertools
import json
import time
from typing import Any

import requests

from tests.support.stub import Answer, Call, Fault, Part, Stub

TOKEN = "700000001:AAH-of_the_tests"
SECRET = "telegram-secret"
START = 700000001
LIMIT = 4096


def problem(code: int, description: str, **parameters: Any) -> dict[str, Any]:
    told = {"ok": False, "error_code": code, "description": description}
    return {**told, "parameters": parameters} if parameters else told


def error(code: int, description: str = "of the test", **parameters: Any) -> Fault:
    """A call that Telegram answers with an error, without having done anything."""
    return Fault(status=code, answer=problem(code, description, **parameters))


class Telegram(Stub):
    """A bot. `sent` is all that it has written, doubles too: Telegram has no guard."""

    def __init__(self) -> None:
        super().__init__()
        self.updates: list[dict[str, Any]] = []
        self.sent: list[dict[str, Any]] = []
        self.stopped_by: set[int] = set()
        self.webhook = ""
        self.webhook_secret = ""
        self.last_error: str | None = None
        self._update_ids = itertools.count(START)
        self._message_ids = itertools.count(1000)
        self.routes = {"/": self._method}
        self._methods = {
            "getMe": lambda given: _done(
                {"id": 1, "is_bot": True, "first_name": "Прямая линия", "username": "line_bot"}
            ),
            "getWebhookInfo": self._webhook_info,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getUpdates": self._get_updates,
            "sendMessage": self._send_message,
            "sendPhoto": lambda given: self._send_file("photo", given),
            "sendDocument": lambda given: self._send_file("document", given),
            "sendMediaGroup": self._send_album,
        }
        self.uploaded: list[tuple[str, Part]] = []
        self._known: set[str] = set()

    # What people do there

    def write(self, number: int, text: str, kind: str = "message", **more: Any) -> dict[str, Any]:
        """A private message, or its new wording; the update that tells of it."""
        person = {"id": 123, "is_bot": False, "first_name": "Анна"}
        chat = {"id": 123, "first_name": "Анна", "type": "private"}
        message = {"message_id": number, "from": person, "chat": chat, "date": 1785571200, "text": text, **more}
        return self.happen({kind: message})

    def happen(self, update: dict[str, Any]) -> dict[str, Any]:
        self.updates.append({"update_id": next(self._update_ids), **update})
        return self.updates[-1]

    def tell(self, hook: str, update: dict[str, Any], secret: str = SECRET) -> requests.Response:
        """An update as it comes by the webhook."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
        return requests.post(hook, json=update, headers=headers, timeout=30)

    # What Telegram does

    def _method(self, call: Call) -> Any:
        bot, _, name = call.path.removeprefix("/").partition("/")
        if bot != f"bot{TOKEN}":
            return Answer(401, problem(401, "Unauthorized"))
        method = self._methods.get(name)
        if method is None:
            return Answer(404, problem(404, "Not Found"))
        if not call.headers.get("content-type", "").startswith("multipart/"):
            return method(call.json() if call.body else {})
        fields = {name: _value(part.text) for name, part in call.parts.items() if part.name is None}
        return method({**fields, **{name: part for name, part in call.parts.items() if part.name is not None}})

    def _webhook_info(self, given: dict[str, Any]) -> Any:
        failed = {"last_error_date": 1785571200, "last_error_message": self.last_error} if self.last_error else {}
        return _done({"url": self.webhook, "has_custom_certificate": False, "pending_update_count": 0, **failed})

    def _set_webhook(self, given: dict[str, Any]) -> Any:
        if not given["url"].startswith("https://"):
            return Answer(400, problem(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"))
        self.webhook, self.webhook_secret = given["url"], given.get("secret_token", "")
        return _done(True)

    def _delete_webhook(self, given: dict[str, Any]) -> Any:
        self.webhook = ""
        return _done(True)

    def _get_updates(self, given: dict[str, Any]) -> Any:
        if self.webhook:
            told = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first"
            return Answer(409, problem(409, told))
        offset = given.get("offset", 0)
        self.updates = [update for update in self.updates if update["update_id"] >= offset]
        until = time.monotonic() + min(given.get("timeout", 0), 1.0)
        while not self.updates and time.monotonic() < until:
            time.sleep(0.01)
        return _done(self.updates[:100])

    def _send_message(self, given: dict[str, Any]) -> Any:
        if given["chat_id"] in self.stopped_by:
            return Answer(403, problem(403, "Forbidden: bot was blocked by the user"))
        if len(given["text"]) > LIMIT:
            return Answer(400, problem(400, "Bad Request: message is too long"))
        self.sent.append(given)
        group = {"type": "supergroup", "username": "rayon_chat"} if given["chat_id"] < 0 else {"type": "private"}
        chat = {"id": given["chat_id"], **group}
        return _done({"message_id": next(self._message_ids), "chat": chat, "date": 1785571300, "text": given["text"]})

    def _send_file(self, kind: str, given: dict[str, Any]) -> Any:
        if given["chat_id"] in self.stopped_by:
            return Answer(403, problem(403, "Forbidden: bot was blocked by the user"))
        given = {**given, kind: self._taken(kind, given.get(given[kind].removeprefix("attach://"), given[kind]))}
        if not given[kind]:
            return Answer(400, problem(400, "Bad Request: wrong file identifier/HTTP URL specified"))
        self.sent.append(given)
        return _done(self._message(given["chat_id"], kind, given[kind]))

    def _send_album(self, given: dict[str, Any]) -> Any:
        kinds = {one["type"] for one in given["media"]}
        if not 2 <= len(given["media"]) <= 10 or len(kinds) > 1:
            return Answer(400, problem(400, "Bad Request: wrong media group"))
        names = []
        for one in given["media"]:
            field = one["media"].removeprefix("attach://")
            names.append(self._taken(one["type"], given.get(field, one["media"])))
        self.sent.append({**given, "files": names})
        [kind] = kinds
        return _done([self._message(given["chat_id"], kind, name) for name in names])

    def _taken(self, kind: str, given: Any) -> str:
        """The name of a file that came along, or that is known from before; empty where it is neither."""
        if isinstance(given, str):
            return given if given in self._known else ""
        self.uploaded.append((kind, given))
        self._known.add(name := f"{kind}-{len(self.uploaded)}")
        return name

    def _message(self, chat: int, kind: str, name: str) -> dict[str, Any]:
        held: Any = {"file_id": name}
        small = {"file_id": f"{name}-small", "width": 90}
        group = {"type": "supergroup", "username": "rayon_chat"} if chat < 0 else {"type": "private"}
        told = {"message_id": next(self._message_ids), "chat": {"id": chat, **group}, "date": 1785571300}
        return {**told, kind: [small, held] if kind == "photo" else held}


def _value(text: str) -> Any:
    """A field of a form: JSON where it is an object, a list or a number."""
    return json.loads(text) if text[:1] in "{[-0123456789" and text else text


def _done(result: Any) -> dict[str, Any]:
    return {"ok": True, "result": result}
