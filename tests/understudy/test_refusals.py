"""What following and promoting refuse, each with a sentence and exit 1."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from live.understudy import succession
from live.understudy.succession import Succession
from tests.support.backends import EMBEDDED, Backends
from tests.support.process import wait_until
from tests.support.server import Installation, Server
from tests.support.understudy import Understudy, phase_of, understudy_of

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module")
def leader(backends: Backends, folder: Path) -> Iterator[Server]:
    with backends.installation(EMBEDDED, folder) as installation, Server(installation).start() as server:
        yield server


def refused(installation: Installation, *command: str) -> str:
    done = installation.run(*command)
    assert done.returncode == 1
    [line] = done.stderr.strip().splitlines()
    return line


def elsewhere(folder: Path, **environment: str) -> Installation:
    return Installation("elsewhere", f"sqlite:///{folder / 'live.db'}", None, folder, environment)


def test_a_key_that_nobody_knows_follows_nobody(leader: Server, tmp_path: Path) -> None:
    said = refused(elsewhere(tmp_path), "serve", "--follow", leader.url, "--token", "x" * 43)
    assert said == f"{leader.url} does not let this understudy follow: Sign in, or send a key that is known."


def test_a_key_of_a_moderator_follows_nobody(leader: Server, tmp_path: Path) -> None:
    key = leader.installation.key(None, "moderator")
    said = refused(elsewhere(tmp_path), "serve", "--follow", leader.url, "--token", key)
    assert "does not let this understudy follow: This needs the role: admin." in said


def test_a_machine_with_another_secret_follows_nobody(leader: Server, tmp_path: Path) -> None:
    there = elsewhere(tmp_path, LIVE_SECRET_KEY="another secret, that nobody can guess: 55aa91c0e7")
    said = refused(there, "serve", "--follow", leader.url, "--token", leader.installation.key(None, "admin"))
    assert said.startswith(f"{leader.url} has another LIVE_SECRET_KEY than this machine: copy it from there")


@pytest.mark.parametrize("address", ["live.example", "ftp://live.example", "http://live.example/desk"])
def test_an_address_that_is_none_is_named(tmp_path: Path, address: str) -> None:
    said = refused(elsewhere(tmp_path), "serve", "--follow", address, "--token", "x" * 43)
    assert said == "--follow takes the leader's address, such as https://live.example:8000."


def test_what_residents_wrote_goes_over_no_open_network_in_clear(tmp_path: Path) -> None:
    said = refused(elsewhere(tmp_path), "serve", "--follow", "http://192.0.2.1:8000", "--token", "x" * 43)
    assert said.startswith("All that residents wrote would go to the understudy in clear")


def test_nobody_follows_themselves(tmp_path: Path) -> None:
    said = refused(
        elsewhere(tmp_path), "serve", "--port", "8123", "--follow", "http://127.0.0.1:8123", "--token", "x" * 43
    )
    assert said == "--follow names this server itself."


def test_a_database_server_is_followed_by_its_own_means(served: Installation) -> None:
    said = refused(served, "serve", "--follow", "http://127.0.0.1:9", "--token", "x" * 43)
    assert said.startswith("Only an embedded database is followed so")


def test_nobody_follows_a_server_over_a_database_server(served: Installation, tmp_path: Path) -> None:
    with Server(served).start() as there:
        said = refused(elsewhere(tmp_path), "serve", "--follow", there.url, "--token", served.key(None, "admin"))
    assert "does not let this understudy follow: Only an embedded database can be followed" in said


def test_nobody_follows_an_understudy(leader: Server, tmp_path: Path) -> None:
    key = leader.installation.key(None, "admin")
    (there := tmp_path / "two").mkdir()
    with understudy_of(leader, tmp_path / "one") as one:
        said = refused(elsewhere(there), "serve", "--follow", one.server.url, "--token", key)
    assert said == f"{one.server.url} does not let this understudy follow: it does not lead"


def test_a_database_server_confirms_by_its_own_means(served: Installation) -> None:
    assert "synchronous_standby_names" in refused(served, "serve", "--acknowledge", "follower")


def test_who_leads_already_is_not_promoted(leader: Server) -> None:
    assert refused(leader.installation, "promote") == (
        "This server follows nobody and nobody was promoted in its place: it leads already."
    )


def test_an_understudy_without_a_whole_copy_is_not_promoted(tmp_path: Path) -> None:
    succession.write(tmp_path / "live.db", Succession(follows="http://127.0.0.1:9"))
    assert "no whole copy" in refused(elsewhere(tmp_path), "promote")


def test_a_former_leader_is_not_promoted_beside_who_leads(leader: Server, tmp_path: Path) -> None:
    there = elsewhere(tmp_path)
    there.cli("migrate")
    succession.write(tmp_path / "live.db", Succession(succeeded_by=leader.url, others=(leader.url,)))
    assert refused(there, "promote").startswith(f"{leader.url} serves")


def test_a_former_leader_serves_again_when_told_to(tmp_path: Path) -> None:
    there = elsewhere(tmp_path)
    there.cli("migrate")
    gone = "http://127.0.0.1:9"
    succession.write(tmp_path / "live.db", Succession(succeeded_by=gone, others=(gone,), term=3))
    assert f"{gone} was promoted in place" in refused(there, "serve")
    there.cli("promote")
    assert succession.read(tmp_path / "live.db").term == 4
    with Server(there).start() as server:
        assert server.ready()


@pytest.mark.parametrize("command", [("broadcast", "open", "may"), ("audit",), ("backup", "copy.gz")])
def test_no_command_is_given_to_an_understudys_database(tmp_path: Path, command: tuple[str, ...]) -> None:
    there = elsewhere(tmp_path)
    there.cli("migrate")
    succession.write(tmp_path / "live.db", Succession(follows="http://127.0.0.1:9"))
    assert "is the understudy's of http://127.0.0.1:9: give commands there" in refused(there, *command)


def test_a_file_that_does_not_say_who_leads_stops_the_start(tmp_path: Path) -> None:
    succession.path_of(tmp_path / "live.db").write_text("{")
    assert "says who leads, and cannot be read" in refused(elsewhere(tmp_path), "serve")


def test_of_two_processes_one_follows_into_a_database(leader: Server, tmp_path: Path) -> None:
    key = leader.installation.key(None, "admin")
    understudy = Understudy(leader, tmp_path / "understudy", key).start()
    with understudy.server:
        said = refused(understudy.installation, "serve", "--follow", leader.url, "--token", key)
        assert said.startswith("Another process follows into")


def test_one_whose_leader_is_not_there_yet_waits_for_it(tmp_path: Path) -> None:
    there = elsewhere(tmp_path)
    server = Server(there, "--follow", "http://127.0.0.1:9", "--token", "x" * 43)
    with server:
        server.program.start(lambda: phase_of(server) == "away", "it waits")
        wait_until(lambda: "is asked again and again" in server.program.log_end(), "it says so")
