"""The first people of an installation."""

from django.contrib.auth.models import Group

from access import rules
from access.enums import Mission, Role
from access.models import Account, Agency, Membership, Unit
from access.services.laws import load_law_files
from audit.acting import acting


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
