"""A row in each table that no verb fills by the way: what a copy of everything has to hold."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from live.domain.followup.news import Choice, Pace
from live.store.ids import NUMBERS
from live.store.tables import (
    absence,
    answer_version,
    ballot,
    cluster,
    cluster_question,
    cluster_reader,
    collection,
    collection_issue,
    department,
    discussion,
    discussion_voice,
    escalation,
    fairness_leaf,
    fairness_root,
    file,
    file_token,
    half_way,
    handover,
    held_alarm,
    invitation,
    language_model,
    lease,
    matter,
    matter_question,
    matter_word,
    news,
    news_reader,
    notice,
    notice_reader,
    official_page,
    page_post,
    part,
    part_version,
    passkey,
    poll,
    poll_count,
    poll_option,
    poll_post,
    publication,
    publication_page,
    question,
    question_near,
    question_vector,
    reading,
    recovery_code,
    retention_run,
    rise,
    segment,
    session,
    shift,
    stack_place,
    staff_contact,
    ticket,
    ticket_answer,
    ticket_note,
    ticket_pause,
    topic_guess,
    totp,
    webhook,
)
from live.store.transaction import Transaction


def after_the_show(tx: Transaction) -> None:
    """A row in each table of the follow-up that no verb above has filled."""
    ticket_id = tx.connection.execute(select(ticket.c.id)).scalars().first()
    common = {"ticket_id": ticket_id, "at": tx.now}
    run = {"dry": True, "terms": {"contacts": 365}, "counts": {}, "by_name": "Мария", "at": tx.now}
    unguessed = select(question.c.id).where(question.c.id.not_in(select(topic_guess.c.question_id)))
    asked = int(tx.connection.execute(unguessed.order_by(question.c.id)).scalars().first() or 0)
    trouble = {"id": 1, "title": "Прорыв", "owner": "Мария", "opened_by": "Мария", "opened_at": tx.now}
    by = {"by_name": "Мария", "at": tx.now, "matter_id": 1}
    secret = tx.store.seal.close({"secret": "секрет-получателя"})
    hook = {"url": "https://example.org/", "secret": secret, "position": 0, "paused": True, "by_name": "Мария"}
    proved = {"id": 1, "broadcast_id": asked // NUMBERS, "root": "ab" * 32, "at": tx.now, "leaves": 1, "seen": 7}
    asked_of_all: dict[str, object] = {"id": 1, "question": "Что важнее?", "many": False, "chats": False}
    written = {"by_name": "Мария", "created_at": tx.now}
    posted: dict[str, object] = {"guard": 7, "name": "5", "facts": {"poll": 5, "answers": [11]}}
    posted |= {"next_at": tx.now, "moved_at": tx.now, "by_name": "Мария"}
    asked_of_all |= {"state": "open", "tally": {"by": {}, "voters": 0}, "opened_by": "Мария"}
    learned: dict[str, object] = {"id": 1, "kind": "topics", "state": "refused", "learned_from": 80, "asked": 20}
    measured: dict[str, object] = {"accuracy": 0.9, "macro_f1": 0.8}
    learned |= {"figures": {**measured, "topics": 5}, "against": {**measured, "model": None}}
    learned |= {"written": "", "hash": "ab" * 32}
    for table, row in (
        (language_model, {**learned, "at": tx.now}),
        (topic_guess, {"question_id": asked, "topic": "ЖКХ", "percent": 84, "words": ["тепло"], "at": tx.now}),
        (fairness_root, {**proved, "seed": "cd" * 32, "branches": ["ab" * 32]}),
        (fairness_leaf, {"root_id": 1, "position": 0, "question_id": asked, "end": "ticket", "hash": "ab" * 32}),
        (ticket_pause, {"ticket_id": ticket_id, "since": tx.now}),
        (ticket_answer, {**common, "text": "Починили", "final": True, "by_name": "Мария"}),
        (part, {**common, "id": 1, "department": "Водоканал", "text": "Когда?", "due": tx.now, "by_name": "Мария"}),
        (part_version, {"part_id": 1, "text": "В мае", "by_name": "Вера", "at": tx.now}),
        (answer_version, {**common, "text": "Починили", "fate": "waiting", "by_name": "Пётр"}),
        (ticket_note, {**common, "text": "Ждём подрядчика", "by_name": "Мария"}),
        (escalation, {**common, "clock": "reaction", "step": "near", "turn": 0, "due": tx.now}),
        (webhook, {**hook, "created_at": tx.now}),
        (retention_run, run),
        (matter, trouble),
        (matter_question, {**by, "question_id": asked}),
        (matter_word, {**by, "text": "Чиним", "final": False, "by_role": "moderator"}),
        (question_vector, {"question_id": asked, "model": "Проба 1", "vector": "AAEC"}),
        (question_near, {"question_id": asked, "other_id": asked, "likeness": 0.7}),
        (stack_place, {"question_id": asked, "stack": 1, "likeness": 0.93, "at": tx.now}),
        (notice, {"question_id": asked, "kind": "arrived", "state": "told", "due_at": tx.now, "at": tx.now}),
        (
            file,
            {"question_id": asked, "place": 0, "state": "kept", "hash": "0" * 64, "mime": "image/jpeg", "at": tx.now},
        ),
        (file_token, {"channel_id": 1, "file_id": 1, "place": "bot", "token": "token", "at": tx.now}),
        (rise, {"kind": "topic", "name": "ЖКХ", "at": tx.now, "many": 14, "usual": 2.5}),
        (official_page, {"body": "Район", "network": "vk", "address": "a", "address_key": "a", "at": tx.now}),
        (publication, {"id": 1, "state": "seen", "text": "Мост открыт", "writer": "user:1", **written}),
        (publication_page, {"publication_id": 1, "channel_id": 1, "views": 7}),
        (discussion, {"state": "open", "title": "Парк", "text": "Каким?", "broadcast_id": asked // NUMBERS, **written}),
        (
            discussion_voice,
            {"question_id": asked, "discussion_id": 1, "stance": "for", "by_name": "Мария", "at": tx.now},
        ),
        (page_post, {"page_id": 1, "name": "wall:-456_7", "at": tx.now, "own": True, "video": False, "views": 7}),
        (poll, {**asked_of_all, "broadcast_id": asked // NUMBERS, "opened_at": tx.now}),
        (poll_option, {"poll_id": 1, "number": 1, "text": "Дороги"}),
        (poll_count, {"poll_id": 1, "number": 1, "source": "form", "votes": 1}),
        (poll_post, {"poll_id": 1, "channel_id": 1, "state": "ended", "votes": {"1": 2}, **posted}),
        (ballot, {"poll_id": 1, "voter": "ab" * 32, "source": "form", "choice": 1, "at": tx.now}),
        (cluster, {"id": asked, "broadcast_id": asked // NUMBERS, "name": "горячая вода"}),
        (
            cluster_question,
            {"question_id": asked, "broadcast_id": asked // NUMBERS, "position": 1, "cluster_id": asked},
        ),
        (cluster_reader, {"broadcast_id": asked // NUMBERS, "placed": 1, "shown": []}),
        (segment, {"broadcast_id": asked // NUMBERS, "title": "Дороги", "rank": "V"}),
        (notice_reader, {"broadcast_id": asked // NUMBERS, "position": 1}),
    ):
        tx.connection.execute(table.insert().values(**row))


def a_collection(tx: Transaction) -> None:
    """One that was sent to a department."""
    home = tx.connection.execute(select(department.c.id)).scalars().first()
    kept: dict[str, object] = {"id": 1, "title": "Дороги", "department_id": home, "topics": [], "localities": []}
    goes = {"rhythm": "daily", "weekday": 0, "hour": 9}
    issue = {"id": 1, "collection_id": 1, "number": 1, "title": "Дороги", "department": "Дороги", "figures": {}}
    link = {"salt": "5a17", "hash": "0" * 64, "official": ""}
    for table, row in (
        (collection, {**kept, **goes, "by_name": "Мария", "created_at": tx.now}),
        (collection_issue, {**issue, "since": tx.now, "until": tx.now}),
        (reading, {"issue_id": 1, "department_id": home, "sent_at": tx.now, **link}),
    ):
        tx.connection.execute(table.insert().values(**row))


def proofs(tx: Transaction, account_id: int) -> None:
    """A row in each table of a person's second factors."""
    theirs = {"account_id": account_id}
    key = {"name": "Ноутбук", "credential": "Y3JlZGVudGlhbA", "public_key": "a2V5", "sign_count": 0}
    for table, row in (
        (totp, {"secret": tx.store.keyring.close("second factor", "JBSWY3DPEHPK3PXP"), "last_step": 0}),
        (recovery_code, {"number": 1, "hash": "hash"}),
        (passkey, {**key, "created_at": tx.now}),
    ):
        tx.connection.execute(table.insert().values(**theirs, **row))


def on_duty(tx: Transaction, account_id: int, channel_id: int) -> None:
    """A row in each table of duty."""
    theirs, by = {"account_id": account_id}, {"by_name": "Ольга", "at": tx.now}
    asked = tx.connection.execute(select(question.c.id)).scalars().first()
    planned = {**theirs, **by, "begins": tx.now, "ends": tx.now, "topics": ["ЖКХ"], "places": []}
    [number] = tx.connection.execute(shift.insert().values(**planned).returning(shift.c.id)).scalars()
    note = tx.store.keyring.close("handover", "Ждём водоканал")
    for table, row in (
        (handover, {**by, "shift_id": number, "note": note}),
        (absence, {**theirs, **by, "since": tx.now, "until": tx.now}),
        (held_alarm, {"question_id": asked, "clock": "reaction", "step": "near", "at": tx.now}),
        (news, {**theirs, "kind": "named", "question_id": asked, "at": tx.now}),
        (news_reader, {**theirs, "at": tx.now, "choice": Choice(pace=Pace.MORNING).as_item()}),
        (staff_contact, {**theirs, "channel_id": channel_id, "contact": None}),
    ):
        tx.connection.execute(table.insert().values(**row))


def of_now(tx: Transaction, account_id: int) -> None:
    """A row in each table of what is of this hour alone: an upgrade keeps it, a copy leaves it out."""
    theirs, long = {"account_id": account_id}, tx.now + timedelta(days=30)
    signed_in = {"key_ids": [], "generation": 0, "created_at": tx.now, "seen_at": tx.now, "expires_at": long}
    begun = {"purpose": "sign_in", "generation": 0, "tries": 0, "expires_at": long}
    for table, row in (
        (session, {**theirs, **signed_in, "id_hash": "ab" * 32}),
        (half_way, {**theirs, **begun, "id_hash": "cd" * 32}),
        (invitation, {**theirs, "kind": "invite", "hash": "ef" * 32, "created_at": tx.now, "expires_at": long}),
        (lease, {"name": "of the show", "holder": "a worker", "until": long}),
    ):
        tx.connection.execute(table.insert().values(**row))
