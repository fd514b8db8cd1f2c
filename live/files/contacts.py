"""Who asks, and how they can be answered, from what was written by hand."""

from __future__ import annotations

import re

import phonenumbers

from live.domain.submission import Author

REGION = "RU"
"""Where a number without a country code is from."""

PAGE = re.compile(r"(?:https?://)?(?:www\.|m\.)?((?:vk\.com|vk\.ru|ok\.ru|t\.me|max\.ru)/[!-~]+)")
"""A person's page on a network, however it is written."""

_OF_A_KIND = re.compile(r"(?:tel:\+|mailto:|vk:|ok:|max:|telegram:)\S+")
"""A contact as we keep it: its beginning says how it leads to somebody."""

_NUMBERED = (
    (re.compile(r"https://vk\.(?:com|ru)/id(\d+)/?"), "vk:{}"),
    (re.compile(r"https://vk\.(?:com|ru)/(?:club|public)(\d+)/?"), "vk:-{}"),
    (re.compile(r"https://ok\.ru/profile/(\d+)/?"), "ok:user:{}"),
)
"""Pages whose address holds the number by which the network itself names the person."""


def contacts_of(written: str) -> list[str]:
    """What is kept of a contact that somebody has typed: as it was written down, or as its network names it."""
    author = author_of(None, written.strip())
    if author is None or author.contact is None:
        return []
    known = [(found, form) for page, form in _NUMBERED if (found := page.fullmatch(author.contact))]
    return [author.contact, *(form.format(found[1]) for found, form in known)]


def author_of(name: str | None, written: str, profile: str | None = None) -> Author | None:
    """Who asks. How to answer by its kind where that can be told, so that it is found again in any spelling."""
    contact = written or None
    if _OF_A_KIND.fullmatch(written):
        pass  # Out of a file that we have written.
    elif page := PAGE.fullmatch(written):
        contact = f"https://{page[1]}"
        profile = profile or contact
    elif re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", written):
        contact = f"mailto:{written.lower()}"
    elif re.fullmatch(r"\+\d+", e164(written)):
        contact = f"tel:{e164(written)}"
    return Author(name, contact, profile) if name or contact or profile else None


def e164(raw: str) -> str:
    """“8 (900) 000-00-12” → “+79000000012”; what is no possible number stays as it is."""
    try:
        number = phonenumbers.parse(raw, REGION)
    except phonenumbers.NumberParseException:
        return raw
    if not phonenumbers.is_possible_number(number):
        return raw
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
