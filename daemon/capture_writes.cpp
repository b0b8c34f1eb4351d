#include "daemon/capture_writes.h"

#include <algorithm>
#include <utility>

#include "core/hash.h"
#include "core/text.h"
#include "core/url.h"
#include "store/people.h"

namespace vouch::daemon {
namespace {

constexpr std::size_t kLeastHan = 4;  // of a reason, as for decisions (design §9)
constexpr std::size_t kLeastLetters = 10;

Result<bool> gains(store::Connection& db, UserId person, const engines::Question& question) {
  if (question.kind == engines::QuestionKind::kKeyword) {
    return store::captures::has_claim_for(db, person, fold(question.text));
  }
  const Result<Url> url = Url::parse(question.url);
  if (!url) return tl::unexpected(url.error());
  return store::captures::has_claim_at(db, person, strict_key(*url),
                                       loose_key(*url, LooseKeyRules()));
}

Result<store::CaptureTask> open_task(store::WriteContext& context, std::int64_t id) {
  auto task = store::captures::find(context.db, id);
  if (!task) return tl::unexpected(task.error());
  if (!*task) return fail(ErrorCode::kNotFound, "没有这一条待查询");
  const bool open = (*task)->state == store::CaptureState::kOpen && (*task)->until > context.now;
  if (!open) return fail(ErrorCode::kConflict, "这一条已经有结果、已跳过或过了期限，不用再截取");
  return std::move(**task);
}

// Saved pages never equal each other byte by byte: one file under two names is one person's.
Result<bool> is_a_copy(store::Connection& db, const std::vector<engines::Capture>& captures,
                       const store::EvidenceItem& page) {
  for (const engines::Capture& capture : captures) {
    const auto kept = store::evidence::find(db, capture.evidence);
    if (!kept) return tl::unexpected(kept.error());
    if (kept->payload_sha256 == page.payload_sha256) return true;
  }
  return false;
}

std::string words_after(bool answered, const engines::Capture& capture) {
  if (answered) return "已采用，这一条查完了，谢谢";
  if (capture.gains) {
    return "已收下。这里有您自己的工作项，按规定还需要另一位同事也截取一次，才能算数";
  }
  return "已收下。“没有找到”需要另一位同事也截取一次，才能算数";
}

}  // namespace

Result<std::vector<engines::Capture>> captures_of(store::Connection& db, std::int64_t task) {
  const auto rows = store::captures::of_task(db, task);
  if (!rows) return tl::unexpected(rows.error());
  std::vector<engines::Capture> out;
  out.reserve(rows->size());
  for (const store::CaptureRow& row : *rows) {
    engines::Capture capture;
    capture.id = row.id;
    capture.person = row.person;
    capture.gains = row.gains;
    capture.at = row.at;
    capture.evidence = row.evidence;
    if (const Status read = engines::read_json(row.answer, capture); !read) {
      return tl::unexpected(read.error());
    }
    out.push_back(std::move(capture));
  }
  return out;
}

Result<UserId> capturing_person(store::Connection& db, const web::Actor& actor,
                                const std::string& as) {
  UserId id = actor.user;
  if (!as.empty() && as != actor.login) {
    if (actor.role != Role::kAdmin) {
      return fail(ErrorCode::kDenied, "只能以自己的名义截取", "as");
    }
    const auto named = store::people::user_by_login(db, as);
    if (!named) return tl::unexpected(named.error());
    if (!*named) return fail(ErrorCode::kNotFound, "no user with login " + as, "as");
    id = (*named)->id;
  }
  if (!id) return fail(ErrorCode::kInvalid, "请用 as 写明是谁截取的", "as");
  const auto user = store::people::find_user(db, id);
  if (!user) return tl::unexpected(user.error());
  const bool may = user->active && user->role != Role::kOwner;
  if (!may) return fail(ErrorCode::kDenied, "只有在职员工可以截取");
  return id;
}

Result<web::HandInAnswer> keep_capture(store::WriteContext& context, UserId person,
                                       const ReadPage& page) {
  const auto task = open_task(context, page.task);
  if (!task) return tl::unexpected(task.error());
  const auto question = engines::question_from_json(task->question);
  if (!question) return tl::unexpected(question.error());
  auto captures = captures_of(context.db, page.task);
  if (!captures) return tl::unexpected(captures.error());
  if (!engines::wanted_of(*captures, person, context.now)) {
    return fail(ErrorCode::kConflict, "您已经截取过这一条，现在需要另一位同事");
  }
  const auto copied = is_a_copy(context.db, *captures, page.evidence);
  if (!copied) return tl::unexpected(copied.error());
  if (*copied) {
    return fail(ErrorCode::kConflict, "这份网页和别人交回的是同一份，请在自己的浏览器里打开再交");
  }
  const auto own = gains(context.db, person, *question);
  if (!own) return tl::unexpected(own.error());
  const auto kept = context.evidence.add(page.evidence, store::EvidenceLane::kNegative);
  if (!kept) return tl::unexpected(kept.error());
  engines::Capture capture = page.capture;
  capture.person = person;
  capture.gains = *own;
  capture.at = context.now;
  capture.evidence = *kept;
  store::CaptureRow row;
  row.task = page.task;
  row.person = person;
  row.gains = *own;
  row.at = context.now;
  row.address = page.address;
  row.answer = engines::to_json(capture);
  row.evidence = *kept;
  const auto id = store::captures::insert(context.db, row);
  if (!id) return tl::unexpected(id.error());
  captures->push_back(capture);
  web::HandInAnswer out;
  out.task = page.task;
  out.evidence = *kept;
  out.answered = engines::answer_of(*question, *captures, context.now, task->until).has_value();
  out.words = words_after(out.answered, capture);
  if (out.answered) {
    const auto closed = store::captures::answer(context.db, page.task, context.now);
    if (!closed) return tl::unexpected(closed.error());
  }
  return out;
}

Status skip_capture(store::WriteContext& context, UserId person, const web::SkipCapture& skip) {
  const std::string reason = collapse_space(skip.reason);
  if (count_han(reason) < kLeastHan && count_letters(reason) < kLeastLetters) {
    return fail(ErrorCode::kInvalid, "请写明原因：至少 4 个汉字或 10 个字母", "reason");
  }
  const auto task = open_task(context, skip.task);
  if (!task) return tl::unexpected(task.error());
  const auto done = store::captures::skip(context.db, skip.task, person, reason, context.now);
  if (!done) return tl::unexpected(done.error());
  return {};
}

Result<web::CaptureToken> issue_token_for(store::WriteContext& context, UserId person,
                                          std::string token) {
  web::CaptureToken out;
  out.expires_at = context.now + kCaptureTokenLife;
  const Status kept =
      store::captures::put_token(context.db, person, sha256_hex(token), out.expires_at);
  if (!kept) return tl::unexpected(kept.error());
  out.token = std::move(token);
  return out;
}

}  // namespace vouch::daemon
