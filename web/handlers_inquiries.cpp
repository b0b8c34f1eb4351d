#include "web/answers.h"
#include "web/desk_handlers.h"
#include "web/handlers.h"
#include "web/inquiries.h"
#include "web/json_in.h"
#include "web/json_out.h"

namespace vouch::web::handlers {
namespace {

template <class T>
using ReadJob = std::function<Result<T>(store::Connection&)>;

constexpr int kMostDays = 3660;
constexpr std::size_t kLong = 6000;
constexpr std::string_view kUnreadable = "询盘没有读懂";

HttpResponse not_served() {
  return problem(503, "这个程序不登记询盘 (inquiries are not served here)");
}

std::optional<InquiryState> state_of(JsonIn& body) {
  const auto word = body.text("state", 20);
  if (!word) return std::nullopt;
  const auto state = parse_inquiry_state(*word);
  if (!state) body.reject("state", "new, contacted, valid, quoted, won or lost");
  return state;
}

// Empty text: none.
std::optional<std::optional<Date>> next_on(JsonIn& body) {
  const auto word = body.text("next_on", 10);
  if (!word) return std::nullopt;
  if (word->empty()) return std::optional<std::optional<Date>>(std::optional<Date>());
  const auto day = parse_date(*word);
  if (!day) {
    body.reject("next_on", "看不懂日期，写成 2026-11-23");
    return std::nullopt;
  }
  return std::optional<std::optional<Date>>(std::optional<Date>(*day));
}

NewInquiry read_new(JsonIn& body) {
  NewInquiry out;
  out.received_on = body.date("received_on");
  out.source = body.need_text("source", kLong);
  out.keyword = body.text("keyword").value_or("");
  out.page = body.text("page", kLong).value_or("");
  out.claim = ClaimId{body.number("claim").value_or(0)};
  out.name = body.text("name").value_or("");
  out.contact = body.need_text("contact");
  out.need = body.text("need", kLong).value_or("");
  out.owner = body.text("owner", 80).value_or("");
  out.next_on = body.date("next_on");
  return out;
}

}  // namespace

Task<HttpResponse> list_inquiries(Services& services, Call call) {
  auto request = read_inquiry_list(call.target);
  if (!request) co_return problem(request.error());
  const gather::Viewer viewer = services.viewer(call.actor);
  ReadJob<InquiryList> job = [wanted = std::move(*request), viewer](store::Connection& db) {
    return gather::inquiries(db, wanted, viewer);
  };
  const Result<InquiryList> list = co_await services.store.read<InquiryList>(std::move(job));
  if (!list) co_return problem(list.error());
  co_return json_answer(200, inquiries_json(*list, viewer.today, services.health.names()));
}

Task<HttpResponse> get_inquiry(Services& services, Call call) {
  const auto id = parse_id<InquiryId>(call.params[0]);
  if (!id) co_return problem(404, "没有这条询盘");
  const gather::Viewer viewer = services.viewer(call.actor);
  ReadJob<InquiryFile> job = [wanted = *id, viewer](store::Connection& db) {
    return gather::inquiry(db, wanted, viewer);
  };
  const Result<InquiryFile> file = co_await services.store.read<InquiryFile>(std::move(job));
  if (!file) co_return problem(file.error());
  co_return json_answer(200, inquiry_json(*file, viewer.today, services.health.names()));
}

Task<HttpResponse> get_inquiry_summary(Services& services, Call call) {
  const gather::Viewer viewer = services.viewer(call.actor);
  const std::chrono::year_month_day today{viewer.today};
  const Days month{Date(today.year() / today.month() / std::chrono::day(1)), viewer.today};
  const Result<Days> days = read_days(call.target, month, kMostDays);
  if (!days) co_return problem(days.error());
  ReadJob<InquirySummary> job = [wanted = *days, viewer](store::Connection& db) {
    return gather::inquiry_summary(db, wanted, viewer);
  };
  const Result<InquirySummary> summary =
      co_await services.store.read<InquirySummary>(std::move(job));
  if (!summary) co_return problem(summary.error());
  co_return json_answer(200, inquiry_summary_json(*summary, services.health.names()));
}

Task<HttpResponse> add_inquiry(Services& services, Call call) {
  if (services.ports.inquiries == nullptr) co_return not_served();
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  NewInquiry request = read_new(*body);
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  const Result<AddedInquiry> added =
      co_await services.ports.inquiries->add_inquiry(std::move(call.actor), std::move(request));
  if (!added) co_return problem(added.error());
  co_return json_answer(201, added_inquiry_json(*added));
}

Task<HttpResponse> patch_inquiry(Services& services, Call call) {
  if (services.ports.inquiries == nullptr) co_return not_served();
  const auto id = parse_id<InquiryId>(call.params[0]);
  if (!id) co_return problem(404, "没有这条询盘");
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  PatchInquiry request;
  request.inquiry = *id;
  request.received_on = body->date("received_on");
  request.source = body->text("source", kLong);
  request.keyword = body->text("keyword");
  request.page = body->text("page", kLong);
  if (const auto claim = body->number("claim")) request.claim = ClaimId{*claim};
  request.name = body->text("name");
  request.contact = body->text("contact");
  request.need = body->text("need", kLong);
  request.owner = body->text("owner", 80);
  request.state = state_of(*body);
  request.lost_reason = body->text("lost_reason");
  request.amount_fen = body->number("amount_fen");
  request.next_on = next_on(*body);
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  const Status done =
      co_await services.ports.inquiries->patch_inquiry(std::move(call.actor), std::move(request));
  if (!done) co_return problem(done.error());
  co_return json_answer(200, ok_json());
}

Task<HttpResponse> add_inquiry_note(Services& services, Call call) {
  if (services.ports.inquiries == nullptr) co_return not_served();
  const auto id = parse_id<InquiryId>(call.params[0]);
  if (!id) co_return problem(404, "没有这条询盘");
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  AddInquiryNote request;
  request.inquiry = *id;
  request.text = body->need_text("text", kLong);
  request.next_on = body->date("next_on");
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  const Result<InquiryNoteId> added = co_await services.ports.inquiries->add_inquiry_note(
      std::move(call.actor), std::move(request));
  if (!added) co_return problem(added.error());
  co_return json_answer(201, id_json(added->value));
}

Task<HttpResponse> show_contact(Services& services, Call call) {
  if (services.ports.inquiries == nullptr) co_return not_served();
  const auto id = parse_id<InquiryId>(call.params[0]);
  if (!id) co_return problem(404, "没有这条询盘");
  const Result<std::string> contact =
      co_await services.ports.inquiries->show_contact(std::move(call.actor), *id);
  if (!contact) co_return problem(contact.error());
  co_return json_answer(200, contact_json(*contact));
}

Task<HttpResponse> import_inquiries(Services& services, Call call) {
  if (services.ports.inquiries == nullptr) co_return not_served();
  ImportInquiries request;
  request.dry_run = call.target.get("dry_run").value_or("") == "true";
  const std::string_view type = header_value(call.request.headers, "Content-Type");
  if (type.starts_with("text/csv")) {
    request.text = std::move(call.request.body);
  } else {
    Result<JsonIn> body = JsonIn::parse(call.request.body);
    if (!body) co_return problem(body.error());
    request.text = body->need_text("text", kReportBody);
    const std::vector<Problem> problems = body->problems();
    if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  }
  const Result<ImportedInquiries> done = co_await services.ports.inquiries->import_inquiries(
      std::move(call.actor), std::move(request));
  if (!done) co_return problem(done.error());
  co_return json_answer(200, imported_inquiries_json(*done));
}

}  // namespace vouch::web::handlers
