"""Hold what was written against the history of it."""

from django.core.management.base import BaseCommand, CommandError

from audit import meter


class Command(BaseCommand):
    help = "Count rows written and rows of history, by table and day; fail on any gap."

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="print what agrees, too")

    def handle(self, *args, **options):
        readings, off = meter.readings(), meter.not_on()
        differing = [one for one in readings if one.difference]
        for one in readings if options["all"] else differing:
            self.stdout.write(
                f"{one.day} {one.table}: {one.writes} written, {one.kept} in history, "
                f"{one.removed} removed by order, difference {one.difference}"
            )
        for table in off:
            self.stdout.write(f"{table}: a trigger is missing or off")
        if differing or off:
            raise CommandError(
                f"{len(differing)} of {len(readings)} tables and days differ; "
                f"{len(off)} tables are not counted."
            )
        self.stdout.write(f"The history is whole: {len(readings)} tables and days.")
