"""The database and Redis: whether they answer, what they are, and whether what is kept there stays."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask_babel import gettext

from live.commands.diagnosis.finding import Finding, fault, unknown, warning, well
from live.commands.diagnosis.scene import Scene
from live.feed.redis_facts import RedisAway, RedisRefuses, redis_facts
from live.store import schema
from live.store.diagnosis.facts import DatabaseFacts, newest_moment, server_facts, sqlite_version
from live.store.schema import Fit

OLDEST_POSTGRESQL = 15

NEEDED = 25
"""Connections that a further server may need, and a command beside it."""

FAR_OFF, SLIGHT = 30.0, 2.0
"""Seconds by which two clocks differ: codes of the second factor fail from the first on, and deadlines look odd."""

AHEAD = 60.0
"""Seconds by which the newest entry may be later than now: another server's clock is never quite ours."""


def database(scene: Scene) -> Finding:
    found = scene.database
    if found.fit is None:
        says, todo = _cause(found.why)
        return fault(says, todo)
    if found.store is None:
        return warning(gettext("there is none yet"), gettext("It is made by the first start: python app.py serve"))
    says = gettext("answers in {ms} ms").format(ms=round(found.seconds * 1000))
    return well(says, seconds=round(found.seconds, 4))


def _cause(why: str) -> tuple[str, str]:
    """What is wrong with a database that does not answer, and what to do: never the driver's own words, in which
    a password may stand that is not well written."""
    said = why.lower()
    if any(words in said for words in ("password", "role", "28p01", "pg_hba")) and "does not exist" not in said:
        return gettext("does not let us in"), gettext("Check user and password in LIVE_DATABASE_URL, and pg_hba.conf.")
    if "does not exist" in said:
        return (
            gettext("there is no such database, or no such user"),
            gettext("Create it (createdb, createuser), or correct LIVE_DATABASE_URL; then python app.py migrate."),
        )
    if "resolve" in said or "translate host" in said or "name or service" in said:
        return gettext("its host is not known"), gettext("Check the host in LIVE_DATABASE_URL, and this machine's DNS.")
    if "too many" in said or "connection slots" in said:
        return gettext("has no free connection"), gettext("Raise max_connections, or stop what holds them.")
    if "ssl" in said or "certificate" in said:
        return gettext("its certificate will not do"), gettext("Check sslmode and sslrootcert in LIVE_DATABASE_URL.")
    if "not a database" in said or "malformed" in said or "databaseerror" in said:
        return gettext("its file is damaged"), gettext("Bring back the last copy: python app.py restore FILE.")
    if "modulenotfound" in said or "importerror" in said:
        return gettext("its driver is not installed"), gettext("Install what requirements.lock says.")
    todo = gettext("See whether its service runs (systemctl status), and check host and port in LIVE_DATABASE_URL.")
    return gettext("does not answer"), todo


def schema_fits(scene: Scene) -> Finding:
    theirs, ours = scene.database.revision[:4] or "-", schema.newest()[:4]
    says = gettext("of the database {theirs}, of the program {ours}").format(theirs=theirs, ours=ours)
    fit = scene.database.fit
    if fit is Fit.SERVED:
        return well(says, theirs=theirs, ours=ours)
    if fit is Fit.NEWER:
        todo = gettext("Start the newer program, or bring back a copy that was made before it.")
    elif scene.told.embedded:
        todo = gettext("Make a copy, then start the server: it brings the database up.")
    else:
        todo = gettext("Make a copy, then run: python app.py migrate")
    return fault(says, todo, theirs=theirs, ours=ours)


def _facts(scene: Scene) -> DatabaseFacts:
    with scene.store.read() as connection:
        return server_facts(connection)


def engine(scene: Scene) -> Finding:
    """Which program keeps the database."""
    if not scene.told.embedded:
        version = _facts(scene).version
        if int(version.split(".")[0]) < OLDEST_POSTGRESQL:
            return warning(f"PostgreSQL {version}", gettext("Install PostgreSQL 15 or newer."), version=version)
        return well(f"PostgreSQL {version}", version=version)
    with scene.store.read() as connection:
        version, searches = sqlite_version(connection)
    if not searches:
        todo = gettext("Install a Python whose SQLite has FTS5.")
        return fault(gettext("SQLite {version} without search").format(version=version), todo, version=version)
    return well(gettext("SQLite {version} with search").format(version=version), version=version)


def connections(scene: Scene) -> Finding:
    if scene.told.embedded:
        return well(gettext("a file: nobody connects"))
    facts = _facts(scene)
    figures = {"taken": facts.connections, "most": facts.most, "standbys": facts.standbys}
    if facts.is_standby:
        todo = gettext("Name the leader in LIVE_DATABASE_URL, with target_session_attrs=read-write.")
        return fault(gettext("this database follows another, and takes no writes"), todo, **figures)
    says = gettext("{taken} of {most} are taken; standbys: {standbys}").format(**figures)
    if facts.most - facts.connections < NEEDED:
        todo = gettext("Raise max_connections: a server takes up to 20, a worker as many.")
        return warning(says, todo, **figures)
    return well(says, **figures)


def clock(scene: Scene) -> Finding:
    """This machine's clock against the database's, and against what was written last."""
    now, theirs = scene.now, scene.now
    if not scene.told.embedded:
        theirs = _facts(scene).clock
    apart = abs((theirs - now).total_seconds())
    with scene.store.read() as connection:
        newest = newest_moment(connection)
    ahead = (newest - now).total_seconds() if newest else 0.0
    todo = gettext("Set the clocks by NTP on every machine (timedatectl set-ntp true), then start the servers anew.")
    figures = {"apart": round(apart, 1), "ahead": round(max(ahead, 0.0), 1)}
    if ahead > AHEAD:
        says = gettext("behind: something was written {seconds} s later than now").format(seconds=round(ahead))
        return fault(says, todo, **figures)
    if apart > SLIGHT:
        says = gettext("{seconds} s apart from the database's").format(seconds=round(apart))
        return (fault if apart > FAR_OFF else warning)(says, todo, **figures)
    return well(gettext("agrees with what the database has"), **figures)


def redis(scene: Scene) -> Finding:
    url = scene.told.redis_url
    if url is None:
        return well(gettext("not set: one server needs none"))
    try:
        facts = redis_facts(url, scene.asked.answer)
    except RedisRefuses:
        return fault(gettext("does not let us in"), gettext("Check the password in LIVE_REDIS_URL."))
    except RedisAway:
        todo = gettext("Start it again: until then screens follow by polling, and limits count in each server alone.")
        return fault(gettext("does not answer"), todo)
    figures = {"version": facts.version, "policy": facts.policy, "saves": facts.saves, "most": facts.most}
    if facts.save_failed:
        todo = gettext("See its log and its disk: it may refuse writes now. Nothing of ours need be saved.")
        return warning(gettext("could not save its data"), todo, **figures)
    if not facts.keeps_all:
        todo = gettext("Set maxmemory-policy noeviction: else limits and presence are forgotten.")
        return warning(gettext("throws data away ({policy})").format(policy=facts.policy), todo, **figures)
    if facts.is_full:
        return warning(gettext("is nearly full"), gettext("Raise maxmemory, or have it serve us alone."), **figures)
    kept = {True: gettext("yes"), False: gettext("no"), None: gettext("not known")}[facts.saves]
    says = gettext("{version} answers; saves on the disk: {kept} (not needed)").format(version=facts.version, kept=kept)
    return well(says, **figures)


def certificate(scene: Scene) -> Finding:
    """The certificate of --certificate, else what our server shows on its port."""
    from live.commands.diagnosis.certificates import look_at, of_files  # X.509 takes a while to load: for doctor alone.

    asked, host = scene.asked, urlsplit(scene.settings.address or "").hostname if scene.settings else None
    if asked.certificate is not None:
        return of_files(asked.certificate, asked.key, host)
    if scene.port.certificate is not None:
        return look_at(scene.port.certificate, host)
    if scene.settings is not None and scene.settings.is_https and scene.settings.edge.proxies:
        return unknown(gettext("the proxy in front shows it: look there, or name it with --certificate"))
    return well(gettext("none: the server speaks http"))
