"""An understudy: what was acknowledged is there when its leader is gone, and two never lead."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.support.backends import EMBEDDED, Backends
from tests.support.load import Load
from tests.support.process import wait_until
from tests.support.server import Installation, Server
from tests.support.understudy import Understudy, phase_of, understudy_of

pytestmark = pytest.mark.faults


@pytest.fixture
def centre(backends: Backends, tmp_path: Path) -> Iterator[Installation]:
    """An installation of its own for each test: who leads is said for all of it."""
    (folder := tmp_path / "leader").mkdir()
    with backends.installation(EMBEDDED, folder) as installation:
        yield installation


def external_ids(server: Server, slug: str, token: str, load: Load) -> set[str]:
    """The ids under which questions are there, of those that were acknowledged: sent again, each gets its number."""
    there = set()
    for external_id, number in load.acknowledged.items():
        answer = requests.get(
            f"{server.url}/api/v1/broadcasts/{slug}/questions/{number}", headers={"Authorization": f"Bearer {token}"}
        )
        if answer.status_code == 200 and external_id in answer.json()["text"]:
            there.add(external_id)
    return there


def test_killed_under_load_nothing_is_missing_that_was_acknowledged(centre: Installation, tmp_path: Path) -> None:
    show = centre.show(source="source", desk="moderator")
    key = centre.key(None, "admin")
    with Server(centre, "--acknowledge", "follower").start() as leader:
        understudy = Understudy(leader, tmp_path / "understudy", key).start()
        with understudy.server:
            load = Load(leader.url, show.slug, show.keys["source"], rate=100, threads=8)
            load.start()
            wait_until(lambda: load.has(200), "questions come in")
            leader.kill()
            load.give_up()
            acknowledged = set(load.acknowledged)
            understudy.promote()
            assert external_ids(understudy.server, show.slug, show.keys["desk"], load) == acknowledged
            assert "balances" in understudy.installation.cli("audit")


def test_without_a_word_from_it_the_last_second_alone_may_be_missing(centre: Installation, tmp_path: Path) -> None:
    show = centre.show(source="source", desk="moderator")
    with Server(centre).start() as leader, understudy_of(leader, tmp_path / "understudy") as understudy:
        load = Load(leader.url, show.slug, show.keys["source"], rate=100, threads=8)
        load.start()
        wait_until(lambda: load.has(200), "questions come in")
        before = set(load.acknowledged)
        wait_until(lambda: load.has(len(before) + 150), "more than a second has passed")
        leader.kill()
        load.give_up()
        understudy.promote()
        there = external_ids(understudy.server, show.slug, show.keys["desk"], load)
        assert before <= there
        assert "balances" in understudy.installation.cli("audit")


def test_with_nobody_to_confirm_nothing_is_acknowledged_or_changed(centre: Installation, tmp_path: Path) -> None:
    show = centre.show(source="source", desk="moderator")
    key = centre.key(None, "admin")
    with Server(centre, "--acknowledge", "follower").start() as leader:
        source = leader.api(show.slug, show.keys["source"])
        answer = source.post("/questions", {"text": "Слышит ли кто-нибудь?"})
        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
        understudy = Understudy(leader, tmp_path / "understudy", key).start()
        with understudy.server:
            wait_until(lambda: source.post("/questions", {"text": "А теперь?"}).status_code == 201, "it is taken")
            understudy.server.freeze()
            wait_until(lambda: source.post("/questions", {"text": "И снова?"}).status_code == 503, "nobody confirms")
            understudy.server.thaw()
            wait_until(
                lambda: source.post("/questions", {"text": "Снова есть"}).status_code == 201, "it is taken again"
            )
    texts = [question["text"] for question in listed(centre, show.slug, show.keys["desk"])]
    assert "Слышит ли кто-нибудь?" not in texts


def listed(installation: Installation, slug: str, token: str) -> list[dict[str, str]]:
    with Server(installation).start() as server:
        found: list[dict[str, str]] = server.api(slug, token).get("/questions")["questions"]
        return found


def test_a_leader_that_is_there_hands_over_all_and_ends(centre: Installation, tmp_path: Path) -> None:
    show = centre.show(source="source", desk="moderator")
    with Server(centre).start() as leader, understudy_of(leader, tmp_path / "understudy") as understudy:
        load = Load(leader.url, show.slug, show.keys["source"], rate=100, threads=8)
        load.start()
        wait_until(lambda: load.has(100), "questions come in")
        understudy.promote()
        load.give_up()
        assert external_ids(understudy.server, show.slug, show.keys["desk"], load) == set(load.acknowledged)
        wait_until(lambda: not leader.program.running, "the leader has ended")
        assert "promoted in place of this server" in centre.run("serve").stderr


def test_a_leader_that_comes_back_does_not_serve(centre: Installation, tmp_path: Path) -> None:
    with Server(centre).start() as leader, understudy_of(leader, tmp_path / "understudy") as understudy:
        leader.kill()
        understudy.promote()
        done = centre.run("serve", "--port", str(leader.port))
        assert done.returncode == 1
        assert f"{understudy.server.url} was promoted in place of this server" in done.stderr


def test_a_leader_that_was_cut_off_ends_by_itself_once_it_is_back(centre: Installation, tmp_path: Path) -> None:
    with Server(centre).start() as leader, understudy_of(leader, tmp_path / "understudy") as understudy:
        leader.freeze()
        understudy.promote()
        leader.thaw()
        wait_until(lambda: not leader.program.running, "it steps down")
        assert "was promoted in place of this server" in centre.run("serve").stderr
        assert understudy.server.ready()


def test_a_leader_that_came_back_follows_and_takes_over_again(centre: Installation, tmp_path: Path) -> None:
    show = centre.show(source="source", desk="moderator")
    key = centre.key(None, "admin")
    with Server(centre).start() as leader, understudy_of(leader, tmp_path / "understudy") as understudy:
        leader.kill()
        understudy.promote()
        understudy.server.api(show.slug, show.keys["source"]).ask("После смены")
        back = Server(centre, "--follow", understudy.server.url, "--token", key)
        with back:
            back.program.start(lambda: phase_of(back) == "following", "it follows")
            assert list(centre.folder.glob("*.before-*")), "what it had is set aside"
            centre.cli("promote")
            wait_until(back.ready, "it serves again")
            texts = [q["text"] for q in back.api(show.slug, show.keys["desk"]).get("/questions")["questions"]]
            assert texts == ["После смены"]


def test_of_two_understudies_one_is_promoted(centre: Installation, tmp_path: Path) -> None:
    with (
        Server(centre).start() as leader,
        understudy_of(leader, tmp_path / "one") as one,
        understudy_of(leader, tmp_path / "two") as two,
    ):
        wait_until(lambda: knows(two, one.server.url), "each knows of the other")
        leader.kill()
        one.promote()
        done = two.installation.run("promote")
        assert done.returncode == 1
        assert f"{one.server.url} serves" in done.stderr


def knows(understudy: Understudy, address: str) -> bool:
    return address in understudy.database.with_name("live.db.succession").read_text()


def test_an_understudy_whose_process_is_gone_too_is_promoted_at_rest(centre: Installation, tmp_path: Path) -> None:
    show = centre.show(source="source", desk="moderator")
    with Server(centre, "--acknowledge", "follower").start() as leader:
        understudy = Understudy(leader, tmp_path / "understudy").start()
        leader.api(show.slug, show.keys["source"]).ask("До того")
        understudy.server.kill()
        leader.kill()
        assert "leads from now on" in understudy.installation.cli("promote")
        with Server(understudy.installation).start() as server:
            assert server.api(show.slug, show.keys["desk"]).get("/questions")["total"] == 1


def test_an_understudy_with_a_full_disk_says_so_and_goes_on(centre: Installation, tmp_path: Path) -> None:
    show = centre.show(source="source", desk="moderator")
    with Server(centre).start() as leader, understudy_of(leader, tmp_path / "understudy") as understudy:
        source = leader.api(show.slug, show.keys["source"])
        assert understudy.server.program.process is not None
        process = understudy.server.program.process.pid
        journal, log = understudy.database.with_name("live.db.changes"), understudy.server.program.log
        while journal.stat().st_size < 10 * log.stat().st_size:  # It can grow there alone: its log is much smaller.
            source.ask("Когда починят дорогу? " * 100)
        full = journal.stat().st_size + 100
        resource.prlimit(process, resource.RLIMIT_FSIZE, (full, resource.RLIM_INFINITY))
        source.ask("Куда это записать?")
        wait_until(lambda: understudy.phase() == "no_room", "it says that it has no room")
        assert "Cannot write to the disk" in understudy.installation.run("promote").stderr
        assert leader.ready(), "nobody ends for an understudy that cannot have all"
        resource.prlimit(process, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        wait_until(lambda: understudy.phase() == "following", "it goes on")
        understudy.promote()
        newest, *_ = understudy.server.api(show.slug, show.keys["desk"]).get("/questions")["questions"]
        assert newest["text"] == "Куда это записать?"


def test_a_leader_whose_disk_is_full_gives_no_copy_and_loses_nothing(centre: Installation, tmp_path: Path) -> None:
    show = centre.show(source="source", desk="moderator")
    key = centre.key(None, "admin")
    with Server(centre).start() as leader:
        source = leader.api(show.slug, show.keys["source"])
        source.ask("До того")
        assert leader.program.process is not None
        # Room for the log of writes, and none for a copy of all of it.
        room = Path(centre.database_url.removeprefix("sqlite:///")).stat().st_size - 1
        resource.prlimit(leader.program.process.pid, resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
        understudy = Understudy(leader, tmp_path / "understudy", key)
        understudy.server.program.start(lambda: understudy.phase() == "away", "it is told that there is no copy yet")
        with understudy.server:
            assert "There is no whole copy" in understudy.installation.run("promote").stderr
            assert leader.ready()
            never = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
            resource.prlimit(leader.program.process.pid, resource.RLIMIT_FSIZE, never)
            wait_until(lambda: understudy.phase() == "following", "it follows once there is room")
    assert len(listed(centre, show.slug, show.keys["desk"])) == 1
