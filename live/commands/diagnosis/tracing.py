"""The collector that LIVE_TRACES names: whether it takes traces."""

from __future__ import annotations

from flask_babel import gettext

from live.commands.diagnosis.finding import Finding, warning, well
from live.commands.diagnosis.scene import Scene

TAKEN = (200, 202, 401, 403)
"""The last two where it wants a key, which OTEL_EXPORTER_OTLP_HEADERS has for the server: somebody is there."""


def collector(scene: Scene) -> Finding:
    told = scene.told.traces
    if told is None:
        return well(gettext("nothing is traced, as it was set"), share=0)
    from live.runtime.traces import export

    status = export.answered(told.collector, scene.told.out_authorities, scene.asked.patience)
    todo = gettext("Traces are dropped meanwhile, and nobody waits. Start the collector, or take LIVE_TRACES away.")
    if status is None:
        return warning(gettext("{url} does not answer").format(url=told.collector), todo, status=status)
    if status not in TAKEN:
        says = gettext("{url} takes no traces: it answers {status}").format(url=told.collector, status=status)
        return warning(says, todo, status=status)
    says = gettext("{url} takes {share} of them").format(url=told.collector, share=f"{told.share * 100:g} %")
    return well(says, status=status, share=told.share)
