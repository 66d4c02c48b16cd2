package io.github.wxpay.benchmarks.stub;

import io.github.wxpay.benchmarks.Settings;
import io.github.wxpay.benchmarks.TestKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Verifies signatures of requests on one thread and counts the results, which any thread may read.
 */
final class SignatureCheck {
  private static final String SCHEME = "WECHATPAY2-SHA256-RSA2048 ";
  private static final Pattern FIELD = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");

  private final PublicKey key;
  private final String mchid;
  private final String serial;
  private final boolean unsigned;
  private final AtomicLong right = new AtomicLong();
  private final AtomicLong wrong = new AtomicLong();

  SignatureCheck(Settings settings) throws IOException, GeneralSecurityException {
    key = TestKeys.publicKey(Path.of(settings.get("merchantPublicKey")));
    mchid = settings.mchid();
    serial = settings.serial();
    unsigned = settings.unsigned();
  }

  /**
   * Returns whether the signature of a request is valid; always true if requests are not signed.
   */
  boolean passes(Request request) {
    if (unsigned) {
      return true;
    }
    boolean valid = isValid(request);
    if (valid) {
      right.incrementAndGet();
    } else {
      wrong.incrementAndGet();
    }
    return valid;
  }

  /** Counts a request without Authorization. */
  void refuse() {
    wrong.incrementAndGet();
  }

  long right() {
    return right.get();
  }

  long wrong() {
    return wrong.get();
  }

  private boolean isValid(Request request) {
    String authorization = request.authorization();
    if (!authorization.startsWith(SCHEME)) {
      return false;
    }
    String timestamp = "";
    String nonce = "";
    String signature = "";
    int named = 0;
    Matcher field = FIELD.matcher(authorization);
    while (field.find()) {
      String value = field.group(2);
      switch (field.group(1)) {
        case "mchid":
          named += value.equals(mchid) ? 1 : 0;
          break;
        case "serial_no":
          named += value.equals(serial) ? 1 : 0;
          break;
        case "timestamp":
          timestamp = value;
          break;
        case "nonce_str":
          nonce = value;
          break;
        case "signature":
          signature = value;
          break;
        default:
          return false;
      }
    }
    String message =
        String.join("\n", request.method(), request.target(), timestamp, nonce, request.body(), "");
    return named == 2 && verifies(message, signature);
  }

  private boolean verifies(String message, String signature) {
    try {
      Signature verifier = Signature.getInstance("SHA256withRSA");
      verifier.initVerify(key);
      verifier.update(message.getBytes(StandardCharsets.UTF_8));
      return verifier.verify(Base64.getDecoder().decode(signature));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }
}
