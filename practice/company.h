// What the scripts' worlds have in common: the company with its people and keywords, and the sites
// around it. Pure; any thread.
#pragma once

#include "practice/dice.h"
#include "practice/world.h"

namespace vouch::practice {

inline constexpr int kAllEmployees = 5;
inline constexpr int kWholeCompany = 20;  // of the script "people"

// Sites, keywords, own pages. `all`: fourteen sites, else the ten of the newcomer's week.
void add_sites(World& world, bool all);
// The first `employees` of twenty, their supervisor and the operator; tokens follow from the dice.
void add_people(World& world, int employees, Dice& dice);

// One more of each role and post, for whoever looks around.
void add_colleagues(World& world);

std::string_view subject(std::size_t number);  // a page's title without any keyword in it
std::size_t subject_count();

}  // namespace vouch::practice
