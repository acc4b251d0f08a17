"""Draws the Privacy screen into PNGs, to be held against the design by eye.

    python -m tests.ui.render_privacy FOLDER [--scale 2] [--theme dark]

The ledger is a real one, written for the picture; facts and results are as the programs tell.
"""

import argparse
import os
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from indoors.bridge.privacy import PrivacySources, now_ms
from indoors.core.ledger import Record
from indoors.core.policy import Policy, combine
from indoors.core.policy.reading import Source
from indoors.core.proof import Attempt, Proof
from indoors.services.ledger import Ledger
from indoors.services.ledger_keys import LedgerKeys
from tests.helpers.isolation import Told, enforcement
from tests.helpers.ledgers import Keyring
from tests.helpers.windows import Desk, theme_for_tests

TRIED = ("tcp4", "dns", "unix", "raw", "exec", "udp", "tcp6", "io_uring")


def fill(profile: Path, keyring: Keyring) -> None:
    """Write the lines that the picture shows, on the days it shows them."""
    moment = datetime.now(UTC)
    ledger = Ledger(profile / "ledger.jsonl", LedgerKeys(keyring, pause_s=0), now=lambda: moment)
    for days, name, sent in (
        (86, "gemma-3-4b-it-Q4_K_M.gguf", 1016),
        (23, "gpt-oss-20b.gguf", 1148),
    ):
        moment = datetime.now(UTC) - timedelta(days=days, hours=2)
        order = {"order": name, "purpose": "model_download", "subject": f"acme/{name}"}
        for number, host in enumerate(("huggingface.co", "cdn-lfs.hf.co"), 1):
            half = sent // 2
            shared = {**order, "number": number, "bytes_out": half}
            ledger.add(Record(kind="intent", host=host, port=443, scheme="https", **shared))  # type: ignore[arg-type]
            ledger.add(Record(kind="result", status=200, bytes_in=9_000_000, **shared))  # type: ignore[arg-type]
    moment = datetime.now(UTC) - timedelta(days=1, hours=3)
    cloud = {"purpose": "cloud_answer", "host": "api.example.com", "port": 443, "scheme": "https"}
    for name, sent in (("a", 2388), ("b", 1902)):
        ledger.add(Record(kind="intent", order=name, number=1, bytes_out=sent, **cloud))  # type: ignore[arg-type]
        ledger.add(
            Record(
                kind="result",
                order=name,
                number=1,
                bytes_out=sent,
                status=200,
                purpose="cloud_answer",
            )
        )
        moment = datetime.now(UTC) - timedelta(minutes=30)
    ledger.add(Record(kind="kept", order="c", **cloud))  # type: ignore[arg-type]
    ledger.add(
        Record(
            kind="refused",
            order="d",
            purpose="model_download",
            reason="host_refused",
            host="img.example.net",
            subject="acme/x.gguf",
        )
    )
    ledger.note("sealed_on")
    ledger.note("sealed_off")
    ledger.close()


def proof() -> Proof:
    attempts = tuple(
        Attempt(program, name, passed=True, error="EPERM")
        for program in ("engine", "ingest", "window", "broker")
        for name in TRIED
    )
    return Proof(now_ms(), 0.031, attempts)


class _Managed:
    """A place with a policy, as an office would have it."""

    folder = None

    def policy(self) -> Policy:
        return combine(
            [
                Source(
                    "/etc/indoors/policy.json",
                    "3f" * 32,
                    {
                        "network.mode": "downloads",
                        "network.allow": ("models.office.example",),
                        "retention.days": 90,
                    },
                ),
                Source(
                    "/etc/indoors/policy.d/50-clinic.json",
                    "a1" * 32,
                    {"cloud.enabled": False, "audit.path": "/var/log/indoors/audit.log"},
                ),
            ]
        )


def settle(seconds: float = 0.8) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        time.sleep(0.01)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scale", default="1")
    parser.add_argument("--theme", default="light")
    options = parser.parse_args()
    os.environ["QT_SCALE_FACTOR"] = options.scale
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication([])
    theme = theme_for_tests(app, options.theme)
    name = f"{options.theme}-{options.scale}x"
    with tempfile.TemporaryDirectory() as folder:
        profile = Path(folder) / "profile"
        keyring = Keyring()
        fill(profile, keyring)
        desk = Desk(profile, theme)
        privacy = desk.indoors.privacy
        desk.indoors.ledger.keys = LedgerKeys(keyring, pause_s=0)
        facts = Told(tuple(enforcement(program) for program in ("window", "engine")))
        given = privacy._given
        privacy._given = PrivacySources(
            ledger=given.ledger,
            policy=given.policy,
            enforce=given.enforce,
            vault=given.vault,
            isolation=lambda: facts,
            prove=proof,
        )
        window = desk.window
        window.show()
        privacy.start()
        window.show_privacy()

        def shoot(part: str, width: int = 1280, height: int = 800) -> None:
            window.resize(width, height)
            settle()
            window.grab().save(str(options.folder / f"privacy-{part}-{name}.png"))

        shoot("facts")
        privacy.prove()
        shoot("proved")
        shoot("900", 900, 700)
        shoot("640", 640, 400)
        page = window.pages.privacy
        page.ledger.opened.emit(privacy.rows[-1])
        shoot("entry")

        _close_dialogs(window)
        page.isolation.results_requested.emit()
        shoot("results")
        _close_dialogs(window)
        page.show_check()
        shoot("check")
        privacy._policy = _Managed().policy()
        privacy.changed.emit()
        page.show_managed()
        shoot("managed")
        page.show_first()
        desk.settings.update("privacy", sealed=True)
        shoot("sealed")
        window.show_models()
        shoot("sealed-models")
        desk.close()
    return 0


def _close_dialogs(window: object) -> None:
    from indoors.ui.widgets import ScrimDialog

    for dialog in window.findChildren(ScrimDialog):  # type: ignore[attr-defined]
        dialog.reject()
    settle(0.2)


if __name__ == "__main__":
    raise SystemExit(main())
