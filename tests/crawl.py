"""Somebody who tries everything: every address, every link, every form, every button.

The addresses come from the URLconf, and their links and forms from the pages, so that
a new one is tried from its first day. What cannot be tried, because a key or a form's
field is of a new kind, fails with what to add here.
"""

import copy
import functools
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import product
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from PIL import Image

from access.enums import FieldClass
from access.models import Facility
from access.viewer import Viewer
from audit.enums import Origin
from audit.models import ViewEvent
from audit.services import keep_typed_text
from bookings.forms import SearchForm, this_minute
from bookings.models import LegalText
from tests.canaries import PREFIX
from tests.clients import signed_in
from tests.offers import REASON, Form, Offers
from tests.routes import Route, routes
from tests.world import LOOKED_FOR, PASSWORD, World, put_back

METHOD_NOT_ALLOWED = 405
LEADS_ON = (302, 303)


def typed(world: World, viewer: Viewer) -> dict[str, list[dict]]:
    """What a person would post to each address; a new form without text needs no row."""
    ordinary = world.bookings["ordinary"]
    moment = this_minute(viewer.at)
    text = LegalText.objects.filter(is_shipped=True).first()
    advisement = LegalText.objects.get(
        is_shipped=True, kind="advisement", language="en"
    )
    return {
        # To hash a password takes its time: once, by whoever is nobody yet.
        "access:sign_in": [{"sign_in_name": "somebody", "password": PASSWORD}]
        if not viewer.is_signed_in
        else [{}],
        "access:sign_out": [{}],
        "bookings:advise": [
            {
                "text": advisement.pk,
                "told_at": moment,
                "outcome": "signed_on_paper",
                "interpreter": "Vendor 4711",
            }
        ],
        "bookings:consular_question": [
            # Not written down before it is confirmed.
            {"answer": "yes", "which": "PL", "told_how": "read_aloud"},
        ],
        "bookings:consular_contact": [
            {"kind": "visit", "passed_at": moment, "words": REASON}
        ],
        "bookings:set_retention": [
            {
                "retained": "stay",
                "number": "GS 50",
                "title": "Files",
                "days": "2190",
                "source": "RCW 40.14.070",
                "certainty": "low",
                "in_force_from": "01/01/2026",
                "reason": REASON,
            }
        ],
        "bookings:dispose": [{"schedule": "1", "reason": REASON}],
        "bookings:legal_holds": [{"kept_for": "audit", "case_number": "26-1-3"}],
        "bookings:end_legal_hold": [{"hold": "00000000-0000-4000-8000-000000000000"}],
        "bookings:consular_schedule": [
            {"number": "GS 50", "days": "30", "appeal_days": "30", "reason": REASON}
        ],
        "bookings:sign_text": [
            {"sha256": text.sha256, "reviewer": "Somebody", "qualification": "able to"}
        ],
        "access:working_as": [
            {"capacity": viewer.membership_id or 0, "purpose": viewer.purpose or ""}
        ],
        # Whoever has no letter comes no further, whatever they type.
        "access:join": [{}],
        **({"access:join_with": [{}]} if viewer.is_signed_in else {}),
        "access:check_identity": [{"document": "passport", "seen": "on"}],
        "access:withdraw_invitation": [{}],
        "access:send_invitation_again": [{}],
        "access:password": [{}],
        "access:unlock": [{}],
        "access:still_here": [{}],
        # What is decided, or open, already has a page and no form any more.
        "access:withdraw": [{}],
        "compliance:assign_finding": [{}],
        "compliance:answer_finding": [{"words": REASON}],
        "compliance:close_finding": [{"words": REASON}],
        "access:end_employment": [{"reason": REASON}],
        "compliance:history_review": [{"words": REASON}],
        "access:reopen": [{"reason": REASON}],
        "access:release_lock": [{"reason": REASON}],
        "compliance:reopen_finding": [{"words": REASON}],
        "access:suspend": [{"reason": "Left the agency."}],
        "bookings:orders_about": [
            {
                "act": "record.expunge",
                "court": "A court",
                "case_number": "26-1-2",
                "ordered_on": "10/01/2026",
            }
        ],
        "bookings:decide_order": [{"order": world.order_id, "answer": "no"}],
        "bookings:deletion": [
            {"asked_on": "01/05/2026", "found": ["diverted"], "choice": "refuse"}
        ],
        "bookings:same_person": world.searches,
        "bookings:compare": [{"other": world.bookings["released"].pk}],
        "bookings:ask_link": [{"other": world.bookings["juvenile"].pk}],
        "bookings:decide_link": [{"link": world.asked_link_id, "answer": "no"}],
        "bookings:unlink": [{"link": world.link_id, "reason": "other_person"}],
        "bookings:search": world.searches,
        "bookings:suggest": [
            {"surname": booking.person.surname} for booking in world.bookings.values()
        ],
        "bookings:read_text": [
            {"field": "note", "text": "Says he is a citizen of Peru. Lower bunk."}
        ],
        "disclosures:counter": [
            {"surname": PREFIX},
            {
                "channel": "phone",
                "wanted": "bail",
                "answer": "nobody",
                "passed_to": "nobody",
            },
        ],
        "disclosures:ask_interview": [
            {
                "asker": "criminal_justice",
                "agency": "Kent Police",
                "official": "an official",
                "matter": "criminal",
                "purpose": "the night of the theft",
            }
        ],
        "disclosures:record_consent": [
            {"consent": "declined", "language": "es", "explained_by": "an officer"}
        ],
        "disclosures:consent_form": [{"language": "es"}],
        "disclosures:tell_author": [{}],
        "bookings:export_results": [{}],
        "bookings:export_custody": [{}],
        "bookings:export": [{}],
        "bookings:niem": [{}],
        "compliance:exposure_people": [world.exposed, {"begins": "", "ends": ""}],
        "compliance:sign_adoption": [{"answer": "sign", "reason": REASON}],
        "bookings:register": [
            {"surname": PREFIX},
            {"facility": ordinary.facility_id},
            *({"surname": world.bookings[name].person.surname} for name in LOOKED_FOR),
        ],
        "bookings:intake": [
            {
                "surname": "New",
                "facility": ordinary.facility_id,
                "booked_at": moment,
            }
        ],
        "bookings:intake_again": [
            {"facility": ordinary.facility_id, "booked_at": moment}
        ],
        "bookings:likely": [
            row
            for name in LOOKED_FOR
            for row in (
                {"surname": world.bookings[name].person.surname},
                {"birth_date": f"{world.bookings[name].person.birth_date:%m/%d/%Y}"},
                {"number": world.bookings[name].booking_number},
                {"number": world.bookings[name].person.state_id},
            )
        ],
        "bookings:codes": [
            {"kind": "charge", "words": "theft"},
            {"kind": "agency", "words": "Agency"},
        ],
        "bookings:section": [_sections(world, moment)],
        "bookings:finish_intake": [{}],
        "bookings:take_over_intake": [{}],
        "bookings:refuse_intake": [{}],
        **_typed_about_papers(world, moment),
        "bookings:entitle": [{"kind": "court_order", "at": moment, "source": REASON}],
        "bookings:withdraw_entitlement": [{"kind": "bail_posted", "why": REASON}],
        "bookings:record_basis": [
            {"kind": "charges_filed", "at": moment, "source": REASON}
        ],
        "bookings:record_hold": [
            {
                "kind": "warrant",
                "effect": "binds",
                "issuer": "Kent Municipal Court",
                "number": "W-2",
                "received_at": moment,
            }
        ],
        "bookings:clear_hold": [{"kind": "warrant", "number": "W-1", "why": REASON}],
        "bookings:house": [{"place": "1 N, 01"}],
        "bookings:take_out": [{"kind": "court", "place": "E-1201", "left_at": moment}],
        "bookings:bring_back": [{"returned_at": moment}],
        "bookings:transfer": [
            {"facility": world.here[-1].pk, "moved_at": moment, "escorted_by": ""}
        ],
        "bookings:question_release": [{}],
        "bookings:undo_release": [{"outcome": REASON}],
        "bookings:finish_task": [{"kind": "wrong_release", "outcome": REASON}],
        "bookings:release": [{"reason": "time_served", "leaving_at": moment}],
        "bookings:release_by_number": [
            {
                "facility": world.bookings[name].facility_id,
                "booking_number": world.bookings[name].booking_number,
                "reason": "time_served",
                "leaving_at": moment,
            }
            # Whoever is in custody can always be released by number (law 14).
            for name in ("ordinary", "long gone")
        ],
        **_parts(world, moment),
        "warrants:ask": [
            {"classes": [int(FieldClass.CUSTODY)], "days": 7, "reason": REASON}
        ],
        "warrants:ask_by_name": [
            {
                "surname": surname,
                "classes": [int(FieldClass.CUSTODY)],
                "days": 7,
                "reason": f"{REASON} Of another: {number}.",
            }
            for number, surname in enumerate(
                [*(world.bookings[n].person.surname for n in LOOKED_FOR), "Nobody"]
            )
        ],
        "warrants:read_reason": [{"text": "inv"}, {"text": REASON}],
        "warrants:whom": [
            {"surname": PREFIX},
            {"booking": ordinary.pk},
            {"booking": world.bookings["sealed"].pk},
        ],
        "warrants:request": [
            {"approve": "yes", "classes": [int(FieldClass.CONTACT)]},
            {"refuse": "yes", "reason": "no_sufficient_reason"},
        ],
        "warrants:appearances": [
            {"attorney": "defender", "case_number": "x", "received_on": "11/01/2026"},
        ],
        "warrants:end_appearance": [{"appearance": "nobody's", "reason": "withdrew"}],
        "warrants:enter_on_call": [
            {
                "member": world.counsel_id,
                "starts_at": moment,
                "ends_at": this_minute(viewer.at + timedelta(hours=12)),
                "phone": "206-555-0142",
            }
        ],
        "warrants:withdraw_on_call": [{}],
        "warrants:end_grant": [{"reason": "no_longer_needed"}],
        "warrants:open_emergency": [
            {
                "sign_in_name": "nobody",
                "classes": [int(FieldClass.CONTACT)],
                "minutes": 60,
                "danger": "missing",
                "reason": REASON,
            }
        ],
        "warrants:end_emergency": [{}],
        "warrants:review_emergency": [{"outcome": "right"}],
        "warrants:receive_instrument": [{"means": "fax", "scan": Scan()}],
        "warrants:enter_instrument": [{"kind": "I-200"}],
        "warrants:compare_instrument": [{}],
        "warrants:call_court": [{"result": "no_answer"}],
        "warrants:recall_instrument": [{}],
        "warrants:serve_instrument": [{"served_at": moment}],
        "warrants:accept_instrument": [{"checks": ["signer"]}],
    }


def _sections(world: World, moment: str) -> dict:
    """Every section takes its own fields of this row, and no other. What it would put
    in place of what was planted is in error; the court's stands as it is.
    """
    draft = world.bookings["unfinished"]
    return {
        "person-surname": "",
        "arrest-arresting_ori": "short",
        "charges-0-statute": "9A.56.050",
        "court-court": draft.court,
        "court-next_court_at": this_minute(draft.next_court_at),
        "court-bail_amount": draft.bail_amount,
        "court-bail_court": draft.bail_court,
        "aliases-0-surname": "o" * 81,
        "contact-0-city": "Kent",
        "care-language_needed": "o" * 41,
        "looks-height": "999",
        "marks-0-mark": "no such mark",
        "property-0-thing": "Knife",
        "property-0-kind": "seized",
        "recognizance-answered": "perhaps",
        # What is added, and takes the place of nothing.
        "health-injured": "no",
        "statement-author_agency": "Kent PD",
        "statement-statement": "I saw it.",
        "statement-received_at": moment,
    }


class Scan:
    """A file that is sent, as often as it is asked for."""

    name, content_type = "scan.png", "image/png"

    def read(self) -> bytes:
        picture = io.BytesIO()
        Image.new("L", (20, 20), 200).save(picture, "PNG")
        return picture.getvalue()

    def __repr__(self) -> str:
        return self.name


def _typed_about_papers(world: World, moment: str) -> dict[str, list[dict]]:
    came = {"form": "I-200", "received_by": "fax", "received_at": moment}
    return {
        "bookings:hand_in_paper": [{**came, "scan": Scan()}],
        "bookings:receive_paper": [{**came, "office": "ERO Seattle", "scan": Scan()}],
        # As it stands: whatever is planted is still there to be found.
        "bookings:describe_paper": [
            {
                "form": "I-200",
                "received_by": "fax",
                "received_at": this_minute(world.waiting["received_at"]),
                "office": world.waiting["office"],
            }
        ],
        "bookings:serve_paper": [
            {"served_at": moment, "language": "es", "result": "signed"}
        ],
        "bookings:conclude_paper": [{"outcome": "not_followed"}],
    }


def _parts(world: World, moment: str) -> dict[str, list[dict]]:
    """What is written down beside a booking, each on its own page."""
    return {
        "bookings:mark_codes": [{"mark": "tattoo left"}],
        "bookings:alerts": [{"kind": "lower_bunk", "source": "observed"}],
        "bookings:end_alert": [{"alert": world.bookings["sealed"].pk}],
        # What was planted is still there on the page that follows.
        "bookings:describe": [{"height": "999"}, {"mark": "freckles"}],
        "bookings:photograph": [{"photo": ""}],
        "bookings:property": [{"cash": "12.50", "receipt": "refused"}],
        "bookings:return_property": [{"receipt": "signed"}],
        "bookings:screening": [{"injured": "no", "lower_bunk": "on"}],
        "bookings:statement": [
            {"author_agency": "Agency", "statement": "I saw it.", "received_at": moment}
        ],
        "bookings:finding": [{"finding": "found", "found_at": moment}],
        "bookings:recognizance": [
            {"answered": "declined", "missed_court": "never", "recommendation": "none"}
        ],
    }


@dataclass(frozen=True, slots=True)
class Ask:
    """One request: where, how, and what was typed into it."""

    route: str
    method: str
    address: str
    data: tuple = ()
    typed: tuple[str, ...] = ()

    def __str__(self):
        return f"{self.method} {self.route} {self.address} {dict(self.data) or ''}"


@dataclass(slots=True)
class Answer:
    """``body``: all its bytes, also of a file that is sent in parts."""

    ask: Ask
    response: object
    body: bytes
    events: list[ViewEvent]


class Crawl:
    """One reader on the way through the product. Nothing that they do stays done."""

    def __init__(self, world: World, viewer: Viewer):
        self.world = world
        self.viewer = viewer
        self.client = signed_in(viewer) if viewer.is_signed_in else Client()
        self.client.raise_request_exception = False
        self.routes = {route.name: route for route in routes()}
        self._typed = typed(world, viewer)
        self._known = {str(key) for keys in world.keys.values() for key in keys}
        self._asked: set[tuple] = set()
        self._todo: list[Ask] = []
        self._posts: list[Ask] = []
        self._last_event = _numbers_given()

    def answers(self) -> Iterator[Answer]:
        for route in self.routes.values():
            self._todo += [Ask(route.name, "GET", at) for at in self._addresses(route)]
        closed = set()
        while self._todo:
            ask = self._todo.pop(0)
            if ask.route not in closed and self._is_new(ask):
                answer = self._ask(ask)
                if is_closed(answer.response):
                    closed.add(ask.route)
                self._read(answer)
                yield answer
        for route in self.routes.values():
            if not (route.name in closed and self._is_guarded(route)):
                yield from self._post_to(route)

    def _is_guarded(self, route: Route) -> bool:
        """Whether the act itself is closed to this reader: the guard stands before the
        view, and turns a POST away as it did a GET (``tests/laws/test_law_01*``).
        """
        act = getattr(route.view, "performs", None)
        return act is not None and not self.viewer.may(act)

    def is_answered(self, route: Route) -> bool:
        """Whether some address of a route answers this reader; where something is typed
        into its form, whether it is taken.
        """
        for address in self._addresses(route):
            asks = self._rows(route, address)
            if route.name not in self._typed:
                asks = [Ask(route.name, "GET", address), *asks]
            for ask in asks:
                with put_back():
                    answer = self._ask(ask)
                    self._read(answer)
                    if is_taken(answer.response):
                        return True
        return False

    def _post_to(self, route: Route) -> Iterator[Answer]:
        for address in self._addresses(route):
            rows = self._rows(route, address)
            if (yield from self._post(route, rows)):
                break

    def _rows(self, route: Route, address: str) -> list[Ask]:
        """What to post there: as it is typed, else as a page's own form would, also of
        somebody whose page has no such form; else nothing, to see whether it is taken.
        """
        if route.name in self._typed:
            return [_post(route, address, row) for row in self._typed[route.name]]
        alike = [ask for ask in self._posts if ask.route == route.name]
        own = [ask for ask in alike if ask.address == address]
        lent = [replace(ask, address=address) for ask in alike[:1]]
        return own or lent or [Ask(route.name, "POST", address)]

    def _post(self, route: Route, rows: list[Ask]):
        """Post each; return whether this way is closed, whatever the key."""
        forms = {ask.route for ask in self._posts} | self._typed.keys()
        for ask in rows:
            cookies = copy.deepcopy(self.client.cookies)
            with put_back():
                answer = self._ask(ask)
                yield answer
                response, status = answer.response, answer.response.status_code
                assert route.name in forms or status in (
                    302,
                    403,
                    METHOD_NOT_ALLOWED,
                ), (
                    f"{route.name} takes a POST, and no page has a form for it: give"
                    " `typed` in tests/crawl.py a row of what a person would send"
                )
                if status in LEADS_ON and ask.data:
                    yield self._ask(self._after(ask, response))
            self.client.cookies = cookies
            if is_closed(response) or status == METHOD_NOT_ALLOWED:
                return True
        return False

    def _after(self, ask: Ask, response) -> Ask:
        address = urljoin(ask.address, response.headers["Location"])
        return Ask(_route_of(address) or ask.route, "GET", address, typed=ask.typed)

    # --- Where one can go

    def _addresses(self, route: Route) -> list[str]:
        known = {**self.world.keys, "search_id": [self._search()]}
        unknown = route.keys.keys() - known.keys()
        assert not unknown, (
            f"{route.name} takes {sorted(unknown)}: give World.keys in tests/world.py"
            " values of it, of somebody known, of somebody hidden and of nobody"
        )
        names = list(route.keys)
        return [
            route.address(**dict(zip(names, values, strict=True)))
            for values in product(*(known[name] for name in names))
        ]

    def _search(self):
        """A search that this very session has typed; made once."""
        if not hasattr(self, "_search_id"):
            cookie = self.client.cookies.get(settings.SESSION_COOKIE_NAME)
            self._search_id = keep_typed_text(
                SearchForm({"surname": PREFIX}).terms_as_text(),
                kind="search",
                account_id=self.viewer.account_id,
                session_key=cookie.value if cookie else "",
            ).pk
            self._known.add(str(self._search_id))
        return self._search_id

    def _read(self, answer: Answer) -> None:
        """Note where this page leads, and what may be sent from it."""
        if not answer.response.headers.get("Content-Type", "").startswith("text/html"):
            return
        page = Offers(answer.response.content.decode())
        for link in page.links:
            self._lead_to(urljoin(answer.ask.address, link))
        for form in page.forms:
            self._fill(form, urljoin(answer.ask.address, form.action))
            for action in form.by_scripts:
                self._fill(replace(form, method="post"), action)

    def _lead_to(self, address: str) -> None:
        parts = urlsplit(address)
        name = _route_of(address)
        if parts.netloc or name is None:
            return
        at = parts.path + (f"?{parts.query}" if parts.query else "")
        self._todo.append(Ask(name, "GET", at))

    def _fill(self, form: Form, address: str) -> None:
        name = _route_of(address)
        assert name, f"a form is sent to {address}, which is no address of the product"
        if form.method == "post" and name in self._typed:
            return
        missing = [field for field in form.unknown if field not in form.fields]
        assert not missing, (
            f"nobody knows what to type into {missing} of {name}: add them to WORDS in"
            " tests/offers.py, or the form to `typed` in tests/crawl.py"
        )
        for values in form.ways():
            if form.method == "post":
                data = dict(values)
                data.pop("csrfmiddlewaretoken", None)  # of no weight in tests
                row = _post(self.routes[name], urlsplit(address).path, data)
                if not any(_is_like(row, other) for other in self._posts):
                    self._posts.append(row)
            else:
                self._lead_to(f"{urlsplit(address).path}?{urlencode(values)}")

    def _is_new(self, ask: Ask) -> bool:
        """Each known address with each of its queries; of a crowd, one."""
        parts = urlsplit(ask.address)
        names = tuple(sorted(name for name, _ in parse_qsl(parts.query)))
        keys = {str(key) for key in _resolved(parts.path).kwargs.values()}
        mark = (ask.route, names)
        if keys <= self._known:
            mark = (ask.route, parts.path, parts.query)
        if mark in self._asked:
            return False
        self._asked.add(mark)
        return True

    # --- One request

    def _ask(self, ask: Ask) -> Answer:
        if ask.method == "GET":
            response = self.client.get(ask.address)
        else:
            response = self.client.post(ask.address, dict(ask.data))
        body = response.getvalue() if response.streaming else response.content
        events, last = [], _numbers_given()
        if last != self._last_event:
            events = list(_events().filter(id__gt=self._last_event).order_by("id"))
            self._last_event = last
        return Answer(ask, response, body, events)


def is_closed(response) -> bool:
    """Turned away before any key was looked at: by the act, or for want of a name."""
    is_nobody = response.headers.get("Location", "").startswith(
        reverse("access:sign_in")
    )
    return response.status_code == 403 or is_nobody


def is_taken(response) -> bool:
    form = response.context.get("form") if response.context else None
    is_refused = form is not None and form.is_bound and form.errors
    return response.status_code < 400 and not is_refused


def _post(route: Route, address: str, row: dict) -> Ask:
    words = [str(value) for value in row.values()]
    if row.get("facility"):
        words += Facility.objects.filter(pk=row["facility"]).values_list(
            "name", flat=True
        )
    data = tuple((k, tuple(v) if isinstance(v, list) else v) for k, v in row.items())
    return Ask(route.name, "POST", address, data, tuple(words))


def _is_like(one: Ask, other: Ask) -> bool:
    """Two buttons of one kind, as at the rows of a list, are tried once."""
    names = [name for name, _ in one.data], [name for name, _ in other.data]
    return one.address == other.address and names[0] == names[1]


def _route_of(address: str) -> str | None:
    match = _resolved(urlsplit(address).path)
    return match.view_name if match else None


@functools.cache
def _resolved(path: str) -> ResolverMatch | None:
    """Every page has the same links, and there are hundreds of patterns to try."""
    try:
        return resolve(path)
    except Resolver404:
        return None


def _events():
    """Those of the product itself: an imported log has numbers of its own."""
    return ViewEvent.objects.filter(origin=Origin.LIVE)


def _numbers_given() -> int:
    """How many events there ever were; to ask for this is cheap, whatever is kept."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sequence_last_value('audit_viewevent_id_seq')")
        return cursor.fetchone()[0]
