"""migrate, as the owner, with triggers and grants in step after every single
migration.
"""

from contextlib import nullcontext

from django.core.management.commands import migrate
from django.db import connections

from audit import installation
from jailrecords.database import APP_ROLE, as_owner


class Command(migrate.Command):
    """Installed only once at the end, a data migration later in the same run
    would write history with the columns of before.
    """

    def execute(self, *args, **options):
        # The system checks run inside, too: before the first run the
        # application's role may not even read which migrations there are.
        self.alias = options["database"]
        with nullcontext() if options["check_unapplied"] else as_owner():
            return super().execute(*args, **options)

    def handle(self, *args, **options):
        super().handle(*args, **options)
        if not (options["check_unapplied"] or options["plan"]):
            self._install()

    def migration_progress_callback(self, action, migration=None, fake=False):
        super().migration_progress_callback(action, migration, fake)
        if action in {"apply_success", "unapply_success"} and not fake:
            self._install()

    def _install(self):
        with connections[self.alias].cursor() as cursor:
            installation.install(cursor, app_role=APP_ROLE)
