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
ETHNICITIES = {"H": "Hispanic", "N": "Not Hispanic", "U": "Unknown"}
SKIN_TONES = {
    "ALB": "Albino",
    "BLK": "Black",
    "DRK": "Dark",
    "DBR": "Dark brown",
    "FAR": "Fair",
    "LGT": "Light",
    "LBR": "Light brown",
    "MED": "Medium",
    "MBR": "Medium brown",
    "OLV": "Olive",
    "RUD": "Ruddy",
    "SAL": "Sallow",
    "YEL": "Yellow",
}
# N-DEx.
BUILDS = {
    "AVERAGE": "Average",
    "HEAVY": "Heavy",
    "LARGE": "Large",
    "MEDIUM": "Medium",
    "MUSCULAR": "Muscular",
    "OBESE": "Obese",
    "SLIM": "Slim",
    "SMALL": "Small",
    "STOCKY": "Stocky",
    "THIN": "Thin",
    "VERY_THIN": "Very thin",
    "UNKNOWN": "Unknown",
}
# Appearance only. Codes of health (MC, TD, DA, NM, ART and more) are class P6 and stand
# in a table of their own: ``rules.is_of_health``.
MARK_FAMILIES = {
    "TAT": "Tattoo",
    "RTAT": "Removed tattoo",
    "SC": "Scar",
    "MOLE": "Mole",
    "DISC": "Birthmark",
    "PRCD": "Piercing",
    "MISS": "Missing",
    "EXTR": "Extra",
    "LOOK": "Appearance",
}
# What the database itself keeps out of the marks of appearance, whoever writes.
HEALTH_CODES = r"^(MC|TD|DA|NM|ART|FRC|HFR|CRIP|DEAF|BLND|BRAC|BRA|SHUNT|ORTH) "
