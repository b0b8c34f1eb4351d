#include "daemon/letter_writes.h"

#include <algorithm>
#include <map>
#include <utility>

#include "alerts/alert_rules.h"
#include "alerts/inhibit.h"
#include "alerts/notify.h"
#include "alerts/silence.h"
#include "core/log.h"
#include "daemon/letter_standing.h"
#include "daemon/letter_ways.h"
#include "store/gaps.h"
#include "store/letters.h"
#include "store/notices.h"
#include "store/people.h"
#include "store/silences.h"

namespace vouch::daemon {
namespace {

constexpr std::string_view kRoom = "letter";
constexpr Millis kTryAgain = std::chrono::hours(1);  // no way to the reader
constexpr Millis kGiveUp = std::chrono::hours(24 * 30);

// Where an item that holds is told now.
enum class Place {
  kOut,         // in the inbox, and by the reader's channels
  kInboxAlone,  // and nowhere else, ever
  kInboxFirst,  // it waits for a way beside it
  kNowhere,     // the inbox has it; or nobody reads letters any more
};

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

// One group while it is decided.
class GroupTeller {
 public:
  GroupTeller(store::WriteContext& context, const Rulebook& rules,
              const alerts::OutgoingContext& outgoing, const std::vector<Gap>& gaps,
              const std::vector<Silence>& silences, const store::LetterGroup& group)
      : context_(context),
        rules_(rules),
        outgoing_(outgoing),
        gaps_(gaps),
        silences_(silences),
        group_(group),
        how_(alerts::letter_rule(group_.rule)) {}

  Status run() {
    // Written by a clock that was put back.
    if (group_.told_at && *group_.told_at > context_.now) group_.told_at = context_.now;
    const auto reader = store::people::find_user(context_.db, group_.reader);
    if (!reader) return tl::unexpected(reader.error());
    auto reach = reach_of(context_.db, outgoing_, *reader, to_string(group_.rule));
    if (!reach) return tl::unexpected(reach.error());
    reach_ = std::move(*reach);
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
  using Notices = std::vector<alerts::GroupedNotice>;

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
      auto stands = letter_standing(context_, rules_, gaps_, *one);
      if (!stands) return tl::unexpected(stands.error());
      if (stands->holds != Holds::kNo) {
        const auto held = hold_back(item, *one);
        if (!held) return tl::unexpected(held.error());
        if (*held) continue;
      }
      Place place = Place::kOut;
      if (stands->holds == Holds::kYes) place = place_of(item, *one, *stands, reader);
      if (place == Place::kNowhere)
        *stands = LetterStanding{Holds::kLater, context_.now + kTryAgain};
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
          places_[one->notice.id] = place;
          entries_[one->notice.id] = item.inbox;
          reach_.always.insert(stands->ways.begin(), stands->ways.end());
          waiting_.push_back(std::move(*one));
          break;
      }
    }
    if (group_.told_at) log_ = alerts::ToldEntry{*group_.told_at, {}, {}};
    return {};
  }

  Place place_of(const store::LetterItem& item, const alerts::GroupedNotice& one,
                 const LetterStanding& stands, const User& reader) const {
    if (!alerts::is_lettered(one.notice, one.facts, reader, outgoing_)) return Place::kNowhere;
    if (stands.inbox_alone) return Place::kInboxAlone;
    alerts::Reach reach = reach_;
    reach.always.insert(stands.ways.begin(), stands.ways.end());
    if (alerts::has_letter(one.notice, one.facts, reader, outgoing_, reach)) return Place::kOut;
    // He has a way and does not want it for this rule.
    const bool chosen = alerts::has_letter(one.notice, one.facts, reader, outgoing_);
    if (chosen || !item.waits_for_way) return Place::kInboxAlone;
    return item.inbox ? Place::kNowhere : Place::kInboxFirst;
  }

  Status read_told() {
    const auto items =
        store::letters::items(context_.db, group_.reader, group_.rule, store::LetterState::kTold);
    if (!items) return tl::unexpected(items.error());
    for (const store::LetterItem& item : *items) {
      auto one = load(item.notice);
      if (!one) return tl::unexpected(one.error());
      auto now = trouble_now(context_.db, rules_, one->facts);
      if (!now) return tl::unexpected(now.error());
      if (*now) {
        one->facts = std::move(**now);
        const auto held = hold_back(item, *one);
        if (!held) return tl::unexpected(held.error());
        if (*held) continue;
      }
      if (log_) log_->firing.insert(one->notice.key);
      if (*now) {
        state_.firing[one->notice.key] = item.since;
        lasting_.push_back(std::move(*one));
      } else {
        state_.resolved.insert(one->notice.key);
        over_.push_back(std::move(*one));
      }
    }
    return {};
  }

  // Its silence, if there is one, is kept with it. What was silenced and is not any more is told
  // like anything else.
  Result<bool> hold_back(const store::LetterItem& item, const alerts::GroupedNotice& one) {
    const Silence* silence =
        alerts::silenced_by(silences_, one.notice, one.facts, group_.reader, context_.now);
    const SilenceId by = silence == nullptr ? SilenceId{} : silence->id;
    if (by != item.silence) {
      const Status kept = store::letters::hold_back(context_.db, item.notice, by);
      if (!kept) return tl::unexpected(kept.error());
    }
    if (silence == nullptr) return false;
    if (!later_ || silence->to < *later_) later_ = silence->to;
    silenced_.push_back(one);
    return true;
  }

  static alerts::GroupedNotice* cause_in(Notices& list, const alerts::GroupedNotice& one) {
    const auto cause = std::find_if(list.begin(), list.end(), [&](const auto& other) {
      return alerts::is_inhibited_by(one.facts, other.facts);
    });
    return cause == list.end() ? nullptr : &*cause;
  }
  // The cause of a trouble, if it is told, about to be, or silenced.
  alerts::GroupedNotice* cause_of(const alerts::GroupedNotice& one) {
    for (Notices* list : {&waiting_, &lasting_, &silenced_}) {
      if (alerts::GroupedNotice* cause = cause_in(*list, one)) return cause;
    }
    return nullptr;
  }

  // What follows from a trouble is counted in the letters about it, and over when it is over. Until
  // the first of them it waits with its cause: what ends untold hides nothing.
  Status hide_what_follows() {
    const auto earlier = store::letters::items(context_.db, group_.reader, group_.rule,
                                               store::LetterState::kInhibited);
    if (!earlier) return tl::unexpected(earlier.error());
    for (const store::LetterItem& item : *earlier) {
      auto one = load(item.notice);
      if (!one) return tl::unexpected(one.error());
      alerts::GroupedNotice* cause = cause_of(*one);
      if (cause == nullptr) cause = cause_in(over_, *one);
      if (cause == nullptr) {
        const Status over = mark(item.notice, store::LetterState::kOver, {});
        if (!over) return over;
        continue;
      }
      ++cause->hidden;
      if (cause_in(over_, *one) == cause) ending_.push_back(item.notice);
    }
    Notices causes;
    for (const alerts::GroupedNotice& one : waiting_)
      (cause_of(one) == nullptr ? causes : following_).push_back(one);
    waiting_ = std::move(causes);
    for (const alerts::GroupedNotice& one : following_) {
      state_.firing.erase(one.notice.key);
      if (alerts::GroupedNotice* cause = cause_of(one)) ++cause->hidden;
      if (cause_in(lasting_, one) == nullptr) continue;
      const Status kept = mark(one.notice.id, store::LetterState::kInhibited, {});
      if (!kept) return kept;
    }
    return {};
  }

  Status close_told() {
    for (const alerts::GroupedNotice& one : over_) {
      const Status closed = mark(one.notice.id, store::LetterState::kOver, {});
      if (!closed) return closed;
    }
    for (const NoticeId notice : ending_) {
      const Status closed = mark(notice, store::LetterState::kOver, {});
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
      auto id = send(letter, reader);
      if (!id) return tl::unexpected(id.error());
      ids[audience] = std::move(*id);
    }
    for (const alerts::GroupedNotice& one : following_) {
      if (cause_in(waiting_, one) == nullptr) continue;
      const Status kept = mark(one.notice.id, store::LetterState::kInhibited, {});
      if (!kept) return kept;
    }
    for (const alerts::GroupedNotice& one : waiting_) {
      const Status kept =
          store::letters::put_inbox(context_.db, one.notice.id, entries_[one.notice.id]);
      if (!kept) return kept;
      if (places_[one.notice.id] == Place::kInboxFirst) {
        later_ = std::min(later_.value_or(Time::max()), context_.now + kTryAgain);
        continue;
      }
      const bool watched = follows_up() && !happens_once(one.facts.event);
      const auto state =
          follows_up() && !watched ? store::LetterState::kOver : store::LetterState::kTold;
      const bool out = places_[one.notice.id] == Place::kOut;
      const Status told = mark(one.notice.id, state, out ? ids[one.notice.audience] : "");
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

  // One letter: what is new of it to the inbox, what may go out to the outbox, in this transaction.
  // The id of its first row; empty: it has none.
  Result<std::string> send(const alerts::GroupLetter& letter, const User& reader) {
    alerts::GroupLetter inbox = letter;
    std::erase_if(inbox.items, [&](const auto& one) { return bool(entry_of(one.notice.id)); });
    InboxId entry;
    if (!inbox.items.empty() || !inbox.over.empty()) {
      const auto put =
          put_in_inbox(context_.db, alerts::inbox_entry(inbox, group_.told_at, reader, outgoing_));
      if (!put) return tl::unexpected(put.error());
      entry = *put;
    } else if (!letter.items.empty()) {
      entry = entry_of(letter.items.front().notice.id);
    }
    for (const alerts::GroupedNotice& one : inbox.items) entries_[one.notice.id] = entry;
    alerts::GroupLetter out = letter;
    std::erase_if(out.items, [&](const auto& one) {
      const auto place = places_.find(one.notice.id);
      return place != places_.end() && place->second != Place::kOut;
    });
    const auto messages = alerts::letter_messages(out, group_.told_at, reader, outgoing_, reach_);
    const Status sent = send_letter(context_.db, messages, entry,
                                    alerts::ways_of(reader, outgoing_, reach_).instead);
    if (!sent) return tl::unexpected(sent.error());
    return messages.empty() ? std::string() : messages.front().id;
  }
  [[nodiscard]] InboxId entry_of(NoticeId notice) const {
    const auto found = entries_.find(notice);
    return found == entries_.end() ? InboxId{} : found->second;
  }

  // Trouble that lasts is looked at again: whether it is over, and whether to repeat it.
  void watch() {
    if (lasting_.empty() && silenced_.empty()) return;
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
  const std::vector<Silence>& silences_;
  store::LetterGroup group_;
  const alerts::LetterRule& how_;
  Notices waiting_;
  Notices lasting_;
  Notices over_;
  Notices silenced_;
  Notices following_;                    // from another that waits, lasts or is silenced
  std::vector<NoticeId> ending_;         // hidden behind what is over
  std::map<NoticeId, Place> places_;     // of those that wait
  std::map<NoticeId, InboxId> entries_;  // likewise; none: not in the inbox yet
  alerts::Reach reach_;
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
  if (!alerts::is_lettered(notice, *facts, *user, outgoing)) return {};
  store::LetterItem item;
  item.waits_for_way = alerts::has_letter(notice, *facts, *user, outgoing);
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
  const auto silences = store::silences::active(context.db, context.now);
  if (!silences) return tl::unexpected(silences.error());
  const auto outgoing = outgoing_context(context, rules);
  if (!outgoing) return tl::unexpected(outgoing.error());
  for (const store::LetterGroup& group : *due) {
    const Status told = GroupTeller(context, rules, *outgoing, *gaps, *silences, group).run();
    if (!told) return tl::unexpected(told.error());
  }
  return static_cast<int>(due->size());
}

}  // namespace vouch::daemon
