"""What a typed reason tells, as codes. Pure.

Typed text is sealed and no job opens it; so its signs are taken at the moment it is
typed, and stand beside it. Words count by their boundaries: "police", "office",
"notice" and "removal of snow" say nothing.
"""

import re
import unicodedata

from warrants.enums import ReasonSign

# Papers of the immigration authorities and orders of removal: nothing else is so named.
# Sources: forms I-200, I-205, I-247 and I-213 of DHS; 8 CFR 287.5, 287.7.
_PAPERS = re.compile(
    r"\bi[\s.-]?(?:200|205|213|217|247[adgnx]?|286|851|860|862|863)\b"
    r"|\bwarrants? (?:of|for) (?:removal|deportation)\b"
    r"|\b(?:final|in absentia|reinstated|prior) (?:order|orders) of (?:removal|deportation)"
    r"|\b(?:removal|deportation) (?:order|orders|warrant|proceedings?|flight|officers?)\b"
    r"|\bnotice to appear\b|\bnta\b|\b287 ?\(?g\)?(?!\w)"
    r"|\borden(?:es)? de (?:remocion|deportacion|expulsion)\b"
)
# Words of the work itself.
_WORK = re.compile(
    r"\bdeport(?:s|ed|able|ation|ations|ing|acion|aciones|ar|ado|ada|ados)?\b"
    r"|\bexpulsion del pais\b"
    r"|\b(?:immigration|civil|ice|dhs|cbp|hsi) (?:hold|holds|detainers?|custody|pick ?up"
    r"|arrests?|enforcement|transfer|interview|checks?|violators?|violations?)\b"
    r"|\b(?:hold|detainer|pick ?up|transfer|release|notify|notification|hand ?over|turn ?over|handoff)"
    r" (?:to|for|by|from|with) (?:the )?(?:immigration|ice(?! cream)|ero|dhs|cbp|hsi|uscis|la migra)\b"
    r"|\benforcement (?:and|&) removal\b|\bdetention (?:and|&) removal\b"
    r"|\balien (?:removal|status|registration|number)\b|\b(?:criminal|illegal|removable|deportable) aliens?\b"
    r"|\ba[- ]?(?:number|file|num)\b|\ba ?#|\bundocumented\b|\billegals?\b|\boverstay(?:ed|s)?\b"
    r"|\bimmigration (?:status|violation|officers?|agents?|court order|inquiry|purposes?|matter)\b"
    r"|\bcivil immigration\b|\b(?:citizenship|alienage) (?:check|status|verification)\b"
    r"|\bin the country illegally\b|\bre-?entry after\b|\bremovab(?:le|ility)\b"
    r"|\b(?:retencion|detencion|orden|estatus|estado|agentes?|control) (?:de |por )?"
    r"(?:la )?(?:inmigracion|migracion|migratori[oa]|migra)\b"
    r"|\bindocumentad[oa]s?\b|\bla migra\b"
)
# These alone have other meanings: an interstate detainer, an extreme-risk order,
# removal of a no-contact order, a river of ice.
_MAY_MEAN = re.compile(
    r"\bdetainers?\b|\bimmigration\b|\binmigracion\b|\bremovals?\b|\bero\b|\buscis\b"
    r"|\bcbp\b|\bhsi\b|\bborder patrol\b|\bremocion\b"
)
# Letters in capitals stand for the agency; "ice" in small ones is a drug or a road.
_CAPITALS = re.compile(
    r"(?<![\w.])(?:I\.?C\.?E\.?|ERO)(?![\w])(?! (?:cream|rink|storm))"
)
# What turns the meaning: help for a victim, another state's paper, a thing removed.
_OTHER_MEANING = re.compile(
    r"\bu[- ]visa\b|\bt[- ]visa\b|\binterstate\b|\biad\b|\bextreme risk\b|\berpo\b"
    r"|\b(?:removal|remove[ds]?) (?:of|from|hearing for)? ?(?:the |an? )?(?:snow|tree|no.contact"
    r"|vehicle|license|plates?|home|premises|graffiti|property|stitches|children?|attorney"
    r"|tattoos?|monitor|ankle|school|warrants? from)"
    r"|\b(?:vehicle|snow|tree|graffiti|plate|debris|tattoo|property|catalytic|monitor|counsel)"
    r" removal\b|\b(?:icy|black) ice\b|\bimpersonat\w+\b|\bscam\w*\b|\bfraud\b"
)
_VAGUE = re.compile(
    r"(?:\W*|inv|inves|invest|investig|investigat(?:ion|ions|ive|e|ing)|case|work|official"
    r"|police|le|law enforcement|criminal|official business|official use|police business"
    r"|law enforcement purposes?|criminal investigation|ongoing investigation|needed|info"
    r"|information|check|search|test|other|misc|n/?a|none|reason|follow ?up|intel|see file"
    r"|as discussed|per (?:boss|sgt|request)|request|requested|routine|duty|business|review"
    r"|tbd|asdf+|xxx+|investigacion|trabajo|caso)[\s.!+]*"
)
# A reason of these alone says nothing, however long it is.
_SAYING_NOTHING = re.compile(
    r"(?:(?:a|active|an|and|as|business|case|check|criminal|do|duty|enforcement|for|follow"
    r"|i|in|info|information|intel|inv|invest|investigations?|investigative|is|it|law|le|matter|me"
    r"|my|needs?|needed|of|official|on|only|ongoing|open|our|pending|please|police|purposes?"
    r"|request|requested|review|routine|search|see|test|the|this|to|up|use|we|work"
    r"|asunto|caso|de|investigacion|la|oficial|para|policia|trabajo)\W*)+"
)
_CASE_NUMBER = re.compile(r"\d{2,}[-/ ]?\d{2,}")
_FEWEST_LETTERS = 6


def signs_of_a_reason(text: str) -> list[ReasonSign]:
    """Return the signs of one reason, in the order of the vocabulary."""
    plain = _plain(text)
    other = _OTHER_MEANING.search(plain)
    found = set()
    if _PAPERS.search(plain):
        found.add(ReasonSign.IMMIGRATION_PAPER)
    elif _WORK.search(plain) and not other:
        found.add(ReasonSign.IMMIGRATION_WORK)
    may = _MAY_MEAN.search(plain) or _CAPITALS.search(text)
    if may and not other and not found:
        found.add(ReasonSign.MAY_MEAN_IMMIGRATION)
    if _is_vague(plain):
        found.add(ReasonSign.VAGUE)
    if not _CASE_NUMBER.search(plain):
        found.add(ReasonSign.NO_CASE_NUMBER)
    return [sign for sign in ReasonSign if sign in found]


def plain_reason(text: str) -> str:
    """One reason as it is compared with others: letters and digits alone."""
    return re.sub(r"[^a-z0-9]+", " ", _plain(text)).strip()


def _is_vague(plain: str) -> bool:
    letters = sum(character.isalpha() for character in plain)
    numbered = _CASE_NUMBER.search(plain)
    if numbered:
        return False
    says_nothing = _VAGUE.fullmatch(plain) or _SAYING_NOTHING.fullmatch(plain)
    return letters < _FEWEST_LETTERS or bool(says_nothing)


def _plain(text: str) -> str:
    """Small letters without accents and look-alike characters, one space between."""
    shown = unicodedata.normalize("NFKD", text).translate(_LOOK_ALIKE)
    bare = "".join(c for c in shown if not unicodedata.combining(c))
    return re.sub(r"[\s_]+", " ", bare).strip().lower()


# Dashes and Cyrillic letters that look like Latin ones.
_LOOK_ALIKE = str.maketrans(
    "\u2010\u2011\u2012\u2013\u2014\u2212аеосріхТІЕСО",
    "------aeocpixTIECO",
)
