"""Lets `pip download` take a source distribution without running its build system.

pip asks the build system for the metadata of what it downloads; this answers for each of them, with the file that every
source distribution holds. On PYTHONPATH for that one command only.
"""

import email
import os
import shutil
import sys
import types


def prepare_metadata_for_build_wheel(metadata_directory, config_settings=None):
    with open("PKG-INFO", encoding="utf-8") as file:
        info = email.message_from_file(file)
    folder = "%s-%s.dist-info" % (info["Name"].replace("-", "_"), info["Version"])
    os.makedirs(os.path.join(metadata_directory, folder))
    shutil.copy("PKG-INFO", os.path.join(metadata_directory, folder, "METADATA"))
    return folder


backend = types.ModuleType("backend")
backend.__legacy__ = backend
backend.prepare_metadata_for_build_wheel = prepare_metadata_for_build_wheel
for name in (
    "flit_core.buildapi",
    "hatchling.build",
    "maturin",
    "mesonpy",
    "poetry.core.masonry.api",
    "scikit_build_core.build",
    "setuptools.build_meta",
):
    sys.modules[name] = backend
