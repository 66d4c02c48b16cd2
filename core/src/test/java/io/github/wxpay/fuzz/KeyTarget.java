package io.github.wxpay.fuzz;

import static io.github.wxpay.fuzz.Property.requireEqual;

import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.internal.keys.KeyReader;
import io.github.wxpay.sandbox.testing.FuzzTarget;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * The readers of keys and certificates, from text and from bytes: only their own exception, whose
 * message has no part of the input, and a key that was read can be written and read again.
 */
public final class KeyTarget {
  public static final FuzzTarget TARGET = FuzzTarget.of(KeyTarget.class, "key");

  private static final int WORD = 32;

  private KeyTarget() {}

  /** Loads the classes before the time of the inputs is measured. */
  public static void fuzzerInitialize() throws Throwable {
    TARGET.load();
  }

  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    if (!text.contains("file:") && !text.contains("classpath:")) { // these name other inputs
      read(text);
      read(input);
    }
  }

  private static void read(Object source) {
    documented(source, KeyReader::labels);
    documented(source, KeyReader::certificate);
    documented(source, one -> KeyReader.privateKey(one, null))
        .ifPresent(
            key ->
                requireEqual(
                    KeyReader.privateKey(pem("PRIVATE KEY", key), null), key, "a private key"));
    documented(source, KeyReader::publicKey)
        .ifPresent(
            key -> requireEqual(KeyReader.publicKey(pem("PUBLIC KEY", key)), key, "a public key"));
  }

  private static <T> Optional<T> documented(Object source, Function<Object, T> reader) {
    return Property.documented(
        () -> {
          try {
            return reader.apply(source);
          } catch (CryptoException e) {
            for (Throwable at = e; at != null; at = at.getCause()) {
              requireMasked(String.valueOf(at.getMessage()), source);
            }
            throw e;
          }
        },
        CryptoException.class);
  }

  private static void requireMasked(String message, Object source) {
    String text =
        source instanceof String
            ? (String) source
            : new String((byte[]) source, StandardCharsets.UTF_8);
    for (int i = 0; i + WORD <= text.length(); i += WORD / 2) {
      String word = text.substring(i, i + WORD);
      boolean label = word.equals(word.toUpperCase(Locale.ROOT)); // which a message may name
      Property.require(
          label || !message.contains(word), "the message has a part of the key: " + message);
    }
  }

  private static String pem(String label, Key key) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder().encodeToString(key.getEncoded())
        + "\n-----END "
        + label
        + "-----\n";
  }
}
