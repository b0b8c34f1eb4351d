// Who answers for what blocks somebody's work, and how long it has waited. Pure.
#pragma once

#include <vector>

#include "core/blocker.h"
#include "core/calendar.h"
#include "core/people.h"

namespace vouch::planning {

// Who is told of it: whoever is addressed, and his acting deputies; where nobody is named, who
// leads the author's team on this day. Never the author; may be nobody.
std::vector<UserId> told_of(const Blocker& blocker, const User& author,
                            const std::vector<Team>& teams, Date day);
// Who may answer: those who are told, and the leader whom a deputy stands in for.
bool answers_for(const Blocker& blocker, const User& author, const std::vector<Team>& teams,
                 Date day, UserId actor);
// Workdays after the day on which it was said, up to and with its last day or `today`.
int age_in_workdays(const Blocker& blocker, const Calendar& calendar, Date today);

}  // namespace vouch::planning
