"""Inputs that want the reader to fail, as a table, and what became of one.

Each row names its format, what is wrong, a builder of its bytes, the name it comes under, and the
words that must survive (empty where nothing readable is in it). What a row wants to reach outside
is the file of `canary`: its words may turn up nowhere.
"""

# ruff: noqa: E501 # the table has a row a line
from __future__ import annotations

import base64
import gzip
import io
import json
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from pdfs import pdf_of

from trucewatch.errors import IntakeError
from trucewatch.intake import read_documents
from trucewatch.model import CODES

CANARY = "the-canary-sings-outside"
NEWS = "Two shells hit Fatira on Monday, the council said, and a house burned."


class Case(NamedTuple):
    """One row of the table."""

    format: str
    what: str
    make: Callable[[Path], bytes]
    name: str
    kept: str = ""


def outcome(data, name):
    """Return "items", or "refused" where the refusal names the input and says what to do."""
    try:
        found = list(read_documents(data, name=name))
    except IntakeError as error:
        return "refused" if name in error.message and error.fix else "refused without a word"
    check(found)
    return "items"


def check(found):
    """Assert that every item is whole: spans within the text, issues known and at home."""
    assert found
    for taken in found:
        document = taken.document
        size = len(document.item.text)
        for passage in document.passages:
            assert 0 <= passage.start < passage.end <= size
        for issue in document.issues:
            assert issue.code in CODES
            assert issue.item == document.item.id


def zipped(members, method=zipfile.ZIP_DEFLATED):
    """Return a ZIP file of (name, bytes) pairs."""
    found = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(found, "w", method) as archive:
        # Two members of one name are what some rows are about.
        warnings.simplefilter("ignore")
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return found.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
WORDS = f"<w:p><w:r><w:t>{NEWS}</w:t></w:r></w:p>"


def docx(body=WORDS, head="", more=()):
    """Return a Word file whose body and prologue are given."""
    text = f"<?xml version='1.0'?>{head}<w:document {W}><w:body>{body}</w:body></w:document>"
    return zipped([("[Content_Types].xml", "<Types/>"), ("word/document.xml", text), *more])


SHEETS = '<workbook xmlns:r="r"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>'
RELATED = '<Relationships><Relationship Id="r1" Target="{}"/></Relationships>'


def xlsx(rows, target="worksheets/sheet1.xml", head="", shared="<sst/>", more=()):
    """Return a workbook whose one sheet holds `rows` as they stand."""
    sheet = f"{head}<worksheet><sheetData>{rows}</sheetData></worksheet>"
    return zipped(
        [
            ("xl/workbook.xml", SHEETS),
            ("xl/_rels/workbook.xml.rels", RELATED.format(target)),
            ("xl/sharedStrings.xml", shared),
            ("xl/worksheets/sheet1.xml", sheet),
            *more,
        ]
    )


def cells(*values, row=1):
    """Return a row of a sheet with its words in place."""
    inner = "".join(
        f'<c r="{chr(65 + at)}{row}" t="inlineStr"><is><t>{value}</t></is></c>'
        for at, value in enumerate(values)
    )
    return f'<row r="{row}">{inner}</row>'


TABLE = cells("Position", "Event location", "Means", "No.") + cells(
    "Camera", "Fatira", "Heard", "3", row=2
)


def page(content, how=b"", kids=b"3 0 R", extra=b""):
    """Return a PDF file of one page with the given content stream."""
    font = b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    return pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R %s >>" % extra,
            b"<< /Type /Pages /Kids [%s] /Count 1 >>" % kids,
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources %s >>" % font,
            b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), how, content),
        ]
    )


SHOWN = f"BT /F1 11 Tf 50 780 Td ({NEWS}) Tj ET".encode()


def record(url, body, kind="text/html", extra="", length=None):
    """Return one response record of a WARC file."""
    http = (
        f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n{extra}Content-Length: {len(body)}\r\n\r\n"
    ).encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n"
        "WARC-Date: 2020-03-16T10:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{zlib.crc32(url.encode()):032x}>\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http) if length is None else length}\r\n\r\n"
    )
    return head.encode("utf-8", "surrogatepass") + http + b"\r\n\r\n"


HTML = f"<html><body><h1>Note</h1><p>{NEWS} {NEWS}</p></body></html>".encode()
GOOD = record("https://wire.example/a", HTML)
XXE = '<!DOCTYPE {root} [<!ENTITY x SYSTEM "file://{path}">]>'
LAUGHS = (
    '<!DOCTYPE {root} [<!ENTITY a "ha">'
    + "".join(
        "<!ENTITY {} '{}'>".format(name, f"&{before};" * 10)
        for before, name in pairwise(["a", *(f"a{n}" for n in range(9))])
    )
    + "]>"
)
MAIL = "MIME-Version: 1.0\nMessage-ID: <1@b.example>\nFrom: a@b.example\nSubject: Note\n"
CHAT = '{{"type": "public_channel", "messages": [{}]}}'
POST = f'{{"id": 1, "date_unixtime": "1584255600", "text": "{NEWS}"}}'
HEAD = "Position,Event location,Means,No.\n"
ROW = "Camera,Fatira,Heard,3\n"
ITEM = f"<item><title>Note</title><description>{NEWS}</description></item>"
KOBO = '{{"trucewatch_form": "patrol", "what/force": {}}}'


def text(value):
    """Return a builder of these characters."""
    return lambda _: value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value


def outside(root, rest):
    """Return a builder of XML with an entity that names the canary."""
    return lambda canary: (XXE.format(root=root, path=canary) + rest).encode()


def mail(body):
    """Return a builder of a mail: more header fields, a blank line, the body."""
    return text(MAIL + body)


def multipart(*parts):
    """Return a builder of a mail of several parts."""
    told = "".join(f"--x\n{part}\n" for part in parts)
    return mail(f"Content-Type: multipart/mixed; boundary=x\n\n{told}--x--\n")


def local(name, size):
    """Return a ZIP file whose member lies about its size."""
    data = bytearray(zipped([(name, NEWS), ("word/document.xml", "<a/>")]))
    at = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, size)
    return bytes(data)


def overlapping(count):
    """Return a ZIP file all of whose names share one member's bytes."""
    data = zipped([("word/document.xml", b"0" * 1_000_000)])
    at = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry = data[at:end]
    names = b"".join(entry for _ in range(count))
    tail = bytearray(data[end:])
    struct.pack_into("<HHII", tail, 8, count, count, len(names), at)
    return data[:at] + names + bytes(tail)


def nest(levels):
    """Return a ZIP in a ZIP in a ZIP."""
    data = zipped([("report.txt", NEWS)])
    for level in range(levels):
        data = zipped([(f"{level}.zip", data)])
    return data


TABLE_OF = {
    "archive": [
        ("a ZIP of nothing", text(zipped([])), ""),
        ("a ZIP of a text", text(zipped([("report.txt", NEWS)])), ""),
        ("ten ZIPs one in the other", lambda _: nest(10), ""),
        ("names that climb out", text(zipped([("../../etc/x.txt", NEWS)])), ""),
        ("a bomb of 1:1000 as Word", lambda _: zipped([("word/document.xml", b"0" * 50_000_000)]), ""),
        ("10,000 names on one member", lambda _: overlapping(10_001), ""),
        ("a size that lies", lambda _: local("a", 2**31), ""),
        ("a size of nothing", lambda _: local("a", 0), ""),
        ("no directory at its end", lambda _: docx()[:-40], ""),
        ("directory twice", lambda _: docx() + docx()[-200:], ""),
        ("NUL in a name", text(zipped([("word/document.xml\0.txt", NEWS)])), ""),
        ("70,000 empty members", lambda _: zipped([(f"{n}", b"") for n in range(70_000)]), ""),
        ("password flag", lambda _: docx().replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00"), ""),
        ("bzip2 method", lambda _: zipped([("word/document.xml", WORDS)], zipfile.ZIP_BZIP2), ""),
        ("unknown method", lambda _: docx().replace(b"\x14\x03\x14\x00\x00\x00\x08\x00", b"\x14\x03\x14\x00\x00\x00\x63\x00"), ""),
        ("gzip of a report", lambda _: gzip.compress(NEWS.encode()), ""),
        ("gzip that is cut off", lambda _: gzip.compress(GOOD * 50)[:-30], ""),
        ("gzip bomb of a WARC", lambda _: gzip.compress(b"WARC/1.0\r\n" + b"\0" * 200_000_000, 9), ""),
        ("a WACZ without archive", text(zipped([("datapackage.json", "{}"), ("a.warc", b"")])), ""),
        ("a WACZ that climbs out", lambda _: zipped([("datapackage.json", "{}"), ("../../x.warc", GOOD)]), NEWS),
        ("a WARC of one header", text(b"WARC/1.0\r\n"), ""),
        ("lengths below nothing", text(GOOD + b"WARC/1.0\r\nContent-Length: -5\r\n\r\nab"), NEWS),
        ("lengths of 10^18", lambda _: GOOD + record("https://b.example/", HTML, length=10**18), NEWS),
        ("a body with an unpacking bomb", lambda _: GOOD + record("https://b.example/", gzip.compress(b"a" * 300_000_000, 9), "text/plain", "Content-Encoding: gzip\r\n"), NEWS),
        ("chunks without end", lambda _: GOOD + record("https://b.example/", b"ffffffff\r\nabc", extra="Transfer-Encoding: chunked\r\n"), NEWS),
        ("an address of 1 MB", lambda _: record("https://b.example/" + "a" * 1_000_000, HTML), ""),
        ("a file address", lambda canary: record(f"file://{canary}", HTML), NEWS),
        ("100,000 header lines", lambda _: GOOD + b"WARC/1.0\r\n" + b"A: b\r\n" * 100_000 + b"\r\n", NEWS),
        ("5,000 pages", lambda _: b"".join(record(f"https://b.example/{n}", b"%s %d" % (NEWS.encode(), n), "text/plain") for n in range(5_000)), NEWS),
        ("a WARC in a WARC in a WARC", lambda _: record("https://a.example/", record("https://b.example/", GOOD, "text/plain"), "text/plain"), NEWS),
    ],
    "xml": [
        ("a thousand million laughs", text(LAUGHS.format(root="rss") + f"<rss>{ITEM}<item><title>&a8;</title></item></rss>"), NEWS),
        ("a file as entity", outside("rss", f"<rss>{ITEM}<item><title>T &x;</title></item></rss>"), NEWS),
        ("a file as parameter entity", lambda canary: f'<!DOCTYPE rss [<!ENTITY % p SYSTEM "file://{canary}">%p;]><rss>{ITEM}</rss>'.encode(), NEWS),
        ("a remote DTD", text(f'<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd"><rss>{ITEM}</rss>'), NEWS),
        ("quadratic entity", text('<!DOCTYPE rss [<!ENTITY a "' + "a" * 100_000 + f'">]><rss>{ITEM}<item><title>' + "&a;" * 50_000 + "</title></item></rss>"), NEWS),
        ("an include of a file", lambda canary: f'<rss xmlns:xi="http://www.w3.org/2001/XInclude">{ITEM}<item><title><xi:include href="file://{canary}" parse="text"/></title></item></rss>'.encode(), NEWS),
        ("a style sheet", text(f'<?xml version="1.0"?><?xml-stylesheet href="http://127.0.0.1:9/a.xsl"?><rss>{ITEM}</rss>'), NEWS),
        ("30,000 elements deep", text(f"<rss>{ITEM}" + "<item><a>" * 30_000), ""),
        ("declarations unclosed", text(f"<rss>{ITEM}" + "<!" * 300_000), NEWS),
        ("CDATA unclosed", text(f"<rss>{ITEM}" + "<![CDATA[" * 200_000), NEWS),
        ("comments unclosed", text(f"<rss>{ITEM}" + "<!--" * 200_000), NEWS),
        ("300,000 attributes", text(f"<rss>{ITEM}<item " + "a='1' " * 300_000 + "/></rss>"), NEWS),
        ("quotes unclosed", text(f"<rss>{ITEM}<item a='" + "\"'" * 200_000), NEWS),
        ("characters that are none", text(f"<rss>{ITEM}<item><title>&#0;&#x110000;&#xD800;{NEWS}</title></item></rss>"), NEWS),
        ("two roots", text(f"<rss>{ITEM}</rss><rss>{ITEM}</rss>"), NEWS),
        ("an encoding that is none", text(f'<?xml version="1.0" encoding="no-such"?><rss>{ITEM}</rss>'), NEWS),
        ("UTF-7 as encoding", text(f'<?xml version="1.0" encoding="utf-7"?><rss>{ITEM}</rss>'), NEWS),
        ("UTF-16 that says UTF-8", lambda _: f'<?xml version="1.0" encoding="utf-8"?><rss>{ITEM}</rss>'.encode("utf-16"), ""),
    ],
    "feed": [
        ("scripts in titles", text(f"<rss><item><title>&lt;script&gt;alert(1)&lt;/script&gt;</title><description>{NEWS}</description></item></rss>"), NEWS),
        ("60,000 entries", text("<rss>" + "".join(f"<item><title>{NEWS} {n}</title></item>" for n in range(60_000)) + "</rss>"), NEWS),
        ("an entry of 5 MB", text(f"<rss><item><description>{NEWS} " + "shell " * 800_000 + "</description></item></rss>"), NEWS),
        ("no end", text(f"<rss><channel>{ITEM}<item><title>Cut"), NEWS),
        ("addresses that are scripts", text(f"<rss><item><link>javascript:alert(1)</link><description>{NEWS}</description></item></rss>"), NEWS),
        ("dates of nobody's calendar", text(f"<rss><item><pubDate>Mon, 99 Foo 99999 99:99:99</pubDate><description>{NEWS}</description></item></rss>"), NEWS),
        ("entry in entry in entry", text("<feed>" + "<entry><title>A</title>" * 5_000 + f"<summary>{NEWS}</summary>" + "</entry>" * 5_000 + "</feed>"), ""),
        ("markup escaped eight times", text("<rss><item><description>" + "&amp;" * 8 + f"lt;p&gt;{NEWS}</description></item></rss>"), NEWS),
        ("a comment export without posts", text('<disqus xmlns="http://disqus.com"></disqus>'), ""),
        ("comments that answer each other", text('<disqus xmlns="http://disqus.com" xmlns:dsq="d"><thread dsq:id="1"/>' + "".join(f'<post dsq:id="{n}"><message>{NEWS} {n}</message><parent dsq:id="{(n + 1) % 50}"/><thread dsq:id="1"/></post>' for n in range(50)) + "</disqus>"), NEWS),
        ("an export of WordPress that breaks off", text('<rss xmlns:wp="http://wordpress.org/export/1.2/"><item><title>A</title><wp:comment><wp:comment_content>x'), ""),
    ],
    "html": [
        ("60,000 elements deep", text("<html><body>" + "<div>" * 60_000 + f"<p>{NEWS}</p>"), NEWS),
        ("255 elements deep", text("<html><body>" + "<div>" * 255 + f"<p>{NEWS}</p>" + "</div>" * 255), NEWS),
        ("comments unclosed", text(f"<html><body><p>{NEWS}</p>" + "<!-- " * 20_000), NEWS),
        ("a script unclosed", text(f"<html><body><p>{NEWS}</p><script>" + "x" * 100_000), NEWS),
        ("100,000 attributes", text(f"<html><body><p>{NEWS}</p><a " + "b=c " * 100_000 + "></a></body></html>"), NEWS),
        ("an attribute of 5 MB", text(f"<html><body><p>{NEWS}</p><img src='" + "a" * 5_000_000 + "'></body></html>"), NEWS),
        ("200,000 tags unclosed", text(f"<html><body><p>{NEWS}</p>" + "<b><i>" * 100 + "</u>" * 200_000), NEWS),
        ("a file in a frame", lambda canary: f"<html><body><p>{NEWS}</p><iframe src='file://{canary}'></iframe><object data='file://{canary}'></object></body></html>".encode(), NEWS),
        ("an entity of a file", outside("html", f"<html><body><p>{NEWS} &x;</p></body></html>"), NEWS),
        ("a base outside", text(f"<html><head><base href='http://127.0.0.1:9/'></head><body><p>{NEWS}</p></body></html>"), NEWS),
        ("a charset that is none", text(f"<html><head><meta charset='rot13'></head><body><p>{NEWS}</p></body></html>"), NEWS),
        ("a codec that unpacks", text(f"<html><head><meta charset='zlib_codec'></head><body><p>{NEWS}</p></body></html>"), NEWS),
        ("JSON-LD 100,000 deep", text(f"<html><head><script type='application/ld+json'>{'[' * 100_000}</script></head><body><p>{NEWS}</p></body></html>"), NEWS),
        ("30,000 metas", text("<html><head>" + "<meta name='date' content='2020'>" * 30_000 + f"</head><body><p>{NEWS}</p></body></html>"), NEWS),
        ("5,000 comments in comments", text(f"<html><body><h1>A</h1><p>{NEWS}</p>" + "<div class='comment'>" * 200 + "<p>lol</p>" + "</div>" * 200 + "</body></html>"), NEWS),
        ("a table of 100,000 cells", text(f"<html><body><p>{NEWS}</p><table>" + "<tr><td>1</td><td>2</td></tr>" * 50_000 + "</table></body></html>"), NEWS),
        ("NUL bytes", text(f"<html><body><p>{NEWS}</p>\0</body></html>"), ""),
        ("8 MB flat", text("<html><body>" + f"<p>{NEWS}</p>" * 100_000 + "</body></html>"), NEWS),
        ("text of CSS only", text("<html><head><style>" + "p{}" * 10_000 + "</style></head><body></body></html>"), ""),
        ("numbers for characters", text("<html><body><p>" + "".join(f"&#{ord(char)};" for char in NEWS) + "</p></body></html>"), NEWS),
    ],
    "text": [
        ("nothing", text(""), ""),
        ("white space only", text(" \n\t" * 100_000), ""),
        ("invisible signs only", text("\ufeff\u200b\u200f" * 1_000), ""),
        ("NUL bytes", text(f"{NEWS}\0"), ""),
        ("control characters", text(bytes(range(1, 32)) * 99), ""),
        ("one line of 30 MB", text("shell " * 5_000_000), "shell"),
        ("a million lines", text("\n".join(["shell"] * 1_000_000)), "shell"),
        ("a word of 10 MB", text("a" * 10_000_000), "a"),
        ("half a million blank lines", text(NEWS + "\n" * 500_000 + NEWS), NEWS),
        ("direction signs in every word", text(NEWS.replace(" ", " \u202e\u2066")), "Fatira"),
        ("a letter with 100,000 accents", text(NEWS + " a" + "\u0301" * 100_000), NEWS),
        ("lone surrogates", text(f"{NEWS} \ud800\udfff \u2013 \u00e9 \u00e9 \u00e9"), NEWS),
        ("UTF-8 of too many bytes", text(NEWS.encode() + b"\xc0\xaf\xfc\x80\x80\x80\x80\xaf"), NEWS),
        ("a mark of UTF-32 over nothing", text(b"\xff\xfe\x00\x00"), ""),
        ("UTF-16 of odd length", text(NEWS.encode("utf-16") + b"a"), NEWS),
        ("brackets 200,000 deep as Markdown", text("# Note\n\n" + NEWS + "\n\n" + "[" * 200_000), NEWS),
        ("quotes 50,000 deep as Markdown", text("# Note\n\n" + NEWS + "\n\n" + ">" * 50_000 + " a"), NEWS),
        ("20,000 name lines", text(f"{NEWS}\n\n" + "olive_tree\n\nlol\n\n" * 20_000), NEWS),
        ("an answer of a terminal", text(f"\x1b[31m{NEWS}\x1b[0m"), NEWS),
    ],
    "pdf": [
        ("a bomb of 1:1000", lambda _: page(zlib.compress(b" " * 200_000_000, 9), b"/Filter /FlateDecode"), ""),
        ("a bomb packed twice", lambda _: page(zlib.compress(zlib.compress(b" " * 100_000_000, 9), 9), b"/Filter [/FlateDecode /FlateDecode]"), ""),
        ("pages in a circle", lambda _: page(SHOWN, kids=b"2 0 R"), ""),
        ("a catalogue of itself", lambda _: pdf_of([b"<< /Type /Catalog /Pages 1 0 R >>"]), ""),
        ("no objects", text(b"%PDF-1.7\n%%EOF"), ""),
        ("cut off", lambda _: page(SHOWN)[:-150], ""),
        ("a table of places that lies", lambda _: page(SHOWN).replace(b"0000000009 00000 n", b"9999999999 00000 n"), ""),
        ("a previous table in a circle", lambda _: pdf_of([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"], "/Prev 9"), ""),
        ("a password", lambda _: page(SHOWN).replace(b"trailer <<", b"trailer << /Encrypt << /Filter /Standard /V 1 /R 2 /O (a) /U (b) /P -1 >>"), ""),
        ("a million pages promised", lambda _: page(SHOWN).replace(b"/Count 1", b"/Count 1000000"), NEWS[:20]),
        ("a script to open with", lambda _: page(SHOWN, extra=b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), NEWS[:20]),
        ("a file to open with", lambda canary: page(SHOWN, extra=b"/OpenAction << /S /Launch /F (%s) >>" % str(canary).encode()), NEWS[:20]),
        ("arrays 50,000 deep", lambda _: page(b"[" * 50_000 + SHOWN), ""),
        ("a million drawing steps", lambda _: page(SHOWN + b" 1 0 0 1 0 0 cm" * 300_000), ""),
        ("a filter that is none", lambda _: page(SHOWN, b"/Filter /NoSuchDecode"), ""),
        ("a length that lies", lambda _: page(SHOWN).replace(b"/Length ", b"/Length 9"), ""),
        ("a page without words", lambda _: page(b"0 0 m 9 9 l S"), ""),
        ("names of 1 MB", lambda _: page(b"/" + b"A" * 1_000_000 + b" gs " + SHOWN), ""),
    ],
    "docx": [
        ("a thousand million laughs", lambda _: docx(WORDS + "<w:p><w:r><w:t>&a8;</w:t></w:r></w:p>", LAUGHS.format(root="x")), NEWS),
        ("a file as entity", lambda canary: docx(WORDS + "<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", XXE.format(root="x", path=canary)), NEWS),
        ("10,000 tables one in the other", lambda _: docx(WORDS + "<w:tbl><w:tr><w:tc>" * 10_000), NEWS),
        ("two million empty paragraphs", lambda _: docx(WORDS + "<w:p/>" * 2_000_000), ""),
        ("a body that breaks off", lambda _: zipped([("word/document.xml", f"<w:document {W}><w:body>{WORDS}<w:p><w:r><w:t>Cut")]), NEWS),
        ("a template outside", lambda _: docx(more=[("word/_rels/settings.xml.rels", '<Relationships><Relationship Target="http://127.0.0.1:9/t.dotm" TargetMode="External"/></Relationships>')]), NEWS),
        ("macros", lambda _: docx(more=[("word/vbaProject.bin", b"\xd0\xcf\x11\xe0" * 100)]), NEWS),
        ("a field that runs a program", lambda _: docx(WORDS + "<w:p><w:r><w:instrText>DDEAUTO c:\\\\x</w:instrText></w:r></w:p>"), NEWS),
        ("two bodies of one name", lambda _: zipped([("word/document.xml", "<a/>"), ("word/document.xml", f"<w:document {W}><w:body>{WORDS}</w:body></w:document>")]), NEWS),
        ("a body that is no XML", lambda _: zipped([("word/document.xml", b"\xff\x00\xfe" * 1_000)]), ""),
    ],
    "xlsx": [
        ("a cell at the end of the world", lambda _: xlsx(TABLE + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "Fatira"),
        ("a cell beyond it", lambda _: xlsx(TABLE + '<row r="99999999999"><c r="ZZZZZZ99999999999"><v>1</v></c></row>'), "Fatira"),
        ("merged from end to end", lambda _: xlsx(TABLE + '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells><sheetData>'), ""),
        ("shared words that are not there", lambda _: xlsx(TABLE + '<row r="3"><c r="A3" t="s"><v>99999999</v></c></row>'), "Fatira"),
        ("laughs among the shared words", lambda _: xlsx(TABLE, shared=LAUGHS.format(root="sst") + "<sst><si><t>&a8;</t></si></sst>"), "Fatira"),
        ("a file as entity", lambda canary: xlsx(TABLE + cells("&x;", row=3), head=XXE.format(root="worksheet", path=canary)), "Fatira"),
        ("a sheet that climbs out", lambda canary: xlsx(TABLE, target=f"../../../../{canary}"), ""),
        ("a sheet outside", lambda _: xlsx(TABLE, target="http://127.0.0.1:9/s.xml"), ""),
        ("numbers beyond numbers", lambda _: xlsx(TABLE + '<row r="3"><c r="A3"><v>1e999</v></c><c r="B3"><v>nan</v></c></row>'), "Fatira"),
        ("a million empty rows", lambda _: xlsx(TABLE + "<row/>" * 1_000_000), ""),
        ("16,000 columns", lambda _: xlsx(TABLE + '<row r="3">' + "<c><v>1</v></c>" * 16_384 + "</row>"), "Fatira"),
        ("no sheet at all", lambda _: zipped([("xl/workbook.xml", "<workbook/>")]), ""),
    ],
    "csv": [
        ("a quote unclosed", text(HEAD + ROW + '"' + "a,b\n" * 100_000), "Fatira"),
        ("200,000 columns", text(HEAD + ROW + "," * 200_000), "Fatira"),
        ("a cell of 10 MB", text(HEAD + ROW + "a" * 10_000_000 + ",b,c,1\n"), "Fatira"),
        ("60,000 rows", text(HEAD + "".join(f"Camera,Fatira {n},Heard,3\n" for n in range(60_000))), "Fatira"),
        ("formulas", text(HEAD + ROW + "=cmd|'/c calc'!A1,@SUM(1),+1,-1\n"), "Fatira"),
        ("quotes only", text(HEAD + ROW + '"' * 1_000_000), "Fatira"),
        ("NUL bytes", text(HEAD + ROW + "\0"), ""),
        ("headings twice", text("Position,Position,Event location,Means,No.\nCamera,b,Fatira,Heard,3\n"), "Fatira"),
        ("every kind of line end", text(HEAD + ROW.replace("\n", "\r") + "a,b,c,1\x0b\u2028d,e,f,2\r\n"), "Fatira"),
        ("headings and nothing", text(HEAD), ""),
    ],
    "json": [
        ("lists 100,000 deep", text(CHAT.format(POST + ', {"text": ' + "[" * 100_000)), ""),
        ("objects 100,000 deep", text(CHAT.format(POST + ', {"a":' * 50_000)), ""),
        ("numbers of 100,000 digits", text(CHAT.format(POST + ', {"id": ' + "9" * 100_000 + ', "date_unixtime": "1", "text": "a"}')), NEWS),
        ("not a number", text(CHAT.format(POST + ', {"id": NaN, "date_unixtime": "1e400", "text": "b"}')), ""),
        ("a key twice", text(CHAT.format(POST[:-1] + ', "text": "other words of a post"}')), ""),
        ("text of no kind", text(CHAT.format(POST + ', {"id": 2, "date_unixtime": "1", "text": {"a": [1, null]}}')), NEWS),
        ("a date after the end of time", text(CHAT.format(POST.replace("1584255600", "9" * 30))), NEWS),
        ("a date before its beginning", text(CHAT.format(POST.replace("1584255600", "-" + "9" * 30))), NEWS),
        ("half a surrogate", text(CHAT.format(POST.replace("Fatira", "\\ud800Fatira"))), ""),
        ("cut off", text(CHAT.format(POST + ", " + POST)[:-60]), ""),
        ("60,000 posts", text(CHAT.format(", ".join(f'{{"id": {n}, "date_unixtime": "1584255600", "text": "Shell {n} hit."}}' for n in range(60_000)))), "Shell 7 hit."),
        ("two values", text(CHAT.format(POST) + CHAT.format(POST)), ""),
        ("a form of numbers", text(KOBO.format("[1, {}, null]")), ""),
        ("a form with a key that climbs out", text(KOBO.format('"a", "__proto__": {"x": 1}, "../../x": "b"')), ""),
        ("an answer of 5 MB", text(KOBO.format(json.dumps("shell " * 800_000))), ""),
    ],
    "mail": [
        ("3,000 parts one in the other", mail("".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(3_000))), ""),
        ("100,000 parts", multipart(*["\na"] * 100_000), ""),
        ("500 mails one in the other", text((MAIL + "Content-Type: message/rfc822\n\n") * 500 + NEWS), ""),
        ("a subject of 3 MB", mail("X-A: " + "a" * 3_000_000 + f"\n\n{NEWS}"), NEWS),
        ("100,000 header fields", mail("X-A: b\n" * 100_000 + f"\n{NEWS}"), NEWS),
        ("addresses of brackets", mail("To: " + "(" * 50_000 + f"\n\n{NEWS}"), NEWS),
        ("a charset that is none", mail(f"Content-Type: text/plain; charset=nope\n\n{NEWS}"), NEWS),
        ("a codec that unpacks", mail(f"Content-Type: text/plain; charset=zlib\n\n{NEWS}"), NEWS),
        ("base64 that is none", mail("Content-Transfer-Encoding: base64\n\n!!!!\n"), ""),
        ("a file name that climbs out", multipart(f"Content-Type: text/plain\n\n{NEWS}", "Content-Disposition: attachment; filename=../../../../etc/x.txt\n\nTwo more shells hit Sarmin on Tuesday, said the council."), NEWS),
        ("a bomb attached", lambda _: (MAIL + f"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\n{NEWS}\n--x\nContent-Disposition: attachment; filename=a.docx\nContent-Transfer-Encoding: base64\n\n").encode() + base64.encodebytes(zipped([("word/document.xml", b"0" * 50_000_000)])) + b"--x--\n", NEWS),
        ("words encoded 20,000 times", mail("X-B: " + "=?utf-8?q?a?= " * 20_000 + f"\n\n{NEWS}"), NEWS),
        ("no end of its parts", mail(f"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\n{NEWS}\n"), NEWS),
        ("NUL bytes in the words", mail(f"Content-Type: text/plain\n\n{NEWS}\0\n"), ""),
        ("a page with a script", mail(f"Content-Type: text/html\n\n<script>alert(1)</script><p>{NEWS}</p>"), NEWS),
    ],
}  # fmt: skip
NAMES = {
    "archive": "capture.wacz",
    "xml": "feed.xml",
    "feed": "feed.xml",
    "html": "page.html",
    "text": "note.md",
    "pdf": "report.pdf",
    "docx": "report.docx",
    "xlsx": "table.xlsx",
    "csv": "table.csv",
    "json": "result.json",
    "mail": "note.eml",
}
CASES = [
    Case(kind, what, make, NAMES[kind], kept)
    for kind, rows in TABLE_OF.items()
    for what, make, kept in rows
]
