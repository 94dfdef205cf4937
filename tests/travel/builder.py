"""Builds, with ours, what plugin.py sends: declares it all again. Answers with ["result", path] or [class, text]."""

import json
import sys

import cffi


def main():
    order = json.load(sys.stdin)
    assert cffi.__version_info__ >= (3,), cffi.__file__
    made = []
    try:
        for calls in order["objects"]:
            ffi = cffi.FFI()
            for name, args, keywords in calls:
                getattr(ffi, name)(*([made[args[0]]] if name == "include" else args), **keywords)
            made.append(ffi)
        answer = ["result", getattr(made[-1], order["method"])(**order["keywords"])]
    except Exception as error:
        answer = [type(error).__name__, str(error)]
    sys.stdout.write("\n" + json.dumps(answer))


if __name__ == "__main__":
    main()
