"""Compiled modules that are written by hand (support/modules): what no generator of ours writes."""

import os
import shlex
import subprocess
import sysconfig

from support.paths import SUPPORT


def build(name, folder, *flags):
    """The path of support/modules/NAME.c, compiled into `folder` as an extension module."""
    compiler = shlex.split(os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc")[:1]
    target = os.path.join(str(folder), name + sysconfig.get_config_var("EXT_SUFFIX"))
    words = ["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-I", sysconfig.get_path("include"), *flags]
    words += [os.path.join(SUPPORT, "modules", name + ".c"), "-o", target]
    done = subprocess.run(compiler + words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True)
    assert done.returncode == 0, done.stdout
    return target
