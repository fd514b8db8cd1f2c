"""Whatever a network sends over HTTP: never a 500, and what its secret vouches for is stored or kept."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from live.channels import TYPES
from live.domain.refused import Refused
from live.store.centre import channels
from live.store.show import questions
from live.store.tables import dead_letter
from tests.channels.networks import SETTINGS, proven, read
from tests.channels.test_fuzz import mutated
from tests.support.scale import scaled
from tests.web.house import House

CASES = scaled(60, 200 * len(TYPES))
"""In full two hundred for each network."""


@pytest.fixture(scope="module")
def paths(house: House) -> dict[str, str]:
    slug = house.show("open", "air")
    return {network: house.channel(network, slug, **SETTINGS[network]) for network in TYPES}


def post(house: House, path: str, body: bytes) -> int:
    sent = proven(path.split("/")[2], body)
    address = f"{path}/{sent.tail}" if sent.tail else path
    return house.client.post(address, data=sent.body, headers=dict(sent.headers)).status_code


def stored(house: House, path: str, external_id: str) -> bool:
    network, key = path.split("/")[2:]
    with house.store.read() as connection:
        channel = channels.find(connection, house.store.seal, network, key)
        assert channel is not None
        return bool(questions.by_external(connection, [(channel.origin, external_id)]))


def dead(house: House) -> int:
    with house.store.read() as connection:
        return int(connection.execute(select(func.count()).select_from(dead_letter)).scalar_one())


@pytest.mark.soak
@settings(deadline=None, max_examples=CASES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sent=mutated())
def test_no_valid_message_is_lost_over_http(house: House, paths: dict[str, str], sent: tuple[str, Any]) -> None:
    network, payload = sent
    body = json.dumps(payload).encode()
    for constant in (b"NaN", b"-Infinity", b"Infinity"):  # JSON has none.
        body = body.replace(constant, b"1e999")
    try:
        outcome = read(network, body)
    except Refused as refused:
        assert post(house, paths[network], body) == {"forbidden": 403, "invalid": 400}[refused.code]
        return
    assert post(house, paths[network], body) == 200
    for submission in outcome.submissions:
        assert submission.external_id and stored(house, paths[network], submission.external_id)
    assert outcome.dead is None or dead(house) > 0


@pytest.mark.soak
@settings(deadline=None, max_examples=CASES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(network=st.sampled_from(sorted(TYPES)), body=st.binary(max_size=300), tail=st.sampled_from(["", "/x"]))
def test_no_body_breaks_a_hook(house: House, paths: dict[str, str], network: str, body: bytes, tail: str) -> None:
    assert post(house, paths[network] + tail, body) in (200, 400, 403)
