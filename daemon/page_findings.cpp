#include "daemon/page_findings.h"

#include <boost/json.hpp>

namespace vouch::daemon {
namespace {

namespace json = boost::json;

json::value finding_value(const checks::StageFinding& found) {
  return {{"outcome", to_string(found.outcome)}, {"reason", to_string(found.reason)}};
}

std::string text_at(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

Result<checks::StageFinding> finding_from(const json::value* value) {
  if (value == nullptr || !value->is_object()) return fail(ErrorCode::kCorrupt, "no finding");
  const auto outcome = parse_outcome(text_at(value->as_object(), "outcome"));
  const auto reason = parse_reason(text_at(value->as_object(), "reason"));
  if (!outcome) return tl::unexpected(outcome.error());
  if (!reason) return tl::unexpected(reason.error());
  return checks::StageFinding{*outcome, *reason};
}

}  // namespace

PageFindings findings_of(const checks::PageJudgement& judgement, const PageFacts* facts) {
  PageFindings findings;
  findings.live = judgement.live;
  findings.content = judgement.content;
  findings.recognised = judgement.recognised;
  findings.detail = checks::detail_json(judgement, facts);
  if (facts != nullptr) {
    findings.fingerprint = facts->fingerprint;
    findings.canonical = facts->canonical;
  }
  return findings;
}

std::string to_json(const PageFindings& findings) {
  json::object out;
  out["live"] = finding_value(findings.live);
  if (findings.content) out["content"] = finding_value(*findings.content);
  out["recognised"] = findings.recognised;
  out["detail"] = findings.detail;
  out["fingerprint"] = findings.fingerprint;
  out["canonical"] = findings.canonical;
  return json::serialize(out);
}

Result<PageFindings> findings_from_json(std::string_view text) {
  boost::system::error_code error;
  const json::value value = json::parse(text, error);
  if (error || !value.is_object()) return fail(ErrorCode::kCorrupt, "findings that are no JSON");
  const json::object& object = value.as_object();
  PageFindings findings;
  const auto live = finding_from(object.if_contains("live"));
  if (!live) return tl::unexpected(live.error());
  findings.live = *live;
  if (const json::value* content = object.if_contains("content")) {
    const auto found = finding_from(content);
    if (!found) return tl::unexpected(found.error());
    findings.content = *found;
  }
  const json::value* recognised = object.if_contains("recognised");
  findings.recognised = recognised != nullptr && recognised->is_bool() && recognised->as_bool();
  findings.detail = text_at(object, "detail");
  findings.fingerprint = text_at(object, "fingerprint");
  findings.canonical = text_at(object, "canonical");
  return findings;
}

}  // namespace vouch::daemon
