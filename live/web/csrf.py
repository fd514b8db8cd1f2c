"""Against requests that another site makes in a person's name: a page's token goes along with what a cookie proves.

`allow` asks for it on every route that takes a cookie; routes for everybody are asked by default, unless exempt.
"""

from __future__ import annotations

from typing import Any

from flask import current_app, request
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError

FROM_ELSEWHERE = frozenset({"moving.move"})
"""What another site may ask for: it looks by itself at which."""


class PageToken(CSRFProtect):  # type: ignore[misc]  # Flask-WTF has no types
    def protect(self, *args: Any, **kwargs: Any) -> None:
        """`invalid` without the page's token; and with it, where the browser says that another site asks."""
        elsewhere = request.environ.get("HTTP_SEC_FETCH_SITE") == "cross-site"
        changes = request.method in current_app.config["WTF_CSRF_METHODS"]
        if elsewhere and changes and request.endpoint not in FROM_ELSEWHERE:
            raise CSRFError("Another site asks.")
        super().protect(*args, **kwargs)


csrf = PageToken()


def check_token() -> None:
    """Whether a page of ours asks for a change, once rights are known. A program sends its key on purpose: no token."""
    if not request.headers.get("Authorization"):
        csrf.protect()
