"""Rows of what comes after: tickets, answers, the outbox, clocks, webhooks, retention."""
