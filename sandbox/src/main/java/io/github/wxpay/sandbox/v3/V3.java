package io.github.wxpay.sandbox.v3;

import io.github.wxpay.sandbox.bill.BillDownloads;
import io.github.wxpay.sandbox.crypto.Credentials;
import io.github.wxpay.sandbox.crypto.PlatformKey;
import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.http.Answer;
import io.github.wxpay.sandbox.http.Inbound;
import io.github.wxpay.sandbox.http.Outcome;
import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.ledger.LedgerException;
import io.github.wxpay.sandbox.media.MediaStore;
import io.github.wxpay.sandbox.shape.EndpointHints;
import io.github.wxpay.sandbox.shape.ResponseShapes;
import io.github.wxpay.sandbox.state.StatefulApi;
import io.github.wxpay.sandbox.state.StatefulApis;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The JSON side: verifies requests, runs their operations and signs the responses. */
public final class V3 {
  /** The headers a signature consists of. */
  public static final Set<String> SIGNATURE =
      Set.of(
          "Wechatpay-Nonce",
          "Wechatpay-Serial",
          "Wechatpay-Signature",
          "Wechatpay-Signature-Type",
          "Wechatpay-Timestamp");

  private final Credentials credentials;
  private final Clock clock;
  private final RequestVerifier verifier;
  private final ResponseSigner signer;
  private final EndpointHints hints = new EndpointHints();
  private final Operations operations;

  public V3(
      Credentials credentials,
      Ledger ledger,
      Clock clock,
      ResponseSigner signer,
      BillDownloads downloads,
      MediaStore media,
      ResponseShapes shapes,
      StatefulApis apis) {
    this.credentials = credentials;
    this.clock = clock;
    this.verifier = new RequestVerifier(credentials, clock);
    this.signer = signer;
    this.operations =
        new Operations(new RequestReader(new Sensitive(credentials), credentials.mchid()), shapes);
    apis.register(operations);
    List<StatefulApi> ours =
        List.of(
            new Certificates(credentials),
            new Bills(ledger, downloads),
            new Statements(ledger),
            new Files(downloads, media),
            new Uploads(media),
            new UploadTasks(media, credentials, clock));
    ours.forEach(api -> api.register(operations));
    operations.addRest();
  }

  /** Responds to a request. */
  public Outcome serve(Inbound inbound) {
    return outcome(inbound).signing(() -> verifier.signing(inbound));
  }

  private Outcome outcome(Inbound inbound) {
    String wanted = wanted(inbound);
    String scheme = verifier.scheme(inbound);
    try {
      if (!inbound.path().equals(Files.OPEN)) {
        verifier.check(inbound);
        credentials.platform().requested(wanted);
      }
    } catch (Refusal objection) {
      Answer answer = known(inbound, objection).answer();
      return Outcome.objected(signer.sign(answer, wanted, scheme), objection.summary());
    }
    return Outcome.verified(signer.sign(answer(inbound, wanted), wanted, scheme));
  }

  /** Returns a refusal, signed; the request is neither checked nor heard. */
  public Answer refuse(Inbound inbound, int status, String code, String words) {
    Answer answer = new Refusal(status, code, words).answer();
    return signer.sign(answer, wanted(inbound), verifier.scheme(inbound));
  }

  /** Returns the answer, if it is signed, with a signature that is not right. */
  public Answer wronglySigned(Inbound inbound, Answer answer) {
    return resign(inbound, answer, ResponseSigner.Hand.WRONG, Duration.ZERO);
  }

  /** Returns the answer, if it is signed, with the signature of a probe. */
  public Answer probing(Inbound inbound, Answer answer) {
    return resign(inbound, answer, ResponseSigner.Hand.PROBE, Duration.ZERO);
  }

  /** Returns the answer, if it is signed, rightly signed at a time so far from now. */
  public Answer signedAt(Inbound inbound, Answer answer, Duration off) {
    return resign(inbound, answer, ResponseSigner.Hand.RIGHT, off);
  }

  private Answer resign(Inbound inbound, Answer answer, ResponseSigner.Hand hand, Duration off) {
    Instant time = clock.instant().plus(off);
    return signer.sign(answer, wanted(inbound), verifier.scheme(inbound), hand, time);
  }

  /** Returns the answer, if it is signed, with the serial of nobody's key. */
  public static Answer ofUnknownSerial(Answer answer) {
    String name = "Wechatpay-Serial";
    return answer.headers().containsKey(name) ? answer.with(name, Randoms.hex(40)) : answer;
  }

  /** Returns the answer without those headers; the same one if it has none of them. */
  public static Answer without(Set<String> names, Answer answer) {
    Answer less = answer.without(names);
    return less.headers().equals(answer.headers()) ? answer : less;
  }

  private static String wanted(Inbound inbound) {
    return String.join(", ", inbound.headers("Wechatpay-Serial"));
  }

  /**
   * Is told that the answer to a query was lost. The JDK's client then repeats a GET to the letter,
   * before its user can sign it anew; a nonce that nobody saw used must not stand against that.
   */
  public void lost(Inbound inbound) {
    boolean signed = !inbound.path().equals(Files.OPEN);
    if (signed && inbound.method().equals("GET")) {
      verifier.forget(inbound);
    }
  }

  private Answer answer(Inbound inbound, String wanted) {
    try {
      Optional<String> elsewhere = hints.elsewhere(inbound);
      if (elsewhere.isPresent()) {
        throw new Refusal(404, "RESOURCE_NOT_EXISTS", "资源不存在: " + elsewhere.get());
      }
      checkHeaders(inbound, wanted);
      Answer answer = operations.respond(inbound);
      if (answer == null) {
        throw unknown(inbound, operations.methods(inbound.path()));
      }
      return answer;
    } catch (Refusal refusal) {
      return refusal.answer();
    } catch (LedgerException exception) {
      return Refusal.of(exception).answer();
    }
  }

  // Which endpoint it was comes first: a wrong address is the plainer mistake.
  private Refusal known(Inbound inbound, Refusal objection) {
    Optional<String> elsewhere = hints.elsewhere(inbound);
    if (elsewhere.isPresent()) {
      return new Refusal(404, "RESOURCE_NOT_EXISTS", "资源不存在: " + elsewhere.get());
    }
    Set<String> methods = operations.methods(inbound.path());
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
    String words = hints.unknown(inbound, methods);
    return methods.isEmpty()
        ? new Refusal(404, "RESOURCE_NOT_EXISTS", "资源不存在: " + words)
        : new Refusal(405, "METHOD_NOT_ALLOWED", "不支持的请求方法: " + words);
  }
}
