// 检测说明: what of people's work is checked, by which rules, and what is kept - the text that each
// of them acknowledges (design §9). A dated record: a new revision is acknowledged anew.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace vouch::config {

struct ChecksNotice {
  struct Section {
    std::string heading;
    std::vector<std::string> lines;
    bool operator==(const Section&) const = default;
  };
  std::string key;
  int version = 0;  // revision of the record in force
  std::string title;
  std::vector<Section> sections;

  bool operator==(const ChecksNotice&) const = default;
};

std::string to_json(const ChecksNotice& notice);  // without its version
Result<ChecksNotice> checks_notice_from_json(std::string_view text);

}  // namespace vouch::config
