"""Papers made up for the tests: judicial and administrative, true and false, as PDF and
as pictures. No line of a real paper is here, and nobody in them is anybody.

``papers()`` gives them all, each with what an honest hand writes down from it, or, of the
false ones, what somebody writes who wants it to pass.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from PIL import Image, ImageDraw

from access.enums import FieldClass
from warrants.checks import Scope, Statement
from warrants.courts import court_of
from warrants.enums import InstrumentKind as Kind
from warrants.enums import ScopeKind, SignerTitle

TODAY = date(2026, 11, 23)
Pages = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """``group``: what is right or wrong with it. ``clerk_knows_it``: what the clerk of
    court would say. ``is_picture``: a scan without text.
    """

    name: str
    group: str
    is_good: bool
    is_administrative: bool
    is_picture: bool
    pages: Pages
    said: Statement

    @property
    def clerk_knows_it(self) -> bool:
        return self.is_good or self.group in _KNOWN_TO_THE_CLERK

    def file(self) -> bytes:
        return pictures(self.pages) if self.is_picture else pdf(self.pages)


# False, though a court has a case of this number.
_KNOWN_TO_THE_CLERK = frozenset({"stale", "unsigned", "civil statute"})

PEOPLE = (
    "Ramón Núñez-Ibarra",
    "Dana Okafor",
    "Lê Thị Hương",
    "Patrick O'Dowd",
    "Yusuf Abdi Warsame",
    "Marguerite Toussaint",
    "Li Wei",
    "Jonas Kjellberg",
    "Anahera Parata",
    "Teodoro de la Cruz",
)
WDWA = "United States District Court for the Western District of Washington"
EDWA = "United States District Court for the Eastern District of Washington"
KING = "SUPERIOR COURT OF WASHINGTON FOR KING COUNTY"
SWORN = "A sworn affidavit establishes probable cause to believe that an offense was"


def _said(label: str, **fields) -> Statement:
    return Statement(court_label=label, court=court_of(label), **fields)


def _on(days_ago: int) -> date:
    return TODAY - timedelta(days=days_ago)


def _written(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def _federal(n: int, person: str) -> tuple[Pages, Statement]:
    """AO 442, by the title of the district's own judges and its own numbers."""
    is_west = n % 3 != 0
    district = "Western" if is_west else "Eastern"
    number = (
        f"2:26-mj-{n + 100:05d}",
        f"2:26-cr-{n + 200:05d}-JLR",
        f"MJ26-{n + 300}",
        f"CR26-{n + 400:03d}RSL",
    )[n % 4]
    statute = ("18 U.S.C. § 922(g)(1)", "21 U.S.C. § 841(a)(1)", "8 U.S.C. § 1326(a)")[
        n % 3
    ]
    title = (SignerTitle.US_MAGISTRATE_JUDGE, SignerTitle.US_DISTRICT_JUDGE)[n % 2]
    issued = _on(n * 9)
    page = (
        "AO 442 (Rev. 11/11) Arrest Warrant",
        "UNITED STATES DISTRICT COURT",
        "for the",
        f"{district} District of Washington",
        "United States of America",
        f"v.    {person}    Case No. {number}",
        "ARREST WARRANT",
        "To: Any authorized law enforcement officer",
        "YOU ARE COMMANDED to arrest and bring before a United States magistrate judge",
        f"without unnecessary delay (name of person to be arrested) {person},",
        "who is accused of an offense or violation based on the following document",
        "filed with the court: Complaint. " + SWORN,
        f"committed. This offense is briefly described as follows: {statute}",
        f"Date: {_written(issued)}",
        "Issuing officer's signature",
        f"Hon. Avery Lindqvist, {title.label}",
    )
    said = _said(
        WDWA if is_west else EDWA,
        kind=Kind.ARREST_WARRANT,
        signer=title,
        signed_by="Avery Lindqvist",
        form="AO 442",
        case_number=number,
        statutes=statute,
        states_probable_cause=True,
        issued_on=issued,
        scope=Scope(people=(person,), purpose="Arrest"),
    )
    return (page,), said


def _federal_search(n: int, person: str) -> tuple[Pages, Statement]:
    number, issued = f"2:26-mj-{n + 500:05d}", _on(n % 12)
    records = f"Booking photographs and booking records of {person}, 2026"
    first = (
        "AO 93 (Rev. 11/13) Search and Seizure Warrant",
        "UNITED STATES DISTRICT COURT",
        "for the Western District of Washington",
        f"In the Matter of the Search of records of {person}",
        f"Case No. {number}",
        "SEARCH AND SEIZURE WARRANT",
        "To: Any authorized law enforcement officer",
        "An application by a federal law enforcement officer requests the search of the",
        "property described in Attachment A. I find that the affidavit(s) establish",
        "probable cause to search and seize the property.",
        "YOU ARE COMMANDED to execute this warrant within 14 days, in the daytime.",
        f"Date and time issued: {_written(issued)}",
        "Judge's signature",
        "Hon. Avery Lindqvist, United States Magistrate Judge",
    )
    agent = (
        "Department of Homeland Security, Homeland Security Investigations."
        if n % 2
        else "Federal Bureau of Investigation."
    )
    second = (
        "ATTACHMENT A",
        records,
        f"The affiant is a Special Agent of the {agent} The affidavit tells of violations",
        "of 18 U.S.C. § 1546 and was sworn by telephone.",
    )
    said = _said(
        "U.S. District Court, W.D. Wash.",
        kind=Kind.SEARCH_WARRANT,
        signer=SignerTitle.US_MAGISTRATE_JUDGE,
        signed_by="Avery Lindqvist",
        form="AO 93",
        case_number=number,
        statutes="18 U.S.C. § 1546",
        states_probable_cause=True,
        issued_on=issued,
        execute_by=issued + timedelta(days=14),
        scope=_records(person, records),
    )
    return (first, second), said


def _records(person: str, words: str) -> Scope:
    return Scope(
        ScopeKind.RECORDS,
        (person,),
        words,
        FieldClass.IDENTITY | FieldClass.CUSTODY,
        date(2026, 1, 1),
        date(2026, 11, 1),
        "Criminal investigation",
    )


_STATE_HEADS = (
    (KING, "26-1-{:05d}-1 SEA", "King County Superior Court"),
    ("IN THE SUPERIOR COURT OF THE STATE OF WASHINGTON", "26-1-{:05d}-4", ""),
    (
        "SUPERIOR COURT OF WASHINGTON, COUNTY OF PIERCE",
        "26-1-{:05d}-7",
        "SUPERIOR CT - PIERCE CTY",
    ),
    (KING, "25-8-{:05d}-2 KNT", "KING CO. SUPERIOR COURT"),
    ("SNOHOMISH COUNTY SUPERIOR COURT", "24-1-{:05d}-31", "SNOHOMISH CO. SUPERIOR"),
)


def _state(n: int, person: str) -> tuple[Pages, Statement]:
    head, shape, label = _STATE_HEADS[n % 5]
    number, issued = shape.format(n + 1000), _on(n * 20)
    title, words = (
        (SignerTitle.JUDGE, "JUDGE"),
        (SignerTitle.SUPERIOR_COURT_JUDGE, "Superior Court Judge"),
        (SignerTitle.COURT_COMMISSIONER, "Court Commissioner"),
    )[n % 3]
    is_bench = n % 4 == 0
    page = (
        head,
        *(() if label else ("IN AND FOR THE COUNTY OF SPOKANE",)),
        f"STATE OF WASHINGTON, Plaintiff,  No. {number}",
        f"vs. {person.upper()}, Defendant.",
        "BENCH WARRANT" if is_bench else "WARRANT OF ARREST",
        "THE STATE OF WASHINGTON TO ALL PEACE OFFICERS, GREETING:",
        "WHEREAS an information has been filed, and the court has found probable cause,"
        if not is_bench
        else "WHEREAS the defendant failed to appear as ordered,",
        "you are commanded forthwith to arrest the said defendant for the offense of",
        "Theft in the first degree, RCW 9A.56.030, and bring the defendant before the court.",
        f"DATED {_written(issued)}",
        f"Jordan Abernathy, {words}" if n % 2 else words,
    )
    said = _said(
        label
        or "IN THE SUPERIOR COURT OF THE STATE OF WASHINGTON IN AND FOR THE COUNTY OF SPOKANE",
        kind=Kind.BENCH_WARRANT if is_bench else Kind.ARREST_WARRANT,
        signer=title,
        signed_by="Jordan Abernathy",
        case_number=number,
        statutes="RCW 9A.56.030",
        states_probable_cause=not is_bench,
        issued_on=issued,
        scope=Scope(people=(person,), purpose="Arrest"),
    )
    return (page,), said


_LIMITED = (
    (
        "KING COUNTY DISTRICT COURT, WEST DIVISION",
        "26CR{:05d}",
        "SEATTLE DIV, KCDC",
        SignerTitle.DISTRICT_COURT_JUDGE,
    ),
    (
        "SEATTLE MUNICIPAL COURT",
        "{:06d}",
        "Seattle Municipal Court",
        SignerTitle.MUNICIPAL_COURT_JUDGE,
    ),
    (
        "BONNEY LAKE MUNICIPAL COURT",
        "6Z0{:05d} BLP",
        "BONNEY LAKE MUNI COURT",
        SignerTitle.JUDGE,
    ),
    (
        "DISTRICT COURT OF KITSAP COUNTY",
        "C{:08d}",
        "KITSAP COUNTY DISTRICT CT",
        SignerTitle.JUDGE,
    ),
)


def _limited(n: int, person: str) -> tuple[Pages, Statement]:
    head, shape, label, title = _LIMITED[n % 4]
    number, issued = (
        shape.format(610000 + n if "06d" in shape else 4000 + n),
        _on(n * 30),
    )
    page = (
        f"{head}, STATE OF WASHINGTON" if "KITSAP" in head else head,
        f"Plaintiff v. {person}   Case No. {number}",
        "WARRANT OF ARREST (failure to appear)",
        "To any peace officer: the court, upon the complaint and on probable cause found,",
        "commands you to arrest the defendant, charged with RCW 46.61.502, and to bring",
        "the defendant before this court. Bail is set in the amount of 500 dollars.",
        f"Issued {_written(issued)}",
        f"Sasha Meriwether, {title.label if title is not SignerTitle.JUDGE else 'Judge'}",
    )
    said = _said(
        label,
        kind=Kind.BENCH_WARRANT,
        signer=title,
        signed_by="Sasha Meriwether",
        case_number=number,
        statutes="RCW 46.61.502",
        states_probable_cause=True,
        issued_on=issued,
        scope=Scope(people=(person,), purpose="Arrest"),
    )
    return (page,), said


def _state_search(n: int, person: str) -> tuple[Pages, Statement]:
    number, issued = f"26-1-{n + 7000:05d}-9 SEA", _on(n % 9)
    records = f"Photographs and identifiers held by the jail about {person}"
    page = (
        KING,
        f"IN RE: SEARCH OF RECORDS OF {person}   No. {number}",
        "SEARCH WARRANT",
        "TO ANY PEACE OFFICER IN THE STATE OF WASHINGTON: upon the sworn affidavit before",
        "me there is probable cause to believe that the crime of burglary, RCW 9A.52.025,",
        "has been committed and that evidence of it is in these records:",
        records + ".",
        "You are commanded to search for it within 10 days and to return an inventory.",
        f"Signed {_written(issued)}",
        "Jordan Abernathy, Superior Court Judge",
    )
    said = _said(
        "King County Superior Court",
        kind=Kind.SEARCH_WARRANT,
        signer=SignerTitle.SUPERIOR_COURT_JUDGE,
        signed_by="Jordan Abernathy",
        case_number=number,
        statutes="RCW 9A.52.025; CrR 2.3",
        states_probable_cause=True,
        issued_on=issued,
        scope=_records(person, records),
    )
    return (page,), said


def _indicted(n: int, person: str) -> tuple[Pages, Statement]:
    pages, said = _federal(1, person)
    number = f"2:26-cr-{n + 900:05d}-TSZ"
    lines = [
        line.replace(said.case_number, number).replace(
            "Complaint. " + SWORN, "Indictment. The grand jury has found that it was"
        )
        for line in pages[0]
    ]
    lines[-1] = "Robin Castellanos, Deputy Clerk"
    return (tuple(lines),), replace(
        said,
        kind=Kind.WARRANT_ON_INDICTMENT,
        signer=SignerTitle.CLERK,
        signed_by="Robin Castellanos",
        case_number=number,
        indictment=number,
        states_probable_cause=False,
    )


def _order(n: int, person: str) -> tuple[Pages, Statement]:
    number, issued = f"26-1-{n + 2000:05d}-3 KNT", _on(n)
    page = (
        KING,
        f"STATE OF WASHINGTON v. {person}    No. {number}",
        "ORDER FOR PRODUCTION OF JAIL RECORDS",
        "On motion of the defense, and being fully advised, the court ORDERS that the",
        f"jail give the parties the custody and identity records of {person}, under",
        "RCW 70.48.100, for use in these proceedings.",
        f"DONE IN OPEN COURT {_written(issued)}",
        "Jordan Abernathy, Judge",
    )
    said = _said(
        "King County Superior Court",
        kind=Kind.COURT_ORDER,
        signer=SignerTitle.JUDGE,
        signed_by="Jordan Abernathy",
        case_number=number,
        statutes="RCW 70.48.100",
        issued_on=issued,
        scope=_records(person, "Custody and identity records"),
    )
    return (page,), said


def _subpoena(n: int, person: str) -> tuple[Pages, Statement]:
    _, said = _federal(1, person)
    number = f"2:26-cr-{n + 700:05d}-RSM"
    page = (
        "AO 89 (Rev. 08/09) Subpoena to Testify at a Hearing or Trial in a Criminal Case",
        "UNITED STATES DISTRICT COURT",
        "for the Western District of Washington",
        f"United States of America v. {person}   Case No. {number}",
        "SUBPOENA IN A CRIMINAL CASE",
        "YOU ARE COMMANDED to bring the booking records described below to the court.",
        "Robin Castellanos, Clerk of Court",
    )
    return (page,), replace(
        said,
        kind=Kind.SUBPOENA,
        signer=SignerTitle.CLERK,
        signed_by="Robin Castellanos",
        form="AO 89",
        case_number=number,
        scope=_records(person, "Booking records"),
    )


GOOD = {
    "federal arrest": _federal,
    "federal search": _federal_search,
    "state arrest": _state,
    "district and municipal": _limited,
    "state search": _state_search,
    "on an indictment": _indicted,
    "court order": _order,
    "subpoena": _subpoena,
}


# --- What opens nothing --------------------------------------------------------------

_DHS = "U.S. DEPARTMENT OF HOMELAND SECURITY"
_EOIR = (
    "UNITED STATES DEPARTMENT OF JUSTICE",
    "EXECUTIVE OFFICE FOR IMMIGRATION REVIEW",
    "IMMIGRATION COURT, SEATTLE, WASHINGTON",
)
_FILE = "File No. A 099-123-{:03d}"


def _administrative(n: int, person: str) -> dict[str, tuple[str, ...]]:
    file = _FILE.format(n)
    return {
        "I-200": (
            _DHS,
            "Warrant for Arrest of Alien",
            file,
            "To: Any immigration officer authorized pursuant to sections 236 and 287 of the",
            "Immigration and Nationality Act and part 287 of title 8, Code of Federal Regulations",
            f"I have determined that there is probable cause to believe that {person} is removable",
            "from the United States.",
            "Terry Vance, Supervisory Detention and Deportation Officer",
            "Form I-200 (Rev. 09/16)",
        ),
        "I-203": (
            _DHS,
            "Order to Detain or Release Alien",
            file,
            f"Please detain {person} by order of the office of enforcement and removal operations.",
            "Deportation Officer",
            "Form I-203",
        ),
        "I-205": (
            _DHS,
            "Immigration and Customs Enforcement",
            "WARRANT OF REMOVAL/DEPORTATION",
            file,
            f"To any immigration officer of the Department of Homeland Security: {person}, who",
            "entered the United States, is subject to removal, based upon a final order by an",
            "immigration judge in exclusion, deportation, or removal proceedings; INA 241.",
            "Field Office Director",
            "ICE Form I-205 (8/07)",
        ),
        "I-247A": (
            "DEPARTMENT OF HOMELAND SECURITY",
            "IMMIGRATION DETAINER - NOTICE OF ACTION",
            file + "  Event #: SEA2611000123",
            f"DHS has determined that probable cause exists that {person} is a removable alien.",
            "Maintain custody for a period not to exceed 48 hours beyond the time of release.",
            "Immigration Officer",
            "DHS Form I-247A (3/17)",
        ),
        "I-247D": (
            "DEPARTMENT OF HOMELAND SECURITY",
            "IMMIGRATION DETAINER - REQUEST FOR VOLUNTARY ACTION",
            file,
            f"Regarding {person}: notify DHS as early as practicable before release.",
            "Deportation Officer",
            "DHS Form I-247D (5/15)",
        ),
        "I-247N": (
            "DEPARTMENT OF HOMELAND SECURITY",
            "REQUEST FOR VOLUNTARY NOTIFICATION OF RELEASE",
            file,
            f"Regarding {person}: notify DHS of the pending release from custody.",
            "Immigration Officer",
            "DHS Form I-247N (6/15)",
        ),
        "I-138": (
            _DHS,
            "IMMIGRATION ENFORCEMENT SUBPOENA",
            file,
            f"To produce records about {person} under section 235(d)(4) of the Immigration and",
            "Nationality Act and 8 CFR 287.4.",
            "Special Agent in Charge",
            "DHS Form I-138 (6/09)",
        ),
        "I-862": (
            _DHS,
            "Notice to Appear in removal proceedings under section 240 of the Act",
            file,
            f"Respondent {person}: you are charged under 8 U.S.C. § 1227. Form I-862.",
            "Immigration Officer",
        ),
        "immigration judge": (
            *_EOIR,
            "IN REMOVAL PROCEEDINGS",
            file,
            "ORDER OF THE IMMIGRATION JUDGE",
            f"It is ordered that {person} be removed under section 240 of the Act.",
            "Kim Hathaway, Immigration Judge",
        ),
        "immigration judge titled Judge": (
            *_EOIR,
            "WARRANT",
            file,
            f"The court orders that {person} be arrested, on good cause shown to this court.",
            "Honorable Kim Hathaway",
            "Judge",
        ),
        "customs summons": (
            _DHS,
            "U.S. Customs and Border Protection",
            "SUMMONS under 19 U.S.C. 1509",
            file,
            f"You are summoned to produce all records about {person}.",
            "Customs Officer",
            "DHS Form 3115",
        ),
        "under a court's heading": (
            KING,
            "WARRANT FOR ARREST OF ALIEN",
            "No. 26-1-04711-1 SEA",
            f"probable cause to believe that {person} is removable from the United States,",
            "8 U.S.C. § 1357. To any immigration officer.",
            "Judge",
        ),
    }


def _passed_off(n: int, person: str, number: str) -> Statement:
    """What somebody writes down who wants an administrative paper to pass."""
    _, said = (_state, _federal, _state_search)[n % 3](n + 1, person)
    return replace(said, case_number=number or said.case_number, issued_on=_on(n % 5))


# --- False ones ------------------------------------------------------------------------


def _false(n: int, person: str) -> Iterator[tuple[str, Pages, Statement]]:
    pages, said = _federal(n * 2 + 1, person)
    other = PEOPLE[(n + 3) % len(PEOPLE)]
    yield (
        "wrong person",
        pages,
        replace(said, scope=replace(said.scope, people=(other,))),
    )
    yield "A-number as case number", *_with_number(pages, said, f"A 098-765-{n:03d}")
    yield "A-number as case number", *_with_number(pages, said, f"A20987654{n % 10}")
    yield "civil statute", *_with_statute(pages, said, "8 U.S.C. § 1231(a)(2)")
    yield "civil statute", *_with_statute(pages, said, "INA § 236; 8 CFR 287.5")
    bare = (*pages[0][:-1], "Issuing officer's signature")
    yield "unsigned", (bare,), replace(said, signer=SignerTitle.NOBODY, signed_by="")
    searched, search = _state_search(n, person)
    yield "stale", searched, replace(search, issued_on=_on(11 + n))
    searched, search = _federal_search(n, person)
    yield "stale", searched, replace(search, issued_on=_on(15 + n), execute_by=None)
    altered = tuple(
        line.replace(said.case_number, "2:19-cr-00017-XYZ") for line in pages[0]
    )
    yield "altered page", (altered,), said
    slipped_in = _administrative(n, person)["I-200"]
    yield "altered page", (*pages, slipped_in), said
    yield (
        "blanket",
        pages,
        replace(said, scope=replace(said.scope, people=("All foreign-born inmates",))),
    )
    yield (
        "arrest warrant for records",
        pages,
        replace(said, scope=_records(person, "All records")),
    )


def _with_number(pages: Pages, said: Statement, number: str):
    lines = tuple(line.replace(said.case_number, number) for line in pages[0])
    return (lines,), replace(said, case_number=number)


def _with_statute(pages: Pages, said: Statement, statute: str):
    lines = tuple(line.replace(said.statutes, statute) for line in pages[0])
    return (lines,), replace(said, statutes=statute)


# --- All of them -------------------------------------------------------------------------


@cache
def papers() -> tuple[Paper, ...]:
    return tuple(_papers())


def _papers() -> Iterator[Paper]:
    for is_picture in (False, True):
        for whose, name, pages, said in _made():
            kind = "picture" if is_picture else "pdf"
            yield Paper(
                name=f"{name} {kind}",
                group=name.rsplit(" ", 1)[0],
                is_good=whose == "good",
                is_administrative=whose == "administrative",
                is_picture=is_picture,
                pages=pages,
                said=said,
            )


def _made() -> Iterator[tuple[str, str, Pages, Statement]]:
    for n, person in enumerate(PEOPLE):
        for group, make in GOOD.items():
            yield "good", f"{group} {n}", *make(n, person)
    for n, person in enumerate(PEOPLE[:4]):
        for group, lines in _administrative(n, person).items():
            # The last somebody writes the number of the person's file as a case.
            number = f"A099123{n:03d}" if person == PEOPLE[3] else ""
            said = _passed_off(n, person, number)
            yield "administrative", f"{group} {n}", (lines,), said
    for n, person in enumerate(PEOPLE[:3]):
        for at, (group, pages, said) in enumerate(_false(n, person)):
            yield "false", f"{group} {n}.{at}", pages, said


def pdf(pages: Pages) -> bytes:
    """A PDF whose pages hold these lines as text."""
    parts = [
        b"",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for lines in pages:
        words = b" T* ".join(b"(" + _escaped(line) + b") Tj" for line in lines)
        stream = b"BT /F1 11 Tf 50 740 Td 16 TL " + words + b" ET"
        parts.append(b"<< /Length %d >> stream\n%s\nendstream" % (len(stream), stream))
        kids.append(len(parts) + 1)
        parts.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % len(parts)
        )
    parts[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    parts[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (
        len(kids),
        b" ".join(b"%d 0 R" % kid for kid in kids),
    )
    return whole_pdf(parts)


def whole_pdf(parts: list[bytes], more: bytes = b"") -> bytes:
    """Objects, numbered from 1, with their table and trailer."""
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        body
        + b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
        + table
        + b"trailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(parts) + 1, more, len(body))
    )


def _escaped(line: str) -> bytes:
    plain = line.encode("cp1252", "replace")
    return plain.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def pictures(pages: Pages) -> bytes:
    """The same as a fax machine sends it: a TIFF of pictures, without any text."""
    drawn = []
    for lines in pages:
        sheet = Image.new("L", (850, 1100), 255)
        pen = ImageDraw.Draw(sheet)
        for at, line in enumerate(lines):
            pen.text((60, 60 + 24 * at), line, fill=0)
        drawn.append(sheet)
    written = io.BytesIO()
    drawn[0].save(written, "TIFF", save_all=True, append_images=drawn[1:])
    return written.getvalue()
