"""The error tree. Libraries raise these; only the command line turns them into exit codes.

FramingError                     5  something of ours went wrong
├── UsageError                   2  the call cannot be carried out as asked
│   ├── SettingsError            2  a settings file or option is wrong (file, key and mend named)
│   └── MissingExtra             2  an optional part is not installed (the command that installs it is named)
├── InputError                   3  an input cannot be read
│   ├── NotFound                 3  no such file, or it may not be read
│   ├── EmptyInput               3  nothing in it
│   ├── BinaryInput              3  not text (an image, an archive, a NUL-laden file)
│   ├── EncodingError            3  not decodable, or mixed encodings
│   ├── TooLarge                 3  over the size bound
│   ├── MalformedInput           3  JSON, HTML or a table that does not hold what it should
│   └── NoBody                   3  only page furniture, no article text
├── ModelError                   5  weights missing, changed, or giving unusable vectors
└── CorpusError                  5  a corpus folder is damaged, locked or of another version
"""

from __future__ import annotations


class FramingError(Exception):
    """Base of all errors raised on purpose; `str(error)` says what, where and what to do."""


class UsageError(FramingError):
    """The call cannot be carried out as asked."""


class SettingsError(UsageError):
    """A settings file, codebook or option is wrong."""


class MissingExtra(UsageError):
    """An optional dependency is absent; the message names the install command."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs an optional part: pip install 'framing-diff[{extra}]'")
        self.extra = extra


class InputError(FramingError):
    """An input cannot be read."""


class NotFound(InputError):
    """No such file, or it may not be read."""


class EmptyInput(InputError):
    """The input holds no text."""


class BinaryInput(InputError):
    """The input is not text."""


class EncodingError(InputError):
    """The input's bytes cannot be decoded."""


class TooLarge(InputError):
    """The input is over the size bound."""


class MalformedInput(InputError):
    """The input's structure is not what its format asks for."""


class NoBody(InputError):
    """Only page furniture was found, no article text."""


class ModelError(FramingError):
    """Model weights are missing or changed, or gave unusable numbers."""


class CorpusError(FramingError):
    """A corpus folder is damaged, locked or written by another version."""
