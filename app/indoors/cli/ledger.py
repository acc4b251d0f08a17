"""``indoors ledger``: check this computer's ledger, or an export that somebody handed over."""

import argparse
import sys
from pathlib import Path

from indoors.cli.outcome import Exit, write_json
from indoors.core.errors import AppError
from indoors.core.ledger import Reading, key_id, read_ledger
from indoors.core.ledger.signed import fingerprint, public_key
from indoors.protocol.faults import Fault
from indoors.services.ledger_export import check_file, export
from indoors.services.ledger_keys import LedgerKeys, Protection
from indoors.services.paths import Paths
from indoors.services.policy import reason
from indoors.services.secrets import Secrets
from indoors.ui.text import ledger as text


def ledger(typed: argparse.Namespace, profile: Path | None) -> int:
    """Run the action that was typed. A ledger that is not sound makes the exit code 1."""
    if typed.action == "export":
        return _export(typed, Paths.of(profile))
    if typed.file is not None:
        return _check_export(typed)
    return _check_own(Paths.of(profile), as_json=typed.json)


def _check_export(typed: argparse.Namespace) -> Exit:
    checked = check_file(typed.file)
    wanted = None if typed.key is None else "".join(typed.key.split()).lower()
    right_key = wanted in (None, "".join(checked.fingerprint.split()))
    good = checked.good and right_key
    if typed.json:
        write_json(
            {
                **_facts(checked.reading),
                "signature": checked.signature,
                "fingerprint": checked.fingerprint,
                "key_as_expected": right_key if typed.key else None,
                "exported_at": checked.exported_at,
                "program": checked.program,
                "good": good,
            }
        )
    else:
        sys.stdout.write(f"{text.export_checked(checked, wanted, right_key=right_key)}\n")
    return Exit.DONE if good else Exit.FAILED


def _check_own(paths: Paths, *, as_json: bool) -> Exit:
    keys, reading = _own(paths)
    if as_json:
        write_json({**_facts(reading), "protection": keys.protection, "good": reading.unbroken})
    else:
        sys.stdout.write(f"{text.own_checked(reading, keys.protection)}\n")
    return Exit.DONE if reading.unbroken else Exit.FAILED


def _export(typed: argparse.Namespace, paths: Paths) -> Exit:
    keys, reading = _own(paths)
    if not reading.unbroken:
        detail = f"{reading.flaw} at line {reading.at}"
        raise AppError(Fault.LEDGER_BROKEN, path=str(paths.ledger), detail=detail)
    export(reading.records, keys.signing, typed.file, typed.format)
    if typed.format == "json":
        said = text.exported(typed.file.name, fingerprint(public_key(keys.signing)))
        sys.stdout.write(f"{said}\n")
        if keys.protection is Protection.SESSION:
            sys.stderr.write(f"{text.SIGNED_FOR_NOW}\n")
    return Exit.DONE


def _own(paths: Paths) -> tuple[LedgerKeys, Reading]:
    """Read this profile's ledger, also while its window is open."""
    keys = LedgerKeys(Secrets(paths.data) if paths.ledger.exists() else None)
    keys.load()  # before the lines: the anchor must not be newer than what is read
    try:
        data = paths.ledger.read_bytes()
    except FileNotFoundError:
        data = b""
    except OSError as error:
        raise AppError(
            Fault.FILE_UNREADABLE, path=str(paths.ledger), detail=reason(error)
        ) from error
    return keys, read_ledger(data, {key_id(keys.mac): keys.mac}, keys.anchor)


def _facts(reading: Reading) -> dict[str, object]:
    return {
        "entries": len(reading.records),
        "flaw": reading.flaw,
        "at_line": reading.at or None,
        "head": reading.head,
        "torn_bytes": len(reading.torn),
        "signed_entries": reading.signed,
        "anchored_entries": reading.anchored,
    }
