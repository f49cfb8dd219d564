// Which process this is, for whoever asks with every question: a fork is heard of, so that the
// system need not be called. For the sources of this room alone. Those of the Python module count
// among them.
#pragma once

namespace wick::api {

[[nodiscard]] int this_process();  // its number; any thread

}  // namespace wick::api
