// An RSA key of this run: it signs for nobody.
#pragma once

#include <memory>
#include <string>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

namespace vouch::engines::test {

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(BIO* bio) const { BIO_free(bio); }
};

inline EVP_PKEY* test_key() {
  constexpr std::size_t kBits = 1024;  // small, for speed
  static const std::unique_ptr<EVP_PKEY, FreeKey> key(
      EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", kBits));
  return key.get();
}

inline std::string test_private_key() {
  const std::unique_ptr<BIO, FreeKey> out(BIO_new(BIO_s_mem()));
  PEM_write_bio_PrivateKey(out.get(), test_key(), nullptr, nullptr, 0, nullptr, nullptr);
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(out.get(), &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

}  // namespace vouch::engines::test
