package io.github.wxpay.internal.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.Wxpay;
import io.github.wxpay.http.Options;
import io.github.wxpay.internal.call.RequestConfig;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Base URLs: the platform's hosts are called over TLS only, others as the program likes. */
class BaseUrlTest {
  private static final String MESSAGE =
      "' must begin with https://, since requests to the platform's hosts are only sent with TLS.";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://api.mch.weixin.qq.com",
        "http://api.mch.weixin.qq.com/",
        "http://api.mch.weixin.qq.com/hk/",
        "http://api2.mch.weixin.qq.com",
        "http://apihk.mch.weixin.qq.com",
        "http://apius.mch.weixin.qq.com",
        "http://api.wechatpay.cn",
        "http://api2.wechatpay.cn",
        "http://pay.wechatpay.cn",
        "http://fraud.mch.weixin.qq.com",
        "http://payapp.weixin.qq.com",
        "http://any.tenpay.com",
        "http://new.host.mch.weixin.qq.com",
        "http://weixin.qq.com",
        "http://API.MCH.Weixin.QQ.com",
        "HTTP://api.mch.weixin.qq.com",
        "hTTp://api.mch.weixin.qq.com",
        "http://api.mch.weixin.qq.com.",
        "http://api.mch.weixin.qq.com:80",
        "http://api.mch.weixin.qq.com:443",
        "http://api.mch.weixin.qq.com:8080/",
        "http://API.mch.weixin.qq.com.:80/v3"
      })
  void refusesHttpToThePlatformInEverySetting(String url) throws IOException {
    FakeHttpClient http = FakeHttpClient.answering(Reply.signed("{}"));
    Wxpay wxpay = Clients.over(http);
    Map<String, Object> dictionary =
        Map.of("mchid", Fixtures.MCHID, "secret", Fixtures.SECRET, "baseURL", url);
    Path file =
        Files.writeString(
            folder.resolve("wxpay.json"),
            "{\"mchid\":\"1\",\"secret\":\"" + Fixtures.SECRET + "\",\"baseURL\":\"" + url + "\"}");
    List<ThrowingCallable> ways =
        List.of(
            () -> BaseUrl.check(url),
            () -> Wxpay.builder().baseUrl(url),
            () -> Wxpay.of(dictionary),
            () -> Wxpay.load(file),
            () -> Options.none().baseUrl(url),
            () -> RequestConfig.read(Map.of("baseURL", url), Set.of()),
            () -> wxpay.chain("v3/a").get(Map.of("baseURL", url)));

    for (ThrowingCallable way : ways) {
      assertThatThrownBy(way)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("The base URL '" + url.substring(0, 8))
          .hasMessageEndingWith(MESSAGE);
    }
    assertThat(http.sent()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.mch.weixin.qq.com",
        "https://API.mch.weixin.qq.com.:443/hk",
        "http://127.0.0.1:8080",
        "http://localhost",
        "http://[::1]:8080",
        "http://gateway.example.com/wechatpay.cn/",
        "http://api.mch.weixin.qq.com.example.com",
        "http://notwechatpay.cn",
        "http://api-mch-weixin-qq-com.internal",
        "http://weixin.qq.com.cn"
      })
  void acceptsHttpsAndHttpToOtherHosts(String url) {
    Wxpay wxpay = Clients.over(FakeHttpClient.answering(Reply.signed("{}")));

    assertThat(BaseUrl.check(url)).isEqualTo(url.replaceAll("/+$", ""));
    assertThat(wxpay.newBuilder().baseUrl(url)).isNotNull();
    assertThat(wxpay.chain("v3/a").get(Map.of("baseURL", url)).status()).isEqualTo(200);
  }

  @Test
  void listsTheHostsOfTheApi() {
    Map<String, Boolean> hosts = new LinkedHashMap<>();
    hosts.put("api.mch.weixin.qq.com", true);
    hosts.put("API2.mch.weixin.qq.com.", true);
    hosts.put("apihk.mch.weixin.qq.com", true);
    hosts.put("api.wechatpay.cn", true);
    hosts.put("api2.wechatpay.cn", true);
    hosts.put("pay.wechatpay.cn", false);
    hosts.put("evil.mch.weixin.qq.com", false);
    hosts.put("api.mch.weixin.qq.com..", false);
    hosts.put("api.wechatpay.cn.example.com", false);
    hosts.put("", false);

    hosts.forEach((host, api) -> assertThat(PlatformHosts.isApi(host)).as(host).isEqualTo(api));
  }
}
