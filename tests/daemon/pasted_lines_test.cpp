// Two hundred lines as people paste them (pasted_lines.tsv), read with the shipped platforms: how
// often the platform is told right. The rate is printed.
#include <fstream>
#include <iostream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "planning/paste.h"
#include "tests/daemon/world.h"

namespace vouch::daemon::test {
namespace {

struct Line {
  std::string platforms;  // keys in order, separated by commas
  std::string text;
};

std::vector<Line> lines() {
  std::ifstream file(VOUCH_SOURCE_DIR "/tests/daemon/pasted_lines.tsv");
  std::vector<Line> out;
  for (std::string row; std::getline(file, row);) {
    if (row.starts_with('#')) continue;
    const auto tab = row.find('\t');
    Line line{row.substr(0, tab), row.substr(tab + 1)};
    for (std::size_t at = 0; (at = line.text.find("\\n", at)) != std::string::npos;)
      line.text.replace(at, 2, "\n");
    out.push_back(std::move(line));
  }
  return out;
}

std::string platforms_of(const Line& line, const Rulebook& rules) {
  static const std::vector<std::string> own = {"lanjing.example"};
  static const std::vector<User> nobody;
  static const std::vector<Keyword> none;
  const planning::FileContext file{nobody, rules.records.platforms, rules.records.work_types, none,
                                   own};
  planning::RowContext context;
  context.platforms = rules.records.platforms;
  context.work_types = rules.records.work_types;
  context.own_hosts = own;
  context.calendar = &rules.calendar;
  context.reporter = UserId{1};
  std::vector<planning::InputRow> rows;
  for (planning::PastedRow& row : planning::read_paste(line.text, file).rows) {
    row.input.person.clear();  // whoever pasted it
    rows.push_back(std::move(row.input));
  }
  std::string out;
  for (const planning::DraftReport& report : planning::draft_claims(rows, context).reports) {
    for (const planning::DraftClaim& draft : report.claims)
      out += (out.empty() ? "" : ",") + draft.claim.platform;
  }
  return out;
}

TEST(PastedLines, nineteen_in_twenty_platforms_are_told_right) {
  World world;
  int right = 0;
  const std::vector<Line> all = lines();
  ASSERT_EQ(all.size(), 200U);
  for (const Line& line : all) {
    const std::string read = platforms_of(line, world.rules());
    if (read == line.platforms) {
      ++right;
    } else {
      std::cout << fmt::format("  wanted {}, read \"{}\": {}\n", line.platforms, read, line.text);
    }
  }
  std::cout << fmt::format("  {} of {} lines read with the right platform: {:.1f} %\n", right,
                           all.size(), 100.0 * right / static_cast<double>(all.size()));
  EXPECT_GE(right, 190);
}

}  // namespace
}  // namespace vouch::daemon::test
