"""The prediction chart, the range mark and the fit bar draw what they are told."""

import pytest
from PySide6.QtCore import QRectF
from pytestqt.qtbot import QtBot

from indoors.core.model_speeds import Prediction
from indoors.ui.models.chart import PredictionChart, round_up
from indoors.ui.theme import ThemeSource, current_theme
from indoors.ui.widgets.fit_bar import FitBar, Zone, zone_areas
from indoors.ui.widgets.range_mark import Mark, RangeMark
from tests.ui.seeing import picture, said_name


@pytest.mark.parametrize(
    ("value", "end"), [(0.4, 1), (3, 4), (6, 8), (9, 10), (41, 50), (81, 100), (330, 400)]
)
def test_scales_end_at_round_numbers(value: float, end: float) -> None:
    assert round_up(value) == end


def test_the_chart_says_its_points(qtbot: QtBot, source: ThemeSource) -> None:
    chart = PredictionChart()
    qtbot.addWidget(chart)
    chart.resize(260, 130)
    empty = picture(chart)
    chart.set_points([Prediction("qwen3-8b:Q4_K_M", 37, 33, 41, 38)])
    assert picture(chart) != empty
    assert "qwen3-8b: 38 tok/s measured" in chart.accessibleDescription()


def test_a_range_mark_puts_its_dot_at_the_value(qtbot: QtBot, source: ThemeSource) -> None:
    mark = RangeMark("Speed")
    qtbot.addWidget(mark)
    mark.resize(200, 14)
    mark.set_mark(Mark(40, 60, 100, 50), "50 tok/s")
    image = picture(mark)
    theme = current_theme()
    assert image.pixelColor(100, 7) == theme.color("indoor.base")
    assert image.pixelColor(85, 7) == theme.color("indoor.border")
    assert image.pixelColor(10, 7) == theme.color("track")
    assert said_name(mark) == "Speed: 50 tok/s"


def test_a_value_off_the_scale_stays_visible(qtbot: QtBot, source: ThemeSource) -> None:
    mark = RangeMark("Speed")
    qtbot.addWidget(mark)
    mark.resize(200, 14)
    mark.set_mark(Mark(300, 400, 100, 350), "350 tok/s")
    assert picture(mark).pixelColor(196, 7) == current_theme().color("indoor.base")


def test_zones_grow_with_the_root_of_their_size() -> None:
    areas = zone_areas(QRectF(0, 0, 303, 8), [Zone(4, 1), Zone(16, 1)])
    assert [round(area.width()) for area in areas] == [100, 200]
    assert areas[1].left() - areas[0].right() == 3


def test_a_full_zone_is_drawn_in_the_tone_of_the_verdict(qtbot: QtBot, source: ThemeSource) -> None:
    bar = FitBar("Memory")
    qtbot.addWidget(bar)
    bar.resize(200, 8)
    bar.set_zones([Zone(10, 20)], "too_big", "needs 20 of 10")
    assert picture(bar).pixelColor(190, 4) == current_theme().color("danger.base")
    assert said_name(bar) == "Memory: needs 20 of 10"
