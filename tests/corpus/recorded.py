"""The packages whose declarations are compared, chosen for their variety: sizes from ten names to thousands, all modes."""

from __future__ import annotations

from typing import NamedTuple


class Package(NamedTuple):
    name: str
    version: str
    #: What record.py runs in its source distribution.
    scripts: tuple[str, ...]


# fmt: off
PACKAGES = (
    Package("bcrypt", "3.2.2", ("src/build_bcrypt.py:ffi",)),
    Package("brotlicffi", "1.2.1.0", ("src/brotlicffi/_build.py:ffi",)),
    Package("cairocffi", "1.7.1", ("cairocffi.ffi",)),
    Package("cffi-glpk", "0.5", ("cffi_glpk/cffi_glpk_build.py:ffibuilder",)),
    Package("cffi-re2", "0.2.1", ("cffi_re2",)),
    Package("cld2-cffi", "0.1.4", ("cld2",)),
    Package("clipspy", "1.0.6", ("clips/clips_build.py:ffibuilder",)),
    Package("cmarkgfm", "2025.10.22", ("src/cmarkgfm/build_cmark.py:ffibuilder",)),
    Package("cmph-cffi", "0.3.0", ("cmph",)),
    Package("cryptography", "3.4.8", ("src/_cffi_src/build_openssl.py:ffi", "src/_cffi_src/build_padding.py:ffi",)),
    Package("cskipdict", "0.0.4", ("cskipdict_build.py:ffibuilder",)),
    Package("fclist-cffi", "1.1.2", ("fclist.py",)),
    Package("gevent", "26.9.0", ("src/gevent/libev/_corecffi_build.py:ffi", "src/gevent/libuv/_corecffi_build.py:ffi",)),
    Package("gmpy-cffi", "0.1", ("gmpy_cffi.interface",)),
    Package("gphoto2-cffi", "0.4.2", ("gphoto2cffi/backend_build.py:ffi",)),
    Package("hidapi-cffi", "0.2.2", ("hidapi.py",)),
    Package("jpegtran-cffi", "0.5.2", ("jpegtran.lib",)),
    Package("judyz-cffi", "0.8.5", ("judyz_cffi/_build.py:ffi",)),
    Package("kafka-cffi", "0.11.4a10", ("src/build_ffi.py:ffi",)),
    Package("libqrencode-cffi", "0.1.1", ("./libqrencode/ffi_build.py:ffi",)),
    Package("libraw-cffi", "0.19.0", ("libraw_cffi/_build.py:ffi",)),
    Package("libyang", "5.1.0", ("cffi/build.py:BUILDER",)),
    Package("libzbar-cffi", "0.2.1", ("./libzbar/ffi_build.py:ffi",)),
    Package("lmdb", "3.0.0", ("lmdb.cffi",)),
    Package("lzmaffi", "0.3.0", ("lzmaffi._lzmamodule2",)),
    Package("miniaudio", "1.71", ("build_ffi_module.py:ffibuilder",)),
    Package("mip", "2.0.0", ("mip.highs", "mip.cbc", "mip.gurobi",)),
    Package("misaka", "2.1.1", ("build_ffi.py:ffi",)),
    Package("netsnmp-cffi", "0.1.1", ("src/netsnmpy/netsnmp_ffi.py:ffi",)),
    Package("notmuch2", "0.34.3.post1", ("notmuch2/_build.py:ffibuilder",)),
    Package("onigurumacffi", "1.5.0", ("onigurumacffi_build.py:ffibuilder",)),
    Package("paka-cmark", "3.0.0", ("paka/cmark/build_cmark.py:ffibuilder",)),
    Package("persistent", "6.9", ("src/persistent/_ring_build.py:ffi",)),
    Package("pgi", "0.0.11.2", ("pgi.cffilib.glib.glib", "pgi.cffilib.gir._ffi", "pgi.cffilib.gobject._ffi", "pgi.codegen.cffi_backend",)),
    Package("picosat-cffi", "0.0.1", ("picosat",)),
    Package("potracecffi", "2022.8.22.post1", ("potracecffi/potracecffi_build.py:ffibuilder",)),
    Package("ppmd-cffi", "0.5.0", ("src/ffi_build.py:ffibuilder",)),
    Package("pygame-cffi", "0.2.1", ("cffi_builders/jpg_c_build.py:ffi", "cffi_builders/png_c_build.py:ffi", "cffi_builders/sdl_c_build.py:ffi", "cffi_builders/sdl_keys_c_build.py:ffi", "cffi_builders/macosx_c_build.py:ffi",)),
    Package("pygit2", "1.21.0", ("pygit2/_run.py:ffi",)),
    Package("pyheif", "0.8.0", ("libheif/libheif_build.py:ffibuilder",)),
    Package("pyhy", "0.0.9", ("./pyhy/bind.py:ffibuilder",)),
    Package("pylibsrtp", "1.0.0", ("src/_cffi_src/build_srtp.py:ffibuilder",)),
    Package("pymunk", "7.3.1", ("pymunk/pymunk_extension_build.py:ffibuilder",)),
    Package("pynacl", "1.6.2", ("src/bindings/build.py:ffi",)),
    Package("pynng", "0.9.0", ("build_pynng.py:ffibuilder",)),
    Package("pypcg", "0.0.4", ("pypcg.py",)),
    Package("pyppmd", "1.3.1", ("src/ext/ffi_build.py",)),
    Package("pysdl2-cffi", "0.8.0", ("_sdl/cdefs.py:ffi", "_sdl_image/cdefs.py:ffi", "_sdl_mixer/cdefs.py:ffi", "_sdl_ttf/cdefs.py:ffi",)),
    Package("PySoundCard", "0.5.2", ("pysoundcard.py",)),
    Package("python-augeas", "1.2.0", ("augeas/ffi.py:ffi",)),
    Package("pywayland", "0.4.19", ("pywayland.ffi_build",)),
    Package("secp256k1", "0.14.0", ("_cffi_build/build.py:ffi",)),
    Package("signalfd", "1.0.0", ("signalfd._signalfd_build",)),
    Package("sndfile", "0.2.0", ("sndfile/build.py:ffi",)),
    Package("soundcard", "0.4.6", ("soundcard.mediafoundation", "soundcard.pulseaudio", "soundcard.coreaudio",)),
    Package("sounddevice", "0.5.6", ("sounddevice_build.py:ffibuilder",)),
    Package("soundfile", "0.14.0", ("soundfile_build.py:ffibuilder",)),
    Package("sysrepo", "2.0.0", ("cffi/build.py:BUILDER",)),
    Package("tdigest-cffi", "0.1.2", ("build.py:tdigest_ffi",)),
    Package("unrar-cffi", "0.2.2", ("buildconf.py:create_builder",)),
    Package("vulkan", "1.3.275.1", ("vulkan/vulkan_build.py:ffi",)),
    Package("wgpu", "0.32.0", ("wgpu.backends.wgpu_native._ffi",)),
    Package("wishpy", "0.1.1", ("wishpy/wireshark/src/wireshark2/epan/epan_builder.py:epan_ffi", "wishpy/wireshark/src/wireshark3/epan/epan_builder.py:epan_ffi", "wishpy/libpcap/src/pcap_builder.py:libpcap_ffi",)),
    Package("xcffib", "1.13.0", ("xcffib.ffi",)),
    Package("xkbcommon", "1.5.1", ("xkbcommon/ffi_build.py:ffibuilder",)),
    Package("xxhash-cffi", "1.3.0", ("ffibuild.py:ffi",)),
    Package("zstandard", "0.25.0", ("make_cffi.py",)),
)
# fmt: on
