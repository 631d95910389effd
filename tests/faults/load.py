"""Several people at work at once; all they are answered is kept, to be compared with
what the product wrote down.
"""

import http.client
import random
import re
import secrets
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode
from uuid import uuid4
from zoneinfo import ZoneInfo

from access.enums import FieldClass
from tests.faults.product import Product

TOKEN = re.compile(rb"ztok[0-9]{8}z", re.IGNORECASE)
REQUEST = re.compile(rb"/requests/([0-9a-f-]{36})/")
PACIFIC = ZoneInfo("America/Los_Angeles")
CUSTODY_AND_CONTACT = (2, 32)


@dataclass(frozen=True)
class Answer:
    """What one person was answered. ``tokens``: the surnames in the body."""

    who: str
    method: str
    path: str
    status: int
    request_id: str
    location: str
    tokens: frozenset[str]
    body: bytes = field(repr=False)


@dataclass
class Done:
    """What somebody was told is done: to be found whole."""

    booked: set[str] = field(default_factory=set)
    released: set[str] = field(default_factory=set)
    approved: list[str] = field(default_factory=list)


class Load:
    """Threads that look, list, search, book, release, ask and approve."""

    def __init__(self, product: Product) -> None:
        self.product = product
        self.answers: list[Answer] = []
        self.done = Done()
        self.lost = 0  # connections that ended without an answer
        self._asked: list[str] = []
        self._going = threading.Event()
        self._over = threading.Event()
        self._working = 0
        self._lock = threading.Condition()
        self._threads = [
            threading.Thread(target=self._repeat, args=(work,), daemon=True)
            for work in (self._desk, self._desk, self._office, self._outside)
        ]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        self._going.set()
        return self

    def __exit__(self, *_):
        self._over.set()
        self._going.set()
        for thread in self._threads:
            thread.join(timeout=15)

    def pause(self) -> None:
        """Return when nobody waits for an answer any more."""
        self._going.clear()
        with self._lock:
            assert self._lock.wait_for(lambda: not self._working, timeout=30)

    def resume(self) -> None:
        self._going.set()

    def _repeat(self, work: Callable) -> None:
        chance = random.Random(secrets.randbits(64))
        while not self._over.is_set():
            self._going.wait()
            with self._lock:
                self._working += 1
            # What a killed server does to a request is counted where it is sent.
            with suppress(OSError, http.client.HTTPException):
                work(chance)
            with self._lock:
                self._working -= 1
                self._lock.notify_all()
            self._over.wait(0.01)

    # --- One request -----------------------------------------------------------------

    def send(self, who: str, path: str, typed: dict | None = None) -> Answer:
        world = self.product.world
        secret = "a" * 32
        cookies = (
            f"{world['session_cookie']}={world['sessions'][who]}; "
            f"{world['csrf_cookie']}={secret}"
        )
        headers = {
            "Cookie": cookies,
            "X-CSRFToken": secret,
            "X-Forwarded-Proto": "https",
            "Referer": f"https://127.0.0.1:{self.product.port}/",
            "Connection": "close",
        }
        if typed is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        method = "GET" if typed is None else "POST"
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.product.port, timeout=15
        )
        body, response = b"", None
        try:
            connection.request(
                method,
                path,
                body=urlencode(typed, doseq=True) if typed is not None else None,
                headers=headers,
            )
            response = connection.getresponse()
            body = _all_of(response)
        except (OSError, http.client.HTTPException):
            self.lost += 1
            raise
        finally:
            # Half a body is shown as well as a whole one.
            if response is not None:
                answer = _answer(who, method, path, response, body)
                self.answers.append(answer)
            connection.close()
        return answer

    # --- What they do ----------------------------------------------------------------

    def _desk(self, chance: random.Random) -> None:
        who = chance.choice(["clerk", "supervisor"])
        booking = chance.choice(self.product.world["bookings"])
        what = chance.random()
        if what < 0.35:
            self.send(who, f"/bookings/{booking}/")
        elif what < 0.5:
            self.send(who, "/custody/")
        elif what < 0.7:
            found = self.send(who, "/search/", {"surname": "Ztok"})
            if found.status == 302:
                self.send(who, found.location)
        elif what < 0.75:
            self.send(who, "/register/")
        else:
            self._book_and_release(who, chance)

    def _book_and_release(self, who: str, chance: random.Random) -> None:
        key = str(uuid4())
        at = datetime.now(UTC).astimezone(PACIFIC) - timedelta(minutes=5)
        moment = at.strftime("%m/%d/%Y %H:%M")
        booked = self.send(
            who,
            "/bookings/new/",
            {
                "key": key,
                "surname": f"Ztok{chance.randint(1000, 99_999_999):08d}z",
                "facility": self.product.world["facility"],
                "booked_at": moment,
            },
        )
        assert booked.status in {302, 500, 502, 503}, booked.body
        if booked.status != 302:
            return
        self.done.booked.add(key)
        self._write_sections(who, key)
        if chance.random() < 0.5:
            released = self.send(
                who,
                f"/bookings/{key}/release/",
                {"reason": "time_served", "leaving_at": moment},
            )
            if released.status == 302:
                self.done.released.add(key)

    def _write_sections(self, who: str, key: str) -> None:
        for section, values in (
            ("arrest", {"arresting_agency": "Example Police"}),
            (
                "charges",
                {
                    "0-statute": "9A.56.050",
                    "0-offense": "Theft 3",
                    "0-status": "investigation",
                },
            ),
        ):
            self.send(
                who,
                f"/bookings/{key}/intake/{section}/",
                {f"{section}-{name}": value for name, value in values.items()},
            )
        self.send(who, f"/bookings/{key}/intake/finish/", {})

    def _outside(self, chance: random.Random) -> None:
        booking = chance.choice(self.product.world["bookings"])
        self.send("officer", f"/bookings/{booking}/")
        self.send("officer", "/mine/")
        if chance.random() < 0.3:
            self.send(
                "officer",
                f"/requests/ask/{booking}/",
                {
                    "classes": CUSTODY_AND_CONTACT,
                    "days": 3,
                    # Nobody gives the same reason twice.
                    "reason": f"Follow-up of case {chance.getrandbits(40)}.",
                },
            )

    def _office(self, chance: random.Random) -> None:
        queue = self.send("records", "/requests/queue/")
        for request in set(REQUEST.findall(queue.body)):
            address = f"/requests/{request.decode()}/"
            self.send("counsel", address)
            for who in ("records", "counsel"):
                answer = self.send(
                    who, address, {"approve": "1", "classes": int(FieldClass.CONTACT)}
                )
            if answer.status == 302:
                self.done.approved.append(request.decode())


def _all_of(response) -> bytes:
    try:
        return response.read()
    except http.client.IncompleteRead as cut:
        return cut.partial


def _answer(who, method, path, response, body) -> Answer:
    return Answer(
        who=who,
        method=method,
        path=path,
        status=response.status,
        request_id=response.headers.get("X-Request-Id", ""),
        location=response.headers.get("Location", ""),
        tokens=frozenset(token.decode().lower() for token in TOKEN.findall(body)),
        body=body,
    )
