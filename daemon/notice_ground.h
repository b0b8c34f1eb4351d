// What every step about notices stands on: people, the ways out, and the second judgement of a
// notice with the store's own facts. Writer thread.
#pragma once

#include <set>
#include <vector>

#include "alerts/not_reported.h"
#include "alerts/outgoing.h"
#include "alerts/quiet.h"
#include "alerts/rules.h"
#include "daemon/rulebook.h"
#include "store/store.h"

namespace vouch::daemon {

// Setting: since when reports are expected at all.
inline constexpr std::string_view kBegan = "reports_expected_since";

alerts::QuietHours quiet_hours(const Rulebook& rules);
Result<alerts::OutgoingContext> outgoing_context(store::WriteContext& context,
                                                 const Rulebook& rules);
// Of a scheduled message: the operator chose the hour, so it may disturb then. One that is written
// much later waits for the end of the quiet time.
Result<alerts::OutgoingContext> scheduled_context(store::WriteContext& context,
                                                  const Rulebook& rules, Time planned);
// Channels that were taken out of the configuration stay in the store, switched off.
bool is_configured(const config::Settings& settings, const std::string& channel);

// Rows whose key was used before are left out.
Status send_all(store::Connection& db, const std::vector<Message>& messages);

struct People {
  std::vector<User> users;
  std::vector<Team> teams;
  std::vector<Leave> leave;
  Time began;  // of this installation: before it nobody could report

  [[nodiscard]] const User* find(UserId id) const;  // null: nobody
};

Result<People> load_people(store::Connection& db);
// Who reported for that day.
Result<std::set<UserId>> reporters(store::Connection& db, Date date);
alerts::CutOff cut_off(const Rulebook& rules);
// Nobody is asked for a day whose reminder would have come before he, or Vouch, was here.
bool was_here(const People& people, const Rulebook& rules, const User& user, Date date);

// Is this notice still true at `context.now`?
Result<alerts::DueJudgement> judge_notice(store::WriteContext& context, const Rulebook& rules,
                                          const std::vector<Gap>& gaps, const Notice& notice);
// Who leads the person's team when the notice comes due may be another than when it was written;
// whoever led it then has no business with it any more.
Result<UserId> reader_of(store::WriteContext& context, const Rulebook& rules, const Notice& notice);
Result<std::vector<UserId>> operators_of(store::Connection& db);
// How many were new.
Result<int> insert_all(store::Connection& db, const std::vector<Notice>& notices);

}  // namespace vouch::daemon
