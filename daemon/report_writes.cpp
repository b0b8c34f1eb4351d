#include "daemon/report_writes.h"

#include <algorithm>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "config/records.h"
#include "core/hash.h"
#include "daemon/content_writes.h"
#include "daemon/index_sampling.h"
#include "planning/report_rows.h"
#include "store/claims.h"
#include "store/people.h"
#include "store/reports.h"
#include "web/hand_in_reading.h"

namespace vouch::daemon {
namespace {

namespace json = boost::json;

constexpr std::string_view kRowMemory = "row";
constexpr std::string_view kHistoryLogin = "历史";  // no login that a person can have

// Old rows whose author is unknown belong to somebody who is nobody (design §9): every claim has
// an author, and no rate, reminder or notice concerns this one.
Result<UserId> history_author(store::WriteContext& context) {
  const auto known = store::people::user_by_login(context.db, kHistoryLogin);
  if (!known) return tl::unexpected(known.error());
  if (*known) return (*known)->id;
  User author;
  author.login = kHistoryLogin;
  author.name = "历史";
  author.active = false;
  return store::people::insert_user(context.db, author, context.now);
}

json::value marks_value(const ClaimMarks& marks) {
  return json::object{{"late", marks.late},
                      {"unplanned", marks.unplanned},
                      {"duplicate_of", marks.duplicate_of.value},
                      {"possible_duplicate_of", marks.possible_duplicate_of.value},
                      {"off_list", marks.off_list},
                      {"baseline", marks.baseline},
                      {"historic", marks.historic}};
}

std::vector<std::string> remarks_of(const planning::DraftClaim& row) {
  std::vector<std::string> remarks = row.remarks;
  for (const std::string& keyword : row.off_list_keywords)
    remarks.push_back("关键词“" + keyword + "”不在词库里");
  return remarks;
}

std::string remembered(const web::ReportAnswer& answer) {
  json::array reports, accepted, returned;
  for (const ReportId id : answer.reports) reports.push_back(id.value);
  for (const web::AcceptedRow& row : answer.accepted) {
    accepted.push_back(
        json::object{{"row", row.row},
                     {"claim", row.claim.value},
                     {"marks", marks_value(row.marks)},
                     {"remarks", json::array(row.remarks.begin(), row.remarks.end())}});
  }
  for (const web::ReturnedRow& row : answer.returned) {
    json::array cells(row.cells.begin(), row.cells.end());
    returned.push_back(
        json::object{{"row", row.row}, {"reason", row.reason}, {"cells", std::move(cells)}});
  }
  return json::serialize(json::object{{"reports", std::move(reports)},
                                      {"accepted", std::move(accepted)},
                                      {"returned", std::move(returned)}});
}

Result<web::ReportAnswer> recalled(const std::string& text) {
  try {
    const json::value value = json::parse(text);
    web::ReportAnswer answer;
    for (const json::value& id : value.at("reports").as_array())
      answer.reports.push_back(ReportId{id.as_int64()});
    for (const json::value& row : value.at("accepted").as_array()) {
      const json::value& marks = row.at("marks");
      web::AcceptedRow accepted;
      accepted.row = static_cast<int>(row.at("row").as_int64());
      accepted.claim = ClaimId{row.at("claim").as_int64()};
      accepted.marks.late = marks.at("late").as_bool();
      accepted.marks.unplanned = marks.at("unplanned").as_bool();
      accepted.marks.duplicate_of = ClaimId{marks.at("duplicate_of").as_int64()};
      accepted.marks.possible_duplicate_of = ClaimId{marks.at("possible_duplicate_of").as_int64()};
      accepted.marks.off_list = marks.at("off_list").as_bool();
      accepted.marks.baseline = marks.at("baseline").as_bool();
      accepted.marks.historic = marks.at("historic").as_bool();
      for (const json::value& remark : row.at("remarks").as_array())
        accepted.remarks.emplace_back(remark.as_string());
      answer.accepted.push_back(std::move(accepted));
    }
    for (const json::value& row : value.at("returned").as_array()) {
      web::ReturnedRow returned;
      returned.row = static_cast<int>(row.at("row").as_int64());
      returned.reason = row.at("reason").as_string();
      for (const json::value& cell : row.at("cells").as_array())
        returned.cells.emplace_back(cell.as_string());
      answer.returned.push_back(std::move(returned));
    }
    return answer;
  } catch (const std::exception& problem) {
    return fail(ErrorCode::kCorrupt,
                std::string("stored answer cannot be read: ") + problem.what());
  }
}

class HandInWriter {
 public:
  HandInWriter(store::WriteContext& context, const Rulebook& rules, const HandIn& given,
               web::HandInCompany company)
      : context_(context), rules_(rules), given_(given), company_(std::move(company)) {}

  Result<HandedIn> run() {
    std::vector<planning::InputRow> rows = read_rows();
    const auto again = answered_before();
    if (!again) return tl::unexpected(again.error());
    if (*again) {
      std::erase_if(rows, [&](const planning::InputRow& row) { return !was_returned(row.row); });
      if (rows.empty()) return std::move(out_);
    }
    const std::size_t before = out_.answer.accepted.size();
    out_.answer.returned.clear();
    const planning::Drafts drafts = planning::draft_claims(rows, row_context());
    for (const planning::ReturnedRow& row : drafts.returned) {
      out_.answer.returned.push_back({row.row, row.reason, row.cells});
    }
    std::int64_t claims = 0;
    for (const planning::DraftReport& report : drafts.reports) claims += std::ssize(report.claims);
    begin_progress(claims);
    draw_.emplace(context_, rules_, claims);
    for (const planning::DraftReport& report : drafts.reports) {
      if (const Status written = write(report); !written) return tl::unexpected(written.error());
    }
    if (*again && out_.answer.accepted.size() == before) return std::move(out_);
    const auto kept = store::reports::remember_answer(context_.db, actor(), key_,
                                                      remembered(out_.answer), context_.now);
    if (!kept) return tl::unexpected(kept.error());
    return std::move(out_);
  }

 private:
  // The latest answer to this hand-in becomes out_.answer. A file that came back in part is taken
  // up again for its returned rows alone (somebody may have added the person that was missing):
  // its next answer stands under a key of its own, since answers are never changed. What a caller
  // named by a key of his own is answered once and for all.
  Result<bool> answered_before() {
    for (bool any = false;; any = true) {
      const auto known = store::reports::answer_to(context_.db, actor(), key_);
      if (!known) return tl::unexpected(known.error());
      if (!*known) return any;
      auto answer = recalled(**known);
      if (!answer) return tl::unexpected(answer.error());
      out_.answer = std::move(*answer);
      if (out_.answer.returned.empty() || !given_.request.idempotency_key.empty()) {
        answered_for_good_ = true;
        return true;
      }
      key_ += "|again";
    }
  }

  [[nodiscard]] bool was_returned(int row) const {
    return !answered_for_good_ &&
           std::any_of(out_.answer.returned.begin(), out_.answer.returned.end(),
                       [&](const web::ReturnedRow& returned) { return returned.row == row; });
  }

  [[nodiscard]] std::string actor() const { return "u" + std::to_string(given_.reporter.value); }

  std::vector<planning::InputRow> read_rows() {
    key_ = given_.request.idempotency_key;
    if (!given_.request.is_csv) {
      std::vector<planning::InputRow> rows = web::input_rows(given_.request.rows);
      if (key_.empty()) key_ = content_key(rows);
      return rows;
    }
    const planning::FileContext file{company_.users, rules_.records.platforms,
                                     rules_.records.work_types, company_.keywords,
                                     company_.own_hosts};
    planning::InputFile read = planning::read_report_file(given_.request.csv, file);
    if (key_.empty()) {
      // The same bytes for another day or person are another hand-in.
      key_ = fmt::format("{}|{}|{}|{}", read.idempotency_key, given_.request.as, day(),
                         given_.request.baseline ? 1 : 0);
    }
    return std::move(read.rows);
  }

  [[nodiscard]] std::string day() const {
    return given_.request.date ? to_iso_date(*given_.request.date) : "";
  }

  [[nodiscard]] std::string content_key(const std::vector<planning::InputRow>& rows) const {
    Sha256 digest;
    digest.update_field(day());
    digest.update_field(given_.request.baseline ? "baseline" : "");
    for (const planning::InputRow& row : rows) {
      for (const std::string* field : {&row.person, &row.date, &row.url, &row.title, &row.work_type,
                                       &row.platform, &row.link_target}) {
        digest.update_field(*field);
      }
      for (const std::string& keyword : row.keywords) digest.update_field(keyword);
      if (row.asset) digest.update_field(fmt::format("asset {}", row.asset.value));
    }
    return "rows:" + to_hex(digest.finish());
  }

  planning::RowContext row_context() {
    // Whoever imports old rows is not their author: those without a name become 历史.
    const bool nobodys = given_.request.baseline && given_.request.as.empty();
    const web::HandInAuthor author{nobodys ? UserId{} : given_.reporter,
                                   given_.may_report_for_others};
    const web::HandInRules in_force{rules_.records.platforms, rules_.records.work_types,
                                    rules_.calendar, rules_.settings.reports.cutoff_grace};
    planning::RowContext rows =
        web::row_context(context_.db, company_, in_force, author, context_.now);
    rows.date = given_.request.date;
    rows.baseline = given_.request.baseline;
    rows.source = given_.request.baseline ? "baseline" : given_.request.is_csv ? "csv" : "api";
    if (!given_.source.empty()) rows.source = given_.source;
    rows.idempotency_key = key_;
    return rows;
  }

  Status write(const planning::DraftReport& draft) {
    Report head = draft.report;
    if (!head.user) {
      const auto author = history_author(context_);
      if (!author) return tl::unexpected(author.error());
      head.user = *author;
    }
    ReportId report;
    for (const planning::DraftClaim& row : draft.claims) {
      // A row that was handed in before is the same claim, whatever file it comes in.
      const auto earlier = store::reports::answer_to(context_.db, kRowMemory, row.row_key);
      if (!earlier) return tl::unexpected(earlier.error());
      if (*earlier) {
        if (const Status told = tell_again(row, **earlier); !told) return told;
        count_row();
        continue;
      }
      if (!report) {
        const auto id = store::reports::insert(context_.db, head);
        if (!id) return tl::unexpected(id.error());
        report = *id;
        out_.answer.reports.push_back(report);
      }
      if (const Status written = write(row, report, head.user); !written) return written;
      count_row();
    }
    return {};
  }

  // What came back is done with; each row that is taken counts when it is written.
  void begin_progress(std::int64_t claims) const {
    WorkProgress* const progress = given_.request.progress.get();
    if (progress == nullptr) return;
    const std::int64_t returned = std::ssize(out_.answer.returned);
    progress->total = claims + returned;
    progress->done = returned;
  }
  void count_row() const {
    if (given_.request.progress) ++given_.request.progress->done;
  }

  Status tell_again(const planning::DraftClaim& row, const std::string& id) {
    const auto claim = store::claims::find(context_.db, ClaimId{std::stoll(id)});
    if (!claim) return tl::unexpected(claim.error());
    out_.answer.accepted.push_back({row.row, claim->id, claim->marks, remarks_of(row)});
    return {};
  }

  Status write(const planning::DraftClaim& row, ReportId report, UserId author) {
    Claim claim = row.claim;
    claim.report = report;
    claim.user = author;
    const Platform* platform = rules_.records.platform(claim.platform);
    const std::string platform_key = platform == nullptr ? "other" : platform->key;
    const Policy* policy = policy_for(rules_.records.policies, claim.work_type,
                                      platform == nullptr ? "" : platform->cls);
    if (policy == nullptr) return fail(ErrorCode::kInternal, "no policy for " + claim.work_type);
    const auto policy_version = rules_.policy_now.find(policy->key);
    const auto platform_version = rules_.platform_now.find(platform_key);
    if (policy_version == rules_.policy_now.end() ||
        platform_version == rules_.platform_now.end()) {
      return fail(ErrorCode::kInternal,
                  "no stored version of " + policy->key + " or " + platform_key);
    }
    claim.policy_version = policy_version->second;
    claim.platform_version = platform_version->second;
    if (row.duplicate_of_row != 0) {
      const auto first =
          std::find_if(out_.answer.accepted.begin(), out_.answer.accepted.end(),
                       [&](const auto& done) { return done.row == row.duplicate_of_row; });
      if (first != out_.answer.accepted.end()) claim.marks.duplicate_of = first->claim;
    }
    const auto id = store::claims::insert(context_.db, claim);
    if (!id) return tl::unexpected(id.error());
    const auto kept = store::reports::remember_answer(context_.db, kRowMemory, row.row_key,
                                                      std::to_string(id->value), context_.now);
    if (!kept) return tl::unexpected(kept.error());
    claim.id = *id;
    if (const Status linked = link_at_hand_in(context_, claim, row.asset); !linked) return linked;
    if (const Status drawn = draw_->draw(claim); !drawn) return drawn;
    auto change = judge_claim(context_, rules_, *id);
    if (!change) return tl::unexpected(change.error());
    out_.changes.push_back(std::move(*change));
    out_.answer.accepted.push_back({row.row, *id, claim.marks, remarks_of(row)});
    return {};
  }

  store::WriteContext& context_;
  const Rulebook& rules_;
  const HandIn& given_;
  web::HandInCompany company_;
  std::string key_;
  bool answered_for_good_ = false;
  std::optional<SampleDraw> draw_;
  HandedIn out_;
};

}  // namespace

Result<HandedIn> hand_in(store::WriteContext& context, const Rulebook& rules, const HandIn& given) {
  auto company = web::load_company(context.db);
  if (!company) return tl::unexpected(company.error());
  return HandInWriter(context, rules, given, std::move(*company)).run();
}

}  // namespace vouch::daemon
