import sysconfig

from setuptools import setup

# CFFI modules keep to the limited API, so that one wheel serves CPython 3.9 and all that follow. Only free-threaded
# builds of CPython have no such thing.
HAS_STABLE_ABI = not sysconfig.get_config_var("Py_GIL_DISABLED")

setup(
    name="checksum",
    version="1.0",
    description="zlib's checksums",
    packages=["checksum"],
    cffi_modules=["build_checksum.py:ffibuilder"],
    install_requires=["cffi"],
    options={"bdist_wheel": {"py_limited_api": "cp39"}} if HAS_STABLE_ABI else {},
)
