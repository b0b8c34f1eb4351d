#include <fmt/format.h>
#include <boost/json.hpp>

#include "web/inquiries.h"
#include "web/json_parts.h"
#include "web/words.h"

namespace vouch::web {
namespace {

namespace json = boost::json;
using parts::array_of;
using parts::moment;
using parts::text;
using store::inquiries::Count;
using store::inquiries::Listed;
using store::inquiries::Waiting;

std::string source_name(const std::string& source, const Names& names) {
  const auto found = names.platforms.find(source);
  return found == names.platforms.end() ? source : found->second;
}

json::value amount(const std::optional<std::int64_t>& fen) {
  if (!fen) return nullptr;
  return *fen;
}

json::object row_json(const Listed& row, Date today, const Names& names) {
  const Inquiry& one = row.inquiry;
  const bool overdue = !is_closed(one.state) && one.next_on && *one.next_on < today;
  return {{"id", one.id.value},
          {"received_on", text(to_iso_date(one.received_on))},
          {"source", text(one.source)},
          {"source_name", text(source_name(one.source, names))},
          {"keyword", text(row.keyword)},
          {"keyword_id", parts::id_or_null(one.keyword)},
          {"page", text(one.page)},
          {"claim", parts::id_or_null(one.claim)},
          {"name", text(one.name)},
          {"contact", text(one.contact)},
          {"need", text(one.need)},
          {"owner", json::object{{"login", text(row.owner_login)}, {"name", text(row.owner_name)}}},
          {"state", to_string(one.state)},
          {"lost_reason", text(one.lost_reason)},
          {"amount_fen", amount(one.amount_fen)},
          {"next_on", parts::day_or_null(one.next_on)},
          {"overdue", overdue},
          {"notes_count", row.notes},
          {"duplicates", row.duplicates},
          {"created_at", moment(one.created_at)},
          {"changed_at", moment(one.changed_at)}};
}

json::object duplicate_json(const InquiryDuplicate& one) {
  return {{"id", one.id.value},
          {"received_on", text(to_iso_date(one.received_on))},
          {"owner", text(one.owner)},
          {"state", to_string(one.state)}};
}

json::object count_json(const Count& one) {
  return {{"key", text(one.key)}, {"name", text(one.name)}, {"count", one.count},
          {"valid", one.valid},   {"won", one.won},         {"won_fen", one.won_fen}};
}

json::object problem_json(const Problem& one) {
  return {{"row", one.row}, {"field", text(one.field)}, {"message", text(one.message)}};
}

}  // namespace

std::string inquiries_json(const InquiryList& list, Date today, const Names& names) {
  json::object out;
  out["items"] =
      array_of(list.items, [&](const Listed& row) { return row_json(row, today, names); });
  out["next"] = list.next ? parts::id_or_null(*list.next) : json::value(nullptr);
  return json::serialize(out);
}

std::string inquiry_json(const InquiryFile& file, Date today, const Names& names) {
  json::object out = row_json(file.row, today, names);
  out["may_see_contact"] = file.may_see_contact;
  out["may_change"] = true;
  out["may_set_owner"] = file.may_set_owner;
  out["same_contact"] = array_of(file.same_contact, duplicate_json);
  out["notes"] = array_of(file.notes, [](const InquiryFile::Note& one) {
    return json::object{{"id", one.note.id.value},
                        {"at", moment(one.note.at)},
                        {"by", text(one.by)},
                        {"text", text(one.note.text)}};
  });
  out["changes"] = array_of(file.changes, [](const InquiryFile::Change& one) {
    return json::object{{"at", moment(one.change.at)},
                        {"by", text(one.by)},
                        {"field", text(one.change.field)},
                        {"before", text(one.change.before)},
                        {"after", text(one.change.after)}};
  });
  return json::serialize(out);
}

std::string inquiry_summary_json(const InquirySummary& summary, const Names& names) {
  Count total;
  std::vector<Count> sources = summary.sources;
  for (Count& one : sources) {
    one.name = source_name(one.key, names);
    total.count += one.count;
    total.valid += one.valid;
    total.won += one.won;
    total.won_fen += one.won_fen;
  }
  int due_today = 0;
  int overdue = 0;
  for (const Waiting& one : summary.people) {
    due_today += one.due_today;
    overdue += one.overdue;
  }
  json::object out;
  out["from"] = text(to_iso_date(summary.days.from));
  out["to"] = text(to_iso_date(summary.days.to));
  out["total"] = count_json(total);
  out["sources"] = array_of(sources, count_json);
  out["keywords"] = array_of(summary.keywords, count_json);
  out["states"] = array_of(summary.states, count_json);
  out["people"] = array_of(summary.people, [](const Waiting& one) {
    return json::object{{"login", text(one.login)},
                        {"name", text(one.name)},
                        {"open", one.open},
                        {"due_today", one.due_today},
                        {"overdue", one.overdue}};
  });
  out["due_today"] = due_today;
  out["overdue"] = overdue;
  return json::serialize(out);
}

std::string contact_json(const std::string& contact) {
  return json::serialize(json::object{{"contact", text(contact)}});
}

std::string added_inquiry_json(const AddedInquiry& added) {
  return json::serialize(json::object{{"id", added.id.value},
                                      {"duplicates", array_of(added.duplicates, duplicate_json)}});
}

std::string imported_inquiries_json(const ImportedInquiries& imported) {
  json::object out;
  out["written"] = imported.written;
  out["columns"] = parts::texts(imported.columns);
  out["rows"] = array_of(imported.rows, [](const ImportedInquiry& one) {
    const NewInquiry& given = one.given;
    return json::object{{"row", given.row},
                        {"received_on", parts::day_or_null(given.received_on)},
                        {"source", text(given.source)},
                        {"keyword", text(one.keyword)},
                        {"page", text(given.page)},
                        {"name", text(given.name)},
                        {"contact", text(given.contact)},
                        {"need", text(given.need)},
                        {"owner", text(one.login)},
                        {"state", to_string(given.state)},
                        {"next_on", parts::day_or_null(given.next_on)},
                        {"duplicates", array_of(one.duplicates, duplicate_json)}};
  });
  out["problems"] = array_of(imported.problems, problem_json);
  return json::serialize(out);
}

Sheet inquiries_sheet(const std::vector<Listed>& rows, const Telling& telling) {
  static constexpr std::pair<const char*, const char*> kColumns[] = {
      {"编号", "Number"},
      {"日期", "Date"},
      {"来源", "Source"},
      {"关键词", "Keyword"},
      {"页面", "Page"},
      {"客户", "Customer"},
      {"联系方式", "Contact"},
      {"需求", "Need"},
      {"负责人", "Owner"},
      {"状态", "State"},
      {"流失原因", "Lost reason"},
      {"成交金额", "Amount"},
      {"下次跟进", "Next follow up"}};
  static constexpr std::pair<const char*, const char*> kStates[] = {
      {"新", "new"},        {"已联系", "contacted"}, {"有效", "valid"},
      {"已报价", "quoted"}, {"成交", "won"},         {"流失", "lost"}};
  Sheet out;
  out.title = pick(telling.lang, "询盘", "Inquiries");
  for (const auto& [zh, en] : kColumns) out.columns.emplace_back(pick(telling.lang, zh, en));
  for (const Listed& row : rows) {
    const Inquiry& one = row.inquiry;
    const auto& [zh, en] = kStates[static_cast<std::size_t>(one.state)];
    std::vector<SheetCell> cells = {std::to_string(one.id.value),
                                    to_iso_date(one.received_on),
                                    source_name(one.source, telling.names),
                                    row.keyword,
                                    one.page,
                                    one.name,
                                    one.contact,
                                    one.need,
                                    row.owner_name,
                                    std::string(pick(telling.lang, zh, en)),
                                    one.lost_reason};
    if (one.amount_fen) {
      cells.emplace_back(static_cast<double>(*one.amount_fen) / 100);
    } else {
      cells.emplace_back(std::monostate());
    }
    cells.emplace_back(one.next_on ? to_iso_date(*one.next_on) : std::string());
    out.rows.push_back(std::move(cells));
  }
  return out;
}

}  // namespace vouch::web
