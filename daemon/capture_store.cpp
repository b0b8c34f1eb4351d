#include "daemon/capture_store.h"

#include <utility>

#include "daemon/capture_writes.h"
#include "store/captures.h"

namespace vouch::daemon {
namespace {

using Ids = std::vector<std::int64_t>;
using AllWaiting = std::vector<engines::CaptureDesk::Waiting>;

Result<Ids> put_all(store::WriteContext& context, const engines::CaptureDesk::Wanted& wanted,
                    Time now) {
  Ids out;
  out.reserve(wanted.questions.size());
  for (const engines::Question& question : wanted.questions) {
    store::CaptureTask task;
    task.provider = wanted.provider;
    task.engine = question.engine;
    task.text = question.text;
    task.question = engines::to_json(question);
    task.asked_at = now;
    task.until = wanted.until;
    const auto id = store::captures::put(context.db, task);
    if (!id) return tl::unexpected(id.error());
    out.push_back(*id);
  }
  return out;
}

Result<AllWaiting> waiting_of(store::Connection& db, const Ids& ids) {
  AllWaiting out;
  out.reserve(ids.size());
  for (const std::int64_t id : ids) {
    const auto task = store::captures::find(db, id);
    if (!task) return tl::unexpected(task.error());
    if (!*task) continue;
    auto question = engines::question_from_json((*task)->question);
    if (!question) return tl::unexpected(question.error());
    auto captures = captures_of(db, id);
    if (!captures) return tl::unexpected(captures.error());
    engines::CaptureDesk::Waiting waiting;
    waiting.id = id;
    waiting.question = std::move(*question);
    waiting.captures = std::move(*captures);
    if ((*task)->state == store::CaptureState::kSkipped) waiting.skipped = (*task)->skip_reason;
    out.push_back(std::move(waiting));
  }
  return out;
}

}  // namespace

Task<Result<Ids>> CaptureStore::put(Wanted wanted) {
  std::function<Result<Ids>(store::WriteContext&)> job =
      [wanted = std::move(wanted), now = wall_.now()](store::WriteContext& context) {
        return put_all(context, wanted, now);
      };
  co_return co_await store_.write<Ids>(std::move(job));
}

Task<Result<AllWaiting>> CaptureStore::look(std::vector<std::int64_t> ids) {
  std::function<Result<AllWaiting>(store::Connection&)> job =
      [ids = std::move(ids)](store::Connection& db) { return waiting_of(db, ids); };
  co_return co_await store_.read<AllWaiting>(std::move(job));
}

}  // namespace vouch::daemon
