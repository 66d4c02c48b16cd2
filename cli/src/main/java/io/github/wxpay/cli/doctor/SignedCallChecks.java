package io.github.wxpay.cli.doctor;

import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.cli.terminal.Failure;
import io.github.wxpay.cli.terminal.Verdict;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.http.Retry;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends one signed request, {@code GET v3/certificates}, which changes nothing, and judges by its
 * response whether the platform accepts the signature and which kind of keys it uses.
 */
final class SignedCallChecks {
  private static final String PATH = "v3/certificates";
  private static final String SIGNATURE = "signature of requests";
  private static final String MODE = "mode of the merchant";
  private static final String RESPONSE = "signature of responses";
  private static final String SET_PUBLIC_KEY =
      "Set `certs` to the ID PUB_KEY_ID_… and the file pub_key.pem of the merchant platform.";

  private SignedCallChecks() {}

  /** Sends the request and returns what its response shows. */
  static List<Verdict> call(Subject subject) {
    if (!subject.signsV3()) {
      return List.of(Verdict.skipped(SIGNATURE, "the configuration does not sign with APIv3"));
    }
    Wxpay configured;
    try {
      configured = subject.client();
    } catch (RuntimeException e) { // reported by the check of the configuration
      return List.of(Verdict.skipped(SIGNATURE, "the client cannot be created, see configuration"));
    }
    try (configured;
        Wxpay client =
            subject
                .network()
                .builder(configured)
                .clock(subject.clock())
                .retry(Retry.none())
                .circuitBreaker(false)
                .build()) {
      return ofResponse(client.chain(PATH).get(), subject);
    } catch (StatusException e) {
      return ofStatus(e, subject);
    } catch (VerificationException e) {
      return List.of(
          Verdict.ok(SIGNATURE, "accepted, " + PATH + " has status " + e.status()),
          Verdict.failed(RESPONSE, Failure.text(e), ""));
    } catch (WxpayException | IllegalStateException e) {
      return List.of(Verdict.failed(SIGNATURE, Failure.text(e), ""));
    }
  }

  private static List<Verdict> ofResponse(Response response, Subject subject) {
    List<Verdict> verdicts = new ArrayList<>();
    verdicts.add(accepted(response.status()));
    verdicts.add(certificateMode(subject));
    verdicts.add(
        Verdict.ok(
            RESPONSE,
            "valid, by the key "
                + Shown.id(response.headers().first("Wechatpay-Serial").orElse(""))));
    return verdicts;
  }

  private static Verdict accepted(int status) {
    return Verdict.ok(
        SIGNATURE, "accepted with this serial, key and mchid, " + PATH + " has status " + status);
  }

  private static Verdict certificateMode(Subject subject) {
    return hasPublicKey(subject)
        ? Verdict.ok(MODE, "the platform has certificates, the configuration a public key too")
        : Verdict.ok(MODE, "certificates");
  }

  private static List<Verdict> ofStatus(StatusException e, Subject subject) {
    if (e.status() == 404 && e.code().equals("RESOURCE_NOT_EXISTS")) {
      return List.of(accepted(404), publicKeyMode(subject), verified(e, subject));
    }
    if (e.status() == 401) {
      return List.of(
          Verdict.failed(
              SIGNATURE,
              Failure.text(e),
              "Check that `privateKey` is the key of the certificate with `serial`, that this"
                  + " certificate is the one that the merchant platform shows for `mchid`, and the"
                  + " clock."));
    }
    if (e.status() >= 500 || e.status() == 429) {
      return List.of(
          Verdict.warning(SIGNATURE, Failure.text(e), "Run `wxpay doctor` again in a minute."));
    }
    return List.of(
        Verdict.warning(
            SIGNATURE, Failure.text(e), "It is not a 401, so the signature was accepted."));
  }

  private static Verdict publicKeyMode(Subject subject) {
    if (hasPublicKey(subject)) {
      return Verdict.ok(MODE, "public key; the platform has no certificates for this merchant");
    }
    return Verdict.failed(
        MODE,
        "public key, but the configuration does not have the platform's public key.",
        SET_PUBLIC_KEY);
  }

  private static Verdict verified(StatusException e, Subject subject) {
    if (e.verified()) {
      return Verdict.ok(RESPONSE, "valid, by a configured key");
    }
    return hasPublicKey(subject)
        ? Verdict.failed(
            RESPONSE, "the response is not signed with a configured key.", SET_PUBLIC_KEY)
        : Verdict.skipped(RESPONSE, "there is no public key to verify them with");
  }

  private static boolean hasPublicKey(Subject subject) {
    return subject.platform().stream().anyMatch(entry -> Shown.isPublicKeyId(entry.id()));
  }
}
