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
            "getChat": self._chat,
            "sendPoll": self._send_poll,
            "editMessageText": self._edit,
            "editMessageCaption": self._edit_caption,
            "deleteMessage": self._delete,
            "deleteMessages": self._delete_some,
            "stopPoll": self._stop_poll,
            "sendMessage": self._send_message,
            "sendPhoto": lambda given: self._send_file("photo", given),
            "sendDocument": lambda given: self._send_file("document", given),
            "sendMediaGroup": self._send_album,
        }
        self.uploaded: list[tuple[str, Part]] = []
        self.heard = ["message", "edited_message", "poll", "poll_answer"]
        self.chats = {"@rayon": (-1001234567890, "channel"), "@rayon_chat": (-1009876543210, "supergroup")}
        self.polls: dict[str, dict[str, Any]] = {}
        self.posts: dict[int, str] = {}
        self.captioned: set[int] = set()
        self.stopped: list[int] = []
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

    def vote(self, place: int, people: int = 1) -> dict[str, Any]:
        """So many choose this option of the only poll, of which nobody is told who they are; the update."""
        [poll] = self.polls.values()
        poll["options"][place]["voter_count"] += people
        poll["total_voter_count"] += people
        return self.happen({"poll": json.loads(json.dumps(poll))})

    def choose(self, person: int, *places: int) -> dict[str, Any]:
        """Somebody's choice in the only poll of a group, none where it is taken back; the update."""
        [poll] = self.polls.values()
        user = {"id": person, "is_bot": False, "first_name": "Анна"}
        return self.happen({"poll_answer": {"poll_id": poll["id"], "user": user, "option_ids": list(places)}})

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
        heard = {"allowed_updates": self.heard} if self.webhook else {}
        told = {"url": self.webhook, "has_custom_certificate": False, "pending_update_count": 0}
        return _done({**told, **heard, **failed})

    def _set_webhook(self, given: dict[str, Any]) -> Any:
        if not given["url"].startswith("https://"):
            return Answer(400, problem(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"))
        self.webhook, self.webhook_secret = given["url"], given.get("secret_token", "")
        self.heard = given["allowed_updates"]
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
        number, to = next(self._message_ids), given["chat_id"]
        if to in self.chats:
            self.posts[number] = given["text"]
            chat: dict[str, Any] = {"id": self.chats[to][0], "type": self.chats[to][1], "username": to[1:]}
        else:
            group = {"type": "supergroup", "username": "rayon_chat"} if to < 0 else {"type": "private"}
            chat = {"id": to, **group}
        return _done({"message_id": number, "chat": chat, "date": 1785571300, "text": given["text"]})

    def _edit_caption(self, given: dict[str, Any]) -> Any:
        self.posts[given["message_id"]] = given["caption"]
        return _done({"message_id": given["message_id"], "chat": {"id": given["chat_id"]}})

    def _delete_some(self, given: dict[str, Any]) -> Any:
        for number in given["message_ids"]:
            self.posts.pop(number, None)
        return _done(True)

    def _edit(self, given: dict[str, Any]) -> Any:
        if given["message_id"] in self.captioned:
            return Answer(400, problem(400, "Bad Request: there is no text in the message to edit"))
        self.posts[given["message_id"]] = given["text"]
        return _done({"message_id": given["message_id"], "chat": {"id": given["chat_id"]}, "text": given["text"]})

    def _delete(self, given: dict[str, Any]) -> Any:
        if given["message_id"] not in self.posts:
            return Answer(400, problem(400, "Bad Request: message to delete not found"))
        del self.posts[given["message_id"]]
        return _done(True)

    def _chat(self, given: dict[str, Any]) -> Any:
        for name, (number, kind) in self.chats.items():
            if given["chat_id"] in (name, number):
                return _done({"id": number, "type": kind, "title": "Район", "username": name[1:]})
        return Answer(400, problem(400, "Bad Request: chat not found"))

    def _send_poll(self, given: dict[str, Any]) -> Any:
        [(name, kind)] = [(name, kind) for name, (number, kind) in self.chats.items() if number == given["chat_id"]]
        if kind == "channel" and not given["is_anonymous"]:
            return Answer(400, problem(400, "Bad Request: non-anonymous polls can't be sent to channel chats"))
        number = next(self._message_ids)
        options = [{"text": one["text"], "voter_count": 0} for one in given["options"]]
        how = {"is_anonymous": given["is_anonymous"], "allows_multiple_answers": given["allows_multiple_answers"]}
        poll = {"id": f"5{number}", "question": given["question"], "options": options, "total_voter_count": 0, **how}
        self.polls[poll["id"]] = {**poll, "is_closed": False, "type": "regular"}
        chat = {"id": given["chat_id"], "type": kind, "username": name[1:]}
        return _done({"message_id": number, "chat": chat, "date": 1785571300, "poll": self.polls[poll["id"]]})

    def _stop_poll(self, given: dict[str, Any]) -> Any:
        self.stopped.append(given["message_id"])
        [poll] = self.polls.values()
        return _done({**poll, "is_closed": True})

    def _send_file(self, kind: str, given: dict[str, Any]) -> Any:
        if given["chat_id"] in self.stopped_by:
            return Answer(403, problem(403, "Forbidden: bot was blocked by the user"))
        given = {**given, kind: self._taken(kind, given.get(given[kind].removeprefix("attach://"), given[kind]))}
        if not given[kind]:
            return Answer(400, problem(400, "Bad Request: wrong file identifier/HTTP URL specified"))
        self.sent.append(given)
        return _done(self._message(given["chat_id"], kind, given[kind], given.get("caption", "")))

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
        captions = [one.get("caption", "") for one in given["media"]]
        told = zip(names, captions, strict=True)
        return _done([self._message(given["chat_id"], kind, name, caption) for name, caption in told])

    def _taken(self, kind: str, given: Any) -> str:
        """The name of a file that came along, or that is known from before; empty where it is neither."""
        if isinstance(given, str):
            return given if given in self._known else ""
        self.uploaded.append((kind, given))
        self._known.add(name := f"{kind}-{len(self.uploaded)}")
        return name

    def _message(self, chat: int | str, kind: str, name: str, caption: str) -> dict[str, Any]:
        held: Any = {"file_id": name}
        small = {"file_id": f"{name}-small", "width": 90}
        number = next(self._message_ids)
        if isinstance(chat, str):
            self.posts[number] = caption
            self.captioned.add(number)
            where: dict[str, Any] = {"id": self.chats[chat][0], "type": self.chats[chat][1], "username": chat[1:]}
        else:
            group = {"type": "supergroup", "username": "rayon_chat"} if chat < 0 else {"type": "private"}
            where = {"id": chat, **group}
        told = {"message_id": number, "chat": where, "date": 1785571300}
        return {**told, kind: [small, held] if kind == "photo" else held}


def _value(text: str) -> Any:
    """A field of a form: JSON where it is an object, a list or a number."""
    return json.loads(text) if text[:1] in "{[-0123456789" and text else text


def _done(result: Any) -> dict[str, Any]:
    return {"ok": True, "result": result}
