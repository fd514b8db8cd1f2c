"""What another system hands in goes straight to the follow-up: a question of a standing broadcast, ticketed at once."""

from __future__ import annotations

import uuid

from live.desk.moderate import ticket
from live.domain.people import By
from live.domain.question import NEW
from live.domain.ticket import Kind
from live.protocol.commands.questions import Ticket
from live.store.followup import tickets
from live.store.ids import TICKETS_LOG, question_id
from live.store.show import broadcasts, questions
from live.store.transaction import Store


def ticketed(store: Store, slug: str, number: int, department: str | None, by: By) -> str | None:
    """The number of the ticket that a question has, made where it is still new; None where the desk was quicker."""
    with store.write() as tx:
        broadcast_id = broadcasts.get(tx.connection, slug).id
        _, row = tx.lock(TICKETS_LOG, broadcast_id)
        asked = questions.get(tx.connection, broadcast_id, number)
        known = tickets.of_question(tx.connection, question_id(broadcast_id, number), Kind.UNANSWERED)
        if known is not None:
            return str(known.number)
        if asked.state != NEW.value:
            return None
        body = Ticket(
            id=uuid.uuid4(), type="question.ticket", question=number, version=asked.version, department=department
        )
        made = ticket(tx, row, body, by)
        return str(made["ticket"]) if made else None
