#include "store/work_numbers.h"

namespace vouch::store::work_numbers {
namespace {

constexpr std::string_view kInsert = R"sql(
  INSERT INTO work_number(user_id, day, form, numbers, note, at, by_user, revision)
  VALUES($1, $2, $3, $4, $5, $6, $7,
    (SELECT count(*) + 1 FROM work_number WHERE user_id = $1 AND day = $2 AND form = $3))
  RETURNING id)sql";
constexpr std::string_view kNewest = R"sql(
  SELECT id, user_id, day, form, numbers, note, at, by_user, revision FROM work_number
  WHERE user_id = $1 AND day = $2 AND form = $3 ORDER BY id DESC LIMIT 1)sql";
constexpr std::string_view kOfUser = R"sql(
  SELECT n.id, n.user_id, n.day, n.form, n.numbers, n.note, n.at, n.by_user, n.revision
  FROM work_number n
  WHERE n.user_id = $1 AND n.day BETWEEN $2 AND $3
    AND n.id = (SELECT max(m.id) FROM work_number m
                WHERE m.user_id = n.user_id AND m.day = n.day AND m.form = n.form)
  ORDER BY n.day, n.form)sql";

constexpr std::string_view kOfDays = R"sql(
  SELECT n.id, n.user_id, n.day, n.form, n.numbers, n.note, n.at, n.by_user, n.revision
  FROM work_number f CROSS JOIN work_number n
    ON n.id = (SELECT max(m.id) FROM work_number m
               WHERE m.user_id = f.user_id AND m.day = f.day AND m.form = f.form)
  WHERE f.revision = 1 AND f.day BETWEEN $1 AND $2
  ORDER BY f.day, f.user_id, f.form)sql";

DayNumbers read_numbers(const Row& row) {
  DayNumbers out;
  row.read(out.id, out.user, out.day, out.form, out.numbers, out.note, out.at, out.by,
           out.revision);
  return out;
}

}  // namespace

Result<std::int64_t> insert(Connection& db, const DayNumbers& numbers) {
  return db.scalar<std::int64_t>(kInsert, numbers.user, numbers.day, numbers.form, numbers.numbers,
                                 numbers.note, numbers.at, numbers.by);
}

Result<std::optional<DayNumbers>> newest(Connection& db, UserId user, Date day,
                                         std::string_view form) {
  return db.first<DayNumbers>(kNewest, read_numbers, user, day, form);
}

Result<std::vector<DayNumbers>> of_user(Connection& db, UserId user, Date from, Date to) {
  return db.all<DayNumbers>(kOfUser, read_numbers, user, from, to);
}

Result<std::vector<DayNumbers>> of_days(Connection& db, Date from, Date to) {
  return db.all<DayNumbers>(kOfDays, read_numbers, from, to);
}

}  // namespace vouch::store::work_numbers
