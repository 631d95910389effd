"""By which rules something was refused: the path that an auditor sees, and the one road
to the section that whoever asked is told.
"""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from access import policy
from access.acts import Act
from access.enums import (
    CLASS_LABELS,
    Certainty,
    Effect,
    FieldClass,
    LawKind,
    Mission,
    Purpose,
    Role,
)
from access.models import Account, Agreement, Membership
from access.policy import Refusal
from access.reference import laws
from access.selectors import viewer_as_of
from audit.clock import now
from audit.models import ActEvent, ViewEvent
from bookings import pages
from bookings.models import Booking
from bookings.selectors import open_photo, open_record
from bookings.selectors.showings import Place
from tests import factories
from tests.clients import answer, body_of, signed_in
from warrants import rules, services
from warrants.enums import RefusalReason
from warrants.presenters.refusal_paths import WHY
from warrants.presenters.refusals import cited
from warrants.selectors import refusal_paths
from warrants.selectors.refusal_paths import path_of_opening, refused_opening
from warrants.selectors.refusals import Refused, refused_among
from warrants.views import refusal_paths as views

pytestmark = pytest.mark.django_db

REASON = "Follow-up of case 26-123, as discussed."
ASKED = FieldClass.CONTACT | FieldClass.IDENTIFIERS
DAY = timedelta(days=1)


@pytest.fixture
def jail(db, clock):
    clock(now())
    factories.laws()
    return factories.facility()


@pytest.fixture
def auditor(jail):
    return factories.viewer(Role.AUDITOR)


@pytest.fixture
def officer(jail):
    """To whom the law opens custody, and no photo."""
    return factories.viewer(Role.PROSECUTOR, sees=[jail])


def last_refusal(booking_id) -> str:
    event = ViewEvent.objects.filter(kind="refused", booking_id=booking_id).latest("id")
    return Place(event.occurred_at, event.id, event.origin).text


def opening(reader, key: str):
    return signed_in(reader).get(reverse("warrants:refused_opening", args=[key]))


def refused(officer, key, reason=RefusalReason.NO_SUFFICIENT_REASON):
    request = services.ask(key, services.Asked(ASKED, 7, REASON), by=officer)
    supervisor = factories.viewer(Role.RECORDS_SUPERVISOR)
    return services.refuse(request.pk, reason, by=supervisor)


def words(response) -> str:
    return " ".join(body_of(response).split())


# --- A page that did not open -----------------------------------------------------------


def test_an_auditor_sees_the_law_the_viewer_what_was_held_and_each_rule(
    jail, officer, auditor
):
    booking = factories.booking(facility=jail)
    assert open_photo(officer, booking.pk) is None

    page = opening(auditor, last_refusal(booking.pk))

    said = words(page)
    member = Membership.objects.get(pk=officer.membership_id)
    assert officer.law.title in said
    assert str(member.account.display_name) in said
    assert Purpose.PROSECUTION.label in said
    assert Agreement.objects.get(agency_id=officer.agency_id).title in said
    assert booking.person.surname in said
    [case] = page.context["cases"]
    [photo] = case["rows"]
    rule = officer.law.rule("approved-request")
    assert photo["label"] == CLASS_LABELS[FieldClass.IDENTITY]
    assert photo["why"] == WHY[Refusal.NEEDS_BASIS]
    assert photo["rule"]["id"] == rule.id
    assert rule.text in said
    assert rule.citation in said
    assert "for counsel" in said


def test_it_is_decided_by_the_law_and_the_roles_of_that_moment(jail, clock, auditor):
    at = now()
    clock(at - 10 * DAY)
    officer = factories.viewer(Role.PROSECUTOR, sees=[jail])
    booking = factories.booking(facility=jail)
    open_photo(officer, booking.pk)
    key = last_refusal(booking.pk)
    clock(at)
    Membership.objects.filter(pk=officer.membership_id).update(
        roles=[Role.COORDINATOR.value]
    )

    said = words(opening(auditor, key))

    assert f"Roles</dt><dd>{Role.PROSECUTOR.label}" in said
    assert f"Roles</dt><dd>{Role.COORDINATOR.label}" not in said


@pytest.mark.parametrize(
    "role", [Role.OFFICER, Role.BOOKING_CLERK, Role.NURSE, Role.PROSECUTOR]
)
@pytest.mark.parametrize("kind", [{}, {"is_juvenile": True}, {"is_sealed": True}])
def test_the_path_is_what_the_one_rule_said(jail, role, kind):
    """Of each class of the page: shut here as ``policy.decide`` shut it then."""
    viewer = factories.viewer(role, sees=[jail])
    reader = factories.viewer(Role.RECORDS_SUPERVISOR, sees=[jail])
    booking = factories.booking(facility=jail, **kind)
    member = Membership.objects.get(pk=viewer.membership_id)
    key = factories.refused_opening(member, booking.pk, purpose=viewer.purpose)

    event = refused_opening(Place.read(key))
    found = path_of_opening(event, reader, is_known=True)

    then = viewer_as_of(
        Account.objects.get(pk=viewer.account_id),
        viewer.membership_id,
        viewer.purpose,
        event.occurred_at,
    )
    held = {policy.Basis.STANDING: FieldClass(sum(c for c in FieldClass if c))}
    allowed = policy.decide(
        then.law, then.facts, then.purpose, booking.facts(), held
    ).allowed
    [case] = found.cases
    told = {one.field_class: one.why for one in case.classes}
    assert found.is_on_record
    assert {c for c, why in told.items() if why is None} == {
        c for c in told if c in allowed
    }
    for field_class, why in told.items():
        if why:
            assert why == policy.why_not(
                then.law,
                then.facts,
                then.purpose,
                booking.facts(),
                field_class,
                allowed,
            )


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.PRIVACY_OFFICER])
def test_of_a_hidden_booking_a_reader_is_told_what_they_are_told_of_none(jail, role):
    """Law 4 for whoever audits: sealed, juvenile, or never there."""
    reader = factories.viewer(role)
    officer = factories.membership(Role.OFFICER)
    keys = [
        uuid4(),
        factories.booking(facility=jail, is_sealed=True).pk,
        factories.booking(facility=jail, is_juvenile=True).pk,
    ]
    for key in keys[1:]:
        factories.grant(officer, Booking.objects.get(pk=key), FieldClass.CONTACT)
    # What happened at the ceiling would tell that there is somebody.
    details = [{}, {"reason": "ceiling", "ceiling": 20}, {}]
    told = set()
    for key, detail in zip(keys, details, strict=True):
        place = factories.refused_opening(officer, key, detail=detail)
        status, *rest, body = answer(opening(reader, place), asked_for=key)
        told.add((status, *map(str, rest), body.replace(place, "PLACE")))

    assert len(told) == 1
    [(status, *_, body)] = told
    assert status == 200
    assert "None that you may know of" in body


def test_whoever_may_know_of_every_booking_is_told_that_there_is_none(jail, officer):
    reader = factories.viewer(
        Role.RECORDS_SUPERVISOR, purpose=Purpose.RECORDS_DUTY, sees=[jail]
    )
    key = uuid4()
    open_record(officer, key)

    assert "No such booking" in words(opening(reader, last_refusal(key)))

    factories.facility()  # of which this reader may know nothing
    assert "None that you may know of" in words(opening(reader, last_refusal(key)))


def test_a_ceiling_is_told_of_a_booking_that_the_reader_may_know_of(jail, auditor):
    member = factories.membership(Role.OFFICER)
    key = factories.refused_opening(
        member,
        factories.booking(facility=jail).pk,
        detail={"reason": "ceiling", "ceiling": 20},
    )

    assert "ceiling of 20 people a day" in words(opening(auditor, key))


def test_each_look_is_on_record_before_it_is_answered(jail, officer, auditor):
    booking = factories.booking(facility=jail)
    open_photo(officer, booking.pk)
    key = last_refusal(booking.pk)
    request = refused(officer, booking.pk)
    client = signed_in(auditor)

    client.get(reverse("warrants:refusal_paths"))
    client.get(reverse("warrants:refused_opening", args=[key]))
    client.get(reverse("warrants:refused_request", args=[request.pk]))

    looks = ActEvent.objects.filter(act=Act.VIEW_REFUSAL_PATH).order_by("id")
    assert [(look.target_kind, look.target_id, look.account_id) for look in looks] == [
        ("refusals", "openings", auditor.account_id),
        ("view_event", str(Place.read(key).event_id), auditor.account_id),
        ("access_request", str(request.pk), auditor.account_id),
    ]


def test_if_the_look_cannot_be_recorded_there_is_no_answer(jail, officer, monkeypatch):
    booking = factories.booking(facility=jail)
    open_photo(officer, booking.pk)
    read = []
    monkeypatch.setattr(
        views.paths, "path_of_opening", lambda *_, **__: read.append("read")
    )

    def fails(*_, **__):
        raise RuntimeError("no act history")

    monkeypatch.setattr(views, "record_act", fails)
    with pytest.raises(RuntimeError):
        opening(factories.viewer(Role.AUDITOR), last_refusal(booking.pk))

    assert read == []


@pytest.mark.parametrize("key", ["of nobody", "2026-11-01T00:00:00+00:00_1_live"])
def test_what_was_not_refused_has_no_path(auditor, key):
    assert opening(auditor, key).status_code == 404


@pytest.mark.parametrize("role", Role, ids=lambda role: role.value)
def test_who_sees_a_path(jail, role):
    member = factories.membership(Role.OFFICER)
    key = factories.refused_opening(member, uuid4())

    page = opening(factories.viewer(role), key)

    may = {Role.AUDITOR, Role.PRIVACY_OFFICER, Role.RECORDS_SUPERVISOR}
    assert (page.status_code == 200) is (role in may)


# --- A request that was refused -----------------------------------------------------------


def test_of_a_request_it_says_what_was_cited_and_what_the_letter_leaves_out(
    jail, auditor
):
    unit = factories.unit(Mission.CIVIL_IMMIGRATION)
    agent = factories.membership(Role.OFFICER, of=unit)
    booking = factories.booking(facility=jail)
    request = factories.access_request(agent, booking.pk, FieldClass.MOVEMENTS)
    factories.refuse(request, by=factories.membership(Role.COUNSEL))

    page = signed_in(auditor).get(
        reverse("warrants:refused_request", args=[request.pk])
    )

    asked = page.context["request_"]
    assert asked["section"] == "RCW 10.93.160(5)"
    by_citation = {one["citation"]: one["is_cited"] for one in asked["grounds"]}
    assert by_citation["RCW 10.93.160(5)"] is True
    assert by_citation["RCW 10.93.160(4)(b); KCC 2.15.020"] is False
    said = words(page)
    assert "Not cited" in said
    assert "for counsel" in said
    assert "enforces immigration law" in said
    assert booking.person.surname in said


def test_a_request_about_whom_the_reader_may_not_know_is_told_as_about_nobody(
    jail, auditor, officer
):
    told = set()
    for key in (uuid4(), factories.booking(facility=jail, is_sealed=True).pk):
        request = refused(officer, key)
        address = reverse("warrants:refused_request", args=[request.pk])
        *rest, body = answer(signed_in(auditor).get(address), asked_for=key)
        told.add((*map(str, rest), body.replace(str(request.pk), "REQUEST")))

    assert len(told) == 1


def test_one_that_waits_has_no_path(auditor, officer):
    request = services.ask(uuid4(), services.Asked(ASKED, 7, REASON), by=officer)
    address = reverse("warrants:refused_request", args=[request.pk])

    assert signed_in(auditor).get(address).status_code == 404


# --- The list -----------------------------------------------------------------------------


def listed(reader, **asked):
    return signed_in(reader).get(reverse("warrants:refusal_paths"), asked)


def test_the_list_is_newest_first_page_by_page_and_names_nobody(
    jail, auditor, monkeypatch
):
    monkeypatch.setattr(refusal_paths, "PAGE", 2)
    member = factories.membership(Role.OFFICER)
    booking = factories.booking(facility=jail)
    keys = [factories.refused_opening(member, booking.pk) for _ in range(5)]
    found, page = [], listed(auditor)
    while True:
        found += [row["key"] for row in page.context["rows"]]
        assert booking.person.surname not in words(page)
        assert str(booking.pk) not in words(page)
        if not page.context["older_url"]:
            break
        page = signed_in(auditor).get(
            reverse("warrants:refusal_paths") + page.context["older_url"]
        )

    assert found == keys[::-1]


@pytest.mark.parametrize("which", ["openings", "requests"])
def test_it_is_narrowed_to_a_month_and_to_an_agency(jail, auditor, clock, which):
    at = now()
    members = []
    for ago in (0, 0, 70):
        clock(at - ago * DAY)
        members.append(factories.membership(Role.OFFICER))
        key = factories.booking(facility=jail).pk
        if which == "openings":
            factories.refused_opening(members[-1], key)
        else:
            refused(factories.viewer_of(members[-1]), key)
    clock(at)

    def accounts(**asked) -> set[str]:
        rows = listed(auditor, which=which, **asked).context["rows"]
        return {row["account"] for row in rows}

    names = [member.account.display_name for member in members]
    assert accounts() == set(names)
    assert accounts(month=f"{at:%Y-%m}") == set(names[:2])
    assert accounts(agency=members[1].unit.agency_id) == {names[1]}
    assert accounts(month="2026-13") == set(names)


def test_the_table_and_the_history_lead_to_it(jail, officer, auditor):
    booking = factories.booking(facility=jail)
    open_photo(officer, booking.pk)
    address = reverse("warrants:refused_opening", args=[last_refusal(booking.pk)])
    client = signed_in(auditor)

    table = client.get(reverse("warrants:refusals"))
    of_booking = client.get(
        reverse("bookings:shown", args=[booking.pk]), {"kind": "refused"}
    )
    of_account = client.get(
        reverse("bookings:account_shown", args=[officer.account_id]),
        {"kind": "refused"},
    )

    assert reverse("warrants:refusal_paths") in words(table)
    assert address in words(of_booking)
    assert address in words(of_account)
    council = signed_in(factories.viewer(Role.COUNCIL_STAFF))
    assert reverse("warrants:refusal_paths") not in words(
        council.get(reverse("warrants:refusals"))
    )


# --- One road to the section ----------------------------------------------------------------


@pytest.mark.parametrize("law", laws(), ids=lambda law: law.title)
@pytest.mark.parametrize("mission", Mission, ids=lambda mission: mission.value)
@pytest.mark.parametrize("reason", RefusalReason, ids=lambda reason: reason.value)
def test_what_is_told_is_verified_and_stands_in_the_letter(law, mission, reason):
    for asked in (FieldClass.CONTACT, FieldClass.MOVEMENTS, ASKED):
        one = Refused(uuid4(), now(), "An agency", mission, asked, reason, law)
        letter = cited(one)

        assert one.section
        for citation in one.section.split("; "):
            assert any(citation in section.citation for section in letter)
        assert {section.certainty for section in letter} <= {Certainty.FOUND}


@pytest.mark.parametrize("effect", [Effect.NEVER, Effect.ALLOW_ON_BASIS])
def test_a_rule_that_is_no_longer_verified_is_cited_no_more(effect):
    """As it would be if counsel took back what they had read."""
    law = next(law for law in laws()[::-1] if law.kind is LawKind.LAW)
    mission, reason = Mission.CIVIL_IMMIGRATION, RefusalReason.PAPER_IS_NOT_JUDICIAL

    def doubted(rule):
        return replace(rule, certainty=Certainty.MED) if rule.effect is effect else rule

    sure = Refused(uuid4(), now(), "", mission, ASKED, reason, law)
    unsure = replace(sure, law=replace(law, rules=tuple(map(doubted, law.rules))))
    gone = {rule.citation for rule in law.rules if rule.effect is effect}

    assert gone & {section.citation for section in cited(sure)}
    assert not gone & {section.citation for section in cited(unsure)}
    assert unsure.section
    assert gone & {section.citation for section in unsure.grounds}


def test_letter_page_table_and_path_name_the_same_section(jail, auditor):
    agent = factories.viewer(Role.OFFICER)
    request = refused(agent, uuid4(), RefusalReason.PAPER_IS_NOT_JUDICIAL)
    section = refused_among([request])[request.pk].section
    client = signed_in(auditor)

    for page in (
        signed_in(agent).get(reverse("warrants:mine")),
        client.get(reverse("warrants:refusals")),
        client.get(reverse("warrants:refused_request", args=[request.pk])),
    ):
        assert section in words(page)
    letter = signed_in(agent).get(reverse("warrants:refusal_letter", args=[request.pk]))
    for citation in section.split("; "):
        assert citation in words(letter)


def test_a_section_stays_what_it_was_when_the_unit_does_other_work(jail):
    unit = factories.unit(Mission.CRIMINAL)
    officer = factories.viewer(Role.OFFICER, of=unit)
    request = refused(officer, uuid4())
    before = refused_among([request])[request.pk].section
    unit.mission = Mission.CIVIL_IMMIGRATION
    unit.save()

    assert refused_among([request])[request.pk].section == before
    assert before == rules.CONFIDENTIAL.citation


def test_the_shape_of_a_page_says_which_classes_were_asked_for(jail, auditor):
    member = factories.membership(Role.OFFICER)
    key = factories.refused_opening(member, factories.booking(facility=jail).pk)

    event = refused_opening(Place.read(key))
    [case] = path_of_opening(event, auditor, is_known=True).cases

    assert {one.field_class for one in case.classes} == {
        c for c in FieldClass if c & pages.RECORD.shape.classes
    }
