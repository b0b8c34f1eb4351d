#include "daemon/account_desk.h"

#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "core/hash.h"
#include "core/log.h"
#include "core/password.h"
#include "core/text.h"
#include "core/totp.h"
#include "core/url.h"
#include "store/people.h"
#include "store/sessions.h"
#include "store/sites.h"

namespace vouch::daemon {
namespace {

constexpr std::string_view kRoom = "accounts";
constexpr std::size_t kTokenCharacters = 43;  // 256 bits
constexpr std::size_t kCodeCharacters = 40;
constexpr std::size_t kRecoveryCodes = 10;
constexpr std::size_t kRecoveryBytes = 15;  // 120 bits: SHA-256 alone will do (ASVS 6.5.2)
constexpr std::size_t kGroup = 6;
constexpr Millis kSeenEvery = std::chrono::minutes(5);  // a tenth of the idle time at most
constexpr std::size_t kSeenKept = 10'000;

std::string_view words(password::Weakness weakness) {
  switch (weakness) {
    case password::Weakness::kTooShort:
      return "密码至少要 10 个字符；几个不相干的词连起来最好记";
    case password::Weakness::kTooLong:
      return "密码最多 256 个字符";
    case password::Weakness::kCommon:
      return "这是人人都在用的密码，一猜就中；换几个不相干的词";
    case password::Weakness::kContext:
      return "密码主要由姓名、登录名、公司或网站的名字组成，容易猜到；换几个不相干的词";
    case password::Weakness::kPattern:
      return "密码是重复、连续或键盘上相邻的字符，容易猜到；换几个不相干的词";
  }
  return "";
}

// Names that a guesser tries first.
Result<std::vector<std::string>> names_around(store::Connection& db, const User& user,
                                              const config::Settings& settings) {
  std::vector<std::string> names = {"vouch", "核验", user.login, user.name, settings.company.name};
  const auto sites = store::sites::list(db);
  if (!sites) return tl::unexpected(sites.error());
  for (const OwnSite& site : *sites) {
    names.push_back(site.name);
    names.push_back(site.domain);
    names.push_back(site.domain.substr(0, site.domain.find('.')));
  }
  if (const auto url = Url::parse(settings.base_url())) names.push_back(std::string(url->host()));
  return names;
}

std::vector<std::string> recovery_codes(Random& random) {
  std::vector<std::string> codes;
  for (std::size_t i = 0; i < kRecoveryCodes; ++i) {
    const std::string bare = ascii_lower(base32_encode(random.bytes(kRecoveryBytes)));
    std::string shown;
    for (std::size_t at = 0; at < bare.size(); at += kGroup) {
      if (at > 0) shown += '-';
      shown += bare.substr(at, kGroup);
    }
    codes.push_back(std::move(shown));
  }
  return codes;
}

}  // namespace

AccountRules account_rules(const config::Settings& settings) {
  AccountRules rules;
  rules.sessions.idle = settings.web.session_idle;
  rules.sessions.life = settings.web.session_life;
  return rules;
}

web::Entrance entrance_of(const config::Settings& settings, web::Accounts& accounts,
                          const WallClock& clock) {
  web::Entrance entrance;
  entrance.accounts = &accounts;
  entrance.clock = &clock;
  entrance.sessions = account_rules(settings).sessions;
  entrance.second_step_required = settings.second_step_required();
  entrance.proxies = settings.web.trusted_proxies;
  return entrance;
}

template <class T>
Task<Result<T>> AccountDesk::write(std::function<Result<T>(store::WriteContext&)> job) {
  const Activity::Guard guard = context_.activity.begin();
  auto done = co_await context_.store.template write<T>(std::move(job));
  if (!done) context_.store_failed(done.error());
  co_return done;
}

template <class T>
Task<Result<T>> AccountDesk::hashed(std::function<Result<T>()> work) {
  if (waiting_ >= kWaiting) {
    co_return fail(ErrorCode::kUnavailable, "此刻登录的人太多，请过几秒再试");
  }
  ++waiting_;
  auto start = [this, &work](Completion<Computed<Result<T>>> done) {
    hashing_.run<Result<T>>(std::move(work), std::move(done));
  };
  Computed<Result<T>> computed = co_await await_callback<Computed<Result<T>>>(start);
  --waiting_;
  co_return std::move(computed).take();
}

Task<Result<AccountDesk::Checked>> AccountDesk::check(std::string hash, std::string password) {
  std::function<Result<Checked>()> work = [hash = std::move(hash),
                                           password = std::move(password)]() -> Result<Checked> {
    Checked out;
    // The same work for somebody who is nobody.
    out.right =
        password::verify(hash.empty() ? password::nobody_hash() : hash, password) && !hash.empty();
    if (out.right && password::needs_rehash(hash)) {
      auto fresh = password::hash(password);
      if (!fresh) return tl::unexpected(fresh.error());
      out.new_hash = std::move(*fresh);
    }
    return out;
  };
  co_return co_await hashed<Checked>(std::move(work));
}

Task<void> AccountDesk::not_looked_at(Attempt attempt) {
  std::function<Result<int>(store::WriteContext&)> job =
      [attempt = std::move(attempt)](store::WriteContext& context) -> Result<int> {
    const Status back = take_back(context, attempt);
    if (!back) return tl::unexpected(back.error());
    return 0;
  };
  co_await write<int>(std::move(job));
}

Task<Result<web::SignedIn>> AccountDesk::sign_in(web::SignIn request) {
  const Time now = clock_.now();
  std::function<Result<Attempt>(store::WriteContext&)> begin =
      [login = request.login, from = request.from, rules = rules_, now](
          store::WriteContext& context) { return begin_attempt(context, login, from, rules, now); };
  auto attempt = co_await write<Attempt>(std::move(begin));
  if (!attempt) co_return tl::unexpected(attempt.error());
  if (attempt->wait > Millis(0)) {
    log::notice(kRoom, "authn_login_lock: {} must wait {} s", request.from.address,
                attempt->wait.count() / 1000);
    web::SignedIn wait;
    wait.entry = web::Entry::kWait;
    wait.wait = attempt->wait;
    co_return wait;
  }
  std::string hash;
  if (attempt->account) hash = attempt->account->password_hash;
  const auto checked = co_await check(std::move(hash), request.password);
  if (!checked) {
    co_await not_looked_at(std::move(*attempt));
    co_return tl::unexpected(checked.error());
  }
  FreshTokens tokens;
  tokens.session = random_token(context_.random, kTokenCharacters);
  tokens.device = random_token(context_.random, kTokenCharacters);
  std::function<Result<web::SignedIn>(store::WriteContext&)> finish =
      [attempt = std::move(*attempt), request = std::move(request), checked = *checked,
       tokens = std::move(tokens), rules = rules_, now](store::WriteContext& context) {
        return finish_sign_in(context, attempt, request, checked.right, checked.new_hash, tokens,
                              rules, now);
      };
  co_return co_await write<web::SignedIn>(std::move(finish));
}

namespace {

using Job = std::function<Result<int>(store::WriteContext&)>;

// A Status as the value that a write job wants.
Result<int> as_value(const Status& status) {
  if (!status) return tl::unexpected(status.error());
  return 0;
}

Status as_status(const Result<int>& done) {
  if (!done) return tl::unexpected(done.error());
  return {};
}

}  // namespace

Task<Status> AccountDesk::end_session(web::Actor actor, SessionId session) {
  Job job = [actor = std::move(actor), session, now = clock_.now()](store::WriteContext& context) {
    return as_value(write_session_end(context, actor, session, now));
  };
  const auto done = co_await write<int>(std::move(job));
  co_return as_status(done);
}

Task<Status> AccountDesk::end_sessions(web::Actor actor, std::string login) {
  Job job = [actor = std::move(actor), login = std::move(login),
             now = clock_.now()](store::WriteContext& context) {
    return as_value(write_sessions_end(context, actor, login, now));
  };
  const auto done = co_await write<int>(std::move(job));
  co_return as_status(done);
}

void AccountDesk::session_seen(const Session& session) {
  const Time now = clock_.now();
  if (seen_.size() > kSeenKept) seen_.clear();
  Time& last = seen_.try_emplace(session.id, session.last_seen_at).first->second;
  if (now - last < std::min(kSeenEvery, rules_.sessions.idle / 10) && now >= last) return;
  last = now;
  Job job = [id = session.id, now](store::WriteContext& context) {
    return as_value(store::sessions::seen(context.db, id, now));
  };
  boost::asio::co_spawn(context_.executor, write<int>(std::move(job)), boost::asio::detached);
}

Task<Time> AccountDesk::tidy() {
  std::function<Result<std::int64_t>(store::WriteContext&)> job =
      [now = clock_.now()](store::WriteContext& context) {
        return store::sessions::purge(context.db, now);
      };
  const auto gone = co_await write<std::int64_t>(std::move(job));
  if (!gone) log::error(kRoom, "old sessions: {}", gone.error().text());
  co_return context_.wall.now() + std::chrono::hours(24);
}

Task<Status> AccountDesk::proves(web::Actor actor, std::string password,
                                 std::optional<std::string> code, web::Visitor from) {
  const Time now = clock_.now();
  std::function<Result<Attempt>(store::WriteContext&)> begin =
      [login = actor.login, from, rules = rules_, now](store::WriteContext& context) {
        return begin_attempt(context, login, from, rules, now);
      };
  auto attempt = co_await write<Attempt>(std::move(begin));
  if (!attempt) co_return tl::unexpected(attempt.error());
  if (attempt->wait > Millis(0)) {
    const auto seconds = attempt->wait.count() / 1000 + 1;
    co_return fail(ErrorCode::kUnavailable, fmt::format("密码错得太多，请 {} 秒后再试", seconds),
                   "password");
  }
  std::string hash;
  if (attempt->account) hash = attempt->account->password_hash;
  const auto checked = co_await check(std::move(hash), std::move(password));
  if (!checked) {
    co_await not_looked_at(std::move(*attempt));
    co_return tl::unexpected(checked.error());
  }
  std::function<Result<bool>(store::WriteContext&)> settle =
      [attempt = std::move(*attempt), right = checked->right, actor = std::move(actor), code,
       from = std::move(from), now](store::WriteContext& context) {
        return settle_attempt(context, attempt, actor, right, code, from, now);
      };
  const auto proved = co_await write<bool>(std::move(settle));
  if (!proved) co_return tl::unexpected(proved.error());
  if (*proved) co_return Status();
  const bool code_is_wrong = code && checked->right;
  const char* const field = code_is_wrong ? "code" : "password";
  const char* const words_for_it =
      code_is_wrong ? "验证码不对，或已经用过；等下一个码再试" : "现在的密码不对";
  co_return fail(ErrorCode::kInvalid, words_for_it, field);
}

Task<Status> AccountDesk::strong(User user, std::string password) {
  using Names = std::vector<std::string>;
  std::function<Result<Names>(store::Connection&)> job =
      [user = std::move(user), rules = context_.rules](store::Connection& db) {
        return names_around(db, user, rules->settings);
      };
  const auto names = co_await context_.store.read<Names>(std::move(job));
  if (!names) co_return tl::unexpected(names.error());
  const auto weakness = password::weakness(password, *names);
  if (weakness) co_return fail(ErrorCode::kInvalid, std::string(words(*weakness)), "password");
  co_return Status();
}

Task<Status> AccountDesk::change_password(web::Actor actor, std::string current, std::string next,
                                          web::Visitor from) {
  std::function<Result<User>(store::Connection&)> find = [id = actor.user](store::Connection& db) {
    return store::people::find_user(db, id);
  };
  const auto user = co_await context_.store.read<User>(std::move(find));
  if (!user) co_return tl::unexpected(user.error());
  const Status good = co_await strong(*user, next);
  if (!good) co_return good;
  const Status proved = co_await proves(actor, std::move(current), std::nullopt, std::move(from));
  if (!proved) {
    Error error = proved.error();
    error.where = "current";
    co_return tl::unexpected(error);
  }
  std::function<Result<std::string>()> work = [next = std::move(next)] {
    return password::hash(next);
  };
  auto hash = co_await hashed<std::string>(std::move(work));
  if (!hash) co_return tl::unexpected(hash.error());
  Job job = [actor = std::move(actor), hash = std::move(*hash),
             now = clock_.now()](store::WriteContext& context) {
    return as_value(write_password(context, actor, actor.user, hash, now));
  };
  const auto done = co_await write<int>(std::move(job));
  co_return as_status(done);
}

Task<Result<web::Invited>> AccountDesk::invite(web::Actor actor, std::string login) {
  std::function<Result<web::Invited>(store::WriteContext&)> job =
      [actor = std::move(actor), login = std::move(login),
       code = random_token(context_.random, kCodeCharacters), rules = rules_,
       now = clock_.now()](store::WriteContext& context) {
        return write_invitation(context, actor, login, code, rules, now);
      };
  co_return co_await write<web::Invited>(std::move(job));
}

Task<Status> AccountDesk::redeem(std::string code, std::string password, web::Visitor from) {
  std::function<Result<User>(store::Connection&)> find =
      [code, now = clock_.now()](store::Connection& db) -> Result<User> {
    const auto invitation = store::accounts::invitation(db, code, now);
    if (!invitation) return tl::unexpected(invitation.error());
    if (!*invitation) return fail(ErrorCode::kNotFound, "这个链接已失效，请管理员再发一个", "code");
    return store::people::find_user(db, (*invitation)->user);
  };
  const auto user = co_await context_.store.read<User>(std::move(find));
  if (!user) co_return tl::unexpected(user.error());
  const Status good = co_await strong(*user, password);
  if (!good) co_return good;
  std::function<Result<std::string>()> work = [password = std::move(password)] {
    return password::hash(password);
  };
  auto hash = co_await hashed<std::string>(std::move(work));
  if (!hash) co_return tl::unexpected(hash.error());
  Job job = [code = std::move(code), hash = std::move(*hash), from = std::move(from),
             now = clock_.now()](store::WriteContext& context) {
    return as_value(write_redeemed(context, code, hash, from, now));
  };
  const auto done = co_await write<int>(std::move(job));
  co_return as_status(done);
}

Task<Result<web::NewSecondStep>> AccountDesk::begin_second_step(web::Actor actor,
                                                                std::string password,
                                                                web::Visitor from) {
  const Status proved = co_await proves(actor, std::move(password), std::nullopt, std::move(from));
  if (!proved) co_return tl::unexpected(proved.error());
  const std::string secret = context_.random.bytes(totp::kSecretBytes);
  web::NewSecondStep out;
  out.secret = base32_encode(secret);
  out.uri = totp::uri(secret, context_.rules->settings.company.name, actor.login);
  Job job = [actor, secret](store::WriteContext& context) {
    return as_value(write_second_step_begun(context, actor, secret));
  };
  const auto done = co_await write<int>(std::move(job));
  if (!done) co_return tl::unexpected(done.error());
  co_return out;
}

Task<Result<std::vector<std::string>>> AccountDesk::confirm_second_step(web::Actor actor,
                                                                        std::string code) {
  const std::vector<std::string> recovery = recovery_codes(context_.random);
  Job job = [actor = std::move(actor), code = std::move(code), recovery,
             now = clock_.now()](store::WriteContext& context) {
    return as_value(write_second_step(context, actor, code, recovery, now));
  };
  const auto done = co_await write<int>(std::move(job));
  if (!done) co_return tl::unexpected(done.error());
  co_return recovery;
}

Task<Status> AccountDesk::remove_second_step(web::Actor actor, std::string password,
                                             std::string code, web::Visitor from) {
  const Status proved =
      co_await proves(actor, std::move(password), std::move(code), std::move(from));
  if (!proved) co_return proved;
  Job job = [actor = std::move(actor)](store::WriteContext& context) {
    return as_value(write_second_step_removed(context, actor));
  };
  const auto done = co_await write<int>(std::move(job));
  co_return as_status(done);
}

Task<Status> AccountDesk::remove_second_step_of(web::Actor actor, std::string login) {
  Job job = [actor = std::move(actor), login = std::move(login),
             now = clock_.now()](store::WriteContext& context) {
    return as_value(write_second_step_removed_of(context, actor, login, now));
  };
  const auto done = co_await write<int>(std::move(job));
  co_return as_status(done);
}

Task<Status> AccountDesk::revoke_token(web::Actor actor, std::int64_t token, std::string login) {
  Job job = [actor = std::move(actor), token,
             login = std::move(login)](store::WriteContext& context) {
    return as_value(write_token_revoked(context, actor, token, login));
  };
  const auto done = co_await write<int>(std::move(job));
  co_return as_status(done);
}

}  // namespace vouch::daemon
