"""A collector of traces as OTLP over HTTP has it: what it was sent, as spans by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.support.stub import Call, Json, Stub

PATH = "/v1/traces"


@dataclass(frozen=True)
class Told:
    """A span as it came."""

    name: str
    kind: int
    trace: str
    id: str
    parent: str
    links: tuple[str, ...]
    facts: dict[str, Any]
    status: int
    seconds: float


class Collector(Stub):
    def __init__(self) -> None:
        super().__init__()
        self.routes = {PATH: self._take}
        self.raw = b""
        """All that came, as bytes."""
        self.resource: dict[str, Any] = {}
        self._spans: list[Told] = []

    @property
    def spans(self) -> list[Told]:
        return list(self._spans)

    def named(self, name: str) -> list[Told]:
        return [one for one in self.spans if one.name == name]

    def of_trace(self, trace: str) -> dict[str, Told]:
        return {one.name: one for one in self.spans if one.trace == trace}

    def _take(self, call: Call) -> Json:
        self.raw += call.body
        self._spans.extend(self._read(ExportTraceServiceRequest.FromString(call.body)))
        return {}

    def _read(self, request: ExportTraceServiceRequest) -> Iterator[Told]:
        for resource in request.resource_spans:
            self.resource = _facts(resource.resource.attributes)
            for scope in resource.scope_spans:
                for span in scope.spans:
                    yield Told(
                        span.name,
                        span.kind,
                        span.trace_id.hex(),
                        span.span_id.hex(),
                        span.parent_span_id.hex(),
                        tuple(link.span_id.hex() for link in span.links),
                        _facts(span.attributes),
                        span.status.code,
                        (span.end_time_unix_nano - span.start_time_unix_nano) / 1e9,
                    )


def _facts(attributes: Any) -> dict[str, Any]:
    return {one.key: getattr(one.value, one.value.WhichOneof("value")) for one in attributes}
