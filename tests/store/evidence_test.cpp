#include "store/evidence.h"

#include "store/warc/gzip.h"
#include "tests/store/store_fixture.h"

namespace vouch::store {
namespace {

class EvidenceTest : public StoreTest {
 protected:
  EvidenceRow row(EvidenceId id) {
    return read<EvidenceRow>([id](Connection& db) { return evidence::find(db, id); });
  }
  EvidenceItem prepared(const std::string& body, const std::string& more_head = {},
                        int status = 200, EvidenceId not_modified_of = {}) {
    Hop hop = answered("https://pages.example/1", body, status, more_head);
    hop.started_at = clock_.now();
    return prepare_evidence(hop, "page", random_, not_modified_of);
  }
  std::string text(EvidenceId id) {
    const auto bytes = store_->read_evidence_now(id);
    EXPECT_TRUE(bytes) << bytes.error().text();
    return bytes.value_or("");
  }
  std::vector<warc::Record> records(EvidenceId id) {
    return warc::read_all(bytes_of(evidence_path(id)));
  }
};

TEST_F(EvidenceTest, what_came_reads_back_and_has_the_digest_that_people_see) {
  open();
  const EvidenceItem item = prepared("<p>你好</p>");
  const EvidenceId id = add_evidence(item);
  EXPECT_EQ(text(id), item.response_head + "<p>你好</p>");
  EXPECT_EQ(row(id).sha256, sha256_hex(text(id)));
  EXPECT_EQ(row(id).payload_sha256, sha256_hex("<p>你好</p>"));
  EXPECT_EQ(row(id).state, EvidenceState::kPresent);
}

TEST_F(EvidenceTest, a_body_that_came_compressed_is_kept_as_received_and_not_packed_again) {
  open();
  const std::string packed =
      warc::gzip_member(std::string(50'000, 'a') + noise(9000, 3), warc::Packing::kCompressed);
  const EvidenceId id = add_evidence(prepared(packed, "Content-Encoding: gzip\r\n"));
  EXPECT_TRUE(text(id).ends_with(packed));
  // Stored deflate blocks: the received bytes stand in the file as they are.
  EXPECT_NE(bytes_of(evidence_path(id)).find(packed), std::string::npos);
}

TEST_F(EvidenceTest, the_chunks_of_the_wire_are_kept) {
  open();
  Hop hop = answered("https://pages.example/1", "hello world");
  hop.response_head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  const std::string wire = "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n";
  hop.wire_body = std::make_shared<const std::string>(wire);
  const EvidenceId id = add_evidence(prepare_evidence(hop, "page", random_));
  EXPECT_EQ(text(id), hop.response_head + wire);
}

TEST_F(EvidenceTest, a_head_whose_chunks_are_gone_tells_the_truth_about_the_stored_body) {
  open();
  Hop hop = answered("https://pages.example/1", "hello world");
  hop.response_head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  const EvidenceId id = add_evidence(prepare_evidence(hop, "page", random_));
  EXPECT_EQ(text(id),
            "HTTP/1.1 200 OK\r\nX-Archive-Orig-Transfer-Encoding: chunked\r\nContent-Length: 11\r\n"
            "\r\nhello world");
}

TEST_F(EvidenceTest, the_same_body_again_becomes_a_revisit_that_reads_back_whole) {
  open();
  const std::string body = noise(20'000, 1);
  const EvidenceId first = add_evidence(prepared(body));
  const auto size_before = std::filesystem::file_size(evidence_path(first));
  clock_.advance(std::chrono::hours(1));
  const EvidenceItem again = prepared(body, "X-Served: again\r\n");
  const EvidenceId second = add_evidence(again);
  EXPECT_EQ(row(second).record_type, "revisit");
  EXPECT_EQ(row(second).refers_to, first);
  EXPECT_LT(std::filesystem::file_size(evidence_path(first)) - size_before, 2000U);
  EXPECT_EQ(text(second), again.response_head + body) << "head of the second, body of the first";
}

TEST_F(EvidenceTest, small_truncated_or_old_bodies_are_kept_in_full) {
  open();
  const EvidenceId small = add_evidence(prepared("tiny"));
  EXPECT_EQ(row(add_evidence(prepared("tiny"))).record_type, "response");
  EXPECT_EQ(row(small).record_type, "response");
  const std::string body = noise(5000, 9);
  add_evidence(prepared(body));
  EvidenceItem cut = prepared(body);
  cut.truncated = true;
  EXPECT_EQ(row(add_evidence(cut)).record_type, "response");
  clock_.advance(std::chrono::days(31));
  EXPECT_EQ(row(add_evidence(prepared(body))).record_type, "response")
      << "old files can be disposed of by age";
}

TEST_F(EvidenceTest, what_speaks_against_somebody_never_rests_on_a_routine_file) {
  open();
  const std::string body = noise(5000, 4);
  const EvidenceId routine = add_evidence(prepared(body));
  const EvidenceId negative = add_evidence(prepared(body), EvidenceLane::kNegative);
  EXPECT_EQ(row(negative).record_type, "response");
  EXPECT_NE(row(negative).file, row(routine).file);
  EXPECT_EQ(row(add_evidence(prepared(body), EvidenceLane::kNegative)).refers_to, negative);
}

TEST_F(EvidenceTest, a_304_refers_to_the_evidence_that_holds_the_body) {
  open();
  const EvidenceId first = add_evidence(prepared(noise(3000, 5)));
  const EvidenceItem same = prepared("", "", 304, first);
  const EvidenceId second = add_evidence(same);
  EXPECT_EQ(row(second).record_type, "revisit");
  EXPECT_EQ(row(second).refers_to, first);
  EXPECT_EQ(text(second), same.response_head) << "what came: a head alone";
  const auto all = records(second);
  EXPECT_EQ(all.back().field("WARC-Profile"), warc::kNotModified);
  const auto none = write<EvidenceId>(
      [&](WriteContext& c) { return c.evidence.add(prepared("", "", 304, EvidenceId{99})); });
  EXPECT_EQ(none.error().code, ErrorCode::kNotFound);
}

TEST_F(EvidenceTest, bytes_that_came_from_a_person_are_a_resource) {
  open();
  const std::string picture = "\x89PNG" + noise(4000, 6);
  const EvidenceId id = add_evidence(prepare_evidence("file:screen.png", "image/png", picture,
                                                      "user_file", clock_.now(), random_));
  EXPECT_EQ(text(id), picture);
  EXPECT_EQ(row(id).record_type, "resource");
}

TEST_F(EvidenceTest, without_an_answer_there_is_nothing_to_keep) {
  open();
  Hop hop;
  hop.url = "https://pages.example/1";
  const auto added = write<EvidenceId>(
      [&](WriteContext& c) { return c.evidence.add(prepare_evidence(hop, "page", random_)); });
  EXPECT_EQ(added.error().code, ErrorCode::kInvalid);
}

TEST_F(EvidenceTest, a_changed_byte_in_the_file_is_found_when_it_is_read) {
  open();
  const EvidenceId id = add_evidence(prepared(noise(3000, 7)));
  const auto path = evidence_path(id);
  std::string bytes = bytes_of(path);
  bytes[bytes.size() - 1000] = static_cast<char>(bytes[bytes.size() - 1000] ^ 1);
  write_bytes(path, bytes);
  const auto damaged = store_->read_evidence_now(id);
  ASSERT_FALSE(damaged);
  EXPECT_EQ(damaged.error().code, ErrorCode::kCorrupt);
  EXPECT_NE(damaged.error().message.find("newest backup"), std::string::npos);
}

// Another record in its place, well-formed in itself.
TEST_F(EvidenceTest, a_forged_record_is_found_by_the_digest_of_the_database) {
  open();
  const EvidenceItem real = prepared(std::string(2000, 'a'));
  const EvidenceItem forged = prepared(std::string(2000, 'b'));
  const EvidenceId id = add_evidence(real);
  const EvidenceRow place = row(id);
  std::string bytes = bytes_of(evidence_path(id));
  const auto at = static_cast<std::size_t>(place.offset);
  bytes = bytes.substr(0, at) + forged.record_member;
  bytes.resize(at + static_cast<std::size_t>(place.length), '\0');
  write_bytes(evidence_path(id), bytes);
  EXPECT_EQ(store_->read_evidence_now(id).error().code, ErrorCode::kCorrupt);
}

TEST_F(EvidenceTest, a_missing_file_and_an_unknown_number_have_their_own_answers) {
  open();
  const EvidenceId id = add_evidence(prepared("body"));
  EXPECT_EQ(store_->read_evidence_now(EvidenceId{77}).error().code, ErrorCode::kNotFound);
  std::filesystem::remove(evidence_path(id));
  EXPECT_EQ(store_->read_evidence_now(id).error().code, ErrorCode::kCorrupt);
}

TEST_F(EvidenceTest, opening_cuts_what_was_written_but_never_committed) {
  open();
  const EvidenceId id = add_evidence(prepared(noise(3000, 8)));
  const auto path = evidence_path(id);
  const std::string before = bytes_of(path);
  close();
  write_bytes(path, before + std::string(777, 'x'));
  open();
  EXPECT_EQ(bytes_of(path), before);
  const EvidenceId next = add_evidence(prepared(noise(3000, 9)));
  EXPECT_EQ(evidence_path(next), path) << "the file goes on where it was committed";
  text(next);
  text(id);
}

TEST_F(EvidenceTest, opening_sets_files_of_nobody_aside_and_deletes_none) {
  open();
  add_evidence(prepared("body"));
  close();
  write_bytes(evidence_folder() / "vouch-20260101-000099-routine.warc.gz", "bytes");
  open();
  EXPECT_FALSE(
      std::filesystem::exists(evidence_folder() / "vouch-20260101-000099-routine.warc.gz"));
  int aside = 0;
  for (const auto& entry : std::filesystem::directory_iterator(evidence_folder() / "unclaimed")) {
    EXPECT_EQ(bytes_of(entry.path()), "bytes");
    ++aside;
  }
  EXPECT_EQ(aside, 1);
}

TEST_F(EvidenceTest, a_file_that_became_shorter_is_told_and_not_written_to_any_more) {
  open();
  const EvidenceId id = add_evidence(prepared(noise(3000, 1)));
  const auto path = evidence_path(id);
  close();
  std::filesystem::resize_file(path, 100);
  open();
  ASSERT_FALSE(store_->warnings().empty());
  EXPECT_NE(store_->warnings().back().find(path.filename().string()), std::string::npos);
  EXPECT_NE(store_->warnings().back().find("newest backup"), std::string::npos);
  const EvidenceId next = add_evidence(prepared(noise(3000, 2)));
  EXPECT_NE(evidence_path(next), path);
  EXPECT_EQ(std::filesystem::file_size(path), 100U);
  text(next);
}

TEST_F(EvidenceTest, files_roll_by_size_and_by_day_and_each_begins_with_its_description) {
  auto given = options();
  given.warc_roll_bytes = 10'000;
  given.software = "vouch-test";
  open(given);
  const EvidenceId first = add_evidence(prepared(noise(6000, 1)));
  const EvidenceId second = add_evidence(prepared(noise(6000, 2)));
  EXPECT_NE(row(first).file, row(second).file);
  clock_.advance(std::chrono::days(1));
  const EvidenceId third = add_evidence(prepared("small"));
  EXPECT_NE(row(third).file, row(second).file);
  for (const EvidenceId id : {first, second, third}) {
    const auto all = records(id);
    ASSERT_GE(all.size(), 3U);
    EXPECT_EQ(all[0].field("WARC-Type"), "warcinfo");
    EXPECT_EQ(all[0].field("WARC-Filename"), row(id).file);
    EXPECT_NE(all[0].block.find("software: vouch-test"), std::string::npos);
    EXPECT_EQ(all[1].field("WARC-Type"), "request");
    EXPECT_EQ(all[1].field("WARC-Concurrent-To"), all[2].field("WARC-Record-ID"));
  }
  EXPECT_EQ(count("warc_file WHERE closed_at IS NULL"), 1);
}

TEST_F(EvidenceTest, evidence_is_found_by_observation_and_by_claim) {
  open();
  const EvidenceId one = observe(1, "one");
  const EvidenceId two = observe(2, "two");
  const auto of_first = read<std::vector<EvidenceRow>>(
      [](Connection& db) { return evidence::for_observation(db, ObservationId{1}); });
  ASSERT_EQ(of_first.size(), 1U);
  EXPECT_EQ(of_first[0].id, one);
  const ClaimId id = claim();
  const auto of_claim = read<std::map<EvidenceId, EvidenceRow>>(
      [id](Connection& db) { return evidence::for_claim(db, id); });
  EXPECT_EQ(of_claim.size(), 2U);
  EXPECT_TRUE(of_claim.contains(two));
}

}  // namespace
}  // namespace vouch::store
