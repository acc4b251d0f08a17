"""Where plain Python meets Qt: signals, timers, the store's thread, list models."""

import contextlib

import PySide6.QtCore  # noqa: F401 - brings what is looked for below


def _reads_no_sources() -> None:
    """Have PySide not search the source of every module that is imported from here on.

    It looks for a use of its ``__feature__`` switch, which nothing here has (a test insists):
    400 files, a tenth of the window's start. Where PySide has changed, it reads on.
    """
    with contextlib.suppress(ImportError, AttributeError):
        from shibokensupport import feature  # type: ignore[import-not-found]

        if callable(feature._mod_uses_pyside):  # noqa: SLF001 - there is no other switch
            feature._mod_uses_pyside = lambda _module: False  # noqa: SLF001


_reads_no_sources()
