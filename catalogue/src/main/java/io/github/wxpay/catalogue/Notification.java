package io.github.wxpay.catalogue;

import java.util.List;

/** A documented notification. Immutable. */
public final class Notification {
  private final int version;
  private final String name;
  private final String title;
  private final List<String> eventTypes;
  private final String originalType;
  private final List<String> signTypes;
  private final String encryptedField;
  private final List<Field> payload;
  private final List<Field> reply;

  Notification(
      int version,
      String name,
      String title,
      List<String> eventTypes,
      String originalType,
      List<String> signTypes,
      String encryptedField,
      List<Field> payload,
      List<Field> reply) {
    this.version = version;
    this.name = name;
    this.title = title;
    this.eventTypes = eventTypes;
    this.originalType = originalType;
    this.signTypes = signTypes;
    this.encryptedField = encryptedField;
    this.payload = payload;
    this.reply = reply;
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

  /** Returns the {@code original_type} of the resource, empty if it is not documented. */
  public String originalType() {
    return originalType;
  }

  /** Returns how it is signed: {@code MD5}, {@code HMAC-SHA256}, or as all of APIv3. */
  public List<String> signTypes() {
    return signTypes;
  }

  /** Returns the field that holds the cipher text, empty if there is none. */
  public String encryptedField() {
    return encryptedField;
  }

  /** Returns the fields of what is encrypted, or of the message if nothing is. */
  public List<Field> payload() {
    return payload;
  }

  /** Returns the fields that are expected in the answer. */
  public List<Field> reply() {
    return reply;
  }

  /** Returns name and title, for people. */
  @Override
  public String toString() {
    return name + " " + title;
  }
}
