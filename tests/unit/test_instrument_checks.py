"""What a paper must be, field by field: each row is one paper and what becomes of it.

Every row starts from a good paper and says what is different about it.
"""

import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from access.enums import NOTHING, FieldClass
from warrants.checks import (
    COURTS_OWN,
    Progress,
    Scope,
    Statement,
    examine,
    last_day,
    opens,
    verdict,
)
from warrants.checks.numbers import NEVER_A_CASE, Shape, shape_of
from warrants.checks.statutes import Nature, citations
from warrants.courts import COURTS, court_of
from warrants.enums import CallResult, Check, CourtKind, Outcome, ScopeKind
from warrants.enums import InstrumentKind as Kind
from warrants.enums import SignerTitle as Title
from warrants.reading import read

TODAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 20, tzinfo=UTC)
MEETS, FAILS, COUNSEL, WAITS = Outcome

KING = court_of("King County Superior Court")
WDWA = court_of("U.S. District Court, W.D. Wash.")
SMC = court_of("Seattle Municipal Court")
PHOTOS = FieldClass.IDENTITY

ARREST = Statement(
    kind=Kind.ARREST_WARRANT,
    court_label="King County Superior Court",
    court=KING,
    signer=Title.SUPERIOR_COURT_JUDGE,
    signed_by="Jordan Abernathy",
    case_number="26-1-01234-5 SEA",
    statutes="RCW 9A.56.030",
    states_probable_cause=True,
    issued_on=date(2026, 6, 1),
    scope=Scope(people=("Robin Testperson",), purpose="Arrest"),
)
SEARCH = replace(
    ARREST,
    kind=Kind.SEARCH_WARRANT,
    issued_on=date(2026, 11, 20),
    scope=Scope(
        ScopeKind.RECORDS, ("Robin Testperson",), "Booking photographs", PHOTOS
    ),
)
FEDERAL = replace(
    ARREST,
    court=WDWA,
    court_label=WDWA.name,
    signer=Title.US_MAGISTRATE_JUDGE,
    form="AO 442",
    case_number="2:26-mj-00123",
    statutes="18 U.S.C. § 922(g)(1)",
)
FEDERAL_SEARCH = replace(
    FEDERAL,
    kind=Kind.SEARCH_WARRANT,
    form="AO 93",
    issued_on=date(2026, 11, 20),
    scope=SEARCH.scope,
)
INDICTED = replace(
    FEDERAL,
    kind=Kind.WARRANT_ON_INDICTMENT,
    signer=Title.CLERK,
    case_number="2:26-cr-00123-JLR",
    indictment="2:26-cr-00123-JLR",
    states_probable_cause=False,
)
ORDER = replace(SEARCH, kind=Kind.COURT_ORDER)
SUBPOENA = replace(
    FEDERAL_SEARCH, kind=Kind.SUBPOENA, form="AO 110", signer=Title.CLERK
)
PERMISSION = Statement(kind=Kind.PERMISSION, scope=SEARCH.scope)
DONE = Progress(TODAY, None, compared_at=AT, called=CallResult.CONFIRMED)


def outcome(said: Statement, check: Check, done: Progress = DONE) -> Outcome:
    (result,) = [r for r in examine(said, done) if r.check is check]
    return result.outcome


def scope(said: Statement, **fields) -> Statement:
    return replace(said, scope=replace(said.scope, **fields))


# fmt: off
ROWS = [
    # the paper        and what is different about it                       check                 outcome
    # --- Issuing body --------------------------------------------------------------------------------
    (ARREST,  {},                                                          Check.ISSUER,         MEETS),
    (FEDERAL, {},                                                          Check.ISSUER,         MEETS),
    (ARREST,  {"court": None, "court_label": "Department of Homeland Security"}, Check.ISSUER,   FAILS),
    (ARREST,  {"court": None, "court_label": "ICE, Seattle Field Office"}, Check.ISSUER,         FAILS),
    (ARREST,  {"court": None, "court_label": "U.S. Customs and Border Protection"}, Check.ISSUER, FAILS),
    (ARREST,  {"court": None, "court_label": "USCIS"},                     Check.ISSUER,         FAILS),
    (ARREST,  {"court": None, "court_label": "EOIR, Seattle"},             Check.ISSUER,         FAILS),
    (ARREST,  {"court": None, "court_label": "Immigration Court, Tacoma"}, Check.ISSUER,         FAILS),
    (ARREST,  {"court": None, "court_label": "Board of Immigration Appeals"}, Check.ISSUER,      FAILS),
    (ARREST,  {"court": None, "court_label": ""},                          Check.ISSUER,         FAILS),
    (ARREST,  {"court": None, "court_label": "Tribal Court of the Tulalip"}, Check.ISSUER,       COUNSEL),
    # --- Authority: Article III, or Article IV of Washington's constitution ---------------------------
    (FEDERAL, {},                                                          Check.AUTHORITY,      MEETS),
    (ARREST,  {},                                                          Check.AUTHORITY,      MEETS),
    (ARREST,  {"court": None, "court_label": "Circuit Court, Multnomah County, Oregon"}, Check.AUTHORITY, COUNSEL),
    (ARREST,  {"court": None, "court_label": "Immigration Court"},         Check.AUTHORITY,      FAILS),
    # --- Signature ------------------------------------------------------------------------------------
    (FEDERAL, {"signer": Title.US_DISTRICT_JUDGE},                         Check.SIGNER,         MEETS),
    (ARREST,  {"signer": Title.COURT_COMMISSIONER},                        Check.SIGNER,         MEETS),
    (ARREST,  {"signer": Title.JUDGE},                                     Check.SIGNER,         MEETS),
    (FEDERAL, {"signer": Title.JUDGE},                                     Check.SIGNER,         COUNSEL),
    (ARREST,  {"signer": Title.JUDGE_PRO_TEMPORE},                         Check.SIGNER,         COUNSEL),
    (ARREST,  {"signer": Title.US_MAGISTRATE_JUDGE},                       Check.SIGNER,         FAILS),
    (ARREST,  {"signer": Title.IMMIGRATION_JUDGE},                         Check.SIGNER,         FAILS),
    (ARREST,  {"signer": Title.JUDGE, "signed_by": "K. Hathaway, Immigration Judge"}, Check.SIGNER, FAILS),
    (ARREST,  {"signer": Title.IMMIGRATION_OFFICER},                       Check.SIGNER,         FAILS),
    (ARREST,  {"signer": Title.DEPORTATION_OFFICER},                       Check.SIGNER,         FAILS),
    (ARREST,  {"signer": Title.JUDGE, "signed_by": "T. Vance, SDDO"},      Check.SIGNER,         FAILS),
    (ARREST,  {"signer": Title.FIELD_OFFICE_DIRECTOR},                     Check.SIGNER,         FAILS),
    (ARREST,  {"signer": Title.NOBODY},                                    Check.SIGNER,         FAILS),
    (ARREST,  {"signed_by": " "},                                          Check.SIGNER,         FAILS),
    (FEDERAL, {"signer": Title.CLERK},                                     Check.SIGNER,         FAILS),
    (INDICTED, {},                                                         Check.SIGNER,         COUNSEL),
    (INDICTED, {"indictment": ""},                                         Check.SIGNER,         FAILS),
    (INDICTED, {"signer": Title.US_DISTRICT_JUDGE},                        Check.SIGNER,         MEETS),
    (FEDERAL, {"signer": Title.US_CIRCUIT_JUDGE},                          Check.SIGNER,         COUNSEL),  # by designation
    (FEDERAL, {"signer": Title.SUPERIOR_COURT_JUDGE},                      Check.SIGNER,         COUNSEL),  # Rule 41(b)(1)
    (ARREST,  {"court": SMC, "court_label": SMC.name},                     Check.SIGNER,         COUNSEL),
    (ARREST,  {"signer": Title.US_DISTRICT_JUDGE},                         Check.SIGNER,         FAILS),
    # --- Form -----------------------------------------------------------------------------------------
    (FEDERAL, {},                                                          Check.FORM,           MEETS),
    (FEDERAL, {"form": "AO 93"},                                           Check.FORM,           COUNSEL),
    (FEDERAL, {"form": ""},                                                Check.FORM,           COUNSEL),
    (FEDERAL_SEARCH, {"form": "AO 93C"},                                   Check.FORM,           MEETS),
    (FEDERAL, {"form": "I-200"},                                           Check.FORM,           FAILS),
    (ARREST,  {"form": "DHS Form I-205"},                                  Check.FORM,           FAILS),
    (ARREST,  {"form": "I-247A"},                                          Check.FORM,           FAILS),
    (ARREST,  {},                                                          Check.FORM,           MEETS),
    # --- Case number ----------------------------------------------------------------------------------
    (ARREST,  {"case_number": "A 098-765-432"},                            Check.CASE_NUMBER,    FAILS),
    (ARREST,  {"case_number": ""},                                         Check.CASE_NUMBER,    FAILS),
    (SEARCH,  {"case_number": ""},                                         Check.CASE_NUMBER,    COUNSEL),
    (ARREST,  {"case_number": "26-2-01234-5 SEA"},                         Check.CASE_NUMBER,    COUNSEL),
    (ORDER,   {"case_number": "26-2-01234-5 SEA"},                         Check.CASE_NUMBER,    MEETS),
    # --- Legal basis ----------------------------------------------------------------------------------
    (FEDERAL, {"statutes": "8 USC 1326"},                                  Check.LEGAL_BASIS,    MEETS),
    (FEDERAL, {"statutes": "INA § 275"},                                   Check.LEGAL_BASIS,    MEETS),
    (FEDERAL, {"statutes": "8 U.S.C. § 1226(a)"},                          Check.LEGAL_BASIS,    FAILS),
    (FEDERAL, {"statutes": "18 USC 922; 8 USC 1231"},                      Check.LEGAL_BASIS,    FAILS),
    (FEDERAL, {"statutes": "INA 236"},                                     Check.LEGAL_BASIS,    FAILS),
    (FEDERAL, {"statutes": "section 287 of the Immigration and Nationality Act"}, Check.LEGAL_BASIS, FAILS),
    (FEDERAL, {"statutes": "8 CFR 287.5(e)"},                              Check.LEGAL_BASIS,    FAILS),
    (FEDERAL, {"statutes": "8 CFR Sec 287.5(e)(2)"},                       Check.LEGAL_BASIS,    FAILS),
    (FEDERAL, {"statutes": "part 287 of title 8, Code of Federal Regulations"}, Check.LEGAL_BASIS, FAILS),
    (FEDERAL, {"statutes": "sections 236 and 287 of the Immigration and Nationality Act"}, Check.LEGAL_BASIS, FAILS),
    (FEDERAL, {"statutes": "8 U.S.C. §§ 1326, 1231(a)"},                   Check.LEGAL_BASIS,    FAILS),
    (FEDERAL, {"statutes": "8 U.S.C. §§ 1326(a) and 1326(b)(2), 2026"},    Check.LEGAL_BASIS,    MEETS),
    (FEDERAL, {"statutes": "21 U.S.C. §§ 841(a)(1), 846; 18 U.S.C. § 2"},  Check.LEGAL_BASIS,    MEETS),
    (FEDERAL, {"statutes": "Sec 9.94"},                                   Check.LEGAL_BASIS,    COUNSEL),
    (FEDERAL, {"statutes": "19 USC 1509"},                                 Check.LEGAL_BASIS,    FAILS),
    (FEDERAL, {"statutes": ""},                                            Check.LEGAL_BASIS,    COUNSEL),
    (FEDERAL, {"statutes": "the law"},                                     Check.LEGAL_BASIS,    COUNSEL),
    (SEARCH,  {"statutes": ""},                                            Check.LEGAL_BASIS,    MEETS),
    # --- Probable cause -------------------------------------------------------------------------------
    (ARREST,  {"states_probable_cause": False},                            Check.PROBABLE_CAUSE, FAILS),
    (INDICTED, {},                                                         Check.PROBABLE_CAUSE, MEETS),
    (ARREST,  {"kind": Kind.BENCH_WARRANT, "states_probable_cause": False}, Check.PROBABLE_CAUSE, MEETS),
    (ORDER,   {"states_probable_cause": False},                            Check.PROBABLE_CAUSE, MEETS),
    # --- Brought by -----------------------------------------------------------------------------------
    (ARREST,  {"by_immigration_authority": True},                          Check.BROUGHT_BY,     MEETS),
    (ORDER,   {"by_immigration_authority": True},                          Check.BROUGHT_BY,     COUNSEL),
    (PERMISSION, {"by_immigration_authority": True},                       Check.BROUGHT_BY,     FAILS),
    # --- Time -----------------------------------------------------------------------------------------
    (ARREST,  {"issued_on": date(2014, 1, 1)},                             Check.TIME,           MEETS),
    (ARREST,  {"issued_on": None},                                         Check.TIME,           FAILS),
    (ARREST,  {"issued_on": date(2026, 11, 24)},                           Check.TIME,           FAILS),
    (SEARCH,  {"issued_on": date(2026, 11, 13)},                           Check.TIME,           MEETS),   # the tenth day
    (SEARCH,  {"issued_on": date(2026, 11, 12)},                           Check.TIME,           FAILS),
    (FEDERAL_SEARCH, {"issued_on": date(2026, 11, 9)},                     Check.TIME,           MEETS),   # the fourteenth
    (FEDERAL_SEARCH, {"issued_on": date(2026, 11, 8)},                     Check.TIME,           FAILS),
    (FEDERAL_SEARCH, {"execute_by": date(2026, 11, 22)},                   Check.TIME,           FAILS),
    (FEDERAL_SEARCH, {"execute_by": date(2027, 1, 20)},                    Check.TIME,           COUNSEL),
    (SEARCH,  {"court": None, "court_label": "A court of Oregon", "issued_on": date(2026, 11, 1)}, Check.TIME, COUNSEL),
    (SEARCH,  {"court": None, "court_label": "A court of Oregon", "issued_on": date(2026, 11, 1),
               "execute_by": date(2026, 11, 22)},                          Check.TIME,           FAILS),
    (ORDER,   {"issued_on": date(2025, 1, 1)},                             Check.TIME,           MEETS),
    (ORDER,   {"execute_by": date(2026, 11, 22)},                          Check.TIME,           FAILS),
]
SCOPES = [
    # the paper       its scope                                       check                outcome
    (ARREST,  {},                                                    Check.PARTICULARITY, MEETS),
    (ARREST,  {"people": ()},                                        Check.PARTICULARITY, FAILS),
    (ARREST,  {"people": ("All aliens in custody",)},                Check.PARTICULARITY, FAILS),
    (SEARCH,  {"people": (), "records": "List of all foreign-born inmates"}, Check.PARTICULARITY, FAILS),
    (SEARCH,  {"people": ()},                                        Check.PARTICULARITY, COUNSEL),
    (SEARCH,  {"people": (), "records": "All bookings of 2026"},     Check.PARTICULARITY, FAILS),
    (SEARCH,  {"people": (), "records": "Records of every inmate"},  Check.PARTICULARITY, FAILS),
    (SEARCH,  {"records": "Any and all booking records of Robin Testperson"}, Check.PARTICULARITY, MEETS),
    (SEARCH,  {"records": "All recorded calls of inmate Testperson"}, Check.PARTICULARITY, MEETS),
    (SEARCH,  {"records": "All records relating to the bookings of ROBIN TESTPERSON"}, Check.PARTICULARITY, COUNSEL),
    (ARREST,  {"people": ("Robin Testperson", "and all persons there")}, Check.PARTICULARITY, FAILS),
    (ARREST,  {"people": ("Any removable alien in custody",)},       Check.PARTICULARITY, FAILS),
    (ARREST,  {"people": ("Every undocumented person in the jail",)}, Check.PARTICULARITY, FAILS),
    (SEARCH,  {"people": ("Robin Testperson", "any illegal alien held there")}, Check.PARTICULARITY, FAILS),
    (SEARCH,  {"people": (), "records": "All alien detainee records"}, Check.PARTICULARITY, FAILS),
    (SEARCH,  {"records": "Records of every foreign inmate"},        Check.PARTICULARITY, COUNSEL),
    (SEARCH,  {"records": "All inmate records of Robin Testperson"}, Check.PARTICULARITY, MEETS),
    (ARREST,  {},                                                    Check.SCOPE,         MEETS),
    (ARREST,  {"kind": ScopeKind.RECORDS, "classes": PHOTOS},        Check.SCOPE,         FAILS),
    (ARREST,  {"kind": ScopeKind.BOTH, "classes": PHOTOS},           Check.SCOPE,         FAILS),
    (SEARCH,  {},                                                    Check.SCOPE,         MEETS),
    (SEARCH,  {"classes": NOTHING},                                  Check.SCOPE,         FAILS),
    (SEARCH,  {"kind": ScopeKind.PERSON},                            Check.SCOPE,         FAILS),
    (SEARCH,  {"records_from": date(2026, 2, 1), "records_until": date(2026, 1, 1)}, Check.SCOPE, FAILS),
    (SUBPOENA, {},                                                   Check.SCOPE,         COUNSEL),
]
# What was done with a good warrant since it came.
DOINGS = [
    ({},                                   Check.STATE,     MEETS),
    ({"recalled_at": AT},                  Check.STATE,     FAILS),
    ({"called": CallResult.RECALLED},      Check.STATE,     FAILS),
    ({"served_at": AT},                    Check.STATE,     FAILS),
    ({"served_at": AT},                    Check.RETURN,    WAITS),
    ({"served_at": AT, "returned_at": AT}, Check.RETURN,    MEETS),
    ({"compared_at": None},                Check.COMPARED,  WAITS),
    ({"called": None},                     Check.CALL_BACK, WAITS),
    ({"called": CallResult.NO_ANSWER},     Check.CALL_BACK, WAITS),
    ({"called": CallResult.NOT_KNOWN},     Check.CALL_BACK, FAILS),
    ({"called": CallResult.CONFIRMED},     Check.CALL_BACK, MEETS),
]
NUMBERS = [
    # written                   a court of           is
    ("2:18-mj-00123",           CourtKind.US_DISTRICT, Shape.CRIMINAL),
    ("2:18-cr-00123-ABC",       CourtKind.US_DISTRICT, Shape.CRIMINAL),
    ("Case No. 3:26-CR-05123-BHS", CourtKind.US_DISTRICT, Shape.CRIMINAL),
    ("MJ18-123",                CourtKind.US_DISTRICT, Shape.CRIMINAL),
    ("CR18-123RSL",             CourtKind.US_DISTRICT, Shape.CRIMINAL),
    ("2:18-cv-00123",           CourtKind.US_DISTRICT, Shape.CIVIL),
    ("18-1-01234-5 SEA",        CourtKind.SUPERIOR,    Shape.CRIMINAL),
    ("18\u20131\u201301234\u20135 KNT", CourtKind.SUPERIOR, Shape.CRIMINAL),
    ("18-8-01234-5",            CourtKind.SUPERIOR,    Shape.CRIMINAL),
    ("18-2-01234-5",            CourtKind.SUPERIOR,    Shape.CIVIL),
    ("2:18-mj-00123",           CourtKind.SUPERIOR,    Shape.UNKNOWN),
    ("612345",                  CourtKind.MUNICIPAL,   Shape.CRIMINAL),
    ("C00012345",               CourtKind.DISTRICT,    Shape.CRIMINAL),
    ("26-1234",                 CourtKind.US_APPEALS,  Shape.CRIMINAL),
    ("No. 4",                   None,                  Shape.UNKNOWN),
    ("  ",                      CourtKind.SUPERIOR,    Shape.EMPTY),
    ("A012345678",              CourtKind.DISTRICT,    Shape.A_NUMBER),
    ("A12345678",               CourtKind.MUNICIPAL,   Shape.A_NUMBER),
    ("a 012-345-678",           CourtKind.SUPERIOR,    Shape.A_NUMBER),
    ("A#012 345 678",           CourtKind.US_DISTRICT, Shape.A_NUMBER),
    ("A-Number 012345678",      CourtKind.US_DISTRICT, Shape.A_NUMBER),
    ("Case No. A012345678",     CourtKind.US_DISTRICT, Shape.A_NUMBER),
    ("\u0410012345678",         CourtKind.US_DISTRICT, Shape.A_NUMBER),    # a Cyrillic A
    ("\uff21012345678",         None,                  Shape.A_NUMBER),    # a wide A
    ("012-345-678",             CourtKind.DISTRICT,    Shape.A_NUMBER_WITHOUT_ITS_LETTER),
    ("SEA1903000123",           CourtKind.DISTRICT,    Shape.EVENT_NUMBER),
    ("FIN: 1234567890",         CourtKind.DISTRICT,    Shape.FIN_NUMBER),
]
# fmt: on


def test_a_good_paper_meets_in_every_field():
    for said in (ARREST, SEARCH, FEDERAL, FEDERAL_SEARCH, ORDER):
        results = examine(said, DONE)
        assert {r.outcome for r in results} == {MEETS}, said.kind
        assert verdict(results) is MEETS


@pytest.mark.parametrize(("said", "different", "check", "expected"), ROWS)
def test_a_field_of_a_paper(said, different, check, expected):
    assert outcome(replace(said, **different), check) is expected


@pytest.mark.parametrize(("said", "different", "check", "expected"), SCOPES)
def test_what_a_paper_names_and_opens(said, different, check, expected):
    assert outcome(scope(said, **different), check) is expected


@pytest.mark.parametrize(("done", "check", "expected"), DOINGS)
def test_what_was_done_with_it(done, check, expected):
    assert outcome(SEARCH, check, replace(DONE, **done)) is expected


@pytest.mark.parametrize(("written", "kind", "shape"), NUMBERS)
def test_what_a_number_is(written, kind, shape):
    assert shape_of(written, kind) is shape


@pytest.mark.parametrize("kind", CourtKind)
@pytest.mark.parametrize("number", ["A012345678", "A-12 345 678", "012 345 678"])
def test_no_court_has_a_case_with_an_a_number(number, kind):
    assert shape_of(number, kind) in NEVER_A_CASE


def test_every_failure_cites_its_law_and_says_why():
    for said, different, *_ in ROWS:
        for result in examine(replace(said, **different), DONE):
            assert result.reason
            if result.outcome in (FAILS, COUNSEL) and result.check is not Check.TEXT:
                assert result.citation, result


@pytest.mark.parametrize("kind", Kind)
def test_nothing_meets_before_the_clerk_of_court_has_confirmed_it(kind):
    """Whoever has accepted what: a call that nobody made is nobody's to accept."""
    accepted = frozenset(Check)
    said = replace(FEDERAL, kind=kind, indictment="2:26-cr-00123")
    for called in (None, CallResult.NO_ANSWER, CallResult.NOT_KNOWN):
        done = replace(DONE, called=called, accepted=accepted)
        assert verdict(examine(said, done)) is not MEETS


@pytest.mark.parametrize("kind", sorted(set(Kind) - COURTS_OWN))
def test_what_is_no_courts_paper_is_for_counsel_to_the_end(kind):
    done = replace(DONE, accepted=frozenset(Check))
    assert verdict(examine(replace(PERMISSION, kind=kind), done)) is COUNSEL


def test_a_status_inquiry_is_answered_and_never_forbidden():
    said = Statement(kind=Kind.STATUS_INQUIRY, by_immigration_authority=True)
    (result,) = examine(said, DONE)

    assert result.outcome is COUNSEL
    assert "not collected, not held" in result.reason.lower()
    assert "1373" in result.citation


def test_counsel_can_accept_what_is_for_counsel_and_nothing_that_fails():
    accepted = replace(DONE, accepted=frozenset({Check.SIGNER}))
    assert verdict(examine(INDICTED, DONE)) is COUNSEL
    assert verdict(examine(INDICTED, accepted)) is MEETS

    unsigned = replace(FEDERAL, signer=Title.NOBODY)
    assert verdict(examine(unsigned, accepted)) is FAILS


def test_an_arrest_warrant_opens_no_records_whatever_is_written_on_it():
    for kind in (Kind.ARREST_WARRANT, Kind.BENCH_WARRANT, Kind.WARRANT_ON_INDICTMENT):
        for scope_kind in ScopeKind:
            said = scope(replace(FEDERAL, kind=kind), kind=scope_kind, classes=PHOTOS)
            assert opens(said) == NOTHING
    assert opens(SEARCH) == PHOTOS
    assert opens(scope(SEARCH, kind=ScopeKind.PERSON)) == NOTHING


def test_the_shorter_limit_counts_where_the_court_is_not_known():
    unknown = replace(SEARCH, court=None, court_label="A court")
    assert last_day(unknown) == SEARCH.issued_on + timedelta(days=10)
    assert last_day(ARREST) is None


def test_of_nothing_examined_nothing_meets():
    assert verdict([]) is FAILS


def test_a_statute_is_a_crime_or_civil_custody():
    found = {
        c.words: c.nature
        for c in citations("18 USC 1546, 8 U.S.C. § 1357; RCW 9A.52.025")
    }
    assert found == {
        "18 USC 1546": Nature.CRIMINAL,
        "8 USC 1357": Nature.CIVIL_IMMIGRATION,
        "RCW 9A.52.025": Nature.CRIMINAL,
    }


# --- Courts ----------------------------------------------------------------------------

# fmt: off
LABELS = [
    ("SUPERIOR CT - PIERCE CTY",        "Pierce County Superior Court"),
    ("DISTRICT COURT 1 (TACOMA)",       "Pierce County District Court"),
    ("BONNEY LAKE MUNI COURT",          "Bonney Lake Municipal Court"),
    ("KING CO. SUPERIOR COURT",         "King County Superior Court"),
    ("KITTITAS COUNTY SUPERIOR",        "Kittitas County Superior Court"),
    ("RJC-JAIL DIV, KCDC",              "King County District Court"),
    ("CLE ELUM MUNICIPAL",              "Cle Elum Municipal Court"),
    ("GRAYS HARBOR SUPERIOR",           "Grays Harbor County Superior Court"),
    ("W.D. Wash., U.S. District Court", "United States District Court for the Western District of Washington"),
    ("In the Superior Court of the State of Washington in and for the County of King", "King County Superior Court"),
]
NO_COURTS = ["", "Court", "Washington", "Immigration Court", "Board of Immigration Appeals", "DHS",
             "Executive Office for Immigration Review", "Superior Court of California, County of Lake",
             "Clark County District Court, Nevada", "U.S. District Court for the District of Oregon"]
# fmt: on


@pytest.mark.parametrize(("label", "name"), LABELS)
def test_a_court_is_known_by_what_jails_really_write(label, name):
    assert court_of(label).name == name


@pytest.mark.parametrize("label", NO_COURTS)
def test_what_is_not_in_the_table_is_no_court_of_it(label):
    assert court_of(label) is None


def test_every_court_stands_with_its_source_and_a_number_with_where_it_was_read():
    kinds = [court.kind for court in COURTS.values()]
    assert kinds.count(CourtKind.SUPERIOR) == 39  # a county each
    assert kinds.count(CourtKind.US_DISTRICT) == 2
    assert kinds.count(CourtKind.US_APPEALS) == 1
    for court in COURTS.values():
        assert court_of(court.name) == court
        assert court.source
        assert court.certainty in ("found", "high", "med", "low")
        assert bool(court.telephone) == bool(court.telephone_source)


# --- What the scan says ------------------------------------------------------------------

HEAD = "SUPERIOR COURT OF WASHINGTON FOR KING COUNTY\nNo. 26-1-01234-5 SEA\n"
BODY = (
    "State of Washington v. Robin Testperson\nWARRANT OF ARREST\nThe court has found "
    "probable cause on a sworn affidavit: RCW 9A.56.030\nJordan Abernathy, Superior Court Judge"
)
# fmt: off
TEXTS = [
    # the pages of the scan                                                     outcome   and what is said of it
    ([HEAD + BODY],                                                             MEETS,    "contradicts nothing"),
    (["U.S. DEPARTMENT OF HOMELAND SECURITY\nNo. 26-1-01234-5 SEA\n" + BODY],   FAILS,    "headed"),
    (["EXECUTIVE OFFICE FOR IMMIGRATION REVIEW\nIMMIGRATION COURT\nNo. 26-1-01234-5 SEA\n" + BODY], FAILS, "headed"),
    ([HEAD + "Warrant for Arrest of Alien\n" + BODY],                           FAILS,    "I-200"),
    ([HEAD + BODY, "DHS Form I-205 (8/07)\nnothing more is written on this page of the paper"], FAILS, "I-205"),
    ([HEAD + BODY.replace("Superior Court Judge", "Immigration Judge")],        FAILS,    "Immigration Judge"),
    ([HEAD.replace("01234", "09999") + BODY],                                   FAILS,    "26-1-09999-5"),
    ([HEAD.replace("No. 26-1-01234-5 SEA", "A 098-765-432") + BODY],            FAILS,    "A-number"),
    ([HEAD.replace("KING", "PIERCE") + BODY],                                   FAILS,    "Pierce"),
    ([HEAD + BODY.replace("Robin Testperson", "Dana Okafor")],                  FAILS,    "does not name"),
    ([HEAD + BODY.replace("Testperson", "Testpers0n")],                         MEETS,    "contradicts nothing"),
    ([HEAD + BODY.replace("RCW 9A.56.030", "8 U.S.C. 1231")],                   FAILS,    "civil"),
    ([HEAD + BODY + "\nHe was removed in 2015 on a warrant of removal."],       COUNSEL,  "speaks of"),
    ([HEAD + BODY, ""],                                                         MEETS,    "no text"),
    # What came with a judge's paper, and is not the paper: counsel reads it.
    (["U.S. DEPARTMENT OF HOMELAND SECURITY\nFax: this cover, and one page more", HEAD + BODY], COUNSEL, "headed"),
    ([HEAD + BODY, "The affidavit of the complaint, sworn before the court\nT. Vance\nDeportation Officer"], COUNSEL, "Deportation"),
    ([HEAD + BODY + "\nArrested by\nT. Vance, Deportation Officer"],            COUNSEL,  "Deportation"),
    ([HEAD + BODY, "He is subject to removal from the United States by an order of 2015."], COUNSEL, "removability"),
    ([HEAD + "There is probable cause to believe that the person is removable from the United States.\n" + BODY], FAILS, "removability"),
    ([HEAD + BODY.replace("Superior Court Judge", "Clerk of the Court")],       COUNSEL,  "The paper: Clerk"),
    # What is written by hand into a printed form is in no text of it.
    ([HEAD + BODY.replace("v. Robin Testperson", "v.")],                        COUNSEL,  "does not name"),
    ([HEAD + BODY.replace("v. Robin Testperson", "v.\nSend the booking records of king county jail; in re search warrant for records")], COUNSEL, "does not name"),
    ([HEAD + BODY.replace("v. Robin Testperson", "\nIn the matter of the search of Dana Okafor")], FAILS, "does not name"),
    ([HEAD.replace("No. 26-1-01234-5 SEA", "") + BODY + "\n26 1 01234 5 SEA; A 098-765-432"], MEETS, "contradicts nothing"),
]
# fmt: on


@pytest.mark.parametrize(("pages", "expected", "words"), TEXTS)
def test_what_the_scan_says_against_what_is_written(pages, expected, words):
    done = replace(DONE, read_as=read(pages))
    (result,) = [r for r in examine(ARREST, done) if r.check is Check.TEXT]

    assert result.outcome is expected, result.reason
    assert words in result.reason


def test_the_digits_of_an_a_number_are_the_number_of_no_case():
    """Typed as a district court writes its own, and nowhere on the paper but so."""
    page = HEAD.replace("No. 26-1-01234-5 SEA", "File No. A 098-765-432") + BODY
    said = replace(ARREST, case_number="098-765432")
    done = replace(DONE, read_as=read([page]))

    assert outcome(said, Check.TEXT, done) is FAILS


@pytest.mark.parametrize("begins", ["INA", "8 USC", "section 236", "all", "any", "v."])
@pytest.mark.parametrize("filling", [" ", ", 236", "(a)", " or", " one", "-"])
def test_no_text_of_a_paper_takes_long(begins, filling):
    page = (
        "Superior Court of King County, in the matter at hand "
        + begins
        + filling * 4000
    )
    began = time.process_time()

    said = scope(replace(SEARCH, statutes=page), records=page)
    examine(said, replace(DONE, read_as=read([page])))

    assert time.process_time() - began < 2


def test_a_scan_without_text_is_judged_by_no_machine():
    assert read(["", "  \n", "fax 12"]) is None
    done = replace(DONE, read_as=None, compared_at=None)
    for check in (Check.TEXT, Check.COMPARED):
        assert outcome(ARREST, check, done) is WAITS
    assert verdict(examine(ARREST, done)) is WAITS
