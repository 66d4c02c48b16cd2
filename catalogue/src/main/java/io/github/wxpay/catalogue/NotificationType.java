package io.github.wxpay.catalogue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A documented type of notification. Immutable.
 *
 * <pre>{@code
 * NotificationType paid = catalogue.notification("TRANSACTION.SUCCESS").orElseThrow();
 * paid.summary();                               // 支付成功
 * paid.payload().forEach(System.out::println);  // sp_mchid string required …
 * }</pre>
 */
public final class NotificationType {
  private final int version;
  private final String name;
  private final String title;
  private final List<String> eventTypes;
  private final List<String> originalTypes;
  private final List<String> signTypes;
  private final String encryptedField;
  private final Set<String> traits;
  private final List<Field> payload;
  private final List<Field> reply;
  private final String summary;
  private final String originalType;
  private final String associatedData;

  NotificationType(
      int version,
      String name,
      String title,
      List<String> eventTypes,
      List<String> originalTypes,
      List<String> signTypes,
      String encryptedField,
      Set<String> traits,
      List<Field> payload,
      List<Field> reply,
      String summary,
      String originalType,
      String associatedData) {
    this.version = version;
    this.name = name;
    this.title = title;
    this.eventTypes = eventTypes;
    this.originalTypes = originalTypes;
    this.signTypes = signTypes;
    this.encryptedField = encryptedField;
    this.traits = traits;
    this.payload = payload;
    this.reply = reply;
    this.summary = summary;
    this.originalType = originalType;
    this.associatedData = associatedData;
  }

  /** Returns 2 for notifications of APIv2 (XML) and 3 for those of APIv3 (JSON). */
  public int version() {
    return version;
  }

  /** Returns the documented name, in most cases the event type. */
  public String name() {
    return name;
  }

  /** Returns the official name, in Chinese. */
  public String title() {
    return title;
  }

  /** Returns the values of {@code event_type}; empty if the message does not have it. */
  public List<String> eventTypes() {
    return eventTypes;
  }

  /**
   * Returns the documented values of the resource's {@code original_type}; empty if there are none.
   */
  public List<String> originalTypes() {
    return originalTypes;
  }

  /**
   * Returns the {@code original_type} of a notification of APIv3, even if the documentation has
   * none or several; empty for APIv2.
   */
  public String originalType() {
    return originalType;
  }

  /** Returns the {@code associated_data} of the encrypted part; empty if it has none. */
  public String associatedData() {
    return associatedData;
  }

  /** Returns the {@code summary}: one line in Chinese that describes the event. */
  public String summary() {
    return summary;
  }

  /** Returns the signature types, such as {@code MD5} or {@code WECHATPAY2-SHA256-RSA2048}. */
  public List<String> signTypes() {
    return signTypes;
  }

  /** Returns the name of the field with the ciphertext; empty if nothing is encrypted. */
  public String encryptedField() {
    return encryptedField;
  }

  /** Returns whether {@link #payload} has the fields of several variants, of which one is sent. */
  public boolean isOneOf() {
    return traits.contains("oneof");
  }

  /** Returns whether the reply must have {@link #reply data}, instead of a mere confirmation. */
  public boolean isAnsweredWithData() {
    return traits.contains("data");
  }

  /** Returns whether the reply must be signed, with a header {@code Authorization}. */
  public boolean isAnsweredSigned() {
    return traits.contains("signed");
  }

  /** Returns whether the notification is deprecated. */
  public boolean isDeprecated() {
    return traits.contains("deprecated");
  }

  /** Returns the fields of the decrypted resource, or of the message if nothing is encrypted. */
  public List<Field> payload() {
    return payload;
  }

  /** Returns the fields that the reply must have. */
  public List<Field> reply() {
    return reply;
  }

  /** Returns all properties except the fields, for comparison. */
  String properties() {
    return title
        + " "
        + String.join("|", eventTypes)
        + " "
        + String.join("|", originalTypes)
        + " "
        + String.join("|", signTypes)
        + " "
        + encryptedField
        + " "
        + new TreeSet<>(traits)
        + (" " + summary + " " + originalType + " " + associatedData).stripTrailing();
  }

  /** Returns name and title as one line of text. */
  @Override
  public String toString() {
    return name + " " + title;
  }
}
