package io.github.wxpay.sandbox;

import io.github.wxpay.sandbox.crypto.Credentials;
import io.github.wxpay.sandbox.http.Answer;
import io.github.wxpay.sandbox.http.Inbound;
import io.github.wxpay.sandbox.http.Outcome;
import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.v2.V2;
import io.github.wxpay.sandbox.v3.V3;
import java.time.Clock;

/** Everything behind the server: both protocols over one ledger, and the journal. */
final class Platform {
  private static final System.Logger LOG = System.getLogger(Platform.class.getName());

  private final Ledger ledger;
  private final Journal journal = new Journal();
  private final V2 v2;
  private final V3 v3;

  Platform(Credentials credentials, Clock clock) {
    this.ledger = new Ledger(clock);
    this.v2 = new V2(credentials, ledger, clock);
    this.v3 = new V3(credentials, ledger, clock);
  }

  Ledger ledger() {
    return ledger;
  }

  Journal journal() {
    return journal;
  }

  /** Answers a request; it stands in the journal before the answer leaves. */
  Answer answer(Inbound inbound) {
    Outcome outcome = serve(inbound);
    journal.add(new Recorded(inbound, outcome));
    return outcome.answer();
  }

  private Outcome serve(Inbound inbound) {
    try {
      return v2.serves(inbound) ? v2.serve(inbound) : v3.serve(inbound);
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "the sandbox failed on " + inbound.target(), e);
      return Outcome.objected(Answer.empty(500), "the sandbox itself failed: " + e);
    }
  }
}
