package io.github.wxpay.sandbox.v2;

import io.github.wxpay.catalogue.Endpoint.Kind;
import io.github.wxpay.catalogue.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A documented endpoint with its handler. By default, a request has a nonce and a sign of either
 * type, and the response is signed; the catalogue has the exceptions.
 */
final class Endpoint {
  private final io.github.wxpay.catalogue.Endpoint documented;
  private final @Nullable Handler handler;

  Endpoint(io.github.wxpay.catalogue.Endpoint documented, @Nullable Handler handler) {
    this.documented = documented;
    this.handler = handler;
  }

  io.github.wxpay.catalogue.Endpoint documented() {
    return documented;
  }

  /** Returns the handler, null if the response echoes the request. */
  @Nullable Handler handler() {
    return handler;
  }

  /** Returns whether the request is a multipart form with a file. */
  boolean isUpload() {
    return documented.kind() == Kind.UPLOAD;
  }

  boolean needsCertificate() {
    return documented.needsCertificate();
  }

  boolean isNonceless() {
    return documented.isNonceless();
  }

  /** Returns whether the nonce is optional, as in the query of a redirect or in an upload. */
  boolean isNonceOptional() {
    return isGet() || isUpload();
  }

  /** Returns whether the sign is optional, as in a redirect that is documented without it. */
  boolean isSignOptional() {
    return isGet() && !has(documented.query(), "sign");
  }

  /** Returns whether the response has no sign. */
  boolean isUnsigned() {
    return documented.isUnsigned();
  }

  /** Returns the only type of sign that is allowed, null if both are. */
  @Nullable SignType signType() {
    return documented.signType().map(SignType::of).orElse(null);
  }

  /** Returns whether the response is JSON. */
  boolean isJson() {
    return has(documented.response(), "retcode");
  }

  /** Returns the field with the merchant's number, null if the request has none. */
  @Nullable String merchantField() {
    List<Field> fields = isGet() ? documented.query() : documented.request();
    for (String name : new String[] {"mch_id", "mchid", "combine_mch_id"}) {
      if (has(fields, name)) {
        return name;
      }
    }
    return null;
  }

  private boolean isGet() {
    return documented.method().equals("GET");
  }

  private static boolean has(List<Field> fields, String name) {
    return fields.stream().anyMatch(field -> field.name().equals(name));
  }
}
