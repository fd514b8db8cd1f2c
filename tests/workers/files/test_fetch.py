"""What networks' attachments point to is fetched, kept as what it is, and never from within the house."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from ipaddress import IPv4Network
from pathlib import Path
from typing import Any

import pytest

from live.domain.broadcast import Kind
from live.domain.files.attached import LARGEST, PAUSES, State, Why
from live.store.show import files as rows
from live.store.storage import Unreachable, hash_of
from live.store.transaction import Store
from tests.attacks.test_outgoing import named
from tests.support import pictures
from tests.support.file_server import FileServer, moved, status, whole
from tests.support.rooms import Show
from tests.workers.files.site import HERE, Files, reaching

pytestmark = pytest.mark.usefixtures("networks_named")


@pytest.fixture
def networks_named() -> Iterator[None]:
    with reaching(*HERE):
        yield


@pytest.fixture
def server() -> Iterator[FileServer]:
    with FileServer() as made:
        yield made


@pytest.fixture
def files(clocked: Store, tmp_path: Path) -> Files:
    return Files.at(clocked, tmp_path)


def why(row: Any) -> tuple[str, str | None]:
    return row.state, row.reason


def test_a_photo_is_kept_drawn_anew_with_its_preview(files: Files, server: FileServer) -> None:
    row = files.fetched(files.came(server.has("/1.jpg", pictures.photo())))
    assert (row.state, row.mime, row.width, row.height) == ("kept", "image/jpeg", 640, 480)
    content, preview = files.contents(row)
    assert content and preview and hash_of(content) == row.hash and hash_of(preview) == row.preview
    assert row.size == len(content) and b"Anna" not in content


def test_the_screens_of_its_question_hear_of_it(files: Files, server: FileServer) -> None:
    number = files.came(server.has("/1.jpg", pictures.photo()))
    assert files.show.view(number)["attachments"][0]["file"]["state"] == "wanted"
    files.fetched(number)
    assert files.show.types()[-1] == "question.retold"
    told = files.show.view(number)["attachments"][0]["file"]
    assert (told["state"], told["media"], told["width"]) == ("kept", "picture", 640)


@pytest.mark.parametrize(
    ("type_", "content", "mime"),
    [
        ("audio_message", pictures.OGG, "audio/ogg"),
        ("document", pictures.PDF, "application/pdf"),
        ("document", pictures.DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("video", pictures.MP4, "video/mp4"),
        ("document", pictures.PDF_AND_HTML, "application/pdf"),
    ],
)
def test_what_is_no_picture_is_kept_as_it_came(
    files: Files, server: FileServer, type_: str, content: bytes, mime: str
) -> None:
    row = files.fetched(files.came(server.has("/1", content), type_=type_))
    assert (row.state, row.mime, row.preview) == ("kept", mime, None)
    assert files.contents(row) == [content]


@pytest.mark.parametrize("said", ["text/html", "image/svg+xml", "image/png"])
def test_what_a_server_calls_it_is_not_believed(files: Files, server: FileServer, said: str) -> None:
    assert files.fetched(files.came(server.has("/x.html", pictures.picture(), said))).mime == "image/jpeg"
    row = files.fetched(files.came(server.has("/x.jpg", pictures.HTML, "image/jpeg")))
    assert why(row) == ("refused", Why.PAGE) and row.hash is None


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (pictures.SVG, Why.DRAWING),
        (pictures.HEIC, Why.HEIC),
        (pictures.PROGRAM, Why.UNKNOWN),
        (pictures.GIF_AND_JS, Why.BROKEN),
        (pictures.claiming(20_000, 20_000), Why.TOO_MANY_PIXELS),
        (b"", Why.EMPTY),
    ],
)
def test_what_is_not_kept_says_why_and_leaves_nothing(
    files: Files, server: FileServer, content: bytes, reason: Why
) -> None:
    number = files.came(server.has("/1", content))
    assert why(files.fetched(number)) == ("refused", reason)
    assert files.show.view(number)["attachments"][0]["file"]["why"] == reason
    assert not files.standing()


@pytest.mark.parametrize("kind", ["link", "place", "recording", "poll"])
def test_what_is_no_file_is_not_asked_for(files: Files, server: FileServer, kind: str) -> None:
    assert files.rows(files.came(server.url, type_=kind)) == [] and not server.asked


def test_a_telegram_message_is_no_file(files: Files) -> None:
    assert files.rows(files.came("https://t.me/raion/17")) == []


# Where from


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"])
def test_nothing_is_fetched_from_this_machine(files: Files, server: FileServer, host: str) -> None:
    server.has("/1.jpg", pictures.photo())
    with reaching():
        row = files.fetched(files.came(f"http://{host}:{server.port}/1.jpg"))
    assert why(row) == ("refused", Why.INSIDE) and not server.asked


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.0.0.7", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "::1", "fd00::7"]
)
@pytest.mark.parametrize("beside", [[], ["8.8.8.8"]])
def test_a_name_that_resolves_within_is_not_gone_to(files: Files, address: str, beside: list[str]) -> None:
    with reaching(), named({"photos.example": [*beside, address]}) as asked:
        row = files.fetched(files.came("http://photos.example/1.jpg"))
    assert why(row) == ("refused", Why.INSIDE) and asked == ["photos.example"]


@pytest.mark.parametrize("to", ["http://127.0.0.2:{port}/2.jpg", "http://10.0.0.7/1.jpg", "http://[::1]/1.jpg"])
def test_an_address_that_redirects_within_is_followed_no_further(files: Files, server: FileServer, to: str) -> None:
    """The first is allowed here; where it leads is judged anew."""
    server.has("/2.jpg", pictures.photo())
    url = server.says("/moved", moved(to.format(port=server.port)))
    with reaching(IPv4Network("127.0.0.1/32")):
        assert why(files.fetched(files.came(url))) == ("refused", Why.INSIDE)
    assert server.asked == ["/moved"]


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://example.org/1.jpg", "gopher://127.0.0.1/1", "data:,x"])
def test_only_http_is_followed(files: Files, server: FileServer, to: str) -> None:
    assert files.fetched(files.came(server.says("/moved", moved(to)))).state == State.REFUSED


def test_a_good_redirect_is_followed_and_an_endless_one_is_not(files: Files, server: FileServer) -> None:
    server.has("/1.jpg", pictures.photo())
    assert files.fetched(files.came(server.says("/moved", moved("/1.jpg")))).state == State.KEPT
    server.asked.clear()
    assert why(files.fetched(files.came(server.says("/round", moved("/round"))))) == ("refused", Why.GONE)
    assert len(server.asked) == 4


def test_the_networks_that_administrators_may_name_are_not_open_to_strangers(files: Files, server: FileServer) -> None:
    """LIVE_OUT_NETWORKS names this machine for all tests: a webhook may go there, a stranger's address may not."""
    server.has("/1.jpg", pictures.photo())
    with reaching():
        assert files.fetched(files.came(f"{server.url}/1.jpg")).state == State.REFUSED
    assert not server.asked


# How much, and how long


def test_a_file_without_end_is_given_up(files: Files, server: FileServer) -> None:
    row = files.fetched(files.came(server.says("/1.jpg", server.never_ends)))
    assert why(row) == ("refused", Why.TOO_LARGE)


def test_one_that_says_it_is_too_large_is_not_read_to_its_end(files: Files, server: FileServer) -> None:
    def say(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(LARGEST * 100))
        handler.end_headers()
        server.never_ends(handler)

    assert why(files.fetched(files.came(server.says("/1.jpg", say)))) == ("refused", Why.TOO_LARGE)


def test_a_server_that_drips_is_asked_again_later(files: Files, server: FileServer, monkeypatch: Any) -> None:
    monkeypatch.setattr("live.channels.http.CONNECT", 0.2)
    files.patience = 0.3
    row = files.fetched(files.came(server.says("/1.jpg", server.drips)))
    assert (row.state, row.tries) == (State.WANTED, 1)


@pytest.mark.parametrize("say", [status(500), status(503), status(429)])
def test_a_server_in_trouble_is_asked_again_after_growing_pauses_and_then_no_more(
    files: Files, server: FileServer, say: Callable[[BaseHTTPRequestHandler], None]
) -> None:
    number = files.came(server.says("/1.jpg", say))
    for tries, pause in enumerate(PAUSES, 1):
        row = files.fetched(number)
        assert (row.state, row.tries, row.next_at) == (State.WANTED, tries, files.store.clock() + pause)
        assert files.fetched(number).tries == tries  # It is not time yet.
        files.pass_(seconds=pause.total_seconds())
    assert why(files.fetched(number)) == ("refused", Why.AWAY)


@pytest.mark.parametrize("code", [401, 403, 404, 410])
def test_what_is_not_there_is_not_asked_for_again(files: Files, server: FileServer, code: int) -> None:
    assert why(files.fetched(files.came(server.says("/1.jpg", status(code))))) == ("refused", Why.GONE)


def test_where_nobody_listens_it_is_asked_for_again(files: Files) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert files.fetched(files.came(f"http://127.0.0.1:{port}/1.jpg")).state == State.WANTED


# What may happen meanwhile


def test_a_storage_that_is_away_loses_nothing(files: Files, server: FileServer) -> None:
    number = files.came(server.has("/1.jpg", pictures.photo()))
    files.storage.path.write_bytes(b"")
    with pytest.raises(Unreachable):
        files.fetched(number)
    files.storage.path.unlink()
    assert files.row(number).state == State.WANTED
    assert files.fetched(number).state == State.KEPT


def test_a_question_erased_while_its_file_is_fetched_keeps_none(files: Files, server: FileServer) -> None:
    def say(handler: BaseHTTPRequestHandler) -> None:
        with files.store.write() as tx:
            rows.forget(tx, [files.show.row(number).id])
        whole(pictures.photo(), "image/jpeg")(handler)

    number = files.came(server.says("/1.jpg", say))
    files.fetching().fetch(files.row(number).id)
    assert files.rows(number) == [] and not files.standing()


def test_a_file_goes_along_with_a_question_that_is_handed_to_another_show(files: Files, server: FileServer) -> None:
    number, there = files.came(server.has("/1.jpg", pictures.photo())), Show(files.store, Kind.STANDING)
    kept = files.fetched(number)
    moved_to = files.show.do("question.transfer", number, to=there.slug)["number"]
    assert there.view(moved_to)["attachments"][0]["file"]["file"] == kept.id
    assert "file" not in files.show.view(number)["attachments"][0]
