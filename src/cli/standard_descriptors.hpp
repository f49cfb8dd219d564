// Descriptors 0 to 2, which a parent may have closed: a file of ours that got such a number would
// be written over by whatever is printed.
#pragma once

namespace wick::cli {

// Those that are closed are /dev/null from now on. To write to such an output fails, as it does to
// one that is closed. Before anything else is opened.
void fill_standard_descriptors();

}  // namespace wick::cli
