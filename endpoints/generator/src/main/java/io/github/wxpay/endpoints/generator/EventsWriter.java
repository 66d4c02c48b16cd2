package io.github.wxpay.endpoints.generator;

import io.github.wxpay.catalogue.Field;
import io.github.wxpay.catalogue.NotificationType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes {@code Events}, which finds the kind of a notification. */
final class EventsWriter {
  private final Map<NotificationType, String> types;

  /**
   * Creates a writer.
   *
   * @param types the class of each kind
   */
  EventsWriter(Map<NotificationType, String> types) {
    this.types = types;
  }

  /** Writes the file. */
  JavaFile write() {
    JavaFile file = new JavaFile("", "Events");
    file.line("/**");
    file.line(" * Finds the typed view of a notification.");
    file.line(" *");
    file.line(" * <pre>{@code");
    file.line(" * EventView event = Events.of(wxpay.notifications().parse(headers, body));");
    file.line(" * if (event instanceof V3TransactionSuccessEvent) {");
    file.line(" *   ship(((V3TransactionSuccessEvent) event).outTradeNo());");
    file.line(" * }");
    file.line(" * }</pre>");
    file.line(" */");
    file.open("public final class Events");
    file.open("private Events()").close();
    file.doc(
        "Returns the view of a notification; a plain {@code EventView} if its kind is not"
            + " documented.");
    file.open("public static EventView of(Notification notification)");
    file.open("if (notification.isV2())");
    file.line("return v2(notification);");
    file.close();
    file.open("switch (notification.eventType())");
    kinds(file, 3);
    file.close();
    file.close();
    file.open("private static EventView v2(Notification notification)");
    file.open("switch (notification.eventType())");
    kinds(file, 2);
    file.close();
    file.close();
    file.open("private static EventView withoutType(Notification notification)");
    withoutType(file);
    file.close();
    return file.close();
  }

  private void kinds(JavaFile file, int version) {
    types.forEach(
        (kind, type) -> {
          if (kind.version() == version && !kind.eventTypes().isEmpty()) {
            kind.eventTypes().stream()
                .filter(name -> isOf(kind, name))
                .forEach(name -> file.line("case ", JavaFile.literal(name), ":"));
            file.line("  return new ", JavaFile.PACKAGE, ".events.", type, "(notification);");
          }
        });
    file.line("default:");
    file.line(
        version == 2
            ? "  return withoutType(notification);"
            : "  return new EventView(notification);");
  }

  /** Returns whether an event type means this kind: a kind of that name has precedence. */
  private boolean isOf(NotificationType kind, String eventType) {
    return kind.name().equals(eventType)
        || types.keySet().stream()
            .noneMatch(
                other -> other.version() == kind.version() && other.name().equals(eventType));
  }

  /** Tells the kinds of APIv2 without an event type apart by a required field of their own. */
  private void withoutType(JavaFile file) {
    List<NotificationType> kinds =
        types.keySet().stream()
            .filter(kind -> kind.version() == 2 && kind.eventTypes().isEmpty())
            .sorted(Comparator.comparing(NotificationType::name))
            .collect(Collectors.toList());
    for (NotificationType kind : kinds) {
      file.open("if (notification.get(", JavaFile.literal(own(kind, kinds)), ") != null)");
      file.line("return new ", JavaFile.PACKAGE, ".events.", type(kind), "(notification);");
      file.close();
    }
    file.line("return new EventView(notification);");
  }

  private String type(NotificationType kind) {
    return Objects.requireNonNull(types.get(kind), kind::name);
  }

  private static String own(NotificationType kind, List<NotificationType> kinds) {
    Set<String> names = new LinkedHashSet<>();
    for (Field field : kind.payload()) {
      if (field.isRequired()) {
        names.add(field.name());
      }
    }
    List<Field> others = new ArrayList<>();
    kinds.stream().filter(other -> other != kind).forEach(other -> others.addAll(other.payload()));
    others.forEach(field -> names.remove(field.name()));
    return names.stream()
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException(kind + " has no required field that the others lack"));
  }
}
