"""VK as its documentation describes it: the methods that we call, Long Poll, and the guards against doubles."""

from __future__ import annotations

import itertools
import json
import re
import threading
import time
from collections.abc import Callable
from typing import Any

from tests.support.stub import Answer, Call, Fault, Part, Stub

GROUP = 456
TOKEN = "community-token"
USER_TOKEN = "user-token"
BY_PERSON = (
    *("video.createComment", "photos.createComment", "board.createComment"),
    *("photos.getWallUploadServer", "photos.saveWallPhoto"),
    *("polls.create", "polls.getById", "wall.edit", "wall.delete", "wall.getById", "wall.get"),
)
"""What a community's own key may not do."""

RIGHTS = ("messages", "wall", "manage", "photos")


def error(code: int, message: str = "of the test") -> Fault:
    """A call that VK answers with one of its errors, without having done anything."""
    return Fault(answer=problem(code, message))


def problem(code: int, message: str = "of the test") -> dict[str, Any]:
    return {"error": {"error_code": code, "error_msg": message, "request_params": []}}


class Vk(Stub):
    """A community with its wall, its messages and its videos. `posted` is what really stands there, by guard."""

    def __init__(self) -> None:
        super().__init__()
        self.posted: dict[tuple[str, str], dict[str, str]] = {}
        self.events: list[dict[str, Any]] = []
        self.forgotten = 0
        self.video_comments: dict[str, list[dict[str, Any]]] = {}
        self.videos: list[dict[str, Any]] = []
        self.names = {123: ("Анна", "Петрова")}
        self.groups = {GROUP: "Прямая линия", 77: "Посёлок Сосновка"}
        self.rights: tuple[str, ...] = RIGHTS
        self._numbers = itertools.count(1000)
        self._posting = threading.Lock()
        self._keys = itertools.count(1)
        self._key = ""
        self.uploaded: list[tuple[str, Part]] = []
        self.polls: dict[str, dict[str, Any]] = {}
        self.walls: dict[str, list[dict[str, Any]]] = {}
        self.routes = {
            "/method/": self._method,
            "/longpoll": self._long_poll,
            "/upload/": self._upload,
        }
        self._methods: dict[str, Callable[[dict[str, str]], Any]] = {
            "users.get": self._users,
            "groups.getById": self._groups,
            "groups.getTokenPermissions": self._permissions,
            "groups.getCallbackConfirmationCode": lambda given: {"code": "c0de"},
            "groups.getLongPollServer": self._server_of_long_poll,
            "video.get": lambda given: {"count": len(self.videos), "items": self.videos},
            "video.getComments": self._comments,
            "photos.getMessagesUploadServer": lambda given: self._upload_server("photo", given["peer_id"]),
            "photos.saveMessagesPhoto": self._save_photo,
            "photos.getWallUploadServer": lambda given: self._upload_server("photo", given["group_id"]),
            "photos.saveWallPhoto": self._save_photo,
            "docs.getMessagesUploadServer": lambda given: self._upload_server("file", given["peer_id"]),
            "docs.getWallUploadServer": lambda given: self._upload_server("file", given["group_id"]),
            "docs.save": self._save_document,
            "polls.create": self._create_poll,
            "polls.getById": lambda given: self.polls[given["poll_id"]],
            "wall.edit": self._edit_post,
            "wall.delete": self._delete_post,
            "wall.getById": self._posts,
            "wall.get": lambda given: {"count": 1, "items": self.walls.get(given["domain"], [])},
            "wall.post": lambda given: {"post_id": self._post("wall.post", given, given["guid"])},
            "messages.send": lambda given: self._post("messages.send", given, given["random_id"]),
            "wall.createComment": lambda given: {
                "comment_id": self._post("wall.createComment", given, given["guid"]),
                "parents_stack": [],
            },
            "video.createComment": lambda given: self._post("video.createComment", given, given["guid"]),
            "photos.createComment": lambda given: self._post("photos.createComment", given, given["guid"]),
            "board.createComment": lambda given: self._post("board.createComment", given, given["guid"]),
        }

    # What the test does there

    def happen(self, type_: str, object_: dict[str, Any]) -> None:
        """Something for Long Poll to tell."""
        told = {"type": type_, "object": object_, "group_id": GROUP, "v": "5.199"}
        self.events.append({**told, "event_id": f"e{len(self.events)}"})

    def comment(self, video: str, number: int, text: str) -> None:
        body = {"id": number, "from_id": 123, "date": 1785571200 + number, "text": text}
        self.video_comments.setdefault(video, []).append(body)

    def vote(self, place: int, people: int = 1) -> None:
        """So many choose this option of the poll that stands on the wall."""
        [shown] = [post["attachments"] for (method, _), post in self.posted.items() if method == "wall.post"]
        poll = self.polls[shown.removeprefix(f"poll-{GROUP}_")]
        poll["answers"][place]["votes"] += people
        poll["votes"] += people

    def stand(self, page: str, number: int, at: int, **more: Any) -> None:
        """A post on the wall of a community, by the community's short name."""
        counts = {"views": {"count": 100}, "likes": {"count": 3}, "reposts": {"count": 1}, "comments": {"count": 2}}
        post = {"id": number, "owner_id": -GROUP, "from_id": -GROUP, "date": at, "text": "Запись", **counts, **more}
        self.walls.setdefault(page, []).insert(0, post)

    def lose_key(self) -> None:
        """The Long Poll key is no longer good."""
        self._key = ""

    def forget(self, events: int) -> None:
        """Long Poll no longer tells what came before this number of events."""
        self.forgotten = events

    # What VK does

    def _method(self, call: Call) -> Any:
        given = call.given
        name = call.path.rpartition("/")[2]
        if given.get("v") is None:
            return problem(8, "v is required")
        if given.get("access_token") not in (TOKEN, USER_TOKEN):
            return problem(5, "User authorization failed: invalid access_token.")
        by_person = name in BY_PERSON
        if by_person and given["access_token"] != USER_TOKEN:
            return problem(27, "Group authorization failed: method is unavailable with group auth.")
        method = self._methods.get(name)
        return {"response": method(given)} if method else problem(3, "Unknown method passed.")

    def _post(self, method: str, given: dict[str, str], guard: str) -> int:
        with self._posting:
            first = self.posted.setdefault((method, guard), {**given, "id": str(next(self._numbers))})
        return int(first["id"])

    def _on_the_wall(self) -> dict[str, dict[str, Any]]:
        """What stands there, by its number."""
        return {post["id"]: post for (method, _), post in self.posted.items() if method == "wall.post"}

    def _edit_post(self, given: dict[str, str]) -> Any:
        """What hung on the post and is not named again is gone, as VK does it."""
        post = self._on_the_wall()[given["post_id"]]
        post["message"], post["attachments"] = given["message"], given.get("attachments", "")
        return {"post_id": int(given["post_id"])}

    def _delete_post(self, given: dict[str, str]) -> Any:
        post = self._on_the_wall()[given["post_id"]]
        self.posted = {key: one for key, one in self.posted.items() if one is not post}
        return 1

    def _posts(self, given: dict[str, str]) -> Any:
        stands = self._on_the_wall()
        asked = [name.split("_") for name in given["posts"].split(",")]
        counts = {"views": {"count": 120}, "likes": {"count": 7}, "reposts": {"count": 2}, "comments": {"count": 1}}
        items = [
            {"id": int(number), "owner_id": int(owner), "attachments": _hanging(stands[number]), **counts}
            for owner, number in asked
            if number in stands
        ]
        return {"items": items}

    def _create_poll(self, given: dict[str, str]) -> Any:
        number = next(self._numbers)
        answers = [
            {"id": number * 100 + place, "text": text, "votes": 0, "rate": 0.0}
            for place, text in enumerate(json.loads(given["add_answers"]))
        ]
        kept = {"id": number, "owner_id": int(given["owner_id"]), "question": given["question"], "votes": 0}
        how = {"anonymous": given["is_anonymous"] == "1", "multiple": given["is_multiple"] == "1", "closed": False}
        self.polls[str(number)] = {**kept, **how, "answers": answers, "end_date": int(given.get("end_date", 0))}
        return self.polls[str(number)]

    def _upload_server(self, field: str, where: str) -> Any:
        return {"upload_url": f"{self.url}/upload/{field}/{where}", "album_id": -64, "user_id": 0}

    def _upload(self, call: Call) -> Any:
        """The server that takes one file; what it gives for it is good for being saved once."""
        field = call.path.split("/")[2]
        self.uploaded.append((call.path, call.parts[field]))
        given = f"given-{len(self.uploaded)}"
        return {"server": 626627, "photo": given, "hash": "ab12"} if field == "photo" else {"file": given}

    def _save_photo(self, given: dict[str, str]) -> Any:
        return [{"id": int(given["photo"].removeprefix("given-")), "owner_id": -GROUP, "access_key": "key"}]

    def _save_document(self, given: dict[str, str]) -> Any:
        number = int(given["file"].removeprefix("given-"))
        return {"type": "doc", "doc": {"id": number, "owner_id": -GROUP, "title": given["title"]}}

    def _users(self, given: dict[str, str]) -> Any:
        ids = [int(one) for one in given.get("user_ids", "").split(",") if one]
        return [
            {"id": one, "first_name": self.names[one][0], "last_name": self.names[one][1]}
            for one in ids
            if one in self.names
        ]

    def _groups(self, given: dict[str, str]) -> Any:
        ids = [int(one) for one in given["group_ids"].split(",")]
        return {"groups": [{"id": one, "name": self.groups[one]} for one in ids if one in self.groups], "profiles": []}

    def _permissions(self, given: dict[str, str]) -> Any:
        return {"mask": 1, "permissions": [{"name": name, "setting": 1} for name in self.rights]}

    def _comments(self, given: dict[str, str]) -> Any:
        listed = self.video_comments.get(f"{given['owner_id']}_{given['video_id']}", [])
        listed = sorted(listed, key=lambda body: -body["id"] if given.get("sort") == "desc" else body["id"])
        offset, count = int(given.get("offset", 0)), int(given.get("count", 20))
        return {"count": len(listed), "items": listed[offset : offset + count]}

    def _server_of_long_poll(self, given: dict[str, str]) -> Any:
        self._key = f"key-{next(self._keys)}"
        return {"key": self._key, "server": f"{self.url}/longpoll", "ts": str(len(self.events))}

    def _long_poll(self, call: Call) -> Any:
        if call.query["act"] != "a_check":
            return Answer(400)
        if call.query["key"] != self._key:
            return {"failed": 2}
        ts = int(call.query["ts"])
        if ts > len(self.events):
            return {"failed": 3}
        if ts < self.forgotten:
            return {"failed": 1, "ts": self.forgotten}
        until = time.monotonic() + min(float(call.query["wait"]), 1.0)
        while len(self.events) == ts and time.monotonic() < until:
            time.sleep(0.01)
        told = self.events[ts:]
        return {"ts": str(ts + len(told)), "updates": told}


def _hanging(post: dict[str, Any]) -> list[dict[str, Any]]:
    """What hangs on a post, as VK tells it: photo<owner>_<id>_<key>, doc<owner>_<id>, or a link's address."""
    found: list[dict[str, Any]] = []
    for name in filter(None, post.get("attachments", "").split(",")):
        if known := re.fullmatch(r"([a-z]+)(-?\d+)_(\d+)(?:_(\w+))?", name):
            key = {"access_key": known[4]} if known[4] else {}
            found.append({"type": known[1], known[1]: {"owner_id": int(known[2]), "id": int(known[3]), **key}})
        else:
            found.append({"type": "link", "link": {"url": name}})
    return found
