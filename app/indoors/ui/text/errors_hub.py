"""What the model hub or the way to it asks for: a token, a login, a certificate, an address."""

from typing import Final

from indoors.protocol.faults import Fault
from indoors.ui.text.error_words import ErrorWords, Facts, WordsTable, file_name, repository
from indoors.ui.text.errors_network import NOTHING_SENT


def _was_sent(facts: Facts) -> bool:
    return facts.get("token") == "sent"


def _page(facts: Facts) -> tuple[str, ...]:
    """Only a page whose address is known can be opened."""
    return ("hub_page",) if facts.get("page") else ()


def _hub_unauthorized(facts: Facts) -> ErrorWords:
    if _was_sent(facts):
        return ErrorWords(
            "The hub did not accept your access token.",
            NOTHING_SENT,
            "It may have expired, or have been revoked. Enter another one.",
            actions=("token",),
        )
    for_it = f" for {repository(facts, '')}" if facts.get("repo") else ""
    return ErrorWords(
        f"The hub wants to know who asks{for_it}.",
        NOTHING_SENT,
        "Enter an access token of the hub, or choose a model that needs none.",
        actions=("token",),
    )


def _hub_forbidden(facts: Facts) -> ErrorWords:
    if _was_sent(facts):
        return ErrorWords(
            f"The hub does not give {repository(facts, 'this model')} to your access token.",
            NOTHING_SENT,
            "Ask its owner for access on the hub's page, or choose another model.",
            actions=("token", *_page(facts)),
        )
    return ErrorWords(
        f"The hub does not give {repository(facts, 'this model')} to everyone.",
        NOTHING_SENT,
        "Enter an access token of an account that may have it, or choose another model.",
        actions=("token", *_page(facts)),
    )


def _hub_gated(facts: Facts) -> ErrorWords:
    if _was_sent(facts):
        return ErrorWords(
            f"Your account has no access to {repository(facts, 'this model')} yet.",
            NOTHING_SENT,
            "Accept its terms on the hub's page, wait for its owner if need be, and try again.",
            actions=(*_page(facts), "retry"),
        )
    return ErrorWords(
        f"{repository(facts, 'This model')} has terms that must be accepted first.",
        NOTHING_SENT,
        "Accept them on the hub's page, then enter an access token of that account.",
        actions=("token", *_page(facts)),
    )


def _hub_address_wrong(facts: Facts) -> ErrorWords:
    address = facts.get("address")
    return ErrorWords(
        f"The address of the model hub{f', “{address}”,' if address else ''} is not one.",
        NOTHING_SENT,
        "Correct it in the network settings, or in the environment that Indoors is started with.",
        actions=("network",),
    )


def _proxy_login(facts: Facts) -> ErrorWords:
    proxy = facts.get("proxy")
    which = f"The proxy “{proxy}”" if proxy else "The proxy of this network"
    if facts.get("login") == "refused":
        title = f"{which} did not accept the name and password."
    else:
        title = f"{which} wants a name and a password."
    return ErrorWords(
        title, NOTHING_SENT, "Enter them in the network settings.", actions=("network",)
    )


def _ca_file_unusable(facts: Facts) -> ErrorWords:
    return ErrorWords(
        f"{file_name(facts, 'The company certificate')} cannot be used as a certificate.",
        NOTHING_SENT,
        "Choose the file that your company gives out, in the PEM or DER format.",
        actions=("network",),
    )


WORDS: Final[WordsTable] = {
    Fault.HUB_UNAUTHORIZED: _hub_unauthorized,
    Fault.HUB_FORBIDDEN: _hub_forbidden,
    Fault.HUB_GATED: _hub_gated,
    Fault.HUB_ADDRESS_WRONG: _hub_address_wrong,
    Fault.PROXY_LOGIN: _proxy_login,
    Fault.CA_FILE_UNUSABLE: _ca_file_unusable,
}
