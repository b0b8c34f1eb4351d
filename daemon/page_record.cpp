#include "daemon/page_record.h"

#include <boost/json.hpp>

#include "core/log.h"
#include "core/url.h"
#include "daemon/copied_text.h"
#include "daemon/submission_queue.h"
#include "store/canaries.h"
#include "store/claims.h"
#include "store/observations.h"

namespace vouch::daemon {
namespace {

namespace json = boost::json;

// An earlier claim whose page this one names as its canonical (crawling-standards §3 trick 22).
Result<ClaimId> canonical_duplicate(store::Connection& db, const PageRecord& page) {
  if (page.findings.canonical.empty()) return ClaimId{};
  const auto canonical = Url::parse(page.findings.canonical);
  if (!canonical) return ClaimId{};
  const std::string key = strict_key(*canonical);
  if (key == page.claim.strict_key) return ClaimId{};
  const auto first = store::claims::first_by_strict_key(db, key);
  if (!first) return tl::unexpected(first.error());
  return *first && **first < page.claim.id ? **first : ClaimId{};
}

Result<std::string> detail(store::Connection& db, const PageRecord& page) {
  json::object out;
  const auto duplicate = canonical_duplicate(db, page);
  if (!duplicate) return tl::unexpected(duplicate.error());
  if (*duplicate) out["same_page_as"] = duplicate->value;
  if (page.known != Known::kNew && page.memory) {
    out["known"] =
        json::object{{"by", to_string(page.known)}, {"read_at", to_rfc3339(page.memory->read_at)}};
  }
  if (page.findings.is_negative()) {
    out["canary"] =
        json::object{{"passed", page.canary.passed},
                     {"url", page.canary.url},
                     {"at", page.canary.at == Time{} ? "" : to_rfc3339(page.canary.at)}};
    out["proved"] = page.proved;
  }
  json::array hops;
  for (const Hop& hop : page.exchange.hops) {
    hops.push_back(
        json::object{{"url", hop.url}, {"status", hop.status}, {"address", hop.address}});
  }
  out["hops"] = std::move(hops);
  // Two objects written one behind the other are one.
  std::string text = page.findings.detail;
  if (!text.ends_with('}')) return fail(ErrorCode::kInternal, "findings without detail");
  text.back() = ',';
  text += std::string_view(json::serialize(out)).substr(1);
  return text;
}

struct Written {
  Time at;
  ObservationId live;
};

Result<Written> write_observations(store::WriteContext& context, const PageRecord& page,
                                   const std::vector<EvidenceId>& evidence) {
  const auto last = store::observations::last_at(context.db, page.claim.id);
  if (!last) return tl::unexpected(last.error());
  Observation seen;
  seen.claim = page.claim.id;
  seen.look = page.look.id;
  seen.look_no = page.look.look_no;
  seen.observed_at = context.observed_at(*last);
  seen.provider = "page";
  seen.evidence = evidence;
  if (const Hop* hop = page.exchange.last()) {
    seen.final_url = hop->url;
    seen.http_status = hop->status;
  }
  seen.content_digest = page.findings.fingerprint;
  auto text = detail(context.db, page);
  if (!text) return tl::unexpected(text.error());
  seen.detail = std::move(*text);

  const auto write = [&](StageKind kind,
                         const checks::StageFinding& found) -> Result<ObservationId> {
    seen.stage = Stage{kind, {}};
    seen.outcome = found.outcome;
    seen.reason = found.reason;
    seen.negative_proved = found.outcome == Outcome::kNotFound && page.proved;
    return store::observations::insert(context.db, seen);
  };
  const auto live = write(StageKind::kLive, page.findings.live);
  if (!live) return tl::unexpected(live.error());
  if (page.findings.content) {
    const auto content = write(StageKind::kContent, *page.findings.content);
    if (!content) return tl::unexpected(content.error());
  }
  return Written{seen.observed_at, *live};
}

Status write_canary(store::WriteContext& context, const PageRecord& page) {
  if (page.canary.url.empty()) return {};
  store::Canary canary;
  canary.route = "page";
  canary.kind = "control";
  canary.subject = page.canary.url;
  canary.at = page.canary.at;
  canary.passed = page.canary.passed;
  canary.detail = "{}";
  const auto id = store::canaries::insert(context.db, canary);
  if (!id) return tl::unexpected(id.error());
  return {};
}

// `answer`: the evidence of the page's own last answer.
Status write_memory(store::WriteContext& context, const PageRecord& page, EvidenceId answer) {
  if (!page.memory)
    return page.forget ? store::page_memory::forget(context.db, page.claim.id) : Status();
  if (page.known == Known::kNotModified) return {};  // nothing came that was not known
  store::PageMemory memory = *page.memory;
  if (!memory.evidence) memory.evidence = answer;
  return store::page_memory::put(context.db, memory);
}

}  // namespace

std::vector<store::EvidenceItem> prepare_probes(const std::vector<Exchange>& probes,
                                                Random& random) {
  std::vector<store::EvidenceItem> items;
  for (const Exchange& probe : probes) {
    for (const Hop& hop : probe.hops) {
      if (hop.status != 0) items.push_back(store::prepare_evidence(hop, "probe", random));
    }
  }
  return items;
}

Result<ClaimChange> record_page(store::WriteContext& context, const Rulebook& rules,
                                const PageRecord& page) {
  const auto finished = store::looks::finish(context.db, page.look.id, page.look.attempt);
  if (!finished) return tl::unexpected(finished.error());
  if (!*finished) return fail(ErrorCode::kConflict, "the look was finished under another lease");

  const auto lane =
      page.findings.is_negative() ? store::EvidenceLane::kNegative : store::EvidenceLane::kRoutine;
  std::vector<EvidenceId> evidence;
  EvidenceId answer;
  for (const store::EvidenceItem& item : page.evidence) {
    const auto id = context.evidence.add(item, lane);
    if (!id) return tl::unexpected(id.error());
    evidence.push_back(*id);
    if (item.kind == "page") answer = *id;
  }
  log::debug("look", "look {} evidence appended: {} records", page.look.id.value, evidence.size());
  const auto written = write_observations(context, page, evidence);
  if (!written) return tl::unexpected(written.error());
  if (const Status noted = note_text(context, rules, page, written->live, written->at); !noted)
    return tl::unexpected(noted.error());
  if (const Status canary = write_canary(context, page); !canary)
    return tl::unexpected(canary.error());
  if (const Status kept = write_memory(context, page, answer); !kept)
    return tl::unexpected(kept.error());
  for (const store::HostState& host : page.hosts) {
    if (const Status kept = store::hosts::put(context.db, host); !kept)
      return tl::unexpected(kept.error());
  }
  store::WriteContext judged{context.db, context.evidence, context.ledger,
                             std::max(context.now, written->at)};
  auto change = judge_claim(judged, rules, page.claim.id);
  if (!change) return change;
  const auto queued = queue_submissions(judged, rules, page, *change);
  if (!queued) return tl::unexpected(queued.error());
  change->submissions = *queued;
  return change;
}

}  // namespace vouch::daemon
