"""Two sides at once, each a thread with a connection of its own, in an order that a test
chooses: one has acted and has not committed while the other comes.
"""

import threading
from collections.abc import Callable

from django.db import connection, connections, transaction

PATIENCE = 20  # seconds
_BLOCKED = """SELECT EXISTS (SELECT FROM pg_stat_activity
  WHERE pid = %s AND wait_event_type = 'Lock')"""


class Side:
    """One side; it begins at once. ``told``: what its act gave, or how it failed.

    ``holds``: its transaction stays open after the act until ``let_go``.
    """

    def __init__(self, act: Callable, *, holds: bool = False, start=None):
        self.told, self.pid = None, 0
        self._acted, self._go = threading.Event(), threading.Event()
        self._known, self._start = threading.Event(), start
        self._act, self._holds = act, holds
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                self.pid = cursor.fetchone()[0]
            self._known.set()
            if self._start:
                self._start.wait(PATIENCE)
            if self._holds:
                with transaction.atomic():
                    self.told = self._act()
                    self._acted.set()
                    self._go.wait(PATIENCE)
            else:
                self.told = self._act()
        except Exception as error:  # noqa: BLE001 - a side tells how it failed
            self.told = error
        finally:
            connections.close_all()
            self._known.set()
            self._acted.set()

    def has_acted(self) -> "Side":
        assert self._acted.wait(PATIENCE), "it never came to its act"
        return self

    def waits(self) -> bool:
        """Whether it waits for a lock; False once it is over without having waited."""
        assert self._known.wait(PATIENCE)
        for _ in range(100 * PATIENCE):
            with connection.cursor() as cursor:
                cursor.execute(_BLOCKED, [self.pid])
                if cursor.fetchone()[0]:
                    return True
            if self._acted.wait(0.01):
                return False
        raise AssertionError("it neither waits nor ends")

    def let_go(self) -> "Side":
        self._go.set()
        return self

    def over(self):
        """What became of it."""
        self.let_go()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive(), "it never ended"
        return self.told


def in_turn(first: Callable, second: Callable) -> tuple:
    """``first`` acts and holds; ``second`` comes, and waits or is done; then ``first``
    commits. What became of each, and whether the second had to wait.
    """
    one = Side(first, holds=True).has_acted()
    other = Side(second)
    waited = other.waits()
    return one.over(), other.over(), waited


def at_once(*acts: Callable) -> list:
    """All begin at the same moment; what became of each."""
    start = threading.Barrier(len(acts))
    return [side.over() for side in [Side(act, start=start) for act in acts]]
