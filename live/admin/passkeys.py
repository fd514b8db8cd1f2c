"""The verbs on passkeys (WebAuthn): a device that signs what this site asks, once it has seen its holder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog
import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, generate_challenge
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from live.admin import passwords
from live.admin.second_factor import HALF_WAY, changed, paper_if_none, shown, something_is_left
from live.domain.audit import Act, Outcome
from live.domain.people import Actor
from live.domain.refused import Refused
from live.store.centre import access, audit, factors, sessions
from live.store.rows import Row
from live.store.transaction import Store

log = structlog.get_logger()

MOST = 10
LONGEST = 60
"""Characters of a passkey's name."""

VERIFIED = UserVerificationRequirement.REQUIRED
"""The device asks its holder for a finger, a face or a PIN: a passkey alone is then two factors."""

NAME_OF_SITE = "Прямая линия"


def _not_accepted() -> Refused:
    return Refused("invalid", "This passkey was not accepted. Try again, or use another way.")


@dataclass(frozen=True, slots=True)
class Site:
    """For whom a passkey signs: the host that it is bound to, and the origin of our pages."""

    host: str
    origin: str

    @property
    def has_passkeys(self) -> bool:
        """Browsers know them over https, and on this machine itself."""
        return self.origin.startswith("https://") or self.host == "localhost"


def ask_to_add(store: Store, account_id: int, site: Site) -> tuple[str, dict[str, Any]]:
    """What the browser's cookie holds until the new passkey comes, and what the browser is asked."""
    with store.read() as connection:
        [person] = access.accounts(connection, [account_id])
        known = factors.passkeys(connection, [account_id])
    if len(known) >= MOST:
        raise Refused("illegal", "There are {most} passkeys already: remove one first.", most=MOST)
    challenge = generate_challenge()
    asked = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=NAME_OF_SITE,
        user_id=str(account_id).encode(),
        user_name=person.login,
        user_display_name=person.name,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=VERIFIED
        ),
        exclude_credentials=_described(known),
    )
    return _begun(store, "add", account_id, challenge), _told(asked)


def add(store: Store, token: str, account_id: int, answer: str, name: str, site: Site, by: Actor) -> list[str]:
    """A new passkey of a person; the codes on paper where there was no second factor yet."""
    name = " ".join(name.split())
    if not name or not name.isprintable() or len(name) > LONGEST:
        raise Refused("invalid", "A name is a line of at most {most} characters.", most=LONGEST)
    challenge = _challenge(store, token, "add", account_id)
    try:
        made = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        log.warning("a new passkey was refused", account=account_id, why=type(error).__name__)
        raise _not_accepted() from error
    credential, key = bytes_to_base64url(made.credential_id), bytes_to_base64url(made.credential_public_key)
    paper = paper_if_none(store, account_id)
    hashes = passwords.hashed_all(paper)
    with store.write() as tx:
        if not factors.add_passkey(tx, account_id, name, credential, key, made.sign_count):
            raise Refused("conflict", "This passkey is here already.")
        audit.record(tx, Act.PASSKEY_ADDED, f"user/{account_id}", by)
        changed(tx, account_id, hashes, by)
    return [shown(code) for code in paper]


def remove(store: Store, account_id: int, passkey_id: int, required: bool, by: Actor) -> None:
    with store.write() as tx:
        if not factors.remove_passkey(tx, account_id, passkey_id):
            raise Refused("not_found", "There is no such passkey.")
        audit.record(tx, Act.PASSKEY_REMOVED, f"user/{account_id}", by)
        something_is_left(tx, account_id, required)
        changed(tx, account_id, [], by)


def ask(store: Store, purpose: str, account_id: int | None, site: Site) -> tuple[str, dict[str, Any]]:
    """What the browser's cookie holds until the signature comes, and what the browser is asked.

    Of a person whom nobody knows yet (None), any passkey of this site that the device has.
    """
    challenge = generate_challenge()
    return _begun(store, purpose, account_id, challenge), _asked(store, account_id, site, challenge)


def ask_half_way(store: Store, token: str, account_id: int, site: Site) -> dict[str, Any]:
    """The same of somebody whose password was right."""
    challenge = generate_challenge()
    with store.write() as tx:
        factors.set_challenge(tx, token, bytes_to_base64url(challenge))
    return _asked(store, account_id, site, challenge)


def prove(store: Store, token: str, purpose: str, account_id: int | None, answer: str, site: Site) -> int:
    """Whose passkey has signed what this browser was asked; good once. `invalid` for any other."""
    challenge = _challenge(store, token, purpose, account_id)
    found = _of(store, answer, account_id)
    if found is None:
        raise _not_accepted()
    try:
        signed = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=base64url_to_bytes(found.public_key),
            credential_current_sign_count=found.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        log.warning("a passkey was refused", account=found.account_id, why=type(error).__name__)
        with store.write() as tx:
            who = Actor("", frozenset(), f"user:{found.account_id}")
            audit.record(tx, Act.FACTOR_WRONG, f"user/{found.account_id}", who, Outcome.FAILED)
        raise _not_accepted() from error
    with store.write() as tx:
        if not (factors.end(tx, token) and factors.use_passkey(tx, found.id, found.sign_count, signed.new_sign_count)):
            raise _not_accepted()
    return int(found.account_id)


def _begun(store: Store, purpose: str, account_id: int | None, challenge: bytes) -> str:
    token = sessions.new_id()
    with store.write() as tx:
        factors.begin(tx, token, purpose, account_id, HALF_WAY, bytes_to_base64url(challenge))
    return token


def _asked(store: Store, account_id: int | None, site: Site, challenge: bytes) -> dict[str, Any]:
    with store.read() as connection:
        known = factors.passkeys(connection, [account_id]) if account_id is not None else []
    asked = webauthn.generate_authentication_options(
        rp_id=site.host, challenge=challenge, allow_credentials=_described(known), user_verification=VERIFIED
    )
    return _told(asked)


def _challenge(store: Store, token: str, purpose: str, account_id: int | None) -> bytes:
    """What this browser was asked to sign for this purpose; from now on it is good for nothing."""
    with store.write() as tx:
        begun = factors.begun(tx.connection, token, purpose, tx.now)
        if begun is None or not begun.challenge or begun.account_id != account_id:
            raise _not_accepted()
        factors.set_challenge(tx, token, None)
    return base64url_to_bytes(begun.challenge)


def _of(store: Store, answer: str, account_id: int | None) -> Row[Any] | None:
    """The passkey that answers, where it is this person's, and they may sign in."""
    try:
        told = json.loads(answer)
    except ValueError:
        return None
    credential = told.get("id") if isinstance(told, Mapping) else None
    if not isinstance(credential, str):
        return None
    with store.read() as connection:
        found = factors.passkey_of(connection, credential)
        if found is None or account_id not in (None, found.account_id):
            return None
        return found if access.accounts(connection, [found.account_id]) else None


def _described(known: list[Row[Any]]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(one.credential)) for one in known]


def _told(options: Any) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(webauthn.options_to_json(options))
    return told
