package io.github.wxpay.internal.v3;

import io.github.wxpay.crypto.Hash;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.internal.call.Task;
import io.github.wxpay.internal.gzip.GzipReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

/**
 * The statements of the global APIs: the platform signs {@code {"sha1":"…"}} with the digest that
 * the header {@code Wechatpay-Statement-Sha1} holds, and not the file.
 */
final class Statement {
  private static final Pattern PATHS = Pattern.compile("/?(?:hk/)?v3/(?:global/)?statements");

  private Statement() {}

  /** Whether the answer to this method and path is proved by its digest. */
  static boolean matches(String method, String path) {
    return Unsigned.isGet(PATHS, method, path);
  }

  /** Verifies the digest by the platform's signature, and the file by the digest. */
  static Task<Incoming> verify(V3Verifier verifier, Outgoing request, Incoming answer) {
    List<String> digests = answer.headers().all("Wechatpay-Statement-Sha1");
    String sha1 = digests.size() == 1 ? digests.get(0) : "";
    if (!sha1.matches("[0-9A-Fa-f]{40}")) {
      throw failure(
          Reason.HEADERS_INCOMPLETE,
          request,
          answer,
          "has no header Wechatpay-Statement-Sha1 with a SHA-1, so nothing proves it");
    }
    byte[] signed = ("{\"sha1\":\"" + sha1 + "\"}").getBytes(StandardCharsets.UTF_8);
    return verifier
        .verify(answer.headers(), signed, answer.status(), "answer to " + request)
        .map(
            key -> {
              if (!has(answer, sha1, request.options().maxBytes())) {
                throw failure(
                    Reason.BAD_DIGEST,
                    request,
                    answer,
                    "is not the file whose SHA-1 the platform signed");
              }
              return answer;
            });
  }

  /** The documents do not say whether the digest is that of the packed or the unpacked file. */
  private static boolean has(Incoming answer, String sha1, long max) {
    try (InputStream raw = answer.open()) {
      if (Hash.stream("SHA1", raw).equalsIgnoreCase(sha1)) {
        return true;
      }
    } catch (IOException e) {
      throw new MalformedException("The statement cannot be read.", e);
    }
    try (InputStream raw = answer.open();
        InputStream plain = GzipReader.open(raw, max)) {
      return Hash.stream("SHA1", plain).equalsIgnoreCase(sha1);
    } catch (ZipException | EOFException e) { // damaged, so it is not the file that was signed
      return false;
    } catch (IOException e) {
      throw new MalformedException("The statement cannot be read.", e);
    }
  }

  private static VerificationException failure(
      Reason reason, Outgoing request, Incoming answer, String problem) {
    return new VerificationException(
        reason,
        "The answer to " + request + " " + problem + ". Throw it away and ask again.",
        answer.status(),
        answer.requestId());
  }
}
