"""Who issued a paper: the court, its authority, the signature, the form, the number. Pure.

Source of every row: domain.md 3.2, read 2026-11-29.
"""

import re
from collections.abc import Mapping

from warrants.checks.numbers import NEVER_A_CASE, Shape, shape_of
from warrants.checks.statement import Result, Statement, fails, for_counsel, meets
from warrants.enums import Check, CourtKind, InstrumentKind, SignerTitle

KWW = "RCW 43.17.420(4)"
KCC = "KCC 2.15.005(A)"
RULE_4 = "Fed. R. Crim. P. 4(b)(1)"
RULE_9 = "Fed. R. Crim. P. 9(b)(1)"

_NO_COURT = re.compile(
    r"\bdhs\b|homeland security|\bice\b|immigration|\bcbp\b|customs|\buscis\b|\beoir\b"
    r"|border (?:patrol|protection)|citizenship|board of immigration|enforcement and removal",
    re.IGNORECASE,
)
_OTHER_STATES = re.compile(
    r"\b(?:alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware"
    r"|florida|georgia|hawaii|idaho|illinois|indiana|iowa|kansas|kentucky|louisiana"
    r"|maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri|montana"
    r"|nebraska|nevada|new (?:hampshire|jersey|mexico|york)|north (?:carolina|dakota)|ohio"
    r"|oklahoma|oregon|pennsylvania|rhode island|south (?:carolina|dakota)|tennessee"
    r"|texas|utah|vermont|virginia|west virginia|wisconsin|wyoming|british columbia)\b",
    re.IGNORECASE,
)
FEDERAL = frozenset({CourtKind.US_DISTRICT, CourtKind.US_APPEALS})
_JUDGES_OF: Mapping[CourtKind, frozenset[SignerTitle]] = {
    CourtKind.US_DISTRICT: frozenset(
        {SignerTitle.US_DISTRICT_JUDGE, SignerTitle.US_MAGISTRATE_JUDGE}
    ),
    CourtKind.US_APPEALS: frozenset({SignerTitle.US_CIRCUIT_JUDGE}),
    CourtKind.SUPERIOR: frozenset(
        {SignerTitle.SUPERIOR_COURT_JUDGE, SignerTitle.COURT_COMMISSIONER}
        | {SignerTitle.JUDGE}
    ),
    CourtKind.DISTRICT: frozenset(
        {SignerTitle.DISTRICT_COURT_JUDGE, SignerTitle.COURT_COMMISSIONER}
        | {SignerTitle.JUDGE}
    ),
    CourtKind.MUNICIPAL: frozenset(
        {SignerTitle.MUNICIPAL_COURT_JUDGE, SignerTitle.COURT_COMMISSIONER}
        | {SignerTitle.JUDGE}
    ),
}
# Who may sign for another court by its rules: by designation, a judge of a state's court
# of record (Fed. R. Crim. P. 41(b)(1)), a judge of a higher court as a magistrate.
_MAY_SIT_IN: Mapping[CourtKind, frozenset[SignerTitle]] = {
    CourtKind.US_DISTRICT: frozenset(
        {SignerTitle.US_CIRCUIT_JUDGE, SignerTitle.SUPERIOR_COURT_JUDGE}
    ),
    CourtKind.US_APPEALS: frozenset({SignerTitle.US_DISTRICT_JUDGE}),
    CourtKind.SUPERIOR: frozenset(),
    CourtKind.DISTRICT: frozenset(
        {SignerTitle.SUPERIOR_COURT_JUDGE, SignerTitle.MUNICIPAL_COURT_JUDGE}
    ),
    CourtKind.MUNICIPAL: frozenset(
        {SignerTitle.SUPERIOR_COURT_JUDGE, SignerTitle.DISTRICT_COURT_JUDGE}
    ),
}
# Nobody who bears one of these is a judge of a court under either constitution.
NO_JUDGE = frozenset(
    {
        SignerTitle.IMMIGRATION_JUDGE,
        SignerTitle.IMMIGRATION_OFFICER,
        SignerTitle.DEPORTATION_OFFICER,
        SignerTitle.FIELD_OFFICE_DIRECTOR,
        SignerTitle.CUSTOMS_OFFICER,
    }
)
_TITLE_IN_A_NAME = re.compile(
    r"immigration|deportation|field office|\bsddo\b|\beoir\b|customs officer|\bero\b",
    re.IGNORECASE,
)
_FORM_OF: Mapping[str, frozenset[InstrumentKind]] = {
    "442": frozenset(
        {
            InstrumentKind.ARREST_WARRANT,
            InstrumentKind.BENCH_WARRANT,
            InstrumentKind.WARRANT_ON_INDICTMENT,
        }
    ),
    "93": frozenset({InstrumentKind.SEARCH_WARRANT}),
    "110": frozenset({InstrumentKind.SUBPOENA}),
    "89": frozenset({InstrumentKind.SUBPOENA}),
}
_ADMINISTRATIVE_FORM = re.compile(
    r"\bI\s?-?\s?(?:200|203A?|205|213|247[ADGNX]?|138|286|851|860|862)\b|\bEOIR|\b3115\b",
    re.IGNORECASE,
)
_NAMED = {
    Shape.A_NUMBER: "an A-number, by which the immigration authorities file a person",
    Shape.A_NUMBER_WITHOUT_ITS_LETTER: "written as an A-number without its letter",
    Shape.EVENT_NUMBER: "an event number of the immigration authorities",
    Shape.FIN_NUMBER: "a fingerprint number of the immigration authorities",
}


def issuer(said: Statement) -> Result:
    check = Check.ISSUER
    if said.court is None and _NO_COURT.search(said.court_label):
        return fails(
            check,
            "The paper is issued by an immigration authority, and by no court.",
            KCC,
        )
    if not said.court_label.strip():
        return fails(check, "No court is named.", KWW)
    if said.court is None:
        return for_counsel(check, "This court is not in the court table.", KWW)
    if said.issued_on and not said.court.sat_on(said.issued_on):
        return for_counsel(
            check, "By the court table this court did not sit on that day.", KWW
        )
    return meets(check, said.court.name, said.court.source)


def authority(said: Statement) -> Result:
    check = Check.AUTHORITY
    if said.court is None:
        if _NO_COURT.search(said.court_label):
            return fails(
                check,
                "Neither Article III of the United States Constitution nor Article IV "
                "of Washington's.",
                KWW,
            )
        other = _OTHER_STATES.search(said.court_label)
        why = (
            "A judge of another state is not among those whom the statute names."
            if other
            else "Whether its judge is one under Article III, or Article IV of "
            "Washington's constitution, is not known here."
        )
        return for_counsel(check, why, KWW)
    if said.court.kind in FEDERAL:
        return meets(check, "Article III of the United States Constitution.", KWW)
    return meets(check, "Article IV of the Washington Constitution.", KWW)


def signer(said: Statement) -> Result:
    check = Check.SIGNER
    title = said.signer
    if title in NO_JUDGE or _TITLE_IN_A_NAME.search(said.signed_by):
        return fails(
            check,
            "Whoever signed is an officer of the executive, and no judge of a court.",
            KWW,
        )
    if title is SignerTitle.NOBODY or not said.signed_by.strip():
        return fails(check, "It is not signed.", RULE_4)
    if title is SignerTitle.CLERK:
        return _clerk(said)
    if (
        said.kind is InstrumentKind.WARRANT_ON_INDICTMENT
        and not said.indictment.strip()
    ):
        return for_counsel(
            check, "The indictment's number is not written down.", RULE_9
        )
    if said.court is None or title in (
        SignerTitle.OTHER,
        SignerTitle.JUDGE_PRO_TEMPORE,
    ):
        return for_counsel(
            check, "Whether this title is a judge's there is asked.", KWW
        )
    return _of_that_court(title, said.court.kind)


def _of_that_court(title: SignerTitle, kind: CourtKind) -> Result:
    check = Check.SIGNER
    if title in _JUDGES_OF[kind]:
        return meets(check, f"{title.label} of that court.", RULE_4)
    if title in _MAY_SIT_IN[kind]:
        return for_counsel(
            check,
            f"A {title.label} signed. Whether they sat in that court is asked.",
            KWW,
        )
    if title is SignerTitle.JUDGE:
        return for_counsel(check, "It says “Judge”, and not of which kind.", KWW)
    return fails(check, f"That court has no {title.label}.", KWW)


def _clerk(said: Statement) -> Result:
    check = Check.SIGNER
    if said.kind is InstrumentKind.SUBPOENA:
        return for_counsel(
            check, "A clerk may sign a subpoena.", "Fed. R. Crim. P. 17(a)"
        )
    if said.kind is not InstrumentKind.WARRANT_ON_INDICTMENT:
        return fails(
            check,
            "A clerk signs a warrant on an indictment alone. A judge must.",
            RULE_9,
        )
    if not said.indictment.strip():
        return fails(
            check, "A clerk signed, and no number of an indictment is given.", RULE_9
        )
    return for_counsel(check, "The clerk signed, on an indictment.", RULE_9)


def form(said: Statement) -> Result:
    check = Check.FORM
    written = said.form.strip()
    if _ADMINISTRATIVE_FORM.search(written):
        return fails(check, "This is a form of the immigration authorities.", KCC)
    number = re.fullmatch(r"AO[\s-]*(\d+)[A-Z]?.*", written, re.IGNORECASE)
    if said.court and said.court.kind is CourtKind.US_DISTRICT:
        if number and said.kind in _FORM_OF.get(number[1], frozenset()):
            return meets(check, f"AO {number[1]} is this kind of paper.", RULE_4)
        if said.kind is InstrumentKind.COURT_ORDER:
            return meets(check, "An order has no form of its own.")
        why = (
            f"AO {number[1]} is not a {said.kind.label.lower()}."
            if number
            else "It is on no form of the federal courts that is known here."
        )
        return for_counsel(check, why, "Forms AO 442, AO 93, AO 110, AO 89")
    if number:
        return for_counsel(
            check, "A form of the federal courts, of another court.", KWW
        )
    return meets(check, "Washington's courts use forms of their own.")


def case_number(said: Statement) -> Result:
    check = Check.CASE_NUMBER
    kind = said.court.kind if said.court else None
    shape = shape_of(said.case_number, kind)
    if shape in NEVER_A_CASE:
        return fails(check, f"This is no case of a court: it is {_NAMED[shape]}.", KCC)
    if shape is Shape.EMPTY:
        if said.kind is InstrumentKind.SEARCH_WARRANT:
            return for_counsel(check, "A search warrant without a number yet.", RULE_4)
        return fails(check, "It has no case number.", RULE_4)
    if shape is Shape.CRIMINAL:
        return meets(check, "Written as that court writes its criminal cases.")
    if shape is Shape.CIVIL and said.kind is InstrumentKind.COURT_ORDER:
        return meets(check, "Written as that court writes its civil cases.")
    why = (
        "Written as that court writes its civil cases."
        if shape is Shape.CIVIL
        else "Not written as that court writes its numbers, as far as is known here."
    )
    return for_counsel(check, why, "domain.md 3.2")
