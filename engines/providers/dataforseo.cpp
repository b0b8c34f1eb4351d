#include "engines/providers/dataforseo.h"

#include <algorithm>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/hash.h"
#include "engines/api_request.h"

namespace vouch::engines {
namespace {

namespace json = boost::json;

constexpr int kSmallestDepth = 10;
constexpr int kMainlandChina =
    2156;  // location_code of docs.dataforseo.com/v3/serp/baidu/locations
// A task that the list of ready ones does not name for so long is asked for by itself.
constexpr Millis kAskDirectly = std::chrono::minutes(15);

Result<std::string> address(const DataForSeoOptions& options, std::string_view what) {
  Result<std::string> out = options.access.address(what);
  if (!out) return out;
  constexpr std::string_view kEngine = "{engine}";
  const std::size_t at = out->find(kEngine);
  if (at != std::string::npos) out->replace(at, kEngine.size(), options.access.engine);
  return out;
}

Result<crawler::FetchRequest> authorized(const DataForSeoOptions& options,
                                         Result<crawler::FetchRequest> request) {
  if (request) {
    const std::string pair = options.login + ":" + options.access.secret;
    request->headers.push_back(HeaderField{"Authorization", "Basic " + base64_encode(pair)});
  }
  return request;
}

json::object task_of(const DataForSeoOptions& options, const Question& question) {
  const ApiAccess& access = options.access;
  json::object task{{"keyword", question.text},
                    {"language_code", access.engine == "baidu" ? "zh_CN" : "zh-CN"},
                    {"device", to_string(access.device_of(question))},
                    {"depth", std::max(question.depth, kSmallestDepth)}};
  const std::string_view place = access.place_of(question);
  if (place.empty()) {
    task["location_code"] = kMainlandChina;
  } else {
    task["location_name"] = place;
  }
  if (access.engine == "baidu" && options.direct_urls) task["get_website_url"] = true;
  return task;
}

}  // namespace

Result<DataForSeoOptions> DataForSeoOptions::from(const config::ProviderSettings& settings,
                                                  const config::ProviderTraits& traits) {
  Result<ApiAccess> access = ApiAccess::from(settings, traits);
  if (!access) return tl::unexpected(access.error());
  DataForSeoOptions out;
  out.access = std::move(*access);
  out.login = settings.login;
  out.direct_urls = settings.direct_urls;
  const std::string pair = base64_encode(out.login + ":" + out.access.secret);
  if (const Status kept = out.access.secrets.add(pair); !kept) {
    return tl::unexpected(kept.error());
  }
  return out;
}

Result<crawler::FetchRequest> dataforseo_post(const DataForSeoOptions& options,
                                              const std::vector<Question>& questions) {
  const Result<std::string> href = address(options, "post");
  if (!href) return tl::unexpected(href.error());
  json::array tasks;
  for (const Question& question : questions) tasks.emplace_back(task_of(options, question));
  return authorized(
      options, api_post(*href, "application/json", json::serialize(tasks), options.access.timeout));
}

Result<crawler::FetchRequest> dataforseo_ready(const DataForSeoOptions& options) {
  const Result<std::string> href = address(options, "ready");
  if (!href) return tl::unexpected(href.error());
  return authorized(options, api_get(*href, options.access.timeout));
}

Result<crawler::FetchRequest> dataforseo_get(const DataForSeoOptions& options,
                                             const std::string& task) {
  const Result<std::string> href = address(options, "get");
  if (!href) return tl::unexpected(href.error());
  return authorized(options, api_get(*href + percent_encoded(task), options.access.timeout));
}

DataForSeoProvider::DataForSeoProvider(DataForSeoOptions options, crawler::HttpClient& http,
                                       const WallClock& wall)
    : options_(std::move(options)), http_(http), wall_(wall) {}

Task<Submitted> DataForSeoProvider::submit(Asking asking) {
  Submitted out;
  const auto most = static_cast<std::size_t>(options_.access.traits.largest_batch);
  std::vector<Question> questions = std::move(asking.questions);
  if (questions.size() > most) {
    const auto first = questions.begin() + static_cast<std::ptrdiff_t>(most);
    const std::vector<Question> rest(first, questions.end());
    out.answers = refuse_all(rest, not_asked("more questions than one task takes"));
    questions.resize(most);
  }
  if (questions.empty()) co_return out;
  Result<crawler::FetchRequest> request = dataforseo_post(options_, questions);
  if (!request) {
    const std::vector<Answered> none = refuse_all(questions, not_asked(request.error().message));
    out.answers.insert(out.answers.end(), none.begin(), none.end());
    co_return out;
  }
  Exchange exchange = co_await fetch_hidden(http_, std::move(*request), options_.access.secrets);
  PostedTasks posted = read_dataforseo_post(exchange, options_, questions);
  out.queries = 1;
  out.spent = posted.spent;
  out.answers.insert(out.answers.end(), posted.refused.begin(), posted.refused.end());
  if (posted.taken.empty()) co_return out;
  Ticket ticket;
  ticket.provider = name();
  ticket.purpose = "serp";
  ticket.submitted_at = wall_.now();
  ticket.tasks = std::move(posted.taken);
  out.ticket = to_text(ticket);
  out.collect_at = ticket.submitted_at + options_.access.traits.poll_after;
  out.exchanges.push_back(std::move(exchange));
  co_return out;
}

Task<Collected> DataForSeoProvider::collect(std::string text) {
  Collected out;
  std::optional<Ticket> ticket = opened(text, name(), out);
  if (!ticket) co_return out;
  const Time now = wall_.now();
  const Millis age = now - ticket->submitted_at;
  std::set<std::string> ready;
  const bool ask_all = age >= kAskDirectly;
  if (!ask_all) {
    Result<crawler::FetchRequest> request = dataforseo_ready(options_);
    if (request) {
      const Exchange exchange =
          co_await fetch_hidden(http_, std::move(*request), options_.access.secrets);
      ++out.queries;
      Result<std::set<std::string>> listed = read_dataforseo_ready(exchange);
      if (listed) ready = std::move(*listed);
      if (!listed) out.explanation = listed.error().message;
      if (!listed) out.reason = Reason::kProviderError;
    }
  }
  Ticket open = *ticket;
  open.tasks.clear();
  bool stopped = false;
  for (TicketTask& task : ticket->tasks) {
    const bool asked = !stopped && !task.questions.empty() && (ask_all || ready.contains(task.id));
    if (!asked) {
      open.tasks.push_back(std::move(task));
      continue;
    }
    Result<crawler::FetchRequest> request = dataforseo_get(options_, task.id);
    if (!request) {
      stopped = true;
      open.tasks.push_back(std::move(task));
      continue;
    }
    const Exchange exchange =
        co_await fetch_hidden(http_, std::move(*request), options_.access.secrets);
    ++out.queries;
    TaskAnswer read = read_dataforseo_task(exchange, options_, task.questions.front());
    if (!read.waiting) {
      out.answers.push_back(Answered{task.questions.front(), std::move(read.answer)});
      continue;
    }
    const bool trouble = read.answer.reason != Reason::kProviderError;  // not mere waiting
    if (trouble) out.reason = read.answer.reason;
    if (trouble) out.explanation = read.answer.explanation;
    stopped = read.answer.cancelled || trouble;
    open.tasks.push_back(std::move(task));
  }
  keep_open(std::move(open), traits(), now, out);
  co_return out;
}

}  // namespace vouch::engines
