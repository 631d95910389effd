"""Commands of an installation: laws, first people, and the answer with its path."""

import io
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from access.enums import CLASS_LABELS, Basis, FieldClass, Role
from access.models import Account, LawVersion, Membership
from access.reference import pages
from access.services import LAWS
from audit.clock import now
from audit.models import ActEvent, ViewEvent
from tests import factories

pytestmark = pytest.mark.django_db

GOOD_PASSWORD = "a long enough phrase for a jail"


def said(command: str, *arguments, **options) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out, **options)
    return out.getvalue()


def test_laws_are_loaded_once():
    first, second = said("load_law"), said("load_law")

    assert "5 law files loaded" in first
    assert "0 law files loaded" in second
    assert LawVersion.objects.count() == 5
    assert ActEvent.objects.filter(act="law.load").count() == 5


def test_one_bad_file_and_nothing_of_the_folder_is_loaded(tmp_path):
    for law in LAWS.glob("*.toml"):
        (tmp_path / law.name).write_bytes(law.read_bytes())
    (tmp_path / "bad.toml").write_text(
        (LAWS / "2018-ordinance-18665.toml").read_text().replace("jail", "jial")
    )

    with pytest.raises(CommandError, match=r"Nothing was loaded. bad.toml: rule"):
        said("load_law", tmp_path)

    assert not LawVersion.objects.exists()


def test_a_loaded_law_is_never_replaced(tmp_path):
    said("load_law")
    law = (LAWS / "2018-ordinance-18665.toml").read_text()
    (tmp_path / "again.toml").write_text(law + "\n# corrected\n")

    with pytest.raises(CommandError, match="never changed"):
        said("load_law", tmp_path)


def test_a_law_whose_instant_has_passed_is_the_owners_to_load(tmp_path):
    said("load_law")
    factories.account()
    law = (LAWS / "2018-ordinance-18665.toml").read_text()
    (tmp_path / "late.toml").write_text(
        law.replace("2018-03-18T00:00:00", "2018-03-19T00:00:00")
    )

    with pytest.raises(CommandError, match="only the owner"):
        said("load_law", tmp_path)

    assert LawVersion.objects.count() == 5


def test_a_folder_that_is_none_is_one_clear_line():
    with pytest.raises(CommandError, match="is no folder"):
        said("load_law", "nowhere")


FIRST = {"jail": "A County Jail", "administrator": "ada", "privacy_officer": "grace"}


def first_administrators(monkeypatch, *passwords, **names):
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(passwords) + "\n"))
    return said("create_first_administrators", **FIRST | names)


def test_an_empty_installation_begins_with_two_people_of_two_units(monkeypatch):
    first_administrators(monkeypatch, GOOD_PASSWORD, GOOD_PASSWORD + " too")

    members = Membership.objects.order_by("pk")
    assert [member.roles for member in members] == [
        ["administrator"],
        ["privacy_officer"],
    ]
    assert len({member.unit_id for member in members}) == 2
    assert Account.objects.get(sign_in_name="ada").check_password(GOOD_PASSWORD)
    assert not Account.objects.filter(is_superuser=True).exists()
    assert all(factories.viewer_of(member).is_open for member in members)


def test_a_second_time_is_refused_and_changes_nothing(monkeypatch):
    first_administrators(monkeypatch, GOOD_PASSWORD, GOOD_PASSWORD)

    with pytest.raises(CommandError, match="has accounts already"):
        first_administrators(monkeypatch, GOOD_PASSWORD, GOOD_PASSWORD)

    assert Account.objects.count() == 2


def test_a_weak_password_is_refused_before_anything_is_made(monkeypatch):
    with pytest.raises(CommandError, match="ada"):
        first_administrators(monkeypatch, "password", GOOD_PASSWORD)

    assert not Account.objects.exists()


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        ({"jail": ""}, "jail needs a name"),
        ({"jail": "  "}, "jail needs a name"),
        ({"administrator": ""}, "needs a sign-in name"),
        ({"privacy_officer": " "}, "needs a sign-in name"),
        ({"privacy_officer": "ADA "}, "must differ"),
    ],
)
def test_names_that_are_none_are_refused_before_anything_is_made(
    monkeypatch, names, reason
):
    with pytest.raises(CommandError, match=reason):
        first_administrators(monkeypatch, GOOD_PASSWORD, GOOD_PASSWORD, **names)

    assert not Account.objects.exists()
    assert not LawVersion.objects.exists()


def test_the_laws_are_there_before_the_first_account(monkeypatch):
    there_were = []
    monkeypatch.setattr(
        "access.services.installation.load_law_files",
        lambda: there_were.append(Account.objects.count()),
    )
    first_administrators(monkeypatch, GOOD_PASSWORD, GOOD_PASSWORD)

    assert there_were == [0]


@pytest.fixture
def officer():
    """An officer who may see custody and identity, and holds the address by grant."""
    factories.laws()
    jail = factories.facility()
    member = factories.membership(Role.OFFICER)
    factories.permit(
        member.unit, jail, classes=[FieldClass.CUSTODY, FieldClass.IDENTITY]
    )
    return member, factories.booking(facility=jail)


def decided(member, booking, **options) -> str:
    return said(
        "decide",
        account=member.account.sign_in_name,
        booking=str(booking.pk),
        purpose="criminal_investigation",
        **options,
    )


def test_the_answer_comes_with_its_path_and_without_a_name(officer):
    member, booking = officer
    answer = decided(member, booking)

    assert "by rule   criminal-justice-agency: RCW 70.48.100(2)(a)" in answer
    assert "not       Address and contact: needs_basis, approved-request" in answer
    assert booking.person.surname not in answer
    assert not ViewEvent.objects.exists()


def test_what_is_held_on_a_sealed_booking_stays_behind_its_door(officer):
    member, booking = officer
    sealed = factories.booking(facility=booking.facility, is_sealed=True)
    answer = decided(member, sealed)

    assert _line(answer, "allowed").endswith("nothing")
    assert f"not       {CLASS_LABELS[FieldClass.CUSTODY]}: door" in answer
    assert f"not       {CLASS_LABELS[FieldClass.PROTECTED]}: door" not in answer


def test_the_answer_of_a_past_instant_is_that_of_the_change_history(officer, clock):
    member, booking = officer
    granted_at = now() + timedelta(days=1)
    clock(granted_at)
    grant = factories.grant(
        member, booking, FieldClass.CONTACT, basis=Basis.APPROVED_REQUEST, days=2
    )
    clock(granted_at + timedelta(days=30))

    during = decided(member, booking, at=grant.starts_at + timedelta(days=1))
    after = decided(member, booking, at=grant.ends_at)

    assert "Address and contact" in _line(during, "allowed")
    assert "Address and contact" not in _line(after, "allowed")
    assert "no such booking then" in decided(
        member, booking, at=granted_at - timedelta(days=300)
    )


def _line(answer: str, word: str) -> str:
    return next(line for line in answer.splitlines() if line.strip().startswith(word))


def test_the_reference_pages_are_fresh():
    assert said("reference_pages", check=True) == ""
    assert set(pages()) == {"who-may-see-what.md", "who-may-do-what.md"}
