package peers;

import io.github.wxpay.sandbox.Sandbox;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

/** Checks calls: prints a line for each, and exits after the first wrong result. */
final class Calls {
  static final String APPID = "wxd678efh567hg6787";
  static final String OPENID = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";
  static final String NOTIFY_URL = "https://example.com/wxpay/notify";
  static final int TOTAL = 100;

  /** A PNG image of one pixel. */
  static final byte[] PNG =
      Base64.getDecoder()
          .decode(
              "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJ"
                  + "RU5ErkJggg==");

  private Calls() {}

  /** Returns the SHA-256 digest of the image in hexadecimal. */
  static String digest() throws NoSuchAlgorithmException {
    StringBuilder digest = new StringBuilder();
    for (byte b : MessageDigest.getInstance("SHA-256").digest(PNG)) {
      digest.append(String.format("%02x", b));
    }
    return digest.toString();
  }

  /** Makes a call and compares its result. */
  static void check(String name, Object expected, Callable<?> call) {
    Object value;
    try {
      value = call.call();
    } catch (Exception e) {
      throw new AssertionError(name + " failed", e);
    }
    if (!Objects.equals(value, expected)) {
      throw new AssertionError(name + ": expected " + expected + ", got " + value);
    }
    System.out.println("passed: " + name);
  }

  /** Exits the program, since some clients do not end their threads. */
  static void end() {
    System.out.println("all calls passed");
    System.exit(0);
  }

  /** Prints the error and exits the program. */
  static void fail(Throwable e) {
    e.printStackTrace(System.out);
    System.exit(1);
  }

  /** Returns the URL of the sandbox with the host name of the platform. */
  static URI platform(Sandbox sandbox) {
    return URI.create("http://api.mch.weixin.qq.com:" + sandbox.uri().getPort() + "/");
  }

  /** Returns a value of the sandbox's configuration. */
  static String text(Sandbox sandbox, String name) {
    return Objects.requireNonNull(sandbox.config().get(name), name).toString();
  }

  /**
   * Returns the ID of the platform's public key and the key, which is listed with the certificates.
   */
  static Map.Entry<String, String> publicKey(Sandbox sandbox) {
    Map<?, ?> keys = (Map<?, ?>) sandbox.config().get("certs");
    return keys.entrySet().stream()
        .filter(entry -> entry.getKey().toString().startsWith("PUB_KEY_ID_"))
        .map(entry -> Map.entry(entry.getKey().toString(), entry.getValue().toString()))
        .findFirst()
        .orElseThrow();
  }
}
