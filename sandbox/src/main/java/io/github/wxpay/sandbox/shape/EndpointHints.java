package io.github.wxpay.sandbox.shape;

import io.github.wxpay.catalogue.Catalogue;
import io.github.wxpay.catalogue.Endpoint;
import io.github.wxpay.sandbox.http.Inbound;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Explains why there is no endpoint at a path. */
public final class EndpointHints {
  private final Catalogue catalogue = Catalogue.load();

  /** Returns the hosts that have endpoints, sorted. */
  public Set<String> hosts() {
    Set<String> hosts = new TreeSet<>();
    catalogue.endpoints().forEach(endpoint -> hosts.addAll(endpoint.hosts()));
    return hosts;
  }

  /** Returns a hint if another host has the endpoint; empty otherwise. */
  public Optional<String> elsewhere(Inbound inbound) {
    if (!catalogue.methods(inbound.path()).contains(inbound.method())) {
      return Optional.empty();
    }
    return catalogue
        .endpoint(inbound.method(), inbound.path())
        // The address of a redirect is for browsers, and the sandbox itself returns dynamic ones.
        .filter(found -> found.kind() != Endpoint.Kind.REDIRECT && !found.hasDynamicUrl())
        .filter(found -> !found.hosts().contains(inbound.host()))
        .map(
            found ->
                inbound.path()
                    + " is at "
                    + found.host()
                    + ", not at "
                    + inbound.host()
                    + "; pass sandbox.uri(\""
                    + found.host()
                    + "\") as baseURL of the call");
  }

  /** Returns the reason why a method of a path has no endpoint. */
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
