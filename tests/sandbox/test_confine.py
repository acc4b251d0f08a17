"""Processes that give up their rights, looked at from outside and tried from inside."""

import json
import os
import platform
import socket
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from indoors.protocol.isolation import VARIABLE, Grants, Start
from indoors.sandbox import landlock

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() != "x86_64", reason="enforced on Linux only"
)

APP = Path(__file__).parents[2] / "app"
BEFORE = """
import errno, json, os, socket, sys
from indoors import sandbox
facts = sandbox.confine(getattr(sandbox, sys.argv[1]), sandbox.take_start())
def tried(action):
    try:
        action()
    except OSError as error:
        return errno.errorcode[error.errno]
    return "done"
"""


def inside(
    profile: str, code: str, grants: Grants | None = None, **options: object
) -> dict[str, str]:
    """Run code in a confined process; it sets ``out``, which is returned."""
    start = Start(grants=grants or Grants())
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            BEFORE + textwrap.dedent(code) + "\nprint(json.dumps(out))",
            profile,
        ],
        env={"PYTHONPATH": str(APP), VARIABLE: start.text(), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        **options,  # type: ignore[call-overload]
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("profile", ["WINDOW", "ENGINE", "INGEST", "BROKER"])
def test_the_kernel_says_so_too(profile: str) -> None:
    out = inside(
        profile,
        """
        status = dict(line.split(":", 1) for line in open("/proc/self/status"))
        out = {
            "seccomp": status["Seccomp"].strip(), "privileges": status["NoNewPrivs"].strip(),
            "gaps": list(facts.gaps), "environment": "INDOORS_START" in os.environ,
            "exec": facts.no_exec, "core": facts.no_core, "dumpable": facts.not_dumpable,
        }
        """,
    )
    assert out == {
        "seccomp": "2",
        "privileges": "1",
        "gaps": [],
        "environment": False,
        "exec": True,
        "core": True,
        "dumpable": True,
    }


def test_the_engine_reads_what_it_was_granted(tmp_path: Path) -> None:
    model, letter = tmp_path / "model.gguf", tmp_path / "letter.txt"
    model.write_text("weights")
    letter.write_text("private")
    link = tmp_path / "link.gguf"
    link.symlink_to(model)
    out = inside(
        "ENGINE",
        f"""
        def write(path, mode): return tried(lambda: open(path, mode).close())
        out = {{
            "model": tried(lambda: open({str(model)!r}).read()),
            "link": tried(lambda: open({str(link)!r}).read()),
            "through proc": tried(lambda: open("/proc/self/root" + {str(model)!r}).read()),
            "letter": tried(lambda: open({str(letter)!r}).read()),
            "letter through proc": tried(lambda: open("/proc/self/root" + {str(letter)!r}).read()),
            "folder": tried(lambda: os.listdir({str(tmp_path)!r})),
            "write the model": write({str(model)!r}, "r+"),
            "write beside it": write({str(tmp_path / "new")!r}, "w"),
            "write a library": write(json.__file__, "r+"),
            "write to null": write("/dev/null", "w"),
            "delete": tried(lambda: os.unlink({str(model)!r})),
            "missing": tried(lambda: open({str(tmp_path / "none")!r})),
            "other's memory": tried(lambda: open("/proc/1/mem")),
            "passwords": tried(lambda: open("/etc/passwd")),
        }}
        import numpy, psutil
        psutil.virtual_memory(), psutil.cpu_count(logical=False), psutil.Process().memory_info()
        """,
        Grants(read=(str(model),)),
    )
    assert out.pop("model") == out.pop("link") == out.pop("through proc") == "done"
    assert out.pop("write to null") == "done"
    assert out.pop("missing") == "ENOENT"
    assert set(out.values()) == {"EACCES"}, out
    assert model.read_text() == "weights"


def test_own_state_stays_readable_when_the_kernel_forgets_its_names() -> None:
    out = inside(
        "ENGINE",
        """
        for _ in range(300):
            open("/proc/self/statm").read()
            open(f"/proc/{os.getpid()}/status").read()
        out = {"ok": "yes"}
        """,
    )
    assert out == {"ok": "yes"}


def test_the_window_uses_files_and_local_sockets_as_ever(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    out = inside(
        "WINDOW",
        f"""
        import fcntl
        folder = {str(tmp_path)!r}
        path = os.path.join(folder, "a", "file")
        def listen():
            door = socket.socket(socket.AF_UNIX)
            door.bind(os.path.join(folder, "door")); door.listen()
            caller = socket.socket(socket.AF_UNIX); caller.connect(os.path.join(folder, "door"))
            door.accept()[0].close()
        out = {{
            "write": tried(lambda: open(path, "w").write("x")),
            "move": tried(lambda: os.rename(path, os.path.join(folder, "file"))),
            "link": tried(lambda: os.link(os.path.join(folder, "file"), path)),
            "truncate": tried(lambda: os.truncate(path, 0)),
            "local": tried(listen),
            "internet": tried(lambda: socket.socket(socket.AF_INET)),
            "internet 6": tried(lambda: socket.socket(socket.AF_INET6)),
            "netlink": tried(lambda: socket.socket(socket.AF_NETLINK)),
            "exec": tried(lambda: os.execv("/bin/true", ["true"])),
        }}
        import threading
        threading.Thread(target=lambda: out.setdefault("thread", "ran")).start()
        """,
    )
    assert {name for name, done in out.items() if done == "done"} == {
        *("write", "move", "link", "truncate", "local"),
    }
    assert out["thread"] == "ran"
    assert out["exec"] == out["internet"] == out["internet 6"] == out["netlink"] == "EPERM"


@pytest.mark.skipif(not landlock.knows_ports(landlock.abi()), reason="needs Landlock ABI 4")
def test_the_broker_connects_to_its_ports_only(tmp_path: Path) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as good,
        socket.create_server(("127.0.0.1", 0)) as bad,
    ):
        out = inside(
            "BROKER",
            f"""
            def to(port): return tried(lambda: socket.create_connection(("127.0.0.1", port), 5))
            part = {str(tmp_path / "a.part")!r}
            def download():
                open(part, "wb").write(b"x"); open(part, "r+b").truncate(0); os.unlink(part)
            import ssl; ssl.create_default_context()
            out = {{
                "good": to({good.getsockname()[1]}),
                "bad": to({bad.getsockname()[1]}),
                "name": tried(lambda: socket.getaddrinfo("localhost", 443)),
                "download": tried(download),
                "outside": tried(lambda: open("/tmp/indoors-was-here", "w")),
                "program": tried(lambda: os.execv("/bin/true", ["true"])),
                "listen": tried(lambda: socket.create_server(("127.0.0.1", 0))),
            }}
            """,
            Grants(write=(str(tmp_path),), ports=(good.getsockname()[1],)),
        )
    assert out == {
        "good": "done",
        "bad": "EACCES",
        "name": "done",
        "download": "done",
        "outside": "EACCES",
        "program": "EPERM",
        "listen": "EPERM",
    }


def test_ingest_has_its_limits() -> None:
    out = inside(
        "INGEST",
        """
        import resource
        def hold():
            try: bytearray(2_000_000_000)
            except MemoryError: return "refused"
        out = {"memory": hold(), "cpu": resource.getrlimit(resource.RLIMIT_CPU)[0],
               "socket": tried(lambda: socket.socket(socket.AF_UNIX)),
               "pair": tried(socket.socketpair)}
        """,
    )
    assert out == {"memory": "refused", "cpu": 20, "socket": "EPERM", "pair": "done"}


@pytest.mark.parametrize("program", ["WINDOW", "ENGINE", "BROKER"])
def test_a_socket_that_was_inherited_ends_the_start(program: str) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as connected,
    ):
        done = subprocess.run(
            [sys.executable, "-c", BEFORE + "print('it runs')", program],
            env={"PYTHONPATH": str(APP)},
            pass_fds=[connected.fileno()],
            capture_output=True,
            text=True,
            check=False,
        )
    assert "it runs" not in done.stdout
    assert "DescriptorError" in done.stderr


def test_nothing_is_granted_by_words_that_make_no_sense() -> None:
    for text in ("", "{}", "[]", "nonsense", '{"grants":{"read":"/","write":1}}'):
        done = subprocess.run(
            [
                sys.executable,
                "-c",
                "from indoors.sandbox import take_start; print(take_start().grants)",
            ],
            env={"PYTHONPATH": str(APP), VARIABLE: text},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == str(Grants())


def test_a_start_survives_its_journey() -> None:
    start = Start(
        grants=Grants(read=("/a b", "/\udcff"), write=("/ü",), ports=(443, 8080)),
        parent=7,
        link=3,
    )
    assert Start.of(start.text()) == start
    assert Start.of(Start(grants=Grants(ports=None)).text()).grants.ports is None
