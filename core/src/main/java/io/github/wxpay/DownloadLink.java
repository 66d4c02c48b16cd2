package io.github.wxpay;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.crypto.AesGcm;
import io.github.wxpay.crypto.Sm4Gcm;
import io.github.wxpay.exception.FileException;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.internal.transport.PartFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/** Where a file lies, and what proves and opens it: as an earlier, verified answer tells. */
final class DownloadLink {
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

  /** Opens and proves what came; the digest is that of the plain, unpacked file. */
  void settle(PartFile part, Caller caller) {
    if (told.path("encrypt_key").isTextual()) {
      decrypt(part, caller.decrypt(told.path("encrypt_key").asText(), false));
    }
    String hash = told.path("hash_value").asText("");
    String type = told.path("hash_type").asText("SHA1");
    boolean right = hash.isEmpty() || part.has(type, hash);
    part.unpack();
    if (!right && !part.has(type, hash)) {
      throw new VerificationException(
          Reason.BAD_DIGEST,
          "The download is not the file whose "
              + type
              + " the platform told; it was thrown away. Ask for the link and download it again.",
          200,
          "");
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
