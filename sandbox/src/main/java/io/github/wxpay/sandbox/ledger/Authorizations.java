package io.github.wxpay.sandbox.ledger;

import io.github.wxpay.sandbox.crypto.Randoms;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Payers who let a service go on without asking (payscore). A code nobody has seen yet counts as
 * one the payer has opened, so that a first program has something to end.
 */
public final class Authorizations {
  private static final String SAMPLE_APPID = "wxd678efh567hg6787";

  private final Clock clock;
  private final Map<String, Authorization> byCode = new BoundedMap<>();

  public Authorizations(Clock clock) {
    this.clock = clock;
  }

  /** Opens an authorization; the payer agrees at once. The same again gives the same. */
  public synchronized Authorization open(String serviceId, String code, String appid) {
    return byCode.computeIfAbsent(
        serviceId + "/" + code, k -> fresh(serviceId, code, appid, newOpenid()));
  }

  /** Returns the authorization of that code. */
  public synchronized Authorization byCode(String serviceId, String code) {
    return open(serviceId, code, SAMPLE_APPID);
  }

  /** Returns the authorization of that payer. */
  public synchronized Authorization byOpenid(String serviceId, String appid, String openid) {
    for (Authorization known : byCode.values()) {
      if (known.serviceId.equals(serviceId)
          && known.appid.equals(appid)
          && known.openid.equals(openid)) {
        return known;
      }
    }
    String code = Randoms.alphanumeric(24);
    Authorization opened = fresh(serviceId, code, appid, openid);
    byCode.put(serviceId + "/" + code, opened);
    return opened;
  }

  /** Ends an open authorization; returns false if it was ended before. */
  public synchronized boolean terminate(Authorization authorization) {
    String key = authorization.serviceId + "/" + authorization.code;
    Authorization known = byCode.getOrDefault(key, authorization);
    if (known.ended != null) {
      return false;
    }
    byCode.put(key, known.ended(clock.instant()));
    return true;
  }

  private Authorization fresh(String serviceId, String code, String appid, String openid) {
    String token = Randoms.alphanumeric(64);
    return new Authorization(serviceId, code, appid, openid, token, clock.instant(), null);
  }

  private static String newOpenid() {
    return Randoms.openid();
  }

  /** One payer's word; immutable. */
  public static final class Authorization {
    private final String serviceId;
    private final String code;
    private final String appid;
    private final String openid;
    private final String token;
    private final Instant opened;
    private final @Nullable Instant ended;

    private Authorization(
        String serviceId,
        String code,
        String appid,
        String openid,
        String token,
        Instant opened,
        @Nullable Instant ended) {
      this.serviceId = serviceId;
      this.code = code;
      this.appid = appid;
      this.openid = openid;
      this.token = token;
      this.opened = opened;
      this.ended = ended;
    }

    private Authorization ended(Instant when) {
      return new Authorization(serviceId, code, appid, openid, token, opened, when);
    }

    public String serviceId() {
      return serviceId;
    }

    public String code() {
      return code;
    }

    public String appid() {
      return appid;
    }

    public String openid() {
      return openid;
    }

    /** Returns what the platform calls {@code apply_permissions_token}. */
    public String token() {
      return token;
    }

    public Instant opened() {
      return opened;
    }

    /** Returns when it was ended, null while it is open. */
    public @Nullable Instant ended() {
      return ended;
    }
  }
}
