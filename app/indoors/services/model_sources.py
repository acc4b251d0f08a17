"""Where models come from and where they lie."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from indoors.core.catalog import Catalog
from indoors.services.catalog import read_catalog
from indoors.services.licences import LicenceTexts
from indoors.services.model_files import ModelFiles
from indoors.services.model_headers import ModelHeaders
from indoors.services.network import Network
from indoors.services.paths import Paths


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

    @classmethod
    def of(cls, paths: Paths, network: Network) -> Self:
        """Return the sources of a profile."""
        headers = ModelHeaders()
        return cls(
            catalog=read_catalog(paths.resources),
            files=ModelFiles(paths.models, headers.check),
            headers=headers,
            licences=LicenceTexts(paths.resources),
            network=network,
            home=Path.home(),
            environment=os.environ,
        )
