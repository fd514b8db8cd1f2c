"""Alive, ready, and numbers for Prometheus: open to everybody, and with nothing in them that is not."""

from __future__ import annotations

from prometheus_client.parser import text_string_to_metric_families

from tests.web.house import House


def test_the_server_is_alive_and_ready(each_house: House) -> None:
    alive, ready = each_house.client.get("/healthz"), each_house.client.get("/readyz")
    assert (alive.status_code, alive.get_json()) == (200, {"ok": True})
    there = {"ready": True, "store": True, "schema": True, "bell": True, "broken_events": 0}
    assert (ready.status_code, ready.get_json()) == (200, there)


def test_a_server_whose_schema_is_old_is_not_ready(each_house: House) -> None:
    newest = each_house.app.extensions["live.schema_is_newest"]
    each_house.app.extensions["live.schema_is_newest"] = lambda: False
    try:
        ready = each_house.client.get("/readyz")
    finally:
        each_house.app.extensions["live.schema_is_newest"] = newest
    assert (ready.status_code, ready.get_json()["schema"], ready.get_json()["ready"]) == (503, False, False)


def test_questions_are_counted_for_prometheus(each_house: House) -> None:
    crew = each_house.caller(slug := each_house.show(), "source", "moderator")
    for _ in range(3):
        crew.ask("Личное: +79000000001")
    crew.obey("question.shortlist", question=1, version=1)
    text = each_house.client.get("/metrics").text
    families = {family.name: family for family in text_string_to_metric_families(text)}
    counted = {(s.labels["broadcast"], s.labels["state"]): s.value for s in families["live_questions"].samples}
    assert counted[slug, "new"] == 2 and counted[slug, "shortlisted"] == 1
    assert "+79000000001" not in text


def test_answers_are_not_kept_by_caches_and_are_what_they_say(each_house: House) -> None:
    headers = each_house.client.get("/login").headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "HttpOnly" in headers["Set-Cookie"] and "SameSite=Lax" in headers["Set-Cookie"]
