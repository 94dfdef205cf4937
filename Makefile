# One command per need; `make help` lists them. Each sets up what it needs from a fresh clone: virtual environments
# and builds lie in this tree (.venv*, build/, .cache/); missing Debian packages are installed when run by root.

PYTHON ?= python3
SECONDS ?= 60
PROGRAMS ?= 20000
CASES ?= 40000
SEED ?= 1
JOBS ?= 2
OPERATIONS ?= 1000000
PYTEST_ARGS ?=
PACKAGES ?=
WHEELS ?=

PYTHON_FILE := $(realpath $(shell command -v $(PYTHON) 2>/dev/null))
VENV := .venv
ORACLE := .venv-oracle
CHECKS := .venv-check
BIN := $(VENV)/bin
REQUIREMENTS := tools/requirements
SETUP := tools/setup_system.sh
# A process runs tests that follow one another, whose modules are then built once, until another one is idle.
IN_PARALLEL = --numprocesses $(JOBS) --dist worksteal
PRESET_BUILD = PATH="$(CURDIR)/$(BIN):$$PATH" tools/build_preset.sh
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# What the tests in tests/oracle compare with, and the programs of ours that they drive.
export CFFI_ORACLE_PYTHON := $(CURDIR)/$(ORACLE)/bin/python
export CFFI_CALL_ORACLE := $(CURDIR)/build/dev/tests/oracle/call_oracle
export CFFI_LAYOUT_DRIVER := $(CURDIR)/build/dev/tests/unit/ctype/layout_driver
export CFFI_DUMP_SCOPE := $(CURDIR)/build/dev/tests/oracle/headers/dump_scope

.PHONY: help demo build test unit test-python prebuilt travel test-released check packages corpus sanitize sanitize-threads fuzz differential misuse leaks soak bench test-pythons compile-matrix test-i386 test-aarch64 test-windows \
        wheels test-wheels test-sdist portability \
        system-build system-test clean distclean
.DEFAULT_GOAL := help

help:
	@echo 'make demo          every mode and embedding, on real libraries (libc, libm, zlib, sqlite3)'
	@echo 'make test          unit tests of the core, Python tests, differential tests'
	@echo 'make check         format, lint, types, layers'
	@echo 'make sanitize      the tests under AddressSanitizer and UndefinedBehaviorSanitizer'
	@echo 'make fuzz          each fuzzer for SECONDS=$(SECONDS) seconds'
	@echo 'make differential  PROGRAMS=$(PROGRAMS) random programs of each kind and CASES=$(CASES) expressions of SEED=$(SEED), and every construct in every mode, ours against the released package'
	@echo 'make misuse        a million random misuses of the API, ten thousand mutants of modules: no crash, no SystemError'
	@echo 'make leaks         which Python tests leave memory behind'
	@echo 'make soak          calls, callbacks, memory, declarations from many threads for SECONDS=600 seconds'
	@echo 'make bench         ours against the released package, ctypes and a hand-written extension'
	@echo 'make test-pythons  the Python tests on every CPython found, on free-threaded 3.13, and on 3.14 and 3.15'
	@echo 'make compile-matrix generated C on every CPython and compiler found, as C99 and C++17: no warnings'
	@echo 'make wheels        wheels for each CPython, glibc and musl, x86-64 and aarch64 (WHEELS="--python 3.13 --platform NAME")'
	@echo 'make test-wheels   each of them installed and tried where there is no compiler and no libffi; a table'
	@echo 'make test-sdist    pip install from source in a Debian that has g++ and CPython with its headers only'
	@echo 'make portability   every source compiled for macOS (arm64) and Windows (x86-64), with a compiler from PyPI; not linked, not run'
	@echo 'make test-aarch64  unit tests and Python tests of calls, callbacks and layout under qemu'
	@echo 'make test-i386     the extension built for Linux of 32 bits, with libffi for calls, and the Python tests'
	@echo 'make test-windows  the extension built for Windows (x86-64), and the Python tests under Wine'
	@echo 'make prebuilt      modules that released versions generate (from PyPI), each loaded and used; a table'
	@echo 'make travel        modules of ours, used with released versions (from PyPI): what works with their own must work; a table'
	@echo 'make packages      packages from PyPI that use cffi, their own tests, with ours and the released one (PACKAGES="name name")'
	@echo 'make corpus        what 67 packages declare, compared with the released one, name by name (PACKAGES="name name")'
	@echo 'make test-released the Python tests on the released package, which they must fit, too'
	@echo 'make build         installs the package from this tree into $(VENV)'
	@echo 'make clean         removes what the above built (distclean: downloads and environments too)'

# --- environments ---------------------------------------------------------------------------------------------

system-build:
	@$(SETUP) build $(if $(PYTHON_FILE),$(if $(filter /usr/bin/%,$(PYTHON_FILE)),python),python)

system-test:
	@$(SETUP) unit headers cross

$(VENV)/.ready: $(REQUIREMENTS)/build.txt $(REQUIREMENTS)/test.txt | system-build
	tools/make_venv.sh $(PYTHON) $(VENV) $^

$(ORACLE)/.ready: $(REQUIREMENTS)/oracle.txt | system-build
	tools/make_venv.sh $(PYTHON) $(ORACLE) $^

$(CHECKS)/.ready: $(REQUIREMENTS)/check.txt | system-build
	tools/make_venv.sh $(PYTHON) $(CHECKS) $^

# --- the package and its demo ---------------------------------------------------------------------------------

build: $(VENV)/.ready
	tools/install_package.sh $(BIN)/python

demo: build
	@$(SETUP) demo
	@$(BIN)/python examples/demo/main.py

# --- tests ----------------------------------------------------------------------------------------------------

test: unit build $(ORACLE)/.ready
	$(BIN)/python -m pytest $(IN_PARALLEL) tests/python tests/oracle $(PYTEST_ARGS)

unit: system-test $(VENV)/.ready
	$(PRESET_BUILD) dev
	PATH="$(CURDIR)/$(BIN):$$PATH" ctest --preset dev

test-python: build $(ORACLE)/.ready
	$(BIN)/python -m pytest $(IN_PARALLEL) tests/python $(PYTEST_ARGS)

# Modules as each released version generates them, for the tests that use support/compiled.py: those that are here are tested.
prebuilt: build $(ORACLE)/.ready
	@$(SETUP) pythons
	$(PYTHON) tests/prebuilt/prebuilt.py
	$(BIN)/python tests/prebuilt/report.py

# The other way around: modules of ours, each used with released versions.
travel: build
	@$(SETUP) pythons
	$(PYTHON) tests/travel/travel.py --ours $(BIN)/python
	$(PYTHON) tests/travel/travel.py --ours $(BIN)/python --limited

# Packages that know nothing of us, as wheels and from source: the tests that pass with the released package must pass.
packages: $(VENV)/.ready
	@$(SETUP) packages
	$(BIN)/python tests/packages/packages.py $(PACKAGES)

# What packages declare, without their libraries.
corpus: build $(ORACLE)/.ready
	$(BIN)/python tests/corpus/corpus.py --ours $(BIN)/python --released $(ORACLE)/bin/python --jobs $(JOBS) $(PACKAGES)

# The Python tests on the released package: what they expect of both must hold there, too.
test-released: $(ORACLE)/.ready
	$(ORACLE)/bin/python -m pytest tests/python $(PYTEST_ARGS)

test-pythons: system-build
	@$(SETUP) pythons systems
	tools/test_pythons.sh $(PYTEST_ARGS)

compile-matrix: build
	@$(SETUP) pythons systems
	@tools/get_python_sid.sh >/dev/null
	$(BIN)/python tools/compile_matrix.py --ours $(BIN)/python

# Of 32 bits, in a Debian of its own.
test-i386:
	@$(SETUP) systems
	VERSIONS=3.11-i386 tools/test_pythons.sh $(PYTEST_ARGS)

test-aarch64: $(VENV)/.ready
	@$(SETUP) aarch64
	PATH="$(CURDIR)/$(BIN):$$PATH" tools/test_aarch64.sh $(PYTEST_ARGS)

# Under Wine, in a CPython for Windows.
test-windows: .venv-wheels/.ready
	@$(SETUP) windows
	PATH="$(CURDIR)/.venv-wheels/bin:$$PATH" PYTHON=$(CURDIR)/.venv-wheels/bin/python JOBS=$(JOBS) tools/test_windows.sh $(PYTEST_ARGS)

# --- wheels -----------------------------------------------------------------------------------------------------

.venv-wheels/.ready: $(REQUIREMENTS)/wheels.txt | system-build
	@# build_wheels.py reads pyproject.toml: 3.11 or newer.
	tools/make_venv.sh $(PYTHON) .venv-wheels $^

wheels: .venv-wheels/.ready
	@$(SETUP) wheels
	@tools/get_python_freethreaded.sh >/dev/null
	@tools/get_python_sid.sh >/dev/null
	PATH="$(CURDIR)/.venv-wheels/bin:$$PATH" .venv-wheels/bin/python tools/build_wheels.py $(WHEELS)

# Those that `make wheels` left in dist/wheels.
test-wheels: .venv-wheels/.ready
	@$(SETUP) wheels
	.venv-wheels/bin/python tools/test_wheels.py

test-sdist: $(VENV)/.ready
	@$(SETUP) systems
	tools/test_sdist.sh

# To objects only: there is no macOS and no Windows here to run them on.
portability: .venv-wheels/.ready
	JOBS=$(JOBS) .venv-wheels/bin/python tools/check_portability.py

# --- quality --------------------------------------------------------------------------------------------------

check: system-test build $(CHECKS)/.ready
	$(PRESET_BUILD) dev
	$(CHECKS)/bin/python tools/check_extension.py $$($(BIN)/python -c 'import _cffi_backend; print(_cffi_backend.__file__)')
	$(CHECKS)/bin/python tools/check_layers.py --build build/dev
	$(CHECKS)/bin/python tools/check_imports.py
	$(CHECKS)/bin/python tools/check_compatibility.py
	$(CHECKS)/bin/python tools/check_format.py
	$(CHECKS)/bin/python tools/check_tidy.py --build build/dev --build build/wheel/$(VENV:.%=%)
	$(CHECKS)/bin/python -m mypy
	$(CHECKS)/bin/python tools/check_typing.py $(BIN)/python

sanitize: system-test $(VENV)/.ready $(ORACLE)/.ready
	PATH="$(CURDIR)/$(BIN):$$PATH" tools/sanitize.sh asan $(PYTEST_ARGS)

sanitize-threads: system-test $(VENV)/.ready $(ORACLE)/.ready
	PATH="$(CURDIR)/$(BIN):$$PATH" tools/sanitize.sh tsan $(PYTEST_ARGS)

fuzz: $(VENV)/.ready
	@$(SETUP) fuzz
	PATH="$(CURDIR)/$(BIN):$$PATH" tools/fuzz.sh $(SECONDS)

# More of what `make test` does with a few hundred programs.
differential: build $(ORACLE)/.ready
	CFFI_PROGRAMS=$(PROGRAMS) CFFI_PROGRAMS_SEED=$(SEED) CFFI_DIFFERENTIAL_CASES=$(CASES) CFFI_DIFFERENTIAL_SEED=$(SEED) CFFI_CONSTRUCTS_SHARE=1 \
	  $(BIN)/python -m pytest tests/oracle/test_constructs.py tests/oracle/test_programs.py tests/oracle/test_mixed_programs.py tests/oracle/test_differential.py -s

# Reproducible: OPERATIONS and SEED name the same ones again.
misuse: build $(ORACLE)/.ready
	$(BIN)/python tests/misuse/misuse.py --operations $(OPERATIONS) --seed $(SEED) --jobs $(JOBS)
	$(BIN)/python tests/misuse/misuse.py --leaks 100 --seed $(SEED) --jobs $(JOBS)
	$(BIN)/python tests/misuse/mutants.py --mutants 10000 --seed $(SEED)

leaks: build
	tools/leaks.sh $(PYTEST_ARGS)

soak: SECONDS = 600
soak: build
	$(BIN)/python tests/soak/soak.py --seconds $(SECONDS)

bench: build $(ORACLE)/.ready
	$(BIN)/python bench/run.py --ours $(BIN)/python --released $(ORACLE)/bin/python

# --- cleaning -------------------------------------------------------------------------------------------------

clean:
	rm -rf build dist

distclean: clean
	rm -rf .venv .venv-* .cache
