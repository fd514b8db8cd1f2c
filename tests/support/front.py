"""nginx and Caddy before servers of a test, each by the very files of deploy/: only a centre's own is put in."""

from __future__ import annotations

import itertools
import os
import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from tests.support import binaries
from tests.support.api import Api
from tests.support.process import Program, free_port
from tests.support.screen import Screen
from tests.support.searched import SEARCH
from tests.support.server import ROOT

DEPLOY = ROOT / "deploy"

Certificate = tuple[Path, Path]
"""The files of a certificate and of its key."""

EXAMPLE = "line.raion.example"

_numbers = itertools.count(1)


def filled(shipped: Path, values: Mapping[str, str]) -> str:
    """A file as an operator leaves it who puts their own in place of each of its examples."""
    text = shipped.read_text("utf-8")
    for example, value in values.items():
        assert example in text, f"{shipped} has no {example!r}"
        text = text.replace(example, value)
    return text


class Front(ABC):
    """Where several servers are reached together: over https with a certificate, else over http alone, for the bench.

    Its addresses stand before it does, for the servers to be told.
    """

    def __init__(self, folder: Path, certificate: Certificate | None = None) -> None:
        self.folder = folder / f"front-{next(_numbers)}"
        self.folder.mkdir()
        self.certificate = certificate
        self.port, self.plain_port = free_port(), free_port()
        self.url = f"{'https' if certificate else 'http'}://127.0.0.1:{self.port}"
        self.plain_url = f"http://127.0.0.1:{self.plain_port}"
        self.program = Program([], self.folder / "front.log")

    @property
    def logs(self) -> list[Path]:
        """Everything that it writes about requests."""
        return [self.program.log]

    @property
    def sends_on_to(self) -> str:
        """Where who comes by http is sent."""
        return self.url

    @property
    def verify(self) -> str | bool:
        """What `requests` believes of it."""
        return str(self.certificate[0]) if self.certificate else True

    @contextmanager
    def before(self, *ports: int) -> Iterator[None]:
        """While it stands before the servers at these ports of this machine. What it wrote is then searched."""
        self.program.command = self._command(ports)
        self.program.env = self._environment(ports)
        self.program.start(self._answers, f"{type(self).__name__} on {self.port}")
        try:
            yield
        finally:
            self.program.stop()
            for log in self.logs:
                SEARCH.log(log)

    def api(self, broadcast: str, token: str | None, timeout: float = 30) -> Api:
        api = Api(self.url, broadcast, token, timeout)
        api.http.verify = self.verify
        return api

    def screen(self, broadcast: str, screen: str, token: str | None, keep: bool = False, **more: Any) -> Screen:
        """A screen that has joined one of the servers."""
        return Screen(self.url, broadcast, screen, token, keep).connect(**more)

    def _answers(self) -> bool:
        try:
            return requests.get(f"{self.url}/healthz", timeout=5, verify=self.verify).status_code == 200
        except requests.RequestException:
            return False

    @abstractmethod
    def _command(self, ports: tuple[int, ...]) -> list[str]:
        """What starts it, its files written."""

    def _environment(self, ports: tuple[int, ...]) -> dict[str, str]:
        return {"PATH": os.environ.get("PATH", ""), "HOME": str(self.folder)}


NGINX = """
user root root;
daemon off;
pid {folder}/nginx.pid;
worker_processes 2;
events {{ worker_connections 8192; }}
http {{
  gzip on;
  client_body_temp_path {folder}/bodies;
  proxy_temp_path {folder}/answers;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  include {shipped};
}}
"""
"""As Debian's own nginx.conf, but without what needs another user or its folders."""


class Nginx(Front):
    @property
    def logs(self) -> list[Path]:
        return [self.program.log, self.folder / "live.log", self.folder / "live-error.log"]

    def _command(self, ports: tuple[int, ...]) -> list[str]:
        main, own = self.folder / "nginx.conf", self.folder / "live"
        own.mkdir(exist_ok=True)
        shipped = DEPLOY / "nginx"
        [server] = re.findall(r"^server .+$", (shipped / "live/servers.conf").read_text("utf-8"), re.MULTILINE)
        lines = [server.replace("127.0.0.1:8000", f"127.0.0.1:{port}") for port in ports]
        (own / "servers.conf").write_text("\n".join(lines), "utf-8")
        (own / "https.conf").write_text(filled(shipped / "live/https.conf", self._https()), "utf-8")
        to_https = {
            "listen 80;": f"listen 127.0.0.1:{self.plain_port};",
            "listen [::]:80;": "",
            f"https://{EXAMPLE}": self.url,
            EXAMPLE: "127.0.0.1",
        }
        (own / "http.conf").write_text(filled(shipped / "live/http.conf", to_https), "utf-8")
        main.write_text(NGINX.format(folder=self.folder, shipped=shipped / "live.conf"), "utf-8")
        program = binaries.required(binaries.nginx(), "nginx")
        return [program, "-p", str(self.folder), "-e", "stderr", "-c", str(main)]

    def _https(self) -> dict[str, str]:
        logs = {"/var/log/nginx/": f"{self.folder}/", EXAMPLE: "127.0.0.1", "listen [::]:443 ssl http2;": ""}
        if self.certificate is None:
            return logs | {
                "listen 443 ssl http2;": f"listen 127.0.0.1:{self.port};",
                "ssl_certificate /etc/live/live.pem;": "",
                "ssl_certificate_key /etc/live/live-key.pem;": "",
            }
        pem, key = self.certificate
        return logs | {
            "listen 443": f"listen 127.0.0.1:{self.port}",
            "/etc/live/live.pem": str(pem),
            "/etc/live/live-key.pem": str(key),
        }


class Caddy(Front):
    @property
    def sends_on_to(self) -> str:
        """Whatever port it has for https here, it says 443, which browsers leave out: that is how it is reached."""
        return "https://127.0.0.1"

    def _command(self, ports: tuple[int, ...]) -> list[str]:
        program = binaries.required(binaries.caddy(), "Caddy")
        return [program, "run", "--config", str(DEPLOY / "caddy/Caddyfile"), "--adapter", "caddyfile"]

    def _environment(self, ports: tuple[int, ...]) -> dict[str, str]:
        """As caddy.service.d/live.conf has it. Over http alone its site says so, and nothing is sent on."""
        own = {
            "SITE": f"127.0.0.1:{self.port}" if self.certificate else self.url,
            "SERVERS": " ".join(f"127.0.0.1:{port}" for port in ports),
            "TLS": "tls {} {}".format(*self.certificate) if self.certificate else "",
            "BIND": "bind 127.0.0.1",
            "HTTP_PORT": str(self.plain_port if self.certificate else self.port),
            "HTTPS_PORT": str(self.port if self.certificate else self.plain_port),
            "ADMIN": "off",
        }
        folders = {"XDG_DATA_HOME": str(self.folder / "data"), "XDG_CONFIG_HOME": str(self.folder / "config")}
        return super()._environment(ports) | own | folders


FRONTS: dict[str, type[Front]] = {"nginx": Nginx, "caddy": Caddy}
