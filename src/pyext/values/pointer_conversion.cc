// Which pointer may be stored where: the implicit conversions between pointer types.
#include "pyext/values/pointer_conversion.h"

#include "pyext/libraries/lib_function.h"
#include "pyext/memory/lifetime.h"
#include "pyext/values/from_python.h"

namespace cffi {
namespace {

enum class Verdict { kAllowed, kOtherType, kFromChar, kToChar };

bool is_plain_char_pointer(const CTypeObject* type) { return type->is(kIsCharPointer) && type->item->is(kIsChar); }

bool points_to_bytes(const CTypeObject* type) { return type->is(kIsPointer | kIsArray) && ctype_size(type->item) == 1; }

// C11 6.5.16.1 where it does not lose the type: same type, `void *` both ways; and as an old courtesy plain `char *`
// with every pointer to items of one byte, both ways.
Verdict judge(const CTypeObject* to, const CTypeObject* from) {
  bool same = to == from || (to->item != nullptr && to->item == from->item);
  bool from_void = from->is(kIsVoidPointer);
  if (same || from_void || to->is(kIsVoidPointer)) {
    return Verdict::kAllowed;
  }
  bool to_char = is_plain_char_pointer(to);
  bool from_char = is_plain_char_pointer(from);
  if ((to_char && points_to_bytes(from)) || (from_char && points_to_bytes(to))) {
    return Verdict::kAllowed;
  }
  return to_char ? Verdict::kToChar : from_char ? Verdict::kFromChar : Verdict::kOtherType;
}

int refuse(Verdict verdict, CTypeObject* to, CTypeObject* from) {
  switch (verdict) {
    case Verdict::kAllowed:
      break;
    case Verdict::kOtherType:
      refuse_cdata(to, "pointer to same type", from);
      break;
    case Verdict::kToChar:
      PyErr_Format(PyExc_TypeError,
                   "implicit cast to '%U' from a different pointer type.(check that the types are as you expect; use "
                   "an explicit ffi.cast() if they are correct)",
                   to->name);
      break;
    case Verdict::kFromChar:
      PyErr_SetString(PyExc_TypeError,
                      "implicit cast from 'char *' to a different pointer type: (check that the types are as you "
                      "expect; use an explicit ffi.cast() if they are correct)");
      break;
  }
  return -1;
}

int refuse_object(CTypeObject* type, PyObject* value) {
  bool text = PyUnicode_Check(value) != 0 && type->is(kIsCharPointer);
  PyErr_Format(PyExc_TypeError, "initializer for ctype '%U' must be a cdata pointer, not %.200s%s", type->name,
               Py_TYPE(value)->tp_name,
               text ? " (it takes bytes in memory of its own: keep ffi.new(\"char[]\", text.encode()) alive)" : "");
  return -1;
}

// lib.f of a compiled module.
int to_function_pointer(CTypeObject* type, PyObject* value, char** out) {
  const LibFunction* function = lib_function_of(*type->state, value);
  if (function == nullptr || function->address == nullptr) {
    return refuse_object(type, value);
  }
  Verdict verdict = judge(type, function->type);
  *out = function->address;
  return verdict == Verdict::kAllowed ? 0 : refuse(verdict, type, function->type);
}

}  // namespace

int to_pointer(CTypeObject* type, PyObject* value, char** out) {
  if (!is_cdata(*type->state, value)) {
    return to_function_pointer(type, value, out);
  }
  auto* cdata = as_cdata(value);
  CTypeObject* from = cdata->type;
  if (!from->is(kIsAnyPointer | kIsArray)) {
    refuse_cdata(type, "pointer or array", from);
    return -1;
  }
  Verdict verdict = judge(type, from);
  if (verdict != Verdict::kAllowed) {
    return refuse(verdict, type, from);
  }
  if (!has_permanent_memory(cdata) && is_released(cdata)) [[unlikely]] {
    return raise_unusable_memory(cdata), -1;
  }
  *out = cdata_address(cdata);
  return 0;
}

}  // namespace cffi
