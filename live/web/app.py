"""The Flask app: its settings, its blueprints and what every page is given."""

from __future__ import annotations

from collections.abc import MutableMapping
from functools import partial
from typing import Any

from flask import Flask, request
from flask.json.provider import DefaultJSONProvider
from flask.templating import DispatchingJinjaLoader
from flask_socketio import SocketIO
from jinja2 import Environment, StrictUndefined, Template
from jinja2.meta import find_referenced_templates
from werkzeug.exceptions import NotFound

from live.domain.broadcast import TICKETS
from live.files.media.tiles import own_map
from live.runtime.layers import called
from live.runtime.tasks import sleep
from live.settings.shipped import ROOT
from live.views.signing import signing_keys
from live.web import audit, errors, headers, languages, sessions, sockets, static_files
from live.web.admin.audit import admin_audit
from live.web.admin.bans import admin_bans
from live.web.admin.broadcasts import admin_broadcasts
from live.web.admin.centre import admin_centre
from live.web.admin.control.graphics import admin_graphics
from live.web.admin.control.pages import admin_control
from live.web.admin.control.signals import admin_signals
from live.web.admin.lists import admin
from live.web.admin.channels import admin_channels
from live.web.admin.departments import admin_departments
from live.web.admin.keys import admin_keys
from live.web.admin.learning.routes import admin_learning
from live.web.admin.mentions import admin_mentions
from live.web.admin.people import admin_people
from live.web.admin.residents.notices import admin_notices
from live.web.admin.retention import admin_retention
from live.web.admin.shifts.pages import admin_shifts
from live.web.admin.start import admin_start
from live.web.admin.subjects import admin_subjects
from live.web.admin.webhooks import admin_webhooks
from live.web.api.control import control
from live.web.api.fast_hooks import FastHooks
from live.web.api.fast_intake import FastIntake
from live.web.api.routes import api
from live.web.collections.keeping import collection_pages
from live.web.collections.reading import reading_pages
from live.web.residents.ask import ask
from live.web.residents.ask_card import ask_card
from live.web.csrf import csrf
from live.web.edge import limits, measured
from live.web.edge.allowances import Allowances
from live.web.edge.forwarded import Forwarded
from live.web.edge.hosts import Hosts
from live.web.edge.request_ids import RequestIds
from live.web.edge.traced import Traced
from live.web.edge.strangers import Strangers
from live.web.health import health
from live.web.help import places
from live.web.help.pages import help_pages
from live.web.hooks import hooks
from live.web.labels import ADMIN_PAGES
from live.web.crew.import_file import imports
from live.web.crew.links import links
from live.web.crew.order_file import order_files
from live.web.official_pages.public import official_pages
from live.web.discussions.leading import discussion_pages
from live.web.discussions.public import discuss
from live.web.official_pages.publishing import publication_pages
from live.web.official_pages.register import admin_official_pages
from live.web.official_pages.scores import page_score_pages
from live.web.open311.routes import open311
from live.web.crew.ograf.station import station
from live.web.crew.overlay import overlay_pages
from live.web.api.saved_filters import own_views
from live.web.crew.own_account import own_account
from live.web.crew.own_duty import own_duty
from live.web.crew.own_news import own_news
from live.web.crew.own_factor import own_factor
from live.web.crew.pages import BUILT, pages
from live.web.crew.palette import palette_pages
from live.web.crew.answer_files import answer_files
from live.web.crew.files import resident_files
from live.web.crew.map_tiles import map_tiles
from live.web.crew.practice import practice_pages
from live.web.crew.second_step import second_step
from live.web.crew.sign_in import sign_in
from live.web.request import USUAL
from live.web.services import Checks, Services
from live.web.understudy.addresses import moving
from live.web.report.fairness import fairness_pages
from live.web.report.chronicle import chronicle_pages
from live.web.report.figure_list import figure_lists
from live.web.report.figures import figure_pages
from live.web.report.pages import report_pages
from live.web.report.questions import question_files
from live.web.crew.rundown import rundown_pages
from live.web.upkeep.backups import admin_backup
from live.web.upkeep.books import admin_books
from live.web.upkeep.health_page import admin_health
from live.web.upkeep.show_page import show_health
from live.web.residents.fast_form import FastForm
from live.web.residents.asked_before import asked_before_pages
from live.web.residents.open_fairness import open_fairness_pages
from live.web.residents.open_figures import open_pages
from live.web.residents.own_data import own_data
from live.web.residents.own_questions import own_pages
from live.web.residents.own_word import own_word
from live.web.residents.poll import poll_pages
from live.web.residents.track import track_pages
from live.web.exchange.tickets_in import ticket_imports
from live.web.exchange.tickets_out import ticket_tables
from live.web.understudy.leader import understudy


def build(services: Services, checks: Checks) -> tuple[Flask, SocketIO]:
    """The app over these services, and its Socket.IO server."""
    app = Flask("live", static_folder=None, template_folder=str(ROOT / "templates"))
    static_files.install(app, ROOT / "static")
    app.session_interface = sessions.PageCookies()
    signing, *earlier = signing_keys(services.settings.signing_secrets)
    app.config.update(
        SECRET_KEY=signing,
        SECRET_KEY_FALLBACKS=earlier,
        MAX_CONTENT_LENGTH=USUAL,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        PERMANENT_SESSION_LIFETIME=sessions.PAGE_LIFETIME,
        # An answer under way must not bring back the cookie of before a sign-out, or of before another language.
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=None,
    )
    assert isinstance(app.json, DefaultJSONProvider)
    app.json.ensure_ascii = app.json.sort_keys = False
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.loader = InSteps(app)
    app.extensions["live"] = services
    app.extensions["live.checks"] = checks
    app.extensions["live.allowances"] = Allowances(services.settings.edge.reads)
    csrf.init_app(app)
    languages.install(app)
    limits.install(app, services.settings.redis_url)
    errors.install(app)
    audit.install(app)
    measured.install(app)
    for blueprint in (
        *(
            health,
            api,
            hooks,
            pages,
            sign_in,
            second_step,
            own_account,
            own_duty,
            own_news,
            own_factor,
            links,
            rundown_pages,
        ),
        *(
            overlay_pages,
            admin_subjects,
            admin_bans,
            admin_mentions,
            admin_learning,
            admin_shifts,
            admin_broadcasts,
            admin_centre,
            admin_departments,
            admin_start,
            admin_notices,
            admin_control,
            admin_signals,
            admin_graphics,
            moving,
            practice_pages,
        ),
        *(
            ask,
            asked_before_pages,
            ask_card,
            track_pages,
            own_word,
            poll_pages,
            own_pages,
            own_data,
            open_pages,
            open_fairness_pages,
            own_views,
            admin,
            admin_channels,
            admin_people,
            imports,
            order_files,
            report_pages,
            fairness_pages,
            chronicle_pages,
            figure_lists,
            figure_pages,
        ),
        *(open311, admin_webhooks, admin_retention, admin_keys, admin_audit, ticket_tables, understudy),
        *(help_pages, question_files, ticket_imports, palette_pages, admin_backup, admin_books, admin_health),
        show_health,
        *(collection_pages, reading_pages, resident_files, answer_files, map_tiles, official_pages, station),
        admin_official_pages,
        page_score_pages,
        publication_pages,
        discussion_pages,
        discuss,
    ):
        app.register_blueprint(blueprint)
    for blueprint in (api, control, hooks, open311, understudy):
        csrf.exempt(blueprint)  # They prove themselves by a key or a secret, never by a cookie.
    for blueprint in (track_pages, own_word, own_data):
        csrf.exempt(blueprint)  # What stands in the address proves who holds it, as no cookie does.
    csrf.exempt(moving)  # Its pass proves it, and comes from another address of ours.
    csrf.exempt(ask)  # It acts in nobody's name, and works where no cookie comes along.
    for blueprint in (
        *(own_views, imports, admin, admin_channels, admin_people, admin_keys, admin_webhooks, admin_retention),
        *(admin_subjects, admin_bans, admin_mentions, admin_broadcasts, admin_centre, admin_departments, admin_start),
        *(ticket_imports, admin_backup, admin_books, admin_notices, admin_shifts, collection_pages, chronicle_pages),
        *(fairness_pages, answer_files, admin_official_pages, publication_pages, discussion_pages),
        *(admin_learning, admin_signals, admin_graphics, order_files),
    ):
        csrf.exempt(blueprint)  # `allow` asks for the page's token, once rights are known.

    @app.context_processor
    def given() -> dict[str, Any]:
        """What every page is given."""
        language = languages.locale()
        return {
            "locale": language,
            "js_messages": partial(languages.script_of_screen, language),
            "policy": services.telling.last(services.settings).policy,
            "help_here": places.here,
            "admin_pages": ADMIN_PAGES,
            "own_map": lambda: own_map(services.settings.files.map),
        }

    @app.before_request
    def a_path_of_text() -> None:
        # No name of ours holds a control character, and PostgreSQL cannot even look for one.
        if not request.path.isprintable():
            raise NotFound

    headers.install(app)
    socketio = sockets.install(app, services.settings.origins)
    edge = services.settings.edge
    guarded = headers.guarding(called(app.wsgi_app))  # Also what Socket.IO answers by itself.
    counted = Strangers(_quick_ways(app, _reading_chunks(guarded)), edge.requests)
    app.extensions["live.strangers"] = counted
    files = app.extensions["live.files"] = static_files.Kept(called(counted), guarded, ROOT / "static")
    named = Hosts(called(files), edge.hosts)
    identified = RequestIds(called(Forwarded(called(named), edge)), edge)
    traced = Traced(called(identified), edge) if services.settings.traces is not None else identified
    requests = measured.Requests(called(traced), services.measured)
    app.wsgi_app = called(requests)  # type: ignore[method-assign]  # Flask's own way to a middleware.
    return app, socketio


def warm(app: Flask) -> None:
    """What is done once for a screen, before somebody opens the first one: its template, its words, its files.

    After a restart in a show all screens come back at once: they come first.
    """
    turns = app.extensions["live"].hub.turns
    for screen in (*BUILT, TICKETS):
        _compile(app.jinja_env, f"{screen}/{screen}.html")
        for language in languages.LOCALES:
            languages.script_of_screen(language, screen)
        turns.let_others()
    app.extensions["live.files"].fill(turns.let_others)


def _compile(environment: Environment, name: str) -> None:
    """The template, and all that it stands in or takes in."""
    environment.get_template(name)
    assert environment.loader is not None
    source, _, _ = environment.loader.get_source(environment, name)
    for other in find_referenced_templates(environment.parse(source)):
        if other is not None:
            _compile(environment, other)


class InSteps(DispatchingJinjaLoader):
    """A template is compiled when a page first needs it. That takes up to 60 ms: others have a turn after each step."""

    def load(self, environment: Environment, name: str, globals: MutableMapping[str, Any] | None = None) -> Template:
        source, file, is_current = self.get_source(environment, name)
        tree = environment.parse(source, name, file)
        sleep(0)
        program = environment.compile(tree, name, file, raw=True)
        sleep(0)
        code = compile(program, file or name, "exec")
        sleep(0)
        return environment.template_class.from_code(environment, code, globals or {}, is_current)


def _quick_ways(app: Flask, route: Any) -> Any:
    """The quick way for each method and first part of a path. A socket keeps what it came through for as long as it
    lasts, so that it comes through none of them."""
    ways: dict[tuple[str, str], Any] = {
        ("POST", "api"): FastIntake(app, route),
        ("POST", "hooks"): FastHooks(app, route),
        ("GET", "b"): FastForm(app, route),
    }

    def quick(environ: dict[str, Any], start_response: Any) -> Any:
        _, first, *_ = f"{environ.get('PATH_INFO', '')}/".split("/", 2)
        return ways.get((environ["REQUEST_METHOD"], first), route)(environ, start_response)

    return quick


def _reading_chunks(app: Any) -> Any:
    """A body sent in chunks has no length; both of our servers end it where it ends, but only one of them says so."""

    def reading(environ: dict[str, Any], start_response: Any) -> Any:
        if environ.get("HTTP_TRANSFER_ENCODING", "").lower() == "chunked":
            environ["wsgi.input_terminated"] = True
        return app(environ, start_response)

    return reading
