// Writes the WARC files that independent readers look at (tests/store/warc_readers.sh), and a list
// of what the store says about each record. In an ordinary run they go into a temporary directory.
#include <fstream>

#include <boost/json.hpp>

#include "store/warc/gzip.h"
#include "tests/store/store_fixture.h"

namespace vouch::store {
namespace {

class WarcSample : public StoreTest {
 protected:
  EvidenceItem page(const std::string& path, const std::string& body,
                    const std::string& more_head = {}) {
    Hop hop = answered("https://pages.example/" + path, body, 200, more_head);
    hop.started_at = clock_.now();
    clock_.advance(std::chrono::seconds(3));
    return prepare_evidence(hop, "page", random_);
  }
};

TEST_F(WarcSample, of_every_kind_of_record) {
  auto given = options();
  given.warc_roll_bytes = 60'000;
  open(given);
  const std::string html = "<html><title>净水器</title>" + std::string(3000, 'x') + "</html>";
  const EvidenceId first = add_evidence(page("plain", html));
  add_evidence(page("again", html));
  add_evidence(page("gzip", warc::gzip_member(html, warc::Packing::kCompressed),
                    "Content-Encoding: gzip\r\n"));
  add_evidence(page("path with space/净水器?q=<a>", "odd address"));
  add_evidence(page("empty", ""));
  add_evidence(page("negative", noise(30'000, 1)), EvidenceLane::kNegative);
  add_evidence(page("negative", noise(30'000, 2)), EvidenceLane::kNegative);

  Hop chunked = answered("https://pages.example/chunked", "hello world");
  chunked.response_head =
      "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n";
  chunked.wire_body = std::make_shared<const std::string>("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n");
  chunked.started_at = clock_.now();
  add_evidence(prepare_evidence(chunked, "page", random_));

  Hop unchanged = answered("https://pages.example/plain", "", 304);
  unchanged.started_at = clock_.now();
  add_evidence(prepare_evidence(unchanged, "page", random_, first));

  Hop cut = answered("https://pages.example/cut", noise(9000, 5));
  cut.truncated = true;
  cut.started_at = clock_.now();
  add_evidence(prepare_evidence(cut, "page", random_));

  add_evidence(prepare_evidence("file:screen.png", "image/png", noise(2000, 3), "user_file",
                                clock_.now(), random_));

  boost::json::array list;
  for (std::int64_t id = 1; id <= count("evidence"); ++id) {
    const auto row =
        read<EvidenceRow>([id](Connection& db) { return evidence::find(db, EvidenceId{id}); });
    list.push_back(boost::json::object{{"file", row.file},
                                       {"offset", row.offset},
                                       {"length", row.length},
                                       {"type", row.record_type},
                                       {"url", row.url},
                                       {"sha256", row.sha256},
                                       {"payload_sha256", row.payload_sha256},
                                       {"status", row.http_status}});
  }
  EXPECT_GE(count("warc_file"), 3) << "files of both lanes, and one that rolled";
  close();
  const char* out = std::getenv("VOUCH_WARC_OUT");
  if (out == nullptr) return;
  std::filesystem::copy(evidence_folder(), out, std::filesystem::copy_options::recursive);
  std::ofstream(std::filesystem::path(out) / "records.json") << boost::json::serialize(list);
}

}  // namespace
}  // namespace vouch::store
