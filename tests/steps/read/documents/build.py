"""Builds Word documents, zips and PDFs with text, part by part, so that each test shows what is in them."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Zip parts by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def relations(target: str = "word/document.xml") -> str:
    return f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" Type="{_OFFICE}" Target="{target}"/></Relationships>'


def document(body: str, *, before: str = "") -> str:
    return f'<?xml version="1.0"?>{before}<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>'


def docx(body: str, **parts: str | bytes) -> bytes:
    """Return a Word document with this body; other parts as `footer1="<…>"`."""
    others = {f"word/{name}.xml": content for name, content in parts.items()}
    return packed({"_rels/.rels": relations(), "word/document.xml": document(body), **others})


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*soft_lines: str) -> str:
    """Return one paragraph; its lines are parted by soft line ends."""
    return f"<w:p>{'<w:r><w:br/></w:r>'.join(map(run, soft_lines))}</w:p>"


def paragraphs(*lines: str) -> str:
    return "".join(map(paragraph, lines))


def table(*rows: Sequence[str]) -> str:
    """Return a table; a line feed in a cell parts paragraphs."""
    cells = (
        "".join(f"<w:tc>{paragraphs(*cell.split(chr(10)))}</w:tc>" for cell in row) for row in rows
    )
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def text_box(*lines: str) -> str:
    """Return a paragraph with a text box, written twice as Word does."""
    inner = f"<w:txbxContent>{paragraphs(*lines)}</w:txbxContent>"
    return (
        "<w:p><w:r><mc:AlternateContent>"
        f"<mc:Choice>{inner}</mc:Choice><mc:Fallback><w:pict>{inner}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )


def pdf(*pages: Sequence[str]) -> bytes:
    """Return a PDF whose Chinese font lies in the reader's system, as many an export has it."""
    kids = " ".join(f"{6 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /FontDescriptor 5 0 R "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] "
        "/ItalicAngle 0 /Ascent 752 /Descent -271 /CapHeight 737 /StemV 58 >>",
    ]
    for at, lines in enumerate(pages):
        drawn = "".join(
            f"BT /F1 10 Tf 40 {800 - 16 * row} Td <{line.encode('utf-16-be').hex()}> Tj ET\n"
            for row, line in enumerate(lines)
            if line
        )
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {7 + 2 * at} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    return _with_places(objects)


def _with_places(objects: Sequence[str]) -> bytes:
    """Return the objects as a file, with the table of their places at its end."""
    out = b"%PDF-1.4\n"
    places = []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{each}\nendobj\n".encode("ascii")
    table_at = len(out)
    entries = "".join(f"{place:010d} 00000 n \n" for place in places)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{entries}".encode("ascii")
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table_at}\n%%EOF\n"
    return out + trailer.encode("ascii")
