package io.github.wxpay.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** A response of the sandbox, with JSON or, of APIv2, with XML. */
final class SandboxResponse {
  private final HttpResponse<byte[]> response;
  private final Map<String, String> fields;

  private SandboxResponse(HttpResponse<byte[]> response, Map<String, String> fields) {
    this.response = response;
    this.fields = fields;
  }

  /** Sends a request and returns its response. */
  static SandboxResponse of(HttpClient http, HttpRequest request)
      throws IOException, InterruptedException {
    return new SandboxResponse(
        http.send(request, HttpResponse.BodyHandlers.ofByteArray()), Map.of());
  }

  /** Sends a request of APIv2 and returns its response, whose XML must be well-formed. */
  static SandboxResponse ofV2(HttpClient http, HttpRequest request) throws Exception {
    SandboxResponse plain = of(http, request);
    boolean xml = plain.header("Content-Type").startsWith("text/xml");
    return xml ? new SandboxResponse(plain.response, elements(plain.bytes())) : plain;
  }

  private static Map<String, String> elements(byte[] xml)
      throws ParserConfigurationException, SAXException, IOException {
    DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    parser.setErrorHandler(new DefaultHandler()); // the JDK's prints to System.err
    Element root = parser.parse(new ByteArrayInputStream(xml)).getDocumentElement();
    Map<String, String> elements = new LinkedHashMap<>();
    for (Node node = root.getFirstChild(); node != null; node = node.getNextSibling()) {
      elements.put(node.getNodeName(), node.getTextContent());
    }
    return elements;
  }

  int status() {
    return response.statusCode();
  }

  byte[] bytes() {
    return response.body();
  }

  String text() {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  JsonNode json() throws IOException {
    return new ObjectMapper().readTree(response.body());
  }

  /** Returns the fields of the XML. */
  Map<String, String> fields() {
    return fields;
  }

  /** Returns the text at a JSON pointer such as {@code /code}, or that of a field of the XML. */
  String get(String name) throws IOException {
    return name.startsWith("/") ? json().at(name).asText() : fields.getOrDefault(name, "");
  }

  /** Returns whether a key or certificate verifies the response. */
  boolean isSignedBy(String pem) throws Exception {
    Map<String, String> headers = new HashMap<>();
    for (String name : new String[] {"Timestamp", "Nonce", "Signature"}) {
      headers.put("Wechatpay-" + name, header("Wechatpay-" + name));
    }
    boolean sm2 = header("Wechatpay-Signature-Type").contains("SM2");
    return new MerchantCrypto(sm2).verifies(headers, response.body(), pem);
  }
}
