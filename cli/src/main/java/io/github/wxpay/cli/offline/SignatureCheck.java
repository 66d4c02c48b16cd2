package io.github.wxpay.cli.offline;

import io.github.wxpay.cli.doctor.KeyPairs;
import io.github.wxpay.cli.terminal.Verdict;
import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.crypto.Sm2;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Checks the signature of a request with the merchant's public key. If it is not valid, the block
 * that the public key recovers from it shows the padding, the digest and the text that were signed.
 */
public final class SignatureCheck {
  private static final String CHECK = "signature";

  /** The ASN.1 of a digest's algorithm and length, before the digest (RFC 8017, 9.2). */
  private static final Map<String, String> DIGESTS = new LinkedHashMap<>();

  static {
    DIGESTS.put("SHA-256", "3031300d060960864801650304020105000420");
    DIGESTS.put("SHA-1", "3021300906052b0e03021a05000414");
    DIGESTS.put("SHA-384", "3041300d060960864801650304020205000430");
    DIGESTS.put("SHA-512", "3051300d060960864801650304020305000440");
    DIGESTS.put("MD5", "3020300c06082a864886f70d020505000410");
  }

  private SignatureCheck() {}

  /** Returns whether a signature is valid for a text, and otherwise the cause. */
  public static Verdict of(String signature, PublicKey key, TextToSign text) {
    byte[] raw;
    try {
      raw = Base64.getDecoder().decode(signature);
    } catch (IllegalArgumentException e) {
      return failed(ResourceDecryption.notBase64(CHECK, signature), "");
    }
    if (KeyPairs.isSm2(key)) {
      return Sm2.verify(text.bytes(), signature, key) ? valid() : sm2(signature, key, text);
    }
    if (Rsa.verify(text.bytes(), signature, key)) {
      return valid();
    }
    return key instanceof RSAPublicKey
        ? rsa(raw, (RSAPublicKey) key, text)
        : failed("it is not that of this text and key.", "");
  }

  private static Verdict valid() {
    return Verdict.ok(CHECK, "valid for this text with the merchant's key");
  }

  private static Verdict failed(String found, String advice) {
    return Verdict.failed(CHECK, found, advice);
  }

  private static Verdict sm2(String signature, PublicKey key, TextToSign text) {
    Optional<byte[]> signed = Sm2.recovered(signature, key);
    return signed
        .flatMap(
            digest ->
                text.mistake(other -> MessageDigest.isEqual(digest, Sm2.digest(key).digest(other))))
        .map(SignatureCheck::mistaken)
        .orElseGet(() -> failed("it is that of another text, or of another key.", "Compare both."));
  }

  private static Verdict rsa(byte[] signature, RSAPublicKey key, TextToSign text) {
    int length = (key.getModulus().bitLength() + 7) / 8;
    BigInteger number = new BigInteger(1, signature);
    if (signature.length != length || number.compareTo(key.getModulus()) >= 0) {
      return failed(
          "it has " + signature.length + " bytes, and those of this key have " + length + ".",
          "It was cut, or was made with another key.");
    }
    byte[] block =
        padded(number.modPow(key.getPublicExponent(), key.getModulus()).toByteArray(), length);
    Optional<byte[]> content = content(block);
    if (content.isPresent()) {
      return digest(content.get(), text);
    }
    if (isPss(block, key.getModulus().bitLength(), "SHA-256")
        || isPss(block, key.getModulus().bitLength(), "SHA-1")) {
      return failed(
          "it has the padding PSS (SHA256withRSA/PSS, RSASSA-PSS), with the right key.",
          "Sign with PKCS#1 v1.5: SHA256withRSA, RSA-SHA256.");
    }
    return failed(
        "it was made with another key than that of this certificate.",
        "Take privateKey and certificate from the same download; `wxpay doctor` compares them.");
  }

  private static byte[] padded(byte[] number, int length) {
    byte[] block = new byte[length];
    int count = Math.min(number.length, length);
    System.arraycopy(number, number.length - count, block, length - count, count);
    return block;
  }

  /** Returns what follows the padding PKCS#1 v1.5 of signatures. */
  private static Optional<byte[]> content(byte[] block) {
    int at = 2;
    while (at < block.length && block[at] == (byte) 0xff) {
      at++;
    }
    boolean is = block[0] == 0 && block[1] == 1 && at >= 10 && at < block.length && block[at] == 0;
    return is ? Optional.of(Arrays.copyOfRange(block, at + 1, block.length)) : Optional.empty();
  }

  private static Verdict digest(byte[] content, TextToSign text) {
    for (Map.Entry<String, String> known : DIGESTS.entrySet()) {
      byte[] prefix = bytes(known.getValue());
      if (content.length > prefix.length
          && Arrays.equals(content, 0, prefix.length, prefix, 0, prefix.length)) {
        byte[] digest = Arrays.copyOfRange(content, prefix.length, content.length);
        String name = known.getKey();
        Optional<String> mistake = mistake(name, digest, text);
        return name.equals("SHA-256")
            ? mistake.map(SignatureCheck::mistaken).orElseGet(SignatureCheck::anotherText)
            : failed(
                "it was made with "
                    + name
                    + " instead of SHA-256, and the right key"
                    + mistake
                        .map(m -> m.isEmpty() ? ", for this text." : ", " + m + ".")
                        .orElse("."),
                "Sign with SHA256withRSA.");
      }
    }
    if (mistake("SHA-256", content, text).isPresent()) {
      return failed(
          "it contains the digest without its algorithm (NONEwithRSA), with the right key.",
          "Sign with SHA256withRSA.");
    }
    return failed(
        "it contains " + content.length + " bytes that are not a digest, with the right key.",
        "Sign the text with SHA256withRSA, without hashing it before.");
  }

  private static Optional<String> mistake(String algorithm, byte[] digest, TextToSign text) {
    if (algorithm.equals("SHA-256")) {
      for (boolean hex : new boolean[] {false, true}) {
        byte[] once = digest("SHA-256", text.bytes());
        byte[] given = hex ? hex(once) : once;
        if (MessageDigest.isEqual(digest, digest("SHA-256", given))) {
          return Optional.of(
              "with the SHA-256 of the text"
                  + (hex ? " as hexadecimal digits" : "")
                  + " instead of the text, so it was hashed twice");
        }
      }
    }
    return text.mistake(other -> MessageDigest.isEqual(digest, digest(algorithm, other)));
  }

  private static Verdict mistaken(String mistake) {
    return failed(
        "the key is right, but another text was signed: " + mistake + ".",
        "Sign exactly what is sent, and send exactly what was signed.");
  }

  private static Verdict anotherText() {
    return failed(
        "the key, the padding and the digest are right, but another text was signed, and it differs"
            + " by none of the usual mistakes.",
        "Print the text that was signed, and compare it with `--expect FILE`; check timestamp and"
            + " nonce first.");
  }

  private static byte[] digest(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(String hex) {
    byte[] bytes = new byte[hex.length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
    }
    return bytes;
  }

  private static byte[] hex(byte[] bytes) {
    byte[] hex = new byte[bytes.length * 2];
    for (int i = 0; i < bytes.length; i++) {
      hex[2 * i] = (byte) Character.forDigit((bytes[i] >> 4) & 15, 16);
      hex[2 * i + 1] = (byte) Character.forDigit(bytes[i] & 15, 16);
    }
    return hex;
  }

  /** Returns whether a block has the padding PSS with this digest, whatever was signed. */
  private static boolean isPss(byte[] block, int modulusBits, String digest) {
    int hash = digest(digest, new byte[0]).length;
    int masked = block.length - hash - 1;
    if (block[block.length - 1] != (byte) 0xbc || masked <= 0) {
      return false;
    }
    byte[] seed = Arrays.copyOfRange(block, masked, masked + hash);
    byte[] data = Arrays.copyOf(block, masked);
    byte[] mask = mask(seed, masked, digest);
    for (int i = 0; i < masked; i++) {
      data[i] ^= mask[i];
    }
    data[0] &= (byte) (0xff >> (8 * block.length - (modulusBits - 1)));
    int at = 0;
    while (at < masked && data[at] == 0) {
      at++;
    }
    return at < masked && data[at] == 1;
  }

  /** Returns the mask of MGF1 (RFC 8017, B.2.1). */
  private static byte[] mask(byte[] seed, int length, String digest) {
    byte[] mask = new byte[0];
    for (int counter = 0; mask.length < length; counter++) {
      byte[] numbered = Arrays.copyOf(seed, seed.length + 4);
      numbered[numbered.length - 1] = (byte) counter;
      byte[] next = digest(digest, numbered);
      int at = mask.length;
      mask = Arrays.copyOf(mask, at + next.length);
      System.arraycopy(next, 0, mask, at, next.length);
    }
    return mask;
  }
}
