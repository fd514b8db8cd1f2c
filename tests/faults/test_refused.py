"""A refused socket receives nothing on any namespace, while events flow past it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.support.raw import CLOSED, OPENED, RawSocket
from tests.support.screen import Refusal, Screen
from tests.support.server import Installation, Server

pytestmark = pytest.mark.faults


@dataclass(frozen=True)
class Shows:
    """A show's slug, and the tokens that tests try on it."""

    slug: str
    desk: str
    source: str
    presenter: str
    elsewhere: str


@pytest.fixture(scope="module")
def shows(backend: Installation) -> Shows:
    show = backend.show(desk="moderator", source="source", presenter="presenter")
    other = backend.show(elsewhere="moderator producer")
    return Shows(show.slug, **show.keys, **other.keys)


Auth = dict[str, str]
Stranger = tuple[Callable[[Shows], Auth], set[str]]


def desk(token: Callable[[Shows], str] | None, **other: str) -> Callable[[Shows], Auth]:
    """What somebody says who wants to join the show's desk with a token."""
    return lambda shows: {
        **{"broadcast": shows.slug, "screen": "desk"},
        **({"token": token(shows)} if token else {}),
        **other,
    }


STRANGERS: dict[str, Stranger] = {
    "no token": (desk(None), {"unauthorized"}),
    "a made-up token": (desk(lambda _: "x" * 40), {"unauthorized"}),
    "a role that has no desk": (desk(lambda s: s.presenter), {"forbidden"}),
    "a key that may only send": (desk(lambda s: s.source), {"forbidden"}),
    "another broadcast's key": (desk(lambda s: s.elsewhere), {"forbidden"}),
    "no such screen": (desk(lambda s: s.desk, screen="cellar"), {"forbidden", "not_found"}),
    "no such broadcast": (desk(lambda s: s.desk, broadcast="never"), {"forbidden", "not_found"}),
    "the centre's tickets": (desk(lambda s: s.desk, broadcast="tickets", screen="tickets"), {"forbidden"}),
    "nothing at all": (lambda _: {}, {"unauthorized", "not_found"}),
}
"""Every way of not being permitted, and what may be said to it."""


@pytest.mark.parametrize("who", STRANGERS)
def test_a_client_is_told_why_it_is_refused(server: Server, shows: Shows, who: str) -> None:
    auth, codes = STRANGERS[who]
    stranger = Screen(server.url, "", "")
    stranger.auth = auth(shows)
    with pytest.raises(Refusal) as refusal:
        stranger.connect()
    assert str(refusal.value) in codes


def test_a_refused_socket_hears_nothing_on_any_namespace(
    server: Server, shows: Shows, join: Callable[..., Screen]
) -> None:
    permitted = join(server, shows.slug, "desk", shows.desk)
    source = server.api(shows.slug, shows.source)
    sockets: dict[str, RawSocket] = {}
    for who, (auth, _) in STRANGERS.items():
        sockets[who] = refused = RawSocket(server.url)
        refused.hear_until(OPENED)
        refused.join("/")
        refused.join("/live", auth(shows))
        refused.hear_until("44/live,")
        refused.emit("/live", "sync", {}, ack=1)
        refused.emit("/", "sync", {}, ack=2)
        refused.emit("/live", "command", {"id": "1", "type": "question.add", "text": "Незваный вопрос"}, ack=3)
    sockets["joined nothing"] = RawSocket(server.url)
    sockets["the main namespace only"] = only = RawSocket(server.url)
    only.join("/", {"broadcast": shows.slug, "screen": "desk", "token": shows.desk})

    numbers = [source.ask(f"Вопрос {n}, которого посторонний не увидит")["number"] for n in range(50)]
    permitted.wait_for(lambda s: set(numbers) <= set(s.mirror.questions), "the permitted desk has been told")
    permitted.wait_for(lambda s: len(s.pulses) >= 2, "two pulses have passed")

    for who, refused in sockets.items():
        heard = [packet for packet in refused.hear(0.2) if not packet.startswith((OPENED, CLOSED, "40", "41", "44"))]
        refused.close()
        assert not heard, f"{who} heard {heard[:3]}"
    assert {question["text"] for question in permitted.mirror.questions.values()}.isdisjoint({"Незваный вопрос"})
    assert {screen["screen"] for screen in permitted.presence["screens"]} == {"desk"}
    assert len(permitted.presence["screens"]) == 1
