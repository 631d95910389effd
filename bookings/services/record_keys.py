"""Rotation of the keys that wrap the keys of cases."""

from collections import Counter
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from access.acts import Act
from access.viewer import System
from audit.enums import Outcome
from audit.sealing import CannotOpen
from audit.services import record_act
from bookings.envelopes import rewrap
from bookings.models import DataKey

BATCH = 200


@dataclass(frozen=True, slots=True)
class Rotation:
    """``rewrapped``: how many keys; ``retired``: ids of ``RECORD_KEYS`` that wrap
    nothing any more; ``unopened``: keys that could not be opened, by the id of the key
    that wraps them.
    """

    rewrapped: int
    retired: tuple[str, ...]
    unopened: dict[str, int]


def rotate_record_keys(*, by: System, batch: int = BATCH) -> Rotation:
    """Wrap every data key by the newest of ``RECORD_KEYS``, a batch in a transaction.

    What is done is done: after an interruption, run it again and it goes on. Others
    may make, use and destroy keys meanwhile.
    """
    newest = next(iter(settings.RECORD_KEYS))
    rewrapped, after, unopened = 0, None, Counter()
    while True:
        with transaction.atomic():
            keys = _next(newest, after, batch)
            for key in keys:
                try:
                    rewrap(key)
                    rewrapped += 1
                except CannotOpen:
                    unopened[key.key_id] += 1
        if not keys:
            break
        after = keys[-1].pk
    in_use = set(
        DataKey.objects.filter(destroyed_at=None).values_list("key_id", flat=True)
    )
    retired = tuple(k for k in settings.RECORD_KEYS if k not in in_use and k != newest)
    record_act(
        Act.ROTATE_KEYS,
        Outcome.DONE,
        actor=by,
        target_kind="record_keys",
        rewrapped=rewrapped,
        unopened=sum(unopened.values()),
    )
    return Rotation(rewrapped, retired, dict(unopened))


def _next(newest: str, after, batch: int) -> list[DataKey]:
    keys = DataKey.objects.filter(destroyed_at=None).exclude(key_id=newest)
    if after is not None:
        keys = keys.filter(pk__gt=after)
    return list(keys.order_by("pk").select_for_update()[:batch])
