"""The proof that a question was counted as a text: lines of `name: value`, which thirty lines of Python can check.

docs/fairness.md has these lines; what begins with # is for people.
"""

from __future__ import annotations

from datetime import UTC

from flask import url_for
from flask_babel import gettext

from live.views.tickets.proof import Proof
from live.web.urls import absolute


def proof_text(proof: Proof) -> str:
    how = absolute(url_for("help.page", name="fairness"))
    published = absolute(url_for("open_fairness_pages.show", slug=proof["slug"])) if proof["open"] else ""
    told = [
        gettext("Proof that a question was counted: {broadcast}").format(broadcast=proof["broadcast"]),
        gettext("How to check it: {address}").format(address=how),
        *([gettext("Where the root is published: {address}").format(address=published)] if published else []),
    ]
    facts = [
        ("made", proof["at"].astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")),
        ("leaves", str(proof["leaves"])),
        ("code", proof["code"]),
        ("end", proof["end"]),
        ("salt", proof["salt"]),
        *((step["side"], step["hash"]) for step in proof["path"]),
        ("root", proof["root"]),
    ]
    # A title is one line, whatever somebody has written into it.
    return "".join(f"# {' '.join(line.split())}\n" for line in told) + "".join(f"{n}: {value}\n" for n, value in facts)
