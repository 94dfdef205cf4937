// What happens when C calls a callback, or a function of extern "Python".
#pragma once

#include "pyext/calls/callback.h"

namespace cffi {

// The part that all ways from C share, with the thread state attached: calls the Python function with the values at
// `arguments`, and stores what C gets at `result` (store_callback_result() tells how large). `self` is held by the
// caller. Exceptions are dealt with here.
void call_attached(CallbackObject* self, char* result, void* const* arguments);

// ClosureHandler; `opaque` is a CallbackContext.
void run_callback(void* opaque, void* result, void* const* arguments);

// Converts what Python returned for C; `out` is zeroed and has room for max(16, size of the type). 0 or -1.
int store_callback_result(CTypeObject* type, char* out, PyObject* value);
// Bytes that store_callback_result() fills: integers and pointers are extended to 8.
size_t callback_result_size(CTypeObject* type);

// The owner died: frees the context, now if possible; later when it is active; never when the process is ending,
// since C may still call (exit handlers of libraries) and then gets the error result.
void retire_context(State& state, CallbackContext* context);

}  // namespace cffi
