# ruff: noqa: E501
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from indoors.core.markdown_blocks import Block, Code, Prose, Table, is_blank
from indoors.core.transcript import LINE_LIMIT, PROSE_HARD, PROSE_SOFT, Segmenter, split

ANSWER = """## Notice periods

Two ways out. **Clause 14.2** fits.

1. Send notice.
2. Ask for the plan:

   ```sh
   ls -l
     deeper
   ```
3. Settle invoices.

| Route | Clause |
|:------|------:|
| For convenience | 14.2 |
| a \\| b | `c` |
After the table.

~~~python
print("```")
~~~
The end"""

PARTS = st.sampled_from(
    [
        "# Title\n", "text ", "a long line of words\n", "\n", "\n\n", "\r\n", "1. one\n", "2. two\n",
        "- item\n", "  - nested\n", "   ```\n", "```py\n", "```\n", "````\n", "~~~\n", "`", "``",
        "| a | b |\n", "|---|:-:|\n", "|--", "| 1 | 2 |\n", "| 1", "a | b\n", "--- | ---\n", "> quote\n",
        "    indented\n", "- ```js\n", "  code()\n", "\t", "x" * 700 + "\n\n", "é😀\n", "\\|", "---\n",
        "y" * (LINE_LIMIT + 3),
    ]
)  # fmt: skip
TEXTS = st.lists(PARTS, max_size=40).map("".join)


def chunked(text: str, cuts: list[int]) -> list[str]:
    edges = [0, *sorted({c % (len(text) + 1) for c in cuts}), len(text)]
    return [text[a:b] for a, b in pairwise(edges)]


def kinds(blocks: list[Block]) -> list[str]:
    return [type(b).__name__ for b in blocks if not is_blank(b)]


def test_an_answer_falls_into_its_blocks() -> None:
    blocks = [b for b in split(ANSWER) if not is_blank(b)]
    assert kinds(blocks) == ["Prose", "Code", "Prose", "Table", "Prose", "Code", "Prose"]
    code, table, tildes = blocks[1], blocks[3], blocks[5]
    assert isinstance(code, Code)
    assert (code.language, code.text, code.closed, code.depth) == ("sh", "ls -l\n  deeper", True, 1)
    assert isinstance(table, Table)
    assert table.header == ("Route", "Clause")
    assert table.alignments == ("left", "right")
    assert table.rows == (("For convenience", "14.2"), ("a | b", "`c`"))
    assert isinstance(tildes, Code)
    assert tildes.text == 'print("```")'


@settings(max_examples=300)
@given(TEXTS, st.lists(st.integers(min_value=0, max_value=100_000), max_size=12))
def test_blocks_depend_on_the_text_alone_and_settled_ones_stay(text: str, cuts: list[int]) -> None:
    segmenter = Segmenter()
    settled: list[Block] = []
    for chunk in chunked(text, cuts):
        segmenter.append(chunk)
        blocks = segmenter.blocks
        assert blocks[: len(settled)] == settled
        settled = blocks[: segmenter.settled]
    assert segmenter.blocks == Segmenter(text).blocks
    segmenter.finish()
    assert segmenter.blocks == split(text)


@settings(max_examples=300)
@given(TEXTS)
def test_sources_join_to_the_text(text: str) -> None:
    assert "".join(b.source for b in split(text)) == text
    assert "".join(b.source for b in Segmenter(text).blocks) == text


@settings(max_examples=100)
@given(st.text(max_size=300))
def test_any_text_at_all_is_kept(text: str) -> None:
    assert "".join(b.source for b in split(text)) == text


def test_a_fence_that_never_closes_holds_the_rest() -> None:
    prose, code = split("Look:\n```python\nx = 1\n\n| a | b |\n|---|---|\n# not a heading")
    assert kinds([prose, code]) == ["Prose", "Code"]
    assert isinstance(code, Code)
    assert not code.closed
    assert code.text.endswith("# not a heading")


def test_a_shorter_or_other_fence_does_not_close() -> None:
    blocks = split("````md\n```py\nx\n```\n~~~~\n````\nafter")
    assert kinds(blocks) == ["Code", "Prose"]
    assert isinstance(blocks[0], Code)
    assert blocks[0].text == "```py\nx\n```\n~~~~"


def test_backticks_in_the_info_string_are_inline_code() -> None:
    assert kinds(split("```not a fence``` but code\nmore")) == ["Prose"]


def test_a_fence_in_an_indented_code_block_is_not_one() -> None:
    assert kinds(split("Text\n\n    ```\n    x\n    ```\nend")) == ["Prose"]


def test_a_list_stays_together_beyond_the_soft_limit() -> None:
    items = "".join(f"{n}. {'word ' * 30}\n\n" for n in range(1, 21))
    assert PROSE_SOFT < len(items) < PROSE_HARD
    blocks = split("Intro\n\n" + items)
    assert kinds(blocks) == ["Prose"]


def test_long_prose_is_settled_at_a_paragraph() -> None:
    paragraph = "word " * 60 + "\n\n"
    segmenter = Segmenter(paragraph * 20)
    assert segmenter.settled >= 2
    for block in segmenter.blocks[: segmenter.settled]:
        assert len(block.source) < PROSE_SOFT + 2 * len(paragraph)
        assert block.source.endswith("\n\n")


def test_the_tail_stays_short_even_without_a_newline() -> None:
    segmenter = Segmenter("x" * 100_000)
    assert sum(len(b.source) for b in segmenter.tail) <= 2 * LINE_LIMIT


def test_a_table_shows_as_one_while_its_first_lines_come() -> None:
    for text in ("| a | b", "| a | b |\n", "| a | b |\n|--", "Intro:\n\n| a | b |\n| :-"):
        assert kinds(Segmenter(text).blocks)[-1] == "Table"
    growing = Segmenter("| a | b |\n|---|---|\n| 1 | 2 |\n| 3").blocks[-1]
    assert isinstance(growing, Table)
    assert growing.rows == (("1", "2"), ("3", ""))


def test_a_lone_row_is_prose_once_the_answer_is_complete() -> None:
    assert kinds(split("| a | b |")) == ["Prose"]
    assert kinds(split("| a | b |\n| c | d |\n")) == ["Prose"]


def test_a_table_ends_at_a_line_without_pipe() -> None:
    blocks = split("a | b\n--- | ---\n1 | 2\nno pipe here\n")
    assert kinds(blocks) == ["Table", "Prose"]


def test_the_rest_of_a_list_item_behind_code_is_moved_left() -> None:
    blocks = split("- one:\n\n    ```\n    x\n    ```\n    more text\n- two\n")
    assert kinds(blocks) == ["Prose", "Code", "Prose"]
    last = blocks[-1]
    assert isinstance(last, Prose)
    assert last.markdown == "more text\n- two\n"
    assert last.source == "    more text\n- two\n"


def test_a_fence_on_the_line_of_its_marker_opens_code() -> None:
    blocks = split("1. ```py\n   x = 1\n   ```\n2. next\n")
    assert kinds(blocks) == ["Code", "Prose"]
    assert isinstance(blocks[0], Code)
    assert blocks[0].text == "x = 1"
