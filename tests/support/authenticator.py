"""A device with passkeys, played: it makes keys and signs as WebAuthn says, truly or as a test wants it."""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url as b64

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


class Authenticator:
    """One key for one site. `verified`: whether it has asked its holder for a finger or a PIN; many do not count."""

    def __init__(self, origin: str = "http://localhost", *, verified: bool = True, counts: bool = True) -> None:
        self.origin, self.verified, self.counts, self.count = origin, verified, counts, 0
        self.id = secrets.token_bytes(32)
        self._key = ec.generate_private_key(ec.SECP256R1())

    def make(self, options: Any) -> str:
        """The answer to being asked for a new key."""
        client = self._client("webauthn.create", options)
        numbers = self._key.public_key().public_numbers()
        key = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        attested = bytes(16) + len(self.id).to_bytes(2) + self.id + cbor2.dumps(key)
        data = self._data(options["rp"]["id"], ATTESTED) + attested
        told = {"fmt": "none", "attStmt": {}, "authData": data}
        return self._answer({"clientDataJSON": b64(client), "attestationObject": b64(cbor2.dumps(told))})

    def sign(self, options: Any) -> str:
        """The answer to being asked who is here."""
        self.count += self.counts
        client = self._client("webauthn.get", options)
        data = self._data(options["rpId"])
        signature = self._key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        told = {"clientDataJSON": b64(client), "authenticatorData": b64(data), "signature": b64(signature)}
        return self._answer(told)

    def _client(self, kind: str, options: Any) -> bytes:
        return json.dumps({"type": kind, "challenge": options["challenge"], "origin": self.origin}).encode()

    def _data(self, host: str, more: int = 0) -> bytes:
        flags = PRESENT | (VERIFIED if self.verified else 0) | more
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4)

    def _answer(self, response: dict[str, str]) -> str:
        return json.dumps({"id": b64(self.id), "rawId": b64(self.id), "type": "public-key", "response": response})
