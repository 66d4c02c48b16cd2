package io.github.wxpay.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotificationTypeTest {
  private static final Catalogue CATALOGUE = Catalogue.load();

  @Test
  void hasSummaryOriginalTypeAndAssociatedDataOfEveryEvent() {
    for (NotificationType type : CATALOGUE.notifications()) {
      assertThat(type.summary()).as(type.name()).isNotBlank();
      if (type.version() == 3) {
        assertThat(type.originalType()).as(type.name()).matches("[a-z_]+");
        assertThat(type.associatedData()).as(type.name()).matches("[a-z_]+");
      } else {
        assertThat(type.originalType()).as(type.name()).isEmpty();
        boolean encrypted = type.encryptedField().equals("event_ciphertext");
        assertThat(!type.associatedData().isEmpty()).as(type.name()).isEqualTo(encrypted);
      }
    }
  }

  @Test
  void returnsDocumentedOriginalTypes() {
    NotificationType paid = CATALOGUE.notification("TRANSACTION.SUCCESS").orElseThrow();

    assertThat(paid.originalTypes()).containsExactly("transaction", "profitsharing");
    assertThat(paid.originalType()).isEqualTo("transaction");
    assertThat(paid.summary()).isEqualTo("支付成功");
    assertThat(CATALOGUE.notification("BUDGET.CLOSED"))
        .get()
        .satisfies(type -> assertThat(type.originalTypes()).isEmpty())
        .extracting(NotificationType::originalType)
        .isEqualTo("budget");
  }

  @ParameterizedTest
  @CsvSource({
    "TRANSACTION.SUCCESS, 3",
    "v3/TRANSACTION.SUCCESS, 3",
    "v2/TRANSACTION.SUCCESS, 2",
    "transaction-success, 2",
    "v2/transaction-success, 2"
  })
  void findsNotificationByName(String name, int version) {
    assertThat(CATALOGUE.notification(name)).map(NotificationType::version).contains(version);
  }

  @ParameterizedTest
  @CsvSource({"v2/REFUND.SUCCESS", "v3/transaction-success", "refund.success", "''", "v2/"})
  void findsNothingForUnknownName(String name) {
    assertThat(CATALOGUE.notification(name)).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "REFUND.SUCESS, 3, REFUND.SUCCESS",
    "refund.success, 3, REFUND.SUCCESS",
    "v2/transaction-sucess, 2, transaction-success",
    "v3/transaction-success, 2, transaction-success",
    "TRANSACTION.SUCCES, 3, TRANSACTION.SUCCESS"
  })
  void findsMostSimilarName(String wrong, int version, String nearest) {
    NotificationType found = CATALOGUE.nearestNotification(wrong);

    assertThat(found.name()).isEqualTo(nearest);
    assertThat(found.version()).isEqualTo(version);
  }

  @Test
  void comparesStartOfLongName() {
    assertThat(CATALOGUE.nearestNotification("x".repeat(1_000_000))).isNotNull();
  }
}
