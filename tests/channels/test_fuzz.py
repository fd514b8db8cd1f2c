"""Whatever is sent, reading refuses by the rules or yields something, and nothing that carries the secret is lost."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from live.channels import TYPES, Outcome, Request
from live.domain import call_legs
from live.domain.foreign_values import json_safe
from live.domain.refused import Refused
from live.domain.submission import TEXT_LIMIT, checked_text
from tests.channels.changed import ANYTHING, changed
from tests.channels.networks import SETTINGS, proven, read
from tests.channels.test_fixtures import PAYLOADS
from tests.support.scale import scaled

CASES = scaled(100, 10_000 * len(TYPES))
"""In full ten thousand for each network."""

VALID = [(path.parent.name, json.loads(path.read_bytes())) for path in PAYLOADS]
PROVES = {network: {"secret", "type"} if network == "vk" else set() for network in TYPES}
"""What a mutation leaves alone: the secret itself, and the type, so that the payload stays one that matters."""


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A valid payload of some network, with up to three of its values replaced by anything or taken out."""
    network, valid = draw(st.sampled_from(VALID))
    return network, changed(draw, valid, PROVES[network])


def check(outcome: Outcome) -> None:
    """Exactly one thing comes of a call, and what comes of it can be stored and shown."""
    came = (outcome.submissions, outcome.changes, outcome.calls, outcome.tallies, outcome.ballots)
    assert sum(map(bool, (*came, outcome.dead, outcome.ignored))) == 1
    for tally in outcome.tallies:
        assert all(0 <= votes < 2**40 for votes in (*tally.votes, tally.voters or 0)) and tally.poll
    for ballot in outcome.ballots:
        assert ballot.contact and all(place >= 0 for place in ballot.places)
    for submission in outcome.submissions:
        assert checked_text(submission.text) == submission.text
        assert submission.external_id
        assert submission.asked_at is None or submission.asked_at.utcoffset() is not None
        stored = [submission.original, *submission.attachments]
        assert json_safe(stored) == stored
        json.dumps(stored, allow_nan=False, ensure_ascii=False).encode()
        repr(submission.author).encode()
    for change in outcome.changes:
        assert change.text is None or 0 < len(change.text) <= TEXT_LIMIT
        assert change.otherwise is None or change.otherwise.external_id == change.external_id
    for call in outcome.calls:
        repr(call).encode()
        assert call.call_id
        assert call.state in (*call_legs.STATES, None)


@pytest.mark.soak
@settings(deadline=None, max_examples=CASES)
@given(st.sampled_from(sorted(TYPES)), st.binary(max_size=400) | ANYTHING.map(lambda v: json.dumps(v).encode()))
def test_no_body_raises_anything_but_a_refusal(network: str, body: bytes) -> None:
    for sent in (Request(body, {}), proven(network, body)):
        read_or_refused(network, sent)


def read_or_refused(network: str, sent: Request) -> None:
    try:
        check(TYPES[network].read(sent, SETTINGS[network]))
    except Refused as refused:
        assert refused.code in ("invalid", "forbidden")


@pytest.mark.soak
@settings(deadline=None, max_examples=CASES)
@given(mutated())
def test_no_payload_with_the_right_secret_is_lost(sent: tuple[str, dict[str, Any]]) -> None:
    network, payload = sent
    body = json.dumps(payload).encode()
    if b"NaN" in body or b"Infinity" in body:
        body = body.replace(b"NaN", b"0").replace(b"-Infinity", b"-1e999").replace(b"Infinity", b"1e999")
    try:
        check(read(network, body))
    except Refused as refused:  # a confirmation brings nothing that could be lost
        assert (network, payload.get("type"), refused.code) == ("vk", "confirmation", "forbidden")


@settings(deadline=None)
@given(st.text())
def test_a_message_of_any_text_is_kept(text: str) -> None:
    payload = {
        "type": "message_new",
        "object": {"message": {"id": 10, "date": 1785571200, "from_id": 123, "peer_id": 123, "text": text}},
        "group_id": 456,
        "secret": "callback-secret",
    }
    outcome = read("vk", json.dumps(payload).encode())
    check(outcome)
    (submission,) = outcome.submissions
    assert submission.external_id == "message:123_10"
    assert submission.text == text or submission.original is not None
    assert "callback-secret" not in json.dumps(submission.original)
