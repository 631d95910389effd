"""The words of requests and grants. Values are stored."""

from datetime import timedelta
from enum import StrEnum


class RequestStatus(StrEnum):
    """Where a request stands; WAITING has its owner, the deciders."""

    WAITING = "waiting"
    GRANTED = "granted"
    REFUSED = "refused"


class Urgency(StrEnum):
    """When whoever asks needs an answer. The hours of ``answer_within`` are our own: a
    request has a clock that its deciders see, and no end by itself.
    """

    NOW = "now"
    TODAY = "today"
    WEEK = "week"

    @property
    def label(self) -> str:
        return URGENCY_LABELS[self]

    @property
    def answer_within(self) -> timedelta:
        return {Urgency.NOW: timedelta(hours=1), Urgency.TODAY: timedelta(hours=8)}.get(
            self, timedelta(days=5)
        )


URGENCY_LABELS = {
    Urgency.NOW: "Within the hour: somebody waits for it",
    Urgency.TODAY: "Within eight hours",
    Urgency.WEEK: "Within five days",
}


class RefusalReason(StrEnum):
    """Why a request was refused; the letter cites the section, not the words."""

    LAW_FORBIDS = "law_forbids"
    PAPER_IS_NOT_JUDICIAL = "paper_is_not_judicial"
    PAPER_DOES_NOT_OPEN = "paper_does_not_open"
    NO_SUFFICIENT_REASON = "no_sufficient_reason"

    @property
    def label(self) -> str:
        return REFUSAL_LABELS[self]


REFUSAL_LABELS = {
    RefusalReason.LAW_FORBIDS: "The law does not allow it",
    RefusalReason.PAPER_IS_NOT_JUDICIAL: "The paper is not signed by a judge",
    RefusalReason.PAPER_DOES_NOT_OPEN: "The paper does not open this, or not any more",
    RefusalReason.NO_SUFFICIENT_REASON: "The reason does not suffice",
}


class EndReason(StrEnum):
    """Why a grant ended. Values are stored. Nobody chooses the last three: its paper was
    executed, its court does not know the paper, its own end has come.
    """

    NO_LONGER_NEEDED = "no_longer_needed"
    RECALLED = "recalled"
    MISUSED = "misused"
    EXECUTED = "executed"
    NOT_CONFIRMED = "not_confirmed"
    REACHED = "end_reached"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


CHOSEN_BY_NOBODY = {EndReason.EXECUTED, EndReason.NOT_CONFIRMED, EndReason.REACHED}


class ReasonSign(StrEnum):
    """What a typed reason tells, taken when it is typed; the words stay sealed."""

    IMMIGRATION_PAPER = "immigration_paper"
    IMMIGRATION_WORK = "immigration_work"
    MAY_MEAN_IMMIGRATION = "may_mean_immigration"
    VAGUE = "vague"
    NO_CASE_NUMBER = "no_case_number"
    REPEATED = "repeated"


class InstrumentKind(StrEnum):
    """What a paper is. Administrative papers of the immigration authorities are none
    of these: they are kept apart, as papers of class P9.
    """

    SEARCH_WARRANT = "search_warrant"
    ARREST_WARRANT = "arrest_warrant"
    BENCH_WARRANT = "bench_warrant"
    WARRANT_ON_INDICTMENT = "on_indictment"
    COURT_ORDER = "court_order"
    SUBPOENA = "subpoena"
    # RCW 70.48.100(2): bases that are no warrant, and bind nobody to open anything.
    PERMISSION = "permission"
    RESEARCH = "research"
    TREATMENT = "treatment"
    CARE_COORDINATION = "care_coordination"
    # 8 USC 1373: answered, and sent to counsel; never forbidden.
    STATUS_INQUIRY = "status_inquiry"

    @property
    def label(self) -> str:
        return KIND_LABELS[self]


KIND_LABELS = {
    InstrumentKind.SEARCH_WARRANT: "Search warrant",
    InstrumentKind.ARREST_WARRANT: "Arrest warrant",
    InstrumentKind.BENCH_WARRANT: "Bench warrant",
    InstrumentKind.WARRANT_ON_INDICTMENT: "Warrant on an indictment, signed by the clerk",
    InstrumentKind.COURT_ORDER: "Court order",
    InstrumentKind.SUBPOENA: "Judicial subpoena",
    InstrumentKind.PERMISSION: "The person's written permission",
    InstrumentKind.RESEARCH: "Research agreement",
    InstrumentKind.TREATMENT: "Eligibility for treatment or services",
    InstrumentKind.CARE_COORDINATION: "Care coordination",
    InstrumentKind.STATUS_INQUIRY: "Inquiry about citizenship or immigration status",
}


class CourtKind(StrEnum):
    US_DISTRICT = "us_district"
    US_APPEALS = "us_appeals"
    SUPERIOR = "superior"
    DISTRICT = "district"
    MUNICIPAL = "municipal"


class SignerTitle(StrEnum):
    """Under what title somebody signed. The last five sign no judicial paper."""

    US_DISTRICT_JUDGE = "us_district_judge"
    US_MAGISTRATE_JUDGE = "us_magistrate_judge"
    US_CIRCUIT_JUDGE = "us_circuit_judge"
    SUPERIOR_COURT_JUDGE = "superior_judge"
    DISTRICT_COURT_JUDGE = "district_judge"
    MUNICIPAL_COURT_JUDGE = "municipal_judge"
    COURT_COMMISSIONER = "commissioner"
    JUDGE = "judge"
    JUDGE_PRO_TEMPORE = "pro_tempore"
    CLERK = "clerk"
    OTHER = "other"
    NOBODY = "nobody"
    IMMIGRATION_JUDGE = "immigration_judge"
    IMMIGRATION_OFFICER = "immigration_officer"
    DEPORTATION_OFFICER = "deportation_officer"
    FIELD_OFFICE_DIRECTOR = "field_office_director"
    CUSTOMS_OFFICER = "customs_officer"

    @property
    def label(self) -> str:
        return TITLE_LABELS[self]


TITLE_LABELS = {
    SignerTitle.US_DISTRICT_JUDGE: "United States District Judge",
    SignerTitle.US_MAGISTRATE_JUDGE: "United States Magistrate Judge",
    SignerTitle.US_CIRCUIT_JUDGE: "United States Circuit Judge",
    SignerTitle.SUPERIOR_COURT_JUDGE: "Superior Court Judge",
    SignerTitle.DISTRICT_COURT_JUDGE: "District Court Judge",
    SignerTitle.MUNICIPAL_COURT_JUDGE: "Municipal Court Judge",
    SignerTitle.COURT_COMMISSIONER: "Court Commissioner",
    SignerTitle.JUDGE: "Judge, and no more is said",
    SignerTitle.JUDGE_PRO_TEMPORE: "Judge pro tempore",
    SignerTitle.CLERK: "Clerk or deputy clerk of court",
    SignerTitle.OTHER: "Another title",
    SignerTitle.NOBODY: "It is not signed",
    SignerTitle.IMMIGRATION_JUDGE: "Immigration Judge",
    SignerTitle.IMMIGRATION_OFFICER: "Immigration Officer",
    SignerTitle.DEPORTATION_OFFICER: "Deportation Officer",
    SignerTitle.FIELD_OFFICE_DIRECTOR: "Field Office Director",
    SignerTitle.CUSTOMS_OFFICER: "Customs Officer",
}


class ScopeKind(StrEnum):
    """What a paper is for: the person's body, what is on record, or both."""

    PERSON = "person"
    RECORDS = "records"
    BOTH = "both"

    @property
    def label(self) -> str:
        return {"person": "The person", "records": "Records"}.get(
            self.value, "The person and records"
        )


class Check(StrEnum):
    """The fields of a paper that are examined, in the order in which they are shown."""

    ISSUER = "issuer"
    AUTHORITY = "authority"
    SIGNER = "signer"
    FORM = "form"
    CASE_NUMBER = "case_number"
    LEGAL_BASIS = "legal_basis"
    PROBABLE_CAUSE = "probable_cause"
    PARTICULARITY = "particularity"
    SCOPE = "scope"
    TIME = "time"
    STATE = "state"
    RETURN = "return"
    BROUGHT_BY = "brought_by"
    TEXT = "text"
    COMPARED = "compared"
    CALL_BACK = "call_back"

    @property
    def label(self) -> str:
        return CHECK_LABELS[self]


CHECK_LABELS = {
    Check.ISSUER: "Issuing court",
    Check.AUTHORITY: "Whose authority",
    Check.SIGNER: "Signature",
    Check.FORM: "Form",
    Check.CASE_NUMBER: "Case number",
    Check.LEGAL_BASIS: "Statute",
    Check.PROBABLE_CAUSE: "Probable cause",
    Check.PARTICULARITY: "Whom or what it names",
    Check.SCOPE: "What it opens",
    Check.TIME: "Time",
    Check.STATE: "Recalled or served",
    Check.RETURN: "Return to the court",
    Check.BROUGHT_BY: "Who brings it",
    Check.TEXT: "What the scan says",
    Check.COMPARED: "Compared with the scan",
    Check.CALL_BACK: "Call to the clerk of court",
}


class Outcome(StrEnum):
    """What becomes of a check, and of a paper. WAITS: somebody has yet to do their part;
    it never stands for a yes.
    """

    MEETS = "meets"
    FAILS = "fails"
    COUNSEL = "counsel"
    WAITS = "waits"

    @property
    def label(self) -> str:
        return {"meets": "Meets", "fails": "Fails", "counsel": "For counsel"}.get(
            self.value, "Waits"
        )


class PartKind(StrEnum):
    """What of a paper lies sealed: a page, the text of its pages, whom it names."""

    PAGE = "page"
    TEXT = "text"
    NAMED = "named"


class CallResult(StrEnum):
    """What the clerk of court said, when called on the number of the court table."""

    CONFIRMED = "confirmed"
    NOT_KNOWN = "not_known"
    RECALLED = "recalled"
    NO_ANSWER = "no_answer"

    @property
    def label(self) -> str:
        return CALL_LABELS[self]


CALL_LABELS = {
    CallResult.CONFIRMED: "The clerk confirmed it, as it stands here",
    CallResult.NOT_KNOWN: "The clerk does not know it, or not as it stands here",
    CallResult.RECALLED: "The clerk says that it is recalled or quashed",
    CallResult.NO_ANSWER: "Nobody answered",
}


class AdministrativePaper(StrEnum):
    """Papers that open nothing, by which a mistake at entering is known."""

    I_200 = "I-200"
    I_203 = "I-203"
    I_205 = "I-205"
    I_247 = "I-247"
    I_138 = "I-138"
    I_286 = "I-286"
    I_862 = "I-862"
    IMMIGRATION_JUDGE = "immigration_judge"
    CUSTOMS_SUMMONS = "customs_summons"

    @property
    def label(self) -> str:
        return ADMINISTRATIVE_LABELS[self]


ADMINISTRATIVE_LABELS = {
    AdministrativePaper.I_200: "I-200, warrant for arrest of an alien",
    AdministrativePaper.I_203: "I-203, order to detain or release",
    AdministrativePaper.I_205: "I-205, warrant of removal",
    AdministrativePaper.I_247: "I-247 family, immigration detainer",
    AdministrativePaper.I_138: "I-138, immigration subpoena",
    AdministrativePaper.I_286: "I-286, notice of custody determination",
    AdministrativePaper.I_862: "I-862, notice to appear",
    AdministrativePaper.IMMIGRATION_JUDGE: "Order or warrant of an immigration judge",
    AdministrativePaper.CUSTOMS_SUMMONS: "Customs summons",
}


class Danger(StrEnum):
    """What threatens somebody's life, where the jail's commander opens a record at once."""

    VIOLENCE = "violence"
    MISSING = "missing"
    ILLNESS = "illness"
    SELF_HARM = "self_harm"
    DISASTER = "disaster"

    @property
    def label(self) -> str:
        return DANGER_LABELS[self]


DANGER_LABELS = {
    Danger.VIOLENCE: "Somebody is threatened with deadly violence",
    Danger.MISSING: "Somebody is missing and in danger",
    Danger.ILLNESS: "Somebody may die of an illness or injury",
    Danger.SELF_HARM: "Somebody may take their own life",
    Danger.DISASTER: "Fire, flood or another disaster",
}


class EmergencyReview(StrEnum):
    """What the privacy officer finds of an emergency afterwards. It ends nothing."""

    RIGHT = "right"
    TOO_WIDE = "too_wide"
    NOT_NEEDED = "not_needed"

    @property
    def label(self) -> str:
        return REVIEW_LABELS[self]


REVIEW_LABELS = {
    EmergencyReview.RIGHT: "It was right to open it",
    EmergencyReview.TOO_WIDE: "Right, but for too long or too much",
    EmergencyReview.NOT_NEEDED: "It should not have been opened",
}
