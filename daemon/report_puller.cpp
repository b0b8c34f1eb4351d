#include "daemon/report_puller.h"

#include <algorithm>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "config/settings.h"
#include "core/log.h"
#include "daemon/audited.h"
#include "store/report_sources.h"

namespace vouch::daemon {
namespace {

constexpr std::string_view kRoom = "reports";
constexpr std::size_t kLargestReply = 8 * 1024 * 1024;
constexpr int kMostPages = 500;
constexpr std::chrono::days kMostDays{30};
constexpr std::chrono::days kFirstDays{7};  // of the first run
constexpr std::chrono::days kLookBack{1};   // reports that were written or changed meanwhile
constexpr Millis kWorkFrom = std::chrono::hours(8);
constexpr Millis kWorkTo = std::chrono::hours(21);
constexpr Millis kEvery = std::chrono::hours(1);

const alerts::ReportForm& form_of(config::ReportSourceKind kind) {
  return kind == config::ReportSourceKind::kWecom ? alerts::kWecomReports
                                                  : alerts::kDingtalkReports;
}

// Of the source, else those kept with the application that letters go by.
std::map<std::string, std::string> people_of(const config::ReportSourceSettings& source,
                                             const config::Settings& settings) {
  std::map<std::string, std::string> out;
  for (const config::RobotSettings& robot : settings.robots) {
    if (robot.kind != form_of(source.kind).kind || robot.app_id != source.app_id) continue;
    for (const auto& [login, id] : robot.users) out[id] = login;
  }
  for (const auto& [login, id] : source.users) out[id] = login;
  return out;
}

const config::ReportSourceSettings* source_named(const Rulebook& rules, const std::string& name) {
  for (const config::ReportSourceSettings& one : rules.settings.report_sources) {
    if (one.name == name) return &one;
  }
  return nullptr;
}

bool works_now(const Calendar& calendar, Time now) {
  const Date date = calendar.zone().date_of(now);
  return calendar.is_workday(date) && calendar.zone().at(date, kWorkFrom) <= now &&
         now < calendar.zone().at(date, kWorkTo);
}

class Reading {  // of one source at a time
 public:
  Reading(std::set<std::string>& all, std::string name) : all_(all), name_(std::move(name)) {
    all_.insert(name_);
  }
  ~Reading() { all_.erase(name_); }
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;

 private:
  std::set<std::string>& all_;
  std::string name_;
};

}  // namespace

Result<ReportPuller::Account> ReportPuller::account_of(const config::ReportSourceSettings& source) {
  const auto secret = config::read_secret(source.secret);
  if (!secret) return tl::unexpected(secret.error());
  constexpr std::int64_t kNoAgent = 1;  // nothing is sent
  const RobotKind kind = form_of(source.kind).kind;
  auto account = alerts::app_account(source.name, kind, source.base_url, source.app_id, *secret,
                                     kNoAgent, source.private_allowed);
  if (!account) return tl::unexpected(account.error());
  const std::string key = fmt::format("{}\n{}\n{}\n{}", static_cast<int>(kind), account->base,
                                      account->id, account->secret);
  auto& tokens = tokens_[key];
  if (!tokens) tokens = std::make_shared<alerts::AppTokens>(http_, context_.wall, *account);
  return Account{std::move(*account), tokens};
}

Task<alerts::ReportPage> ReportPuller::page(const Account& account, const alerts::ReportForm& form,
                                            const alerts::ReportSpan* span, std::int64_t cursor,
                                            std::string id) {
  alerts::ReportPage out;
  for (int round = 0; round < 2; ++round) {
    const alerts::TokenReading token = co_await account.tokens->token(1);
    if (!token.token) {
      const bool later = token.refused.outcome == alerts::SendOutcome::kRetry;
      out.outcome = later ? alerts::ReportOutcome::kPutOff : alerts::ReportOutcome::kFailed;
      out.detail = "没有拿到令牌：" + token.refused.detail;
      co_return out;
    }
    const std::string text = token.token->text;
    alerts::AppCall call;
    if (span != nullptr) call = form.ask_list(account.account, text, *span, cursor);
    if (span == nullptr) call = form.ask_one(account.account, text, id);
    auto request = alerts::app_request(account.account, std::move(call));
    if (!request) {
      out.outcome = alerts::ReportOutcome::kFailed;
      out.detail = "应用的地址不能用";
      co_return out;
    }
    request->limits.max_body_bytes = kLargestReply;
    const Exchange exchange = co_await http_.fetch(std::move(*request));
    if (span != nullptr) out = form.read_list(exchange);
    if (span == nullptr) out = form.read_one(exchange);
    if (out.outcome != alerts::ReportOutcome::kRenew) co_return out;
    account.tokens->forget(text);
  }
  out.outcome = alerts::ReportOutcome::kFailed;
  co_return out;
}

Task<Result<ReportPuller::Read>> ReportPuller::read(const config::ReportSourceSettings& source,
                                                    Time from, Time to) {
  const auto account = account_of(source);
  if (!account) co_return tl::unexpected(account.error());
  const alerts::ReportForm& form = form_of(source.kind);
  Read out;
  alerts::ReportSpan span;
  span.to = to;
  span.from = std::max(from, to - form.longest_span);
  span.report_template = source.report_template;
  std::int64_t cursor = 0;
  std::set<std::string> seen;
  const auto stop = [&](const alerts::ReportPage& page) {
    const bool later = page.outcome == alerts::ReportOutcome::kPutOff;
    out.state = later ? web::PullState::kPutOff : web::PullState::kFailed;
    out.detail = page.detail;
  };
  for (int number = 0; number < kMostPages; ++number) {
    alerts::ReportPage found = co_await page(*account, form, &span, cursor, std::string());
    if (found.outcome != alerts::ReportOutcome::kOk) {
      stop(found);
      co_return out;
    }
    for (const std::string& id : found.ids) {
      if (!seen.insert(id).second) continue;
      alerts::ReportPage one = co_await page(*account, form, nullptr, 0, id);
      if (one.outcome != alerts::ReportOutcome::kOk) {
        stop(one);
        co_return out;
      }
      for (alerts::WrittenReport& report : one.reports) out.reports.push_back(std::move(report));
    }
    for (alerts::WrittenReport& report : found.reports) {
      if (seen.insert(report.id).second) out.reports.push_back(std::move(report));
    }
    if (!found.more || found.cursor == cursor) co_return out;
    cursor = found.cursor;
  }
  out.state = web::PullState::kPutOff;
  out.detail = "太多，剩下的下次再读";
  co_return out;
}

Task<Result<web::PulledReports>> ReportPuller::read_and_take(config::ReportSourceSettings source,
                                                             std::optional<Date> since,
                                                             bool dry_run) {
  if (reading_.contains(source.name)) {
    co_return fail(ErrorCode::kConflict, "正在读取，请稍候");
  }
  const Reading reading(reading_, source.name);
  const Activity::Guard guard = context_.activity.begin();
  const Rules rules = context_.rules;
  using State = store::report_sources::State;
  std::function<Result<State>(store::Connection&)> ask = [name =
                                                              source.name](store::Connection& db) {
    return store::report_sources::state(db, name);
  };
  const Result<State> before = co_await context_.store.read<State>(std::move(ask));
  if (!before) co_return tl::unexpected(before.error());
  const Time now = context_.wall.now();
  Time from = before->read_up_to ? *before->read_up_to - kLookBack : now - kFirstDays;
  if (since) from = rules->calendar.zone().at(*since, Millis(0));
  from = std::clamp(from, now - kMostDays, now);
  Result<Read> found = co_await read(source, from, now);
  if (!found) co_return tl::unexpected(found.error());
  TakeReports given;
  given.source = source.name;
  given.kind = std::string(config::to_string(source.kind));
  given.people = people_of(source, rules->settings);
  given.reports = std::move(found->reports);
  given.state = found->state;
  given.detail = found->detail;
  given.dry_run = dry_run;
  // Only what was read to its end moves the next run's beginning.
  if (found->state == web::PullState::kOk) given.read_up_to = now;
  std::function<Result<TakenReports>(store::WriteContext&)> job =
      [rules, given = std::move(given)](store::WriteContext& context) {
        return take_reports(context, *rules, given);
      };
  auto taken = co_await context_.store.write<TakenReports>(std::move(job));
  if (!taken) {
    context_.store_failed(taken.error());
    co_return tl::unexpected(taken.error());
  }
  for (const ClaimChange& change : taken->changes) context_.apply(change);
  if (context_.wake) context_.wake();
  co_return std::move(taken->answer);
}

Task<Result<std::vector<web::ReportSourceView>>> ReportPuller::list() {
  using Views = std::vector<web::ReportSourceView>;
  const Rules rules = context_.rules;
  std::function<Result<Views>(store::Connection&)> job =
      [rules](store::Connection& db) -> Result<Views> {
    Views out;
    for (const config::ReportSourceSettings& source : rules->settings.report_sources) {
      auto view = source_view(db, source.name);
      if (!view) return tl::unexpected(view.error());
      view->kind = std::string(config::to_string(source.kind));
      view->hourly = source.hourly;
      out.push_back(std::move(*view));
    }
    return out;
  };
  co_return co_await context_.store.read<Views>(std::move(job));
}

Task<Result<web::PulledReports>> ReportPuller::pull(web::Actor actor, web::PullReports request) {
  const Rules rules = context_.rules;
  const config::ReportSourceSettings* source = source_named(*rules, request.name);
  if (source == nullptr) {
    co_return fail(ErrorCode::kNotFound, "没有叫这个名字的 [[report_source]]");
  }
  auto pulled = co_await read_and_take(*source, request.since, request.dry_run);
  if (!pulled || request.dry_run) co_return pulled;
  boost::json::object detail;
  detail["entries"] = pulled->counts.entries;
  detail["reports"] = pulled->counts.reports;
  std::string words = boost::json::serialize(detail);
  std::function<Result<int>(store::WriteContext&)> note =
      [actor, name = request.name, words](store::WriteContext& context) -> Result<int> {
    const Status noted = audited(context, actor, "report.pull", "report_source:" + name, words);
    if (!noted) return tl::unexpected(noted.error());
    return 1;
  };
  const auto noted = co_await context_.store.write<int>(std::move(note));
  if (!noted) context_.store_failed(noted.error());
  co_return pulled;
}

Task<Time> ReportPuller::run() {
  const Rules rules = context_.rules;
  const Time now = context_.wall.now();
  if (!works_now(rules->calendar, now)) co_return now + kEvery;
  for (const config::ReportSourceSettings& source : rules->settings.report_sources) {
    if (!source.hourly) continue;
    const auto pulled = co_await read_and_take(source, std::nullopt, false);
    if (!pulled) log::warning(kRoom, "{}: {}", source.name, pulled.error().text());
    if (pulled && pulled->state != web::PullState::kOk)
      log::warning(kRoom, "{}: {}", source.name, pulled->detail);
  }
  co_return now + kEvery;
}

}  // namespace vouch::daemon
