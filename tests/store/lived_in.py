"""A show that was lived through: what every verb leaves, and a row in every table that none of them fills."""

from __future__ import annotations

from live.admin import departments
from live.domain import broadcast as broadcast_rules
from live.domain.listening.mention import Mention
from live.domain.people import By
from live.domain.submission import Author, Consent
from live.store.centre import access, bans, lists
from live.store.show import mentions
from live.store.tables import saved_view
from live.store.transaction import Store
from tests.store.every_table import a_collection, after_the_show, of_now, on_duty, proofs
from tests.support.departments import keep_departments
from tests.support.rooms import Show

OLGA = By("Ольга", "admin", credential="user:7")


def lived_through(store: Store) -> Show:
    """The show, in a store that was empty."""
    standing = Show(store, broadcast_rules.Kind.STANDING)
    show = Show(store, standing_id=standing.id, starts_at=store.clock()).on_air()
    channel = show.channel()
    author = Author("Анна", "vk:1", "https://vk.com/id1")
    photo = ({"type": "photo", "url": "https://vk.com/п"},)
    show.receive(
        "Когда починят мост?",
        "Ёлка «новая»",
        author=author,
        external_id=None,
        attachments=photo,
        consent=Consent("form-1"),
    )
    show.do("question.edit", 1, air_text="Мост")
    show.do("question.shortlist", 1)
    made = show.do("question.promise", 1, promise="Починим", due="2026-12-01")["promise"]
    show.do("question.amend_promise", 1, promise=made, due="2026-12-03", reason="Оговорились")
    show.do("question.ticket", 2, department="ЖКХ")
    origin = f"channel:{channel}"
    asked = show.asked("Где ответ?", author=author, origin=origin, external_id="message:1_1", channel_id=channel)
    show.do("reply.cancel", reply=show.do("question.reply", asked, text="В мае")["reply"])
    call, _ = show.handed()
    show.do("caller.warn", call=call, text="Перебивает")
    show.do("presenter.message", text="Пять минут")
    show.do("link.add", screen="prompter", name="Студия")
    show.do("prompter.adjust", device="studio0123456789", view={"size": 96, "measure": None})
    show.understood()
    Show(store).receive("Рано", channel_id=channel, body='{"текст": "рано"}')
    with store.write() as tx:
        access.add_key(tx, "token", "Ключ", ["moderator"], show.id, "desk")
        lists.save(tx, "reasons", 0, [{"code": "own", "label": "Своя причина", "shown": True}], "Администратор")
        own = {"owner": "user:1", "name": "Вода", "query": {"q": "вода"}, "at": tx.now}
        tx.connection.execute(saved_view.insert().values(**own))
        after_the_show(tx)
        maria = access.add_account(tx, "maria", "Мария", "hash", ["producer", "moderator"], department="ЖКХ")
        proofs(tx, maria)
        bans.add(tx, "vk:1", "Оскорбляет", "Мария", None)
        found = mentions.Found(Mention("wall:-77_1", "Нет воды", None, Author("Пётр", "vk:2")))
        mentions.add(tx, show.id, channel, [found])
        mentions.hide_author(tx, "vk:3", "Реклама", "Мария")
        on_duty(tx, maria, channel)
        of_now(tx, maria)
    [key] = keep_departments(store, {"name": "Жилищный отдел", "chief": "maria"})
    renamed = departments.Given("Отдел ЖКХ", chief=departments.Official(login="maria"))
    departments.change(store, key, 1, renamed, OLGA)
    with store.write() as tx:
        a_collection(tx)
    return show
