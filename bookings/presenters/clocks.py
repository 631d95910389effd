"""The clocks of one custody in words, for whoever may be shown movements."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bookings import enums, rules
from bookings.enums import ChargeStatus
from bookings.presenters.words import moment

PART_PATHS = {
    "charges": "charges.status",
    "holds": "holds.kind+effect+issuer+number+received_at+recorded_by+cleared_at"
    "+cleared_why",
    "entitlements": "entitlements.kind+at+source+recorded_by+withdrawn_at"
    "+withdrawn_why+withdrawn_by",
    "bases": "bases.kind+at+source+recorded_by",
    "movements": "movements.kind+place+left_at+expected_at+returned_at+recorded_by",
    "transfers": "transfers.moved_at+confined_since+escorted_by+recorded_by",
    "tasks": "tasks.kind+recorded_by+done_at+done_by+outcome",
    "handovers": "handovers.agency+officer+instrument+court+case_number+recorded_by",
    "housings": "housings.place+since+until",
}


# The same parts where a list carries less of them.
_IN_A_LIST = {
    "entitlements": "entitlements.kind+at",
    "bases": "bases.kind+at",
    "transfers": "transfers.confined_since",
}


def part(shown, name: str) -> list[dict]:
    """One collection of a page; empty where it is not shown."""
    return (
        shown.get(PART_PATHS[name]) or shown.get(_IN_A_LIST.get(name, ""), None) or []
    )


def running(shown, at: datetime) -> list[dict]:
    """What runs for somebody in custody, the most pressing first."""
    if shown["booking.discharged_at"] or PART_PATHS["entitlements"] not in shown:
        return []
    return [clock_in_words(clock, at) for clock in rules.clocks(kept(shown), at)]


def kept(shown) -> rules.Kept:
    """What the clocks are read from, out of a page that carries it."""
    since = [
        datetime.fromisoformat(row["confined_since"])
        for row in part(shown, "transfers")
    ]
    return rules.Kept(
        confined_since=min(since, default=shown["booking.booked_at"]),
        bases={
            row["kind"]: datetime.fromisoformat(row["at"])
            for row in part(shown, "bases")
        },
        has_filed_charge=any(
            row["status"] != ChargeStatus.INVESTIGATION
            for row in part(shown, "charges")
        ),
        expected_on=shown.get("booking.expected_discharge_on"),
        entitled=[
            (row["kind"], datetime.fromisoformat(row["at"]))
            for row in part(shown, "entitlements")
            if not row.get("withdrawn_at")
        ],
    )


def statuses(shown) -> list[str]:
    """How far the charges have got, each word once."""
    told = (row["status"].capitalize() for row in part(shown, "charges"))
    return list(dict.fromkeys(told))


def clock_in_words(clock: rules.Clock, at: datetime) -> dict:
    if clock.since is not None:
        label = enums.ENTITLEMENT_LABELS.get(clock.kind, "")
        return {
            "label": f"Entitled to leave: {label}",
            "when": f"since {moment(clock.since)}",
            "left": f"waiting {span(at - clock.since)}",
            "tone": clock.tone.value,
            "is_entitlement": True,
        }
    if at >= clock.due_at:
        left = f"over for {span(at - clock.due_at)}"
    else:
        left = f"{span(clock.due_at - at)} left"
    return {
        "label": enums.CLOCK_LABELS[clock.kind],
        "when": f"runs out {moment(clock.due_at)}",
        "left": left,
        "tone": clock.tone.value,
        "is_entitlement": False,
    }


def span(time: timedelta) -> str:
    """A time that passed or is left, in hours and minutes; in days past three."""
    minutes = max(0, int(time.total_seconds() // 60))
    hours, minutes = divmod(minutes, 60)
    if hours >= 72:
        return f"{hours // 24}\u00a0days"
    return f"{hours}\u00a0h {minutes:02d}\u00a0min" if hours else f"{minutes}\u00a0min"


def label(table: Mapping, code: str) -> str:
    """A code's word; one of an older version is told as it is."""
    return table.get(code, code)
