"""What settings and policy say of the way to the model hub."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from indoors.core.policy import Policy
from indoors.core.settings import NetworkChoice
from indoors.protocol.broker import Credential, Route
from indoors.services.certificates import read_certificates

HUB = "https://huggingface.co"
HUB_HOSTS = ("huggingface.co", "*.huggingface.co", "hf.co", "*.hf.co")
"""The hub and the servers that it sends readers on to."""


@dataclass(frozen=True, slots=True)
class NetworkRules:
    """What policy and settings say. ``endpoint`` None: HF_ENDPOINT, else the public hub."""

    sealed: bool = False
    endpoint: str | None = None
    more_hosts: tuple[str, ...] = ()  # to which a mirror sends its readers on
    proxy: str = "system"
    ca_file: str | None = None
    policy_id: str = ""
    only: tuple[str, ...] | None = None  # a policy's limit to all that may be contacted

    @classmethod
    def of(cls, chosen: NetworkChoice) -> "NetworkRules":
        """Return what the settings say."""
        proxy = chosen.proxy
        return cls(
            endpoint=chosen.endpoint or None,
            more_hosts=chosen.more_hosts,
            # One that is still to be entered is no leave to go past the system's.
            proxy=(chosen.proxy_address or "system") if proxy == "address" else proxy,
            ca_file=chosen.ca_file or None,
        )

    def restricted(self, policy: Policy, *, sealed: bool) -> "NetworkRules":
        """Return these rules under an office's policy, and sealed if the user wants that."""
        return replace(
            self,
            sealed=self.sealed or sealed or policy.seals,
            endpoint=policy.rules.mirror_url or self.endpoint,
            policy_id=policy.id,
            only=policy.rules.network_allow,
        )

    def route(self, environment: Mapping[str, str], proxy_login: str = "") -> Route:
        """Return the way to the hub. Raises AppError(CA_FILE_UNUSABLE)."""
        endpoint = self.endpoint.rstrip("/") if self.endpoint else default_hub(environment)
        hosts = HUB_HOSTS if endpoint == HUB else ()
        return Route(
            endpoint=endpoint,
            hosts=(*hosts, *self.more_hosts),
            only=self.only,
            proxy=self.proxy,
            proxy_login=Credential(proxy_login),
            authorities=read_certificates(Path(self.ca_file)) if self.ca_file else b"",
        )


def default_hub(environment: Mapping[str, str]) -> str:
    """Return the hub that is meant where the settings name none."""
    return (environment.get("HF_ENDPOINT") or HUB).rstrip("/")
