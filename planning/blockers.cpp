#include "planning/blockers.h"

#include <algorithm>

namespace vouch::planning {
namespace {

bool deputised(const Team& team, Date day) {
  return team.deputy && team.deputy_from && *team.deputy_from <= day &&
         (!team.deputy_to || day <= *team.deputy_to);
}

void add(std::vector<UserId>& to, UserId user) {
  if (user && std::find(to.begin(), to.end(), user) == to.end()) to.push_back(user);
}

// Teams through which it reaches somebody: the author's own, or those that the addressee leads.
bool concerns(const Blocker& blocker, const User& author, const Team& team) {
  return blocker.to ? team.supervisor == blocker.to : author.team && team.id == author.team;
}

}  // namespace

std::vector<UserId> told_of(const Blocker& blocker, const User& author,
                            const std::vector<Team>& teams, Date day) {
  std::vector<UserId> out;
  add(out, blocker.to);
  for (const Team& team : teams) {
    if (!concerns(blocker, author, team)) continue;
    add(out, deputised(team, day) ? team.deputy : team.supervisor);
  }
  std::erase(out, author.id);
  return out;
}

bool answers_for(const Blocker& blocker, const User& author, const std::vector<Team>& teams,
                 Date day, UserId actor) {
  if (!actor || actor == author.id) return false;
  if (blocker.to == actor) return true;
  return std::any_of(teams.begin(), teams.end(), [&](const Team& team) {
    const bool leads = team.supervisor == actor || (deputised(team, day) && team.deputy == actor);
    return leads && concerns(blocker, author, team);
  });
}

int age_in_workdays(const Blocker& blocker, const Calendar& calendar, Date today) {
  const Date last = blocker.closed_at ? calendar.zone().date_of(*blocker.closed_at) : today;
  int days = 0;
  for (Date day = calendar.zone().date_of(blocker.at); day < last;) {
    day = calendar.next_workday(day);
    if (day <= last) ++days;
  }
  return days;
}

}  // namespace vouch::planning
