"""From what the libraries say about a bad file to one clear sentence."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from napari_darkroom.core.errors import DarkroomError, FileError


@contextmanager
def decoding(path: Path, title: str) -> Iterator[None]:
    """Turn whatever a decoder raises about the file at `path` into a FileError.

    Decoders meet a damaged file with errors of every class (of struct, of the codec, of
    NumPy, out of memory for a size that lies), so all are caught here and none is swallowed.

    Parameters
    ----------
    title : str
        What the file should be: ``TIFF``.

    Raises
    ------
    FileError
        In place of any error of the decoder.
    """
    try:
        yield
    except DarkroomError:
        raise
    except PermissionError as error:
        raise FileError(f"{path} may not be read: ask for the right to read it.") from error
    except Exception as error:
        # The first sentence is the cause; further ones advise those who call the decoder.
        reason = str(error).split("\n")[0].split(". ")[0][:150] or type(error).__name__
        raise FileError(
            f"{path} cannot be read as {title}: it is damaged, cut off, or no {title} file "
            f"({reason}). Copy or export it anew from its source."
        ) from error


class _Collector(logging.Handler):
    """Keep the errors logged by the thread that made the handler."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread:
            self.messages.append(record.getMessage())


@contextmanager
def logged_errors(logger: str) -> Iterator[list[str]]:
    """Yield a list that fills with the errors that a library only logs while the block runs."""
    collector = _Collector()
    source = logging.getLogger(logger)
    source.addHandler(collector)
    try:
        yield collector.messages
    finally:
        source.removeHandler(collector)
