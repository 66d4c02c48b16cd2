package io.github.wxpay.sandbox.shape;

import io.github.wxpay.catalogue.Catalogue;
import io.github.wxpay.catalogue.Endpoint;
import io.github.wxpay.sandbox.http.Inbound;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Says, in words, why nothing is where somebody looked for it. */
public final class EndpointHints {
  private final Catalogue catalogue = Catalogue.load();

  /** Returns the hosts at which there is anything, in their order. */
  public Set<String> hosts() {
    Set<String> hosts = new TreeSet<>();
    catalogue.endpoints().forEach(endpoint -> hosts.addAll(endpoint.hosts()));
    return hosts;
  }

  /** Returns where the endpoint lives if that is at another host, empty if not. */
  public Optional<String> elsewhere(Inbound inbound) {
    if (!catalogue.methods(inbound.path()).contains(inbound.method())) {
      return Optional.empty();
    }
    return catalogue
        .endpoint(inbound.method(), inbound.path())
        // A redirect's address is for a browser, a dynamic one is the sandbox's own.
        .filter(found -> found.kind() != Endpoint.Kind.REDIRECT && !found.hasDynamicUrl())
        .filter(found -> !found.hosts().contains(inbound.host()))
        .map(
            found ->
                inbound.path()
                    + " is at "
                    + found.host()
                    + ", not at "
                    + inbound.host()
                    + "; take sandbox.uri(\""
                    + found.host()
                    + "\") as the call's baseURL");
  }

  /** Returns what is the matter with a path that nobody serves by that verb. */
  public String unknown(Inbound inbound, Set<String> methods) {
    if (!methods.isEmpty()) {
      return inbound.path() + " takes " + String.join(", ", methods) + ", not " + inbound.method();
    }
    StringBuilder words = new StringBuilder("the sandbox has no ").append(inbound.path());
    String before = "; the nearest: ";
    for (Endpoint near : catalogue.nearest(inbound.method(), inbound.path())) {
      words.append(before).append(near.method()).append(" /").append(near.path());
      before = ", ";
    }
    return words.toString();
  }
}
