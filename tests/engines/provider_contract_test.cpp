// The same cases over every provider: what is good is understood, no fault is an answer, no secret
// survives, nothing that was paid for is lost.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/hash.h"
#include "core/text.h"
#include "engines/api_request.h"
#include "engines/look.h"
#include "engines/ticket.h"
#include "tests/engines/provider_subjects.h"

namespace vouch::engines::test {
namespace {

Presence of_claim(const SearchAnswer& answer) {
  return presence_of(answer, kClaim, LooseKeyRules());
}

bool can_find(const Subject& subject) {
  return subject.settings.kind != config::ProviderKind::kBingWebmaster;
}

TEST(ProviderContract, a_good_answer_shows_the_page) {
  for (const Subject& subject : subjects()) {
    SCOPED_TRACE(subject.name);
    Work work(subject);
    work.script(subject, Step::kAnswer, [&] { return answered(200, subject.good); });
    const SearchAnswer read = work.ask(subject.question);
    EXPECT_TRUE(read.valid()) << read.explanation;
    EXPECT_EQ(of_claim(read), can_find(subject) ? Presence::kShown : Presence::kUncertain);
    EXPECT_GE(read.queries, 1);
    EXPECT_FALSE(read.exchanges.empty());
  }
}

TEST(ProviderContract, an_absence_is_read_only_where_the_provider_can_prove_one) {
  for (const Subject& subject : subjects()) {
    if (subject.absent.empty()) continue;
    SCOPED_TRACE(subject.name);
    Work work(subject);
    work.script(subject, Step::kAnswer, [&] { return answered(200, subject.absent); });
    const SearchAnswer read = work.ask(subject.question);
    EXPECT_TRUE(read.valid()) << read.explanation;
    EXPECT_EQ(of_claim(read), Presence::kAbsent);
  }
}

Exchange cut_short(std::string body) {
  Exchange exchange = answered(200, std::move(body));
  exchange.hops.back().truncated = true;
  return exchange;
}

Exchange given_up() {
  Exchange exchange = failed(Reason::kReset);
  exchange.cancelled = true;
  return exchange;
}

struct Fault {
  const char* sentence;
  std::function<Exchange(const std::string& good)> make;
  std::optional<Reason> reason;            // where every interface reads the same
  std::optional<Reason> page_reason = {};  // of result pages, where those read something else
};

std::optional<Reason> expected(const Fault& fault, const Subject& subject) {
  const bool page = subject.settings.kind == config::ProviderKind::kPage;
  return page && fault.page_reason ? fault.page_reason : fault.reason;
}

std::vector<Fault> faults() {
  using enum Reason;
  const auto always = [](int status, std::string body, std::vector<HeaderField> headers = {}) {
    return [=](const std::string&) { return answered(status, body, headers); };
  };
  return {
      {"http_401_is_the_key", always(401, ""), kHttp401},
      {"http_401_with_a_page_is_the_key", always(401, "<html>login</html>"), kHttp401},
      {"http_403_is_a_refusal", always(403, "Forbidden"), kHttp403},
      {"http_429_is_too_much", always(429, "", {{"Retry-After", "120"}}), kHttp429},
      {"http_429_in_json_is_too_much", always(429, R"({"message":"slow down"})"), kHttp429},
      {"http_500_is_the_servers", always(500, ""), kHttp5xx},
      {"http_503_in_json_is_the_servers", always(503, R"({"message":"busy"})"), kHttp5xx},
      {"http_500_with_a_good_body_is_still_the_servers",
       [](const std::string& good) { return answered(500, good); }, kHttp5xx},
      {"http_404_is_no_answer", always(404, "not found"), kProviderError, kHttp4xx},
      {"a_redirect_is_no_answer", always(302, ""), kProviderError, kBlocked},
      {"a_timeout_is_one", [](const std::string&) { return failed(Reason::kTimeout); }, kTimeout},
      {"no_connection_is_one", [](const std::string&) { return failed(Reason::kConnect); },
       kConnect},
      {"an_empty_body_says_nothing", always(200, " \r\n"), kEmptyBody},
      {"html_instead_of_json_says_nothing", always(200, "<!doctype html><title>Login</title>"),
       kUnknownLayout},
      {"a_captcha_page_says_nothing", always(200, "<html><title>百度安全验证</title></html>"),
       kCaptcha},
      {"broken_json_says_nothing", always(200, R"({"a":)"), kUnknownLayout},
      {"half_the_json_says_nothing",
       [](const std::string& good) { return answered(200, good.substr(0, good.size() / 2)); },
       kUnknownLayout, kPageUnparseable},
      {"a_body_that_was_cut_says_nothing", [](const std::string& good) { return cut_short(good); },
       kTooLarge, kPageUnparseable},
      {"deep_nesting_says_nothing", always(200, std::string(100'000, '[')), kUnknownLayout},
      {"bytes_that_are_no_utf8_say_nothing", always(200, "{\"x\":\"\xff\xfe\"}"), kUnknownLayout},
      {"an_empty_object_says_nothing", always(200, "{}"), kUnknownLayout},
      {"a_list_says_nothing", always(200, "[]"), kUnknownLayout},
      {"null_says_nothing", always(200, "null"), kUnknownLayout},
      {"wrong_types_say_nothing",
       always(200, R"({"results":7,"organic_results":{},"search_metadata":"Success","tasks":{},)"
                   R"("status_code":"20000","inspectionResult":[],"d":5,"references":"none",)"
                   R"("request_id":1,"errcode":[],"data":0})"),
       kUnknownLayout},
      {"what_we_gave_up_says_nothing", [](const std::string&) { return given_up(); }, std::nullopt},
  };
}

void expect_no_answer(const SearchAnswer& read) {
  EXPECT_FALSE(read.valid());
  EXPECT_NE(read.reason, Reason::kOk);
  EXPECT_TRUE(read.rows.empty());
  EXPECT_TRUE(read.averages.empty());
  EXPECT_FALSE(read.explanation.empty());
  EXPECT_TRUE(is_valid_utf8(read.explanation));
  EXPECT_EQ(of_claim(read), Presence::kUncertain);
}

TEST(ProviderContract, no_fault_is_an_answer) {
  for (const Subject& subject : subjects()) {
    for (const Fault& fault : faults()) {
      SCOPED_TRACE(subject.name + ": " + fault.sentence);
      Work work(subject);
      work.script(subject, Step::kAnswer, [&] { return fault.make(subject.good); });
      const bool later = work.provider->traits().mode == config::AskMode::kPoll;
      const SearchAnswer read = work.ask(subject.question);
      expect_no_answer(read);
      // While a task is open its trouble only delays: there is no final reason.
      const std::optional<Reason> reason = expected(fault, subject);
      if (!later && reason) {
        EXPECT_EQ(to_string(read.reason), to_string(*reason));
      }
    }
  }
}

TEST(ProviderContract, a_task_that_is_not_taken_refuses_its_questions_at_once) {
  for (const Subject& subject : subjects()) {
    Work work(subject);
    if (work.provider->traits().mode != config::AskMode::kPoll) continue;
    for (const Fault& fault : faults()) {
      SCOPED_TRACE(subject.name + ": " + fault.sentence);
      work.script(subject, Step::kPost, [&] { return fault.make(post_answer("5118")); });
      Asking asking;
      asking.questions.push_back(subject.question);
      const Submitted done = fakes::run_task(work.provider->submit(std::move(asking)));
      EXPECT_EQ(done.ticket, "");
      EXPECT_EQ(done.spent, 0);
      ASSERT_EQ(done.answers.size(), 1U);
      EXPECT_EQ(done.answers[0].question, subject.question);
      expect_no_answer(done.answers[0].answer);
      if (fault.reason) {
        EXPECT_EQ(to_string(done.answers[0].answer.reason), to_string(*fault.reason));
      }
    }
  }
}

// Trouble on the way to the answers, a restart in between: what was paid for still arrives.
TEST(ProviderContract, a_ticket_outlives_trouble_and_a_restart) {
  for (const Subject& subject : subjects()) {
    if (Work(subject).provider->traits().mode != config::AskMode::kPoll) continue;
    for (const int status : {401, 403, 429, 500, 0}) {
      SCOPED_TRACE(fmt::format("{}: {}", subject.name, status));
      std::string ticket;
      {
        Work before(subject);
        before.script(subject, Step::kAnswer, [&] {
          return status == 0 ? failed(Reason::kTimeout) : answered(status, "");
        });
        Asking asking;
        asking.questions.push_back(subject.question);
        const Submitted done = fakes::run_task(before.provider->submit(std::move(asking)));
        EXPECT_TRUE(done.answers.empty());
        EXPECT_GT(done.spent, 0);
        ASSERT_TRUE(done.collect_at);
        before.clock.pass(*done.collect_at - before.clock.now());
        const Collected trouble = fakes::run_task(before.provider->collect(done.ticket));
        EXPECT_TRUE(trouble.answers.empty());
        EXPECT_NE(trouble.reason, Reason::kOk);
        EXPECT_FALSE(trouble.explanation.empty());
        ASSERT_NE(trouble.ticket, "");
        EXPECT_GT(*trouble.collect_at, *done.collect_at);
        ticket = trouble.ticket;
      }
      Work after(subject);
      after.clock.pass(std::chrono::minutes(2));
      after.script(subject, Step::kAnswer, [&] { return answered(200, subject.good); });
      const Collected come = fakes::run_task(after.provider->collect(ticket));
      EXPECT_EQ(come.ticket, "");
      ASSERT_EQ(come.answers.size(), 1U);
      EXPECT_EQ(come.answers[0].question, subject.question);
      EXPECT_EQ(of_claim(come.answers[0].answer), Presence::kShown);
    }
  }
}

TEST(ProviderContract, a_task_that_never_ends_is_refused_in_the_end_and_never_silent) {
  for (const Subject& subject : subjects()) {
    Work work(subject);
    if (work.provider->traits().mode != config::AskMode::kPoll) continue;
    SCOPED_TRACE(subject.name);
    work.script(subject, Step::kAnswer, [&] { return answered(500, ""); });
    Asking asking;
    asking.questions.push_back(subject.question);
    const Submitted done = fakes::run_task(work.provider->submit(std::move(asking)));
    std::string ticket = done.ticket;
    Collected last;
    int looks = 0;
    while (!ticket.empty() && looks < 200) {
      last = fakes::run_task(work.provider->collect(ticket));
      ticket = last.ticket;
      if (last.collect_at) work.clock.pass(*last.collect_at - work.clock.now());
      ++looks;
    }
    EXPECT_LT(looks, 100);  // the pauses grow
    ASSERT_EQ(last.answers.size(), 1U);
    expect_no_answer(last.answers[0].answer);
  }
}

TEST(ProviderContract, a_ticket_that_nobody_can_read_is_told_apart_from_an_empty_one) {
  for (const Subject& subject : subjects()) {
    Work work(subject);
    SCOPED_TRACE(subject.name);
    work.script(subject, Step::kAnswer, [&] { return answered(200, subject.good); });
    for (const char* const text : {"", "{}", "[]", "{\"ticket\":1}", "\xff"}) {
      const Collected read = fakes::run_task(work.provider->collect(text));
      EXPECT_NE(read.reason, Reason::kOk);
      EXPECT_FALSE(read.explanation.empty());
    }
    EXPECT_TRUE(work.web.requests.empty());
  }
}

TEST(ProviderContract, another_providers_ticket_is_refused_question_by_question) {
  Ticket ticket;
  ticket.provider = "5118:elsewhere";
  ticket.purpose = "index";
  ticket.tasks.push_back(TicketTask{"desktop:1", {url_question("baidu", kClaim)}});
  Work work(include_subject());
  const Collected read = fakes::run_task(work.provider->collect(to_text(ticket)));
  ASSERT_EQ(read.answers.size(), 1U);
  expect_no_answer(read.answers[0].answer);
  EXPECT_TRUE(work.web.requests.empty());
}

// Every place in which something is kept or shown.
std::string all_that_is_kept(const SearchAnswer& answer) {
  std::string out = answer.explanation + answer.probe_place;
  if (answer.statement) out += answer.statement->words + answer.statement->canonical;
  for (const SearchRow& row : answer.rows) out += row.url + row.title + row.shown_url;
  for (const Exchange& exchange : answer.exchanges) {
    out += exchange.failure_text;
    for (const Hop& hop : exchange.hops) {
      out += hop.url + hop.request_head + hop.response_head;
      for (const HeaderField& field : hop.headers) out += field.name + field.value;
      if (hop.body) out += *hop.body;
      if (hop.wire_body) out += *hop.wire_body;
    }
  }
  return out;
}

// A server that shows in its answer all that it got.
Exchange echo(int status, const crawler::FetchRequest& request) {
  std::string sent = request.url.href() + " " + request.body;
  for (const HeaderField& field : request.headers) sent += " " + field.value;
  std::vector<HeaderField> headers = {{"X-Echo", sent}};
  Exchange exchange = answered(
      status, boost::json::serialize(boost::json::object{{"error", sent}, {"message", sent}}),
      headers);
  exchange.hops.back().wire_body = exchange.hops.back().body;
  exchange.hops.back().response_head = "X-Echo: " + sent;
  exchange.failure_text = sent;
  return exchange;
}

TEST(ProviderContract, secrets_appear_nowhere) {
  for (const Subject& subject : subjects()) {
    if (subject.secrets.empty()) continue;
    for (const int status : {200, 400, 500}) {
      SCOPED_TRACE(fmt::format("{}: {}", subject.name, status));
      Work work(subject);
      const std::string kind(config::to_string(work.settings.kind));
      bool at_the_answer = true;
      std::string sent;
      work.web.reply = [&](const crawler::FetchRequest& request) {
        for (const HeaderField& field : request.headers) sent += field.value + "\n";
        sent += request.url.href() + request.body;
        const Step step = step_of(request);
        if (step == Step::kToken) return answered(200, token_answer());
        if (step == Step::kPost && at_the_answer) return answered(200, post_answer(kind));
        if (step == Step::kReady) return answered(200, ready_answer());
        return echo(status, request);
      };
      Asking asking;
      asking.questions.push_back(subject.question);
      std::string kept;
      const Submitted good = fakes::run_task(work.provider->submit(asking));
      kept += good.ticket;
      for (const Answered& one : good.answers) kept += all_that_is_kept(one.answer);
      SearchAnswer behind;
      behind.exchanges = good.exchanges;
      kept += all_that_is_kept(behind);
      if (!good.ticket.empty()) {
        work.clock.pass(std::chrono::minutes(20));
        const Collected come = fakes::run_task(work.provider->collect(good.ticket));
        kept += come.ticket + come.explanation;
        for (const Answered& one : come.answers) kept += all_that_is_kept(one.answer);
      }
      at_the_answer = false;
      const Submitted bad = fakes::run_task(work.provider->submit(asking));
      for (const Answered& one : bad.answers) kept += all_that_is_kept(one.answer);
      EXPECT_FALSE(kept.empty());
      const std::string pair = base64_encode(subject.settings.login + ":" + kKey);
      std::vector<std::string> forms = {pair};
      for (const std::string& secret : subject.secrets) {
        forms.push_back(secret);
        forms.push_back(percent_encoded(secret));
        forms.push_back(base64_encode(secret));
      }
      bool was_sent = false;
      for (const std::string& form : forms) {
        was_sent = was_sent || sent.find(form) != std::string::npos;
        EXPECT_EQ(kept.find(form), std::string::npos) << form;
      }
      EXPECT_TRUE(was_sent);  // else this test would prove nothing
    }
  }
}

// A refusal that stands for all ends the asking; nobody is asked in vain.
TEST(ProviderContract, after_a_wrong_key_the_rest_is_refused_unasked) {
  for (const Subject& subject : subjects()) {
    Work work(subject);
    if (work.provider->traits().mode != config::AskMode::kNow) continue;
    if (subject.settings.kind == config::ProviderKind::kSearxng) continue;  // its 401 is not final
    SCOPED_TRACE(subject.name);
    work.script(subject, Step::kAnswer, [&] { return answered(401, ""); });
    Asking asking;
    asking.questions.assign(5, subject.question);
    const Submitted done = fakes::run_task(work.provider->submit(std::move(asking)));
    EXPECT_EQ(done.queries, 1);
    ASSERT_EQ(done.answers.size(), 5U);
    for (const Answered& one : done.answers) expect_no_answer(one.answer);
  }
}

TEST(ProviderContract, after_the_money_has_run_out_the_rest_is_refused_unasked) {
  const Subject subject = serpapi_subject();
  Work work(subject);
  work.script(subject, Step::kAnswer,
              [] { return answered(400, R"({"error":"Your account has run out of searches."})"); });
  Asking asking;
  asking.questions.assign(3, subject.question);
  const Submitted done = fakes::run_task(work.provider->submit(std::move(asking)));
  EXPECT_EQ(done.queries, 1);
  ASSERT_EQ(done.answers.size(), 3U);
  EXPECT_EQ(done.answers[2].answer.reason, Reason::kQuotaExhausted);
}

// --- damage

using boost::json::value;

std::size_t count_members(const value& node) {
  std::size_t count = 0;
  if (const auto* const object = node.if_object()) {
    for (const auto& member : *object) count += 1 + count_members(member.value());
  } else if (const auto* const array = node.if_array()) {
    for (const value& entry : *array) count += count_members(entry);
  }
  return count;
}

value other_type(const value& was, int which) {
  const std::vector<value> kinds = {
      nullptr, true, "x", 3.5, boost::json::array(), boost::json::object()};
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    const value& candidate = kinds[(static_cast<std::size_t>(which) + i) % kinds.size()];
    if (candidate.kind() != was.kind()) return candidate;
  }
  return nullptr;
}

// Drops, renames or retypes the n-th member. Lists keep their entries and numbers their values: one
// row less or another status is another answer, not a damaged one.
bool damage(value& node, std::size_t& n, int how, int which) {
  if (auto* const object = node.if_object()) {
    for (auto& member : *object) {
      if (n-- == 0) {
        const std::string key(member.key());
        const value held = member.value();
        if (how < 2) object->erase(key);
        if (how == 1) (*object)["x_" + key] = held;
        if (how == 2) member.value() = other_type(held, which);
        return true;
      }
      if (damage(member.value(), n, how, which)) return true;
    }
  } else if (auto* const array = node.if_array()) {
    for (value& entry : *array) {
      if (damage(entry, n, how, which)) return true;
    }
  }
  return false;
}

RC_GTEST_PROP(ProviderContract, no_damaged_good_answer_is_an_absence, ()) {
  static const std::vector<Subject> kSubjects = subjects();
  const Subject& subject = kSubjects[*rc::gen::inRange<std::size_t>(0, kSubjects.size())];
  std::string text = subject.good;
  const bool is_json = text.starts_with('{');
  const int how = is_json ? *rc::gen::inRange(0, 6) : *rc::gen::inRange(3, 6);
  if (how < 3) {
    value root = boost::json::parse(text);
    std::size_t n = *rc::gen::inRange<std::size_t>(0, count_members(root));
    const int which = *rc::gen::inRange(0, 6);
    RC_ASSERT(damage(root, n, how, which));
    text = boost::json::serialize(root);
  } else {
    const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
    if (how == 3) text.resize(at);
    if (how == 4) text.erase(at, *rc::gen::inRange<std::size_t>(1, 40));
    if (how == 5) text.insert(at, 1, *rc::gen::elementOf(std::string("\"{}[]:,\\")));
  }
  Work work(subject);
  work.script(subject, Step::kAnswer, [&] { return answered(200, text); });
  const SearchAnswer read = work.ask(subject.question);
  const bool rewritten = how >= 4 && read.valid();  // bytes inside a URL make another URL
  RC_ASSERT(rewritten || of_claim(read) != Presence::kAbsent);
}

}  // namespace
}  // namespace vouch::engines::test
