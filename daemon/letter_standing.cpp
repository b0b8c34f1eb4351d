#include "daemon/letter_standing.h"

#include <algorithm>
#include <string_view>

#include "checks/decide.h"
#include "daemon/engine_watch.h"
#include "store/channels.h"
#include "store/gaps.h"
#include "store/letters.h"
#include "store/notices.h"
#include "store/outbox.h"
#include "store/verdicts.h"

namespace vouch::daemon {
namespace {

// A correction does not overtake the letter that it corrects.
constexpr Millis kAfterNegative = std::chrono::minutes(5);
constexpr std::string_view kCorrectionEnd = "|correction";
constexpr Millis kTryAgain = std::chrono::hours(1);  // the claim is exempt for a time

// An exemption may end, and the negative stands again under the same key.
Result<LetterStanding> dropped(store::WriteContext& context, const Notice& notice) {
  if (!notice.claim) return LetterStanding{Holds::kNo, std::nullopt};
  const auto stored = store::verdicts::get(context.db, notice.claim);
  if (!stored) return tl::unexpected(stored.error());
  if (!*stored) return LetterStanding{Holds::kNo, std::nullopt};
  const auto verdict = checks::verdict_from_json((*stored)->json);
  if (!verdict) return tl::unexpected(verdict.error());
  if (verdict->work != WorkVerdict::kWaived) return LetterStanding{Holds::kNo, std::nullopt};
  return LetterStanding{Holds::kLater, context.now + kTryAgain};
}

// What waits in a channel that is off cannot be overtaken: the rows keep their order there.
Result<bool> is_off(store::Connection& db, const Rulebook& rules, const Message& letter) {
  const auto channel = store::channels::find(db, letter.channel);
  if (!channel) return tl::unexpected(channel.error());
  return !channel->enabled || !is_configured(rules.settings, channel->name);
}

// Whether it is indexed cannot be asked again now: it is told when it can.
Result<bool> cannot_be_asked(store::Connection& db, const alerts::NoticeFacts& facts) {
  if (!facts.stage || facts.stage->kind != StageKind::kIndex) return false;
  const auto outage = known_engine_outage(db);
  if (!outage) return tl::unexpected(outage.error());
  return std::any_of(outage->providers.begin(), outage->providers.end(), [&](const auto& entry) {
    const auto& engines = entry.second.engines;
    return entry.second.told &&
           std::find(engines.begin(), engines.end(), facts.stage->engine) != engines.end();
  });
}

// A correction is told iff the negative was, and after it.
Result<LetterStanding> correction_standing(store::WriteContext& context, const Rulebook& rules,
                                           const Notice& notice) {
  std::string_view key = notice.key;
  if (!key.ends_with(kCorrectionEnd)) return LetterStanding{};
  key.remove_suffix(kCorrectionEnd.size());
  const auto negative = store::notices::find_by_key(context.db, key);
  if (!negative) return tl::unexpected(negative.error());
  if (!*negative) return LetterStanding{};
  const auto item = store::letters::find_item(context.db, (*negative)->id);
  if (!item) return tl::unexpected(item.error());
  if (!*item) return LetterStanding{};  // shown before letters waited
  if ((*item)->message.empty()) {
    if (!(*item)->inbox) return LetterStanding{Holds::kNo, std::nullopt};
    return LetterStanding{Holds::kYes, std::nullopt, {}, true};
  }
  const auto letter = store::outbox::find(context.db, (*item)->message);
  if (!letter && letter.error().code == ErrorCode::kNotFound) return LetterStanding{};  // purged
  if (!letter) return tl::unexpected(letter.error());
  const auto of = store::outbox::letter_row(context.db, letter->id);
  if (!of) return tl::unexpected(of.error());
  // By mail and by his own robots: none of them is overtaken.
  const auto open =
      store::outbox::open_of(context.db, letter->recipient, letter->created_at, of->inbox);
  if (!open) return tl::unexpected(open.error());
  for (const Message& row : *open) {
    const auto off = is_off(context.db, rules, row);
    if (!off) return tl::unexpected(off.error());
    if (!*off) return LetterStanding{Holds::kLater, context.now + kAfterNegative};
  }
  const auto rows =
      store::outbox::rows_of(context.db, letter->recipient, letter->created_at, of->inbox);
  if (!rows) return tl::unexpected(rows.error());
  LetterStanding standing;
  for (const Message& row : *rows) standing.ways.insert(row.channel);
  return standing;
}

}  // namespace

Result<std::optional<alerts::NoticeFacts>> trouble_now(store::Connection& db, const Rulebook& rules,
                                                       const alerts::NoticeFacts& facts) {
  using Facts = std::optional<alerts::NoticeFacts>;
  switch (facts.event) {
    case alerts::SystemEvent::kChannelBroken: {
      if (!is_configured(rules.settings, facts.subject)) return Facts();
      const auto channel = store::channels::find_by_name(db, facts.subject);
      if (!channel) return tl::unexpected(channel.error());
      return *channel && !(*channel)->enabled ? Facts(facts) : Facts();
    }
    case alerts::SystemEvent::kCheckerHealth: {
      const auto outage = known_engine_outage(db);
      if (!outage) return tl::unexpected(outage.error());
      std::vector<SilentProvider> silent;
      for (const auto& [name, provider] : outage->providers) {
        if (provider.told) silent.push_back(provider);
      }
      if (silent.empty()) return Facts();
      const alerts::CheckerTrouble trouble = trouble_of(rules, silent);
      Facts now = facts;
      now->subject = trouble.name;
      now->detail = trouble.detail;
      return now;
    }
    case alerts::SystemEvent::kMessageDead:
    case alerts::SystemEvent::kChannelClosed:
    case alerts::SystemEvent::kCoverageLow:
    case alerts::SystemEvent::kNone:
      return Facts();
  }
  return Facts();
}

bool happens_once(alerts::SystemEvent event) {
  return event == alerts::SystemEvent::kMessageDead ||
         event == alerts::SystemEvent::kChannelClosed ||
         event == alerts::SystemEvent::kCoverageLow || event == alerts::SystemEvent::kNone;
}

Result<LetterStanding> letter_standing(store::WriteContext& context, const Rulebook& rules,
                                       const std::vector<Gap>& gaps,
                                       const alerts::GroupedNotice& one) {
  if (one.notice.kind == NoticeKind::kCorrection)
    return correction_standing(context, rules, one.notice);
  if (one.notice.kind == NoticeKind::kSystem) {
    if (happens_once(one.facts.event)) return LetterStanding{};
    const auto lasts = trouble_now(context.db, rules, one.facts);
    if (!lasts) return tl::unexpected(lasts.error());
    return LetterStanding{lasts->has_value() ? Holds::kYes : Holds::kNo, std::nullopt};
  }
  const auto judged = judge_notice(context, rules, gaps, one.notice);
  if (!judged) return tl::unexpected(judged.error());
  switch (judged->answer) {
    case alerts::DueAnswer::kShow: {
      const auto blind = cannot_be_asked(context.db, one.facts);
      if (!blind) return tl::unexpected(blind.error());
      if (*blind) return LetterStanding{Holds::kLater, context.now + kTryAgain};
      return LetterStanding{};
    }
    case alerts::DueAnswer::kDrop:
      return dropped(context, one.notice);
    case alerts::DueAnswer::kWait:
      return LetterStanding{Holds::kLater, judged->due_at};
  }
  return LetterStanding{};
}

Result<bool> letter_still_holds(store::WriteContext& context, const Rulebook& rules,
                                const Message& message) {
  if (!message.recipient) return true;  // an event: machines read its time
  const auto gaps = store::gaps::all(context.db);
  if (!gaps) return tl::unexpected(gaps.error());
  const auto letter = store::outbox::letter_row(context.db, message.id);
  if (!letter) return tl::unexpected(letter.error());
  const auto items =
      store::letters::told_at(context.db, message.recipient, message.created_at, letter->inbox);
  if (!items) return tl::unexpected(items.error());
  for (const store::LetterItem& item : *items) {
    if (item.rule == NoticeKind::kSystem || item.rule == NoticeKind::kCorrection) continue;
    auto notice = store::notices::find(context.db, item.notice);
    if (!notice) return tl::unexpected(notice.error());
    auto facts = alerts::notice_facts_from_json(notice->body);
    if (!facts) return tl::unexpected(facts.error());
    const auto standing =
        letter_standing(context, rules, *gaps, {std::move(*notice), std::move(*facts)});
    if (!standing) return tl::unexpected(standing.error());
    if (standing->holds != Holds::kYes) return false;
  }
  return true;
}

}  // namespace vouch::daemon
