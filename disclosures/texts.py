"""The consent form for an interview, word for word, and the hash each text is known by.

RCW 10.93.160(6): purpose, voluntary, may decline, may have a lawyer, no punishment or
retaliation; at least in English and Spanish. Languages that no text here has are not
printed.
"""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ConsentText:
    language: str
    name: str
    title: str
    paragraphs: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def sha256(self) -> str:
        whole = "\n".join((self.language, self.title, *self.paragraphs, *self.words))
        return hashlib.sha256(whole.encode()).hexdigest()


_ENGLISH = ConsentText(
    "en",
    "English",
    "Consent to an interview",
    (
        (
            "Somebody asks to interview you while you are in custody. Who asks, and what "
            "for, is written below."
        ),
        "The interview is voluntary. You may say no. You may stop at any time.",
        "You may have a lawyer with you. You may speak to a lawyer first.",
        (
            "If you say no, you are not punished and nobody may retaliate. It changes "
            "nothing about your custody, your release, your housing or your programs."
        ),
        (
            "This form is read and explained to you in a language that you understand. You "
            "may have an interpreter."
        ),
    ),
    ("Who asks", "Purpose", "I agree to this interview", "I do not agree", "Signature"),
)
_SPANISH = ConsentText(
    "es",
    "Español",
    "Consentimiento para una entrevista",
    (
        (
            "Alguien pide entrevistarle mientras está bajo custodia. Abajo está escrito "
            "quién lo pide y para qué."
        ),
        (
            "La entrevista es voluntaria. Usted puede decir que no. Puede terminarla en "
            "cualquier momento."
        ),
        "Usted puede tener un abogado a su lado. Puede hablar antes con un abogado.",
        (
            "Si dice que no, no se le castiga y nadie puede tomar represalias. No cambia "
            "nada de su custodia, su liberación, su alojamiento ni sus programas."
        ),
        (
            "Este formulario se le lee y se le explica en un idioma que usted entiende. "
            "Puede tener un intérprete."
        ),
    ),
    ("Quién lo pide", "Propósito", "Acepto esta entrevista", "No acepto", "Firma"),
)
TEXTS = {text.language: text for text in (_ENGLISH, _SPANISH)}
