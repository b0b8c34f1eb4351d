#include "web/duties.h"

#include <algorithm>
#include <map>

#include <boost/json.hpp>

#include "store/acknowledgements.h"
#include "store/people.h"
#include "web/json_parts.h"
#include "web/office.h"

namespace vouch::web {

namespace json = boost::json;
using parts::array_of;
using parts::moment;
using parts::text;

namespace {

const config::DutyCard* card_of(const ReadingRules& rules, const std::string& post) {
  const auto found = std::find_if(rules.duties.begin(), rules.duties.end(),
                                  [&](const config::DutyCard& card) { return card.key == post; });
  return found == rules.duties.end() ? nullptr : &*found;
}

json::object card_json(const config::DutyCard& card) {
  return {{"post", text(card.key)},
          {"version", card.version},
          {"text_zh", text(config::text_of(card.zh))},
          {"text_en", text(config::text_of(card.en))}};
}

}  // namespace

namespace gather {

Result<OwnDuty> own_duty(store::Connection& db, const Rules& rules, const Viewer& viewer) {
  const config::DutyCard* card = nullptr;
  if (viewer.actor.user) {
    const auto user = store::people::find_user(db, viewer.actor.user);
    if (!user) return tl::unexpected(user.error());
    card = card_of(*rules, config::duty_post_of(*user));
  }
  if (card == nullptr) return fail(ErrorCode::kNotFound, "您的岗位还没有职责说明");
  OwnDuty out;
  out.card = *card;
  const auto at = store::acknowledgements::find(
      db, viewer.actor.user, store::acknowledgements::duty_of(card->key), card->version);
  if (!at) return tl::unexpected(at.error());
  out.acknowledged_at = *at;
  return out;
}

Result<DutiesView> duties(store::Connection& db, const Rules& rules, const Viewer& viewer) {
  DutiesView out;
  out.cards = rules->duties;
  std::sort(out.cards.begin(), out.cards.end(),
            [](const auto& left, const auto& right) { return left.key < right.key; });
  std::map<std::string, std::map<UserId, store::acknowledgements::Reader>> read;
  for (const config::DutyCard& card : out.cards) {
    const auto newest =
        store::acknowledgements::newest(db, store::acknowledgements::duty_of(card.key));
    if (!newest) return tl::unexpected(newest.error());
    for (const auto& one : *newest) read[card.key][one.user] = one;
  }
  const auto people = people_told(db, viewer);
  if (!people) return tl::unexpected(people.error());
  for (const User& user : *people) {
    const std::string post = config::duty_post_of(user);
    const config::DutyCard* card = card_of(*rules, post);
    if (card == nullptr) continue;
    DutiesView::Person person;
    person.login = user.login;
    person.name = user.name;
    person.post = post;
    const auto found = read[post].find(user.id);
    if (found != read[post].end()) {
      person.version = found->second.version;
      person.acknowledged_at = found->second.at;
      person.current = found->second.version == card->version;
    }
    out.people.push_back(std::move(person));
  }
  return out;
}

}  // namespace gather

std::string own_duty_json(const OwnDuty& duty) {
  json::object out = card_json(duty.card);
  out["acknowledged_at"] = moment(duty.acknowledged_at);
  return json::serialize(out);
}

std::string duties_json(const DutiesView& view) {
  json::object out;
  out["cards"] = array_of(view.cards, card_json);
  out["people"] = array_of(view.people, [](const DutiesView::Person& person) {
    json::object one{{"login", text(person.login)},
                     {"name", text(person.name)},
                     {"post", text(person.post)},
                     {"version", nullptr},
                     {"acknowledged_at", moment(person.acknowledged_at)},
                     {"current", person.current}};
    if (person.version) one["version"] = *person.version;
    return one;
  });
  return json::serialize(out);
}

}  // namespace vouch::web
