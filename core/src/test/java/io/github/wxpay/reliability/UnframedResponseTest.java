package io.github.wxpay.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.Chain;
import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.Outcome;
import io.github.wxpay.http.Options;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FaultServer;
import io.github.wxpay.testing.FaultServer.Fault;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A response that ends with its connection may be truncated: without a signature over its body, it
 * is refused.
 */
class UnframedResponseTest {
  private static final String FILE = "a,b\n`1,`2\n";
  private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"false, false", "false, true", "true, false", "true, true"})
  void refusesUnsignedFileWithoutLength(boolean async, boolean v2) {
    try (FaultServer server = FaultServer.plain(Faults.writing(Replies.head(200, "") + FILE));
        Wxpay wxpay = client(server)) {
      Throwable thrown = catchThrowable(() -> file(wxpay, async, v2));

      assertThat(thrown)
          .isInstanceOfSatisfying(
              MalformedException.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN))
          .hasMessageContaining("Content-Length")
          .hasMessageContaining("Transfer-Encoding");
      assertThat(catchThrowable(() -> download(wxpay, async, v2)))
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("Content-Length");
      assertThat(folder).isEmptyDirectory();
      assertThat(server.executed()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @CsvSource({"false, false", "false, true", "true, false", "true, true"})
  void acceptsUnsignedFileWithLength(boolean async, boolean v2) {
    String chunks = Replies.head(200, CHUNKED) + "a\r\n" + FILE + "\r\n0\r\n\r\n";
    String length = Replies.head(200, "Content-Length: 10\r\n") + FILE;
    for (String response : new String[] {chunks, length}) {
      try (FaultServer server = FaultServer.plain(Faults.writing(response));
          Wxpay wxpay = client(server)) {
        assertThat(file(wxpay, async, v2).text()).isEqualTo(FILE);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"false, false", "false, true", "true, false", "true, true"})
  void acceptsSignedResponseWithoutLength(boolean async, boolean v2) {
    try (FaultServer server = FaultServer.plain(unframed(Replies.good(v2)));
        Wxpay wxpay = client(server)) {
      Cell cell = new Cell("no length", Verb.POST, async, v2);

      assertThat(cell.call(wxpay, Options.none()).thrown).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void acceptsSignedResponseWithoutLengthOfV3Get(boolean async) {
    try (FaultServer server = FaultServer.plain(unframed(Replies.good(false)));
        Wxpay wxpay = client(server)) {
      assertThat(Clients.get(async, wxpay.chain("v3/pay")).get("trade_state")).isEqualTo("SUCCESS");
    }
  }

  /** The status says enough. */
  @Test
  void reportsErrorWithoutLengthByItsStatus() {
    try (FaultServer server = FaultServer.plain(Faults.writing(Replies.head(502, "") + "<html>"));
        Wxpay wxpay = client(server)) {
      for (boolean v2 : new boolean[] {false, true}) {
        assertThatThrownBy(() -> file(wxpay, false, v2)).hasMessageContaining("502");
      }
    }
  }

  private static Response file(Wxpay wxpay, boolean async, boolean v2) {
    return v2
        ? Clients.post(async, wxpay.v2().chain("pay/downloadbill"), fields())
        : Clients.get(async, wxpay.chain("v3/billdownload/file").query("token", "a"));
  }

  private void download(Wxpay wxpay, boolean async, boolean v2) {
    Chain chain = v2 ? wxpay.v2().chain("pay/downloadbill") : wxpay.chain("v3/billdownload/file");
    Path target = folder.resolve("bill");
    if (async) {
      Clients.join(
          v2 ? chain.downloadAsync(target, fields(), Options.none()) : chain.downloadAsync(target));
    } else if (v2) {
      chain.download(target, fields(), Options.none());
    } else {
      chain.download(target);
    }
  }

  private static Map<String, String> fields() {
    return Map.of("mch_id", Fixtures.MCHID, "bill_date", "20260101");
  }

  private static Wxpay client(FaultServer server) {
    return Clients.builder().secret(Fixtures.SECRET).baseUrl(server.url()).build();
  }

  /** The response without its length, up to the end of the connection. */
  private static Fault unframed(Reply reply) {
    StringBuilder headers = new StringBuilder();
    reply
        .headers()
        .forEach(
            (name, values) ->
                values.forEach(value -> headers.append(name + ": " + value + "\r\n")));
    return connection -> {
      connection.execute();
      connection.write(Replies.head(200, headers.toString()));
      connection.write(reply.body());
    };
  }
}
