"""Contents in a bucket, over real HTTP; requests are signed as in the examples that Amazon publishes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from live.settings import Bucket as Place
from live.store.storage import Unreachable, hash_of, name_of
from live.store.storage.bucket import Bucket, signed
from tests.support.process import free_port

CONTENT = b"a picture" * 1000
NAME = name_of(hash_of(CONTENT), 7)

PUBLISHED = Place("", "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1")
HOST = "https://examplebucket.s3.amazonaws.com"
THEN = datetime(2013, 5, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    ("method", "path", "headers", "content", "signature"),
    [
        (
            "GET",
            "/test.txt",
            {"Range": "bytes=0-9"},
            b"",
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
        ),
        (
            "PUT",
            "/test$file.text",
            {"Date": "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY"},
            b"Welcome to Amazon S3.",
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
        ),
    ],
)
def test_a_request_is_signed_as_its_inventor_signs_it(
    method: str, path: str, headers: dict[str, str], content: bytes, signature: str
) -> None:
    """The examples of docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html."""
    proof = signed(PUBLISHED, method, HOST + path, headers, content, THEN)["Authorization"]
    assert proof.endswith(f"Signature={signature}")
    assert "Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request," in proof


class Server(ThreadingHTTPServer):
    """What S3 does with one bucket; whoever's proof is not ours is turned away."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.objects: dict[str, bytes] = {}
        self.status = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/live-files"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def _answer(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        at = datetime.strptime(self.headers["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        url = f"http://{self.headers['Host']}{self.path}"
        right = signed(PUBLISHED, self.command, url, {}, content, at)["Authorization"]
        objects, status, body = self.server.objects, self.server.status, b""
        if not status and self.headers["Authorization"] != right:
            status = 403
        elif not status and self.command == "PUT":
            objects[self.path], status = content, 200
        elif not status and self.command == "DELETE":
            objects.pop(self.path, None)
            status = 204
        elif not status:
            status, body = (200, objects[self.path]) if self.path in objects else (404, b"<Error/>")
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_PUT = do_DELETE = _answer

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as made:
        threading.Thread(target=made.serve_forever, args=(0.05,), daemon=True).start()
        yield made
        made.shutdown()


def bucket(url: str, secret: str = PUBLISHED.secret) -> Bucket:
    return Bucket(Place(url, PUBLISHED.key, secret, PUBLISHED.region))


def test_what_is_put_is_there_until_it_is_deleted(server: Server) -> None:
    ours = bucket(server.url)
    assert ours.get(NAME) is None
    ours.put(NAME, CONTENT)
    assert server.objects == {f"/live-files/{NAME}": CONTENT} and ours.get(NAME) == CONTENT
    ours.delete(NAME)
    ours.delete(NAME)
    assert ours.get(NAME) is None


def test_a_wrong_secret_keeps_nothing(server: Server) -> None:
    with pytest.raises(Unreachable):
        bucket(server.url, "another secret").put(NAME, CONTENT)
    assert not server.objects


@pytest.mark.parametrize("status", [301, 403, 500, 503])
def test_a_storage_that_does_not_do_it_is_told_as_unavailable(server: Server, status: int) -> None:
    server.status = status
    with pytest.raises(Unreachable):
        bucket(server.url).put(NAME, CONTENT)
    with pytest.raises(Unreachable):
        bucket(server.url).get(NAME)


def test_one_that_nobody_answers_at_is_unavailable() -> None:
    with pytest.raises(Unreachable):
        bucket(f"http://127.0.0.1:{free_port()}/live-files").get(NAME)
