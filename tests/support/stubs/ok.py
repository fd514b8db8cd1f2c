"""Odnoklassniki as its documentation describes it: a group's bot, its webhook, and the signed REST API."""

from __future__ import annotations

import hashlib
import itertools
import json
from typing import Any
from urllib.parse import unquote

import requests

from tests.support.stub import Answer, Call, Fault, Part, Stub

TOKEN = "group-token"
USER_TOKEN = "user-token"
KEY = "CPUBLICKEY"
APPLICATION_SECRET = "application-secret"
GROUP = "53123456789012"
TOPIC = "155123456789012"


def problem(code: int, message: str = "of the test") -> dict[str, Any]:
    return {"error_code": code, "error_msg": message, "error_data": None}


def error(code: int, message: str = "of the test") -> Fault:
    """A call that Odnoklassniki answers with one of its errors, without having done anything."""
    return Fault(answer=problem(code, message))


class Ok(Stub):
    """A group with its bot and its topics. `sent` and `comments` are all that stand there, doubles too."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[dict[str, Any]] = []
        self.comments: dict[str, list[dict[str, Any]]] = {TOPIC: []}
        self.newest_first = True
        self.closed: set[str] = set()
        self.stopped_by: set[str] = set()
        self.subscriptions: list[dict[str, Any]] = []
        self.may_comment = True
        self.topics: dict[str, dict[str, Any]] = {}
        self.votes: dict[str, list[int]] = {}
        self.standing: dict[str, list[dict[str, Any]]] = {}
        self._mids = itertools.count(1000)
        self._moments = itertools.count(1785571200000)
        self.uploaded: list[tuple[str, Part]] = []
        self._tokens = itertools.count(1)
        self.routes = {"/graph/me/": self._graph, "/fb.do": self._rest, "/upload/": self._upload}

    # What people do there

    def notice(self, number: int, text: str) -> dict[str, Any]:
        """What the webhook tells of a message."""
        return {
            "sender": {"user_id": "user:123456789012", "name": "Анна"},
            "recipient": {"chat_id": "chat:C3ecb9d02a600"},
            "message": {"text": text, "seq": number, "mid": f"mid:C3ecb9d02a600.{number}"},
            "timestamp": 1785571200000 + number,
        }

    def tell(self, hook: str, notice: dict[str, Any]) -> requests.Response:
        return requests.post(hook, json=notice, timeout=30)

    def comment(self, number: int, text: str, topic: str = TOPIC, **more: Any) -> None:
        said = {"id": f"c{number}", "text": text, "type": "ACTIVE_MESSAGE", "date_ms": next(self._moments)}
        author = {"author_id": "123456789012", "author_name": "Анна", "author_ref": "user:123456789012"}
        self.comments.setdefault(topic, []).append({**said, **author, **more})

    def stand(self, group: str, number: int, at: int, kind: str = "text") -> None:
        """A topic of a group, by the second in which it was posted."""
        topic = {"id": str(number), "created_ms": at * 1000, "media": [{"type": kind}], "views_count": 80}
        self.standing.setdefault(group, []).insert(0, topic)

    def vote(self, place: int, people: int = 1) -> None:
        """So many choose this answer of the only poll of the group."""
        [votes] = self.votes.values()
        votes[place] += people

    # What Odnoklassniki does

    def _graph(self, call: Call) -> Any:
        if call.query.get("access_token") != TOKEN:
            return problem(102, "PARAM_SESSION_EXPIRED : Session expired")
        what, _, chat = unquote(call.path).removeprefix("/graph/me/").partition("/")
        if what == "subscriptions":
            return {"subscriptions": self.subscriptions}
        if what == "fileUploadUrl":
            kind, number = call.query.get("type", "FILE"), next(self._tokens)
            told = {"url": f"{self.url}/upload/{kind}/{number}", "file_id": f"1519bf{number}"}
            return told if kind == "IMAGE" else {**told, "token": f"token-{number}"}
        if what in ("subscribe", "unsubscribe") and call.method == "POST":
            url = call.json()["url"]
            self.subscriptions = [one for one in self.subscriptions if one["url"] != url]
            if what == "subscribe":
                self.subscriptions.append({"url": url, "time": 1785571200000})
            return {"success": True}
        if what != "messages" or call.method != "POST":
            return Answer(404, problem(3, "METHOD : Method does not exist."))
        if chat in self.stopped_by:
            return problem(455, "FRIEND_RESTRICTION : messages are not allowed")
        self.sent.append({**call.json(), "to": chat})
        return {"success": True, "message_id": f"mid:{chat.removeprefix('chat:')}.{next(self._mids)}"}

    def _upload(self, call: Call) -> Any:
        """The server that takes one file; of a picture the token is told here alone."""
        _, _, kind, number = call.path.split("/")
        self.uploaded.append((kind, call.parts["pic1" if kind == GROUP else "data"]))
        return {"photos": {"a1": {"token": f"token-{number}"}}} if kind in ("IMAGE", GROUP) else {"size": 1}

    def _rest(self, call: Call) -> Any:
        given = call.form
        if given.get("access_token") != USER_TOKEN:
            return problem(103, "PARAM_SESSION_KEY : Invalid session key")
        if given.get("application_key") != KEY:
            return problem(101, "PARAM_API_KEY : No application key")
        if given.get("sig") != _signature(given):
            return problem(104, "PARAM_SIGNATURE : Incorrect signature.")
        if given["method"] == "discussions.getComments":
            return self._get_comments(given)
        if given["method"] == "discussions.addDiscussionComment" and self.may_comment:
            return self._add_comment(given)
        if given["method"] == "photosV2.getUploadUrl":
            number = next(self._tokens)
            return {"photo_ids": [f"a{number}"], "upload_url": f"{self.url}/upload/{given['gid']}/{number}"}
        if given["method"] == "mediatopic.post":
            return self._post_topic(given)
        if given["method"] == "mediatopic.getByIds":
            return self._get_topics(given)
        if given["method"] == "mediatopic.getTopics":
            told = [{**one, **self._discussed(one["id"])} for one in self.standing.get(given["gid"], [])]
            return {"media_topics": told, "has_more": False}
        if given["method"] == "mediatopic.getPollAnswerVoters":
            total = self.votes[given["topic_id"]][int(given["answer_index"])]
            return {"anchor": "a", "has_more": total > 1, "total_count": total, "entities": {"users": []}}
        return problem(3, f"METHOD : Method {given['method']} does not exist.")

    def _post_topic(self, given: dict[str, str]) -> Any:
        shown, *pictures = json.loads(given["attachment"])["media"]
        number = str(next(self._mids))
        names = [one["id"] for block in pictures for one in block["list"]]
        self.topics[number] = {**shown, "type_of_topic": given["type"], "group": given["gid"], "photos": names}
        if shown["type"] == "poll":
            self.votes[number] = [0] * len(shown["answers"])
        return number

    def _get_topics(self, given: dict[str, str]) -> Any:
        summaries = {"like_summary": {"count": 5}, "reshare_summary": {"count": 1}, "views_count": 80}
        told = {**summaries, "discussion_summary": {"comments_count": 3}}
        asked = [number for number in given["topic_ids"].split(",") if number in self.topics]
        return {"media_topics": [{"id": number, **told} for number in asked]}

    def _discussed(self, topic: str) -> dict[str, Any]:
        return {"discussion_summary": {"comments_count": len(self.comments.get(topic, []))}}

    def _get_comments(self, given: dict[str, str]) -> Any:
        if given["discussionId"] not in self.comments or given["discussionId"] in self.closed:
            return problem(300, "NOT_FOUND : Discussion not found")
        listed = sorted(self.comments[given["discussionId"]], key=lambda one: one["date_ms"], reverse=self.newest_first)
        offset, count = int(given["offset"]), int(given["count"])
        return {"comments": listed[offset : offset + count], "has_more": len(listed) > offset + count}

    def _add_comment(self, given: dict[str, str]) -> Any:
        number = next(self._mids)
        own = {"id": f"own{number}", "author_id": GROUP, "author_name": "Прямая линия", "author_ref": f"group:{GROUP}"}
        under = {"reply_to_comment_id": given["reply_to_comment_id"], "as_admin": given["as_admin"]}
        self.comment(number, given["comment"], given["entityId"], **own, **under)
        return f"own{number}"


def _signature(given: dict[str, str]) -> str:
    """md5 of the parameters in their order, without the token, and of the session's secret."""
    signed = {name: value for name, value in given.items() if name not in ("sig", "access_token", "session_key")}
    secret = hashlib.md5((given["access_token"] + APPLICATION_SECRET).encode()).hexdigest().lower()
    line = "".join(f"{name}={value}" for name, value in sorted(signed.items()))
    return hashlib.md5((line + secret).encode()).hexdigest().lower()
