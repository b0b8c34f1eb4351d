#include "web/json_out.h"

#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/text.h"
#include "store/people.h"
#include "web/json_parts.h"
#include "web/json_ranks.h"
#include "web/site_count_views.h"
#include "web/submission_views.h"

namespace vouch::web {
namespace {

namespace json = boost::json;
using parts::array_of;
using parts::claim_json;
using parts::counts_json;
using parts::dispute_json;
using parts::embedded;
using parts::evidence_json;
using parts::id_or_null;
using parts::marks;
using parts::moment;
using parts::stage_or_null;
using parts::text;
using parts::text_match_json;
using parts::text_or_null;
using parts::texts;
using parts::units;

json::object observation_json(const ObservationView& view) {
  const Observation& seen = view.observation;
  json::object out;
  out["id"] = seen.id.value;
  out["stage"] = text(to_string(seen.stage));
  out["look_no"] = seen.look_no;
  out["observed_at"] = moment(seen.observed_at);
  out["outcome"] = to_string(seen.outcome);
  out["reason"] = to_string(seen.reason);
  out["negative_proved"] = seen.negative_proved;
  out["route"] = seen.route == Route::kMachine ? "machine" : "person";
  out["provider"] = text(seen.provider);
  out["query"] = text(seen.query);
  out["final_url"] = text(seen.final_url);
  if (seen.http_status == 0) {
    out["http_status"] = nullptr;
  } else {
    out["http_status"] = seen.http_status;
  }
  out["position"] = seen.position ? json::value(*seen.position) : json::value(nullptr);
  out["evidence"] = array_of(view.evidence, evidence_json);
  out["detail"] = embedded(seen.detail);
  return out;
}

json::object decision_json(const DecisionView& view) {
  const Decision& decision = view.decision;
  return {{"id", decision.id.value},
          {"kind", to_string(decision.kind)},
          {"stage", stage_or_null(decision.stage)},
          {"actor", text_or_null(view.actor_login)},
          {"actor_name", text_or_null(view.actor_name)},
          {"reason", text(decision.reason)},
          {"at", moment(decision.at)},
          {"until", moment(decision.until)},
          {"corrects", id_or_null(decision.corrects)}};
}

json::object notice_json(const Notice& notice) {
  return {{"id", notice.id.value},
          {"kind", to_string(notice.kind)},
          {"audience", to_string(notice.audience)},
          {"created_at", moment(notice.created_at)},
          {"due_at", moment(notice.due_at)},
          {"state", to_string(notice.state)},
          {"body", embedded(notice.body)}};
}

template <class Tag>
json::array ids(const std::vector<Id<Tag>>& list) {
  return array_of(list, [](Id<Tag> id) { return json::value(id.value); });
}

}  // namespace

std::string to_json(const ClaimFile& file) {
  json::object out = claim_json(file.view);
  out["looks"] = array_of(file.looks, [](const LookView& look) {
    return json::object{{"lane", text(look.lane)},
                        {"look_no", look.look_no},
                        {"due_at", moment(look.due_at)},
                        {"state", text(look.state)}};
  });
  out["observations"] = array_of(file.observations, observation_json);
  out["decisions"] = array_of(file.decisions, decision_json);
  out["disputes"] = array_of(file.disputes, dispute_json);
  out["notices"] = array_of(file.notices, notice_json);
  out["text_matches"] = array_of(file.text_matches, text_match_json);
  out["places"] = embedded(places_json(file.places));
  out["submissions"] = embedded(submissions_json(file.submissions));
  return json::serialize(out);
}

std::string to_json(const std::vector<ClaimView>& claims, std::optional<ClaimId> next) {
  json::object out;
  out["items"] = array_of(claims, claim_json);
  out["next"] = next ? json::value(next->value) : json::value(nullptr);
  return json::serialize(out);
}

std::string to_json(const ReportAnswer& answer) {
  json::object out;
  out["report_ids"] = ids(answer.reports);
  out["accepted"] = array_of(answer.accepted, [](const AcceptedRow& row) {
    return json::object{{"row", row.row},
                        {"claim_id", row.claim.value},
                        {"marks", marks(row.marks)},
                        {"remarks", texts(row.remarks)}};
  });
  out["returned"] = array_of(answer.returned, [](const ReturnedRow& row) {
    return json::object{
        {"row", row.row}, {"reason", text(row.reason)}, {"cells", texts(row.cells)}};
  });
  return json::serialize(out);
}

std::string to_json(const RecheckAnswer& answer) {
  const json::object out = {{"left_today", answer.left_today}, {"due_at", moment(answer.due_at)}};
  return json::serialize(out);
}

std::string to_json(const AddedUser& user) {
  const json::object out = {
      {"id", user.id.value}, {"login", text(user.login)}, {"link_token", text(user.link_token)}};
  return json::serialize(out);
}

std::string to_json(const TestAnswer& answer) {
  const json::object out = {{"ok", answer.ok}, {"detail", text(answer.detail)}};
  return json::serialize(out);
}

std::string to_json(const WithdrawnNegatives& answer) {
  const json::object out = {{"provider", text(answer.provider)},
                            {"engine", text(answer.engine)},
                            {"from", to_rfc3339(answer.from)},
                            {"to", to_rfc3339(answer.to)},
                            {"looks", answer.looks},
                            {"claims", answer.claims},
                            {"known", answer.known},
                            {"written", answer.written}};
  return json::serialize(out);
}

std::string messages_json(const std::vector<Message>& messages) {
  json::array items;
  for (const Message& one : messages) {
    json::object item = {{"id", one.id},
                         {"channel", one.channel.value},
                         {"recipient", nullptr},
                         {"subject", one.subject},
                         {"state", to_string(one.state)},
                         {"attempts", one.attempt},
                         {"created_at", to_rfc3339(one.created_at)},
                         {"next_at", to_rfc3339(one.next_at)},
                         {"sent_at", nullptr},
                         {"last_code", one.last_code},
                         {"possible_duplicate", one.possible_duplicate}};
    if (one.recipient) item["recipient"] = one.recipient.value;
    if (one.sent_at) item["sent_at"] = to_rfc3339(*one.sent_at);
    items.push_back(std::move(item));
  }
  return json::serialize(json::object{{"items", std::move(items)}});
}

std::string proposals_json(const std::vector<store::PlatformProposal>& proposals) {
  json::array items;
  for (const store::PlatformProposal& one : proposals) {
    json::object item{{"id", one.id},
                      {"platform", text(one.platform)},
                      {"engine", text(one.engine)},
                      {"change", text(one.change)},
                      {"state", text(one.state)},
                      {"seen", one.seen},
                      {"indexed", one.indexed},
                      {"low", one.low},
                      {"high", one.high},
                      {"from", to_iso_date(one.from)},
                      {"to", to_iso_date(one.to)},
                      {"made_at", to_rfc3339(one.made_at)},
                      {"reason", text(one.reason)}};
    item["decided_at"] =
        one.decided_at ? json::value(to_rfc3339(*one.decided_at)) : json::value(nullptr);
    item["decided_by"] = one.by ? json::value(one.by.value) : json::value(nullptr);
    items.push_back(std::move(item));
  }
  return json::serialize(json::object{{"items", std::move(items)}});
}

std::string to_json(const BackupAnswer& answer) {
  const json::object out = {{"path", text(answer.path)}, {"bytes", answer.bytes}};
  return json::serialize(out);
}

std::string to_json(const ReloadAnswer& answer) {
  const json::object out = {{"changed", texts(answer.changed)},
                            {"needs_restart", texts(answer.needs_restart)}};
  return json::serialize(out);
}

std::string to_json(const StatusView& status, const HealthFacts& facts, Time now) {
  json::object out;
  out["now"] = moment(now);
  out["company"] = text(facts.company);
  out["version"] = text(facts.version);
  out["users"] = array_of(status.people, [](const PersonCounts& person) {
    return json::object{{"login", text(person.login)},
                        {"name", text(person.name)},
                        {"counts", counts_json(person.work)}};
  });
  json::object index;
  for (const auto& [engine, counts] : status.index) index[engine] = counts_json(counts);
  out["totals"] = json::object{{"work", counts_json(status.work)}, {"index", std::move(index)}};
  out["with_employees"] = status.with_employees;
  out["false_alerts"] = json::object{
      {"since", moment(status.false_alerts.since)},   {"told", status.false_alerts.told},
      {"overturned", status.false_alerts.overturned}, {"withdrawn", status.false_alerts.withdrawn},
      {"disputes", status.false_alerts.disputes},     {"upheld", status.false_alerts.upheld},
      {"waived", status.false_alerts.waived}};
  out["channels"] = array_of(facts.channels, [](const ChannelFacts& channel) {
    return json::object{
        {"name", text(channel.name)},       {"kind", to_string(channel.kind)},
        {"enabled", channel.enabled},       {"healthy", channel.healthy},
        {"why", text_or_null(channel.why)}, {"failing_since", moment(channel.failing_since)}};
  });
  out["providers"] = array_of(facts.providers, [](const ProviderFacts& provider) {
    return json::object{{"name", text(provider.name)},
                        {"engines", texts(provider.engines)},
                        {"healthy", provider.healthy},
                        {"why", text_or_null(provider.why)},
                        {"last_ok_at", moment(provider.last_ok_at)},
                        {"queries_today", provider.queries_today},
                        {"daily_quota", provider.daily_quota},
                        {"spent_this_month", units(provider.spent_this_month)},
                        {"monthly_cap", units(provider.monthly_cap)},
                        {"currency", provider.currency}};
  });
  out["submissions"] = embedded(submission_routes_json(facts.submissions));
  out["engines_not_connected"] = texts(facts.engines_not_connected);
  out["warnings"] = texts(facts.warnings);
  out["outbox"] = json::object{{"pending", facts.outbox.pending},
                               {"sent", facts.outbox.sent},
                               {"dead", facts.outbox.dead},
                               {"unknown", facts.outbox.unknown}};
  out["next_due_at"] = moment(facts.next_due_at);
  out["looks_due"] = facts.looks_due;
  return json::serialize(out);
}

std::string to_json(const std::vector<User>& users, const std::vector<Team>& teams) {
  json::object out;
  out["items"] = array_of(users, [&](const User& user) {
    json::array days;
    for (int day = 1; day <= 7; ++day) {
      if ((user.report_weekdays >> (day - 1) & 1U) != 0) days.push_back(day);
    }
    json::value team = nullptr;
    for (const Team& candidate : teams) {
      if (candidate.id == user.team) team = text(candidate.name);
    }
    return json::object{{"id", user.id.value},
                        {"login", text(user.login)},
                        {"name", text(user.name)},
                        {"email", text(user.email)},
                        {"role", store::to_string(user.role)},
                        {"post", text(user.post)},
                        {"team", std::move(team)},
                        {"active", user.active},
                        {"report_weekdays", std::move(days)},
                        {"link_token", text(user.link_token)}};
  });
  return json::serialize(out);
}

std::string teams_json(const std::vector<Team>& teams, const std::vector<User>& users) {
  const auto login = [&](UserId id) -> json::value {
    for (const User& user : users) {
      if (id && user.id == id) return text(user.login);
    }
    return nullptr;
  };
  const auto day = [](const std::optional<Date>& date) -> json::value {
    if (!date) return nullptr;
    return text(to_iso_date(*date));
  };
  json::object out;
  out["items"] = array_of(teams, [&](const Team& team) {
    return json::object{{"name", text(team.name)},
                        {"supervisor", login(team.supervisor)},
                        {"deputy", login(team.deputy)},
                        {"deputy_from", day(team.deputy_from)},
                        {"deputy_to", day(team.deputy_to)}};
  });
  return json::serialize(out);
}

std::string to_json(const std::vector<OwnSite>& sites,
                    const std::vector<store::SiteCountNow>& counts,
                    const std::vector<store::Competitor>& competitors) {
  json::object out;
  json::array items = array_of(sites, [&](const OwnSite& site) {
    return json::object{{"id", site.id.value},
                        {"domain", text(site.domain)},
                        {"name", text(site.name)},
                        {"competitor", false},
                        {"index_counts", embedded(site_counts_json(counts, site.domain))}};
  });
  for (const store::Competitor& rival : competitors) {
    items.push_back(json::object{
        {"domain", text(rival.domain)}, {"name", text(rival.name)}, {"competitor", true}});
  }
  out["items"] = std::move(items);
  return json::serialize(out);
}

std::string to_json(const std::vector<Leave>& leave, const std::vector<User>& users) {
  json::object out;
  out["items"] = array_of(leave, [&](const Leave& row) {
    json::value login = nullptr;
    for (const User& user : users) {
      if (user.id == row.user) login = text(user.login);
    }
    return json::object{{"login", std::move(login)},
                        {"from", text(to_iso_date(row.from))},
                        {"to", text(to_iso_date(row.to))}};
  });
  return json::serialize(out);
}

std::string to_json(const std::vector<store::Delivery>& deliveries,
                    std::optional<std::int64_t> next) {
  json::object out;
  out["items"] = array_of(deliveries, [](const store::Delivery& row) {
    return json::object{{"id", row.id},
                        {"message", text(row.message)},
                        {"attempt", row.attempt},
                        {"at", moment(row.at)},
                        {"outcome", to_string(row.outcome)},
                        {"code", text(row.code)},
                        {"detail", text(row.detail)},
                        {"milliseconds", row.milliseconds}};
  });
  out["next"] = next ? json::value(*next) : json::value(nullptr);
  return json::serialize(out);
}

std::string to_json(const std::vector<CaptureItem>& items) {
  json::array list = array_of(items, [](const CaptureItem& item) -> json::value {
    json::array people = array_of(item.people, [](const CapturePerson& person) -> json::value {
      return json::object{
          {"id", person.id.value}, {"name", text(person.name)}, {"gains", person.gains}};
    });
    return json::object{{"id", item.id},
                        {"engine", text(item.engine)},
                        {"kind", item.is_url ? "url" : "keyword"},
                        {"text", text(item.text)},
                        {"link", text(item.link)},
                        {"asked_at", moment(item.asked_at)},
                        {"until", moment(item.until)},
                        {"looks", item.looks},
                        {"captures", item.captures},
                        {"by_me", item.by_me},
                        {"people", std::move(people)}};
  });
  return json::serialize(json::object{{"items", std::move(list)}});
}

std::string to_json(const HandInAnswer& answer) {
  return json::serialize(json::object{{"id", answer.task},
                                      {"evidence", answer.evidence.value},
                                      {"answered", answer.answered},
                                      {"words", text(answer.words)}});
}

std::string bookmark_json(std::string_view script, Time expires_at) {
  return json::serialize(
      json::object{{"bookmarklet", text(script)}, {"expires_at", moment(expires_at)}});
}

std::string id_json(std::int64_t id) {
  return fmt::format(R"({{"id":{}}})", id);
}

std::string token_json(std::string_view token) {
  const json::object out = {{"token", text(token)}};
  return json::serialize(out);
}

std::string ok_json() {
  return R"({"ok":true})";
}

}  // namespace vouch::web
