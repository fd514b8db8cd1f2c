"""Against requests that another site makes in a person's name: a page's token goes along with what a cookie proves."""

from __future__ import annotations

from flask import request
from flask_wtf import CSRFProtect

csrf = CSRFProtect()


def check_token() -> None:
    """For routes that keys may use too, once rights are known; `invalid` without the page's token.

    A key is sent by a program on purpose: it needs none.
    """
    if not request.headers.get("Authorization"):
        csrf.protect()
