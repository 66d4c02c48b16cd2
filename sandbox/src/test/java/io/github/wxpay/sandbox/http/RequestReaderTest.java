package io.github.wxpay.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests well-formed and malformed requests. In the tables {@code |} is CR LF, and {@code <LF>},
 * {@code <CR>}, {@code <TAB>}, {@code <NUL>} and {@code <DEL>} are single characters.
 */
class RequestReaderTest {
  private static final String HOST = " HTTP/1.1|Host: a|";

  private static byte[] bytes(String row) {
    return row.replace("|", "\r\n")
        .replace("<LF>", "\n")
        .replace("<CR>", "\r")
        .replace("<TAB>", "\t")
        .replace("<NUL>", "\0")
        .replace("<DEL>", "\177")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Reads all requests in pieces of the given size, and returns a line for each. */
  private static List<String> read(byte[] bytes, int piece) throws IOException {
    RequestReader reader = new RequestReader(pieces(bytes, piece));
    List<String> requests = new ArrayList<>();
    while (reader.await()) {
      RequestHead head = reader.head();
      byte[] body = reader.body(head, Long.MAX_VALUE, count -> {});
      String text = new String(body, StandardCharsets.ISO_8859_1);
      requests.add(head.method() + " " + head.target() + " [" + text + "]");
    }
    return requests;
  }

  private static InputStream pieces(byte[] bytes, int piece) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] into, int from, int count) {
        return super.read(into, from, Math.min(count, piece));
      }
    };
  }

  private static RequestHead head(String row) throws IOException {
    return new RequestReader(new ByteArrayInputStream(bytes(row))).head();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "GET / HTTP/1.1|Host: a||~GET / []",
        "GET / HTTP/1.0||~GET / []",
        "|GET / HTTP/1.1|Host: a||~GET / []",
        "M-SEARCH * HTTP/1.1|Host: a||~M-SEARCH * []",
        "GET /v3/a?b=%E4%BA%BA&c={ HTTP/1.0||~400",
        "GET /v3/a?b=%E4%BA%BA&c=%7B HTTP/1.0||~GET /v3/a?b=%E4%BA%BA&c=%7B []",
        "GET http://b/c HTTP/1.1|Host: a||~GET http://b/c []",
        "POST / HTTP/1.1|Host: a|Content-Length: 3||abc~POST / [abc]",
        "POST / HTTP/1.1|Host: a|content-LENGTH:<TAB>3 ||abc~POST / [abc]",
        "POST / HTTP/1.1|Host: a|Content-Length: 000||~POST / []",
        "POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked||0||~POST / []",
        "POST / HTTP/1.1|Host: a|Transfer-Encoding: Chunked||3|abc|0A|0123456789|0||"
            + "~POST / [abc0123456789]",
        "POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked||3;n=v|abc|3 ; x|def|0;l|T: 1||"
            + "~POST / [abcdef]",
        "POST / HTTP/1.1|Host: a|X:<TAB> v<TAB>w ||~POST / []",
        "GET / HTTP/1.1|Host: a|!#$%&'*+-.^_`: v||~GET / []",
      })
  void readsWellFormedRequest(String row, String expected) throws IOException {
    for (int piece : new int[] {1, 7, 1 << 20}) {
      if (expected.equals("400")) {
        assertThat(status(bytes(row), piece)).isEqualTo(400);
      } else {
        assertThat(read(bytes(row), piece)).as("%s bytes a time", piece).containsExactly(expected);
      }
    }
  }

  private static int status(byte[] bytes, int piece) {
    BadRequestException e =
        catchThrowableOfType(BadRequestException.class, () -> read(bytes, piece));
    assertThat(e).as("refused").isNotNull();
    return e.status();
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '~',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        // Readers that find different ends of one body see different requests.
        "400~POST / HTTP/1.1|Host: a|Content-Length: 3|Transfer-Encoding: chunked||0||",
        "400~POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked|Content-Length: 3||0||",
        "400~POST / HTTP/1.1|Host: a|Content-Length: 3|Content-Length: 3||abc",
        "400~POST / HTTP/1.1|Host: a|Content-Length: 3|CONTENT-length: 4||abcd",
        "400~POST / HTTP/1.1|Host: a|Content-Length: 3, 3||abc",
        "400~POST / HTTP/1.1|Host: a|Content-Length: +3||abc",
        "400~POST / HTTP/1.1|Host: a|Content-Length: -3||abc",
        "400~POST / HTTP/1.1|Host: a|Content-Length: 0x3||abc",
        "400~POST / HTTP/1.1|Host: a|Content-Length: 3 3||abc",
        "400~POST / HTTP/1.1|Host: a|Content-Length:||",
        "400~POST / HTTP/1.1|Host: a|Content-Length: 9999999999999999999||",
        "400~POST / HTTP/1.0|Transfer-Encoding: chunked||0||",
        "501~POST / HTTP/1.1|Host: a|Transfer-Encoding: gzip, chunked||0||",
        "501~POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked, chunked||0||",
        "501~POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked|Transfer-Encoding: chunked||0||",
        "501~POST / HTTP/1.1|Host: a|Transfer-Encoding: identity||",
        "501~POST / HTTP/1.1|Host: a|Transfer-Encoding: xchunked||0||",
        // Chunks.
        "400~POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked||3|abcd|0||",
        "400~POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked||3|abc0||",
        "400~POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked||3<LF>abc|0||",
        "400~POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked||3|abc<LF>0||",
        "400~POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked||0x3|abc|0||",
        "400~POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked|| 3|abc|0||",
        "400~POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked||-3|abc|0||",
        "400~POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked||000000003|abc|0||",
        "400~POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked|||abc|0||",
        "400~POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked||0| T: 1||",
        "413~POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked||2000001|",
        "413~POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked||3|abc|1FFFFFE|",
        "413~POST / HTTP/1.1|Host: a|Content-Length: 33554433||",
        // Lines.
        "400~GET / HTTP/1.1<LF>Host: a<LF><LF>",
        "400~GET / HTTP/1.1|Host: a<LF>|",
        "400~GET / HTTP/1.1|Host: a|<LF>",
        "400~GET / HTTP/1.1|Host: a<CR>||",
        "400~GET / HTTP/1.1|Host: a|X: a<CR>b||",
        "400~GET / HTTP/1.1|Host: a|X<NUL>: a||",
        "400~GET /<NUL> HTTP/1.1|Host: a||",
        "400~GET /<DEL> HTTP/1.1|Host: a||",
        "400~G<NUL>T / HTTP/1.1|Host: a||",
        "400~GET / HTTP/1.1|Host: a|X: 1| 2||",
        "400~GET / HTTP/1.1|Host: a|X: 1|<TAB>2||",
        "400~GET / HTTP/1.1| Host: a||",
        "400~GET / HTTP/1.1|Host : a||",
        "400~GET / HTTP/1.1|Host: a|X<TAB>: 1||",
        "400~GET / HTTP/1.1|Host: a|: 1||",
        "400~GET / HTTP/1.1|Host: a|X||",
        "400~GET / HTTP/1.1|Host: a|X(y): 1||",
        "400~||GET / HTTP/1.1|Host: a||",
        // The request line.
        "400~GET /|Host: a||",
        "400~GET  / HTTP/1.1|Host: a||",
        "400~GET / HTTP/1.1 |Host: a||",
        "400~GET<TAB>/<TAB>HTTP/1.1|Host: a||",
        "400~ GET / HTTP/1.1|Host: a||",
        "400~G(T / HTTP/1.1|Host: a||",
        "400~GET /a b HTTP/1.1|Host: a||",
        "400~GET /{a} HTTP/1.1|Host: a||",
        "400~GET /%zz HTTP/1.1|Host: a||",
        "400~GET  HTTP/1.1|Host: a||",
        "400~GET / http/1.1|Host: a||",
        "400~GET / HTTP/1.10|Host: a||",
        "505~GET / HTTP/2.0|Host: a||",
        "505~GET / HTTP/0.9|Host: a||",
        // Single headers.
        "400~GET / HTTP/1.1||",
        "400~GET / HTTP/1.1|Host: a|Host: b||",
        "400~GET / HTTP/1.0|Host: a|host: a||",
        "417~POST / HTTP/1.1|Host: a|Expect: 200-ok||",
        "417~POST / HTTP/1.1|Host: a|Expect: 100-continue|Expect: 100-continue||",
      })
  void refusesMalformedRequest(int status, String row) {
    for (int piece : new int[] {1, 7, 1 << 20}) {
      assertThat(status(bytes(row), piece)).as("%s bytes a time", piece).isEqualTo(status);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1 << 20})
  void readsRequestsThatArriveTogether(int piece) throws IOException {
    String row =
        "POST /1"
            + HOST
            + "Content-Length: 3||abcPOST /2"
            + HOST
            + "Transfer-Encoding: chunked||1|x|0||GET /3"
            + HOST
            + "||GET /4"
            + HOST
            + "|";

    assertThat(read(bytes(row), piece))
        .containsExactly("POST /1 [abc]", "POST /2 [x]", "GET /3 []", "GET /4 []");
  }

  @Test
  void doesNotChangeCharactersOfValue() throws IOException {
    RequestHead head = head("GET /" + HOST + "X: <TAB> <NUL>a<DEL> <TAB>b\u00e9\u0001 <TAB>||");
    assertThat(head.headers().get("x")).containsExactly("\0a\177 \tb\u00e9\u0001");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1",
        "GET / HTTP/1.1|Host: a|",
        "POST / HTTP/1.1|Host: a|Content-Length: 3||ab",
        "POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked||3|ab",
        "POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked||3|abc|",
        "POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked||3|abc|0|"
      })
  void throwsEofExceptionWhenRequestIsTruncated(String row) {
    assertThatThrownBy(() -> read(bytes(row), 5)).isInstanceOf(EOFException.class);
  }

  @Test
  void limitsBytesAndHeadersOfHead() throws IOException {
    String line = "X: " + "a".repeat(10_000) + "|";
    assertThat(head("GET /" + HOST + line.repeat(38) + "|").headers().get("x")).hasSize(38);
    assertThat(status(bytes("GET /" + HOST + line.repeat(39) + "|"), 1 << 20)).isEqualTo(431);
    assertThat(status(bytes("GET /" + "a".repeat(390_000) + HOST + "|"), 1 << 20)).isEqualTo(431);
    // Host is one of the 200.
    assertThat(head("GET /" + HOST + "X: a|".repeat(199) + "|").headers().get("x")).hasSize(199);
    assertThat(status(bytes("GET /" + HOST + "X: a|".repeat(200) + "|"), 1 << 20)).isEqualTo(431);
    String chunked = "POST /" + HOST + "Transfer-Encoding: chunked||";
    assertThat(status(bytes(chunked + "1;" + "e".repeat(300) + "|a|0||"), 1 << 20)).isEqualTo(431);
    assertThat(status(bytes(chunked + "0|" + "T: a|".repeat(201) + "|"), 1 << 20)).isEqualTo(431);
    assertThat(read(bytes(chunked + "0|" + "T: a|".repeat(200) + "|"), 1 << 20)).hasSize(1);
  }

  @Test
  void readsLargestBodyByLengthAndInChunks() throws IOException {
    byte[] body = new byte[RequestReader.LARGEST_BODY];
    Arrays.fill(body, (byte) 'b');
    String size = Integer.toHexString(body.length).toUpperCase(Locale.ROOT);
    String[] heads = {
      "Content-Length: " + body.length + "||", "Transfer-Encoding: chunked||" + size + "|"
    };
    for (String head : heads) {
      InputStream all =
          new SequenceInputStream(
              new SequenceInputStream(
                  new ByteArrayInputStream(bytes("POST /" + HOST + head)),
                  new ByteArrayInputStream(body)),
              new ByteArrayInputStream(bytes("|0||")));
      RequestReader reader = new RequestReader(all);
      assertThat(reader.body(reader.head(), Long.MAX_VALUE, count -> {})).isEqualTo(body);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, ''", "1, a", "4, abcd", "5, abcde", "6, abcdef", "9, abcdef"})
  void readsNoMoreOfBodyThanRequested(long max, String expected) throws IOException {
    for (String row :
        new String[] {"Content-Length: 6||abcdef", "Transfer-Encoding: chunked||4|abcd|2|ef|0||"}) {
      List<Integer> counts = new ArrayList<>();
      RequestReader reader = new RequestReader(pieces(bytes("POST /" + HOST + row), 1));
      byte[] body = reader.body(reader.head(), max, counts::add);
      assertThat(new String(body, StandardCharsets.US_ASCII)).isEqualTo(expected);
      assertThat(counts.stream().mapToInt(Integer::intValue).sum()).isEqualTo(expected.length());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1, '', true",
    "HTTP/1.1, keep-alive, true",
    "HTTP/1.1, close, false",
    "HTTP/1.1, 'Upgrade, HTTP2-Settings', true",
    "HTTP/1.1, 'TE ,  Close', false",
    "HTTP/1.1, closed, true",
    "HTTP/1.0, '', false",
    "HTTP/1.0, Keep-Alive, true",
    "HTTP/1.0, close, false"
  })
  void keepsConnectionByVersionAndHeader(String version, String connection, boolean kept)
      throws IOException {
    String header = connection.isEmpty() ? "" : "Connection: " + connection + "|";
    assertThat(head("GET / " + version + "|Host: a|" + header + "|").keepsAlive()).isEqualTo(kept);
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1, Content-Length: 1, true",
    "HTTP/1.1, Transfer-Encoding: chunked, true",
    "HTTP/1.1, Content-Length: 0, false",
    "HTTP/1.1, X: 1, false",
    "HTTP/1.0, Content-Length: 1, false"
  })
  void recognisesClientThatWaitsForContinue(String version, String header, boolean waits)
      throws IOException {
    String row = "POST / " + version + "|Host: a|Expect: 100-Continue|" + header + "||";
    assertThat(head(row).expectsContinue()).isEqualTo(waits);
    assertThat(head(row.replace("Expect: 100-Continue|", "")).expectsContinue()).isFalse();
  }
}
