"""Law 7. Nobody is special: a superuser sees no person's data, no account has a
door of its own, and no grant is without an end.
"""

import ast
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.db import IntegrityError, connection, transaction
from django.urls import NoReverseMatch, reverse

from access.enums import CLASSES, EVERYTHING, FieldClass, Role, permission_codename
from access.models import AccessRow, Account, Agreement, FacilityPermission
from access.selectors import viewer_for
from access.viewer import System
from audit.clock import now
from bookings import selectors
from bookings.selectors import Terms
from compliance import services as compliance
from compliance.models import Finding
from jailrecords.database import APP_ROLE
from tests import factories
from tests.architecture.sources import ROOT, dotted, name_of, python_files, tree
from tests.clients import answer, signed_in
from tests.routes import booking_routes, pages_without_keys
from warrants.models import Grant

pytestmark = pytest.mark.django_db


@pytest.fixture
def jail(db, clock):
    clock(now())
    factories.laws()
    return factories.facility()


def superuser(viewer) -> Account:
    """Make the viewer's account one, with every permission Django knows of."""
    account = Account.objects.get(pk=viewer.account_id)
    account.is_superuser = True
    account.save()
    account.user_permissions.set(Permission.objects.all())
    return Account.objects.get(pk=account.pk)


# --- A superuser, and every permission that Django can give ------------------------------


def test_a_superuser_holds_no_permission_on_anything(jail):
    """Nor does anybody by a permission on all bookings: the policy answers alone."""
    booking = factories.booking(facility=jail)
    account = superuser(factories.viewer(Role.COORDINATOR))
    for field_class in CLASSES:
        word = permission_codename(field_class)
        for app, thing in (("bookings", booking), ("access", jail), ("bookings", None)):
            assert account.has_perm(f"{app}.{word}", thing) is False
    assert account.has_perms(["bookings.view_register"], booking) is False
    assert account.has_module_perms("bookings") is False
    assert account.get_all_permissions() == set()


@pytest.mark.parametrize("role", Role, ids=lambda role: role.value)
def test_a_superusers_pages_are_those_of_a_colleague(jail, role):
    """Every address, read by two people of one unit who differ in that alone."""
    booking = factories.booking(facility=jail)
    factories.booking(facility=jail, is_sealed=True)
    unit = factories.membership(role).unit
    factories.permit(unit, jail, classes=[FieldClass.CUSTODY])
    twins = [factories.viewer(role, of=unit) for _ in range(2)]
    superuser(twins[1])
    browsers = [signed_in(twin) for twin in twins]
    names = [twin.display_name for twin in twins]
    for route in [*pages_without_keys(), *booking_routes()]:
        address = route.address_of(booking.pk) if route.keys else route.address()
        if route.name in {
            *("access:accounts", "bookings:shown", "access:sessions"),
            "warrants:on_call",
        }:
            continue  # names both of them, or one's own sessions by their keys
        if route.name in {"bookings:orders_about", "bookings:sent"}:
            continue  # count how often it was shown, to the first of the two as well
        said = []
        for twin, browser, name in zip(twins, browsers, names, strict=True):
            *rest, body = answer(browser.get(address))
            body = body.replace(name, "NAME")
            if route.name == "access:working_as":  # offers the capacity by its key
                body = body.replace(f'value="{twin.membership_id}"', "CAPACITY")
            said.append((*rest, body))
        assert said[0] == said[1], route.name


def test_a_superuser_without_a_capacity_sees_what_everybody_sees(client, jail):
    booking = factories.booking(facility=jail)
    account = superuser(factories.viewer(Role.COORDINATOR))
    account.memberships.update(ends_at=now())
    viewer, _ = viewer_for(account.pk, None, None)

    assert viewer.is_signed_in
    assert not viewer.roles
    assert selectors.in_custody(viewer) == []
    assert selectors.found(viewer, Terms(surname="Test")) == []
    shown = selectors.open_record(viewer, booking.pk)
    assert shown is None or shown.classes == FieldClass.REGISTER


def test_a_superuser_is_a_finding(jail):
    viewer = factories.viewer(Role.COORDINATOR)
    superuser(viewer)

    compliance.scan_accounts(by=System("scan_accounts"))

    assert list(
        Finding.objects.filter(kind="superuser").values_list("account_id", flat=True)
    ) == [viewer.account_id]


def test_nobody_makes_a_superuser_by_the_products_own_ways():
    assert not hasattr(Account.objects, "create_superuser")


# --- No door beside the gate -------------------------------------------------------------


def test_only_the_scan_asks_whether_somebody_is_a_superuser():
    asking = {
        name_of(path)
        for path in python_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in {"is_superuser", "is_staff"}
    }
    assert asking <= {"compliance/services/scan.py"}, (
        "no decision may rest on it: policy.decide takes roles, missions and standing"
    )


def test_guardians_shortcuts_are_imported_nowhere():
    """``get_objects_for_user`` knows no end of a grant, lists for the suspended, and
    shows superusers everything.
    """
    sources = [*python_files(migrations=True), *(ROOT / "bench").rglob("*.py")]
    found = []
    for path in sources:
        for node in ast.walk(tree(path)):
            named = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [f"{node.module}.{alias.name}" for alias in node.names]
                if isinstance(node, ast.ImportFrom)
                else [dotted(node)]
                if isinstance(node, ast.Attribute)
                else []
            )
            found += [
                f"{name_of(path)}: {name}"
                for name in named
                if name.startswith("guardian.shortcuts")
                or name.endswith(("get_objects_for_user", "get_objects_for_group"))
            ]
    assert found == [], "ask the gate for a list, and has_perm for one booking"


def test_there_is_no_admin_and_no_second_backend(settings):
    assert not apps.is_installed("django.contrib.admin")
    assert settings.AUTHENTICATION_BACKENDS == ["access.backends.PolicyBackend"]
    with pytest.raises(NoReverseMatch):
        reverse("admin:index")


def test_the_databases_role_of_the_application_is_nobody_special_either():
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls,
                 (SELECT count(*) FROM pg_auth_members WHERE member = r.oid)
               FROM pg_roles r WHERE rolname = %s""",
            [APP_ROLE],
        )
        assert cursor.fetchone() == (False, False, False, False, False, 0)


# --- Every opening has its end -------------------------------------------------------------


@pytest.mark.parametrize(
    "model", [Grant, AccessRow, Agreement, FacilityPermission], ids=lambda m: m.__name__
)
def test_whatever_opens_something_has_an_end_written_down(model):
    """Emergency access is a dated grant like any other."""
    for name in ("starts_at", "ends_at"):
        assert not model._meta.get_field(name).null, name


def test_what_is_opened_in_an_emergency_has_an_end_and_a_review_that_is_due(jail):
    """Within 72 hours, and by the end of the next working day; the database takes no
    other. Who may open one, and for whom: ``tests/integration/test_emergencies.py``.
    """
    officer, booking = factories.membership(Role.OFFICER), factories.booking()
    one = factories.emergency(officer, booking, FieldClass.CONTACT, minutes=4320)

    grant = Grant.objects.get()
    assert grant.ends_at - one.opened_at <= timedelta(hours=72)
    assert one.review_due_at - one.opened_at <= timedelta(days=8)
    for longer in ("minutes = 4321", "review_due_at = review_due_at + interval '1 h'"):
        with (
            pytest.raises(IntegrityError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE warrants_emergency SET {longer}")
    with (
        pytest.raises(IntegrityError, match="never grows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE warrants_grant SET ends_at = ends_at + interval '1 s'")


def test_no_role_is_allowed_every_class_by_any_law(jail):
    """Not by standing, however much its unit holds."""
    for role in Role:
        viewer = factories.viewer(role, sees=[jail])
        booking = factories.booking(facility=jail)
        shown = selectors.open_record(viewer, booking.pk)
        assert shown.classes != EVERYTHING, role
        assert FieldClass.HEALTH not in shown.classes or role is Role.NURSE
