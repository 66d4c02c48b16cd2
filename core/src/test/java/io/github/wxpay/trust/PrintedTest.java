package io.github.wxpay.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.ReplayStore;
import io.github.wxpay.Wxpay;
import io.github.wxpay.WxpayBuilder;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.Fixtures;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The text form of the library's objects describes them without secret values. */
class PrintedTest {
  private final Wxpay wxpay =
      Clients.builder().apiV3Key(Fixtures.API_V3_KEY).secret(Fixtures.SECRET).build();

  @Test
  void printsNotificationWithoutItsData() {
    assertThat(Notice.paid().to(wxpay))
        .hasToString(
            "Notification[APIv3 b8f1e5b2-0001-5d4a-a2c9-000000000001 TRANSACTION.SUCCESS"
                + " 2023-11-15T06:13:20+08:00 for 1900000109]");
    assertThat(Notice.paidByV2(Hash.ALGO_MD5).to(wxpay))
        .hasToString("Notification[APIv2 for 1900000109]");
  }

  @Test
  void printsReplayStoreWithItsSize() {
    ReplayStore store = ReplayStore.inMemory(2);

    assertThat(store).hasToString("ReplayStore[v3=0, v2=0, max=2]");
    store.add("a", Instant.EPOCH);
    store.add("b", Instant.EPOCH);
    store.add("c", Instant.EPOCH);
    assertThat(store).hasToString("ReplayStore[v3=2, v2=0, max=2]");
  }

  @Test
  void printsBuilderWithNamesOfItsSecrets() {
    WxpayBuilder builder = Clients.builder().secret(Fixtures.SECRET);

    assertThat(Clients.once())
        .hasToString("WxpayBuilder[mchid=, serial=, platformKeys=[], set: []]");
    assertThat(builder)
        .hasToString(
            "WxpayBuilder[mchid="
                + Fixtures.MCHID
                + ", serial="
                + Fixtures.SERIAL
                + ", platformKeys=["
                + Fixtures.PLATFORM_SERIAL
                + "], set: [privateKey, secret]]");
  }
}
