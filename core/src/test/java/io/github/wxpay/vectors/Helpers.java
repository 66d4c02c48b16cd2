package io.github.wxpay.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.codec.Formatter;
import io.github.wxpay.codec.Transformer;
import io.github.wxpay.crypto.AesBlocks;
import io.github.wxpay.crypto.AesCbc;
import io.github.wxpay.crypto.AesEcb;
import io.github.wxpay.crypto.AesGcm;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.exception.CryptoException;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The topics that call one helper function a case. */
final class Helpers {
  private static final RecordedCases VALUES = new RecordedCases(Map.of());

  private final String fn;
  private final List<Object> args = new ArrayList<>();
  private final JsonNode input;

  private Helpers(JsonNode input) {
    this.input = input;
    this.fn = input.get("fn").textValue();
    boolean digest = List.of("sha1", "sha256").contains(fn);
    for (JsonNode arg : input.path("args")) {
      if (arg.has("$keyobject") && digest) {
        throw new RecordedCases.Unportable("a KeyObject for " + fn);
      }
      args.add(VALUES.value(arg));
    }
  }

  static void run(JsonNode one, CaseReport report) {
    String id = one.get("id").textValue();
    String port = one.get("port").textValue();
    Object outcome;
    boolean thrown = false;
    try {
      outcome = new Helpers(one.get("input")).call(id);
    } catch (RecordedCases.Unportable e) {
      outcome = "cannot be written in Java: " + e.getMessage();
      thrown = true;
    } catch (RuntimeException e) {
      outcome = e.toString();
      thrown = true;
    }
    boolean held;
    switch (port) {
      case "fail":
        held = thrown;
        break;
      case "fix":
        held = thrown ? mustRefuse(one) : Objects.equals(outcome, right(one));
        break;
      default:
        held = !thrown && same(one.get("expected"), outcome);
        break;
    }
    if (held) {
      report.held(port);
    } else {
      report.differs(id, port, String.valueOf(outcome));
    }
  }

  /** The errors of the original whose right outcome is an exception. */
  private static boolean mustRefuse(JsonNode one) {
    String fn = one.at("/input/fn").textValue();
    String first = one.at("/input/args/0").toString();
    boolean name = fn.equals("toXml") && !first.contains("]]>");
    boolean document = first.contains("<!DOCTYPE");
    boolean character = first.matches(".*&#(x?;|0;|xD800;|<).*");
    boolean key = Set.of("from", "verify", "sign", "gcm.decrypt").contains(fn);
    return name || document || character || key;
  }

  /** Returns the right value if the original's is wrong. */
  private static Object right(JsonNode one) {
    JsonNode first = one.at("/input/args/0");
    switch (one.at("/input/fn").textValue()) {
      case "ksort":
        return entries(new TreeMap<>(VALUES.map(first)));
      case "queryStringLike":
        return "";
      case "toXml":
        String split = ((String) VALUES.map(first).get("v")).replace("]]>", "]]]]><![CDATA[>");
        return "<xml><v><![CDATA[" + split + "]]></v></xml>";
      case "toObject(toXml(x))":
        return VALUES.map(first);
      case "toObject":
        Matcher reference = Pattern.compile("&#(x?)([0-9A-Fa-f]+);").matcher(first.textValue());
        return Map.of(
            "v",
            reference.find()
                ? Character.toString(
                    Integer.parseInt(reference.group(2), reference.group(1).isEmpty() ? 10 : 16))
                : "");
      case "castCsvBill":
        // The same bill with the mark and the last line break that the original needs.
        String bill = (String) VALUES.value(first);
        return Formatter.castCsvBill(
            utf8(
                (bill.startsWith("\uFEFF") ? "" : "\uFEFF")
                    + bill
                    + (bill.endsWith("\n") ? "" : "\r\n")));
      default:
        return null;
    }
  }

  private Object call(String id) {
    switch (fn) {
      case "authorization":
        return Formatter.authorization(text(0), text(1), text(2), args.get(3), text(4));
      case "request":
        return args.size() < 5
            ? Formatter.request(text(0), text(1), args.get(2), text(3))
            : Formatter.request(text(0), text(1), args.get(2), text(3), orNull(4));
      case "response":
        return args.size() < 3
            ? Formatter.response(args.get(0), text(1))
            : Formatter.response(args.get(0), text(1), orNull(2));
      case "joinedByLineFeed":
        return Formatter.joinedByLineFeed(args.toArray());
      case "ksort":
        return entries(Formatter.ksort(fields(0)));
      case "queryStringLike":
        return Formatter.queryStringLike(fields(0));
      case "castCsvLine":
        return csvLine();
      case "castCsvBill":
        return Formatter.castCsvBill(bytes(0));
      case "nonce":
        String nonce = Formatter.nonce(((Number) args.get(0)).intValue());
        return List.of(nonce.length(), nonce.matches("[0-9A-Za-z]*"));
      case "timestamp":
        return List.of("number", true, Long.toString(Formatter.timestamp()).length());
      case "md5":
        return md5();
      case "hmac":
        return args.size() < 3 ? Hash.hmac(text(0), key(1)) : Hash.hmac(text(0), key(1), text(2));
      case "sha1":
        return args.get(0) instanceof byte[] ? Hash.sha1(bytes(0)) : Hash.sha1(text(0));
      case "sha256":
        return args.get(0) instanceof byte[] ? Hash.sha256(bytes(0)) : Hash.sha256(text(0));
      case "equals":
        return Hash.equals(text(0), args.size() < 2 ? null : orNull(1));
      case "keyObjectFrom":
        return Hash.hmac("", Objects.requireNonNull((String) args.get(0)));
      case "gcm.encrypt":
        return args.size() < 4
            ? AesGcm.encrypt(text(0), text(1), text(2))
            : AesGcm.encrypt(text(0), text(1), text(2), text(3));
      case "gcm.decrypt":
        return args.size() < 4
            ? AesGcm.decrypt(text(0), text(1), text(2))
            : AesGcm.decrypt(text(0), text(1), text(2), text(3));
      case "ecb.encrypt":
        return AesEcb.encrypt(text(0), text(1));
      case "ecb.decrypt":
        return AesEcb.decrypt(text(0), text(1));
      case "cbc.encrypt":
        return AesCbc.encrypt(text(0), text(1), text(2));
      case "cbc.decrypt":
        return AesCbc.decrypt(text(0), text(1), text(2));
      case "pkcs7.padding":
        return AesBlocks.padded(bytes(0), args.size() < 2 || Boolean.TRUE.equals(args.get(1)));
      case "pkcs7.unpadding":
        return AesBlocks.unpadded(bytes(0));
      case "(constants)":
        return Map.of("BLOCK_SIZE", AesBlocks.BLOCK_SIZE);
      case "(recipe)":
        return Recipes.run(id, input);
      default:
        return rsa();
    }
  }

  private Object rsa() {
    switch (fn) {
      case "toXml":
        return args.get(0) instanceof String
            ? Transformer.toXml(text(0))
            : Transformer.toXml(fields(0));
      case "toObject":
        return root(Transformer.toObject(text(0)));
      case "toObject(toXml(x))":
        return root(Transformer.toObject(Transformer.toXml(fields(0))));
      case "(check)":
        return null; // nothing in Java can be polluted so
      case "sign":
        if (args.get(1) instanceof Map) {
          return Hash.sign(text(0), fields(1), key(2));
        }
        if (args.get(1) == null) {
          throw new NullPointerException("key == null");
        }
        return args.get(0) instanceof byte[]
            ? Rsa.sign(bytes(0), privateKey(1))
            : Rsa.sign(text(0), privateKey(1));
      case "verify":
        return args.get(0) instanceof byte[]
            ? Rsa.verify(bytes(0), text(1), publicKey(2))
            : Rsa.verify(text(0), text(1), publicKey(2));
      case "encrypt":
        padding();
        String cipher = Rsa.encrypt(text(0), publicKey(1));
        PrivateKey own = Rsa.privateKey(RecordedCases.text("apiclient_key.pem"));
        return List.of(cipher.length(), Rsa.decrypt(cipher, own));
      case "decrypt":
        padding();
        return Rsa.decrypt(text(0), privateKey(1));
      case "from":
        boolean open = args.size() > 1 && "public".equals(args.get(1));
        return shape(open ? publicKey(0) : privateKey(0));
      case "fromPkcs8":
        return shape(Rsa.fromPkcs8(text(0)));
      case "fromPkcs1":
        boolean half = args.size() > 1 && "public".equals(args.get(1));
        return shape(half ? Rsa.fromPkcs1Public(text(0)) : Rsa.fromPkcs1(text(0)));
      case "fromSpki":
        return shape(Rsa.fromSpki(text(0)));
      case "isKeyObject":
        return args.get(0) instanceof Key;
      default:
        throw new RecordedCases.Unportable(fn);
    }
  }

  /** The root's text has the key #text, since the result is always a map. */
  private static Object root(Map<String, Object> content) {
    if (content == null || !Set.of("#text").containsAll(content.keySet())) {
      return content;
    }
    return content.getOrDefault("#text", "");
  }

  /** The library has one padding; another cannot be passed. */
  private void padding() {
    if (args.size() > 2 && !Long.valueOf(4).equals(args.get(2))) {
      throw new RecordedCases.Unportable("padding " + args.get(2));
    }
  }

  private Object md5() {
    if (args.size() == 1) {
      return args.get(0) instanceof byte[] ? Hash.md5(bytes(0)) : Hash.md5(text(0));
    }
    String key = args.get(1) == null || args.get(1) == RecordedCases.UNDEFINED ? "" : key(1);
    if (args.size() == 2) {
      return Hash.md5(text(0), key);
    }
    Object agency = args.get(2);
    boolean truthy =
        agency != null
            && agency != RecordedCases.UNDEFINED
            && !agency.equals("")
            && !agency.equals(false)
            && !agency.equals(0L);
    return Hash.md5(text(0), key, truthy ? String.valueOf(agency) : null);
  }

  private Object csvLine() {
    String row = orNull(0);
    List<String> keys = new ArrayList<>();
    if (args.size() > 1) {
      ((List<?>) args.get(1)).forEach(k -> keys.add(String.valueOf(k)));
    }
    if (args.size() < 3) {
      return Formatter.castCsvLine(row, keys);
    }
    String separator = args.size() > 3 ? text(3) : ",`";
    return Formatter.castCsvLine(row, keys, (Boolean) args.get(2), separator);
  }

  private PrivateKey privateKey(int i) {
    Object thing = args.get(i);
    if (thing instanceof PrivateKey) {
      return (PrivateKey) thing;
    }
    return Rsa.privateKey(pem(thing));
  }

  private PublicKey publicKey(int i) {
    Object thing = args.get(i);
    if (thing instanceof PublicKey) {
      return (PublicKey) thing;
    }
    return Rsa.publicKey(pem(thing));
  }

  private static String pem(Object thing) {
    return thing instanceof byte[]
        ? new String((byte[]) thing, StandardCharsets.ISO_8859_1)
        : (String) Objects.requireNonNull(thing);
  }

  private static Object shape(Key key) {
    try {
      PublicKey half =
          key instanceof PublicKey
              ? (PublicKey) key
              : java.security.KeyFactory.getInstance("RSA")
                  .generatePublic(
                      new RSAPublicKeySpec(
                          ((RSAPrivateCrtKey) key).getModulus(),
                          ((RSAPrivateCrtKey) key).getPublicExponent()));
      Map<String, Object> shape = new LinkedHashMap<>();
      shape.put("type", key instanceof PrivateKey ? "private" : "public");
      shape.put("asymmetricKeyType", key.getAlgorithm().toLowerCase(Locale.ROOT));
      shape.put("spki", Base64.getEncoder().encodeToString(half.getEncoded()));
      return shape;
    } catch (java.security.GeneralSecurityException e) {
      throw new CryptoException("no half", e);
    }
  }

  private static Object entries(Map<String, ?> map) {
    List<Object> list = new ArrayList<>();
    map.forEach((k, v) -> list.add(Arrays.asList(k, v)));
    return Map.of("$entries", list);
  }

  private Map<String, Object> fields(int i) {
    Map<String, Object> fields = new LinkedHashMap<>();
    ((Map<?, ?>) Objects.requireNonNull(args.get(i)))
        .forEach((k, v) -> fields.put(String.valueOf(k), v));
    return fields;
  }

  private String text(int i) {
    Object value = Objects.requireNonNull(args.get(i), "null");
    return value instanceof byte[]
        ? new String((byte[]) value, StandardCharsets.UTF_8)
        : value.toString();
  }

  private String key(int i) {
    return text(i);
  }

  private String orNull(int i) {
    return args.get(i) == null ? null : text(i);
  }

  private byte[] bytes(int i) {
    Object value = Objects.requireNonNull(args.get(i), "null");
    return value instanceof byte[] ? (byte[]) value : utf8((String) value);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Returns whether a value equals the recorded one, with numbers compared by value. */
  static boolean same(JsonNode expected, Object actual) {
    if (actual instanceof byte[]) {
      byte[] wanted =
          expected.isObject()
              ? Base64.getDecoder().decode(expected.path("$buffer").asText())
              : utf8(expected.asText());
      return Arrays.equals(wanted, (byte[]) actual);
    }
    if (actual == null) {
      return expected == null || expected.isNull() || expected.has("$undefined");
    }
    JsonNode node = RecordedCases.JSON.valueToTree(actual);
    return expected.equals(
        (a, b) -> {
          boolean equal =
              (a.isNumber() && b.isNumber())
                  ? a.decimalValue().compareTo(b.decimalValue()) == 0
                  : a.equals(b);
          return equal ? 0 : 1;
        },
        node);
  }
}
