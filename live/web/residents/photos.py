"""Photos that come with the residents' form: looked at, kept until their question stands, and not asked for twice."""

from __future__ import annotations

from collections.abc import Sequence

from flask import request
from flask_babel import gettext
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from live.desk.intake.files import keep_photo
from live.domain.files.attached import FORGOTTEN, Arrived
from live.domain.refused import Refused
from live.views.signing import timed_signer
from live.web.errors import sentence_of
from live.web.services import services

MOST = 5
"""Photos with one question."""

LARGEST = 15 * 1024 * 1024
"""Bytes of one as it comes: a telephone's have three to eight million."""

TOGETHER = 45 * 1024 * 1024
"""Bytes of a form with all of its photos."""


def take_photos() -> None:
    """Let this request be as long as a form with photos, where it is one that may hold any; `too_large` beyond."""
    if request.mimetype != "multipart/form-data":
        return
    request.max_content_length = TOGETHER
    try:
        len(request.files)
    except RequestEntityTooLarge:
        raise Refused(
            "too_large",
            "The photos are over {limit} MB together. Go back, what you wrote is still there: choose fewer of them.",
            limit=TOGETHER // 1024**2,
        ) from None


def sent_photos(opened: str) -> tuple[list[Arrived], str]:
    """Those that came with this form, now or when it was sent before; and what is wrong with one, as a sentence."""
    kept = [] if request.form.get("no_photos") else carried_photos(opened)
    chosen = [one for one in request.files.getlist("photos") if one.filename]
    if len(kept) + len(chosen) > MOST:
        return kept, gettext("At most {limit} photos fit with one question.").format(limit=MOST)
    for one in chosen:
        try:
            kept.append(keep_photo(services().store, services().files, _read(one)))
        except Refused as refused:
            return kept, _named(one, sentence_of(refused))
    return kept, ""


def _read(one: FileStorage) -> bytes:
    content = one.stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Refused("too_large", "The photo is over {limit} MB: choose a smaller one.", limit=LARGEST // 1024**2)
    return content


def _named(one: FileStorage, sentence: str) -> str:
    return f"{(one.filename or '')[-60:]}: {sentence}"


def to_carry(opened: str, kept: Sequence[Arrived]) -> str:
    """What a page that is shown once more remembers of them; bound to the one form."""
    return _signer().dumps([opened, [[one.id, one.hash] for one in kept]]) if kept else ""


def carried_photos(opened: str) -> list[Arrived]:
    """Those that came when this form was sent before."""
    try:
        of, kept = _signer().loads(request.form.get("kept_photos", ""), max_age=int(FORGOTTEN.total_seconds() / 2))
    except BadData:
        return []
    return [Arrived(*one) for one in kept] if of == opened else []


def _signer() -> URLSafeTimedSerializer:
    return timed_signer(services().settings.signing_secrets, "ask-photos")
