"""What leaves for a network in a trace: the channel and the host, never the path, which may hold a token."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from live.channels import outgoing
from live.runtime import traces
from live.store.transaction import Store
from tests.followup.test_outbox import Desk
from tests.followup.test_outbox_bots import replied, telegram
from tests.support.stub import Stub


@pytest.fixture
def ended(monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemorySpanExporter]:
    kept = InMemorySpanExporter()
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(kept))
    monkeypatch.setattr(traces, "tracer", provider.get_tracer("of the tests"))
    yield kept


def named(kept: InMemorySpanExporter, name: str) -> ReadableSpan:
    [found] = [one for one in kept.get_finished_spans() if one.name == name]
    return found


def test_a_reply_is_a_trace_with_what_the_network_was_asked(clocked: Store, ended: InMemorySpanExporter) -> None:
    network = telegram()
    with network.stub:
        desk = Desk(clocked, network.type, host=network.stub.url, **network.settings)
        replied(desk, network, 1)
        desk.send()
    reply, asked = named(ended, "reply"), named(ended, "POST 127.0.0.1")
    assert asked.parent is not None and asked.parent.span_id == reply.context.span_id
    assert dict(reply.attributes or {}) == {"live.channel": "telegram", "live.try": 1}
    assert dict(asked.attributes or {}) == {
        "http.request.method": "POST",
        "server.address": "127.0.0.1",
        "http.response.status_code": 200,
    }
    told = " ".join(one.to_json() for one in ended.get_finished_spans())
    assert network.settings["token"] not in told and "sendMessage" not in told


def test_a_host_that_a_stranger_has_named_is_not_told(ended: InMemorySpanExporter) -> None:
    with Stub() as elsewhere:
        outgoing.session(needs_https=False, of_stranger=False).get(elsewhere.url, timeout=30)
        session = outgoing.session(needs_https=False, of_stranger=True)
        with pytest.raises(outgoing.NotAllowed):
            session.get(elsewhere.url, timeout=30)
    assert [one.name for one in ended.get_finished_spans()] == ["GET 127.0.0.1", "GET elsewhere"]


def test_an_error_is_told_by_its_kind_alone(ended: InMemorySpanExporter) -> None:
    with pytest.raises(ValueError), traces.work("something", {}):
        raise ValueError("words that somebody wrote")
    span = named(ended, "something")
    assert not span.status.is_ok and dict(span.attributes or {}) == {"error.type": "ValueError"}
    assert span.events == () and "somebody wrote" not in span.to_json()


def test_a_part_of_nothing_is_no_trace(ended: InMemorySpanExporter) -> None:
    with traces.part("a part", {}):
        pass
    traces.was("what was", 0.1, traces.here(), {})
    with traces.together("a group", [None], {}):
        pass
    assert ended.get_finished_spans() == ()
