// The facts inside Notice::body: all that a text about the notice needs, frozen when the notice was
// made, so that a text can be written again years later. Pure values; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/observation.h"
#include "core/result.h"
#include "core/time.h"
#include "core/verdict.h"

namespace vouch::alerts {

// kWithdrawn: the negative rested on a source that proved to have been blind.
enum class CorrectionKind { kNone, kOverturned, kRecovered, kWithdrawn };
enum class SystemEvent {
  kNone,
  kChannelBroken,
  kMessageDead,
  kCheckerHealth,
  kChannelClosed,  // until it opens by itself
  kCoverageLow     // of a stage
};

std::string_view to_string(SystemEvent event);  // "channel_broken"; kNone: ""

struct NoticeFacts {
  // About one stage of a claim.
  std::optional<Stage> stage;
  StageState state = StageState::kWaiting;  // kFail or kRegressed
  int episode = 0;
  Reason reason = Reason::kTimer;
  std::string url;
  std::string title;
  std::string work_type;
  std::vector<std::string> keywords;
  std::optional<Date> work_date;

  // What was looked at, when, and what was seen.
  std::optional<Time> observed_at;
  int http_status = 0;
  std::string final_url;
  std::string provider;
  std::string query;

  // The rule, for the sentence in words.
  std::optional<Time> deadline;
  int negatives = 0;
  int confirmations = 0;
  Millis spacing{};
  int grace_workdays = 1;
  std::optional<Time> public_at;  // as known when the notice was made

  bool at_once = false;  // goes out by itself instead of waiting for the daily message
  CorrectionKind correction = CorrectionKind::kNone;
  std::optional<Date> report_date;  // kNotReported

  SystemEvent event = SystemEvent::kNone;  // kSystem
  std::string subject;                     // the channel, message or provider it is about
  std::string detail;                      // what happened, for people
};

std::string to_json(const NoticeFacts& facts);  // canonical: equal facts give equal bytes
Result<NoticeFacts> notice_facts_from_json(std::string_view json);

}  // namespace vouch::alerts
