package io.github.wxpay.internal.transport;

import io.github.wxpay.internal.text.Printable;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.Security;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Finds advice for a connection that failed at a proxy or in TLS in the exception of the JDK. */
final class ConnectionProblem {
  private static final int MAX_CAUSES = 10;
  private static final Pattern TUNNEL = Pattern.compile("Tunnel failed, got: (\\d{3})");

  /** The message that replaces a response in the JDK if its client has an Authenticator. */
  private static final Pattern UNAUTHENTICATED =
      Pattern.compile("(?:WWW|Proxy)-Authenticate header missing for response code (401|407)");

  private static final Pattern CERTIFICATE_ALERT =
      Pattern.compile(
          "alert: (?:bad_certificate|certificate_required|certificate_unknown|unknown_ca"
              + "|unsupported_certificate|certificate_expired|certificate_revoked|access_denied)");

  private final List<Throwable> causes;
  private final String text;
  private final String server;
  private final String proxy;

  private ConnectionProblem(Throwable failure, URI destination, String proxy) {
    this.causes = causes(failure);
    this.text =
        causes.stream().map(e -> String.valueOf(e.getMessage())).collect(Collectors.joining("\n"));
    this.server = server(destination);
    this.proxy = proxy;
  }

  /** Returns a failure and its causes, of which a circle has no end. */
  static List<Throwable> causes(Throwable failure) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable e = failure; e != null && causes.size() < MAX_CAUSES; e = e.getCause()) {
      causes.add(e);
    }
    return causes;
  }

  /** Returns the status of a response that the JDK hides in a failure; 0 if it does not. */
  static int hiddenStatus(@Nullable Throwable failure) {
    Matcher status = UNAUTHENTICATED.matcher(failure == null ? "" : failure.getMessage() + "");
    return status.matches() ? Integer.parseInt(status.group(1)) : 0;
  }

  /**
   * Returns the HTTP proxy of a URL as {@code host:port}, without credentials; empty if there is
   * none.
   *
   * @param selector the selector of a client; without one it uses the default
   */
  static String proxy(Optional<ProxySelector> selector, URI destination) {
    ProxySelector proxies = selector.orElseGet(ProxySelector::getDefault);
    try {
      List<Proxy> found = proxies == null ? List.of() : proxies.select(destination);
      Proxy first = found.isEmpty() ? Proxy.NO_PROXY : found.get(0);
      return first.type() == Proxy.Type.HTTP ? address(first.address()) : "";
    } catch (RuntimeException e) { // a caller's selector; the failure of the call is reported
      return "";
    }
  }

  /** Returns sentences that begin with a space; empty if nothing is known about a failure. */
  static String advice(Throwable failure, URI destination, String proxy) {
    String advice = new ConnectionProblem(failure, destination, proxy).advice();
    return advice.isEmpty() ? "" : " " + advice;
  }

  private String advice() {
    Matcher tunnel = TUNNEL.matcher(text);
    if (tunnel.find()) {
      return tunnel(tunnel.group(1));
    }
    if (text.contains("too many authentication attempts")) {
      return (proxy.isEmpty() ? "The server" : "The proxy " + proxy)
          + " refused the credentials of the HttpClient's Authenticator: correct them.";
    }
    if (text.contains("ecognized SSL message")) {
      return server
          + " did not answer in TLS"
          + (proxy.isEmpty() ? "" : " through the proxy " + proxy)
          + ": check the port, and begin the URL with http:// if it is a gateway without TLS.";
    }
    String tls = causes.stream().anyMatch(SSLException.class::isInstance) ? tls() : "";
    return tls.isEmpty() && !proxy.isEmpty() ? proxied() : tls;
  }

  private String tunnel(String status) {
    String refused = "The proxy " + proxy + " refused a tunnel to " + server + " with " + status;
    return status.equals("407")
        ? refused + ": " + Transport.PROXY_CREDENTIALS + "."
        : refused
            + ": allow the host there, or choose another proxy (https.proxyHost,"
            + " http.nonProxyHosts, or the ProxySelector of the httpClient).";
  }

  private String tls() {
    if (isCause(CertificateExpiredException.class)) {
      return "The TLS certificate of "
          + server
          + " has expired: check the clock of this machine, and who answers at this address.";
    }
    if (isCause(CertificateNotYetValidException.class)) {
      return "The TLS certificate of "
          + server
          + " is not valid yet: check the clock of this machine.";
    }
    if (text.contains("No subject alternative") || text.contains("No name matching")) {
      return "The TLS certificate is for another name than "
          + server
          + ": check the host of the URL, and who answers at this address.";
    }
    if (text.contains("trustAnchors parameter must be non-empty")) {
      return "The trust store of this Java is empty: install the cacerts file of the JDK, or check"
          + " javax.net.ssl.trustStore.";
    }
    if (text.contains("PKIX path") || text.contains("unable to find valid certification path")) {
      return "The TLS certificate of "
          + server
          + " is not issued by an authority that is trusted here. If a proxy inspects TLS, add its"
          + " authority to the trust store of Java or give certificateAuthority(…), or an SSLContext"
          + " to a given httpClient; an old JDK may lack a newer authority.";
    }
    if (!Security.getAlgorithms("KeyFactory").contains("EC")) {
      return "This Java has no elliptic curves, which TLS needs: add the module jdk.crypto.ec to the"
          + " run time image (jlink --add-modules jdk.crypto.ec).";
    }
    return handshake();
  }

  private String handshake() {
    String plain = text.toLowerCase(Locale.ROOT);
    if (plain.contains("protocol_version")
        || plain.contains("no appropriate protocol")
        || plain.contains("selected protocol version")) {
      return server
          + " and this Java have no TLS version in common: allow TLSv1.2 or newer at both ends"
          + " (jdk.tls.client.protocols, the SSLParameters of a given httpClient, a proxy).";
    }
    if (CERTIFICATE_ALERT.matcher(text).find()) {
      return server
          + " refused the TLS certificate of this client, or got none: check merchantCertificate(…)"
          + " and security(true).";
    }
    if (plain.contains("handshake_failure") || plain.contains("insufficient_security")) {
      return server
          + " accepted no cipher suite of this Java, or wants a client certificate: check"
          + " jdk.tls.disabledAlgorithms, and merchantCertificate(…) with security(true).";
    }
    if (plain.contains("terminated the handshake") || plain.contains("during handshake")) {
      return "The connection was closed in the TLS handshake: check that "
          + server
          + " has TLS, and that no "
          + (proxy.isEmpty() ? "firewall or proxy" : "firewall and not the proxy " + proxy)
          + " blocks it.";
    }
    return "";
  }

  /** Returns what to do about a proxy that cannot be reached, or is none. */
  private String proxied() {
    if (isCause(ConnectException.class)
        || isCause(HttpConnectTimeoutException.class)
        || isCause(UnresolvedAddressException.class)) {
      return "The proxy "
          + proxy
          + " cannot be reached, or does not connect: check https.proxyHost and https.proxyPort, or"
          + " the ProxySelector of the httpClient.";
    }
    return isCause(ProtocolException.class)
        ? "The proxy " + proxy + " did not answer in HTTP: check its port."
        : "";
  }

  private boolean isCause(Class<? extends Throwable> type) {
    return causes.stream().anyMatch(type::isInstance);
  }

  private static String server(URI uri) {
    boolean https = "https".equalsIgnoreCase(uri.getScheme());
    int port = uri.getPort() >= 0 ? uri.getPort() : https ? 443 : 80;
    return uri.getHost() + ":" + port;
  }

  /** A host that was configured as {@code user:password@host} is shown without the first part. */
  private static String address(SocketAddress address) {
    if (!(address instanceof InetSocketAddress)) {
      return "";
    }
    String host = ((InetSocketAddress) address).getHostString();
    String plain = host.substring(host.lastIndexOf('@') + 1);
    return Printable.of(plain, 255) + ":" + ((InetSocketAddress) address).getPort();
  }
}
