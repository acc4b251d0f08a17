"""What went wrong while fetching a model, or with a file that was fetched or carried here."""

from typing import Final

from indoors.protocol.faults import Fault
from indoors.ui.text.error_words import (
    CONVERSATIONS_SAFE,
    ErrorWords,
    Facts,
    WordsTable,
    file_name,
    repository,
)

PART_KEPT: Final = "What has arrived so far is kept."
NOTHING_SENT: Final = "Your questions, answers and files were not sent."


def _host(facts: Facts) -> str:
    host = facts.get("host")
    return f"“{host}”" if host else "the model hub"


def _fetched(facts: Facts) -> str:
    name = facts.get("file")
    return f"“{name}”" if name else "The downloaded file"


# ---- the program that connects ----------------------------------------------------------


def _network_sealed(_facts: Facts) -> ErrorWords:
    return ErrorWords(
        "Sealed mode is on, so nothing was downloaded.",
        NOTHING_SENT,
        "Turn sealed mode off to download, or import a model file from a disk.",
    )


def _broker_did_not_start(_facts: Facts) -> ErrorWords:
    return ErrorWords(
        "The program that downloads models did not start.",
        f"{CONVERSATIONS_SAFE} Chatting goes on without it.",
        "Try again, or import a model file from a disk.",
        actions=("retry",),
    )


def _broker_crashed(_facts: Facts) -> ErrorWords:
    return ErrorWords(
        "The program that downloads models ended unexpectedly.",
        PART_KEPT,
        "Try again. The download goes on where it ended.",
        actions=("retry",),
    )


def _proof_did_not_start(_facts: Facts) -> ErrorWords:
    return ErrorWords(
        "The privacy check could not start.",
        NOTHING_SENT,
        "Start Indoors again, and then the check. The details name what happened.",
    )


def _proof_failed(_facts: Facts) -> ErrorWords:
    return ErrorWords(
        "The privacy check ended before it was done, so it proves nothing.",
        NOTHING_SENT,
        "Run it again. The details name what happened.",
    )


def _host_refused(facts: Facts) -> ErrorWords:
    return ErrorWords(
        f"Indoors did not connect to {_host(facts)}.",
        NOTHING_SENT,
        "It connects only to the model hub and its servers. If this is one of them, add it to "
        "the network settings.",
        actions=("network",),
    )


def _ledger_unwritable(_facts: Facts) -> ErrorWords:
    return ErrorWords(
        "The ledger could not be written, so no connection was made.",
        NOTHING_SENT,
        "Free some space on the disk, or restart Indoors, and try again.",
        actions=("retry",),
    )


def _ledger_broken(_facts: Facts) -> ErrorWords:
    return ErrorWords(
        "The ledger is not as Indoors wrote it, so no connection was made.",
        NOTHING_SENT,
        "See Privacy for what was found. Models can be imported from a disk.",
    )


def _isolation_required(_facts: Facts) -> ErrorWords:
    return ErrorWords(
        "Your organisation requires isolation that this system does not enforce.",
        "Nothing of yours was changed or sent.",
        "Ask whoever looks after this computer. “indoors privacy-check” shows what is missing.",
    )


def _policy_forbids(_facts: Facts) -> ErrorWords:
    return ErrorWords(
        "Your organisation does not allow this, so no connection was made.",
        NOTHING_SENT,
        "Ask whoever looks after this computer. Models can be imported from a disk.",
    )


# ---- the way to the hub -----------------------------------------------------------------


def _offline(_facts: Facts) -> ErrorWords:
    return ErrorWords(
        "This computer has no connection to the internet.",
        PART_KEPT,
        "Connect and try again, or import a model file from a disk.",
        actions=("retry",),
    )


def _dns_failed(facts: Facts) -> ErrorWords:
    return ErrorWords(
        f"The address of {_host(facts)} was not found.",
        PART_KEPT,
        "Check the connection and the network's name server, then try again.",
        actions=("retry",),
    )


def _unreachable(facts: Facts) -> ErrorWords:
    return ErrorWords(
        f"No connection to {_host(facts)} could be made.",
        PART_KEPT,
        "Check the connection, or whether a firewall stops it, then try again.",
        actions=("retry",),
    )


def _connection_lost(facts: Facts) -> ErrorWords:
    return ErrorWords(
        f"The connection to {_host(facts)} broke off.",
        PART_KEPT,
        "Try again. The download goes on where it ended.",
        actions=("retry",),
    )


def _connection_stalled(facts: Facts) -> ErrorWords:
    seconds = facts.get("seconds")
    span = f" for {seconds} s" if seconds else ""
    return ErrorWords(
        f"Nothing has come from {_host(facts)}{span}.",
        PART_KEPT,
        "Try again. The download goes on where it ended.",
        actions=("retry",),
    )


def _proxy_failed(facts: Facts) -> ErrorWords:
    proxy = facts.get("proxy")
    which = f" “{proxy}”" if proxy else ""
    return ErrorWords(
        f"The proxy{which} of this network did not let the connection through.",
        PART_KEPT,
        "Check the address of the proxy, or ask who runs the network.",
        actions=("network", "retry"),
    )


def _tls_failed(facts: Facts) -> ErrorWords:
    return ErrorWords(
        f"{_host(facts)[:1].upper()}{_host(facts)[1:]} could not prove who it is.",
        f"The connection was closed. {NOTHING_SENT}",
        "Check the date of this computer. If your company's network reads along, give its "
        "certificate in the network settings.",
        actions=("network", "retry"),
    )


# ---- what the hub answers ---------------------------------------------------------------


def _hub_not_found(facts: Facts) -> ErrorWords:
    return ErrorWords(
        f"The hub does not have {repository(facts, 'this model')}, or not this file of it.",
        CONVERSATIONS_SAFE,
        "It may have been renamed or removed. Choose another model.",
    )


def _hub_busy(facts: Facts) -> ErrorWords:
    seconds = facts.get("seconds")
    when = f"in {seconds} s" if seconds else "in a few minutes"
    return ErrorWords(
        "The hub has too much to do at the moment.",
        PART_KEPT,
        f"Try again {when}.",
        actions=("retry",),
    )


def _hub_failed(_facts: Facts) -> ErrorWords:
    return ErrorWords(
        "The hub reported a failure of its own.",
        PART_KEPT,
        "Try again later.",
        actions=("retry",),
    )


def _hub_unusable(facts: Facts) -> ErrorWords:
    return ErrorWords(
        f"What answers at {_host(facts)} is not a model hub.",
        NOTHING_SENT,
        "Check the address of the hub. A network that asks for a login can be the cause, too.",
        actions=("network", "retry"),
    )


# ---- what arrived -----------------------------------------------------------------------


def _download_changed(facts: Facts) -> ErrorWords:
    return ErrorWords(
        f"{_fetched(facts)} changed on the hub during the download.",
        "The part that had arrived was deleted, since the two do not fit together.",
        "Start the download again.",
        actions=("retry",),
    )


def _download_damaged(facts: Facts) -> ErrorWords:
    return ErrorWords(
        f"{_fetched(facts)} is not the file that was promised: its SHA-256 differs.",
        "It was deleted and not used.",
        "Start the download again. If it happens again, import the file from a disk.",
        actions=("retry",),
    )


def _download_unverifiable(facts: Facts) -> ErrorWords:
    return ErrorWords(
        f"{_fetched(facts)} cannot be checked, since no SHA-256 is known for it.",
        "It was not used.",
        "Choose a file that the hub gives a SHA-256 for.",
    )


def _bundle_not_one(facts: Facts) -> ErrorWords:
    return ErrorWords(
        f"{file_name(facts, 'This file')} is not a bundle made by Indoors.",
        "It was not changed, and nothing was imported.",
        "Choose a bundle, or import a model file in the GGUF format.",
    )


def _bundle_damaged(facts: Facts) -> ErrorWords:
    return ErrorWords(
        f"The bundle {file_name(facts, 'you chose')} is damaged or incomplete.",
        "Nothing was imported.",
        "Copy the bundle again from where it was made.",
    )


WORDS: Final[WordsTable] = {
    Fault.NETWORK_SEALED: _network_sealed,
    Fault.LEDGER_UNWRITABLE: _ledger_unwritable,
    Fault.LEDGER_BROKEN: _ledger_broken,
    Fault.ISOLATION_REQUIRED: _isolation_required,
    Fault.POLICY_FORBIDS: _policy_forbids,
    Fault.BROKER_DID_NOT_START: _broker_did_not_start,
    Fault.BROKER_CRASHED: _broker_crashed,
    Fault.PROOF_DID_NOT_START: _proof_did_not_start,
    Fault.PROOF_FAILED: _proof_failed,
    Fault.HOST_REFUSED: _host_refused,
    Fault.OFFLINE: _offline,
    Fault.DNS_FAILED: _dns_failed,
    Fault.UNREACHABLE: _unreachable,
    Fault.CONNECTION_LOST: _connection_lost,
    Fault.CONNECTION_STALLED: _connection_stalled,
    Fault.PROXY_FAILED: _proxy_failed,
    Fault.TLS_FAILED: _tls_failed,
    Fault.HUB_NOT_FOUND: _hub_not_found,
    Fault.HUB_BUSY: _hub_busy,
    Fault.HUB_FAILED: _hub_failed,
    Fault.HUB_UNUSABLE: _hub_unusable,
    Fault.DOWNLOAD_CHANGED: _download_changed,
    Fault.DOWNLOAD_DAMAGED: _download_damaged,
    Fault.DOWNLOAD_UNVERIFIABLE: _download_unverifiable,
    Fault.BUNDLE_NOT_ONE: _bundle_not_one,
    Fault.BUNDLE_DAMAGED: _bundle_damaged,
}
