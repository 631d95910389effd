"""Notes as clerks write them, with what is found in each: kind, or nothing.

``typed``: generated out of templates, and by hand; rules were written against these.
``held_out``: by hand, after the rules stood.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """``kind``: of what must not be kept, or empty; ``language``: en or es."""

    text: str
    language: str
    kind: str = ""


def notes(block: str, language: str, kind: str = "") -> list[Note]:
    """A note a line."""
    lines = (line.strip() for line in block.strip().splitlines())
    return [Note(line, language, kind) for line in lines if line]


def filled(templates: str, words: dict[str, list[str]], language: str, kind: str = ""):
    """Each template with each of its words in turn: {country}, {people}, {who}…"""
    made: list[Note] = []
    for number, template in enumerate(templates.strip().splitlines()):
        names = [name for name in words if "{" + name + "}" in template]
        turns = max((len(words[name]) for name in names), default=1)
        for turn in range(min(turns, 11)):
            values = {
                name: words[name][(turn * 7 + number) % len(words[name])]
                for name in names
            }
            made.append(Note(template.strip().format(**values), language, kind))
    return made
