// Escalation by deadline: employee and supervisor are told by notices; where nobody decided, the
// deputy and then the owners hear how many wait, without a name or a page (design §9: the queue is
// the acting supervisor's). Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "alerts/render.h"
#include "alerts/rules.h"
#include "core/escalation.h"

namespace vouch::alerts {

struct EscalationPolicy {
  int deputy_after = 0;  // working days after the supervisor could read of it; 0: never
  int owner_after = 0;
};

// Of a supervisor's notice of a negative of 工作; other notices have none.
std::vector<Escalation> escalations_of(const Notice& notice, const EscalationPolicy& policy,
                                       const Calendar& calendar);

// `put_off_until`: the supervisor has said that he knows, until then.
DueJudgement judge_escalation(const Escalation& escalation, const Verdict* verdict,
                              std::optional<Time> put_off_until, const Calendar& calendar,
                              Time now);

struct EscalatedTeam {
  std::string team;
  std::string leader;  // who may decide
  int fresh = 0;       // came to their term now
  int workdays = 0;    // that these have waited, at least
  Time since;          // the first of them became public
  int all = 0;         // that wait in this team
};
Letter render_escalation(const std::vector<EscalatedTeam>& teams, const User& reader,
                         const RenderContext& context);

}  // namespace vouch::alerts
