#include "daemon/withdrawal_writes.h"

#include <algorithm>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/text.h"
#include "daemon/audited.h"
#include "daemon/blind_sources.h"
#include "daemon/claim_writes.h"
#include "store/spend.h"

namespace vouch::daemon {
namespace {

struct Source {
  std::string provider;  // "searxng:main"
  std::string engine;    // empty: not configured any more
};

std::optional<int> two_digits(std::string_view text) {
  const bool digits = text.size() == 2 && std::all_of(text.begin(), text.end(),
                                                      [](char c) { return c >= '0' && c <= '9'; });
  if (!digits) return std::nullopt;
  return (text[0] - '0') * 10 + (text[1] - '0');
}

// "2026-11-24T06:30:00Z"; in the company's zone "2026-11-24 14:30" and "2026-11-24", which is that
// day's beginning or, as an end, its last moment.
std::optional<Time> moment_of(const std::string& text, const Zone& zone, bool end) {
  if (const auto exact = parse_rfc3339(text)) return *exact;
  const std::string_view given = trim(text);
  const auto date = parse_date(given.substr(0, 10));
  if (!date) return std::nullopt;
  if (given.size() == 10) {
    if (!end) return zone.at(*date, Millis(0));
    return zone.at(*date + std::chrono::days(1), Millis(0)) - Millis(1);
  }
  if (given.size() != 16 || given[13] != ':') return std::nullopt;
  const auto hours = two_digits(given.substr(11, 2));
  const auto minutes = two_digits(given.substr(14, 2));
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  return zone.at(*date, std::chrono::hours(*hours) + std::chrono::minutes(*minutes));
}

tl::unexpected<Error> refused(std::string words, std::string_view field) {
  return fail(ErrorCode::kInvalid, std::move(words), std::string(field));
}

Result<Source> source_of(store::Connection& db, const Rulebook& rules, const std::string& name) {
  for (const config::ProviderSettings& one : rules.settings.providers) {
    const std::string whole = fmt::format("{}:{}", config::to_string(one.kind), one.name);
    if (name == one.name || name == whole) return Source{whole, one.engine};
  }
  const auto asked = store::spend::providers(db);
  if (!asked) return tl::unexpected(asked.error());
  if (std::find(asked->begin(), asked->end(), name) != asked->end()) return Source{name, {}};
  return fail(ErrorCode::kNotFound,
              fmt::format("没有名为 {} 的数据源，也从来没有用过：写成配置里的名字或 searxng:main",
                          cut_utf8(name, 80)),
              "name");
}

bool is_engine(const Rulebook& rules, const std::string& key) {
  return std::any_of(rules.records.engines.begin(), rules.records.engines.end(),
                     [&](const Engine& engine) { return engine.key == key; });
}

Result<store::Withdrawal> window_of(store::Connection& db, const Rulebook& rules,
                                    const web::WithdrawNegatives& request, Time now) {
  auto source = source_of(db, rules, request.source);
  if (!source) return tl::unexpected(source.error());
  if (source->provider.starts_with("person:")) {
    return refused("人工截取的结果由人重新截取，不按时间段撤回", "name");
  }
  store::Withdrawal window;
  window.provider = source->provider;
  window.engine = request.engine.empty() ? source->engine : request.engine;
  if (window.engine.empty()) {
    return refused("这个数据源已不在配置里，请写明是哪个搜索引擎（--engine）", "engine");
  }
  if (!is_engine(rules, window.engine)) {
    return refused(fmt::format("没有叫 {} 的搜索引擎", cut_utf8(window.engine, 40)), "engine");
  }
  const Zone& zone = rules.calendar.zone();
  const auto from = moment_of(request.from, zone, false);
  const auto to = moment_of(request.to, zone, true);
  const std::string form = "写成 2026-11-24、2026-11-24 14:30 或 2026-11-24T06:30:00Z";
  if (!from) return refused("看不懂开始时间：" + form, "from");
  if (!to) return refused("看不懂结束时间：" + form, "to");
  if (*to < *from) return refused("结束时间早于开始时间", "to");
  if (*to > now) {
    return refused("这段时间还没有过去：只能撤回已经发生的检测；到今天为止请写明几点", "to");
  }
  window.from = *from;
  window.to = *to;
  if (!is_reason(request.reason)) {
    return refused("请写明原因：至少 4 个汉字或 10 个字母", "reason");
  }
  window.reason = std::string(trim(request.reason));
  window.at = now;
  return window;
}

web::WithdrawnNegatives answer_of(const PlannedWithdrawal& planned, bool written) {
  web::WithdrawnNegatives out;
  out.provider = planned.window.provider;
  out.engine = planned.window.engine;
  out.from = planned.window.from;
  out.to = planned.window.to;
  out.looks = planned.touched.looks;
  out.claims = planned.touched.claims;
  out.known = planned.known;
  out.written = written;
  return out;
}

struct Written {
  PlannedWithdrawal planned;
  bool written = false;
  std::vector<ClaimId> claims;
};

Status write_window(store::WriteContext& context, const web::Actor& actor,
                    const store::Withdrawal& window) {
  const auto id = store::withdrawals::insert(context.db, window);
  if (!id) return tl::unexpected(id.error());
  return audited(context, actor, "provider.withdraw", "withdrawal:" + std::to_string(*id),
                 boost::json::serialize(boost::json::object{{"provider", window.provider},
                                                            {"engine", window.engine},
                                                            {"from", to_rfc3339(window.from)},
                                                            {"to", to_rfc3339(window.to)},
                                                            {"reason", window.reason}}));
}

Result<Written> write(store::WriteContext& context, const Rulebook& rules, const web::Actor& actor,
                      const web::WithdrawNegatives& request) {
  auto planned = plan_withdrawal(context.db, rules, actor, request, context.now);
  if (!planned) return tl::unexpected(planned.error());
  Written out;
  out.planned = std::move(*planned);
  const store::Withdrawal& window = out.planned.window;
  if (!out.planned.known && out.planned.touched.looks > 0) {
    const Status kept = write_window(context, actor, window);
    if (!kept) return tl::unexpected(kept.error());
    out.written = true;
  }
  // Of a known window too: a crash may have come before they were judged.
  auto claims = store::withdrawals::claims_in(context.db, window);
  if (!claims) return tl::unexpected(claims.error());
  out.claims = std::move(*claims);
  return out;
}

}  // namespace

Result<PlannedWithdrawal> plan_withdrawal(store::Connection& db, const Rulebook& rules,
                                          const web::Actor& actor,
                                          const web::WithdrawNegatives& request, Time now) {
  auto window = window_of(db, rules, request, now);
  if (!window) return tl::unexpected(window.error());
  PlannedWithdrawal out;
  out.window = std::move(*window);
  out.window.by = actor.user;
  const auto touched = store::withdrawals::count_in(db, out.window);
  if (!touched) return tl::unexpected(touched.error());
  out.touched = *touched;
  const auto known = known_windows(db);
  if (!known) return tl::unexpected(known.error());
  out.known = std::any_of(known->begin(), known->end(), [&](const checks::BlindWindow& one) {
    return one.provider == out.window.provider && one.engine == out.window.engine &&
           one.from <= out.window.from && out.window.to <= one.to;
  });
  return out;
}

Task<Result<web::WithdrawnNegatives>> withdraw_by_hand(Context& context, web::Actor actor,
                                                       web::WithdrawNegatives request) {
  const Rules rules = context.rules;
  if (request.dry_run) {
    const Time now = context.wall.now();
    std::function<Result<PlannedWithdrawal>(store::Connection&)> job =
        [rules, actor, request, now](store::Connection& db) {
          return plan_withdrawal(db, *rules, actor, request, now);
        };
    const auto planned = co_await context.store.read<PlannedWithdrawal>(std::move(job));
    if (!planned) co_return tl::unexpected(planned.error());
    co_return answer_of(*planned, false);
  }
  std::function<Result<Written>(store::WriteContext&)> job =
      [rules, actor, request](store::WriteContext& writing) {
        return write(writing, *rules, actor, request);
      };
  auto done = co_await context.store.write<Written>(std::move(job));
  if (!done) co_return tl::unexpected(done.error());
  std::vector<ClaimId> claims = std::move(done->claims);
  const auto judged = co_await judge_again(context, rules, std::move(claims));
  if (!judged) co_return tl::unexpected(judged.error());
  co_return answer_of(done->planned, done->written);
}

}  // namespace vouch::daemon
