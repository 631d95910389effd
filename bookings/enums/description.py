"""How somebody looks: NCIC codes, ``domain`` tables of the FBI code manual."""

# NCIC code tables (FBI), as read in the NIEM ``fbi`` code lists.
SEXES = {"M": "Male", "F": "Female", "U": "Unknown"}
RACES = {
    "A": "Asian or Pacific Islander",
    "B": "Black",
    "I": "American Indian or Alaskan Native",
    "U": "Unknown",
    "W": "White",
}
EYE_COLOURS = {
    "BLK": "Black",
    "BLU": "Blue",
    "BRO": "Brown",
    "GRN": "Green",
    "GRY": "Gray",
    "HAZ": "Hazel",
    "MAR": "Maroon",
    "MUL": "Multicoloured",
    "PNK": "Pink",
    "XXX": "Unknown",
}
HAIR_COLOURS = {
    "BLK": "Black",
    "BLN": "Blond",
    "BLU": "Blue",
    "BRO": "Brown",
    "GRN": "Green",
    "GRY": "Gray",
    "ONG": "Orange",
    "PLE": "Purple",
    "PNK": "Pink",
    "RED": "Red",
    "SDY": "Sandy",
    "WHI": "White",
    "XXX": "Unknown or bald",
}
# Appearance only. Codes of health (MC, TD, DA, NM, ART …) are class P6 and are
# not taken on this form.
MARK_FAMILIES = {
    "TAT": "Tattoo",
    "RTAT": "Removed tattoo",
    "SC": "Scar",
    "MOLE": "Mole",
    "DISC": "Birthmark",
    "PRCD": "Piercing",
}
