"""The address of a page in a network, and which network that is.

Kept as the network's own short address, so that one page is known by one address: `screen_name` of
dev.vk.com/reference/objects/group, `shortname` of apiok.ru/dev/types/data-types/group, t.me/<username> of
core.telegram.org/constructor/chat, max.ru/<nick>.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from live.domain.refused import Refused

HOSTS = {
    "vk.com": "vk",
    "vk.ru": "vk",
    "ok.ru": "ok",
    "odnoklassniki.ru": "ok",
    "max.ru": "max",
    "t.me": "telegram",
    "telegram.me": "telegram",
}
"""Under which hosts a network shows its pages; the first one of each is the one that is kept."""

CHANNELS_OF = {"vk": ("vk", "vk_watch"), "ok": ("ok", "ok_watch"), "max": ("max",), "telegram": ("telegram",)}
"""Which types of channels hear what stands on a page of a network."""

LONGEST = 200
"""Characters of an address as it is kept."""

_OTHER_VIEWS = ("www.", "m.")
_PATH = re.compile(r"[\w.+-]+(/[\w.+-]+){0,3}", re.ASCII)
_PART_OF_A_PAGE = re.compile(
    r"(wall|topic|photo|video|clip|album|market|story|feed)[-\d_?]*|.+/(topic|statuses|album)/.+"
)


@dataclass(frozen=True, slots=True)
class PageAddress:
    network: str
    url: str

    @property
    def key(self) -> str:
        """By this two addresses are one page's: the networks do not tell large letters from small ones."""
        return self.url.lower()


def page_address(typed: str) -> PageAddress:
    """What was typed or pasted, as it is kept; `invalid` says what is wrong with it."""
    typed = typed.strip()
    try:
        parts = urlsplit(typed if "//" in typed else f"https://{typed}")
        host = (parts.hostname or "").lower()
    except ValueError:
        host, parts = "", urlsplit("")
    for prefix in _OTHER_VIEWS:
        host = host.removeprefix(prefix)
    network = HOSTS.get(host)
    if network is None or parts.scheme not in ("http", "https"):
        raise Refused(
            "invalid", "“{text}” is no page of VK, Odnoklassniki, MAX or Telegram: copy its address.", text=typed[:60]
        )
    path = parts.path.strip("/")
    if network == "telegram":
        path = path.removeprefix("s/")  # How the browser reads a channel without the program.
    kept = next(one for one, of in HOSTS.items() if of == network)
    url = f"https://{kept}/{path}"
    if not _PATH.fullmatch(path) or _PART_OF_A_PAGE.fullmatch(path) or len(url) > LONGEST:
        raise Refused(
            "invalid", "“{text}” leads to no page: open the page itself and copy its address.", text=typed[:60]
        )
    return PageAddress(network, url)
