// The register of inquiries. A contact stands in `inquiry` alone, so that it can be blanked when
// its term is over; changes and notes are append-only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/inquiry.h"
#include "store/sql.h"

namespace vouch::store::inquiries {

Result<InquiryId> insert(Connection& db, const Inquiry& inquiry);
Status update(Connection& db, const Inquiry& inquiry);  // all but id and created_at
Result<std::optional<Inquiry>> find(Connection& db, InquiryId id);
// What its contact is compared by, in place of what was there.
Status put_contact_keys(Connection& db, InquiryId id, const std::vector<std::string>& keys);

Status add_change(Connection& db, const InquiryChange& change);
Result<std::vector<InquiryChange>> changes(Connection& db, InquiryId id);  // the newest first
Result<InquiryNoteId> add_note(Connection& db, const InquiryNote& note);
Result<std::vector<InquiryNote>> notes(Connection& db, InquiryId id);  // the newest first

struct Same {
  InquiryId id;
  Date received_on;
  UserId owner;
  InquiryState state = InquiryState::kNew;
};
// Others with one of these keys, the newest first, at most 20.
Result<std::vector<Same>> with_contact(Connection& db, const std::vector<std::string>& keys,
                                       InquiryId except);

struct Scope {  // whose inquiries
  bool all = false;
  UserId self;
  std::vector<TeamId> teams;  // of people in these, too
};
enum class Due { kAny, kToday, kOverdue };
struct Filter {
  Scope scope;
  std::optional<InquiryState> state;
  UserId owner;        // none: anybody's
  std::string source;  // empty: any
  KeywordId keyword;
  Due due = Due::kAny;  // as of `today`
  Date today;
  std::string words;  // in the name or the need
  std::optional<Date> from;
  std::optional<Date> to;
  InquiryId before;  // none: from the newest
  int limit = 100;
};
struct Listed {
  Inquiry inquiry;
  std::string owner_login;
  std::string owner_name;
  std::string keyword;
  int notes = 0;
  int duplicates = 0;
};
Result<std::vector<Listed>> list(Connection& db, const Filter& filter);  // the newest first
Result<std::optional<Listed>> find_listed(Connection& db, InquiryId id);

struct Count {
  std::string key;
  std::string name;
  std::int64_t count = 0;
  std::int64_t valid = 0;  // valid, quoted or won
  std::int64_t won = 0;
  std::int64_t won_fen = 0;
};
enum class By { kSource, kKeyword, kState };
Result<std::vector<Count>> counts(Connection& db, const Scope& scope, By by, Date from, Date to);

struct Waiting {  // open ones of one person
  UserId owner;
  std::string login;
  std::string name;
  int open = 0;
  int due_today = 0;
  int overdue = 0;
};
Result<std::vector<Waiting>> waiting(Connection& db, const Scope& scope, Date today);

// Contacts of inquiries that were closed before `closed_before` are gone with what they are
// compared by; the rows stay. At most `limit`; which.
Result<std::vector<InquiryId>> blank_contacts(Connection& db, Time closed_before, int limit);

}  // namespace vouch::store::inquiries
