"""The lock that older programs take from here."""

from _thread import allocate_lock

__all__ = ["allocate_lock"]
