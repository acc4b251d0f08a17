# ruff: noqa: E501
"""Conversations with realistic content, for tests, pictures and the bench."""

from indoors.core.chat import Attachment, Message, MessageState, Role
from indoors.protocol.engine import Report, StopReason

NOTICE = """## Notice periods that apply

There are two ways out before the term ends. **Clause 14.2** fits your case, because nothing has been breached.

1. Send written notice to the address in clause 18. E-mail alone is not enough.
2. Ask for the handover plan within 10 working days.
3. Settle open invoices before the end date.

| Route | Clause | Notice | Cost |
| --- | --- | --- | --- |
| For convenience | 14.2 | 3 months, to the end of a month | 2 monthly fees |
| After a breach | 14.4 | 30 days to put it right | None |

For the last day in your calendar sheet, with the date notice arrives in B2:

```excel
=EOMONTH(B2, 3)
```
"""
WAIVER = (
    "Probably not, but I am not sure. Clause 16.3 says that waiting is not a waiver. Whether a"
    " court would follow it depends on the law that applies and on recent cases, which I cannot"
    " look up from here."
)
CODE = """Here is a small script. It reads `invoices.csv` and sums what is open:

```python
import csv
from pathlib import Path


def open_total(path: Path) -> float:
    \"\"\"Sum the invoices that are not paid.\"\"\"
    total = 0.0
    with path.open(newline="") as file:
        for row in csv.DictReader(file):  # one invoice per line
            if row["state"] != "paid":
                total += float(row["amount"])
    return total


print(f"{open_total(Path('invoices.csv')):.2f}")
```

Then run it:

- in a terminal: `python open_total.py`
- or from the editor, with *Run*

> The file must be saved as UTF-8, see [the manual](https://docs.python.org/3/library/csv.html).

It does not load ![a chart](https://example.org/chart.png), and <b>HTML</b> stays text.
"""
LETTER = """Dear Ms Berger,

Thank you for your letter of 3 November. We have checked the three invoices you name and found that two of them were paid on 28 October. The third one, number 2024-118, is still open because the delivery note is missing.

Could you please send us a copy of the delivery note? As soon as we have it, we will pay within five working days. If the goods were not delivered in full, please let us know which items are missing, so that we can correct the order.

With kind regards
"""
ANSWERS = (NOTICE, WAIVER, CODE, LETTER)
QUESTIONS = (
    "We want to end the supplier contract early. Which notice periods apply, and what do we do first?",
    "Would a court see our delay since 12 March as giving up that right?",
    "Write a script that sums our open invoices.",
    "Draft a short reply to the supplier about the three invoices, friendly but clear.",
)


def report(stop: StopReason = "end", ttft_ms: float = 140.0, speed: float = 38.2) -> Report:
    return Report(
        model="SmolLM2 135M", prompt_tokens=212, reused_tokens=180, generated_tokens=96,
        load_ms=None, prefill_ms=120.0, decode_ms=2_500.0, ttft_ms=ttft_ms,
        tokens_per_second=speed, stop_reason=stop, seed=1, context=8192, peak_memory=None,
        mean_logprob=None, min_logprob=None, mean_entropy=None,
    )  # fmt: skip


def question(number: int, text: str = "", **changes: object) -> Message:
    fields: dict[str, object] = {
        "id": f"q{number}", "conversation_id": "c", "parent_id": None, "role": Role.USER,
        "text": text or QUESTIONS[number % len(QUESTIONS)], "state": MessageState.DONE,
        "created_ms": 0,
    }  # fmt: skip
    return Message(**{**fields, **changes})  # type: ignore[arg-type]


def answer(number: int, text: str | None = None, **changes: object) -> Message:
    fields: dict[str, object] = {
        "id": f"a{number}", "conversation_id": "c", "parent_id": f"q{number}",
        "role": Role.ASSISTANT, "text": ANSWERS[number % len(ANSWERS)] if text is None else text,
        "state": MessageState.DONE, "created_ms": 0, "model": "SmolLM2 135M", "report": report(),
    }  # fmt: skip
    return Message(**{**fields, **changes})  # type: ignore[arg-type]


def conversation(messages: int, conversation_id: str = "c") -> list[Message]:
    """Questions and answers in turn, ``messages`` of them in all."""
    made: list[Message] = []
    for number in range(messages // 2):
        made += [
            question(number, id=f"{conversation_id}-q{number}", conversation_id=conversation_id),
            answer(number, id=f"{conversation_id}-a{number}", conversation_id=conversation_id),
        ]
    return made


def attachment(name: str = "Supplier contract.txt") -> Attachment:
    return Attachment(name=name, text="1. Term", bytes=18_432)
