"""From a block to the widget that shows it."""

from indoors.core.markdown_blocks import Block, Code, Table
from indoors.ui.chat.blocks.code_view import CodeView
from indoors.ui.chat.blocks.prose_view import ProseView
from indoors.ui.chat.blocks.table_view import TableView
from indoors.ui.chat.blocks.text_view import TextView

BlockView = ProseView | CodeView | TableView


KINDS: tuple[type[BlockView], ...] = (ProseView, CodeView, TableView)


def kind_for(block: Block) -> type[BlockView]:
    """Return the kind of widget a block needs."""
    if isinstance(block, Code):
        return CodeView
    return TableView if isinstance(block, Table) else ProseView


def text_of(view: BlockView) -> TextView:
    """Return the part of a block in which text can be selected."""
    return view if isinstance(view, ProseView) else view.text
