"""What a file that somebody sends may be: told from its own bytes, and its name. Pure.

It is drawn anew whatever it is, so that nothing of it is ever served. It is refused all
the same where it is more than a scan: two kinds of file in one, a script, something
attached, a password. Whoever sent it is told what to do.
"""

import re
import zlib
from collections.abc import Iterator

MOST_BYTES = 10 * 1024 * 1024
_SCAN_AGAIN = "Print the paper and scan it, as a PDF or as a JPEG, PNG or TIFF picture."

# The first bytes of each kind, and how a name of it ends.
KINDS: tuple[tuple[bytes, frozenset[str]], ...] = (
    (b"%PDF-", frozenset({"pdf"})),
    (b"\xff\xd8\xff", frozenset({"jpg", "jpeg", "jpe", "jfif"})),
    (b"\x89PNG\r\n\x1a\n", frozenset({"png"})),
    (b"II*\x00", frozenset({"tif", "tiff"})),
    (b"MM\x00*", frozenset({"tif", "tiff"})),
)
# Endings that make a file something else: none of them stands inside a scan's name.
_OTHER_ENDINGS = re.compile(
    r"(?:exe|com|scr|bat|cmd|ps1|vbs?|jse?|mjs|jar|msi|lnk|hta|html?|xhtml|svgz?|xml|php\d?"
    r"|phtml|aspx?|jsp|py|rb|pl|sh|zip|rar|7z|tar|gz|docm?|docx|xls[mx]?|ppt[mx]?|rtf|swf"
    r"|iso|img|dll|app|apk|pdf|jpe?g|png|tiff?|gif|bmp|webp|heic)"
)
_TURNS_A_NAME = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\x00-\x1f\x7f]")
_MARKUP = re.compile(
    rb"<\s*(?:script|html|svg|!doctype|iframe|\?php)\b|<\?php", re.IGNORECASE
)
_END_OF_ZIP, _ZIP_TAIL = b"PK\x05\x06", 22 + 65_535
# What a PDF does, and not what it shows.
_ACTIVE = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData|GoToE"
    rb"|Movie|Sound|Rendition|3D)(?![A-Za-z0-9])"
)
_ESCAPED = re.compile(rb"#([0-9a-fA-F]{2})")
_STREAM = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n", re.DOTALL)
_MOST_UNPACKED, _MOST_STREAMS = 4 * 1024 * 1024, 200


def fault_of_name(name: str) -> str:
    """What is wrong with a file's name, for whoever sent it; empty if nothing is."""
    if _TURNS_A_NAME.search(name):
        return "The name of this file hides what it is. Give it a plain name."
    first, *endings = name.lower().replace(" ", "").rstrip(".").split(".")
    if not endings:
        return "" if first else "This file has no name."
    if any(_OTHER_ENDINGS.fullmatch(ending) for ending in endings[:-1]):
        return (
            "The name of this file has two endings. Give it one, as of the scan it is."
        )
    if not any(endings[-1] in own for _, own in KINDS):
        return f"A file of this kind is not taken. {_SCAN_AGAIN}"
    return ""


def fault_of(name: str, data: bytes) -> str:
    """What is wrong with a file, for whoever sent it; empty if nothing is."""
    if not data:
        return "This file is empty. Scan the paper again."
    if len(data) > MOST_BYTES:
        return "This file is larger than 10 MB. Scan it in grey, at 200 dpi."
    if fault := fault_of_name(name):
        return fault
    kind = next((own for first, own in KINDS if data.startswith(first)), None)
    if kind is None:
        return f"This file is not a scan. {_SCAN_AGAIN}"
    ending = name.lower().rpartition(".")[2] if "." in name else ""
    if ending and ending.strip() not in kind:
        return "This file is not what its name says. Scan the paper again."
    if "pdf" in kind and b"%%EOF" not in data:
        return f"This PDF is not whole. {_SCAN_AGAIN}"
    if _is_two_files(data):
        return f"This file is two kinds of file in one. {_SCAN_AGAIN}"
    return _fault_of_pdf(data) if "pdf" in kind else ""


def _is_two_files(data: bytes) -> bool:
    """Something else begins or ends in it: an archive, a page of the web, another kind."""
    head, is_pdf = data[:4096], data.startswith(b"%PDF-")
    if _END_OF_ZIP in data[-_ZIP_TAIL:] or _MARKUP.search(head):
        return True
    if is_pdf:
        return bool(data[data.rfind(b"%%EOF") + 5 :].strip(b"\r\n\t \x00"))
    if b"%PDF-" in head:
        return True
    if data.startswith(b"\x89PNG"):
        end = data.rfind(b"IEND")
        return end < 0 or len(data) - end > 8
    return bool(_MARKUP.search(data[-4096:]))


def _fault_of_pdf(data: bytes) -> str:
    for part in _parts_of_pdf(data):
        plain = _ESCAPED.sub(lambda m: bytes([int(m[1], 16)]), part)
        if re.search(rb"/Encrypt\b", plain):
            return f"This PDF is locked with a password. {_SCAN_AGAIN}"
        if _ACTIVE.search(plain):
            return f"This PDF holds a script or another file. {_SCAN_AGAIN}"
    return ""


def _parts_of_pdf(data: bytes) -> Iterator[bytes]:
    """The file as it lies, and what it has packed away: so much of it and no more."""
    yield data
    left = _MOST_UNPACKED
    for at, packed in enumerate(_STREAM.finditer(data)):
        if at >= _MOST_STREAMS or left <= 0:
            return
        try:
            opened = zlib.decompressobj().decompress(data[packed.end() :], left)
        except zlib.error:
            continue
        left -= len(opened)
        yield opened
