"""The old system's log says what the answers say, computed from its text and the
records by plain Python; an import and an analysis must come to the same.

SCENARIO_BOOKINGS=46000 asks the same of the full size.
"""

import io
import os
import tomllib
from bisect import bisect_left
from collections import Counter
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from access.services import LAWS
from access.viewer import System
from compliance.demo import access_log, scenario
from tests.integration import old_log
from tests.integration.test_scenario import ANSWERS, BOOKINGS, seed

SIZE = int(os.environ.get("SCENARIO_BOOKINGS", BOOKINGS))
ALL, SIZED = ANSWERS["access_log"], ANSWERS["access_log"]["sizes"][str(SIZE)]
FIFTEEN = set(ALL["sign_ins"])
MAPPING = tomllib.loads(
    (Path(django_settings.BASE_DIR) / "compliance/demo/access-log.toml").read_text()
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def log(django_db_setup, django_db_blocker, tmp_path_factory):
    """The log of a scenario, in a transaction around each test of this module."""
    path = tmp_path_factory.mktemp("old") / "log.csv"
    with django_db_blocker.unblock(), transaction.atomic():
        seed(bookings=SIZE)
        call_command("demo_access_log", str(path), stdout=io.StringIO())
        yield old_log.read(path)
        transaction.set_rollback(True)


def rows(sql: str, *params) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


# --- The fifteen ------------------------------------------------------------------------------


def test_sign_ins_against_the_law_are_those_of_the_story(log):
    found = {}
    for name in FIFTEEN:
        against = [e.at >= ALL["in_effect"] for e in log.of(name)]
        found[name] = [against.count(True), against.count(False)]
    instants = sorted(e.at for e in log.of(*FIFTEEN))
    against = [at for at in instants if at >= ALL["in_effect"]]

    assert found == ALL["sign_ins"]
    assert len(FIFTEEN) == ALL["accounts"]
    assert len(against) == ALL["sign_ins_against_the_law"]
    assert len(instants) - len(against) == ALL["sign_ins_before_the_law"]
    assert against[0] == ALL["first_against_the_law"]
    assert against[-1] == ALL["last_against_the_law"]
    assert max(set(instants) - set(against)) == ALL["last_before_the_law"]
    passed = against[-1].astimezone(UTC) - ALL["in_effect"]
    assert -(-passed // timedelta(days=1)) == ALL["days_until_it_was_kept"]


def test_nobody_else_of_such_a_unit_used_the_old_system_against_the_law(log):
    concerned = {
        name.upper()
        for (name,) in rows(
            """SELECT sign_in_name FROM access_account a
               JOIN access_membership m ON m.account_id = a.id
               JOIN access_unit u ON u.id = m.unit_id
               JOIN access_agency g ON g.id = u.agency_id
               WHERE g.enforces_immigration_law
                  OR u.mission IN ('civil_immigration', 'mixed')"""
        )
    }
    seen = {e.user for e in log.entries if e.user in concerned}
    of_the_unit = [e for e in log.entries if e.agency == "ICE ERO"]
    others = [e for e in of_the_unit if e.user.lower() not in FIFTEEN]

    assert seen == {name.upper() for name in FIFTEEN}
    assert all(e.at < ALL["in_effect"] for e in others)
    signed_in = [e for e in others if e.action == "LGN"]
    assert len(signed_in) == ALL["sign_ins_of_somebody_who_left"]


def test_after_the_cut_off_they_are_refused(log):
    last = ALL["last_against_the_law"]
    afterwards = [
        e
        for e in log.entries
        if e.user.lower() in FIFTEEN and e.at.date() > last.date()
    ]

    assert [e.action for e in afterwards] == ["LGF"] * ALL["refused_afterwards"]


def test_what_was_visible_is_counted_from_the_records(log):
    instants = sorted(
        e.at.astimezone(UTC) for e in log.of(*FIFTEEN) if e.at >= ALL["in_effect"]
    )
    visible = []
    for person, booked_at, is_juvenile, sealed_at in rows(
        "SELECT person_id, booked_at, is_juvenile, sealed_at FROM bookings_booking"
    ):
        place = bisect_left(instants, booked_at)
        was_there = place < len(instants) and not is_juvenile
        if was_there and (sealed_at is None or instants[place] < sealed_at):
            visible.append((person, sealed_at))

    assert len(visible) == SIZED["visible_bookings"]
    assert len(visible) >= SIZED["visible_bookings_at_least"]
    assert len({person for person, _ in visible}) == SIZED["visible_persons"]
    assert sum(bool(at) for _, at in visible) == SIZED["sealed_since"]


def test_what_was_exposed_is_the_tier_less_the_law():
    def rules(file: str) -> dict:
        found = tomllib.loads((LAWS / file).read_text())
        return {rule["id"]: rule for rule in found["rule"]}

    law = tomllib.loads((LAWS / ALL["law"]).read_text())
    tier = rules("system-2004-tiers.toml")[ALL["system_rule"]]
    before = rules("2004-before-ordinance-18665.toml")[ALL["rule"]]
    after = rules(ALL["law"])[ALL["rule"]]
    allowed = {"register"}
    for rule in law["rule"]:
        if rule["effect"] == "allow" and "civil_immigration" in rule["missions"]:
            allowed |= set(rule["classes"])

    assert law["effective_at"] == ALL["in_effect"]
    assert set(tier["classes"]) - allowed == set(ALL["classes_exposed"])
    assert "civil_immigration" in before["missions"]
    assert "civil_immigration" not in after["missions"]
    assert after["citation"] == ALL["rule_citation"]
    assert ALL["citation"] in {rule["citation"] for rule in law["rule"]}


# --- The whole file ---------------------------------------------------------------------------


def test_lines_are_as_many_as_were_written_down_beforehand(log):
    actions = Counter(e.action for e in log.entries)
    unmatched = [e for e in log.entries if e.user in ALL["unmatched"]["users"]]

    assert {
        "lines": log.lines,
        "imported": len(log.entries) - actions["LGO"],
        "signed_in": actions["LGN"],
        "searched": actions["SRC"],
        "opened": actions["DSP"],
        "refused": actions["LGF"],
        "signed_out": actions["LGO"],
        "unmatched_user_lines": len(unmatched),
        "opened_by_the_fifteen": len(log.of(*FIFTEEN, action="DSP")),
    }.items() <= SIZED.items()
    assert dict(log.bad) == ALL["bad_lines"]
    assert log.lines == len(log.entries) + log.bad.total()


def test_users_and_bookings_that_match_nothing_are_those_of_the_story(log):
    accounts = {
        name.upper() for (name,) in rows("SELECT sign_in_name FROM access_account")
    }
    numbers = {n for (n,) in rows("SELECT booking_number FROM bookings_booking")}
    opened = [e for e in log.entries if e.action == "DSP"]
    units = {e.user: e.agency for e in log.entries}

    assert {e.user for e in log.entries} - accounts == set(ALL["unmatched"]["users"])
    foreign = [e.booking for e in opened if e.booking not in numbers]
    assert len(foreign) == len(set(foreign)) == ALL["unmatched"]["bookings"]
    assert [
        user for user, unit in units.items() if unit not in MAPPING["unit"]["is"]
    ] == (ALL["unmatched"]["users_of_no_unit"])


def test_a_record_is_named_only_where_one_was_opened_and_since_that_release(log):
    named = [e for e in log.entries if e.booking]

    assert {e.action for e in named} == {"DSP"}
    assert all(e.booking for e in log.entries if e.action == "DSP")
    first = min(e.at for e in named)
    assert first.date() == ALL["records_opened_since"]
    assert MAPPING["tells"]["records_opened"] == ALL["records_opened_since"]


def test_nobody_opened_a_booking_before_it_was_made_or_after_it_was_sealed(log):
    made = {
        number: (booked_at, sealed_at, is_juvenile)
        for number, *_, booked_at, sealed_at, is_juvenile in rows(
            """SELECT booking_number, booked_at, sealed_at, is_juvenile
               FROM bookings_booking"""
        )
    }
    for entry in log.entries:
        if entry.booking in made:
            booked_at, sealed_at, is_juvenile = made[entry.booking]
            assert booked_at <= entry.at.astimezone(UTC)
            assert sealed_at is None or entry.at.astimezone(UTC) < sealed_at
            assert not is_juvenile


def test_a_number_stands_for_one_booking_at_whatever_facility(log):
    ((bookings, numbers),) = rows(
        "SELECT count(*), count(DISTINCT booking_number) FROM bookings_booking"
    )

    assert bookings == numbers == SIZE


def test_everybody_has_one_capacity_that_covers_what_they_did(log):
    held = {}
    for name, starts_at, ends_at in rows(
        """SELECT upper(sign_in_name), starts_at, ends_at FROM access_membership m
           JOIN access_account a ON a.id = m.account_id"""
    ):
        held.setdefault(name, []).append((starts_at, ends_at))
    never_used = {n for (n,) in rows(
        "SELECT upper(sign_in_name) FROM access_account WHERE last_sign_in_at IS NULL"
    )}  # fmt: skip

    for entry in log.entries:
        for starts_at, ends_at in held.get(entry.user, []):
            assert starts_at <= entry.at.astimezone(UTC)
            assert ends_at is None or entry.at.astimezone(UTC) < ends_at
        assert len(held.get(entry.user, [])) <= 1
        assert entry.user not in never_used


def test_no_time_of_a_good_line_could_mean_two_instants(log):
    for entry in log.entries:
        assert entry.at.utcoffset() == entry.at.replace(fold=1).utcoffset()


def test_units_and_agencies_that_the_mapping_names_are_ours(log):
    ours = set(
        rows(
            "SELECT g.name, u.name FROM access_unit u JOIN access_agency g ON g.id = agency_id"
        )
    )

    for name, place in MAPPING["unit"]["is"].items():
        assert (place["agency"], place["unit"]) in ours, name


# --- The command ------------------------------------------------------------------------------


def test_command_refuses_outside_a_demonstration(log, settings, tmp_path):
    settings.DEBUG = settings.DEMO_SIGN_INS = False

    with pytest.raises(CommandError, match="demonstration"):
        call_command("demo_access_log", str(tmp_path / "log.csv"))

    assert not list(tmp_path.iterdir())


def test_command_overwrites_nothing(log, tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("somebody's own")

    with pytest.raises(CommandError, match="there already"):
        call_command("demo_access_log", str(path))

    assert path.read_text() == "somebody's own"


def test_command_leaves_no_half_a_file(log, tmp_path, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(access_log, "_cells", interrupted)
    with pytest.raises(CommandError, match="nothing was written"):
        call_command("demo_access_log", str(tmp_path / "log.csv"))

    assert not list(tmp_path.iterdir())


def test_scenario_hands_the_importer_the_log_and_the_mapping(log):
    handed = []

    def importer(path, mapping_path, *, by, say):
        handed.append((old_log.read(path).lines, mapping_path, by, path))

    scenario.load_access_log(importer, lambda _: None)

    ((lines, mapping_path, by, path),) = handed
    assert lines == SIZED["lines"]
    assert tomllib.loads(mapping_path.read_text()) == MAPPING
    assert by == System("scenario")
    assert not path.exists()
