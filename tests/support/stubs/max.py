"""MAX as its documentation describes it: a bot's methods, its updates by asking, and the webhook."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from typing import Any

import requests

from tests.support.stub import Answer, Call, Fault, Part, Stub

TOKEN = "max-token"
SECRET = "max-secret"
LIMIT = 4000


def error(status: int, code: str, message: str = "of the test") -> Fault:
    """A call that MAX answers with an error, without having done anything."""
    return Fault(status=status, answer={"code": code, "message": message})


class Max(Stub):
    """A bot. `sent` is all that it has written, with its receiver, doubles too: MAX has no guard.

    `reading`: so many messages with files come too early.
    """

    def __init__(self) -> None:
        super().__init__()
        self.updates: list[dict[str, Any]] = []
        self.sent: list[dict[str, Any]] = []
        self.stopped_by: set[str] = set()
        self.removed: set[str] = set()
        self.subscriptions: list[dict[str, Any]] = []
        self._mids = itertools.count(1000)
        self._methods: dict[tuple[str, str], Callable[[Call], Any]] = {
            ("GET", "/me"): lambda call: {"user_id": 999, "first_name": "Прямая линия", "is_bot": True},
            ("GET", "/subscriptions"): lambda call: {"subscriptions": self.subscriptions},
            ("POST", "/subscriptions"): self._subscribe,
            ("DELETE", "/subscriptions"): self._unsubscribe,
            ("GET", "/updates"): self._get_updates,
            ("POST", "/messages"): self._send,
            ("PUT", "/messages"): self._edit,
            ("DELETE", "/messages"): self._delete,
            ("GET", "/messages"): self._messages,
            ("POST", "/uploads"): lambda call: {"url": f"{self.url}/upload/{call.query['type']}"},
        }
        self.uploaded: list[tuple[str, Part]] = []
        self.posts: dict[str, str] = {}
        self.standing: list[dict[str, Any]] = []
        self.reading = 0
        self.routes = {"/": self._method, "/upload/": self._upload}

    # What people do there

    def write(self, number: int, text: str, kind: str = "message_created", person: int = 123) -> dict[str, Any]:
        """A message in the dialog 456, or its new wording; the update that tells of it."""
        sender = {"user_id": person, "first_name": "Анна", "name": "Анна", "is_bot": False}
        message = {
            "sender": sender,
            "recipient": {"chat_id": 456, "chat_type": "dialog", "user_id": 999},
            "timestamp": 1785571200000,
            "body": {"mid": f"mid.{number:04}", "seq": number, "text": text},
        }
        return self.happen({"update_type": kind, "timestamp": 1785571200000, "message": message})

    def stand(self, number: int, at: int, **more: Any) -> None:
        """A post of the channel, by the second in which it was posted."""
        body = {"mid": f"mid.post{number}", "seq": number, "text": "Запись", "attachments": []}
        self.standing.insert(0, {"timestamp": at * 1000, "body": body, "stat": {"views": 60}, **more})

    def remove(self, number: int) -> dict[str, Any]:
        place = {"message_id": f"mid.{number:04}", "chat_id": 456, "user_id": 123}
        return self.happen({"update_type": "message_removed", "timestamp": 1785571200000, **place})

    def happen(self, update: dict[str, Any]) -> dict[str, Any]:
        self.updates.append(update)
        return update

    def tell(self, hook: str, update: dict[str, Any], secret: str = SECRET) -> requests.Response:
        """An update as it comes by the webhook."""
        return requests.post(hook, json=update, headers={"X-Max-Bot-Api-Secret": secret}, timeout=30)

    # What MAX does

    def _method(self, call: Call) -> Any:
        if call.headers.get("authorization") != TOKEN:
            return Answer(401, {"code": "verify.token", "message": "Invalid access_token"})
        method = self._methods.get((call.method, call.path))
        return method(call) if method else Answer(404, {"code": "not.found", "message": "Path is not recognized"})

    def _get_updates(self, call: Call) -> Any:
        """The updates from a marker on; without one, only the last is told."""
        marker = int(call.query["marker"]) if "marker" in call.query else max(len(self.updates) - 1, 0)
        until = time.monotonic() + min(float(call.query["timeout"]), 1.0)
        while len(self.updates) <= marker and time.monotonic() < until:
            time.sleep(0.01)
        told = self.updates[marker:][: int(call.query["limit"])]
        return {"updates": told, "marker": marker + len(told)}

    def _subscribe(self, call: Call) -> Any:
        wanted = call.json()
        if not wanted["url"].startswith("https://"):
            return {"success": False, "message": "url: must be https"}
        self._unsubscribe(call, wanted["url"])
        self.subscriptions.append(wanted)
        return {"success": True}

    def _unsubscribe(self, call: Call, url: str = "") -> Any:
        gone = url or call.query["url"]
        self.subscriptions = [one for one in self.subscriptions if one["url"] != gone]
        return {"success": True}

    def _upload(self, call: Call) -> Any:
        """The server that takes one file; of a picture the token stands within its sizes."""
        kind = call.path.rpartition("/")[2]
        self.uploaded.append((kind, call.parts["data"]))
        token = {"token": f"token-{len(self.uploaded)}"}
        return {"photos": {"a1b2": token}} if kind == "image" else {"fileId": 7, **token}

    def _send(self, call: Call) -> Any:
        to = call.query.get("chat_id") or f"user {call.query['user_id']}"
        said = call.json()
        if to in self.stopped_by:
            return Answer(403, {"code": "chat.denied", "message": "error.dialog.suspended"})
        attached = said.get("attachments", [])
        if self.reading and attached:
            self.reading -= 1
            told = "Key: errors.process.attachment.file.not.processed"
            return Answer(400, {"code": "attachment.not.ready", "message": told})
        if [one["type"] for one in attached].count("file") > 1:
            return Answer(400, {"code": "proto.payload", "message": "Must be only one file attachment in message"})
        if len(said.get("text", "")) > LIMIT:
            return Answer(400, {"code": "proto.payload", "message": "text: size must be between 0 and 4000"})
        if said.get("link", {}).get("mid") in self.removed:
            return Answer(404, {"code": "not.found", "message": "Message not found"})
        self.sent.append({**said, "to": to})
        mid = f"mid.{next(self._mids)}"
        self.posts[mid] = said.get("text", "")
        return {"message": {"recipient": {"chat_id": 456}, "body": {"mid": mid, "seq": 1, **said}}}

    def _edit(self, call: Call) -> Any:
        self.posts[call.query["message_id"]] = call.json()["text"]
        return {"success": True}

    def _delete(self, call: Call) -> Any:
        known = self.posts.pop(call.query["message_id"], None) is not None
        return {"success": True} if known else {"success": False, "message": "Message not found"}

    def _messages(self, call: Call) -> Any:
        if "chat_id" in call.query:
            return {"messages": self.standing}
        asked = [mid for mid in call.query["message_ids"].split(",") if mid in self.posts]
        return {"messages": [{"body": {"mid": mid}, "stat": {"views": 60}} for mid in asked]}
