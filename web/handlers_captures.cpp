#include "web/handlers.h"

#include <utility>

#include <fmt/format.h>

#include "web/answers.h"
#include "web/desk.h"
#include "web/form_data.h"
#include "web/json_in.h"
#include "web/json_out.h"
#include "web/page_captures.h"

namespace vouch::web::handlers {
namespace {

using Items = std::vector<CaptureItem>;

struct TaskTag;

tl::unexpected<Error> not_served() {
  return fail(ErrorCode::kUnavailable, "this program takes no captures");
}

std::optional<std::int64_t> task_of(const std::string& text) {
  const auto id = parse_id<Id<TaskTag>>(text);
  if (!id) return std::nullopt;
  return id->value;
}

HandIn page_of_form(const FormData& form) {
  HandIn out;
  out.address = form.text("address");
  const FormField* const file = form.find("page");
  if (file != nullptr) {
    out.bytes = file->body;
    out.content_type = file->content_type;
  } else {
    out.bytes = form.text("source");
    out.content_type = "text/html; charset=utf-8";  // what a form sends is text already
  }
  return out;
}

Task<Result<HandInAnswer>> hand_in(Services& services, Actor actor, HandIn page) {
  if (services.captures == nullptr) co_return not_served();
  if (page.bytes.empty()) co_return fail(ErrorCode::kInvalid, "没有收到网页内容", "page");
  co_return co_await services.captures->hand_in(std::move(actor), std::move(page));
}

struct Reader {  // of a personal link
  Actor actor;
  Desk desk = Desk::kEmployee;
};

Task<Result<Reader>> reader_of(Services& services, const Call& call, Desk desk) {
  const std::string token = call.params[0];
  std::function<Result<std::optional<User>>(store::Connection&)> job =
      [token](store::Connection& db) { return gather::user_by_link(db, token); };
  auto user = co_await services.store.read<std::optional<User>>(std::move(job));
  if (!user) co_return tl::unexpected(user.error());
  const bool known = *user && (*user)->role != Role::kOwner && !gather::is_vendor(**user);
  if (!known) co_return fail(ErrorCode::kNotFound, "no such link");
  if (desk == Desk::kSupervisor && (*user)->role == Role::kEmployee) {
    co_return fail(ErrorCode::kNotFound, "no such link");
  }
  Reader out;
  out.actor = holder(**user, desk);
  out.desk = desk;
  co_return out;
}

// The list, with what became of an act above it.
Task<HttpResponse> show(Services& services, Call call, Reader reader, CapturesPage page) {
  Result<Items> items = not_served();
  if (services.captures != nullptr) items = co_await services.captures->list(reader.actor);
  if (!items) co_return page_error(call, items.error());
  page.items = std::move(*items);
  const int status = page.refused ? 422 : 200;
  const std::string below = "/captures";
  const PageContext context = co_await personal_context(services, call, reader.desk, below);
  co_return html_answer(status, captures_page(page, context));
}

Task<HttpResponse> list_page(Services& services, Call call, Desk desk) {
  Result<Reader> reader = co_await reader_of(services, call, desk);
  if (!reader) co_return page_error(call, reader.error());
  CapturesPage page;
  co_return co_await show(services, std::move(call), std::move(*reader), std::move(page));
}

Task<HttpResponse> hand_in_page(Services& services, Call call, Desk desk) {
  Result<Reader> reader = co_await reader_of(services, call, desk);
  if (!reader) co_return page_error(call, reader.error());
  const auto task = task_of(call.params[1]);
  const auto form =
      FormData::parse(header_value(call.request.headers, "Content-Type"), call.request.body);
  CapturesPage page;
  page.refused = true;
  if (!task || !form) {
    page.message = "表单没有读懂，请重试";
    co_return co_await show(services, std::move(call), std::move(*reader), std::move(page));
  }
  HandIn handed = page_of_form(*form);
  handed.task = *task;
  Result<HandInAnswer> done = co_await hand_in(services, reader->actor, std::move(handed));
  page.refused = !done.has_value();
  page.message = done ? done->words : told(done.error());
  co_return co_await show(services, std::move(call), std::move(*reader), std::move(page));
}

Task<HttpResponse> skip_page(Services& services, Call call, Desk desk) {
  Result<Reader> reader = co_await reader_of(services, call, desk);
  if (!reader) co_return page_error(call, reader.error());
  const auto task = task_of(call.params[1]);
  const auto form =
      FormData::parse(header_value(call.request.headers, "Content-Type"), call.request.body);
  CapturesPage page;
  Status done = fail(ErrorCode::kInvalid, "表单没有读懂，请重试");
  if (task && form && services.captures != nullptr) {
    SkipCapture skip;
    skip.task = *task;
    skip.reason = form->text("reason");
    done = co_await services.captures->skip(reader->actor, std::move(skip));
  }
  page.refused = !done.has_value();
  page.message = done ? std::string("已跳过，记下了原因") : told(done.error());
  co_return co_await show(services, std::move(call), std::move(*reader), std::move(page));
}

Task<HttpResponse> bookmark_page(Services& services, Call call, Desk desk) {
  Result<Reader> reader = co_await reader_of(services, call, desk);
  if (!reader) co_return page_error(call, reader.error());
  Result<CaptureToken> token = not_served();
  if (services.captures != nullptr) token = co_await services.captures->issue_token(reader->actor);
  CapturesPage page;
  page.refused = !token.has_value();
  if (token) page.token = std::move(*token);
  if (page.refused) page.message = told(token.error());
  co_return co_await show(services, std::move(call), std::move(*reader), std::move(page));
}

}  // namespace

Task<HttpResponse> list_captures(Services& services, Call call) {
  Result<Items> items = not_served();
  if (services.captures != nullptr) {
    items = co_await services.captures->list(std::move(call.actor));
  }
  if (!items) co_return problem(items.error());
  co_return json_answer(200, to_json(*items));
}

Task<HttpResponse> hand_in_capture(Services& services, Call call) {
  const auto task = task_of(call.params[0]);
  if (!task) co_return problem(404, "there is no such question");
  HandIn page;
  page.task = *task;
  page.content_type = header_value(call.request.headers, "Content-Type");
  page.bytes = std::move(call.request.body);
  page.address = call.target.get("address").value_or("");
  page.as = call.target.get("as").value_or("");
  Result<HandInAnswer> done = co_await hand_in(services, std::move(call.actor), std::move(page));
  if (!done) co_return problem(done.error());
  co_return json_answer(201, to_json(*done));
}

Task<HttpResponse> skip_capture(Services& services, Call call) {
  const auto task = task_of(call.params[0]);
  if (!task) co_return problem(404, "there is no such question");
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  SkipCapture skip;
  skip.task = *task;
  skip.reason = body->need_text("reason", 500);
  skip.as = body->text("as", 64).value_or("");
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, "the request could not be read", problems);
  Status done = not_served();
  if (services.captures != nullptr) {
    done = co_await services.captures->skip(std::move(call.actor), std::move(skip));
  }
  if (!done) co_return problem(done.error());
  co_return json_answer(200, id_json(*task));
}

Task<HttpResponse> make_bookmark(Services& services, Call call) {
  Result<CaptureToken> token = not_served();
  if (services.captures != nullptr) {
    token = co_await services.captures->issue_token(std::move(call.actor));
  }
  if (!token) co_return problem(token.error());
  const HealthFacts facts = services.health.facts();
  const std::string script = bookmark_script(facts.public_url, token->token);
  if (script.empty()) {
    co_return problem(
        503,
        "书签需要一个普通的网址：请管理员在 vouch.toml 的 [daemon] public_url 里写上同事"
        "打开页面的地址 (public_url is no plain address)");
  }
  co_return json_answer(201, bookmark_json(script, token->expires_at));
}

// From the bookmark: a form of another site's page. The token in it is the only key; cookies and
// the sender's origin mean nothing here.
Task<HttpResponse> receive_capture(Services& services, Call call) {
  const PageContext context = page_context(services, call, {}, {});
  const auto form =
      FormData::parse(header_value(call.request.headers, "Content-Type"), call.request.body);
  if (!form) co_return html_answer(400, handed_in_page("表单没有读懂，请重试", true, context));
  std::optional<Actor> actor;
  if (services.captures != nullptr) {
    auto owner = co_await services.captures->owner_of(form->text("token"));
    if (!owner) co_return page_error(call, owner.error());
    actor = std::move(*owner);
  }
  if (!actor) {
    ++services.counters.sign_in_failures;
    co_return html_answer(
        401, handed_in_page("书签过期了或不认识，请到“待查询”页重新生成一个", true, context));
  }
  Result<HandInAnswer> done = co_await hand_in(services, std::move(*actor), page_of_form(*form));
  const std::string words = done ? done->words : told(done.error());
  const int status = done ? 201 : 422;
  co_return html_answer(status, handed_in_page(words, !done.has_value(), context));
}

Task<HttpResponse> employee_captures(Services& services, Call call) {
  return list_page(services, std::move(call), Desk::kEmployee);
}
Task<HttpResponse> employee_hand_in(Services& services, Call call) {
  return hand_in_page(services, std::move(call), Desk::kEmployee);
}
Task<HttpResponse> employee_skip(Services& services, Call call) {
  return skip_page(services, std::move(call), Desk::kEmployee);
}
Task<HttpResponse> employee_bookmark(Services& services, Call call) {
  return bookmark_page(services, std::move(call), Desk::kEmployee);
}
Task<HttpResponse> supervisor_captures(Services& services, Call call) {
  return list_page(services, std::move(call), Desk::kSupervisor);
}
Task<HttpResponse> supervisor_hand_in(Services& services, Call call) {
  return hand_in_page(services, std::move(call), Desk::kSupervisor);
}
Task<HttpResponse> supervisor_skip(Services& services, Call call) {
  return skip_page(services, std::move(call), Desk::kSupervisor);
}
Task<HttpResponse> supervisor_bookmark(Services& services, Call call) {
  return bookmark_page(services, std::move(call), Desk::kSupervisor);
}

}  // namespace vouch::web::handlers
