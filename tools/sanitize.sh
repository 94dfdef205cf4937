#!/bin/bash
# sanitize.sh asan|tsan [PYTEST_ARGUMENT...]: the unit tests and the Python tests with everything of ours instrumented.
#
# CPython itself is not instrumented: the sanitizer's run time is loaded before it, and leaks are looked for in the unit
# tests only, because the interpreter keeps memory until its end on purpose.
. "$(dirname "$0")/common.sh"

preset=$1
shift
cd "$root"
python=$root/.venv/bin/python
tools/build_preset.sh "$preset" -DPython_EXECUTABLE="$python"

export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
export TSAN_OPTIONS=halt_on_error=0:exitcode=66:second_deadlock_stack=1
ctest --preset "$preset"

case $preset in
  asan) runtime=$(g++ -print-file-name=libasan.so) ;;
  tsan) runtime=$(g++ -print-file-name=libtsan.so) ;;
  *) die "no such preset: $preset" ;;
esac
# Plain malloc lets the sanitizer see each object of Python. Huge requests must fail as they do outside.
export ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1:detect_stack_use_after_return=0:handle_segv=0
export PYTHONMALLOC=malloc

# An environment that finds the sanitized build by itself, in child processes, too.
venv=$root/.venv-$preset
[ -e "$venv/.ready" ] || tools/make_venv.sh "$python" "$venv" tools/requirements/{build,test}.txt
site=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("platlib"))')
printf '%s\n' "$root/build/$preset/src/pyext" "$root/python" >"$site/cffi_$preset.pth"
# Left out: what starts compilers, installers and other programs, and says little about our memory.
ignored=()
for name in api_warnings build_* doctor embedding examples gen_src pkgconfig setuptools; do
  ignored+=("--ignore-glob=*/test_$name.py")
done
LD_PRELOAD=$(realpath "$runtime") "$venv/bin/python" -m pytest tests/python "${ignored[@]}" "$@"
