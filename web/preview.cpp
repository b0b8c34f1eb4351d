#include "web/preview.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "store/claims.h"
#include "web/hand_in_reading.h"

namespace vouch::web {
namespace {

using store::Connection;
using Code = PreviewWarning::Code;

constexpr std::size_t kMostRows = 5000;

class Previewer {
 public:
  Previewer(Connection& db, const ReadingRules& rules, Lang lang, UserId reporter)
      : db_(db), rules_(rules), lang_(lang), reporter_(reporter) {}

  void warn(PreviewRow& row, Code code, std::string words) {
    row.warnings.push_back({code, std::move(words)});
  }
  void warn(PreviewRow& row, Code code, std::string_view zh, std::string_view en) {
    warn(row, code, std::string(pick(lang_, zh, en)));
  }

  // `first_lines`: of the rows by their place among all.
  Status finish(PreviewRow& row, const std::vector<int>& lines) {
    const planning::DraftClaim& draft = *row.draft;
    const Platform* const platform = platform_of(draft.claim.platform);
    row.check = platform == nullptr ? LiveMode::kAutomatic : platform->live_mode;
    const Status found = add_duplicate(row);
    if (!found) return found;
    if (draft.duplicate_of_row != 0) {
      const int line = lines[static_cast<std::size_t>(draft.duplicate_of_row) - 1];
      warn(row, Code::kSameInPaste,
           fmt::format(fmt::runtime(pick(lang_, "和第 {} 行是同一个页面", "same page as row {}")),
                       line));
    }
    if (row.check == LiveMode::kAssisted || row.check == LiveMode::kOff) {
      warn(row, Code::kAssisted, "这个平台程序不访问，提交后要补截图或保存的网页",
           "No machine looks at this platform; a screenshot or the saved page is needed");
    }
    if (draft.platform_from == planning::Origin::kNone) {
      warn(row, Code::kUnknownPlatform, "不认识这个网站，按一般网站检测",
           "This site is not known; it is looked at like any other");
    }
    if (draft.claim.marks.late)
      warn(row, Code::kLate, "超过上报时间，记为迟交", "After the last moment: marked late");
    if (draft.claim.marks.unplanned)
      warn(row, Code::kUnplanned, "不在计划里，记为计划外", "Not in the plan: marked unplanned");
    for (const std::string& keyword : draft.off_list_keywords) {
      warn(row, Code::kOffList,
           fmt::format(fmt::runtime(pick(lang_, "关键词“{}”不在词库里",
                                         "The keyword “{}” is not in the library")),
                       keyword));
    }
    add_keyword_warning(row, platform);
    for (const std::string& remark : draft.remarks) warn(row, Code::kUnderstood, remark);
    return {};
  }

 private:
  [[nodiscard]] const Platform* platform_of(const std::string& key) const {
    const auto found = std::find_if(rules_.platforms.begin(), rules_.platforms.end(),
                                    [&](const Platform& platform) { return platform.key == key; });
    return found == rules_.platforms.end() ? nullptr : &*found;
  }

  void add_keyword_warning(PreviewRow& row, const Platform* platform) {
    if (!row.draft->claim.keywords.empty()) return;
    const Policy* const policy = policy_for(rules_.policies, row.draft->claim.work_type,
                                            platform == nullptr ? "" : platform->cls);
    if (policy == nullptr || !policy->content_keyword) return;
    warn(row, Code::kNoKeyword, "没有关键词，就不检测页面里有没有写到",
         "Without a keyword the page is not searched for one");
  }

  Status add_duplicate(PreviewRow& row) {
    const ClaimMarks& marks = row.draft->claim.marks;
    const ClaimId first = marks.duplicate_of ? marks.duplicate_of : marks.possible_duplicate_of;
    if (!first) return {};
    const auto claim = store::claims::find(db_, first);
    if (!claim) return tl::unexpected(claim.error());
    const bool certain = static_cast<bool>(marks.duplicate_of);
    row.duplicate = PreviewDuplicate{first, claim->work_date, claim->user == reporter_, certain};
    const std::string_view text =
        certain ? pick(lang_, "已有人交过（{}，#{}），会记为重复",
                       "Handed in before ({}, #{}): marked as a duplicate")
                : pick(lang_, "可能和已交的是同一个页面（{}，#{}）",
                       "Perhaps the same page as one handed in before ({}, #{})");
    warn(row, Code::kDuplicate,
         fmt::format(fmt::runtime(text), to_iso_date(claim->work_date), first.value));
    return {};
  }

  Connection& db_;
  const ReadingRules& rules_;
  Lang lang_;
  UserId reporter_;
};

planning::Paste read(const PreviewRequest& request, const planning::FileContext& file) {
  switch (request.kind) {
    case PreviewRequest::Kind::kText:
      return planning::read_paste(request.text, file);
    case PreviewRequest::Kind::kFile:
      return planning::read_file_as_paste(request.text, file);
    case PreviewRequest::Kind::kRows:
      return planning::rows_as_paste(input_rows(request.rows));
  }
  return {};
}

// As the rows will be handed in: with the keywords that the preview proposes, numbered by their
// place, one address each.
std::vector<planning::InputRow> as_handed_in(const std::vector<PreviewRow>& rows,
                                             const planning::Paste& paste) {
  std::vector<planning::InputRow> out;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    planning::InputRow row = paste.rows[i].input;
    row.row = static_cast<int>(i) + 1;
    row.keywords.clear();
    for (const planning::KeywordGuess& guess : rows[i].keywords) row.keywords.push_back(guess.text);
    out.push_back(std::move(row));
  }
  return out;
}

// "第 3 行：没有网址。..." with the number that the person sees.
std::string with_line(std::string reason, int place, int line) {
  const std::string said = fmt::format("第 {} 行：", place);
  if (reason.starts_with(said)) reason.replace(0, said.size(), fmt::format("第 {} 行：", line));
  return reason;
}

}  // namespace

namespace gather {

Result<Preview> preview(Connection& db, const PreviewRequest& request, const Rules& rules,
                        Lang lang, const Viewer& viewer) {
  const auto company = load_company(db);
  if (!company) return tl::unexpected(company.error());
  const auto author = author_of(db, viewer.actor, request.as);
  if (!author) return tl::unexpected(author.error());
  const auto vendor = is_vendor(db, viewer);
  if (!vendor) return tl::unexpected(vendor.error());
  HandInCompany known = *company;
  const planning::FileContext file{known.users, rules->platforms, rules->work_types, known.keywords,
                                   known.own_hosts};
  planning::Paste paste = read(request, file);
  if (paste.rows.size() > kMostRows) {
    return fail(
        ErrorCode::kInvalid,
        fmt::format("一次最多 {} 行，这里有 {} 行；请分几次提交", kMostRows, paste.rows.size()),
        "text");
  }
  Preview out;
  out.ignored = std::move(paste.ignored);
  out.columns = std::move(paste.columns);
  std::vector<int> lines;
  for (const planning::PastedRow& row : paste.rows) {
    PreviewRow shown;
    shown.row = row.input.row;
    shown.raw = row.raw;
    shown.text = row.text;
    // The library is the company's; who works from outside keeps to his own words.
    shown.keywords = planning::guess_keywords(
        row, *vendor ? std::span<const Keyword>() : std::span<const Keyword>(known.keywords));
    shown.title = row.input.title;
    lines.push_back(row.input.row);
    out.rows.push_back(std::move(shown));
  }
  const HandInRules in_force{rules->platforms, rules->work_types, rules->calendar,
                             rules->cut_off.hard};
  planning::RowContext context = row_context(db, known, in_force, *author, viewer.now);
  context.date = request.date;
  const planning::Drafts drafts = planning::draft_claims(as_handed_in(out.rows, paste), context);
  for (const planning::ReturnedRow& row : drafts.returned) {
    const auto place = static_cast<std::size_t>(row.row) - 1;
    out.rows[place].problem = with_line(row.reason, row.row, lines[place]);
  }
  Previewer previewer(db, *rules, lang, author->reporter);
  for (const planning::DraftReport& report : drafts.reports) {
    const auto user = std::find_if(known.users.begin(), known.users.end(),
                                   [&](const User& one) { return one.id == report.report.user; });
    for (const planning::DraftClaim& draft : report.claims) {
      PreviewRow& row = out.rows[static_cast<std::size_t>(draft.row) - 1];
      row.draft = draft;
      row.url = draft.claim.url;
      row.title = draft.claim.title;
      row.link_target = draft.claim.link_target;
      if (user != known.users.end()) {
        row.login = user->login;
        row.name = user->name;
      }
      const Status finished = previewer.finish(row, lines);
      if (!finished) return tl::unexpected(finished.error());
    }
  }
  return out;
}

}  // namespace gather
}  // namespace vouch::web
