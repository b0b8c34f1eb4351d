// DataForSEO's JSON: envelopes and tasks to tickets and answers
// (docs.dataforseo.com/v3/appendix/errors).
#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/text.h"
#include "engines/api_reading.h"
#include "engines/providers/dataforseo.h"

namespace vouch::engines {
namespace {

namespace json = boost::json;

constexpr std::int64_t kOk = 20000;
constexpr std::int64_t kCreated = 20100;
constexpr std::int64_t kNoSearchResults = 40102;
constexpr double kMicrosPerUnit = 1'000'000;
constexpr double kMostCost = 1000;  // a task; more is no price

bool is_waiting(std::int64_t code) {
  return code == kCreated || code == 40601 || code == 40602;  // created, handed, in queue
}

struct Meaning {
  Reason reason;
  RetryClass retry;
};
Meaning meaning_of(std::int64_t code) {
  switch (code) {
    case 40100:
    case 40104:
      return {Reason::kHttp401, RetryClass::kNeverThis};
    case 40200:
    case 40210:
      return {Reason::kQuotaExhausted, RetryClass::kPayment};
    case 40203:
      return {Reason::kQuotaExhausted, RetryClass::kNextDay};
    case 40202:
    case 40209:
      return {Reason::kHttp429, RetryClass::kBackOff};
    case 40201:
    case 40204:
    case 40207:
      return {Reason::kHttp403, RetryClass::kNeverThis};
    default:
      return {code >= 50000 ? Reason::kHttp5xx : Reason::kProviderError, RetryClass::kBackOff};
  }
}

SearchAnswer refused_by(std::int64_t code, const std::string& message) {
  const Meaning meaning = meaning_of(code);
  SearchAnswer answer =
      refused(SerpOutcome::kBlocked, meaning.reason, fmt::format("{} {}", code, message));
  answer.retry = meaning.retry;
  return answer;
}

SearchAnswer unknown(std::string_view why) {
  return refused(SerpOutcome::kUnknownLayout, Reason::kUnknownLayout, why);
}

config::Micros cost_of(const json::object& object) {
  const std::optional<double> cost = number_at(object, "cost");
  if (!cost || *cost < 0 || *cost > kMostCost) return 0;
  return std::llround(*cost * kMicrosPerUnit);
}

// The list of tasks, or why there is none.
struct Envelope {
  ApiBody body;
  const json::array* tasks = nullptr;
  SearchAnswer refusal;
};
Envelope read_envelope(const Exchange& exchange) {
  Envelope out;
  out.body = read_api_body(exchange);
  if (!out.body.readable()) {
    out.refusal = *out.body.refusal;
    return out;
  }
  const std::optional<std::int64_t> code = integer_at(*out.body.object, "status_code");
  const std::string message = text_at(*out.body.object, "status_message");
  if (out.body.status != 200) {
    out.refusal = refused_by_status(exchange, message);
    return out;
  }
  if (!code) {
    out.refusal = unknown("the answer has no status_code");
    return out;
  }
  if (*code != kOk) {
    out.refusal = refused_by(*code, message);
    return out;
  }
  out.tasks = array_at(*out.body.object, "tasks");
  if (out.tasks == nullptr) out.refusal = unknown("the answer has no list of tasks");
  return out;
}

// The engine's own operators are not honoured everywhere: "no results" may be theirs.
bool has_operator(std::string_view text) {
  const std::string lower = ascii_lower(text);
  return lower.find("site:") != std::string::npos || lower.find("inurl:") != std::string::npos ||
         lower.find("intitle:") != std::string::npos;
}

SearchAnswer no_results(const Question& question) {
  if (has_operator(question.text)) {
    return refused(SerpOutcome::kUntrusted, Reason::kUntrusted,
                   "40102 to a query with a search operator, which the engine may not take");
  }
  SearchAnswer answer;
  answer.outcome = SerpOutcome::kNoResults;
  answer.reason = Reason::kOk;
  return answer;
}

SearchAnswer read_items(const json::array& items, const DataForSeoOptions& options) {
  SearchAnswer answer;
  for (const json::value& entry : items) {
    const json::object* const item = entry.if_object();
    if (item == nullptr) return unknown("an item is no object");
    const std::string type = text_at(*item, "type");
    if (type.empty()) return unknown("an item without a type");
    if (type != "organic") continue;
    const std::optional<std::int64_t> place = integer_at(*item, "rank_group");
    SearchRow row;
    row.url = text_at(*item, "url");
    row.title = short_title(text_at(*item, "title"));
    row.snippet = short_title(text_at(*item, "description"));
    row.shown_url = text_at(*item, "breadcrumb");
    if (row.shown_url.empty()) row.shown_url = text_at(*item, "domain");
    row.target_known = !hides_target(row.url, options.access.traits.redirects);
    if (row.url.empty() || !place || *place < 1 || *place > kDeepestPlace) {
      return unknown("an organic item without url or rank_group");
    }
    row.position = static_cast<int>(*place);
    answer.depth = std::max(answer.depth, row.position);
    answer.rows.push_back(std::move(row));
  }
  if (answer.rows.empty()) return unknown("a list without an organic item, and no code 40102");
  std::stable_sort(
      answer.rows.begin(), answer.rows.end(),
      [](const SearchRow& left, const SearchRow& right) { return left.position < right.position; });
  answer.outcome = SerpOutcome::kRankedList;
  answer.reason = Reason::kOk;
  return answer;
}

SearchAnswer read_result(const json::object& task, const DataForSeoOptions& options,
                         const Question& question) {
  const json::array* const results = array_at(task, "result");
  const json::object* const result =
      results == nullptr || results->size() != 1 ? nullptr : results->front().if_object();
  if (result == nullptr) return unknown("the task has no result");
  if (text_at(*result, "keyword") != question.text) {
    return refused(SerpOutcome::kUntrusted, Reason::kUntrusted, "the result is for another query");
  }
  const json::array* const items = array_at(*result, "items");
  if (items == nullptr) return unknown("the result has no items");
  SearchAnswer answer = read_items(*items, options);
  // "did_you_mean" only offers; every other kind means rows for another spelling.
  const json::value* const spell = result->if_contains("spell");
  const json::object* const spelled = spell == nullptr ? nullptr : spell->if_object();
  if (spelled != nullptr && text_at(*spelled, "type") != "did_you_mean") {
    return refused(SerpOutcome::kUntrusted, Reason::kUntrusted,
                   "the engine searched for another spelling");
  }
  answer.probe_place = text_at(*result, "se_domain");
  answer.total = integer_at(*result, "se_results_count");
  return answer;
}

}  // namespace

PostedTasks read_dataforseo_post(const Exchange& exchange, const DataForSeoOptions& options,
                                 const std::vector<Question>& questions) {
  PostedTasks out;
  Envelope envelope = read_envelope(exchange);
  if (envelope.tasks == nullptr || envelope.tasks->size() != questions.size()) {
    if (envelope.tasks != nullptr) envelope.refusal = unknown("not one task for each question");
    SearchAnswer refusal = with_evidence(std::move(envelope.refusal), exchange, 0);
    out.refused = refuse_all(questions, refusal);
    return out;
  }
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const json::object* const task = (*envelope.tasks)[i].if_object();
    const std::string id = task == nullptr ? std::string() : text_at(*task, "id");
    const std::optional<std::int64_t> code =
        task == nullptr ? std::nullopt : integer_at(*task, "status_code");
    if (code == kCreated && !id.empty()) {
      out.taken.push_back(TicketTask{id, {questions[i]}});
      const config::Micros cost = cost_of(*task);
      out.spent += cost > 0 ? cost : options.access.price;
      continue;
    }
    SearchAnswer refusal =
        code ? refused_by(*code, text_at(*task, "status_message")) : unknown("a task without code");
    refusal = with_evidence(std::move(refusal), exchange, 0);
    refusal.queries = 0;
    out.refused.push_back(Answered{questions[i], std::move(refusal)});
  }
  return out;
}

Result<std::set<std::string>> read_dataforseo_ready(const Exchange& exchange) {
  const Envelope envelope = read_envelope(exchange);
  if (envelope.tasks == nullptr) {
    return fail(ErrorCode::kUnavailable, envelope.refusal.explanation);
  }
  std::set<std::string> ready;
  for (const json::value& entry : *envelope.tasks) {
    const json::object* const task = entry.if_object();
    const json::array* const results = task == nullptr ? nullptr : array_at(*task, "result");
    if (results == nullptr) continue;
    for (const json::value& result : *results) {
      const json::object* const named = result.if_object();
      const std::string id = named == nullptr ? std::string() : text_at(*named, "id");
      if (!id.empty()) ready.insert(id);
    }
  }
  return ready;
}

TaskAnswer read_dataforseo_task(const Exchange& exchange, const DataForSeoOptions& options,
                                const Question& question) {
  TaskAnswer out;
  Envelope envelope = read_envelope(exchange);
  const json::object* task = nullptr;
  std::optional<std::int64_t> code;
  if (envelope.tasks != nullptr && envelope.tasks->size() == 1) {
    task = envelope.tasks->front().if_object();
  }
  if (task != nullptr) code = integer_at(*task, "status_code");
  if (!code) {
    // The answer lies there still: whatever kept it from us, it is asked for again.
    if (envelope.tasks != nullptr) envelope.refusal = unknown("the answer has no task");
    out.waiting = true;
    out.answer = with_evidence(std::move(envelope.refusal), exchange, 0);
    return out;
  }
  SearchAnswer answer;
  if (*code == kOk) {
    answer = read_result(*task, options, question);
  } else if (*code == kNoSearchResults) {
    answer = no_results(question);
  } else {
    out.waiting = is_waiting(*code) || *code == 40202 || *code == 40209;
    answer = refused_by(*code, text_at(*task, "status_message"));
  }
  out.answer = with_evidence(std::move(answer), exchange, 0);
  return out;
}

}  // namespace vouch::engines
