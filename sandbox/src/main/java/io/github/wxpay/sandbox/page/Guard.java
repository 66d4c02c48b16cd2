package io.github.wxpay.sandbox.page;

import io.github.wxpay.sandbox.http.Inbound;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Keeps foreign pages out: those that got a name of theirs to lead here, and those that post. */
final class Guard {
  private Guard() {}

  /** Returns what speaks against the request, null if nothing does. */
  static @Nullable String objection(Inbound inbound) {
    URI base = URI.create(inbound.base());
    List<String> hosts = inbound.headers("Host");
    if (hosts.size() != 1 || !isOurs(hosts.get(0), base)) {
      return "Host must be 127.0.0.1:" + base.getPort() + " or localhost:" + base.getPort();
    }
    List<String> origins = inbound.headers("Origin");
    boolean foreign =
        !origins.isEmpty() && !origins.equals(List.of(base.getScheme() + "://" + hosts.get(0)));
    return foreign ? "the page takes orders from itself alone" : null;
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
