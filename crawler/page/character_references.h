// Numeric character references that no parser should have to count to the end. Pure; any thread.
#pragma once

#include <string>

namespace vouch::crawler {

// A number beyond U+10FFFF means U+FFFD (HTML 13.2.5.80), as zero does. Gumbo counts in an int,
// wraps round, and puts bytes into the tree that are no UTF-8; so such numbers are made zeros where
// they stand, and no offset moves.
void tame_character_references(std::string& html);

}  // namespace vouch::crawler
