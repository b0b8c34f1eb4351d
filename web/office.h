// Calendar, 检测说明 and its readers: gathered, and written as JSON.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "web/gather_screens.h"

namespace vouch::web {

struct NoticeReader {
  std::string login;
  std::string name;
  std::optional<Time> acknowledged_at;
};

class JsonIn;

// The `version` of an acknowledgement, of which the body holds nothing else; none: a problem.
std::optional<int> read_version(JsonIn& body);

namespace gather {

// When the viewer read the notice in force; none: not yet, or there is none.
Result<std::optional<Time>> acknowledged(store::Connection& db, int version, const Viewer& viewer);
// Of whom a reader is told who has read what: leaders, active people of the teams they lead;
// administrators, all active ones.
Result<std::vector<User>> people_told(store::Connection& db, const Viewer& viewer);
Result<std::vector<NoticeReader>> notice_readers(store::Connection& db, int version,
                                                 const Viewer& viewer);

}  // namespace gather

// `today`: from 1 December the next year is missed where nobody knows it.
std::string calendar_json(const ReadingRules& rules, int year, Date today);
std::string checks_notice_json(const config::ChecksNotice& notice,
                               const std::optional<Time>& acknowledged);
std::string readers_json(const std::vector<NoticeReader>& readers);

}  // namespace vouch::web
