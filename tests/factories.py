"""Valid things, made through the same constraints and triggers as in life."""

import hashlib
import io
import itertools
import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from PIL import Image

from access.enums import (
    CLASSES,
    Basis,
    FieldClass,
    Mission,
    ProposalStatus,
    Purpose,
    Role,
)
from access.enums import permission_codename as codename
from access.models import (
    Account,
    Agency,
    Agreement,
    Approval,
    Facility,
    FacilityPermission,
    Invitation,
    Membership,
    Proposal,
    Unit,
)
from access.selectors import viewer_for
from access.services import load_law_files, reopen_account
from access.services.proposals import agree
from access.standing import INVITATION_LASTS
from access.viewer import Viewer
from audit.clock import now
from audit.models import ViewEvent
from audit.services import keep_typed_text
from bookings import pages
from bookings.enums import LegalTextKind
from bookings.models import Advisement, Booking, Charge, LegalText, Person
from bookings.scans import Scan
from bookings.selectors.showings import Place
from compliance.enums import NoticeKind, RecipientRole
from compliance.models import Delivery, HistoryReview, Notice, Recipient
from tests.corpus.instruments import GOOD, PEOPLE
from warrants.checks import Scope, Statement
from warrants.courts import court_of
from warrants.emergency_rules import days_of, review_due
from warrants.enums import CallResult, InstrumentKind, SignerTitle
from warrants.models import (
    AccessRequest,
    Appearance,
    Emergency,
    Grant,
    Instrument,
    LegalInstrument,
    OnCall,
)
from warrants.rules import BASIS_OF
from warrants.services.instruments import (
    Entered,
    call_court,
    compare_instrument,
    enter_instrument,
    receive_instrument,
)

_serial = itertools.count(1)

MISSION_OF = {
    Role.NURSE: Mission.HEALTH,
    Role.OFFICER: Mission.CRIMINAL,
    Role.PROSECUTOR: Mission.PROSECUTION,
    Role.COUNSEL: Mission.PROSECUTION,
    Role.PUBLIC_DEFENDER: Mission.DEFENCE,
    Role.COORDINATOR: Mission.CRIMINAL,
    Role.AUDITOR: Mission.OVERSIGHT,
    Role.COUNCIL_STAFF: Mission.OVERSIGHT,
    Role.OMBUDS: Mission.OVERSIGHT,
}
PURPOSE_OF = {
    Mission.JAIL: Purpose.CUSTODY,
    Mission.HEALTH: Purpose.HEALTH_CARE,
    Mission.CRIMINAL: Purpose.CRIMINAL_INVESTIGATION,
    Mission.CIVIL_IMMIGRATION: Purpose.CRIMINAL_INVESTIGATION,
    Mission.MIXED: Purpose.CRIMINAL_INVESTIGATION,
    Mission.COURT: Purpose.COURT_PROCEEDINGS,
    Mission.PROSECUTION: Purpose.PROSECUTION,
    Mission.DEFENCE: Purpose.DEFENCE,
    Mission.OVERSIGHT: Purpose.OVERSIGHT,
}


def laws() -> None:
    load_law_files()


def adopt_laws(folder: Path) -> None:
    """Load law files to come, once there are accounts: as two people have signed them."""
    for file in sorted(folder.glob("*.toml")):
        sign_law(file.read_bytes())
    load_law_files(folder)


def sign_law(source: bytes) -> Proposal:
    """Two people of two units agree to the very words of a law."""
    first, second = membership(Role.PRIVACY_OFFICER), membership(Role.COUNSEL)
    whose = {
        "requester_id": first.account_id,
        "requester_unit_id": first.unit_id,
        "act": "law.adopt",
    }
    with transaction.atomic():
        proposal = Proposal.objects.create(
            target_kind="adoption",
            target_id=next(_serial),
            payload={"sha256": hashlib.sha256(source).hexdigest()},
            reason="as the council has decided",
            **whose,
        )
        Approval.objects.create(
            target_kind="proposal",
            target_id=proposal.pk,
            approver_id=second.account_id,
            approver_unit_id=second.unit_id,
            approves=True,
            **whose,
        )
        proposal.status, proposal.decided_at = ProposalStatus.DONE, now()
        proposal.save(update_fields=["status", "decided_at"])
    return proposal


def reopen(account_id: int) -> None:
    """An account that is closed, opened again as two people of two units have agreed."""
    first, second = viewer(Role.ADMINISTRATOR), viewer(Role.PRIVACY_OFFICER)
    proposal = reopen_account(account_id, "back from leave since Monday", by=first)
    agree(proposal.pk, by=second)


def agency(**fields) -> Agency:
    name = fields.setdefault("name", f"Agency {next(_serial)}")
    group = Group.objects.create(name=f"agency:{name}")
    return Agency.objects.create(group=group, **fields)


def unit(
    mission: Mission = Mission.JAIL, *, of: Agency | None = None, **fields
) -> Unit:
    of = of or agency(
        is_the_jail=mission is Mission.JAIL,
        enforces_immigration_law=mission is Mission.CIVIL_IMMIGRATION,
    )
    name = fields.setdefault("name", f"Unit {next(_serial)}")
    group = Group.objects.create(name=f"unit:{of}/{name}")
    return Unit.objects.create(agency=of, mission=mission, group=group, **fields)


def account(**fields) -> Account:
    name = fields.setdefault("sign_in_name", f"person{next(_serial)}")
    fields.setdefault("display_name", name)
    fields.setdefault("last_sign_in_at", now())
    return Account.objects.create_user(fields.pop("sign_in_name"), **fields)


def membership(*roles: Role, of: Unit | None = None, **fields) -> Membership:
    mission = MISSION_OF.get(roles[0], Mission.JAIL)
    return Membership.objects.create(
        account=fields.pop("account", None) or account(),
        unit=of or unit(mission),
        roles=list(roles),
        starts_at=fields.pop("starts_at", now() - timedelta(days=400)),
        **fields,
    )


def viewer(
    *roles: Role, of: Unit | None = None, purpose: Purpose | None = None, sees=()
) -> Viewer:
    """Somebody signed in; ``sees``: facilities where the unit holds every class."""
    member = membership(*roles, of=of)
    for place in sees:
        permit(member.unit, place)
    return viewer_of(member, purpose)


def viewer_of(member: Membership, purpose: Purpose | None = None) -> Viewer:
    purpose = purpose or PURPOSE_OF[Mission(member.unit.mission)]
    return viewer_for(member.account_id, member.pk, purpose)[0]


def facility(**fields) -> Facility:
    number = next(_serial)
    fields.setdefault("name", f"Facility {number}")
    fields.setdefault("code", f"F{number}")
    return Facility.objects.create(**fields)


def agreement(of: Agency, **fields) -> Agreement:
    fields.setdefault("title", f"Agreement {next(_serial)}")
    fields.setdefault("starts_at", now() - timedelta(days=365))
    fields.setdefault("ends_at", now() + timedelta(days=365))
    return Agreement.objects.create(agency=of, **fields)


def permit(whom: Unit, place: Facility, classes=CLASSES, **fields) -> Agreement:
    """Give a unit standing permissions at a facility, by guardian's own manager."""
    paper = fields.pop("agreement", None) or agreement(whom.agency)
    for field_class in classes:
        FacilityPermission.objects.assign_perm(
            codename(field_class),
            whom.group,
            place,
            agreement=paper,
            starts_at=fields.get("starts_at", paper.starts_at),
            ends_at=fields.get("ends_at", paper.ends_at),
        )
    return paper


def person(**fields) -> Person:
    fields.setdefault("surname", f"Testperson{next(_serial)}")
    fields.setdefault("given_name", "Robin")
    return Person.objects.create(**fields)


def booking(**fields) -> Booking:
    at = now()
    fields.setdefault("booking_number", f"226{next(_serial):06d}")
    fields.setdefault("booked_at", at - timedelta(days=3))
    if fields.get("is_sealed"):
        fields.setdefault("sealed_at", at)
    made = Booking.objects.create(
        person=fields.pop("person", None) or person(),
        facility=fields.pop("facility", None) or facility(),
        **fields,
    )
    Charge.objects.create(
        booking=made, statute="9A.56.050", offense="Theft 3", position=1
    )
    return made


def advised(booking: Booking, **fields) -> Advisement:
    """The written advisement of somebody, in English, signed on paper."""
    text = LegalText.objects.get(kind=LegalTextKind.ADVISEMENT, language="en")
    fields = {"text": text, "advised_at": now(), "outcome": "signed_on_paper"} | fields
    return Advisement.objects.create(booking=booking, **fields)


def grant(
    member: Membership,
    of: Booking,
    classes: FieldClass,
    *,
    basis: Basis = Basis.APPROVED_REQUEST,
    days: int = 14,
    starts_at=None,
    asked_at=None,
) -> Grant:
    """A grant as two people of two units have given it."""
    starts_at = starts_at or now()
    asked = {"asked_at": asked_at} if asked_at else {}
    ends_at = starts_at + timedelta(days=days)
    instrument = None
    if basis in (Basis.JUDICIAL_WARRANT, Basis.COURT_ORDER):
        kind = next(kind for kind, own in BASIS_OF.items() if own is basis)
        instrument = judicial_instrument(of.pk, classes, ends_at=ends_at, kind=kind)
    request = access_request(
        member, of.pk, classes, basis=basis, days=days, instrument=instrument, **asked
    )
    for role in (Role.RECORDS_SUPERVISOR, Role.COUNSEL):
        approve(request, by=membership(role))
    return Grant.objects.create(
        request=request,
        membership=member,
        booking=of,
        classes=int(classes),
        basis=basis,
        starts_at=starts_at,
        ends_at=ends_at,
    )


def appearance(
    member: Membership,
    of: Booking,
    *,
    days: int = 30,
    starts_at=None,
    paper: Agreement | None = None,
    **fields,
) -> Appearance:
    """An attorney of record in the case of a booking, as the records unit wrote it down."""
    starts_at = starts_at or now()
    agencys = Agreement.objects.filter(agency=member.unit.agency, ends_at__gt=now())
    paper = paper or agencys.order_by("-ends_at").first()
    charge = of.charges.order_by("position").first()
    if not charge.court_case_number:
        charge.court_case_number = f"26-1-{next(_serial):05d}-1 SEA"
        charge.save(update_fields=["court_case_number"])
    fields.setdefault("case_number", charge.court_case_number)
    fields.setdefault("side", member.unit.mission)
    fields.setdefault("received_on", timezone.localtime(starts_at).date())
    return Appearance.objects.create(
        membership=member,
        booking=of,
        agreement=paper or agreement(member.unit.agency),
        recorder=fields.pop("recorder", None) or membership(Role.RECORDS_OFFICER),
        starts_at=starts_at,
        ends_at=fields.pop("ends_at", starts_at + timedelta(days=days)),
        **fields,
    )


@transaction.atomic
def emergency(
    member: Membership,
    of: Booking,
    classes: FieldClass,
    *,
    minutes: int = 60,
    by: Membership | None = None,
    opened_at=None,
) -> Emergency:
    """What a shift commander of the jail has opened to somebody."""
    opened_at = opened_at or now()
    request = access_request(
        member,
        of.pk,
        classes,
        basis=Basis.EMERGENCY,
        days=days_of(minutes),
        status="granted",
        asked_at=opened_at,
        decided_at=opened_at,
    )
    made = Emergency.objects.create(
        request=request,
        opened_by=by or membership(Role.SHIFT_SUPERVISOR),
        opened_at=opened_at,
        minutes=minutes,
        danger="missing",
        review_due_at=review_due(opened_at),
    )
    Grant.objects.create(
        request=request,
        membership=member,
        booking=of,
        classes=int(classes),
        basis=Basis.EMERGENCY,
        starts_at=opened_at,
        ends_at=opened_at + timedelta(minutes=minutes),
    )
    return made


def judicial_instrument(
    booking_id: UUID,
    classes,
    *,
    ends_at,
    kind: InstrumentKind = InstrumentKind.SEARCH_WARRANT,
    found: Instrument | None = None,
) -> LegalInstrument:
    """What a request says of a paper, and the paper that it was found to be."""
    return LegalInstrument.objects.create(
        court="King County Superior Court",
        case_number=f"26-1-{next(_serial):05d}-1 SEA",
        signed_by="Judge Example",
        issued_on=now().date(),
        ends_at=ends_at,
        classes=int(classes),
        booking_id=booking_id,
        found=found or good_paper((booking_id,), classes, kind=kind),
    )


def good_paper(
    bookings,
    classes: FieldClass,
    *,
    kind: InstrumentKind = InstrumentKind.SEARCH_WARRANT,
    is_compared: bool = True,
    called: CallResult | None = CallResult.CONFIRMED,
    by: Viewer | None = None,
    **different,
) -> Instrument:
    """A court's paper of today in the register that meets, unless something is left
    undone. ``by``: who enters it; ``different``: what stands otherwise on it.
    """
    pages, said = GOOD[GROUP_OF[kind]](0, PEOPLE[0])
    today = timezone.localtime(now()).date()
    scope = replace(
        said.scope, classes=FieldClass(classes), records_from=None, records_until=None
    )
    said = replace(said, issued_on=today, execute_by=None, scope=scope)
    first, second = (viewer(Role.RECORDS_SUPERVISOR) for _ in range(2))
    first = by or first
    own = receive_instrument(_scan(*map("\n".join, pages)), "fax", by=first)
    said = replace(said, **different)
    enter_instrument(own, Entered(said, tuple(bookings)), by=first)
    if is_compared:
        compare_instrument(own, by=second)
    if called:
        call_court(own, called, "The deputy clerk", by=second)
    return Instrument.objects.get(pk=own)


def _scan(*texts: str) -> Scan:
    """Pages with these texts, none of them drawn."""
    page = io.BytesIO()
    Image.new("L", (85, 110), 230).save(page, "JPEG")
    return Scan("0" * 64, (page.getvalue(),) * len(texts), texts)


GROUP_OF = {
    InstrumentKind.SEARCH_WARRANT: "state search",
    InstrumentKind.COURT_ORDER: "court order",
    InstrumentKind.ARREST_WARRANT: "state arrest",
}


def instrument(by: Viewer, bookings=()) -> Instrument:
    """A court's paper in the register, with one page without text, as somebody entered it."""
    own = receive_instrument(_scan(""), "fax", by=by)
    said = Statement(
        kind=InstrumentKind.WARRANT_ON_INDICTMENT,
        court_label="King County Superior Court",
        court=court_of("King County Superior Court"),
        signer=SignerTitle.CLERK,
        signed_by="A clerk",
        case_number="26-1-04711-1 SEA",
        indictment="26-1-04711-1 SEA",
        issued_on=timezone.localtime(now()).date(),
        scope=Scope(people=("Somebody",)),
    )
    enter_instrument(own, Entered(said, tuple(bookings)), by=by)
    return Instrument.objects.get(pk=own)


def on_call(member: Membership, **fields) -> OnCall:
    """Somebody of counsel who is on call, an hour ago until in eleven hours."""
    at = now()
    fields = {
        "starts_at": at - timedelta(hours=1),
        "ends_at": at + timedelta(hours=11),
        "phone": "206-555-0142",
        "entered_by_id": member.account_id,
    } | fields
    return OnCall.objects.create(membership=member, **fields)


def access_request(member: Membership, booking_id: UUID, classes, **fields):
    fields.setdefault("basis", Basis.APPROVED_REQUEST)
    fields.setdefault("days", 14)
    fields.setdefault("purpose", Purpose.CRIMINAL_INVESTIGATION)
    kept = keep_typed_text(
        "Follow-up of case 26-123.", kind="reason", account_id=member.account_id
    )
    return AccessRequest.objects.create(
        membership=member,
        booking_id=booking_id,
        classes=int(classes),
        reason_text=kept.pk,
        **fields,
    )


def named_request(
    member: Membership, classes=FieldClass.CONTACT, *, asked_at=None, **typed
):
    """A request by a name: of nobody yet, as it is before a decider has said whom."""
    text = json.dumps({"surname": "Nobodyknown"} | typed)
    kept = keep_typed_text(text, kind="named", account_id=member.account_id)
    fields = {} if asked_at is None else {"asked_at": asked_at}
    return access_request(member, uuid4(), classes, named_text=kept.pk, **fields)


def approve(
    request: AccessRequest, *, by: Membership, approves: bool = True, reason: str = ""
):
    return Approval.objects.create(
        act="request.approve",
        target_kind="access_request",
        target_id=request.pk,
        requester_id=request.membership.account_id,
        requester_unit_id=request.membership.unit_id,
        approver_id=by.account_id,
        approver_unit_id=by.unit_id,
        approves=approves,
        reason=reason,
    )


def refuse(request: AccessRequest, *, by: Membership) -> None:
    """Refused by one person, with a reason, as the service leaves it."""
    approve(request, by=by, approves=False, reason="no_sufficient_reason")
    request.status, request.decided_at = "refused", now()
    request.save(update_fields=["status", "decided_at"])


def refused_opening(member: Membership, booking_id: UUID, **fields) -> str:
    """A record that did not open to somebody, as the gate leaves it; the key by which
    its path of rules is found.
    """
    unit = member.unit
    event = ViewEvent.objects.create(
        kind="refused",
        request_id=uuid4(),
        account_id=member.account_id,
        membership_id=member.pk,
        unit_id=unit.pk,
        agency_id=unit.agency_id,
        mission=unit.mission,
        purpose=fields.pop("purpose", Purpose.CRIMINAL_INVESTIGATION),
        booking_id=booking_id,
        shape_id=pages.RECORD.shape.id,
        occurred_at=now(),
        **fields,
    )
    event = ViewEvent.objects.get(request_id=event.request_id)
    return Place(event.occurred_at, event.id, event.origin).text


def delivered_notice() -> Delivery:
    """A notice that was pushed to the auditor."""
    at = now()
    notice = Notice.objects.create(
        kind=NoticeKind.JOB_DEAD,
        covers_from=at - timedelta(hours=1),
        covers_until=at,
        counts={"jobs": 1},
    )
    recipient = Recipient.objects.create(
        role=RecipientRole.AUDITOR, mail="auditor@example.gov"
    )
    return Delivery.objects.create(notice=notice, recipient=recipient)


def history_review(of: Unit, *accounts: Account) -> HistoryReview:
    at = now()
    return HistoryReview.objects.create(
        week=date(2026, 11, 9),
        unit=of,
        sample=[account.pk for account in accounts],
        due_at=at + timedelta(days=7),
    )


def invitation(by: Membership, **fields) -> Invitation:
    """Somebody whom another has invited to their own unit as an officer, and no letter."""
    whom = account(joined_at=None, last_sign_in_at=None)
    member = membership(Role.OFFICER, of=by.unit, account=whom)
    sent_at = now()
    return Invitation.objects.create(
        account=whom,
        membership=member,
        roles=member.roles,
        invited_by=by.account,
        invited_in=by,
        token_digest=f"{next(_serial)}",
        sent_at=sent_at,
        ends_at=sent_at + INVITATION_LASTS,
        **fields,
    )


def taken_up(by: Membership) -> Invitation:
    """An invitation whose person has said who they are, and waits to be seen. Their
    password is nobody's: to hash one takes its time.
    """
    invited = invitation(by)
    Account.objects.filter(pk=invited.account_id).update(password="unusable here")
    for step in ({"begun_at": now()}, {"taken_up_at": now(), "employee_number": "47"}):
        Invitation.objects.filter(pk=invited.pk).update(**step)
    invited.refresh_from_db()
    return invited
