package io.github.wxpay.sandbox.v3;

import io.github.wxpay.sandbox.bill.DayOfTrade;
import io.github.wxpay.sandbox.bill.Statement;
import io.github.wxpay.sandbox.crypto.Digests;
import io.github.wxpay.sandbox.http.Answer;
import io.github.wxpay.sandbox.http.Body;
import io.github.wxpay.sandbox.http.Gzipped;
import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.state.CheckedRequest;
import io.github.wxpay.sandbox.state.FieldRules;
import io.github.wxpay.sandbox.state.OperationRegistry;
import io.github.wxpay.sandbox.state.StatefulApi;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The endpoint {@code v3/global/statements} and its older addresses. The response is the file; its
 * signature covers the digest of the file, which is in a header.
 */
final class Statements implements StatefulApi {
  private static final Pattern GZIP =
      Pattern.compile("gzip(\\s*;\\s*q=(1(\\.0*)?|0\\.0*[1-9][0-9]*))?", Pattern.CASE_INSENSITIVE);

  private final Ledger ledger;

  Statements(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public void register(OperationRegistry registry) {
    Pattern day = Pattern.compile("20[0-9]{2}[01][0-9][0-3][0-9]");
    FieldRules rules = FieldRules.NONE.matching("date", day, "a day like 20180103").signer("mchid");
    registry.download("v3/global/statements", rules, this::statement);
    registry.download("hk/v3/statements", rules, this::statement);
    registry.alias("v3/statements", "hk/v3/statements");
  }

  private Answer statement(CheckedRequest request) {
    String day = request.text("date");
    DayOfTrade entries = DayOfTrade.on(ledger, day);
    if (entries.isEmpty()) {
      throw Bills.none(day);
    }
    byte[] text = Statement.of(entries, request.mchid());
    String sha1 = Digests.SHA1.of(text);
    String signed = "{\"sha1\":\"" + sha1 + "\"}";
    Answer answer =
        Answer.file("text/plain; charset=utf-8", Body.of(text))
            .with("Wechatpay-Statement-Sha1", sha1)
            .signedOver(signed.getBytes(StandardCharsets.US_ASCII));
    return takesGzip(request.inbound().header("Accept-Encoding"))
        ? answer.with("Content-Encoding", "gzip").with(new Gzipped(Body.of(text)))
        : answer;
  }

  private static boolean takesGzip(@Nullable String accepted) {
    for (String coding : accepted == null ? new String[0] : accepted.split(",", -1)) {
      if (GZIP.matcher(coding.trim()).matches()) {
        return true;
      }
    }
    return false;
  }
}
