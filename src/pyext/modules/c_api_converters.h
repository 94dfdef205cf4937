// The export slots of the current interface, 28 to 32: what converters that many functions share need to know about
// the one function that is called.
#pragma once

namespace cffi {

// Fills those of them that `exports` has room for.
void fill_current_exports(void** exports, int count);

}  // namespace cffi
