"""Kept files as a browser is given them: whatever one holds, it takes it for what we say, and runs nothing of it."""

from __future__ import annotations

import io

from flask import request, send_file
from werkzeug.wrappers import Response as BaseResponse

from live.domain.files.attached import Media
from live.domain.refused import Refused
from live.views.questions.files import KeptFile
from live.web.services import services

SHOWN = (Media.PICTURE, Media.SOUND)
"""What a browser shows by itself; everything else is saved."""

SANDBOX = "default-src 'none'; sandbox"
"""Opened as a page of its own it is one that may do nothing."""


def sent(kept: KeptFile) -> BaseResponse:
    """Kept by this browser alone, which asks each time whether it may still show it. A sound is given in parts too."""
    response: BaseResponse
    if request.if_none_match.contains(kept.hash):
        response = BaseResponse(status=304)
        response.set_etag(kept.hash)
    else:
        content = services().files.get(kept.name)
        if content is None:
            raise Refused("not_found", "There is no such file.")
        saved = kept.media not in SHOWN
        response = send_file(io.BytesIO(content), kept.mime, saved, kept.called, conditional=True, etag=kept.hash)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
