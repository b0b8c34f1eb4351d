#include "engines/providers/page.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "core/log.h"
#include "core/serp_layout.h"
#include "crawler/net/redirect.h"
#include "crawler/page/inflate.h"
#include "engines/allowance.h"
#include "engines/api_reading.h"
#include "engines/batch.h"
#include "engines/list_answer.h"
#include "engines/look.h"
#include "engines/providers/api_access.h"
#include "engines/result_request.h"

namespace vouch::engines {
namespace {

constexpr int kMostRedirects = 2;
constexpr std::size_t kLargestPage = 4'000'000;
// So many rows alike under two questions are no accident.
constexpr std::size_t kRowsThatTell = 3;

constexpr auto kRests = std::to_array<Millis>({std::chrono::hours(6), std::chrono::hours(12),
                                               std::chrono::hours(24), std::chrono::hours(48)});

crawler::FetchRequest page_request(Url url, Millis timeout) {
  crawler::FetchRequest request(std::move(url), crawler::AddressClass::kGuarded);
  request.headers = {HeaderField{"Accept", "text/html,application/xhtml+xml"},
                     HeaderField{"Accept-Language", "zh-CN,zh;q=0.9,en;q=0.5"}};
  request.limits.timeout = timeout;
  request.limits.max_body_bytes = kLargestPage;
  return request;
}

bool is_engines_own(const Url& url, const SerpLayout& layout) {
  return url.is_http() &&
         std::any_of(layout.hosts.begin(), layout.hosts.end(), [&](const std::string& host) {
           return at_address(url.host(), url.path(), host, layout.hosts);
         });
}

ReadResult unread(SerpOutcome outcome, Reason reason, std::string_view words) {
  ReadResult out;
  out.outcome = outcome;
  out.reason = reason;
  out.explanation = words;
  return out;
}

ReadResult unread(const crawler::InflateError& error) {
  const bool large = error == crawler::InflateError::kTooLarge;
  return unread(SerpOutcome::kUnknownLayout, large ? Reason::kTooLarge : Reason::kPageUnparseable,
                large ? "the page is too large once unpacked" : "the page cannot be unpacked");
}

bool same_list(const std::vector<SearchRow>& left, const std::vector<SearchRow>& right) {
  const auto same_row = [](const SearchRow& one, const SearchRow& other) {
    return one.title == other.title && one.shown_url == other.shown_url &&
           one.target_known == other.target_known && (!one.target_known || one.url == other.url);
  };
  return left.size() == right.size() && left.size() >= kRowsThatTell &&
         std::equal(left.begin(), left.end(), right.begin(), same_row);
}

void distrust(SearchAnswer& answer, std::string_view why) {
  answer.outcome = SerpOutcome::kUntrusted;
  answer.reason = Reason::kUntrusted;
  answer.explanation = why;
  answer.rows.clear();
  answer.depth = 0;
}

}  // namespace

Result<PageReading> PageReading::from(const config::ProviderSettings& settings,
                                      const config::ProviderTraits& traits,
                                      const config::Records& records) {
  PageReading out;
  out.name = fmt::format("{}:{}", traits.key, settings.name);
  out.engine = settings.engine;
  out.device = settings.device == "mobile" ? Device::kMobile : Device::kDesktop;
  out.canary_url = settings.canary_url;
  out.timeout = settings.timeout;
  out.traits = traits;
  for (const Device device : {Device::kDesktop, Device::kMobile}) {
    const SerpLayout* const record = records.serp_layout(out.engine, to_string(device));
    if (record == nullptr) continue;
    Result<ResultLayout> layout = ResultLayout::compile(*record);
    if (!layout) return tl::unexpected(layout.error());
    out.layouts[device] = std::make_shared<const ResultLayout>(std::move(*layout));
  }
  if (!out.layouts.contains(out.device)) {
    return fail(ErrorCode::kInvalid, fmt::format("provider {}: no layout describes the pages of {}",
                                                 settings.name, out.engine));
  }
  return out;
}

Millis rest_after_wall(int walls) {
  const int last = static_cast<int>(kRests.size());
  return kRests[static_cast<std::size_t>(std::clamp(walls, 1, last) - 1)];
}

PageProvider::PageProvider(PageReading reading, crawler::HttpClient& http, PageRests& rests,
                           const WallClock& wall)
    : reading_(std::move(reading)), http_(http), rests_(rests), wall_(wall) {}

Task<std::optional<SearchAnswer>> PageProvider::resting() {
  if (!loaded_) {
    std::string own_name = name();
    Result<std::optional<PageRest>> kept = co_await rests_.load(std::move(own_name));
    if (!kept) {
      co_return refused(SerpOutcome::kBlocked, Reason::kProviderError,
                        "whether the engine has refused us could not be read");
    }
    rest_ = kept->value_or(PageRest());
    loaded_ = true;
  }
  const Time now = wall_.now();
  if (now >= rest_.until) co_return std::nullopt;
  SearchAnswer answer = refused(SerpOutcome::kBlocked, Reason::kBlocked,
                                "the engine has refused us; nothing is asked for hours");
  answer.retry_after = rest_.until - now;
  co_return answer;
}

// What cannot be written down holds for this run all the same.
Task<void> PageProvider::keep(PageRest before) {
  const bool same = before.until == rest_.until && before.walls_in_a_row == rest_.walls_in_a_row;
  if (same) co_return;
  std::string own_name = name();
  const Status kept = co_await rests_.save(std::move(own_name), rest_);
  if (!kept) log::warning("engine", "{}: {}", name(), kept.error().text());
}

Task<PageProvider::Fetched> PageProvider::fetch(std::string href, const ResultLayout& layout,
                                                Pause pause) {
  Fetched out;
  out.url = std::move(href);
  for (int hop = 0; hop <= kMostRedirects; ++hop) {
    Result<Url> url = Url::parse(out.url);
    if (!url) co_return out;
    if (hop > 0 && pause) co_await pause();
    crawler::FetchRequest request = page_request(*url, reading_.timeout);
    Exchange exchange = co_await http_.fetch(std::move(request));
    ++out.requests;
    out.exchange.failure = exchange.failure;
    out.exchange.failure_text = exchange.failure_text;
    out.exchange.cancelled = exchange.cancelled;
    for (Hop& one : exchange.hops) out.exchange.hops.push_back(std::move(one));
    const Hop* const last = out.exchange.last();
    if (last == nullptr || out.exchange.failure || out.exchange.cancelled) co_return out;
    const std::optional<Url> next = crawler::redirect_target(last->status, last->headers, *url);
    if (!next) co_return out;
    out.url = next->href_without_fragment();
    if (!is_engines_own(*next, layout.record())) co_return out;
  }
  co_return out;
}

ReadResult PageProvider::read(const Fetched& fetched, const ResultLayout& layout,
                              ResultQuery query) const {
  const Exchange& exchange = fetched.exchange;
  const Hop* const last = exchange.last();
  const bool none = last == nullptr || last->status == 0;
  if (none || exchange.failure || exchange.cancelled) {
    return unread(SerpOutcome::kBlocked, exchange.failure.value_or(Reason::kProviderError),
                  exchange.failure_text.empty() ? "no answer" : exchange.failure_text);
  }
  const std::string encoding(header_value(last->headers, "Content-Encoding"));
  const std::string_view sent = last->body ? std::string_view(*last->body) : std::string_view();
  auto body = crawler::inflate_body(sent, encoding);
  if (!body) return unread(body.error());
  ResultPage page;
  page.status = last->status;
  page.final_url = fetched.url;
  page.content_type = header_value(last->headers, "Content-Type");
  page.body = body->body;
  page.truncated = last->truncated || body->truncated;
  return read_result_page(layout, page, query);
}

ControlQuery PageProvider::control() const {
  const bool fresh = controlled_at_ && wall_.now() - *controlled_at_ <= kCanaryAge;
  return fresh ? ControlQuery::kAnswered : ControlQuery::kNotAsked;
}

Task<SearchAnswer> PageProvider::ask(Question question, Pause pause) {
  std::optional<SearchAnswer> unasked = co_await resting();
  if (unasked) co_return std::move(*unasked);
  const Device device = question.device == Device::kDesktop ? reading_.device : question.device;
  const auto known = reading_.layouts.find(device);
  if (known == reading_.layouts.end()) {
    co_return not_asked("no layout describes the engine's pages for this device");
  }
  const std::shared_ptr<const ResultLayout> layout = known->second;
  const SerpLayout& record = layout->record();
  ResultQuery query;
  query.text = typed_text(record, question);
  query.control = control();
  std::string href = result_page_url(record, query.text, 1);
  if (href.empty()) co_return not_asked("the question is empty");

  const int page_size = std::max(record.request.page_size, 1);
  const int pages = (question.depth + page_size - 1) / page_size;
  SearchAnswer all;
  ReadResult before;
  bool decoy = false;
  for (int page = 1; page <= pages; ++page) {
    if (page > 1 && pause) co_await pause();
    Fetched fetched = co_await fetch(href, *layout, pause);
    ReadResult one = read(fetched, *layout, query);
    all.queries += fetched.requests;
    all.cancelled = all.cancelled || fetched.exchange.cancelled;
    const Hop* const last = fetched.exchange.last();
    const std::optional<Millis> asked_to_rest =
        last == nullptr ? std::optional<Millis>() : rest_asked_for(*last);
    all.exchanges.push_back(std::move(fetched.exchange));
    SearchAnswer read = list_answer(one);
    if (!one.valid()) {
      all.outcome = read.outcome;
      all.reason = read.reason;
      all.explanation = read.explanation;
      all.retry_after = asked_to_rest;
      decoy = one.outcome == SerpOutcome::kUntrusted && one.relevance.has_value();
      break;
    }
    if (page == 1) {
      all.outcome = read.outcome;
      all.reason = read.reason;
      all.explanation = read.explanation;
      all.total = read.total;
    }
    all.more = false;
    if (page > 1 && (repeats_page(one, before) || one.organic_rows() == 0)) break;
    all.more = read.more;
    all.rows.insert(all.rows.end(), read.rows.begin(), read.rows.end());
    all.depth = std::max(all.depth, read.depth);
    query.rows_before += one.organic_rows();
    if (one.next_page.empty()) break;
    const Result<Url> next = Url::parse(one.next_page);
    const bool own = next && is_engines_own(*next, record);
    href = own ? one.next_page : result_page_url(record, query.text, page + 1);
    before = std::move(one);
  }
  const PageRest before_it = rest_;
  judge(question, decoy, all);
  co_await keep(before_it);
  co_return all;
}

void PageProvider::judge(const Question& question, bool decoy, SearchAnswer& answer) {
  answer.absence_counts = !reading_.canary_url.empty();
  if (answer.cancelled) return;
  const bool repeated =
      answer.valid() && question.text != last_text_ && same_list(answer.rows, last_rows_);
  if (repeated) distrust(answer, "the same list as for another question");
  if (decoy || is_wall(answer.reason)) {
    ++rest_.walls_in_a_row;
    const Millis rest =
        std::max(rest_after_wall(rest_.walls_in_a_row), answer.retry_after.value_or(Millis(0)));
    answer.retry_after = rest;
    rest_.until = wall_.now() + rest;
    return;
  }
  if (!answer.valid()) return;
  rest_.walls_in_a_row = 0;
  last_text_ = question.text;
  last_rows_ = answer.rows;
  const bool shown = !reading_.canary_url.empty() &&
                     presence_of(answer, reading_.canary_url, LooseKeyRules()) == Presence::kShown;
  if (shown) controlled_at_ = wall_.now();
}

}  // namespace vouch::engines
