"""The painted widgets. Each has an accessible name and follows the theme by itself."""

from indoors.ui.widgets.badge import Badge
from indoors.ui.widgets.banner import Banner
from indoors.ui.widgets.button import Button
from indoors.ui.widgets.card import Card
from indoors.ui.widgets.chip import Chip
from indoors.ui.widgets.dialog import ScrimDialog
from indoors.ui.widgets.elided import Elided
from indoors.ui.widgets.empty_state import EmptyState
from indoors.ui.widgets.error_block import ErrorBlock
from indoors.ui.widgets.gauge import Gauge
from indoors.ui.widgets.icon_button import IconButton
from indoors.ui.widgets.icon_view import IconView
from indoors.ui.widgets.key_hint import KeyHint
from indoors.ui.widgets.label import Label
from indoors.ui.widgets.mark import Mark
from indoors.ui.widgets.memory_bar import MemoryBar, MemoryPart
from indoors.ui.widgets.menu import Menu, readable_keys
from indoors.ui.widgets.model_picker import ModelPicker, PickerState
from indoors.ui.widgets.nav_rail import NavItem, NavRail
from indoors.ui.widgets.progress_bar import ProgressBar
from indoors.ui.widgets.provenance import Provenance
from indoors.ui.widgets.search_field import SearchField
from indoors.ui.widgets.segmented import Segmented
from indoors.ui.widgets.shield import Shield, ShieldState
from indoors.ui.widgets.sparkline import Sparkline
from indoors.ui.widgets.toast import Notice, Toast
from indoors.ui.widgets.toast_host import ToastHost
from indoors.ui.widgets.toggle import Toggle

__all__ = [
    "Badge",
    "Banner",
    "Button",
    "Card",
    "Chip",
    "Elided",
    "EmptyState",
    "ErrorBlock",
    "Gauge",
    "IconButton",
    "IconView",
    "KeyHint",
    "Label",
    "Mark",
    "MemoryBar",
    "MemoryPart",
    "Menu",
    "ModelPicker",
    "NavItem",
    "NavRail",
    "Notice",
    "PickerState",
    "ProgressBar",
    "Provenance",
    "ScrimDialog",
    "SearchField",
    "Segmented",
    "Shield",
    "ShieldState",
    "Sparkline",
    "Toast",
    "ToastHost",
    "Toggle",
    "readable_keys",
]
