"""A show's recording: where it stands, when it begins, and the address of a moment of it.

Each network has its own way to open a video at a moment. YouTube: `t`, in seconds, as its “Share, Start at” makes it.
VK Video: `t`, as 1h2m3s, the form that its player's “Copy link at this time” and the `t` of video_ext.php have. Rutube:
`t`, in seconds. Any other address gets the temporal fragment of W3C's Media Fragments URI 1.0, section 4.2.1 (#t=3723),
which browsers follow where the address is that of the file itself, and which does no harm elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from live.domain.refused import Refused

LONGEST_ADDRESS = 500

_YOUTUBE = ("youtube.com", "youtu.be", "youtube-nocookie.com")
_VK = ("vk.com", "vk.ru", "vkvideo.ru")
_RUTUBE = ("rutube.ru",)

_BEFORE = frozenset({"t", "start", "time_continue"})
"""Parameters by which an address that was copied from a player may point at a moment already."""


def checked(address: str) -> str:
    """A recording's address as it is kept; `invalid` where it is none that starts with https."""
    address = address.strip()
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        host, parts = "", urlsplit("")
    plain = address.isprintable() and not any(sign.isspace() or sign in '"<>\\' for sign in address)
    named = "." in host and "@" not in parts.netloc
    if not plain or not named or parts.scheme != "https" or len(address) > LONGEST_ADDRESS:
        raise Refused(
            "invalid",
            "“{text}” is no address of a recording. Copy it from the video's page; it begins with https://.",
            text=address[:60],
        )
    return address


@dataclass(frozen=True, slots=True)
class Recording:
    """`starts`: the moment that is shown at its very beginning."""

    address: str
    starts: datetime

    @classmethod
    def of(cls, address: str | None, starts: datetime | None, aired: datetime | None) -> Recording | None:
        """None without an address, and before the air where nothing says when it begins: it then begins with it."""
        since = starts or aired
        return cls(address, since) if address and since is not None else None

    def seconds(self, moment: datetime) -> int:
        """How far in it is, in whole seconds; 0 for what was before it."""
        return max(0, int((moment - self.starts).total_seconds()))

    def link(self, moment: datetime) -> str:
        """The address at which it opens at that moment."""
        return link(self.address, self.seconds(moment))


def link(address: str, seconds: int) -> str:
    """A video's address, opened so many seconds in; what pointed at another moment of it is taken out."""
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.")
    if _is_of(host, _VK):
        return _with(address, f"{seconds // 3600}h{seconds // 60 % 60}m{seconds % 60}s")
    if _is_of(host, _YOUTUBE):
        return _with(address, f"{seconds}s" if parts.path == "/watch" else str(seconds))
    if _is_of(host, _RUTUBE):
        return _with(address, str(seconds))
    kept = [one for one in parts.fragment.split("&") if one and not one.startswith("t=")]
    return urlunsplit(parts._replace(fragment="&".join([*kept, f"t={seconds}"])))


def _is_of(host: str, names: tuple[str, ...]) -> bool:
    return any(host == name or host.endswith(f".{name}") for name in names)


def _with(address: str, moment: str) -> str:
    parts = urlsplit(address)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in _BEFORE]
    return urlunsplit(parts._replace(query=urlencode([*kept, ("t", moment)]), fragment=""))
