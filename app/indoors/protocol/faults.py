"""Every failure a user can meet, by name. Rooms send kinds; ``ui/text`` owns the words."""

from enum import StrEnum


class Fault(StrEnum):
    """What went wrong. The comment names the facts that travel with the kind."""

    # model files
    MODEL_MISSING = "model_missing"  # path
    MODEL_NOT_GGUF = "model_not_gguf"  # path
    MODEL_DAMAGED = "model_damaged"  # path, detail
    MODEL_UNKNOWN_ARCHITECTURE = "model_unknown_architecture"  # path, architecture
    MODEL_NOT_CHAT = "model_not_chat"  # path: an embedding or encoder model
    MODEL_LOAD_FAILED = "model_load_failed"  # path, detail
    OUT_OF_MEMORY = "out_of_memory"  # needed_bytes, free_bytes, context
    # answering
    TEMPLATE_FAILED = "template_failed"  # detail
    TEMPLATE_TOO_SLOW = "template_too_slow"  # limit_s
    PROMPT_TOO_LONG = "prompt_too_long"  # tokens, limit
    DECODE_FAILED = "decode_failed"  # detail
    NO_MODEL = "no_model"
    BUSY = "busy"
    # the engine process
    ENGINE_DID_NOT_START = "engine_did_not_start"  # detail
    ENGINE_CRASHED = "engine_crashed"  # signal or exit code, in "outcome"
    ENGINE_HUNG = "engine_hung"  # seconds
    ENGINE_KEEPS_CRASHING = "engine_keeps_crashing"  # outcome
    PROTOCOL_MISMATCH = "protocol_mismatch"  # ours, theirs
    # the data folder
    DISK_FULL = "disk_full"  # path, free_bytes
    DISK_NEARLY_FULL = "disk_nearly_full"  # what was held back for it is given up
    DISK_FAILED = "disk_failed"  # path, detail: it neither gave nor took the data
    FOLDER_READ_ONLY = "folder_read_only"  # path
    DATABASE_LOCKED = "database_locked"  # path
    DATABASE_DAMAGED = "database_damaged"  # path, detail
    # its key. Facts of the first three, and of those of the keyring: new 1 if there is nothing
    # to be opened yet, plain 1 if there is something to be encrypted, phrase 1 if a recovery
    # phrase opens it
    KEY_WRONG = "key_wrong"  # path: what was found fits neither the key file nor any page
    KEY_LOST = "key_lost"  # path: the keyring, or the data folder, has it no more
    PHRASE_NEEDED = "phrase_needed"
    PHRASE_WRONG = "phrase_wrong"
    PHRASE_SHORT = "phrase_short"  # shortest
    BACKUP_DAMAGED = "backup_damaged"  # path, detail
    DATABASE_MISSING = "database_missing"  # path: there are backups of it
    ARCHIVE_FAILED = "archive_failed"  # path, detail: it could not be written
    ARCHIVE_NOT_ONE = "archive_not_one"  # path
    ARCHIVE_DAMAGED = "archive_damaged"  # path
    DATABASE_NEWER = "database_newer"  # path, found, supported
    MIGRATION_FAILED = "migration_failed"  # path, backup, detail
    ALREADY_RUNNING = "already_running"  # path
    # files given by the user
    FILE_UNREADABLE = "file_unreadable"  # path, detail
    FILE_NOT_TEXT = "file_not_text"  # path, kind: what it is instead, if that is known
    PICTURE_NOT_SEEN = "picture_not_seen"  # path, model
    FILE_TOO_LARGE = "file_too_large"  # path, bytes, limit
    EXPORT_FAILED = "export_failed"  # path, detail
    PRICE_BOOK_UNUSABLE = "price_book_unusable"  # path, reason: "broken", "older", "newer"
    # the network program and the model hub
    NETWORK_SEALED = "network_sealed"
    BROKER_DID_NOT_START = "broker_did_not_start"  # detail
    GRAPHICS_REFUSED = "graphics_refused"  # device
    PROOF_DID_NOT_START = "proof_did_not_start"  # detail
    PROOF_FAILED = "proof_failed"  # detail
    BROKER_CRASHED = "broker_crashed"  # outcome
    HOST_REFUSED = "host_refused"  # host: neither the hub nor one of its known servers
    OFFLINE = "offline"  # host
    DNS_FAILED = "dns_failed"  # host
    UNREACHABLE = "unreachable"  # host, detail
    CONNECTION_LOST = "connection_lost"  # host, detail
    CONNECTION_STALLED = "connection_stalled"  # host, seconds
    PROXY_FAILED = "proxy_failed"  # proxy, detail
    PROXY_LOGIN = "proxy_login"  # proxy, login: "none" was given, or it was "refused"
    TLS_FAILED = "tls_failed"  # host, detail
    CA_FILE_UNUSABLE = "ca_file_unusable"  # path, detail
    HUB_ADDRESS_WRONG = "hub_address_wrong"  # address
    HUB_UNAUTHORIZED = "hub_unauthorized"  # host, repo, token: "none" or "sent", page: its URL
    HUB_FORBIDDEN = "hub_forbidden"  # the same
    HUB_GATED = "hub_gated"  # the same
    HUB_NOT_FOUND = "hub_not_found"  # host, repo, file
    HUB_BUSY = "hub_busy"  # host, seconds
    HUB_FAILED = "hub_failed"  # host, status
    HUB_UNUSABLE = "hub_unusable"  # host, detail: it answers, but not as a hub does
    # what keeps the network in order
    LEDGER_UNWRITABLE = "ledger_unwritable"  # path, detail: no record, so no connection
    LEDGER_BROKEN = "ledger_broken"  # path, detail: it is not as it was written
    ISOLATION_REQUIRED = "isolation_required"  # gaps: an office insists, and the system does not
    POLICY_FORBIDS = "policy_forbids"  # detail: the key of the rule
    # files fetched, imported or carried
    DOWNLOAD_CHANGED = "download_changed"  # file, expected, found
    DOWNLOAD_DAMAGED = "download_damaged"  # file, expected, found
    DOWNLOAD_UNVERIFIABLE = "download_unverifiable"  # file: no hash is known for it
    BUNDLE_NOT_ONE = "bundle_not_one"  # path, detail
    BUNDLE_DAMAGED = "bundle_damaged"  # path, file
    # the keyring of the operating system
    KEYRING_LOCKED = "keyring_locked"
    KEYRING_ABSENT = "keyring_absent"
    KEYRING_FAILED = "keyring_failed"  # detail
    # anything unforeseen
    BUG = "bug"  # detail
