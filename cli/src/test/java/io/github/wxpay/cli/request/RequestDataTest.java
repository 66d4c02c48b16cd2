package io.github.wxpay.cli.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.catalogue.Catalogue;
import io.github.wxpay.catalogue.Endpoint;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestDataTest {
  private static final Optional<Endpoint> NATIVE =
      Catalogue.load().endpoint("POST", "v3/pay/transactions/native");

  @TempDir Path folder;

  @Test
  void keepsTextThatIsNotDocumentedAsAnotherType() {
    assertThat(json(Optional.empty(), "mchid=1900000109", "z=007", "t=true", "e=", "s=a=b"))
        .isEqualTo(
            "{\"mchid\":\"1900000109\",\"z\":\"007\",\"t\":\"true\",\"e\":\"\",\"s\":\"a=b\"}");
  }

  @Test
  void nestsByDotsAndListsRepeatedNames() {
    assertThat(json(Optional.empty(), "a.b.c=1", "a.d=2", "l=x", "l=y", "l=z"))
        .isEqualTo("{\"a\":{\"b\":{\"c\":\"1\"},\"d\":\"2\"},\"l\":[\"x\",\"y\",\"z\"]}");
  }

  @Test
  void convertsDocumentedTypes() {
    assertThat(
            json(
                NATIVE,
                "mchid=1900000109",
                "amount.total=12345678901234567890",
                "support_fapiao=true",
                "detail.goods_detail.quantity=2",
                "detail.goods_detail.merchant_goods_id=1"))
        .isEqualTo(
            "{\"mchid\":\"1900000109\",\"amount\":{\"total\":12345678901234567890},"
                + "\"support_fapiao\":true,\"detail\":{\"goods_detail\":"
                + "[{\"quantity\":2,\"merchant_goods_id\":\"1\"}]}}");
  }

  @Test
  void takesTypesOfJson() {
    assertThat(
            json(
                NATIVE,
                "amount.total:=1",
                "x:=1.50",
                "n:=null",
                "o:={\"a\":[1,\"b\"]}",
                "l:=1",
                "l:=2"))
        .isEqualTo(
            "{\"amount\":{\"total\":1},\"x\":1.50,\"n\":null,\"o\":{\"a\":[1,\"b\"]},\"l\":[1,2]}");
  }

  @ParameterizedTest
  @CsvSource({
    "amount.total=1.5, an integer",
    "amount.total=abc, an integer",
    "amount.total=, an integer",
    "support_fapiao=yes, a boolean"
  })
  void refusesValuesOfAnotherType(String field, String type) {
    assertThatThrownBy(() -> json(NATIVE, field))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be " + type)
        .hasMessageContaining(":=JSON");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\" : 1}", "[1]", "<xml><a>1</a></xml>", " {}"})
  void sendsBodiesAsTheyAre(String body) {
    assertThat(data(body).body(NATIVE)).isEqualTo(body);
  }

  @Test
  void readsFilesAndTheStandardInput() throws Exception {
    Path file = Files.write(folder.resolve("b"), new byte[] {1, -1});

    assertThat(data("@" + file).body(NATIVE)).isEqualTo(new byte[] {1, -1});
    assertThat(data("-").body(NATIVE)).isEqualTo("input".getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "=1", "a:=x", "a:=", "a:=1 2", "@/no/such/file"})
  void refusesOthers(String text) {
    assertThatThrownBy(() -> data(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesContradictions() {
    assertThatThrownBy(() -> data("{}", "a=1")).hasMessageContaining("Put the field into the body");
    assertThatThrownBy(() -> data("{}", "{}")).hasMessageContaining("two bodies");
    assertThatThrownBy(() -> data("a=1", "a.b=2")).hasMessageContaining("`a.b`");
    assertThatThrownBy(() -> data("a.b=1", "a=2")).hasMessageContaining("`a`");
  }

  @Test
  void readsFieldsOfApiV2() {
    assertThat(data("a=1", "b=007").fields().toString()).isEqualTo("{a=1, b=007}");
    assertThat(data("<xml><a>1</a><b><![CDATA[<]]></b></xml>").fields().toString())
        .isEqualTo("{a=1, b=<}");
    assertThat(data("{\"a\":1,\"b\":{\"c\":[]}}").fields().toString())
        .isEqualTo("{a=1, b={\"c\":[]}}");
    assertThatThrownBy(() -> data("[1]").fields()).hasMessageContaining("APIv2");
  }

  private static RequestData data(String... given) {
    return RequestData.of(
        List.of(given), new ByteArrayInputStream("input".getBytes(StandardCharsets.UTF_8)));
  }

  private static String json(Optional<Endpoint> endpoint, String... given) {
    return RequestData.tree(data(given).body(endpoint)).orElseThrow().toString();
  }
}
