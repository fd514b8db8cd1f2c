"""Connections to PostgreSQL that wait for nobody without end: not for a server that is frozen, nor for one of ours."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, event

DEADLINE = 14.0
"""Seconds that an answer is waited for: longer than a statement may take there, shorter than a sender waits."""

BOUNDS = {"lock_timeout": "10s", "statement_timeout": "12s", "idle_in_transaction_session_timeout": "8s"}
"""PostgreSQL's own: whoever of ours is frozen inside a transaction loses it before the next gives up on its lock."""

LINE = {
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 8000,
}
"""A line that is dead is found within seconds; libpq's own, the last in milliseconds."""

PLANS = {"jit": "off", "client_connection_check_interval": "2s"}
"""No compiling of what runs for milliseconds; and what nobody waits for any more is ended."""


def connect_args(patient: bool) -> dict[str, Any]:
    """How PostgreSQL is connected to; `patient` for commands, which may rightly take long."""
    bounds = {"lock_timeout": BOUNDS["lock_timeout"]} if patient else BOUNDS
    options = " ".join(f"-c {name}={value}" for name, value in {**bounds, **PLANS}.items())
    # No generic prepared plans: the planner must see whether a searched word is common.
    return {"prepare_threshold": None, "connect_timeout": 5, "options": options, **LINE}


def give_up_on_silence(engine: Engine) -> None:
    """Let each connection of this engine be given up after DEADLINE."""
    # Here: an embedded database needs no driver of a server, and what is set for it counts when it is imported.
    import psycopg
    from psycopg.pq import TransactionStatus

    class Impatient(psycopg.Connection[Any]):
        """No cancelling is tried of what is given up: that would be one more line to a server that is silent."""

        def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
            try:
                return super().wait(gen, interval, timeout or DEADLINE)
            except psycopg.OperationalError:
                if self.info.transaction_status == TransactionStatus.ACTIVE:  # It never answered.
                    self.pgconn.finish()
                raise

    @event.listens_for(engine, "do_connect")
    def connect(dialect: Any, record: Any, arguments: Any, keywords: Any) -> Any:
        return Impatient.connect(*arguments, **keywords)
