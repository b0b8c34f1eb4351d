// 岗位职责: the card of one's post, and who has acknowledged which version. Reading jobs and JSON.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/duty_card.h"
#include "web/gather_screens.h"

namespace vouch::web {

struct OwnDuty {
  config::DutyCard card;
  std::optional<Time> acknowledged_at;  // of this version
};

struct DutiesView {
  std::vector<config::DutyCard> cards;
  struct Person {
    std::string login;
    std::string name;
    std::string post;
    std::optional<int> version;  // the newest that he has acknowledged
    std::optional<Time> acknowledged_at;
    bool current = false;  // it is the one in force
  };
  std::vector<Person> people;
};

namespace gather {

// kNotFound: the viewer's post has no card.
Result<OwnDuty> own_duty(store::Connection& db, const Rules& rules, const Viewer& viewer);
// Leaders: themselves and active people of the teams they lead; administrators: all active ones.
Result<DutiesView> duties(store::Connection& db, const Rules& rules, const Viewer& viewer);

}  // namespace gather

std::string own_duty_json(const OwnDuty& duty);
std::string duties_json(const DutiesView& view);

}  // namespace vouch::web
