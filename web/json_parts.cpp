#include <boost/json.hpp>

#include "core/text.h"
#include "web/json_parts.h"

namespace vouch::web::parts {

json::string text(std::string_view words) {
  if (is_valid_utf8(words)) return json::string(words.data(), words.size());
  return json::string(to_valid_utf8(words));
}

json::value moment(Time time) {
  if (time == Time{}) return nullptr;
  return text(to_rfc3339(time));
}
json::value moment(const std::optional<Time>& time) {
  if (!time) return nullptr;
  return moment(*time);
}
json::value units(const std::optional<std::int64_t>& micros) {
  if (!micros) return nullptr;
  return static_cast<double>(*micros) / 1e6;
}
json::value stage_or_null(const std::optional<Stage>& stage) {
  if (!stage) return nullptr;
  return text(to_string(*stage));
}
json::value text_or_null(std::string_view words) {
  if (words.empty()) return nullptr;
  return text(words);
}

json::array texts(const std::vector<std::string>& list) {
  return array_of(list, [](const std::string& item) { return text(item); });
}

// Stored JSON goes out as JSON; anything else as text.
json::value embedded(std::string_view stored) {
  if (stored.empty()) return json::object();
  boost::system::error_code error;
  json::value value = json::parse({stored.data(), stored.size()}, error);
  if (error) return text(stored);
  return value;
}

json::object marks(const ClaimMarks& marks) {
  return {{"late", marks.late},
          {"unplanned", marks.unplanned},
          {"duplicate_of", id_or_null(marks.duplicate_of)},
          {"off_list", marks.off_list},
          {"baseline", marks.baseline},
          {"historic", marks.historic}};
}

json::object stage_json(const StageResult& stage) {
  return {{"stage", text(to_string(stage.stage))},
          {"state", to_string(stage.state)},
          {"reason", to_string(stage.reason)},
          {"since", moment(stage.since)},
          {"deadline", moment(stage.deadline)},
          {"first_pass_at", moment(stage.first_pass_at)},
          {"on_time", stage.on_time},
          {"late", stage.late},
          {"recovered", stage.recovered},
          {"negatives", stage.negatives},
          {"episode", stage.episode},
          {"last_observed_at", moment(stage.last_observed_at)},
          {"last_outcome", to_string(stage.last_outcome)},
          {"last_reason", to_string(stage.last_reason)}};
}

json::object claim_json(const ClaimView& view) {
  const Claim& claim = view.claim;
  const Verdict& verdict = view.verdict;
  json::object out;
  out["id"] = claim.id.value;
  out["report_id"] = claim.report.value;
  out["user"] = json::object{{"login", text(view.login)}, {"name", text(view.name)}};
  out["work_date"] = text(to_iso_date(claim.work_date));
  out["submitted_at"] = moment(claim.submitted_at);
  out["work_type"] = text(claim.work_type);
  out["platform"] = text(claim.platform);
  out["title"] = text(claim.title);
  out["url"] = text(claim.url);
  out["raw_url"] = text(claim.raw_url);
  out["keywords"] = texts(claim.keywords);
  out["link_target"] = text(claim.link_target);
  out["marks"] = marks(claim.marks);
  out["text_match"] = nullptr;
  if (view.text_match) {
    out["text_match"] = json::object{{"first_claim", view.text_match->first.value},
                                     {"share", view.text_match->share},
                                     {"same_asset", view.text_match->same_asset}};
  }
  out["replaced_by"] = id_or_null(claim.replaced_by);
  out["work"] =
      json::object{{"verdict", to_string(verdict.work)},  {"phase", to_string(verdict.phase)},
                   {"reason", to_string(verdict.reason)}, {"stage", stage_or_null(verdict.stage)},
                   {"since", moment(verdict.since)},      {"public_at", moment(verdict.public_at)}};
  out["stages"] = array_of(verdict.stages, stage_json);
  out["engines"] = array_of(verdict.engines, [](const EngineResult& engine) {
    return json::object{{"engine", text(engine.engine)},
                        {"verdict", to_string(engine.verdict)},
                        {"first_indexed_at", moment(engine.first_indexed_at)}};
  });
  out["next_look_at"] = moment(view.next_look_at);
  return out;
}

json::object evidence_json(const EvidenceView& evidence) {
  return {{"id", evidence.id.value},
          {"sha256", text(evidence.sha256)},
          {"size", evidence.size},
          {"kind", text(evidence.kind)},
          {"captured_at", moment(evidence.captured_at)},
          {"state", evidence.present ? "present" : "gone"}};
}

json::object dispute_json(const DisputeView& view) {
  const Dispute& dispute = view.dispute;
  return {{"id", dispute.id.value},
          {"stage", stage_or_null(dispute.stage)},
          {"opened_by", text_or_null(view.opened_by_name)},
          {"text", text(dispute.text)},
          {"opened_at", moment(dispute.opened_at)},
          {"due_at", moment(dispute.due_at)},
          {"state", to_string(dispute.state)},
          {"closed_by", text_or_null(view.closed_by_name)},
          {"answer", text_or_null(dispute.answer)},
          {"closed_at", moment(dispute.closed_at)}};
}

json::object text_match_json(const TextMatchView& match) {
  json::object out;
  out["first_claim"] = match.mark.first.value;
  out["first_url"] = text(match.first_url);
  out["share"] = match.mark.share;
  out["same_asset"] = match.mark.same_asset;
  out["found_at"] = moment(match.found_at);
  out["public_at"] = moment(match.public_at);
  out["observation"] = match.seen.value;
  out["first_observation"] = match.first_seen.value;
  out["passages"] = array_of(match.passages, [](const PassageView& passage) {
    return json::object{{"start", passage.start},         {"end", passage.end},
                        {"text", text(passage.text)},     {"first_start", passage.first_start},
                        {"first_end", passage.first_end}, {"first_text", text(passage.first_text)}};
  });
  return out;
}

json::value day_or_null(const std::optional<Date>& date) {
  if (!date) return nullptr;
  return text(to_iso_date(*date));
}

json::value number_or_null(const std::optional<double>& number) {
  if (!number) return nullptr;
  return *number;
}

}  // namespace vouch::web::parts
