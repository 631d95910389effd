"""The county's answer to an immigration paper, as the person is given it: a file for each
language, named by its code (BCP 47).

The words are known by their hash, so that it can be said years later which ones somebody
was given. A language that has no file is read aloud by an interpreter, and so recorded.
"""

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Answer:
    """``words``: paragraphs. ``signed``: what stands at the line to sign on."""

    code: str
    language: str
    title: str
    words: tuple[str, ...]
    signed: str

    @property
    def sha256(self) -> str:
        text = "\n".join((self.code, self.title, *self.words, self.signed))
        return hashlib.sha256(text.encode()).hexdigest()


def _read(file: Path) -> Answer:
    stated = tomllib.loads(file.read_text())
    return Answer(code=file.stem, **stated | {"words": tuple(stated["words"])})


ANSWERS = {
    file.stem: _read(file) for file in sorted(Path(__file__).parent.glob("*.toml"))
}
