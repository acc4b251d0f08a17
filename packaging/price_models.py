"""Which models the price book holds, and what the price sources do not say about them.

Parameters are those that publishers name. Caching is what providers document (October 2026):
only what works without being asked for counts, so Anthropic and Mistral have none here.
"""

from dataclasses import dataclass

from indoors.core.money.book import PrefixCache, Tokenizer

OPENAI_CACHE = PrefixCache(minimum=1024, step=128, seconds=300)
GEMINI_2_CACHE = PrefixCache(minimum=2048, step=1, seconds=300)
GEMINI_3_CACHE = PrefixCache(minimum=4096, step=1, seconds=300)
DEEPSEEK_CACHE = PrefixCache(minimum=64, step=1, seconds=3600)
GROQ_CACHE = PrefixCache(minimum=128, step=1, seconds=7200)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A row of the book: our id and name, and where each source has it."""

    id: str
    name: str
    key: str = ""  # in the second source; empty: as ``id`` without the provider
    first: str = ""  # ``provider/model`` in the first source; empty: as ``id``
    cache: PrefixCache | None = None
    parameters: int | None = None  # billions times 10^9, where published: an open model
    tokenizer: Tokenizer = "private"

    @property
    def provider(self) -> str:
        return PROVIDERS[self.id.partition("/")[0]]


PROVIDERS = {
    "anthropic": "Anthropic",
    "deepseek": "DeepSeek",
    "google": "Google",
    "groq": "Groq",
    "mistral": "Mistral",
    "openai": "OpenAI",
    "openrouter": "OpenRouter",
    "together": "Together",
}
_B = 1_000_000_000
_HUB = "huggingface_hub"


def _openai(model: str, name: str) -> Wanted:
    return Wanted(f"openai/{model}", name, cache=OPENAI_CACHE, tokenizer="o200k")


def _google(model: str, name: str, cache: PrefixCache) -> Wanted:
    return Wanted(f"google/{model}", name, key=f"gemini/{model}", cache=cache)


def _open(model: str, name: str, billions: float, key: str = "") -> Wanted:
    host = model.partition("/")[0]
    return Wanted(
        model,
        name,
        key=key or model,
        cache=GROQ_CACHE if host == "groq" else None,
        parameters=round(billions * _B),
        tokenizer="o200k" if "gpt-oss" in model else "open",
    )


WANTED = (
    Wanted("openai/gpt-4", "GPT-4", tokenizer="cl100k"),
    Wanted("openai/gpt-4-turbo", "GPT-4 Turbo", tokenizer="cl100k"),
    _openai("gpt-4o", "GPT-4o"),
    _openai("gpt-4o-mini", "GPT-4o mini"),
    _openai("gpt-4.1", "GPT-4.1"),
    _openai("gpt-4.1-mini", "GPT-4.1 mini"),
    _openai("gpt-5", "GPT-5"),
    _openai("gpt-5-mini", "GPT-5 mini"),
    _openai("gpt-5-nano", "GPT-5 nano"),
    _openai("gpt-5.1", "GPT-5.1"),
    _openai("gpt-5.2", "GPT-5.2"),
    _openai("gpt-5.4", "GPT-5.4"),
    _openai("gpt-5.4-mini", "GPT-5.4 mini"),
    _openai("gpt-5.5", "GPT-5.5"),
    _openai("gpt-6-luna", "GPT-6 Luna"),
    _openai("gpt-6-sol", "GPT-6 Sol"),
    _openai("gpt-6.1-sol", "GPT-6.1 Sol"),
    _openai("gpt-6.1-terra", "GPT-6.1 Terra"),
    Wanted("anthropic/claude-haiku-4-5", "Claude Haiku 4.5"),
    Wanted("anthropic/claude-haiku-5-5", "Claude Haiku 5.5"),
    Wanted("anthropic/claude-opus-4-1", "Claude Opus 4.1"),
    Wanted("anthropic/claude-opus-4-5", "Claude Opus 4.5"),
    Wanted("anthropic/claude-opus-5", "Claude Opus 5"),
    Wanted("anthropic/claude-opus-5-5", "Claude Opus 5.5"),
    Wanted("anthropic/claude-sonnet-4-5", "Claude Sonnet 4.5"),
    Wanted("anthropic/claude-sonnet-4-6", "Claude Sonnet 4.6"),
    Wanted("anthropic/claude-sonnet-5-5", "Claude Sonnet 5.5"),
    _google("gemini-2.5-flash", "Gemini 2.5 Flash", GEMINI_2_CACHE),
    _google("gemini-2.5-flash-lite", "Gemini 2.5 Flash-Lite", GEMINI_2_CACHE),
    _google("gemini-2.5-pro", "Gemini 2.5 Pro", GEMINI_2_CACHE),
    _google("gemini-3.1-pro-preview", "Gemini 3.1 Pro", GEMINI_3_CACHE),
    _google("gemini-3.8-flash", "Gemini 3.8 Flash", GEMINI_3_CACHE),
    Wanted(
        "mistral/mistral-large",
        "Mistral Large",
        key="mistral/mistral-large-latest",
        tokenizer="open",
    ),
    Wanted(
        "mistral/mistral-large-2512",
        "Mistral Large 3",
        key="mistral/mistral-large-2512",
        tokenizer="open",
    ),
    Wanted(
        "mistral/mistral-small-2603",
        "Mistral Small 4",
        key="mistral/mistral-small-2603",
        tokenizer="open",
    ),
    Wanted(
        "deepseek/deepseek-chat",
        "DeepSeek Chat",
        key="deepseek/deepseek-chat",
        cache=DEEPSEEK_CACHE,
        tokenizer="open",
    ),
    Wanted(
        "deepseek/deepseek-v4-flash",
        "DeepSeek V4 Flash",
        key="deepseek/deepseek-v4-flash",
        cache=DEEPSEEK_CACHE,
        tokenizer="open",
    ),
    Wanted(
        "deepseek/deepseek-v4-pro",
        "DeepSeek V4 Pro",
        key="deepseek/deepseek-v4-pro",
        cache=DEEPSEEK_CACHE,
        tokenizer="open",
    ),
    _open("groq/llama-3.1-8b-instant", "Llama 3.1 8B", 8.03),
    _open("groq/llama-3.3-70b-versatile", "Llama 3.3 70B", 70.6),
    _open("groq/openai/gpt-oss-20b", "gpt-oss 20B", 20.9),
    _open("groq/openai/gpt-oss-120b", "gpt-oss 120B", 116.8),
    _open("groq/qwen/qwen3-32b", "Qwen3 32B", 32.8),
    _open(
        "together/meta-llama/Llama-3.3-70B-Instruct-Turbo",
        "Llama 3.3 70B",
        70.6,
        key="together_ai/meta-llama/Llama-3.3-70B-Instruct-Turbo",
    ),
    _open("together/Qwen/Qwen3.5-9B", "Qwen3.5 9B", 9.7, key="together_ai/Qwen/Qwen3.5-9B"),
    _open("openrouter/meta-llama/llama-3.1-8b-instruct", "Llama 3.1 8B", 8.03),
    _open("openrouter/meta-llama/llama-3.2-1b-instruct", "Llama 3.2 1B", 1.24),
    _open("openrouter/meta-llama/llama-3.2-3b-instruct", "Llama 3.2 3B", 3.21),
    _open("openrouter/google/gemma-3-4b-it", "Gemma 3 4B", 4.3),
    _open("openrouter/google/gemma-3-12b-it", "Gemma 3 12B", 12.2),
    _open("openrouter/google/gemma-3-27b-it", "Gemma 3 27B", 27.4),
    _open("openrouter/qwen/qwen3-8b", "Qwen3 8B", 8.2),
    _open("openrouter/qwen/qwen3-14b", "Qwen3 14B", 14.8),
    _open("openrouter/qwen/qwen3-30b-a3b-instruct-2507", "Qwen3 30B A3B", 30.5),
    _open("openrouter/openai/gpt-oss-20b", "gpt-oss 20B", 20.9),
)

CLOUD_MODELS = {
    "anthropic/claude-haiku-4-5": ("anthropic", "claude-haiku-4-5-20251001", "USA"),
    "anthropic/claude-haiku-5-5": ("anthropic", "claude-haiku-5-5", "USA"),
    "anthropic/claude-opus-4-5": ("anthropic", "claude-opus-4-5-20251101", "USA"),
    "anthropic/claude-opus-5": ("anthropic", "claude-opus-5", "USA"),
    "anthropic/claude-opus-5-5": ("anthropic", "claude-opus-5-5", "USA"),
    "anthropic/claude-sonnet-4-5": ("anthropic", "claude-sonnet-4-5-20250929", "USA"),
    "anthropic/claude-sonnet-4-6": ("anthropic", "claude-sonnet-4-6", "USA"),
    "anthropic/claude-sonnet-5-5": ("anthropic", "claude-sonnet-5-5", "USA"),
    "google/gemini-2.5-flash": ("google_genai", "gemini-2.5-flash", "USA"),
    "google/gemini-2.5-flash-lite": ("google_genai", "gemini-2.5-flash-lite", "USA"),
    "google/gemini-2.5-pro": ("google_genai", "gemini-2.5-pro", "USA"),
    "google/gemini-3.1-pro-preview": ("google_genai", "gemini-3.1-pro-preview", "USA"),
    "google/gemini-3.8-flash": ("google_genai", "gemini-3.8-flash", "USA"),
    "groq/llama-3.1-8b-instant": (_HUB, "meta-llama/Meta-Llama-3.1-8B-Instruct", "USA"),
    "groq/llama-3.3-70b-versatile": (_HUB, "meta-llama/Meta-Llama-3.1-70B-Instruct", "USA"),
    "groq/openai/gpt-oss-120b": (_HUB, "openai/gpt-oss-120b", "USA"),
    "groq/openai/gpt-oss-20b": (_HUB, "openai/gpt-oss-20b", "USA"),
    "mistral/mistral-large-2512": ("mistralai", "mistral-large-2512", "SWE"),
    "mistral/mistral-small-2603": ("mistralai", "mistral-small-2603", "SWE"),
    "openai/gpt-4": ("openai", "gpt-4", "USA"),
    "openai/gpt-4-turbo": ("openai", "gpt-4-turbo", "USA"),
    "openai/gpt-4.1": ("openai", "gpt-4.1", "USA"),
    "openai/gpt-4.1-mini": ("openai", "gpt-4.1-mini", "USA"),
    "openai/gpt-4o": ("openai", "gpt-4o", "USA"),
    "openai/gpt-4o-mini": ("openai", "gpt-4o-mini", "USA"),
    "openai/gpt-5": ("openai", "gpt-5", "USA"),
    "openai/gpt-5-mini": ("openai", "gpt-5-mini", "USA"),
    "openai/gpt-5-nano": ("openai", "gpt-5-nano", "USA"),
    "openai/gpt-5.1": ("openai", "gpt-5.1", "USA"),
    "openai/gpt-5.2": ("openai", "gpt-5.2", "USA"),
    "openai/gpt-5.4": ("openai", "gpt-5.4", "USA"),
    "openai/gpt-5.4-mini": ("openai", "gpt-5.4-mini", "USA"),
    "openai/gpt-5.5": ("openai", "gpt-5.5", "USA"),
    "openai/gpt-6-luna": ("openai", "gpt-6-luna", "USA"),
    "openai/gpt-6-sol": ("openai", "gpt-6-sol", "USA"),
    "openai/gpt-6.1-sol": ("openai", "gpt-6.1-sol", "USA"),
    "openrouter/meta-llama/llama-3.1-8b-instruct": (
        _HUB,
        "meta-llama/Meta-Llama-3.1-8B-Instruct",
        "USA",
    ),
    "openrouter/openai/gpt-oss-20b": (_HUB, "openai/gpt-oss-20b", "USA"),
}
"""By id: provider and name in EcoLogits, and the country where it takes the provider to run."""

VENDOR_FIGURES = {
    "google/gemini-2.5-flash": ("0.24", "Google, August 2025: median text prompt, May 2025"),
    "google/gemini-2.5-flash-lite": ("0.24", "Google, August 2025: median text prompt, May 2025"),
    "google/gemini-2.5-pro": ("0.24", "Google, August 2025: median text prompt, May 2025"),
    "openai/gpt-4o": ("0.34", "OpenAI, June 2025: average query, without a method"),
}
"""Watt-hours of a typical prompt, by makers who told them, for the models of that time."""
