"""How a person's name is known."""

IDENTIFIED_BY = {
    "stated": "Stated by the person",
    "document": "A document with a photo",
    "prints": "Fingerprints",
    "known": "Known to staff",
    "unidentified": "Not identified yet",
}
UNIDENTIFIED = "unidentified"
# By which the record goes until a name is known (NCIC's own practice).
DOE = ("Doe", "Unidentified")
