"""The document of a table: selectable cells whose copy is TSV."""

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QTextCursor, QTextLength, QTextTable, QTextTableFormat
from PySide6.QtWidgets import QWidget

from indoors.core.markdown_blocks import Alignment, Table
from indoors.ui.chat.blocks.surroundings import Surroundings
from indoors.ui.chat.blocks.table_cells import TOP, CellWriter
from indoors.ui.chat.blocks.table_layout import Wanted, column_widths
from indoors.ui.chat.blocks.text_view import TextView, bare_document
from indoors.ui.text import chat as words
from indoors.ui.theme import font

Row = tuple[str, ...]


class TableText(TextView):
    """Takes a table that grows: cells that stay the same are not touched."""

    def __init__(self, surroundings: Surroundings, parent: QWidget) -> None:
        super().__init__(words.TABLE, parent)
        self._surroundings = surroundings
        self._rows: list[Row] = []
        self._sides: tuple[Alignment, ...] = ()
        self._wanted: list[Wanted] = []
        self._widths: list[int] = []
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._begin(1)

    # ---- content ------------------------------------------------------------------------

    def show_table(self, table: Table) -> None:
        if table.alignments != self._sides:
            self._sides = table.alignments
            self._begin(len(table.header))
        rows = [table.header, *table.rows]
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        self._set_row_count(len(rows))
        for number, row in enumerate(rows):
            if number >= len(self._rows) or self._rows[number] != row:
                self._write_row(number, row)
        cursor.endEditBlock()
        self._rows = rows

    def _begin(self, columns: int) -> None:
        document = bare_document()
        document.setDefaultFont(font("body"))
        form = QTextTableFormat()
        form.setBorder(0)
        form.setCellSpacing(0)
        form.setCellPadding(0)
        form.setMargin(0)
        self._table: QTextTable = QTextCursor(document).insertTable(1, columns, form)
        self._writer = CellWriter(self._table, self._surroundings.prose)
        self._rows, self._widths = [], []
        self._wanted = [Wanted(0.0, 0.0)] * columns
        self.show_document(document)

    def _set_row_count(self, count: int) -> None:
        have = self._table.rows()
        if have < count:
            self._table.appendRows(count - have)
        elif have > count:
            self._table.removeRows(count, have - count)
            self._rows = self._rows[:count]

    def _write_row(self, number: int, row: Row) -> None:
        old = self._rows[number] if number < len(self._rows) else None
        for column, text in enumerate(row):
            if old is None:
                self._writer.prepare(number, column, self._sides[column])
            if old is None or old[column] != text:
                new, known = self._writer.write(number, column, text), self._wanted[column]
                self._wanted[column] = Wanted(
                    max(known.whole, new.whole), max(known.word, new.word)
                )

    # ---- size ---------------------------------------------------------------------------

    def fit(self, width: int) -> int:
        widths = column_widths(self._wanted, width)
        if widths != self._widths:
            self._widths = widths
            form = self._table.format().toTableFormat()
            fixed = QTextLength.Type.FixedLength
            form.setColumnWidthConstraints([QTextLength(fixed, column) for column in widths])
            form.setWidth(QTextLength(fixed, sum(widths)))
            self._table.setFormat(form)
        return super().fit(max(width, sum(widths)))

    @property
    def wide(self) -> int:
        """Width of the whole table, which may be more than is seen of it."""
        return sum(self._widths)

    def row_tops(self) -> list[float]:
        """Return where each row begins, in the document."""
        layout = self.document().documentLayout()
        tops = []
        for row in range(self._table.rows()):
            block = self._table.cellAt(row, 0).firstCursorPosition().block()
            tops.append(layout.blockBoundingRect(block).top() - TOP)
        return tops

    # ---- copy ---------------------------------------------------------------------------

    def tsv(self) -> str:
        """Return the whole table, tab separated."""
        return self._part(0, self._table.rows(), 0, self._table.columns())

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802 - Qt's name
        """Copy cells as TSV, which spreadsheets take; inside one cell copy its text."""
        cursor = self.textCursor()
        mime = QMimeData()
        if cursor.hasComplexSelection():
            row, rows, column, columns = _selected_cells(cursor)
            mime.setText(self._part(row, rows, column, columns))
        elif cursor.currentTable() is None:
            mime.setText(self.tsv())
        else:
            mime.setText(cursor.selection().toPlainText())
        return mime

    def _part(self, row: int, rows: int, column: int, columns: int) -> str:
        return "\n".join(
            "\t".join(self._writer.text(r, c) for c in range(column, column + columns))
            for r in range(row, row + rows)
        )


def _selected_cells(cursor: QTextCursor) -> tuple[int, int, int, int]:
    """First row, rows, first column, columns; PySide's stub says it returns nothing."""
    found: tuple[int, int, int, int] = cursor.selectedTableCells()  # type: ignore[assignment]
    return found
