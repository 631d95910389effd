"""What a paper rests on, whom it names and what it opens. Pure.

Source of every row: domain.md 3.2, read 2026-11-29.
"""

import re

from access.enums import NOTHING, FieldClass
from warrants.checks.statement import Result, Statement, fails, for_counsel, meets
from warrants.checks.statutes import Nature, citations
from warrants.enums import Check, InstrumentKind, ScopeKind

FOURTH = "U.S. Const. amend. IV"
ACCESS = "KCC 2.15.010"
JAILS = "RCW 70.48.100(2)"

ARRESTS = frozenset(
    {
        InstrumentKind.ARREST_WARRANT,
        InstrumentKind.BENCH_WARRANT,
        InstrumentKind.WARRANT_ON_INDICTMENT,
    }
)
WARRANTS = ARRESTS | {InstrumentKind.SEARCH_WARRANT}
# Everybody of a kind: "all inmates", "every person". "All booking records of", with a
# name behind it, is the wording of most good papers.
_BLANKET = re.compile(
    r"\b(?:any and all|each and every|all|every|any)\b[^.;]{0,30}\b(?:inmates|persons|people"
    r"|aliens|individuals|bookings|foreign.?born|noncitizens|non-citizens|detainees)\b"
    r"|\b(?:every|each|any)(?: (?!of\b|and\b|or\b|for\b|about\b)[\w'-]+){0,3}"
    r" (?:inmate|person|alien|individual|noncitizen|non-citizen|detainee)\b"
    r"|\ball(?: (?!of\b|and\b|or\b|for\b|about\b)[\w'-]+){0,2}"
    r" (?:inmate|alien|detainee|noncitizen) (?:records|files|bookings|photographs)\b"
    r"(?! (?:of|for|about)\b)"
    r"|\b(?:list|roster)s? of (?:all|every|foreign|inmates|persons)\b"
    r"|\bjohn does? \d* ?(?:through|to|-) ?\d+",
    re.IGNORECASE,
)


def legal_basis(said: Statement) -> Result:
    check = Check.LEGAL_BASIS
    cited = citations(said.statutes)
    civil = [one.words for one in cited if one.nature is Nature.CIVIL_IMMIGRATION]
    if civil:
        return fails(
            check,
            f"{', '.join(civil)} is about civil custody of the immigration authorities, "
            "and is no crime.",
            "8 USC 1226, 1231, 1357; " + "KCC 2.15.005(A)",
        )
    if cited:
        return meets(check, ", ".join(one.words for one in cited))
    if said.statutes.strip():
        return for_counsel(check, "What it cites is not known here as a crime.", FOURTH)
    if said.kind in ARRESTS:
        return for_counsel(check, "No offense is cited.", "Fed. R. Crim. P. 4(b)(1)")
    return meets(check, "It need not cite an offense.")


def probable_cause(said: Statement) -> Result:
    check = Check.PROBABLE_CAUSE
    if said.kind not in WARRANTS:
        return meets(check, "Needed of a warrant alone.")
    if said.states_probable_cause:
        return meets(check, "It says that sworn facts establish it.", FOURTH)
    if said.kind is InstrumentKind.WARRANT_ON_INDICTMENT and said.indictment.strip():
        return meets(check, "The grand jury found it.", "Fed. R. Crim. P. 9(a)")
    if said.kind is InstrumentKind.BENCH_WARRANT:
        return meets(check, "It enforces a case in which cause was found.", "CrR 2.2")
    return fails(check, "It does not say that a judge found probable cause.", FOURTH)


def particularity(said: Statement) -> Result:
    check = Check.PARTICULARITY
    is_named = any(person.strip() for person in said.scope.people)
    is_wide = _BLANKET.search(said.scope.records)
    if _BLANKET.search(" ".join(said.scope.people)) or (is_wide and not is_named):
        return fails(check, "It names everybody of a kind, and nobody.", FOURTH)
    if is_wide:
        return for_counsel(
            check, "It names somebody, and describes records of others as well.", FOURTH
        )
    if is_named:
        return meets(check, "It names whom it is about.", FOURTH)
    if said.kind in ARRESTS:
        return fails(
            check, "It names nobody to be arrested.", "Fed. R. Crim. P. 4(b)(1)"
        )
    if said.scope.records.strip():
        return for_counsel(check, "It describes records, and names nobody.", FOURTH)
    return fails(check, "It names neither a person nor records.", FOURTH)


def opens(said: Statement) -> FieldClass:
    """The classes that a paper could open, were it good. An arrest warrant opens none:
    it is for the person, and no search of records.
    """
    if said.kind in ARRESTS or said.scope.kind is ScopeKind.PERSON:
        return NOTHING
    return said.scope.classes


def scope(said: Statement) -> Result:
    check = Check.SCOPE
    own = said.scope
    if said.kind in ARRESTS:
        if own.kind is not ScopeKind.PERSON or own.classes:
            return fails(
                check, "An arrest warrant alone opens no records. Enter it so.", ACCESS
            )
        return meets(check, "The person. It opens no records.", ACCESS)
    if own.kind is not ScopeKind.PERSON and not own.classes:
        return fails(check, "It does not say which records are to be given.", ACCESS)
    if own.kind is ScopeKind.PERSON and own.classes:
        return fails(
            check, "It is for the person alone, and records are listed.", ACCESS
        )
    if own.records_from and own.records_until and own.records_from > own.records_until:
        return fails(check, "Its dates run backwards.", ACCESS)
    if said.kind is InstrumentKind.SUBPOENA:
        return for_counsel(
            check,
            "A judicial subpoena is a court order by state law, and no judicial criminal "
            "warrant by the county's code.",
            "RCW 43.17.420(4); KCC 2.15.010",
        )
    return meets(check, "Limited to what it lists.", ACCESS)


def brought_by(said: Statement) -> Result:
    check = Check.BROUGHT_BY
    if not said.by_immigration_authority:
        return meets(check, "No immigration authority brings it.")
    if said.kind in WARRANTS:
        return meets(
            check, "A judicial criminal warrant is good whoever brings it.", ACCESS
        )
    if said.kind is InstrumentKind.PERMISSION:
        return fails(
            check,
            "A permission that an immigration authority brings is never accepted.",
            "KCC 2.15.010; RCW 10.93.160(5)",
        )
    return for_counsel(
        check,
        "An immigration authority brings it, and it is no judicial criminal warrant.",
        "KCC 2.15.010; RCW 10.93.160(16)",
    )


def basis_of_jails_act(said: Statement) -> Result:
    """Bases that are no court's paper: never more than a matter for counsel here."""
    return for_counsel(
        Check.LEGAL_BASIS,
        "A basis of the jails act, which is no warrant. Counsel examines the paper.",
        JAILS,
    )


def status_inquiry(said: Statement) -> Result:
    """Answered, and sent on. Nothing here forbids anybody to send what the statute
    protects: there is only nothing to send.
    """
    return for_counsel(
        Check.LEGAL_BASIS,
        "Answer: not collected, not held. Counsel has the inquiry from here on.",
        "8 USC 1373; 8 USC 1644",
    )
