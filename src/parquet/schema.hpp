// The columns of a Parquet file, from the tree in its footer. For the sources of this room alone.
#pragma once

#include <vector>

#include "parquet/footer.hpp"
#include "parquet/thrift.hpp"

namespace wick::parquet {

// The leaves of the tree, in order, as the parts of row groups are. Only those right below its root
// have a name. Where the tree is malformed the reader has failed, or there are no columns.
[[nodiscard]] std::vector<Column> read_columns(Thrift& thrift, const Thrift::Field& schema);

}  // namespace wick::parquet
