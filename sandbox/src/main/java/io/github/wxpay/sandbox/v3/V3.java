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

/** The server of APIv3: verifies requests, runs their operations and signs the responses. */
public final class V3 {
  /** The headers of a signature. */
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
    String requestedKey = requestedKey(inbound);
    String scheme = verifier.scheme(inbound);
    try {
      if (!inbound.path().equals(Files.WITHOUT_AUTHORIZATION)) {
        verifier.check(inbound);
        credentials.platform().requested(requestedKey);
      }
    } catch (Refusal objection) {
      Answer answer = known(inbound, objection).answer();
      return Outcome.objected(signer.sign(answer, requestedKey, scheme), objection.summary());
    }
    return Outcome.verified(signer.sign(answer(inbound, requestedKey), requestedKey, scheme));
  }

  /** Returns a signed error response; the request is neither verified nor executed. */
  public Answer refuse(Inbound inbound, int status, String code, String message) {
    Answer answer = new Refusal(status, code, message).answer();
    return signer.sign(answer, requestedKey(inbound), verifier.scheme(inbound));
  }

  /** Returns the response with a wrong signature, if it is signed. */
  public Answer wronglySigned(Inbound inbound, Answer answer) {
    return resign(inbound, answer, ResponseSigner.Mode.WRONG, Duration.ZERO);
  }

  /** Returns the response with the signature of a probe, if it is signed. */
  public Answer probing(Inbound inbound, Answer answer) {
    return resign(inbound, answer, ResponseSigner.Mode.PROBE, Duration.ZERO);
  }

  /** Returns the response with a valid signature at an offset from now, if it is signed. */
  public Answer signedAt(Inbound inbound, Answer answer, Duration offset) {
    return resign(inbound, answer, ResponseSigner.Mode.RIGHT, offset);
  }

  private Answer resign(Inbound inbound, Answer answer, ResponseSigner.Mode mode, Duration offset) {
    Instant time = clock.instant().plus(offset);
    return signer.sign(answer, requestedKey(inbound), verifier.scheme(inbound), mode, time);
  }

  /** Returns the response with the serial number of an unknown key, if it is signed. */
  public static Answer ofUnknownSerial(Answer answer) {
    String name = "Wechatpay-Serial";
    return answer.headers().containsKey(name) ? answer.with(name, Randoms.hex(40)) : answer;
  }

  /** Returns the response without these headers; the same object if it has none of them. */
  public static Answer without(Set<String> names, Answer answer) {
    Answer less = answer.without(names);
    return less.headers().equals(answer.headers()) ? answer : less;
  }

  private static String requestedKey(Inbound inbound) {
    return String.join(", ", inbound.headers("Wechatpay-Serial"));
  }

  /**
   * Called when the response to a request was lost. The JDK's client then repeats a GET with the
   * same signature, so its nonce must be accepted again.
   */
  public void lost(Inbound inbound) {
    boolean signed = !inbound.path().equals(Files.WITHOUT_AUTHORIZATION);
    if (signed && inbound.method().equals("GET")) {
      verifier.forget(inbound);
    }
  }

  private Answer answer(Inbound inbound, String requestedKey) {
    try {
      Optional<String> elsewhere = hints.elsewhere(inbound);
      if (elsewhere.isPresent()) {
        throw new Refusal(404, "RESOURCE_NOT_EXISTS", "资源不存在: " + elsewhere.get());
      }
      checkHeaders(inbound, requestedKey);
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

  // A wrong address comes first, since it is the more obvious mistake.
  private Refusal known(Inbound inbound, Refusal objection) {
    Optional<String> elsewhere = hints.elsewhere(inbound);
    if (elsewhere.isPresent()) {
      return new Refusal(404, "RESOURCE_NOT_EXISTS", "资源不存在: " + elsewhere.get());
    }
    Set<String> methods = operations.methods(inbound.path());
    return methods.contains(inbound.method()) ? objection : unknown(inbound, methods);
  }

  private void checkHeaders(Inbound inbound, String requestedKey) {
    if (inbound.header("Accept") == null || inbound.header("User-Agent") == null) {
      throw new Refusal(
          400,
          "PARAM_ERROR",
          "Http头缺少Accept或User-Agent: the header Accept or User-Agent is missing");
    }
    if (!requestedKey.isEmpty() && credentials.platform().named(requestedKey) == null) {
      List<String> ours =
          credentials.platform().valid().stream().map(PlatformKey::id).collect(Collectors.toList());
      throw Refusal.field(
          "header", "Wechatpay-Serial", requestedKey, "must be one of " + String.join(", ", ours));
    }
  }

  private Refusal unknown(Inbound inbound, Set<String> methods) {
    String message = hints.unknown(inbound, methods);
    return methods.isEmpty()
        ? new Refusal(404, "RESOURCE_NOT_EXISTS", "资源不存在: " + message)
        : new Refusal(405, "METHOD_NOT_ALLOWED", "不支持的请求方法: " + message);
  }
}
