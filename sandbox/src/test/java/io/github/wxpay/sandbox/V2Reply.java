package io.github.wxpay.sandbox;

import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.helpers.DefaultHandler;

/** An APIv2 answer, as a test looks at it. */
final class V2Reply {
  private final HttpResponse<byte[]> response;
  private final Map<String, String> fields = new LinkedHashMap<>();

  V2Reply(HttpResponse<byte[]> response) throws Exception {
    this.response = response;
    if (header("Content-Type").startsWith("text/xml")) {
      DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
      parser.setErrorHandler(new DefaultHandler()); // the JDK's prints to System.err
      Element root = parser.parse(new ByteArrayInputStream(response.body())).getDocumentElement();
      for (Node node = root.getFirstChild(); node != null; node = node.getNextSibling()) {
        fields.put(node.getNodeName(), node.getTextContent());
      }
    }
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

  Map<String, String> fields() {
    return fields;
  }

  String get(String name) {
    return fields.getOrDefault(name, "");
  }
}
