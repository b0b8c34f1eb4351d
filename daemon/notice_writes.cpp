#include "daemon/notice_writes.h"

#include <algorithm>
#include <set>

#include "alerts/daily.h"
#include "alerts/not_reported.h"
#include "alerts/robot_outgoing.h"
#include "alerts/rules.h"
#include "checks/decide.h"
#include "daemon/checker_facts.h"
#include "daemon/letter_ways.h"
#include "daemon/letter_writes.h"
#include "daemon/notice_ground.h"
#include "store/claims.h"
#include "store/disputes.h"
#include "store/gaps.h"
#include "store/ledger.h"
#include "store/notices.h"
#include "store/people.h"
#include "store/reports.h"
#include "store/settings.h"
#include "store/verdicts.h"

namespace vouch::daemon {
namespace {

// Cut-offs missed while the daemon was down are still told; the longest holiday has nine days.
constexpr int kDaysBack = 21;
constexpr int kDailyRows = 10'000;
constexpr int kNoticesRead = 1'000;  // of one reader, the newest first

}  // namespace

Result<int> show_due(store::WriteContext& context, const Rulebook& rules) {
  const auto due = store::notices::due(context.db, context.now, kNoticesAStep);
  if (!due) return tl::unexpected(due.error());
  if (due->empty()) return 0;
  const auto gaps = store::gaps::all(context.db);
  if (!gaps) return tl::unexpected(gaps.error());
  const auto outgoing = outgoing_context(context, rules);
  if (!outgoing) return tl::unexpected(outgoing.error());
  for (const Notice& notice : *due) {
    const auto judgement = judge_notice(context, rules, *gaps, notice);
    if (!judgement) return tl::unexpected(judgement.error());
    if (judgement->answer == alerts::DueAnswer::kWait) {
      const Time later = judgement->due_at.value_or(context.now + std::chrono::hours(1));
      const auto moved = store::notices::postpone(context.db, notice.id, later);
      if (!moved) return tl::unexpected(moved.error());
      continue;
    }
    const auto marked = store::notices::mark(context.db, notice.id,
                                             alerts::state_after(judgement->answer), context.now);
    if (!marked) return tl::unexpected(marked.error());
    if (judgement->answer == alerts::DueAnswer::kDrop) continue;
    const Status sent = send_all(context.db, alerts::event_messages(notice, *outgoing));
    if (!sent) return tl::unexpected(sent.error());
    const Status waits = await_letter(context, rules, *outgoing, notice);
    if (!waits) return tl::unexpected(waits.error());
  }
  return static_cast<int>(due->size());
}

Result<int> note_missing_reports(store::WriteContext& context, const Rulebook& rules) {
  const auto people = load_people(context.db);
  if (!people) return tl::unexpected(people.error());
  const Date today = rules.calendar.zone().date_of(context.now);
  int added = 0;
  for (int back = kDaysBack; back >= 0; --back) {
    const Date date = today - std::chrono::days(back);
    const auto reported = reporters(context.db, date);
    if (!reported) return tl::unexpected(reported.error());
    std::vector<User> users;
    for (const User& user : people->users) {
      if (was_here(*people, rules, user, date)) users.push_back(user);
    }
    const alerts::ReportDay day{date,           users,     people->teams, people->leave,
                                rules.calendar, *reported, cut_off(rules)};
    for (const Notice& notice : alerts::not_reported_notices(day, context.now)) {
      const auto id = store::notices::insert_once(context.db, notice);
      if (!id) return tl::unexpected(id.error());
      if (*id) ++added;
    }
  }
  return added;
}

namespace {

Status gather_claims(store::Connection& db, const alerts::DailyRecipient& recipient,
                     const std::map<UserId, std::string>& names, alerts::DailyFacts& facts) {
  for (const TeamId team : recipient.teams) {
    for (const WorkVerdict work : {WorkVerdict::kDisputed, WorkVerdict::kFailed,
                                   WorkVerdict::kRegressed, WorkVerdict::kManual}) {
      store::verdicts::Filter filter;
      filter.team = team;
      filter.counted_only = true;
      filter.work = work;
      const auto rows = store::verdicts::list(db, filter, ClaimId{}, kDailyRows);
      if (!rows) return tl::unexpected(rows.error());
      for (const store::StoredVerdict& row : *rows) {
        const auto name = names.find(row.user);
        facts.claims.push_back(
            {row.claim, name == names.end() ? "" : name->second, row.work, row.public_at});
      }
    }
  }
  return {};
}

// People whose hard cut-off passed since the last message.
Status gather_missing(store::Connection& db, const Rulebook& rules, const People& people,
                      const alerts::DailyRecipient& recipient, Time planned, Time since,
                      alerts::DailyFacts& facts) {
  for (int back = kDaysBack; back >= 0; --back) {
    const Date date = facts.date - std::chrono::days(back);
    const Time hard = alerts::hard_cut_off(rules.calendar, date, cut_off(rules));
    if (hard <= since || hard > planned) continue;
    const auto reported = reporters(db, date);
    if (!reported) return tl::unexpected(reported.error());
    for (const User& user : people.users) {
      const bool ours = std::find(recipient.teams.begin(), recipient.teams.end(), user.team) !=
                        recipient.teams.end();
      if (!ours || reported->contains(user.id) || !was_here(people, rules, user, date)) continue;
      if (!alerts::expected_to_report(user, people.leave, rules.calendar, date)) continue;
      facts.missing.push_back({user.name, date, hard});
    }
  }
  return {};
}

// Of the reader's own teams: the number opens a list that holds no others.
Status gather_index(store::Connection& db, const People& people,
                    const alerts::DailyRecipient& recipient, alerts::DailyFacts& facts) {
  for (const User& user : people.users) {
    const bool ours = std::find(recipient.teams.begin(), recipient.teams.end(), user.team) !=
                      recipient.teams.end();
    if (!ours) continue;
    const auto counts = store::verdicts::counts_by_engine(db, std::nullopt, user.id);
    if (!counts) return tl::unexpected(counts.error());
    for (const store::EngineCount& count : *counts) {
      if (count.verdict == IndexVerdict::kNotIndexed)
        facts.index_overdue += static_cast<int>(count.count);
      if (count.verdict == IndexVerdict::kLost) facts.index_lost += static_cast<int>(count.count);
    }
  }
  return {};
}

// Of what the reader had been told himself.
Status gather_corrected(store::Connection& db, const alerts::DailyRecipient& recipient, Time since,
                        alerts::DailyFacts& facts) {
  const auto notices = store::notices::for_recipient(db, recipient.supervisor, kNoticesRead);
  if (!notices) return tl::unexpected(notices.error());
  facts.corrected =
      static_cast<int>(std::count_if(notices->begin(), notices->end(), [&](const Notice& notice) {
        return notice.kind == NoticeKind::kCorrection && notice.created_at > since;
      }));
  return {};
}

// Of the reader's teams; whoever was answered is none.
Status gather_disputes(store::Connection& db, const Rulebook& rules, const People& people,
                       const alerts::DailyRecipient& recipient, alerts::DailyFacts& facts) {
  const auto open = store::disputes::open_ones(db);
  if (!open) return tl::unexpected(open.error());
  const Time soon = rules.calendar.add_workdays(facts.now, 1);
  for (const Dispute& dispute : *open) {
    if (dispute.due_at <= facts.now || dispute.due_at > soon) continue;
    const auto claim = store::claims::find(db, dispute.claim);
    if (!claim) return tl::unexpected(claim.error());
    const User* author = people.find(claim->user);
    const bool ours = author != nullptr && std::find(recipient.teams.begin(), recipient.teams.end(),
                                                     author->team) != recipient.teams.end();
    if (ours) facts.disputes_due.push_back(dispute.due_at);
  }
  return {};
}

// The counts of the teams that the robot's group is about; who they are is not even read.
Status write_group_day(store::WriteContext& context, const People& people,
                       const alerts::OutgoingContext& outgoing, const alerts::Endpoint& endpoint,
                       Date date) {
  const std::vector<std::string>& wanted = endpoint.robot->teams;
  alerts::DailyRecipient group;
  for (const Team& team : people.teams) {
    const bool ours =
        wanted.empty() || std::find(wanted.begin(), wanted.end(), team.name) != wanted.end();
    if (ours) group.teams.push_back(team.id);
  }
  alerts::DailyFacts facts;
  facts.date = date;
  facts.now = context.now;
  if (const Status s = gather_claims(context.db, group, {}, facts); !s) return s;
  if (const Status s = gather_index(context.db, people, group, facts); !s) return s;
  return send_all(context.db, alerts::group_day_rows(endpoint, facts, outgoing));
}

}  // namespace

Result<int> write_daily(store::WriteContext& context, const Rulebook& rules, Time planned,
                        Time since) {
  const auto people = load_people(context.db);
  if (!people) return tl::unexpected(people.error());
  const auto outgoing = scheduled_context(context, rules, planned);
  if (!outgoing) return tl::unexpected(outgoing.error());
  std::map<UserId, std::string> names;
  for (const User& user : people->users) names[user.id] = user.name;
  const Date date = rules.calendar.zone().date_of(planned);
  int sent = 0;
  const auto trouble = checker_trouble(context.db, rules, context.now);
  if (!trouble) return tl::unexpected(trouble.error());
  const auto checks = checks_since(context.db, Digest::kDaily);  // of the whole company
  if (!checks) return tl::unexpected(checks.error());
  for (const alerts::DailyRecipient& recipient :
       alerts::daily_recipients(people->teams, people->users, people->leave, date)) {
    const User* supervisor = people->find(recipient.supervisor);
    if (supervisor == nullptr) continue;
    alerts::DailyFacts facts;
    facts.date = date;
    facts.now = context.now;
    if (const Status s = gather_claims(context.db, recipient, names, facts); !s)
      return tl::unexpected(s.error());
    if (const Status s =
            gather_missing(context.db, rules, *people, recipient, planned, since, facts);
        !s) {
      return tl::unexpected(s.error());
    }
    if (const Status s = gather_disputes(context.db, rules, *people, recipient, facts); !s)
      return tl::unexpected(s.error());
    if (const Status s = gather_index(context.db, *people, recipient, facts); !s)
      return tl::unexpected(s.error());
    if (const Status s = gather_corrected(context.db, recipient, since, facts); !s)
      return tl::unexpected(s.error());
    facts.health = *trouble;
    facts.checks = *checks;
    const auto head = context.ledger.head();
    if (!head) return tl::unexpected(head.error());
    facts.ledger_sequence = head->sequence;
    facts.ledger_head = head->hash;
    const alerts::Letter letter = alerts::render_daily(facts, *supervisor, outgoing->render);
    const Status queued = send_digest(context, *outgoing, "daily", date, letter, *supervisor);
    if (!queued) return tl::unexpected(queued.error());
    ++sent;
  }
  for (const alerts::Endpoint& endpoint : outgoing->endpoints) {
    if (!endpoint.robot || !endpoint.robot->daily) continue;
    const Status told = write_group_day(context, *people, *outgoing, endpoint, date);
    if (!told) return tl::unexpected(told.error());
  }
  if (sent == 0) return 0;
  const auto alarmed = note_low_coverage(context, rules, outgoing->render, *checks);
  if (!alarmed) return tl::unexpected(alarmed.error());
  const Status marked = mark_checker_told(context, Digest::kDaily);
  if (!marked) return tl::unexpected(marked.error());
  return sent;
}

Result<int> note_trouble(store::WriteContext& context, const Rulebook& rules,
                         const alerts::ChannelTrouble& trouble) {
  const auto operators = operators_of(context.db);
  if (!operators) return tl::unexpected(operators.error());
  return insert_all(
      context.db, alerts::trouble_notices(trouble, *operators, rules.calendar.zone(), context.now));
}

Result<int> note_trouble(store::WriteContext& context, const alerts::CheckerTrouble& trouble) {
  const auto operators = operators_of(context.db);
  if (!operators) return tl::unexpected(operators.error());
  return insert_all(context.db, alerts::trouble_notices(trouble, *operators, context.now));
}

}  // namespace vouch::daemon
