"""What axe finds on a page, as a short list that a failing test can print."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"


OF_COLOUR = ["color-contrast", "link-in-text-block"]
"""What alone can differ between two themes of one page."""


def serious(page: Page, *rules: str) -> list[tuple[str, list[str]]]:
    """The serious and critical violations, contrast (AA) among them: (rule, the first elements and why).

    By these rules alone, where some are named.
    """
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE.read_text("utf-8"))  # As the developers' tools would: the page's policy runs no other script.
    only = {"runOnly": {"type": "rule", "values": rules}} if rules else {}
    found = page.evaluate("options => axe.run(options)", {"resultTypes": ["violations"], **only})
    return [
        (violation["id"], [f"{node['html'][:200]} {node['failureSummary'][:300]}" for node in violation["nodes"]][:3])
        for violation in found["violations"]
        if violation["impact"] in ("serious", "critical")
    ]


SETTLED = """async () => {
  const longest = new Promise((done) => setTimeout(done, 3000));
  await Promise.race([new Promise(requestAnimationFrame), longest]);
  const ends = (one) => Number.isFinite(Number(one.effect?.getComputedTiming().endTime));
  const all = document.getAnimations().filter(ends).map((one) => one.finished.catch(() => null));
  await Promise.race([Promise.all(all), longest]);
}"""
"""Colours change within a moment: what is looked at are those that stay. Chromium leaves some of these promises open
for ever where what was changing is not drawn any more; all colours change within a fifth of a second."""


def serious_in_both_themes(page: Page) -> dict[str, list[tuple[str, list[str]]]]:
    """The same in the dark and in the light theme; empty where nothing is wrong."""
    found = {}
    for theme, rules in (("dark", []), ("light", OF_COLOUR)):
        page.evaluate("theme => (document.documentElement.dataset.theme = theme)", theme)
        page.evaluate(SETTLED)
        wrong = serious(page, *rules)
        if wrong:
            found[theme] = wrong
    return found
