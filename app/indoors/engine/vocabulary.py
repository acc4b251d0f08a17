"""Text to tokens and back."""

import ctypes
from functools import cached_property
from typing import Any

from indoors.engine.binding import lib

_PIECE_BYTES = 256
_INT32_MIN = -(2**31)


class Vocabulary:
    """The tokens of a loaded model."""

    def __init__(self, model: Any) -> None:
        self._vocab = lib.llama_model_get_vocab(model)
        self._piece = ctypes.create_string_buffer(_PIECE_BYTES)
        self.size = int(lib.llama_vocab_n_tokens(self._vocab))
        self.bos = int(lib.llama_vocab_bos(self._vocab))
        self.adds_bos = bool(lib.llama_vocab_get_add_bos(self._vocab)) and self.bos >= 0
        self.bos_text = self._text(self.bos)
        self.eos_text = self._text(int(lib.llama_vocab_eos(self._vocab)))
        self._joins_with_space = lib.llama_vocab_type(self._vocab) == lib.LLAMA_VOCAB_TYPE_SPM

    def ends_answer(self, token: int) -> bool:
        return bool(lib.llama_vocab_is_eog(self._vocab, token))

    def is_control(self, token: int) -> bool:
        return bool(lib.llama_vocab_is_control(self._vocab, token))

    def piece(self, token: int) -> bytes:
        """The token's bytes, which may be part of a character; empty for control tokens."""
        length = lib.llama_token_to_piece(self._vocab, token, self._piece, _PIECE_BYTES, 0, False)
        if length < 0:  # a token longer than the buffer: make a buffer that fits
            large = ctypes.create_string_buffer(-length)
            length = lib.llama_token_to_piece(self._vocab, token, large, -length, 0, False)
            return large.raw[:length]
        return self._piece.raw[:length]

    def tokenize(self, text: str) -> list[int]:
        """Return tokens, with special tokens where their texts stand; adds neither BOS nor EOS."""
        data = text.encode(errors="replace")
        room = len(data) + 16
        tokens = (ctypes.c_int32 * room)()
        count = lib.llama_tokenize(self._vocab, data, len(data), tokens, room, False, True)
        if count < 0:
            if count == _INT32_MIN:
                raise OverflowError("text too long to tokenize")
            tokens = (ctypes.c_int32 * -count)()
            count = lib.llama_tokenize(self._vocab, data, len(data), tokens, -count, False, True)
        return tokens[:count]

    def tokenize_continuation(self, text: str) -> list[int]:
        """Return the tokens of a text that follows other text.

        SentencePiece vocabularies put a space before the first word of whatever they are
        given. Behind a line break they don't, and its tokens can be taken off again.
        """
        if not self._joins_with_space:
            return self.tokenize(text)
        tokens, guard = self.tokenize("\n" + text), self.tokenize("\n")
        return tokens[len(guard) :] if tokens[: len(guard)] == guard else self.tokenize(text)

    @cached_property
    def control_texts(self) -> tuple[str, ...]:
        """Texts that would become control tokens, such as ``<|im_end|>``; longest first."""
        attribute = lib.llama_vocab_get_attr
        mask = lib.LLAMA_TOKEN_ATTR_CONTROL | lib.LLAMA_TOKEN_ATTR_UNKNOWN
        texts = {self._text(i) for i in range(self.size) if attribute(self._vocab, i) & mask}
        return tuple(sorted((text for text in texts if len(text) > 1), key=len, reverse=True))

    def _text(self, token: int) -> str:
        if token < 0:
            return ""
        return str(lib.llama_vocab_get_text(self._vocab, token).decode(errors="replace"))
