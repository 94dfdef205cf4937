"""Which wheels there are: the platforms, and what each wheel is called.

The headers of one CPython serve every platform here: Python.h is the same everywhere, and what pyconfig.h says of types
is what 64-bit Linux has, which py_compat.cc asserts in each build.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Platform:
    """A kind of machine that wheels are for."""

    name: str
    zig_target: str
    # What the wheel says; the second name is for installers from before PEP 600.
    tags: tuple[str, ...]

    @property
    def processor(self) -> str:
        return self.name.split("-")[0]

    @property
    def musl(self) -> bool:
        return self.name.endswith("musl")


PLATFORMS = (
    Platform("x86_64-linux-gnu", "x86_64-linux-gnu.2.17", ("manylinux_2_17_x86_64", "manylinux2014_x86_64")),
    Platform("aarch64-linux-gnu", "aarch64-linux-gnu.2.17", ("manylinux_2_17_aarch64", "manylinux2014_aarch64")),
    Platform("x86_64-linux-musl", "x86_64-linux-musl", ("musllinux_1_2_x86_64",)),
    Platform("aarch64-linux-musl", "aarch64-linux-musl", ("musllinux_1_2_aarch64",)),
)


def digits(version: str) -> str:
    """3.13t -> 313t"""
    return version.replace(".", "")


def soabi(version: str, platform: Platform) -> str:
    """What stands in the extension module's file name. CPython tells musl from glibc there since 3.11."""
    old = version in ("3.9", "3.10")
    return f"cpython-{digits(version)}-{platform.processor}-linux-{'musl' if platform.musl and not old else 'gnu'}"


def wheel_tags(version: str, platform: Platform) -> list[str]:
    return [f"cp{digits(version).rstrip('t')}-cp{digits(version)}-{tag}" for tag in platform.tags]
