package io.github.wxpay.crypto;

import static io.github.wxpay.testing.Bytes.joined;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.exception.CryptoException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Wycheproof's vectors (C2SP/wycheproof, testvectors_v1) through the library's own functions. They
 * are read from a separate folder, and are not part of the project.
 *
 * <p>There is no file for AES-256-ECB, SM2 or the APIv2 sign.
 */
final class Wycheproof {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The files, and what reads each. */
  private static final Map<String, BiFunction<JsonNode, JsonNode, Verdict>> FILES =
      new LinkedHashMap<>();

  static {
    FILES.put("rsa_signature_2048_sha256.json", Wycheproof::verified);
    FILES.put("rsa_signature_3072_sha256.json", Wycheproof::verified);
    FILES.put("rsa_signature_4096_sha256.json", Wycheproof::verified);
    FILES.put("rsa_pkcs1_2048_sig_gen.json", Wycheproof::signed);
    FILES.put("rsa_oaep_2048_sha1_mgf1sha1.json", Wycheproof::decrypted);
    FILES.put("rsa_oaep_misc.json", Wycheproof::decrypted);
    FILES.put("aes_gcm.json", Wycheproof::opened);
    FILES.put("aes_cbc_pkcs5.json", Wycheproof::unchained);
    FILES.put("hmac_sha256.json", Wycheproof::keyed);
  }

  private Wycheproof() {}

  /** The result of one vector. */
  private static final class Verdict {
    static final Verdict ACCEPTED = new Verdict(true, "");
    static final Verdict REFUSED = new Verdict(false, "");

    final boolean accepted;
    final String notApplicable;

    private Verdict(boolean accepted, String notApplicable) {
      this.accepted = accepted;
      this.notApplicable = notApplicable;
    }

    static Verdict of(boolean accepted) {
      return accepted ? ACCEPTED : REFUSED;
    }

    /** A vector outside the library's functions, which it must refuse. */
    static Verdict notApplicable(String why) {
      return new Verdict(false, why);
    }
  }

  /** The counts of one file. */
  static final class Tally {
    private final String file;
    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private final Map<String, Integer> notApplicable = new LinkedHashMap<>();
    private final List<String> wrong = new ArrayList<>();

    Tally(String file) {
      this.file = file;
    }

    List<String> wrong() {
      return wrong;
    }

    /** Vectors that were put to a function of the library. */
    int applied() {
      return counts.values().stream().mapToInt(Integer::intValue).sum() + wrong.size();
    }

    private void count(String id, String result, Verdict verdict) {
      if (!verdict.notApplicable.isEmpty()) {
        notApplicable.merge(verdict.notApplicable, 1, Integer::sum);
      } else if (result.equals("acceptable")
          || (result.equals("valid") && verdict.accepted)
          || (result.equals("invalid") && !verdict.accepted)) {
        counts.merge(result, 1, Integer::sum);
      } else {
        wrong.add(id + " is " + result + ", but was " + (verdict.accepted ? "taken" : "refused"));
      }
    }

    @Override
    public String toString() {
      int none = notApplicable.values().stream().mapToInt(Integer::intValue).sum();
      StringBuilder why = new StringBuilder();
      notApplicable.forEach(
          (reason, n) ->
              why.append(why.length() == 0 ? " (" : "; ")
                  .append(notApplicable.size() == 1 ? reason : n + " " + reason));
      return file
          + ": "
          + counts.getOrDefault("valid", 0)
          + " valid accepted, "
          + counts.getOrDefault("invalid", 0)
          + " invalid refused, "
          + counts.getOrDefault("acceptable", 0)
          + " acceptable, "
          + none
          + " not applicable"
          + (none == 0 ? "" : why + ")")
          + ", "
          + wrong.size()
          + " wrong";
    }
  }

  /** Returns the folder of the vectors: {@code -Dwycheproof=DIR}, or beside the project. */
  static Path folder() {
    return Path.of(System.getProperty("wycheproof", "../../shared/wycheproof"));
  }

  static List<String> files() {
    return List.copyOf(FILES.keySet());
  }

  static Tally run(Path folder, String file) {
    return run(folder, file, FILES.get(file));
  }

  private static Tally run(
      Path folder, String file, BiFunction<JsonNode, JsonNode, Verdict> reader) {
    Tally tally = new Tally(file);
    for (JsonNode group : read(folder.resolve(file)).path("testGroups")) {
      for (JsonNode test : group.path("tests")) {
        String id = file + " #" + test.path("tcId").asText() + " " + test.path("comment").asText();
        try {
          tally.count(id, test.path("result").asText(), reader.apply(group, test));
        } catch (RuntimeException e) {
          tally.wrong.add(id + " threw " + e);
        }
      }
    }
    return tally;
  }

  /**
   * Runs the files of RSA and AES-GCM in a separate process; {@code first} as second argument puts
   * Bouncy Castle before the JDK's providers, as some programs do.
   */
  public static void main(String[] args) throws ReflectiveOperationException {
    if (args.length > 1 && args[1].equals("first")) {
      Class<?> type = Class.forName("org.bouncycastle.jce.provider.BouncyCastleProvider");
      Security.insertProviderAt((Provider) type.getConstructor().newInstance(), 1);
    }
    for (String file : FILES.keySet()) {
      if (file.startsWith("rsa") || file.startsWith("aes_gcm")) {
        Tally tally = run(Path.of(args[0]), file);
        System.out.println(tally);
        tally.wrong().forEach(wrong -> System.out.println("  " + wrong));
      }
    }
  }

  /** Runs a file of RSA signatures through a provider. */
  static Tally run(Path folder, String file, Provider provider) {
    boolean signs = file.contains("sig_gen");
    return run(
        folder,
        file,
        (group, test) -> signs ? signed(group, test, provider) : verified(group, test, provider));
  }

  private static Verdict verified(JsonNode group, JsonNode test, Provider provider) {
    PublicKey key = Rsa.publicKey(group.path("publicKeyPem").asText());
    String signature = Base64.getEncoder().encodeToString(bytes(test, "sig"));
    boolean right = Rsa.verify(bytes(test, "msg"), signature, key, provider);
    PublicKey translated = (PublicKey) translated(key, provider);
    if (Rsa.verify(bytes(test, "msg"), signature, translated, provider) != right) {
      throw new IllegalStateException("another verdict with the key of the provider");
    }
    return Verdict.of(right);
  }

  private static Verdict signed(JsonNode group, JsonNode test, Provider provider) {
    if (!group.path("sha").asText().equals("SHA-256")) {
      return Verdict.notApplicable("of another digest than SHA-256");
    }
    PrivateKey key =
        Rsa.fromPkcs8(Base64.getEncoder().encodeToString(bytes(group, "privateKeyPkcs8")));
    byte[] signature = Rsa.signature(bytes(test, "msg"), key, provider);
    PrivateKey translated = (PrivateKey) translated(key, provider);
    byte[] another = Rsa.signature(bytes(test, "msg"), translated, provider);
    return Verdict.of(
        Arrays.equals(signature, bytes(test, "sig")) && Arrays.equals(signature, another));
  }

  private static Key translated(Key key, Provider provider) {
    try {
      return KeyFactory.getInstance("RSA", provider).translateKey(key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Verdict verified(JsonNode group, JsonNode test) {
    PublicKey key = Rsa.publicKey(group.path("publicKeyPem").asText());
    String signature = Base64.getEncoder().encodeToString(bytes(test, "sig"));
    return Verdict.of(Rsa.verify(bytes(test, "msg"), signature, key));
  }

  /** PKCS#1 v1.5 has one signature for each message, which the library must create. */
  private static Verdict signed(JsonNode group, JsonNode test) {
    String digest = group.path("sha").asText();
    if (!digest.equals("SHA-256")) {
      return Verdict.notApplicable("of another digest than SHA-256");
    }
    PrivateKey key =
        Rsa.fromPkcs8(Base64.getEncoder().encodeToString(bytes(group, "privateKeyPkcs8")));
    byte[] signature = Rsa.signature(bytes(test, "msg"), key);
    return Verdict.of(Arrays.equals(signature, bytes(test, "sig")));
  }

  private static Verdict decrypted(JsonNode group, JsonNode test) {
    if (!group.path("sha").asText().equals("SHA-1")
        || !group.path("mgfSha").asText().equals("SHA-1")) {
      return Verdict.notApplicable("of another digest than SHA-1");
    }
    PrivateKey key = Rsa.privateKey(group.path("privateKeyPem").asText());
    String ciphertext = Base64.getEncoder().encodeToString(bytes(test, "ct"));
    Verdict verdict = text(() -> Rsa.decrypt(ciphertext, key), bytes(test, "msg"));
    if (test.path("label").asText().isEmpty()) {
      return verdict;
    }
    return refused(verdict, "with a label, which WeChat Pay does not use: refused");
  }

  private static Verdict opened(JsonNode group, JsonNode test) {
    byte[] key = bytes(test, "key");
    byte[] boxed = joined(bytes(test, "ct"), bytes(test, "tag"));
    Verdict verdict = Verdict.REFUSED;
    try {
      byte[] plain = AesGcm.decrypt(boxed, key, bytes(test, "iv"), bytes(test, "aad"));
      byte[] again = AesGcm.encrypt(plain, key, bytes(test, "iv"), bytes(test, "aad"));
      verdict = Verdict.of(Arrays.equals(plain, bytes(test, "msg")) && Arrays.equals(again, boxed));
    } catch (CryptoException e) {
      // Refused as it should be.
    }
    return key.length == 32
        ? verdict
        : refused(verdict, "with a key of another length than the APIv3 key's: refused");
  }

  /**
   * Below AesCbc, which has text for keys and takes 16 bytes of them. A text without padding is
   * returned unchanged, as in the original, and cannot be distinguished from other texts.
   */
  private static Verdict unchained(JsonNode group, JsonNode test) {
    byte[] ciphertext = bytes(test, "ct");
    SecretKeySpec key = new SecretKeySpec(bytes(test, "key"), "AES");
    IvParameterSpec iv = new IvParameterSpec(bytes(test, "iv"));
    String base64 = Base64.getEncoder().encodeToString(ciphertext);
    boolean valid = test.path("result").asText().equals("valid");
    if (!valid && ciphertext.length > 0 && ciphertext.length % Aes.BLOCK_SIZE == 0) {
      String whole = Aes.decrypt("AES/CBC/NoPadding", key, iv, base64);
      return whole.isEmpty()
          ? Verdict.ACCEPTED
          : Verdict.notApplicable(
              "of complete blocks with an invalid padding, which is not removed");
    }
    return text(() -> Aes.decrypt("AES/CBC/NoPadding", key, iv, base64), bytes(test, "msg"));
  }

  private static Verdict keyed(JsonNode group, JsonNode test) {
    return Verdict.notApplicable("of the bare HMAC; Hash.hmac puts &key=KEY behind the text");
  }

  private interface Cleartext {
    String get();
  }

  /** Taken when the plaintext is the one expected, as far as texts tell bytes. */
  private static Verdict text(Cleartext work, byte[] expected) {
    try {
      return Verdict.of(work.get().equals(new String(expected, StandardCharsets.UTF_8)));
    } catch (CryptoException e) {
      return Verdict.REFUSED;
    }
  }

  private static Verdict refused(Verdict verdict, String why) {
    if (verdict.accepted) {
      throw new IllegalStateException("taken, though " + why);
    }
    return Verdict.notApplicable(why);
  }

  private static byte[] bytes(JsonNode node, String name) {
    String hex = node.path(name).asText();
    byte[] out = new byte[hex.length() / 2];
    for (int i = 0; i < out.length; i++) {
      out[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
    }
    return out;
  }

  private static JsonNode read(Path file) {
    try {
      return JSON.readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
