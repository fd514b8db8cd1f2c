"""A device that acts by a key, as one that a link has opened does: by its address the product lets only links in."""

from __future__ import annotations

from playwright.sync_api import BrowserContext

from live.admin.sessions import Origin, open_link
from live.store.centre import access
from live.store.database import Database
from live.store.transaction import Store
from live.views.admin.credentials import Credential, Device
from tests.support.server import Installation


def session_of(store: Store, token: str) -> str:
    """A new session's id, as the cookie holds it."""
    with store.read() as connection:
        row = access.key_of(connection, store, token)
    assert row is not None, "there is no such key"
    link = Credential(f"key:{row.id}", row.name, {}, row.screen)
    return open_link(store, link, Device(), Origin(None, None))


def cookie(installation: Installation, token: str) -> str:
    """The cookie of a device of its own, which acts by this key."""
    settings = installation.environment()
    store = Store(Database(settings["LIVE_DATABASE_URL"]), settings["LIVE_SECRET_KEY"])
    try:
        return session_of(store, token)
    finally:
        store.database.close()


def let_in(context: BrowserContext, installation: Installation, token: str, url: str) -> None:
    """A browser's context becomes such a device at a server's address, without drawing a page."""
    held = cookie(installation, token)
    context.add_cookies([{"name": "live", "value": held, "url": url, "httpOnly": True, "sameSite": "Lax"}])
