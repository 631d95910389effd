"""The people of a product that is run to be killed. Run as a program of its own,
against that product's database: prints who may sign in and what is on record.
"""

import json
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.faults.served_settings")

BOOKINGS = 40


def main() -> None:
    django.setup()
    from django.conf import settings

    from access.enums import Mission, Role
    from tests import factories
    from tests.clients import signed_in

    def session(viewer) -> str:
        return signed_in(viewer).cookies[settings.SESSION_COOKIE_NAME].value

    factories.laws()
    jail = factories.facility()
    people = {
        "clerk": Role.BOOKING_CLERK,
        "supervisor": Role.SHIFT_SUPERVISOR,
        "officer": Role.OFFICER,
        "records": Role.RECORDS_SUPERVISOR,
        "counsel": Role.COUNSEL,
    }
    # What is agreed before there is any account takes nobody's yes.
    units = {
        name: factories.unit(factories.MISSION_OF.get(role, Mission.JAIL))
        for name, role in people.items()
    }
    for unit in units.values():
        factories.permit(unit, jail)
    sessions = {
        name: session(factories.viewer(role, of=units[name]))
        for name, role in people.items()
    }
    bookings = [
        str(
            factories.booking(
                facility=jail, person=factories.person(surname=f"Ztok{number:08d}z")
            ).pk
        )
        for number in range(BOOKINGS)
    ]
    print(
        json.dumps(
            {
                "sessions": sessions,
                "session_cookie": settings.SESSION_COOKIE_NAME,
                "csrf_cookie": settings.CSRF_COOKIE_NAME,
                "facility": jail.pk,
                "bookings": bookings,
            }
        )
    )


if __name__ == "__main__":
    main()
