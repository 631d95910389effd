"""manage.py demo_access_log FILE: the log that the old look-up system left behind."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from compliance.demo import access_log, scenario


class Command(BaseCommand):
    help = (
        "Write the old look-up system's access log of 2018 to 2019 for the scenario in "
        "this database, as .csv or .csv.gz. How to read it: "
        "compliance/demo/access-log.toml"
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="ends in .csv or .csv.gz")

    def handle(self, *args, file: Path, **options):
        if not file.name.endswith((".csv", ".csv.gz")):
            raise CommandError("The file's name must end in .csv or .csv.gz.")
        if file.exists():
            raise CommandError(f"{file} is there already; nothing was written.")
        try:
            scenario.refuse_outside_a_demonstration()
            scenario.refuse_without_it()
            lines = access_log.write(file, say=self._say)
        except scenario.ScenarioRefused as refused:
            raise CommandError(str(refused)) from None
        except OSError as failed:
            raise CommandError(
                f"{file} cannot be written: {failed.strerror}."
            ) from None
        except KeyboardInterrupt:
            raise CommandError("Interrupted; nothing was written.") from None
        self._say(f"{lines:,} lines in {file}")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
