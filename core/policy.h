// What the company asks of a claim (domain §5.7), and what a platform allows to be seen (domain
// §4.4). Plain data read from config/data; a claim keeps the versions it was submitted under.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/ids.h"
#include "core/time.h"

namespace vouch {

enum class LiveMode { kAutomatic, kLowRate, kAssisted, kOff };
enum class Expectation { kExpect, kMeasure, kNotApplicable };

struct Policy {
  std::string key;   // "site_article"
  std::string name;  // "官网文章"
  std::vector<std::string> work_types;
  std::string platform_class;  // empty: any; else Platform::cls must equal

  bool live = true;        // false: assisted evidence or numbers only
  Millis live_deadline{};  // after submission
  int live_confirmations = 2;
  Millis live_spacing{};  // between confirmations

  bool content_title = false;
  bool content_keyword = false;
  bool content_link = false;      // link to one of the company's own sites
  bool link_must_follow = false;  // nofollow/ugc/sponsored fails; else it is noted

  Expectation index = Expectation::kMeasure;   // kExpect: has a deadline; platform may lower it
  bool index_required = false;                 // law 10: no shipped policy sets it
  std::map<std::string, Expectation> engines;  // overrides per engine
  Millis index_deadline{};
  int index_confirmations = 3;
  Millis index_spacing{};

  Millis survival{};  // after VERIFIED
  int grace_workdays = 1;
  std::vector<Millis> page_looks;  // offsets from submission
  std::vector<Millis> index_looks;
};

struct Platform {
  std::string key;                 // "baijiahao"
  std::string name;                // "百家号"
  std::string cls;                 // "own", "media", "qa", "forum", "b2b", "closed", "other"
  std::vector<std::string> hosts;  // host suffixes; "*" for the fallback
  LiveMode live_mode = LiveMode::kAutomatic;
  std::map<std::string, Expectation> engines;
  std::vector<std::string> identity_params;  // never dropped from the loose key
  std::vector<std::string> drop_params;      // dropped from the loose key
  std::vector<std::string> gone_phrases;     // in the message area: deleted or not existing
  std::vector<std::string> review_phrases;   // under review
  std::vector<std::string> login_phrases;    // could not check
  std::vector<std::string> challenge_phrases;
  bool not_found_is_proof = true;  // false: a 404 here proves nothing (domain §5.4)
  std::string default_work_type;
  std::string verified_on;  // "2026-11-23"
  std::string source;
};

struct WorkType {
  std::string key;                   // "forum_post"
  std::string name;                  // "论坛发帖"
  std::vector<std::string> aliases;  // how people write it in a report
  std::vector<std::string> roles;
  bool has_url = true;
  int standard_minutes = 0;
};

struct Engine {
  std::string key;              // "baidu"
  std::string name;             // "百度"
  std::string robots_agent;     // "Baiduspider"
  bool honours_noindex = true;  // Baidu documents none: warning instead of failure
  bool honours_canonical = true;
};

}  // namespace vouch
