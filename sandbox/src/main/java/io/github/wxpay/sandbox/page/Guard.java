package io.github.wxpay.sandbox.page;

import io.github.wxpay.sandbox.http.Inbound;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Rejects requests of foreign pages, by DNS rebinding or cross-origin requests. */
final class Guard {
  private Guard() {}

  /** Returns the reason to reject a request, null if there is none. */
  static @Nullable String objection(Inbound inbound) {
    URI base = URI.create(inbound.base());
    List<String> hosts = inbound.headers("Host");
    if (hosts.size() != 1 || !isOurs(hosts.get(0), base)) {
      return "Host must be 127.0.0.1:" + base.getPort() + " or localhost:" + base.getPort();
    }
    List<String> origins = inbound.headers("Origin");
    boolean foreign =
        !origins.isEmpty() && !origins.equals(List.of(base.getScheme() + "://" + hosts.get(0)));
    return foreign ? "Origin must be the page itself" : null;
  }

  private static boolean isOurs(String host, URI base) {
    String lower = host.toLowerCase(Locale.ROOT);
    boolean usual = base.getPort() == (base.getScheme().equals("https") ? 443 : 80);
    for (String name : new String[] {"127.0.0.1", "localhost"}) {
      if (lower.equals(name + ":" + base.getPort()) || (usual && lower.equals(name))) {
        return true;
      }
    }
    return false;
  }
}
