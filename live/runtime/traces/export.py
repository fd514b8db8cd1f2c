"""Sends this process's spans to a collector, by OpenTelemetry's own program: OTLP over HTTP, in protobuf.

Its further variables are heeded, such as OTEL_EXPORTER_OTLP_HEADERS for a collector that wants a key. Spans that the
collector does not take are dropped: nobody waits for it.
"""

from __future__ import annotations

import atexit

import requests
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased

from live.runtime import traces

TAKES = "/v1/traces"
"""Where a collector takes them, at its address (OTLP 1.x, «OTLP/HTTP Request»)."""

PACE = 1.0
"""Seconds between two sendings."""

AT_ONCE = 64
"""Spans in one sending: to write more of them would hold the loop for longer than a screen's frame takes."""

KEPT = 4_096
"""Spans that wait for a collector which is slow or away; what comes beyond that is dropped."""

PATIENCE = 5.0
"""Seconds for one sending, with all its tries; the process's end waits no longer either."""


def begin(collector: str, share: float, version: str, authorities: str | None) -> None:
    """From now on, for `share` of the traces that begin here, and each that a proxy has begun and wants to be told of.

    `authorities`: the file with those whose certificates count, where those of the system do not.
    """
    exporter = OTLPSpanExporter(collector + TAKES, timeout=PATIENCE, session=_session(authorities))
    spans = BatchSpanProcessor(exporter, KEPT, PACE * 1000, AT_ONCE)
    provider = TracerProvider(
        sampler=ParentBased(TraceIdRatioBased(share)),
        resource=Resource.create({"service.name": "live", "service.version": version}),
        shutdown_on_exit=False,
    )
    provider.add_span_processor(spans)
    traces.tracer = provider.get_tracer("live", version)
    atexit.register(provider.shutdown)


def answered(collector: str, authorities: str | None, patience: float) -> int | None:
    """The status with which it answers to a sending of no span, within so many seconds; None where it does not."""
    kind = {"Content-Type": "application/x-protobuf"}
    try:
        return _session(authorities).post(collector + TAKES, b"", headers=kind, timeout=patience).status_code
    except requests.RequestException:
        return None


def _session(authorities: str | None) -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    session.verify = authorities or True
    return session
