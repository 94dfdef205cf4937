"""`python -m cffi doctor`, shown installations that are really broken: copies of this one, each damaged in one way."""

import json
import os
import shlex
import shutil
import struct
import subprocess
import sys
import sysconfig

import pytest

import cffi
from support.building import compile_shared
from support.handwritten import build
from support.helpers import RELEASED

pytestmark = pytest.mark.skipif(RELEASED, reason="the released package has no doctor")

EXT_SUFFIX = sysconfig.get_config_var("EXT_SUFFIX")
BACKEND = "_cffi_backend" + EXT_SUFFIX
PIP = "-m pip install --force-reinstall --no-cache-dir cffi"
needs_elf = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads ELF files")


class Install:
    """A copy of the package and its extension in a folder of its own, which Python sees without any other install."""

    def __init__(self, root):
        import _cffi_backend

        self.root = root
        self.folder = root / "site"
        self.folder.mkdir()
        shutil.copytree(os.path.dirname(cffi.__file__), str(self.folder / "cffi"))
        self.backend = self.folder / BACKEND
        shutil.copy(_cffi_backend.__file__, str(self.backend))
        self.start = root / "start"
        self.start.mkdir()
        self.path = [self.folder]

    def run(self, *arguments, **environment):
        """(exit status, standard output, standard error) of Python with these arguments."""
        values = dict(os.environ, PYTHONPATH=os.pathsep.join(map(str, self.path)), **environment)
        done = subprocess.run(
            [sys.executable, "-S"] + [str(argument) for argument in arguments], cwd=str(self.start), env=values,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True,
        )  # fmt: skip
        return done.returncode, done.stdout, done.stderr

    def doctor(self, *arguments, **environment):
        """The report as data, once text and exit status are seen to say the same."""
        status, text, errors = self.run("-m", "cffi", "doctor", *arguments, **environment)
        assert errors == ""
        status_of_json, output, errors = self.run("-m", "cffi", "doctor", "--json", *arguments, **environment)
        assert errors == ""
        report = json.loads(output)
        assert report["ok"] == (report["problems"] == [])
        assert status == status_of_json == (0 if report["ok"] else 1)
        assert text.endswith("All is well.\n") == report["ok"]
        for problem in report["problems"]:
            assert "problem: %(kind)s\n  %(text)s\n  repair: %(repair)s\n" % problem in text
        return report

    def problem(self, *arguments, **environment):
        """The only one there is."""
        report = self.doctor(*arguments, **environment)
        assert len(report["problems"]) == 1, report["problems"]
        return report["problems"][0]


@pytest.fixture
def install(tmp_path):
    return Install(tmp_path)


def patch_machine(path):
    """Makes an ELF file one for another machine."""
    content = bytearray(path.read_bytes())
    assert content[:4] == b"\x7fELF"
    machine = struct.unpack_from("=H", content, 18)[0]
    struct.pack_into("=H", content, 18, 62 if machine == 183 else 183)
    path.write_bytes(bytes(content))
    return "x86-64" if machine == 183 else "aarch64"


# ---- nothing is wrong


def test_all_is_well(install):
    report = install.doctor()
    assert report["problems"] == []
    python, backend = report["interpreter"], report["backend"]
    assert python["executable"] == sys.executable and python["version"] == sys.version.split()[0].rstrip("+")
    assert python["platform"] == sysconfig.get_platform()
    assert python["free_threaded"] == bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
    assert report["cffi"] == {"version": cffi.__version__, "file": str(install.folder / "cffi" / "__init__.py")}
    assert backend["version"] == cffi.__version__ and backend["file"] == str(install.backend) and backend["imported"]
    assert "CPython %d.%d" % sys.version_info[:2] in backend["built_for"]
    assert [0x2601, 0x28FF] in backend["interfaces"]
    assert report["executable_memory"]["needed"] is False


def test_the_installation_of_these_tests():
    """Through pip and site, as users have it."""
    done = subprocess.run(
        [sys.executable, "-I", "-m", "cffi", "doctor"], cwd=os.path.dirname(sys.executable), stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, universal_newlines=True,
    )  # fmt: skip
    assert "All is well." in done.stdout and done.returncode == 0, done.stdout


def test_commands(install):
    status, _, errors = install.run("-m", "cffi")
    assert status == 2 and "COMMAND" in errors
    assert install.run("-m", "cffi", "doctor", "--help")[0] == 0


# ---- the extension module


def test_backend_missing(install):
    install.backend.unlink()
    problem = install.problem()
    assert problem["kind"] == "backend-missing"
    assert "No module named '_cffi_backend'" in problem["text"] and PIP in problem["repair"]
    assert install.doctor()["backend"] is None


def test_commands_without_the_backend(install):
    install.backend.unlink()
    status, _, errors = install.run("-m", "cffi")
    assert status == 2 and "COMMAND" in errors and "Traceback" not in errors


@pytest.mark.ours("the error points to the doctor")
def test_import_error_points_to_the_doctor(install):
    install.backend.unlink()
    for arguments in (["-c", "import cffi"], ["-c", "import cffi", "doctor"], ["-m", "cffi.api", "doctor"]):
        status, _, errors = install.run(*arguments)
        assert status == 1 and "ImportError" in errors and "No module named '_cffi_backend'" in errors
        assert "%s -m cffi doctor" % sys.executable in errors


def test_a_program_named_doctor_is_not_ours(install):
    """A package that imports cffi while Python looks for its module gets the error."""
    install.backend.unlink()
    package = install.start / "other"
    package.mkdir()
    (package / "__init__.py").write_text("from cffi import FFI")
    (package / "__main__.py").write_text("")
    status, _, errors = install.run("-m", "other", "now")
    assert status == 1 and "-m cffi doctor" in errors


@pytest.mark.parametrize(
    "tag, what",
    [
        ("cpython-36m-x86_64-linux-gnu", "CPython 3.6, x86_64-linux-gnu"),
        ("cpython-399t-aarch64-linux-gnu", "free-threaded CPython 3.99, aarch64-linux-gnu"),
        ("cp38-win_amd64", "CPython 3.8, win_amd64"),
    ],
)
def test_backend_for_another_python(install, tag, what):
    other = install.backend.with_name("_cffi_backend.%s.%s" % (tag, "pyd" if "win" in tag else "so"))
    install.backend.rename(other)
    problem = install.problem()
    assert problem["kind"] == "backend-for-another-python"
    assert "%s is for %s" % (other, what) in problem["text"] and "No module named '_cffi_backend'" in problem["text"]
    assert PIP in problem["repair"]
    assert install.doctor()["backend"]["built_for"] == what


@needs_elf
def test_backend_for_another_machine(install):
    machine = patch_machine(install.backend)
    problem = install.problem()
    assert problem["kind"] == "backend-for-another-machine"
    assert "%s is for 64-bit %s, this Python is 64-bit" % (install.backend, machine) in problem["text"]
    assert PIP in problem["repair"]
    status, _, errors = install.run("-c", "import cffi")
    assert status == 1 and "cannot import its extension module '_cffi_backend'" in errors and "-m cffi doctor" in errors


@pytest.mark.parametrize("content", [b"", b"<html>404</html>"])
@needs_elf
def test_backend_damaged(install, content):
    install.backend.write_bytes(content)
    problem = install.problem()
    assert problem["kind"] == "backend-damaged"
    assert str(install.backend) in problem["text"] and PIP in problem["repair"]


@needs_elf
def test_backend_cut_short(install):
    install.backend.write_bytes(install.backend.read_bytes()[:5000])
    problem = install.problem()
    assert problem["kind"] == "backend-damaged" and "SIGBUS" in problem["text"] and PIP in problem["repair"]


@needs_elf
def test_backend_named_for_this_python_but_built_for_another(install):
    source = install.root / "other.c"
    source.write_text(
        "extern void *PyOfAnotherPython(void); void *PyInit__cffi_backend(void) { return PyOfAnotherPython(); }"
    )
    compile_shared([source], install.backend)
    problem = install.problem()
    assert problem["kind"] == "backend-for-another-python"
    assert "another Python than its name says" in problem["text"] and PIP in problem["repair"]


@needs_elf
def test_backend_for_another_c_library(install):
    source = install.root / "c.c"
    source.write_text("int f(void) { return 0; }")
    other = compile_shared([source], install.root / "libc.other.so.1", "-Wl,-soname,libc.other.so.1")
    compile_shared([source], install.backend, "-Wl,--no-as-needed", other)
    os.unlink(other)
    problem = install.problem()
    assert problem["kind"] == "backend-dependency-missing"
    assert "'libc.other.so.1'" in problem["text"] and PIP in problem["repair"]


# ---- versions


def edit_version(install):
    path = install.folder / "cffi" / "_version.py"
    path.write_text(path.read_text().replace(cffi.__version__, "3.99.0"))


def test_version_mismatch(install):
    edit_version(install)
    problem = install.problem()
    assert problem["kind"] == "version-mismatch" and PIP in problem["repair"]
    for part in ("Version mismatch", "3.99.0", cffi.__version__, str(install.backend)):
        assert part in problem["text"]
    status, _, errors = install.run("-c", "import cffi")
    assert status == 1 and "Version mismatch" in errors and "-m cffi doctor" in errors


def test_record_of_another_version(install):
    record = install.folder / "cffi-2.1.1.dist-info"
    record.mkdir()
    problem = install.problem()
    assert problem["kind"] == "version-mismatch" and "2.1.1" in problem["text"] and PIP in problem["repair"]
    (install.folder / ("cffi-%s.dist-info" % cffi.__version__)).mkdir()
    assert "rm -r %s && " % shlex.quote(str(record)) in install.problem()["repair"]
    record.rmdir()
    assert install.doctor()["ok"]


# ---- two installs


def test_two_packages(install):
    second = install.root / "second"
    shutil.copytree(str(install.folder), str(second))
    install.path.append(second)
    problem = install.problem()
    assert problem["kind"] == "two-installs"
    assert str(install.folder) in problem["text"] and str(second) in problem["text"]
    assert problem["repair"] == "export PYTHONPATH=%s" % install.folder
    install.path.remove(second)
    assert install.doctor()["ok"]


def test_package_and_backend_of_different_installs(install):
    second = install.root / "second"
    second.mkdir()
    shutil.copy(str(install.backend), str(second / BACKEND))
    install.path.insert(0, second)
    problem = install.problem()
    assert problem["kind"] == "two-installs" and "in use: %s" % (second / BACKEND) in problem["text"]
    assert problem["repair"] == "export PYTHONPATH=%s" % install.folder


def test_started_in_a_folder_of_sources(install):
    """Nobody's sources are removed."""
    shutil.copytree(str(install.folder / "cffi"), str(install.start / "cffi"))
    problem = install.problem()
    assert problem["kind"] == "two-installs" and "in use: %s" % (install.start / "cffi") in problem["text"]
    assert problem["repair"] == "cd %s" % install.root
    code = "import sys; sys.path.remove(''); from cffi.__main__ import main; sys.exit(main(['doctor']))"
    status, text, _ = install.run("-c", code)
    assert status == 1 and "repair: cd %s\n" % install.root in text


def test_folder_of_sources_in_the_path(install):
    second = install.root / "second"
    shutil.copytree(str(install.folder), str(second))
    code = "import sys; sys.path.append(%r); from cffi.__main__ import main; sys.exit(main(['doctor']))" % str(second)
    status, text, _ = install.run("-c", code)
    moves = ["mv %s %s.aside" % (second / name, second / name) for name in ("cffi", BACKEND)]
    assert status == 1 and "problem: two-installs" in text and "repair: %s\n" % " && ".join(moves) in text


def test_virtual_environment_and_user_site(install):
    environment = install.root / "venv"
    subprocess.check_call([sys.executable, "-m", "venv", "--without-pip", "--system-site-packages", str(environment)])
    python = str(environment / "bin" / "python")
    values = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONNOUSERSITE")}
    values["PYTHONUSERBASE"] = str(install.root / "user")
    code = "import site, sysconfig; print(sysconfig.get_path('platlib')); print(site.getusersitepackages())"
    own, user = subprocess.check_output([python, "-c", code], env=values, universal_newlines=True).splitlines()
    for folder in (own, user):
        os.makedirs(folder, exist_ok=True)
        shutil.copytree(str(install.folder / "cffi"), os.path.join(folder, "cffi"))
        shutil.copy(str(install.backend), folder)
    record = os.path.join(user, "cffi-%s.dist-info" % cffi.__version__)
    os.mkdir(record)

    def doctor():
        command = [python, "-m", "cffi", "doctor", "--json"]
        return json.loads(subprocess.run(command, cwd=str(install.start), env=values, stdout=subprocess.PIPE).stdout)

    (problem,) = doctor()["problems"]
    assert problem["kind"] == "two-installs" and own in problem["text"]
    assert problem["repair"] == "rm -r %s %s %s" % (os.path.join(user, "cffi"), os.path.join(user, BACKEND), record)
    subprocess.check_call(problem["repair"], shell=True)
    assert doctor()["ok"]


def test_local_file_of_the_same_name(install):
    local = install.start / "cffi.py"
    local.write_text("")
    command = ["-c", "import sys; sys.path.remove(''); from cffi.__main__ import main; sys.exit(main(sys.argv[1:]))"]
    status, text, _ = install.run(*command, "doctor")
    repair = "mv %s %s" % (local, install.start / "my_cffi.py")
    assert status == 1 and "problem: shadowed\n  %s takes the place" % local in text and "repair: " + repair in text
    subprocess.check_call(repair, shell=True)
    assert install.run(*command, "doctor")[0] == 0


def test_local_file_named_as_the_backend(install):
    local = install.start / "_cffi_backend.py"
    local.write_text("")
    problem = install.doctor()["problems"][0]
    assert problem["kind"] == "shadowed" and str(local) in problem["text"]
    assert problem["repair"] == "mv %s %s" % (local, install.start / "my__cffi_backend.py")
    subprocess.check_call(problem["repair"], shell=True)
    assert install.doctor()["ok"]


# ---- compiled modules


@pytest.fixture
def module_folder(tmp_path):
    folder = tmp_path / "modules"
    folder.mkdir()
    return folder


def test_module_that_fits(install, module_folder):
    path = build("own_interface", module_folder)
    (fact,) = install.doctor(path)["modules"]
    assert fact["name"] == "own_interface" and fact["file"] == path and fact["interface"] == "0x3002"
    install.path.append(module_folder)
    assert install.doctor("own_interface")["modules"] == [fact]


def test_module_newer_than_the_backend(install, module_folder):
    problem = install.problem(build("own_interface", module_folder, "-DTAG=0x3003"))
    assert problem["kind"] == "module-newer-than-backend"
    assert "0x3003" in problem["text"] and cffi.__version__ in problem["text"]
    assert "-m pip install --upgrade cffi" in problem["repair"]


def test_module_for_another_interface(install, module_folder):
    path = build("own_interface", module_folder, "-DTAG=0x3000")
    (module_folder / "make_it.py").write_text("from cffi import FFI\nFFI().set_source('own_interface', '')\n")
    problem = install.problem(path)
    assert problem["kind"] == "module-for-another-interface" and "0x3000" in problem["text"]
    assert problem["repair"] == "cd %s && %s make_it.py" % (module_folder, sys.executable)


def test_module_that_pip_installed(install, module_folder):
    """Its distribution is known from pip's record: that is installed again."""
    path = build("own_interface", module_folder, "-DTAG=0x3000")
    record = module_folder / "some_project-1.0.dist-info"
    record.mkdir()
    (record / "METADATA").write_text("Metadata-Version: 2.1\nName: some-project\nVersion: 1.0\n")
    (record / "RECORD").write_text("%s,,\n" % os.path.basename(path))
    install.path.append(module_folder)
    repair = install.problem("own_interface")["repair"]
    assert "-m pip install --force-reinstall --no-cache-dir --no-binary=some-project some-project" in repair


def test_module_while_the_backend_is_missing(install, module_folder):
    install.backend.unlink()
    report = install.doctor(build("own_interface", module_folder))
    assert [problem["kind"] for problem in report["problems"]] == ["backend-missing"]
    assert report["modules"][0]["interface"] == "0x3002"


def test_module_for_another_python(install, module_folder):
    path = build("own_interface", module_folder)
    other = module_folder / "own_interface.cpython-36m-x86_64-linux-gnu.so"
    os.rename(path, str(other))
    install.path.append(module_folder)
    problem = install.problem("own_interface")
    assert problem["kind"] == "module-for-another-python" and "%s is for CPython 3.6" % other in problem["text"]
    assert problem["repair"] == "cd %s && %s BUILD_SCRIPT.py" % (module_folder, sys.executable)


@needs_elf
def test_module_for_another_machine(install, module_folder):
    path = build("own_interface", module_folder)
    machine = patch_machine(module_folder / os.path.basename(path))
    problem = install.problem(path)
    assert problem["kind"] == "module-for-another-machine" and "64-bit " + machine in problem["text"]
    assert problem["repair"].startswith("cd %s && " % module_folder)


def test_module_that_crashes(install, module_folder):
    source = module_folder / "crash.c"
    source.write_text("void *PyInit_crash(void) { __builtin_trap(); }")
    problem = install.problem(compile_shared([source], module_folder / ("crash" + EXT_SUFFIX)))
    assert problem["kind"] == "module-broken" and "crashed with SIG" in problem["text"]


def test_python_module(install, module_folder):
    ffi = cffi.FFI()
    ffi.cdef("int abs(int);")
    ffi.set_source("_tables", None)
    path = module_folder / "_tables.py"
    ffi.emit_python_code(str(path))
    assert install.doctor(path)["modules"][0]["interface"] == "0x2601"
    assert [fact["file"] for fact in install.doctor(module_folder)["modules"]] == [str(path)]
    path.write_text(path.read_text().replace("0x2601", "0x3105"))
    problem = install.problem(path)
    assert problem["kind"] == "module-newer-than-backend" and "0x3105" in problem["text"]


def test_module_not_found(install):
    problem = install.problem("no_such_module")
    assert problem["kind"] == "module-not-found" and "'no_such_module'" in problem["text"]


# ---- libraries


@pytest.fixture
def chain(tmp_path):
    """libouter.so needs libinner.so, which the loader finds by a run path."""
    folder = tmp_path / "chain"
    folder.mkdir()
    (folder / "inner.c").write_text("int inner(void) { return 1; }")
    (folder / "outer.c").write_text("int inner(void); int outer(void) { return inner(); }")
    inner = compile_shared([folder / "inner.c"], folder / "libinner.so", "-Wl,-soname,libinner.so")
    outer = compile_shared([folder / "outer.c"], folder / "libouter.so", inner, "-Wl,-rpath,$ORIGIN/deps")
    return folder, outer


@needs_elf
def test_library_whose_dependency_is_missing(install, chain):
    folder, outer = chain
    (folder / "deps").mkdir()
    shutil.move(str(folder / "libinner.so"), str(folder / "deps"))
    assert install.doctor("--library", outer)["libraries"] == [{"name": outer, "file": outer, "opens": True}]
    (folder / "deps" / "libinner.so").unlink()
    for _ in range(2):
        problem = [p for p in install.doctor("--library", outer)["problems"] if p["kind"] != "backend-missing"][0]
        assert problem["kind"] == "library-dependency-missing"
        assert "%s needs 'libinner.so' (needed by %s), which cannot be found" % (outer, outer) in problem["text"]
        assert problem["repair"].startswith("export LD_LIBRARY_PATH=FOLDER_OF_libinner.so")
        if install.backend.exists():
            install.backend.unlink()  # the same without the extension


@needs_elf
def test_library_whose_dependency_is_not_in_the_path(install, chain):
    folder, outer = chain
    problem = install.problem("--library", outer)
    assert problem["kind"] == "library-dependency-missing"
    assert problem["repair"].startswith("export LD_LIBRARY_PATH=%s$" % folder)
    assert install.doctor("--library", outer, LD_LIBRARY_PATH=str(folder))["ok"]
    assert install.doctor("--library", "outer", LD_LIBRARY_PATH=str(folder))["libraries"][0]["file"] == outer


@needs_elf
def test_module_whose_library_is_missing(install, chain, module_folder):
    folder, _ = chain
    path = build(
        "own_interface", module_folder, "-Wl,--no-as-needed", str(folder / "libinner.so"), "-Wl,-rpath," + str(folder)
    )
    assert install.doctor(path)["ok"]
    (folder / "libinner.so").unlink()
    problem = install.problem(path)
    assert problem["kind"] == "module-dependency-missing" and "'libinner.so'" in problem["text"]
    assert problem["repair"].startswith("export LD_LIBRARY_PATH=")


@needs_elf
def test_missing_library_of_the_system(install, tmp_path):
    """Its package is named after the file, as this system has it."""
    (tmp_path / "f.c").write_text("int f(void) { return 1; }")
    inner = compile_shared([tmp_path / "f.c"], tmp_path / "libmissing_3.so.7", "-Wl,-soname,libmissing_3.so.7")
    (tmp_path / "deep").mkdir()
    outer = compile_shared([tmp_path / "f.c"], tmp_path / "deep" / "libouter.so", "-Wl,--no-as-needed", inner)
    os.unlink(inner)
    repair = install.problem("--library", outer)["repair"]
    with open("/etc/os-release") as file:
        if "debian" in file.read():
            assert repair == "apt-get install libmissing-3-7"
    assert "libmissing" in repair


@needs_elf
def test_library_for_another_machine(install, chain):
    folder, _ = chain
    machine = patch_machine(folder / "libinner.so")
    problem = install.problem("--library", folder / "libinner.so")
    assert problem["kind"] == "library-for-another-machine" and "64-bit " + machine in problem["text"]


@needs_elf
def test_library_that_crashes(install, tmp_path):
    (tmp_path / "f.c").write_text("__attribute__((constructor)) static void f(void) { __builtin_trap(); }")
    problem = install.problem("--library", compile_shared([tmp_path / "f.c"], tmp_path / "libtrap.so"))
    assert problem["kind"] == "library-broken" and "crashed with SIG" in problem["text"]


def test_library_not_found(install):
    report = install.doctor("--library", "no_such_library", "--library", "/no/such/library.so")
    assert [problem["kind"] for problem in report["problems"]] == ["library-not-found"] * 2
    assert [library["opens"] for library in report["libraries"]] == [False, False]


def test_library_that_opens(install):
    assert install.doctor("--library", "m")["libraries"][0]["opens"]


# ---- the system

FORBID = """if 1:
    import ctypes, os, sys
    if ctypes.CDLL(None).prctl(65, 1, 0, 0, 0) != 0:  # PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN
        sys.exit(77)
    os.execv(sys.executable, [sys.executable] + sys.argv[1:])
"""


@needs_elf
def test_executable_memory_is_forbidden(install):
    """Nothing is wrong: callbacks, which the doctor tries, need none."""
    command = ["-c", FORBID, "-S", "-m", "cffi", "doctor"]
    status, text, _ = install.run(*command)
    if status == 77:
        pytest.skip("this system cannot forbid it")
    assert status == 0 and "the system refuses writable and executable memory" in text and "cffi needs none" in text
    status, output, _ = install.run(*command + ["--json"])
    assert status == 0 and json.loads(output)["executable_memory"]["refused_by_system"] is True
