"""The verbs afterwards: what becomes of a ticket, and what is answered.

Every one of them loads its ticket by `tickets.load_for_update`, which keeps an executor to its own department; a
part of an answer is given by another one's (`parts`).
"""

from live.followup import answers, approval, bulk, clocks, matters, parts, shifts, work
from live.store.commands import BUS

__all__ = ["BUS", "answers", "approval", "bulk", "clocks", "matters", "parts", "shifts", "work"]
