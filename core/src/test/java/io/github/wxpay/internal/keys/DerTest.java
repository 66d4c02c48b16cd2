package io.github.wxpay.internal.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.testing.Bytes;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Structures of keys and certificates are recognised by their parts. */
class DerTest {
  private static final byte[] INT = der(0x02, new byte[] {1});
  private static final byte[] BITS = der(0x03, new byte[] {0, 1});
  private static final byte[] OCTETS = der(0x04, new byte[] {1});
  private static final byte[] OID = der(0x06, new byte[] {0x2a, 3});
  private static final byte[] CONTEXT = der(0xa0, new byte[] {1});

  @ParameterizedTest(name = "{0}: {index}")
  @MethodSource("structures")
  void recognisesStructuresByTheirParts(String label, byte[] structure) {
    assertThat(Der.label(structure)).isEqualTo(label);
  }

  private static Stream<Arguments> structures() {
    byte[] version3 = der(0x02, new byte[] {3});
    return Stream.of(
        Arguments.of("", new byte[0]),
        Arguments.of("", new byte[] {0x30}),
        Arguments.of("", sequence(INT)),
        Arguments.of("PRIVATE KEY", sequence(INT, sequence(OID), OCTETS)),
        Arguments.of("PRIVATE KEY", sequence(der(0x02, new byte[] {0, 3}), sequence(OID), OCTETS)),
        Arguments.of(Der.PKCS12, sequence(version3, sequence(OID), sequence(OID))),
        Arguments.of("EC PRIVATE KEY", sequence(INT, OCTETS, CONTEXT)),
        Arguments.of("RSA PUBLIC KEY", sequence(INT, INT)),
        Arguments.of("DSA PRIVATE KEY", sequence(INT, INT, INT, INT, INT, INT)),
        Arguments.of("RSA PRIVATE KEY", sequence(INT, INT, INT, INT, INT, INT, INT, INT, INT)),
        Arguments.of(
            "RSA PRIVATE KEY",
            sequence(INT, INT, INT, INT, INT, INT, INT, INT, INT, sequence(INT))),
        Arguments.of("", sequence(INT, INT, BITS)),
        Arguments.of("", sequence(INT, BITS)),
        Arguments.of(Der.PKCS7, sequence(OID, CONTEXT)),
        Arguments.of("", sequence(OCTETS, INT)),
        Arguments.of("PUBLIC KEY", sequence(sequence(OID), BITS)),
        Arguments.of("ENCRYPTED PRIVATE KEY", sequence(sequence(OID), OCTETS)),
        Arguments.of("", sequence(sequence(OID), INT)),
        Arguments.of("", sequence(sequence(OID), INT, BITS)),
        Arguments.of("", sequence(sequence(OID), sequence(OID), OCTETS)),
        Arguments.of("", sequence(sequence(OID), sequence(OID), BITS, INT)),
        Arguments.of("CERTIFICATE REQUEST", signed(INT, sequence(OID), sequence(OID))),
        Arguments.of("CERTIFICATE REQUEST", signed(INT, sequence(OID), sequence(OID), CONTEXT)),
        Arguments.of("CERTIFICATE", signed(INT, sequence(OID))),
        Arguments.of("CERTIFICATE", signed(CONTEXT, INT, sequence(OID), sequence(OID))),
        Arguments.of("CERTIFICATE", signed(INT, INT, sequence(OID))),
        Arguments.of("CERTIFICATE", signed(INT, sequence(OID), INT)),
        Arguments.of("CERTIFICATE", signed(INT, sequence(OID), sequence(OID), INT)),
        Arguments.of("CERTIFICATE", signed(INT, sequence(OID), sequence(OID), CONTEXT, CONTEXT)));
  }

  @Test
  void recognisesNothingWithDamagedLengths() {
    byte[] key = sequence(INT, sequence(OID), OCTETS);
    byte[] longPart = key.clone();
    longPart[3] = 0x40;
    byte[] noLength = {0x30, 2, 2, (byte) 0x80};
    byte[] fiveDigits = {0x30, (byte) 0x85, 1, 1, 1, 1, 1, 2, 1, 1};
    byte[] cutDigits = {0x30, (byte) 0x82, 1};

    assertThat(Der.label(longPart)).isEmpty();
    assertThat(Der.label(noLength)).isEmpty();
    assertThat(Der.label(fiveDigits)).isEmpty();
    assertThat(Der.label(cutDigits)).isEmpty();
    assertThat(Der.isStructure(fiveDigits)).isFalse();
    assertThat(Der.isStructure(Arrays.copyOf(cutDigits, 20))).isTrue();
    assertThat(Der.isStructure(new byte[20])).isFalse();
    assertThat(Der.isStructure(new byte[] {0x30, 0})).isFalse();
  }

  @Test
  void refusesBytesThatAreNotExactlyOneStructure() {
    byte[] key = sequence(INT, sequence(OID), OCTETS);
    byte[] more = Arrays.copyOf(key, key.length + 4);
    byte[] less = Arrays.copyOf(key, key.length - 1);

    assertThatCode(() -> Der.requireOne(key, "The key")).doesNotThrowAnyException();
    assertThatCode(() -> Der.refuseMore(less, "The key")).doesNotThrowAnyException();
    assertThatThrownBy(() -> Der.refuseMore(more, "The key"))
        .isExactlyInstanceOf(CryptoException.class)
        .hasMessage(
            "The key has %s bytes, but according to its header %s: it is followed by another key or"
                + " other text. Pass one key only.",
            more.length, key.length);
    assertThatThrownBy(() -> Der.requireOne(less, "The key"))
        .hasMessage(
            "The key has %s bytes, but according to its header %s: it is truncated. Copy it again.",
            less.length, key.length);
  }

  /** Returns lengths of each number of digits, with and without a set first bit. */
  @ParameterizedTest
  @ValueSource(ints = {1, 100, 120, 200, 300, 33_000, 70_000, 9_000_000})
  void wrapsKeysOfAnyLength(int length) {
    byte[] pkcs8 = Der.pkcs8(new byte[length]);
    byte[] spki = Der.spki(new byte[length]);

    assertThatCode(() -> Der.requireOne(pkcs8, "The key")).doesNotThrowAnyException();
    assertThatCode(() -> Der.requireOne(spki, "The key")).doesNotThrowAnyException();
    assertThat(Der.label(pkcs8)).isEqualTo("PRIVATE KEY");
    assertThat(Der.label(spki)).isEqualTo("PUBLIC KEY");
    assertThat(pkcs8.length).isBetween(length + 20, length + 30);
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void namesAlgorithmsThatWeChatPayDoesNotUse(String expected, byte[] oid) {
    byte[] key = sequence(sequence(der(0x06, oid)), BITS);

    assertThat(Der.foreignAlgorithm(key)).isEqualTo(expected);
  }

  private static Stream<Arguments> algorithms() {
    return Stream.of(
        Arguments.of("A DSA", new byte[] {0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x38, 4, 1}),
        Arguments.of(
            "An RSASSA-PSS",
            new byte[] {0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x0a}),
        Arguments.of("An Ed25519 or Ed448", new byte[] {0x2b, 0x65, 0x70}),
        Arguments.of("An Ed25519 or Ed448", new byte[] {0x2b, 0x65, 0x71}),
        Arguments.of("An X25519 or X448", new byte[] {0x2b, 0x65, 0x6e}),
        Arguments.of("An X25519 or X448", new byte[] {0x2b, 0x65, 0x6f}),
        Arguments.of(
            "",
            new byte[] {
              0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01
            }));
  }

  private static byte[] signed(byte[]... parts) {
    return sequence(sequence(parts), sequence(OID), BITS);
  }

  private static byte[] sequence(byte[]... parts) {
    return der(0x30, Bytes.joined(parts));
  }

  private static byte[] der(int tag, byte[] content) {
    return Bytes.joined(new byte[] {(byte) tag, (byte) content.length}, content);
  }
}
