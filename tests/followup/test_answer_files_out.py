"""What goes with an answer is handed to each network as it wants it, once; what it does not carry is a link."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from live.channels import OutgoingFile, OutgoingMessage, mail
from live.store.followup import outbox
from live.store.transaction import Store
from live.workers.files.handing import PATIENT
from tests.followup.answering import ADDRESS, PDF, PHOTO, Answering
from tests.followup.networks import Network, max_, ok, telegram, vk
from tests.support import pictures
from tests.support.rooms import clock_of
from tests.support.stub import Fault, reset
from tests.support.stubs import ok as ok_stub
from tests.support.stubs import vk as vk_stub
from tests.support.stubs.mail import Mail

pytestmark = pytest.mark.faults


def made(request: pytest.FixtureRequest) -> Iterator[Network]:
    network: Network = request.param()
    with network.stub:
        yield network


@pytest.fixture(params=[vk, telegram, max_, ok])
def network(request: pytest.FixtureRequest) -> Iterator[Network]:
    yield from made(request)


@pytest.fixture(params=[vk, max_, ok])
def uploading(request: pytest.FixtureRequest) -> Iterator[Network]:
    """One that wants a file before its message."""
    yield from made(request)


def desk_of(store: Store, folder: Path, network: Network) -> Answering:
    return Answering(store, folder, network.type, host=network.stub.url, **network.settings)


def ticket_of(desk: Answering, network: Network, number: int = 1) -> str:
    return desk.ticket(desk.asked_by(network.contact, network.name(number)))


def contents(network: Network) -> list[bytes]:
    """What was handed over, in its order."""
    return [part.content for _, part in network.stub.uploaded]


# Each in its own way


def test_a_picture_and_a_document_arrive_whole_and_once(clocked: Store, tmp_path: Path, network: Network) -> None:
    desk = desk_of(clocked, tmp_path, network)
    ticket = ticket_of(desk, network)
    desk.answer(ticket, desk.attached(ticket, PHOTO, PDF))
    desk.send()
    desk.send()
    [reply] = desk.replies(ticket)
    assert reply.state == "sent" and len(contents(network)) == 2
    drawn, document = contents(network)
    assert drawn.startswith(b"\xff\xd8\xff") and b"Phone of Anna" not in drawn and document == PDF
    assert reply.linked is None


def test_vk_names_what_was_saved_in_one_message(clocked: Store, tmp_path: Path) -> None:
    network = vk()
    with network.stub as stub:
        desk = desk_of(clocked, tmp_path, network)
        ticket = ticket_of(desk, network)
        desk.answer(ticket, desk.attached(ticket, PHOTO, PDF, name="Акт приёмки.pdf"))
        desk.send()
        [message] = stub.posted.values()
    assert (message["attachment"], message["message"]) == ("photo-456_1_key,doc-456_2", "Починили, смотрите")
    [saved] = [call.given for call in stub.calls if call.path == "/method/docs.save"]
    assert saved["title"] == "Акт приёмки.pdf"


def test_under_a_comment_vk_takes_two_and_the_rest_is_a_link(clocked: Store, tmp_path: Path) -> None:
    network = vk()
    with network.stub as stub:
        desk = desk_of(clocked, tmp_path, network)
        asked = desk.asked_by("vk:123", "wall:-456_7_12")
        ticket = desk.ticket(asked)
        desk.answer(ticket, desk.attached(ticket, PDF, PDF + b"\n", PDF + b"\n\n"))
        desk.send()
        [comment] = stub.posted.values()
    link = f"Файлы к ответу: {ADDRESS}/track/{desk.show.row(asked).code}"
    assert comment["message"] == f"Починили, смотрите\n\n{link}"
    assert comment["attachments"] == "doc-456_1,doc-456_2"


@pytest.mark.parametrize(("more", "carried"), [({}, False), ({"user_token": vk_stub.USER_TOKEN}, True)])
def test_a_picture_stands_under_a_comment_where_a_persons_key_is_there(
    clocked: Store, tmp_path: Path, more: dict[str, str], carried: bool
) -> None:
    network = vk()
    with network.stub as stub:
        desk = Answering(clocked, tmp_path, "vk", host=stub.url, **network.settings, **more)
        ticket = desk.ticket(desk.asked_by("vk:123", "wall:-456_7_12"))
        desk.answer(ticket, desk.attached(ticket, PHOTO))
        desk.send()
        [comment] = stub.posted.values()
    assert (comment.get("attachments") == "photo-456_1_key", "/track/" in comment["message"]) == (carried, not carried)


def test_telegram_gets_an_album_of_each_kind_with_the_text_under_the_first(clocked: Store, tmp_path: Path) -> None:
    network = telegram()
    with network.stub as stub:
        desk = desk_of(clocked, tmp_path, network)
        ticket = ticket_of(desk, network)
        desk.answer(ticket, desk.attached(ticket, PHOTO, pictures.picture(), PDF, pictures.DOCX))
        desk.send()
        photos, documents = stub.sent
    assert photos["media"][0]["caption"] == "Починили, смотрите" and photos["files"] == ["photo-1", "photo-2"]
    assert "caption" not in documents["media"][0] and documents["files"] == ["document-3", "document-4"]
    assert desk.replies(ticket)[0].external_id == "123_1000"


def test_a_long_text_stands_by_itself_at_telegram(clocked: Store, tmp_path: Path) -> None:
    network = telegram()
    with network.stub as stub:
        desk = desk_of(clocked, tmp_path, network)
        ticket = ticket_of(desk, network)
        desk.answer(ticket, desk.attached(ticket, PHOTO), "Да. " * 300)
        desk.send()
        text, photo = stub.sent
    assert text["text"].startswith("Да. Да.") and "caption" not in photo and desk.replies(ticket)[0].state == "sent"


def test_max_takes_a_document_in_a_message(clocked: Store, tmp_path: Path) -> None:
    network = max_()
    with network.stub as stub:
        desk = desk_of(clocked, tmp_path, network)
        ticket = ticket_of(desk, network)
        desk.answer(ticket, desk.attached(ticket, PHOTO, PDF, pictures.XLSX))
        desk.send()
    kinds = [[one["type"] for one in said["attachments"]] for said in stub.sent]
    assert kinds == [["image"], ["file"], ["file"]] and [said.get("text") for said in stub.sent][1:] == [None, None]


def test_what_max_is_still_reading_is_sent_later(clocked: Store, tmp_path: Path) -> None:
    network = max_()
    with network.stub as stub:
        desk = desk_of(clocked, tmp_path, network)
        ticket = ticket_of(desk, network)
        stub.reading = 2
        desk.answer(ticket, desk.attached(ticket, PDF))
        for _ in range(3):
            desk.send()
            clock_of(clocked).pass_(minutes=1)
        [reply] = desk.replies(ticket)
    assert reply.state == "sent" and len(contents(network)) == 1 and len(stub.sent) == 2


def test_a_comment_at_odnoklassniki_carries_a_link(clocked: Store, tmp_path: Path) -> None:
    keys = {"application_key": ok_stub.KEY, "application_secret": ok_stub.APPLICATION_SECRET}
    with ok_stub.Ok() as stub:
        settings = {"user_token": ok_stub.USER_TOKEN, "host": stub.url, **keys}
        desk = Answering(clocked, tmp_path, "ok", **settings)
        ticket = desk.ticket(desk.asked_by("ok:user:1", f"comment:GROUP_TOPIC:{ok_stub.TOPIC}:c1"))
        desk.answer(ticket, desk.attached(ticket, PHOTO))
        desk.send()
        [comment] = stub.comments[ok_stub.TOPIC]
    assert f"{ADDRESS}/track/" in comment["text"] and not stub.uploaded


def test_a_centre_without_an_address_names_the_code(clocked: Store, tmp_path: Path) -> None:
    network = vk()
    with network.stub as stub:
        desk = desk_of(clocked, tmp_path, network)
        asked = desk.asked_by("vk:123", "wall:-456_7_12")
        ticket = desk.ticket(asked)
        desk.answer(ticket, desk.attached(ticket, PHOTO))
        desk.send(desk.worker(address=""))
        [comment] = stub.posted.values()
    assert comment["message"].endswith(f"Код вопроса: {desk.show.row(asked).code}")


# Once


def test_what_was_handed_over_once_serves_everybody(clocked: Store, tmp_path: Path, network: Network) -> None:
    desk = desk_of(clocked, tmp_path, network)
    first, second = (desk.asked_by(network.contact, network.name(n)) for n in (1, 2))
    ticket = desk.ticket(desk.merged(first, second))
    desk.answer(ticket, desk.attached(ticket, PHOTO, PDF))
    desk.send()
    assert [reply.state for reply in desk.replies(ticket)] == ["sent", "sent"] and len(contents(network)) == 2


def test_who_goes_on_after_a_crash_between_handing_over_and_sending_sends_once(
    clocked: Store, tmp_path: Path, uploading: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_of(clocked, tmp_path, uploading)
    ticket = ticket_of(desk, uploading)
    desk.answer(ticket, desk.attached(ticket, PHOTO))
    worker = desk.worker()

    def killed(*_: Any, **__: Any) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(outbox, "move", killed)
        with pytest.raises(KeyboardInterrupt):
            desk.send(worker)
    assert len(contents(uploading)) == 1 and not uploading.shown() and desk.replies(ticket)[0].state == "waiting"
    worker.leases.free(f"send:{desk.channel}")
    desk.send()
    assert desk.replies(ticket)[0].state == "sent"
    assert len(contents(uploading)) == 1 and len(uploading.shown()) == 1


@pytest.mark.parametrize("fault", [reset(), reset(late=True), Fault(status=502), Fault(status=503)])
def test_a_file_that_was_not_handed_over_is_for_later_and_nothing_was_said(
    clocked: Store, tmp_path: Path, uploading: Network, fault: Fault
) -> None:
    desk = desk_of(clocked, tmp_path, uploading)
    ticket = ticket_of(desk, uploading)
    desk.answer(ticket, desk.attached(ticket, PHOTO))
    assert uploading.handed is not None
    uploading.stub.fail(uploading.handed, fault)
    desk.send()
    [reply] = desk.replies(ticket)
    assert (reply.state, reply.tries, bool(reply.reason)) == ("waiting", 1, True) and not uploading.shown()
    clock_of(clocked).pass_(minutes=1)
    desk.send()
    assert desk.replies(ticket)[0].state == "sent" and len(uploading.shown()) == 1


def test_what_the_network_refuses_to_take_is_a_link(clocked: Store, tmp_path: Path, uploading: Network) -> None:
    desk = desk_of(clocked, tmp_path, uploading)
    ticket = ticket_of(desk, uploading)
    desk.answer(ticket, desk.attached(ticket, PHOTO))
    assert uploading.handed is not None
    uploading.stub.fail(uploading.handed, Fault(status=400, answer={"code": "no", "error_code": 10}))
    desk.send()
    [reply] = desk.replies(ticket)
    assert (reply.state, reply.linked) == ("sent", reply.files) and f"{ADDRESS}/track/" in uploading.last()


def test_what_is_a_link_is_not_handed_over_again_and_is_told_once_it_has_gone(
    clocked: Store, tmp_path: Path, uploading: Network
) -> None:
    desk = desk_of(clocked, tmp_path, uploading)
    ticket = ticket_of(desk, uploading)
    desk.answer(ticket, desk.attached(ticket, PHOTO))
    assert uploading.handed is not None
    uploading.stub.fail(uploading.handed, Fault(status=400, answer={"code": "no", "error_code": 10}))
    uploading.stub.fail(uploading.said[0], Fault(status=503, answer={"error": {"error_code": 6}}))
    desk.send()
    assert desk.replies(ticket)[0].state == "waiting" and [one["linked"] for one in desk.view(ticket).answers] == [0]
    clock_of(clocked).pass_(hours=1)
    desk.send()
    assert [call.path for call in uploading.stub.calls].count(uploading.handed) == 1
    assert f"{ADDRESS}/track/" in uploading.last() and [one["linked"] for one in desk.view(ticket).answers] == [1]


def test_a_server_of_files_that_stays_away_holds_an_answer_up_for_two_hours_at_most(
    clocked: Store, tmp_path: Path, uploading: Network
) -> None:
    desk = desk_of(clocked, tmp_path, uploading)
    ticket = ticket_of(desk, uploading)
    desk.answer(ticket, desk.attached(ticket, PHOTO))
    assert uploading.handed is not None
    uploading.stub.fail(uploading.handed, *[Fault(status=503)] * (PATIENT + 1))
    for _ in range(PATIENT):
        desk.send()
        assert desk.replies(ticket)[0].state == "waiting"
        clock_of(clocked).pass_(hours=2)
    desk.send()
    [reply] = desk.replies(ticket)
    assert reply.state == "sent" and f"{ADDRESS}/track/" in uploading.last()


@pytest.mark.parametrize("fault", [reset(late=True), Fault(status=502, late=True)])
def test_the_message_itself_keeps_its_rule(clocked: Store, tmp_path: Path, fault: Fault) -> None:
    network = max_()
    with network.stub as stub:
        desk = desk_of(clocked, tmp_path, network)
        ticket = ticket_of(desk, network)
        desk.answer(ticket, desk.attached(ticket, PHOTO))
        stub.fail("/messages", fault)
        desk.send()
        clock_of(clocked).pass_(days=2)
        desk.send()
        assert desk.replies(ticket)[0].state == "unsure" and len(stub.sent) == 1


def test_of_an_answer_in_several_messages_what_has_arrived_is_not_sent_again(clocked: Store, tmp_path: Path) -> None:
    network = max_()
    with network.stub as stub:
        desk = desk_of(clocked, tmp_path, network)
        ticket = ticket_of(desk, network)
        desk.answer(ticket, desk.attached(ticket, PHOTO, PDF))
        worker = desk.worker()
        step = worker.sending(desk.channel)
        assert worker.leases.take(f"send:{desk.channel}")
        assert step() is not None  # The text with its picture.
        worker.leases.free(f"send:{desk.channel}")
        stub.fail("/messages", reset(late=True))
        desk.send()
        [reply] = desk.replies(ticket)
        assert (reply.state, reply.part, len(stub.sent)) == ("unsure", 1, 2)
        desk.tickets.do("answer.again", ticket, reply=reply.id)
        desk.send()
        assert desk.replies(ticket)[0].state == "sent"
        assert [said.get("text") for said in stub.sent] == ["Починили, смотрите", None, None]


def test_a_refused_message_is_sent_again_with_its_files_handed_over_anew(clocked: Store, tmp_path: Path) -> None:
    network = max_()
    with network.stub as stub:
        desk = desk_of(clocked, tmp_path, network)
        ticket = ticket_of(desk, network)
        desk.answer(ticket, desk.attached(ticket, PHOTO))
        stub.fail("/messages", Fault(status=400, answer={"code": "proto.payload", "message": "token is not known"}))
        desk.send()
        [reply] = desk.replies(ticket)
        assert reply.state == "failed"
        desk.tickets.do("answer.again", ticket, reply=reply.id)
        desk.send()
    assert desk.replies(ticket)[0].state == "sent" and len(contents(network)) == 2


def test_a_letter_has_them_within(clocked: Store, tmp_path: Path) -> None:
    with Mail() as server:
        desk = Answering(clocked, tmp_path, "mail", **server.settings)
        ticket = desk.ticket(desk.by_form("mailto:petr@example.org"))
        desk.answer(ticket, desk.attached(ticket, PHOTO, PDF, name="Акт.pdf"))
        desk.send()
        [letter] = server.to("petr@example.org")
    (drawn, picture, photo), (name, what, document) = letter.files
    assert (drawn, picture, name, what) == ("Акт.jpg", "image/jpeg", "Акт.pdf", "application/pdf")
    assert photo.startswith(b"\xff\xd8\xff") and document == PDF and letter.text.strip() == "Починили, смотрите"


def test_a_letter_takes_what_fits() -> None:
    large, small, more = (
        OutgoingFile(n, f"{n}.pdf", "application/pdf", size, bytes)
        for n, size in enumerate((mail.LARGEST_LETTER - 1, 1, 1))
    )
    [letter] = mail.parts(OutgoingMessage("mailto:petr@example.org", "Да", 1, files=(large, small, more)), {})
    assert letter.files == (large, small)


def test_an_answer_whose_storage_is_away_waits_unsaid(clocked: Store, tmp_path: Path) -> None:
    network = telegram()
    with network.stub:
        desk = desk_of(clocked, tmp_path, network)
        ticket = ticket_of(desk, network)
        [photo] = desk.attached(ticket, PHOTO)
        desk.answer(ticket, [photo])
        away, desk.storage.path = desk.storage.path, tmp_path / "file"
        (tmp_path / "file").write_bytes(b"no folder")
        desk.send()
        assert desk.replies(ticket)[0].state == "waiting" and not network.shown()
        desk.storage.path = away
        desk.send()
    assert desk.replies(ticket)[0].state == "sent"
