package io.github.wxpay.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.testing.Bytes;
import io.github.wxpay.testing.ChildJvm;
import io.github.wxpay.testing.FaultServer;
import io.github.wxpay.testing.FaultServer.Fault;
import io.github.wxpay.testing.RawRequest;
import io.github.wxpay.testing.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program with a heap of 64 MB receives responses of any size, and continues. */
@Timeout(300)
class LargeResponseTest {
  private static final int MEBIBYTE = 1 << 20;
  private static final int BOMB = (Boolean.getBoolean("nightly") ? 1024 : 80) * MEBIBYTE;
  private static final String TOO_LARGE = "MalformedException UNKNOWN";
  private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";
  private static final String GIGABYTE = "Content-Length: 1073741824\r\n";
  private static final byte[] SPACES = " ".repeat(8192).getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;

  private final byte[] packed = Bytes.gzip(new byte[BOMB]);
  private final Map<String, Fault> faults = new LinkedHashMap<>();
  private final Map<String, String> expected = new LinkedHashMap<>();

  @Test
  void endsCallsWithLargeResponsesInSmallHeap() throws Exception {
    successes();
    errors();
    List<String> command =
        new ArrayList<>(
            ChildJvm.command(
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-Dnightly=" + Boolean.getBoolean("nightly"),
                "-cp"));
    command.add(ChildJvm.classPath(true));
    command.add(LargeResponses.class.getName());
    try (FaultServer server = FaultServer.plain(this::serve)) {
      command.add(server.url());
      command.addAll(expected.keySet());
      List<String> lines = ChildJvm.run(folder, "LargeResponses", command);

      List<String> wanted = new ArrayList<>();
      List<String> names = List.copyOf(expected.keySet());
      for (int i = 0; i < names.size(); i++) {
        String fault = names.get(i);
        for (boolean v2 : new boolean[] {false, true}) {
          for (boolean async : LargeResponses.ways(i + 1, v2)) {
            wanted.add(
                String.join(
                    "|",
                    fault,
                    v2 ? "v2" : "v3",
                    async ? "async" : "waiting",
                    expected.get(fault),
                    "success " + Replies.good(v2).body().length));
          }
        }
      }
      assertThat(lines).containsExactlyElementsOf(wanted);
      System.out.println("LargeResponseTest: " + lines.size() + " calls, 0 wrong");
    }
  }

  /** Responses instead of a success. */
  private void successes() {
    put("endless chunks", TOO_LARGE, repeating(Replies.head(200, CHUNKED), Replies.chunk(8192)));
    put("endless without a length", TOO_LARGE, repeating(Replies.head(200, ""), SPACES));
    put("a gigabyte", TOO_LARGE, repeating(Replies.head(200, GIGABYTE), SPACES));
    put("gzip bomb", TOO_LARGE, encoded(200, "gzip", packed));
    put("gzip bomb in gzip", TOO_LARGE, encoded(200, "gzip, gzip", Bytes.gzip(packed)));
    put("deflate bomb", TOO_LARGE, encoded(200, "deflate", deflated(new byte[BOMB])));
    put(
        "one byte too many",
        TOO_LARGE,
        writing(closing(Reply.signed(200, new byte[8 * MEBIBYTE + 1]))));
    if (Runtime.version().feature() >= 17) { // before, the JDK has no limit of the head
      put(
          "endless head",
          "TransportException UNKNOWN",
          repeating("HTTP/1.1 200 OK\r\n", "X-A: b\r\n".getBytes(StandardCharsets.US_ASCII)));
    }
  }

  /** Error responses, whose status is known before their body. */
  private void errors() {
    put(
        "500 endless chunks",
        status(500),
        repeating(Replies.head(500, CHUNKED), Replies.chunk(500)));
    put(
        "400 endless chunks",
        status(400),
        repeating(Replies.head(400, CHUNKED), Replies.chunk(99)));
    put("500 endless without a length", status(500), repeating(Replies.head(500, ""), SPACES));
    put("404 a gigabyte", status(404), repeating(Replies.head(404, GIGABYTE), SPACES));
    put("503 gzip bomb", status(503), encoded(503, "gzip", packed));
    put("500 damaged gzip", status(500), encoded(500, "gzip", new byte[] {31, (byte) 139, 8, 1}));
    put("429 cut gzip", status(429), encoded(429, "gzip", Arrays.copyOf(packed, 1000)));
    put("502 truncated", status(502), text(Replies.head(502, GIGABYTE) + "<html>"));
    put("500 cut chunk", status(500), text(Replies.head(500, CHUNKED) + "99\r\na"));
    put("500 no chunk size", status(500), text(Replies.head(500, CHUNKED) + "zz\r\n"));
    put("500 stalls before the body", status(500), stalling(500, "Content-Length: 9\r\n", ""));
    put("400 stalls in the body", status(400), stalling(400, "Content-Length: 9\r\n", "{"));
    put("503 stalls in a chunk", status(503), stalling(503, CHUNKED, "99\r\na"));
    put("502 stalls without a length", status(502), stalling(502, "", "<html>"));
    put(
        "500 drips",
        status(500),
        connection -> {
          connection.write(Replies.head(500, GIGABYTE));
          connection.drip(SPACES, 10);
        });
  }

  private void put(String name, String result, Fault fault) {
    faults.put(name, fault);
    expected.put(name, result);
  }

  private void serve(FaultServer.Connection connection) throws IOException, InterruptedException {
    RawRequest request = connection.execute();
    if (request != null) {
      String name = request.headers.get(FaultServer.NUMBER);
      String fault = name.substring(0, name.length() - 3);
      if (fault.equals("good")) {
        connection.write(closing(Replies.good(name.endsWith("v2"))));
      } else {
        faults.get(fault).serve(connection);
      }
    }
  }

  private static String status(int status) {
    return "StatusException " + status;
  }

  private static Fault repeating(String head, byte[] bytes) {
    return connection -> {
      connection.write(head);
      connection.repeat(bytes);
    };
  }

  private static Fault encoded(int status, String encoding, byte[] body) {
    Reply reply = Reply.bare(status, "").withBody(body).with("Content-Encoding", encoding);
    return writing(closing(reply));
  }

  /** Returns a response after which no request is sent on the connection, which ends. */
  private static byte[] closing(Reply reply) {
    return reply.with("Connection", "close").wire();
  }

  private static Fault writing(byte[] response) {
    return connection -> connection.write(response);
  }

  private static Fault text(String response) {
    return connection -> connection.write(response);
  }

  private static Fault stalling(int status, String headers, String body) {
    return connection -> {
      connection.write(Replies.head(status, headers) + body);
      connection.stall();
    };
  }

  private static byte[] deflated(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      deflater.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
