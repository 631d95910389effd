import pytest
from django.urls import reverse

from access.enums import Role
from tests import factories
from tests.clients import signed_in

pytestmark = pytest.mark.django_db


def test_try():
    factories.laws()
    jail = factories.facility()
    b = factories.booking(facility=jail)
    c = signed_in(factories.viewer(Role.BOOKING_CLERK, sees=[jail]))
    for n in ("print", "history"):
        r = c.get(reverse("bookings:" + n, args=[b.pk]))
        print(r.status_code, r.content.decode())
    r = c.post(reverse("bookings:export", args=[b.pk]))
    print(r.content.decode())
    r = c.post(reverse("bookings:export_custody"))
    print(r.getvalue().decode())
    f = c.post(reverse("bookings:search"), {"surname": "Test"})
    r = c.post(f["Location"] + "export/")
    print(r.getvalue().decode())
