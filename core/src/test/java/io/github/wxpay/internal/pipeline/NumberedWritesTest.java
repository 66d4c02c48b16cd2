package io.github.wxpay.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.wxpay.catalogue.Catalogue;
import io.github.wxpay.catalogue.Endpoint;
import io.github.wxpay.catalogue.Field;
import io.github.wxpay.http.Headers;
import io.github.wxpay.http.Multipart;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Outgoing;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of numbered writes against the catalogue. */
class NumberedWritesTest {
  private static final String GOLDEN = "numbered-writes.txt";
  private static final Catalogue CATALOGUE = Catalogue.load();

  /** Values that the catalogue lacks: the SDKs and the samples of the platform have FINISHED. */
  private static final Map<String, Set<String>> ADDED =
      Map.of("GET v3/profitsharing/orders/{out_order_no} state", Set.of("FINISHED"));

  // The list

  @Test
  void everyWritingEndpointIsOnTheList() throws Exception {
    List<String> lines = lines();
    Path written = Path.of("target", GOLDEN);
    Files.write(written, lines);

    List<String> golden;
    try (InputStream in =
        Objects.requireNonNull(
            NumberedWritesTest.class.getResourceAsStream("/io/github/wxpay/" + GOLDEN))) {
      golden = Arrays.asList(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1));
    }
    List<String> expected = golden.subList(0, golden.size() - 1);

    assertThat(difference(expected, lines))
        .as(
            "Lines of core/src/test/resources/io/github/wxpay/%s that are gone (-) or new (+). A"
                + " line that says \"retried by\" permits the library to send that write twice:"
                + " check each one with the platform's documents, then copy core/%s over the file.",
            GOLDEN, written)
        .isEmpty();
    assertThat(lines).isEqualTo(expected);
  }

  /** Returns one line for each endpoint with a method that may write. */
  private static List<String> lines() {
    return CATALOGUE.endpoints().stream()
        .filter(endpoint -> !endpoint.method().equals("GET"))
        .map(
            endpoint ->
                endpoint.method() + " " + endpoint.path() + ": " + decision(request(endpoint)))
        .collect(Collectors.toList());
  }

  private static String decision(Outgoing request) {
    if (NumberedWrite.isRead(request)) {
      return "reads";
    }
    if (!NumberedWrite.isWrite(request)) {
      return "uploads";
    }
    return NumberedWrite.of(request)
        .map(write -> "retried by " + write.field())
        .orElse("not retried");
  }

  private static List<String> difference(List<String> expected, List<String> lines) {
    List<String> difference = new ArrayList<>();
    expected.stream().filter(l -> !lines.contains(l)).forEach(l -> difference.add("- " + l));
    lines.stream().filter(l -> !expected.contains(l)).forEach(l -> difference.add("+ " + l));
    return difference;
  }

  /** Returns a request whose placeholders have values. */
  private static Outgoing request(Endpoint endpoint) {
    Map<String, Object> values = new TreeMap<>();
    CATALOGUE
        .variables(endpoint.method(), endpoint.path())
        .keySet()
        .forEach(name -> values.put(name, "7"));
    Options options = Options.none();
    for (Map.Entry<String, Object> value : values.entrySet()) {
      options = options.with(value.getKey(), value.getValue());
    }
    Object data = endpoint.kind() == Endpoint.Kind.UPLOAD ? new Multipart() : Map.of();
    return Outgoing.of(
        endpoint.method(),
        "https://api.mch.weixin.qq.com",
        endpoint.path(),
        Headers.of(Map.of()),
        data,
        options);
  }

  // Rows

  @Test
  void everyRowIsAnEndpointThatHasItsNumber() {
    List<String> faults = new ArrayList<>();
    for (NumberedWrite row : NumberedWrites.all()) {
      Optional<Endpoint> endpoint = endpoint(row.method(), row.path());
      if (endpoint.isEmpty()) {
        faults.add(row + ": not in the catalogue");
      } else if (!names(endpoint.get().request()).contains(row.field())) {
        faults.add(row + ": the number is not a field");
      }
    }

    assertThat(NumberedWrites.all()).hasSizeGreaterThan(130);
    assertThat(faults).isEmpty();
  }

  @Test
  void everyEndpointMatchesAtMostOneRow() {
    Map<String, List<String>> rows = new TreeMap<>();
    for (Endpoint endpoint : CATALOGUE.endpoints()) {
      List<String> path = PathShape.segments(endpoint.path());
      NumberedWrites.all().stream()
          .filter(row -> row.method().equals(endpoint.method()) && row.shape().matches(path))
          .forEach(
              row ->
                  rows.computeIfAbsent(endpoint.path(), key -> new ArrayList<>()).add(row.path()));
    }

    rows.forEach((endpoint, matching) -> assertThat(matching).containsExactly(endpoint));
    assertThat(rows).hasSameSizeAs(NumberedWrites.all());
  }

  @Test
  void everyResponseHasTheStatesOfItsRow() {
    List<String> faults = new ArrayList<>();
    for (NumberedWrite row : NumberedWrites.all()) {
      boolean mayLackTheState = row.response().of(missing()).kind() == State.Kind.SUCCEEDED;
      Endpoint endpoint = endpoint(row.method(), row.path()).orElseThrow();
      faults.addAll(faults(endpoint, row.response(), mayLackTheState));
    }

    assertThat(faults).isEmpty();
  }

  // Queries

  @Test
  void everyQueryIsAnEndpointWithItsFields() {
    List<String> faults = new ArrayList<>();
    for (StateQuery query : queries()) {
      Optional<Endpoint> endpoint = endpoint(query);
      if (endpoint.isEmpty()) {
        faults.add(query + ": not in the catalogue");
        continue;
      }
      Set<String> fields = fields(endpoint.get());
      Set<String> given = new TreeSet<>(query.sources().keySet());
      given.addAll(query.constants().keySet());
      given.add(query.number());
      given.removeAll(fields);
      if (!given.isEmpty()) {
        faults.add(query + ": has no fields " + given);
      }
    }

    assertThat(queries()).hasSizeGreaterThan(70);
    assertThat(faults).isEmpty();
  }

  /** Alternatives to the number, and what signing adds. */
  private static final Set<String> NOT_NEEDED =
      Set.of("transaction_id", "out_trade_no", "refund_id", "return_query_id", "sign_type");

  @Test
  void everyRequiredFieldOfAQueryComesFromItsWrite() {
    List<String> faults = new ArrayList<>();
    for (NumberedWrite row : NumberedWrites.all()) {
      if (row.query().isPresent()) {
        StateQuery query = row.query().get();
        Endpoint write = endpoint(row.method(), row.path()).orElseThrow();
        Endpoint endpoint = endpoint(query).orElseThrow();
        Set<String> available = fields(write);
        Set<String> given = new HashSet<>(query.constants().keySet());
        given.add(query.number());
        query
            .sources()
            .forEach(
                (name, source) -> {
                  if (available.contains(source)) {
                    given.add(name);
                  }
                });
        Stream.of(endpoint.pathParameters(), endpoint.query(), endpoint.request())
            .flatMap(List::stream)
            .filter(field -> field.isRequired() || endpoint.pathParameters().contains(field))
            .map(Field::name)
            .filter(name -> !given.contains(name))
            .filter(name -> endpoint.version() == 3 || !NOT_NEEDED.contains(name))
            .forEach(name -> faults.add(row + " -> " + query + ": lacks " + name));
      }
    }

    assertThat(faults).isEmpty();
  }

  @Test
  void everyFinalStateIsAValueOfTheQuery() {
    List<String> faults = new ArrayList<>();
    for (StateQuery query : queries()) {
      faults.addAll(faults(endpoint(query).orElseThrow(), query.states(), false));
    }

    assertThat(faults).isEmpty();
  }

  @Test
  void everyQueryReads() {
    for (StateQuery query : queries()) {
      assertThat(NumberedWrite.isRead(request(endpoint(query).orElseThrow())))
          .as(query.toString())
          .isTrue();
    }
  }

  // References: the field has the name of a number, but names the order of another write

  @ParameterizedTest
  @CsvSource({
    "POST, pay/closeorder, out_trade_no",
    "POST, deposit/consume, out_trade_no",
    "POST, cgi-bin/mch/customs/customdeclareorder, out_trade_no",
    "POST, wxv/finishrentbill, out_order_no",
    "POST, payitil/report, trades",
    "POST, v3/global/customs/orders, out_trade_no",
    "PATCH, v3/global/customs/orders, out_trade_no",
    "POST, v3/smartguide/guides/{guide_id}/assign, out_trade_no",
    "POST, v3/industry-rebate/transactions/{transaction_id}, out_trade_no",
    "POST, v3/merchant-risk-manage/trade-risk-result, out_trade_no",
    "POST, v3/parking/reminders/payment, out_trade_no",
    "POST, v3/gov/subsidy/sncode/lock, out_trade_no",
    "POST, v3/pay/transactions/exposure, out_trade_no",
    "POST, v3/med-ins/refunds/notify, out_refund_no",
    "POST, v3/refund/domestic/refunds/{refund_id}/apply-abnormal-refund, out_refund_no",
    "POST, v3/ecommerce/refunds/{refund_id}/apply-abnormal-refund, out_refund_no",
    "POST, v3/transfer/bill-receipt, out_batch_no",
    "POST, v3/transfer-detail/electronic-receipts, out_batch_no",
    "POST, v3/fund-app/mch-transfer/elecsign/out-bill-no, out_bill_no",
    "POST, v3/fund-app/mch-transfer/partner/electronic-receipts, out_bill_no",
    "POST, v3/combine-transactions/out-trade-no/{combine_out_trade_no}/close, sub_orders",
  })
  void writeThatRefersToAnotherIsNotOnTheList(String method, String path, String field) {
    Endpoint endpoint = endpoint(method, path).orElseThrow();

    assertThat(names(endpoint.request())).contains(field);
    assertThat(NumberedWrite.of(method, path)).isEmpty();
    assertThat(NumberedWrite.isWrite(request(endpoint))).isTrue();
  }

  // Helpers

  private static JsonNode missing() {
    return MissingNode.getInstance();
  }

  private static Set<StateQuery> queries() {
    return NumberedWrites.all().stream()
        .flatMap(row -> row.query().stream())
        .collect(Collectors.toSet());
  }

  private static Optional<Endpoint> endpoint(StateQuery query) {
    return endpoint(query.method(), query.isV2() ? query.path().substring(3) : query.path());
  }

  /** Returns the endpoint with exactly this template. */
  private static Optional<Endpoint> endpoint(String method, String path) {
    return CATALOGUE.endpoints().stream()
        .filter(endpoint -> endpoint.method().equals(method) && endpoint.path().equals(path))
        .findFirst();
  }

  private static Set<String> fields(Endpoint endpoint) {
    return Stream.of(endpoint.pathParameters(), endpoint.query(), endpoint.request())
        .flatMap(List::stream)
        .map(Field::name)
        .collect(Collectors.toSet());
  }

  private static Set<String> names(List<Field> fields) {
    return fields.stream().map(Field::name).collect(Collectors.toSet());
  }

  private static List<String> faults(Endpoint endpoint, States states, boolean mayLackTheState) {
    List<String> faults = new ArrayList<>();
    for (String name : List.of(states.field(), states.part())) {
      String place = endpoint.method() + " " + endpoint.path() + " " + name;
      Optional<Field> field = field(endpoint.response(), name);
      if (!name.isEmpty() && field.isEmpty() && !mayLackTheState) {
        faults.add(place + ": not a field of the response");
      } else if (field.isPresent() && name.equals(states.field())) {
        Set<String> unknown = new TreeSet<>(states.values());
        unknown.removeAll(field.get().values());
        unknown.removeAll(ADDED.getOrDefault(place, Set.of()));
        if (!field.get().values().isEmpty() && !unknown.isEmpty()) {
          faults.add(place + ": not values of the field: " + unknown);
        }
      }
    }
    return faults;
  }

  private static Optional<Field> field(List<Field> fields, String name) {
    int slash = name.indexOf('/');
    String first = slash < 0 ? name : name.substring(0, slash);
    Optional<Field> found =
        fields.stream().filter(field -> field.name().replace("$n", "0").equals(first)).findFirst();
    return slash < 0
        ? found
        : found.flatMap(field -> field(field.fields(), name.substring(slash + 1)));
  }
}
