"""Papers of the immigration authorities."""

from enum import StrEnum


class DetainerForm(StrEnum):
    """Immigration papers: requests, administrative warrants and subpoenas, orders of an
    immigration judge, summonses of the customs. None binds. Values are stored, and shown
    where a form's number would stand.
    """

    I_247A = "I-247A"
    I_247D = "I-247D"
    I_247N = "I-247N"
    I_247X = "I-247X"
    I_247 = "I-247"
    I_200 = "I-200"
    I_203 = "I-203"
    I_205 = "I-205"
    I_138 = "I-138"
    IMMIGRATION_JUDGE = "EOIR order"
    CUSTOMS_SUMMONS = "Summons"


class PaperOutcome(StrEnum):
    """What became of a paper. None of it touches the person's custody."""

    LIFTED = "lifted"
    NOT_FOLLOWED = "not_followed"
    TO_WARRANTS = "to_warrants"


class CopyResult(StrEnum):
    """How the copy was taken by the person it is for."""

    SIGNED = "signed"
    REFUSED = "refused"
    SENT_AFTER = "sent_after"


PAPER_FORM_LABELS = {
    DetainerForm.I_247A: "I-247A, detainer (2017 and later)",
    DetainerForm.I_247D: "I-247D, detainer (2015)",
    DetainerForm.I_247N: "I-247N, request to be told of a release (2015)",
    DetainerForm.I_247X: "I-247X, request for a transfer (2015)",
    DetainerForm.I_247: "I-247, detainer (before 2015)",
    DetainerForm.I_200: "I-200, administrative warrant of arrest",
    DetainerForm.I_203: "I-203, order to detain or release",
    DetainerForm.I_205: "I-205, administrative warrant of removal",
    DetainerForm.I_138: "I-138, immigration subpoena",
    DetainerForm.IMMIGRATION_JUDGE: "Order of an immigration judge (EOIR)",
    DetainerForm.CUSTOMS_SUMMONS: "Customs summons (19 USC 1509)",
}
PAPER_MEANS = {
    "fax": "Fax",
    "mail": "Mail",
    "e-mail": "E-mail",
    "by hand": "By hand",
    "with transfer": "With the person, at a transfer",
}
ATTACHED_LABELS = {"": "None", "I-200": "I-200", "I-205": "I-205"}
JUDICIAL_LABELS = {
    "": "No",
    "attached": "Yes: goes to warrants, to be examined there",
}
PAPER_OUTCOME_LABELS = {
    PaperOutcome.LIFTED: "Lifted by the office that sent it",
    PaperOutcome.NOT_FOLLOWED: "Not followed; the person left as anybody does",
    PaperOutcome.TO_WARRANTS: "A judge's warrant came with it; examined as a warrant",
}
COPY_RESULT_LABELS = {
    CopyResult.SIGNED: "Signed by the person",
    CopyResult.REFUSED: "Signature refused; the copy was left with the person",
    CopyResult.SENT_AFTER: "Sent to the person after they had left",
}
