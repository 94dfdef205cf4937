// Tables of methods: a method's parameters are written once, in the first line of its documentation.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <string_view>
#include <utility>

#include "pyext/python/parameters.h"

namespace cffi {

// Not constexpr: a signature that leads here does not compile.
void refuse_signature();

struct MethodExceptions {
  int required = -1;             // fewer than the signature says: the method itself looks
  const char* called = nullptr;  // the name in error texts, where that is not the method's
};

// One method: "new(cdecl, init=None)\n\n..." as Python signatures are: what has a default need not be given, what
// stands before "/" has no keyword.
struct MethodEntry {
  consteval MethodEntry(const char* owner, const char* documentation, Method* function,
                        MethodExceptions exceptions = {})
      : documentation(documentation), function(function) {
    std::string_view text(documentation);
    size_t open = text.find('(');
    text.copy(name, open);
    name_function(owner, exceptions.called != nullptr ? std::string_view(exceptions.called) : text.substr(0, open));
    read_parameters(text.substr(open + 1));
    if (exceptions.required >= 0) {
      parameters.required = exceptions.required;
    }
  }

  const char* documentation;
  Method* function;
  char name[40] = {};
  Parameters parameters;

 private:
  consteval void name_function(std::string_view owner, std::string_view called) {
    owner.copy(parameters.function, owner.size());
    called.copy(parameters.function + owner.size(), called.size());
  }

  // `text`: what follows the opening parenthesis.
  consteval void read_parameters(std::string_view text) {
    size_t start = 0;
    int depth = 0;
    for (size_t i = 0; depth >= 0; ++i) {
      depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
      if (depth < 0 || (depth == 0 && text[i] == ',')) {
        read_parameter(text.substr(start, i - start));
        start = i + 1;
      }
    }
  }

  consteval void read_parameter(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \n"), text.size()));
    if (text == "/") {
      parameters.positional_only = parameters.count;
    } else if (!text.empty()) {
      size_t end = text.find('=');
      text = text.substr(0, end);
      if (text.size() >= Parameters::kNameSize || parameters.count == Parameters::kMost) {
        refuse_signature();
      }
      text.copy(parameters.names[parameters.count++], text.size());
      parameters.required += end == std::string_view::npos ? 1 : 0;
    }
  }
};

template <const auto& kTable, size_t kIndex>
PyObject* call_method(PyObject* self, PyObject* const* values, Py_ssize_t count, PyObject* keyword_names) {
  constexpr const MethodEntry& kEntry = kTable[kIndex];
  constexpr const Parameters& kParameters = kEntry.parameters;
  PyObject* bound[kParameters.count + 1];
  bool by_position = keyword_names == nullptr && count >= kParameters.required && count <= kParameters.count;
  if (by_position) [[likely]] {
    for (int i = 0; i < kParameters.count; ++i) {
      bound[i] = i < count ? values[i] : nullptr;
    }
  } else if (!bind_arguments(kParameters, {values, count, keyword_names}, bound)) {
    return nullptr;
  }
  return kEntry.function(self, Bound(bound));
}

// METH_FASTCALL functions are stored as PyCFunction; the flags tell CPython the real signature.
template <const auto& kTable, size_t kIndex>
PyMethodDef definition_of() {
  return {kTable[kIndex].name, reinterpret_cast<PyCFunction>(reinterpret_cast<void*>(call_method<kTable, kIndex>)),
          METH_FASTCALL | METH_KEYWORDS, kTable[kIndex].documentation};
}

// What CPython wants of `kTable`, an array of MethodEntry, followed by `others`, which take their arguments themselves.
template <const auto& kTable, typename... Others>
auto make_method_table(const Others&... others) {
  return []<size_t... kIndex>(std::index_sequence<kIndex...>, const Others&... last) {
    return std::array<PyMethodDef, sizeof...(kIndex) + sizeof...(last) + 1>{definition_of<kTable, kIndex>()..., last...,
                                                                            PyMethodDef{nullptr, nullptr, 0, nullptr}};
  }(std::make_index_sequence<std::size(kTable)>(), others...);
}

}  // namespace cffi
