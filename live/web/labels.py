"""What the protocol names by a word, as people read it: networks, reasons, priorities, kinds. One place for the server.

static/parts/words.js says the same on the screens. Texts are translated where they are shown.
"""

from __future__ import annotations

from typing import Any

from flask_babel import LazyString, gettext, lazy_gettext

from live.domain.question import WITHDRAWN
from live.domain.ticket import OPEN

NETWORKS = {
    "vk": ("VK", lazy_gettext("VKontakte")),
    "ok": ("OK", lazy_gettext("Odnoklassniki")),
    "max": ("MAX", "MAX"),
    "telegram": ("TG", "Telegram"),
    "phone": ("☎", lazy_gettext("Phone")),
    "mango": ("☎", "Mango Office"),
    "form": (lazy_gettext("form"), lazy_gettext("Form on the site")),
    "mail": ("@", lazy_gettext("E-mail")),
    "vk_watch": ("VK", lazy_gettext("VKontakte: mentions")),
    "ok_watch": ("OK", lazy_gettext("Odnoklassniki: mentions")),
    "news": (lazy_gettext("news"), lazy_gettext("Feed of an outlet")),
    "mailbox": ("@", lazy_gettext("Mailbox: mentions")),
}
"""A network's mark and name; one that stands not here is called by its type."""

SOURCES = {
    **{type_: name for type_, (_, name) in NETWORKS.items()},
    "file": lazy_gettext("From a file"),
    "api": lazy_gettext("Another program"),
    "hand": lazy_gettext("Added by hand"),
    "open311": "Open311",
}
"""What a question came by."""

CONTACTS = {
    "tel": lazy_gettext("telephone"),
    "mailto": lazy_gettext("e-mail"),
    "words": lazy_gettext("as it was written"),
}
"""The kinds of a contact that are no network's."""


def contact_words(masked: str) -> str:
    """A masked contact as the screens say it: «ВКонтакте ···71»."""
    kind, _, end = masked.partition(":")
    return (
        end.removeprefix("//") if kind.startswith("http") else f"{CONTACTS.get(kind) or SOURCES.get(kind, kind)} {end}"
    )


REASONS = {
    "off_topic": lazy_gettext("Off the subject of the broadcast"),
    "not_ours": lazy_gettext("Not our district or powers"),
    "duplicate": lazy_gettext("Already asked"),
    "abuse": lazy_gettext("Abuse"),
    "personal": lazy_gettext("Personal data of others"),
    "spam": lazy_gettext("Advertising, spam"),
    "unclear": lazy_gettext("Unclear"),
    "other": lazy_gettext("Another reason"),
}
"""The built-in reasons to decline."""

WHY_DECLINED = {**REASONS, WITHDRAWN: lazy_gettext("Withdrawn by whoever asked")}
"""Every reason that the program itself knows, whether somebody can give it or not."""

REASONS_TO_ASKERS = {
    "off_topic": lazy_gettext("It was not about the subject of this broadcast. Please ask us again, outside of it."),
    "not_ours": lazy_gettext("The district does not decide this: it is in the hands of others."),
    "duplicate": lazy_gettext("The same has been asked before, and it is being answered there."),
    "abuse": lazy_gettext("We could not take it in these words. Please write again, without harsh ones."),
    "personal": lazy_gettext("Personal data of other people stood in it, which we may not make public."),
    "spam": lazy_gettext("It looked like an advertisement. If we are wrong, please ask again."),
    "unclear": lazy_gettext("We could not make out what it is about. Please ask again in other words."),
    "other": lazy_gettext(
        "It could not be taken into this broadcast. Please ask again, or write to the administration."
    ),
}
"""The reasons in words for the one who asked; what the staff wrote of it among themselves is not told. A
reason of the centre's own reads as `other`."""

PRIORITIES = {
    "normal": lazy_gettext("Normal"),
    "high": lazy_gettext("High"),
    "urgent": lazy_gettext("Urgent"),
}

TICKET_KINDS = {
    "unanswered": lazy_gettext("Not answered on air"),
    "promise": lazy_gettext("Promise"),
    "rest": lazy_gettext("Answered in part"),
}
"""Why a ticket was made."""


QUESTION_STATES = {
    "new": lazy_gettext("under consideration"),
    "shortlisted": lazy_gettext("under consideration"),
    "on_air": lazy_gettext("on air now"),
    "answered": lazy_gettext("the answer is given"),
    "ticketed": lazy_gettext("a ticket is made"),
    "merged": lazy_gettext("joined to one like it"),
    "declined": lazy_gettext("declined"),
    "transferred": lazy_gettext("in another broadcast"),
    "blocked": lazy_gettext("under consideration"),
}
"""What has become of a question, as those read it who do not work at the desk."""


def question_state(state: str) -> str:
    return str(QUESTION_STATES.get(state, state))


def ticket_state(state: str | None) -> str:
    """What has become of a ticket, as its own screen says it: there nothing is merely open."""
    if state is None:
        return ""
    return gettext("not assigned yet") if state == OPEN.value else gettext(state)


SCORE_PARTS = {
    "posts": (lazy_gettext("Posts a week"), ""),
    "own": (lazy_gettext("Own posts, not repeated ones"), "%"),
    "answered": (lazy_gettext("Answered, of what was asked"), "%"),
    "first": (lazy_gettext("First answer, half within"), lazy_gettext("h")),
    "marks": (lazy_gettext("Marks of residents"), lazy_gettext("of 5")),
}
"""What a page's score is made of, and in what it is measured."""

RESULTS = {
    "show": lazy_gettext("Outcome of a show"),
    "week": lazy_gettext("What the centre did in a week"),
    "poll": lazy_gettext("Outcome of a poll"),
    "ticket": lazy_gettext("Answer for everybody"),
    "promise": lazy_gettext("Promise kept"),
    "matter": lazy_gettext("Situation that ended"),
    "discussion": lazy_gettext("A discussion begins"),
    "outcome": lazy_gettext("Outcome of a discussion"),
}
"""What the centre tells everybody of its own work."""

LISTS = {
    "topics": lazy_gettext("Topics"),
    "localities": lazy_gettext("Settlements"),
    "reasons": lazy_gettext("Reasons to decline"),
    "rude": lazy_gettext("Rude words"),
    "urgent": lazy_gettext("Words of danger"),
    "stresses": lazy_gettext("Stresses"),
    "hidden_words": lazy_gettext("Hidden words"),
    "calendar": lazy_gettext("Calendar"),
    "deadlines": lazy_gettext("Deadlines"),
    "templates": lazy_gettext("Templates of answers"),
    "messages": lazy_gettext("Ready messages"),
    "results": lazy_gettext("Texts of results"),
    "page_scores": lazy_gettext("Score of the pages"),
}
"""The centre's lists, in the order of their pages."""

ADMIN_PAGES: tuple[tuple[str, LazyString, dict[str, Any]], ...] = (
    ("admin_start.index", lazy_gettext("First steps"), {}),
    ("admin_broadcasts.index", lazy_gettext("Broadcasts"), {}),
    ("admin_centre.show", lazy_gettext("The centre"), {}),
    *(("admin.show_list", title, {"name": name}) for name, title in LISTS.items()),
    ("admin_notices.index", lazy_gettext("What residents are told"), {}),
    ("admin_departments.index", lazy_gettext("Departments"), {}),
    ("collections.index", lazy_gettext("Collections"), {}),
    ("admin_official_pages.index", lazy_gettext("Official pages"), {}),
    ("publications.index", lazy_gettext("Publications"), {}),
    ("discussions.index", lazy_gettext("Discussions"), {}),
    ("page_score_pages.show", lazy_gettext("How the pages are kept"), {}),
    ("admin_bans.index", lazy_gettext("Ban list"), {}),
    ("admin_mentions.index", lazy_gettext("Mentions"), {}),
    ("admin_learning.index", lazy_gettext("Suggestions and learning"), {}),
    ("admin_shifts.index", lazy_gettext("Duty"), {}),
    ("admin_people.index", lazy_gettext("People"), {}),
    ("admin_keys.index", lazy_gettext("Program keys"), {}),
    ("admin_channels.index", lazy_gettext("Channels"), {}),
    ("admin_webhooks.index", lazy_gettext("Webhooks"), {}),
    ("admin_control.index", lazy_gettext("Button panels"), {}),
    ("admin_graphics.index", lazy_gettext("The station's graphics"), {}),
    ("admin_retention.index", lazy_gettext("Keeping of data"), {}),
    ("admin_subjects.index", lazy_gettext("One resident's data"), {}),
    ("admin_audit.index", lazy_gettext("Audit"), {}),
    ("admin_health.index", lazy_gettext("Health"), {}),
    ("admin_backup.index", lazy_gettext("Copies"), {}),
    ("admin_books.index", lazy_gettext("Books"), {}),
)
"""The administrator's pages in the order of their bar: endpoint, name, and what stands in its address."""
