"""Acts on accounts, capacities and laws."""

from pathlib import Path

from django.contrib.auth import login
from django.contrib.auth.models import Group

from access import law as lawfile
from access import rules
from access.acts import Act
from access.enums import Mission, Purpose, Role, Standing
from access.guards import performing
from access.models import Account, Agency, LawVersion, Membership, Unit
from access.selectors import capacities, viewer_for
from access.session import CAPACITY_KEY, PURPOSE_KEY
from access.viewer import System, Viewer
from audit.acting import acting
from audit.clock import now
from audit.enums import Outcome
from audit.services import record_act, record_act_or_log

LAWS = Path(__file__).resolve().parent / "laws"
BACKEND = "access.backends.PolicyBackend"


class SignInRefused(Exception):
    """The account is not open; ``message`` tells its holder what to do next."""

    def __init__(self, standing: Standing | None):
        self.standing = standing
        self.message = rules.closed_message(standing)
        super().__init__(str(standing))


def sign_in(request, account: Account, *, by_password: bool = True) -> Viewer:
    """Open a session in the first capacity that is open.

    The standing is asked now, of every capacity. A refusal is recorded and
    raises SignInRefused; nothing of the session changes then.
    """
    refused: Viewer | None = None
    for membership in capacities(account.pk, now()):
        purpose = usual_purpose(membership)
        viewer, _ = viewer_for(account.pk, membership.pk, purpose)
        if viewer.is_signed_in and viewer.is_open:
            _open_session(request, account, viewer, by_password=by_password)
            return viewer
        refused = viewer
    actor = refused or viewer_for(account.pk, None, None)[0]
    standing = refused.standing if refused else None
    record_act(
        Act.SIGN_IN,
        Outcome.REFUSED,
        actor=actor,
        reason=standing or "no_capacity",
        target_kind="account",
        target_id=account.pk,
    )
    raise SignInRefused(standing)


def _open_session(request, account, viewer: Viewer, *, by_password: bool) -> None:
    with acting(account.pk, Act.SIGN_IN):
        Account.objects.filter(pk=account.pk).update(last_sign_in_at=viewer.at)
        login(request, account, backend=BACKEND)
        request.session[CAPACITY_KEY] = viewer.membership_id
        request.session[PURPOSE_KEY] = viewer.purpose
        # Somebody who comes on shift must get in to release people, also while acts
        # cannot be recorded (law 14); an outside officer waits.
        record = record_act if viewer.lapses_close else record_act_or_log
        record(
            Act.SIGN_IN,
            Outcome.DONE,
            actor=viewer,
            target_kind="account",
            target_id=account.pk,
            by="password" if by_password else "demo",
        )


def refuse_unknown_sign_in() -> None:
    """Record a sign-in that failed, without the name that was typed."""
    record_act(
        Act.SIGN_IN, Outcome.REFUSED, actor=System("sign-in"), reason="wrong_password"
    )


def choose_capacity(
    request, membership: Membership, purpose: Purpose, *, by: Viewer
) -> None:
    """Work as another capacity of one's own, for a purpose, from now on."""
    viewer, _ = viewer_for(by.account_id, membership.pk, purpose)
    if viewer.membership_id is None or not viewer.is_open:
        raise SignInRefused(viewer.standing)
    request.session[CAPACITY_KEY] = membership.pk
    request.session[PURPOSE_KEY] = purpose.value
    record = record_act if viewer.lapses_close else record_act_or_log
    record(
        Act.CHOOSE_CAPACITY,
        Outcome.DONE,
        actor=viewer,
        target_kind="membership",
        target_id=membership.pk,
        purpose=purpose.value,
    )


_USUAL_PURPOSES = {
    Mission.JAIL: Purpose.CUSTODY,
    Mission.HEALTH: Purpose.HEALTH_CARE,
    Mission.CRIMINAL: Purpose.CRIMINAL_INVESTIGATION,
    Mission.CIVIL_IMMIGRATION: Purpose.CIVIL_IMMIGRATION,
    Mission.MIXED: Purpose.CRIMINAL_INVESTIGATION,
    Mission.COURT: Purpose.COURT_PROCEEDINGS,
    Mission.PROSECUTION: Purpose.PROSECUTION,
    Mission.DEFENCE: Purpose.DEFENCE,
    Mission.OVERSIGHT: Purpose.OVERSIGHT,
}
_RECORDS = {Role.RECORDS_OFFICER, Role.RECORDS_SUPERVISOR, Role.COUNSEL}
_OFFICE = {Role.ADMINISTRATOR, Role.COORDINATOR, Role.PRIVACY_OFFICER}


def usual_purpose(membership: Membership) -> Purpose:
    """What somebody in this capacity usually works for; they may state another."""
    roles = {Role(role) for role in membership.roles}
    if roles & _RECORDS:
        return Purpose.RECORDS_DUTY
    if roles & _OFFICE:
        return Purpose.ADMINISTRATION
    return _USUAL_PURPOSES[Mission(membership.unit.mission)]


def suspend_account(account: Account, reason: str, *, by: Viewer) -> None:
    """Close an account at once; every session of it ends at its next request."""
    with performing(Act.SUSPEND, by, reason):
        account = Account.objects.select_for_update().get(pk=account.pk)
        rules.check_suspension(account, by=by)
        account.suspended_at = now()
        account.suspended_reason = reason
        account.save(update_fields=["suspended_at", "suspended_reason"])
        record_act(
            Act.SUSPEND,
            Outcome.DONE,
            actor=by,
            target_kind="account",
            target_id=account.pk,
        )


def load_law_files(folder: Path = LAWS) -> list[LawVersion]:
    """Load every law file of a folder that is not loaded yet; all, or none.

    Raises BadLaw with file, rule and reason. Files already loaded are left as
    they are; a file changed after loading is another law, and must begin at
    another instant.
    """
    files = {path.name: path.read_bytes() for path in sorted(folder.glob("*.toml"))}
    laws = {name: lawfile.parse(source, name=name) for name, source in files.items()}
    lawfile.check_linear(laws.values())
    loaded = []
    with acting(None, Act.LOAD_LAW):
        present = dict(LawVersion.objects.values_list("sha256", "pk"))
        for name, law in laws.items():
            if law.sha256 not in present:
                _check_instant_is_free(law, name)
                loaded.append(_load(law, name, files[name]))
    return loaded


def _check_instant_is_free(law: lawfile.Law, name: str) -> None:
    taken = LawVersion.objects.filter(kind=law.kind, effective_at=law.effective_at)
    if other := taken.first():
        raise lawfile.BadLaw(
            f"{name}: {other.file_name} is loaded and begins at the same instant; "
            "a loaded law is never changed: give the new one its own instant"
        )


def _load(law: lawfile.Law, name: str, source: bytes) -> LawVersion:
    version = LawVersion.objects.create(
        title=law.title,
        kind=law.kind,
        jurisdiction=law.jurisdiction,
        effective_at=law.effective_at,
        effective_source=law.effective_source,
        effective_certainty=law.effective_certainty,
        file_name=name,
        source=source,
        sha256=law.sha256,
    )
    record_act(
        Act.LOAD_LAW,
        Outcome.DONE,
        actor=System("load_law"),
        target_kind="law",
        target_id=version.pk,
    )
    return version


class NotEmpty(Exception):
    """There are accounts already; further ones are opened by those people."""


def create_first_administrators(
    jail: str, administrator: tuple[str, str], privacy_officer: tuple[str, str]
) -> None:
    """Create the jail's agency, two units, and one person in each.

    Each pair is a sign-in name and a password. Raises NotEmpty or RuleViolation.
    """
    rules.check_first_names(jail, administrator[0], privacy_officer[0])
    jail = jail.strip()
    with acting(None, "installation.begin"):
        if Account.objects.exists():
            raise NotEmpty("This installation has accounts already.")
        # A law that has begun may be loaded only while there is no account.
        load_law_files()
        agency = Agency.objects.create(
            name=jail,
            is_the_jail=True,
            group=Group.objects.create(name=f"agency:{jail}"),
        )
        for unit_name, role, (sign_in_name, password) in (
            ("Administration", Role.ADMINISTRATOR, administrator),
            ("Privacy", Role.PRIVACY_OFFICER, privacy_officer),
        ):
            unit = Unit.objects.create(
                agency=agency,
                name=unit_name,
                mission=Mission.JAIL,
                group=Group.objects.create(name=f"unit:{jail}/{unit_name}"),
            )
            name = sign_in_name.strip()
            account = Account.objects.create_user(name, password, display_name=name)
            Membership.objects.create(account=account, unit=unit, roles=[role])
