package io.github.wxpay.sandbox.v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which XML the reader accepts and refuses, and the writer's output. */
class XmlTest {
  private static Map<String, String> read(String xml) {
    return Xml.read(xml.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsValuesExactly() {
    Map<String, String> fields =
        read(
            "<?xml version=\"1.0\"?>\n<xml>\n <a> 1 </a><b><![CDATA[<&]]>x</b><c/><d></d>"
                + "<e>&lt;&#20154;&#x4e09;&amp;</e></xml>\n");
    assertThat(fields)
        .containsExactly(
            Map.entry("a", " 1 "),
            Map.entry("b", "<&x"),
            Map.entry("c", ""),
            Map.entry("d", ""),
            Map.entry("e", "<人三&"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<xml><a>1</a><a>1</a></xml>|a occurs twice",
        "<xml><a><b>1</b></a></xml>|b is nested in another field",
        "<xml><a x='1'>1</a></xml>|a has an attribute",
        "<xml xmlns='urn:x'></xml>|xml has an attribute",
        "<root/>|the root must be xml, not root",
        "<xml>x</xml>|text between the elements",
        "<xml><a>1</a>x</xml>|text between the elements",
        "<xml><a>1</xml>|not well-formed, see line 1",
        "x|not well-formed, see line 1",
        "<xml><a>&x;</a></xml>|not well-formed, see line 1"
      })
  void refusesOtherStructures(String xml, String message) {
    assertThatThrownBy(() -> read(xml))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({
    "<!DOCTYPE xml [<!ENTITY e 'x'>]><xml><a>&e;</a></xml>",
    "<!DOCTYPE xml SYSTEM 'file:///etc/passwd'><xml><a>1</a></xml>",
    "<!DOCTYPE xml [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><xml><a>&e;</a></xml>"
  })
  void refusesDocumentType(String xml) {
    assertThatThrownBy(() -> read(xml))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a document type is not allowed");
  }

  @Test
  void limitsSizeAndNumberOfFields() {
    StringBuilder many = new StringBuilder("<xml>");
    for (int i = 0; i <= 200; i++) {
      many.append("<f").append(i).append("/>");
    }
    assertThatThrownBy(() -> read(many + "</xml>")).hasMessage("more than 200 fields");
    String large = "<xml><a>" + "x".repeat(1 << 20) + "</a></xml>";
    assertThatThrownBy(() -> read(large)).hasMessage("more than 1048576 bytes");
    assertThatThrownBy(() -> Xml.read(new byte[] {'<', (byte) 0xff})).hasMessage("not UTF-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "total_fee",
        "coupon_fee_0",
        "coupon_refund_fee_0_12",
        "refund_count",
        "x_num",
        "_amount_7"
      })
  void writesAmountsAndCountsBare(String name) {
    assertThat(Xml.write(Map.of(name, "7"))).isEqualTo("<xml><" + name + ">7</" + name + "></xml>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"fee", "fee_0", "total_fee_", "total_fee__0", "coupon_id_0", "fee_type", "fee0"})
  void writesOtherFieldsInCdata(String name) {
    assertThat(Xml.write(Map.of(name, "7"))).contains("<![CDATA[7]]>");
  }

  @Test
  void writesNameOfManyIndexesInTime() {
    String name = "total_fee" + "_1".repeat(1 << 19);
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          assertThat(Xml.write(Map.of(name, "7"))).endsWith(">7</" + name + "></xml>");
          assertThat(Xml.write(Map.of(name + "x", "7"))).contains("<![CDATA[7]]>");
        });
  }

  @Test
  void readsWrittenXml() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("a", "]]>]]><b>&");
    fields.put("total_fee", "100");
    fields.put("refund_fee_0", "7");
    fields.put("empty", "");
    String xml = Xml.write(fields);
    assertThat(xml)
        .isEqualTo(
            "<xml><a><![CDATA[]]]]><![CDATA[>]]]]><![CDATA[><b>&]]></a><total_fee>100</total_fee>"
                + "<refund_fee_0>7</refund_fee_0><empty><![CDATA[]]></empty></xml>");
    assertThat(read(xml)).isEqualTo(fields);
    assertThat(Xml.write(Map.of("a", "x\u0001\ud800y")))
        .isEqualTo("<xml><a><![CDATA[x\ufffd\ufffdy]]></a></xml>");
  }
}
