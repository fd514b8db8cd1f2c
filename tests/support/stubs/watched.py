"""VK and Odnoklassniki as a source that only reads finds them: posts of others, topics, and their comments."""

from __future__ import annotations

import itertools
import time
from typing import Any

from tests.support.stub import Call, Stub
from tests.support.stubs.ok import APPLICATION_SECRET, KEY, _signature
from tests.support.stubs.ok import problem as ok_problem
from tests.support.stubs.vk import problem

SERVICE = "service-token-of-vk"
READER = "reader-token-of-ok"
NAMES = {123: ("Анна", "Петрова"), 124: ("Пётр", "Иванов")}


class VkWatched(Stub):
    """Everything that VK has published: `posts` are found by words, those of `walls` stand there too."""

    def __init__(self) -> None:
        super().__init__()
        self.posts: list[dict[str, Any]] = []
        self.walls: dict[str, list[dict[str, Any]]] = {}
        self.comments: dict[str, list[dict[str, Any]]] = {}
        self.closed: set[str] = set()
        self.page = 30
        self._numbers = itertools.count(1)
        self._moments = itertools.count(int(time.time()) - 3600)
        self.routes = {"/method/": self._method}

    # What people do there

    def post(self, text: str, owner: int = -77, wall: str = "", **more: Any) -> dict[str, Any]:
        number = next(self._numbers)
        told = {"id": number, "owner_id": owner, "from_id": owner, "date": next(self._moments), "text": text}
        post = {**told, "views": {"count": 900}, "comments": {"count": 0}, **more}
        self.posts.append(post)
        if wall:
            self.walls.setdefault(wall, []).append(post)
        return post

    def comment(self, post: dict[str, Any], text: str, under: dict[str, Any] | None = None) -> dict[str, Any]:
        """A comment on a post, or an answer `under` another one."""
        told: dict[str, Any] = {"id": next(self._numbers), "from_id": 123, "date": next(self._moments), "text": text}
        if under is None:
            self.comments.setdefault(f"{post['owner_id']}_{post['id']}", []).append(told)
        else:
            under.setdefault("thread", {"items": []})["items"].append(told)
        post["comments"]["count"] += 1
        return told

    # What VK does

    def _method(self, call: Call) -> Any:
        given = call.given
        if given.get("access_token") != SERVICE:
            return problem(5, "User authorization failed: invalid access_token.")
        name = call.path.rpartition("/")[2]
        method = {"newsfeed.search": self._search, "wall.get": self._wall, "wall.getComments": self._comments}.get(name)
        return method(given) if method else problem(3, "Unknown method passed.")

    def _search(self, given: dict[str, str]) -> Any:
        words = given["q"].lower().split()
        since, offset = int(given["start_time"]), int(given.get("start_from", "0"))
        found = [one for one in self.posts if one["date"] >= since]
        found = [one for one in found if all(word in str(one["text"]).lower() for word in words)]
        return self._answer(sorted(found, key=lambda one: -one["date"]), offset, min(self.page, int(given["count"])))

    def _wall(self, given: dict[str, str]) -> Any:
        wall = given.get("domain") or given["owner_id"]
        if wall in self.closed or wall not in self.walls:
            return problem(15, "Access denied: wall is disabled")
        found = sorted(self.walls[wall], key=lambda one: -one["id"])
        return self._answer(found, int(given["offset"]), int(given["count"]))

    def _comments(self, given: dict[str, str]) -> Any:
        found = self.comments.get(f"{given['owner_id']}_{given['post_id']}", [])
        return self._answer(sorted(found, key=lambda one: -one["id"]), int(given["offset"]), int(given["count"]))

    def _answer(self, found: list[dict[str, Any]], offset: int, count: int) -> Any:
        listed = found[offset : offset + count]
        people = [{"id": one, "first_name": first, "last_name": last} for one, (first, last) in NAMES.items()]
        groups = [{"id": 77, "name": "Подслушано Сосновка"}]
        more = {"next_from": str(offset + count)} if offset + count < len(found) else {}
        return {"response": {"items": listed, "count": len(found), "profiles": people, "groups": groups, **more}}


class OkWatched(Stub):
    """Groups of Odnoklassniki with their topics, the newest first."""

    def __init__(self) -> None:
        super().__init__()
        self.topics: dict[str, list[dict[str, Any]]] = {}
        self.comments: dict[str, list[dict[str, Any]]] = {}
        self._numbers = itertools.count(155)
        self._moments = itertools.count(int(time.time() * 1000) - 3_600_000)
        self.routes = {"/fb.do": self._rest}

    def topic(self, group: str, text: str, **more: Any) -> dict[str, Any]:
        told = {"id": str(next(self._numbers)), "created_ms": next(self._moments), "author_ref": f"group:{group}"}
        topic = {**told, "media": [{"type": "text", "text": text}], "discussion_summary": {"comments_count": 0}, **more}
        self.topics.setdefault(group, []).append(topic)
        return topic

    def comment(self, topic: dict[str, Any], text: str, **more: Any) -> None:
        author = {"author_id": "9000", "author_name": "Анна", "author_ref": "user:9000"}
        said = {"id": f"c{next(self._numbers)}", "text": text, "date_ms": next(self._moments), **author, **more}
        self.comments.setdefault(topic["id"], []).append(said)
        topic["discussion_summary"]["comments_count"] += 1

    def _rest(self, call: Call) -> Any:
        given = call.form
        if given.get("access_token") != READER:
            return ok_problem(103, "PARAM_SESSION_KEY : Invalid session key")
        if given.get("application_key") != KEY or given.get("sig") != _signature(given):
            return ok_problem(104, "PARAM_SIGNATURE : Incorrect signature.")
        if given["method"] == "mediatopic.getTopics":
            return self._topics(given)
        if given["method"] == "discussions.getComments":
            listed = sorted(self.comments.get(given["discussionId"], []), key=lambda one: -one["date_ms"])
            offset, count = int(given["offset"]), int(given["count"])
            return {"comments": listed[offset : offset + count]}
        return ok_problem(3, f"METHOD : Method {given['method']} does not exist.")

    def _topics(self, given: dict[str, str]) -> Any:
        if given["gid"] not in self.topics:
            return ok_problem(300, "NOT_FOUND : Group not found")
        listed = sorted(self.topics[given["gid"]], key=lambda one: -one["created_ms"])
        offset, count = int(given.get("anchor", "0")), int(given["count"])
        names = [{"uid": given["gid"], "name": "Наш посёлок"}]
        return {
            "media_topics": listed[offset : offset + count],
            "anchor": str(offset + count),
            "has_more": len(listed) > offset + count,
            "entities": {"groups": names, "users": []},
        }


OK_SETTINGS = {"token": READER, "application_key": KEY, "application_secret": APPLICATION_SECRET}
