"""The first two people of an empty installation: an administrator and a privacy
officer, in two units, so that from the first day every act has a second person.
"""

import getpass
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from access import rules, services


class Command(BaseCommand):
    help = "Create the first administrator and privacy officer of an empty system."

    def add_arguments(self, parser):
        parser.add_argument("--jail", required=True, help="name of the jail's agency")
        parser.add_argument("--administrator", required=True, metavar="SIGN_IN_NAME")
        parser.add_argument("--privacy-officer", required=True, metavar="SIGN_IN_NAME")

    def handle(self, *args, **options):
        names = [options["administrator"], options["privacy_officer"]]
        try:
            rules.check_first_names(options["jail"], *names)
            passwords = [self._password(name) for name in names]
            services.create_first_administrators(
                options["jail"], *zip(names, passwords, strict=True)
            )
        except (services.NotEmpty, rules.RuleViolation) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(
            "Two accounts are ready. Each signs in with its own password."
        )

    def _password(self, name: str) -> str:
        """Ask at a terminal; read a line otherwise, so that it is in no argument list."""
        prompt = f"Password for {name}: "
        password = (
            getpass.getpass(prompt)
            if sys.stdin.isatty()
            else sys.stdin.readline().rstrip("\n")
        )
        try:
            validate_password(password)
        except ValidationError as error:
            raise CommandError(f"{name}: {' '.join(error.messages)}") from None
        return password
