"""The HTTP API as a test speaks it: one method for each route, answers as they are."""

from __future__ import annotations

import uuid
from typing import Any

import requests

from tests.support.process import wait_until

Json = dict[str, Any]

NAMED = {"version": "of-the-tests", "name_on_air": True}
"""The consent of an author who may be named on air."""


class Api:
    """One key's view of one broadcast. Not to be shared between threads."""

    def __init__(self, url: str, broadcast: str, token: str | None, timeout: float = 30) -> None:
        self.url, self.broadcast, self.timeout = url, broadcast, timeout
        self.base = f"{url}/api/v1/broadcasts/{broadcast}"
        self.http = requests.Session()
        self.http.trust_env = False
        if token:
            self.http.headers["Authorization"] = f"Bearer {token}"

    def post(self, path: str, body: Any) -> requests.Response:
        return self.http.post(self.base + path, json=body, timeout=self.timeout)

    def get(self, path: str, **query: Any) -> Json:
        response = self.http.get(self.base + path, params=query, timeout=self.timeout)
        response.raise_for_status()
        answer: Json = response.json()
        return answer

    def ask(self, text: str, **fields: Any) -> Json:
        """Posts one question that must be taken: the answer, with its number."""
        response = self.post("/questions", {"text": text, **fields})
        assert response.status_code in (200, 201), (response.status_code, response.text)
        answer: Json = response.json()
        return answer

    def ask_many(self, questions: list[Json]) -> list[Json]:
        """Posts a batch, of which each must be taken."""
        response = self.post("/questions:batch", {"questions": questions})
        assert response.status_code == 200, (response.status_code, response.text)
        results: list[Json] = response.json()["results"]
        assert all("number" in result for result in results), results
        return results

    def command(self, type: str, **fields: Any) -> Json:
        """A command that must be obeyed."""
        response = self.post("/commands", {"id": str(uuid.uuid4()), "type": type, **fields})
        assert response.status_code == 200, (type, response.status_code, response.text)
        answer: Json = response.json()
        return answer

    def question(self, number: int) -> Json:
        return self.get(f"/questions/{number}")

    def all_events(self) -> tuple[int, list[Json]]:
        """The log's head, and every event of it that this key may see."""
        since, events = 0, []
        while True:
            answer = self.get("/events", since=since, limit=500)
            events += answer["events"]
            since = answer["to"]
            if since >= answer["head"]:
                return answer["head"], events

    def head_at_rest(self) -> int:
        """The log's head once the language work has read every question, of which this key must see all.

        Until then the log goes on growing by itself after whatever a test has done.
        """
        wait_until(self._all_classified, "the language work has read every question", 120)
        head: int = self.get("/events", since=0, limit=1)["head"]
        return head

    def _all_classified(self) -> bool:
        _, events = self.all_events()
        read = {e["question"] for e in events if e["type"] == "question.classified" or e.get("read")}
        return len(read) == self.get("/questions", limit=1)["total"]
