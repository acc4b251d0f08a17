"""A loaded model file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from indoors.engine.binding import lib
from indoors.engine.faults import EngineError
from indoors.engine.header import Header
from indoors.engine.native_log import NativeLog
from indoors.engine.vocabulary import Vocabulary
from indoors.protocol.engine import Load
from indoors.protocol.faults import Fault

_NAME_LIMIT = 120


class Model:
    """Weights and vocabulary. Call ``free`` when done; nothing may be used after it."""

    def __init__(self, pointer: Any, header: Header, path: str) -> None:
        self.pointer = pointer
        self.header = header
        self.path = path
        self.vocabulary = Vocabulary(pointer)

    @property
    def name(self) -> str:
        given = str(self.header.pairs.get("general.name", "")).strip()
        return given[:_NAME_LIMIT] or Path(self.path).stem

    @property
    def template(self) -> str | None:
        text = self.header.pairs.get("tokenizer.chat_template")
        return text if isinstance(text, str) and text.strip() else None

    @property
    def quantization(self) -> str:
        name = lib.llama_ftype_name(lib.llama_model_ftype(self.pointer))
        return name.decode(errors="replace") if name else "unknown"

    @property
    def parameters(self) -> int:
        return int(lib.llama_model_n_params(self.pointer))

    @property
    def weight_bytes(self) -> int:
        return int(lib.llama_model_size(self.pointer))

    @property
    def context_trained(self) -> int:
        return int(lib.llama_model_n_ctx_train(self.pointer))

    def free(self) -> None:
        lib.llama_model_free(self.pointer)
        self.pointer = None


def load_model(
    order: Load, header: Header, log: NativeLog, progress: Callable[[float], None]
) -> Model:
    """Read the weights. Raises ``EngineError`` with a sentence's worth of facts."""

    def on_progress(fraction: float, _data: object) -> bool:
        progress(fraction)
        return True

    parameters = lib.llama_model_default_params()
    parameters.n_gpu_layers = order.gpu_layers
    parameters.load_mode = lib.LLAMA_LOAD_MODE_AUTO if order.use_mmap else lib.LLAMA_LOAD_MODE_NONE
    parameters.progress_callback = lib.llama_progress_callback(on_progress)
    pointer = lib.llama_model_load_from_file(str(order.path).encode(), parameters)
    if not pointer:
        raise _load_error(order.path, header, log.load_error)
    if _cannot_chat(pointer):
        lib.llama_model_free(pointer)
        raise EngineError(Fault.MODEL_NOT_CHAT, path=order.path)
    return Model(pointer, header, order.path)


def _cannot_chat(pointer: Any) -> bool:
    return bool(
        lib.llama_model_has_encoder(pointer)
        or not lib.llama_model_has_decoder(pointer)
        or lib.llama_model_is_diffusion(pointer)
        or lib.llama_vocab_n_tokens(lib.llama_model_get_vocab(pointer)) < 2
    )


def _load_error(path: str, header: Header, reason: str) -> EngineError:
    if reason.startswith(("unknown model architecture", "unsupported model architecture")):
        return EngineError(
            Fault.MODEL_UNKNOWN_ARCHITECTURE, path=path, architecture=header.architecture
        )
    return EngineError(Fault.MODEL_LOAD_FAILED, path=path, detail=reason)
