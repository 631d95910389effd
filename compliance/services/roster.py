"""Importing who is on shift: all of a file, or nothing of it."""

import csv
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.utils import timezone

from access.acts import Act
from access.models import Account, Facility
from access.viewer import System
from audit.acting import acting
from audit.enums import Outcome
from audit.services import record_act
from compliance.models import Shift

COLUMNS = ("account", "facility", "starts_at", "ends_at")


class BadRoster(Exception):
    """Why a roster is not imported, in one sentence."""


@dataclass(frozen=True, slots=True)
class RosterResult:
    imported: int
    replaced: int


def import_roster(path: Path, *, by: System) -> RosterResult:
    """Import a CSV of shifts: sign-in name, facility's code, beginning and end. An
    instant without an offset is in the jail's time.

    What stood there for the same facilities, between the first beginning and the last,
    is replaced; its history keeps it. Raises BadRoster; nothing is changed then.
    """
    shifts = _read(path)
    with acting(None, Act.IMPORT_ROSTER):
        old = Shift.objects.filter(
            facility_id__in={shift.facility_id for shift in shifts},
            starts_at__gte=min(shift.starts_at for shift in shifts),
            starts_at__lte=max(shift.starts_at for shift in shifts),
        )
        replaced, _ = old.delete()
        _check_free(shifts)
        Shift.objects.bulk_create(shifts)
        record_act(
            Act.IMPORT_ROSTER,
            Outcome.DONE,
            actor=by,
            target_kind="roster",
            imported=len(shifts),
            replaced=replaced,
        )
    return RosterResult(len(shifts), replaced)


def _read(path: Path) -> list[Shift]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadRoster(f"{path.name} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise BadRoster(f"{path.name} cannot be read: it is not UTF-8.") from None
    lines = csv.DictReader(text.splitlines(), strict=True)
    if tuple(lines.fieldnames or ()) != COLUMNS:
        raise BadRoster(f"The first line must be {','.join(COLUMNS)}.")
    accounts = dict(Account.objects.values_list("sign_in_name", "pk"))
    facilities = dict(Facility.objects.values_list("code", "pk"))
    shifts: dict[tuple, Shift] = {}
    try:
        for line in lines:
            _add(shifts, _shift(line, accounts, facilities))
    except (BadRoster, csv.Error) as wrong:
        raise BadRoster(f"Line {lines.line_num}: {wrong}.") from None
    if not shifts:
        raise BadRoster("The file holds no shift.")
    return list(shifts.values())


def _add(shifts: dict[tuple, Shift], shift: Shift) -> None:
    key = (shift.account_id, shift.starts_at)
    if key in shifts:
        raise BadRoster("the same shift stands here twice")
    shifts[key] = shift


def _shift(line: dict, accounts: dict, facilities: dict) -> Shift:
    if None in line or None in line.values():
        raise BadRoster("as many values as columns are needed")
    if line["account"] not in accounts:
        raise BadRoster("there is no account of that sign-in name")
    if line["facility"] not in facilities:
        raise BadRoster("there is no facility of that code")
    starts_at, ends_at = _instant(line["starts_at"]), _instant(line["ends_at"])
    if ends_at <= starts_at:
        raise BadRoster("the shift must end after it begins")
    return Shift(
        account_id=accounts[line["account"]],
        facility_id=facilities[line["facility"]],
        starts_at=starts_at,
        ends_at=ends_at,
    )


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise BadRoster("an instant is written 2026-03-01 07:00") from None
    if instant.tzinfo is None:
        local = timezone.make_aware(instant)
        there = timezone.localtime(local.astimezone(UTC)).replace(tzinfo=None)
        if there != instant:
            raise BadRoster("that hour does not exist: the clocks were put forward")
        return local
    return instant


def _check_free(shifts: list[Shift]) -> None:
    """A shift at another facility may begin at the same instant: that is a mistake."""
    taken = set(
        Shift.objects.filter(
            account_id__in={shift.account_id for shift in shifts},
            starts_at__in={shift.starts_at for shift in shifts},
        ).values_list("account_id", "starts_at")
    )
    if any((shift.account_id, shift.starts_at) in taken for shift in shifts):
        raise BadRoster("Somebody is on shift at another facility at the same instant.")
