"""Orders to the engine program and what it reports.

One struct is one JSON line, told apart by its ``type`` field. Durations are in
milliseconds, memory in bytes, speeds in tokens per second unless a name says otherwise.
"""

from typing import Literal

from msgspec import Struct

from indoors.protocol.faults import Fault
from indoors.protocol.isolation import Enforcement
from indoors.protocol.wire import Channel, Wire

PROTOCOL = 1
"""Raised whenever a message changes in a way an older partner would misread."""

type_tag = {"frozen": True, "kw_only": True, "tag_field": "type", "omit_defaults": True}

StopReason = Literal["end", "stop_text", "length", "context_full", "cancelled"]
"""end: the model ended its turn; length: ``max_tokens`` reached; context_full: no cell left."""


class Turn(Struct, frozen=True):
    """One chat message as the model is to see it."""

    role: Literal["system", "user", "assistant"]
    content: str


class Sampling(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How the next token is chosen; the defaults are llama.cpp's, except for ``top_k``'s use.

    ``temperature`` 0 is greedy. ``seed`` None draws a new one for each answer (it is
    reported). ``max_tokens`` None writes until the model ends or the context is full.
    """

    temperature: float = 0.7
    top_k: int = 40
    top_p: float = 0.95
    min_p: float = 0.05
    repeat_penalty: float = 1.1
    repeat_last: int = 64
    seed: int | None = None
    stop: tuple[str, ...] = ()
    max_tokens: int | None = 1024


class Device(Struct, frozen=True, kw_only=True):
    """A device in ggml's backend registry."""

    name: str
    description: str
    kind: Literal["cpu", "gpu", "igpu", "accelerator"]
    memory_total: int
    memory_free: int


class Memory(Struct, frozen=True, kw_only=True):
    """Memory of the engine process in bytes; ``None`` where the system does not tell."""

    model: int  # weights, as llama.cpp counts them
    context: int  # KV cache
    compute: int  # scratch buffers
    resident: int | None  # RSS now
    peak: int | None  # highest RSS since the process started


TemplateKind = Literal["none", "fixed", "program"]
"""Of a model's chat template: fixed text around the turns, or a program that sees them."""


class ModelFacts(Struct, frozen=True, kw_only=True):
    """What is known of a loaded model, from its file."""

    path: str
    name: str
    architecture: str
    quantization: str
    parameters: int
    file_bytes: int
    context_trained: int
    context: int  # tokens that this load can hold
    vocabulary: int
    template: TemplateKind
    template_adds: str  # words of its own that it puts around a conversation
    threads: int


class Report(Struct, frozen=True, kw_only=True):
    """What one answer took. Every value here is measured by the engine."""

    model: str
    prompt_tokens: int
    reused_tokens: int  # of the prompt, found in the KV cache
    generated_tokens: int
    load_ms: float | None  # only if this answer had to wait for the load
    prefill_ms: float
    decode_ms: float
    ttft_ms: float  # order received to first token sent
    tokens_per_second: float | None  # decode only; None below two tokens
    stop_reason: StopReason
    seed: int
    context: int
    peak_memory: int | None
    mean_logprob: float | None
    min_logprob: float | None
    mean_entropy: float | None  # nats


# ---- orders ---------------------------------------------------------------------------


class Load(Struct, **type_tag, tag="load"):
    """Load a model file; ends an earlier one. ``context`` None: the model's own, at most 8192.

    ``full_window_cache`` False: layers that see a window only get no cells for what lies
    behind it, which takes less memory, but a shortened conversation may have to be read again.
    ``cache_bytes``: what the KV cache takes, if that is better known than by its size alone.
    ``looser_for_drivers``: the process was started with the exception that the user made.
    """

    path: str
    context: int | None = None
    threads: int | None = None
    batch: int = 512
    gpu_layers: int = -1
    kv_type: Literal["f16", "q8_0"] = "f16"
    flash_attention: bool | None = None
    use_mmap: bool = True
    full_window_cache: bool = True
    cache_bytes: int | None = None
    looser_for_drivers: bool = False


class Unload(Struct, **type_tag, tag="unload"):
    pass


class Generate(Struct, **type_tag, tag="generate"):
    """Answer the last user turn. If the last turn is the assistant's, continue its text."""

    id: str
    turns: tuple[Turn, ...]
    sampling: Sampling = Sampling()
    template: Literal["model", "chatml"] = "model"


class Cancel(Struct, **type_tag, tag="cancel"):
    id: str


class Describe(Struct, **type_tag, tag="describe"):
    """Ask for a ``MemoryReport`` now."""


Order = Load | Unload | Generate | Cancel | Describe


# ---- reports --------------------------------------------------------------------------


class Hello(Struct, **type_tag, tag="hello"):
    """The first line of every engine process."""

    protocol: int
    version: str
    build: str  # llama.cpp's and the binding's version
    system: str  # CPU features the build uses
    devices: tuple[Device, ...]
    pid: int
    enforcement: Enforcement | None = None  # None: a partner that tells nothing is not enforced


class Loading(Struct, **type_tag, tag="loading"):
    path: str
    fraction: float


class Loaded(Struct, **type_tag, tag="loaded"):
    model: ModelFacts
    memory: Memory
    load_ms: float
    refused_graphics: tuple[str, ...] = ()  # devices that can't be used from inside the sandbox


class Unloaded(Struct, **type_tag, tag="unloaded"):
    pass


class Started(Struct, **type_tag, tag="started"):
    """The prompt is ready; ``dropped_turns`` oldest turns did not fit and are left out."""

    id: str
    prompt_tokens: int
    reused_tokens: int
    dropped_turns: int = 0


class Prefill(Struct, **type_tag, tag="prefill"):
    """``done`` of ``total`` new prompt tokens are in the KV cache."""

    id: str
    done: int
    total: int


class Token(Struct, **type_tag, tag="token"):
    """One token. ``text`` may be empty while a character is incomplete or a stop text may begin."""

    id: str
    text: str
    probability: float  # of this token before temperature and truncation
    entropy: float  # of the whole distribution, nats


class Finished(Struct, **type_tag, tag="finished"):
    id: str
    report: Report
    memory: Memory


class MemoryReport(Struct, **type_tag, tag="memory"):
    memory: Memory


class Failed(Struct, **type_tag, tag="failed"):
    """``id`` names the answer that failed; without it a load failed. The engine stays up."""

    fault: Fault
    facts: dict[str, str | int | float]
    id: str | None = None


Event = (
    Hello
    | Loading
    | Loaded
    | Unloaded
    | Started
    | Prefill
    | Token
    | Finished
    | MemoryReport
    | Failed
)

WIRE: Wire[Order, Event] = Wire(Order, Event, 64 * 1024 * 1024)
EngineChannel = Channel[Order, Event]
