#include "config/settings.h"

#include <regex>

#include <gtest/gtest.h>

#include "core/text.h"
#include "tests/config/files.h"

namespace vouch::config {
namespace {

using test::file_text;
using test::uncommented;

struct Row {
  const char* sentence;
  std::string toml;
  int line;
  std::string words;  // stand in the message
};

class Mistake : public testing::TestWithParam<Row> {};

TEST_P(Mistake, is_named_with_its_line) {
  const Row& row = GetParam();
  const Loaded loaded = load_text(row.toml, "vouch.toml");
  ASSERT_FALSE(loaded.ok());
  const Problem& first = loaded.problems.front();
  EXPECT_EQ(first.line, row.line) << first.text();
  EXPECT_NE(first.message.find(row.words), std::string::npos) << first.text();
  const std::string at = row.line == 0 ? "vouch.toml: " : "vouch.toml:" + std::to_string(row.line);
  EXPECT_TRUE(first.text().starts_with(at)) << first.text();
  EXPECT_EQ(loaded.problems.size(), 1u) << loaded.problems.back().text();
}

const std::string kMail = "[mail]\nhost = \"smtp.163.com\"\nfrom = \"a@163.com\"\n";
const std::string kApi = "[[provider]]\nname = \"a\"\n";
const std::string kPage =
    "[[provider]]\nname = \"a\"\nkind = \"page\"\nengine = "
    "\"baidu\"\nallow_page_reading = true\n";
const std::string kProvider =
    "[[provider]]\nname = \"main\"\nengine = \"baidu\"\nurl = \"http://127.0.0.1:8888\"\n";
const std::string kWebhook =
    "[[webhook]]\nname = \"ops\"\nsecret_file = \"/x\"\nurl = \"https://a.com/\"\n";
const std::string kRoute =
    "[[submission]]\nsite = \"https://www.a.cn\"\ncredential_file = \"/x\"\n";

const std::string kRobot =
    "[[robot]]\nname = \"group\"\nkind = \"dingtalk\"\naddress_file = \"/x\"\n";
const std::string kSource =
    "[[report_source]]\nname = \"a\"\nkind = \"wecom\"\napp_id = \"x\"\nsecret_file = \"/x\"\n";
const std::string kPush =
    "[[robot]]\nname = \"push\"\nkind = \"serverchan\"\naddress_file = \"/x\"\n";
const std::string kApp =
    "[[robot]]\nname = \"app\"\nkind = \"wecom_app\"\ncorp_id = \"ww1\"\nagent_id = 7\n"
    "secret_file = \"/x\"\n";
const std::string kUsers = "users = { lilei = \"LiLei\" }\n";

INSTANTIATE_TEST_SUITE_P(
    rows, Mistake,
    testing::Values(
        Row{"not_toml", "[daemon\n", 1, "not valid TOML"},
        Row{"an_unclosed_text", "[company]\nname = \"x\n", 2, "not valid TOML"},
        Row{"a_key_twice", "[company]\nname = \"x\"\nname = \"y\"\n", 3, "not valid TOML"},
        Row{"an_unknown_key", "[daemon]\nstate_dri = \"/x\"\n", 2, "did you mean state_dir?"},
        Row{"an_unknown_key_like_no_other", "[daemon]\ncolour = \"red\"\n", 2,
            "unknown key colour in [daemon]"},
        Row{"an_unknown_section", "\n[mial]\nhost = \"x\"\n", 2, "did you mean mail?"},
        Row{"a_key_before_its_section", "listen = \"127.0.0.1:1\"\n", 1, "at the top of the file"},
        Row{"a_key_of_another_section", "[daemon]\nproxy = \"http://a:1\"\n", 2,
            "unknown key proxy in [daemon]"},
        Row{"a_list_where_a_section_belongs", "[[daemon]]\nlisten = \"x\"\n", 1,
            "wants a section [daemon]"},
        Row{"a_section_where_a_list_belongs", "[provider]\nname = \"x\"\n", 1,
            "wants sections [[provider]]"},
        Row{"a_number_for_a_text", "[company]\nname = 5\n", 2, "wants a text in quotes"},
        Row{"a_text_for_a_number", kMail + "port = \"465\"\n", 4, "wants a whole number"},
        Row{"a_text_for_a_truth", "[alerts]\nweekly_digest = \"yes\"\n", 2, "wants true or false"},
        Row{"a_text_for_a_list", "[network]\ncontrol_urls = \"https://a.com/\"\n", 2,
            "wants a list of texts"},
        Row{"a_mixed_list", "[network]\nallow = [\"10.0.0.0/8:80\", 5]\n", 2,
            "wants a list of texts"},
        Row{"a_line_break_in_a_text", "[company]\nname = \"a\\nb\"\n", 2, "control character"},
        Row{"a_port_out_of_range", kMail + "port = 70000\n", 4, "70000 is outside 1..65535"},
        Row{"listen_without_port", "[daemon]\nlisten = \"127.0.0.1\"\n", 2, "no address and port"},
        Row{"listen_with_a_name", "[daemon]\nlisten = \"vouch.example:80\"\n", 2,
            "no address and port"},
        Row{"listen_on_a_port_too_high", "[daemon]\nlisten = \"127.0.0.1:65536\"\n", 2,
            "no address and port"},
        Row{"public_url_without_scheme", "[daemon]\npublic_url = \"vouch.example\"\n", 2,
            "no http or https URL"},
        Row{"public_url_with_password", "[daemon]\npublic_url = \"http://a:b@c.com\"\n", 2,
            "secrets go into files"},
        Row{"a_log_level_that_is_none", "[daemon]\nlog_level = \"verbose\"\n", 2,
            "none of debug, info, notice, warning, error"},
        Row{"a_zone_that_is_none", "[company]\nzone = \"Asia/Bejing\"\n", 2, "no time zone"},
        Row{"a_locale_that_is_none", "[company]\nlocale = \"zh\"\n", 2, "none of zh-CN, en"},
        Row{"a_proxy_of_another_kind", "[network]\nproxy = \"ftp://a:1\"\n", 2, "no proxy URL"},
        Row{"a_contact_that_is_none", "[network]\ncontact = \"me\"\n", 2, "no http or https URL"},
        Row{"an_allowance_without_port", "[network]\nallow = [\"10.0.0.0/8\"]\n", 2, "no range"},
        Row{"an_allowance_that_runs_backwards", "[network]\nallow = [\"10.0.0.0/8:90-80\"]\n", 2,
            "no range"},
        Row{"an_allowance_with_a_long_prefix", "[network]\nallow = [\"10.0.0.0/33:80\"]\n", 2,
            "no range"},
        Row{"a_control_url_that_is_none", "[network]\ncontrol_urls = [\"a.com\"]\n", 2,
            "no http or https URL"},
        Row{"a_duration_without_sense", "[politeness]\nmin_delay = \"soon\"\n", 2,
            "wants a duration"},
        Row{"a_delay_that_is_too_short", "[politeness]\nmin_delay = \"10ms\"\n", 2, "is outside"},
        Row{"a_longest_delay_below_the_shortest",
            "[politeness]\nmin_delay = \"30s\"\nmax_delay = \"10s\"\n", 3,
            "shorter than min_delay"},
        Row{"a_host_with_a_path", "[politeness]\nignore_robots_hosts = [\"a.com/x\"]\n", 2,
            "no host name"},
        Row{"a_provider_without_engine", "[[provider]]\nname = \"a\"\nurl = \"http://a/\"\n", 1,
            "needs the key engine"},
        Row{"a_provider_of_unknown_kind", kProvider + "kind = \"google\"\n", 5, "none of searxng"},
        Row{"a_key_that_is_needed", kApi + "kind = \"serpapi\"\nengine = \"google\"\n", 1,
            "serpapi asks for a key"},
        Row{"a_key_written_into_the_file", kApi + "kind = \"qianfan\"\ncredential = \"a/b\"\n", 4,
            "systemd credential"},
        Row{"an_engine_that_the_kind_does_not_have",
            kApi + "kind = \"qianfan\"\nengine = \"bing\"\ncredential_file = \"/x\"\n", 4,
            "answers for baidu alone"},
        Row{"a_login_that_is_needed",
            kApi + "kind = \"dataforseo\"\nengine = \"baidu\"\ncredential_file = \"/x\"\n", 1,
            "needs the key login"},
        Row{"a_site_that_is_needed", kApi + "kind = \"search_console\"\ncredential_file = \"/x\"\n",
            1, "needs the key site"},
        Row{"a_site_that_is_none",
            kApi +
                "kind = \"search_console\"\ncredential_file = \"/x\"\nsite = \"sc-domain:a b\"\n",
            5, "no host name"},
        Row{"a_purpose_that_is_needed",
            kApi + "kind = \"5118\"\nengine = \"baidu\"\ncredential_file = \"/x\"\n", 1,
            "needs the key purpose"},
        Row{"a_purpose_that_is_none",
            kApi + "kind = \"5118\"\nengine = \"baidu\"\npurpose = \"stats\"\ncredential_file = "
                   "\"/x\"\n",
            5, "none of index"},
        Row{"a_key_of_another_kind",
            kApi + "kind = \"qianfan\"\ncredential_file = \"/x\"\npage_size = 10\n", 5,
            "unknown key"},
        Row{"a_key_over_plain_http",
            kApi + "kind = \"qianfan\"\ncredential_file = \"/x\"\nurl = \"http://a.cn/\"\n", 5,
            "use https"},
        Row{"a_price_below_nothing",
            kApi + "kind = \"qianfan\"\ncredential_file = \"/x\"\nprice = -1\n", 5, "outside"},
        Row{"a_depth_without_end",
            kApi + "kind = \"qianfan\"\ncredential_file = \"/x\"\ndepth = 1000\n", 5,
            "outside 1..100"},
        Row{"result_pages_without_the_operators_word",
            kApi + "kind = \"page\"\nengine = \"baidu\"\n", 1, "design law 8"},
        Row{"result_pages_with_a_no",
            kApi + "kind = \"page\"\nengine = \"baidu\"\n" + "allow_page_reading = false\n", 5,
            "unless you say that you know"},
        Row{"result_pages_in_a_hurry", kPage + "min_delay = \"2s\"\n", 6, "is outside"},
        Row{"result_pages_without_end", kPage + "daily_quota = 5000\n", 6, "outside 0..1000"},
        Row{"result_pages_from_elsewhere", kPage + "url = \"https://a.cn/\"\n", 6, "unknown key"},
        Row{"result_pages_with_a_key", kPage + "credential_file = \"/x\"\n", 6, "unknown key"},
        Row{"the_permission_in_another_kind", kProvider + "allow_page_reading = true\n", 5,
            "unknown key"},
        Row{"people_with_a_pace",
            kApi + "kind = \"person\"\nengine = \"baidu\"\nmin_delay = \"9s\"\n", 5, "unknown key"},
        Row{"two_providers_of_one_name", kProvider + kProvider, 5, "is taken by another"},
        Row{"a_name_with_spaces",
            "[[provider]]\nname = \"my one\"\nengine = \"baidu\"\nurl = "
            "\"http://a/\"\n",
            2, "is no name"},
        Row{"no_pages", kProvider + "pages = 0\n", 5, "outside 1..10"},
        Row{"mail_without_sender", "[mail]\nhost = \"smtp.163.com\"\n", 1, "needs the key from"},
        Row{"a_mail_host_with_a_scheme", "[mail]\nhost = \"smtp://a\"\nfrom = \"a@b.c\"\n", 2,
            "no host name"},
        Row{"a_sender_that_is_no_address", "[mail]\nhost = \"a.com\"\nfrom = \"Vouch <a@b.c>\"\n",
            3, "no mail address"},
        Row{"mail_in_the_clear", kMail + "security = \"none\"\n", 4, "this machine only"},
        Row{"a_user_without_password", kMail + "username = \"a\"\n", 4, "授权码"},
        Row{"a_password_in_the_file", kMail + "password = \"123456\"\n", 4,
            "a secret does not stand in the configuration"},
        Row{"a_password_named_twice",
            kMail + "password_file = \"/x\"\npassword_credential = \"y\"\n", 5,
            "names the secret already"},
        Row{"a_credential_with_a_path", kMail + "password_credential = \"../x\"\n", 4,
            "systemd credential"},
        Row{"a_webhook_without_secret", "[[webhook]]\nname = \"a\"\nurl = \"https://a.com/\"\n", 1,
            "secret_credential is needed"},
        Row{"a_webhook_in_the_clear",
            "[[webhook]]\nname = \"a\"\nsecret_file = \"/x\"\nurl = \"http://a.com/\"\n", 4,
            "plain http"},
        Row{"a_route_that_is_unknown", kRoute + "route = \"google\"\n", 4, "baidu_push"},
        Row{"a_route_that_is_not_named", kRoute, 1, "route"},
        Row{"a_route_without_its_site",
            "[[submission]]\nroute = \"indexnow\"\ncredential = \"k\"\n", 1, "site"},
        Row{"a_route_without_its_key",
            "[[submission]]\nroute = \"indexnow\"\nsite = \"https://a.cn\"\n", 1, "credential"},
        Row{"a_route_to_a_host_that_is_no_url",
            "[[submission]]\nroute = \"indexnow\"\nsite = \"a.cn\"\ncredential = \"k\"\n", 3,
            "http"},
        Row{"a_key_file_of_another_host",
            kRoute + "route = \"indexnow\"\nkey_location = \"https://b.cn/k.txt\"\n", 5,
            "another host"},
        Row{"a_key_file_for_baidu",
            kRoute + "route = \"baidu_push\"\nkey_location = \"https://www.a.cn/k.txt\"\n", 5,
            "unknown key"},
        Row{"a_route_in_the_clear", kRoute + "route = \"indexnow\"\nurl = \"http://b.cn/\"\n", 5,
            "use https"},
        Row{"a_route_that_may_send_nothing", kRoute + "route = \"indexnow\"\ndaily_quota = 0\n", 5,
            "outside"},
        Row{"a_route_twice", kRoute + "route = \"indexnow\"\n" + kRoute + "route = \"indexnow\"\n",
            5, "twice"},
        Row{"two_webhooks_of_one_name", kWebhook + kWebhook, 5, "is taken by another"},
        Row{"an_event_with_spaces", kWebhook + "events = [\"claim verdict\"]\n", 5, "is no event"},
        Row{"a_report_source_of_no_kind",
            "[[report_source]]\nname = \"a\"\napp_id = \"x\"\nsecret_file = \"/x\"\n", 1, "kind"},
        Row{"a_report_source_without_its_secret",
            "[[report_source]]\nname = \"a\"\nkind = \"wecom\"\napp_id = \"x\"\n", 1,
            "the application's secret"},
        Row{"a_report_source_with_one_id_of_two_people",
            kSource + "users = { lilei = \"L\", wang = \"L\" }\n", 6, "a report has one author"},
        Row{"a_report_source_by_the_minute", kSource + "schedule = \"minutely\"\n", 6, "hourly"},
        Row{"two_report_sources_of_one_name", kSource + kSource, 6, "is taken by another"},
        Row{"contacts_that_are_kept_for_no_time", "[retention]\ninquiry_contacts_days = 0\n", 2,
            "inquiry_contacts_days"},
        Row{"a_robot_of_no_kind", "[[robot]]\nname = \"a\"\naddress_file = \"/x\"\n", 1,
            "needs the key kind"},
        Row{"a_robot_of_an_unknown_kind",
            "[[robot]]\nname = \"a\"\nkind = \"qq\"\naddress_file = \"/x\"\n", 3, "serverchan"},
        Row{"a_robot_without_address", "[[robot]]\nname = \"a\"\nkind = \"wecom\"\n", 1,
            "address_credential is needed"},
        Row{"a_robots_address_in_the_file",
            "[[robot]]\nname = \"a\"\nkind = \"wecom\"\naddress = \"https://x\"\n", 4,
            "a secret does not stand in the configuration"},
        Row{"a_robot_called_mail",
            "[[robot]]\nname = \"mail\"\nkind = \"wecom\"\naddress_file = \"/x\"\n", 2,
            "name of the channel of [mail]"},
        Row{"a_webhook_called_deadman",
            "[[webhook]]\nname = \"deadman\"\nurl = \"https://x.example/\"\nsecret_file = \"/x\"\n",
            2, "name of the channel of [deadman]"},
        Row{"two_robots_of_one_name", kRobot + kRobot, 5, "is taken by another"},
        Row{"a_robot_named_like_a_webhook",
            kWebhook + "[[robot]]\nname = \"ops\"\nkind = \"feishu\"\naddress_file = \"/x\"\n", 5,
            "is taken by a [[webhook]]"},
        Row{"a_wecom_robot_that_signs",
            "[[robot]]\nname = \"a\"\nkind = \"wecom\"\naddress_file = \"/x\"\nsecret_file = "
            "\"/y\"\n",
            5, "unknown key secret_file"},
        Row{"a_person_in_a_group", kRobot + "user = \"lilei\"\n", 5, "never carries a person's"},
        Row{"a_verdict_in_a_group", kRobot + "carries = [\"system\", \"regressed\"]\n", 5,
            "goes to that person alone"},
        Row{"a_push_to_nobody", kPush, 1, "needs the key user"},
        Row{"a_push_with_counts_of_a_team", kPush + "user = \"lilei\"\nteams = [\"a\"]\n", 6,
            "unknown key teams"},
        Row{"an_application_for_nobody", kApp, 1, "needs the key users"},
        Row{"an_application_with_an_empty_list", kApp + "users = {}\n", 7, "names nobody"},
        Row{"an_application_for_everybody", kApp + "users = { lilei = \"@all\" }\n", 7,
            "is no user id"},
        Row{"two_people_in_one_id", kApp + "users = { lilei = \"a|b\" }\n", 7, "is no user id"},
        Row{"two_people_in_one_list", kApp + "users = { lilei = \"a,b\" }\n", 7, "is no user id"},
        Row{"a_number_for_an_id", kApp + "users = { lilei = 7 }\n", 7, "is no text"},
        Row{"one_id_of_two_people", kApp + "users = { a = \"LiLei\", b = \"lilei\" }\n", 7,
            "have the same id"},
        Row{"an_application_without_agent",
            "[[robot]]\nname = \"app\"\nkind = \"wecom_app\"\ncorp_id = \"ww1\"\n"
            "secret_file = \"/x\"\n" +
                kUsers,
            1, "needs the key agent_id"},
        Row{"an_application_without_secret",
            "[[robot]]\nname = \"app\"\nkind = \"wecom_app\"\ncorp_id = \"ww1\"\nagent_id = 7\n" +
                kUsers,
            1, "secret_credential is needed"},
        Row{"a_work_notice_without_key",
            "[[robot]]\nname = \"app\"\nkind = \"dingtalk_app\"\nagent_id = 7\n"
            "secret_file = \"/x\"\n" +
                kUsers,
            1, "needs the key app_key"},
        Row{"an_application_that_carries_counts", kApp + kUsers + "carries = [\"daily\"]\n", 8,
            "unknown key carries"},
        Row{"an_application_with_a_hooks_address", kApp + kUsers + "address_file = \"/y\"\n", 8,
            "unknown key address_file"},
        Row{"an_application_at_no_address", kApp + kUsers + "base_url = \"qyapi\"\n", 8,
            "base_url"},
        Row{"a_group_with_people", kRobot + kUsers, 5, "unknown key users"},
        Row{"a_time_of_day_that_is_none", "[alerts]\ndaily_message = \"9\"\n", 2, "no time of day"},
        Row{"an_hour_too_many", "[reports]\nremind_at = \"24:00\"\n", 2, "no time of day"},
        Row{"a_rule_that_is_none", "[alerts]\nat_once = [\"everything\"]\n", 2, "is no rule"},
        Row{"a_deputy_after_months", "[alerts]\ndeputy_after = 61\n", 2, "60"},
        Row{"an_urgent_rule_that_is_none", "[alerts]\nurgent = [\"all\"]\n", 2, "is no rule"},
        Row{"letters_that_wait_for_a_day", "[alerts]\ngroup_wait = \"24h\"\n", 2, "is outside"},
        Row{"a_distance_of_days", "[alerts]\ngroup_interval = \"2d\"\n", 2, "is outside"},
        Row{"a_repetition_each_minute", "[alerts]\nrepeat_interval = \"1m\"\n", 2, "is outside"},
        Row{"a_night_that_leaves_no_time_to_answer",
            "[alerts]\nquiet_from = \"12:00\"\nquiet_to = \"08:00\"\n", 2, "16 hours at most"},
        Row{"no_evidence_at_all", "[evidence]\nbudget_gb = 0\n", 2, "is outside"},
        Row{"evidence_for_a_day", "[evidence]\nkeep_days = 1\n", 2, "outside 35..36500"},
        Row{"no_backups_kept", "[backup]\nkeep_daily = 0\n", 2, "is outside"},
        Row{"a_socket_path_that_is_too_long",
            "[daemon]\nstate_dir = \"/" + std::string(120, 'a') + "\"\n", 1, "longer than 107"}),
    [](const auto& row) { return std::string(row.param.sentence); });

TEST(Settings, every_mistake_of_a_file_is_named_in_the_order_of_its_lines) {
  const Loaded loaded = load_text(
      "[daemon]\nlisten = 5\nlog_levle = \"info\"\n[mail]\nhost = \"a b\"\nfrom = \"x\"\n"
      "[alerts]\ndaily_message = \"25:00\"\n[politness]\n",
      "v.toml");
  std::vector<int> lines;
  for (const Problem& problem : loaded.problems) lines.push_back(problem.line);
  EXPECT_EQ(lines, (std::vector<int>{2, 3, 5, 6, 8, 9}));
}

TEST(Settings, an_empty_file_is_all_defaults) {
  for (const std::string text : {"", "\n", "# nothing\n", "\xEF\xBB\xBF[company]\n"}) {
    const Loaded loaded = load_text(text, "vouch.toml");
    EXPECT_TRUE(loaded.ok());
    EXPECT_EQ(loaded.settings.daemon.listen_port, 8480);
    EXPECT_EQ(loaded.settings.daemon.socket, "/var/lib/vouch/vouchd.sock");
    EXPECT_EQ(loaded.settings.base_url(), "http://127.0.0.1:8480");
    EXPECT_FALSE(loaded.settings.mail.enabled());
    EXPECT_TRUE(loaded.settings.providers.empty());
  }
}

TEST(Settings, values_are_read_as_written) {
  const Loaded loaded = load_text(
      "[daemon]\nlisten = \"[::1]:0\"\npublic_url = \"https://v.example/\"\nstate_dir = \"state\"\n"
      "[politeness]\nmin_delay = 5\nmax_delay = \"2m\"\n"
      "[network]\nallow = [\"[fd00::]/8:443\", \"127.0.0.1:8000-8100\"]\n"
      "[reports]\ncutoff_grace = \"9:30\"\n" +
          kMail + kProvider,
      "/etc/vouch/vouch.toml");
  ASSERT_TRUE(loaded.ok()) << loaded.problems.front().text();
  const Settings& settings = loaded.settings;
  EXPECT_EQ(settings.daemon.listen_host, "::1");
  EXPECT_EQ(settings.daemon.listen_port, 0);
  EXPECT_EQ(settings.base_url(), "https://v.example");
  EXPECT_EQ(settings.daemon.state_dir, "/etc/vouch/state");  // beside the file
  EXPECT_EQ(settings.politeness.min_delay, Millis(5000));
  EXPECT_EQ(settings.politeness.max_delay, Millis(120'000));
  ASSERT_EQ(settings.network.allow.size(), 2u);
  EXPECT_EQ(settings.network.allow[0].cidr, "fd00::/8");
  EXPECT_EQ(settings.network.allow[1].cidr, "127.0.0.1/32");
  EXPECT_EQ(settings.network.allow[1].port_to, 8100);
  EXPECT_EQ(settings.reports.cutoff_grace, Millis(std::chrono::minutes(570)));
  EXPECT_EQ(settings.mail.port, 465);
  EXPECT_EQ(settings.mail.security, MailSecurity::kTls);
  EXPECT_EQ(settings.providers.at(0).engine, "baidu");
}

TEST(Settings, the_port_of_a_mail_server_says_how_it_is_secured) {
  EXPECT_EQ(load_text(kMail + "port = 587\n", "v").settings.mail.security, MailSecurity::kStartTls);
  EXPECT_EQ(load_text(kMail + "port = 465\n", "v").settings.mail.security, MailSecurity::kTls);
}

TEST(Settings, what_works_but_is_dangerous_is_warned_about) {
  const Loaded open = load_text("[daemon]\nlisten = \"0.0.0.0:80\"\n", "v");
  EXPECT_TRUE(open.ok());
  ASSERT_EQ(open.warnings.size(), 1u);
  EXPECT_EQ(open.warnings[0].line, 2);
  const Loaded blind = load_text(kProvider, "v");
  EXPECT_TRUE(blind.ok());
  ASSERT_EQ(blind.warnings.size(), 1u);
  EXPECT_NE(blind.warnings[0].message.find("未收录"), std::string::npos);
}

TEST(Settings, result_pages_are_read_slowly_and_little_by_default) {
  const Loaded loaded = load_text(kPage, "v.toml");
  ASSERT_TRUE(loaded.ok()) << loaded.problems.at(0).text();
  const ProviderSettings& page = loaded.settings.providers.at(0);
  EXPECT_EQ(page.kind, ProviderKind::kPage);
  EXPECT_GE(page.min_delay, std::chrono::seconds(30));
  EXPECT_LE(page.daily_quota, 50);
  ASSERT_EQ(loaded.warnings.size(), 1U);  // no canary: nothing can be called not indexed
  EXPECT_NE(loaded.warnings[0].message.find("canary_url"), std::string::npos);
}

TEST(Settings, people_need_no_account_and_no_canary) {
  const Loaded loaded = load_text(kApi + "kind = \"person\"\nengine = \"baidu\"\n", "v.toml");
  ASSERT_TRUE(loaded.ok()) << loaded.problems.at(0).text();
  EXPECT_EQ(loaded.settings.providers.at(0).daily_quota, 60);
  EXPECT_TRUE(loaded.warnings.empty());
  for (const std::string& line : describe_channels_off(loaded.settings, Surroundings())) {
    EXPECT_EQ(line.find("canary_url"), std::string::npos) << line;
  }
}

TEST(Settings, each_kind_of_provider_has_its_keys) {
  const Loaded loaded = load_text(
      "[[provider]]\nname = \"a\"\nkind = \"serpapi\"\nengine = \"google\"\n"
      "credential_file = \"/x\"\ndepth = 30\nprice = 0.01\nmonthly_cap = 25\ncanary_url = "
      "\"https://a.cn/\"\nplace = \"Shanghai\"\ndevice = \"mobile\"\n"
      "[[provider]]\nname = \"b\"\nkind = \"dataforseo\"\nengine = \"baidu\"\nlogin = \"l\"\n"
      "credential_file = \"/x\"\ndirect_urls = false\ncanary_url = \"https://a.cn/\"\n"
      "[[provider]]\nname = \"c\"\nkind = \"search_console\"\nsite = \"sc-domain:a.cn\"\n"
      "credential_file = \"/x\"\n"
      "[[provider]]\nname = \"d\"\nkind = \"bing_webmaster\"\nsite = \"https://a.cn/\"\n"
      "credential_file = \"/x\"\n"
      "[[provider]]\nname = \"e\"\nkind = \"qianfan\"\ncredential_file = \"/x\"\nurl = "
      "\"http://127.0.0.1:9/\"\n"
      "[[provider]]\nname = \"f\"\nkind = \"5118\"\nengine = \"baidu\"\npurpose = \"rank\"\n"
      "credential = \"rank-key\"\n",
      "v.toml");
  for (const Problem& problem : loaded.problems) ADD_FAILURE() << problem.text();
  EXPECT_TRUE(loaded.warnings.empty());
  ASSERT_EQ(loaded.settings.providers.size(), 6U);
  const ProviderSettings& serpapi = loaded.settings.providers[0];
  EXPECT_EQ(serpapi.kind, ProviderKind::kSerpApi);
  EXPECT_EQ(serpapi.pages, 3);
  EXPECT_EQ(serpapi.price, 10'000);
  EXPECT_EQ(serpapi.monthly_cap, 25'000'000);
  EXPECT_EQ(serpapi.device, "mobile");
  EXPECT_EQ(serpapi.place, "Shanghai");
  EXPECT_FALSE(loaded.settings.providers[1].direct_urls);
  EXPECT_EQ(loaded.settings.providers[2].engine, "google");
  EXPECT_EQ(loaded.settings.providers[3].engine, "bing");
  EXPECT_EQ(loaded.settings.providers[4].engine, "baidu");
  EXPECT_EQ(loaded.settings.providers[5].purpose, Purpose::kRank);
  EXPECT_EQ(loaded.settings.providers[5].secret.credential, "rank-key");
  for (const ProviderSettings& provider : loaded.settings.providers) {
    EXPECT_FALSE(to_string(provider.kind).empty());
  }
}

TEST(Settings, robots_say_what_they_carry_and_whose_they_are) {
  const Loaded loaded = load_text(kRobot + "carries = [\"system\"]\nteams = [\"一组\"]\n" + kPush +
                                      "user = \"lilei\"\nprivate_allowed = true\n",
                                  "v.toml");
  for (const Problem& problem : loaded.problems) ADD_FAILURE() << problem.text();
  ASSERT_EQ(loaded.settings.robots.size(), 2u);
  const RobotSettings& group = loaded.settings.robots[0];
  EXPECT_FALSE(group.personal());
  EXPECT_TRUE(group.system);
  EXPECT_FALSE(group.daily);
  EXPECT_EQ(group.teams, std::vector<std::string>{"一组"});
  const RobotSettings& push = loaded.settings.robots[1];
  EXPECT_TRUE(push.personal());
  EXPECT_EQ(push.user, "lilei");
  EXPECT_TRUE(push.private_allowed);
  EXPECT_TRUE(load_text(kRobot, "v.toml").settings.robots[0].daily);
}

TEST(Settings, applications_serve_the_listed_people_alone) {
  const Loaded loaded =
      load_text(kApp + kUsers +
                    "base_url = \"http://127.0.0.1:81/wx/\"\n"
                    "[[robot]]\nname = \"notes\"\nkind = \"dingtalk_app\"\napp_key = \"dingk\"\n"
                    "agent_id = 3012345678\nsecret_credential = \"notes\"\nprivate_allowed = true\n"
                    "[robot.users]\n\"li.lei\" = \"0123-4\"\nhan = \"manager5\"\n",
                "v.toml");
  for (const Problem& problem : loaded.problems) ADD_FAILURE() << problem.text();
  ASSERT_EQ(loaded.settings.robots.size(), 2u);
  const RobotSettings& wecom = loaded.settings.robots[0];
  EXPECT_TRUE(wecom.application());
  EXPECT_TRUE(wecom.personal());
  EXPECT_EQ(wecom.app_id, "ww1");
  EXPECT_EQ(wecom.agent_id, 7);
  EXPECT_EQ(wecom.base_url, "http://127.0.0.1:81/wx");
  EXPECT_TRUE(wecom.serves("lilei"));
  EXPECT_FALSE(wecom.serves("han"));
  EXPECT_FALSE(wecom.serves(""));
  const RobotSettings& notes = loaded.settings.robots[1];
  EXPECT_EQ(notes.kind, RobotKind::kDingtalkApp);
  EXPECT_EQ(notes.agent_id, 3'012'345'678);
  EXPECT_EQ(notes.users.at("li.lei"), "0123-4");
  EXPECT_EQ(notes.secret.credential, "notes");
  EXPECT_TRUE(notes.private_allowed);
}

TEST(Settings, a_route_takes_the_pages_of_its_property_alone) {
  struct Case {
    const char* sentence;
    const char* site;
    const char* key_location;
    const char* page;
    bool taken;
  };
  const std::vector<Case> cases = {
      {"a_page", "https://www.a.cn", "", "https://www.a.cn/news/1.html", true},
      {"the_front_page", "https://www.a.cn/", "", "https://www.a.cn/", true},
      {"another_scheme", "https://www.a.cn", "", "http://www.a.cn/news/1.html", false},
      {"another_name_of_the_site", "https://www.a.cn", "", "https://a.cn/news/1.html", false},
      {"another_site_that_begins_alike", "https://www.a.cn", "", "https://www.a.cn.evil.cn/",
       false},
      {"beside_a_property_that_is_a_folder", "https://www.a.cn/blog/", "", "https://www.a.cn/",
       false},
      {"below_the_key_file", "https://www.a.cn", "https://www.a.cn/b/k.txt", "https://www.a.cn/b/1",
       true},
      {"beside_the_key_file", "https://www.a.cn", "https://www.a.cn/b/k.txt",
       "https://www.a.cn/c/1", false},
      {"no_url", "https://www.a.cn", "", "news/1.html", false},
  };
  for (const Case& one : cases) {
    SubmissionSettings route;
    route.site = one.site;
    route.key_location = one.key_location;
    EXPECT_EQ(route.covers(one.page), one.taken) << one.sentence;
  }
}

TEST(Settings, the_shipped_file_loads_and_so_does_each_of_its_examples) {
  const std::string shipped = file_text("systemd/vouch.toml");
  const Loaded as_is = load_text(shipped, "vouch.toml");
  EXPECT_TRUE(as_is.ok()) << as_is.problems.front().text();
  EXPECT_TRUE(as_is.warnings.empty());
  const Loaded all = load_text(uncommented(shipped), "vouch.toml");
  EXPECT_TRUE(all.ok()) << all.problems.front().text();
  EXPECT_EQ(all.settings.providers.size(), 1u);
  EXPECT_EQ(all.settings.submissions.size(), 1u);
  EXPECT_EQ(all.settings.submissions[0].daily_quota, 10);
  EXPECT_EQ(all.settings.webhooks.size(), 1u);
  ASSERT_EQ(all.settings.robots.size(), 2u);
  EXPECT_EQ(all.settings.robots[0].kind, RobotKind::kDingtalk);
  EXPECT_EQ(all.settings.robots[1].kind, RobotKind::kWecomApp);
  EXPECT_TRUE(all.settings.mail.enabled());
}

// Each default that the shipped file prints is the default that the program has.
TEST(Settings, the_shipped_file_prints_true_defaults) {
  const Settings printed = load_text(uncommented(file_text("systemd/vouch.toml")), "v").settings;
  const Settings defaults;
  EXPECT_EQ(printed.daemon.state_dir, defaults.daemon.state_dir);
  EXPECT_EQ(printed.daemon.listen_port, defaults.daemon.listen_port);
  EXPECT_EQ(printed.daemon.log_level, defaults.daemon.log_level);
  EXPECT_EQ(printed.company.zone, defaults.company.zone);
  EXPECT_EQ(printed.politeness.min_delay, defaults.politeness.min_delay);
  EXPECT_EQ(printed.politeness.max_delay, defaults.politeness.max_delay);
  EXPECT_EQ(printed.reports.cutoff_grace, defaults.reports.cutoff_grace);
  EXPECT_EQ(printed.reports.remind_at, defaults.reports.remind_at);
  EXPECT_EQ(printed.alerts.daily_message, defaults.alerts.daily_message);
  EXPECT_EQ(printed.alerts.weekly_digest, defaults.alerts.weekly_digest);
  EXPECT_EQ(printed.alerts.group_wait, defaults.alerts.group_wait);
  EXPECT_EQ(printed.alerts.group_interval, defaults.alerts.group_interval);
  EXPECT_EQ(printed.alerts.repeat_interval, defaults.alerts.repeat_interval);
  EXPECT_EQ(printed.alerts.quiet_from, defaults.alerts.quiet_from);
  EXPECT_EQ(printed.alerts.quiet_to, defaults.alerts.quiet_to);
  EXPECT_EQ(printed.alerts.quiet_days_off, defaults.alerts.quiet_days_off);
  EXPECT_EQ(printed.alerts.urgent, defaults.alerts.urgent);
  EXPECT_EQ(printed.alerts.deputy_after, defaults.alerts.deputy_after);
  EXPECT_EQ(printed.alerts.owner_after, defaults.alerts.owner_after);
  EXPECT_EQ(printed.evidence.budget_gb, defaults.evidence.budget_gb);
  EXPECT_EQ(printed.evidence.keep_days, defaults.evidence.keep_days);
  EXPECT_EQ(printed.backup.at, defaults.backup.at);
  EXPECT_EQ(printed.backup.keep_daily, defaults.backup.keep_daily);
  EXPECT_EQ(printed.backup.keep_weekly, defaults.backup.keep_weekly);
  EXPECT_EQ(printed.providers.at(0).daily_quota, ProviderSettings{}.daily_quota);
}

TEST(Settings, a_wrong_type_in_any_line_of_the_shipped_file_is_named_with_that_line) {
  const std::vector<std::string> lines = split_lines(uncommented(file_text("systemd/vouch.toml")));
  static const std::regex kKey(R"(^([a-z_]+) = .*$)");
  int keys = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::smatch key;
    if (!std::regex_match(lines[i], key, kKey)) continue;
    std::string text;
    for (std::size_t j = 0; j < lines.size(); ++j)
      text += (j == i ? key[1].str() + " = { a = 1 }" : lines[j]) + "\n";
    const Loaded loaded = load_text(text, "vouch.toml");
    ASSERT_FALSE(loaded.ok()) << lines[i];
    EXPECT_EQ(loaded.problems.front().line, static_cast<int>(i) + 1) << lines[i];
    ++keys;
  }
  EXPECT_GT(keys, 35);
}

// docs/operations.md "QQ 163 阿里": what it tells people to write is what the program takes.
TEST(Settings, the_mail_recipes_of_the_manual_work_as_printed) {
  const std::string manual = file_text("docs/operations.md");
  for (const char* host : {"smtp.exmail.qq.com", "smtp.163.com", "smtp.qiye.aliyun.com"}) {
    const std::size_t at = manual.find(host);
    ASSERT_NE(at, std::string::npos) << host;
    const std::string row = manual.substr(at, manual.find('\n', at) - at);
    EXPECT_NE(row.find("465"), std::string::npos) << row;
    EXPECT_NE(row.find("`security = \"tls\"`"), std::string::npos) << row;
    const Loaded loaded = load_text(
        "[mail]\nhost = \"" + std::string(host) +
            "\"\nport = 465\nsecurity = \"tls\"\nusername = \"a@b.c\"\n"
            "password_file = \"/etc/vouch/credentials/mail-password\"\nfrom = \"a@b.c\"\n",
        "vouch.toml");
    EXPECT_TRUE(loaded.ok());
    EXPECT_EQ(loaded.settings.mail.security, MailSecurity::kTls);
  }
  static const std::regex kTomlKey(R"(`([a-z_]+) = [^`]*`)");
  std::set<std::string> known = {"security"};
  const std::string shipped = file_text("systemd/vouch.toml");
  for (std::sregex_iterator key(manual.begin(), manual.end(), kTomlKey), end; key != end; ++key) {
    EXPECT_NE(shipped.find((*key)[1].str() + " ="), std::string::npos) << (*key)[1];
  }
}

TEST(ChannelsOff, each_thing_that_is_off_is_one_sentence) {
  Surroundings around;
  around.engines = {"baidu", "bing"};
  around.engine_names = {"百度", "必应"};
  around.calendar_has_year = false;
  around.year = 2027;
  const auto all = [](const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    return text;
  };
  const std::string off = all(describe_channels_off(Settings{}, around));
  for (const char* part : {"邮件未配置", "Webhook 未配置", "未接入：百度、必应", "备份未开启",
                           "2027 年", "对照网页"}) {
    EXPECT_NE(off.find(part), std::string::npos) << part;
  }
  Settings full = load_text(uncommented(file_text("systemd/vouch.toml")), "v").settings;
  around.engines = {"baidu"};
  around.calendar_has_year = true;
  EXPECT_EQ(all(describe_channels_off(full, around)), "");
}

}  // namespace
}  // namespace vouch::config
