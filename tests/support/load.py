"""People who ask at a steady rate, and who ask again under the same id until they are told a number."""

from __future__ import annotations

import itertools
import threading
import time

import requests

Json = dict[str, object]


class Load:
    """`rate` posts a second from `threads` threads. What was acknowledged stands in `acknowledged`: id → number."""

    def __init__(self, url: str, broadcast: str, token: str, rate: int = 200, threads: int = 16) -> None:
        self.route = f"{url}/api/v1/broadcasts/{broadcast}/questions"
        self.headers = {"Authorization": f"Bearer {token}"}
        self.pause = threads / rate
        self.acknowledged: dict[str, int] = {}
        self.retries = 0
        self.surprises: list[str] = []
        self._ids = itertools.count(1)
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._given_up = threading.Event()
        self._threads = [threading.Thread(target=self._ask_on, daemon=True) for _ in range(threads)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Returns once everyone who asks has been told a number."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(60)
        assert not any(thread.is_alive() for thread in self._threads), "somebody still waits for a number"

    def give_up(self) -> None:
        """Returns once nobody asks any more; who has been told no number goes without."""
        self._given_up.set()
        self.stop()

    def has(self, number: int) -> bool:
        """Whether so many have been acknowledged."""
        return len(self.acknowledged) >= number

    @staticmethod
    def body(external_id: str) -> Json:
        """The same for the same id, as a client that repeats itself sends it."""
        return {"text": f"Когда починят дорогу у дома {external_id}?", "external_id": external_id}

    def _ask_on(self) -> None:
        with requests.Session() as http:
            http.trust_env = False
            due = time.monotonic()
            while not self._stopping.is_set():
                external_id = f"load-{next(self._ids)}"
                while not self._asked(http, external_id) and not self._given_up.is_set():
                    self.retries += 1
                    time.sleep(0.05)
                due = max(due + self.pause, time.monotonic() - 1)
                time.sleep(max(0.0, due - time.monotonic()))

    def _asked(self, http: requests.Session, external_id: str) -> bool:
        """Whether it needs no repeating: it was acknowledged, or refused in a way that repeating will not mend."""
        try:
            response = http.post(self.route, json=self.body(external_id), headers=self.headers, timeout=10)
        except requests.RequestException:
            return False
        if response.status_code == 503:
            return False
        with self._lock:
            if response.status_code in (200, 201):
                self.acknowledged[external_id] = response.json()["number"]
            else:
                self.surprises.append(f"{external_id}: {response.status_code} {response.text[:200]}")
        return True
