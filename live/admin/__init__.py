"""The administrator's verbs: people, lists, channels, the calendar, webhooks. No SQL stands here."""
