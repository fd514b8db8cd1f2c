"""Files' contents in a bucket of a storage that speaks S3, by three of its requests.

Signed as https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html says (Signature Version 4, the
bucket's name in the path). The address is the installation's own setting, as the database's is.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

import requests

from live.runtime.tasks import within
from live.settings import Bucket as Place
from live.store.storage import Unreachable

PATIENCE = 20.0
"""Seconds for one request in all."""

ALGORITHM = "AWS4-HMAC-SHA256"


class Bucket:
    def __init__(self, place: Place) -> None:
        self._place = place
        self._session = requests.Session()
        self._session.trust_env = False

    def put(self, name: str, content: bytes) -> None:
        self._ask("PUT", name, content, 200)

    def get(self, name: str) -> bytes | None:
        response = self._ask("GET", name, b"", 200, 404)
        return response.content if response.status_code == 200 else None

    def delete(self, name: str) -> None:
        self._ask("DELETE", name, b"", 204, 200, 404)

    def _ask(self, method: str, name: str, content: bytes, *right: int) -> requests.Response:
        url = f"{self._place.url}/{name}"
        headers = signed(self._place, method, url, {}, content, datetime.now(UTC))
        try:
            with within(PATIENCE):
                response = self._session.request(
                    method, url, data=content, headers=headers, timeout=PATIENCE, allow_redirects=False
                )
        except (requests.RequestException, TimeoutError) as error:
            raise Unreachable(f"{self._place.url} does not answer: {type(error).__name__}.") from error
        if response.status_code not in right:
            raise Unreachable(f"{self._place.url} answers {response.status_code} to {method}.")
        return response


def signed(
    place: Place, method: str, url: str, headers: Mapping[str, str], content: bytes, now: datetime
) -> dict[str, str]:
    """The headers of a request with those that prove whose it is."""
    parts, at, day = urlsplit(url), now.strftime("%Y%m%dT%H%M%SZ"), now.strftime("%Y%m%d")
    digest = hashlib.sha256(content).hexdigest()
    proved = {**headers, "Host": parts.netloc, "x-amz-content-sha256": digest, "x-amz-date": at}
    lowered = sorted((name.lower(), value.strip()) for name, value in proved.items())
    names = ";".join(name for name, _ in lowered)
    asked = [method, quote(parts.path), "", *(f"{name}:{value}" for name, value in lowered), "", names, digest]
    scope = f"{day}/{place.region}/s3/aws4_request"
    said = "\n".join((ALGORITHM, at, scope, hashlib.sha256("\n".join(asked).encode()).hexdigest()))
    key = f"AWS4{place.secret}".encode()
    for part in (day, place.region, "s3", "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, said.encode(), "sha256").hex()
    proof = f"{ALGORITHM} Credential={place.key}/{scope},SignedHeaders={names},Signature={signature}"
    return {**proved, "Authorization": proof}
