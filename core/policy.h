// What the company asks of a claim (domain §5.7), and what a platform allows to be seen (domain
// §4.4). Plain data read from config/data; a claim keeps the versions it was submitted under.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
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
  bool fallback = false;       // takes what no other policy takes

  bool live = true;  // false: assisted evidence or numbers only
  int evidence_sample =
      20;                  // per cent of the entries with assisted evidence that a person looks at
  Millis live_deadline{};  // after submission
  int live_confirmations = 2;
  Millis live_spacing{};  // between confirmations

  bool content_title = false;
  bool content_keyword = false;
  bool content_link = false;      // link to one of the company's own sites
  bool link_must_follow = false;  // nofollow/ugc/sponsored fails; else it is noted
  bool mention_suffices = false;  // brand name or own host in visible text passes content_link

  Expectation index = Expectation::kMeasure;   // kExpect: has a deadline; platform may lower it
  bool index_required = false;                 // law 10: no shipped policy sets it
  std::map<std::string, Expectation> engines;  // overrides per engine
  Millis index_deadline{};
  int index_confirmations = 3;
  Millis index_spacing{};

  // Work types of which the page's text is the person's own work: what stood elsewhere before is
  // marked. Others (转载, answers under a shared question, links on foreign pages) may repeat a
  // text.
  std::vector<std::string> own_text;

  Millis survival{};  // after VERIFIED
  int grace_workdays = 1;
  std::vector<Millis> page_looks;  // offsets from submission
  std::vector<Millis> index_looks;
};

struct Platform {
  std::string key;                   // "baijiahao"
  std::string name;                  // "百家号"
  std::vector<std::string> aliases;  // how people write it in a report
  std::string cls;                   // "own", "media", "qa", "forum", "b2b", "closed", "other"
  std::vector<std::string> hosts;    // host suffixes; "*" for the fallback
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
  // Per cent of searches that click on the first, second, ... organic row; nothing beyond the last.
  std::vector<double> click_curve;
  bool click_curve_assumed = false;  // nobody measured it on this engine
};

// Lookups over the records in force. For a complete set of records (one platform with host "*", one
// fallback policy) platform_for_host and policy_for never return null.

// `own_hosts` (sub-domains included) come first and give the platform of class "own"; then the
// longest host suffix; then the fallback. `host` without port, ASCII, lower case.
const Platform* platform_for_host(std::span<const Platform> platforms, std::string_view host,
                                  std::span<const std::string> own_hosts);
// By key, name or alias, compared folded; null when nothing is called so.
const Platform* platform_named(std::span<const Platform> platforms, std::string_view text);
const WorkType* work_type_named(std::span<const WorkType> work_types, std::string_view text);
const Engine* engine_named(std::span<const Engine> engines, std::string_view text);
// A class whose policy names no work types takes everything on it (assisted platforms); then work
// type and class; then the work type alone; then the fallback.
const Policy* policy_for(std::span<const Policy> policies, std::string_view work_type,
                         std::string_view platform_class);

}  // namespace vouch
