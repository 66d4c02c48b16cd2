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

/** Derives advice about a connection that failed at a proxy or in TLS from the JDK's exception. */
final class ConnectionProblem {
  private static final int MAX_CAUSES = 10;
  private static final Pattern TUNNEL = Pattern.compile("Tunnel failed, got: (\\d{3})");

  /** The JDK's message that replaces a response if its client has an Authenticator. */
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

  /** Returns a failure and its causes, limited in number since they may be circular. */
  static List<Throwable> causes(Throwable failure) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable e = failure; e != null && causes.size() < MAX_CAUSES; e = e.getCause()) {
      causes.add(e);
    }
    return causes;
  }

  /**
   * Returns the failure that messages name: with a low limit of retries the JDK reports that limit,
   * and the failure as its cause.
   */
  static Throwable named(Throwable failure) {
    Throwable cause = failure.getCause();
    boolean retries = String.valueOf(failure.getMessage()).startsWith("Too many retries");
    return retries && cause != null ? cause : failure;
  }

  /** Returns the status of a response that the JDK replaced by a failure; 0 if there is none. */
  static int hiddenStatus(@Nullable Throwable failure) {
    Matcher status = UNAUTHENTICATED.matcher(failure == null ? "" : failure.getMessage() + "");
    return status.matches() ? Integer.parseInt(status.group(1)) : 0;
  }

  /**
   * Returns the HTTP proxy of a URL as {@code host:port}, without credentials; empty if there is
   * none.
   *
   * @param selector the selector of a client; empty for the default
   */
  static String proxy(Optional<ProxySelector> selector, URI destination) {
    ProxySelector proxies = selector.orElseGet(ProxySelector::getDefault);
    try {
      List<Proxy> found = proxies == null ? List.of() : proxies.select(destination);
      Proxy first = found.isEmpty() ? Proxy.NO_PROXY : found.get(0);
      return first.type() == Proxy.Type.HTTP ? address(first.address()) : "";
    } catch (RuntimeException e) { // of the caller's selector; the failure of the call is reported
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
          + " refused the credentials of the HttpClient's Authenticator. Correct them.";
    }
    if (text.contains("ecognized SSL message")) {
      return server
          + " did not respond in TLS"
          + (proxy.isEmpty() ? "" : " through the proxy " + proxy)
          + ". Check the port, and begin the URL with http:// if it is a gateway without TLS.";
    }
    if (proxy.isEmpty() && isCause(UnresolvedAddressException.class)) {
      return "The name of "
          + server.replaceFirst(":\\d+$", "")
          + " cannot be resolved. Check the URL, and the DNS.";
    }
    String tls = causes.stream().anyMatch(SSLException.class::isInstance) ? tls() : "";
    return tls.isEmpty() && !proxy.isEmpty() ? proxied() : tls;
  }

  private String tunnel(String status) {
    String refused = "The proxy " + proxy + " refused a tunnel to " + server + " with " + status;
    return status.equals("407")
        ? refused + ": " + Transport.PROXY_CREDENTIALS + "."
        : refused
            + ". Allow the host there, or choose another proxy (https.proxyHost,"
            + " http.nonProxyHosts, or the ProxySelector of the httpClient).";
  }

  private String tls() {
    if (isCause(CertificateExpiredException.class)) {
      return "The TLS certificate of "
          + server
          + " has expired. Check the clock of this machine, and which server is at this address.";
    }
    if (isCause(CertificateNotYetValidException.class)) {
      return "The TLS certificate of "
          + server
          + " is not valid yet. Check the clock of this machine.";
    }
    if (text.contains("No subject alternative") || text.contains("No name matching")) {
      return "The TLS certificate is not for "
          + server
          + ". Check the host of the URL, and which server is at this address.";
    }
    if (text.contains("trustAnchors parameter must be non-empty")) {
      return "The trust store of this Java is empty. Install the cacerts file of the JDK, or check"
          + " javax.net.ssl.trustStore.";
    }
    if (text.contains("PKIX path") || text.contains("unable to find valid certification path")) {
      return "The TLS certificate of "
          + server
          + " was not issued by a trusted authority. If a proxy inspects TLS, add its authority to"
          + " the trust store of Java, or set certificateAuthority(…) or the SSLContext of your"
          + " httpClient; an old JDK may lack a newer authority.";
    }
    if (!Security.getAlgorithms("KeyFactory").contains("EC")) {
      return "This Java has no elliptic curves, which TLS requires. Add the module jdk.crypto.ec to"
          + " the run-time image (jlink --add-modules jdk.crypto.ec).";
    }
    return handshake();
  }

  private String handshake() {
    String plain = text.toLowerCase(Locale.ROOT);
    if (plain.contains("protocol_version")
        || plain.contains("no appropriate protocol")
        || plain.contains("selected protocol version")) {
      return server
          + " and this Java have no TLS version in common. Allow TLSv1.2 or newer on both sides"
          + " (jdk.tls.client.protocols, the SSLParameters of your httpClient, a proxy).";
    }
    if (CERTIFICATE_ALERT.matcher(text).find()) {
      return server
          + " refused the TLS certificate of this client, or received none. Check"
          + " merchantCertificate(…) and security(true).";
    }
    if (plain.contains("handshake_failure") || plain.contains("insufficient_security")) {
      return server
          + " accepted no cipher suite of this Java, or requires a client certificate. Check"
          + " jdk.tls.disabledAlgorithms, and merchantCertificate(…) with security(true).";
    }
    if (plain.contains("terminated the handshake") || plain.contains("during handshake")) {
      return "The connection was closed in the TLS handshake. Check that "
          + server
          + " supports TLS, and that no "
          + (proxy.isEmpty() ? "firewall or proxy" : "firewall and not the proxy " + proxy)
          + " blocks it.";
    }
    return "";
  }

  /** Returns what to do about a proxy that cannot be reached, or is not a proxy. */
  private String proxied() {
    if (isCause(ConnectException.class)
        || isCause(HttpConnectTimeoutException.class)
        || isCause(UnresolvedAddressException.class)) {
      return "The proxy "
          + proxy
          + " cannot be reached, or does not connect. Check https.proxyHost and https.proxyPort, or"
          + " the ProxySelector of the httpClient.";
    }
    return isCause(ProtocolException.class)
        ? "The proxy " + proxy + " did not respond in HTTP. Check its port."
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

  /**
   * Returns host and port, without the credentials of a host that was configured as {@code
   * user:password@host}.
   */
  private static String address(SocketAddress address) {
    if (!(address instanceof InetSocketAddress)) {
      return "";
    }
    String host = ((InetSocketAddress) address).getHostString();
    String plain = host.substring(host.lastIndexOf('@') + 1);
    return Printable.of(plain, 255) + ":" + ((InetSocketAddress) address).getPort();
  }
}
