"""Lines of the ledger as other programs read them: CSV, CEF, and syslog by RFC 5424.

Metadata alone, as in the ledger itself: no prompt, no answer, no file's content.
"""

import csv
import io
from collections.abc import Callable, Iterable

from indoors.core.ledger.record import Record, canonical, carries_content

_COLUMNS = (
    "seq", "at", "kind", "purpose", "subject", "method", "scheme", "host", "port", "via",
    "status", "bytes_out", "bytes_in", "reason", "attempts", "consent", "policy", "order",
    "number", "body", "prev", "hash",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NOT_REFUSED, _REFUSED = 3, 5  # CEF's severities run from 0 to 10
_LOCAL0, _NOTICE, _WARNING = 16, 5, 4
PRIORITY = _LOCAL0 * 8 + _NOTICE
"""Of a message whose format names none."""
_ENTERPRISE = 32473  # RFC 5612: for documentation; the project has no number of its own
_APP = "Indoors"


def to_csv(records: Iterable[Record]) -> bytes:
    """Return a table with a header. A cell that a spreadsheet would compute is quoted with '."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for record in records:
        writer.writerow([_cell(getattr(record, name)) for name in _COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def to_jsonl(record: Record, _version: str) -> str:
    """Return the line as it is in the ledger."""
    return canonical(record).decode()


def to_cef(record: Record, version: str) -> str:
    """Return ArcSight's Common Event Format, version 0."""
    severity = _REFUSED if record.kind == "refused" else _NOT_REFUSED
    head = [_APP, _APP, version, record.kind, record.purpose or record.kind, str(severity)]
    fields = {
        "rt": record.at,
        "externalId": record.seq,
        "act": record.kind,
        "dhost": record.host,
        "dpt": record.port or "",
        "app": record.scheme,
        "requestMethod": record.method,
        "outcome": record.status or "",
        "out": record.bytes_out,
        "in": record.bytes_in,
        "reason": record.reason,
        "msg": record.subject,
        **_labelled("cs1", "hash", record.hash),
        **_labelled("cs2", "consent", record.consent),
        **_labelled("cs3", "policy", record.policy),
        **_labelled("cs4", "content", str(carries_content(record.purpose)).lower()),
    }
    said = " ".join(f"{name}={_extension(value)}" for name, value in fields.items() if value != "")
    return "CEF:0|" + "|".join(_header(part) for part in head) + f"|{said}"


def to_rfc5424(record: Record, version: str) -> str:
    """Return a syslog message with its values as structured data, without a host's name."""
    priority = _LOCAL0 * 8 + (_WARNING if record.kind == "refused" else _NOTICE)
    values = {
        "seq": record.seq,
        "purpose": record.purpose,
        "host": record.host,
        "port": record.port or "",
        "out": record.bytes_out,
        "in": record.bytes_in,
        "reason": record.reason,
        "subject": record.subject,
        "policy": record.policy,
        "consent": record.consent,
        "hash": record.hash,
        "version": version,
    }
    said = " ".join(
        f'{name}="{_parameter(value)}"' for name, value in values.items() if value != ""
    )
    return f"<{priority}>1 {record.at} - {_APP} - {record.kind} [indoors@{_ENTERPRISE} {said}]"


FORMATS: dict[str, Callable[[Record, str], str]] = {
    "jsonl": to_jsonl,
    "cef": to_cef,
    "rfc5424": to_rfc5424,
}


def _cell(value: object) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _labelled(name: str, label: str, value: str) -> dict[str, str]:
    return {f"{name}Label": label, name: value} if value else {}


def _header(text: str) -> str:
    return _one_line(text).replace("\\", "\\\\").replace("|", "\\|")


def _extension(value: object) -> str:
    return _one_line(str(value)).replace("\\", "\\\\").replace("=", "\\=")


def _parameter(value: object) -> str:
    text = _one_line(str(value)).replace("\\", "\\\\")
    return text.replace('"', '\\"').replace("]", "\\]")


def _one_line(text: str) -> str:
    return " ".join(text.split())
