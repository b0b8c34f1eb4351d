// Rows to draft claims with their marks. The rule of the house: accepted and marked; only what is
// no web address or no known person goes back.
#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "core/hash.h"
#include "core/text.h"
#include "core/url.h"
#include "planning/report_rows.h"

namespace vouch::planning {
namespace {

constexpr std::size_t kLongestTitle = 600;  // bytes
constexpr std::size_t kMostUrlsInARow = 50;

struct Author {
  UserId user;
  bool historic = false;
};

// "张三（推广）" and "张三/推广部" name 张三.
std::string_view bare_person(std::string_view name) {
  for (const std::string_view mark : {"(", "（", "/", "-", "@"}) {
    const std::size_t at = name.find(mark);
    if (at != std::string_view::npos && at > 0) name = name.substr(0, at);
  }
  return trim(name);
}

class Drafter {
 public:
  explicit Drafter(const RowContext& context) : context_(context) {
    today_ = zone().date_of(context.submitted_at);
    for (const User& user : context.people) {
      people_[fold(user.login)].insert(user.id);
      people_[fold(user.name)].insert(user.id);
      if (!user.email.empty()) people_[fold(user.email)].insert(user.id);
    }
    for (const Keyword& keyword : context.keywords) library_.insert(keyword.folded);
  }

  Drafts run(std::span<const InputRow> rows) {
    for (const InputRow& row : rows) take(row);
    return std::move(drafts_);
  }

 private:
  [[nodiscard]] const Zone& zone() const { return context_.calendar->zone(); }

  void give_back(const InputRow& row, std::string_view code, std::string reason) {
    drafts_.returned.push_back(
        ReturnedRow{row.row, std::string(code), std::move(reason), row.cells});
  }

  void take(const InputRow& row) {
    const std::vector<Url> urls = web_addresses(row);
    if (urls.empty()) {
      const bool something = !trim(row.url).empty();
      return something
                 ? give_back(row, "not_a_url",
                             fmt::format("第 {} 行：“{}”不是能打开的网址。请填完整网址，例如 "
                                         "https://www.example.com/1.html。",
                                         row.row, cut_utf8(trim(row.url), 120)))
                 : give_back(row, "no_url",
                             fmt::format("第 {} 行：没有网址。请补上发布后的网址再交。", row.row));
    }
    const std::optional<Author> author = author_of(row);
    if (!author) return;
    for (const Url& url : urls) accept(row, url, *author);
  }

  // Every web address of the row, once each.
  static std::vector<Url> web_addresses(const InputRow& row) {
    std::vector<Url> out;
    for (const std::string& candidate : find_urls(row.url)) {
      Result<Url> url = Url::parse(candidate);
      if (!url || !url->is_http() || url->host().empty()) continue;
      const std::string key = strict_key(*url);
      const bool known = std::any_of(out.begin(), out.end(),
                                     [&](const Url& other) { return strict_key(other) == key; });
      if (!known && out.size() < kMostUrlsInARow) out.push_back(std::move(*url));
    }
    return out;
  }

  std::optional<Author> author_of(const InputRow& row) {
    const std::string_view written = trim(row.person);
    if (written.empty()) {
      if (context_.reporter) return Author{context_.reporter, false};
      if (context_.baseline) return Author{UserId{}, true};
      give_back(row, "no_person",
                fmt::format("第 {} 行：不知道是谁的工作。请填员工姓名或登录名。", row.row));
      return std::nullopt;
    }
    const std::set<UserId> matches = named(written);
    if (matches.size() > 1) {
      give_back(row, "ambiguous_person",
                fmt::format("第 {} 行：有不止一位“{}”。请改填登录名。", row.row, written));
      return std::nullopt;
    }
    if (matches.empty()) {
      if (context_.baseline) return Author{UserId{}, true};
      give_back(row, "unknown_person",
                fmt::format("第 {} 行：没有叫“{}”的员工。请核对姓名，或请管理员先添加。", row.row,
                            cut_utf8(written, 60)));
      return std::nullopt;
    }
    const UserId user = *matches.begin();
    if (user != context_.reporter && !context_.may_report_for_others) {
      give_back(row, "person_not_allowed",
                fmt::format("第 {} 行：这是“{}”的工作，只能由本人或主管上报。", row.row, written));
      return std::nullopt;
    }
    return Author{user, false};
  }

  [[nodiscard]] std::set<UserId> named(std::string_view written) const {
    for (const std::string_view name : {written, bare_person(written)}) {
      const auto found = people_.find(fold(name));
      if (found != people_.end()) return found->second;
    }
    return {};
  }

  Date date_of(const InputRow& row, std::vector<std::string>& remarks) const {
    const Date fallback = context_.date.value_or(today_);
    if (trim(row.date).empty()) return fallback;
    const std::optional<Date> read = read_date(row.date, fallback);
    if (!read) {
      remarks.push_back(fmt::format("日期“{}”看不懂，按 {} 处理", cut_utf8(trim(row.date), 40),
                                    to_iso_date(fallback)));
      return fallback;
    }
    if (*read > today_) {
      remarks.push_back(
          fmt::format("日期 {} 还没到，按 {} 处理", to_iso_date(*read), to_iso_date(today_)));
      return today_;
    }
    return *read;
  }

  const Platform* platform_of(const InputRow& row, const Url& url) const {
    const Platform* const by_host =
        platform_for_host(context_.platforms, url.host(), context_.own_hosts);
    const bool fallback = by_host != nullptr && by_host->hosts == std::vector<std::string>{"*"};
    if (by_host != nullptr && !fallback) return by_host;
    // A name counts only where the host says nothing, and only for platforms that a machine may
    // look at: else writing 小红书 beside any address would keep it from being checked.
    const Platform* const by_name = platform_named(context_.platforms, row.platform);
    const bool usable = by_name != nullptr && by_name->hosts.empty() && by_name->cls != "own" &&
                        by_name->live_mode != LiveMode::kAssisted &&
                        by_name->live_mode != LiveMode::kOff;
    return usable ? by_name : by_host;
  }

  [[nodiscard]] Origin origin_of(const Platform* platform, const Url& url) const {
    if (platform == nullptr) return Origin::kNone;
    const Platform* const by_host =
        platform_for_host(context_.platforms, url.host(), context_.own_hosts);
    if (platform != by_host) return Origin::kWritten;
    return platform->hosts == std::vector<std::string>{"*"} ? Origin::kNone : Origin::kAddress;
  }

  [[nodiscard]] Origin origin_of_type(const InputRow& row, const std::string& key) const {
    if (key.empty()) return Origin::kNone;
    const WorkType* const written = work_type_named(context_.work_types, trim(row.work_type));
    return written != nullptr && written->key == key ? Origin::kWritten : Origin::kPlatform;
  }

  std::string work_type_of(const InputRow& row, const Platform* platform,
                           std::vector<std::string>& remarks) const {
    const std::string guess = platform == nullptr ? std::string() : platform->default_work_type;
    const std::string_view written = trim(row.work_type);
    if (written.empty()) return guess;
    const WorkType* const type = work_type_named(context_.work_types, written);
    if (type != nullptr && type->has_url) return type->key;
    const WorkType* const guessed = work_type_named(context_.work_types, guess);
    const std::string& used = guessed == nullptr ? guess : guessed->name;
    const std::string_view shown = cut_utf8(written, 60);
    remarks.push_back(type == nullptr
                          ? fmt::format("工作类型“{}”不认识，按“{}”检测", shown, used)
                          : fmt::format("“{}”没有网址可查，这一行有网址，按“{}”检测", shown, used));
    return guess;
  }

  static std::string link_target_of(const InputRow& row) {
    const std::string_view written = trim(row.link_target);
    const std::vector<std::string> urls = find_urls(written);
    if (urls.empty()) return std::string(written);
    const Result<Url> url = Url::parse(urls.front());
    if (!url) return std::string(written);
    // A bare host means the site, an address means the page.
    const bool bare = written.find('/') == std::string_view::npos;
    return bare ? url->host_and_port() : url->href();
  }

  void accept(const InputRow& row, Url url, Author author) {
    DraftClaim draft;
    draft.row = row.row;
    draft.asset = row.asset;
    Claim& claim = draft.claim;
    if (url.has_credentials()) {
      const std::string fragment = url.fragment() ? "#" + *url.fragment() : std::string();
      if (Result<Url> clean = Url::parse(url.origin() + url.path_and_query() + fragment)) {
        url = std::move(*clean);
        draft.remarks.emplace_back("网址里的用户名和密码已去掉");
      }
    }
    claim.user = author.user;
    claim.work_date = date_of(row, draft.remarks);
    claim.submitted_at = context_.submitted_at;
    const Platform* const platform = platform_of(row, url);
    claim.platform = platform == nullptr ? std::string() : platform->key;
    draft.platform_from = origin_of(platform, url);
    claim.work_type = work_type_of(row, platform, draft.remarks);
    draft.work_type_from = origin_of_type(row, claim.work_type);
    claim.title = collapse_space(row.title);
    claim.title = std::string(cut_utf8(claim.title, kLongestTitle));
    claim.raw_url = std::string(trim(row.url));
    claim.url = url.href();
    claim.strict_key = strict_key(url);
    LooseKeyRules rules;
    if (platform != nullptr) {
      rules.identity_params = platform->identity_params;
      rules.drop_params = platform->drop_params;
    }
    claim.loose_key = loose_key(url, rules);
    claim.site = site_key(url);
    for (const std::string& cell : row.keywords) {
      for (std::string& keyword : split_keywords(cell)) add_keyword(claim, std::move(keyword));
    }
    claim.link_target = link_target_of(row);
    mark(draft, author);
    report_for(claim).claims.push_back(std::move(draft));
  }

  static void add_keyword(Claim& claim, std::string keyword) {
    const std::string folded = fold(keyword);
    const bool known = std::any_of(claim.keywords.begin(), claim.keywords.end(),
                                   [&](const std::string& other) { return fold(other) == folded; });
    if (!known) claim.keywords.push_back(std::move(keyword));
  }

  void mark(DraftClaim& draft, const Author& author) {
    Claim& claim = draft.claim;
    ClaimMarks& marks = claim.marks;
    marks.baseline = context_.baseline;
    marks.historic = author.historic;
    marks.late =
        !context_.baseline &&
        context_.submitted_at > cutoff(claim.work_date, *context_.calendar, context_.cutoff_grace);
    for (const std::string& keyword : claim.keywords) {
      if (!library_.empty() && !library_.contains(fold(keyword))) {
        draft.off_list_keywords.push_back(keyword);
      }
    }
    marks.off_list = !draft.off_list_keywords.empty();
    marks.unplanned = !marks.baseline && !marks.historic && context_.unplanned &&
                      context_.unplanned(author.user, claim.work_type, claim.work_date);

    if (context_.find_strict) marks.duplicate_of = context_.find_strict(claim.strict_key);
    if (context_.find_loose && !marks.duplicate_of) {
      marks.possible_duplicate_of = context_.find_loose(claim.loose_key);
    }
    const auto [first, fresh] = first_row_.emplace(claim.strict_key, draft.row);
    if (!fresh) draft.duplicate_of_row = first->second;

    const std::string same =
        fmt::format("{}|{}|{}", claim.user.value, to_iso_date(claim.work_date), claim.strict_key);
    draft.row_key = sha256_hex(fmt::format("{}|{}", same, ++repetitions_[same]));
  }

  DraftReport& report_for(const Claim& claim) {
    for (DraftReport& report : drafts_.reports) {
      if (report.report.user == claim.user && report.report.date == claim.work_date) return report;
    }
    DraftReport& fresh = drafts_.reports.emplace_back();
    fresh.report.user = claim.user;
    fresh.report.date = claim.work_date;
    fresh.report.submitted_at = context_.submitted_at;
    fresh.report.source = context_.source;
    if (!context_.idempotency_key.empty()) {
      fresh.report.idempotency_key = fmt::format("{}:{}:{}", context_.idempotency_key,
                                                 claim.user.value, to_iso_date(claim.work_date));
    }
    return fresh;
  }

  const RowContext& context_;
  Date today_;
  std::map<std::string, std::set<UserId>> people_;
  std::set<std::string> library_;
  std::map<std::string, int> first_row_;
  std::map<std::string, int> repetitions_;
  Drafts drafts_;
};

}  // namespace

Drafts draft_claims(std::span<const InputRow> rows, const RowContext& context) {
  return Drafter(context).run(rows);
}

}  // namespace vouch::planning
