package io.github.wxpay.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.internal.v3.DownloadUrl;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.RawServer;
import io.github.wxpay.testing.Reply;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signed requests go to the platform only, and only some downloads may be unsigned. */
class DownloadUrlTest {
  private static final String HELD = "download_url";

  @TempDir Path folder;
  private volatile String link = "";
  private final RawServer elsewhere =
      new RawServer(
          (request, out) -> {
            out.write(Reply.bare(200, "stolen").wire());
            return true;
          });
  private final RawServer server =
      new RawServer(
          (request, out) -> {
            String json = "{\"download_url\":\"" + link.replace("\\", "\\\\") + "\"}";
            byte[] answer =
                request.startsWith("GET /v3/bill/tradebill ")
                    ? Reply.signed(json).wire()
                    : Reply.bare(200, "`1").wire();
            out.write(answer);
            return true;
          });
  private final Wxpay wxpay = Clients.builder().baseUrl(server.url()).build();

  @AfterEach
  void end() {
    wxpay.close();
    server.close();
    elsewhere.close();
  }

  static Stream<String> hostile() {
    return Stream.of(
        "http://api.mch.weixin.qq.com/v3/billdownload/file?token=1",
        "https://api.mch.weixin.qq.com.evil.example/v3/billdownload/file",
        "https://api.mch.weixin.qq.com@127.0.0.1/v3/billdownload/file",
        "https://evil.example/v3/billdownload/file",
        "https://evilapi.mch.weixin.qq.com/v3/billdownload/file",
        "https://api.mch.weixin.qq.com:8443/v3/billdownload/file",
        "https://api.mch.weixin.qq.com:443@evil.example/v3/billdownload/file",
        "https://user:password@api.mch.weixin.qq.com/v3/billdownload/file",
        "https://api.mch.weixin.qq.com%2eevil.example/v3/billdownload/file",
        "https://api.mch.weixin.qq.com\\\\@evil.example/v3/billdownload/file",
        "https://API.MCH.WEIXIN.QQ.COM.evil.example/",
        "https://api.mch.weixin.qq.com#@evil.example/",
        "https://api.mch.weixin.qq.com?x@evil.example/",
        "https://127.0.0.1:1/v3/billdownload/file",
        "https://[::1]/v3/billdownload/file",
        "https://2130706433/v3/billdownload/file",
        "//evil.example/v3/billdownload/file",
        "/v3/billdownload/file",
        "file:///etc/passwd",
        "ftp://api.mch.weixin.qq.com/v3/billdownload/file",
        "javascript:alert(1)",
        "https://api.mch.weixin.qq.com/v3/billdownload/../pay/transactions",
        "https://api.mch.weixin.qq.com/v3/billdownload/%2e%2e/pay",
        "https://api.mch.weixin.qq.com//v3/billdownload/file",
        "https://api.mch.weixin.qq.com/v3/billdownload/file#frag",
        "http://api.wechatpay.cn/v3/billdownload/file",
        "https://api.wechatpay.cn.evil.example/v3/billdownload/file",
        "https://evilapi.wechatpay.cn/v3/billdownload/file",
        "https://api3.wechatpay.cn/v3/billdownload/file",
        "https://api2.wechatpay.cn:8443/v3/billdownload/file",
        "https://api2.wechatpay.cn@127.0.0.1/v3/billdownload/file",
        "https://api2.wechatpay.com/v3/billdownload/file",
        "https://wechatpay.cn/v3/billdownload/file",
        "https://api.wechatpay.cn/v3/billdownload/../pay/transactions",
        "https://аpi.mch.weixin.qq.com/v3/billdownload/file",
        "SERVER-OTHER-PORT");
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void refusesUrlThatLeadsElsewhere(String url) throws IOException {
    link = url.equals("SERVER-OTHER-PORT") ? elsewhere.url() + "/v3/billdownload/file" : url;
    Path target = folder.resolve("bill.csv");
    Response answer = wxpay.chain("v3/bill/tradebill").get();
    int before = server.requests().size();

    Throwable thrown = catchThrowable(() -> answer.download(target));

    assertThat(thrown)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The " + HELD)
        .hasMessageEndingWith("Nothing was signed and nothing was sent.");
    assertThat(server.requests()).hasSize(before);
    assertThat(elsewhere.accepted()).isZero();
    assertNothingLeft();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.mch.weixin.qq.com/v3/billdownload/file?token=a%2Fb..%2e/../x",
        "https://api2.mch.weixin.qq.com/v3/billdownload/file?token=t",
        "https://apihk.mch.weixin.qq.com:443/v3/statements",
        "https://api.wechatpay.cn/v3/billdownload/file?token=t",
        "https://api2.wechatpay.cn/v3/billdownload/file?token=t",
        "https://pay.wechatpay.cn/a/b/"
      })
  void acceptsEveryHostOfThePlatform(String url) {
    URI checked = DownloadUrl.check(url, "https://api.mch.weixin.qq.com");

    assertThat(checked).hasToString(url);
    assertThat(DownloadUrl.isBare(checked)).isEqualTo(url.contains("//pay."));
  }

  @Test
  void checksPathsAsTheRegularExpressionDidThatItReplaced() {
    Pattern before = Pattern.compile("(?i).*(//|/(\\.|%2e){1,2}(/.*)?$|/(\\.|%2e){1,2}/).*");
    String[] pieces = {"/", "/", ".", "..", "%2e", "%2E", "a", "..a", ";", "%2f"};
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder path = new StringBuilder("/");
      for (int n = random.nextInt(7); n > 0; n--) {
        path.append(pieces[random.nextInt(pieces.length)]);
      }
      boolean leadsElsewhere = before.matcher(path).matches();

      Throwable thrown =
          catchThrowable(() -> DownloadUrl.check("https://api.wechatpay.cn" + path, server.url()));

      assertThat(thrown != null)
          .as("%s, seed %s, case %s: %s", path, seed, i, thrown)
          .isEqualTo(leadsElsewhere);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/.", "/..", "/%2e", "a", "/a", "\u0000", "%", "@", ":", "[", "é"})
  void refusesLongTextWithoutReadingAllOfIt(String repeated) {
    for (int length : new int[] {4_000, 1 << 17, 1 << 18, 1 << 19, 1 << 20}) {
      String url = "https://api.wechatpay.cn/v3" + repeated.repeat(length / repeated.length());
      boolean legal = length < 4_096 && repeated.matches("/?[a@:]");

      Throwable thrown = catchThrowable(() -> DownloadUrl.check(url, server.url()));

      if (legal) {
        assertThat(thrown).as(url).isNull();
      } else {
        assertThat(thrown)
            .isExactlyInstanceOf(IllegalArgumentException.class)
            .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
      }
    }
  }

  @Test
  void acceptsBaseUrl() throws IOException {
    link = server.url() + "/v3/billdownload/file?token=a%2Fb&tartype=gzip";
    Path target = folder.resolve("bill.csv");

    wxpay.chain("v3/bill/tradebill").get().download(target);

    assertThat(Files.readString(target)).isEqualTo("`1");
    assertThat(server.requests().get(1))
        .startsWith("GET /v3/billdownload/file?token=a%2Fb&tartype=gzip HTTP/1.1")
        .contains("WECHATPAY2-SHA256-RSA2048");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v3//billdownload/file",
        "v3/billdownload//file",
        "v3/BillDownload/file",
        "V3/billdownload/file",
        "v3/billdownload/fil%65",
        "v3/billdownload%2Ffile",
        "v3/billdownload/file/",
        "v3/billdownload/file/x",
        "v3/billdownload/files",
        "v3/pay/x?y=/v3/billdownload/file",
        "x/v3/billdownload/file",
        "v3/merchant-service/images/upload",
        "v3/merchant-service/images/abc",
        "v3/billdownload/file;x=1"
      })
  void verifiesPathsThatImitateUnsignedDownloads(String path) throws IOException {
    Path target = folder.resolve("file");

    Throwable thrown = catchThrowable(() -> wxpay.chain(path).download(target));
    Throwable inMemory = catchThrowable(() -> wxpay.chain(path).get());

    assertThat(thrown).isInstanceOf(VerificationException.class);
    assertThat(inMemory).isInstanceOf(VerificationException.class);
    assertNothingLeft();
  }

  @Test
  void verifiesLinkToAnotherPath() throws IOException {
    link = server.url() + "/v3/pay/transactions/id/1";
    Response answer = wxpay.chain("v3/bill/tradebill").get();

    assertThat(catchThrowable(() -> answer.download(folder.resolve("file"))))
        .isInstanceOf(VerificationException.class);
    assertNothingLeft();
  }

  private void assertNothingLeft() throws IOException {
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }
}
