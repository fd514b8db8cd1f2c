"""Over https, as docs/certificate.md says to set it up: pages and sockets work, and a bad client is alone with that."""

from __future__ import annotations

import re
import socket
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, expect

from live.runtime.server import tls
from tests.support.process import free_port, wait_until
from tests.support.screen import Screen
from tests.support.server import ROOT, Installation, Server, Show

pytestmark = pytest.mark.faults

PAGE = (ROOT / "docs/certificate.md").read_text("utf-8")
COMMANDS = re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
PASSWORD = "пароль-длинный"


@dataclass(frozen=True)
class Certificate:
    folder: Path

    def __getitem__(self, name: str) -> str:
        return str(self.folder / name)


def commanded(commands: str, folder: Path, address: str = "127.0.0.1", port: int = 8443) -> str:
    """What the page's commands print in a folder, for a server at another address than the page's."""
    here = commands.replace("192.168.1.10", address).replace("live.lan", "localhost").replace(":8443", f":{port}")
    done = subprocess.run(["sh", "-e"], input=here, cwd=folder, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """What the page's commands make."""
    folder = tmp_path_factory.mktemp("certificate")
    for commands in COMMANDS[:2]:
        commanded(commands, folder)
    return Certificate(folder)


@pytest.fixture(scope="module")
def trusted(certificate: Certificate) -> Iterator[None]:
    """The clients of this process believe the page's own authority, and no other."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REQUESTS_CA_BUNDLE", certificate["ca.pem"])
        patch.setenv("WEBSOCKET_CLIENT_CA_BUNDLE", certificate["ca.pem"])
        yield


def secure(installation: Installation, certificate: Certificate, **environment: str) -> Server:
    files = ("--certificate", certificate["live.pem"], "--key", certificate["live-key.pem"])
    server = Server(installation, *files, **environment)
    server.url = f"https://127.0.0.1:{server.port}"
    return server


@pytest.fixture(scope="module")
def running(embedded: Installation, certificate: Certificate, trusted: None) -> Iterator[Server]:
    with secure(embedded, certificate).start() as server:
        yield server


@pytest.fixture(scope="module")
def show(embedded: Installation) -> Show:
    return embedded.show("air", crew="source moderator producer presenter")


def log(server: Server) -> str:
    return server.program.log.read_text("utf-8")


def test_the_pages_commands_make_what_clients_believe(running: Server, certificate: Certificate) -> None:
    checked, asked, left = COMMANDS[2:]
    assert "live.pem: OK" in commanded(checked, certificate.folder)
    assert '{"ok":true}' in commanded(asked, certificate.folder, port=running.port)
    assert "will not expire" in commanded(left, certificate.folder)
    with pytest.raises(requests.exceptions.SSLError):
        requests.get(f"{running.url}/healthz", verify="/etc/ssl/certs/ca-certificates.crt", timeout=5)


@pytest.mark.parametrize("asynchronous", ["eventlet", "gevent"])
def test_screens_live_over_wss(
    embedded: Installation,
    certificate: Certificate,
    trusted: None,
    show: Show,
    join: Callable[..., Screen],
    asynchronous: str,
) -> None:
    with secure(embedded, certificate, LIVE_ASYNC=asynchronous).start() as server:
        token = show.keys["crew"]
        desk, rundown = join(server, show.slug, "desk", token), join(server, show.slug, "rundown", token)
        text = "Когда починят мост? " * 190  # One frame takes several TLS records.
        api = server.api(show.slug, token)
        api.http.verify = certificate["ca.pem"]
        asked = [api.ask(text)["number"] for _ in range(20)]
        desk.wait_for(lambda s: set(asked) <= set(s.mirror.questions), "every question is at the desk")
        link = rundown.obey("link.add", screen="prompter", name="Студия")["link"]
        url = next(one["url"] for one in api.get("/links")["links"] if one["link"] == link)
        assert url.startswith("https://")
        device = requests.Session()
        device.get(url, timeout=10)
        held = {"Cookie": f"__Host-live={device.cookies['__Host-live']}"}
        prompter = join(server, show.slug, "prompter", None, headers=held)
        rundown.obey("link.revoke", link=link)
        prompter.wait_for(lambda s: not s.connected, "a revoked screen is cut off")
        assert desk.connections == rundown.connections == 1
        assert "Traceback" not in log(server)


def test_a_client_that_stalls_or_breaks_its_handshake_is_alone_with_that(
    running: Server, show: Show, join: Callable[..., Screen]
) -> None:
    desk = join(running, show.slug, "desk", show.keys["crew"])
    where = ("127.0.0.1", running.port)
    silent = [socket.create_connection(where) for _ in range(20)]
    silent[0].sendall(b"\x16\x03\x01")
    plain = socket.create_connection(where, timeout=10)
    plain.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert plain.recv(100) == b""
    for _ in range(50):
        reset = socket.create_connection(where)
        reset.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        reset.close()
    assert requests.get(f"{running.url}/healthz", timeout=5).json() == {"ok": True}
    pulses = len(desk.pulses)
    wait_until(lambda: len(desk.pulses) > pulses, "the desk lives on")
    assert desk.connections == 1
    for one in silent:
        one.close()
    assert "Traceback" not in log(running)


def test_a_browser_signs_in_and_its_cookie_stays_on_https(
    running: Server, embedded: Installation, show: Show, browser: Browser
) -> None:
    embedded.user("olga", PASSWORD, "presenter", broadcast=show.slug)
    with browser.new_context(locale="ru-RU", ignore_https_errors=True) as context:
        page = context.new_page()
        page.goto(f"{running.url}/login?next=/b/{show.slug}/prompter")
        page.get_by_label("Логин").fill("olga")
        page.get_by_label("Пароль").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.locator(".trust")).to_have_text("на связи")
        assert page.evaluate("isSecureContext")
        assert [one["secure"] for one in context.cookies() if one["name"] == "__Host-live"] == [True]


NODELAY = """
import socket, sys
from live import runtime
runtime.patch()
from live.runtime import server

def app(environ, start):
    start("200 OK", [("Content-Type", "text/plain")])
    line = environ["wsgi.input"].get_socket()
    return [str(line.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)).encode()]

server.serve(app, server.listen("127.0.0.1", int(sys.argv[1])), server.tls(*sys.argv[2:]))
"""


def test_what_is_sent_is_sent_at_once(certificate: Certificate, trusted: None) -> None:
    port = free_port()
    files = (certificate["live.pem"], certificate["live-key.pem"])
    with subprocess.Popen([sys.executable, "-c", NODELAY, str(port), *files], cwd=ROOT) as server:
        told: list[str] = []

        def answered() -> bool:
            try:
                told.append(requests.get(f"https://127.0.0.1:{port}/", timeout=5).text)
            except requests.ConnectionError:
                return False
            return True

        wait_until(answered, "the server answers")
        server.terminate()
    assert told == ["1"]


def test_a_key_of_another_certificate_stops_the_start_with_one_line(
    embedded: Installation, certificate: Certificate
) -> None:
    files = ("--certificate", certificate["live.pem"], "--key", certificate["ca-key.pem"])
    done = embedded.run("serve", "--port", str(free_port()), *files)
    assert (done.returncode, done.stdout) == (1, "")
    [line] = done.stderr.strip().splitlines()
    assert line.endswith(f"ca-key.pem is not the key of the certificate {certificate['live.pem']}.")


def test_files_that_will_not_do_are_named(certificate: Certificate, tmp_path: Path) -> None:
    locked, broken = tmp_path / "locked.pem", tmp_path / "broken.pem"
    locking = f"openssl ec -aes256 -passout pass:secret -in {certificate['live-key.pem']} -out {locked}"
    subprocess.run(locking.split(), check=True, capture_output=True, timeout=60)
    broken.write_text("-----BEGIN CERTIFICATE-----\nnothing\n")
    for files, said in (
        ((certificate["live.pem"], str(locked)), "locked.pem asks for a password"),
        ((str(broken), certificate["live-key.pem"]), "are no certificate with its key in PEM"),
        ((str(tmp_path), certificate["live-key.pem"]), "cannot be read"),
    ):
        with pytest.raises(RuntimeError, match=re.escape(said)) as caught:
            tls(*files)
        assert "\n" not in str(caught.value)
