"""Words about what an office has set."""

from typing import Final

from indoors.core.policy import Problem, Trouble, Value

MANAGED_TITLE: Final = "Managed by your organisation"
MANAGED_BODY: Final = (
    "These rules are set for this computer by its administrator. They can only take away, and "
    "Indoors cannot change them."
)
UNMANAGED_TITLE: Final = "Not managed"
UNMANAGED_BODY: Final = "No organisation has set rules for Indoors on this computer."
VALUE_COLUMNS: Final = ("Setting", "Value", "Set by")
NO_EFFECT: Final = "No effect in this version"
FAIL_CLOSED_SOURCE: Final = "Until the policy can be read"
SOURCES: Final = "Files"
TROUBLES: Final = {
    Trouble.NOT_THE_OFFICES: "is not obeyed: others than the administrator can write it",
    Trouble.UNREADABLE: "cannot be read",
    Trouble.NOT_JSON: "is not JSON",
    Trouble.UNKNOWN_KEY: "has a key that this version does not know",
    Trouble.WRONG_VALUE: "has a value that is not allowed",
    Trouble.CONFLICT: "differs from another file, and neither is stricter",
}
CLOSED: Final = "Until this is put right, nothing may leave."
COPY_ALL: Final = "Copy"


def policy_value(value: Value) -> str:
    """Return a value as it is in the file."""
    if isinstance(value.value, tuple):
        return ", ".join(map(str, value.value)) or "none"
    if isinstance(value.value, bool):
        return "yes" if value.value else "no"
    return str(value.value)


def policy_source(value: Value) -> str:
    """Return the files that a value comes from."""
    return ", ".join(source.name for source in value.sources) or FAIL_CLOSED_SOURCE


def policy_problem(problem: Problem) -> str:
    """Say what is wrong with a source."""
    said = f"{problem.source} {TROUBLES[problem.trouble]}"
    return f"{said}: {problem.detail}." if problem.detail else f"{said}."
