package io.github.wxpay;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.crypto.AesGcm;
import io.github.wxpay.crypto.Sm4Gcm;
import io.github.wxpay.exception.FileException;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.transport.PartFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/** Where a file lies, and what proves and opens it: as an earlier, verified answer tells. */
final class DownloadLink {
  /** The tag of an encrypted bill is at its end, so all of it is decrypted in memory. */
  private static final long MAX_ENCRYPTED = 256L << 20;

  private final JsonNode told;

  private DownloadLink(JsonNode told) {
    this.told = told;
  }

  static DownloadLink of(JsonNode told) {
    if (!told.path("download_url").isTextual()) {
      throw new MalformedException("The answer has no download_url here, so there is no file.");
    }
    return new DownloadLink(told);
  }

  String url() {
    return told.path("download_url").asText();
  }

  /**
   * Decrypts a file, compares its digest, which is that of the decrypted and decompressed file, and
   * decompresses it. Nothing is decompressed to disk before the digest is right.
   *
   * @param max the largest number of bytes that the file may have when decompressed
   */
  void settle(PartFile part, long max, Caller caller) {
    if (told.path("encrypt_key").isTextual()) {
      requireFitsInMemory(part.size(), Runtime.getRuntime().maxMemory());
      decrypt(part, caller.decrypt(told.path("encrypt_key").asText(), false));
    }
    String hash = told.path("hash_value").asText("");
    String type = told.path("hash_type").asText("SHA1");
    if (!hash.isEmpty() && !part.has(type, hash, max)) {
      throw new VerificationException(
          Reason.BAD_DIGEST,
          "The "
              + Printable.of(type, 16)
              + " of the download is not the hash_value of the response, and the file was deleted."
              + " Request the link and download it again.",
          200,
          "");
    }
    part.unpack(max);
  }

  /** Ciphertext and plaintext are in memory together, so a quarter of the heap is the limit. */
  static void requireFitsInMemory(long size, long heap) {
    long max = Math.min(MAX_ENCRYPTED, heap / 4);
    if (size > max) {
      throw new MalformedException(
          "The encrypted file has "
              + size
              + " bytes, more than the "
              + max
              + " that can be decrypted in memory. The limit is 256 MiB and a quarter of the heap"
              + " (-Xmx).");
    }
  }

  /** The cipher by the length of its key: the answer does not name it. */
  private void decrypt(PartFile part, String key) {
    try {
      byte[] secret = key.getBytes(StandardCharsets.UTF_8);
      byte[] nonce = told.path("nonce").asText().getBytes(StandardCharsets.UTF_8);
      byte[] packed = Files.readAllBytes(part.path());
      part.replace(
          secret.length == 16
              ? Sm4Gcm.decrypt(packed, secret, nonce, new byte[0])
              : AesGcm.decrypt(packed, secret, nonce, new byte[0]));
    } catch (IOException e) {
      throw FileException.of("The download cannot be read", part.path(), e);
    }
  }
}
