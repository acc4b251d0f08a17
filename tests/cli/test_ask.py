"""``indoors ask`` with the real engine and the starter model."""

import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from indoors.cli.run import main
from indoors.protocol.engine import Report

SHORT = ("--temperature", "0", "--max-tokens", "12")


def test_streams_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "What is the capital of France?", *SHORT]) == 0
    printed = capsys.readouterr()
    assert len(printed.out.split()) > 1
    assert printed.out.endswith("\n")
    assert printed.err == ""


def test_json_has_the_answer_and_the_full_report(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "Say hello.", "--seed", "7", "--max-tokens", "12", "--json"]) == 0
    first = json.loads(capsys.readouterr().out)
    assert main(["ask", "Say hello.", "--seed", "7", "--max-tokens", "12", "--json"]) == 0
    second = json.loads(capsys.readouterr().out)
    assert first["answer"] == second["answer"] != ""
    assert set(first["report"]) == set(Report.__struct_fields__)
    assert first["report"]["seed"] == 7
    assert first["report"]["generated_tokens"] <= 12
    assert first["stopped"] is False


def test_reads_the_question_from_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "Name a colour. " * 40
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert main(["ask", "-", "--json", "--system", "Be brief.", *SHORT]) == 0
    report = json.loads(capsys.readouterr().out)["report"]
    assert report["prompt_tokens"] > 100


@pytest.mark.parametrize("given", [b"", b" \n", b"\xff\xfe\xfa"])
def test_refuses_what_is_no_question(
    given: bytes, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
    assert main(["ask", "-"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize(
    "wrong", [["--max-tokens", "0"], ["--seed", "-1"], ["--temperature", "nan"], ["--context", "x"]]
)
def test_refuses_numbers_that_make_no_sense(
    wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["ask", "Why?", *wrong])
    assert stopped.value.code == 2
    assert wrong[0] in capsys.readouterr().err


def test_a_missing_model_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "Why?", "--model", str(tmp_path / "none.gguf")]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 1
    assert "none.gguf" in printed.err


def test_a_file_that_is_no_model_is_an_object_with_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "letter.gguf"
    wrong.write_text("Dear reader, " * 1000)
    assert main(["ask", "Why?", "--model", str(wrong), "--json"]) == 1
    printed = capsys.readouterr()
    error = json.loads(printed.out)["error"]
    assert error["kind"] == "model_not_gguf"
    assert error["message"] in printed.err


def start(*arguments: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "indoors", "ask", *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, start_new_session=True)


LONG = ("Count from one to a thousand in words.", "--max-tokens", "4000", "--temperature", "0.9")


def test_ctrl_c_keeps_what_was_written() -> None:
    with start(*LONG) as process:
        assert process.stdout is not None
        first = os.read(process.stdout.fileno(), 1)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the engine too
        out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert first
    assert out.endswith(b"\n")
    assert b"Traceback" not in err


def test_ctrl_c_during_the_load_ends_quietly() -> None:
    with start(*LONG) as process:
        assert process.stderr is not None
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.4)
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode in {130, -signal.SIGINT}  # the latter: Python itself was starting
    assert b"Traceback" not in err or process.returncode == -signal.SIGINT


def test_a_reader_that_goes_away_is_no_error() -> None:
    with start(*LONG) as process:
        assert process.stdout is not None
        os.read(process.stdout.fileno(), 1)
        process.stdout.close()
        assert process.wait(30) == 0
        assert process.stderr is not None
        assert process.stderr.read() == b""
