"""Papers: a template of typst and inert data become a tagged PDF (PDF/UA-1).

What stands on record reaches the template as data alone, so that no text can become
markup; the template reads no file but its neighbours, and nothing reaches for the
network. Whose copy it is stands at the foot of every page, and a file's name and its
metadata name nobody.
"""

import json
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from functools import cache

import typst
from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format

_FOLDER = "documents"
# Serif, Greek, Cyrillic and Hebrew from the one, Arabic and signs from the other; both
# come with typst. A county adds its own for other scripts (DOCUMENT_FONTS).
FONTS = ("Libertinus Serif", "DejaVu Sans Mono")
_INSTEAD = "\ufffd"
# Whoever types one of these would turn the line that their words stand in.
_TURNS = dict.fromkeys(
    map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)


class CannotPrint(Exception):
    """A paper holds characters for which no font here has a shape.

    ``characters``: which, as "U+1208 ETHIOPIC SYLLABLE LA", so that nobody's name is
    told where the sentence is written down.
    """

    def __init__(self, characters: tuple[str, ...]):
        super().__init__(
            "No font here has a shape for: " + ", ".join(characters or ("unknown",))
        )
        self.characters = characters


def pdf(
    template: str, data: Mapping[str, object], *, title: str, mark: Mapping | None
) -> bytes:
    """One paper. ``template``: a name in ``templates/documents``, without its ending.

    ``data``: text, numbers, truths, and lists and mappings of them, which the template
    finds as ``data``. ``title`` is the kind of paper and names nobody. ``mark``: whose
    copy it is (account, at, event); None is for a paper that tells of nobody at all.
    Raises CannotPrint.
    """
    given = {"title": title, "mark": _mark_line(mark), "data": data, "fonts": _names()}
    text = json.dumps(_cleaned(given), ensure_ascii=False, allow_nan=False)
    folder = settings.BASE_DIR / "templates" / _FOLDER
    try:
        return typst.compile(
            folder / f"{template}.typ",
            root=folder,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"given": text},
            pdf_standards=["ua-1"],
            # No package is ever wanted; were one asked for, none would be found.
            package_path=folder,
            package_cache_path=folder,
            timestamp=int(mark["at"].timestamp()) if mark else 0,
        )
    except typst.TypstError as error:
        if "could not be displayed" not in error.diagnostic:
            raise
        # Not ``from error``: its words quote the text.
        raise CannotPrint(_unknown(error.diagnostic, text)) from None


def pdf_answer(request, content: bytes) -> HttpResponse:
    """A paper to take away. Named by the request alone: a file's name lies in folders
    and mails.
    """
    name = f"jail-records-{request.viewer.request_id}.pdf"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )


def _mark_line(mark: Mapping | None) -> str:
    if mark is None:
        return ""
    at: datetime = timezone.localtime(mark["at"])
    return (
        f"Shown to {mark['account']} · {date_format(at, 'M j, Y, H:i:s')}"
        f" · Event {mark['event']}"
    )


def _cleaned(value):
    """The same without characters that print nothing and change what stands there."""
    if isinstance(value, str):
        return "".join(
            _INSTEAD if unicodedata.category(c) in ("Cc", "Cs") and c != "\n" else c
            for c in value.translate(_TURNS)
        )
    if isinstance(value, Mapping):
        return {str(key): _cleaned(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(part) for part in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return _cleaned(str(value))


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[str(path) for path in settings.DOCUMENT_FONTS],
    )


@cache
def _names() -> list[str]:
    """The product's own fonts first, and whatever a county has added after them."""
    own = sorted(set(_fonts().families()) - set(FONTS))
    return [*FONTS, *(name for name in own if not name.startswith("New Computer"))]


def _unknown(diagnostic: str, text: str) -> tuple[str, ...]:
    """Which characters of the text the fonts have no shape for, by their names."""
    quoted = {
        character
        for line in diagnostic.splitlines()
        if "could not be displayed" in line
        for character in line.partition("`")[2].partition("` could")[0]
    }
    return tuple(
        f"U+{ord(c):04X} {unicodedata.name(c, '')}".strip()
        for c in sorted(quoted & set(text))
        if ord(c) > 127
    )
