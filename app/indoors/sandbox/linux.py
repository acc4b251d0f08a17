"""Linux: a system call filter for the network and for programs, Landlock for files and ports."""

import os
import resource
import stat
from collections.abc import Callable

from indoors.protocol.isolation import Enforcement, Files, Grants, Network
from indoors.sandbox import kernel, landlock, places
from indoors.sandbox.bpf import program
from indoors.sandbox.confine import DescriptorError
from indoors.sandbox.profiles import Profile, for_drivers

DNS_PORT = 53
"""Answers too long for UDP are asked for again by TCP."""


_AF_UNIX = 1


def check_descriptors(allowed: tuple[int, ...] = (_AF_UNIX,)) -> int:
    """Return how many were inherited. Raises ``DescriptorError`` for a foreign socket.

    They decide more than any filter: a connected socket is a connection.
    """
    count = 0
    for name in os.listdir("/proc/self/fd"):  # noqa: PTH208 - runs before anything else is imported
        try:
            mode = os.fstat(int(name)).st_mode
        except OSError:  # the one that lists
            continue
        count += 1
        if stat.S_ISSOCK(mode) and kernel.socket_family(int(name)) not in allowed:
            raise DescriptorError(f"descriptor {name} is a socket of the network")
    return count


class Linux:
    """Takes rights away, one after the other, and notes what could not be."""

    def __init__(self, profile: Profile, grants: Grants) -> None:
        self._looser = profile.devices and grants.drivers
        self._profile = for_drivers(profile) if self._looser else profile
        self._grants = grants
        self._gaps: list[str] = []

    def confine(self) -> Enforcement:
        """Raises ``DescriptorError``; whatever else fails is a gap, and is told."""
        count = check_descriptors()
        if self._looser:
            self._gaps.append("drivers")
        self._limit()
        dumpable = self._try("dumpable", lambda: kernel.prctl(kernel.PR_SET_DUMPABLE, 0))
        privileges = self._try("privileges", lambda: kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1))
        abi = landlock.abi() if kernel.KNOWN else 0
        ruled = abi > 0 and self._try("files", lambda: self._landlock(abi))
        filtered = self._filter()
        if self._profile.own_files and not ruled and "files" not in self._gaps:
            self._gaps.append("files")
        return Enforcement(
            program=self._profile.program,
            system="linux",
            network=self._network(filtered, pinned=ruled and landlock.knows_ports(abi)),
            files=self._files(ruled),
            no_exec=filtered,
            no_new_privileges=privileges,
            not_dumpable=dumpable,
            no_core=True,
            filters_all_threads=filtered,
            landlock_abi=abi,
            descriptors=count,
            memory_limit=self._profile.memory,
            cpu_limit=self._profile.cpu,
            gaps=tuple(self._gaps),
            proven=kernel.MACHINE == "x86_64",
        )

    # ---- one right after the other ----------------------------------------------------

    def _limit(self) -> None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if self._profile.memory is not None:
            resource.setrlimit(resource.RLIMIT_AS, (self._profile.memory,) * 2)
        if self._profile.cpu is not None:  # SIGXCPU at the first, SIGKILL at the second
            resource.setrlimit(resource.RLIMIT_CPU, (self._profile.cpu, self._profile.cpu + 1))

    def _landlock(self, abi: int) -> None:
        if len(os.listdir("/proc/self/task")) > 1:  # noqa: PTH208
            raise OSError("other threads run already, and would stay free")
        if self._profile.own_files:
            rules = self._own_files(abi)
        else:
            # Free to use files, but not to run them. Moving between folders is denied by any
            # ruleset that does not allow it.
            handled = landlock.EXECUTE | landlock.MAKE_CHARACTER | landlock.MAKE_BLOCK
            if abi == 1:  # which cannot allow moving between folders
                handled = 0
            rules = landlock.Ruleset(
                abi, files=handled | landlock.REFER, tcp=self._handled_ports(), scoped=False
            )
            rules.allow(("/",), landlock.REFER)
        self._allow_ports(abi, rules)
        rules.enforce()

    def _own_files(self, abi: int) -> landlock.Ruleset:
        profile, grants = self._profile, self._grants
        rules = landlock.Ruleset(
            abi, files=landlock.rights(abi), tcp=self._handled_ports(), scoped=True
        )
        rules.allow(places.libraries(), landlock.READ_ONLY)
        rules.allow(places.DEVICES, landlock.DEVICE)
        if profile.devices:
            rules.allow(places.graphics(), landlock.DEVICE)
            rules.allow(places.graphics_libraries(), landlock.READ_ONLY)
        if profile.resolves:
            rules.allow(places.names_and_certificates(), landlock.READ_ONLY)
        rules.allow(grants.read, landlock.READ_ONLY)
        rules.allow(grants.write, landlock.READ_WRITE)
        return rules

    def _handled_ports(self) -> int:
        if self._profile.ip_sockets and self._grants.ports is None:
            return landlock.TCP_BIND
        return landlock.TCP_BIND | landlock.TCP_CONNECT

    def _allow_ports(self, abi: int, rules: landlock.Ruleset) -> None:
        ports = self._grants.ports
        if self._profile.ip_sockets and ports and landlock.knows_ports(abi):
            rules.allow_ports({*ports, DNS_PORT})

    def _filter(self) -> bool:
        if kernel.KNOWN and self._try("network", self._install):
            return True
        self._gaps = [gap for gap in self._gaps if gap != "network"] + ["network", "programs"]
        return False

    def _install(self) -> None:
        kernel.install_filter(program(self._profile, kernel.MACHINE))

    def _try(self, gap: str, step: Callable[[], object]) -> bool:
        try:
            step()
        except OSError:
            self._gaps.append(gap)
            return False
        return True

    # ---- what came of it --------------------------------------------------------------

    def _network(self, filtered: bool, *, pinned: bool) -> Network:
        if self._profile.ip_sockets:
            if pinned and self._grants.ports is not None:
                return "ports"
            self._gaps.append("ports")
            return "open"
        if not filtered:
            return "open"
        return "local" if self._profile.local_sockets else "none"

    def _files(self, ruled: bool) -> Files:
        return "granted" if ruled and self._profile.own_files else "any"
