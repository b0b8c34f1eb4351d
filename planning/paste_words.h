// The words around an address: who wrote them and when, labels, and what the share buttons of apps
// add. Internal to planning; pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "planning/report_columns.h"

namespace vouch::planning {

// "张三 11-24 10:30:22", "李雷(lilei) 2026/11/24 14:30", "王主管：": the line above a message.
bool is_sender_line(std::string_view line);
// "今天的外链：", "【推广日报】", "——————": a heading for what follows, no words about one page.
bool is_heading(std::string_view line);
// It holds a letter, a digit or a Han character that is no emoji, time or bare number.
bool says_something(std::string_view line);

struct Labelled {
  Column column = Column::kIgnored;
  std::string value;
};
// "标题：空气净化器怎么选"; none: no label that a report knows.
std::optional<Labelled> labelled(std::string_view line);

struct SharedWords {
  std::string title;             // where the words say that it is one
  std::vector<Labelled> labels;  // others that stand in the same line
  std::string text;              // what is left of them
};
// Words before and after an address, in one line.
SharedWords read_words(std::string_view before, std::string_view after);

}  // namespace vouch::planning
