// The page reader in pieces, from memory, on one thread: where the time of a first look goes.
//   vouch-bench-reader CORPUS [PAGES] [ROUNDS]
// Microseconds of processor time a page, the median of the rounds; the bare parse stands first.
#include <algorithm>
#include <ctime>
#include <fstream>
#include <functional>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "bench/looks/ceiling/page.h"
#include "bench/looks/tasks.h"
#include "bench/looks/truth.h"
#include "checks/content_match.h"
#include "core/hash.h"
#include "core/text.h"
#include "core/url.h"
#include "crawler/page/kept_markup.h"
#include "crawler/page/main_text.h"
#include "crawler/page/noscript.h"
#include "crawler/page/page_head.h"
#include "crawler/page/page_reader.h"
#include "crawler/page/page_walk.h"
#include "crawler/page/paint.h"
#include "crawler/page/prescan.h"
#include "crawler/page/published.h"
#include "crawler/page/robots_directives.h"
#include "crawler/page/signs.h"

namespace vouch::bench {
namespace {

double cpu_now() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

// Everything a page has become so far; each piece of work takes it one step further.
struct Sample {
  Task task;
  std::string body;
  std::string content_type;
  std::string text;
  std::string kept;
  std::optional<crawler::Document> document;
  crawler::PaintRules paint;
  crawler::PageWalk walk;
  crawler::MainText main;
  PageFacts facts;
};

struct Piece {
  const char* name;
  std::function<void(Sample&)> work;
  std::vector<double> seconds = {};
};

std::vector<Piece> pieces() {
  using namespace crawler;
  return {
      {"bare Gumbo and facts", [page = Page()](Sample& s) mutable { extract_tree(s.text, page); }},
      {"bare scan and facts", [page = Page()](Sample& s) mutable { extract_scan(s.text, page); }},
      {"whole reader",
       [](Sample& s) {
         PageInput input;
         input.url = s.task.url;
         input.headers = {{"Content-Type", s.content_type}};
         input.body = s.body;
         s.facts = read_page(input);
       }},
      {"  decode", [](Sample& s) { s.text = decode_page(s.body, s.content_type).decoded.text; }},
      {"  noscript", [](Sample& s) { s.text = without_noscript(std::move(s.text)); }},
      {"  kept markup", [](Sample& s) { s.kept = kept_markup(s.text); }},
      {"  shape scan", [](Sample& s) { (void)scan_shape(s.text, {}); }},
      {"  tree", [](Sample& s) { s.document.emplace(*Document::parse(s.kept)); }},
      {"  head",
       [](Sample& s) {
         const auto url = Url::parse(s.task.url);
         (void)title_of(*s.document);
         (void)description_of(*s.document);
         (void)base_of(*s.document, &*url, "utf-8");
         (void)canonical_of(&*s.document, {}, {&*url, &*url, "utf-8"});
         (void)refresh_of(*s.document, {&*url, &*url, "utf-8"});
         (void)robots_rules(robots_source(&*s.document, {}), Time{});
       }},
      {"  paint rules", [](Sample& s) { s.paint = paint_rules(*s.document); }},
      {"  walk",
       [](Sample& s) {
         const auto url = Url::parse(s.task.url);
         s.walk = walk_page(*s.document, s.paint, {&*url, "utf-8"});
       }},
      {"  main text", [](Sample& s) { s.main = select_main_text(s.walk.blocks); }},
      {"  fingerprint", [](Sample& s) { (void)sha256_hex(fold(s.main.text)); }},
      {"  published",
       [](Sample& s) {
         const auto url = Url::parse(s.task.url);
         const std::vector<HeaderField> headers;
         (void)find_published({&*s.document, &s.walk.blocks, &*url, &headers, Time{}});
       }},
      {"  language", [](Sample& s) { (void)language_of(&*s.document, {}, s.main.text); }},
      {"  signs",
       [](Sample& s) {
         const auto url = Url::parse(s.task.url);
         SignInput signs;
         signs.document = &*s.document;
         signs.paint = &s.paint;
         signs.walk = &s.walk;
         signs.title = s.task.title;
         signs.asked = signs.landed = &*url;
         (void)find_signs(signs);
       }},
      {"  give back", [](Sample& s) { s.document.reset(); }},
      {"findings: keyword", [](Sample& s) { (void)checks::find_keyword(s.facts, s.task.keyword); }},
      {"findings: link",
       [](Sample& s) {
         (void)checks::find_link(s.facts, {s.task.host, {}, false});
       }},
      {"findings: title", [](Sample& s) { (void)checks::titles_agree(s.task.title, s.facts); }},
  };
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace
}  // namespace vouch::bench

int main(int argc, char** argv) {
  using namespace vouch::bench;
  if (argc < 2) return 2;
  const std::string corpus = argv[1];
  const std::size_t pages = argc > 2 ? std::stoul(argv[2]) : 500;
  const int rounds = argc > 3 ? std::stoi(argv[3]) : 5;
  std::vector<Sample> samples;
  for (Task& task : read_tasks(corpus, pages)) {
    Sample sample;
    sample.body = read_file(file_of(corpus, "first", task.url));
    sample.content_type = "text/html" + header_charset_of(corpus, task.url);
    sample.text = vouch::crawler::decode_page(sample.body, sample.content_type).decoded.text;
    sample.task = std::move(task);
    samples.push_back(std::move(sample));
  }
  std::vector<Piece> work = pieces();
  for (int round = 0; round < rounds; ++round) {
    for (Piece& piece : work) piece.seconds.push_back(0);
    for (Sample& sample : samples) {  // page by page: caches as in a real look
      for (Piece& piece : work) {
        const double begin = cpu_now();
        piece.work(sample);
        piece.seconds.back() += cpu_now() - begin;
      }
    }
  }
  for (Piece& piece : work) {
    std::sort(piece.seconds.begin(), piece.seconds.end());
    fmt::print("{:24s} {:9.1f} us\n", piece.name,
               piece.seconds[piece.seconds.size() / 2] * 1e6 / static_cast<double>(samples.size()));
  }
  return 0;
}
