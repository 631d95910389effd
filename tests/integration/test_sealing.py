"""Both histories are sealed in one tree, and whoever alters them is found out."""

import json
import threading
import uuid
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from access.enums import Role
from audit import merkle, sealer
from audit.models import Checkpoint, SealedLeaf, ViewEvent
from bookings import selectors
from jailrecords.database import as_owner
from tests import factories
from tests.sealing import seal_all

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clerk():
    factories.laws()
    return factories.viewer(Role.BOOKING_CLERK)


def look(clerk, times=1):
    for _ in range(times):
        selectors.open_record(clerk, uuid.uuid4())


def test_every_event_has_its_place_and_the_head_is_theirs(clerk):
    look(clerk, 5)

    checkpoint = seal_all()

    leaves = [bytes(leaf.leaf) for leaf in SealedLeaf.objects.order_by("position")]
    frontier, size = merkle.extended([], 0, leaves)
    assert (checkpoint.tree_size, bytes(checkpoint.root)) == (
        size,
        merkle.root(frontier),
    )
    assert size >= 5
    verdict = sealer.verify()
    assert (verdict.faults, verdict.unsealed) == ((), 0)


def test_sealing_again_adds_what_is_new_and_nothing_else(clerk):
    look(clerk, 2)
    first = seal_all()
    assert sealer.seal() is None

    look(clerk, 3)

    assert seal_all().tree_size == first.tree_size + 3
    assert sealer.verify().faults == ()


def test_an_event_of_an_unfinished_transaction_is_sealed_when_it_has_finished(clerk):
    """A later event finishes first: numbers would skip the earlier, snapshots do not."""
    begun, finish = threading.Event(), threading.Event()

    def slow():
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            look(clerk)
            begun.set()
            finish.wait(10)
            cursor.execute("COMMIT")
        connections.close_all()

    thread = threading.Thread(target=slow)
    thread.start()
    begun.wait(10)
    look(clerk)
    sealer.seal()
    while_open = SealedLeaf.objects.filter(history="view").count()
    finish.set()
    thread.join()
    seal_all()

    assert while_open == 0
    assert SealedLeaf.objects.filter(history="view").count() == 2
    assert sealer.verify().unsealed == 0


TAMPERING = {
    "altered": "UPDATE audit_viewevent SET mission = 'somebody else'",
    "altered with its leaf": """UPDATE audit_viewevent v SET mission = 'x';
        UPDATE audit_viewevent v SET leaf = audit_view_leaf(v)""",
    "deleted": "DELETE FROM audit_viewevent",
    "act deleted": "DELETE FROM audit_actevent",
    "tree rewritten": "UPDATE audit_sealedleaf SET leaf = sha256('x')",
    "head rewritten": "UPDATE audit_checkpoint SET root = sha256('x')",
}


@pytest.mark.parametrize("change", TAMPERING.values(), ids=TAMPERING)
def test_what_the_owner_alters_after_sealing_is_found(clerk, change):
    look(clerk, 3)
    seal_all()
    with as_owner(), connection.cursor() as cursor:
        for table in ("viewevent", "actevent", "sealedleaf", "checkpoint"):
            cursor.execute(f"ALTER TABLE audit_{table} DISABLE TRIGGER USER")
        cursor.execute(change)

    with pytest.raises(CommandError, match="altered"):
        call_command("verify_history", stdout=StringIO())


def test_the_command_says_what_is_sealed(clerk):
    look(clerk, 2)
    seal_all()
    look(clerk)
    said = StringIO()

    call_command("verify_history", json=True, stdout=said)

    report = json.loads(said.getvalue())
    assert report["faults"] == []
    assert report["unsealed"] == 1
    assert report["checkpoints"] == Checkpoint.objects.count()
    assert ViewEvent.objects.count() == 3
