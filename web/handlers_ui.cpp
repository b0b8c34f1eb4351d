#include <fmt/format.h>

#include "web/answers.h"
#include "web/desk.h"
#include "web/handlers.h"
#include "web/html.h"
#include "web/page_frame.h"
#include "web/ui_files.h"

namespace vouch::web::handlers {
namespace {

std::string no_application_page(const PageContext& page) {
  Html html;
  begin_page(html, page, page.say("核验", "Vouch"));
  html.raw("<h1>").text(page.say("这个版本没有网页应用", "This build has no web application"));
  html.raw("</h1><p>");
  html.text(page.say(
      "编译时选择了不带网页应用（VOUCH_UI=none）。个人链接、命令行和接口照常可用；"
      "需要网页时，请安装带网页应用的版本。",
      "It was built with VOUCH_UI=none. Personal links, the command line and the API work as "
      "ever; install a build with the application to use it."));
  html.raw("</p>\n</main>\n</body></html>\n");
  return html.take();
}

}  // namespace

Task<HttpResponse> root(Services& services, Call call) {
  static_cast<void>(services);
  static_cast<void>(call);
  HttpResponse response = text_answer(303, "/app/\n");
  response.headers.push_back(HeaderField{"Location", "/app/"});
  co_return response;
}

// Whatever path below /app: the application itself knows its screens.
Task<HttpResponse> application(Services& services, Call call) {
  const UiFile* index = find_ui_file("index.html");
  if (index == nullptr)
    co_return html_answer(200, no_application_page(page_context(services, call, {}, {})));
  HttpResponse response = ui_answer(*index, call.request, "no-cache");
  // The log-in page tells newcomers where the accounts are; nobody is signed in yet.
  if (services.health.facts().practice)
    response.headers.push_back(HeaderField{"Vouch-Practice", "1"});
  co_return response;
}

// The names hold a digest of the bytes: what was once read never changes.
Task<HttpResponse> ui_asset(Services& services, Call call) {
  static_cast<void>(services);
  const UiFile* file = find_ui_file("assets/" + call.params[0]);
  if (file == nullptr) co_return problem(404, "there is no such file");
  co_return ui_answer(*file, call.request, "public, max-age=31536000, immutable");
}

}  // namespace vouch::web::handlers
