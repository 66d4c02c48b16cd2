package io.github.wxpay.sandbox;

import io.github.wxpay.sandbox.crypto.RateDraw;
import io.github.wxpay.sandbox.http.ConnectionFate;
import io.github.wxpay.sandbox.http.Inbound;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * The faults that were set, in their order. Decides which of them applies to a call. Safe for use
 * by many threads.
 */
final class FaultRules {
  private final boolean socket;
  private final boolean https;
  private final List<Rule> rules = new ArrayList<>();

  // The deprecated faults of downloads, which apply to all paths; to be removed in 0.2.
  private final Deque<Fault> nextDownloads = new ArrayDeque<>();
  private Fault downloads = Fault.NONE;

  FaultRules(boolean socket, boolean https) {
    this.socket = socket;
    this.https = https;
  }

  void add(String pattern, Fault fault, int times) {
    if (times < 1) {
      throw new IllegalArgumentException("times must be at least 1, not " + times);
    }
    add(new Rule(pattern, fault, times, new RateDraw(1, 0)));
  }

  void add(String pattern, Fault fault, double rate, long seed) {
    if (!(rate >= 0 && rate <= 1)) {
      throw new IllegalArgumentException("rate must be 0 to 1, not " + rate);
    }
    add(new Rule(pattern, fault, Integer.MAX_VALUE, new RateDraw(rate, seed)));
  }

  synchronized void clear() {
    rules.clear();
  }

  /** Returns the fault of a call whose head has been read. */
  Fault of(Inbound head) {
    String path = head.path();
    return take(
        rule -> !rule.fault.kind().isAtStart() && rule.pattern.matches(head.method(), path));
  }

  synchronized void addDownload(Fault fault) {
    nextDownloads.add(fault);
  }

  /** Sets the fault of all downloads and removes those that were set for the next ones. */
  synchronized void setDownloads(Fault fault) {
    nextDownloads.clear();
    downloads = fault;
  }

  /** Returns the fault of the next download if it applies; otherwise it stays for a later one. */
  synchronized Fault ofDownload(Predicate<Fault> fits) {
    Fault first = nextDownloads.isEmpty() ? downloads : nextDownloads.peek();
    if (!fits.test(first)) {
      return Fault.NONE;
    }
    nextDownloads.poll();
    return first;
  }

  /** Returns the fate of a new connection. */
  ConnectionFate welcome() {
    Fault fault = take(rule -> rule.fault.kind().isAtStart());
    switch (fault.kind()) {
      case DISCONNECTED:
        return fault.isReset() ? ConnectionFate.RESET : ConnectionFate.CLOSE;
      case STALLED_AT_START:
        return ConnectionFate.stall(fault.time());
      case FAILED_HANDSHAKE:
        return ConnectionFate.ALERT;
      default:
        return ConnectionFate.PASS;
    }
  }

  private void add(Rule rule) {
    Fault fault = rule.fault;
    boolean atStart = fault.kind().isAtStart();
    if ((atStart || fault.isReset()) && !socket) {
      throw new IllegalStateException(
          fault + " is a fault of the socket; start with Sandbox.builder().socketFaults()");
    }
    if (fault.kind() == Fault.Kind.FAILED_HANDSHAKE && !https) {
      throw new IllegalStateException(
          fault + " is a fault of TLS; start with Sandbox.builder().https(true)");
    }
    if (atStart && !rule.pattern.isAll()) {
      throw new IllegalArgumentException(
          fault + " happens before a request is read; its pattern must be **, not " + rule.pattern);
    }
    synchronized (this) {
      rules.add(rule);
    }
  }

  private synchronized Fault take(Predicate<Rule> applies) {
    for (Iterator<Rule> all = rules.iterator(); all.hasNext(); ) {
      Rule rule = all.next();
      if (applies.test(rule) && rule.share.next()) {
        rule.left -= rule.left == Integer.MAX_VALUE ? 0 : 1;
        if (rule.left == 0) {
          all.remove();
        }
        return rule.fault;
      }
    }
    return Fault.NONE;
  }

  /** A fault with the calls to which it applies. */
  private static final class Rule {
    private final CallPattern pattern;
    private final Fault fault;
    private final RateDraw share;
    private int left;

    Rule(String pattern, Fault fault, int left, RateDraw share) {
      this.pattern = CallPattern.of(Objects.requireNonNull(pattern, "pattern == null"));
      this.fault = Objects.requireNonNull(fault, "fault == null");
      this.left = left;
      this.share = share;
    }
  }
}
