// 岗位职责: what a post is for, how well it is done, and what of it is checked - the card that its
// people acknowledge (A03). A dated record a post: a new revision is acknowledged anew.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/people.h"
#include "core/result.h"

namespace vouch::config {

struct DutyPart {
  std::string heading;
  std::vector<std::string> lines;
  bool operator==(const DutyPart&) const = default;
};
using DutyText = std::vector<DutyPart>;

struct DutyCard {
  std::string key;  // one of duty_posts()
  int version = 0;  // revision of the record in force
  DutyText zh;
  DutyText en;

  bool operator==(const DutyCard&) const = default;
};

inline constexpr std::string_view kSupervisorPost = "supervisor";
const std::vector<std::string>& duty_posts();
// Whose card a person reads: leaders theirs, others that of their post; empty: none.
std::string duty_post_of(const User& user);

// Lines; a heading begins with "# ", a point with "- ".
std::string text_of(const DutyText& text);

std::string to_json(const DutyCard& card);  // without its version
Result<DutyCard> duty_card_from_json(std::string_view text);

}  // namespace vouch::config
