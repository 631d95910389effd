"""What a page offers: its links, and its forms as a person would fill them in."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from tests.canaries import PREFIX

REASON = "Follow-up of case 26-123, as discussed."

# What a person types into a field of this name, where a form is found on a page and
# has no row in ``tests.crawl.typed``. Choices, boxes and hidden fields fill themselves.
WORDS = {
    "surname": PREFIX,
    "given_name": PREFIX,
    "q": PREFIX,
    "reason": REASON,
    "days": "7",
    "sign_in_name": "nobody",
    "case_number": "26-1-00017-1 SEA",
    "ordered_on": "10/01/2026",
    "received_on": "10/01/2026",
    "attorney": "defender",
    "name": "New unit",
    "title": "Agreement 9",
    "paper": "Order 1",
    "starts_at": "01/01/2026 00:00",
    "ends_at": "12/31/2030 00:00",
    "mail_domains": "",
    "proof": REASON,
    "agency": "Kent Police",
    "caller": "a bail agent",
    "official": "an official",
    "purpose": "to ask about the night of the theft",
    "court_order": "",
    "explained_by": "the records officer",
    "interpreter": "",
    "phone": "206-555-0142",
    "find_court": "",
    "find_number": "",
    "words": "asked the sergeant on Monday",
    "password": "not the password of anybody",
    "code": "000000",
    "answer": REASON,
    "done": REASON,
    "why": REASON,
    "outcome": REASON,
    "mail": "somebody@example.gov",
    "again": "not the password of anybody",
    "display_name": "Somebody Invited",
    "employee_number": "4711",
    "email": "invited@agency.example.gov",
    "at": "",  # as it stands now
    # Left empty, where a name is looked for.
    "booking_number": "",
    "birth_date": "",
}


@dataclass
class Form:
    method: str = "get"
    action: str = ""
    fields: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    by_scripts: list[str] = field(default_factory=list)

    def ways(self) -> list[list[tuple[str, str]]]:
        """The values it is sent with: once for each button that says something."""
        own = [
            (name, value) for name, values in self.fields.items() for value in values
        ]
        return [[*own, button] for button in self.buttons] or [own]


class Offers(HTMLParser):
    """The links and the forms of a page."""

    def __init__(self, text: str):
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        own = dict(attrs)
        if tag != "form":
            self.links += addresses_in(own)
        if tag in ("a", "img") and (link := own.get("href") or own.get("src")):
            self.links.append(link)
        elif tag == "form":
            self._form = Form(own.get("method", "get").lower(), own.get("action") or "")
            self._form.by_scripts = addresses_in(own)
            self.forms.append(self._form)
        elif self._form and (name := own.get("name")):
            self._field(tag, name, own)
        elif tag == "option" and self._form and self._select and own.get("value"):
            self._form.fields.setdefault(self._select, [own["value"]])

    def _field(self, tag, name, own):
        form, kind = self._form, own.get("type", "text")
        if tag == "select":
            self._select = name
        elif tag == "button":
            form.buttons.append((name, own.get("value", "")))
        elif kind in ("checkbox", "radio", "hidden"):
            form.fields.setdefault(name, [own.get("value", "on")])
        elif tag in ("input", "textarea"):
            short = name.rpartition(".")[2]  # of a line with a key
            if short in WORDS:
                form.fields[name] = [WORDS[short]]
            elif own.get("value"):
                form.fields[name] = [own["value"]]
            elif short != name:  # what stands empty on a record's line stays so
                form.fields[name] = [""]
            else:
                form.unknown.append(name)

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""


def addresses_in(attributes: dict) -> list[str]:
    """Where a page's scripts go to: data-* attributes that hold an address."""
    return [
        value
        for name, value in attributes.items()
        if name.startswith("data-") and (value or "").startswith("/")
    ]
