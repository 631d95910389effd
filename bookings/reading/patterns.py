"""How a rule is written: the words that it stands at, what must be around them, and what
must not be.

``needs`` and ``unless`` are searched in a *line* of the words around, in which ``@`` is
the word itself. Marks stand alone, as words do: ``is a @ .``
"""

import re
from dataclasses import dataclass

from bookings.reading.kinds import Kind

BEFORE, AFTER = 9, 9  # words around that a rule sees

_SHORTHAND = {
    "<abroad>": r"\b[CP]_\w+",
    "<place>": r"\b[CPUT]_\w+",
    "<country>": r"\b[CPU]_\w+",
    "<us>": r"\b(?:U_\w+|us|usa)",
    "<people>": r"\bD_\w+",
    "<the>": r"(?:(?:the|a|an|his|her|their|el|la|los|las|un|una|su) )?",
    "<person>": r"\b(?:male|female|man|woman|men|women|males|females|subjects?|individuals?"
    r"|persons?|people|guy|guys|gentleman|lady|boy|girl|kid|kids|adult|juvenile|teen|youth"
    r"|inmate|suspect|arrestee|detainee|defendant|worker|workers|family|parents|couple"
    r"|descent|decent|origin|ancestry|heritage|nationality|nationals?|citizens?|citizenship"
    r"|immigrants?|migrants?|refugees?|hombres?|mujer|mujeres|varon|masculino|femenina"
    r"|femenino|personas?|sujeto|individuo|joven|muchacho|muchacha|inmigrantes?|origen"
    r"|detenido|detenida|arrestado|acusado)",
    "<be>": r"\b(?:is|was|are|were|hes|shes|theyre|im|am|being|be|isnt|wasnt|not|es|soy|era"
    r"|son|eran|somos|ser)",
    "<end>": r"(?= ?$| [.,;:?)/]| and\b| but\b| or\b| who\b| by\b| with\b| per\b| since\b"
    r"| here\b| not\b| y\b| pero\b| segun\b| desde\b| que\b| so\b| as\b| via\b| from\b)",
    "<month>": r"(?:M_\w+|\d\S*|el \d\S*|los \d\S*|the \d\S*|early|late|mid)",
}


def pattern(text: str) -> re.Pattern[str]:
    """Compile, with the shorthand of this module spelled out."""
    for short, long in _SHORTHAND.items():
        text = text.replace(short, long)
    return re.compile(text)


@dataclass(frozen=True, slots=True)
class Rule:
    kind: Kind
    needs: re.Pattern[str]
    unless: re.Pattern[str] | None


class Rules(dict[str, list[Rule]]):
    """Rules by the words that they stand at."""

    def add(self, kind: Kind, at: str, *needs: str, unless: str = "") -> None:
        rule = Rule(
            kind, pattern("|".join(needs) or "@"), pattern(unless) if unless else None
        )
        for word in at.split():
            self.setdefault(word, []).append(rule)


# That it was not asked, or that nobody need tell it: what every intake says.
NOT_KEPT = pattern(
    r"\b(?:(?:not|never|no longer|didnt|dont|doesnt|wont|isnt) (?:be )?"
    r"(?:ask|asked|asking|inquire|inquired|record|recorded|collect|collected|kept|questioned)"
    r"|right (?:not )?to (?:not )?(?:refuse|decline|disclose|remain|say|tell|answer|withhold)"
    r"|(?:need|have|has|required|obligated|obliged) (?:not |to )?"
    r"(?:not |to )?(?:answer|disclose|tell|state|say) "
    r"|rights? (?:of|under|to) (?:\S+ )?(?:consul\w*|refus\w*)|consular rights"
    r"|regardless of|irrespective of|without regard to|because of (?:race|his|her|their)"
    r"|advisement|no se (?:le )?pregunt\w+|derecho a no|sin importar"
    r"|independientemente de|no tiene que|no esta oblig\w+)\b"
)
