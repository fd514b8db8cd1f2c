"""The control room's machines: whether what they send can be heard, and who may press a button without a key."""

from __future__ import annotations

import errno
import os

from flask_babel import gettext

from live.commands.diagnosis.finding import Finding, fault, warning, well
from live.commands.diagnosis.scene import Scene
from live.runtime.udp.datagrams import Datagrams


def osc(scene: Scene) -> Finding:
    place = scene.told.osc
    if place is None:
        return well(gettext("no packets of OSC are heard, as it was set"), heard=False)
    where = f"{place.written} UDP"
    if (wrong := _taken(place.host, place.port)) is not None and wrong != errno.EADDRINUSE:
        todo = gettext("Choose a LIVE_OSC with a port above 1023 and an address of this machine.")
        says = gettext("{where} cannot be listened on: {reason}").format(where=where, reason=os.strerror(abs(wrong)))
        return fault(says, todo, errno=wrong)
    if wrong and not scene.runs:
        todo = gettext("Find it with ss -lunp and stop it, or give LIVE_OSC another port.")
        return fault(gettext("another program listens at {where}").format(where=where), todo)
    if not wrong and scene.runs:
        says = gettext("our server runs, and nobody hears what comes to {where}").format(where=where)
        return warning(says, gettext("Start the server anew, with LIVE_OSC as it is here."))
    if anybody := [str(one) for one in place.networks if not one.is_private]:
        says = gettext("from {networks} buttons are pressed without a key").format(networks=", ".join(anybody))
        todo = gettext("Name the closed network of the studio alone in LIVE_OSC_FROM, or give each device a key.")
        return warning(says, todo, networks=anybody)
    says = gettext("{where} is heard") if wrong else gettext("{where} is free, and is heard once the server runs")
    return well(says.format(where=where), heard=bool(wrong))


def _taken(host: str, port: int) -> int | None:
    """Why the address cannot be had; None where it can."""
    try:
        Datagrams(host, port).close()
    except OSError as error:
        return error.errno or errno.EADDRNOTAVAIL
    return None
