package io.github.wxpay.cli.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.cli.terminal.Terminal;
import io.github.wxpay.codec.Transformer;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.TransportException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Sends a signed request of APIv2 and prints what was received without a check of its codes and its
 * sign. The library has no such mode, since an unverified response must not be acted upon; this is
 * for people who look for the cause of a failure.
 */
public final class UnverifiedCall {
  private final DryRun signed;
  private final Duration timeout;

  /**
   * Creates the call of a request.
   *
   * @throws IllegalArgumentException if it needs the merchant's certificate
   */
  public UnverifiedCall(DryRun signed, Duration timeout) {
    if (signed.needsCertificate()) {
      throw new IllegalArgumentException(
          "`-bb` and `-bbb` cannot present the merchant's certificate, which this endpoint"
              + " requires. Call it without them, or with `-b`.");
    }
    this.signed = signed;
    this.timeout = timeout;
  }

  /**
   * Sends the request once, and prints the response.
   *
   * @param parsed whether the fields of XML are printed as JSON, and not the received bytes
   * @return whether the status is 2xx
   * @throws TransportException if no response was received
   */
  public boolean print(Terminal terminal, boolean parsed) {
    HttpResponse<byte[]> response = send();
    terminal.err().println("HTTP " + response.statusCode());
    terminal.warn("The response is not verified. Do not act upon it.");
    ResponsePrinter printer = new ResponsePrinter(terminal);
    Optional<JsonNode> fields = parsed ? fields(response.body()) : Optional.empty();
    if (fields.isPresent()) {
      printer.json(fields.get());
    } else {
      printer.text(response.body());
    }
    return response.statusCode() / 100 == 2;
  }

  private static Optional<JsonNode> fields(byte[] body) {
    try {
      Map<String, Object> fields = Transformer.toObject(new String(body, StandardCharsets.UTF_8));
      return Optional.<Object>ofNullable(fields).map(RequestData.JSON::valueToTree);
    } catch (MalformedException e) {
      return Optional.empty(); // printed as it is
    }
  }

  private HttpResponse<byte[]> send() {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(signed.request().uri())
            .method(
                signed.method(),
                signed.bytes().length == 0
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(signed.bytes()))
            .timeout(timeout);
    signed
        .request()
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!name.equalsIgnoreCase("Accept-Encoding")) { // nothing here decompresses
                values.forEach(value -> request.header(name, value));
              }
            });
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeout)
            .build();
    try {
      return client.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      boolean sent = !(e instanceof ConnectException);
      throw new TransportException(
          signed.method()
              + " "
              + signed.request().uri().getRawPath()
              + " received no response: "
              + e.getClass().getSimpleName()
              + ". "
              + (sent
                  ? "The platform may have processed it; query the order before you repeat it."
                  : "Nothing was sent; check `-u` and the network."),
          sent,
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransportException("The call was interrupted.", true, e);
    }
  }
}
