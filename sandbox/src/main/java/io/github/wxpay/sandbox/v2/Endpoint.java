package io.github.wxpay.sandbox.v2;

import java.util.EnumSet;
import java.util.Set;

/** A handler and how its endpoint departs from the rule. */
final class Endpoint {
  private final Handler handler;
  private final Set<Trait> traits;

  private Endpoint(Handler handler, Set<Trait> traits) {
    this.handler = handler;
    this.traits = traits;
  }

  static Endpoint of(Handler handler, Trait... traits) {
    Set<Trait> set = EnumSet.noneOf(Trait.class);
    set.addAll(Set.of(traits));
    return new Endpoint(handler, set);
  }

  Handler handler() {
    return handler;
  }

  boolean is(Trait trait) {
    return traits.contains(trait);
  }

  /** Departures from the rule, which is: a nonce, a sign of either type, a signed answer. */
  enum Trait {
    /** Only with the merchant's certificate. */
    CERTIFICATE,
    /** A nonce has no place here. */
    NONCELESS,
    /** A nonce may be left out. */
    NONCE_OPTIONAL,
    /** The sign may be left out. */
    SIGN_OPTIONAL,
    /** The answer has no sign. */
    UNSIGNED,
    /** Only HMAC-SHA256. */
    HMAC_ONLY,
    /** Only MD5. */
    MD5_ONLY,
    /** The answer is JSON with a {@code retcode}. */
    JSON,
    /** The merchant's number is in {@code mchid}. */
    MCHID,
    /** The merchant's number is in {@code combine_mch_id}. */
    COMBINE_MCHID,
    /** The merchant's number is not asked for. */
    NO_MCHID,
    /** The fields are parts of a form, next to a file. */
    MULTIPART
  }
}
