"""What tells of origin and status, in English."""

from bookings.reading.kinds import Kind
from bookings.reading.patterns import Rules

ENGLISH = Rules()
_add = ENGLISH.add

# --- Citizenship -------------------------------------------------------------------------

_add(
    Kind.CITIZENSHIP,
    "citizenship",
    unless=r"(?:good|digital) @|@ (?:award|class\b|grade|essay|club|prize)",
)
_add(Kind.CITIZENSHIP, "noncitizen noncitizens")
_add(
    Kind.CITIZENSHIP,
    "citizen citizens",
    r"(?:<us>|american|<abroad>|<people>|indian|foreign|dual|naturali[sz]ed|born|non|native) @",
    r"\bnot (?:an? )?(?:<us> |american )?(?:natural born |natural |legal |lawful )?@",
    r"@ (?:of|from) (?:<the>|another |some other |that |this )(?:<country>|country|us\b|mx\b)",
    r"\b(?:<be>|claim\w*|stat\w+|says?|said|bec[ao]m\w+)(?: to be| that)?(?: he| she| they)?"
    r"(?: is| was| are)? (?:an? )?(?:full |lawful |legal |now )?@(?= ?$| [.;)])",
    r"@ (?:: |\? |- )?(?:y|yes|no|n|unk|unknown|u|mx|status)\b(?! (?:arrest|band))",
    r"@ : (?:<country>|<people>|us\b|american)",
    r"@ by (?:birth|naturali\w+)",
    unless=r"sovereign @|senior @|private @|@ (?:arrest\w*|band|bank|advis\w+|academy|patrol"
    r"|complain\w*|call\w*|report\w*|inform\w*|watch\w*|app\b|review|council|witness\w*"
    r"|on patrol|tip)",
)
_add(
    Kind.CITIZENSHIP, "naturalized naturalised naturalization", unless=r"@ (?:plant|sp)"
)
_add(
    Kind.CITIZENSHIP,
    "usc",
    r"\b(?:<be>|as|claim\w*|stat\w+|says?|said|non|possible|verified|confirmed|prob\w*"
    r"|reported|lists?) (?:to be )?(?:an? )?@|: @|@ (?:by birth|verified|confirmed|status)",
    r"@ [:?] ?(?:y|n|yes|no|unk)",
    unless=r"\d @|@ (?:\d|ss|sec|title|student|football|shirt|hood\w+|sweat\w+|hat|jersey"
    r"|campus|game|grad\w*|alum\w*|fan|medical|tommy)|against the @",
)
_add(
    Kind.CITIZENSHIP,
    "american",
    r"\b(?:<be>|to be|as) (?:an? )?@<end>|@ (?:born|national\b|passport|parents)",
    r"<us> born @",
    unless=r"(?:african|native|latin|asian|pan|all|central|south|north|euro\w*) @",
)
# --- Nationality, national origin --------------------------------------------------------

_add(Kind.NATIONAL_ORIGIN, "nationality nationalities stateless")
_add(
    Kind.NATIONAL_ORIGIN,
    "national nationals",
    r"(?:<people>|<country>|indian|foreign|dual|american|<us>|non us|country) @",
    r"@ of (?:<the>)(?:<country>|another country|a foreign)",
    r"\bnot (?:an? )?(?:us|american) @",
    unless=r"@ (?:guard\w*|bank\w*|parks?|forests?|anthem|team|flag|day|holiday|museum|rail"
    r"\w*|airlines?|police|championship\w*|cemetery|center|league|convention|origin park)",
)
_add(
    Kind.NATIONAL_ORIGIN,
    "foreigner foreigners",
    unless=r"@ (?:band|shirt|concert|song|tape|cd|album|tour|poster|tshirt)",
)
_add(
    Kind.NATIONAL_ORIGIN,
    "foreign",
    r"@ (?:born|nationality|citizenship|parentage|descent|origin)",
    r"\b(?:from|of|citizen of) (?:a|some|another) @ country",
)
_add(
    Kind.NATIONAL_ORIGIN,
    "origin origins",
    r"(?:national|ethnic) @|countr(?:y|ies) of @|<people> @|@ : <country>|@ country",
)
_add(
    Kind.NATIONAL_ORIGIN,
    "descent ancestry heritage ethnicity extraction",
    r"<people>(?: american)? @|@ (?:is |: )?(?:<people>|<country>)",
)
_LANGUAGE = (
    r"speak\w*|spoke|spoken|interpret\w*|translat\w*|language|fluent\w*|dialect|accent\w*"
    r"|habla\w*|idioma|lengua|traduc\w*|written in|reads|accented"
)
_THING = (
    r"food|restaurants?|flags?|mafia|cartel|pesos?|coins?|currency|blanket|beer|market|store"
    r"|grocery|bakery|shepherds?|fries|toast|plates?|music|wrestl\w*|standoff|candy|cheese"
    r"|sandwich\w*|cigars?|bulldog|terrier|whisk[e]?y|pub|army knife|link|necklace|chain"
    r"|knife|pistol|rifle|made|motorcycle|car|cars|truck|bank|embassy|comida|restaurante"
    r"|bandera|cerveza|musica|tienda|moneda|gang|style|independence|rug|cat|dog|setter"
)
_add(
    Kind.NATIONAL_ORIGIN,
    "D_",
    r"@(?: american)? (?:\S+ )?<person>\b",
    r"\b(?:<be>|to be|being|as|possibly|appears?|looks|identif\w+ as|reported as|think)"
    r" (?:an? |un |una |full |half |part |originally |also |from )?@(?: american)?<end>",
    r"\b(?:citizen\w*|national\w*|nacional\w*|<person>|origin|ciudadan\w+|born|padres)"
    r" (?:: |of |de |= |- )?@(?! (?:food|restaurant|spoke|speak))",
    r"@ (?:born|by birth|raised|consul\w*|de nacimiento|parents?|immigra\w*)",
    r"(?:born|half|part) @",
    r"(?:race|eth\w*|natl?|nat) : @|\b(?:h|w|b|a) / m \( @",
    unless=rf"\b(?:{_LANGUAGE}) (?:\S+ )?(?:\S+ )?@|@ (?:\S+ )?(?:{_LANGUAGE})"
    rf"|@ (?:\S+ )?(?:{_THING})\b|@ (?:boys|lady|kid) band|tattoo\w* (?:\S+ )?@",
)
_add(
    Kind.NATIONAL_ORIGIN,
    "indian",
    r"@ (?:nationals?|citizens?|passport|nationality|origin|descent)|east @ (?:male|female)",
    unless=r"american @",
)
_add(
    Kind.NATIONAL_ORIGIN,
    "country homeland countries",
    r"(?:home|native|birth|own|mother) @",
    r"\b(?:in|to|from|left|fled|leave|flee|back) (?:his|her|their|your|my) @",
    r"@ of (?:origin|birth|citizenship|nationality)|other @ of",
    r"\b(?:from|citizen of|born in) (?:a different|another|what|which|some other) @",
    r"\b(?:what|which) @ (?:he|she|they) (?:is|was|were|are)?(?: born| from)?",
    unless=r"\b(?:serv\w+|fought|fight\w*|defend\w*|lov\w+|died) (?:for |in )?\w+ @"
    r"|@ (?:music|club|road|fair|store|buffet|kitchen|security|living)|cross @",
)
_add(
    Kind.NATIONAL_ORIGIN,
    "consulate consulates consul consular",
    r"@ (?:of <country> |office |officer |official |general )?(?:was |has been |to be |been )?"
    r"(?:notif\w*|contact\w*|call\w*|inform\w*|advis\w*|told|notice|visit\w*|access|rep\w*)",
    r"\b(?:notif\w*|contact\w*|call|called|calls|inform\w*|wants?|wanted|request\w*|asked for"
    r"|talk to|visit\w* (?:by|from)|speak (?:to|with)|letter to|left for)"
    r" (?:his |her |their |to )?(?:<the>)(?:<people> |own )?@",
    r"\b(?:his|her|their) (?:own )?@",
    unless=r"@ (?:building|parking|on|steps|general [a-z])|outside|trespass|protest|in front|works?\b",
)
# --- Where somebody was born or comes from -----------------------------------------------

_add(
    Kind.BIRTHPLACE,
    "born",
    r"@ (?:and raised |& raised |somewhere |probably )?in <the>(?:\S+ ){0,3}?<place>",
    r"@ (?:and raised )?in (?!<month>|the\b|a\b|an\b|and\b|jail|prison|custody|wedlock"
    r"|hospital|captivity|to\b|his\b|her\b|same\b|\.|poverty|may\b)[a-z]\w+",
    r"@ (?:and raised )?in (?:the |a |an )(?:\S+ )?(?:town|village|city|country|camp|capital"
    r"|us|states|province|south|north|east|west|midwest|islands?)\b",
    r"@ (?:and raised )?(?:here|there|abroad|overseas|elsewhere|outside (?:of )?<the><us>)\b",
    r"(?:foreign|native|<us>|american|<abroad>|<people>|T_\w+|not|wasnt) @(?! again)(?! to\b)",
    r"@ (?:at|near|outside|around|by|on) (?:\S+ ){0,4}?<country>",
    r"\bwhere (?:\S+ )?(?:\S+ )?(?:was |is |were )?@|@ where\b|@ (?:and raised )?: <place>",
    unless=r"@ (?:in|on) (?:the )?\d|@ again|(?:new|still) @|\" @|\b(?:shirt|tshirt|song|tattoo"
    r"\w*|hoodie|sang|sings|singing|album|hat|sticker|springsteen|playing)\b"
    r"|\b(?:baby|infant|newborn|puppies|kittens|twins) (?:\S+ ){0,2}@(?! (?:\S+ ){0,4}[CPU]_)",
)
_add(
    Kind.BIRTHPLACE,
    "birth",
    r"(?:place|country|state|city|town|county|location|nation) of @",
    r"@ (?:place|country|city|state|town|nation)\b",
    r"<people> @ (?:certificate|cert)|@ (?:certificate|cert) (?:\S+ ){0,2}?<place>",
    r"(?:<us>) by @|gave @ in <abroad>",
)
_add(Kind.BIRTHPLACE, "birthplace birthplaces birthcountry")
_add(Kind.BIRTHPLACE, "pob", unless=r"@ (?:# )?\d\d")
_add(Kind.BIRTHPLACE, "cob", r"@ [:=] |@ (?:<country>|mx\b)")
_GOODS = (
    r"(?:call\w*|warrants?|ids?|licenses?|plate\w*|packages?|parcel|letters?|mail|cars?|truck"
    r"|vehicle|money|cash|messages?|shirt|photos?|pictures?|prescri\w+|medic\w+|pills|phone"
    r"|flight|drugs?|cocaine|heroin|fentanyl|meth|import\w*|wire|transfer\w*|recipe|souvenir"
    r"|postcard|coins?|checks?|texts?|emails?|shipment|wine|tequila|beer|extradit\w*|back"
    r"|return\w*|vacation|trip|cruise|flew|deploy\w*|tattoo\w*|flag|sauce|food|medal|bill"
    r"|number|receipt|toy|jewelry|rug|watch|goods|ship|load|supply|guns?|firearms?)"
)
_add(
    Kind.BIRTHPLACE,
    "from",
    r"\b(?:original\w*|c[ao]me|comes|coming|hail\w*|emigrat\w*|immigrat\w*|migrat\w*|fled"
    r"|escap\w*|arriv\w*|relocat\w*|mov(?:ed|ing)|brought|smuggled|crossed|entered|new here)"
    r" (?:\S+ ){0,4}?@ <the>(?:(?:small )?(?:town|village) (?:in|near) |outside |near "
    r"|southern |northern |rural |state of |\S+ , )?(?:<abroad>|another country)",
    r"\b(?:<be>|both|all|seems|says|appears) (?:also |really |actually |both |all |just )?"
    r"@ <the>(?:(?:small )?(?:town|village) (?:in|near) |outside |near |southern |northern "
    r"|rural |state of |[a-z]+ , )?<abroad>",
    r"\b(?:<person>|mother|father|wife|husband|resident|natives?|yo|year old|one|someone"
    r"|speaker) @ <the>(?:southern |northern |rural |[a-z]+ , )?<abroad>",
    r"\boriginal\w* @ (?:another country|outside <the><us>|abroad|overseas)|\bnot @ <us>",
    r"\bnot @ (?:here originally|this country)",
    unless=rf"\b{_GOODS} (?:\S+ ){{0,3}}?@",
)
_add(
    Kind.BIRTHPLACE,
    "native natives",
    r"\b(?:C_\w+|P_\w+|D_\w+|U_\w+|T_(?!alaska|hawaii)\w+) @(?! (?:american|plant|spec|tribe))",
    r"@ (?:and citizen |and resident )?of <the>(?:southern |northern )?<place>",
    r"@ of (?!the\b|this\b|our\b|that\b|his\b|her\b|my\b|a\b|alaska|hawaii)[a-z]{4,} (?=[C,.])",
    unless=r"@ of (?:seattle|tacoma|kent|renton|spokane|everett|bellevue|auburn|burien)",
)
_add(
    Kind.BIRTHPLACE,
    "grew raised schooled",
    r"\bgrew up in <the>(?:\S+ , )?<abroad>|@ up in <the>(?:\S+ , )?<abroad>",
    r"@ in <the>(?:\S+ , )?<abroad>",
)
_add(
    Kind.BIRTHPLACE,
    "C_ P_",
    r"\b(?:sent|send|go|going|goes|removed|returned|taken|flown|shipped)"
    r" (?:him |her |them |me )?(?:back |home )+to (?:the )?@",
    r"\bfled (?:the )?@|\bleft @ (?:at age|when|as a|in \d)|\blived in @ (?:until|till|before)",
    unless=rf"\b{_GOODS} (?:\S+ ){{0,2}}?(?:back|sent|send)",
)
