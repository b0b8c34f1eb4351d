#include "daemon/inquiry_writes.h"

#include <algorithm>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/text.h"
#include "core/url.h"
#include "daemon/audited.h"
#include "daemon/planned_team.h"
#include "planning/contact.h"
#include "planning/inquiry_file.h"
#include "store/claims.h"
#include "store/inquiries.h"
#include "store/keywords.h"
#include "store/people.h"

namespace vouch::daemon {
namespace {

namespace json = boost::json;
namespace inquiries = store::inquiries;

constexpr std::size_t kSourceBytes = 240;
constexpr std::size_t kNameBytes = 300;
constexpr std::size_t kContactBytes = 200;
constexpr std::size_t kNeedBytes = 6000;
constexpr std::size_t kReasonBytes = 900;
constexpr std::int64_t kMostFen = 100'000'000'000'000;
constexpr int kMostRows = 2000;
constexpr std::string_view kPosts[] = {"service", "sales"};

bool keeps_inquiries(const User& user) {
  const bool post = std::find(std::begin(kPosts), std::end(kPosts), user.post) != std::end(kPosts);
  return user.active && (post || user.role == Role::kSupervisor || user.role == Role::kAdmin);
}

Status may_use(store::WriteContext& context, const web::Actor& actor) {
  if (actor.role == Role::kAdmin || actor.role == Role::kSupervisor) return {};
  const auto user = store::people::find_user(context.db, actor.user);
  if (!user) return tl::unexpected(user.error());
  if (keeps_inquiries(*user)) return {};
  return fail(ErrorCode::kDenied, "询盘登记是客服、销售和主管用的");
}

Result<bool> leads(store::WriteContext& context, const Rulebook& rules, const web::Actor& actor,
                   UserId person) {
  if (!actor.user) return false;
  const auto user = store::people::find_user(context.db, person);
  if (!user) return tl::unexpected(user.error());
  const auto led = store::people::teams_led_by(context.db, actor.user, today(context, rules));
  if (!led) return tl::unexpected(led.error());
  return std::any_of(led->begin(), led->end(),
                     [&](const Team& team) { return team.id && team.id == user->team; });
}

struct Reached {
  Inquiry inquiry;
  bool is_owner = false;
  bool leads = false;
};

// kNotFound also for who may not know of it.
Result<Reached> reach(store::WriteContext& context, const Rulebook& rules, const web::Actor& actor,
                      InquiryId id) {
  if (const Status may = may_use(context, actor); !may) return tl::unexpected(may.error());
  const auto found = inquiries::find(context.db, id);
  if (!found) return tl::unexpected(found.error());
  if (!*found) return fail(ErrorCode::kNotFound, "没有这条询盘");
  Reached out;
  out.inquiry = **found;
  out.is_owner = actor.user && actor.user == out.inquiry.owner;
  const auto led = leads(context, rules, actor, out.inquiry.owner);
  if (!led) return tl::unexpected(led.error());
  out.leads = *led;
  if (!out.is_owner && !out.leads && actor.role != Role::kAdmin)
    return fail(ErrorCode::kNotFound, "没有这条询盘");
  return out;
}

// Reads fields as people give them; what is wrong goes to `problems`.
class FieldReader {
 public:
  FieldReader(store::WriteContext& context, const Rulebook& rules, const web::Actor& actor)
      : context_(context), rules_(rules), actor_(actor), today_(today(context, rules)) {}

  void row(int number) { row_ = number; }
  void add(std::string_view field, std::string message) {
    problems.push_back(web::Problem{row_, std::string(field), std::move(message)});
  }

  std::string source(const std::string& text) {
    if (text.empty()) add("source", "写明从哪里来：渠道或平台");
    if (text.size() > kSourceBytes) add("source", "来源太长");
    const Platform* platform = platform_named(rules_.records.platforms, text);
    return platform == nullptr || platform->key == "other" ? text : platform->key;
  }
  std::string contact(const std::string& text) {
    if (text.empty()) add("contact", "写一个联系方式：电话、微信或邮箱");
    return limited("contact", text, kContactBytes);
  }
  std::string name(const std::string& text) { return limited("name", text, kNameBytes); }
  std::string need(const std::string& text) { return limited("need", text, kNeedBytes); }
  Date received_on(Date day) {
    if (day > today_) add("received_on", "这一天还没到");
    return day;
  }
  Result<KeywordId> keyword(const std::string& text) {
    if (text.empty()) return KeywordId{};
    const auto known = store::keywords::find_by_folded(context_.db, fold(text));
    if (!known) return tl::unexpected(known.error());
    if (*known) return (*known)->id;
    add("keyword", fmt::format("词库里没有“{}”；不写也可以", cut_utf8(text, 60)));
    return KeywordId{};
  }
  std::string page(const std::string& text) {
    if (text.empty()) return {};
    const auto url = Url::parse(text);
    if (url && url->is_http()) return url->href();
    add("page", fmt::format("“{}”不是网址", cut_utf8(text, 80)));
    return {};
  }
  Result<ClaimId> claim(ClaimId id) {
    if (!id) return id;
    const auto found = store::claims::find(context_.db, id);
    if (found) return id;
    if (found.error().code != ErrorCode::kNotFound) return tl::unexpected(found.error());
    add("claim", fmt::format("没有编号为 {} 的工作项", id.value));
    return ClaimId{};
  }
  // Somebody else is for leaders and administrators to name.
  Result<UserId> owner(const std::string& given) {
    const bool self = given.empty() || given == actor_.login;
    if (self && actor_.user) return actor_.user;
    if (given.empty()) {
      add("owner", "写明谁来跟进");
      return UserId{};
    }
    auto user = store::people::user_by_login(context_.db, given);
    if (user && !*user) user = store::people::user_by_name(context_.db, given);
    if (!user) return tl::unexpected(user.error());
    if (!*user || !keeps_inquiries(**user)) {
      add("owner", fmt::format("{} 不是在职的客服、销售或主管", cut_utf8(given, 60)));
      return UserId{};
    }
    if ((*user)->id == actor_.user) return actor_.user;
    const auto led = leads(context_, rules_, actor_, (*user)->id);
    if (!led) return tl::unexpected(led.error());
    if (!*led && actor_.role != Role::kAdmin) {
      add("owner", fmt::format("只有 {} 的主管能把询盘交给此人", cut_utf8(given, 60)));
      return UserId{};
    }
    return (*user)->id;
  }
  // What the state needs and what does not belong to it.
  void state(Inquiry& inquiry) {
    const InquiryState state = inquiry.state;
    inquiry.lost_reason = limited("lost_reason", inquiry.lost_reason, kReasonBytes);
    if (state == InquiryState::kWon && !inquiry.amount_fen) add("amount_fen", "成交要写金额");
    if (state != InquiryState::kWon && inquiry.amount_fen)
      add("amount_fen", "只有成交的询盘有金额");
    if (inquiry.amount_fen && (*inquiry.amount_fen < 0 || *inquiry.amount_fen > kMostFen))
      add("amount_fen", "金额不对");
    if (state == InquiryState::kLost && inquiry.lost_reason.empty())
      add("lost_reason", "流失要写原因");
    if (state != InquiryState::kLost && !inquiry.lost_reason.empty())
      add("lost_reason", "只有流失的询盘有流失原因");
    if (is_closed(state)) inquiry.next_on.reset();
    if (is_closed(state) && !inquiry.closed_at) inquiry.closed_at = context_.now;
    if (!is_closed(state)) inquiry.closed_at.reset();
  }

  std::vector<web::Problem> problems;

 private:
  std::string limited(std::string_view field, const std::string& text, std::size_t most) {
    if (text.size() > most) add(field, "太长");
    return text;
  }

  store::WriteContext& context_;
  const Rulebook& rules_;
  const web::Actor& actor_;
  Date today_;
  int row_ = 0;
};

tl::unexpected<Error> refused(const std::vector<web::Problem>& problems) {
  return fail(ErrorCode::kInvalid, problems.front().message, problems.front().field);
}

Result<Inquiry> read(FieldReader& reader, const store::WriteContext& context, const Rulebook& rules,
                     const web::NewInquiry& given) {
  Inquiry out;
  out.received_on = reader.received_on(given.received_on.value_or(today(context, rules)));
  out.source = reader.source(given.source);
  const auto keyword = reader.keyword(given.keyword);
  if (!keyword) return tl::unexpected(keyword.error());
  out.keyword = *keyword;
  out.page = reader.page(given.page);
  const auto claim = reader.claim(given.claim);
  if (!claim) return tl::unexpected(claim.error());
  out.claim = *claim;
  out.name = reader.name(given.name);
  out.contact = reader.contact(given.contact);
  out.need = reader.need(given.need);
  const auto owner = reader.owner(given.owner);
  if (!owner) return tl::unexpected(owner.error());
  out.owner = *owner;
  out.state = given.state;
  out.lost_reason = given.lost_reason;
  out.amount_fen = given.amount_fen;
  out.next_on = given.next_on;
  reader.state(out);
  out.created_at = context.now;
  out.changed_at = context.now;
  return out;
}

Result<std::vector<web::InquiryDuplicate>> duplicates(store::WriteContext& context,
                                                      const std::string& contact,
                                                      InquiryId except) {
  const auto same = inquiries::with_contact(context.db, planning::contact_keys(contact), except);
  if (!same) return tl::unexpected(same.error());
  std::vector<web::InquiryDuplicate> out;
  for (const inquiries::Same& one : *same) {
    const auto owner = store::people::find_user(context.db, one.owner);
    if (!owner) return tl::unexpected(owner.error());
    out.push_back({one.id, one.received_on, owner->name, one.state});
  }
  return out;
}

std::string subject_of(InquiryId id) {
  return fmt::format("inquiry:{}", id.value);
}

Result<InquiryId> enter(store::WriteContext& context, const web::Actor& actor,
                        const Inquiry& inquiry) {
  const auto id = inquiries::insert(context.db, inquiry);
  if (!id) return tl::unexpected(id.error());
  const Status keys =
      inquiries::put_contact_keys(context.db, *id, planning::contact_keys(inquiry.contact));
  if (!keys) return tl::unexpected(keys.error());
  const Status kept = inquiries::add_change(
      context.db, {*id, context.now, actor.user, "entered", "", inquiry.source});
  if (!kept) return tl::unexpected(kept.error());
  return id;
}

// Both sides of each field as people read them.
class Changes {
 public:
  Changes(store::WriteContext& context, const web::Actor& actor, InquiryId id)
      : context_(context), actor_(actor), id_(id) {}

  void text(std::string_view field, const std::string& before, const std::string& after) {
    if (before != after) found_.emplace_back(field, before, after);
  }
  void day(std::string_view field, const std::optional<Date>& before,
           const std::optional<Date>& after) {
    text(field, before ? to_iso_date(*before) : "", after ? to_iso_date(*after) : "");
  }
  template <class T>
  void number(std::string_view field, const T& before, const T& after) {
    text(field, before ? fmt::format("{}", *before) : "", after ? fmt::format("{}", *after) : "");
  }
  [[nodiscard]] bool none() const { return found_.empty(); }
  [[nodiscard]] json::array fields() const {
    json::array out;
    for (const auto& one : found_) out.push_back(json::value(std::get<0>(one)));
    return out;
  }
  Status write() {
    for (const auto& [field, before, after] : found_) {
      const Status kept = inquiries::add_change(
          context_.db, {id_, context_.now, actor_.user, field, before, after});
      if (!kept) return kept;
    }
    return {};
  }

 private:
  store::WriteContext& context_;
  const web::Actor& actor_;
  InquiryId id_;
  std::vector<std::tuple<std::string, std::string, std::string>> found_;
};

Result<std::string> name_of(store::Connection& db, UserId user) {
  const auto found = store::people::find_user(db, user);
  if (!found) return tl::unexpected(found.error());
  return found->name;
}

Result<std::string> word_of(store::Connection& db, KeywordId keyword) {
  if (!keyword) return std::string();
  const auto all = store::keywords::list(db);
  if (!all) return tl::unexpected(all.error());
  for (const Keyword& one : *all) {
    if (one.id == keyword) return one.text;
  }
  return fmt::format("#{}", keyword.value);
}

Status compare(store::WriteContext& context, Changes& changes, const Inquiry& before,
               const Inquiry& after) {
  const auto number_of = [](ClaimId id) {
    return id ? std::optional<std::int64_t>(id.value) : std::nullopt;
  };
  changes.day("received_on", before.received_on, after.received_on);
  changes.text("source", before.source, after.source);
  if (before.keyword != after.keyword) {
    const auto was = word_of(context.db, before.keyword);
    const auto is = word_of(context.db, after.keyword);
    if (!was || !is) return tl::unexpected(was ? is.error() : was.error());
    changes.text("keyword", *was, *is);
  }
  changes.text("page", before.page, after.page);
  changes.number("claim", number_of(before.claim), number_of(after.claim));
  changes.text("name", before.name, after.name);
  if (before.contact != after.contact) {
    const std::string was = planning::mask_contact(before.contact);
    const std::string is = planning::mask_contact(after.contact);
    // Two contacts may look alike behind their masks.
    changes.text("contact", was, was == is ? is + " *" : is);
  }
  changes.text("need", before.need, after.need);
  if (before.owner != after.owner) {
    const auto was = name_of(context.db, before.owner);
    const auto is = name_of(context.db, after.owner);
    if (!was || !is) return tl::unexpected(was ? is.error() : was.error());
    changes.text("owner", *was, *is);
  }
  changes.text("state", std::string(to_string(before.state)), std::string(to_string(after.state)));
  changes.text("lost_reason", before.lost_reason, after.lost_reason);
  changes.number("amount_fen", before.amount_fen, after.amount_fen);
  changes.day("next_on", before.next_on, after.next_on);
  return {};
}

Result<Inquiry> patched(FieldReader& reader, const Inquiry& before,
                        const web::PatchInquiry& given) {
  Inquiry out = before;
  if (given.received_on) out.received_on = reader.received_on(*given.received_on);
  if (given.source) out.source = reader.source(*given.source);
  if (given.keyword) {
    const auto keyword = reader.keyword(*given.keyword);
    if (!keyword) return tl::unexpected(keyword.error());
    out.keyword = *keyword;
  }
  if (given.page) out.page = reader.page(*given.page);
  if (given.claim) {
    const auto claim = reader.claim(*given.claim);
    if (!claim) return tl::unexpected(claim.error());
    out.claim = *claim;
  }
  if (given.name) out.name = reader.name(*given.name);
  if (given.contact) out.contact = reader.contact(*given.contact);
  if (given.need) out.need = reader.need(*given.need);
  if (given.owner) {
    const auto owner = reader.owner(*given.owner);
    if (!owner) return tl::unexpected(owner.error());
    out.owner = *owner;
  }
  if (given.state && *given.state != before.state) {
    out.state = *given.state;
    out.lost_reason.clear();  // of the state that was
    out.amount_fen.reset();
    out.closed_at.reset();
  }
  if (given.lost_reason) out.lost_reason = *given.lost_reason;
  if (given.amount_fen) out.amount_fen = given.amount_fen;
  if (given.next_on) out.next_on = *given.next_on;
  reader.state(out);
  return out;
}

}  // namespace

Result<web::AddedInquiry> add_inquiry(store::WriteContext& context, const Rulebook& rules,
                                      const web::Actor& actor, const web::NewInquiry& request) {
  if (const Status may = may_use(context, actor); !may) return tl::unexpected(may.error());
  FieldReader reader(context, rules, actor);
  const auto inquiry = read(reader, context, rules, request);
  if (!inquiry) return tl::unexpected(inquiry.error());
  if (!reader.problems.empty()) return refused(reader.problems);
  const auto id = enter(context, actor, *inquiry);
  if (!id) return tl::unexpected(id.error());
  web::AddedInquiry out;
  out.id = *id;
  auto same = duplicates(context, inquiry->contact, *id);
  if (!same) return tl::unexpected(same.error());
  out.duplicates = std::move(*same);
  const Status noted =
      audited(context, actor, "inquiry.add", subject_of(*id),
              json::serialize(json::object{{"source", to_valid_utf8(inquiry->source)},
                                           {"duplicates", out.duplicates.size()}}));
  if (!noted) return tl::unexpected(noted.error());
  return out;
}

Result<int> patch_inquiry(store::WriteContext& context, const Rulebook& rules,
                          const web::Actor& actor, const web::PatchInquiry& request) {
  const auto reached = reach(context, rules, actor, request.inquiry);
  if (!reached) return tl::unexpected(reached.error());
  const Inquiry& before = reached->inquiry;
  FieldReader reader(context, rules, actor);
  auto after = patched(reader, before, request);
  if (!after) return tl::unexpected(after.error());
  const bool handed_over = after->owner && after->owner != before.owner;
  if (handed_over && !reached->leads && actor.role != Role::kAdmin)
    reader.add("owner", "换负责人由主管来定");
  if (!reader.problems.empty()) return refused(reader.problems);
  Changes changes(context, actor, before.id);
  if (const Status compared = compare(context, changes, before, *after); !compared)
    return tl::unexpected(compared.error());
  if (changes.none()) return 0;
  after->changed_at = context.now;
  if (const Status put = inquiries::update(context.db, *after); !put)
    return tl::unexpected(put.error());
  if (after->contact != before.contact) {
    const Status keys =
        inquiries::put_contact_keys(context.db, before.id, planning::contact_keys(after->contact));
    if (!keys) return tl::unexpected(keys.error());
  }
  if (const Status kept = changes.write(); !kept) return tl::unexpected(kept.error());
  const Status noted = audited(context, actor, "inquiry.change", subject_of(before.id),
                               json::serialize(json::object{{"fields", changes.fields()}}));
  if (!noted) return tl::unexpected(noted.error());
  return 1;
}

Result<InquiryNoteId> add_inquiry_note(store::WriteContext& context, const Rulebook& rules,
                                       const web::Actor& actor,
                                       const web::AddInquiryNote& request) {
  const auto reached = reach(context, rules, actor, request.inquiry);
  if (!reached) return tl::unexpected(reached.error());
  if (request.text.empty() || request.text.size() > kNeedBytes)
    return fail(ErrorCode::kInvalid, "写一点内容，不超过 2000 字", "text");
  InquiryNote note;
  note.inquiry = request.inquiry;
  note.at = context.now;
  note.by = actor.user;
  note.text = request.text;
  const auto id = inquiries::add_note(context.db, note);
  if (!id) return tl::unexpected(id.error());
  const Status noted = audited(context, actor, "inquiry.note", subject_of(request.inquiry), "{}");
  if (!noted) return tl::unexpected(noted.error());
  if (!request.next_on) return id;
  web::PatchInquiry next;
  next.inquiry = request.inquiry;
  next.next_on = std::optional<std::optional<Date>>(request.next_on);
  const auto put = patch_inquiry(context, rules, actor, next);
  if (!put) return tl::unexpected(put.error());
  return id;
}

Result<std::string> show_contact(store::WriteContext& context, const Rulebook& rules,
                                 const web::Actor& actor, const InquiryId& inquiry) {
  const auto reached = reach(context, rules, actor, inquiry);
  if (!reached) return tl::unexpected(reached.error());
  if (!reached->is_owner && !reached->leads)
    return fail(ErrorCode::kDenied, "联系方式只给负责人和他的主管看");
  if (reached->inquiry.contact.empty())
    return fail(ErrorCode::kNotFound, "保留期已过，联系方式已经清除");
  const Status noted = audited(
      context, actor, "inquiry.contact", subject_of(inquiry),
      json::serialize(json::object{{"contact", planning::mask_contact(reached->inquiry.contact)}}));
  if (!noted) return tl::unexpected(noted.error());
  return reached->inquiry.contact;
}

Result<web::ImportedInquiries> import_inquiries(store::WriteContext& context, const Rulebook& rules,
                                                const web::Actor& actor,
                                                const web::ImportInquiries& request) {
  if (const Status may = may_use(context, actor); !may) return tl::unexpected(may.error());
  planning::InquiryFile file = planning::read_inquiry_file(request.text, today(context, rules));
  web::ImportedInquiries out;
  out.columns = std::move(file.columns);
  if (file.rows.size() > kMostRows)
    return fail(ErrorCode::kInvalid, fmt::format("一次最多 {} 行，请分几次", kMostRows), "text");
  for (planning::TableProblem& one : file.problems)
    out.problems.push_back({one.row, std::move(one.field), std::move(one.message)});
  std::vector<Inquiry> good;
  for (planning::InquiryRow& row : file.rows) {
    const bool marred =
        std::any_of(out.problems.begin(), out.problems.end(),
                    [&](const web::Problem& problem) { return problem.row == row.line; });
    web::NewInquiry given{row.line,  row.received_on, row.source,     row.keyword, row.page,
                          ClaimId{}, row.name,        row.contact,    row.need,    row.owner,
                          row.state, row.lost_reason, row.amount_fen, row.next_on};
    FieldReader reader(context, rules, actor);
    reader.row(row.line);
    const auto inquiry = read(reader, context, rules, given);
    if (!inquiry) return tl::unexpected(inquiry.error());
    for (web::Problem& one : reader.problems) out.problems.push_back(std::move(one));
    if (marred || !reader.problems.empty()) continue;
    web::ImportedInquiry shown;
    auto same = duplicates(context, inquiry->contact, InquiryId{});
    if (!same) return tl::unexpected(same.error());
    shown.duplicates = std::move(*same);
    const auto owner = store::people::find_user(context.db, inquiry->owner);
    if (!owner) return tl::unexpected(owner.error());
    shown.login = owner->login;
    shown.keyword = given.keyword;
    given.received_on = inquiry->received_on;
    given.source = inquiry->source;
    given.page = inquiry->page;
    given.contact = planning::mask_contact(inquiry->contact);
    given.next_on = inquiry->next_on;
    shown.given = std::move(given);
    out.rows.push_back(std::move(shown));
    good.push_back(std::move(*inquiry));
  }
  std::stable_sort(out.problems.begin(), out.problems.end(),
                   [](const auto& left, const auto& right) { return left.row < right.row; });
  if (out.problems.empty() && good.empty()) out.problems.push_back({0, "", "没有一行询盘"});
  if (request.dry_run || !out.problems.empty()) return out;
  for (const Inquiry& inquiry : good) {
    const auto id = enter(context, actor, inquiry);
    if (!id) return tl::unexpected(id.error());
  }
  out.written = true;
  const Status noted = audited(context, actor, "inquiry.import", "inquiries",
                               json::serialize(json::object{{"rows", good.size()}}));
  if (!noted) return tl::unexpected(noted.error());
  return out;
}

}  // namespace vouch::daemon
