"""Each payload in fixtures/<network>/ is read as its .expected.json beside it says."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from live.channels import TYPES, has_hook, mango, phone
from tests.channels.networks import SETTINGS, proven, read

FIXTURES = Path(__file__).parent / "fixtures"
PAYLOADS = sorted(path for path in FIXTURES.glob("*/*.json") if not path.name.endswith(".expected.json"))


def written(value: Any) -> Any:
    """A value as JSON, without the fields that hold nothing."""
    if is_dataclass(value):
        named = ((field.name, getattr(value, field.name)) for field in fields(value))
        return {name: written(inner) for name, inner in named if inner not in (None, (), False)}
    if isinstance(value, tuple):
        return [written(inner) for inner in value]
    if isinstance(value, datetime):
        assert value.utcoffset() is not None
        return value.isoformat().replace("+00:00", "Z")
    return value


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_payload_is_read_as_the_file_beside_it_says(payload: Path) -> None:
    expected = json.loads(payload.with_suffix(".expected.json").read_text())
    assert written(read(payload.parent.name, payload.read_bytes())) == expected


@pytest.mark.parametrize("payload", [p for p in PAYLOADS if p.parent.name in ("phone", "mango")], ids=lambda p: p.stem)
def test_what_waits_among_the_dead_letters_is_understood_without_its_proof(payload: Path) -> None:
    network, body = payload.parent.name, payload.read_bytes()
    again = {"phone": phone, "mango": mango}[network].understand(proven(network, body).body, SETTINGS[network])
    assert again == read(network, body)


@pytest.mark.parametrize("network", [type_ for type_ in TYPES if has_hook(type_)])
def test_every_network_that_brings_anything_has_fixtures(network: str) -> None:
    assert any(path.parent.name == network for path in PAYLOADS)
