"""How one model file is to be loaded, where the user does not leave it to the program."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

KvType = Literal["f16", "q8_0"]


class ModelSettings(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """None everywhere means automatic. ``gpu_layers`` counts the output as one layer."""

    context: Annotated[int, Meta(ge=512, le=1_048_576)] | None = None
    gpu_layers: Annotated[int, Meta(ge=0, le=1_000)] | None = None
    threads: Annotated[int, Meta(ge=1, le=512)] | None = None
    kv_type: KvType | None = None
    flash_attention: bool | None = None

    @property
    def is_automatic(self) -> bool:
        return self == ModelSettings()


AUTOMATIC = ModelSettings()
