#include "planning/paste.h"

#include <gmock/gmock.h>

#include "tests/planning/company.h"

namespace vouch::planning::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Paste paste(std::string_view text) {
  static const Company company;
  return read_paste(text, company.file());
}

std::vector<std::string> urls_of(const Paste& paste) {
  std::vector<std::string> out;
  for (const PastedRow& row : paste.rows) out.push_back(row.input.url);
  return out;
}

std::vector<std::string> ignored_of(const Paste& paste) {
  std::vector<std::string> out;
  for (const PassedLine& line : paste.ignored) out.push_back(line.text);
  return out;
}

struct Row {
  const char* name;
  const char* text;
  std::vector<std::string> urls;
  std::string title;    // of the first row
  std::string words;    // beside the address of the first row
  std::size_t ignored;  // lines
};

class Pasted : public ::testing::TestWithParam<Row> {};

TEST_P(Pasted, is_read) {
  const Row& row = GetParam();
  const Paste read = paste(row.text);
  EXPECT_EQ(urls_of(read), row.urls);
  EXPECT_EQ(read.ignored.size(), row.ignored) << ::testing::PrintToString(ignored_of(read));
  if (read.rows.empty()) return;
  EXPECT_EQ(read.rows.front().input.title, row.title);
  EXPECT_EQ(read.rows.front().text, row.words);
}

const std::string kA = "http://bbs.example/1";

INSTANTIATE_TEST_SUITE_P(
    Paste, Pasted,
    ::testing::Values(
        Row{"one_link_a_line",
            "http://bbs.example/1\nhttp://bbs.example/2\r\n\n  http://bbs.example/3  ",
            {kA, "http://bbs.example/2", "http://bbs.example/3"},
            "",
            "",
            0},
        Row{"a_bare_domain", "www.x-forum.com/a", {"http://www.x-forum.com/a"}, "", "", 0},
        Row{"full_width_marks_glued_to_a_link",
            "已发：http://bbs.example/1，请查收。",
            {kA},
            "",
            "已发 请查收",
            0},
        Row{"several_links_in_a_line",
            "A帖 http://bbs.example/1 B帖 http://bbs.example/2",
            {kA, "http://bbs.example/2"},
            "",
            "A帖",
            0},
        Row{"the_same_link_twice_in_a_line_is_one",
            "http://bbs.example/1 http://bbs.example/1",
            {kA},
            "",
            "",
            0},
        Row{"an_own_page_beside_a_foreign_one_is_its_target",
            "http://bbs.example/1 链到 https://www.vouch-demo.com/p",
            {kA},
            "",
            "",
            0},
        Row{"words_above_a_link_go_with_it",
            "客厅除醛经验分享\nhttp://bbs.example/1",
            {kA},
            "",
            "客厅除醛经验分享",
            0},
        Row{"words_that_no_link_follows_are_kept_to_be_seen",
            "http://bbs.example/1\n今天还写了两篇，明天发\n",
            {kA},
            "",
            "",
            1},
        Row{"a_heading_is_no_title",
            "今天的外链：\nhttp://bbs.example/1\nhttp://bbs.example/2",
            {kA, "http://bbs.example/2"},
            "",
            "",
            1},
        Row{"labels_above_a_link",
            "标题：空气净化器怎么选\n链接：http://bbs.example/1",
            {kA},
            "空气净化器怎么选",
            "",
            0},
        Row{"labels_in_one_line",
            "平台：贴吧 标题：《怎么选净水器》 链接：http://bbs.example/1",
            {kA},
            "怎么选净水器",
            "",
            0},
        Row{"numbers_of_a_list",
            "1. http://bbs.example/1\n2、http://bbs.example/2",
            {kA, "http://bbs.example/2"},
            "",
            "",
            0},
        Row{"a_chat_with_senders_and_times",
            "张三 11-24 10:30:22\n发了一篇 http://bbs.example/1 [强]\n\n李四 2026/11/24 14:30\n"
            "收到👌",
            {kA},
            "",
            "发了一篇",
            3},
        Row{"a_chat_in_brackets",
            "[王伟 2026-11-24 10:30]:\nhttp://bbs.example/1",
            {kA},
            "",
            "",
            1},
        Row{"douyin",
            "7.43 复制打开抖音，看看【小李的作品】空气净化器怎么选 # 空气净化器 # 除醛  "
            "https://v.douyin.com/iABC12/ 08/22 pQK:/ u@f.Nw",
            {"https://v.douyin.com/iABC12/"},
            "空气净化器怎么选",
            "看看【小李的作品】空气净化器怎么选 # 空气净化器 # 除醛",
            0},
        Row{"xiaohongshu_note",
            "38 小美发布了一篇小红书笔记，快来看吧！ 😆 AbC12dE 😆 http://xhslink.com/a/Xy12，"
            "复制本条信息，打开【小红书】App查看精彩内容！",
            {"http://xhslink.com/a/Xy12"},
            "",
            "",
            0},
        Row{"xiaohongshu_with_its_title",
            "家用空气净化器实测 三款对比 http://xhslink.com/o/9abC 复制后打开【小红书】查看笔记！",
            {"http://xhslink.com/o/9abC"},
            "家用空气净化器实测 三款对比",
            "家用空气净化器实测 三款对比",
            0},
        Row{"xiaohongshu_page_title",
            "【空气净化器避坑指南 - 小美 | 小红书 - 你的生活指南】 😆 k9Ab 😆 "
            "https://www.xiaohongshu.com/discovery/item/65a",
            {"https://www.xiaohongshu.com/discovery/item/65a"},
            "空气净化器避坑指南",
            "【空气净化器避坑指南 - 小美 | 小红书 - 你的生活指南】",
            0},
        Row{"zhihu_answer",
            "空气净化器真的有用吗？ - 张三的回答 - 知乎\nhttps://www.zhihu.com/question/1/answer/2",
            {"https://www.zhihu.com/question/1/answer/2"},
            "空气净化器真的有用吗？",
            "空气净化器真的有用吗？ - 张三的回答 - 知乎",
            0},
        Row{"zhihu_from_the_app",
            "如何选择净水器？（分享自知乎网）https://www.zhihu.com/question/7",
            {"https://www.zhihu.com/question/7"},
            "如何选择净水器？",
            "如何选择净水器？",
            0},
        Row{"toutiao",
            "【装修后多久能入住？ - 今日头条】https://m.toutiao.com/is/abC1/",
            {"https://m.toutiao.com/is/abC1/"},
            "装修后多久能入住？",
            "【装修后多久能入住？ - 今日头条】",
            0},
        Row{"bilibili",
            "【三分钟看懂空气净化器-哔哩哔哩】 https://b23.tv/aBc12",
            {"https://b23.tv/aBc12"},
            "三分钟看懂空气净化器",
            "【三分钟看懂空气净化器-哔哩哔哩】",
            0},
        Row{"nothing_with_an_address", "今天请假\n明天补", {}, "", "", 2},
        Row{"nothing_at_all", " \n\n\t\n", {}, "", "", 0}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Paste, cells_of_a_spreadsheet_with_a_header) {
  const Paste read = paste(
      "日期\t平台\t标题\t链接\t关键词\t序号\n"
      "11-23\t贴吧\t净水器怎么样\thttp://tieba.baidu.com/p/1\t净水器哪个牌子好\t1\n"
      "11-23\t贴吧\t没有链接的一行\t\t\t2\n"
      "11-23\t贴吧\t写错了\t还没发\t\t3\n");
  EXPECT_THAT(read.columns, ElementsAre("日期", "平台", "标题", "链接", "关键词"));
  ASSERT_THAT(read.rows, SizeIs(2)) << "a wrong address is told, none is no work";
  EXPECT_EQ(read.rows[0].input.title, "净水器怎么样");
  EXPECT_EQ(read.rows[0].input.row, 2);
  EXPECT_THAT(read.rows[0].input.keywords, ElementsAre("净水器哪个牌子好"));
  EXPECT_EQ(read.rows[1].input.url, "还没发");
  ASSERT_THAT(read.ignored, SizeIs(1));
  EXPECT_EQ(read.ignored[0].row, 3);
}

TEST(Paste, cells_without_a_header_are_known_by_what_they_hold) {
  const Paste read = paste(
      "2026-11-23\t论坛发帖\thttp://bbs.example/1\t空气净化器\n"
      "2026-11-23\t论坛发帖\thttp://bbs.example/2\t空气净化器\n");
  ASSERT_THAT(read.rows, SizeIs(2));
  EXPECT_EQ(read.rows[0].input.work_type, "论坛发帖");
  EXPECT_THAT(read.rows[0].input.keywords, ElementsAre("空气净化器"));
}

TEST(Paste, csv_text_with_a_header) {
  const Paste read = paste("链接,标题\nhttp://bbs.example/1,\"甲,乙\"\n");
  ASSERT_THAT(read.rows, SizeIs(1));
  EXPECT_EQ(read.rows[0].input.title, "甲,乙");
}

TEST(Paste, a_cell_with_two_addresses_is_two_rows) {
  const Paste read = paste("标题\t链接\n同一篇\thttp://bbs.example/1 http://bbs.example/2\n");
  EXPECT_THAT(urls_of(read), ElementsAre("http://bbs.example/1", "http://bbs.example/2"));
  EXPECT_EQ(read.rows[1].input.title, "同一篇");
}

TEST(Paste, a_title_line_above_a_header_is_kept_to_be_seen) {
  const Paste read = paste("推广日报\n平台\t链接\n贴吧\thttp://tieba.baidu.com/p/1\n");
  EXPECT_THAT(urls_of(read), ElementsAre("http://tieba.baidu.com/p/1"));
  EXPECT_THAT(ignored_of(read), ElementsAre("推广日报"));
}

TEST(Paste, labels_below_a_link_belong_to_it) {
  const Paste read = paste(
      "http://bbs.example/1\n关键词：空气净化器、除醛\n标题：第二篇\nhttp://bbs.example/2\n"
      "类型：论坛发帖");
  ASSERT_THAT(read.rows, SizeIs(2));
  EXPECT_THAT(read.rows[0].input.keywords, ElementsAre("空气净化器", "除醛"));
  EXPECT_EQ(read.rows[0].input.title, "");
  EXPECT_EQ(read.rows[1].input.title, "第二篇");
  EXPECT_EQ(read.rows[1].input.work_type, "论坛发帖");
  EXPECT_THAT(read.ignored, IsEmpty());
}

// Every line that says anything is in a row's own words or among the ignored.
TEST(Paste, no_line_is_lost) {
  const char* const lines[] = {"http://bbs.example/1",
                               "张三 11-24 10:30:22",
                               "标题：空气净化器",
                               "今天的外链：",
                               "【推广日报】",
                               "好的👌",
                               "1、www.x-forum.com/a 第二条",
                               "关键词：除醛",
                               "",
                               "随便说一句话",
                               "备注：补发",
                               "------",
                               "A http://bbs.example/3 B http://bbs.example/4",
                               "平台：知乎"};
  unsigned seed = 17;
  for (int round = 0; round < 500; ++round) {
    std::string text;
    std::vector<std::string> said;
    for (int i = 0; i < 8; ++i) {
      seed = seed * 1664525U + 1013904223U;
      const std::string line = lines[(seed >> 16U) % std::size(lines)];
      text += line + "\n";
      if (!line.empty()) said.push_back(line);
    }
    const Paste read = paste(text);
    std::string kept;
    for (const PastedRow& row : read.rows) kept += row.raw + "\n";
    for (const PassedLine& line : read.ignored) kept += line.text + "\n";
    for (const std::string& line : said)
      ASSERT_NE(kept.find(line), std::string::npos) << line << "\nin\n"
                                                    << text << "\nkept\n"
                                                    << kept;
  }
}

TEST(Keywords, written_ones_come_before_any_guess) {
  const Company company;
  PastedRow row;
  row.input.title = "空气净化器怎么选";
  row.input.keywords = {"除醛、空气净化器"};
  const auto guesses = guess_keywords(row, company.keywords);
  ASSERT_THAT(guesses, SizeIs(2));
  EXPECT_EQ(guesses[0].text, "除醛");
  EXPECT_EQ(guesses[0].from, KeywordGuess::From::kWritten);
  EXPECT_FALSE(guesses[0].known);
  EXPECT_TRUE(guesses[1].known);
}

TEST(Keywords, the_library_is_looked_for_in_the_title_and_then_in_the_words) {
  const Company company;
  PastedRow row;
  row.input.title = "【推荐】空氣淨化器怎么选";
  row.text = "净水器哪个牌子好";
  auto guesses = guess_keywords(row, company.keywords);
  ASSERT_THAT(guesses, SizeIs(1));
  EXPECT_EQ(guesses[0].text, "空气净化器") << "traditional characters are the same";
  EXPECT_EQ(guesses[0].from, KeywordGuess::From::kTitle);
  row.input.title = "今日分享";
  guesses = guess_keywords(row, company.keywords);
  ASSERT_THAT(guesses, SizeIs(1));
  EXPECT_EQ(guesses[0].from, KeywordGuess::From::kText);
}

TEST(Keywords, a_word_inside_a_longer_one_is_not_said_by_itself) {
  Company company;
  Keyword shorter;
  shorter.text = "净化器";
  shorter.folded = fold(shorter.text);
  company.keywords.push_back(shorter);
  PastedRow row;
  row.input.title = "空气净化器怎么选";
  EXPECT_THAT(guess_keywords(row, company.keywords), SizeIs(1));
}

TEST(Urls, stand_where_they_were_written) {
  const std::string text = "看这里：ｈｔｔｐｓ：／／bbs.example/1，还有www.x-forum.com/a。";
  const auto found = locate_urls(text);
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_EQ(text.substr(found[0].begin, found[0].end - found[0].begin),
            "ｈｔｔｐｓ：／／bbs.example/1");
  EXPECT_EQ(found[0].url, "https://bbs.example/1");
  EXPECT_EQ(text.substr(found[1].begin, found[1].end - found[1].begin), "www.x-forum.com/a");
}

}  // namespace
}  // namespace vouch::planning::test
