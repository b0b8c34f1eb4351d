// Result pages that the daemon fetches itself: every engine's layout is read, every wall ends the
// asking for hours, and nothing that an engine does to a program becomes a negative.
#include "engines/providers/page.h"

#include <gtest/gtest.h>

#include "core/text.h"
#include "crawler/net/curl_http_client.h"
#include "crawler/net/user_agent.h"
#include "engines/look.h"
#include "engines/result_request.h"
#include "store/warc/gzip.h"
#include "tests/engines/memory_rests.h"
#include "tests/engines/scripted_provider.h"
#include "tests/engines/serp_pages.h"
#include "tests/fakes/http_fake.h"
#include "tests/fakes/http_run.h"
#include "tests/fakes/tcp_server.h"

namespace vouch::engines::test {
namespace {

using fakes::FakeHttp;
using fakes::Reply;
using fakes::run_task;
using std::chrono::hours;

const std::string kCanary = "https://www.canary.cn/known.html";
const std::string kOurs = "https://www.acme.cn/news/1.html";

config::ProviderSettings page_settings(const std::string& engine, const std::string& device) {
  config::ProviderSettings settings;
  settings.name = "main";
  settings.kind = config::ProviderKind::kPage;
  settings.engine = engine;
  settings.device = device;
  settings.canary_url = kCanary;
  return settings;
}

PageReading reading_of(const std::string& engine, const std::string& device = "desktop") {
  return PageReading::from(page_settings(engine, device), *shipped_records().provider("page"),
                           shipped_records())
      .value();
}

std::string address(const std::string& engine, const std::string& query, int page = 1,
                    const std::string& device = "desktop") {
  return result_page_url(layout_of(engine, device).record(), query, page);
}

// A provider over a scripted web, with a clock that only tests move.
struct Reader {
  explicit Reader(PageReading reading) : provider(std::move(reading), http, rests, clock) {}
  explicit Reader(const std::string& engine, const std::string& device = "desktop")
      : Reader(reading_of(engine, device)) {}

  SearchAnswer ask(const Question& question) { return run_task(ask_now(provider, question, {})); }

  HandClock clock;
  FakeHttp http;
  MemoryRests rests;
  PageProvider provider;
};

// The query that the pages of serp_pages.h repeat.
std::string query_of(const OwnPage& page) {
  return page.name == "baidu" ? "空气净化器" : "净化器";
}

void expect_nothing_is_held_against_us(const SearchAnswer& answer) {
  EXPECT_FALSE(answer.valid());
  EXPECT_TRUE(answer.rows.empty());
  EXPECT_FALSE(answer.explanation.empty());
  EXPECT_EQ(presence_of(answer, kOurs, LooseKeyRules()), Presence::kUncertain);
}

std::string baidu_rows(const std::string& query, const std::vector<std::string>& targets,
                       const std::string& more = {}) {
  std::string rows;
  int id = 0;
  for (const std::string& target : targets) {
    ++id;
    rows += baidu_row(id, "mu='" + target + "'", "净化器 " + target);
  }
  return html("<input id=kw value='" + query + "'><div id=content_left>" + rows + "</div>" + more);
}

std::vector<std::string> targets(const std::string& host, int count) {
  std::vector<std::string> out;
  for (int i = 1; i <= count; ++i) out.push_back("http://" + host + "/" + std::to_string(i));
  return out;
}

const std::string kNext = "<div id=page><a class=n href='/s?wd=x&pn=10'>下一页&gt;</a></div>";

TEST(PageProvider, reads_every_engines_list) {
  for (const OwnPage& page : ranked_pages()) {
    SCOPED_TRACE(page.name);
    Reader reader(page.engine, page.device);
    reader.http.on(address(page.engine, query_of(page), 1, page.device), Reply::page(page.html));
    const SearchAnswer answer = reader.ask(keyword_question(page.engine, query_of(page)));
    ASSERT_TRUE(answer.valid()) << answer.explanation;
    EXPECT_GE(answer.depth, 2);
    EXPECT_EQ(answer.queries, 1);
    EXPECT_EQ(answer.exchanges.size(), 1U);
    for (const SearchRow& row : answer.rows) {
      EXPECT_EQ(row.url.find("ad.cn"), std::string::npos);
      EXPECT_FALSE(row.target_known && row.url.empty());
    }
  }
}

TEST(PageProvider, a_row_that_hides_its_page_may_be_ours) {
  Reader reader("baidu");
  reader.http.on(address("baidu", "空气净化器"), Reply::page(baidu_page()));
  const SearchAnswer answer = reader.ask(keyword_question("baidu", "空气净化器"));
  EXPECT_EQ(presence_of(answer, "http://a.cn/1?x=1&y=2", LooseKeyRules()), Presence::kShown);
  EXPECT_EQ(presence_of(answer, kOurs, LooseKeyRules()), Presence::kUncertain);
}

TEST(PageProvider, a_wall_is_no_answer_and_ends_the_asking_for_hours) {
  for (const OwnPage& page : wall_pages()) {
    SCOPED_TRACE(page.name);
    Reader reader(page.engine, page.device);
    reader.http.on(address(page.engine, kOurs, 1, page.device), Reply::page(page.html));
    const SearchAnswer answer = reader.ask(url_question(page.engine, kOurs));
    expect_nothing_is_held_against_us(answer);
    EXPECT_EQ(to_string(answer.reason), to_string(page.reason));
    ASSERT_TRUE(answer.retry_after);
    EXPECT_GE(*answer.retry_after, hours(6));
    reader.clock.pass(hours(5));
    const SearchAnswer again = reader.ask(url_question(page.engine, kOurs));
    expect_nothing_is_held_against_us(again);
    EXPECT_EQ(again.queries, 0);
    EXPECT_EQ(again.retry_after, hours(1));
    EXPECT_EQ(reader.http.requests.size(), 1U);
  }
}

TEST(PageProvider, the_rest_grows_with_each_wall_and_ends_with_an_answer) {
  Reader reader("baidu");
  const std::string url = address("baidu", kOurs);
  const Reply wall = Reply::with_status(403, "no");
  for (const hours rest : {hours(6), hours(12), hours(24), hours(48), hours(48)}) {
    reader.http.now(url, wall);
    EXPECT_EQ(reader.ask(url_question("baidu", kOurs)).retry_after, rest);
    reader.clock.pass(rest);
  }
  reader.http.now(url, Reply::page(baidu_rows(kOurs, targets("other.cn", 4))));
  EXPECT_TRUE(reader.ask(url_question("baidu", kOurs)).valid());
  reader.http.now(url, wall);
  EXPECT_EQ(reader.ask(url_question("baidu", kOurs)).retry_after, hours(6));
}

TEST(PageProvider, neither_a_reload_nor_a_restart_ends_the_rest) {
  Reader reader("baidu");
  reader.http.on(address("baidu", kOurs), Reply::with_status(403));
  EXPECT_EQ(reader.ask(url_question("baidu", kOurs)).retry_after, hours(6));
  PageProvider again(reading_of("baidu"), reader.http, reader.rests, reader.clock);
  reader.clock.pass(hours(5));
  EXPECT_EQ(run_task(ask_now(again, url_question("baidu", kOurs), {})).retry_after, hours(1));
  EXPECT_EQ(reader.http.requests.size(), 1U);
  reader.clock.pass(hours(1));
  EXPECT_EQ(run_task(ask_now(again, url_question("baidu", kOurs), {})).retry_after, hours(12));
}

TEST(PageProvider, who_cannot_know_whether_he_was_refused_asks_nothing) {
  Reader reader("baidu");
  reader.http.on(address("baidu", kOurs), Reply::page(baidu_rows(kOurs, targets("a.cn", 4))));
  reader.rests.broken = true;
  expect_nothing_is_held_against_us(reader.ask(url_question("baidu", kOurs)));
  EXPECT_TRUE(reader.http.requests.empty());
  reader.rests.broken = false;
  EXPECT_TRUE(reader.ask(url_question("baidu", kOurs)).valid());
}

TEST(PageProvider, a_longer_rest_is_kept_where_the_engine_asks_for_one) {
  Reader reader("baidu");
  reader.http.on(address("baidu", kOurs),
                 Reply::with_status(429).header("Retry-After", std::to_string(20 * 3600)));
  EXPECT_EQ(reader.ask(url_question("baidu", kOurs)).retry_after, hours(20));
}

struct Elsewhere {
  const char* sentence;
  const char* engine;
  const char* location;
  Reason reason;
};

TEST(PageProvider, a_redirect_to_a_wall_is_told_and_not_followed) {
  for (const Elsewhere& row : {
           Elsewhere{"captcha", "baidu", "https://wappass.baidu.com/static/captcha/?t=1",
                     Reason::kCaptcha},
           Elsewhere{"360s_captcha", "so360", "https://qcaptcha.so.com/?ret=x", Reason::kCaptcha},
           Elsewhere{"consent", "google", "https://consent.google.com/ml?continue=x",
                     Reason::kRobotInterstitial},
           Elsewhere{"elsewhere", "bing", "https://login.live.com/", Reason::kBlocked},
       }) {
    SCOPED_TRACE(row.sentence);
    Reader reader(row.engine);
    reader.http.on(address(row.engine, kOurs), Reply::redirect(302, row.location));
    reader.http.on(row.location, Reply::page("<html><body>x</body></html>"));
    const SearchAnswer answer = reader.ask(url_question(row.engine, kOurs));
    expect_nothing_is_held_against_us(answer);
    EXPECT_EQ(to_string(answer.reason), to_string(row.reason));
    EXPECT_GE(answer.retry_after.value_or(Millis(0)), hours(6));
  }
}

TEST(PageProvider, the_engines_own_redirect_is_followed_twice_and_no_further) {
  Reader reader("google");
  const std::string there = "https://www.google.com.hk/search?q=x";
  reader.http.on(address("google", "净化器"), Reply::redirect(302, there));
  reader.http.on(there, Reply::page(google_page()));
  const SearchAnswer answer = reader.ask(keyword_question("google", "净化器"));
  EXPECT_TRUE(answer.valid()) << answer.explanation;
  EXPECT_EQ(answer.queries, 2);
  EXPECT_EQ(answer.exchanges.front().hops.size(), 2U);

  Reader circle("google");
  circle.http.on(address("google", "净化器"), Reply::redirect(302, there));
  circle.http.on(there, Reply::redirect(302, there));
  expect_nothing_is_held_against_us(circle.ask(keyword_question("google", "净化器")));
  EXPECT_EQ(circle.http.requests.size(), 3U);
}

TEST(PageProvider, rows_about_something_else_are_a_decoy_and_a_wall) {
  Reader reader("bing");
  std::string rows;
  for (int i = 0; i < 8; ++i) {
    rows += "<li class=b_algo><h2><a href='http://x.cn/" + std::to_string(i) +
            "'>weather today</a></h2></li>";
  }
  reader.http.on(address("bing", "净化器"),
                 Reply::page(html("<ol id=b_results>" + rows + "</ol>")));
  const SearchAnswer answer = reader.ask(keyword_question("bing", "净化器"));
  expect_nothing_is_held_against_us(answer);
  EXPECT_EQ(answer.outcome, SerpOutcome::kUntrusted);
  EXPECT_GE(answer.retry_after.value_or(Millis(0)), hours(6));
}

TEST(PageProvider, the_same_list_for_two_questions_is_not_believed) {
  Reader reader("baidu");
  const std::string other = "https://www.acme.cn/news/2.html";
  reader.http.on(address("baidu", kOurs), Reply::page(baidu_rows(kOurs, targets("a.cn", 4))));
  reader.http.on(address("baidu", other), Reply::page(baidu_rows(other, targets("a.cn", 4))));
  EXPECT_TRUE(reader.ask(url_question("baidu", kOurs)).valid());
  const SearchAnswer answer = reader.ask(url_question("baidu", other));
  expect_nothing_is_held_against_us(answer);
  EXPECT_EQ(answer.outcome, SerpOutcome::kUntrusted);
  EXPECT_FALSE(answer.retry_after);
}

TEST(PageProvider, a_list_for_another_query_is_not_believed) {
  Reader reader("baidu");
  reader.http.on(address("baidu", kOurs), Reply::page(baidu_rows("天气", targets("a.cn", 4))));
  const SearchAnswer answer = reader.ask(url_question("baidu", kOurs));
  expect_nothing_is_held_against_us(answer);
  EXPECT_EQ(answer.outcome, SerpOutcome::kUntrusted);
}

struct Unreadable {
  const char* sentence;
  Reply reply;
  Reason reason;
};

TEST(PageProvider, what_cannot_be_read_proves_nothing_and_is_no_wall) {
  Reply cut = Reply::page(baidu_rows(kOurs, targets("a.cn", 4)));
  cut.truncated = true;
  Reply torn = Reply::page(baidu_rows(kOurs, targets("a.cn", 4)));
  torn.body.resize(torn.body.size() / 2);
  const std::string packed = store::warc::gzip_member(torn.body, store::warc::Packing::kCompressed);
  const auto gzipped = [](std::string bytes) {
    return Reply::page(std::move(bytes)).header("Content-Encoding", "gzip");
  };
  const std::vector<Unreadable> table = {
      {"another_layout", Reply::page(html("<div id=new><a href='http://a.cn'>净化器</a></div>")),
       Reason::kUnknownLayout},
      {"another_engines_page", Reply::page(bing_page()), Reason::kUnknownLayout},
      {"cut_by_the_cap", cut, Reason::kPageUnparseable},
      {"torn", torn, Reason::kPageUnparseable},
      {"torn_gzip", gzipped(packed.substr(0, packed.size() / 2)), Reason::kUnknownLayout},
      {"no_gzip_at_all", gzipped("plain"), Reason::kPageUnparseable},
      {"an_unknown_packing", Reply::page("x").header("Content-Encoding", "br"),
       Reason::kPageUnparseable},
      {"empty", Reply::page(""), Reason::kEmptyBody},
      {"json", Reply::json("{}"), Reason::kNotHtml},
      {"too_slow", Reply::fail(Reason::kTimeout), Reason::kTimeout},
      {"server_trouble", Reply::with_status(502), Reason::kHttp5xx},
  };
  for (const Unreadable& row : table) {
    SCOPED_TRACE(row.sentence);
    Reader reader("baidu");
    reader.http.on(address("baidu", kOurs), row.reply);
    const SearchAnswer answer = reader.ask(url_question("baidu", kOurs));
    expect_nothing_is_held_against_us(answer);
    EXPECT_EQ(to_string(answer.reason), to_string(row.reason));
    EXPECT_FALSE(answer.retry_after);
  }
}

TEST(PageProvider, packed_and_gbk_pages_are_read) {
  const std::string gbk = "\xbe\xbb\xbb\xaf\xc6\xf7";  // 净化器
  std::string page =
      "<html><head><meta charset=gbk><title>x</title></head><body><input id=kw value='" + gbk +
      "'><div id=content_left><div class='result c-container' id=1 tpl=www_index mu='" + kOurs +
      "'><h3 class=t><a href='http://www.baidu.com/link?url=o'>" + gbk +
      "</a></h3></div></div></body></html>";
  Reader reader("baidu");
  const std::string packed = store::warc::gzip_member(page, store::warc::Packing::kCompressed);
  reader.http.on(address("baidu", "净化器"),
                 Reply::page(packed, "text/html;charset=gbk").header("Content-Encoding", "gzip"));
  const SearchAnswer answer = reader.ask(keyword_question("baidu", "净化器"));
  ASSERT_TRUE(answer.valid()) << answer.explanation;
  ASSERT_EQ(answer.rows.size(), 1U);
  EXPECT_EQ(answer.rows[0].title, "净化器");
  EXPECT_EQ(answer.rows[0].url, kOurs);
}

TEST(PageProvider, goes_on_to_the_pages_that_the_depth_asks_for) {
  Reader reader("baidu");
  reader.http.on(address("baidu", "净化器"),
                 Reply::page(baidu_rows("净化器", targets("a.cn", 10), kNext)));
  reader.http.on("https://www.baidu.com/s?wd=x&pn=10",
                 Reply::page(baidu_rows("净化器", targets("b.cn", 3))));
  const SearchAnswer answer = reader.ask(keyword_question("baidu", "净化器", 50));
  ASSERT_TRUE(answer.valid()) << answer.explanation;
  EXPECT_EQ(answer.queries, 2);
  EXPECT_EQ(answer.depth, 13);
  EXPECT_EQ(answer.rows.at(12).url, "http://b.cn/3");
  EXPECT_EQ(answer.rows.at(12).position, 13);
}

TEST(PageProvider, a_pager_that_leads_elsewhere_or_repeats_is_not_believed) {
  Reader reader("baidu");
  const std::string away =
      "<div id=page><a class=n href='http://evil.cn/s?wd=x&pn=10'>下一页&gt;</a></div>";
  const std::string page = baidu_rows("净化器", targets("a.cn", 10), away);
  reader.http.on(address("baidu", "净化器"), Reply::page(page));
  reader.http.on(address("baidu", "净化器", 2), Reply::page(page));
  const SearchAnswer answer = reader.ask(keyword_question("baidu", "净化器", 50));
  EXPECT_TRUE(answer.valid());
  EXPECT_EQ(answer.depth, 10);
  EXPECT_EQ(answer.rows.size(), 10U);
  for (const crawler::FetchRequest& request : reader.http.requests) {
    EXPECT_EQ(request.url.host(), "www.baidu.com");
    EXPECT_EQ(request.address_class, crawler::AddressClass::kGuarded);
  }
}

TEST(PageProvider, a_wall_on_a_later_page_leaves_what_was_read_and_proves_no_absence) {
  Reader reader("baidu");
  reader.http.on(address("baidu", "净化器"),
                 Reply::page(baidu_rows("净化器", targets("a.cn", 10), kNext)));
  reader.http.on("https://www.baidu.com/s?wd=x&pn=10", Reply::with_status(403));
  const SearchAnswer answer = reader.ask(keyword_question("baidu", "净化器", 20));
  EXPECT_FALSE(answer.valid());
  EXPECT_EQ(presence_of(answer, "http://a.cn/3", LooseKeyRules()), Presence::kShown);
  EXPECT_EQ(presence_of(answer, kOurs, LooseKeyRules()), Presence::kUncertain);
}

TEST(PageProvider, without_a_control_page_nothing_is_missing) {
  config::ProviderSettings settings = page_settings("baidu", "desktop");
  settings.canary_url.clear();
  Reader reader(
      PageReading::from(settings, *shipped_records().provider("page"), shipped_records()).value());
  reader.http.on(address("baidu", kOurs), Reply::page(baidu_rows(kOurs, targets("a.cn", 4))));
  const SearchAnswer answer = reader.ask(url_question("baidu", kOurs));
  EXPECT_TRUE(answer.valid());
  EXPECT_EQ(presence_of(answer, kOurs, LooseKeyRules()), Presence::kUncertain);
}

TEST(PageProvider, bings_nothing_is_believed_only_while_the_control_page_was_shown) {
  Reader reader("bing");
  const std::string nothing =
      html("<ol id=b_results><li class=b_no><h1>没有与此相关的结果</h1></li></ol>");
  reader.http.on(address("bing", kOurs), Reply::page(nothing));
  reader.http.on(address("bing", kCanary),
                 Reply::page(html("<ol id=b_results><li class=b_algo><h2><a href='" + kCanary +
                                  "'>known</a></h2></li></ol>")));
  EXPECT_EQ(reader.ask(url_question("bing", kOurs)).outcome, SerpOutcome::kUntrusted);
  EXPECT_TRUE(reader.ask(url_question("bing", kCanary)).valid());
  const SearchAnswer answer = reader.ask(url_question("bing", kOurs));
  EXPECT_EQ(answer.outcome, SerpOutcome::kNoResults) << answer.explanation;
  EXPECT_EQ(presence_of(answer, kOurs, LooseKeyRules()), Presence::kAbsent);
  reader.clock.pass(std::chrono::minutes(31));
  EXPECT_EQ(reader.ask(url_question("bing", kOurs)).outcome, SerpOutcome::kUntrusted);
}

TEST(PageProvider, an_engine_without_a_layout_is_refused_when_it_is_made) {
  const auto made = PageReading::from(page_settings("yandex", "desktop"),
                                      *shipped_records().provider("page"), shipped_records());
  ASSERT_FALSE(made);
  EXPECT_NE(made.error().message.find("no layout"), std::string::npos);
}

// A server on this machine that plays the engine, and the real client.
struct LoopbackReader {
  explicit LoopbackReader(fakes::TcpServer::Serve serve, bool permitted = true)
      : server(std::move(serve)),
        client(options(), guard(permitted), clock),
        provider(reading(), client, rests, clock) {}

  static crawler::CurlOptions options() {
    crawler::CurlOptions out;
    out.user_agent = crawler::user_agent("0.1", "https://acme.cn/bot");
    return out;
  }
  [[nodiscard]] crawler::AddressGuard guard(bool permitted) const {
    std::vector<crawler::AllowedRange> allowed;
    if (permitted) {
      const std::string range = "127.0.0.1/32:" + std::to_string(server.port());
      allowed.push_back(crawler::AllowedRange::parse(range).value());
    }
    return crawler::AddressGuard(std::move(allowed), {});
  }
  [[nodiscard]] PageReading reading() const {
    SerpLayout record = layout_of("baidu").record();
    record.hosts = {"127.0.0.1"};
    record.request.url = server.url("/s?wd={query}&pn={offset}");
    PageReading out = reading_of("baidu");
    out.layouts[Device::kDesktop] =
        std::make_shared<const ResultLayout>(ResultLayout::compile(std::move(record)).value());
    out.timeout = std::chrono::seconds(1);
    return out;
  }
  SearchAnswer ask() { return run_task(ask_now(provider, url_question("baidu", kOurs), {})); }

  fakes::TcpServer server;
  SystemWallClock clock;
  crawler::CurlHttpClient client;
  MemoryRests rests;
  PageProvider provider;
};

TEST(PageProviderOverLoopback, names_itself_and_keeps_what_came) {
  const std::string packed =
      store::warc::gzip_member(baidu_rows(kOurs, {kOurs}), store::warc::Packing::kCompressed);
  std::string head;
  LoopbackReader reader([&](fakes::TcpServer::Connection& connection) {
    head = connection.read_request();
    connection.write(fakes::TcpServer::response(
        "200 OK", "Content-Type: text/html\r\nContent-Encoding: gzip\r\n", packed));
  });
  const SearchAnswer answer = reader.ask();
  ASSERT_TRUE(answer.valid()) << answer.explanation;
  EXPECT_EQ(presence_of(answer, kOurs, LooseKeyRules()), Presence::kShown);
  EXPECT_EQ(*answer.exchanges.at(0).hops.at(0).body, packed);
  EXPECT_NE(head.find("User-Agent: VouchBot/0.1 (+https://acme.cn/bot)\r\n"), std::string::npos);
  for (const char* const disguise : {"Mozilla", "Baiduspider", "Googlebot", "bingbot", "Cookie"}) {
    EXPECT_EQ(head.find(disguise), std::string::npos) << disguise;
  }
}

TEST(PageProviderOverLoopback, a_server_that_never_ends_is_a_timeout) {
  LoopbackReader reader([](fakes::TcpServer::Connection& connection) {
    connection.read_request();
    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n<html>");
    connection.wait_for_close();
  });
  const SearchAnswer answer = reader.ask();
  expect_nothing_is_held_against_us(answer);
  EXPECT_EQ(answer.reason, Reason::kTimeout);
}

TEST(PageProviderOverLoopback, the_address_guard_stands_before_it) {
  LoopbackReader reader(fakes::TcpServer::always("x"), false);
  const SearchAnswer answer = reader.ask();
  expect_nothing_is_held_against_us(answer);
  EXPECT_EQ(answer.reason, Reason::kAddressNotAllowed);
  EXPECT_EQ(reader.server.accepted(), 0);
}

}  // namespace
}  // namespace vouch::engines::test
