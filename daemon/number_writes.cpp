#include "daemon/number_writes.h"

#include <fmt/format.h>
#include <boost/json.hpp>

#include "daemon/audited.h"
#include "daemon/planned_team.h"
#include "planning/number_forms.h"
#include "store/work_numbers.h"

namespace vouch::daemon {
namespace {

namespace json = boost::json;

constexpr std::chrono::days kOldest{62};  // a day that may still be handed in or corrected
constexpr std::size_t kNoteBytes = 1'000;

}  // namespace

Result<web::PlanProblems> put_numbers(store::WriteContext& context, const Rulebook& rules,
                                      const web::Actor& actor, const web::PutNumbers& request) {
  if (!actor.user) return fail(ErrorCode::kInvalid, "本机管理员没有自己的数据；请用员工自己的账号");
  const planning::NumberForm* form = planning::number_form(request.form);
  if (form == nullptr) return fail(ErrorCode::kNotFound, "没有这张表", "form");
  const Date now = today(context, rules);
  if (request.day > now) return fail(ErrorCode::kInvalid, "这一天还没到", "date");
  if (request.day < now - kOldest)
    return fail(ErrorCode::kInvalid, "两个月以前的数据不能再改", "date");
  if (request.numbers.empty()) return fail(ErrorCode::kInvalid, "至少填一项", "numbers");
  if (request.note.size() > kNoteBytes) return fail(ErrorCode::kInvalid, "备注太长", "note");
  web::PlanProblems problems;
  for (const planning::NumberProblem& one : planning::check_numbers(*form, request.numbers))
    problems.push_back(web::Problem{0, one.field, one.zh});
  if (!problems.empty()) return problems;

  json::object numbers;
  for (const auto& [field, value] : request.numbers) numbers[field] = value;
  store::work_numbers::DayNumbers row;
  row.user = actor.user;
  row.day = request.day;
  row.form = request.form;
  row.numbers = json::serialize(numbers);
  row.note = request.note;
  row.at = context.now;
  row.by = actor.user;
  const auto before =
      store::work_numbers::newest(context.db, actor.user, request.day, request.form);
  if (!before) return tl::unexpected(before.error());
  // The same again, from a repeated request, is one version.
  if (*before && (*before)->numbers == row.numbers && (*before)->note == row.note) return problems;
  const auto id = store::work_numbers::insert(context.db, row);
  if (!id) return tl::unexpected(id.error());
  const Status noted =
      audited(context, actor, "numbers.put",
              fmt::format("numbers:{}:{}", request.form, to_iso_date(request.day)), row.numbers);
  if (!noted) return tl::unexpected(noted.error());
  return problems;
}

}  // namespace vouch::daemon
