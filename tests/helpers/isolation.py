"""What programs tell of themselves, for pages that show it."""

from dataclasses import dataclass

from indoors.protocol.isolation import Enforcement, ProgramName


@dataclass(frozen=True, slots=True)
class Told:
    """Facts as ``services.isolation`` gives them."""

    programs: tuple[Enforcement, ...] = ()
    gaps: tuple[tuple[str, str], ...] = ()

    @property
    def enforced(self) -> bool:
        return not self.gaps


def enforcement(program: ProgramName, gaps: tuple[str, ...] = ()) -> Enforcement:
    """Return a program's facts on a system that enforces everything but the gaps."""
    return Enforcement(
        program=program,
        system="linux",
        network={"window": "local", "broker": "ports"}.get(program, "none"),  # type: ignore[arg-type]
        files="granted",
        no_exec=True,
        no_new_privileges=True,
        not_dumpable=True,
        no_core=True,
        filters_all_threads=True,
        landlock_abi=7,
        descriptors=3,
        gaps=gaps,
    )
