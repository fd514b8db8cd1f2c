"""A server's certificate: until when it holds, for which names, and whether the key is its own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from flask_babel import format_date, gettext

from live.commands.diagnosis.finding import Finding, fault, warning, well

SOON = timedelta(days=14)


def of_files(certificate: Path, key: Path | None, host: str | None) -> Finding:
    """Of PEM files, as `serve` is given them."""
    try:
        found = x509.load_pem_x509_certificate(certificate.read_bytes())
    except (OSError, ValueError):
        todo = gettext("Name the PEM file with the certificate, readable to the server's user.")
        return fault(gettext("{file} is no certificate").format(file=certificate), todo)
    if key is not None:
        try:
            own = load_pem_private_key(key.read_bytes(), None).public_key()
        except (OSError, ValueError, TypeError):
            todo = gettext("Name the PEM file with the key, without a password, readable to the server's user.")
            return fault(gettext("{file} is no key").format(file=key), todo)
        form = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        if own.public_bytes(*form) != found.public_key().public_bytes(*form):
            todo = gettext("Take the key with which the certificate was asked for, or make both anew.")
            return fault(gettext("the key is not the certificate's"), todo)
    return _look(found, host)


def look_at(der: bytes, host: str | None) -> Finding:
    """Of a certificate that a server shows."""
    return _look(x509.load_der_x509_certificate(der), host)


def _look(found: x509.Certificate, host: str | None) -> Finding:
    now, begins, ends = datetime.now(UTC), found.not_valid_before_utc, found.not_valid_after_utc
    figures = {"begins": begins.isoformat(), "ends": ends.isoformat()}
    anew = gettext("Make or ask for a new one, put it in place and start the server anew: docs/certificate.md")
    if ends <= now:
        return fault(gettext("ended on {day}").format(day=format_date(ends)), anew, **figures)
    if begins > now:
        todo = gettext("Wait until then, or see whether this machine's clock is right.")
        return fault(gettext("begins on {day} only").format(day=format_date(begins)), todo, **figures)
    if host and not _is_for(found, host):
        says = gettext("is not for {host}, the host of LIVE_ADDRESS").format(host=host)
        return warning(says, anew, **figures)
    says = gettext("holds until {day}").format(day=format_date(ends))
    return warning(says, anew, **figures) if ends - now < SOON else well(says, **figures)


def _is_for(found: x509.Certificate, host: str) -> bool:
    try:
        names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return False
    try:
        return ip_address(host) in names.get_values_for_type(x509.IPAddress)
    except ValueError:
        known = [name.lower() for name in names.get_values_for_type(x509.DNSName)]
        return host.lower() in known or f"*.{host.lower().partition('.')[2]}" in known
