package io.github.wxpay;

import io.github.wxpay.http.Multipart;
import io.github.wxpay.http.Options;
import io.github.wxpay.internal.call.Body;
import io.github.wxpay.internal.v2.V2;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Refuses options that would have no effect on a call, before anything is sent. */
final class OptionChecks {
  private OptionChecks() {}

  /** Checks the options of every call. */
  static void check(Options options, boolean v2) {
    if (options.security() && !v2) {
      throw ineffective(
          "security",
          "presents the merchant certificate, which only APIv2 asks for; call v2().chain(…)");
    }
    if (options.pkcs1() && v2) {
      throw ineffective("pkcs1", "is a padding of encrypted fields, which only APIv3 has");
    }
  }

  /**
   * Returns typed options if {@code nonceless} and {@code meta} have an effect. A request config as
   * a Map may contain them without effect, as in the original.
   *
   * @throws NullPointerException if the options are {@code null}
   */
  static Options typed(Options options, Endpoint endpoint, @Nullable Object body) {
    Objects.requireNonNull(options, "options == null");
    boolean v2 = endpoint.isV2();
    if (options.nonceless() && !(v2 && V2.isNonceless(endpoint.template().toString()))) {
      throw ineffective(
          "nonceless",
          "applies to the endpoints of APIv2 without nonce_str, and this is not one of them");
    }
    if (options.meta().isPresent() && (v2 || !isForm(options, body))) {
      throw ineffective(
          "meta",
          "is a part of an upload; call upload(file, meta), or post a Multipart or a Map with"
              + " Content-Type multipart/form-data");
    }
    return options;
  }

  /** Returns the typed options of an upload, whose {@code meta} is a separate argument. */
  static Options upload(Options options) {
    if (options.nonceless()) {
      throw ineffective("nonceless", "applies to calls with a nonce_str, and uploads have none");
    }
    if (options.meta().isPresent()) {
      throw ineffective("meta", "is the second argument of upload(file, meta, options)");
    }
    return options;
  }

  /** Returns the options of the download of a link, whose URL the platform has created. */
  static Options link(Options options) {
    Objects.requireNonNull(options, "options == null");
    Map<String, Boolean> given = new LinkedHashMap<>();
    given.put("with", !options.values().isEmpty());
    given.put("query", !options.query().isEmpty());
    given.put("baseUrl", options.baseUrl().isPresent());
    given.put("host", options.host().isPresent());
    given.put("security", options.security());
    given.put("nonceless", options.nonceless());
    given.put("pkcs1", options.pkcs1());
    given.put("reversal", !options.reversal());
    given.put("meta", options.meta().isPresent());
    given.forEach(
        (name, isGiven) -> {
          if (isGiven) {
            throw ineffective(name, "downloads the URL of a response, which must not be changed");
          }
        });
    return options;
  }

  /** Returns the exception for the option {@code reversal} where nothing would be reversed. */
  static IllegalArgumentException reversal() {
    return ineffective(
        "reversal", "applies to postUntilFinal(…) of a code payment, codepay or micropay");
  }

  private static boolean isForm(Options options, @Nullable Object body) {
    return body instanceof Multipart || (body instanceof Map && Body.isForm(options.headers()));
  }

  private static IllegalArgumentException ineffective(String name, String why) {
    return new IllegalArgumentException(
        "The option `" + name + "` has no effect on this call: it " + why + ".");
  }
}
