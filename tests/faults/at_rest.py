"""Every place where a running product leaves something, and what people typed into it:
searched for their names when they have done their work (law 13).
"""

import base64
import http.client
import json
import re
import socket
import threading
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress

import psycopg2
import redis
from django.core import signing

from jailrecords.local.paths import DATABASE
from tests.faults.load import Load
from tests.faults.product import Product, wait_until

# Typed by somebody, never written down in the clear; the load's own are on record.
TYPED = "Ztok99999998z"
PLANTED = "Ztok99999999z"
AT_WORK = f"SELECT pg_sleep(30), '{TYPED}'"
ANYBODY = re.compile(r"ztok[0-9]{8}z|7a746f6b|5a746f6b", re.IGNORECASE)  # also as hex

# Where a surname belongs. Its history is written by triggers.
ON_RECORD = {"bookings_person", "bookings_historicalperson"}


def type_everywhere(product: Product, load: Load) -> None:
    """A name in every field that is refused, in addresses, headers and bad requests."""
    token, booking = TYPED, product.world["bookings"][0]
    forms = {
        "/search/": ("surname", "given_name", "booking_number", "birth_date"),
        "/register/": ("surname", "facility"),
        "/bookings/new/": ("birth_date", "booked_at", "facility", "bail_amount", "sex"),
        f"/bookings/{booking}/release/": ("reason", "leaving_at"),
        "/release/": ("facility", "booking_number", "reason", "leaving_at"),
        f"/requests/ask/{booking}/": ("classes", "days", "reason", "court"),
        "/sign-in/": ("sign_in_name", "password", "next"),
        "/working-as/": ("capacity", "purpose"),
    }
    for address, fields in forms.items():
        load.send("clerk", address, dict.fromkeys(fields, token))
    for address in (f"/{token}", f"/bookings/{token}/", f"/search/{token}/?q={token}"):
        load.send("clerk", address)
        load.send("clerk", address, {"surname": token})
    for request in _unreadable(token):
        _say(product, request)


def _unreadable(token: str) -> Iterator[str]:
    """What the web server itself refuses, before any of our code is asked."""
    yield f"GET /search/?surname={token} Jane {token} HTTP/1.1\r\n\r\n"
    yield f"{token} / HTTP/1.1\r\n\r\n"
    yield f"GET / HTTP/{token}\r\n\r\n"
    yield f"GET / HTTP/1.1\r\n{token} : x\r\n\r\n"
    yield f"GET / HTTP/1.1\r\nHost: {token}\r\n\r\n"
    yield f"GET /{token * 700} HTTP/1.1\r\n\r\n"
    yield (
        "POST /search/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-Proto: https\r\n"
        f"Content-Type: multipart/form-data; boundary={token}\r\n"
        f"Content-Length: 40\r\n\r\n--{token}\r\n"
    )


def _say(product: Product, request: str) -> None:
    with (
        suppress(OSError, http.client.HTTPException),
        socket.create_connection(("127.0.0.1", product.port), timeout=3) as connection,
    ):
        connection.sendall(request.encode())
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(65536):
            pass


def kill_a_session_at_work(product: Product) -> None:
    """PostgreSQL says of a killed session what it was running, if it may."""
    _begin(product, AT_WORK)
    [(session,)] = product.ask(
        "SELECT pid FROM pg_stat_activity WHERE query = %s", [AT_WORK]
    )
    product.kill(session)


def _begin(product: Product, statement: str) -> None:
    def run() -> None:
        with suppress(psycopg2.Error), closing(_as_the_application(product)) as other:
            other.cursor().execute(statement)

    threading.Thread(target=run, daemon=True).start()
    wait_until(
        lambda: product.ask(
            "SELECT 1 FROM pg_stat_activity WHERE query = %s", [statement]
        ),
        what="the session that is killed",
    )


def _as_the_application(product: Product):
    return psycopg2.connect(
        host=str(product.here.postgres_sockets), user="jr_app", dbname=DATABASE
    )


# --- Where it is looked for -------------------------------------------------------------


def places(product: Product) -> dict[str, str]:
    return {
        "logs": product.written_logs(),
        "files": _files(product),
        "Valkey": _valkey(product),
        **{f"table {name}": text for name, text in _tables(product)},
    }


def _files(product: Product) -> str:
    """Names and contents of all that lies in the product's folders and its TMPDIR; of
    PostgreSQL's data what is no table: its log, its temporary files.
    """
    rows = product.here.postgres_data
    found = []
    for file in product.folder.rglob("*"):
        inside = rows in file.parents
        if inside and not ("pgsql_tmp" in file.parts or file.name == "server.log"):
            continue
        if "programs" in file.parts or not file.is_file():
            continue
        with suppress(OSError):
            found.append(f"{file}\n{file.read_bytes().decode(errors='replace')}")
    return "\n".join(found)


def _valkey(product: Product) -> str:
    """Every key and value of the broker and of the cache, bodies decoded."""
    found = []
    for number in (0, 1):
        server = redis.Redis(
            unix_socket_path=str(product.here.valkey_socket), db=number
        )
        for key in server.scan_iter():
            found += [key, *_values(server, key)]
        server.close()
    text = "\n".join(value.decode(errors="replace") for value in found)
    return text + "".join(_bodies(text))


def _values(server, key: bytes) -> list[bytes]:
    kind = server.type(key)
    if kind == b"string":
        return [server.get(key)]
    if kind == b"list":
        return server.lrange(key, 0, -1)
    if kind == b"hash":
        return [part for pair in server.hgetall(key).items() for part in pair]
    if kind == b"set":
        return list(server.smembers(key))
    return server.zrange(key, 0, -1)


def _bodies(text: str) -> Iterator[str]:
    """A task's message carries its arguments in base64."""
    for line in text.splitlines():
        with suppress(ValueError, KeyError, TypeError):
            yield base64.b64decode(json.loads(line)["body"]).decode(errors="replace")


def _tables(product: Product) -> Iterator[tuple[str, str]]:
    names = product.ask(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND NOT relispartition"
        " AND relnamespace = 'public'::regnamespace"
        " UNION SELECT 'audit_viewevent'"
    )
    for (name,) in names:
        rows = product.ask(f'SELECT t::text FROM "{name}" t')
        text = "\n".join(row for (row,) in rows)
        if name == "django_session":
            text += "".join(_opened(text))
        yield name, text


def _opened(text: str) -> Iterator[str]:
    """A session is signed and compressed, not sealed."""
    for part in re.findall(r"[.A-Za-z0-9_-]{40,}:[A-Za-z0-9]{5,}:[A-Za-z0-9_-]+", text):
        payload = part.rsplit(":", 2)[0]
        packed, payload = payload.startswith("."), payload.lstrip(".")
        with suppress(Exception):
            data = signing.b64_decode(payload.encode())
            if packed:
                data = zlib.decompress(data)
            yield data.decode(errors="replace")


def found_in(places: dict[str, str]) -> set[str]:
    return {name for name, text in places.items() if ANYBODY.search(text)}


# --- The positive control ---------------------------------------------------------------


def plant_everywhere(product: Product) -> set[str]:
    """A name in each kind of place; return those where it must be found."""
    product.ask(f"DO $$ BEGIN RAISE LOG '{PLANTED}'; END $$; SELECT 1")
    temporary = product.folder / "tmp"
    (temporary / "left-behind").write_text(PLANTED)
    for number in (0, 1):
        server = redis.Redis(
            unix_socket_path=str(product.here.valkey_socket), db=number
        )
        body = base64.b64encode(PLANTED.encode()).decode()
        server.lpush(f"planted-{number}", json.dumps({"body": body}))
        server.close()
    with closing(_as_the_application(product)) as connection, connection:
        connection.cursor().execute(
            "INSERT INTO django_session VALUES ('planted', %s, now())",
            [_session(product)],
        )
    return {"logs", "files", "Valkey", "table django_session"} | {
        f"table {name}" for name in ON_RECORD
    }


def _session(product: Product) -> str:
    return signing.dumps(
        {"last_search": PLANTED, "padding": "x" * 200},
        key="any",
        salt="django.contrib.sessions.SessionStore",
        compress=True,
    )
