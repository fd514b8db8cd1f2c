"""A show's report as a document that somebody goes on writing in: the tables of its page and of its XLSX."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext

from live.files.docx_writer import document
from live.runtime.tasks import offload
from live.views.report.fairness import Fairness
from live.views.report.show import Report
from live.web.report.fairness_tables import with_report


def report_document(of: Fairness) -> bytes:
    """The DOCX, in the reader's language; it is put together while others have their turns."""
    report = of.report
    title = gettext("Report of the show") + f": {report['broadcast']['title']}"
    nothing, more = gettext("Nothing here."), gettext("{n} more are in the XLSX.")
    return offload(document, title, _about(report), with_report(of), nothing, more)


def _about(report: Report) -> list[str]:
    zone = ZoneInfo(report["broadcast"]["zone"])
    moments = {"on air since {time}": report["broadcast"]["aired_at"], "as of {time}": report["at"]}
    lines = [
        gettext(said).format(time=datetime.fromisoformat(at).astimezone(zone).strftime("%d.%m.%Y, %H:%M:%S"))
        for said, at in moments.items()
        if at
    ]
    return [line for line in (report["broadcast"]["head"], *lines) if line]
