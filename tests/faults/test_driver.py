"""The start-up check: a PostgreSQL driver that stalls the server must not be served with."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.process import free_port
from tests.support.server import Installation


@pytest.mark.faults
def test_serve_refuses_a_driver_that_stalls_the_server(served: Installation) -> None:
    stalling = replace(served, extra={"PSYCOPG_WAIT_FUNC": "wait_c"})

    done = stalling.run("serve", "--port", str(free_port()))

    assert done.returncode == 1
    assert "PSYCOPG_WAIT_FUNC must be wait_selector" in done.stderr
    assert "Traceback" not in done.stderr
