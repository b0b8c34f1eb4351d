#include "web/json_accounts.h"

#include <boost/json.hpp>

#include "core/text.h"

namespace vouch::web {
namespace {

namespace json = boost::json;

json::string text(std::string_view words) {
  if (is_valid_utf8(words)) return json::string(words.data(), words.size());
  return json::string(to_valid_utf8(words));
}

json::value moment(const std::optional<Time>& time) {
  if (!time) return nullptr;
  return text(to_rfc3339(*time));
}

// Written by us; where it is no JSON it is shown as it is.
json::value detail_of(const std::string& detail) {
  boost::system::error_code error;
  json::value value = json::parse(detail, error);
  if (error || !value.is_object()) return json::object{{"text", text(detail)}};
  return value;
}

}  // namespace

std::string to_json(const gather::Me& me, const HealthFacts& facts, const Entrance& entrance,
                    const gather::Viewer& viewer, const Zone& zone) {
  json::array leads;
  for (const std::string& team : me.leads) leads.push_back(text(team));
  json::value team = nullptr;
  if (me.team) team = text(*me.team);
  const json::object second_step = {{"on", me.second_step},
                                    {"required", entrance.needs_second_step(me.user.role)},
                                    {"recovery_left", me.recovery_left}};
  return json::serialize(json::object{{"login", text(me.user.login)},
                                      {"name", text(me.user.name)},
                                      {"role", store::to_string(me.user.role)},
                                      {"post", text(me.user.post)},
                                      {"vendor", viewer.actor.vendor},
                                      {"team", std::move(team)},
                                      {"leads", std::move(leads)},
                                      {"unread", me.unread},
                                      {"totp", second_step},
                                      {"company", text(facts.company)},
                                      {"zone", text(zone.name())},
                                      {"today", to_iso_date(viewer.today)},
                                      {"now", text(to_rfc3339(viewer.now))},
                                      {"practice", facts.practice},
                                      {"version", text(facts.version)}});
}

std::string to_json(const std::vector<Session>& sessions, SessionId current) {
  json::array items;
  for (const Session& one : sessions) {
    items.push_back(json::object{{"id", one.id.value},
                                 {"created_at", moment(one.created_at)},
                                 {"last_seen_at", moment(one.last_seen_at)},
                                 {"expires_at", moment(one.expires_at)},
                                 {"address", text(one.address)},
                                 {"agent", text(one.agent)},
                                 {"current", one.id == current}});
  }
  return json::serialize(json::object{{"items", std::move(items)}});
}

std::string to_json(const gather::TokenList& tokens) {
  json::array items;
  for (const store::ApiToken& one : tokens.tokens) {
    items.push_back(json::object{{"id", one.id},
                                 {"login", text(tokens.login)},
                                 {"label", text(one.label)},
                                 {"scope", one.read_only ? "read" : "write"},
                                 {"created_at", moment(one.created_at)},
                                 {"revoked_at", moment(one.revoked_at)}});
  }
  return json::serialize(json::object{{"items", std::move(items)}});
}

std::string to_json(const gather::InvitedPerson& person, std::string_view company) {
  return json::serialize(json::object{{"login", text(person.login)},
                                      {"name", text(person.name)},
                                      {"company", text(company)},
                                      {"expires_at", moment(person.expires_at)}});
}

std::string to_json(const gather::AuditPage& page) {
  json::array items;
  for (const store::AuditEntry& entry : page.items) {
    const auto person = page.people.find(entry.actor);
    json::value login = nullptr;
    json::value name = nullptr;
    if (person != page.people.end()) {
      login = text(person->second.login);
      name = text(person->second.name);
    }
    items.push_back(json::object{{"id", entry.id},
                                 {"at", moment(entry.at)},
                                 {"actor", std::move(login)},
                                 {"actor_name", std::move(name)},
                                 {"via", text(entry.via)},
                                 {"action", text(entry.action)},
                                 {"subject", text(entry.subject)},
                                 {"detail", detail_of(entry.detail)}});
  }
  json::value next = nullptr;
  if (page.next) next = *page.next;
  return json::serialize(json::object{{"items", std::move(items)}, {"next", std::move(next)}});
}

}  // namespace vouch::web
