package io.github.wxpay.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.wxpay.Notification;
import io.github.wxpay.Wxpay;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.Fixtures;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Values of a notification are read as those of a response. */
class NotificationValuesTest {
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final Wxpay wxpay =
      Clients.builder().apiV3Key(Fixtures.API_V3_KEY).secret(Fixtures.SECRET).build();
  private final Notification v3 = Notice.paid().to(wxpay);
  private final Notification v2 = Notice.paidByV2("MD5").to(wxpay);

  static final class Order {
    @JsonProperty("out_trade_no")
    String number;
  }

  static final class CamelCase {
    public String outTradeNo;
  }

  @Test
  void findsAndRequiresValues() {
    for (Notification n : List.of(v3, v2)) {
      assertThat(n.find("out_trade_no")).contains("order-1");
      assertThat(n.require("out_trade_no")).isEqualTo("order-1");
      assertThat(n.require("/out_trade_no")).isEqualTo("order-1");
      assertThat(n.find("/amount/missing")).isEmpty();
    }
    assertThat(v3.require("/amount/total")).isEqualTo("100");
  }

  @Test
  void namesMissingValueAndEventWithoutValues() {
    assertThatThrownBy(() -> v3.require("/amount/payer_total"))
        .isExactlyInstanceOf(MalformedException.class)
        .hasMessage(
            "The notification b8f1e5b2-0001-5d4a-a2c9-000000000001 TRANSACTION.SUCCESS has no"
                + " value at '/amount/payer_total'. Call find(…) if it is optional.");
    assertThatThrownBy(() -> v2.require("missing"))
        .isExactlyInstanceOf(MalformedException.class)
        .hasMessage(
            "The notification of APIv2 has no value at 'missing'. Call find(…) if it is optional.");
    assertThatThrownBy(() -> v3.require(Fixtures.SECRET)).hasMessageContaining("32 characters");
  }

  @Test
  void convertsToTypesOfTheCallerUnderBothNames() {
    for (Notification n : List.of(v3, v2)) {
      assertThat(n.as(Order.class).number).isEqualTo("order-1");
      assertThat(n.to(Order.class).number).isEqualTo("order-1");
      assertThat(n.as(MAP)).containsEntry("out_trade_no", "order-1");
      assertThat(n.to(MAP)).isEqualTo(n.as(MAP));
      assertThat(n.as(CamelCase.class, MAPPER).outTradeNo).isEqualTo("order-1");
      assertThat(n.to(CamelCase.class, MAPPER).outTradeNo).isEqualTo("order-1");
      assertThat(n.as(MAP, MAPPER)).isEqualTo(n.as(MAP));
      assertThat(n.to(MAP, MAPPER)).isEqualTo(n.as(MAP));
      assertThatThrownBy(() -> n.as(CamelCase.class, new ObjectMapper()))
          .isExactlyInstanceOf(MalformedException.class);
      assertThatThrownBy(() -> n.as(Order.class, null)).hasMessage("mapper == null");
    }
  }
}
