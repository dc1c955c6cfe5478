"""How does a letter, order or report become a PDF that reads the same everywhere and twice the same?

The page on screen is the accessible version; this is the copy for paper and the archive. The
same calls give the same bytes, so a stored checksum stays true. Everything that comes in is
text of people, never markup.
"""

import re
from collections.abc import Iterable, Sequence
from copy import deepcopy
from functools import partial
from io import BytesIO
from typing import Any, Literal

import segno
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    NextPageTemplate,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from renogroep.infra.written import BOLD, REGULAR, SEMIBOLD, one_line, register_fonts, safe

INK, MUTED, LINE, SAND = (HexColor(c) for c in ("#20302d", "#56625f", "#cfc9bd", "#f7f1e6"))

MARGIN = 22 * mm
WIDTH = A4[0] - 2 * MARGIN
WINDOW_LEFT, WINDOW_TOP = 110 * mm, 50 * mm  # an envelope with its window on the right (DL, C5/6)
WINDOW_WIDTH, WINDOW_HEIGHT = 80 * mm, 32 * mm
LETTER_TOP = 96 * mm  # the body of a letter starts under the first fold

BODY, LARGE = 10.5, 18.0  # points
SMALLEST_ROW_PART = 40  # points: a row that is cut leaves at least this much on each page

PAGE_OF = {"nl": "Pagina %d van %d", "fr": "Page %d sur %d", "en": "Page %d of %d"}

Align = Literal["left", "right"]


class _QrCode(Flowable):
    """A QR code drawn as squares: sharp on every printer, no image inside."""

    def __init__(self, content: str, size: float) -> None:
        super().__init__()
        self.matrix = segno.make(content, error="m", micro=False).matrix
        self.width = self.height = size

    def draw(self) -> None:
        module = self.width / len(self.matrix)
        self.canv.setFillColor(INK)
        for row_number, row in enumerate(self.matrix):
            y = self.height - (row_number + 1) * module
            for column, dark in enumerate(row):
                if dark:
                    self.canv.rect(column * module, y, module, module, stroke=0, fill=1)


class _Rows(Table):
    """A table that also cuts a row which is taller than a page."""

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:  # noqa: N803
        self.splitInRow = SMALLEST_ROW_PART
        parts = super().split(availWidth, availHeight)
        if not parts and availHeight > A4[1] / 2:  # no other page gives more room
            self.splitInRow = 0.01  # type: ignore[assignment]
            parts = super().split(availWidth, availHeight)
        return list(parts)


class _CountedCanvas(Canvas):
    """Writes the footer when all pages are known, because it says how many there are."""

    def __init__(self, *args: Any, footer: str, page_of: str, size: float, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._footer, self._page_of, self._size = footer, page_of, size
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - ReportLab's name
        self._pages.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined]

    def save(self) -> None:
        for number, page in enumerate(self._pages, start=1):
            self.__dict__.update(page)
            self._draw_footer(self._page_of % (number, len(self._pages)))
            super().showPage()
        super().save()

    def _draw_footer(self, counter: str) -> None:
        self.setStrokeColor(LINE)
        self.line(MARGIN, 17 * mm, A4[0] - MARGIN, 17 * mm)
        self.setFillColor(MUTED)
        self.setFont(REGULAR, self._size)
        self.drawRightString(A4[0] - MARGIN, 11 * mm, counter)
        room = WIDTH - self.stringWidth(counter, REGULAR, self._size) - 6 * mm
        self.drawString(MARGIN, 11 * mm, _shortened(self._footer, REGULAR, self._size, room))


def _shortened(text: str, font: str, size: float, room: float) -> str:
    """As much of one line as fits, with an ellipsis when something is left out."""
    if pdfmetrics.stringWidth(text, font, size) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        fits = pdfmetrics.stringWidth(text[:middle] + "…", font, size) <= room
        low, high = (middle, high) if fits else (low, middle - 1)
    return text[:low] + "…"


class Document:
    """Build from top to bottom, then ``pdf_bytes()``.

    language         code of the words in it; goes into the file and chooses the page counter
    sender_lines     who sends it, at the top left
    recipient_lines  makes it a letter: the address stands in the window of the envelope
    reference        stands in the footer of every page, after the title
    large_print      18 points instead of 10.5, for people who see less
    """

    def __init__(
        self,
        title: str,
        language: str,
        author: str,
        subtitle: str | None = None,
        *,
        sender_lines: Sequence[str] = (),
        recipient_lines: Sequence[str] | None = None,
        reference: str | None = None,
        large_print: bool = False,
        colour: str = "#1f5a50",
    ) -> None:
        register_fonts()
        self.title, self.language, self.author = title, language, author
        self._sender, self._recipient = list(sender_lines), list(recipient_lines or ())
        self._footer = " · ".join(one_line(p) for p in (title, reference) if p)
        self._size = LARGE if large_print else BODY
        self._colour = HexColor(colour)
        self._story: list[Flowable] = []
        if self._sender and not self._recipient:
            self._story += [self._lines(self._sender), Spacer(0, self._size)]
        self._story.append(self._text(title, BOLD, 1.75, color=self._colour, after=0.4))
        if subtitle:
            self._story.append(self._text(subtitle, REGULAR, 1.15, color=MUTED, after=0.8))

    def heading(self, text: object, level: int = 2) -> None:
        """A heading that stays with what follows it; level 2 or 3."""
        scale = 1.3 if level == 2 else 1.1
        self._story.append(
            self._text(text, BOLD, scale, color=self._colour, before=1.1, after=0.35, keep=True)
        )

    def paragraph(self, text: object, *, strong: bool = False, keep: bool = False) -> None:
        """Words; an empty line in them starts a new paragraph. ``keep`` stays with what follows."""
        font = SEMIBOLD if strong else REGULAR
        for part in re.split(r"\n\s*\n", str(text)):
            self._story.append(self._text(part, font, after=0.3 if keep else 0.6, keep=keep))

    def bullets(self, items: Iterable[object], *, mark: str = "•") -> None:
        """A short list; with ``mark`` another sign before each item, such as a box to tick."""
        style = self._style(REGULAR, after=0.25)
        style.leftIndent, style.bulletIndent = 1.4 * self._size, 0.4 * self._size
        style.bulletFontName = REGULAR
        self._story += [Paragraph(safe(item), style, bulletText=mark) for item in items]
        self._story.append(Spacer(0, 0.4 * self._size))

    def key_values(self, rows: Iterable[tuple[object, object]]) -> None:
        """Facts: what it is at the left, the value at the right of it."""
        cells = [[self._text(k, SEMIBOLD), self._text(v, REGULAR)] for k, v in rows]
        self._add_table(cells, [0.36, 0.64], [("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE)])

    def table(
        self,
        header: Sequence[object],
        rows: Iterable[Sequence[object]],
        widths: Sequence[float] | None = None,
        align: Sequence[Align] | None = None,
        *,
        total: bool = False,
    ) -> None:
        """A table whose header comes back on every page.

        widths are parts of the page (any numbers, only their ratio counts); ``total`` makes the
        last row a total. A cell that is taller than a page goes on on the next one.
        """
        sides: list[Align] = list(align) if align else ["left"] * len(header)
        body = [list(row) for row in rows]
        cells = [self._row(header, sides, SEMIBOLD)]
        cells += [self._row(row, sides, REGULAR) for row in body]
        look: list[tuple[Any, ...]] = [
            ("BACKGROUND", (0, 0), (-1, 0), SAND),
            ("LINEBELOW", (0, 0), (-1, 0), 1, self._colour),
            ("LINEBELOW", (0, 1), (-1, -1), 0.5, LINE),
        ]
        if total and body:
            cells[-1] = self._row(body[-1], sides, BOLD)
            look.append(("LINEABOVE", (0, -1), (-1, -1), 1, self._colour))
        self._add_table(cells, list(widths or [1] * len(header)), look, repeat=1)

    def note(self, text: object) -> None:
        """Something nobody may miss, on a coloured ground."""
        style = self._style(SEMIBOLD, before=0.4, after=1)
        style.backColor, style.borderPadding = SAND, 0.7 * self._size
        style.leftIndent = style.rightIndent = 0.7 * self._size
        style.spaceBefore += 0.7 * self._size
        style.spaceAfter += 0.7 * self._size
        self._story.append(Paragraph(safe(text), style))

    def qr(self, url: str, label: object) -> None:
        """A code for the telephone under its words; the address itself beside it."""
        size = 30 * mm
        address = self._text(url, REGULAR, color=MUTED)
        side = Table(
            [[_QrCode(url, size), address]], colWidths=[size + 6 * mm, WIDTH - size - 6 * mm]
        )
        side.setStyle(TableStyle([*self._plain_cells(), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]))
        words = self._text(label, SEMIBOLD, before=1, after=0.3, keep=True)
        self._story += [words, side, Spacer(0, self._size)]

    def pdf_bytes(self) -> bytes:
        """The file; the same bytes every time."""
        buffer = BytesIO()
        template = BaseDocTemplate(
            buffer,
            pagesize=A4,
            title=one_line(self.title),
            author=one_line(self.author),
            creator="renogroep",
            producer="renogroep",
            lang=self.language,
            invariant=1,
            initialFontName=REGULAR,
            initialFontSize=self._size,
        )
        template.addPageTemplates(self._page_templates())
        footer_size = 0.8 * self._size if self._size == BODY else 12
        maker = partial(
            _CountedCanvas,
            footer=self._footer,
            page_of=PAGE_OF.get(self.language[:2], "%d / %d"),
            size=footer_size,
        )
        story = deepcopy(self._story)  # ReportLab uses up what it lays out
        template.build([NextPageTemplate("next"), *story], canvasmaker=maker)
        return buffer.getvalue()

    def _page_templates(self) -> list[PageTemplate]:
        def frame(top: float) -> Frame:
            height = A4[1] - 22 * mm - top
            return Frame(MARGIN, 22 * mm, WIDTH, height, 0, 0, 0, 0)

        first_top = LETTER_TOP if self._recipient else 20 * mm
        return [
            PageTemplate("first", [frame(first_top)], onPage=self._draw_first_page),
            PageTemplate("next", [frame(20 * mm)], onPage=self._draw_edge),
        ]

    def _draw_edge(self, canvas: Canvas, _: BaseDocTemplate) -> None:
        canvas.setFillColor(self._colour)
        canvas.rect(0, A4[1] - 4 * mm, A4[0], 4 * mm, stroke=0, fill=1)

    def _draw_first_page(self, canvas: Canvas, template: BaseDocTemplate) -> None:
        self._draw_edge(canvas, template)
        if self._recipient:
            self._draw_block(canvas, self._sender, MARGIN, 20 * mm, 80 * mm, 70 * mm)
            self._draw_block(
                canvas, self._recipient, WINDOW_LEFT, WINDOW_TOP, WINDOW_WIDTH, WINDOW_HEIGHT
            )

    def _draw_block(
        self,
        canvas: Canvas,
        lines: Sequence[str],
        left: float,
        top: float,
        width: float,
        height: float,
    ) -> None:
        """One text line per address line: what does not fit is shortened, never moved out of sight."""
        size = min(self._size, 12, height / (1.3 * max(len(lines), 1)))
        style = ParagraphStyle(
            "line", fontName=REGULAR, fontSize=size, leading=1.3 * size, textColor=INK
        )
        for number, line in enumerate(lines, start=1):
            words = _shortened(one_line(line), REGULAR, size, width)
            part = Paragraph(safe(words), style)
            part.wrapOn(canvas, WIDTH, height)  # shortened already: it is one line
            part.drawOn(canvas, left, A4[1] - top - 1.3 * size * number)

    def _lines(self, lines: Sequence[str]) -> Paragraph:
        return self._text("\n".join(lines), REGULAR, 0.9, color=MUTED)

    def _style(
        self,
        font: str,
        scale: float = 1,
        *,
        color: Color = INK,
        before: float = 0,
        after: float = 0,
        keep: bool = False,
        right: bool = False,
    ) -> ParagraphStyle:
        size = self._size * scale
        return ParagraphStyle(
            font,
            fontName=font,
            bulletFontName=REGULAR,
            fontSize=size,
            bulletFontSize=size,
            leading=1.32 * size,
            textColor=color,
            spaceBefore=before * self._size,
            spaceAfter=after * self._size,
            keepWithNext=int(keep),
            splitLongWords=1,
            alignment=TA_RIGHT if right else 0,
        )

    def _text(self, text: object, font: str, scale: float = 1, **look: Any) -> Paragraph:
        return Paragraph(safe(text), self._style(font, scale, **look))

    def _row(self, values: Sequence[object], sides: Sequence[Align], font: str) -> list[Paragraph]:
        pairs = zip(values, sides, strict=True)
        return [self._text(value, font, right=side == "right") for value, side in pairs]

    @staticmethod
    def _plain_cells() -> list[tuple[Any, ...]]:
        return [
            ("FONTNAME", (0, 0), (-1, -1), REGULAR),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 4),
            ("RIGHTPADDING", (0, 0), (-1, -1), 4),
            ("TOPPADDING", (0, 0), (-1, -1), 3),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
        ]

    def _add_table(
        self,
        cells: list[list[Paragraph]],
        widths: Sequence[float],
        look: list[tuple[Any, ...]],
        repeat: int = 0,
    ) -> None:
        if not cells:
            return
        whole = sum(widths)
        columns = [WIDTH * part / whole for part in widths]
        table = _Rows(cells, colWidths=columns, repeatRows=repeat)
        table.setStyle(TableStyle([*self._plain_cells(), *look]))
        self._story += [table, Spacer(0, self._size)]
