"""The report of a month: the figures, how they came about, and lines to sign."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from indoors.services.insights import Month, month_of
from indoors.ui.insights.report import ReportDialog, document_of, pdf_of
from indoors.ui.text import report as text
from indoors.ui.theme import ThemeSource
from tests.helpers.history import fill
from tests.helpers.keys import opened
from tests.helpers.windows import WAIT_MS, Desk, desk


@pytest.fixture
def made(qtbot: QtBot, profile: Path, source: ThemeSource) -> Iterator[Desk]:
    fill(profile, days=70)
    with desk(qtbot, profile, source) as found:
        found.indoors.money.set_electricity("DEU", "USD", Decimal("0.30"))
        yield found


def month(made: Desk, profile: Path) -> Month:
    today = datetime.now(UTC).astimezone().date()
    with opened(profile) as store:
        return month_of(store, today.replace(day=1), today, made.indoors.money.saving_of)


def test_it_tells_figures_method_sources_and_leaves_lines_to_sign(
    made: Desk, profile: Path
) -> None:
    found = month(made, profile)
    said = document_of(found, made.indoors.money).toPlainText()
    assert text.TITLE in said
    for part in (text.TOTALS, text.METHOD, text.SOURCES, *text.SIGNED):
        assert part in said
    if found.summary.answers:
        assert "Wh" in said
        assert "GPT-5.2, list price" in said
    assert "Grid DEU: 330 g" in said
    assert "$0.30 a kilowatt-hour (As you entered it)" in said
    assert "genai-prices" in said


def test_it_is_a_pdf_and_a_place_that_takes_no_file_is_told(
    made: Desk, profile: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    data = pdf_of(month(made, profile), made.indoors.money)
    assert data.startswith(b"%PDF-")
    assert data.rstrip().endswith(b"%%EOF")
    insights = made.indoors.insights
    with qtbot.waitSignal(insights.exported, timeout=WAIT_MS):
        insights.write(str(tmp_path / "report.pdf"), data)
    assert (tmp_path / "report.pdf").read_bytes() == data
    with qtbot.waitSignal(insights.error, timeout=WAIT_MS):
        insights.write(str(tmp_path / "none" / "report.pdf"), data)


def test_the_dialog_offers_every_month_with_answers(made: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(made.indoors.insights.changed, timeout=WAIT_MS):
        made.window.show_insights()
    dialog = ReportDialog(made.window, made.indoors.insights, made.indoors.money)
    assert dialog.month.count() in (3, 4)
    dialog.open()
    dialog.reject()
