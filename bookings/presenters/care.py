"""Care for one person, for one reader: what health staff read, what staff must do, and
how somebody looks before that is changed.
"""

from access.acts import Act
from access.enums import FieldClass
from access.gate import Shown
from access.viewer import Viewer
from bookings import enums
from bookings.presenters import parts
from bookings.presenters.fields import LABELS, in_words
from bookings.presenters.record import subject_facts, withheld
from bookings.presenters.tabs import tabs
from bookings.presenters.words import mark, moment, name, status

_SCREENINGS = f"screenings.{'+'.join(enums.SCREENING_QUESTIONS)}+medicines+notes"
_ALERTS = "alerts.kind+instruction+due_at+source+set_at+ends_at"
_DESCRIPTION = (
    "descriptions.height_inches+weight_pounds+eye_colour+hair_colour+race"
    "+ethnicity+skin_tone+build"
)
_HEALTH_MARKS, _MARKS = "health_marks.code+description", "marks.family+code+description"


def _who(shown: Shown, viewer: Viewer) -> dict:
    return {
        "booking_id": shown.booking_id,
        "name": name(shown),
        "status": status(shown),
        "facts": subject_facts(shown),
        "mark": mark(viewer, shown.event_id, shown.shown_at),
    }


def health_page(shown: Shown, viewer: Viewer) -> dict:
    """Every answer as it was given, newest first; what is not shown says so."""
    written = shown.get("screenings.written_at") or []
    answers = shown.get(_SCREENINGS) or [{}] * len(written)
    dates = written or [{}] * len(answers)
    return {
        **_who(shown, viewer),
        "tabs": tabs(viewer, shown.booking_id, "bookings:health", shown.classes),
        "shows_alerts": shown.allows(FieldClass.SAFETY),
        "alerts": parts.alerts(shown) if shown.allows(FieldClass.SAFETY) else [],
        "shows_health": shown.allows(FieldClass.HEALTH),
        "screenings": [
            {
                "at": moment(when["written_at"]) if when else "",
                "facts": [
                    (
                        LABELS[f"screenings.{field}"],
                        in_words(f"screenings.{field}", said),
                    )
                    for field, said in own.items()
                ],
            }
            for when, own in zip(dates, answers, strict=True)
        ],
        "marks": [
            (one["code"], one["description"]) for one in shown.get(_HEALTH_MARKS) or ()
        ],
        "withheld": [
            part
            for part in withheld(shown, viewer)
            if FieldClass.HEALTH in part["classes"]
        ],
        "may_screen": bool(viewer.may(Act.SCREEN_HEALTH)),
        "may_alert": bool(viewer.may(Act.SET_ALERT)),
    }


def alerts_page(shown: Shown, viewer: Viewer) -> dict:
    """What holds now, each with its key, so that it can be ended."""
    if not shown.allows(FieldClass.SAFETY):
        return {**_who(shown, viewer), "shows_alerts": False}
    keys = [one["id"] for one in shown[_ALERTS]]
    return {
        **_who(shown, viewer),
        "shows_alerts": True,
        "alerts": [
            {**told, "key": key}
            for key, told in zip(keys, parts.alerts(shown), strict=True)
        ],
        "instructions": shown["booking.safety_instructions"],
        "language": shown["booking.language_needed"],
        "may_end": bool(viewer.may(Act.END_ALERT)),
    }


def described_page(shown: Shown, viewer: Viewer) -> dict:
    """How somebody is described so far, and their marks, each with its key."""
    if not shown.allows(FieldClass.IDENTITY):
        return {**_who(shown, viewer), "shows_looks": False}
    described = (shown[_DESCRIPTION] or [{}])[0]
    return {
        **_who(shown, viewer),
        "shows_looks": True,
        "described": [
            ("Sex", in_words("person.sex", shown["person.sex"])),
            *(
                (
                    LABELS[f"descriptions.{field}"],
                    in_words(f"descriptions.{field}", value),
                )
                for field, value in described.items()
            ),
        ],
        "marks": [
            {
                "key": one["id"],
                "what": f"{in_words('marks.family', one['family'])} ({one['code']})",
                "description": one["description"],
            }
            for one in shown[_MARKS]
        ],
    }
