package io.github.wxpay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NotificationServerTest {
  @Test
  void processesExpectedNotificationOnceAndRejectsOthers() {
    Printed printed = Printed.of(NotificationServer::run);

    List<String> lines =
        printed.masked().stream()
            .map(line -> line.replaceAll("\\{.*not verified.*}", "NOT VERIFIED"))
            .map(line -> line.replaceAll("\\{.*not processed.*}", "NOT PROCESSED"))
            .collect(Collectors.toList());
    assertThat(lines)
        .containsExactly(
            "Notifications at http://127.0.0.1:PORT/wxpay/notify",
            "",
            "1. An order is paid",
            "         processed: notify-0001, 1 fen (TRANSACTION.SUCCESS)",
            "         replied: 204",
            "",
            "2. The same notification is replayed",
            "         refused: REPLAYED",
            "         replied: 401 NOT VERIFIED",
            "",
            "3. A notification has another amount than its order",
            "         not processed: The notification ID TRANSACTION.SUCCESS has /amount/total '1',"
                + " where '2' fen were expected. The signature is valid, but this is not what was"
                + " expected; do not process it.",
            "         replied: 500 NOT PROCESSED",
            "",
            "4. A refund succeeds; its notification also names the order",
            "         processed: refund-0001, 1 fen (REFUND.SUCCESS)",
            "         replied: 204",
            "",
            "5. The platform probes whether signatures are verified",
            "         refused: PROBE",
            "         replied: 401 NOT VERIFIED",
            "",
            "6. An order of APIv2 is paid",
            "         processed: notify-0003, 3 fen (APIv2)",
            "         replied: 200"
                + " <xml><return_code>SUCCESS</return_code><return_msg>OK</return_msg></xml>",
            "",
            "Done, 6 steps.");
  }
}
