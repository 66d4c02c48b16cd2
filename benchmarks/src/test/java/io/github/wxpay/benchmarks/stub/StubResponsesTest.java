package io.github.wxpay.benchmarks.stub;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.benchmarks.Settings;
import io.github.wxpay.benchmarks.TestKeys;
import io.github.wxpay.codec.Formatter;
import io.github.wxpay.crypto.Rsa;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StubResponsesTest {
  private static final String TARGET = "/v3/pay/transactions/native";
  private static final String BODY = "{\"description\":\"商品\"}";

  private final KeyPair merchant = keys();
  private final KeyPair platform = keys();
  @TempDir private Path folder;
  private SignatureCheck check;
  private StubResponses responses;

  @BeforeEach
  void createResponses() throws Exception {
    Path file = folder.resolve("settings.properties");
    Files.write(
        file,
        List.of(
            "mchid=1900000109",
            "serial=0A",
            "publicKeyId=PUB_KEY_ID_01",
            "unsigned=false",
            "merchantPublicKey="
                + TestKeys.write(merchant.getPublic(), folder.resolve("merchant.pem")),
            "platformPrivateKey="
                + TestKeys.write(platform.getPrivate(), folder.resolve("platform.pem"))));
    Settings settings = new Settings(file);
    check = new SignatureCheck(settings);
    responses = new StubResponses(settings, check);
  }

  @Test
  void signsTheResponseToSignedRequest() {
    String response = respond(signed(BODY, merchant), BODY);

    assertThat(response).startsWith("HTTP/1.1 200 OK\r\n");
    assertThat(
            Rsa.verify(
                Formatter.response(
                    header(response, "Wechatpay-Timestamp"),
                    header(response, "Wechatpay-Nonce"),
                    response.substring(response.indexOf("\r\n\r\n") + 4)),
                header(response, "Wechatpay-Signature"),
                platform.getPublic()))
        .isTrue();
    assertThat(check.right()).isEqualTo(1);
    assertThat(check.wrong()).isZero();
  }

  @Test
  void rejectsSignatureOfAnotherBody() {
    assertThat(respond(signed(BODY, merchant), "{}")).startsWith("HTTP/1.1 401 ");
    assertThat(check.wrong()).isEqualTo(1);
  }

  @Test
  void rejectsSignatureOfAnotherKey() {
    assertThat(respond(signed(BODY, platform), BODY)).startsWith("HTTP/1.1 401 ");
    assertThat(check.wrong()).isEqualTo(1);
  }

  @Test
  void rejectsRequestWithoutAuthorization() {
    assertThat(respond("", BODY)).startsWith("HTTP/1.1 401 ");
    assertThat(check.wrong()).isEqualTo(1);
  }

  private String respond(String authorization, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "POST "
            + TARGET
            + " HTTP/1.1\r\nContent-Length: "
            + bytes.length
            + (authorization.isEmpty() ? "" : "\r\nAuthorization: " + authorization)
            + "\r\n\r\n";
    byte[] request = (head + body).getBytes(StandardCharsets.UTF_8);
    return new String(
        responses.respond(Request.read(request, 0, request.length), true), StandardCharsets.UTF_8);
  }

  private static String signed(String body, KeyPair key) {
    String message = Formatter.request("POST", TARGET, 1767321296, "nonce", body);
    return Formatter.authorization(
        "1900000109", "nonce", Rsa.sign(message, key.getPrivate()), 1767321296, "0A");
  }

  private static String header(String response, String name) {
    Matcher header = Pattern.compile("\r\n" + name + ": ([^\r]*)").matcher(response);
    assertThat(header.find()).as(name).isTrue();
    return header.group(1);
  }

  private static KeyPair keys() {
    try {
      return TestKeys.create();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
