#!/usr/bin/env python3
"""Modules as released versions of cffi make them, compiled for the Python that runs this.

    python tests/prebuilt/prebuilt.py [VERSION...]

Each version gets an environment of its own under .cache/prebuilt (from PyPI, with the oldest Python that it needs),
and writes its sources there, once; `build` compiles them into build/prebuilt. See README.md.
"""

import contextlib
import fcntl
import glob
import hashlib
import json
import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
CACHE = os.path.join(ROOT, ".cache", "prebuilt")
BUILD = os.path.join(ROOT, "build", "prebuilt")

# Version: the Pythons that can run it, best first. The C that it writes is compiled for any Python afterwards.
VERSIONS = {
    "1.0.3": ("3.9", "3.7"),
    "1.4.2": ("3.7",),
    "1.7.0": ("3.7",),
    "1.11.5": ("3.7",),
    "1.12.3": ("3.9", "3.7"),
    "1.14.6": ("3.9", "3.10"),
    "1.15.1": ("3.11", "3.10", "3.9"),
    "1.16.0": ("3.11", "3.12", "3.10", "3.9"),
    "1.17.1": ("3.11", "3.12", "3.13", "3.10", "3.9"),
    "2.0.0": ("3.11", "3.12", "3.13", "3.10", "3.9"),
    "2.1.1": ("3.11", "3.12", "3.13", "3.10"),
}


def recipe_digest():
    """Changes when what is declared changes."""
    digest = hashlib.sha256()
    for path in [os.path.join(HERE, "declare.py")] + sorted(glob.glob(os.path.join(HERE, "sources", "*"))):
        with open(path, "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()


def read_manifest(folder):
    try:
        with open(os.path.join(folder, "manifest.json")) as file:
            manifest = json.load(file)
    except (OSError, ValueError):
        return None
    return manifest if manifest.get("recipe") == recipe_digest() else None


def write_manifest(folder, manifest):
    with open(os.path.join(folder, "manifest.json"), "w") as file:
        json.dump(manifest, file, indent=1)


@contextlib.contextmanager
def alone(folder):
    """One process at a time makes what is in a folder: tests run in several."""
    os.makedirs(os.path.dirname(folder), exist_ok=True)
    with open(folder + ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def generate(python, folder):
    """Lets `python`, which has a released version, write its sources into `folder`, unless it has done so already."""
    with alone(folder):
        manifest = read_manifest(folder)
        if manifest is not None:
            return manifest
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        subprocess.run([python, os.path.join(HERE, "declare.py"), folder], check=True, stdout=subprocess.DEVNULL)
        with open(os.path.join(folder, "manifest.json")) as file:
            manifest = json.load(file)
        manifest["recipe"] = recipe_digest()
        write_manifest(folder, manifest)
        return manifest


# ---- compiling


def compile_command(source, target):
    compiler = shlex.split(os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc")[:1]
    flags = ["-shared", "-fPIC", "-O1", "-w", "-I", sysconfig.get_path("include")]
    if "embedded" in os.path.basename(source):
        # The one that C programs load: it names the Python library only if there is a shared one.
        flags += ["-Wl,-z,lazy"]
    return compiler + flags + [source, "-o", target]


def compile_one(source, target):
    done = subprocess.run(
        compile_command(source, target), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True
    )
    return "" if done.returncode == 0 else done.stdout


def build(sources, target=None):
    """Compiles the folder `sources` for this Python. Returns the folder to put on sys.path."""
    manifest = read_manifest(sources)
    target = target or os.path.join(BUILD, sys.implementation.cache_tag + sys.abiflags, manifest["version"])
    with alone(target):
        if read_manifest(target) is not None:
            return target
        shutil.rmtree(target, ignore_errors=True)
        os.makedirs(target)
        suffix = sysconfig.get_config_var("EXT_SUFFIX")
        jobs = []
        for path in glob.glob(os.path.join(sources, "**", "*.*"), recursive=True):
            stem, extension = os.path.splitext(os.path.join(target, os.path.relpath(path, sources)))
            os.makedirs(os.path.dirname(stem), exist_ok=True)
            if extension == ".c":
                jobs.append((path, stem + suffix))
            elif extension == ".py":
                shutil.copy(path, stem + extension)
        with ThreadPoolExecutor(2) as pool:
            faults = [
                (job[0], fault) for job, fault in zip(jobs, pool.map(lambda job: compile_one(*job), jobs)) if fault
            ]
        # The C of an early version may be wrong: that module is missing then, too, and the manifest says why.
        for path, fault in faults:
            manifest["missing"][os.path.splitext(os.path.basename(path))[0]] = fault
        write_manifest(target, manifest)
        return target


# ---- versions and their environments


def find_python(candidates):
    for version in candidates:
        names = glob.glob(os.path.expanduser("~/.pyenv/versions/%s.*/bin/python%s" % (version, version)))
        for path in names + ["/usr/bin/python" + version, "/usr/local/bin/python" + version]:
            if os.path.exists(path):
                return path
    return None


def prepare(version):
    """Makes the environment and the sources of one version. Returns why not, or an empty string."""
    sources = os.path.join(CACHE, version, "sources")
    if read_manifest(sources) is not None:
        return ""
    environment = os.path.join(CACHE, version, "venv")
    python = os.path.join(environment, "bin", "python")
    if not os.path.exists(os.path.join(environment, ".ready")):
        base = find_python(VERSIONS[version])
        if base is None:
            return "needs one of CPython " + ", ".join(VERSIONS[version])
        shutil.rmtree(environment, ignore_errors=True)
        # Old source distributions need distutils, and the tools of their time.
        for command in (
            [base, "-m", "venv", environment],
            [python, "-m", "pip", "install", "-q", "setuptools<60", "wheel"],
            [python, "-m", "pip", "install", "-q", "--no-build-isolation", "cffi==" + version],
        ):
            done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True)
            if done.returncode != 0:
                return "%s failed: %s" % (" ".join(command), "".join(done.stdout.splitlines(True)[-4:]))
        open(os.path.join(environment, ".ready"), "w").close()
    generate(python, sources)
    return ""


def available():
    """{version: folder of sources}: those that were prepared, and the one of the tests' oracle."""
    found = {}
    for version in VERSIONS:
        folder = os.path.join(CACHE, version, "sources")
        if read_manifest(folder) is not None:
            found[version] = folder
    oracle = os.environ.get("CFFI_ORACLE_PYTHON") or os.path.join(ROOT, ".venv-oracle", "bin", "python")
    if os.path.exists(oracle):
        folder = os.path.join(CACHE, "oracle", "sources")
        version = generate(oracle, folder)["version"]
        found.setdefault(version, folder)
    return found


def main(versions):
    failed = 0
    for version in versions or VERSIONS:
        fault = prepare(version)
        if not fault:
            sources = os.path.join(CACHE, version, "sources")
            missing = sorted(read_manifest(build(sources))["missing"])
            fault = "made" + (" (this version has no: %s)" % ", ".join(missing) if missing else "")
        else:
            failed = 1
        print("cffi %-7s %s" % (version, fault), flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
