package io.github.wxpay.internal.trust;

import java.security.PublicKey;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The platform's keys that a client holds, looked up by id at each use. */
public final class PlatformKeys {
  private final Map<String, PlatformKey> keys = new LinkedHashMap<>();

  /** Keys by their ids; a later one takes the place of an earlier one of the same id. */
  public PlatformKeys(Collection<PlatformKey> keys) {
    keys.forEach(key -> this.keys.put(key.id(), key));
  }

  /** The key of an id, spelled exactly so. */
  public Optional<PublicKey> find(String id) {
    return Optional.ofNullable(keys.get(id)).map(PlatformKey::key);
  }

  /**
   * The id that answers shall be signed with: a bare public key ({@code PUB_KEY_ID_…}), which does
   * not expire, before certificates, the newest of them first.
   */
  public Optional<String> preferred() {
    return keys.values().stream()
        .max(Comparator.comparing(key -> key.notBefore() == null ? Instant.MAX : key.notBefore()))
        .map(PlatformKey::id);
  }

  /** The ids held. */
  public Set<String> ids() {
    return Set.copyOf(keys.keySet());
  }

  /** The keys held. */
  public Collection<PlatformKey> all() {
    return keys.values();
  }

  /** Whether none is held. */
  public boolean isEmpty() {
    return keys.isEmpty();
  }
}
