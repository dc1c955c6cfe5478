"""How is what people typed written in a document: which letters, in which font, never as markup?"""

import re
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import arabic_reshaper
from bidi.algorithm import get_display
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, SEMIBOLD, BOLD = "SourceSans3-Regular", "SourceSans3-Semibold", "SourceSans3-Bold"
ARABIC = "NotoSansArabic-Regular"
_ARABIC = "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc"
_ARABIC_RUN = re.compile(f"[{_ARABIC}]+(?: +[{_ARABIC}]+)*")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@cache
def register_fonts() -> None:
    """Once per process: they are embedded in every file that uses them."""
    folder = Path(__file__).parent / "fonts"
    for name in (REGULAR, SEMIBOLD, BOLD, ARABIC):
        pdfmetrics.registerFont(TTFont(name, folder / f"{name}.ttf"))
    pdfmetrics.registerFontFamily(
        REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD
    )


def safe(text: object) -> str:
    """What people typed, for a ReportLab paragraph: nothing in it is markup, line ends stay."""
    clean = _CONTROL.sub(" ", str(text).replace("\r\n", "\n").replace("\r", "\n"))
    return _ARABIC_RUN.sub(_joined, escape(clean)).replace("\n", "<br/>")


def one_line(text: str) -> str:
    """Without signs that a file or a line of an address cannot hold."""
    return _CONTROL.sub(" ", text).strip()


def _joined(run: re.Match[str]) -> str:
    """Arabic as it is written: letters joined, from right to left, in a font that has them."""
    shown = get_display(arabic_reshaper.reshape(run.group()))
    return f'<font name="{ARABIC}">{shown}</font>'
