// The port of changes of the register of inquiries. Implemented in daemon/; called on the main
// loop.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/inquiry.h"
#include "web/commands.h"

namespace vouch::web {

struct NewInquiry {
  int row = 0;                      // of a file
  std::optional<Date> received_on;  // none: today
  std::string source;
  std::string keyword;  // as typed; empty: none
  std::string page;
  ClaimId claim;
  std::string name;
  std::string contact;
  std::string need;
  std::string owner;  // login; empty: the actor
  InquiryState state = InquiryState::kNew;
  std::string lost_reason;
  std::optional<std::int64_t> amount_fen;
  std::optional<Date> next_on;
};

struct PatchInquiry {  // only what is set is changed; an empty text or no id takes it away
  InquiryId inquiry;
  std::optional<Date> received_on;
  std::optional<std::string> source;
  std::optional<std::string> keyword;
  std::optional<std::string> page;
  std::optional<ClaimId> claim;
  std::optional<std::string> name;
  std::optional<std::string> contact;
  std::optional<std::string> need;
  std::optional<std::string> owner;
  std::optional<InquiryState> state;
  std::optional<std::string> lost_reason;
  std::optional<std::int64_t> amount_fen;
  std::optional<std::optional<Date>> next_on;
};

struct AddInquiryNote {
  InquiryId inquiry;
  std::string text;
  std::optional<Date> next_on;
};

struct InquiryDuplicate {
  InquiryId id;
  Date received_on;
  std::string owner;  // name
  InquiryState state = InquiryState::kNew;
};

struct AddedInquiry {
  InquiryId id;
  std::vector<InquiryDuplicate> duplicates;
};

struct ImportInquiries {
  std::string text;  // bytes, any charset
  bool dry_run = false;
};

struct ImportedInquiry {
  NewInquiry given;     // the contact is masked
  std::string login;    // of its owner
  std::string keyword;  // as the library has it
  std::vector<InquiryDuplicate> duplicates;
};

struct ImportedInquiries {
  bool written = false;
  std::vector<std::string> columns;
  std::vector<ImportedInquiry> rows;
  std::vector<Problem> problems;
};

class InquiryCommands {
 public:
  virtual ~InquiryCommands() = default;
  virtual Task<Result<AddedInquiry>> add_inquiry(Actor actor, NewInquiry request) = 0;
  virtual Task<Status> patch_inquiry(Actor actor, PatchInquiry request) = 0;
  virtual Task<Result<InquiryNoteId>> add_inquiry_note(Actor actor, AddInquiryNote request) = 0;
  // The contact as it is. kDenied: he neither owns it nor leads its owner.
  virtual Task<Result<std::string>> show_contact(Actor actor, InquiryId inquiry) = 0;
  virtual Task<Result<ImportedInquiries>> import_inquiries(Actor actor,
                                                           ImportInquiries request) = 0;
};

}  // namespace vouch::web
