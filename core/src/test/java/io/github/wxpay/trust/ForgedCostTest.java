package io.github.wxpay.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.github.wxpay.Notification;
import io.github.wxpay.Wxpay;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.Fixtures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Allocated bytes of forged notifications: a sender without keys must not be able to exhaust a
 * server's memory with messages that cost more than the platform's.
 */
class ForgedCostTest {
  private static final long SEED = 20_260_101;
  private static final boolean NIGHTLY = Boolean.getBoolean("nightly");
  private static final int MAX_JSON = 1 << 20;
  private static final int MAX_XML = 64 << 10;
  private static final int DIAGNOSED = 64 << 10;
  private static final int EXAMINED_AT_FIRST = 32;
  private static final String NOT_EXAMINED =
      "(the cause was not examined after many such messages)";
  private static final String SM2_KEY_ID = "PUB_KEY_ID_SM2";
  private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
  private static final KeyPair SM2_MERCHANT = sm2();
  private static final KeyPair SM2_PLATFORM = sm2();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest(name = "SM2 {0}, {1} bytes, {2}")
  @MethodSource("forgeries")
  void forgedNotificationsAllocateAtMostThreeTimesTheBytesOfAGenuineOne(
      boolean sm2, int size, Forgery forgery) {
    Notice genuine = signed(sm2, envelope(sm2, size));
    Notice forged = forgery.made(sm2, size);
    assertThat(forged.body()).hasSize(size);
    refuse(client(sm2), forged, 1); // what is loaded and cached at first use
    accept(client(sm2), genuine, 5);
    // Over the limit of the diagnosis all messages cost the same; up to it, 32 are diagnosed.
    int accepted = size > DIAGNOSED ? 5 : 20;
    int rejected = forgery == Forgery.HOSTILE_BODY ? 500 : 250;

    long one = accept(client(sm2), genuine, accepted);
    long another = refuse(client(sm2), forged, size > DIAGNOSED ? 5 : NIGHTLY ? 1_000 : rejected);

    assertThat(another).as("genuine %d bytes, seed %d", one, SEED).isLessThanOrEqualTo(3 * one);
  }

  private static Stream<Arguments> forgeries() {
    List<Arguments> all = new ArrayList<>();
    for (boolean sm2 : new boolean[] {false, true}) {
      for (int size : new int[] {1 << 10, 64 << 10, 100 << 10, MAX_JSON}) {
        for (Forgery forgery : Forgery.values()) {
          all.add(Arguments.of(sm2, size, forgery));
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void acceptsGenuineNotificationOfMaximumSize(boolean sm2) {
    byte[] body = envelope(sm2, MAX_JSON);
    assertThat(body).hasSize(MAX_JSON);

    Notification read = signed(sm2, body).to(client(sm2));

    assertThat(read.get("out_trade_no")).isEqualTo("order-1");
  }

  @Test
  void acceptsGenuineXmlNotificationOfMaximumSize() {
    Map<String, String> fields = Notice.paymentFields();
    int rest = Notice.xml(Notice.signedFields(fields, "MD5", Fixtures.SECRET)).body().length;
    fields.put("attach", "x".repeat(MAX_XML - rest + fields.get("attach").length()));
    Notice largest = Notice.xml(Notice.signedFields(fields, "MD5", Fixtures.SECRET));
    assertThat(largest.body()).hasSize(MAX_XML);

    assertThat(largest.to(client(false)).get("out_trade_no")).isEqualTo("order-1");
    assertThatThrownBy(() -> largest.withBody("\n" + largest.text()).to(client(false)))
        .isInstanceOf(MalformedException.class)
        .hasMessage(
            "The notification has 65537 bytes; at most 1048576 bytes of JSON or 65536 bytes of XML"
                + " are accepted.");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tooLarge")
  void refusesLargerNotificationsBeforeAnythingIsComputed(String what, byte[] body) {
    Map<String, String> untouched =
        new AbstractMap<>() {
          @Override
          public Set<Map.Entry<String, String>> entrySet() {
            throw new AssertionError("The headers were read.");
          }
        };
    Wxpay wxpay = client(false);

    assertThatThrownBy(() -> wxpay.notifications().parse(untouched, body)) // loads the classes
        .isInstanceOf(MalformedException.class);
    long before = allocated();
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> wxpay.notifications().parse(untouched, body))
          .isInstanceOf(MalformedException.class)
          .hasMessageStartingWith("The notification has " + body.length + " bytes; at most ");
    }

    assertThat((allocated() - before) / 10).isLessThan(MAX_XML);
  }

  private static Stream<Arguments> tooLarge() {
    String blank = " \t\r\n";
    return Stream.of(
        Arguments.of("JSON", filled("{", MAX_JSON + 1)),
        Arguments.of("much JSON", filled("{", 8 * MAX_JSON)),
        Arguments.of("JSON after white space", filled(blank + "{", MAX_JSON + 1)),
        Arguments.of("XML", filled("<", MAX_XML + 1)),
        Arguments.of("much XML", filled("<", 8 * MAX_JSON)),
        Arguments.of("XML after white space", filled(blank + "<", MAX_XML + 1)),
        Arguments.of("XML after much white space", filled(" ".repeat(MAX_XML) + "<", MAX_XML + 1)),
        Arguments.of("white space", filled(" ".repeat(MAX_JSON + 1), MAX_JSON + 1)),
        Arguments.of("nothing in particular", new byte[MAX_JSON + 1]));
  }

  private static byte[] filled(String begin, int size) {
    byte[] body = Arrays.copyOf(begin.getBytes(StandardCharsets.US_ASCII), size);
    Arrays.fill(body, begin.length(), size, (byte) 'x');
    return body;
  }

  private static long accept(Wxpay wxpay, Notice genuine, int count) {
    long before = allocated();
    for (int i = 0; i < count; i++) {
      genuine.to(wxpay);
    }
    return (allocated() - before) / count;
  }

  /**
   * Returns the average of so many refusals. A slow machine earns further examinations, four per
   * second whatever the number of messages: these do not count.
   */
  private static long refuse(Wxpay wxpay, Notice forged, int count) {
    int examined = 0;
    int counted = 0;
    long bytes = 0;
    for (int i = 0; i < count; i++) {
      long before = allocated();
      VerificationException refused = null;
      try {
        forged.to(wxpay);
      } catch (VerificationException e) {
        refused = e;
      }
      long spent = allocated() - before;
      assertThat(refused).isNotNull();
      examined += refused.getMessage().contains(NOT_EXAMINED) ? 0 : 1;
      if (forged.body().length > DIAGNOSED
          || examined <= EXAMINED_AT_FIRST
          || refused.getMessage().contains(NOT_EXAMINED)) {
        bytes += spent;
        counted++;
      }
    }
    assertThat(counted).isGreaterThanOrEqualTo(Math.min(count, EXAMINED_AT_FIRST));
    return bytes / counted;
  }

  private static long allocated() {
    return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  private static Wxpay client(boolean sm2) {
    if (!sm2) {
      return Clients.builder().apiV3Key(Fixtures.API_V3_KEY).secret(Fixtures.SECRET).build();
    }
    return Clients.once()
        .mchid(Fixtures.MCHID)
        .serial(Fixtures.SERIAL)
        .privateKey(SM2_MERCHANT.getPrivate())
        .platformKey(SM2_KEY_ID, SM2_PLATFORM.getPublic())
        .apiV3Key(Fixtures.API_V3_KEY)
        .clock(Fixtures.CLOCK)
        .build();
  }

  private static Notice signed(boolean sm2, byte[] body) {
    Notice notice = Notice.signed(body, Fixtures.platformKey(), Fixtures.NOW);
    return sm2
        ? notice
            .with("Wechatpay-Serial", SM2_KEY_ID)
            .with("Wechatpay-Signature", sm2Signature(body))
        : notice;
  }

  /** Returns a payment of exactly that many bytes. */
  private static byte[] envelope(boolean sm2, int size) {
    int attach = Math.max(0, (size - 1_000) / 4 * 3); // base64 makes four characters of three bytes
    byte[] body = envelope(sm2, attach, "");
    return envelope(sm2, attach, "s".repeat(size - body.length));
  }

  private static byte[] envelope(boolean sm2, int attach, String summary) {
    String plain =
        Notice.PLAIN.substring(0, Notice.PLAIN.length() - 1)
            + ",\"attach\":\""
            + "x".repeat(attach)
            + "\"}";
    String json =
        new String(Notice.envelope(Fixtures.API_V3_KEY, sm2 ? "" : plain), StandardCharsets.UTF_8);
    json = json.replaceFirst("\"summary\":\"[^\"]*\"", "\"summary\":\"" + summary + "\"");
    if (sm2) {
      json =
          json.replace("AEAD_AES_256_GCM", "AEAD_SM4_GCM")
              .replaceFirst("\"ciphertext\":\"[^\"]*\"", "\"ciphertext\":\"" + sm4(plain) + "\"");
    }
    return json.getBytes(StandardCharsets.UTF_8);
  }

  private static String sm4(String plain) {
    try {
      byte[] key =
          MessageDigest.getInstance("SM3", BOUNCY_CASTLE)
              .digest(Fixtures.API_V3_KEY.getBytes(StandardCharsets.UTF_8));
      Cipher cipher = Cipher.getInstance("SM4/GCM/NoPadding", BOUNCY_CASTLE);
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(key, 0, 16, "SM4"),
          new GCMParameterSpec(128, "0123456789ab".getBytes(StandardCharsets.US_ASCII)));
      cipher.updateAAD("transaction".getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder()
          .encodeToString(cipher.doFinal(plain.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String sm2Signature(byte[] body) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    String head = Fixtures.NOW + "\n" + Fixtures.NONCE + "\n";
    message.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    message.writeBytes(body);
    message.write('\n');
    PrivateKey key = SM2_PLATFORM.getPrivate();
    try {
      Signature signature = Signature.getInstance("SM3withSM2", BOUNCY_CASTLE);
      signature.initSign(key);
      signature.update(message.toByteArray());
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair sm2() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", BOUNCY_CASTLE);
      generator.initialize(new ECGenParameterSpec("sm2p256v1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private enum Forgery {
    /** The signature of any old genuine message over a body that resembles the platform's. */
    OLD_SIGNATURE {
      @Override
      Notice made(boolean sm2, int size) {
        byte[] body = envelope(sm2, size);
        body[20] ^= 1;
        return signed(sm2, envelope(sm2, 2_000)).withBody(body);
      }
    },

    /** A random signature, as long as the key's. */
    RANDOM_SIGNATURE {
      @Override
      Notice made(boolean sm2, int size) {
        Random random = new Random(SEED);
        byte[] signature = new byte[256];
        random.nextBytes(signature);
        signature[0] &= 0x3f; // less than the modulus
        try {
          if (sm2) {
            ASN1Integer r = new ASN1Integer(new BigInteger(250, random));
            ASN1Integer s = new ASN1Integer(new BigInteger(250, random));
            signature = new DERSequence(new ASN1Integer[] {r, s}).getEncoded();
          }
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
        return signed(sm2, envelope(sm2, 2_000))
            .with("Wechatpay-Signature", Base64.getEncoder().encodeToString(signature))
            .withBody(envelope(sm2, size));
      }
    },

    /** An old signature over JSON in three JSON strings, which are undone one by one. */
    NESTED_STRINGS {
      @Override
      Notice made(boolean sm2, int size) {
        String start = "\"\\\"\\\\\\\"{";
        String end = "}\\\\\\\"\\\"\"";
        String filler = " ".repeat(size - start.length() - end.length());
        return signed(sm2, envelope(sm2, 2_000)).withBody(start + filler + end);
      }
    },

    /** An old signature over a ciphertext of blanks, each of which may have been a plus. */
    BLANKS {
      @Override
      Notice made(boolean sm2, int size) {
        String start = "{\"ciphertext\":\"";
        String filler = " ".repeat(size - start.length() - 2);
        return signed(sm2, envelope(sm2, 2_000)).withBody(start + filler + "\"}");
      }
    },

    /** An old signature over a body that takes the diagnosis as long as possible. */
    HOSTILE_BODY {
      @Override
      Notice made(boolean sm2, int size) {
        StringBuilder json = new StringBuilder("{\"id\":\"1\"");
        for (int i = 0; json.length() < size - 40; i++) {
          json.append(",\"aB").append(i).append("/\":[]");
        }
        json.append(",\"z\":\"").append("/".repeat(size - json.length() - 2)).append("\"}");
        return signed(sm2, envelope(sm2, 2_000)).withBody(json.toString());
      }
    };

    abstract Notice made(boolean sm2, int size);
  }
}
