package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.crypto.Hash;
import io.github.wxpay.sandbox.v2.V2Codec;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import io.github.wxpay.testing.Sent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random fields there and back: what core signs, the sandbox's own implementation reads and checks;
 * what that signs, core opens. The two share no code.
 */
@Timeout(120)
class RoundTripTest {
  private static final int MAPS = Boolean.getBoolean("nightly") ? 5_000 : 500;
  private static final String FIRST =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_éñßØΩяא中文商户あア한";
  private static final String NEXT = FIRST + "0123456789-.·";
  private static final String[] PIECES = {
    "a",
    "Z",
    "0",
    "=",
    "&",
    "&amp;",
    "&#65;",
    "<",
    ">",
    "'",
    "\"",
    "/>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "]]",
    "]",
    "]]]]><![CDATA[>",
    " ",
    "  ",
    "\t",
    "\n",
    "\n\n",
    "é",
    "中文",
    "😀",
    "\u0085",
    "\u00a0",
    "\u2028",
    "\u3000",
    "\ufeff",
    "\ufffd",
    "\ud7ff",
    "\ue000",
    "%",
    "%20",
    "+",
    "key",
    "\\",
    "</xml>",
    "<xml>",
    "</a>",
    "sign",
    "null",
    "\u200b",
    "\u202e",
    "𠮷"
  };

  @ParameterizedTest
  @CsvSource({"MD5, 20260102", "HMAC-SHA256, 20260103"})
  void readsFieldsThatItWrote(String type, long seed) {
    Random random = new Random(seed);
    List<Map<String, String>> replies = new ArrayList<>();
    FakeHttpClient http =
        new FakeHttpClient(
            request -> Reply.bare(200, V2Codec.signed(replies.get(0), type, Fixtures.SECRET)));
    Wxpay wxpay =
        Clients.once()
            .mchid(Fixtures.MCHID)
            .secret(Fixtures.SECRET)
            .signType(type)
            .httpClient(http)
            .build();
    int thereDiffers = 0;
    int backDiffers = 0;
    String first = "";

    for (int i = 0; i < MAPS; i++) {
      Map<String, String> body = fields(random);
      body.put("mch_id", Fixtures.MCHID);
      Map<String, String> reply = fields(random);
      reply.put("return_code", "SUCCESS");
      reply.put("result_code", "SUCCESS");
      replies.clear();
      replies.add(reply);
      String problem = "";
      try {
        Response response = wxpay.v2().chain("pay/orderquery").post(body);
        Map<String, Object> opened = new LinkedHashMap<>(response.map());
        opened.remove("sign");
        if (!new ArrayList<>(opened.entrySet()).equals(new ArrayList<>(reply.entrySet()))) {
          problem = "opened as " + opened + " instead of " + reply;
          backDiffers++;
        }
      } catch (RuntimeException e) {
        problem = e + " for " + reply;
        backDiffers++;
      }
      String there = there(http.only(), body, type);
      thereDiffers += there.isEmpty() ? 0 : 1;
      http.sent().clear();
      first = first.isEmpty() && !(problem + there).isEmpty() ? i + ": " + problem + there : first;
    }

    assertThat(first).as("%s, seed %d", type, seed).isEmpty();
    assertThat(thereDiffers + backDiffers).isZero();
  }

  /**
   * Returns the difference between a request and the one that the sandbox read; empty if there is
   * none.
   */
  private static String there(Sent sent, Map<String, String> body, String type) {
    try {
      Map<String, String> read = new LinkedHashMap<>(V2Codec.read(sent.body()));
      V2Codec.check(read, Fixtures.SECRET);
      Map<String, String> rest = new LinkedHashMap<>(read);
      boolean added =
          rest.remove("nonce_str").matches("[0-9A-Za-z]{32}")
              && rest.remove("sign").matches(type.equals("MD5") ? "[0-9A-F]{32}" : "[0-9A-F]{64}")
              && (type.equals(Hash.ALGO_MD5) || type.equals(rest.remove("sign_type")));
      return added && new ArrayList<>(rest.entrySet()).equals(new ArrayList<>(body.entrySet()))
          ? ""
          : "read as " + read + " instead of " + body;
    } catch (RuntimeException e) {
      return e + " for " + sent.text();
    }
  }

  private static Map<String, String> fields(Random random) {
    Map<String, String> fields = new LinkedHashMap<>();
    int count = random.nextInt(12);
    for (int i = 0; i < count; i++) {
      fields.put(name(random), value(random));
    }
    fields.keySet().removeAll(List.of("sign", "sign_type", "nonce_str", "xmlns"));
    // The sandbox writes such fields bare, as the platform does: they are numbers.
    fields.keySet().removeIf(name -> name.matches(".*_(fee|count|num|amount)(_\\d+)*"));
    if (random.nextBoolean()) {
      fields.put("total_fee", Integer.toString(random.nextInt(1_000_000)));
    }
    return fields;
  }

  private static String name(Random random) {
    StringBuilder name = new StringBuilder().append(any(random, FIRST));
    for (int i = random.nextInt(random.nextInt(8) == 0 ? 60 : 10); i > 0; i--) {
      name.append(any(random, NEXT));
    }
    return name.toString();
  }

  private static char any(Random random, String letters) {
    return letters.charAt(random.nextInt(letters.length()));
  }

  /** Returns up to 2 kB, also with white space at the ends: the sandbox writes values in CDATA. */
  private static String value(Random random) {
    int most = random.nextInt(20) == 0 ? 2_000 : random.nextInt(60);
    StringBuilder value = new StringBuilder();
    while (value.length() < most) {
      value.append(
          random.nextInt(4) == 0
              ? "x".repeat(random.nextInt(9))
              : PIECES[random.nextInt(PIECES.length)]);
    }
    return value.toString();
  }
}
