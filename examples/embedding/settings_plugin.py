"""The plug-in's Python code: runs inside the C program, once, before the first of its functions is called."""

import difflib
import json

from settings import ffi


@ffi.def_extern(onerror=lambda kind, error, traceback: -1)
def settings_read(text, settings, capacity):
    numbers = json.loads(ffi.string(text))
    for setting, (name, value) in zip(settings[0:capacity], numbers.items()):
        setting.name = name.encode()[: len(setting.name) - 1]
        setting.value = value
    return len(numbers)


@ffi.def_extern()
def settings_find(name, settings, count):
    names = [ffi.string(setting.name).decode() for setting in settings[0:count]]
    close = difflib.get_close_matches(ffi.string(name).decode(), names, 1)
    return settings + names.index(close[0]) if close else ffi.NULL
