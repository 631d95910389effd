"""What the importer makes of the scenario's old log, and what the exposure finds in it,
is what the answers say.
"""

import io
import json
import tomllib

import pytest
from django.core.management import call_command

from access.services import LAWS
from access.viewer import System
from audit.enums import ViewKind
from audit.models import ViewEvent
from compliance.demo import scenario
from compliance.enums import NameKind
from compliance.models import LogImport, LogName
from compliance.services.log_import import import_access_log, undo_import
from tests.integration.test_access_log import ALL, FIFTEEN, SIZED, log, rows  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db

# The importer's words for what the answers call otherwise.
REASONS = {
    "time not readable": "impossible_date",
    "local time did not exist": "hour_that_was_not",
    "no user": "nobody_named",
    "unknown action": "unknown_action",
    "2 columns instead of 7": "cut_off",
    "1 column instead of 7": "totals_line",
    "same row as an earlier one": "repeated",
}


@pytest.fixture
def imported(log):  # noqa: F811
    """The seed has imported it; here again, for what an import reports."""
    undo_import(LogImport.objects.get(), by=System("test"))
    results = []

    def importer(*paths, **words):
        results.append(import_access_log(*paths, **words))

    scenario.load_access_log(importer, lambda _: None)
    return results[0]


def test_lines_are_taken_over_or_set_aside_as_was_written_down(imported):
    kinds = dict(
        rows(
            "SELECT kind, count(*) FROM audit_viewevent WHERE origin = %s GROUP BY 1",
            imported.log.origin,
        )
    )
    bad = {REASONS[reason]: number for reason, number in imported.reasons.items()}

    assert bad == ALL["bad_lines"]
    assert imported.log.lines == SIZED["lines"]
    assert imported.log.events == SIZED["imported"]
    assert imported.log.left_out == {"LGO": SIZED["signed_out"]}
    words = ("signed_in", "searched", "opened", "refused")
    assert kinds == {word: SIZED[word] for word in words}


def test_who_is_nobody_here_is_listed(imported):
    users = LogName.objects.filter(kind=NameKind.USER).values_list("text", flat=True)
    numbers = LogName.objects.filter(kind=NameKind.BOOKING)

    assert sorted(users) == ALL["unmatched"]["users"]
    assert numbers.count() == ALL["unmatched"]["bookings"]


def test_the_fifteen_signed_in_against_the_law_as_often_as_in_the_story(imported):
    events = ViewEvent.objects.filter(
        origin=imported.log.origin,
        kind=ViewKind.SIGNED_IN,
        mission="civil_immigration",
        in_immigration_department=True,
    )
    against = events.filter(occurred_at__gte=ALL["in_effect"])
    before = events.filter(occurred_at__lt=ALL["in_effect"])
    accounts = {
        name
        for (name,) in rows(
            "SELECT sign_in_name FROM access_account WHERE id = ANY(%s)",
            list(against.values_list("account_id", flat=True)),
        )
    }

    assert accounts == FIFTEEN
    assert against.count() == ALL["sign_ins_against_the_law"]
    assert against.earliest("occurred_at").occurred_at == ALL["first_against_the_law"]
    assert against.latest("occurred_at").occurred_at == ALL["last_against_the_law"]
    nobody = before.filter(account_id=None).count()
    assert nobody == ALL["sign_ins_of_somebody_who_left"]
    assert before.count() - nobody == ALL["sign_ins_before_the_law"]


# --- The exposure -----------------------------------------------------------------------------


def exposure(begins: str, ends: str, **options) -> dict:
    out = io.StringIO()
    call_command(
        "exposure", "--from", begins, "--to", ends, "--json", stdout=out, **options
    )
    return json.loads(out.getvalue())


@pytest.fixture
def found(log):  # noqa: F811
    return exposure("2018-01-01", "2019-04-30")


def test_the_exposure_is_the_fifteen_accounts_and_their_sign_ins(found):
    assert found["accounts"] == ALL["accounts"]
    assert found["sign_ins"] == ALL["sign_ins_against_the_law"]
    assert {entry["account"]: entry["sign_ins"] for entry in found["by_account"]} == {
        name: against for name, (against, _) in ALL["sign_ins"].items()
    }
    assert {entry["unit"] for entry in found["by_account"]} == {ALL["unit"]}


def test_it_finds_the_bookings_and_the_persons_within_reach(found):
    assert found["bookings_visible"] == SIZED["visible_bookings"]
    assert found["persons"] == SIZED["visible_persons"]


def test_what_was_shown_is_unknown_and_never_none(found):
    assert found["bookings_shown"] == "unknown"
    assert 0 < found["bookings_shown_known"] <= SIZED["opened_by_the_fifteen"]
    assert {entry["bookings_shown"] for entry in found["by_account"]} == {"unknown"}


def test_it_names_the_days_the_law_and_the_section(found):
    law = tomllib.loads((LAWS / ALL["law"]).read_text())

    assert found["first"] == ALL["first_against_the_law"].isoformat()
    # The last of them went on for a minute after signing in.
    assert found["last"][:16] == "2019-04-25T16:48"
    assert found["last"][:10] == ALL["last_against_the_law"].isoformat()[:10]
    assert [entry["title"] for entry in found["law"]] == [law["title"]]
    assert found["citations"] == [ALL["citation"]]


def test_the_fields_are_those_of_the_classes_exposed(found):
    fields = " ".join(found["fields"])

    for field in (
        "photos.image",
        "descriptions",
        "addresses.street",
        "aliases.surname",
    ):
        assert field in fields
    for field in ("person.surname", "booking.housing", "person.state_id", "detainers"):
        assert field not in fields


def test_the_stretch_before_the_law_is_no_exposure(log):  # noqa: F811
    before = exposure("2018-01-01", "2018-03-17")

    assert (before["accounts"], before["sign_ins"], before["persons"]) == (0, 0, 0)
    assert before["by_account"] == before["fields"] == before["citations"] == []
