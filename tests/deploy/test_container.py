"""The image and what stands around it: as little as can be, in the words that Docker and Caddy know, and it starts."""

from __future__ import annotations

import json
import re
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from live.settings import SECRETS, read
from tests.deploy.debian import wheels
from tests.support import binaries
from tests.support.binaries import required
from tests.support.server import ROOT, SECRET
from tools.play_image import DOCKERFILE, TOLD, Image, steps

CONTAINER = ROOT / "deploy/container"
STEPS = steps(DOCKERFILE.read_text("utf-8"))
LAST = STEPS[max(at for at, (word, _) in enumerate(STEPS) if word == "FROM") :]
COMPOSE: dict[str, Any] = yaml.safe_load((CONTAINER / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"] == "live"}


def said(word: str) -> list[str]:
    """What the last stage says by this word."""
    return [rest for one, rest in LAST if one == word]


# The image.


def test_it_runs_as_a_number_that_is_not_roots() -> None:
    [user] = said("USER")
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", user)
    [made] = [rest for rest in said("RUN") if rest.startswith("useradd ")]
    assert f"--uid {user.partition(':')[0]} " in made


def test_it_says_whether_it_lives_where_it_listens() -> None:
    [check], [command] = said("HEALTHCHECK"), said("CMD")
    [port] = said("EXPOSE")
    assert f"http://127.0.0.1:{port}/healthz" in check
    assert json.loads(command) == ["serve", "--host", "0.0.0.0", "--port", port]


def test_it_holds_no_secret_and_what_was_packed_is_left_behind() -> None:
    assert not [rest for rest in said("ENV") if rest.partition("=")[0].removesuffix("_FILE") in SECRETS]
    assert said("COPY") == ["--from=packed /opt/live /opt/live"]


def test_each_package_is_the_one_that_was_reviewed() -> None:
    commands = [one for word, rest in STEPS if word == "RUN" for one in rest.split(" && ")]
    installs = [one for one in commands if "/pip install " in one]
    assert len(installs) == 2
    assert "--require-hashes" in installs[0] and "--no-index" in installs[1] and "--no-deps" in installs[1]


def test_what_is_copied_comes_past_the_list_of_what_is_kept_out() -> None:
    kept = (CONTAINER / "Dockerfile.dockerignore").read_text("utf-8").split()
    [copied] = [rest.split()[:-1] for word, rest in STEPS if word == "COPY" and not rest.startswith("--from")]
    assert kept[0] == "*" and {one.removeprefix("!") for one in kept[1:]} == set(copied)


def test_a_step_that_is_not_known_stops_the_play(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text("FROM scratch\nONBUILD RUN true\n")
    with pytest.raises(RuntimeError, match="ONBUILD RUN true: this step is not known"):
        Image(tmp_path / "image", dockerfile=tmp_path / "Dockerfile").build()
    known = {word for word, _ in STEPS} - set(TOLD)
    assert known == {"FROM", "COPY", "RUN", "ENV", "WORKDIR", "ENTRYPOINT", "CMD"}


@pytest.mark.faults
def test_its_very_steps_give_a_program_that_starts(tmp_path: Path) -> None:
    context = tmp_path / "context"
    context.mkdir()
    wheels(context / "dist", "0.1.0")
    (context / "requirements.lock").write_text("# the stand-in needs nothing\n")
    image = Image(tmp_path / "image", context)
    image.build()
    image.stage.environment["DPKG_ROOT"] = str(tmp_path)
    done = image.live("audit")
    assert done.returncode == 0, done.stderr
    told = json.loads((tmp_path / "said").read_text())
    assert (told["arguments"], told["LIVE_LOG"]) == (["audit"], "json")
    assert image.started()[1:] == ["serve", "--host", "0.0.0.0", "--port", "8000"]


# What stands around it.


def test_each_of_ours_writes_nowhere_else_and_may_nothing() -> None:
    assert set(OURS) == {"migrate", "server-1", "server-2", "worker"}
    for name, service in OURS.items():
        assert service["read_only"] is True and service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["tmpfs"] == ["/tmp"] and service["volumes"] == ["state:/var/lib/live"], name
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]


def test_the_settings_are_those_that_the_program_reads(tmp_path: Path) -> None:
    [environ] = {json.dumps(service["environment"], sort_keys=True) for service in OURS.values()}
    told = {name: value.replace("/run/secrets", str(tmp_path)) for name, value in json.loads(environ).items()}
    assert not set(told) & set(SECRETS) - {"LIVE_REDIS_URL"}  # Redis has no password there, and no way in from outside.
    told["LIVE_ADDRESS"] = "https://line.raion.example"
    (tmp_path / "LIVE_SECRET_KEY").write_text(SECRET)
    (tmp_path / "LIVE_DATABASE_URL").write_text("postgresql://live:word@postgres/live\n")
    found = read(told)
    assert found.edge.proxies == 1 and {"server-1", "server-2", "line.raion.example"} == found.edge.hosts
    subnet = COMPOSE["networks"]["default"]["ipam"]["config"][0]["subnet"]
    assert [str(network) for network in found.edge.proxy_from] == [subnet]


def test_the_proxy_knows_both_servers_and_is_told_what_its_file_asks_for() -> None:
    proxy = SERVICES["proxy"]
    servers = [name for name in OURS if name.startswith("server-")]
    assert proxy["environment"]["SERVERS"].split() == [f"{name}:8000" for name in servers]
    asked = set(re.findall(r"\{\$(\w+)", (ROOT / "deploy/caddy/Caddyfile").read_text("utf-8")))
    assert set(proxy["environment"]) <= asked
    assert (CONTAINER / proxy["volumes"][0].partition(":")[0]).resolve() == ROOT / "deploy/caddy/Caddyfile"


def test_what_one_part_names_of_another_is_there() -> None:
    for name, service in SERVICES.items():
        assert set(service.get("depends_on", ())) <= set(SERVICES), name
        assert set(service.get("secrets", ())) <= set(COMPOSE["secrets"]), name
        volumes = {volume.partition(":")[0] for volume in service.get("volumes", ())}
        assert {volume for volume in volumes if not volume.startswith(".")} <= set(COMPOSE["volumes"]), name


def test_the_schema_is_brought_up_before_anybody_serves() -> None:
    for name, service in OURS.items():
        waits = {other: told["condition"] for other, told in service["depends_on"].items()}
        after = {"postgres": "service_healthy"} if name == "migrate" else {"migrate": "service_completed_successfully"}
        assert waits == after, name


# Its secrets.


def test_secrets_are_made_once_and_fit_each_other(tmp_path: Path) -> None:
    script = tmp_path / "secrets.sh"
    script.write_text((CONTAINER / "secrets.sh").read_text("utf-8"))
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/chown").write_text('#!/bin/sh\necho "$@" >>chowned\n')
    (tmp_path / "bin/chown").chmod(0o755)
    environment = {"PATH": f"{tmp_path}/bin:/usr/bin:/bin"}
    subprocess.run(["sh", str(script)], check=True, env=environment)
    made = {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}
    subprocess.run(["sh", str(script)], check=True, env=environment)
    assert made == {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}
    assert set(made) == set(COMPOSE["secrets"])
    assert made["LIVE_DATABASE_URL"] == f"postgresql://live:{made['database_password']}@postgres/live\n"
    assert (
        re.fullmatch(r"[0-9a-f]{64}", made["LIVE_SECRET_KEY"]) and made["LIVE_SECRET_KEY"] != made["database_password"]
    )
    for name in made:
        assert stat.S_IMODE((tmp_path / "secrets" / name).stat().st_mode) == 0o600
    [user] = said("USER")
    assert f"{user} secrets/LIVE_SECRET_KEY secrets/LIVE_DATABASE_URL" in (tmp_path / "chowned").read_text()


def test_shellcheck_has_nothing_to_say_of_the_script() -> None:
    subprocess.run([required(binaries.shellcheck(), "ShellCheck"), str(CONTAINER / "secrets.sh")], check=True)
