from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from indoors.ui.chat.blocks.table_layout import LEAST, Wanted, column_widths
from indoors.ui.chat.transcript_keys import target_row
from indoors.ui.chat.transcript_rows import RowHeights


@given(st.lists(st.tuples(st.sampled_from("xsc"), st.integers(0, 40), st.integers(0, 90))))
def test_tops_are_sums_whatever_changed_in_between(steps: list[tuple[str, int, int]]) -> None:
    rows, plain = RowHeights(), []
    for kind, where, height in steps:
        if kind == "x":
            rows.extend([height])
            plain.append(height)
        elif kind == "s" and plain:
            rows.set(where % len(plain), height)
            plain[where % len(plain)] = height
        elif kind == "c":
            rows.cut(min(where, len(plain)))
            del plain[min(where, len(plain)) :]
        assert rows.total == sum(plain)
    assert [rows.top(row) for row in range(len(plain) + 1)] == [
        sum(plain[:row]) for row in range(len(plain) + 1)
    ]


def test_the_row_at_a_height() -> None:
    rows = RowHeights()
    assert rows.row_at(0) == -1
    rows.extend([10, 20, 30])
    assert [rows.row_at(y) for y in (-5, 0, 9, 10, 29, 30, 59, 500)] == [0, 0, 0, 1, 1, 2, 2, 2]


@given(st.lists(st.floats(1, 2_000), min_size=1, max_size=12), st.integers(50, 900))
def test_columns_fill_the_room_or_scroll(natural: list[float], room: int) -> None:
    widths = column_widths([Wanted(whole, whole / 3) for whole in natural], room)
    assert len(widths) == len(natural)
    if sum(natural) <= room:
        assert sum(widths) == room
    else:
        for whole, width in zip(natural, widths, strict=True):
            assert min(whole, max(LEAST, whole / 3), 240) <= width <= max(whole + 1, room)


def test_a_table_that_fits_does_not_scroll_by_a_pixel() -> None:
    columns = [Wanted(90.4, 60.2), Wanted(180.6, 70.1), Wanted(480.3, 110.7)]
    assert sum(column_widths(columns, 602)) == 602


def test_the_widest_column_gives_way() -> None:
    columns = [Wanted(100, 50), Wanted(1_000, 90), Wanted(120, 120)]
    assert column_widths(columns, 600) == [100, 380, 120]


def test_a_word_is_not_broken_while_the_table_can_scroll() -> None:
    columns = [Wanted(300, 150), Wanted(400, 200)]
    assert column_widths(columns, 300) == [150, 200]


def test_keys_lead_to_rows() -> None:
    key, seen = Qt.Key, range(10, 14)
    assert target_row(key.Key_Up, 12, seen, 20) == 11
    assert target_row(key.Key_Down, 19, seen, 20) == 19
    assert target_row(key.Key_Up, -1, seen, 20) == 13
    assert target_row(key.Key_Down, -1, seen, 20) == 10
    assert target_row(key.Key_PageUp, 12, seen, 20) == 9
    assert target_row(key.Key_PageDown, 18, seen, 20) == 19
    assert target_row(key.Key_Home, 12, seen, 20) == 0
    assert target_row(key.Key_End, 12, seen, 20) == 19
    assert target_row(key.Key_A, 12, seen, 20) is None
