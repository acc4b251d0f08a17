"""From a transcript to the turns that a model is shown."""

from collections.abc import Iterable, Sequence

from indoors.core.chat import Attachment, Message, Parameters, Role
from indoors.protocol.engine import Turn

TITLE_LENGTH = 60


def question_text(text: str, attachments: Sequence[Attachment]) -> str:
    """Put attached files before the question, each fenced and named."""
    parts = [_fenced(a) for a in attachments]
    return "\n\n".join([*parts, text] if text else parts)


def _fenced(attachment: Attachment) -> str:
    # A fence longer than any inside the file, so that the file cannot close it.
    longest = max((len(run) for run in _backtick_runs(attachment.text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"File {attachment.name}:\n{fence}\n{attachment.text}\n{fence}"


def _backtick_runs(text: str) -> Iterable[str]:
    run = ""
    for char in text:
        if char == "`":
            run += char
        elif run:
            yield run
            run = ""
    if run:
        yield run


def turns(path: Sequence[Message], parameters: Parameters) -> tuple[Turn, ...]:
    """Build the turns for answering (or continuing) the last message of ``path``.

    Answers without text are left out, and neighbours of the same role are joined, since
    many chat templates refuse turns that do not alternate.
    """
    result: list[Turn] = []
    if parameters.system_prompt.strip():
        result.append(Turn("system", parameters.system_prompt))
    for message in path:
        turn = _turn(message)
        if not turn.content:
            continue
        if result and result[-1].role == turn.role:
            result[-1] = Turn(turn.role, f"{result[-1].content}\n\n{turn.content}")
        else:
            result.append(turn)
    return tuple(result)


def _turn(message: Message) -> Turn:
    if message.role is Role.USER:
        return Turn("user", question_text(message.text, message.attachments))
    return Turn("assistant", message.text)


def title_from(question: str, attachments: Sequence[Attachment] = ()) -> str:
    """Name a conversation after its first question, or after its first file."""
    first = next((line.strip() for line in question.splitlines() if line.strip()), "")
    if not first:
        return attachments[0].name if attachments else ""
    if len(first) <= TITLE_LENGTH:
        return first
    cut = first[:TITLE_LENGTH].rsplit(" ", 1)[0]
    return f"{cut.rstrip(',;:.')}…"
