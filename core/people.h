// Users, teams, leave and the company's own sites.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.h"
#include "core/time.h"

namespace vouch {

enum class Role {
  kEmployee,
  kSupervisor,
  kAdmin,
  kOwner
};  // work roles (编辑 推广 客服 销售) are User::post

inline constexpr std::string_view kVendorPost = "vendor";

struct User {
  UserId id;
  std::string login;
  std::string name;
  std::string email;  // may be empty: the page is then the notice
  Role role = Role::kEmployee;
  std::string post;  // "editor", "promoter", "service", "sales", "vendor"
  TeamId team;
  bool active = true;
  unsigned report_weekdays = 0;  // bit 0 Monday .. bit 6 Sunday: reports are expected; 0: never
  std::string link_token;        // personal read-only page, 32 characters
  Time created_at;               // set by the store
};

struct Team {
  TeamId id;
  std::string name;
  UserId supervisor;
  UserId deputy;
  std::optional<Date> deputy_from;
  std::optional<Date> deputy_to;
};

struct Leave {
  UserId user;
  Date from;
  Date to;  // inclusive
};

struct OwnSite {
  SiteId id;
  std::string domain;  // host; sub-domains belong to it
  std::string name;
};

struct Keyword {
  KeywordId id;
  std::string text;    // as typed
  std::string folded;  // unique
  int priority = 3;    // 1 highest
};

}  // namespace vouch
