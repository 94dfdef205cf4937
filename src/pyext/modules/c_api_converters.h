// The export slots that only the current interface has, kExportBeginCall and those after it: what converters that many
// functions share need to know about the one function that is called.
#pragma once

namespace cffi {

// Fills those of them that are `first` to `count` - 1.
void fill_current_exports(void** exports, int first, int count);

}  // namespace cffi
