"""kill -9 under load: PostgreSQL, a web worker, the web server, the Celery worker, the
scheduler and Valkey, one after the other, then everything at once. What was shown is
recorded, nothing is half written, the histories verify, and how long it took is printed.

One round by default; FAULT_ROUNDS=20 for a night.
"""

import os
import time

import pytest

from jailrecords.local import servers
from tests.faults.at_rest import (
    ON_RECORD,
    found_in,
    kill_a_session_at_work,
    places,
    plant_everywhere,
    type_everywhere,
)
from tests.faults.checks import (
    assert_each_half_would_be_found,
    assert_shown_is_recorded,
    check_everything,
)
from tests.faults.load import Answer, Load
from tests.faults.product import Product, wait_until

ROUNDS = int(os.environ.get("FAULT_ROUNDS", "1"))
UNDER_LOAD = 0.7  # seconds of work before each kill
LONGEST = 30  # seconds that a recovery may take

pytestmark = pytest.mark.timeout(150 + 90 * ROUNDS)


@pytest.fixture(scope="module")
def product():
    made = Product()
    try:
        made.start()
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="module")
def load(product):
    with Load(product) as made:
        made.pause()
        wait_until(lambda: answers(product, made), what="the product to start")
        wait_until(lambda: heads(product), what="the first signed head")
        yield made


def answers(product, load) -> bool:
    """Somebody opens a record and is shown it."""
    try:
        answer = load.send("clerk", f"/bookings/{product.world['bookings'][0]}/")
    except OSError:
        return False
    return answer.status == 200 and bool(answer.tokens)


def answers_again_and_again(product, load) -> bool:
    return len(product.web_workers()) == 2 and all(
        answers(product, load) for _ in range(6)
    )


def heads(product) -> int:
    return product.ask("SELECT count(*) FROM audit_checkpoint")[0][0]


# --- What is killed, and what must be so again ------------------------------------------


def kill_postgres(product, load):
    """Nothing starts it again but the one command; then everything goes on."""
    product.kill(product.postmaster())
    wait_until(lambda: not answers(product, load), what="pages to be refused")
    refused = load.send("clerk", "/custody/")
    assert refused.status == 503
    assert refused.tokens == frozenset()
    servers.up(product.here)
    return lambda: answers_again_and_again(product, load)


def kill_a_database_session(product, load):
    """PostgreSQL ends all the others and starts anew, by itself."""
    kill_a_session_at_work(product)
    return lambda: answers_again_and_again(product, load)


def kill_a_web_worker(product, load):
    victim = min(product.web_workers())
    product.kill(victim)
    return lambda: (
        victim not in product.web_workers() and answers_again_and_again(product, load)
    )


def kill_the_web_server(product, load):
    master = product.child("gunicorn")
    product.kill(master)
    return lambda: (
        product.child("gunicorn") not in {0, master}
        and answers_again_and_again(product, load)
    )


def kill_the_celery_worker(product, load):
    worker = product.child("worker")
    product.kill(worker)
    before = heads(product)
    return lambda: (
        product.child("worker") not in {0, worker} and heads(product) > before + 1
    )


def kill_the_scheduler(product, load):
    scheduler = product.child("beat")
    product.kill(scheduler)
    before = heads(product)
    return lambda: (
        product.child("beat") not in {0, scheduler} and heads(product) > before + 1
    )


def kill_valkey(product, load):
    """No page needs it; sealing waits for it and goes on."""
    product.kill(product.valkey_server())
    for _ in range(10):
        assert answers(product, load), "a page needs Valkey"
    servers.up(product.here)
    before = heads(product)
    return lambda: heads(product) > before + 1


def kill_everything_at_once(product, load):
    """A power cut; then `make demo` again."""
    for process in product.everything():
        product.kill(process)
    product.parent.wait()
    servers.up(product.here)
    product.start_parent()
    before = heads(product)
    return lambda: (
        answers_again_and_again(product, load) and heads(product) > before + 1
    )


KINDS = [
    kill_postgres,
    kill_a_database_session,
    kill_a_web_worker,
    kill_the_web_server,
    kill_valkey,
    kill_the_celery_worker,
    kill_the_scheduler,
    kill_everything_at_once,
]


def test_after_kill_9_all_that_was_shown_is_recorded_and_nothing_is_half_done(
    product, load, capsys
):
    """One test, so that every worker of a parallel run has one product at most."""
    for kill in KINDS * ROUNDS:
        load.resume()
        time.sleep(UNDER_LOAD)
        began = time.monotonic()
        recovered = kill(product, load)
        wait_until(recovered, LONGEST, f"recovery after {kill.__name__}")
        took = time.monotonic() - began
        load.pause()
        check_everything(product, load)
        with capsys.disabled():
            print(f"\n  {kill.__name__}: works again after {took:.1f} s", end="")
    assert_it_was_under_load(load)
    assert_an_answer_without_its_event_is_noticed(product, load)
    assert_each_half_would_be_found(product)
    assert_no_refusal_and_no_log_names_anybody(product, load)
    assert_nobody_is_named_where_they_do_not_belong(product, load)
    wait_until(lambda: not product.orphans(), 20, f"the end of {product.orphans()}")


def assert_it_was_under_load(load) -> None:
    """Without work, nothing above has proved anything."""
    shown = [a for a in load.answers if a.tokens and a.status == 200]
    assert {"bookings", "custody", "search"} <= {a.path.split("/")[1] for a in shown}
    assert len(shown) > 100
    assert len(load.done.booked) > 10
    assert len(load.done.released) > 3
    assert len(load.done.approved) > 1
    assert load.lost, "nobody was waiting for an answer of what was killed"


def assert_an_answer_without_its_event_is_noticed(product, load) -> None:
    """The check itself: somebody was shown a name, and no event says so."""
    nowhere = "00000000-0000-4000-8000-000000000000"
    token = frozenset({"ztok00000001z"})
    load.answers.append(
        Answer("clerk", "GET", "/custody/", 200, nowhere, "", token, b"")
    )
    with pytest.raises(AssertionError):
        assert_shown_is_recorded(product, load)
    load.answers.pop()


def assert_no_refusal_and_no_log_names_anybody(product, load) -> None:
    """Neither a 5xx body nor anything that was written to a log meanwhile."""
    written = product.written_logs().lower()
    assert "ended (code -9)" in written
    assert "service unavailable" in written
    assert "ztok" not in written
    refused = [a for a in load.answers if a.status >= 500]
    assert refused
    assert {a.tokens for a in refused} == {frozenset()}


def assert_nobody_is_named_where_they_do_not_belong(product, load) -> None:
    """Law 13, in every place that a running product leaves something."""
    type_everywhere(product, load)
    time.sleep(0.5)

    assert found_in(places(product)) == {f"table {name}" for name in ON_RECORD}

    planted = plant_everywhere(product)
    assert found_in(places(product)) == planted, "the search itself does not find"
