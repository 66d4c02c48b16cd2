package io.github.wxpay.endpoints.generator;

import io.github.wxpay.catalogue.Endpoint;
import java.util.List;

/** The beginnings of the typed chain; the classes below each are in one package. */
enum Root {
  /** APIv2, whose paths have no prefix of their own. */
  V2("V2", "v2", ""),
  /** The brands' API. */
  BRAND("Brand", "brand", "brand/"),
  /** The old API of Hong Kong. */
  HK("Hk", "hk", "hk/v3/"),
  /** The old API of customs declarations. */
  CUSTOMS("Customs", "customs", "global/v3/customs/"),
  /** APIv3. */
  V3("V3", "v3", "v3/");

  private final String type;
  private final String room;
  private final String prefix;

  Root(String type, String room, String prefix) {
    this.type = type;
    this.room = room;
    this.prefix = prefix;
  }

  /** Returns the root of an endpoint. */
  static Root of(Endpoint endpoint) {
    if (endpoint.version() == 2) {
      return V2;
    }
    return List.of(BRAND, HK, CUSTOMS, V3).stream()
        .filter(root -> endpoint.path().startsWith(root.prefix))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No root has the path of " + endpoint));
  }

  /** Returns the name of its class. */
  String type() {
    return type;
  }

  /** Returns the last name of its package. */
  String room() {
    return room;
  }

  /** Returns what a path begins with, as a chain takes it. */
  String prefix() {
    return this == V2 ? "v2/" : prefix;
  }

  /** Returns the segments of a path below the root. */
  List<String> segments(Endpoint endpoint) {
    return List.of(endpoint.path().substring(prefix.length()).split("/", -1));
  }
}
