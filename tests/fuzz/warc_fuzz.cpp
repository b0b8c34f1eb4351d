// WARC files as they lie on a disk that somebody else could write to, and the way there and back:
// the input as a block is read as it was written.
#include <string>

#include "store/warc/gzip.h"
#include "store/warc/http_block.h"
#include "store/warc/record.h"
#include "tests/fuzz/fuzz.h"

using vouch::fuzz::require;
namespace warc = vouch::store::warc;

namespace {

void read_as_file(std::string_view bytes) {
  std::size_t position = 0;
  warc::Record record;
  std::size_t blocks = 0;
  std::size_t before = 0;
  while (warc::read_record(bytes, position, record)) {
    require(position > before && position <= bytes.size(), "each record moves on, within the file");
    before = position;
    blocks += record.block.size();
    require(record.http_head().size() + record.payload().size() == record.block.size(),
            "head and payload are the block");
  }
  require(blocks <= bytes.size(), "blocks hold no more than the file");
  constexpr std::size_t kLimit = 1 << 20;
  const auto member = warc::gunzip_member(bytes, kLimit);
  require(member.bytes.size() <= kLimit, "the limit holds");
  require(member.consumed <= bytes.size(), "no more is consumed than there is");
  if (!warc::looks_gzipped(bytes)) warc::read_all(bytes);
}

void write_and_read(std::string_view block) {
  const std::string id(16, '\x42');
  const std::string url(block.substr(0, 64));
  const std::string written = warc::encode("response", id, vouch::from_millis(1'795'501'800'000),
                                           {{"WARC-Target-URI", warc::target_uri(url)},
                                            {"Content-Type", std::string(warc::kHttpResponse)}},
                                           block);
  for (const auto packing : {warc::Packing::kCompressed, warc::Packing::kStored}) {
    const auto member = warc::gunzip_member(warc::gzip_member(written, packing), written.size());
    require(member.error.empty() && member.bytes == written, "a gzip member holds what went in");
  }
  const auto records = warc::read_all(written + written);
  require(records.size() == 2, "two records are two");
  for (const auto& record : records) {
    require(record.error.empty(), "what we write is whole");
    require(record.block == block, "the block is what was written");
    require(record.ends_with_crlfcrlf, "a record ends as ISO 28500 says");
    require(record.field("warc-target-uri") == warc::target_uri(url), "the address survives");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = vouch::fuzz::text_of(data, size);
  read_as_file(bytes);
  write_and_read(bytes);
  const std::size_t end = bytes.find("\r\n\r\n");
  if (end != std::string_view::npos) {
    const std::string_view body = bytes.substr(end + 4);
    const std::string head = warc::consistent_head(bytes.substr(0, end + 4), body);
    require(head == "\r\n" || head.ends_with("\r\n\r\n"), "a head ends with an empty line");
    if (head != "\r\n") {
      require(head.find("\r\n\r\n") == head.size() - 4, "and has only that one");
    }
    warc::is_packed(head, body);
    warc::is_chunk_framed(body);
  }
  return 0;
}
