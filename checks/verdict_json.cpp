#include <boost/json.hpp>

#include "checks/decide.h"

namespace vouch::checks {
namespace {

namespace json = boost::json;

json::value time_value(Time time) {
  return time == Time{} ? json::value(nullptr) : json::value(to_rfc3339(time));
}
json::value time_value(const std::optional<Time>& time) {
  return time ? time_value(*time) : json::value(nullptr);
}

json::object stage_value(const StageResult& result) {
  return {{"stage", to_string(result.stage)},
          {"state", to_string(result.state)},
          {"reason", to_string(result.reason)},
          {"since", time_value(result.since)},
          {"deadline", time_value(result.deadline)},
          {"first_pass_at", time_value(result.first_pass_at)},
          {"on_time", result.on_time},
          {"late", result.late},
          {"recovered", result.recovered},
          {"negatives", result.negatives},
          {"episode", result.episode},
          {"episode_at", time_value(result.episode_at)},
          {"decided_by", result.decided_by.value},
          {"last_observed_at", time_value(result.last_observed_at)},
          {"last_conclusive_at", time_value(result.last_conclusive_at)},
          {"last_counted_at", time_value(result.last_counted_at)},
          {"last_outcome", to_string(result.last_outcome)},
          {"last_reason", to_string(result.last_reason)},
          {"inconclusive_run", result.inconclusive_run}};
}

std::string text_of(const json::object& object, std::string_view key) {
  return json::value_to<std::string>(object.at(key));
}

std::optional<Time> time_of(const json::object& object, std::string_view key) {
  const json::value& value = object.at(key);
  if (value.is_null()) return std::nullopt;
  return parse_rfc3339(json::value_to<std::string>(value)).value();
}

int int_of(const json::object& object, std::string_view key) {
  return static_cast<int>(object.at(key).as_int64());
}

StageResult stage_of(const json::object& object) {
  StageResult result;
  result.stage = parse_stage(text_of(object, "stage")).value();
  result.state = parse_stage_state(text_of(object, "state")).value();
  result.reason = parse_reason(text_of(object, "reason")).value();
  result.since = time_of(object, "since").value_or(Time{});
  result.deadline = time_of(object, "deadline").value_or(Time{});
  result.first_pass_at = time_of(object, "first_pass_at");
  result.on_time = object.at("on_time").as_bool();
  result.late = object.at("late").as_bool();
  result.recovered = object.at("recovered").as_bool();
  result.negatives = int_of(object, "negatives");
  result.episode = int_of(object, "episode");
  result.episode_at = time_of(object, "episode_at").value_or(Time{});
  result.decided_by = ObservationId{object.at("decided_by").as_int64()};
  result.last_observed_at = time_of(object, "last_observed_at").value_or(Time{});
  result.last_conclusive_at = time_of(object, "last_conclusive_at").value_or(Time{});
  result.last_counted_at = time_of(object, "last_counted_at").value_or(Time{});
  result.last_outcome = parse_outcome(text_of(object, "last_outcome")).value();
  result.last_reason = parse_reason(text_of(object, "last_reason")).value();
  result.inconclusive_run = int_of(object, "inconclusive_run");
  return result;
}

}  // namespace

std::string to_json(const Verdict& verdict) {
  json::array stages;
  for (const StageResult& result : verdict.stages) stages.push_back(stage_value(result));
  json::array engines;
  for (const EngineResult& engine : verdict.engines) {
    engines.push_back(json::object{{"engine", engine.engine},
                                   {"verdict", to_string(engine.verdict)},
                                   {"first_indexed_at", time_value(engine.first_indexed_at)}});
  }
  const json::object out{
      {"claim", verdict.claim.value},
      {"work", to_string(verdict.work)},
      {"phase", to_string(verdict.phase)},
      {"reason", to_string(verdict.reason)},
      {"stage", verdict.stage ? json::value(to_string(*verdict.stage)) : json::value(nullptr)},
      {"since", time_value(verdict.since)},
      {"stages", std::move(stages)},
      {"engines", std::move(engines)},
      {"public_at", time_value(verdict.public_at)},
      {"next_change_at", time_value(verdict.next_change_at)},
      {"as_of", time_value(verdict.as_of)},
      {"calendar_version", verdict.calendar_version}};
  return json::serialize(out);
}

Result<Verdict> verdict_from_json(std::string_view text) {
  try {
    const json::value parsed = json::parse(text);
    const json::object& object = parsed.as_object();
    Verdict verdict;
    verdict.claim = ClaimId{object.at("claim").as_int64()};
    verdict.work = parse_work_verdict(text_of(object, "work")).value();
    verdict.phase = parse_failed_phase(text_of(object, "phase")).value();
    verdict.reason = parse_reason(text_of(object, "reason")).value();
    if (!object.at("stage").is_null())
      verdict.stage = parse_stage(text_of(object, "stage")).value();
    verdict.since = time_of(object, "since").value_or(Time{});
    for (const json::value& stage : object.at("stages").as_array()) {
      verdict.stages.push_back(stage_of(stage.as_object()));
    }
    for (const json::value& value : object.at("engines").as_array()) {
      const json::object& engine = value.as_object();
      verdict.engines.push_back({text_of(engine, "engine"),
                                 parse_index_verdict(text_of(engine, "verdict")).value(),
                                 time_of(engine, "first_indexed_at")});
    }
    verdict.public_at = time_of(object, "public_at");
    verdict.next_change_at = time_of(object, "next_change_at");
    verdict.as_of = time_of(object, "as_of").value_or(Time{});
    verdict.calendar_version = text_of(object, "calendar_version");
    return verdict;
  } catch (const std::exception& problem) {
    return fail(ErrorCode::kCorrupt,
                std::string("stored verdict cannot be read: ") + problem.what());
  }
}

}  // namespace vouch::checks
