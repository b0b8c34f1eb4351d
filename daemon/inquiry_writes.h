// Writing in the register of inquiries: who may, what a row must hold, every change beside what was
// there, the reminder of the day, and the end of a contact's term. Writer thread.
#pragma once

#include <string>

#include "daemon/rulebook.h"
#include "store/store.h"
#include "web/inquiry_commands.h"

namespace vouch::daemon {

Result<web::AddedInquiry> add_inquiry(store::WriteContext& context, const Rulebook& rules,
                                      const web::Actor& actor, const web::NewInquiry& request);
Result<int> patch_inquiry(store::WriteContext& context, const Rulebook& rules,
                          const web::Actor& actor, const web::PatchInquiry& request);
Result<InquiryNoteId> add_inquiry_note(store::WriteContext& context, const Rulebook& rules,
                                       const web::Actor& actor, const web::AddInquiryNote& request);
Result<std::string> show_contact(store::WriteContext& context, const Rulebook& rules,
                                 const web::Actor& actor, const InquiryId& inquiry);
Result<web::ImportedInquiries> import_inquiries(store::WriteContext& context, const Rulebook& rules,
                                                const web::Actor& actor,
                                                const web::ImportInquiries& request);

// One notice to each who works on that day and has follow-ups of it or overdue; how many were told.
Result<int> note_follow_ups(store::WriteContext& context, const Rulebook& rules, Time planned);

// Contacts whose term is over; how many.
Result<int> blank_inquiry_contacts(store::WriteContext& context, int days_kept);

}  // namespace vouch::daemon
