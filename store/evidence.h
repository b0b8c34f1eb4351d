// Evidence: the bytes behind an observation, kept as WARC/1.1 records. Prepared items are values
// made on any thread (compression and digests cost there); EvidenceWriter belongs to the writer
// thread and puts bytes on disk before the commit that names them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/exchange.h"
#include "core/ids.h"
#include "core/random.h"
#include "core/result.h"
#include "core/time.h"
#include "store/file.h"
#include "store/sql.h"

namespace vouch::store {

// Files are disposed of whole; what speaks against somebody lies in files of its own.
enum class EvidenceLane { kRoutine, kNegative };

struct EvidenceItem {  // one response (with its request) or one file, ready to append
  std::string kind;    // "page", "robots", "probe", "provider", "user_file"
  std::string url;
  Time captured_at;
  int http_status = 0;  // 0: not HTTP
  bool truncated = false;
  std::string sha256;          // hex; of the whole response block, as shown to people
  std::string payload_sha256;  // hex; of the body as stored
  std::int64_t size = 0;       // of the response block
  std::int64_t payload_size = 0;
  std::string record_id;                      // 16 bytes
  std::string record_type;                    // "response" or "resource"
  std::string address;                        // peer without port
  std::string response_head;                  // for a revisit record
  std::string request_member;                 // gzip member; may be empty
  std::string record_member;                  // gzip member of the response or resource record ...
  std::function<std::string()> record_later;  // ... or what makes it, where a revisit will do
  EvidenceId refers_to;  // 304: the evidence that holds the body; none: an ordinary response
};

// One hop that was answered (without a response nothing can be added). `not_modified_of`: the
// earlier evidence when this is the 304 to a conditional request. `kept_payload`: hex SHA-256 of a
// body that is kept already; an answer with that body is compressed only if it must be.
EvidenceItem prepare_evidence(const Hop& hop, std::string_view kind, Random& random,
                              EvidenceId not_modified_of = {}, std::string_view kept_payload = {});
// Bytes that did not come over HTTP: a screenshot, an assisted capture, a table from a tool.
EvidenceItem prepare_evidence(std::string_view url, std::string_view content_type,
                              std::string_view bytes, std::string_view kind, Time captured_at,
                              Random& random);

class EvidenceWriter {
 public:
  struct Options {
    std::filesystem::path directory;
    std::int64_t roll_bytes = 256LL << 20;
    std::string software;  // for the warcinfo record
  };

  EvidenceWriter(Connection& db, FileSystem& files, Random& random, Options options);
  ~EvidenceWriter();
  EvidenceWriter(const EvidenceWriter&) = delete;
  EvidenceWriter& operator=(const EvidenceWriter&) = delete;

  // Inside a job: queues the bytes and inserts the evidence and ledger rows. Where the same body of
  // the same URL is kept already, a revisit record is written instead.
  Result<EvidenceId> add(const EvidenceItem& item, EvidenceLane lane = EvidenceLane::kRoutine);

  // For Store: start-up, and around each group and job.
  // Cuts files to their committed end and sets unknown ones aside in unclaimed/. Files that are
  // shorter than recorded are named in the answer and not written to any more.
  Result<std::vector<std::string>> recover(Time now);
  void begin_job(Time now);  // what is added up to the next begin_job can be undone
  void undo_job();
  void begin_group();
  Status flush();       // writes and syncs what the group queued; before COMMIT
  void forget();        // the group was rolled back and nothing more is written
  Status undo_group();  // it was rolled back and another may follow: cuts what flush() wrote

 private:
  struct State;
  std::unique_ptr<State> state_;
};

enum class EvidenceState { kPresent, kGone };  // gone: disposed of, the digest is kept

struct EvidenceRow {
  EvidenceId id;
  std::string kind;
  std::string record_type;  // "response", "revisit", "resource"
  std::string url;
  Time captured_at;
  std::string sha256;
  std::string payload_sha256;
  std::int64_t size = 0;
  int http_status = 0;
  bool truncated = false;
  EvidenceId refers_to;
  std::string file;  // name in the evidence directory
  std::int64_t offset = 0;
  std::int64_t length = 0;
  EvidenceState state = EvidenceState::kPresent;
};

namespace evidence {
Result<EvidenceRow> find(Connection& db, EvidenceId id);  // kNotFound
Result<std::vector<EvidenceRow>> for_observation(Connection& db, ObservationId id);
// Of all observations of a claim, each id once.
Result<std::map<EvidenceId, EvidenceRow>> for_claim(Connection& db, ClaimId id);

// The HTTP response block (or the file's bytes) as it came, its SHA-256 checked: kCorrupt when it
// differs, kNotFound when it was never kept, kUnavailable when it was disposed of.
Result<std::string> read(Connection& db, const std::filesystem::path& directory, EvidenceId id);
}  // namespace evidence

}  // namespace vouch::store
