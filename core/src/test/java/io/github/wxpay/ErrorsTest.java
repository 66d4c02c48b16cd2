package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.crypto.Decrypter;
import io.github.wxpay.crypto.RequestSigner;
import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.exception.TransportException;
import io.github.wxpay.http.Hook;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.RawServer;
import io.github.wxpay.testing.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An {@link Error} reaches the program as it is; what is not an error keeps its exception. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ErrorsTest {
  private static final String CIPHERTEXT = "QUFBQQ==";

  @TempDir Path folder;
  private final Error error = new OutOfMemoryError("as thrown by the JVM");

  @ParameterizedTest(name = "{0}")
  @MethodSource("calls")
  void rethrowsError(String source, WxpayBuilder builder) {
    Wxpay wxpay = builder.build();

    assertThat(catchThrowable(() -> wxpay.chain("v3/a").get())).isSameAs(error);
    assertThatThrownBy(() -> wxpay.chain("v3/a").getAsync().join())
        .isInstanceOf(CompletionException.class)
        .cause()
        .isSameAs(error);
    assertThat(catchThrowable(() -> wxpay.chain("v3/a").get())).as("again").isSameAs(error);
  }

  private Stream<Arguments> calls() {
    RequestSigner throwing =
        message -> {
          throw error;
        };
    FakeHttpClient fine = FakeHttpClient.answering(Reply.signed("{}"));
    return Stream.of(
        Arguments.of("hook, request", over(fine).hook(hook(true, error))),
        Arguments.of("hook, response", over(fine).hook(hook(false, error))),
        Arguments.of("signer", over(fine).privateKey(throwing)),
        Arguments.of("signer, later", over(fine).privateKey(signer(error))),
        Arguments.of(
            "signer, later and wrapped",
            over(fine).privateKey(signer(new CompletionException(error)))),
        Arguments.of("connection", over(failing(error))),
        Arguments.of("certificate download", downloading(failing(error))),
        Arguments.of("certificate download, signer", downloading(fine).privateKey(throwing)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("exceptions")
  void keepsExceptionOfOtherFailures(
      String source, WxpayBuilder builder, Class<? extends Throwable> type) {
    Wxpay wxpay = builder.build();

    assertThatThrownBy(() -> wxpay.chain("v3/a").get()).isInstanceOf(type);
    assertThatThrownBy(() -> wxpay.chain("v3/a").getAsync().join()).cause().isInstanceOf(type);
  }

  private Stream<Arguments> exceptions() {
    RequestSigner throwing =
        message -> {
          throw new IOException("unreachable");
        };
    FakeHttpClient fine = FakeHttpClient.answering(Reply.signed("{}"));
    IllegalStateException own = new IllegalStateException("of the program");
    return Stream.of(
        Arguments.of("hook", over(fine).hook(hook(true, own)), IllegalStateException.class),
        Arguments.of("hook", over(fine).hook(hook(false, own)), IllegalStateException.class),
        Arguments.of("signer", over(fine).privateKey(throwing), CryptoException.class),
        Arguments.of("signer", over(fine).privateKey(signer(own)), CryptoException.class),
        Arguments.of(
            "connection", over(failing(new IOException("reset"))), TransportException.class),
        Arguments.of(
            "certificate download",
            downloading(failing(new IOException("reset"))),
            TransportException.class));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void rethrowsErrorOfDecrypter(boolean later) {
    Decrypter decrypter =
        new Decrypter() {
          @Override
          public byte[] decrypt(byte[] ciphertext) {
            throw error;
          }

          @Override
          public CompletionStage<byte[]> decryptAsync(byte[] ciphertext) {
            if (later) {
              return CompletableFuture.failedFuture(error);
            }
            throw error;
          }
        };
    Wxpay wxpay = Clients.builder().decrypter(decrypter).build();

    assertThat(catchThrowable(() -> wxpay.decrypt(CIPHERTEXT))).isSameAs(error);
  }

  @Test
  void rethrowsErrorOfSignerOfCallUpParameters() {
    Wxpay wxpay = Clients.builder().privateKey(signer(error)).build();

    assertThat(catchThrowable(() -> wxpay.payParams().jsapi("wx1", "prepay-1"))).isSameAs(error);
  }

  @Test
  void rethrowsErrorOfCertificateDownloadForNotification() {
    Wxpay wxpay = downloading(failing(error)).build();
    Reply signed = Reply.signed("{}");

    assertThat(catchThrowable(() -> wxpay.notifications().parse(signed.headers(), signed.body())))
        .isSameAs(error);
  }

  @Test
  void rethrowsErrorOfProgressListenerOfUpload() throws Exception {
    Path file = Files.write(folder.resolve("picture.png"), new byte[100_000]);
    try (RawServer server = new RawServer((request, out) -> true);
        Wxpay wxpay = Clients.builder().baseUrl(server.url()).build()) {
      assertThat(
              catchThrowable(
                  () ->
                      wxpay
                          .chain("v3/merchant/media/upload")
                          .upload(file, Map.of(), failingProgress())))
          .isSameAs(error);
    }
  }

  @Test
  void rethrowsErrorOfProgressListenerOfDownload() throws Exception {
    Reply reply = Reply.signed("{\"a\":\"" + "x".repeat(100_000) + "\"}");
    try (RawServer server =
            new RawServer(
                (request, out) -> {
                  out.write(reply.wire());
                  return true;
                });
        Wxpay wxpay = Clients.builder().baseUrl(server.url()).build()) {
      Path target = folder.resolve("bill.csv");

      assertThat(
              catchThrowable(
                  () -> wxpay.chain("v3/billdownload/file").download(target, failingProgress())))
          .isSameAs(error);
      assertThat(server.awaitHangUp()).isTrue();
      assertThat(folder).isEmptyDirectory();
    }
  }

  private Options failingProgress() {
    return Options.none()
        .progress(
            (done, total) -> {
              throw error;
            });
  }

  private static WxpayBuilder over(FakeHttpClient http) {
    return Clients.builder().httpClient(http);
  }

  private static WxpayBuilder downloading(FakeHttpClient http) {
    return Clients.downloading().httpClient(http);
  }

  private static FakeHttpClient failing(Throwable failure) {
    return new FakeHttpClient(
        sent -> {
          throw new IllegalStateException(failure); // whose cause is the failure of the exchange
        });
  }

  private static RequestSigner signer(Throwable failure) {
    return new RequestSigner() {
      @Override
      public byte[] sign(byte[] message) {
        throw new AssertionError("not used");
      }

      @Override
      public CompletionStage<byte[]> signAsync(byte[] message) {
        return CompletableFuture.failedFuture(failure);
      }
    };
  }

  private static Hook hook(boolean request, Throwable failure) {
    return new Hook() {
      @Override
      public Outgoing request(Outgoing outgoing) {
        if (request) {
          throw thrown(failure);
        }
        return outgoing;
      }

      @Override
      public Incoming response(Incoming incoming) {
        if (!request) {
          throw thrown(failure);
        }
        return incoming;
      }
    };
  }

  private static RuntimeException thrown(Throwable failure) {
    if (failure instanceof Error) {
      throw (Error) failure;
    }
    return (RuntimeException) failure;
  }
}
