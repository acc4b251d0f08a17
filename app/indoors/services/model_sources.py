"""Where models come from and where they lie."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from indoors.core.catalog import Catalog
from indoors.services.licences import LicenceTexts
from indoors.services.model_files import ModelFiles
from indoors.services.model_headers import ModelHeaders
from indoors.services.network import Network


@dataclass(frozen=True, slots=True)
class ModelSources:
    """``home`` is searched for other programs' models."""

    catalog: Catalog
    files: ModelFiles
    headers: ModelHeaders
    network: Network
    licences: LicenceTexts
    home: Path
    environment: Mapping[str, str]
