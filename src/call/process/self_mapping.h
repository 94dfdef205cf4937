// Maps a piece of this library's own code a second time, from the file that it was loaded from.
//
// self_mapping_linux.cc, self_mapping_win32.cc, self_mapping_none.cc. Linux: /proc/self/maps names the file and offset
// behind an address, whether this code is a shared library (then it is that .so, whatever the working directory was) or
// linked into a program; without /proc, what dl_iterate_phdr() says. Windows: the file of the module that an address
// belongs to. The mapped bytes are compared with the running ones before anyone may jump to them, so a file that was
// replaced meanwhile is refused. No locks, no state.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace cffi {

// Gives [code, code + code_size) a second time, readable and executable, and zeroed memory for [data, data + data_size)
// at the same distance from it. Returns how far both copies are from the originals; nullopt with `reason` filled.
std::optional<ptrdiff_t> map_self_again(const void* code, size_t code_size, const void* data, size_t data_size,
                                        std::string& reason);

}  // namespace cffi
