#include "daemon/letter_writes.h"

#include <algorithm>
#include <map>
#include <utility>

#include "alerts/alert_rules.h"
#include "alerts/inhibit.h"
#include "alerts/notify.h"
#include "checks/decide.h"
#include "core/log.h"
#include "daemon/engine_watch.h"
#include "store/channels.h"
#include "store/gaps.h"
#include "store/letters.h"
#include "store/notices.h"
#include "store/outbox.h"
#include "store/people.h"
#include "store/settings.h"
#include "store/verdicts.h"

namespace vouch::daemon {
namespace {

constexpr std::string_view kRoom = "letter";
// A correction does not overtake the letter that it corrects.
constexpr Millis kAfterNegative = std::chrono::minutes(5);
constexpr std::string_view kCorrectionEnd = "|correction";
// What cannot be told now: no way to the reader, or the claim is exempt for a time.
constexpr Millis kTryAgain = std::chrono::hours(1);
constexpr Millis kGiveUp = std::chrono::hours(24 * 30);

alerts::NotifyTiming timing_of(const Rulebook& rules, NoticeKind rule) {
  const config::AlertSettings& settings = rules.settings.alerts;
  const alerts::LetterRule& how = alerts::letter_rule(rule);
  alerts::NotifyTiming timing;
  timing.group_wait = settings.group_wait;
  timing.group_interval = settings.group_interval;
  if (how.repeats) timing.repeat_interval = settings.repeat_interval;
  timing.send_resolved = how.tells_resolved;
  return timing;
}

// Is the trouble still on? What happened once (a message that died) is over as soon as it is told.
Result<bool> trouble_lasts(store::Connection& db, const Rulebook& rules,
                           const alerts::NoticeFacts& facts) {
  switch (facts.event) {
    case alerts::SystemEvent::kChannelBroken: {
      if (!is_configured(rules.settings, facts.subject)) return false;
      const auto channel = store::channels::find_by_name(db, facts.subject);
      if (!channel) return tl::unexpected(channel.error());
      return channel->has_value() && !(*channel)->enabled;
    }
    case alerts::SystemEvent::kCheckerHealth: {
      const auto text = store::settings::get(db, kSilenceKey);
      if (!text) return tl::unexpected(text.error());
      if (!*text) return false;
      const auto silence = silence_from_json(**text);
      if (!silence) return tl::unexpected(silence.error());
      return std::any_of(silence->providers.begin(), silence->providers.end(),
                         [](const auto& entry) { return entry.second.told; });
    }
    case alerts::SystemEvent::kMessageDead:
    case alerts::SystemEvent::kChannelClosed:
    case alerts::SystemEvent::kNone:
      return false;
  }
  return false;
}

bool happens_once(alerts::SystemEvent event) {
  return event == alerts::SystemEvent::kMessageDead ||
         event == alerts::SystemEvent::kChannelClosed || event == alerts::SystemEvent::kNone;
}

enum class Holds { kYes, kNo, kLater };
struct Standing {
  Holds holds = Holds::kYes;
  std::optional<Time> again_at;  // kLater
};

// One group while it is decided.
class GroupTeller {
 public:
  GroupTeller(store::WriteContext& context, const Rulebook& rules,
              const alerts::OutgoingContext& outgoing, const std::vector<Gap>& gaps,
              store::LetterGroup group)
      : context_(context),
        rules_(rules),
        outgoing_(outgoing),
        gaps_(gaps),
        group_(std::move(group)),
        how_(alerts::letter_rule(group_.rule)) {}

  Status run() {
    // Written by a clock that was put back.
    if (group_.told_at && *group_.told_at > context_.now) group_.told_at = context_.now;
    const auto reader = store::people::find_user(context_.db, group_.reader);
    if (!reader) return tl::unexpected(reader.error());
    Status status = read_waiting(*reader);
    if (status && follows_up()) status = read_told();
    if (status && follows_up()) status = hide_what_follows();
    if (!status) return status;

    alerts::NotifyDecision decision =
        alerts::decide_notification(state_, log_, timing_of(rules_, group_.rule), context_.now);
    // Told by the same rule in the night, or when its end comes.
    if (decision.reason != alerts::NotifyReason::kNothing && held()) {
      decision = {alerts::NotifyReason::kNothing, outgoing_.quiet_until, false};
    }
    group_.due_at = decision.again_at;
    if (decision.forget) status = close_told();
    if (decision.reason != alerts::NotifyReason::kNothing) status = tell(decision.reason, *reader);
    if (!status) return status;
    watch();
    if (later_ && (!group_.due_at || *later_ < *group_.due_at)) group_.due_at = later_;
    return store::letters::put_group(context_.db, group_);
  }

 private:
  // Only what is repeated or whose end is told is looked at again once it was told.
  [[nodiscard]] bool follows_up() const { return how_.repeats || how_.tells_resolved; }
  [[nodiscard]] bool held() const {
    return outgoing_.quiet_until && !outgoing_.is_urgent(group_.rule);
  }

  Result<alerts::GroupedNotice> load(NoticeId id) {
    auto notice = store::notices::find(context_.db, id);
    if (!notice) return tl::unexpected(notice.error());
    auto facts = alerts::notice_facts_from_json(notice->body);
    if (!facts) return tl::unexpected(facts.error());
    return alerts::GroupedNotice{std::move(*notice), std::move(*facts)};
  }

  Result<Standing> standing(const alerts::GroupedNotice& one) {
    if (one.notice.kind == NoticeKind::kCorrection) return correction_standing(one.notice);
    if (one.notice.kind == NoticeKind::kSystem) {
      if (happens_once(one.facts.event)) return Standing{};
      const auto lasts = trouble_lasts(context_.db, rules_, one.facts);
      if (!lasts) return tl::unexpected(lasts.error());
      return Standing{*lasts ? Holds::kYes : Holds::kNo, std::nullopt};
    }
    const auto judged = judge_notice(context_, rules_, gaps_, one.notice);
    if (!judged) return tl::unexpected(judged.error());
    switch (judged->answer) {
      case alerts::DueAnswer::kShow:
        return Standing{};
      case alerts::DueAnswer::kDrop:
        return dropped(one.notice);
      case alerts::DueAnswer::kWait:
        return Standing{Holds::kLater, judged->due_at};
    }
    return Standing{};
  }

  // An exemption may end, and the negative stands again under the same key.
  Result<Standing> dropped(const Notice& notice) {
    if (!notice.claim) return Standing{Holds::kNo, std::nullopt};
    const auto stored = store::verdicts::get(context_.db, notice.claim);
    if (!stored) return tl::unexpected(stored.error());
    if (!*stored) return Standing{Holds::kNo, std::nullopt};
    const auto verdict = checks::verdict_from_json((*stored)->json);
    if (!verdict) return tl::unexpected(verdict.error());
    if (verdict->work != WorkVerdict::kWaived) return Standing{Holds::kNo, std::nullopt};
    return Standing{Holds::kLater, context_.now + kTryAgain};
  }

  // What waits in a channel that is off cannot be overtaken: the rows keep their order there.
  Result<bool> is_off(const Message& letter) {
    const auto channel = store::channels::find(context_.db, letter.channel);
    if (!channel) return tl::unexpected(channel.error());
    return !channel->enabled || !is_configured(rules_.settings, channel->name);
  }

  // A correction is told iff the negative was, and after it.
  Result<Standing> correction_standing(const Notice& notice) {
    std::string_view key = notice.key;
    if (!key.ends_with(kCorrectionEnd)) return Standing{};
    key.remove_suffix(kCorrectionEnd.size());
    const auto negative = store::notices::find_by_key(context_.db, key);
    if (!negative) return tl::unexpected(negative.error());
    if (!*negative) return Standing{};
    const auto item = store::letters::find_item(context_.db, (*negative)->id);
    if (!item) return tl::unexpected(item.error());
    if (!*item) return Standing{};  // shown before letters waited
    if ((*item)->message.empty()) return Standing{Holds::kNo, std::nullopt};
    const auto letter = store::outbox::find(context_.db, (*item)->message);
    if (!letter && letter.error().code == ErrorCode::kNotFound) return Standing{};  // purged
    if (!letter) return tl::unexpected(letter.error());
    switch (letter->state) {
      case MessageState::kPending:
      case MessageState::kSending:
      case MessageState::kUnknown: {
        const auto off = is_off(*letter);
        if (!off) return tl::unexpected(off.error());
        if (*off) return Standing{};
        return Standing{Holds::kLater, context_.now + kAfterNegative};
      }
      case MessageState::kSent:
      case MessageState::kDead:
      case MessageState::kCancelled:
        return Standing{};
    }
    return Standing{};
  }

  Status read_waiting(const User& reader) {
    const auto items = store::letters::items(context_.db, group_.reader, group_.rule,
                                             store::LetterState::kWaiting);
    if (!items) return tl::unexpected(items.error());
    for (const store::LetterItem& item : *items) {
      auto one = load(item.notice);
      if (!one) return tl::unexpected(one.error());
      const auto reads_it = reader_of(context_, rules_, one->notice);
      if (!reads_it) return tl::unexpected(reads_it.error());
      if (*reads_it != group_.reader) {  // who leads the team has changed meanwhile
        const Status given = store::letters::hand_over(context_.db, item, *reads_it, context_.now);
        if (!given) return given;
        continue;
      }
      auto stands = standing(*one);
      if (!stands) return tl::unexpected(stands.error());
      if (stands->holds == Holds::kYes &&
          !alerts::has_letter(one->notice, one->facts, reader, outgoing_)) {
        *stands = Standing{Holds::kLater, context_.now + kTryAgain};
      }
      if (stands->holds == Holds::kLater && context_.now - item.since > kGiveUp) {
        stands->holds = Holds::kNo;
      }
      switch (stands->holds) {
        case Holds::kNo: {
          const Status over = mark(item.notice, store::LetterState::kOver, {});
          if (!over) return over;
          break;
        }
        case Holds::kLater:
          if (stands->again_at && (!later_ || *stands->again_at < *later_))
            later_ = stands->again_at;
          break;
        case Holds::kYes:
          // Of a clock that was put back: it has waited.
          state_.firing[one->notice.key] = item.since > context_.now ? Time{} : item.since;
          waiting_.push_back(std::move(*one));
          break;
      }
    }
    if (group_.told_at) log_ = alerts::ToldEntry{*group_.told_at, {}, {}};
    return {};
  }

  Status read_told() {
    const auto items =
        store::letters::items(context_.db, group_.reader, group_.rule, store::LetterState::kTold);
    if (!items) return tl::unexpected(items.error());
    for (const store::LetterItem& item : *items) {
      auto one = load(item.notice);
      if (!one) return tl::unexpected(one.error());
      const auto lasts = trouble_lasts(context_.db, rules_, one->facts);
      if (!lasts) return tl::unexpected(lasts.error());
      if (log_) log_->firing.insert(one->notice.key);
      if (*lasts) {
        state_.firing[one->notice.key] = item.since;
        lasting_.push_back(std::move(*one));
      } else {
        state_.resolved.insert(one->notice.key);
        over_.push_back(std::move(*one));
      }
    }
    return {};
  }

  // The cause of a trouble, if it is told or about to be.
  alerts::GroupedNotice* cause_of(const alerts::GroupedNotice& one) {
    for (auto* list : {&waiting_, &lasting_}) {
      for (alerts::GroupedNotice& other : *list) {
        if (alerts::is_inhibited_by(one.facts, other.facts)) return &other;
      }
    }
    return nullptr;
  }

  // What follows from a trouble that lasts is counted with it; what was counted with one that is
  // over is over as well.
  Status hide_what_follows() {
    std::vector<alerts::GroupedNotice> hidden;
    const auto earlier = store::letters::items(context_.db, group_.reader, group_.rule,
                                               store::LetterState::kInhibited);
    if (!earlier) return tl::unexpected(earlier.error());
    for (const store::LetterItem& item : *earlier) {
      auto one = load(item.notice);
      if (!one) return tl::unexpected(one.error());
      if (cause_of(*one) != nullptr) {
        hidden.push_back(std::move(*one));
        continue;
      }
      const Status over = mark(item.notice, store::LetterState::kOver, {});
      if (!over) return over;
    }
    std::vector<alerts::GroupedNotice> causes;
    std::vector<alerts::GroupedNotice> fresh;
    for (const alerts::GroupedNotice& one : waiting_)
      (cause_of(one) == nullptr ? causes : fresh).push_back(one);
    waiting_ = std::move(causes);
    for (const alerts::GroupedNotice& one : fresh) {
      state_.firing.erase(one.notice.key);
      const Status kept = mark(one.notice.id, store::LetterState::kInhibited, {});
      if (!kept) return kept;
      hidden.push_back(one);
    }
    for (const alerts::GroupedNotice& one : hidden) {
      if (alerts::GroupedNotice* cause = cause_of(one)) ++cause->hidden;
    }
    return {};
  }

  Status close_told() {
    for (const alerts::GroupedNotice& one : over_) {
      const Status closed = mark(one.notice.id, store::LetterState::kOver, {});
      if (!closed) return closed;
    }
    return {};
  }

  Status tell(alerts::NotifyReason reason, const User& reader) {
    // Who reports too and leads a team is told of each by itself.
    std::map<Audience, alerts::GroupLetter> letters;
    for (const alerts::GroupedNotice& one : waiting_)
      letters[one.notice.audience].items.push_back(one);
    for (const alerts::GroupedNotice& one : over_) letters[one.notice.audience].over.push_back(one);
    const bool again =
        reason == alerts::NotifyReason::kRepeat || reason == alerts::NotifyReason::kResolved;
    if (again) {
      for (const alerts::GroupedNotice& one : lasting_)
        letters[one.notice.audience].items.push_back(one);
    }
    std::map<Audience, std::string> ids;
    for (auto& [audience, letter] : letters) {
      letter.reason = reason;
      const auto messages = alerts::letter_messages(letter, group_.told_at, reader, outgoing_);
      const Status sent = send_all(context_.db, messages);
      if (!sent) return sent;
      if (!messages.empty()) ids[audience] = messages.front().id;
    }
    for (const alerts::GroupedNotice& one : waiting_) {
      const bool watched = follows_up() && !happens_once(one.facts.event);
      const auto state =
          follows_up() && !watched ? store::LetterState::kOver : store::LetterState::kTold;
      const Status told = mark(one.notice.id, state, ids[one.notice.audience]);
      if (!told) return told;
      if (watched) lasting_.push_back(one);
    }
    const Status closed = close_told();
    if (!closed) return closed;
    group_.told_at = context_.now;
    group_.due_at.reset();
    log::debug(kRoom, "{} of {} told in one letter", waiting_.size(), to_string(group_.rule));
    return {};
  }

  // Trouble that lasts is looked at again: whether it is over, and whether to repeat it.
  void watch() {
    if (lasting_.empty()) return;
    const Millis interval =
        std::max<Millis>(rules_.settings.alerts.group_interval, std::chrono::minutes(1));
    const Time again = context_.now + interval;
    if (!group_.due_at || again < *group_.due_at) group_.due_at = again;
  }

  Status mark(NoticeId notice, store::LetterState state, std::string_view message) {
    const auto marked = store::letters::mark(context_.db, notice, state, context_.now, message);
    if (!marked) return tl::unexpected(marked.error());
    return {};
  }

  store::WriteContext& context_;
  const Rulebook& rules_;
  const alerts::OutgoingContext& outgoing_;
  const std::vector<Gap>& gaps_;
  store::LetterGroup group_;
  const alerts::LetterRule& how_;
  std::vector<alerts::GroupedNotice> waiting_;
  std::vector<alerts::GroupedNotice> lasting_;
  std::vector<alerts::GroupedNotice> over_;
  alerts::GroupState state_;
  std::optional<alerts::ToldEntry> log_;
  std::optional<Time> later_;
};

}  // namespace

Status await_letter(store::WriteContext& context, const Rulebook& rules,
                    const alerts::OutgoingContext& outgoing, const Notice& notice) {
  const auto facts = alerts::notice_facts_from_json(notice.body);
  if (!facts) return tl::unexpected(facts.error());
  const auto reader = reader_of(context, rules, notice);
  if (!reader) return tl::unexpected(reader.error());
  const auto user = store::people::find_user(context.db, *reader);
  if (!user) return tl::unexpected(user.error());
  if (!alerts::has_letter(notice, *facts, *user, outgoing)) return {};
  store::LetterItem item;
  item.notice = notice.id;
  item.reader = *reader;
  item.rule = notice.kind;
  item.since = context.now;
  const auto added =
      store::letters::add(context.db, item, context.now + rules.settings.alerts.group_wait);
  if (!added) return tl::unexpected(added.error());
  return {};
}

Result<int> tell_groups(store::WriteContext& context, const Rulebook& rules) {
  const auto due = store::letters::due(context.db, context.now, kGroupsAStep);
  if (!due) return tl::unexpected(due.error());
  if (due->empty()) return 0;
  const auto gaps = store::gaps::all(context.db);
  if (!gaps) return tl::unexpected(gaps.error());
  const auto outgoing = outgoing_context(context, rules);
  if (!outgoing) return tl::unexpected(outgoing.error());
  for (const store::LetterGroup& group : *due) {
    const Status told = GroupTeller(context, rules, *outgoing, *gaps, group).run();
    if (!told) return tl::unexpected(told.error());
  }
  return static_cast<int>(due->size());
}

}  // namespace vouch::daemon
