"""The report of a month, drawn on paper: which month, where to, and the pages."""

from datetime import UTC, date, datetime
from html import escape

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QWidget

from indoors.bridge.insights import InsightsBridge
from indoors.bridge.money import MoneyBridge
from indoors.core.insights.spans import months_back
from indoors.services.insights import Month
from indoors.ui.file_dialogs import choose_save
from indoors.ui.forms import FormRow
from indoors.ui.money_dialog import Picker
from indoors.ui.text import numbers
from indoors.ui.text import report as text
from indoors.ui.text.report import Section
from indoors.ui.theme import font
from indoors.ui.widgets import ScrimDialog

_MARGIN_MM = 18
_DPI = 144
_POINTS = 10.0
_STYLE = "p { margin: 4px 0 } h3 { margin: 14px 0 4px } td, th { padding: 3px }"
"""So close that a usual month fits on one page, and nobody signs an empty one."""


class ReportDialog(ScrimDialog):
    """Asks which month, then where to."""

    def __init__(self, window: QWidget, insights: InsightsBridge, money: MoneyBridge) -> None:
        super().__init__(window, text.DIALOG, subtitle=text.DIALOG_SUBTITLE)
        self._insights, self._money = insights, money
        self.month = Picker()
        today = datetime.now(UTC).astimezone().date()
        earliest = insights.view.earliest if insights.view is not None else today
        for first in months_back(today, earliest):
            self.month.addItem(numbers.month(first), first.isoformat())
        self.body.addWidget(FormRow(text.MONTH, "", self.month))
        self.add_button(text.CANCEL, answer="reject")
        self.add_button(text.SAVE, kind="primary", answer="accept", default=True)
        self.accepted.connect(self._read)

    def _read(self) -> None:
        window, insights, money = self._window, self._insights, self._money

        def take(month: Month) -> None:
            choose_save(
                window,
                text.SAVE_TITLE,
                text.file_name(month),
                lambda path: insights.write(path, pdf_of(month, money)),
            )

        insights.read_month(date.fromisoformat(self.month.chosen), take)


def pdf_of(month: Month, money: MoneyBridge) -> bytes:
    """Return the report as a file."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DPI)
    writer.setTitle(f"{text.TITLE}, {numbers.month(month.first)}")
    writer.setCreator("Indoors")
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    size = QPageSize(QPageSize.PageSizeId.A4)
    unit = QPageLayout.Unit.Millimeter
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, margins, unit))
    document = document_of(month, money)
    document.documentLayout().setPaintDevice(writer)
    document.setPageSize(QSizeF(writer.width(), writer.height()))
    document.print_(writer)
    del writer  # which ends the file
    buffer.close()
    return bytes(data.data())


def document_of(month: Month, money: MoneyBridge) -> QTextDocument:
    """Return the report as a document; black on white, whatever the theme."""
    today = datetime.now(UTC).astimezone().date()
    co2 = money.co2(month.summary.energy)
    parts = [f"<h1>{escape(text.TITLE)}</h1>", f"<p>{escape(text.subtitle(month))}</p>"]
    parts += [_section(each) for each in text.sections(month, money, co2, today)]
    parts.append(_signatures())
    document = QTextDocument()
    used = QFont(font("body"))
    used.setPointSizeF(_POINTS)
    document.setDefaultFont(used)
    document.setDocumentMargin(0)
    document.setDefaultStyleSheet(_STYLE)
    document.setHtml("".join(parts))
    return document


def _section(section: Section) -> str:
    html = f"<h3>{escape(section.title)}</h3>"
    if section.rows:
        html += _table(section)
    return html + "".join(f"<p>{escape(each)}</p>" for each in section.paragraphs)


def _table(section: Section) -> str:
    head = "".join(_cell("th", *each) for each in enumerate(section.head))
    rows = [f"<tr>{head}</tr>"] if head else []
    for row in section.rows:
        cells = "".join(_cell("td", at if head else 0, cell) for at, cell in enumerate(row))
        rows.append(f"<tr>{cells}</tr>")
    return f"<table width='100%' cellspacing='0'>{''.join(rows)}</table>"


def _cell(tag: str, column: int, said: str) -> str:
    """Return a cell; under a head, numbers stand at the right."""
    return f"<{tag} align='{'right' if column else 'left'}'>{escape(said)}</{tag}>"


def _signatures() -> str:
    lines = "".join(f"<td width='45%'><hr>{escape(each)}</td><td></td>" for each in text.SIGNED)
    return f"<p><br><br></p><table width='100%' cellpadding='3'><tr>{lines}</tr></table>"
