package io.github.wxpay.sandbox;

import io.github.wxpay.sandbox.crypto.Credentials;
import io.github.wxpay.sandbox.crypto.Suite;
import io.github.wxpay.sandbox.http.RequestLimits;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a sandbox. Not safe for use by several threads.
 *
 * <pre>{@code
 * Sandbox sandbox = Sandbox.builder().https(true).notifying(true).start();
 * }</pre>
 */
public final class SandboxBuilder {
  private boolean https;
  private ClientCertificate clientCertificate = ClientCertificate.WANTED;
  private Clock clock = Clock.systemUTC();
  private int port;
  private PlatformKeys platformKeys = PlatformKeys.BOTH;
  private Suite suite = Suite.RSA;
  private @Nullable Integer keySwitch;
  private double probeRate;
  private long probeSeed;
  private boolean notifying;
  private long seed = 1;
  private boolean socketFaults;
  private RequestLimits requestLimits = RequestLimits.DEFAULT;

  SandboxBuilder() {}

  /** Sets whether the sandbox uses https, with a certificate of its authority; default false. */
  public SandboxBuilder https(boolean on) {
    this.https = on;
    return this;
  }

  /**
   * Sets whether the sandbox requests a client certificate (https only); default {@code WANTED}.
   */
  public SandboxBuilder clientCertificate(ClientCertificate mode) {
    this.clientCertificate = Objects.requireNonNull(mode, "mode == null");
    return this;
  }

  /** Sets the platform's clock; default {@link Clock#systemUTC()}. */
  public SandboxBuilder clock(Clock clock) {
    this.clock = Objects.requireNonNull(clock, "clock == null");
    return this;
  }

  /**
   * Sets the port; default 0, which selects a free one.
   *
   * @throws IllegalArgumentException if the port is not 0 to 65535
   */
  public SandboxBuilder port(int port) {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
    }
    this.port = port;
    return this;
  }

  /** Sets the kinds of keys with which the platform signs; default {@code BOTH}. */
  public SandboxBuilder platformKeys(PlatformKeys mode) {
    this.platformKeys = Objects.requireNonNull(mode, "mode == null");
    return this;
  }

  /**
   * Sets the initial state of the switch to the public key, see {@link Sandbox#keySwitch}. Without
   * it, notifications are signed with the kind of key that requests name.
   */
  public SandboxBuilder keySwitch(int permille) {
    this.keySwitch = permille;
    return this;
  }

  /** Sets the initial share of signature probes, see {@link Sandbox#probes}; default 0. */
  public SandboxBuilder probes(double rate, long seed) {
    this.probeRate = rate;
    this.probeSeed = seed;
    return this;
  }

  /**
   * Switches APIv3 to the Chinese national algorithms (国密): SM2 keys and certificates, the scheme
   * {@code WECHATPAY2-SM2-WITH-SM3}, and {@code AEAD_SM4_GCM}. TLS and APIv2 do not change; brands
   * are not available.
   */
  public SandboxBuilder sm2() {
    this.suite = Suite.SM2;
    return this;
  }

  /**
   * Sets whether the merchant is notified at addresses of plain HTTP on this machine; default
   * false. The notification of a payer's action, by {@link Sandbox#pay} or {@link Payer}, is sent
   * before that method returns.
   *
   * <p>The notification of a request's effect is sent once, on a thread of the sandbox, while the
   * request is processed. Such effects are an accepted refund ({@code REFUND.SUCCESS}, {@code
   * refund-processed}; queries then return it as successful), each receiver of a profit sharing
   * that got money, a deduction and the end of a papay contract, and the merchant's steps in a
   * complaint. The request neither waits for the receiver nor fails with it; {@link
   * Sandbox#awaitDeliveries} waits.
   */
  public SandboxBuilder notifying(boolean on) {
    this.notifying = on;
    return this;
  }

  /** Sets the seed of the generated values in responses; default 1. */
  public SandboxBuilder seed(long seed) {
    this.seed = seed;
    return this;
  }

  /**
   * Allows faults of connections, as opposed to calls: {@link Fault#DISCONNECTED}, {@link
   * Fault#STALLED_AT_START}, {@link Fault#FAILED_HANDSHAKE} and all {@link Fault#byReset}. Every
   * call then uses a separate connection, so that such a fault affects the next call.
   */
  public SandboxBuilder socketFaults() {
    this.socketFaults = true;
    return this;
  }

  /** Sets the limits for connections and slow requests. */
  SandboxBuilder requestLimits(RequestLimits limits) {
    this.requestLimits = limits;
    return this;
  }

  /**
   * Starts the sandbox.
   *
   * @throws IllegalArgumentException if the rate of probes or the key switch is out of range
   * @throws IllegalStateException if a key switch is set without both kinds of keys
   * @throws java.io.UncheckedIOException if the port is taken
   */
  public Sandbox start() {
    return new Sandbox(this);
  }

  boolean isHttps() {
    return https;
  }

  ClientCertificate clientCertificate() {
    return clientCertificate;
  }

  Clock clock() {
    return clock;
  }

  int port() {
    return port;
  }

  Credentials credentials() {
    boolean certificates = platformKeys != PlatformKeys.PUBLIC_KEY;
    boolean publicKey = platformKeys != PlatformKeys.CERTIFICATES;
    return new Credentials(suite, certificates, publicKey, clock);
  }

  @Nullable Integer keySwitch() {
    return keySwitch;
  }

  double probeRate() {
    return probeRate;
  }

  long probeSeed() {
    return probeSeed;
  }

  long seed() {
    return seed;
  }

  boolean isNotifying() {
    return notifying;
  }

  RequestLimits requestLimits() {
    return requestLimits;
  }

  boolean isSocketFaults() {
    return socketFaults;
  }
}
