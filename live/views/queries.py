"""Everything that can be asked, each answer from one read transaction."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import Row

from live.domain.broadcast import Practice
from live.domain.refused import Refused
from live.protocol.answers import matters as of_matters
from live.protocol.answers import questions as of_questions
from live.protocol.answers import show as of_show
from live.protocol.answers import tickets as of_tickets
from live.protocol.answers.questions import QuestionsPage
from live.protocol.ticket_views import TicketView
from live.protocol.views import BroadcastView, LinkView, MatterView, QuestionView, TicketsLogView
from live.store import log
from live.store.centre import access, channels, settings
from live.store.centre.channels import Channel as Channel
from live.store.centre.settings import Centre as Centre  # the web hands both on
from live.store.ids import TICKETS_LOG, question_id
from live.store.show import broadcasts, links, practices, tallies
from live.store.transaction import Store
from live.views.books import Books, books
from live.views.broadcast_ids import BroadcastIds
from live.views.broadcasts import FormTexts, broadcast_view, destinations, form_texts
from live.views.calls.callers import caller, reached
from live.views.feed.sections.links import link_view
from live.views.feed.sections.section import EVERYBODY, Reader
from live.views.feed.visible_events import EventRenderer
from live.views.fresh import Fresh
from live.views.landing import Landing, landing
from live.views.matters.page import matter_now, matters_page, one_matter
from live.views.matters.ticket import ticket_matters
from live.views.questions import listing
from live.views.questions.counts import Counting
from live.views.questions.files import KeptFile, reply_file
from live.views.questions.hints import hints
from live.views.questions.listing import Filter
from live.views.questions.on_air import on_air, picture_on_air
from live.views.questions.precedents import earlier
from live.views.questions.rundown import promises, so_far
from live.views.questions.source_health import sources
from live.views.questions.suggestions import Guessing
from live.views.report.chronicle import Chronicle, chronicle
from live.views.report.fairness import Fairness, fairness_of
from live.views.report.figure_list import Number, Start, figure_list
from live.views.report.figure_list import Page as FigurePage
from live.views.report.figures import Figures, Period, figures_of, scopes, today
from live.views.report.rises import Risen, rises_of
from live.views.report.show import Reports
from live.views.screens import Screen
from live.views.tickets import answers, overdue_counts
from live.views.tickets.board import TicketCounting, ticket_offers
from live.views.tickets.links import ticket_links
from live.views.tickets.listing import Mine, TicketFilter, one_view, tickets_page
from live.views.tickets.page import answer_file_of, one_ticket, ticket_file
from live.views.tickets.track import track, track_file
from live.views.tickets.view import log_view


class Queries:
    def __init__(self, store: Store, guessing: Guessing | None = None) -> None:
        self._store = store
        self._guessing = guessing or Guessing(store)
        self._counting = Counting(store)
        self._ticket_counting = TicketCounting(store)
        self._reports = Reports(store)
        self.ids = BroadcastIds(store)
        self._landings = Fresh(store, partial(landing, store))
        self._channels = Fresh(store, self._channel)

    def broadcast_id(self, slug: str) -> int:
        """The id of a broadcast, or of the log of tickets by its slug; `not_found` without."""
        return self.ids.now(slug)

    def broadcast(self, slug: str) -> BroadcastView:
        with self._store.read() as connection:
            return broadcast_view(broadcasts.get(connection, slug))

    def practice_slug(self, practice: Practice) -> str | None:
        """The slug of an owner's practice of a role that is going on; None where none is."""
        with self._store.read() as connection:
            going = practices.of(connection, practice)
        return going[-1].slug if going else None

    def form_texts(self, slug: str) -> FormTexts:
        """What the broadcast's form says of its own; `not_found` without."""
        with self._store.read() as connection:
            return form_texts(broadcasts.get(connection, slug))

    def centre(self) -> Centre:
        """What the centre is called, and the zone of its clock."""
        with self._store.read() as connection:
            return settings.centre(connection)

    def broadcast_by_id(self, broadcast_id: int) -> BroadcastView:
        with self._store.read() as connection:
            return broadcast_view(broadcasts.by_id(connection, broadcast_id))

    def broadcasts(self) -> list[tuple[int, BroadcastView]]:
        """Every broadcast with its id, newest first."""
        with self._store.read() as connection:
            return [(row.id, broadcast_view(row)) for row in broadcasts.all_of(connection)]

    def landing(self, slug: str) -> Landing:
        """What residents are told of a broadcast; `not_found` without."""
        return self._landings.now(slug)

    def questions(self, slug: str, screen: Screen, wanted: Filter, reader: Reader = EVERYBODY) -> QuestionsPage:
        with self._store.read() as connection:
            return listing.questions_page(connection, broadcasts.get(connection, slug), screen, wanted, reader)

    def numbers(self, slug: str, screen: Screen, wanted: Filter) -> of_questions.NumbersPage:
        with self._store.read() as connection:
            return listing.numbers_page(connection, broadcasts.get(connection, slug), screen, wanted)

    def question(
        self, slug: str, screen: Screen, number: int, reader: Reader = EVERYBODY
    ) -> of_questions.WholeQuestion:
        with self._store.read() as connection:
            return listing.one_question(connection, broadcasts.get(connection, slug), screen, number, reader)

    def question_file(self, slug: str, screen: Screen, number: int, file_id: int, preview: bool) -> KeptFile:
        """Where a file that came with a question stands; `not_found` where it is not seen."""
        with self._store.read() as connection:
            row = broadcasts.get(connection, slug)
            return listing.question_file(connection, row, screen, number, file_id, preview)

    def reply_file(self, slug: str, number: int, file_id: int, preview: bool) -> KeptFile:
        """Where a file of a reply to a question stands; `not_found` without."""
        with self._store.read() as connection:
            home = broadcasts.get(connection, slug)
            return reply_file(connection, question_id(home.id, number), file_id, preview)

    def hints(self, slug: str, screen: Screen, number: int) -> of_questions.Hints:
        """Likely doubles of a question, and what else its topic and place may be; `not_found` where it is not seen."""
        with self._store.read() as connection:
            row = broadcasts.get(connection, slug)
            view = listing.known_question(connection, row, screen, number)
        return hints(self._store, self._guessing, row, screen, view)

    def matters(self, before: int | None, limit: int, state: str | None) -> of_matters.MattersPage:
        with self._store.read() as connection:
            return matters_page(connection, before, limit, state)

    def matter(self, number: int) -> of_matters.MatterPage:
        """A matter with all that stands in it; `not_found` without."""
        with self._store.read() as connection:
            return one_matter(connection, number, self._store.clock())

    def matter_now(self, number: int) -> MatterView | None:
        """What a stale writer of a matter should look at."""
        with self._store.read() as connection:
            return matter_now(connection, number)

    def contact_of_reply(self, matter: int, reply: int) -> str | None:
        """How one is reached who is to be told of a matter by hand; `not_found` for any other reply."""
        with self._store.read() as connection:
            return answers.contact_by_hand(connection, matter, reply)

    def ticket_matters(self, number: str) -> of_matters.TicketMatters:
        """Open matters that a ticket may be about, and what was the same within a year."""
        return ticket_matters(self._store, number)

    def earlier(self, slug: str, screen: Screen, number: int) -> of_questions.Earlier:
        """Like questions that other broadcasts answered, promised or ticketed; `not_found` where it is not seen."""
        with self._store.read() as connection:
            row = broadcasts.get(connection, slug)
            view = listing.known_question(connection, row, screen, number)
        return {"earlier": earlier(self._store, row, view)}

    def question_now(self, slug: str, screen: Screen, number: int, reader: Reader = EVERYBODY) -> QuestionView | None:
        """The question as this screen sees it now, without its history; None where it does not."""
        with self._store.read() as connection:
            return listing.question_now(connection, broadcasts.get(connection, slug), screen, number, reader)

    def caller(self, slug: str, call_id: int) -> of_show.Caller:
        with self._store.read() as connection:
            return caller(connection, broadcasts.get(connection, slug), call_id)

    def reached(self, slug: str, call_id: int) -> dict[str, str | None]:
        with self._store.read() as connection:
            return reached(connection, broadcasts.get(connection, slug), call_id)

    def so_far(self, slug: str) -> of_show.SoFar:
        with self._store.read() as connection:
            return so_far(connection, broadcasts.get(connection, slug))

    def promises(self, slug: str) -> of_show.Promises:
        with self._store.read() as connection:
            return {"promises": promises(connection, broadcasts.get(connection, slug))}

    def destinations(self, slug: str) -> of_show.Destinations:
        with self._store.read() as connection:
            return {"destinations": destinations(connection, broadcasts.get(connection, slug))}

    def counts(self, slug: str) -> of_show.Counts:
        return self._counting.of(slug)

    def report(self, slug: str) -> dict[str, Any]:
        """The report of a show (`live/views/report/show.py`)."""
        return self._reports.of(slug)

    def fairness(self, slug: str) -> Fairness:
        """How fair a show was, with the roots that prove what was counted."""
        return fairness_of(self._store, self._reports, slug)

    def is_fairness_open(self, slug: str) -> bool:
        """Whether everybody may read that; `not_found` without such a broadcast."""
        with self._store.read() as connection:
            return bool(broadcasts.get(connection, slug).fairness_open)

    def chronicle(self, slug: str, *, plain: bool) -> Chronicle:
        """The chronicle of a show's air (`live/views/report/chronicle.py`)."""
        return chronicle(self._store, slug, self.report(slug), plain)

    def figures(self, scope: str, period: Period) -> Figures:
        """The figures of the centre, or of a department (`live/views/report/figures.py`)."""
        return figures_of(self._store, scope, period)

    def figure_list(self, of: Number, period: Period, start: Start | None) -> FigurePage:
        """The questions and tickets behind a number of the figures (`live/views/report/figure_list.py`)."""
        return figure_list(self._store, of, period, start)

    def figures_scopes(self) -> list[str]:
        """The departments that may have figures of their own."""
        return scopes(self._store)

    def rises(self) -> list[Risen]:
        """What was asked about more than usual of late (`live/views/report/rises.py`)."""
        return rises_of(self._store)

    def today(self) -> date:
        """By the centre's clock."""
        return today(self._store)

    def on_air(self, slug: str) -> of_show.OnAir:
        with self._store.read() as connection:
            return on_air(connection, broadcasts.get(connection, slug))

    def picture_on_air(self, slug: str, file_id: int) -> KeptFile:
        """Where an allowed picture of the question on air stands; `not_found` for every other file."""
        with self._store.read() as connection:
            return picture_on_air(connection, broadcasts.get(connection, slug), file_id)

    def sources(self, slug: str) -> of_show.SourcesRead:
        """{sources, head}: which still speak, and where the log stands."""
        with self._store.read() as connection:
            row = broadcasts.get(connection, slug)
            return {"sources": sources(connection, row, self._store.clock()), "head": row.head}

    def events(self, slug: str, screen: Screen, reader: Reader, since: int, limit: int) -> of_show.EventsPage:
        """{epoch, from, to, head, events}; from before the log's floor there is `not_found`: take a snapshot."""
        with self._store.read() as connection:
            id_ = log.id_of(connection, slug)
            position = log.position(connection, id_)
            if since < position.floor:
                raise Refused("not_found", "The log begins at {floor}.", floor=position.floor)
            rows = log.events_since(connection, id_, since, limit)
            return {
                "epoch": position.epoch,
                "from": since,
                "to": rows[-1].seq if rows else since,
                "head": position.head,
                "events": EventRenderer(connection, position.broadcast, rows).for_screen(screen, reader),
            }

    def epoch(self) -> str:
        """The epoch in which the logs' numbers hold now."""
        with self._store.read() as connection:
            return log.position(connection, TICKETS_LOG).epoch

    def tickets_log(self) -> TicketsLogView:
        """What stands for the broadcast on the screen of the tickets."""
        with self._store.read() as connection:
            return log_view(connection)

    def tickets(self, department: str | None, wanted: TicketFilter) -> of_tickets.TicketsPage:
        with self._store.read() as connection:
            return tickets_page(connection, department, wanted, self._store.clock())

    def deadlines(self, department: str | None) -> of_tickets.Deadlines:
        """How many tickets are near their deadline and over it, by department."""
        return overdue_counts.counts(self._store, department)

    def ticket(self, reader: Reader, number: str) -> of_tickets.TicketPage:
        """A ticket with all that its page tells; `not_found` where it is not seen."""
        with self._store.read() as connection:
            return one_ticket(connection, reader, number)

    def ticket_file(self, department: str | None, number: str, file_id: int, preview: bool) -> KeptFile:
        """Where a file that came with a ticket's question stands; `not_found` where it is not seen."""
        with self._store.read() as connection:
            return ticket_file(connection, department, number, file_id, preview)

    def answer_file(self, department: str | None, number: str, file_id: int, preview: bool) -> KeptFile:
        """Where a file of an answer to a ticket stands; `not_found` where it is not seen."""
        with self._store.read() as connection:
            return answer_file_of(connection, department, number, file_id, preview)

    def track_file(self, code: str, file_id: int, preview: bool) -> KeptFile:
        """Where a file of an answer stands, for whoever holds the question's code; `not_found` for every other."""
        return track_file(self._store, code, file_id, preview)

    def ticket_now(self, department: str | None, number: str) -> TicketView | None:
        """A ticket's view as it is now; None where it is not seen."""
        with self._store.read() as connection:
            return one_view(connection, department, number)

    def ticket_links(self, department: str | None, number: str) -> of_tickets.TicketLinks:
        return ticket_links(self._store, department, number)

    def ticket_counts(self, department: str | None, mine: Mine, own: str | None) -> of_tickets.TicketCounts:
        return self._ticket_counting.of(department, mine, own)

    def ticket_offers(self, department: str | None) -> of_tickets.TicketOffers:
        with self._store.read() as connection:
            return ticket_offers(connection, department)

    def track(self, code: str) -> dict[str, Any]:
        """What became of the question with this code, as a resident may know it; `not_found` otherwise."""
        return track(self._store, code)

    def templates(self, department: str | None, number: str) -> of_tickets.Templates:
        """The answers that are ready for a ticket, filled in; `not_found` where it is not seen."""
        with self._store.read() as connection:
            return answers.offered(connection, department, number)

    def by_hand(self, reader: Reader, after: int, limit: int) -> of_tickets.ByHand:
        """{answers, next, total}: whom somebody of the centre has to tell, the oldest first."""
        with self._store.read() as connection:
            return answers.by_hand(connection, reader, after, limit)

    def links(self, slug: str) -> list[tuple[LinkView, str | None]]:
        """The valid links of a broadcast, the newest first, each with its token (None where it cannot be told)."""
        with self._store.read() as connection:
            rows = links.of_broadcast(connection, broadcasts.get(connection, slug).id, revoked=0)
        return [(link_view(row), links.token_of(self._store, row)) for row in rows]

    def channel(self, type_: str, key: str) -> Channel:
        """A channel by its hook's path; `not_found` otherwise. When it was heard last may be of before."""
        return self._channels.now((type_, key))

    def _channel(self, path: tuple[str, str]) -> Channel:
        with self._store.read() as connection:
            found = channels.find(connection, self._store.seal, *path)
        if found is None:
            raise Refused("not_found", "There is no such channel.")
        return found

    def channels(self) -> list[Channel]:
        with self._store.read() as connection:
            return channels.all_of(connection, self._store.seal)

    def account(self, login: str) -> Row[Any] | None:
        with self._store.read() as connection:
            return access.account_by_login(connection, login)

    def any_account(self) -> bool:
        with self._store.read() as connection:
            return access.any_account(connection)

    def books(self, slug: str | None = None) -> list[Books]:
        """The books of one broadcast, or of all."""
        with self._store.read() as connection:
            rows = [broadcasts.get(connection, slug)] if slug else broadcasts.all_of(connection)
            return [books(connection, row) for row in rows]

    def questions_by_state(self) -> dict[str, int]:
        """How many questions of the centre are in each state: no more of the books than that."""
        with self._store.read() as connection:
            return tallies.all_by_state(connection)

    def dead_letters(self, limit: int = 50) -> tuple[int, list[Row[Any]]]:
        with self._store.read() as connection:
            return channels.dead_letters(connection, limit)

    def answers(self) -> None:
        """`unavailable` where the database does not answer."""
        with self._store.read() as connection:
            log.position(connection, TICKETS_LOG)
