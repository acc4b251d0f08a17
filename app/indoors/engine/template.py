"""Chat templates: a program in the model file that turns messages into a prompt.

It comes from whoever made the file, so it runs in Jinja's sandbox without loaders, with
limits on time, memory and output.
"""

import contextlib
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NoReturn

from jinja2 import TemplateError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from indoors.engine.deadline import DeadlineError, deadline, memory_limit
from indoors.engine.faults import EngineError
from indoors.protocol.engine import Turn
from indoors.protocol.faults import Fault

TIME_LIMIT_S = 2.0
MEMORY_LIMIT = 512 * 1024 * 1024
_SOURCE_LIMIT = 1024 * 1024
_OVERHEAD_LIMIT = 1024 * 1024  # characters a template may add to what it is given
_DETAIL_LIMIT = 300
_NUMBER_LIMIT = 2**63
_REPEAT_LIMIT = 100_000

CHATML = (
    "{% for message in messages %}"
    "{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}"
    "{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)


class ChatTemplate:
    """A template, compiled once. ``render`` may raise ``EngineError`` (TEMPLATE_...)."""

    def __init__(self, source: str, *, bos: str, eos: str) -> None:
        if len(source) > _SOURCE_LIMIT:
            raise EngineError(Fault.TEMPLATE_FAILED, detail="it is too long")
        self._special = {"bos_token": bos, "eos_token": eos}
        with _limits():
            self._template = _Environment().from_string(source)

    def render(self, turns: Sequence[Turn]) -> str:
        """Return the prompt up to where the assistant is to write."""
        messages = [{"role": turn.role, "content": turn.content} for turn in turns]
        limit = _OVERHEAD_LIMIT + 4 * sum(len(turn.content) for turn in turns)
        parts, length = [], 0
        with _limits():
            for part in self._template.generate(
                messages=messages,
                add_generation_prompt=True,
                tools=None,
                documents=None,
                **self._special,
            ):
                length += len(part)
                if length > limit:
                    raise EngineError(Fault.TEMPLATE_FAILED, detail="it writes without an end")
                parts.append(part)
        return "".join(parts)


class _Environment(ImmutableSandboxedEnvironment):
    """As model makers expect it: blocks trimmed, loop controls, and two helpers."""

    intercepted_binops = frozenset(["*", "**"])

    def __init__(self) -> None:
        super().__init__(
            trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"]
        )
        self.globals.update(raise_exception=_raise, strftime_now=_now)
        self.filters["tojson"] = _to_json

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Keep small what one operation could make huge before any limit is looked at."""
        if operator == "**" and not _small_power(left, right):
            raise SecurityError("a power that is too large")
        if operator == "*" and not _small_product(left, right):
            raise SecurityError("a product that is too large")
        return super().call_binop(context, operator, left, right)


@contextlib.contextmanager
def _limits() -> Iterator[None]:
    """Both limits, and whatever goes wrong inside as an ``EngineError``."""
    try:
        with memory_limit(MEMORY_LIMIT), deadline(TIME_LIMIT_S):
            yield
    except EngineError:
        raise
    except DeadlineError as error:
        raise EngineError(Fault.TEMPLATE_TOO_SLOW, limit_s=TIME_LIMIT_S) from error
    except MemoryError as error:
        raise EngineError(Fault.TEMPLATE_FAILED, detail="it needs too much memory") from error
    except TemplateError as error:
        raise EngineError(Fault.TEMPLATE_FAILED, detail=str(error)[:_DETAIL_LIMIT]) from error
    except Exception as error:  # whatever a template's operations may raise
        detail = f"{type(error).__name__} in the template"
        raise EngineError(Fault.TEMPLATE_FAILED, detail=detail) from error


def _raise(message: object) -> NoReturn:
    raise TemplateError(str(message))


def _now(form: str) -> str:
    return datetime.now().astimezone().strftime(form)


def _to_json(value: Any, indent: int | None = None, **_others: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


def _small_power(left: Any, right: Any) -> bool:
    if isinstance(left, float) or isinstance(right, float):
        return True
    return bool(abs(left) <= _NUMBER_LIMIT and abs(right) <= 64)


def _small_product(left: Any, right: Any) -> bool:
    for repeated, times in ((left, right), (right, left)):
        if isinstance(repeated, (str, list, tuple)):
            return isinstance(times, int) and len(repeated) * max(0, times) <= _REPEAT_LIMIT
    return (
        not isinstance(left, int)
        or not isinstance(right, int)
        or (abs(left) <= _NUMBER_LIMIT and abs(right) <= _NUMBER_LIMIT)
    )
