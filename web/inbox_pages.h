// The pages about a person's own letters: 消息, and by which ways he is told. Pure functions from
// what was gathered to HTML.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "store/inbox.h"
#include "web/facts.h"
#include "web/page_frame.h"

namespace vouch::web {

struct InboxPage {
  std::vector<store::InboxRow> rows;  // the newest first
  std::int64_t unread = 0;            // of all
  bool unread_only = false;
  InboxId before;               // none: from the newest
  std::optional<InboxId> next;  // older ones follow this; none: that was all
  std::string message;
  bool refused = false;
};
std::string inbox_page(const InboxPage& data, const PageContext& page);

struct PreferencesPage {
  std::vector<ChannelFacts> channels;                 // his
  std::set<std::pair<std::string, std::string>> off;  // rule and channel
  std::string message;
  bool refused = false;

  [[nodiscard]] bool wants(std::string_view rule, const std::string& channel) const {
    return !off.contains({std::string(rule), channel});
  }
};
std::string preferences_page(const PreferencesPage& data, const PageContext& page);

std::string_view rule_name(Lang lang, std::string_view rule);  // of kLetterRules
std::string channel_name(Lang lang, const ChannelFacts& channel);

std::string inbox_json(const InboxPage& data);
std::string preferences_json(const PreferencesPage& data);

}  // namespace vouch::web
