"""The advisement, for the desk; the consular case, for the consular officer alone."""

from access.gate import Column
from bookings.models import Advisement, Booking, ConsularCase, Person
from bookings.pages.columns import FACILITY, NAME, fields, page

_WHOM = [
    *fields(Person, "p", "person", NAME),
    FACILITY,
    *fields(Booking, "b", "booking", ("booked_at",)),
]
_ADVISED = """SELECT coalesce(jsonb_agg(jsonb_build_object(
    'language', t.language_name, 'form', t.sha256, 'advised_at', a.advised_at,
    'interpreter', a.interpreter, 'outcome', a.outcome) ORDER BY a.advised_at), '[]')
  FROM bookings_advisement a JOIN bookings_legaltext t ON t.id = a.text_id
  WHERE a.booking_id = b.id"""

# What the desk sees of the question is that it was asked, and never what was answered.
ADVISEMENT = page(
    "bookings.advisement",
    1,
    [
        *_WHOM,
        Column(
            "advisements.language+form+advised_at+interpreter+outcome",
            f"({_ADVISED})",
            Advisement.derived_classes["language"],
            is_json=True,
        ),
        Column(
            "consular.asked_at",
            "(SELECT max(asked_at) FROM bookings_consularcase WHERE booking_id = b.id)",
            ConsularCase.field_classes["asked_at"],
        ),
    ],
)

# Whom the question is put to. Nothing of what stands already.
CONSULAR_QUESTION = page("bookings.consular_question", 1, [*_WHOM])

SIGNATURE = page(
    "bookings.signature",
    1,
    [
        Column(
            "advisements.signature",
            "(SELECT signature FROM bookings_advisement WHERE booking_id = b.id"
            " AND signature <> '' ORDER BY advised_at DESC LIMIT 1)",
            Advisement.field_classes["signature"],
        )
    ],
)


def _of_envelope(name: str) -> Column:
    """What the case's envelope says. SQL gives the envelope; it is opened when shown."""
    return Column(
        f"consular.{name}",
        "(SELECT sealed FROM bookings_consularcase"
        " WHERE booking_id = b.id AND purged_at IS NULL)",
        ConsularCase.derived_classes[name],
    )


# By which it is told whether somebody may see a case at all.
CONSULAR_DOOR = page("bookings.consular_door", 1, [_of_envelope("answer")])

CONSULAR_LIST = page("bookings.consular_list", 1, [*_WHOM, _of_envelope("answer")])

CONSULAR_CASE = page(
    "bookings.consular_case",
    1,
    [
        *_WHOM,
        _of_envelope("answer"),
        _of_envelope("log"),
        Column(
            "consular.told_by+told_how+purged_at+ended_as",
            """(SELECT coalesce(jsonb_agg(jsonb_build_object('told_by', k.told_by,
    'told_how', k.told_how, 'purged_at', k.purged_at, 'ended_as', k.ended_as)
    ORDER BY k.created_at), '[]') FROM bookings_consularcase k
  WHERE k.booking_id = b.id)""",
            ConsularCase.field_classes["told_by"],
            is_json=True,
        ),
    ],
)

# What leaves the building: to a consulate, name, place, day and how to reach the jail.
CONSULAR_LETTER = page("bookings.consular_letter", 1, [*_WHOM, _of_envelope("answer")])
