"""Why a publish does not happen."""


class Refused(Exception):  # noqa: N818 - it is no fault of the program
    """Something is not to be done; the message says why, in Chinese."""


class ServerError(OSError):
    """The server, or the way to it, failed; the message says how, in Chinese."""


class UnsupportedError(OSError):
    """The target can't do this at all: links, mostly."""
