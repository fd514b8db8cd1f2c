"""Traces: what a request, a command or a letter waited for, part by part, for a collector that speaks OTLP.

Where LIVE_TRACES names no collector each of these costs a comparison. A span tells kinds and numbers: the rule of a
route, the type of a command, a network's host, how it ended. Never a path, a text, a name, or anybody's address.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from opentelemetry.trace import SpanContext, Tracer

Fact = str | int
Facts = Mapping[str, Fact]
"""By their names in OpenTelemetry's semantic conventions; what is ours alone begins with `live.`."""


class Span(Protocol):
    """Something that takes time, while it is under way."""

    def set_attribute(self, key: str, value: Fact, /) -> None: ...

    def update_name(self, name: str, /) -> None: ...


class _NoSpan:
    """Where nothing is traced."""

    def set_attribute(self, key: str, value: Fact, /) -> None:
        return

    def update_name(self, name: str, /) -> None:
        return


Opened = AbstractContextManager[Span]

_NOTHING: Opened = nullcontext(_NoSpan())

tracer: Tracer | None = None
"""What opens the spans of this process, once `export.begin` has set it."""


def served(name: str, facts: Facts, within: SpanContext | None = None) -> Opened:
    """Something that somebody asks of this server; `within` what a proxy has begun."""
    return _NOTHING if tracer is None else _opened(tracer, name, "SERVER", facts, within)


def asked_for(name: str, facts: Facts) -> Opened:
    """Something that this server asks of another."""
    return _NOTHING if tracer is None else _opened(tracer, name, "CLIENT", facts)


def work(name: str, facts: Facts) -> Opened:
    """Something that this server does: a trace of its own, where it is part of none."""
    return _NOTHING if tracer is None else _opened(tracer, name, "INTERNAL", facts)


def part(name: str, facts: Facts) -> Opened:
    """A part of what is under way; nothing where nothing is."""
    return _NOTHING if tracer is None or here() is None else _opened(tracer, name, "INTERNAL", facts)


def together(name: str, of: Sequence[SpanContext | None], facts: Facts) -> Opened:
    """What is done at once for several that wait: a part of the first one's trace, and linked to the others'."""
    known = [one for one in of if one is not None]
    if tracer is None or not known:
        return _NOTHING
    return _opened(tracer, name, "INTERNAL", facts, known[0], known[1:])


def was(name: str, seconds: float, within: SpanContext | None, facts: Facts) -> None:
    """What ends now and began so long ago, as a part of what was under way then; nothing where that is not known."""
    if tracer is None or within is None:
        return
    now = time.time_ns()
    tracer.start_span(name, _context(within), attributes=facts, start_time=now - round(seconds * 1e9)).end(now)


def failed(span: Span, what: str) -> None:
    """By a fault of ours, or of whoever was asked; told by its kind alone, for its words may hold what people wrote."""
    if tracer is None:
        return
    from opentelemetry import trace

    assert isinstance(span, trace.Span)
    span.set_attribute("error.type", what)
    span.set_status(trace.StatusCode.ERROR)


def here() -> SpanContext | None:
    """What is under way in this task, for whoever goes on with it in another one; None where nothing is."""
    if tracer is None:
        return None
    from opentelemetry import trace

    found = trace.get_current_span().get_span_context()
    return found if found.is_valid else None


def known_as() -> str:
    """By which a collector knows what is under way in this task; empty where it is not told of it."""
    found = here()
    return format(found.trace_id, "032x") if found is not None and found.trace_flags.sampled else ""


def carried(traceparent: str) -> SpanContext | None:
    """What a proxy has begun, as it says in a header of the W3C's Trace Context; None where that is no such header."""
    from opentelemetry import trace
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    context = TraceContextTextMapPropagator().extract({"traceparent": traceparent})
    found = trace.get_current_span(context).get_span_context()
    return found if found.is_valid else None


@contextmanager
def _opened(
    tracer: Tracer,
    name: str,
    kind: str,
    facts: Facts,
    within: SpanContext | None = None,
    beside: Sequence[SpanContext] = (),
) -> Iterator[Span]:
    from opentelemetry import trace

    with tracer.start_as_current_span(
        name,
        _context(within) if within is not None else None,
        trace.SpanKind[kind],
        facts,
        [trace.Link(one) for one in beside],
        record_exception=False,
        set_status_on_exception=False,
    ) as span:
        try:
            yield span
        except BaseException as error:
            failed(span, type(error).__name__)
            raise


def _context(within: SpanContext) -> Any:
    from opentelemetry import trace

    return trace.set_span_in_context(trace.NonRecordingSpan(within))
