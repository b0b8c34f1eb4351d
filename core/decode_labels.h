// The label table of the Encoding Standard, inside core only. Any thread.
#pragma once

#include <string_view>
#include <vector>

#include "core/decode.h"

namespace vouch {

struct EncodingLabel {
  std::string_view label;  // lower case
  std::string_view name;   // lower case
};

std::vector<EncodingLabel> encoding_labels();  // sorted by label

}  // namespace vouch
