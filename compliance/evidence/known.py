"""The short tables the product knows by itself, so that it works before a county has
loaded the registers (`manage.py load_reference`).

Sources: the .gov registry of CISA, 2025 (dhs.gov, ice.gov, cbp.gov, uscis.gov and the
others of the Department of Homeland Security); RFC 2142 (names of role mailboxes).
"""

# Parts of the department that enforce or decide upon immigration law, as they stand in
# names under dhs.gov: ICE (with HSI, ERO, OPLA, SEVP), CBP (with Border Patrol, Field
# Operations, Air and Marine), USCIS.
IMMIGRATION_PARTS = frozenset(
    {"ice", "hsi", "ero", "dro", "opla", "sevp", "cbp", "obp", "usbp", "ofo", "amo"}
    | {"uscis", "cis", "ins"}
)
# Other parts of the same department: not immigration, however near it sounds.
OTHER_PARTS = frozenset(
    {"fema", "tsa", "usss", "cisa", "uscg", "fletc", "fps", "oig", "st", "nppd"}
    | {"dndo", "cwmd", "mgmt", "ia"}
)
IMMIGRATION_DOMAINS = frozenset(
    {"ice.gov", "cbp.gov", "uscis.gov", "hsi.gov", "everify.gov", "e-verify.gov"}
    | {"globalentry.gov", "evus.gov"}
)
DEPARTMENT = "dhs.gov"
OTHER_DEPARTMENT_DOMAINS = frozenset(
    {"fema.gov", "tsa.gov", "cisa.gov", "usss.gov", "secretservice.gov", "uscg.gov"}
    | {"ready.gov", "fletc.gov", "fleta.gov", "us-cert.gov", "cyber.gov"}
)
# Words in the registry's columns by which an organisation is one of them.
IMMIGRATION_ORGANISATIONS = (
    "immigration and customs enforcement",
    "customs and border protection",
    "citizenship and immigration services",
)

PRIVATE_MAIL = frozenset(
    {"gmail.com", "googlemail.com", "yahoo.com", "ymail.com", "rocketmail.com"}
    | {"yahoo.es", "yahoo.com.mx", "yahoo.co.uk", "outlook.com", "outlook.es"}
    | {"hotmail.com", "hotmail.es", "live.com", "msn.com", "passport.com", "icloud.com"}
    | {
        "me.com",
        "mac.com",
        "aol.com",
        "aim.com",
        "protonmail.com",
        "proton.me",
        "pm.me",
    }
    | {"gmx.com", "gmx.net", "gmx.us", "mail.com", "email.com", "usa.com", "zoho.com"}
    | {
        "zohomail.com",
        "tutanota.com",
        "tuta.io",
        "tuta.com",
        "fastmail.com",
        "fastmail.fm",
    }
    | {"hushmail.com", "yandex.com", "yandex.ru", "mail.ru", "inbox.com", "qq.com"}
    | {
        "163.com",
        "comcast.net",
        "xfinity.com",
        "verizon.net",
        "att.net",
        "sbcglobal.net",
    }
    | {"bellsouth.net", "cox.net", "charter.net", "spectrum.net", "earthlink.net"}
    | {"juno.com", "netzero.net", "centurylink.net", "centurytel.net", "frontier.com"}
    | {
        "q.com",
        "wavecable.com",
        "windstream.net",
        "optonline.net",
        "rr.com",
        "duck.com",
    }
    | {"mailinator.com", "guerrillamail.com", "10minutemail.com", "temp-mail.org"}
    | {
        "riseup.net",
        "startmail.com",
        "posteo.net",
        "mailbox.org",
        "skiff.com",
        "hey.com",
    }
)
# Providers that sell the same name under many endings: outlook.fr, yahoo.ca, gmx.de.
PRIVATE_NAMES = frozenset(
    {
        "gmail",
        "googlemail",
        "yahoo",
        "ymail",
        "outlook",
        "hotmail",
        "live",
        "protonmail",
    }
    | {"proton", "gmx", "zoho", "zohomail", "yandex", "icloud", "aol", "tutanota"}
    | {"fastmail", "hushmail"}
)

# Words of a desk, a room, a shift: none of them is a person.
ROLE_WORDS = frozenset(
    {"abuse", "admin", "administrator", "admissions", "booking", "bookings", "bureau"}
    | {"classification", "clerk", "clerks", "comm", "communications", "complaints"}
    | {"contact", "control", "coordinator", "counter", "custody", "data", "days"}
    | {
        "dayshift",
        "desk",
        "detail",
        "detective",
        "detectives",
        "dispatch",
        "dispatcher",
    }
    | {"division", "duty", "evidence", "extradition", "front", "frontdesk", "fugitive"}
    | {"gang", "graveyard", "group", "help", "helpdesk", "hotline", "info", "inbox"}
    | {"information", "inmate", "intake", "intel", "intelligence", "investigations"}
    | {"investigation", "investigator", "investigators", "jail", "kiosk", "liaison"}
    | {"lobby", "mail", "mailbox", "main", "narcotics", "night", "nights", "nightshift"}
    | {"noreply", "office", "officer", "officers", "oncall", "operations", "ops"}
    | {"patrol", "photo", "police", "postmaster", "property", "public", "queue"}
    | {"reception", "record", "records", "registry", "relay", "release", "releases"}
    | {"requests", "roster", "scheduling", "secretary", "section", "sergeant"}
    | {
        "sergeants",
        "service",
        "services",
        "shared",
        "sheriff",
        "shift",
        "squad",
        "staff",
    }
    | {"station", "supervisor", "support", "swing", "taskforce", "team", "temp"}
    | {"terminal", "training", "transport", "unit", "user", "users", "warrant"}
    | {"warrants", "watch", "webmaster", "window", "workstation", "swingshift"}
)
