"""`app.py` by the clock of the pictured show, whatever the day: nothing grows late before its picture is taken."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from time import monotonic

from tests.support.process import Program
from tests.support.server import Installation, Server
from tools.pictured_show import NOW


def pictured_server(installation: Installation) -> Server:
    """Not started yet."""
    server = Server(installation)
    command = [sys.executable, "-m", __name__, "serve", "--port", str(server.port)]
    log = installation.folder / "pictured.log"
    server.program = Program(command, log, env=installation.environment(), cwd=installation.root)
    return server


def main() -> None:
    import app
    from live.store.transaction import Store

    began = monotonic()

    def shown() -> datetime:
        return NOW + timedelta(seconds=monotonic() - began)

    Store.__init__.__defaults__ = (shown,)
    app.cli()


if __name__ == "__main__":
    main()
