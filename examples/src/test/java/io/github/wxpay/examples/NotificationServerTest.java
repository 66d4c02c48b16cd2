package io.github.wxpay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NotificationServerTest {
  @Test
  void whatIsProvedIsBookedOnceAndTheRestRefused() {
    Printed printed = Printed.of(NotificationServer::run);

    List<String> lines =
        printed.masked().stream()
            .map(line -> line.replaceAll("\\{.*not verified.*}", "NOT VERIFIED"))
            .map(line -> line.replaceAll("\\{.*not booked.*}", "NOT BOOKED"))
            .collect(Collectors.toList());
    assertThat(lines)
        .containsExactly(
            "Notifications at http://127.0.0.1:PORT/wxpay/notify",
            "",
            "1. An order is paid",
            "         booked: notify-0001, 1 fen (TRANSACTION.SUCCESS)",
            "         answered: 204",
            "",
            "2. Someone sends a copy of that notification",
            "         refused: REPLAYED",
            "         answered: 401 NOT VERIFIED",
            "",
            "3. The amount of another notification is not the order's",
            "         not booked: The notification ID TRANSACTION.SUCCESS has /amount/total '1',"
                + " where '2' fen were expected. The signature is valid, but this is not what was"
                + " expected; do not process it.",
            "         answered: 500 NOT BOOKED",
            "",
            "4. A refund is reported, which names the order and its total too",
            "         booked: refund-0001, 1 fen (REFUND.SUCCESS)",
            "         answered: 204",
            "",
            "5. The platform probes whether signatures are verified",
            "         refused: PROBE",
            "         answered: 401 NOT VERIFIED",
            "",
            "6. An order of APIv2 is paid",
            "         booked: notify-0003, 3 fen (APIv2)",
            "         answered: 200"
                + " <xml><return_code>SUCCESS</return_code><return_msg>OK</return_msg></xml>",
            "",
            "Done, 6 steps.");
  }
}
