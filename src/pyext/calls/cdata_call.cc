#include "pyext/calls/cdata_call.h"

#include <new>

#include "call/process/saved_errno.h"
#include "pyext/calls/call_signature.h"
#include "pyext/calls/variadic_call.h"
#include "pyext/libraries/lib_object.h"
#include "pyext/libraries/symbol_owner.h"
#include "pyext/memory/lifetime.h"
#include "pyext/python/py_error.h"
#include "pyext/types/type_family.h"

namespace cffi {
namespace {

// Frames up to this size live on the C stack; it holds all registers and a dozen stack arguments.
constexpr size_t kInlineFrame = 512;

// " of strlen()" when the function was taken from a library, so that errors can name it.
std::string function_name_suffix(CDataObject* function) {
  State& state = *function->type->state;
  if (function->owner == nullptr || Py_TYPE(function->owner) != state.cls(kSymbolClass)) {
    return "";
  }
  const char* name = PyUnicode_AsUTF8(reinterpret_cast<SymbolObject*>(function->owner)->name);
  if (name == nullptr) {
    PyErr_Clear();
    return "";
  }
  return std::string(name) + "()";
}

[[gnu::cold, gnu::noinline]] void name_argument_in_error(CDataObject* function, size_t index) {
  std::string name = function_name_suffix(function);
  append_to_error(" (argument " + std::to_string(index + 1) + (name.empty() ? ")" : " of " + name + ")"));
}

[[gnu::cold, gnu::noinline]] std::nullptr_t raise_wrong_count(CDataObject* function, const CallRecipe& recipe,
                                                              size_t given) {
  raise_format(PyExc_TypeError, "'%U' expects %s%zu arguments, got %zu", function->type->name,
               recipe.is_variadic() ? "at least " : "", recipe.arguments.size(), given);
  std::string name = function_name_suffix(function);
  if (!name.empty()) {
    append_to_error(" (calling " + name + ")");
  }
  return nullptr;
}

PyObject* read_void(CTypeObject*, char*, PyObject*) { Py_RETURN_NONE; }

PyObject* read_record(CTypeObject* type, char* data, PyObject*) { return make_record_copy(type, data); }

ToPython choose_result_reader(const CTypeObject* type) {
  if (type->is(kIsVoid)) {
    return read_void;
  }
  return type->is(kIsRecord) ? read_record : type->to_python;
}

std::unique_ptr<CallRecipe> build_recipe(CTypeObject* function) {
  if (!check_signature(function)) {
    return nullptr;
  }
  auto recipe = std::make_unique<CallRecipe>();
  recipe->result = function->result;
  recipe->read_result = choose_result_reader(function->result);
  std::vector<CTypeObject*> arguments = declared_arguments(function);
  for (CTypeObject* argument : arguments) {
    recipe->arguments.push_back(make_argument_step(argument));
  }
  if (!function_type_of(function)->variadic) {
    recipe->plan = compile_plan(function, arguments, arguments.size());
    if (!recipe->plan) {
      return nullptr;
    }
  }
  return recipe;
}

const CallRecipe* recipe_of(CTypeObject* function) {
  if (CallRecipe* known = function->recipe.load(std::memory_order_acquire)) {
    return known;
  }
  TypesLock lock(*function->state);
  if (CallRecipe* known = function->recipe.load(std::memory_order_relaxed)) {
    return known;
  }
  auto built = build_recipe(function);
  if (!built) {
    return nullptr;
  }
  function->recipe.store(built.get(), std::memory_order_release);
  return built.release();
}

// Everything that can be wrong before arguments are looked at.
[[gnu::cold, gnu::noinline]] const CallRecipe* check_call(CDataObject* self, size_t count, PyObject* keyword_names) {
  if (!self->type->is(kIsFunctionPointer)) {
    return raise_format(PyExc_TypeError, "cdata '%U' is not callable", self->type->name);
  }
  if (self->data == nullptr) {
    return raise_format(PyExc_RuntimeError, "cannot call null pointer pointer from cdata '%U'", self->type->name);
  }
  if (keyword_names != nullptr && PyTuple_Size(keyword_names) > 0) {
    return raise_format(PyExc_TypeError, "a cdata function cannot be called with keyword arguments");
  }
  const CallRecipe* recipe = recipe_of(self->type);
  if (recipe == nullptr) {
    return nullptr;
  }
  size_t wanted = recipe->arguments.size();
  if (recipe->is_variadic() ? count < wanted : count != wanted) {
    return raise_wrong_count(self, *recipe, count);
  }
  return recipe;
}

void invoke_without_gil(const CallPlan& plan, char* frame, char* function) {
  PyThreadState* detached = PyEval_SaveThread();
  restore_errno();
  plan.invoke(frame, reinterpret_cast<AnyFunction>(function));
  save_errno();
  PyEval_RestoreThread(detached);
}

bool convert_arguments(CDataObject* self, const CallRecipe& recipe, const CallPlan& plan, char* frame,
                       std::span<PyObject* const> given, CallScratch& scratch) {
  const uint32_t* offsets = plan.argument_offsets();
  size_t i = 0;
  for (const ArgumentStep& step : recipe.arguments) {
    if (convert_argument(step, frame + offsets[i], given[i], scratch) < 0) [[unlikely]] {
      name_argument_in_error(self, i);
      return false;
    }
    ++i;
  }
  for (; i < given.size(); ++i) {
    auto* extra = as_cdata(given[i]);
    if (!has_permanent_memory(extra) && is_released(extra)) {
      raise_unusable_memory(extra);
      name_argument_in_error(self, i);
      return false;
    }
    store_variadic_argument(extra, frame + offsets[i]);
  }
  return true;
}

// `given` are all arguments: those of recipe.arguments, then the variadic ones.
PyObject* call_with_plan(CDataObject* self, const CallRecipe& recipe, const CallPlan& plan,
                         std::span<PyObject* const> given) {
  CallScratch scratch;
  alignas(16) char inline_frame[kInlineFrame];
  char* frame = inline_frame;
  if (plan.frame_size() > kInlineFrame) [[unlikely]] {
    frame = scratch.allocate(static_cast<Py_ssize_t>(plan.frame_size()));
    if (frame == nullptr) {
      return nullptr;
    }
  }
  if (!convert_arguments(self, recipe, plan, frame, given, scratch) || !scratch.addresses_are_good()) {
    return nullptr;
  }
  // Asked after the arguments were converted, because that can run Python code which closes the library.
  if (self->owner != nullptr && is_released(self)) [[unlikely]] {
    return raise_unusable_memory(self);
  }
  invoke_without_gil(plan, frame, self->data);
  return recipe.read_result(recipe.result, frame + plan.result_offset(), nullptr);
}

[[gnu::noinline]] PyObject* call_variadic(CDataObject* self, const CallRecipe& recipe,
                                          std::span<PyObject* const> given) {
  auto plan = compile_variadic_plan(self->type, recipe, given);
  return plan ? call_with_plan(self, recipe, *plan, given) : nullptr;
}

}  // namespace

PyObject* call_cdata(PyObject* object, PyObject* const* arguments, size_t flags_and_count, PyObject* keyword_names) {
  auto* self = as_cdata(object);
  auto count = static_cast<size_t>(PyVectorcall_NARGS(flags_and_count));
  // Only function pointers have a recipe, so that one that is there already answers the first question of check_call().
  const CallRecipe* recipe = self->type->recipe.load(std::memory_order_acquire);
  bool usual =
      recipe != nullptr && count == recipe->arguments.size() && self->data != nullptr && keyword_names == nullptr;
  if (!usual) [[unlikely]] {
    recipe = check_call(self, count, keyword_names);
    if (recipe == nullptr) {
      return nullptr;
    }
  }
  std::span<PyObject* const> given(arguments, count);
  return recipe->is_variadic() ? call_variadic(self, *recipe, given)
                               : call_with_plan(self, *recipe, *recipe->plan, given);
}

PyObject* call_untracked_cdata(PyObject* object, PyObject* const* arguments, size_t flags_and_count,
                               PyObject* keyword_names) {
  return call_cdata(object, arguments, flags_and_count, keyword_names);
}

// None of those in the pool is a function pointer.
PyObject* call_pooled_cdata(PyObject* object, PyObject* const*, size_t flags_and_count, PyObject* keyword_names) {
  check_call(as_cdata(object), static_cast<size_t>(PyVectorcall_NARGS(flags_and_count)), keyword_names);
  return nullptr;
}

PyObject* result_to_python(CTypeObject* type, char* data) { return choose_result_reader(type)(type, data, nullptr); }

std::unique_ptr<CallPlan> compile_plan(CTypeObject* function, const std::vector<CTypeObject*>& arguments,
                                       size_t fixed_count) {
  auto plan = CallPlan::compile(function->family->table->target(), CallSignature(function, arguments, fixed_count));
  if (!plan) {
    raise(*function->state, plan.error());
    return nullptr;
  }
  return std::move(*plan);
}

void free_call_recipe(CallRecipe* recipe) { delete recipe; }

}  // namespace cffi
