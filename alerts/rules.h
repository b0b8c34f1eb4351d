// From facts to notices, and the second judgement when a notice comes due (design §8 "Notices
// before alerts"). Pure; called inside the look's transaction on the writer thread and by the
// notice loop.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "alerts/notice_facts.h"
#include "checks/stage_plan.h"
#include "core/calendar.h"
#include "core/claim.h"
#include "core/message.h"
#include "core/people.h"
#include "core/verdict.h"

namespace vouch::alerts {

struct ClaimChange {
  const Claim& claim;
  const checks::ClaimPlan& plan;
  const Verdict& verdict;  // the new one; the rules look at states, keys make them idempotent
  UserId employee;         // author, or the successor of a person who left; none: nobody is told
  UserId supervisor;       // acting supervisor; none: only the employee is told
  const std::vector<Observation>& observations;  // of the claim; may be empty
  const std::vector<Notice>& told;               // earlier notices of this claim, any state
  int keyword_priority = 3;                      // best of the claim's keywords; 1: AL3 at once
  const Calendar& calendar;
  const std::vector<Gap>& gaps;
  Time now;
};

// Rows to insert, ON CONFLICT (key) DO NOTHING. Calling it again for the same verdict gives the
// same keys. Baseline claims give none. Employee rows are due now; supervisor rows when grace ends.
std::vector<Notice> notices_for(const ClaimChange& change);

// "c<claim>|<stage>|<episode>|<audience>"; corrections end in "|correction".
std::string notice_key(ClaimId claim, const Stage& stage, int episode, Audience audience);

// Facts at the moment at which a notice is due.
struct DueFacts {
  const Verdict* verdict = nullptr;  // of notice.claim; null: the claim is gone or there is none
  bool still_expected = true;        // kNotReported: the person was expected that day after all
  bool has_reported = false;         // kNotReported: a report of that day exists
  const Calendar& calendar;
  const std::vector<Gap>& gaps;
  Time now;
};
enum class DueAnswer { kShow, kDrop, kWait };
struct DueJudgement {
  DueAnswer answer = DueAnswer::kShow;
  std::optional<Time> due_at;  // kWait: judge again then, always after `now`
};
// A supervisor's row is shown only when verdict.public_at and the grace of its own episode are
// over.
DueJudgement judge_due(const Notice& notice, const DueFacts& facts);

// The state that a shown or dropped notice gets; kPending for kWait.
NoticeState state_after(DueAnswer answer);

// kSystem rows for each operator (admins and owners). `episode` tells one outage from the next: the
// channel's failing_since, the provider's outage start.
std::vector<Notice> system_notices(SystemEvent event, std::string_view subject,
                                   std::string_view detail, Time episode,
                                   const std::vector<UserId>& operators, Time now);

struct ChannelTrouble {
  Channel channel;
  bool switched_off = false;  // else: one message is dead, or
  bool closed = false;        // the platform takes no more today; it opens again by itself
  std::string message_id;     // of the dead message
  std::string address;        // to which it was going; empty: the channel has but one
  std::string detail;         // for people, no secrets
};
// One notice an outage for a channel switched off, one a day for a closed one, one a day, channel
// and address for dead messages.
std::vector<Notice> trouble_notices(const ChannelTrouble& trouble,
                                    const std::vector<UserId>& operators, const Zone& zone,
                                    Time now);

// AL13 (domain §5.9): engines that cannot be asked.
struct CheckerTrouble {
  std::string name;  // "百度、搜狗"
  std::string detail;
  Time since;
};
// One notice an outage.
std::vector<Notice> trouble_notices(const CheckerTrouble& trouble,
                                    const std::vector<UserId>& operators, Time now);

// AL13: a stage whose looks did not tell enough since the last daily message.
struct CoverageTrouble {
  std::string name;  // of the stage
  std::string detail;
};
// One notice a day and stage.
std::vector<Notice> trouble_notices(const CoverageTrouble& trouble,
                                    const std::vector<UserId>& operators, const Zone& zone,
                                    Time now);

UserId acting_supervisor(const Team& team, Date date);

}  // namespace vouch::alerts
