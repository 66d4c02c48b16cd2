package io.github.wxpay.catalogue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A documented kind of notification. Immutable. */
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

  /** Returns 2 for XML, 3 for JSON. */
  public int version() {
    return version;
  }

  /** Returns the documented name, mostly the event type. */
  public String name() {
    return name;
  }

  /** Returns the official name, in Chinese. */
  public String title() {
    return title;
  }

  /** Returns the values of {@code event_type}, none where the message has none. */
  public List<String> eventTypes() {
    return eventTypes;
  }

  /** Returns the values of the resource's {@code original_type}, none if not documented. */
  public List<String> originalTypes() {
    return originalTypes;
  }

  /**
   * Returns the {@code original_type} that a notification of APIv3 carries, also where the
   * documentation has none or several; empty for APIv2.
   */
  public String originalType() {
    return originalType;
  }

  /** Returns the {@code associated_data} of the encrypted part, empty if it has none. */
  public String associatedData() {
    return associatedData;
  }

  /** Returns the {@code summary}: one line about the event, in Chinese. */
  public String summary() {
    return summary;
  }

  /** Returns how it is signed: {@code MD5}, {@code HMAC-SHA256}, or as all of APIv3. */
  public List<String> signTypes() {
    return signTypes;
  }

  /** Returns the field that holds the cipher text, empty if there is none. */
  public String encryptedField() {
    return encryptedField;
  }

  /** Returns whether the payload's fields are those of several variants, of which one comes. */
  public boolean isOneOf() {
    return traits.contains("oneof");
  }

  /** Returns whether the answer must hold {@link #reply data}, not only that it was received. */
  public boolean isAnsweredWithData() {
    return traits.contains("data");
  }

  /** Returns whether the answer must be signed, in a header Authorization. */
  public boolean isAnsweredSigned() {
    return traits.contains("signed");
  }

  public boolean isDeprecated() {
    return traits.contains("deprecated");
  }

  /** Returns the fields of what is encrypted, or of the message if nothing is. */
  public List<Field> payload() {
    return payload;
  }

  /** Returns the fields that are expected in the answer. */
  public List<Field> reply() {
    return reply;
  }

  /** Returns all of it but the fields, to see a difference. */
  String describe() {
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

  /** Returns name and title, for people. */
  @Override
  public String toString() {
    return name + " " + title;
  }
}
