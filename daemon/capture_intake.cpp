#include "daemon/capture_intake.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/hash.h"
#include "core/text.h"
#include "core/url.h"
#include "daemon/audited.h"
#include "daemon/capture_writes.h"
#include "store/people.h"

namespace vouch::daemon {
namespace {

constexpr std::int64_t kListed = 500;
constexpr std::size_t kTokenCharacters = 40;

Result<engines::ResultLayout> layout_of(const Rulebook& rules, const engines::Question& question) {
  const SerpLayout* const record =
      rules.records.serp_layout(question.engine, engines::to_string(question.device));
  if (record == nullptr) {
    return fail(ErrorCode::kUnsupported, "没有这个搜索引擎的版面说明：" + question.engine);
  }
  return engines::ResultLayout::compile(*record);
}

Result<std::int64_t> looks_of(store::Connection& db, const engines::Question& question) {
  if (question.kind == engines::QuestionKind::kKeyword) {
    return store::captures::looks_for(db, "rank:" + question.engine, fold(question.text));
  }
  const Result<Url> url = Url::parse(question.url);
  if (!url) return 0;
  return store::captures::looks_at(db, "index:" + question.engine, strict_key(*url));
}

bool leads(Role role) {
  return role == Role::kSupervisor || role == Role::kAdmin;
}

Result<web::CaptureItem> item_of(store::Connection& db, const store::CaptureTask& task,
                                 const web::Actor& actor, const Rulebook& rules, Time now) {
  const auto question = engines::question_from_json(task.question);
  if (!question) return tl::unexpected(question.error());
  const auto captures = captures_of(db, task.id);
  if (!captures) return tl::unexpected(captures.error());
  const auto looks = looks_of(db, *question);
  if (!looks) return tl::unexpected(looks.error());
  web::CaptureItem out;
  out.id = task.id;
  out.engine = task.engine;
  out.is_url = question->kind == engines::QuestionKind::kUrl;
  out.text = task.text;
  out.asked_at = task.asked_at;
  out.until = task.until;
  out.looks = *looks;
  out.captures = static_cast<int>(captures->size());
  out.by_me = actor.user && !engines::wanted_of(*captures, actor.user, now);
  if (const auto layout = layout_of(rules, *question)) {
    out.link = engines::search_address(*layout, *question);
  }
  if (!leads(actor.role)) return out;
  out.people.reserve(captures->size());
  for (const engines::Capture& capture : *captures) {
    const auto user = store::people::find_user(db, capture.person);
    if (!user) return tl::unexpected(user.error());
    out.people.push_back(web::CapturePerson{user->id, user->name, capture.gains});
  }
  return out;
}

using Items = std::vector<web::CaptureItem>;

Result<Items> items_of(store::Connection& db, const web::Actor& actor, const Rulebook& rules,
                       Time now) {
  const auto tasks = store::captures::open(db, now, kListed);
  if (!tasks) return tl::unexpected(tasks.error());
  Items out;
  out.reserve(tasks->size());
  for (const store::CaptureTask& task : *tasks) {
    auto item = item_of(db, task, actor, rules, now);
    if (!item) return tl::unexpected(item.error());
    out.push_back(std::move(*item));
  }
  return out;
}

using Tasks = std::vector<store::CaptureTask>;

// The task that is meant, or all that wait.
Result<Tasks> candidates(store::Connection& db, std::int64_t task, Time now) {
  if (task == 0) return store::captures::open(db, now, kListed);
  const auto one = store::captures::find(db, task);
  if (!one) return tl::unexpected(one.error());
  if (!*one) return fail(ErrorCode::kNotFound, "没有这一条待查询");
  return Tasks{**one};
}

struct Reading {
  Rules rules;
  Tasks tasks;
  web::HandIn page;
  Time now;
};

Result<ReadPage> read_for(const Reading& reading, const store::CaptureTask& task,
                          const engines::ResultLayout& layout, const engines::Question& question,
                          Random& random) {
  engines::HandedPage handed;
  handed.bytes = reading.page.bytes;
  handed.content_type = reading.page.content_type;
  handed.address = reading.page.address;
  auto capture = engines::read_handed_page(layout, question, handed);
  if (!capture) return tl::unexpected(capture.error());
  ReadPage out;
  out.task = task.id;
  out.capture = std::move(*capture);
  out.address = engines::address_of(handed);
  const std::string type =
      reading.page.content_type.empty() ? "text/html" : reading.page.content_type;
  out.evidence = store::prepare_evidence(out.address, type, reading.page.bytes, "capture",
                                         reading.now, random);
  return out;
}

// By id the page must answer that question; without one, the question is the one whose engine and
// query the page's address names.
Result<ReadPage> read_page(const Reading& reading, Random& random) {
  engines::HandedPage handed;
  handed.bytes = reading.page.bytes;
  handed.content_type = reading.page.content_type;
  handed.address = reading.page.address;
  const std::string address = engines::address_of(handed);
  for (const store::CaptureTask& task : reading.tasks) {
    const auto question = engines::question_from_json(task.question);
    if (!question) return tl::unexpected(question.error());
    const auto layout = layout_of(*reading.rules, *question);
    if (!layout) return tl::unexpected(layout.error());
    const bool meant = reading.page.task != 0 || engines::is_asked_at(*layout, *question, address);
    if (meant) return read_for(reading, task, *layout, *question, random);
  }
  return fail(ErrorCode::kNotFound, "这一页不在待查询的清单里：没有人等这个词在这个引擎的结果");
}

// Who did it stands beside whom it was done for: an administrator hands in for others.
Status note(store::WriteContext& context, const web::Actor& actor, std::string_view action,
            std::int64_t task, UserId person) {
  return audited(context, actor, action, fmt::format("capture_task:{}", task),
                 fmt::format(R"({{"person":{}}})", person.value));
}

template <class T>
using WriteJob = std::function<Result<T>(store::WriteContext&)>;
template <class T>
using ReadJob = std::function<Result<T>(store::Connection&)>;

}  // namespace

Task<Result<Items>> CaptureIntake::list(web::Actor actor) {
  ReadJob<Items> job = [actor = std::move(actor), rules = context_.rules,
                        now = context_.wall.now()](store::Connection& db) {
    return items_of(db, actor, *rules, now);
  };
  co_return co_await context_.store.read<Items>(std::move(job));
}

Task<Result<web::HandInAnswer>> CaptureIntake::hand_in(web::Actor actor, web::HandIn page) {
  const Activity::Guard guard = context_.activity.begin();
  const Time now = context_.wall.now();
  ReadJob<Tasks> find = [task = page.task, now](store::Connection& db) {
    return candidates(db, task, now);
  };
  auto tasks = co_await context_.store.read<Tasks>(std::move(find));
  if (!tasks) co_return tl::unexpected(tasks.error());

  const std::string as = page.as;
  auto reading = std::make_shared<Reading>();
  reading->rules = context_.rules;
  reading->tasks = std::move(*tasks);
  reading->page = std::move(page);
  reading->now = now;
  std::function<Result<ReadPage>()> work = [reading, this] {
    return read_page(*reading, context_.random);
  };
  auto start = [this, &work](Completion<Computed<Result<ReadPage>>> done) {
    context_.parse.run<Result<ReadPage>>(std::move(work), std::move(done));
  };
  auto computed = co_await await_callback<Computed<Result<ReadPage>>>(start);
  Result<ReadPage> read = std::move(computed).take();
  if (!read) co_return tl::unexpected(read.error());

  auto shared = std::make_shared<ReadPage>(std::move(*read));
  WriteJob<web::HandInAnswer> job = [shared, actor = std::move(actor), as](
                                        store::WriteContext& context) -> Result<web::HandInAnswer> {
    const auto person = capturing_person(context.db, actor, as);
    if (!person) return tl::unexpected(person.error());
    auto kept = keep_capture(context, *person, *shared);
    if (!kept) return kept;
    const Status noted = note(context, actor, "capture.hand_in", shared->task, *person);
    if (!noted) return tl::unexpected(noted.error());
    return kept;
  };
  auto kept = co_await context_.store.write<web::HandInAnswer>(std::move(job));
  if (!kept) context_.store_failed(kept.error());
  co_return kept;
}

Task<Status> CaptureIntake::skip(web::Actor actor, web::SkipCapture skip) {
  WriteJob<bool> job = [actor = std::move(actor),
                        skip = std::move(skip)](store::WriteContext& context) -> Result<bool> {
    const auto person = capturing_person(context.db, actor, skip.as);
    if (!person) return tl::unexpected(person.error());
    const Status done = skip_capture(context, *person, skip);
    if (!done) return tl::unexpected(done.error());
    const Status noted = note(context, actor, "capture.skip", skip.task, *person);
    if (!noted) return tl::unexpected(noted.error());
    return true;
  };
  const auto done = co_await context_.store.write<bool>(std::move(job));
  if (!done) context_.store_failed(done.error());
  if (!done) co_return tl::unexpected(done.error());
  co_return Status();
}

Task<Result<web::CaptureToken>> CaptureIntake::issue_token(web::Actor actor) {
  WriteJob<web::CaptureToken> job = [actor = std::move(actor),
                                     token = random_token(context_.random, kTokenCharacters)](
                                        store::WriteContext& context) -> Result<web::CaptureToken> {
    const auto person = capturing_person(context.db, actor, {});
    if (!person) return tl::unexpected(person.error());
    return issue_token_for(context, *person, token);
  };
  auto issued = co_await context_.store.write<web::CaptureToken>(std::move(job));
  if (!issued) context_.store_failed(issued.error());
  co_return issued;
}

Task<Result<std::optional<web::Actor>>> CaptureIntake::owner_of(std::string token) {
  using Found = std::optional<web::Actor>;
  ReadJob<Found> job = [digest = sha256_hex(token),
                        now = context_.wall.now()](store::Connection& db) -> Result<Found> {
    const auto owner = store::captures::token_owner(db, digest, now);
    if (!owner) return tl::unexpected(owner.error());
    if (!*owner) return Found();
    const auto user = store::people::find_user(db, **owner);
    if (!user) return tl::unexpected(user.error());
    const bool may = user->active && user->role != Role::kOwner;
    if (!may) return Found();
    return Found(web::Actor{user->id, Role::kEmployee, user->login, web::Via::kLink});
  };
  co_return co_await context_.store.read<Found>(std::move(job));
}

}  // namespace vouch::daemon
