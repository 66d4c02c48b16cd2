package io.github.wxpay;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.crypto.AesGcm;
import io.github.wxpay.crypto.Sm4Gcm;
import io.github.wxpay.exception.FileException;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.internal.call.Task;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.transport.PartialFile;
import io.github.wxpay.internal.trust.Merchant;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/** A link to a file, with its digest and its key, taken from an earlier, verified response. */
final class DownloadLink {
  /** The tag of an encrypted bill is at its end, so all of it is decrypted in memory. */
  private static final long MAX_ENCRYPTED = 256L << 20;

  private final JsonNode link;

  private DownloadLink(JsonNode link) {
    this.link = link;
  }

  static DownloadLink of(JsonNode link) {
    if (!link.path("download_url").isTextual()) {
      throw new MalformedException(
          "The response has no download_url at this place, so there is no file to download.");
    }
    return new DownloadLink(link);
  }

  String url() {
    return link.path("download_url").asText();
  }

  /**
   * Decrypts a file, compares the digest of the decrypted and decompressed content, and
   * decompresses the file. Nothing is decompressed to disk before the digest has been compared.
   *
   * @param max the maximum size of the decompressed file in bytes
   */
  Task<PartialFile> verify(PartialFile part, long max, Merchant merchant) {
    return decrypted(part, merchant).map(plain -> verified(plain, max));
  }

  private Task<PartialFile> decrypted(PartialFile part, Merchant merchant) {
    if (!link.path("encrypt_key").isTextual()) {
      return Task.value(part);
    }
    requireFitsInMemory(part.size(), Runtime.getRuntime().maxMemory());
    return merchant
        .decrypt(link.path("encrypt_key").asText())
        .map(
            key -> {
              decrypt(part, key);
              return part;
            });
  }

  private PartialFile verified(PartialFile part, long max) {
    String hash = link.path("hash_value").asText("");
    String type = link.path("hash_type").asText("SHA1");
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
    return part.decompressed(max);
  }

  /** Requires at most a quarter of the heap, since ciphertext and plaintext are both in memory. */
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

  /**
   * Decrypts a file with the cipher that the length of the key implies; the response does not name
   * it.
   */
  private void decrypt(PartialFile part, String key) {
    try {
      byte[] secret = key.getBytes(StandardCharsets.UTF_8);
      byte[] nonce = link.path("nonce").asText().getBytes(StandardCharsets.UTF_8);
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
