"""A roster is imported whole or not at all; registers are loaded by command."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from access.enums import Role
from audit.models import ActEvent
from compliance.models import KnownDomain, KnownOri, Shift
from compliance.selectors.evidence import registry
from tests import factories

HEAD = "account,facility,starts_at,ends_at\n"


@pytest.fixture
def jail(db):
    factories.laws()
    factories.membership(
        Role.CUSTODY_OFFICER, account=factories.account(sign_in_name="robin")
    )
    return factories.facility(code="KCCF")


def imported(tmp_path, *lines, head=HEAD) -> str:
    path = tmp_path / "roster.csv"
    path.write_text(head + "".join(f"{line}\n" for line in lines))
    call_command("import_roster", path, verbosity=0)


def test_a_roster_is_imported_in_the_jails_time(jail, tmp_path):
    imported(tmp_path, "robin,KCCF,2026-07-01 07:00,2026-07-01 15:00")

    shift = Shift.objects.get()
    assert shift.starts_at.isoformat() == "2026-07-01T14:00:00+00:00"
    assert shift.ends_at - shift.starts_at == timedelta(hours=8)


def test_the_same_time_again_replaces_it_and_both_are_recorded(jail, tmp_path):
    later = "robin,KCCF,2026-08-01 07:00,2026-08-01 15:00"
    imported(tmp_path, later)
    imported(tmp_path, "robin,KCCF,2026-07-01 07:00,2026-07-01 15:00")

    imported(tmp_path, "robin,KCCF,2026-07-01 07:00,2026-07-01 19:00")

    assert Shift.objects.count() == 2, "what lies outside of the period stays"
    assert Shift.history.filter(history_type="-").count() == 1
    done = ActEvent.objects.filter(act="roster.import").order_by("occurred_at")
    assert [d["replaced"] for d in done.values_list("detail", flat=True)] == [0, 0, 1]


# fmt: off
FAULTY = {
    "an unknown account":    ("nobody,KCCF,2026-07-01 07:00,2026-07-01 15:00", "account"),
    "an unknown facility":   ("robin,NONE,2026-07-01 07:00,2026-07-01 15:00",  "facility"),
    "an end before":         ("robin,KCCF,2026-07-01 07:00,2026-07-01 07:00",  "end after"),
    "no instant":            ("robin,KCCF,July 1,2026-07-01 15:00",            "written"),
    "an hour that is not":   ("robin,KCCF,2026-03-08 02:30,2026-03-08 09:00",  "exist"),
    "too few values":        ("robin,KCCF,2026-07-01 07:00",                   "values"),
    "too many values":       ("robin,KCCF,2026-07-01 07:00,2026-07-01 15:00,x", "values"),
    "twice the same":        ("robin,KCCF,2026-07-02 07:00,2026-07-02 15:00",  "twice"),
}
# fmt: on


@pytest.mark.parametrize(("line", "word"), FAULTY.values(), ids=FAULTY)
def test_a_faulty_line_is_named_and_nothing_is_done(line, word, jail, tmp_path):
    good = "robin,KCCF,2026-07-02 07:00,2026-07-02 15:00"

    with pytest.raises(CommandError, match=f"Line 3: .*{word}"):
        imported(tmp_path, good, line)

    assert not Shift.objects.exists()
    assert not ActEvent.objects.filter(act="roster.import").exists()


def test_a_file_with_other_columns_is_refused(jail, tmp_path):
    with pytest.raises(CommandError, match="first line"):
        imported(tmp_path, head="who,when\n")
    with pytest.raises(CommandError, match="no shift"):
        imported(tmp_path)


# --- Registers --------------------------------------------------------------------------

DOMAINS = """Domain name,Domain type,Organization name,Suborganization name,City,State
ice.gov,Federal,Department of Homeland Security,U.S. Immigration and Customs Enforcement,W,DC
kentwa.gov,City,City of Kent,,Kent,WA
"""
ORIS = """ori,data_year,pub_agency_name,state_abbr
WA0170700,2025,Kent,WA
"""


@pytest.mark.django_db(transaction=True)
def test_registers_are_loaded_and_loaded_again(tmp_path):
    (tmp_path / "domains.csv").write_text(DOMAINS)
    (tmp_path / "ori.csv").write_text(ORIS)
    for _ in range(2):
        call_command("load_reference", "gov_domains", tmp_path / "domains.csv")
        call_command("load_reference", "ori", tmp_path / "ori.csv")

    assert KnownDomain.objects.count() == 2
    assert KnownOri.objects.get().name == "Kent"
    known = registry()
    assert known.immigration == {"ice.gov"}
    assert known.states["kentwa.gov"] == "WA"
    assert "kent" in known.places


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("kind", "text", "wrong"),
    [
        ("gov_domains", DOMAINS + "kent.com,City,Kent,,Kent,WA\n", "line 4: no .gov"),
        ("gov_domains", "a,b\n1,2\n", "no column"),
        ("ori", ORIS + "WA1,2025,Kent,WA\n", "line 3: no ORI"),
        ("ori", ORIS + "WA0170700,2025,Kent,Washington\n", "line 3: no state"),
        ("ori", "ori,pub_agency_name,state_abbr\n", "none of the kind"),
    ],
)
def test_a_faulty_register_adds_nothing(kind, text, wrong, tmp_path):
    (tmp_path / "file.csv").write_text(text)

    with pytest.raises(CommandError, match=wrong):
        call_command("load_reference", kind, tmp_path / "file.csv")

    assert not KnownDomain.objects.exists()
    assert not KnownOri.objects.exists()


@pytest.mark.django_db
def test_the_application_reads_registers_and_writes_none():
    for model in (KnownDomain, KnownOri):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
        ):
            model.objects.create(pk="x")
