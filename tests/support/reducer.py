"""What a screen knows: a snapshot, and the frames applied to it by the protocol's rules.

The reference for static/parts/feed and for the server alike: a stale snapshot with the frames after
it equals a fresh one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

KEPT = frozenset({"shortlisted", "on_air"})
"""States whose questions are never trimmed."""

NEWEST = 200
"""How many questions of any state are held besides, by number; and how many tickets."""

MESSAGES = 50
"""How many of the messages to the presenter are held."""

MATTERS = 100
"""How many matters are held, the newest."""

POLLS = 50
"""How many polls are held, the newest."""

REVOKED = 20
"""How many of the links that were revoked are held."""

HANDED = 200
"""How many of the calls that were handed over and have ended are held; and how many of those to be called back."""

STARTS_OVER = frozenset({"broadcast.reset", "tickets.removed", "questions.unticketed"})


def starts_over(event: Json) -> bool:
    """Whether after this event only a new snapshot tells what is there."""
    return event["type"] in STARTS_OVER or bool(event.get("anew"))


COUNTED: dict[str, frozenset[str]] = {
    "desk": frozenset(
        {"new", "shortlisted", "on_air", "answered", "declined", "merged", "ticketed", "transferred", "blocked"}
    ),
    "calls": frozenset(),
    "rundown": KEPT,
    "prompter": KEPT,
    "head": KEPT | {"answered"},
    "overlay": frozenset({"on_air"}),
    "gallery": KEPT,
}
"""The question states that each screen sees, and counts."""


class Mirror:
    """The state of one screen as of `to`. `load` takes a sync's answer, `apply` a frame."""

    def __init__(self, screen: str) -> None:
        self.screen = screen
        self.sees = COUNTED.get(screen, frozenset())
        self.epoch: str | None = None
        self.to = -1
        self.broadcast: Json = {}
        self.counts: dict[str, int] = {}
        self.lists: Json = {}
        self.mentions: Json = {}
        self.duty: Json = {}
        self.clusters: Json = {}
        self.segments: list[Json] = []
        self.questions: dict[int, Json] = {}
        self.messages: dict[int, Json] = {}
        self.polls: dict[int, Json] = {}
        self.prompters: dict[str, Json] = {}
        self.links: dict[int, Json] = {}
        self.calls: dict[int, Json] = {}
        self.matters: dict[int, Json] = {}
        self.news: dict[int, Json] = {}
        self.tickets: dict[str, Json] = {}
        self.applied: list[Json] = []
        self.snapshots = 0
        self.trimmed = False

    def load(self, answer: Json) -> bool:
        """Takes the answer to `sync`; False when it does not fit and a sync without `since` is due."""
        if "snapshot" not in answer:
            return self.apply(answer)
        snapshot = answer["snapshot"]
        self.epoch, self.to = answer["epoch"], answer["to"]
        self.broadcast = snapshot["broadcast"]
        self.counts = dict(snapshot.get("counts", {}))
        self.lists = snapshot.get("lists", {})
        self.mentions = snapshot.get("mentions", {})
        self.duty = snapshot.get("duty", {})
        self.clusters = snapshot.get("clusters", {})
        self.segments = snapshot.get("segments", [])
        self.questions = {view["number"]: view for view in snapshot.get("questions", [])}
        self.messages = {message["id"]: message for message in snapshot.get("messages", [])}
        self.polls = {view["id"]: view for view in snapshot.get("polls", [])}
        self.prompters = {held["device"]: held for held in snapshot.get("prompters", [])}
        self.links = {view["link"]: view for view in snapshot.get("links", [])}
        self.calls = {view["call"]: view for view in snapshot.get("calls", [])}
        self.tickets = {view["number"]: view for view in snapshot.get("tickets", [])}
        self.matters = {view["number"]: view for view in snapshot.get("matters", [])}
        self.news = {view["account"]: view for view in snapshot.get("news", [])}
        self.trimmed = sum(self.counts.values()) > len(self.questions) + len(self.tickets)
        self.snapshots += 1
        return True

    def apply(self, frame: Json) -> bool:
        """Applies what it has not seen of a frame; False on a gap, a new epoch, a stale mark, or when a sync is due."""
        if frame.get("stale") or frame["epoch"] != self.epoch or frame["from"] > self.to:
            return False
        if frame["to"] <= self.to:
            return True
        complete = True
        for event in frame["events"]:
            if event["seq"] > self.to:
                complete = self._happen(event) and complete
                self.applied.append(event)
        self.to = frame["to"]
        self._trim()
        return complete

    def _happen(self, event: Json) -> bool:
        kind = event["type"]
        if starts_over(event) or event.get("broken"):
            return False
        if "broadcast" in event:
            self.broadcast = event["broadcast"]
        if kind == "questions.ticketed":
            return self._ticketed(event)
        if kind.startswith(("ticket.", "tickets.")) or (kind.startswith("reply.") and "ticket" in event):
            return self._ticket(event)
        if "lists" in event:
            self.lists = event["lists"]
        if kind.startswith("matter."):
            return self._matter(event["matter"])
        if "news" in event:
            self.news[event["news"]["account"]] = event["news"]
        if "duty" in event:
            self.duty = event["duty"]
        if "clusters" in event:
            self.clusters = event["clusters"]
        if "segments" in event:
            self.segments = event["segments"]
        if "mentions" in event:
            self.mentions = event["mentions"]
        if kind.startswith("presenter.") and "message" in event:
            self.messages[event["message"]["id"]] = event["message"]
        if kind.startswith("poll."):
            return self._poll(event["poll"])
        if kind == "prompter.steered":
            return True  # What is to be done now, of which nothing is held.
        if kind.startswith("prompter."):
            self._prompter(event)
        if kind.startswith("link."):
            self.links[event["link"]["link"]] = event["link"]
        complete = self._call(event["caller"]) if "caller" in event else True
        if kind.startswith(("question.", "graphic.", "call.", "reply.")) and event.get("question") is not None:
            return self._question(event) and complete
        return complete

    def _question(self, event: Json) -> bool:
        was, now = event.get("was"), event.get("state")
        self._count(was, -1)
        self._count(now, +1)
        number, view = event["question"], event["view"]
        held = self.questions.get(number)
        if view is None:
            self.questions.pop(number, None)
            return held is None or not self.trimmed
        if held is None or view["version"] >= held["version"]:
            self.questions[number] = view
        return True

    def _ticketed(self, event: Json) -> bool:
        """A slice of a wrap: no views, only which questions, their versions and how many were in which state."""
        visible, complete = "ticketed" in self.sees or self.screen == "calls", True
        for one in event["questions"]:
            held = self.questions.get(one["question"])
            if held is None or held["version"] >= one["version"]:
                continue
            if visible:
                moved = {"by": None, "at": event["at"]}
                told = {"state": "ticketed", "rank": None, "version": one["version"], "moved": moved}
                self.questions[one["question"]] = {**held, **told, "stack": None, "stacked": 0}
            else:
                del self.questions[one["question"]]
                complete = not self.trimmed
        for was, number in event["was"].items():
            self._count(was, -number)
            self._count("ticketed", number)
        return complete

    def _matter(self, view: Json) -> bool:
        held = self.matters.get(view["number"])
        if held is None or view["version"] >= held["version"]:
            self.matters[view["number"]] = view
        for number in sorted(self.matters)[:-MATTERS]:
            del self.matters[number]
        return True

    def _poll(self, view: Json) -> bool:
        held = self.polls.get(view["id"])
        if held is None or view["version"] >= held["version"]:
            self.polls[view["id"]] = view
        for identity in sorted(self.polls)[:-POLLS]:
            del self.polls[identity]
        return True

    def _prompter(self, event: Json) -> None:
        device, told = event["device"], event["prompter"]
        held = self.prompters.get(device)
        if told is None:
            self.prompters.pop(device, None)
        elif held is None or told["version"] >= held["version"]:
            self.prompters[device] = told

    def _call(self, view: Json) -> bool:
        """A call is listed until it has ended, and after that while it is to be called back, or was handed over.

        One less to be called back, where as many were held as may be, may bring an older one in.
        """
        held = self.calls.get(view["call"])
        full = sum(map(_is_to_call_back, self.calls.values())) == HANDED
        if held is None or view["version"] >= held["version"]:
            self.calls[view["call"]] = view
        now = self.calls[view["call"]]
        if _is_over(now) and now["question"] is None:
            del self.calls[view["call"]]
        self._trim_calls()
        return not (full and held is not None and _is_to_call_back(held) and not _is_to_call_back(now))

    def _trim_calls(self) -> None:
        for belongs in (_is_over, _is_to_call_back):
            for identity in sorted(call for call, view in self.calls.items() if belongs(view))[:-HANDED]:
                del self.calls[identity]

    def _ticket(self, event: Json) -> bool:
        if event["type"] == "tickets.opened":
            self._count_ticket("open", event["count"])
            for view in event["views"]:
                self._keep_ticket(view)
            return True
        if event["type"] == "tickets.rescheduled":
            for due in event["dues"]:
                if held := self.tickets.get(due["ticket"]):
                    moved = {name: due[name] for name in ("reaction_due", "resolution_due")}
                    self.tickets[due["ticket"]] = {**held, **moved}
            return True
        self._count_ticket(event.get("was"), -1)
        self._count_ticket(event.get("state"), +1)
        self._count_ticket("shared", event.get("shared", 0))
        if event["view"] is not None:
            self._keep_ticket(event["view"])
            return True
        held = self.tickets.pop(event["ticket"], None)
        return held is None or not self.trimmed

    def _keep_ticket(self, view: Json) -> None:
        held = self.tickets.get(view["number"])
        if held is None or view["version"] >= held["version"]:
            self.tickets[view["number"]] = view

    def _count_ticket(self, state: str | None, by: int) -> None:
        if state is not None:
            self.counts[state] = self.counts.get(state, 0) + by

    def _count(self, state: str | None, by: int) -> None:
        if state in self.sees and state is not None:
            self.counts[state] = self.counts.get(state, 0) + by

    def _trim(self) -> None:
        newest = set(sorted(self.questions)[-NEWEST:])
        for number in [n for n, view in self.questions.items() if n not in newest and view["state"] not in KEPT]:
            del self.questions[number]
            self.trimmed = True
        for name in sorted(self.tickets)[:-NEWEST]:
            del self.tickets[name]
            self.trimmed = True
        for identity in sorted(self.messages)[:-MESSAGES]:
            del self.messages[identity]
        for identity in sorted(link for link, view in self.links.items() if view["revoked_at"])[:-REVOKED]:
            del self.links[identity]

    def picture(self) -> Json:
        """Everything that a fresh snapshot of the same screen must equal."""
        return {
            "broadcast": self.broadcast,
            "counts": {state: number for state, number in self.counts.items() if number},
            "lists": self.lists,
            "mentions": self.mentions,
            "duty": self.duty,
            "clusters": self.clusters,
            "segments": self.segments,
            "questions": self.questions,
            "messages": self.messages,
            "polls": self.polls,
            "prompters": self.prompters,
            "links": self.links,
            "calls": self.calls,
            "tickets": self.tickets,
            "matters": self.matters,
            "news": self.news,
        }

    def differences(self, fresh: Mirror) -> list[str]:
        """Where this picture is not the other's, leaf by leaf: `path: ours, theirs`. Empty when they are equal."""
        return list(_differences("", self.picture(), fresh.picture()))


def _is_to_call_back(call: Json) -> bool:
    return bool(call["state"] == "ended" and (call["missed"] or call["call_back"]) and not call["closed"])


def _is_over(call: Json) -> bool:
    """Whether nobody waits for anything of it any more."""
    return call["state"] == "ended" and not _is_to_call_back(call)


ABSENT = "(absent)"


def _differences(path: str, ours: Any, theirs: Any) -> Iterator[str]:
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in {**ours, **theirs}:
            yield from _differences(f"{path}/{key}", ours.get(key, ABSENT), theirs.get(key, ABSENT))
    elif ours != theirs:
        yield f"{path}: {ours!r}, not {theirs!r}"
