// Engines change their pages without notice. Whatever is dropped, renamed or moved: a wall never
// becomes an answer, a list never becomes "nothing found", and a layout nobody knows is no
// negative.
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/engines/mutate.h"
#include "tests/engines/recorded_pages.h"
#include "tests/engines/serp_pages.h"

namespace vouch::engines::test {
namespace {

struct Origin {
  std::string name;
  const ResultLayout* layout = nullptr;
  std::string html;
  SerpOutcome outcome = SerpOutcome::kUnknownLayout;
};

ReadResult read(const Origin& origin, const std::string& html) {
  ResultPage page;
  page.body = html;
  ResultQuery query;
  query.control = ControlQuery::kAnswered;  // the widest door to "nothing found"
  return read_result_page(*origin.layout, page, query);
}

// What must hold of every changed page; empty when it does.
std::string broken_promise(const Origin& origin, const ReadResult& result) {
  const bool nothing = result.outcome == SerpOutcome::kNoResults;
  if (origin.outcome == SerpOutcome::kBlocked && result.valid()) return "a wall became an answer";
  if (origin.outcome == SerpOutcome::kRankedList && nothing) return "a list became nothing found";
  if (nothing && result.organic_rows() > 0) return "nothing found with rows";
  if (result.valid() && !nothing && result.organic_rows() == 0) return "a list without rows";
  if (origin.outcome == SerpOutcome::kNoResults && result.valid() && !nothing) {
    return "nothing found became a list";
  }
  if (result.outcome == SerpOutcome::kUnknownLayout && result.valid()) return "unknown is valid";
  return {};
}

int mutants_of(const Origin& origin, int count) {
  int valid = 0;
  for (int i = 0; i < count; ++i) {
    const std::uint64_t seed = hash64(origin.name, static_cast<std::uint64_t>(i));
    const std::string html = Mutator(origin.html, seed).run();
    const ReadResult result = read(origin, html);
    valid += result.valid() ? 1 : 0;
    const std::string broken = broken_promise(origin, result);
    EXPECT_EQ(broken, "") << origin.name << " mutant " << i << ": " << result.explanation;
    if (!broken.empty()) break;
  }
  return valid;
}

std::vector<Origin> own_origins() {
  std::vector<Origin> origins;
  for (const auto& pages : {ranked_pages(), wall_pages(), empty_pages()}) {
    for (const OwnPage& page : pages) {
      const bool doubted = page.outcome == SerpOutcome::kUntrusted;
      origins.push_back(Origin{page.name, &layout_of(page.engine, page.device), page.html,
                               doubted ? SerpOutcome::kNoResults : page.outcome});
    }
  }
  return origins;
}

std::vector<Origin> recorded_origins() {
  std::vector<Origin> origins;
  for (RecordedPage& page : recorded_pages()) {
    SerpOutcome outcome = SerpOutcome::kNoResults;
    if (page.outcome == "ranked_list") outcome = SerpOutcome::kRankedList;
    if (page.outcome == "blocked") outcome = SerpOutcome::kBlocked;
    origins.push_back(Origin{page.name, &layout_of(page.engine), std::move(page.body), outcome});
  }
  return origins;
}

TEST(Mutants, of_own_pages_keep_every_promise) {
  int ranked_valid = 0;
  for (const Origin& origin : own_origins()) {
    ASSERT_EQ(broken_promise(origin, read(origin, origin.html)), "") << origin.name;
    const int valid = mutants_of(origin, 250);
    if (origin.outcome == SerpOutcome::kRankedList) ranked_valid += valid;
  }
  EXPECT_GT(ranked_valid, 300);  // most changes are harmless: the mutants do test readers
}

// VOUCH_MUTANTS: of each recorded page; few in every run, for these pages are large.
TEST(Mutants, of_recorded_pages_keep_every_promise) {
  const std::vector<Origin> origins = recorded_origins();
  if (origins.empty()) GTEST_SKIP() << "skipped: no conformance data";
  const char* const wanted = std::getenv("VOUCH_MUTANTS");  // NOLINT(concurrency-mt-unsafe)
  const int count = wanted == nullptr ? 12 : std::atoi(wanted);
  for (const Origin& origin : origins) {
    // A wall is small: many of its mutants cost what few of a list do.
    const bool list = origin.outcome == SerpOutcome::kRankedList;
    mutants_of(origin, list ? count : 5 * count);
  }
}

// A page that stops anywhere proves no absence.
TEST(Mutants, a_page_cut_anywhere_is_no_answer) {
  for (const Origin& origin : own_origins()) {
    if (origin.outcome == SerpOutcome::kBlocked) continue;
    for (std::size_t size = 0; size + 8 < origin.html.size(); size += 7) {
      const ReadResult result = read(origin, origin.html.substr(0, size));
      ASSERT_FALSE(result.valid()) << origin.name << " cut at " << size;
    }
  }
}

// The list's container or its rows under another name: nobody knows this layout.
TEST(Mutants, a_renamed_list_is_an_unknown_layout) {
  struct Rename {
    const char* page;
    const char* from;
  };
  const Rename renames[] = {{"baidu", "content_left"},   {"baidu", "class='result c-container"},
                            {"baidu_mobile", "results"}, {"so360", "class=result>"},
                            {"so360", "res-title"},      {"sogou", "class=results"},
                            {"bing", "b_results"},       {"bing", "class=b_algo"},
                            {"google", "class=rc"},      {"google", "id=rso"}};
  for (const Rename& rename : renames) {
    for (const OwnPage& page : ranked_pages()) {
      if (page.name != rename.page) continue;
      std::string html = page.html;
      const std::string from = rename.from;
      for (std::size_t at = html.find(from); at != std::string::npos; at = html.find(from, at)) {
        html.replace(at, from.size(), from.ends_with('>') ? "class=x>" : "class=x ");
      }
      if (std::string(rename.from) == "class=rc") {
        for (std::size_t at = html.find("tF2Cxc"); at != std::string::npos;
             at = html.find("tF2Cxc"))
          html.replace(at, 6, "x");
      }
      const Origin origin{page.name, &layout_of(page.engine, page.device), html, page.outcome};
      const ReadResult result = read(origin, html);
      EXPECT_EQ(to_string(result.outcome), "unknown_layout") << page.name << " " << rename.from;
    }
  }
}

}  // namespace
}  // namespace vouch::engines::test
