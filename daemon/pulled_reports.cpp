#include "daemon/pulled_reports.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/hash.h"
#include "core/text.h"
#include "daemon/report_writes.h"
#include "planning/paste.h"
#include "store/people.h"
#include "store/report_sources.h"
#include "web/hand_in_reading.h"

namespace vouch::daemon {
namespace {

namespace json = boost::json;
namespace sources = store::report_sources;

constexpr std::size_t kMostProblems = 200;
constexpr std::size_t kShownText = 300;

json::object body_of(const alerts::WrittenReport& report) {
  json::array texts;
  for (const std::string& text : report.texts) texts.push_back(json::value(to_valid_utf8(text)));
  return {{"id", report.id},
          {"author", report.author_id},
          {"name", to_valid_utf8(report.author_name)},
          {"at", to_millis(report.written_at)},
          {"texts", std::move(texts)}};
}

std::optional<alerts::WrittenReport> report_of(std::string_view body) {
  boost::system::error_code error;
  const json::value parsed = json::parse(body, error);
  if (error || !parsed.is_object()) return std::nullopt;
  const json::object& object = parsed.get_object();
  alerts::WrittenReport out;
  try {
    out.id = object.at("id").as_string().c_str();
    out.author_id = object.at("author").as_string().c_str();
    out.author_name = object.at("name").as_string().c_str();
    out.written_at = from_millis(object.at("at").as_int64());
    for (const json::value& text : object.at("texts").as_array())
      out.texts.emplace_back(text.as_string());
  } catch (const std::exception&) {
    return std::nullopt;
  }
  return out;
}

std::string problems_json(const std::vector<web::PullProblem>& problems) {
  json::array out;
  for (const web::PullProblem& one : problems) {
    out.push_back(
        json::object{{"text", to_valid_utf8(one.text)}, {"message", to_valid_utf8(one.message)}});
  }
  return json::serialize(out);
}

std::string counts_json(const web::PullCounts& counts) {
  return json::serialize(json::object{{"reports", counts.reports},
                                      {"entries", counts.entries},
                                      {"known", counts.known},
                                      {"without_address", counts.without_address},
                                      {"problems", counts.problems}});
}

std::string word_of(web::PullState state) {
  switch (state) {
    case web::PullState::kNever:
      return "never";
    case web::PullState::kOk:
      return "ok";
    case web::PullState::kPutOff:
      return "put_off";
    case web::PullState::kFailed:
      return "failed";
  }
  return "failed";
}

class Taker {
 public:
  Taker(store::WriteContext& context, const Rulebook& rules, const TakeReports& given,
        web::HandInCompany company)
      : context_(context), rules_(rules), given_(given), company_(std::move(company)) {}

  Result<TakenReports> run() {
    out_.answer.state = given_.state;
    out_.answer.detail = given_.detail;
    out_.answer.dry_run = given_.dry_run;
    const auto waiting = sources::waiting(context_.db, given_.source);
    if (!waiting) return tl::unexpected(waiting.error());
    std::set<std::string> read;
    for (const alerts::WrittenReport& report : given_.reports) read.insert(report.id);
    for (const sources::Waiting& one : *waiting) {
      const auto report = report_of(one.body);
      if (!report || read.contains(one.report_id)) continue;
      if (const Status taken = take(*report); !taken) return tl::unexpected(taken.error());
    }
    for (const alerts::WrittenReport& report : given_.reports) {
      ++out_.answer.counts.reports;
      if (const Status taken = take(report); !taken) return tl::unexpected(taken.error());
    }
    out_.answer.counts.problems = static_cast<int>(out_.answer.problems.size());
    if (out_.answer.problems.size() > kMostProblems) out_.answer.problems.resize(kMostProblems);
    if (given_.dry_run) return std::move(out_);
    if (const Status kept = keep_state(); !kept) return tl::unexpected(kept.error());
    return std::move(out_);
  }

 private:
  Status keep_state() {
    auto state = sources::state(context_.db, given_.source);
    if (!state) return tl::unexpected(state.error());
    state->state = word_of(given_.state);
    state->detail = given_.detail;
    state->last_run_at = context_.now;
    if (given_.read_up_to) state->read_up_to = given_.read_up_to;
    state->counts = counts_json(out_.answer.counts);
    return sources::put_state(context_.db, *state);
  }

  Result<std::optional<User>> author_of(const std::string& id) {
    const auto known = given_.people.find(id);
    if (known == given_.people.end()) return std::optional<User>();
    return store::people::user_by_login(context_.db, known->second);
  }

  Status take(const alerts::WrittenReport& report) {
    report_ = &report;
    day_ = rules_.calendar.zone().date_of(report.written_at);
    problems_.clear();
    const auto author = author_of(report.author_id);
    if (!author) return tl::unexpected(author.error());
    const bool known = author->has_value();
    if (!known) unknown();
    if (known) {
      if (const Status taken = take_texts(**author); !taken) return taken;
    }
    for (const web::PullProblem& one : problems_) out_.answer.problems.push_back(one);
    if (given_.dry_run) return {};
    if (problems_.empty()) return sources::drop_waiting(context_.db, given_.source, report.id);
    return sources::put_waiting(
        context_.db,
        {given_.source, report.id, report.author_id, report.author_name, day_,
         json::serialize(body_of(report)), problems_json(problems_), known, context_.now});
  }

  void problem(std::string_view text, std::string message) {
    problems_.push_back({report_->id, day_, report_->author_name,
                         std::string(cut_utf8(text, kShownText)), std::move(message)});
  }

  void unknown() {
    problem("", fmt::format("不知道 {} 是谁：请在 vouch.toml 的 users 里写上登录名",
                            report_->author_id));
    auto& people = out_.answer.people_unknown;
    const auto known = std::find_if(people.begin(), people.end(), [&](const auto& one) {
      return one.user_id == report_->author_id;
    });
    if (known != people.end()) ++known->reports;
    if (known == people.end()) people.push_back({report_->author_id, report_->author_name, 1});
  }

  struct Line {
    web::ReportRow row;
    std::string key;
    std::string raw;
  };

  // The author's own rows of all texts that were not taken before.
  Result<std::vector<Line>> lines_of() {
    const planning::FileContext file{company_.users, rules_.records.platforms,
                                     rules_.records.work_types, company_.keywords,
                                     company_.own_hosts};
    std::vector<Line> out;
    std::map<std::string, int> repeated;
    for (const std::string& text : report_->texts) {
      const planning::Paste paste = planning::read_paste(text, file);
      out_.answer.counts.without_address += static_cast<int>(paste.ignored.size());
      for (const planning::PastedRow& pasted : paste.rows) {
        Line line = line_of(pasted);
        const int number = ++repeated[line.row.url];
        line.key = sha256_hex(fmt::format("{}|{}", line.row.url, number));
        line.row.row = static_cast<int>(out.size()) + 1;
        const auto taken = sources::is_taken(context_.db, given_.source, report_->id, line.key);
        if (!taken) return tl::unexpected(taken.error());
        if (*taken) ++out_.answer.counts.known;
        if (!*taken) out.push_back(std::move(line));
      }
    }
    return out;
  }

  Line line_of(const planning::PastedRow& pasted) const {
    Line line;
    line.raw = pasted.raw;
    line.row.url = pasted.input.url;
    line.row.work_type = pasted.input.work_type;
    line.row.platform = pasted.input.platform;
    line.row.title = pasted.input.title;
    line.row.keywords = pasted.input.keywords;
    line.row.link_target = pasted.input.link_target;
    line.row.date = planning::read_date(pasted.input.date, day_).value_or(day_);
    if (*line.row.date > day_) line.row.date = day_;
    return line;
  }

  Status take_texts(const User& author) {
    const auto lines = lines_of();
    if (!lines) return tl::unexpected(lines.error());
    if (lines->empty()) return {};
    if (given_.dry_run) {
      out_.answer.counts.entries += static_cast<int>(lines->size());
      return {};
    }
    HandIn given;
    given.request.as = author.login;
    given.request.date = day_;
    given.request.idempotency_key = key_of(*lines);
    given.reporter = author.id;
    given.source = given_.kind;
    for (const Line& line : *lines) given.request.rows.push_back(line.row);
    auto done = hand_in(context_, rules_, given);
    if (!done) return tl::unexpected(done.error());
    for (const web::AcceptedRow& row : done->answer.accepted) {
      const Line& line = (*lines)[static_cast<std::size_t>(row.row - 1)];
      const Status kept =
          sources::take(context_.db, given_.source, report_->id, line.key, row.claim, context_.now);
      if (!kept) return kept;
      ++out_.answer.counts.entries;
    }
    for (const web::ReturnedRow& row : done->answer.returned) {
      const std::size_t at = static_cast<std::size_t>(row.row - 1);
      problem(at < lines->size() ? (*lines)[at].raw : std::string(), row.reason);
    }
    for (ClaimChange& change : done->changes) out_.changes.push_back(std::move(change));
    return {};
  }

  // A line that came back may be mended here (a person, a platform): its next hand-in is another.
  [[nodiscard]] std::string key_of(const std::vector<Line>& lines) const {
    Sha256 digest;
    digest.update_field(given_.source);
    digest.update_field(report_->id);
    digest.update_field(std::to_string(to_millis(context_.now)));
    for (const Line& line : lines) digest.update_field(line.key);
    return "pull:" + to_hex(digest.finish());
  }

  store::WriteContext& context_;
  const Rulebook& rules_;
  const TakeReports& given_;
  web::HandInCompany company_;
  const alerts::WrittenReport* report_ = nullptr;
  Date day_;
  std::vector<web::PullProblem> problems_;
  TakenReports out_;
};

std::vector<web::PullProblem> problems_of(const sources::Waiting& waiting) {
  std::vector<web::PullProblem> out;
  boost::system::error_code error;
  const json::value parsed = json::parse(waiting.problems, error);
  if (error || !parsed.is_array()) return out;
  for (const json::value& one : parsed.get_array()) {
    const auto word = [&](std::string_view name) {
      const json::value* value = one.is_object() ? one.get_object().if_contains(name) : nullptr;
      return value != nullptr && value->is_string() ? std::string(value->get_string())
                                                    : std::string();
    };
    out.push_back(
        {waiting.report_id, waiting.day, waiting.author_name, word("text"), word("message")});
  }
  return out;
}

web::PullCounts counts_of(std::string_view stored) {
  web::PullCounts out;
  boost::system::error_code error;
  const json::value parsed = json::parse(stored, error);
  if (error || !parsed.is_object()) return out;
  const auto number = [&](std::string_view name) {
    const json::value* value = parsed.get_object().if_contains(name);
    return value != nullptr && value->is_int64() ? static_cast<int>(value->get_int64()) : 0;
  };
  out.reports = number("reports");
  out.entries = number("entries");
  out.known = number("known");
  out.without_address = number("without_address");
  out.problems = number("problems");
  return out;
}

}  // namespace

Result<TakenReports> take_reports(store::WriteContext& context, const Rulebook& rules,
                                  const TakeReports& given) {
  auto company = web::load_company(context.db);
  if (!company) return tl::unexpected(company.error());
  return Taker(context, rules, given, std::move(*company)).run();
}

Result<web::ReportSourceView> source_view(store::Connection& db, const std::string& name) {
  const auto state = sources::state(db, name);
  if (!state) return tl::unexpected(state.error());
  const auto waiting = sources::waiting(db, name);
  if (!waiting) return tl::unexpected(waiting.error());
  web::ReportSourceView out;
  out.name = name;
  for (const web::PullState one : {web::PullState::kNever, web::PullState::kOk,
                                   web::PullState::kPutOff, web::PullState::kFailed}) {
    if (word_of(one) == state->state) out.state = one;
  }
  out.detail = state->detail;
  out.last_run_at = state->last_run_at;
  out.read_up_to = state->read_up_to;
  out.counts = counts_of(state->counts);
  std::map<std::string, web::UnknownAuthor> unknown;
  for (const sources::Waiting& one : *waiting) {
    for (web::PullProblem& found : problems_of(one)) {
      if (out.problems.size() < kMostProblems) out.problems.push_back(std::move(found));
    }
    if (one.author_known) continue;
    web::UnknownAuthor& author = unknown[one.author_id];
    author.user_id = one.author_id;
    author.name = one.author_name;
    ++author.reports;
  }
  for (auto& [id, author] : unknown) out.people_unknown.push_back(std::move(author));
  return out;
}

}  // namespace vouch::daemon
