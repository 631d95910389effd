"""What tells of immigration status and its papers, in English."""

from bookings.reading.kinds import Kind
from bookings.reading.patterns import Rules

ENGLISH_STATUS = Rules()
_add = ENGLISH_STATUS.add

_WITNESS = (
    r"witness\w*|testif\w*|assist\w*|back ?up|interpret\w*|translat\w*|subpoena\w*"
)
_add(
    Kind.STATUS,
    "immigration",
    unless=r"@ (?:reform|polic\w+|protest\w*|rally|march|debate|law (?:class|firm)|rights)"
    rf"|\b(?:about|against|anti|pro|for) @ (?:polic|reform|protest)|{_WITNESS}"
    r"|\b(?:is|as|for|works|worked) (?:an? )?@ (?:attorney|lawyer|paralegal|judge|consult\w*)"
    r"|@ (?:attorney|lawyer) by",
)
_add(
    Kind.STATUS,
    "immigrant immigrants migrant migrants",
    unless=r"@ (?:rights?|community|services?|restaurant|song|church|museum|business|health)"
    r"|\b(?:nation|descend\w*|history) of @",
)
_add(
    Kind.STATUS,
    "undocumented",
    unless=r"@ (?:\S+ )?(?:injur\w*|property|visits?|calls?|firearms?|weapons?|cash|use"
    r"|expens\w*|purchas\w*|medic\w*|items?|hours|allerg\w*|time|vehicle|damage|transfer"
    r"|search|wounds?|pain|complaint|overtime|bruis\w*|scars?\b|prescri\w*|changes?|absence"
    r"|contact|money|funds|rounds|checks?|evidence|request)|previously @"
    r"|\b(?:injur\w+|property|bruise|allergy|medication|visit|search) (?:\S+ )?@",
)
_add(
    Kind.STATUS,
    "illegal illegals",
    r"@ (?:aliens?|immigra\w*|migra\w*|entr(?:y|ant|ants)\b|re ?entry|status|workers?"
    r"|presence|residents?|border|from <abroad>)",
    r"\b(?:an|as|being|these|those|other) @<end>|@s\b",
    r"\b(?:hes|shes|im|theyre|he is|she is|he was|she was|they are|here|subject is"
    r"|inmate is|suspect is|arrestee is|driver is) (?:\w+ )?@<end>",
    unless=r"entry (?:of|to|into) (?:the )?(?:home|house|building|vehicle|residence|store)"
    r"|firearm|weapon|possession|parking|@ entry\b(?=.*(?:window|door|garage|residence))",
)
_add(Kind.STATUS, "illegals")
_HERE = r"(?:here|country|U_\w+|us|america|states|border)"
_BUILDING = (
    r"parked|entered (?:\S+ )?(?:home|house|building|apartment|store|vehicle|residence|car"
    r"|property|dwelling|garage|room|unit|school|yard|premises|base|lot)|street|road|lane"
    r"|intersection|double|tracks|highway"
)
_add(
    Kind.STATUS,
    "illegally unlawfully",
    rf"\b(?:{_HERE}|entered|crossed|came|came in|living|lives|residing|working|works"
    r"|immigrated|stayed|staying) (?:\S+ ){0,3}?@",
    rf"@ (?:in|inside|into|to) <the>{_HERE}\b|@ (?:here|present|entered|crossed|residing)\b",
    unless=_BUILDING,
)
_add(
    Kind.STATUS,
    "legally lawfully legal",
    rf"\b(?:here|U_\w+|in (?:the|this) country) @|@ (?:here|present in|in <the>{_HERE})\b",
    r"@ (?:immigrant|alien|permanent|resident(?! of| at)|residency|immigration)",
    r"\b(?:not|isnt|never) (?:here )?@ (?:here|in <the>)",
    unless=r"@ (?:parked|here at)|@ present at",
)
_add(
    Kind.STATUS,
    "alien aliens",
    r"\b(?:illegal|resident|criminal|undocumented|deportable|removable|inadmissible|unlawful"
    r"|legal|foreign|nonresident|registered|permanent|wanted|previously deported) @",
    r"@ (?:registration|number|no\b|id\b|card|file|status|reg\b|smuggl\w*|resident|in removal"
    r"|from <abroad>|#|unlawfully|illegally)",
    r"\b(?:<be>|as) an @<end>",
    unless=r"@ (?:way\b|tattoo|movie|shirt|head|ware|st\b|street|ave\b|ship)|space @"
    r"|\b(?:believ\w*|think\w*|delus\w*|abduct\w*|insist\w*|planet|ufo|space|mars|halluc\w*)\b",
)
_add(
    Kind.STATUS,
    "deport deported deportation deportable deportee deportations deporting inadmissible",
    unless=r"@ (?:protest|rally|defense fund|movie)|(?:anti|against|stop) @",
)
_add(
    Kind.STATUS,
    "removal removable removed",
    r"@ (?:proceeding\w*|orders?\b|hearings?\b|case\b|alien|noncitizen)",
    r"@ (?:from|to) <the><country>",
    r"\b(?:ordered|final order of|order of|expedited|voluntary|warrant of|warrant for) @"
    r"(?! of| from (?:the )?(?:home|unit|pod|property|premises))",
    unless=r"snow|hair|tattoo|stitch|sutur|staple|graffiti|trash|vehicle|tree|cast\b|tooth",
)
_add(Kind.STATUS, "ewi eoir daca asylee asylees uscis lpr1 greencard greencards")
_add(Kind.STATUS, "wetback wetbacks")
_add(
    Kind.STATUS,
    "asylum",
    unless=r"(?:insane|lunatic|mental) @|@ (?:\S+ )?(?:band|shirt|street|movie)|@ (?:skate|for the|bar\b)",
)
_add(
    Kind.STATUS,
    "lpr",
    r"\b(?:<be>|as|status|claims?|since|an) (?:to be )?(?:an? )?@|: @|@ (?:status|card|since)",
    r"@ [:?] |^@|@<end>",
    unless=r"plate|\bhits?\b|alert|camera|reader|scan|\breads?\b|vehicle|flock|stolen|traffic",
)
_add(
    Kind.STATUS,
    "resident residents",
    r"\b(?:permanent|lawful|legal|conditional|perm|illegal|<us>|lawfully|undocumented"
    r"|temporary|non immigrant) (?:alien |us )?@",
    r"@ (?:alien|card|visa)\b",
    unless=r"@ (?:of|at|in|here at|on|with) (?:the |this |a |that |our |an |his |her )?"
    r"(?!(?:U_|us\b|country|states|america|nation))[a-z0-9C-T]|@ (?:parking|manager|assistant)",
)
_add(
    Kind.STATUS,
    "residency residence",
    r"\b(?:appl\w+ for|got|lost|granted|denied|expired|pending|seeking|waiting (?:for|on))"
    r" (?:his |her |their |a |legal |lawful |permanent |us )*@(?! (?:at|in|of|is|on|:))",
    r"\b(?:has|have|legal|lawful|U_\w+) (?:legal |lawful |permanent )+@(?! (?:at|in|of|is|on|:))",
    r"\b(?:permanent|legal|lawful) @ (?:status|card|application|permit)|@ (?:card|visa)\b",
    r"\b(?:legal|lawful) @(?! (?:at|in|of|is|on|:|address))",
)
_VISA_KINDS = (
    r"student|work|worker|tourist|travel|visitor|fiancee?|u|t|h1b|h2a|h2b|1b|2a|2b|f1|j1|b1"
    r"|b2|k1|e2|o1|p1|humanitarian|immigrant|nonimmigrant|expired|temporary|crewman|exchange"
)
_add(
    Kind.STATUS,
    "visa visas",
    rf"\b(?:{_VISA_KINDS}|<people>|american|overstay\w*) (?:his |her |their |a )?@",
    r"\b(?:on|with|came|here|without|no|lost|need|needs|get|got|revoked|sponsor\w*|denied|has)"
    r" (?:on )?(?:a|an|any|his|her|their|valid) (?:valid |\w+ )?@",
    r"\b(?:overst\w+|violat\w+) (?:\S+ ){0,3}?@|\bno @<end>|[fhjbktu] \d?\w? ?@",
    r"@ (?:expired|overstay\w*|overst\w+|status|holder|waiver|stamp|application|interview"
    r"|appointment|denied|revoked|sponsor\w*|ran out|lapsed|has expired|is expired)",
    unless=r"@ (?:card\w*|debit|credit|gift|ending|end|# ?\d|\d{3}|prepaid|account|logo"
    r"|platinum|signature|classic|inc|charge|statement|bill|payment)"
    r"|\b(?:debit|credit|bank|chase|wells|fargo|stolen|becu|prepaid|gift|capital|mastercard"
    r"|amex|discover) (?:\S+ )?@|@ (?:\S+ ){0,2}?(?:card|mastercard|amex|debit)\b",
)
_add(
    Kind.STATUS,
    "overstay overstayed overstays overstaying",
    r"visa|permit|i94|i 94|<us>|country|student|tourist|@<end>|@ (?:case|status)",
    unless=r"welcome|checkout|parking|hotel|motel|visiting|lease",
)
_add(Kind.STATUS, "green", r"@ cards?\b", unless=r"red @|@ card (?:game|deck)|uno")
_add(
    Kind.STATUS,
    "refugee refugees",
    unless=r"@ (?:center|services|agency|office|church|women|organization)"
    r"|\b(?:works?|volunteer\w*|employed) (?:at|for|with|by)|hurricane|storm|flood|katrina",
)
_add(Kind.STATUS, "dreamer dreamers dream", r"@ (?:status|recipient|act)\b|daca")
_add(
    Kind.STATUS,
    "tps",
    r"@ (?:holder|status|recipient|expired|from|under|beneficiary)",
    r"\b(?:has|had|under|on|granted|lost|through|has been on) @",
    unless=r"report",
)
_add(Kind.STATUS, "protected", r"temporary @ status")
_add(
    Kind.STATUS,
    "parole paroled",
    r"(?:humanitarian|advance|immigration) @",
    r"@ into <the><country>|@ (?:in|into) (?:the|this) country|@ at the border",
)
_add(
    Kind.STATUS,
    "presence departure",
    r"unlawful @|illegal @|voluntary departure\b|voluntary @",
    unless=r"@ (?:at|on|in) (?:the )?(?:home|property|premises)|weapon|gun",
)
_add(
    Kind.STATUS,
    "unauthorized",
    r"@ (?:alien|immigrant|worker|migrant|presence in <the><us>)",
)
_AUTHORITY = (
    r"holds?\b|detainers?|custody|warrants?|ero\b|removal|flag|case\b|check in|check ins"
    r"|appointment|wants|want\b|interested|pick\w*|process\w*|paper\w*|number|status|contact"
    r" (?:history|in 20)|detention|detained|arrest\w*|records?\b|released|encounter\w*"
    r"|apprehen\w*|monitor\w*|bracelet|ankle|supervision|notified|advised|request\w*|lodged"
    r"|placed|put\b|took|taking|coming|called|has a|issued|file\b|transport|bond"
)
_BY = (
    r"\b(?:wanted by|hold (?:for|by|from)|detainer (?:from|by|for)|turned? (?:\S+ )?over to"
    r"|released to|custody of|in|held by|picked up by|detained by|arrested by|flagged by"
    r"|apprehended by|caught by|encounter\w* (?:by|with)|transfer\w* to|hand\w* over to"
    r"|report\w* to|referred to|notif\w+|called|call|contacted|tell|told|check(?:s|ed)? in"
    r" with|lodged by|paper\w* from|warrant from|request (?:from|by)|appointment with|tracked by"
    r"|pending with|to|by|for|with|from|federal)"
    r" (?:the )?(?:<us> |local |federal |seattle |tacoma )?@"
)
_NOT_AUTHORITY = (
    rf"{_WITNESS}|in case of emergency|@ (?:pack\w*|cream|water|machine|chest|bag\w*|contact\b"
    r"(?! (?:history|in 20))|cubes?|rink|skat\w*|bucket|chips|cold|pick\b|fish\w*|hockey"
    r"|storm|axe|house|tea|coffee|number|emergency|on (?:his|her|the)|for (?:his|her|the)"
    r"|to (?:his|her|the|reduce)|applied|given)|\b(?:black|dry|crushed|bag of|cup of|slip\w*"
    r" on(?: the)?|fell on(?: the)?|smok\w*|apply|applied|with|gave|crystal|meth\w*|some|of"
    r"|the|on|for|no|hail|snow|rain|chew\w*|eat\w*) @(?= ?$| [.,;)]| and\b| or\b| to\b| for\b"
    r"| in\b| at\b| on\b| when\b| outside\b| pack| cold| from the)|meth\b|methamph\w*|gram"
    r"|\bpipe|swelling|swollen|sprain\w*|driv\w* on"
)
_add(
    Kind.STATUS,
    "ice",
    rf"@ (?:{_AUTHORITY}|agents?\b|officers?\b|deport\w+|facility|office\b|raid)",
    rf"{_BY}(?= (?:custody|hold|detain|on|in|at|for|about|last|yest|today|when|after|\d)|<end>)",
    unless=_NOT_AUTHORITY,
)
_add(
    Kind.STATUS,
    "ins dhs cbp ero hsi cis",
    r"@ (?:holds?\b|detainers?|custody|ero\b|number|encounter\w*|apprehen\w*|removal"
    r"|released|wants\b|paper\w*|check in|detain\w*|lodged|placed|arrest\w*)",
    r"\b(?:wanted by|hold (?:for|by|from)|detainer (?:from|by)|turned? (?:\S+ )?over to"
    r"|released to|custody of|held by|picked up by|detained by|apprehended by|caught by"
    r"|encounter\w* (?:by|with)|hand\w* over to|lodged by|in) (?:the )?(?:<us> )?@<end>",
    r"\b(?:processed|arrested|referred|transfer\w*) (?:by|to) @",
    unless=rf"{_WITNESS}|insurance|proof|\bauto @|caseworker|social services",
)
_add(
    Kind.STATUS,
    "border",
    r"@ patrol (?:\S+ )?(?:holds?\b|detainers?|custody|encounter\w*|apprehen\w*|arrested him"
    r"|arrested her|released|record|picked|caught|detained|wants|stopped him at|number)",
    r"\b(?:turned? (?:\S+ )?over to|released to|custody of|held by|hold (?:for|by|from)"
    r"|picked up by|detained by|apprehended by|caught by|arrested by|wanted by|encounter\w*"
    r" (?:by|with)|detainer (?:from|by)|stopped by|processed by|hand\w* over to) (?:the )?"
    r"(?:<us> )?@ patrol",
    r"\b(?:cross\w*|jump\w*|snuck across|sneak\w* across|came (?:across|over|through)|caught"
    r" (?:at|crossing)|apprehended at|smuggled (?:across|over)|ran across|walked across|swam"
    r"|entered (?:at|through|across)|brought across) (?:the |over the |at the |over )?(?:\S+ )?"
    r"@(?! (?:of|collie))",
    r"@ crossing card",
    unless=rf"{_WITNESS}|\b(?:property|county|city|state|T_\w+|line) @|@ (?:collie|of (?:the )?"
    r"(?:property|yard|county|lawn))|@ into C_canada|stolen|duty free|with \d",
)
_add(
    Kind.STATUS,
    "papers papeles documents",
    r"\b(?:no|without|lacks|dont have|doesnt have|does not have|do not have|didnt have|false"
    r"|fake|immigration|legal|getting|get) (?:any |his |her |their |legal |proper |valid |us )*"
    r"@(?=<end>| to (?:be|work|stay)| in this| in the (?:U_|us))",
    unless=r"rolling|smok|cigar|tobacco|zig|court|served|divorce|custody|release|discharge"
    r"|\bdog|bill|serve|of @|walking|property|filed|news|adoption|title|vehicle|warrant|bail"
    r"|transfer|@ (?:were|was|with (?:him|her))|in hand|school",
)
_add(
    Kind.STATUS,
    "status",
    r"\b(?:immigra\w+|lawful|unlawful|migratory|residency|visa|undocumented|refugee|alien"
    r"|protected|out of|adjust\w* (?:of |his |her )?|immigrant|resident|temporary legal"
    r"|overstay|conditional) @|\b(?:legal|no|without|lost|has|lacks) legal @"
    r"|\b(?:his|her|their|no|without|lost) (?:legal|lawful) @|\bdocumented @|@ : (?:illegal"
    r"|undoc\w*|lpr|usc|permanent|legal|naturali\w+)",
    unless=r"vehicle|\bholds?\b|property|guardian|marital|case @|fire|firearm|custody @"
    r"|employment @|order|(?:housing|patient|injur\w*|fall) ",
)
_add(
    Kind.STATUS,
    "entered entry reentry reentered reenter entering enter",
    r"@ (?:into )?<the>(?:<us>|country|states)(?: \S+){0,3}? (?:without|illegal\w*|unlawful\w*"
    r"|as a|on a|in \d|at age|through|when|from|with)|@ without (?:inspection|papers|a visa)",
    r"\b(?:illegal|unlawful|illegally) @(?! (?:of|to|into|through) (?!U_|us|the U|the us)\w)",
    r"@ after (?:deport|removal)|\b(?:date|port|place|manner) of @<end>",
    unless=rf"{_BUILDING}|country club|window|door|burglar|contest|guilty|plea",
)
_add(
    Kind.STATUS,
    "came come arrived immigrated emigrated moved brought smuggled got fled lived living been",
    r"@ (?:here |over |back |illegally )?(?:to|in|into) <the>(?:U_\w+|this country|america\b"
    r"|the country)(?! marshal| district| bank| attorney| post| highway)",
    r"(?:immigrated|emigrated)|@ (?:over )?here from <the>(?:\S+ , )?<abroad>",
    unless=r"shipment|package|drugs|heroin|fentanyl|@ to U_us (?:for|about|with)|attention",
)
_add(
    Kind.STATUS,
    "permit authorization authorized",
    r"\b(?:work|employment|labor|labour) @(?! (?:office|board|for the (?:deck|house)))",
    r"\bnot @ to (?:work|be in <the>(?:<us>|country))|@ to work in <the>(?:<us>|country)"
    r"|@ (?:stay|presence|to remain in)",
    unless=r"minor|teen|\bschool|city|building|electric|plumb|construct|street|l & i|court",
)
_add(
    Kind.STATUS,
    "ead",
    r"\b(?:his|her|an|has|had|expired|no|valid|with) @|@ (?:card|expired|categ)",
)
_add(
    Kind.STATUS,
    "247 247a 247d 247n 247x 862 485 130 589 94 551 766 765 821d 821 200 203 205 213",
    r"\bform i @|i @ (?:warrant|form|petition|pending|filed|approved|served|on file|detainer"
    r"|card\b|stamp|app\w*|adjust\w*|received)|\b(?:filed|pending|signed|served|approved"
    r"|has|an|expired) (?:an? )?(?:form )?i @(?! (?:at|near|north|south|exit|and|mp|mile|on|off"
    r"|n\b|s\b|nb\b|sb\b|wb\b|eb\b|ramp|traffic|to\b|bridge|just))",
    unless=r"\b(?:nb|sb|eb|wb|on|northbound|southbound|exit|off|eastbound|westbound|hwy) (?:of )?i @",
)
_add(
    Kind.STATUS,
    "i247 i247a i94 i551 i485 i130 i589 i200 i203 n400 i862 i765 i766",
    unless=r"exit|bound|\b[nsew]b\b|ramp|traffic|lane|crash|collision",
)
_add(Kind.STATUS, "400", r"\bn @ (?:app\w*|pending|filed|form|interview)|form n @")
_add(Kind.STATUS, "287g")

# --- Papers that tell it -----------------------------------------------------------------

_add(
    Kind.PAPERS,
    "passport passports",
    r"\b(?:<people>|<country>|indian|foreign|<us>|american|non us|s) (?:\w+ )?@",
    r"@ (?:from|of|by|in|issued (?:by|in)|card from) <the>(?:government of |consulate of )?"
    r"(?:<country>|us\b)|@ [:(=/] ?(?:<country>|<people>|mx\b|us\b)",
    unless=r"@ (?:photo|picture|size)",
)
_add(Kind.PAPERS, "matricula", r"@ consular|mexican @|<people> @|@ card")
_add(Kind.PAPERS, "matriculas consular", r"@ (?:id|card|identification)\b|matriculas @")
_add(Kind.PAPERS, "curp")
_add(
    Kind.PAPERS,
    "D_ foreign",
    r"@ (?:government |issued |national |state |expired |valid )*(?:drivers? )?(?:id\b|ids\b"
    r"|identification|licen[sc]e(?! plate)|dl\b|ol\b|voter|identity|visa|electoral)",
    unless=r"plates?\b",
)
_add(
    Kind.PAPERS,
    "C_",
    r"@ (?:national |issued |voter |government )*(?:drivers? licen[sc]e|dl\b|id\b|ids\b|passport"
    r"|identification|voter card)",
    r"\b(?:id|licen[sc]e|dl|identification|card|certificate) (?:card )?(?:is |was )?"
    r"(?:from|of|issued (?:by|in)) <the>@",
    unless=r"plates?\b|@ drive\b",
)
