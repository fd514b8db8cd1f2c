"""A site that serves a feed, by real HTTP: with its marks of what is new, or with whatever breaks a reader."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from xml.sax.saxutils import escape


class News:
    """`document` is what stands at `url`; an `etag` is told where there is one.

    `endless`: it never stops saying this, with so many seconds of `pause`.
    """

    def __init__(self) -> None:
        self.document = b""
        self.etag: str | None = None
        self.status = 200
        self.moved_to: str | None = None
        self.endless: bytes | None = None
        self.pause = 0.0
        self.asked: list[Mapping[str, str]] = []
        self._server = _Server(("127.0.0.1", 0), self)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/feed.xml"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def publish(self, *entries: tuple[str, str], title: str = "Вести района", etag: str | None = None) -> None:
        """An RSS feed of these entries (a name and a title), the newest first."""
        self.document, self.etag = rss(*entries, title=title), etag


def rss(*entries: tuple[str, str], title: str = "Вести района") -> bytes:
    at = format_datetime(datetime.now(UTC) - timedelta(hours=1))
    items = "".join(
        f"<item><guid>{name}</guid><title>{escape(words)}</title><link>https://news.example/{name}</link>"
        f"<description><![CDATA[<p>Подробнее: <b>{words}</b></p>]]></description><pubDate>{at}</pubDate></item>"
        for name, words in entries
    )
    head = f"<title>{title}</title><link>https://news.example/</link>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], news: News) -> None:
        super().__init__(address, _Handler)
        self.news = news

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A reader that has had enough is no trouble of the site's."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        news = self.server.news
        news.asked.append({name.lower(): value for name, value in self.headers.items()})
        if news.moved_to and not self.path.startswith("/new"):
            return self._head(301, {"Location": news.moved_to, "Content-Length": "0"})
        if news.etag and self.headers.get("If-None-Match") == news.etag:
            return self._head(304, {"ETag": news.etag})
        if news.endless is not None:
            self._head(200, {"Connection": "close"})
            while True:
                self.wfile.write(news.endless)
                time.sleep(news.pause)
        tag = {"ETag": news.etag} if news.etag else {}
        self._head(news.status, {"Content-Length": str(len(news.document)), **tag})
        self.wfile.write(news.document)

    def _head(self, status: int, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass
