#!/bin/bash
# sanitize.sh asan|tsan [PYTEST_ARGUMENT...]: the unit tests and the Python tests with everything of ours instrumented.
#
# asan: CPython itself is not instrumented: the sanitizer's run time is loaded before it, and leaks are looked for in the
# unit tests only, because the interpreter keeps memory until its end on purpose.
# tsan: a free-threaded CPython that is instrumented, too (built once, which takes a while), and the tests of threads.
. "$(dirname "$0")/common.sh"

preset=$1
shift
cd "$root"
python=$root/.venv/bin/python
[ "$preset" = asan ] || python=$(tools/get_python_freethreaded.sh tsan)
tools/build_preset.sh "$preset" -DPython_EXECUTABLE="$python"

export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
export TSAN_OPTIONS=halt_on_error=0:exitcode=66:second_deadlock_stack=1:die_after_fork=0:history_size=7
ctest --preset "$preset"

# Plain malloc lets the sanitizer see each object of Python. Huge requests must fail as they do outside.
export ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1:detect_stack_use_after_return=0:handle_segv=0
case $preset in
  asan)
    export PYTHONMALLOC=malloc
    preload=$(realpath "$(g++ -print-file-name=libasan.so)")
    ;;
  tsan)
    preload=
    reports=$root/build/tsan/reports
    rm -rf "$reports"
    mkdir -p "$reports"
    TSAN_OPTIONS+=:suppressions=$root/tools/tsan_suppressions.txt:log_path=$reports/report
    ;;
  *) die "no such preset: $preset" ;;
esac

# An environment that finds the sanitized build by itself, in child processes, too. An instrumented pip takes many
# minutes: that of the other environment installs what is needed.
venv=$root/.venv-$preset
if [ ! -e "$venv/.ready" ] && [ "$preset" = asan ]; then
  tools/make_venv.sh "$python" "$venv" tools/requirements/{build,test}.txt
elif [ ! -e "$venv/.ready" ]; then
  "$python" -m venv --clear --without-pip "$venv"
  "$root/.venv/bin/python" -m pip install -q --target "$venv/lib/python3.13t/site-packages" -r tools/requirements/test.txt
  touch "$venv/.ready"
fi
site=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("platlib"))')
printf '%s\n' "$root/build/$preset/src/pyext" "$root/python" >"$site/cffi_$preset.pth"
if [ "$preset" = tsan ]; then
  failed=0
  "$venv/bin/python" -m pytest tests/python/threads "$@" || failed=$?
  if [ -n "$(ls "$reports")" ]; then
    cat "$reports"/* >&2
    die "there are reports"
  fi
  exit "$failed"
fi
# Left out: what starts compilers, installers and other programs, and says little about our memory.
ignored=()
for path in building embedding package/test_doctor.py; do
  ignored+=("--ignore=tests/python/$path")
done
LD_PRELOAD=$preload "$venv/bin/python" -m pytest tests/python "${ignored[@]}" "$@"
