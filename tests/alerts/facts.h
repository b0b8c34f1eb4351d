// Hand-made facts for the tables of this room: a calendar, people, a claim and verdicts about it.
#pragma once

#include <string>
#include <vector>

#include "alerts/outgoing.h"
#include "alerts/rules.h"
#include "checks/stage_plan.h"
#include "core/calendar.h"
#include "core/claim.h"
#include "core/clock.h"
#include "core/people.h"
#include "core/verdict.h"

namespace vouch::alerts::testing {

// Local time of Shanghai; 2026-11-23 is a Monday.
inline Time at(std::string_view date, int hour, int minute = 0) {
  return Zone::shanghai().at(parse_date(date).value(),
                             std::chrono::hours(hour) + std::chrono::minutes(minute));
}
inline Date day(std::string_view date) {
  return parse_date(date).value();
}

struct FixedClock final : WallClock {
  Time time;
  explicit FixedClock(Time start) : time(start) {}
  [[nodiscard]] Time now() const override { return time; }
};

inline const Stage kLive{StageKind::kLive, {}};
inline const Stage kContent{StageKind::kContent, {}};
inline const Stage kBaidu{StageKind::kIndex, "baidu"};

inline Calendar workdays() {
  return Calendar(Zone::shanghai(), "test");
}

inline Claim forum_post() {
  Claim claim;
  claim.id = ClaimId{12};
  claim.user = UserId{5};
  claim.work_date = day("2026-11-23");
  claim.submitted_at = at("2026-11-23", 15);
  claim.work_type = "forum_post";
  claim.title = "不锈钢阀门选型";
  claim.url = "http://forum.localhost:8080/t/7";
  claim.keywords = {"不锈钢阀门"};
  return claim;
}

inline checks::ClaimPlan forum_plan() {
  checks::ClaimPlan plan;
  plan.grace_workdays = 1;
  plan.stages.push_back(
      {kLive, true, Reason::kTimer, true, true, at("2026-11-23", 17), 2, std::chrono::hours(2)});
  plan.stages.push_back(
      {kContent, true, Reason::kTimer, true, true, at("2026-11-23", 17), 2, std::chrono::hours(2)});
  plan.stages.push_back(
      {kBaidu, true, Reason::kTimer, false, true, at("2026-11-30", 15), 3, std::chrono::hours(24)});
  return plan;
}

inline StageResult stage(const Stage& which, StageState state, Time since, int episode = 1,
                         Reason reason = Reason::kHttp404) {
  StageResult result;
  result.stage = which;
  result.state = state;
  result.reason = reason;
  result.since = since;
  result.episode = episode;
  result.episode_at = since;
  result.deadline = at("2026-11-23", 17);
  result.negatives = 2;
  result.last_observed_at = since;
  return result;
}

inline Verdict verdict(WorkVerdict work, std::vector<StageResult> stages,
                       std::optional<Time> public_at = std::nullopt) {
  Verdict made;
  made.claim = ClaimId{12};
  made.work = work;
  made.stages = std::move(stages);
  made.public_at = public_at;
  return made;
}

inline User person(std::int64_t id, std::string name, Role role = Role::kEmployee) {
  User user;
  user.id = UserId{id};
  user.login = "u" + std::to_string(id);
  user.name = std::move(name);
  user.email = user.login + "@example.com";
  user.role = role;
  user.report_weekdays = 0b0011111;
  user.link_token = "token" + std::to_string(id);
  return user;
}

inline Channel channel(std::int64_t id, std::string name, ChannelKind kind) {
  Channel made;
  made.id = ChannelId{id};
  made.name = std::move(name);
  made.kind = kind;
  return made;
}

inline RenderContext chinese() {
  RenderContext context;
  context.company = "河马阀门";
  context.public_url = "https://vouch.example.com";
  context.engine_names = {{"baidu", "百度"}};
  return context;
}
inline RenderContext english() {
  RenderContext context = chinese();
  context.company = "Hippo Valves";
  context.language = Language::kEnglish;
  return context;
}

// A notice told alone: its letters and its events.
inline std::vector<Message> messages_for(const Notice& notice, const User& reader,
                                         const OutgoingContext& with) {
  std::vector<Message> messages;
  const NoticeFacts facts = notice_facts_from_json(notice.body).value();
  if (has_letter(notice, facts, reader, with)) {
    GroupLetter letter;
    letter.items.push_back({notice, facts});
    messages = letter_messages(letter, std::nullopt, reader, with);
  }
  const auto events = event_messages(notice, with);
  messages.insert(messages.end(), events.begin(), events.end());
  return messages;
}

}  // namespace vouch::alerts::testing
