"""What the audit's page calls an act, its outcome and what it was about."""

from __future__ import annotations

from flask_babel import lazy_gettext

from live.domain.audit import Outcome
from live.domain.people import Role
from live.web.labels import LISTS

GROUPS = {
    lazy_gettext("Entering and rights"): {
        "session.signed_in": lazy_gettext("Sign-in"),
        "session.signed_out": lazy_gettext("Sign-out"),
        "session.moved": lazy_gettext("A screen went over to this server"),
        "session.ended": lazy_gettext("Signed out elsewhere"),
        "factor.set_up": lazy_gettext("Codes from the phone set up"),
        "factor.removed": lazy_gettext("Codes from the phone switched off"),
        "factor.reset": lazy_gettext("Second factor reset"),
        "factor.wrong": lazy_gettext("Wrong code"),
        "factor.recovery_made": lazy_gettext("Recovery codes made"),
        "factor.recovery_used": lazy_gettext("Recovery code used"),
        "factor.passkey_added": lazy_gettext("Passkey added"),
        "factor.passkey_removed": lazy_gettext("Passkey removed"),
        "link.opened": lazy_gettext("A link was opened"),
        "access.refused": lazy_gettext("Access refused"),
        "access.limited": lazy_gettext("Limit of requests reached"),
    },
    lazy_gettext("Looking at personal data"): {
        "contact.seen": lazy_gettext("A contact was shown"),
        "caller.seen": lazy_gettext("A caller's card was opened"),
        "recording.seen": lazy_gettext("A call's recording was shown"),
        "letter.seen": lazy_gettext("An unread message was opened"),
        "by_hand.seen": lazy_gettext("The list of replies by hand was opened"),
        "subject.seen": lazy_gettext("One person's data was opened"),
    },
    lazy_gettext("Files and copies"): {
        "tickets.exported": lazy_gettext("Tickets exported"),
        "tickets.imported": lazy_gettext("Tickets imported"),
        "report.exported": lazy_gettext("Report exported"),
        "broadcast.exported": lazy_gettext("Broadcast exported"),
        "questions.imported": lazy_gettext("Questions imported"),
        "audit.exported": lazy_gettext("Audit exported"),
        "database.copied": lazy_gettext("Database copied"),
        "database.restored": lazy_gettext("Database restored"),
        "database.recounted": lazy_gettext("Kept counts counted anew"),
        "database.promoted": lazy_gettext("The understudy took over"),
        "subject.exported": lazy_gettext("One person's data exported"),
        "subject.erased": lazy_gettext("One person's data erased"),
    },
    lazy_gettext("Administration"): {
        "person.added": lazy_gettext("Person added"),
        "person.changed": lazy_gettext("Person changed"),
        "person.invited": lazy_gettext("Link to set a password made"),
        "person.closed": lazy_gettext("Person closed"),
        "person.opened": lazy_gettext("Person opened"),
        "person.roles_changed": lazy_gettext("Roles changed"),
        "person.password_set": lazy_gettext("Password set"),
        "key.added": lazy_gettext("Key added"),
        "key.limited": lazy_gettext("Key limited"),
        "key.revoked": lazy_gettext("Key revoked"),
        "channel.added": lazy_gettext("Channel added"),
        "channel.changed": lazy_gettext("Channel changed"),
        "channel.routed": lazy_gettext("Channel moved"),
        "channel.paused": lazy_gettext("Channel paused"),
        "channel.resumed": lazy_gettext("Channel resumed"),
        "channel.subscribed": lazy_gettext("Channel's webhook set"),
        "channel.unsubscribed": lazy_gettext("Channel's webhook taken off"),
        "channel.renewed": lazy_gettext("Channel's hook given another address"),
        "channel.closed": lazy_gettext("Channel deleted"),
        "letter.retried": lazy_gettext("Unread messages tried again"),
        "letter.dismissed": lazy_gettext("Unread message dismissed"),
        "webhook.added": lazy_gettext("Webhook added"),
        "webhook.paused": lazy_gettext("Webhook paused"),
        "webhook.resumed": lazy_gettext("Webhook resumed"),
        "webhook.replayed": lazy_gettext("Webhook told again"),
        "webhook.removed": lazy_gettext("Webhook removed"),
        "list.saved": lazy_gettext("List saved"),
        "ban.added": lazy_gettext("Ban added"),
        "ban.lifted": lazy_gettext("Ban lifted"),
        "retention.saved": lazy_gettext("Terms of keeping saved"),
        "retention.swept": lazy_gettext("What outlived its term was taken away"),
        "audit.pruned": lazy_gettext("Audit pruned by its term"),
        "audit.overflowed": lazy_gettext("Entries for which there was no room"),
    },
    lazy_gettext("Questions"): {
        "question.add": lazy_gettext("Question added by hand"),
        "question.edit": lazy_gettext("Text for air edited"),
        "question.classify": lazy_gettext("Topic or place changed"),
        "question.note": lazy_gettext("Note on a question"),
        "question.shortlist": lazy_gettext("Question put into the list"),
        "question.return": lazy_gettext("Question put back"),
        "question.move": lazy_gettext("Question moved within the list"),
        "question.take": lazy_gettext("Question taken to air"),
        "question.answer": lazy_gettext("Answer given on air"),
        "question.reopen": lazy_gettext("Question reopened"),
        "question.want": lazy_gettext("The head takes a question"),
        "question.mask": lazy_gettext("Words masked on air"),
        "question.unmask": lazy_gettext("Words let through to the air"),
        "question.allow_name": lazy_gettext("Whether the name is said on air was changed"),
        "question.contact": lazy_gettext("A sender's contact was asked for"),
        "question.promise": lazy_gettext("Promise made"),
        "question.decline": lazy_gettext("Question declined"),
        "question.restore": lazy_gettext("Question restored"),
        "question.merge": lazy_gettext("Question merged"),
        "question.split": lazy_gettext("Question split off"),
        "question.ticket": lazy_gettext("Question made a ticket"),
        "question.block": lazy_gettext("An author blocked"),
        "question.unblock": lazy_gettext("Question let out of the blocked ones"),
        "questions.bulk": lazy_gettext("Several questions at once"),
        "question.reply": lazy_gettext("Reply written to an asker"),
        "reply.again": lazy_gettext("Reply sent again"),
        "reply.arrived": lazy_gettext("Reply marked as arrived"),
        "reply.cancel": lazy_gettext("Reply taken back"),
        "reply.told": lazy_gettext("Reply told by hand"),
    },
    lazy_gettext("Broadcasts"): {
        "broadcast.added": lazy_gettext("Broadcast added"),
        "broadcast.open": lazy_gettext("Collecting of questions begun"),
        "broadcast.open_intake": lazy_gettext("Intake opened"),
        "broadcast.close_intake": lazy_gettext("Intake closed"),
        "broadcast.air": lazy_gettext("Broadcast gone on air"),
        "broadcast.wrap": lazy_gettext("Broadcast ended"),
        "broadcast.archive": lazy_gettext("Broadcast put away"),
        "rehearsal.start": lazy_gettext("Rehearsal started"),
        "rehearsal.pace": lazy_gettext("Pace of the rehearsal changed"),
        "rehearsal.stop": lazy_gettext("Rehearsal stopped"),
        "rehearsal.reset": lazy_gettext("Rehearsal cleared away"),
        "graphic.show": lazy_gettext("Graphic shown"),
        "graphic.clear": lazy_gettext("Graphic taken off"),
        "presenter.message": lazy_gettext("Message to the presenter"),
        "presenter.acknowledge": lazy_gettext("Message acknowledged"),
        "prompter.adjust": lazy_gettext("Prompter adjusted"),
        "link.add": lazy_gettext("Link made"),
        "link.revoke": lazy_gettext("Link revoked"),
    },
    lazy_gettext("Calls"): {
        "call.open": lazy_gettext("Call written down"),
        "call.take": lazy_gettext("Call taken"),
        "call.hold": lazy_gettext("Call held"),
        "call.write": lazy_gettext("Call's notes changed"),
        "call.end": lazy_gettext("Call ended"),
        "call.hand": lazy_gettext("Call handed over"),
        "call.close": lazy_gettext("Call-back closed"),
        "call.contact": lazy_gettext("A caller's number was asked for"),
        "call.recording": lazy_gettext("A call's recording was asked for"),
        "caller.warn": lazy_gettext("Caller warned of"),
        "caller.ban": lazy_gettext("Caller banned"),
        "caller.lift": lazy_gettext("Caution lifted"),
    },
    lazy_gettext("Tickets"): {
        "ticket.assign": lazy_gettext("Ticket assigned"),
        "ticket.take": lazy_gettext("Ticket taken"),
        "ticket.start": lazy_gettext("Ticket started"),
        "ticket.hold": lazy_gettext("Ticket put on hold"),
        "ticket.resume": lazy_gettext("Ticket resumed"),
        "ticket.prioritise": lazy_gettext("Ticket's priority changed"),
        "ticket.formal": lazy_gettext("Ticket made a formal appeal"),
        "ticket.reply": lazy_gettext("Interim answer sent"),
        "ticket.resolve": lazy_gettext("Ticket resolved"),
        "ticket.pass_on": lazy_gettext("Answer passed on"),
        "ticket.publish": lazy_gettext("Answer published"),
        "ticket.close": lazy_gettext("Ticket closed"),
        "ticket.reopen": lazy_gettext("Ticket reopened"),
        "ticket.contact": lazy_gettext("An asker's contact was asked for"),
        "ticket.note": lazy_gettext("Note on a ticket"),
        "tickets.bulk": lazy_gettext("Several tickets at once"),
        "answer.again": lazy_gettext("Answer sent again"),
        "answer.arrived": lazy_gettext("Answer marked as arrived"),
        "answer.cancel": lazy_gettext("Answer taken back"),
        "answer.told": lazy_gettext("Answer told by hand"),
    },
}
"""Acts, in the order in which they are offered to choose from."""

ACTS = {act: label for acts in GROUPS.values() for act, label in acts.items()}

OUTCOMES = {
    Outcome.DONE: lazy_gettext("done"),
    Outcome.FAILED: lazy_gettext("did not succeed"),
    Outcome.REFUSED: lazy_gettext("not allowed"),
}

KINDS = {
    "question": lazy_gettext("question {number}"),
    "call": lazy_gettext("call {number}"),
    "link": lazy_gettext("link {number}"),
    "message": lazy_gettext("message {number}"),
    "reply": lazy_gettext("reply {number}"),
    "caution": lazy_gettext("caution {number}"),
    "letter": lazy_gettext("unread message {number}"),
    "ticket": lazy_gettext("ticket {number}"),
    "user": lazy_gettext("account № {number}"),
    "key": lazy_gettext("key or link № {number}"),
    "channel": lazy_gettext("channel № {number}"),
    "webhook": lazy_gettext("webhook № {number}"),
    "retention": lazy_gettext("run № {number}"),
    "subject": lazy_gettext("person № {number}"),
    "ban": lazy_gettext("ban № {number}"),
    "list": lazy_gettext("list: {number}"),
}
"""A part of a subject's path, by its first word."""

ALONE = {
    "tickets": lazy_gettext("the centre's tickets"),
    "database": lazy_gettext("the database"),
    "audit": lazy_gettext("the audit"),
    "channel": lazy_gettext("all channels"),
    "list/retention": lazy_gettext("terms of keeping"),
}
"""Subjects that are no path."""


FACTS = {
    "times": lazy_gettext("how many times"),
    "method": lazy_gettext("method of the request"),
    "route": lazy_gettext("page"),
    "command": lazy_gettext("command"),
    "seq": lazy_gettext("number in the log"),
    "rows": lazy_gettext("rows"),
    "created": lazy_gettext("new ones"),
    "form": lazy_gettext("format"),
    "state": lazy_gettext("state"),
    "type": lazy_gettext("kind"),
    "broadcast": lazy_gettext("broadcast's short name"),
    "changed": lazy_gettext("what was changed"),
    "settings": lazy_gettext("settings"),
    "roles": lazy_gettext("roles"),
    "version": lazy_gettext("version"),
    "entries": lazy_gettext("entries"),
    "screen": lazy_gettext("screen"),
    "active": lazy_gettext("may sign in"),
    "delivered": lazy_gettext("delivered"),
    "left": lazy_gettext("left"),
    "since": lazy_gettext("from number"),
    "types": lazy_gettext("kinds of events"),
    "terms": lazy_gettext("terms in days"),
    "narrowed": lazy_gettext("narrowed by"),
    "before": lazy_gettext("chain's end before"),
    "to": lazy_gettext("up to number"),
    "hash": lazy_gettext("seal"),
    "ground": lazy_gettext("why"),
    "persons": lazy_gettext("names and contacts"),
    "questions": lazy_gettext("questions"),
    "wordings": lazy_gettext("earlier wordings"),
    "consents": lazy_gettext("consents"),
    "calls": lazy_gettext("calls"),
    "cautions": lazy_gettext("marks on calls"),
    "tickets": lazy_gettext("tickets"),
    "replies": lazy_gettext("replies"),
    "kind": lazy_gettext("kind"),
    "why": lazy_gettext("why"),
}
"""What the details of an entry are called; one that stands not here is called by its own word."""

VALUES = {
    "kind": {"show": lazy_gettext("show"), "standing": lazy_gettext("standing line")},
    "roles": {role.value: lazy_gettext(role.value) for role in Role},
    "why": {
        "wrong": lazy_gettext("wrong password"),
        "closed": lazy_gettext("the account is closed"),
        "code": lazy_gettext("wrong code"),
        "passkey": lazy_gettext("the passkey does not fit"),
        "too_many": lazy_gettext("too many tries"),
    },
}
"""What the details with these names say in words; anything else is told as it stands."""


def subject(path: str, titles: dict[str, str]) -> str:
    """What an entry is about, in words; `titles` of broadcasts by their slugs."""
    if path in ALONE:
        return str(ALONE[path])
    first, *rest = path.split("/")
    words = [] if first in KINDS else [titles.get(first, first)]
    parts = rest if words else [first, *rest]
    for kind, number in zip(parts[::2], parts[1::2], strict=False):
        called = str(LISTS.get(number, number)) if kind == "list" else number
        words.append(str(KINDS[kind]).format(number=called) if kind in KINDS else f"{kind} {called}")
    return " · ".join(word for word in words if word)
