"""The product's own server with its database left out of the intake, to know what the rest of the route costs.

The same app, route, key and checks; only the intake answers at once, with a number that stands nowhere.
Started as `python -m bench.without_database PORT` with the settings of a prepared installation.
"""

from __future__ import annotations

from live.runtime import patch

patch()

import dataclasses
import itertools
import sys
from collections.abc import Sequence

import app as product
from live.commands.common import configured
from live.desk.intake.queue import Intake
from live.desk.receive import Arrival, Receipt, Result
from live.runtime import server


class NoIntake(Intake):
    """Acknowledges and forgets."""

    def __init__(self, slug: str) -> None:
        self._slug = slug
        self._numbers = itertools.count(1)

    def receive(self, arrivals: Sequence[Arrival]) -> list[Result]:
        return [Receipt(next(self._numbers), self._slug) for _ in arrivals]


def main(port: int) -> None:
    app = product.create_app(configured())
    services = app.extensions["live"]
    app.extensions["live"] = dataclasses.replace(services, intake=NoIntake("bench"))
    server.serve(app, server.listen("127.0.0.1", port))


if __name__ == "__main__":
    main(int(sys.argv[1]))
