// The C text that is the same in every generated module: src/emit/runtime/*.h, put into the library by CMake.
#pragma once

#include <string_view>

namespace cffi {

extern const std::string_view kRuntimeModule;          // in front of the preamble, after runtime_interface.h's
extern const std::string_view kRuntimeFrozen;          // after that, in modules for released backends, too
extern const std::string_view kRuntimeEmbedding;       // after that, in libraries for C programs
extern const std::string_view kRuntimeFrozenStubs;     // after the tables, in modules for released backends, too
extern const std::string_view kRuntimeModuleInit;      // after that
extern const std::string_view kRuntimeEmbeddingStart;  // after everything else, in libraries for C programs

}  // namespace cffi
