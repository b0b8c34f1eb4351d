// The queue of captures over a socket: the interface, the pages, and what other sites may send.
#include <gtest/gtest.h>
#include <boost/json.hpp>

#include "tests/web/web_world.h"
#include "web/form_data.h"
#include "web/page_captures.h"

namespace vouch::web::test {
namespace {

constexpr const char* kMultipart = "Content-Type: multipart/form-data; boundary=----x1";

std::string form(const std::vector<std::pair<std::string, std::string>>& fields) {
  std::string out;
  for (const auto& [name, value] : fields) {
    out += "------x1\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value +
           "\r\n";
  }
  return out + "------x1--\r\n";
}

CaptureItem item() {
  CaptureItem out;
  out.id = 12;
  out.engine = "baidu";
  out.is_url = true;
  out.text = "https://a.cn/<script>";
  out.link = "https://www.baidu.com/s?wd=https%3A%2F%2Fa.cn%2F";
  out.asked_at = now();
  out.until = now() + std::chrono::hours(120);
  out.looks = 3;
  out.captures = 1;
  return out;
}

class CapturesTest : public WorldTest {
 protected:
  static Answer post(const std::string& target, const std::string& body,
                     std::vector<std::string> headers = {}) {
    headers.emplace_back(kMultipart);
    return world().ask("", "POST", target, body, std::move(headers));
  }
};

TEST_F(CapturesTest, the_list_says_what_waits) {
  world().captures.items.push_back(item());
  const Answer answer = world().get("lilei", "/api/v1/captures");
  EXPECT_EQ(answer.status, 200);
  for (const char* const part :
       {R"("id":12)", R"("kind":"url")", R"("looks":3)", R"("captures":1)", R"("people":[])"}) {
    EXPECT_NE(answer.body.find(part), std::string::npos) << part << answer.body;
  }
}

TEST_F(CapturesTest, a_page_is_handed_in_as_it_is) {
  world().captures.answer.task = 12;
  world().captures.answer.words = "好";
  const std::string page = "<html>\xbe\xbb</html>";
  const Answer answer =
      world().ask("lilei", "POST", "/api/v1/captures/12?address=https%3A%2F%2Fwww.baidu.com%2Fs",
                  page, {"Content-Type: text/html; charset=gbk"});
  EXPECT_EQ(answer.status, 201) << answer.body;
  EXPECT_EQ(world().captures.handed.bytes, page);
  EXPECT_EQ(world().captures.handed.content_type, "text/html; charset=gbk");
  EXPECT_EQ(world().captures.handed.address, "https://www.baidu.com/s");
  EXPECT_EQ(world().captures.handed.task, 12);
  EXPECT_EQ(world().captures.actor.login, "lilei");
}

TEST_F(CapturesTest, what_is_returned_says_why) {
  world().captures.refusal = Error{ErrorCode::kInvalid, "这一页查的是“天气”", "page"};
  const Answer answer =
      world().ask("lilei", "POST", "/api/v1/captures/12", "<html>", {"Content-Type: text/html"});
  EXPECT_EQ(answer.status, 400);
  EXPECT_NE(answer.body.find("天气"), std::string::npos);
  EXPECT_EQ(world()
                .ask("lilei", "POST", "/api/v1/captures/x", "<html>", {"Content-Type: text/html"})
                .status,
            404);
}

TEST_F(CapturesTest, other_bytes_and_too_many_are_refused) {
  const auto status = [](const std::string& type, const std::string& body) {
    return world()
        .ask("lilei", "POST", "/api/v1/captures/12", body, {"Content-Type: " + type})
        .status;
  };
  EXPECT_EQ(status("image/png", "x"), 415);
  EXPECT_EQ(status("application/x-www-form-urlencoded", "x"), 415);
  EXPECT_EQ(status("text/html", std::string(kCaptureBody + 1, 'x')), 413);
  EXPECT_EQ(world().captures.handed_in, 0);
}

TEST_F(CapturesTest, a_skip_takes_a_reason) {
  const Answer answer =
      world().ask("wang", "POST", "/api/v1/captures/12/skip", R"({"reason":"一直要验证"})");
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(world().captures.skipped.reason, "一直要验证");
  EXPECT_EQ(world().ask("wang", "POST", "/api/v1/captures/12/skip", "{}").status, 400);
}

TEST_F(CapturesTest, the_page_shows_the_link_and_escapes_what_it_shows) {
  world().captures.items.push_back(item());
  const Answer page = world().get("", world().page("p", "lilei") + "/captures");
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("待查询"), std::string::npos);
  EXPECT_NE(page.body.find("href=\"https://www.baidu.com/s?wd="), std::string::npos);
  EXPECT_NE(page.body.find("百度"), std::string::npos);
  EXPECT_EQ(page.body.find("<script"), std::string::npos);
  EXPECT_NE(page.body.find("https://a.cn/&lt;script&gt;"), std::string::npos);
  EXPECT_EQ(page.body.find("javascript:"), std::string::npos);  // until one is asked for
  EXPECT_EQ(world().captures.actor.role, Role::kEmployee);
  EXPECT_EQ(world().get("", world().page("s", "wang") + "/captures").status, 200);
  EXPECT_EQ(world().captures.actor.role, Role::kSupervisor);
  EXPECT_EQ(world().get("", world().page("s", "lilei") + "/captures").status, 404);
  EXPECT_EQ(world().get("", world().page("p", "boss") + "/captures").status, 404);
}

TEST_F(CapturesTest, other_pages_lead_there_where_people_are_asked) {
  const std::string page = world().page("p", "lilei");
  EXPECT_EQ(world().get("", page).body.find(page + "/captures"), std::string::npos);
  ProviderFacts people;
  people.name = "person:main";
  world().health->value.providers.push_back(people);
  EXPECT_NE(world().get("", page).body.find(page + "/captures"), std::string::npos);
  const std::string leader = world().page("s", "wang");
  EXPECT_NE(world().get("", leader).body.find(leader + "/captures"), std::string::npos);
  world().health->value.providers.clear();
}

TEST_F(CapturesTest, a_form_of_the_page_hands_in_and_skips) {
  const std::string base = world().page("p", "lilei") + "/captures/12";
  world().captures.answer.words = "已采用";
  const Answer done =
      post(base, form({{"page", ""}, {"source", "<html>1</html>"}, {"address", "https://x/"}}));
  EXPECT_EQ(done.status, 200) << done.body;
  EXPECT_NE(done.body.find("已采用"), std::string::npos);
  EXPECT_EQ(world().captures.handed.bytes, "<html>1</html>");
  EXPECT_EQ(world().captures.handed.content_type, "text/html; charset=utf-8");
  EXPECT_EQ(world().captures.handed.task, 12);
  EXPECT_EQ(post(base + "/skip", form({{"reason", "一直要验证"}})).status, 200);
  EXPECT_EQ(world().captures.skipped.reason, "一直要验证");
  world().captures.refusal = Error{ErrorCode::kInvalid, "不完整", {}};
  const Answer returned = post(base, form({{"source", "<html>"}}));
  EXPECT_EQ(returned.status, 422);
  EXPECT_NE(returned.body.find("不完整"), std::string::npos);
  EXPECT_EQ(post(base, form({})).status, 422);
  EXPECT_EQ(post(base, "no form").status, 422);
}

TEST_F(CapturesTest, the_forms_of_the_page_are_closed_to_other_sites) {
  const std::string base = world().page("p", "lilei") + "/captures";
  for (const std::string below : {"/12", "/12/skip", "/bookmark"}) {
    EXPECT_EQ(post(base + below, form({{"source", "x"}}), {"Sec-Fetch-Site: cross-site"}).status,
              403)
        << below;
  }
  EXPECT_EQ(world().captures.handed_in, 0);
}

TEST_F(CapturesTest, the_bookmark_is_made_on_demand_and_names_no_link) {
  world().captures.items.push_back(item());
  world().health->value.public_url = "http://vouch.lan:8480";
  const Answer page = post(world().page("p", "lilei") + "/captures/bookmark", form({{"new", "1"}}));
  EXPECT_EQ(page.status, 200) << page.body;
  const auto from = page.body.find("javascript:");
  ASSERT_NE(from, std::string::npos);
  const std::string script = page.body.substr(from, page.body.find("\">", from) - from);
  EXPECT_NE(script.find("http://vouch.lan:8480/captures"), std::string::npos) << script;
  EXPECT_NE(script.find(world().captures.good_token), std::string::npos);
  EXPECT_EQ(script.find(link_token_of("lilei")), std::string::npos);
  EXPECT_EQ(script.find("cookie"), std::string::npos);
  world().health->value.public_url.clear();
}

TEST_F(CapturesTest, the_application_makes_the_same_bookmark) {
  const auto ask = [](const char* login) {
    return world().ask(login, "POST", "/api/v1/captures/bookmark");
  };
  EXPECT_EQ(ask("lilei").status, 503) << "nobody knows the address";
  world().health->value.public_url = "http://vouch.lan:8480";
  const Answer made = ask("lilei");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(world().captures.actor.login, "lilei");
  const boost::json::object answer = boost::json::parse(made.body).as_object();
  EXPECT_EQ(answer.at("bookmarklet").as_string(),
            bookmark_script("http://vouch.lan:8480", world().captures.good_token));
  EXPECT_EQ(answer.at("expires_at").as_string(), "2026-11-24T16:00:00.000Z");
  EXPECT_EQ(ask("boss").status, 403);
  world().captures.refusal = Error{ErrorCode::kDenied, "no", {}};
  EXPECT_EQ(ask("lilei").status, 403);
  world().health->value.public_url.clear();
}

TEST_F(CapturesTest, the_bookmarks_form_comes_from_anywhere_and_its_token_is_the_only_key) {
  const std::vector<std::string> foreign = {"Sec-Fetch-Site: cross-site",
                                            "Origin: https://www.baidu.com"};
  const std::string good = world().captures.good_token;
  world().captures.answer.words = "已采用";
  const Answer done = post(
      "/captures",
      form({{"token", good}, {"address", "https://www.baidu.com/s?wd=a"}, {"source", "<html>"}}),
      foreign);
  EXPECT_EQ(done.status, 201) << done.body;
  EXPECT_NE(done.body.find("已采用"), std::string::npos);
  EXPECT_EQ(world().captures.handed.task, 0);
  EXPECT_EQ(world().captures.handed.address, "https://www.baidu.com/s?wd=a");
  EXPECT_EQ(world().captures.actor.login, "lilei");
  EXPECT_EQ(done.header("Access-Control-Allow-Origin"), "");
  EXPECT_EQ(done.header("Set-Cookie"), "");
  EXPECT_EQ(done.body.find(good), std::string::npos);
  for (const std::string& token : {std::string(), std::string("x"), token_of("root"), good + "x"}) {
    const Answer refused =
        post("/captures", form({{"token", token}, {"source", "<html>"}}), foreign);
    EXPECT_EQ(refused.status, 401) << token;
  }
  // An API token in the head opens nothing here, and the capture token nothing else.
  std::vector<std::string> headers = foreign;
  headers.emplace_back(kMultipart);
  EXPECT_EQ(world().ask("root", "POST", "/captures", form({{"source", "<html>"}}), headers).status,
            401);
  EXPECT_EQ(
      world().ask("", "GET", "/api/v1/captures", "", {"Authorization: Bearer " + good}).status,
      401);
  EXPECT_EQ(world().get("", "/p/" + good + "/captures").status, 404);
  EXPECT_EQ(world().captures.handed_in, 1);
  EXPECT_EQ(world().ask("", "OPTIONS", "/captures").status, 405);
}

TEST(FormData, reads_fields_and_files_and_refuses_the_rest) {
  const std::string type = "multipart/form-data; boundary=B";
  const std::string body =
      "--B\r\nContent-Disposition: form-data; name=\"page\"; filename=\"a.html\"\r\n"
      "Content-Type: text/html\r\n\r\n<html>\r\n--x\r\n--B\r\n"
      "Content-Disposition: form-data; name=\"address\"\r\n\r\nhttps://a/\r\n--B--\r\n";
  const auto read = FormData::parse(type, body);
  ASSERT_TRUE(read);
  ASSERT_NE(read->find("page"), nullptr);
  EXPECT_EQ(read->find("page")->body, "<html>\r\n--x");
  EXPECT_EQ(read->find("page")->file_name, "a.html");
  EXPECT_EQ(read->find("page")->content_type, "text/html");
  EXPECT_EQ(read->text("address"), "https://a/");
  EXPECT_EQ(read->text("none"), "");
  EXPECT_EQ(read->find("filename"), nullptr);
  const auto reversed = FormData::parse(
      type,
      "--B\r\nContent-Disposition: form-data; filename=\"b\"; name=\"page\"\r\n\r\nx\r\n--B--");
  ASSERT_TRUE(reversed);
  EXPECT_EQ(reversed->text("page"), "x");
  for (std::size_t cut = 0; cut + 4 < body.size(); ++cut) {
    EXPECT_FALSE(FormData::parse(type, body.substr(0, cut))) << cut;
  }
  EXPECT_FALSE(FormData::parse("multipart/form-data", body));
  EXPECT_FALSE(FormData::parse("application/json", body));
  EXPECT_FALSE(FormData::parse(type + std::string(80, 'x'), body));
}

TEST(BookmarkScript, holds_only_plain_addresses) {
  EXPECT_FALSE(bookmark_script("https://vouch.acme.cn", "abc").empty());
  EXPECT_FALSE(bookmark_script("http://[::1]:8480", "abc").empty());
  for (const char* const base : {"", "javascript:alert(1)", "http://a'b/", "http://a b/"}) {
    EXPECT_TRUE(bookmark_script(base, "abc").empty()) << base;
  }
  EXPECT_TRUE(bookmark_script("https://a.cn", "a'b").empty());
}

}  // namespace
}  // namespace vouch::web::test
