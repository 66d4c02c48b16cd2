package peers;

import io.github.wxpay.sandbox.Sandbox;
import java.net.URI;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

/** Prints a line for each call, and ends the program at the first that is not right. */
final class Calls {
  static final String APPID = "wxd678efh567hg6787";
  static final String OPENID = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";
  static final String NOTIFY_URL = "https://example.com/wxpay/notify";
  static final int TOTAL = 100;

  /** The smallest image there is: one dot. */
  static final byte[] PNG =
      Base64.getDecoder()
          .decode(
              "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJ"
                  + "RU5ErkJggg==");

  private Calls() {}

  /** Makes a call, which must give that value. */
  static void check(String name, Object expected, Callable<?> call) {
    Object value;
    try {
      value = call.call();
    } catch (Exception e) {
      throw new AssertionError(name + " failed", e);
    }
    if (!Objects.equals(value, expected)) {
      throw new AssertionError(name + " gave " + value + " and not " + expected);
    }
    System.out.println("right: " + name);
  }

  /** Ends the program: some of the clients leave threads behind. */
  static void end() {
    System.out.println("all calls are right");
    System.exit(0);
  }

  /** Ends the program with the reason. */
  static void fail(Throwable e) {
    e.printStackTrace(System.out);
    System.exit(1);
  }

  /** Returns the sandbox's address under the name of the platform's host. */
  static URI platform(Sandbox sandbox) {
    return URI.create("http://api.mch.weixin.qq.com:" + sandbox.uri().getPort() + "/");
  }

  /** Returns a text of the sandbox's configuration. */
  static String text(Sandbox sandbox, String name) {
    return Objects.requireNonNull(sandbox.config().get(name), name).toString();
  }

  /**
   * Returns the id of the platform's public key and the key, which stand among the certificates.
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
