"""What must hold after every recovery, asked of the database itself."""

import re

from tests.faults.load import Load
from tests.faults.product import Product

_SHOWN = """
SELECT e.request_id::text, lower(p.surname) FROM audit_viewevent e
JOIN bookings_booking b ON b.id = e.booking_id JOIN bookings_person p ON p.id = b.person_id
WHERE e.classes <> 0 AND e.kind <> 'refused'"""
_REGISTER = """
SELECT request_id::text FROM audit_viewevent WHERE kind = 'register' AND classes <> 0"""

# Each finds rows that are half of something.
HALVES = {
    "a booking without its history": """
        SELECT id FROM bookings_booking b WHERE NOT EXISTS (
          SELECT FROM bookings_historicalbooking h
          WHERE h.id = b.id AND h.history_type = '+')""",
    "a booking without a charge": """
        SELECT id FROM bookings_booking b WHERE intake_completed_at IS NOT NULL
        AND NOT EXISTS (SELECT FROM bookings_charge c WHERE c.booking_id = b.id)""",
    "an intake without whoever writes at it": """
        SELECT id FROM bookings_booking b WHERE intake_completed_at IS NULL
        AND NOT EXISTS (SELECT FROM bookings_intakedraft d WHERE d.booking_id = b.id)""",
    "a charge without its history": """
        SELECT id FROM bookings_charge c WHERE NOT EXISTS (
          SELECT FROM bookings_historicalcharge h WHERE h.id = c.id)""",
    "a person without a booking": """
        SELECT id FROM bookings_person p WHERE NOT EXISTS (
          SELECT FROM bookings_booking b WHERE b.person_id = p.id)""",
    "a person without their history": """
        SELECT id FROM bookings_person p WHERE NOT EXISTS (
          SELECT FROM bookings_historicalperson h WHERE h.id = p.id)""",
    "a booking of an intake without its act": """
        SELECT id FROM bookings_booking b WHERE EXISTS (
          SELECT FROM bookings_historicalbooking h
          WHERE h.id = b.id AND h.history_change_reason LIKE 'booking.book%%')
        AND NOT EXISTS (SELECT FROM audit_actevent a WHERE a.act = 'booking.book'
          AND a.outcome = 'done' AND a.target_id = b.id::text)""",
    "an intake's act without its booking": """
        SELECT id FROM audit_actevent a WHERE a.act = 'booking.book'
          AND a.outcome = 'done' AND NOT EXISTS (
            SELECT FROM bookings_booking b WHERE b.id::text = a.target_id)""",
    "a release without its act": """
        SELECT id FROM bookings_booking b WHERE discharged_at IS NOT NULL
        AND NOT EXISTS (SELECT FROM audit_actevent a WHERE a.act = 'booking.discharge'
          AND a.outcome = 'done' AND a.target_id = b.id::text)""",
    "a release's act without the release": """
        SELECT a.id FROM audit_actevent a JOIN bookings_booking b
          ON b.id::text = a.target_id
        WHERE a.act = 'booking.discharge' AND a.outcome = 'done'
          AND (b.discharged_at IS NULL OR b.discharge_reason = '')""",
    "a request that was asked without its act": """
        SELECT id FROM warrants_accessrequest r WHERE NOT EXISTS (
          SELECT FROM audit_actevent a WHERE a.act = 'request.ask'
          AND a.target_id = r.id::text)""",
    "an approval without its act": """
        SELECT id FROM access_approval p WHERE NOT EXISTS (
          SELECT FROM audit_actevent a WHERE a.act = 'request.approve'
          AND a.target_id = p.target_id AND a.account_id = p.approver_id)""",
    "a grant without its access row": """
        SELECT id FROM warrants_grant g WHERE ended_at IS NULL AND NOT EXISTS (
          SELECT FROM access_accessrow r WHERE r.grant_id = g.id
          AND r.classes = g.classes AND r.ends_at = g.ends_at)""",
    "a grant without guardian's rows": """
        SELECT g.id FROM warrants_grant g
        JOIN access_membership m ON m.id = g.membership_id
        WHERE g.ended_at IS NULL AND g.classes <> (
          SELECT coalesce(bit_or(access_class_bit(p.codename)), 0)
          FROM bookings_bookinguserpermission u JOIN auth_permission p
            ON p.id = u.permission_id
          WHERE u.content_object_id = g.booking_id AND u.user_id = m.account_id)
          AND NOT EXISTS (SELECT FROM warrants_grant other WHERE other.id <> g.id
            AND other.booking_id = g.booking_id)""",
    "a grant with fewer than two approvals": """
        SELECT g.id FROM warrants_grant g WHERE (SELECT count(*) FROM access_approval p
          WHERE p.target_id = g.request_id::text AND p.approves) < 2""",
    "a granted request without its grant": """
        SELECT r.id FROM warrants_accessrequest r LEFT JOIN warrants_grant g
          ON g.request_id = r.id WHERE (r.status = 'granted') <> (g.id IS NOT NULL)""",
}

# What has to be taken away for each to be found.
TAKEN_AWAY = {
    "a booking without its history": "DELETE FROM bookings_historicalbooking",
    "a booking without a charge": "DELETE FROM bookings_charge",
    "an intake without whoever writes at it": """
        UPDATE bookings_booking SET intake_completed_at = NULL""",
    "a charge without its history": "DELETE FROM bookings_historicalcharge",
    "a person without a booking": "DELETE FROM bookings_booking",
    "a person without their history": "DELETE FROM bookings_historicalperson",
    "a booking of an intake without its act": "DELETE FROM audit_actevent",
    "an intake's act without its booking": "DELETE FROM bookings_booking",
    "a release without its act": "DELETE FROM audit_actevent",
    "a release's act without the release": """
        UPDATE bookings_booking SET discharged_at = NULL, discharge_reason = '',
        discharge_manner = ''""",
    "a request that was asked without its act": "DELETE FROM audit_actevent",
    "an approval without its act": "DELETE FROM audit_actevent",
    "a grant without its access row": "DELETE FROM access_accessrow",
    "a grant without guardian's rows": "DELETE FROM bookings_bookinguserpermission",
    "a grant with fewer than two approvals": "DELETE FROM access_approval",
    "a granted request without its grant": "DELETE FROM warrants_grant",
}


def check_everything(product: Product, load: Load) -> None:
    """Nothing is under way while this looks."""
    assert_shown_is_recorded(product, load)
    assert_nothing_is_half_written(product)
    assert_what_was_answered_as_done_is_there(product, load)
    verdict = product.verify_history()
    assert verdict["faults"] == []
    assert verdict["tree_size"] > 0


def assert_shown_is_recorded(product: Product, load: Load) -> None:
    """Each surname in a body has its event, of that very request."""
    recorded = set(product.ask(_SHOWN))
    pages = {request for (request,) in product.ask(_REGISTER)}
    unrecorded = [
        (answer.path, token)
        for answer in load.answers
        if answer.path != "/bookings/new/"  # what somebody types is not shown to them
        for token in answer.tokens
        if (answer.request_id, token) not in recorded and answer.request_id not in pages
    ]
    assert unrecorded == []


def assert_nothing_is_half_written(product: Product) -> None:
    found = {what: product.ask(query) for what, query in HALVES.items()}
    assert {what: rows for what, rows in found.items() if rows} == {}


def assert_what_was_answered_as_done_is_there(product: Product, load: Load) -> None:
    booked = {str(key) for (key,) in product.ask("SELECT id FROM bookings_booking")}
    released = {
        str(key)
        for (key,) in product.ask(
            "SELECT id FROM bookings_booking WHERE discharged_at IS NOT NULL"
        )
    }
    approved = dict(
        product.ask(
            "SELECT target_id, count(*) FROM access_approval WHERE approves"
            " GROUP BY target_id"
        )
    )
    assert load.done.booked <= booked
    assert load.done.released <= released
    assert all(approved.get(request) == 2 for request in load.done.approved)


def assert_each_half_would_be_found(product: Product) -> None:
    """The check itself: with the other half taken away, each query finds something.
    Rolled back; nothing that is shown later rests on it.
    """
    assert TAKEN_AWAY.keys() == HALVES.keys()
    for what, statement in TAKEN_AWAY.items():
        table = re.match(r"\s*(?:DELETE FROM|UPDATE) (\w+)", statement).group(1)
        found = product.ask(
            f"ALTER TABLE {table} DISABLE TRIGGER ALL; {statement}; {HALVES[what]}"
        )
        assert found, what
