package io.github.wxpay.sandbox.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Decodes percent-encoded path segments and queries. */
public final class Percent {
  private Percent() {}

  /** Returns the text with every {@code %xx} decoded; a {@code %} without two digits is kept. */
  public static String decode(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < in.length; i++) {
      int high = in[i] == '%' && i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(in[i + 2], 16);
      if (low < 0) {
        out.write(in[i]);
      } else {
        out.write(high * 16 + low);
        i += 2;
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Returns the decoded fields of a query in their order, each name with all its values. */
  public static Map<String, List<String>> query(String query) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    for (String pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      fields.computeIfAbsent(form(name), n -> new ArrayList<>()).add(form(value));
    }
    return fields;
  }

  private static String form(String text) {
    return decode(text.replace('+', ' '));
  }
}
