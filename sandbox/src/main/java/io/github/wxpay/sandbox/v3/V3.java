package io.github.wxpay.sandbox.v3;

import io.github.wxpay.catalogue.Routes;
import io.github.wxpay.sandbox.bill.Shelf;
import io.github.wxpay.sandbox.crypto.Credentials;
import io.github.wxpay.sandbox.crypto.PlatformKey;
import io.github.wxpay.sandbox.http.Answer;
import io.github.wxpay.sandbox.http.Inbound;
import io.github.wxpay.sandbox.http.Outcome;
import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.ledger.Trouble;
import io.github.wxpay.sandbox.media.MediaStore;
import io.github.wxpay.sandbox.shape.Directory;
import io.github.wxpay.sandbox.shape.Shapes;
import io.github.wxpay.sandbox.state.Families;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The JSON side: gate, table of routes, stamp. */
public final class V3 {
  private final Credentials credentials;
  private final Gate gate;
  private final Stamp stamp;
  private final Directory directory = new Directory();
  private final Routes<Handler> routes = new Routes<>();

  public V3(
      Credentials credentials,
      Ledger ledger,
      Clock clock,
      Stamp stamp,
      Shelf shelf,
      MediaStore media,
      Shapes shapes,
      Families families) {
    this.credentials = credentials;
    this.gate = new Gate(credentials, clock);
    this.stamp = stamp;
    Sensitive sensitive = new Sensitive(credentials);
    new Transactions(ledger).register(routes);
    new Refunds(ledger).register(routes);
    new Permissions(clock).register(routes);
    new Certificates(credentials).register(routes);
    new BrandCoupons(clock).register(routes);
    new Bills(ledger, shelf, sensitive).register(routes);
    new Statements(ledger).register(routes);
    new Files(shelf, media).register(routes);
    new Uploads(media).register(routes);
    new UploadTasks(media, credentials, sensitive, clock).register(routes);
    Documented documented = new Documented(routes, shapes, sensitive);
    families.register(documented);
    documented.addRest();
  }

  /** Answers a request. */
  public Outcome serve(Inbound inbound) {
    String wanted = String.join(", ", inbound.headers("Wechatpay-Serial"));
    String scheme = gate.scheme(inbound);
    try {
      if (!inbound.path().equals(Files.OPEN)) {
        gate.check(inbound);
      }
    } catch (Refusal objection) {
      Answer answer = known(inbound, objection).answer();
      return Outcome.objected(stamp.sign(answer, wanted, scheme), objection.summary());
    }
    return Outcome.verified(stamp.sign(answer(inbound, wanted), wanted, scheme));
  }

  private Answer answer(Inbound inbound, String wanted) {
    try {
      Optional<String> elsewhere = directory.elsewhere(inbound);
      if (elsewhere.isPresent()) {
        throw new Refusal(404, "RESOURCE_NOT_EXISTS", "资源不存在: " + elsewhere.get());
      }
      checkHeaders(inbound, wanted);
      Routes.Match<Handler> match = routes.match(inbound.method(), inbound.path());
      if (match == null) {
        throw unknown(inbound, routes.methods(inbound.path()));
      }
      return match.value().handle(new Call(inbound, match.variables(), credentials.mchid()));
    } catch (Refusal refusal) {
      return refusal.answer();
    } catch (Trouble trouble) {
      return Refusal.of(trouble).answer();
    }
  }

  // Which endpoint it was comes first: a wrong address is the plainer mistake.
  private Refusal known(Inbound inbound, Refusal objection) {
    Optional<String> elsewhere = directory.elsewhere(inbound);
    if (elsewhere.isPresent()) {
      return new Refusal(404, "RESOURCE_NOT_EXISTS", "资源不存在: " + elsewhere.get());
    }
    Set<String> methods = routes.methods(inbound.path());
    return methods.contains(inbound.method()) ? objection : unknown(inbound, methods);
  }

  private void checkHeaders(Inbound inbound, String wanted) {
    if (inbound.header("Accept") == null || inbound.header("User-Agent") == null) {
      throw new Refusal(
          400,
          "PARAM_ERROR",
          "Http头缺少Accept或User-Agent: the header Accept or User-Agent is missing");
    }
    if (!wanted.isEmpty() && credentials.platform().named(wanted) == null) {
      List<String> ours =
          credentials.platform().valid().stream().map(PlatformKey::id).collect(Collectors.toList());
      throw Refusal.field(
          "header", "Wechatpay-Serial", wanted, "must be one of " + String.join(", ", ours));
    }
  }

  private Refusal unknown(Inbound inbound, Set<String> methods) {
    String words = directory.unknown(inbound, methods);
    return methods.isEmpty()
        ? new Refusal(404, "RESOURCE_NOT_EXISTS", "资源不存在: " + words)
        : new Refusal(405, "METHOD_NOT_ALLOWED", "不支持的请求方法: " + words);
  }
}
