package io.github.wxpay.files;

import static io.github.wxpay.testing.Bytes.gzip;
import static io.github.wxpay.testing.Bytes.joined;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.Wxpay;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.http.Options;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.RawServer;
import io.github.wxpay.testing.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements are verified by the platform's signature over their digest. */
class StatementTest {
  private static final String HEADER = "Wechatpay-Statement-Sha1";
  private static final byte[] FILE = "a,b\n`1,`2\n".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;
  private volatile Reply reply = proved(FILE, Hash.sha1(FILE));
  private final RawServer server =
      new RawServer(
          (request, out) -> {
            out.write(reply.wire());
            return true;
          });
  private final Wxpay wxpay = Clients.builder().baseUrl(server.url()).build();

  @AfterEach
  void end() {
    wxpay.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"v3/statements", "v3/global/statements", "hk/v3/statements", "/v3/statements?a=b"})
  void verifiesStatementByItsDigest(String path) throws IOException {
    Path target = folder.resolve("statement");

    wxpay.chain(path).download(target);

    assertThat(Files.readAllBytes(target)).isEqualTo(FILE);
    assertThat(wxpay.chain(path).get().bytes()).isEqualTo(FILE);
  }

  @Test
  void acceptsDigestOfDecompressedFile() throws IOException {
    reply = proved(gzip(FILE), Hash.sha1(FILE)).with("Content-Encoding", "gzip");
    Path target = folder.resolve("statement");

    wxpay.chain("v3/statements").download(target);

    assertThat(Files.readAllBytes(target)).isEqualTo(FILE);
    assertThat(wxpay.chain("v3/statements").get().bytes()).isEqualTo(FILE);
  }

  @Test
  void acceptsDigestOfReceivedGzipFile() throws IOException {
    byte[] packed = gzip(FILE);
    reply = proved(packed, Hash.sha1(packed));
    Path target = folder.resolve("statement");

    wxpay.chain("v3/statements").download(target);

    assertThat(Files.readAllBytes(target)).isEqualTo(FILE);
    assertThat(wxpay.chain("v3/statements").get().bytes()).isEqualTo(packed);
  }

  @Test
  void acceptsGzipOfSeveralMembers() throws IOException {
    byte[] two = joined(gzip(FILE), gzip(FILE));
    reply = proved(two, Hash.sha1(joined(FILE, FILE)));
    Path target = folder.resolve("statement");

    wxpay.chain("v3/statements").downloadAsync(target, Options.none()).join();

    assertThat(Files.readAllBytes(target)).isEqualTo(joined(FILE, FILE));
  }

  @Test
  void rejectsBytesAfterTheEndOfGzip() throws IOException {
    Reply genuine = proved(gzip(FILE), Hash.sha1(FILE));
    for (byte[] after : new byte[][] {{0}, FILE, new byte[100_000]}) {
      Reply longer = genuine.withBody(joined(gzip(FILE), after));
      refused(longer, Reason.BAD_DIGEST);

      reply = longer.with("Content-Encoding", "gzip");
      assertThat(catchThrowable(() -> wxpay.chain("v3/statements").get()))
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("cannot be decompressed");
      assertFails(VerificationException.class, Options.none());

      // Signed with those bytes: then it is the file, but not gzip.
      byte[] body = longer.body();
      reply = proved(body, Hash.sha1(body));
      assertFails(MalformedException.class, Options.none());
    }
  }

  @Test
  void rejectsTruncatedGzip() throws IOException {
    byte[] packed = gzip(FILE);
    for (int length = 2; length < packed.length; length++) {
      reply = proved(Arrays.copyOf(packed, length), Hash.sha1(FILE));
      assertFails(VerificationException.class, Options.none());
    }
  }

  @Test
  void endsStatementThatDecompressesBeyondTheLimit() throws IOException {
    byte[] large = new byte[1 << 20];
    reply = proved(gzip(large), Hash.sha1(large));
    assertFails(MalformedException.class, Options.none().maxBytes(large.length - 1));

    Path target = folder.resolve("statement");
    wxpay.chain("v3/statements").download(target, Options.none().maxBytes(large.length));
    assertThat(Files.size(target)).isEqualTo(large.length);
  }

  @Test
  void refusesStatementWithoutValidDigestOrSignature() {
    Reply good = reply;
    byte[] other = "a,b\n`1,`3\n".getBytes(StandardCharsets.UTF_8);
    refused(good.with(HEADER), Reason.HEADERS_INCOMPLETE);
    refused(good.with(HEADER, "no digest"), Reason.HEADERS_INCOMPLETE);
    refused(good.with(HEADER, Hash.sha1(FILE), Hash.sha1(FILE)), Reason.HEADERS_INCOMPLETE);
    refused(good.withBody(other), Reason.BAD_DIGEST);
    refused(good.withBody(new byte[0]), Reason.BAD_DIGEST);
    refused(good.with("Wechatpay-Signature"), Reason.HEADERS_INCOMPLETE);
    refused(Reply.bare(200, "a,b\n"), Reason.HEADERS_INCOMPLETE);

    reply = good.withBody(other).with(HEADER, Hash.sha1(other));
    assertThat(catchThrowable(() -> wxpay.chain("v3/statements").get()))
        .isInstanceOf(VerificationException.class);

    // Signed as any other answer is: over its body.
    reply = Reply.signed(200, FILE).with(HEADER, Hash.sha1(FILE));
    assertThat(catchThrowable(() -> wxpay.chain("v3/statements").get()))
        .isInstanceOf(VerificationException.class);
  }

  @Test
  void verifiesPostAsAnyOtherResponse() {
    assertThat(catchThrowable(() -> wxpay.chain("v3/statements").post(null)))
        .isInstanceOf(VerificationException.class);
  }

  private void refused(Reply answer, Reason reason) {
    reply = answer;
    Path target = folder.resolve("statement");
    for (Throwable thrown :
        new Throwable[] {
          catchThrowable(() -> wxpay.chain("v3/statements").download(target)),
          catchThrowable(() -> wxpay.chain("v3/statements").get())
        }) {
      assertThat(thrown)
          .isInstanceOfSatisfying(
              VerificationException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
    assertThat(target).doesNotExist();
  }

  private void assertFails(Class<? extends Exception> type, Options options) throws IOException {
    Path target = folder.resolve("statement");
    assertThat(catchThrowable(() -> wxpay.chain("v3/statements").download(target, options)))
        .isInstanceOf(type);
    assertThat(
            catchThrowable(
                () -> wxpay.chain("v3/statements").downloadAsync(target, options).join()))
        .hasCauseInstanceOf(type);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  private static Reply proved(byte[] file, String sha1) {
    return Reply.signed("{\"sha1\":\"" + sha1 + "\"}").withBody(file).with(HEADER, sha1);
  }
}
