import time

import pytest

from indoors.engine.faults import EngineError
from indoors.engine.template import CHATML, TIME_LIMIT_S, ChatTemplate
from indoors.protocol.engine import Turn
from indoors.protocol.faults import Fault
from tests.helpers.engines import assistant, system, user

TURNS = (system("Be brief."), user("Hi"), assistant("Hello"), user("Bye"))


def render(source: str, turns: tuple[Turn, ...] = TURNS) -> str:
    return ChatTemplate(source, bos="<s>", eos="</s>").render(turns)


def fault_of(source: str) -> tuple[Fault, str]:
    with pytest.raises(EngineError) as caught:
        render(source)
    return caught.value.fault, str(caught.value.facts.get("detail", ""))


def test_chatml() -> None:
    assert render(CHATML, TURNS[:2]) == (
        "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n"
        "<|im_start|>assistant\n"
    )


def test_what_templates_expect_is_there() -> None:
    source = """{{ bos_token }}{% for m in messages %}
    {% if m.role == 'user' %}{% continue %}{% endif %}
{{ m.content | trim | tojson }}{{ eos_token }}
{% endfor %}
{{ tools is none }} {{ strftime_now('%Y') | length }} {{ add_generation_prompt }}"""
    assert render(source) == '<s>"Be brief."</s>\n"Hello"</s>\nTrue 4 True'


def test_a_template_may_refuse() -> None:
    fault, detail = fault_of("{{ raise_exception('Roles must alternate') }}")
    assert (fault, detail) == (Fault.TEMPLATE_FAILED, "Roles must alternate")


@pytest.mark.parametrize(
    "source",
    [
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{% macro f() %}{{ f() if false }}{% for a in range(99999) %}{% set x = a ** 2 %}"
        "{% endfor %}{% endmacro %}{% for b in range(99999) %}{% set y = f() %}{% endfor %}",
    ],
)
def test_a_loop_without_an_end_is_ended(source: str) -> None:
    began = time.monotonic()
    fault, _ = fault_of(source)
    assert fault is Fault.TEMPLATE_TOO_SLOW
    assert time.monotonic() - began < 10 * TIME_LIMIT_S


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("{{ 'a' * 10000000000 }}", "product"),
        ("{{ 10000000000 * ['a'] }}", "product"),
        ("{{ 9 ** 9 ** 9 ** 9 }}", "power"),
        ("{{ '%9999999999d' % 1 }}", "memory"),
        ("{% set n = namespace(s='aaaa') %}{% for i in range(40) %}{% set n.s = n.s ~ n.s %}"
         "{% endfor %}", "memory"),
        ("{% for i in range(90000) %}{{ 'a' * 90000 }}{% endfor %}", "without an end"),
        ("{% if %}", "Expected an expression"),
        ("{{ messages[0].content.format_map }}{{ ''.__class__.__mro__ }}", "unsafe"),
        ("{{ messages.append(1) }}", "unsafe"),
        ("{% include '/etc/passwd' %}", "TypeError"),
        ("{{ nothing.at.all }}", "undefined"),
        ("{{ 1 / 0 }}", "ZeroDivisionError"),
        ("{{ '(' * 3000 }}" + "{{" + "(" * 3000 + ")" * 3000 + "}}", ""),
    ],
)  # fmt: skip
def test_tricks_are_refused_with_a_reason(source: str, complaint: str) -> None:
    fault, detail = fault_of(source)
    if complaint == "memory" and fault is Fault.TEMPLATE_TOO_SLOW:
        return  # on a busy machine the time limit may come before the memory limit
    assert fault is Fault.TEMPLATE_FAILED
    assert complaint in detail


def test_a_template_may_be_long_but_not_endless() -> None:
    with pytest.raises(EngineError):
        ChatTemplate("x" * 2_000_000, bos="", eos="")
