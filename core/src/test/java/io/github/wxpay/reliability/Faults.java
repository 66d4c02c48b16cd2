package io.github.wxpay.reliability;

import io.github.wxpay.testing.FaultServer.Fault;
import io.github.wxpay.testing.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The faults of a server, by name, for each protocol. */
final class Faults {
  private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";
  private static final String HTML = "<html><body>gateway</body></html>";
  private static final String JSON = "{\"code\":\"SYSTEM_ERROR\",\"message\":\"later\"}";

  private Faults() {}

  /** Returns servers that execute the request, and end the exchange at once. */
  static Map<String, Fault> ending(boolean v2) {
    byte[] good = Replies.good(v2).wire();
    Map<String, Fault> faults = new LinkedHashMap<>();
    faults.put("closes", connection -> connection.execute());
    faults.put(
        "resets",
        connection -> {
          connection.execute();
          connection.reset();
        });
    faults.put("closes connection and port", closingPort());
    faults.put(
        "resets connection and closes port",
        connection -> {
          connection.execute();
          connection.closePort();
          connection.reset();
        });
    faults.put("half the status line", writing(Arrays.copyOf(good, 9)));
    faults.put("half the head", writing(Arrays.copyOf(good, 40)));
    faults.put(
        "half the head and a reset",
        connection -> {
          connection.execute();
          connection.write(Arrays.copyOf(good, 40));
          connection.reset();
        });
    faults.put("body one byte short", writing(Arrays.copyOf(good, good.length - 1)));
    faults.put("chunk that is cut", writing(Replies.head(200, CHUNKED) + "10\r\n{}"));
    faults.put("chunks without an end", writing(Replies.head(200, CHUNKED) + "2\r\n{}\r\n"));
    faults.put("chunk size that is not a number", writing(Replies.head(200, CHUNKED) + "zz\r\n"));
    faults.put("nonsense", writing("nonsense\r\n\r\n"));
    faults.put("zero bytes", writing(new byte[100]));
    faults.put("status that is not a number", writing("HTTP/1.1 abc X\r\n\r\n"));
    faults.put("header without a colon", writing("HTTP/1.1 200 OK\r\nabc\r\n\r\n"));
    faults.put("informational response only", writing("HTTP/1.1 100 Continue\r\n\r\n"));
    faults.put("empty 200", writing(Reply.bare(200, "").wire()));
    faults.put("HTML 200", writing(Reply.bare(200, HTML).wire()));
    faults.put("202", writing(Reply.bare(202, "").wire()));
    faults.put("204", writing(Replies.head(204, "")));
    for (int status : new int[] {408, 429, 500, 502, 503, 504, 599}) {
      faults.put(status + " with JSON", writing(Reply.bare(status, JSON).wire()));
      faults.put(status + " with HTML", writing(Reply.bare(status, HTML).wire()));
      faults.put("empty " + status, writing(Reply.bare(status, "").wire()));
    }
    faults.put("truncated 502", writing(Reply.bare(502, HTML).wire(1000)));
    return faults;
  }

  /** Returns servers that execute the request, and then keep the client waiting. */
  static Map<String, Fault> waiting(boolean v2) {
    Map<String, Fault> faults = stalls(v2);
    faults.replaceAll(
        (name, stall) ->
            connection -> {
              connection.execute();
              stall.serve(connection);
            });
    return faults;
  }

  /** Returns responses that keep the client waiting, to a request that was read. */
  static Map<String, Fault> stalls(boolean v2) {
    byte[] good = Replies.good(v2).wire();
    Map<String, Fault> faults = new LinkedHashMap<>();
    faults.put("stalls before the head", stall(new byte[0]));
    faults.put("stalls in the status line", stall(Arrays.copyOf(good, 5)));
    faults.put("stalls in the head", stall(Arrays.copyOf(good, 40)));
    faults.put("stalls in the body", stall(Arrays.copyOf(good, good.length - 1)));
    faults.put("stalls after a chunk", stall(Replies.head(200, CHUNKED) + "2\r\n{}\r\n"));
    faults.put("stalls without a length", stall(Replies.head(200, "") + "{}"));
    faults.put("stalls after 100", stall("HTTP/1.1 100 Continue\r\n\r\n"));
    faults.put("drips the head", drip("HTTP/1.1 200 OK\r\nX-A: " + "a".repeat(10_000)));
    faults.put(
        "drips the body", drip(Replies.head(200, "Content-Length: 10000\r\n"), " ".repeat(10_000)));
    faults.put("drips chunks", drip(Replies.head(200, CHUNKED), "1\r\n \r\n".repeat(2_000)));
    return faults;
  }

  /** Returns servers with TLS to which no request gets through, and which refuse the handshake. */
  static Map<String, Fault> refusingHandshake() {
    Map<String, Fault> faults = new LinkedHashMap<>();
    faults.put("TLS: resets at once", connection -> connection.reset());
    faults.put(
        "TLS: resets after the hello",
        connection -> {
          connection.readRaw();
          connection.reset();
        });
    faults.put(
        "TLS: sends an alert",
        connection -> {
          connection.readRaw();
          connection.writeRaw(21, 3, 3, 0, 2, 2, 40); // fatal: handshake_failure
        });
    faults.put(
        "TLS: sends HTTP",
        connection -> {
          connection.readRaw();
          connection.writeRaw("HTTP/1.1 400 X\r\nContent-Length: 0\r\n\r\n".chars().toArray());
        });
    return faults;
  }

  /**
   * Returns servers with TLS to which no request gets through, since they close the connection: the
   * JDK notices that only when it sends the request.
   */
  static Map<String, Fault> closingHandshake() {
    Map<String, Fault> faults = new LinkedHashMap<>();
    faults.put("TLS: closes at once", connection -> {});
    faults.put("TLS: closes after the hello", connection -> connection.readRaw());
    return faults;
  }

  /** Returns servers with TLS to which no request gets through, and which do not end. */
  static Map<String, Fault> stallingHandshake() {
    Map<String, Fault> faults = new LinkedHashMap<>();
    faults.put("TLS: never reads", connection -> connection.stall());
    faults.put(
        "TLS: stalls after the hello",
        connection -> {
          connection.readRaw();
          connection.stall();
        });
    faults.put(
        "TLS: stalls in its hello",
        connection -> {
          connection.readRaw();
          connection.writeRaw(22, 3, 3, 0, 122, 2, 0, 0, 118, 3, 3);
          connection.stall();
        });
    return faults;
  }

  /** Returns proxies that make no tunnel: they count the request for it under no number. */
  static Map<String, Fault> refusingTunnel() {
    Map<String, Fault> faults = new LinkedHashMap<>();
    for (int status : new int[] {400, 403, 404, 500, 502, 503, 504}) {
      faults.put("proxy: " + status, writing(Reply.bare(status, HTML).wire()));
    }
    faults.put("proxy: 407", writing(Reply.bare(407, HTML).wire()));
    faults.put(
        "proxy: 407 with a challenge",
        writing(Reply.bare(407, "").with("Proxy-Authenticate", "Basic realm=\"a\"").wire()));
    faults.put("proxy: closes", connection -> connection.execute());
    faults.put(
        "proxy: resets",
        connection -> {
          connection.execute();
          connection.reset();
        });
    faults.put("proxy: nonsense", writing("nonsense\r\n\r\n"));
    faults.put("proxy: stalls", stalling(""));
    faults.put("proxy: stalls in the head", stalling("HTTP/1.1 200 "));
    faults.put("proxy: tunnel that stalls", stalling("HTTP/1.1 200 OK\r\n\r\n"));
    return faults;
  }

  /** Executes, closes the port, and then the connection: a second try finds nothing. */
  static Fault closingPort() {
    return connection -> {
      connection.execute();
      connection.closePort();
    };
  }

  /** Executes, and then asks for a certificate that the client does not have. */
  static Fault askingForCertificate() {
    return connection -> {
      connection.useOldTls();
      connection.execute();
      connection.askForCertificate();
    };
  }

  /** Executes and responds. */
  static Fault writing(byte[] response) {
    return connection -> {
      connection.execute();
      connection.write(response);
    };
  }

  static Fault writing(String response) {
    return connection -> {
      connection.execute();
      connection.write(response);
    };
  }

  private static Fault stalling(String response) {
    Fault stall = stall(response.getBytes(StandardCharsets.ISO_8859_1));
    return connection -> {
      connection.execute();
      stall.serve(connection);
    };
  }

  private static Fault stall(String response) {
    return stall(response.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Fault stall(byte[] response) {
    return connection -> {
      connection.write(response);
      connection.stall();
    };
  }

  private static Fault drip(String slowly) {
    return drip("", slowly);
  }

  private static Fault drip(String atOnce, String slowly) {
    return connection -> {
      connection.write(atOnce);
      connection.drip(slowly.getBytes(StandardCharsets.ISO_8859_1), 10);
    };
  }
}
