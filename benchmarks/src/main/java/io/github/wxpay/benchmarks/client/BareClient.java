package io.github.wxpay.benchmarks.client;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.benchmarks.Settings;
import io.github.wxpay.benchmarks.TestKeys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;

/**
 * The lower bound: a minimal client on {@link HttpClient}. It signs, sends, verifies and parses
 * JSON, and checks nothing else.
 */
public final class BareClient implements Client {
  private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};

  private final ObjectMapper json = new ObjectMapper();
  private final SecureRandom random = new SecureRandom();
  private final Settings settings;
  private final HttpClient http;
  private final PrivateKey privateKey;
  private final PublicKey publicKey;

  /**
   * Creates the client.
   *
   * @param direct whether the HTTP client runs its tasks on the threads that submit them
   */
  public BareClient(Settings settings, boolean direct)
      throws IOException, GeneralSecurityException {
    this.settings = settings;
    privateKey = TestKeys.privateKey(settings.privateKey());
    publicKey = TestKeys.publicKey(settings.publicKey());
    HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
    http = direct ? builder.executor(Runnable::run).build() : builder.build();
  }

  @Override
  public String createOrder(String number) throws Exception {
    byte[] body = json.writeValueAsBytes(Order.fields(settings.mchid(), number));
    return field("code_url", call("POST", Order.CREATE, body));
  }

  @Override
  public String queryOrder(String number) throws Exception {
    String target = Order.QUERY + number + "?mchid=" + settings.mchid();
    return field("trade_state", call("GET", target, new byte[0]));
  }

  private String field(String name, byte[] body) throws IOException {
    return String.valueOf(json.readValue(body, FIELDS).get(name));
  }

  private byte[] call(String method, String target, byte[] body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(settings.url() + target))
            .header("Accept", "application/json")
            .header("Authorization", authorization(method, target, body));
    if (method.equals("POST")) {
      request.header("Content-Type", "application/json").POST(BodyPublishers.ofByteArray(body));
    }
    HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
    verify(response);
    return response.body();
  }

  private String authorization(String method, String target, byte[] body)
      throws GeneralSecurityException {
    long timestamp = System.currentTimeMillis() / 1000;
    String nonce = nonce();
    Signature signer = Signature.getInstance("SHA256withRSA");
    signer.initSign(privateKey);
    signer.update(bytes(method + "\n" + target + "\n" + timestamp + "\n" + nonce + "\n"));
    signer.update(body);
    signer.update((byte) '\n');
    return "WECHATPAY2-SHA256-RSA2048 mchid=\""
        + settings.mchid()
        + "\",nonce_str=\""
        + nonce
        + "\",signature=\""
        + Base64.getEncoder().encodeToString(signer.sign())
        + "\",timestamp=\""
        + timestamp
        + "\",serial_no=\""
        + settings.serial()
        + '"';
  }

  private String nonce() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    char[] text = new char[32];
    for (int i = 0; i < bytes.length; i++) {
      text[2 * i] = Character.forDigit(bytes[i] >> 4 & 15, 16);
      text[2 * i + 1] = Character.forDigit(bytes[i] & 15, 16);
    }
    return new String(text);
  }

  private void verify(HttpResponse<byte[]> response) throws GeneralSecurityException {
    if (!header(response, "Wechatpay-Serial").equals(settings.publicKeyId())) {
      throw new GeneralSecurityException("The response is signed with another key.");
    }
    String timestamp = header(response, "Wechatpay-Timestamp");
    if (Math.abs(System.currentTimeMillis() / 1000 - Long.parseLong(timestamp)) > 300) {
      throw new GeneralSecurityException("The response is older than 5 minutes.");
    }
    Signature verifier = Signature.getInstance("SHA256withRSA");
    verifier.initVerify(publicKey);
    verifier.update(bytes(timestamp + "\n" + header(response, "Wechatpay-Nonce") + "\n"));
    verifier.update(response.body());
    verifier.update((byte) '\n');
    String signature = header(response, "Wechatpay-Signature");
    if (!verifier.verify(Base64.getDecoder().decode(signature))) {
      throw new GeneralSecurityException("The signature of the response is wrong.");
    }
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
