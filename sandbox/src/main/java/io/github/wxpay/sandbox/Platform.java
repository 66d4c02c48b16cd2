package io.github.wxpay.sandbox;

import io.github.wxpay.sandbox.bill.BillDownloads;
import io.github.wxpay.sandbox.bill.GeneratedBill;
import io.github.wxpay.sandbox.crypto.Credentials;
import io.github.wxpay.sandbox.http.Answer;
import io.github.wxpay.sandbox.http.Inbound;
import io.github.wxpay.sandbox.http.Outcome;
import io.github.wxpay.sandbox.http.RequestHandler;
import io.github.wxpay.sandbox.http.Site;
import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.ledger.Order;
import io.github.wxpay.sandbox.ledger.Refund;
import io.github.wxpay.sandbox.media.Media;
import io.github.wxpay.sandbox.media.MediaStore;
import io.github.wxpay.sandbox.shape.ResponseShapes;
import io.github.wxpay.sandbox.state.BusinessEvent;
import io.github.wxpay.sandbox.state.StatefulApis;
import io.github.wxpay.sandbox.v2.V2;
import io.github.wxpay.sandbox.v3.ResponseSigner;
import io.github.wxpay.sandbox.v3.V3;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a sandbox behind its server: both protocols with one ledger, notifications, and the
 * journal.
 */
final class Platform {
  private final Ledger ledger;
  private final Journal journal = new Journal();
  private final ResponseSigner signer;
  private final MediaStore media = new MediaStore();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final FaultRules faults;
  private final FaultInjector faultInjector;
  private final String mchid;
  private final BillDownloads billDownloads;
  private final V2 v2;
  private final V3 v3;
  private final NotificationFactory notificationFactory;
  private final NotificationSender notificationSender;
  private final boolean notifying;
  private final Clock clock;
  private final Payer payer;
  private final OrderList orders;
  private volatile List<Site> sites = List.of();

  Platform(Credentials credentials, SandboxBuilder settings) {
    this.clock = settings.clock();
    this.ledger = new Ledger(clock);
    this.signer = new ResponseSigner(credentials, clock);
    this.mchid = credentials.mchid();
    this.billDownloads = new BillDownloads(clock);
    ResponseShapes shapes = new ResponseShapes(settings.seed(), clock, credentials);
    this.v2 = new V2(credentials, ledger, clock, media, shapes);
    StatefulApis apis = new StatefulApis(ledger, clock, mchid, this::announce);
    this.payer = new Payer(apis, this::deliver);
    this.v3 = new V3(credentials, ledger, clock, signer, billDownloads, media, shapes, apis);
    this.faults = new FaultRules(settings.isSocketFaults(), settings.isHttps());
    this.faultInjector = new FaultInjector(faults, v2, v3, closed);
    this.notificationFactory = new NotificationFactory(credentials, clock, signer);
    this.notificationSender = new NotificationSender(credentials, clock);
    this.notifying = settings.isNotifying();
    this.orders = new OrderList(ledger);
    ledger.listeners(this::refunded, this::deducted);
    signer.probes(settings.probeRate(), settings.probeSeed());
    @Nullable Integer permille = settings.keySwitch();
    if (permille != null) {
      credentials.platform().keySwitch(permille);
    }
  }

  Clock clock() {
    return clock;
  }

  ResponseSigner signer() {
    return signer;
  }

  NotificationFactory notificationFactory() {
    return notificationFactory;
  }

  NotificationSender notificationSender() {
    return notificationSender;
  }

  Journal journal() {
    return journal;
  }

  FaultRules faults() {
    return faults;
  }

  OrderList orders() {
    return orders;
  }

  boolean isNotifying() {
    return notifying;
  }

  /** Sets the sites, which take precedence over the endpoints. */
  void open(List<Site> opened) {
    sites = List.copyOf(opened);
  }

  /** Ends all pauses within responses and drops pending notifications. */
  void close() {
    closed.countDown();
    notificationSender.close();
  }

  byte[] media(String id) {
    Media found = media.find(id);
    if (found == null) {
      throw new IllegalArgumentException("there is no upload with the ID or address '" + id + "'");
    }
    return found.bytes().clone();
  }

  long generateBill(long bytes, long seed) {
    GeneratedBill bill = new GeneratedBill(bytes, seed, mchid);
    billDownloads.generated(bill);
    return bill.rows();
  }

  /** Pays an order, or all orders of a combined one. */
  void pay(String outTradeNo) {
    List<Order> paid = Payer.callLedger(() -> ledger.payAll(outTradeNo));
    if (notifying) {
      notificationSender.tryDeliver(
          paid.get(0).draft().text("notify_url"), notificationFactory.paid(paid));
    }
  }

  /** Sends the notification of an event on another thread, so that its request does not wait. */
  private void announce(BusinessEvent event) {
    deliverLater(event.url(), () -> notificationFactory.make(event.event(), event.fields()));
  }

  private void refunded(Refund refund) {
    RefundEvent event = new RefundEvent(refund);
    deliverLater(event.url(), () -> notificationFactory.make(event.type(), event.fields()));
  }

  private void deducted(Order order) {
    deliverLater(order.draft().text("notify_url"), () -> notificationFactory.paid(List.of(order)));
  }

  private void deliverLater(@Nullable String url, Supplier<SignedNotification> notification) {
    if (notifying) {
      notificationSender.deliverLater(url, notification);
    }
  }

  private void deliver(BusinessEvent event) {
    if (notifying) {
      notificationSender.tryDeliver(
          event.url(), notificationFactory.make(event.event(), event.fields()));
    }
  }

  Payer payer() {
    return payer;
  }

  /** Returns the handler of a request: a site, or the endpoints with the fault that applies. */
  RequestHandler receive(Inbound head) {
    for (Site site : sites) {
      if (site.serves(head)) {
        return site::answer;
      }
    }
    Fault fault = faults.of(head);
    return new RequestHandler() {
      @Override
      public long most() {
        return FaultInjector.most(fault, head);
      }

      @Override
      public Duration pause() {
        return fault.kind() == Fault.Kind.SLOW ? fault.time() : Duration.ZERO;
      }

      @Override
      public Answer answer(Inbound inbound) {
        return Platform.this.answer(fault, inbound);
      }
    };
  }

  // The request is recorded before the response is sent, so that a client finds it afterwards.
  private Answer answer(Fault fault, Inbound inbound) {
    Instant time = clock.instant();
    long start = System.nanoTime();
    Outcome outcome = outcome(fault, inbound);
    Duration duration = Duration.ofNanos(System.nanoTime() - start);
    int version = v2.serves(inbound) ? 2 : 3;
    journal.add(n -> new Recorded(n, time, duration, version, inbound, outcome));
    return outcome.answer();
  }

  private Outcome outcome(Fault fault, Inbound inbound) {
    try {
      return faultInjector.outcome(fault, inbound, this::serve);
    } catch (RuntimeException | Error e) {
      // Looked up only here, since the first look-up of a logger in a JVM takes 0.1 s.
      System.getLogger(Platform.class.getName())
          .log(System.Logger.Level.ERROR, "the sandbox failed on " + inbound.target(), e);
      return Outcome.objected(Answer.empty(500), "the sandbox itself failed: " + e);
    }
  }

  private Outcome serve(Inbound inbound) {
    return v2.serves(inbound) ? v2.serve(inbound) : v3.serve(inbound);
  }
}
