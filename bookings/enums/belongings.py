"""Property and its receipts. Values are stored; the words are NIEM's."""

from enum import StrEnum


class PropertyKind(StrEnum):
    DEPOSITED = "deposited"
    RETAINED = "retained"
    SEIZED = "seized"


PROPERTY_LABELS = {
    PropertyKind.DEPOSITED: "Deposited: the jail keeps it",
    PropertyKind.RETAINED: "Retained: the person keeps it",
    PropertyKind.SEIZED: "Seized: taken by an agency",
}


class ReceiptKind(StrEnum):
    TAKEN = "taken"
    RETURNED = "returned"


RECEIPT_KINDS = {
    ReceiptKind.TAKEN: "What was taken",
    ReceiptKind.RETURNED: "What was given back",
}


class ReceiptOutcome(StrEnum):
    SIGNED = "signed"
    REFUSED = "refused"
    UNABLE = "unable"


RECEIPT_OUTCOMES = {
    ReceiptOutcome.SIGNED: "Signed",
    ReceiptOutcome.REFUSED: "Would not sign",
    ReceiptOutcome.UNABLE: "Could not sign",
}
